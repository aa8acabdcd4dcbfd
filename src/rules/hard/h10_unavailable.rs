//! H10: those who should be there can be there.

use crate::calendar::moment;
use crate::register::{Booking, Subject};
use crate::rules::{Breach, Case, HardRule};

/// H10.
pub(super) struct Attendance;

impl HardRule for Attendance {
    fn code(&self) -> &'static str {
        "H10"
    }

    fn sentence(&self) -> &'static str {
        "household, social worker and attendees are available for the whole meeting"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let register = case.register;
        let absences = Absences::new(case);
        let mut breaches = Vec::new();
        for booking in case.judged() {
            let meeting = case.meeting(booking);
            let household = meeting.household.filter(|_| case.kind(booking).family);
            let worker = register.social_worker(meeting);
            let mut concerning = absences.by_meeting[booking.meeting.at()].clone();
            if let Some(household) = household {
                concerning.extend(&absences.by_household[household.at()]);
            }
            if let Some(worker) = worker {
                concerning.extend(&absences.by_worker[worker.at()]);
            }
            concerning.sort_unstable();
            for at in concerning.into_iter().filter(|&at| during(case, booking, at)) {
                let away = &register.unavailable[at];
                let who = match away.subject {
                    Subject::Meeting(_) => "its attendees are".to_owned(),
                    Subject::Household(household) => {
                        format!("household {} is", register.households[household.at()].reference)
                    }
                    Subject::SocialWorker(worker) => {
                        format!("social worker {} is", register.social_workers[worker.at()])
                    }
                };
                let what = format!(
                    "{who} not available from {} until {}",
                    away.when.from.format("%Y-%m-%d %H:%M"),
                    away.when.until.format("%Y-%m-%d %H:%M")
                );
                breaches.push(case.breach(self.code(), booking, &what));
            }
        }
        breaches
    }
}

/// Positions in the register's `unavailable`, by whom they concern.
struct Absences {
    by_meeting: Vec<Vec<usize>>,
    by_household: Vec<Vec<usize>>,
    by_worker: Vec<Vec<usize>>,
}

impl Absences {
    fn new(case: &Case<'_>) -> Absences {
        let register = case.register;
        let mut absences = Absences {
            by_meeting: vec![Vec::new(); register.meetings.len()],
            by_household: vec![Vec::new(); register.households.len()],
            by_worker: vec![Vec::new(); register.social_workers.len()],
        };
        for (at, away) in register.unavailable.iter().enumerate() {
            match away.subject {
                Subject::Meeting(meeting) => absences.by_meeting[meeting.at()].push(at),
                Subject::Household(household) => absences.by_household[household.at()].push(at),
                Subject::SocialWorker(worker) => absences.by_worker[worker.at()].push(at),
            }
        }
        absences
    }
}

/// Whether the meeting proper and a row of `unavailable` share a moment.
fn during(case: &Case<'_>, booking: &Booking, at: usize) -> bool {
    let attendance = case.register.attendance(case.meeting(booking), booking.start());
    let when = case.register.unavailable[at].when;
    let from = moment(booking.date(), attendance.from).max(when.from);
    let until = moment(booking.date(), attendance.until).min(when.until);
    from < until
}
