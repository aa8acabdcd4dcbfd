//! H01: a booking has everything that its kind needs and starts on the grid.

use crate::calendar::Clock;
use crate::register::{Booking, Role};
use crate::rules::{Breach, Case, HardRule, Refusal};

/// H01.
pub(super) struct Complete;

impl HardRule for Complete {
    fn code(&self) -> &'static str {
        "H01"
    }

    fn sentence(&self) -> &'static str {
        "a booked meeting has one chair, one room, and a minute taker exactly when its kind needs one, and starts \
         on the grid"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches: Vec<Breach> = case
            .refused()
            .iter()
            .map(|refused| {
                let what = match refused.reason {
                    Refusal::Twice => "is a second booking of the same meeting".to_owned(),
                    Refusal::NotLive => {
                        let status = case.meeting(refused.booking).status.word();
                        format!("is {status} and is not booked")
                    }
                };
                case.breach(self.code(), refused.booking, &what)
            })
            .collect();
        for booking in case.judged() {
            breaches.extend(faults(case, booking).iter().map(|what| case.breach(self.code(), booking, what)));
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

fn faults(case: &Case<'_>, booking: &Booking) -> Vec<String> {
    let mut faults = Vec::new();
    let kind = case.kind(booking);
    if booking.iro.is_none() {
        faults.push("has no chair".to_owned());
    }
    if booking.room.is_none() {
        faults.push("has no room".to_owned());
    }
    match booking.minute_taker.map(|taker| case.staff(taker)) {
        None if kind.minute_taker => {
            faults.push(format!("has no minute taker, which kind {} needs", kind.name))
        }
        Some(taker) if !kind.minute_taker => {
            faults.push(format!("has minute taker {}, and kind {} has none", taker.reference, kind.name));
        }
        Some(taker) if taker.role != Role::MinuteTaker => {
            faults.push(format!("{} takes the minutes and is no minute taker", taker.reference));
        }
        _ => {}
    }
    let grid = case.register.authority.grid_minutes;
    if booking.start() % grid != 0 {
        faults.push(format!("starts at {}, off the grid of {grid} minutes", Clock(booking.start())));
    }
    faults
}

#[cfg(test)]
mod tests {
    use crate::register::MeetingStatus;
    use crate::rules::testing::{County, check_breaches};

    #[test]
    fn a_booking_is_complete_and_on_the_grid() {
        check_breaches(&[
            ("all is there", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), ""),
            ("no chair", |c| c.book("R-1 2012-04-18T10:00 - PRE-1 TOM"), "H01 R-1"),
            ("no room", |c| c.book("R-1 2012-04-18T10:00 ANN - TOM"), "H01 R-1"),
            ("no minute taker", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 -"), "H01 R-1"),
            ("none is needed", |c| c.book("C-1 2012-04-18T10:00 ANN PRE-1 -"), ""),
            ("one too many", |c| c.book("C-1 2012-04-18T10:00 ANN PRE-1 TOM"), "H01 C-1"),
            ("an IRO takes minutes", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 BOB"), "H01 R-1"),
            ("on the quarter", |c| c.book("R-1 2012-04-18T10:15 ANN PRE-1 TOM"), ""),
            ("off the quarter", |c| c.book("R-1 2012-04-18T10:05 ANN PRE-1 TOM"), "H01 R-1"),
            (
                "on a finer grid",
                |c| {
                    c.register.authority.grid_minutes = 5;
                    c.book("R-1 2012-04-18T10:05 ANN PRE-1 TOM");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn a_meeting_is_booked_once_and_only_while_it_is_live() {
        check_breaches(&[
            (
                "a second booking is looked at no further",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H01 R-1",
            ),
            (
                "a booking of a cancelled meeting is looked at no further",
                |c| {
                    c.meeting("R-1").status = MeetingStatus::Cancelled;
                    c.book("R-1 2012-04-21T10:00 - PRE-1 -");
                },
                "H01 R-1",
            ),
            (
                "one that stands is left alone",
                |c| {
                    c.meeting("R-1").status = MeetingStatus::Adjourned;
                    c.keep("R-1 2012-04-21T10:00 ANN PRE-1 TOM confirmed");
                },
                "",
            ),
            (
                "one that is only proposed does not stand",
                |c| {
                    c.meeting("R-1").status = MeetingStatus::Held;
                    c.keep("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H01 R-1",
            ),
        ]);
    }

    #[test]
    fn says_what_is_missing() {
        let mut county = County::new();
        county.book("R-1 2012-04-18T10:05 - - BOB");
        county.book("R-2 2012-04-18T10:00 ANN PRE-1 -");
        county.meeting("R-3").status = MeetingStatus::Cancelled;
        county.book("R-3 2012-04-18T10:00 ANN PRE-1 TOM");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Wed 18 April 2012 10:05: has no chair",
                "R-1 on Wed 18 April 2012 10:05: has no room",
                "R-1 on Wed 18 April 2012 10:05: BOB takes the minutes and is no minute taker",
                "R-1 on Wed 18 April 2012 10:05: starts at 10:05, off the grid of 15 minutes",
                "R-2 on Wed 18 April 2012 10:00: has no minute taker, which kind review_conference needs",
                "R-3 on Wed 18 April 2012 10:00: is cancelled and is not booked",
            ]
        );
    }
}
