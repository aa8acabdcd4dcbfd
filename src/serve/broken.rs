//! Rules that the bookings that stand break. Where somebody is ill or a room is lost, bookings stay where they are until somebody mends
//! them: here is what is to be mended.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;

use super::app::App;
use crate::desk::State as Plan;
use crate::register::{MeetingIdx, Register, Staff};
use crate::rules::Breach;

/// What H04 says of somebody who works at no time of a day.
const NOT_AT_WORK: &str = "who is not at work that day";
/// What is said instead where it is because of an absence.
const AWAY: &str = "who is away that day, as the table of absences has it";

/// Returns the rules that bookings break as it stands, without what is said twice.
pub(crate) fn standing(plan: &Plan) -> Vec<&Breach> {
    said_once(&plan.register, &plan.verdict().breaches)
}

/// Returns the rules that the booking of a meeting breaks as it stands.
pub(crate) fn of_meeting(plan: &Plan, meeting: MeetingIdx) -> Vec<&Breach> {
    standing(plan).into_iter().filter(|breach| breach.meetings.contains(&meeting)).collect()
}

/// Returns the codes of the rules that the booking of a meeting breaks as it stands, each once.
pub(crate) fn codes(plan: &Plan, meeting: MeetingIdx) -> Vec<&'static str> {
    let its = plan.verdict().breaches.iter().filter(|breach| breach.meetings.contains(&meeting));
    let mut codes: Vec<&'static str> = its.map(|breach| breach.code).collect();
    codes.dedup();
    codes
}

/// Returns breaches without those that say again what another says: where two meetings clash (H06), that nobody gets from one to the
/// other in time (H07) goes without saying.
pub(crate) fn said_once<'a>(register: &Register, breaches: &'a [Breach]) -> Vec<&'a Breach> {
    let reference = |meeting: &MeetingIdx| {
        register.meetings.get(meeting.at()).map_or("", |meeting| meeting.reference.as_str())
    };
    // H07 lists the later meeting, and names the one before at the end of its words.
    let is_clash_of =
        |clash: &Breach, journey: &Breach| {
            clash.code == "H06"
                && journey.meetings.iter().all(|meeting| clash.meetings.contains(meeting))
                && clash.meetings.iter().filter(|meeting| !journey.meetings.contains(meeting)).all(|other| {
                    journey.message.ends_with(&format!("is still taken by {}", reference(other)))
                })
        };
    breaches
        .iter()
        .filter(|breach| breach.code != "H07" || !breaches.iter().any(|clash| is_clash_of(clash, breach)))
        .collect()
}

/// Returns what is wrong in words, for pages: of somebody who is away (H04), that it is an absence and no day off. Why they are away may be
/// about their health, and is said nowhere but in its table. `day` gives the day on which a meeting is, or would be.
pub(crate) fn words(
    register: &Register,
    breach: &Breach,
    day: impl Fn(MeetingIdx) -> Option<NaiveDate>,
) -> String {
    let day = breach.meetings.first().and_then(|meeting| day(*meeting));
    let (Some(told), Some(day)) = (breach.message.strip_suffix(NOT_AT_WORK), day) else {
        return breach.message.clone();
    };
    let is_meant = |staff: &&Staff| told.contains(&format!("needs {} from ", staff.reference));
    let person = register.staff.iter().find(is_meant);
    match person.filter(|person| person.absences.iter().any(|absence| absence.when.on(day).is_some())) {
        Some(_) => format!("{told}{AWAY}"),
        None => breach.message.clone(),
    }
}

/// Judges the plan as it stands on a thread of its own, so that the next page finds it judged. One thread does it for all writes that
/// come meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    is_at_work: AtomicBool,
}

impl Ahead {
    /// Begins, unless it is under way already.
    pub(crate) fn judge(app: &Arc<App>) {
        if app.ahead.is_at_work.swap(true, Ordering::AcqRel) {
            return;
        }
        let app = Arc::clone(app);
        tokio::task::spawn_blocking(move || {
            let mut last: Option<Arc<Plan>> = None;
            // Whoever reads the plan is told why it cannot be read.
            while let Ok(plan) = app.state() {
                if last.as_ref().is_some_and(|last| Arc::ptr_eq(last, &plan)) {
                    break;
                }
                plan.verdict();
                last = Some(plan);
            }
            app.ahead.is_at_work.store(false, Ordering::Release);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::moment;
    use crate::register::{Absence, Stretch};
    use crate::synth::{Preset, generate};

    #[test]
    fn whoever_is_away_is_said_to_be_away_and_not_why() {
        let mut register = generate(Preset::Tiny, 1);
        let day = register.authority.today;
        let reference = register.staff[0].reference.to_string();
        register.staff[0].absences.clear();
        let message = format!("M01 on that day: needs {reference} from 09:30 to 11:45, {NOT_AT_WORK}");
        let breach = Breach { code: "H04", meetings: vec![MeetingIdx(0)], message: message.clone() };
        assert_eq!(words(&register, &breach, |_| Some(day)), message, "it is a day off");
        let when = Stretch { from: moment(day, 0), until: moment(day, 24 * 60) };
        register.staff[0].absences.push(Absence { when, reason: "sick".to_owned() });
        let said = words(&register, &breach, |_| Some(day));
        assert!(said.ends_with(AWAY) && !said.contains("sick"), "{said}");
        assert_eq!(words(&register, &breach, |_| day.succ_opt()), message, "another day");
    }

    #[test]
    fn a_clash_is_said_once() {
        let register = generate(Preset::Tiny, 1);
        let (one, other, third) = (MeetingIdx(0), MeetingIdx(1), MeetingIdx(2));
        let named = |meeting: MeetingIdx| register.meeting(meeting).reference.to_string();
        let breach = |code, meetings: &[MeetingIdx], message: String| Breach {
            code,
            meetings: meetings.to_vec(),
            message,
        };
        let clash = breach("H06", &[one, other], "both take the room".to_owned());
        let again = breach("H07", &[other], format!("IRO1 is still taken by {}", named(one)));
        let else_where = breach("H07", &[third], format!("IRO1 is still taken by {}", named(one)));
        let journey =
            breach("H07", &[other], "IRO1 needs 30 minutes from the base and has 10 minutes".to_owned());
        let all = [clash.clone(), again.clone(), else_where.clone(), journey.clone()];
        assert_eq!(said_once(&register, &all), [&clash, &else_where, &journey]);
        // Without the clash it is all that is said.
        assert_eq!(said_once(&register, std::slice::from_ref(&again)), [&again]);
    }
}
