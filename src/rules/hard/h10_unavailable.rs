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
                let what = format!("{who} not available {}", away.when.in_words());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{HouseholdIdx, MeetingIdx, SocialWorkerIdx};
    use crate::rules::testing::{County, check_breaches};

    const R1: Subject = Subject::Meeting(MeetingIdx(0));
    const H1: Subject = Subject::Household(HouseholdIdx(0));
    const W1: Subject = Subject::SocialWorker(SocialWorkerIdx(0));

    #[test]
    fn everybody_is_there_for_the_meeting_proper() {
        // R-1 itself lasts from 10:00 to 11:30.
        check_breaches(&[
            (
                "busy before and after",
                |c| {
                    for subject in [R1, H1, W1] {
                        c.busy(subject, "2012-04-16T00:00", "2012-04-18T10:00");
                        c.busy(subject, "2012-04-18T11:30", "2012-04-20T00:00");
                    }
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "the attendees come late",
                |c| {
                    c.busy(R1, "2012-04-16T00:00", "2012-04-18T10:01");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H10 R-1",
            ),
            (
                "the family goes early",
                |c| {
                    c.busy(H1, "2012-04-18T11:29", "2012-04-20T00:00");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H10 R-1",
            ),
            (
                "the social worker is at court in between",
                |c| {
                    c.busy(W1, "2012-04-18T10:30", "2012-04-18T10:45");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H10 R-1",
            ),
        ]);
    }

    #[test]
    fn only_those_who_should_be_there_matter() {
        check_breaches(&[
            (
                "others are away",
                |c| {
                    for subject in [R1, H1, W1] {
                        c.busy(subject, "2012-04-18T00:00", "2012-04-19T00:00");
                    }
                    c.book("R-2 2012-04-18T10:00 BOB BUR-1 UNA");
                },
                "",
            ),
            (
                "the family is not at a strategy meeting",
                |c| {
                    c.busy(H1, "2012-04-18T00:00", "2012-04-19T00:00");
                    c.book("S-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "its social worker is",
                |c| {
                    c.busy(W1, "2012-04-18T00:00", "2012-04-19T00:00");
                    c.book("S-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H10 S-1",
            ),
        ]);
    }

    #[test]
    fn says_who_is_missing() {
        let mut county = County::new();
        for subject in [W1, H1, R1] {
            county.busy(subject, "2012-04-18T00:00", "2012-04-19T00:00");
        }
        county.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Wed 18 April 2012 10:00: social worker W-1 is not available on 18 April 2012",
                "R-1 on Wed 18 April 2012 10:00: household H-1 is not available on 18 April 2012",
                "R-1 on Wed 18 April 2012 10:00: its attendees are not available on 18 April 2012",
            ]
        );
    }
}
