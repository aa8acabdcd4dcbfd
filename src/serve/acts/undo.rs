//! Undoing, and what acts have done to bookings.

use crate::desk::{Changed, State as Plan};
use crate::plan::told;
use crate::register::BookingStatus;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::tables::judge::{Broken, broken_since};

/// Most events that one undoing takes back.
const MOST_EVENTS: u64 = 100;

/// Undoes what the events from `first` to `last` did, by new events that restore exactly what stood before, and returns the first and the
/// last of these.
///
/// # Errors
/// Where the events are no act of the desk, something newer is in the way, somebody has the old place, or what is put back breaks a rule.
pub(crate) fn undo(app: &App, who: &str, (first, last): (u64, u64)) -> Result<(u64, u64), Failure> {
    let done = app.desk.undo(&app.by(who, "undone"), app.clock.today(), (first, last))?;
    Ok((done - (last - first), done))
}

/// Whether numbers of events can be those of one act.
fn is_act(first: u64, last: u64) -> bool {
    0 < first && first <= last && last - first <= MOST_EVENTS
}

/// What an act has done.
pub(crate) struct Did {
    /// Bookings before and after, with who must be told.
    pub(crate) changed: Vec<Changed>,
    /// Rules that bookings break since it changed the register, and did not before.
    pub(crate) broken: Vec<Broken>,
}

/// Returns what the events from `first` to `last` did to bookings, with who must be told. Of a proposal that is confirmed where it stands
/// everybody is told as of a new booking: nothing has moved, and until then nobody need have known of it.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) fn changed(app: &App, plan: &Plan, (first, last): (u64, u64)) -> Result<Vec<Changed>, Failure> {
    let mut changed = app.desk.changed(plan, first, last)?;
    for one in &mut changed {
        let (Some(before), Some(after)) = (&one.before, &one.after) else { continue };
        let is_confirmed =
            before.status == BookingStatus::Proposed && after.status == BookingStatus::Confirmed;
        if is_confirmed && one.told.is_empty() {
            one.told = told(&plan.register, None, Some(after));
        }
    }
    Ok(changed)
}

/// Returns what the events from `first` to `last` did.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) fn did(app: &App, (first, last): (u64, u64)) -> Result<Did, Failure> {
    let plan = app.state()?;
    if !is_act(first, last) {
        return Ok(Did { changed: Vec::new(), broken: Vec::new() });
    }
    Ok(Did { changed: changed(app, &plan, (first, last))?, broken: broken_since(app, &plan, (first, last))? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_a_hundred_events_at_most() {
        for (first, last, expected) in [
            (1, 1, true),
            (7, 107, true),
            (7, 108, false),
            (0, 3, false),
            (4, 3, false),
            (1, u64::MAX, false),
        ] {
            assert_eq!(is_act(first, last), expected, "{first} to {last}");
        }
    }
}
