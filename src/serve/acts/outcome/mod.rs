//! After a meeting: what became of it is recorded, and what follows from it is made in the same write.
//!
//! - [`given`] reads what somebody says, in the same words by form and by call;
//! - here it is saved, and told afterwards what that has made.

pub(crate) mod given;

use chrono_tz::Europe::London;

use self::given::Given;
use crate::desk::State as Plan;
use crate::desk::after_meeting::{Asks, Entry, EntryFault, Follows, asks, followed_since, record, recorded};
use crate::follow::History;
use crate::indicators::Policy;
use crate::register::{MeetingIdx, Register, StaffIdx};
use crate::serve::acts::booking::gone;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::place::{meeting_of, staff_of};
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::serve::tables::judge::register_before;

/// What is said in the audit where nothing else is.
const WHY: &str = "after the meeting";
/// What nobody may whose own meeting it is not, as words that follow "may not".
const OTHERS: &str = "follow up meetings that others chair";

/// Why nothing was recorded.
pub(crate) enum NotRecorded {
    /// What was said cannot be understood, or cannot be so.
    Faults(Vec<EntryFault>),
    /// Anything else.
    Failed(Failure),
}

impl From<Failure> for NotRecorded {
    fn from(failure: Failure) -> NotRecorded {
        NotRecorded::Failed(failure)
    }
}

/// Returns the member of staff that somebody is, where they see no others' meetings.
///
/// # Errors
/// Where they see only their own and the register does not have them.
pub(crate) fn only_of(visitor: &Visitor, register: &Register) -> Result<Option<StaffIdx>, Failure> {
    if visitor.may(Right::See) {
        return Ok(None);
    }
    let person = visitor.account.person.as_deref().and_then(|person| staff_of(register, person));
    person.map(Some).ok_or(Failure::Forbidden(OTHERS))
}

/// Returns the meeting of a reference, where whoever asks may follow it up: who sees everybody's meetings any, others those that they chair
/// or have chaired.
///
/// # Errors
/// Where there is none, or it is another's.
pub(crate) fn own_meeting(plan: &Plan, visitor: &Visitor, reference: &str) -> Result<MeetingIdx, Failure> {
    let Some(person) = only_of(visitor, &plan.register)? else { return meeting_of(plan, reference) };
    // Whether another's meeting is there is not told.
    let meeting = plan.meeting(reference).ok_or(Failure::Forbidden(OTHERS))?;
    let chairs = plan.booking(meeting).and_then(|booking| booking.iro);
    let chaired = recorded(&plan.register, meeting).last.and_then(|outcome| outcome.chair);
    match [chairs, chaired].contains(&Some(person)) {
        true => Ok(meeting),
        false => Err(Failure::Forbidden(OTHERS)),
    }
}

/// A meeting with what is asked of it, what is filled in, and how many rows say something of it already.
pub(crate) struct Opened {
    pub(crate) meeting: MeetingIdx,
    pub(crate) asks: Asks,
    pub(crate) entry: Entry,
    pub(crate) n_rows: usize,
}

/// Returns what is asked of a meeting, filled in with what is known.
pub(crate) fn open(plan: &Plan, meeting: MeetingIdx) -> Opened {
    let history = History::new(&plan.register);
    let asks = asks(&history, meeting, &Policy::of(&plan.register.authority));
    let entry = Entry::beforehand(&history, meeting, &asks);
    Opened { meeting, asks, entry, n_rows: recorded(&plan.register, meeting).n_rows }
}

/// Records what became of a meeting, and makes what follows from it, all of it or nothing. Returns the first and the last event, none where it
/// says what stands already.
///
/// # Errors
/// Everything that is wrong with what was said; the meeting is another's; or somebody recorded something of it since it was read.
pub(crate) fn save(
    app: &App,
    visitor: &Visitor,
    reference: &str,
    given: &Given,
) -> Result<Option<(u64, u64)>, NotRecorded> {
    let plan = app.state()?;
    let meeting = own_meeting(&plan, visitor, reference)?;
    let opened = open(&plan, meeting);
    let (entry, mut faults) = given.entry(&plan.register, &opened.asks);
    // What could not be read is said once, and not that it is missing too.
    let further = entry.faults(&History::new(&plan.register), meeting, &opened.asks);
    let is_told =
        |faults: &[EntryFault], fault: &EntryFault| faults.iter().any(|told| told.field == fault.field);
    for fault in further {
        if !is_told(&faults, &fault) {
            faults.push(fault);
        }
    }
    if !faults.is_empty() {
        return Err(NotRecorded::Faults(faults));
    }
    let at = app.clock.now().with_timezone(&London).naive_local();
    let who = visitor.who();
    let seen = given.seen;
    let of = |plan: &Plan| {
        let meeting = plan.meeting(reference).ok_or_else(|| gone(reference))?;
        record(plan, meeting, &entry, seen, (who, at))
    };
    if of(&plan).map_err(Failure::from)?.is_none() {
        return Ok(None);
    }
    let act = |plan: &Plan| of(plan)?.ok_or_else(|| gone(reference));
    let done = app.desk.act(&app.by(who, WHY), app.clock.today(), &act).map_err(Failure::from)?;
    Ok(Some(done.events))
}

/// Returns what the events of an act that recorded something of a meeting have made; nothing where what stood before cannot be told any more.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) fn made(
    app: &App,
    plan: &Plan,
    reference: &str,
    events: Option<(u64, u64)>,
) -> Result<Follows, Failure> {
    let Some(events) = events else { return Ok(Follows::default()) };
    let before = register_before(app, plan, events)?;
    Ok(before
        .map_or_else(Follows::default, |before| followed_since(&before.register, &plan.register, reference)))
}
