//! H01: a booking has everything that its kind needs and starts on the grid.

use crate::calendar::Clock;
use crate::register::{Booking, MeetingStatus, Role};
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
                        let status = word(case.meeting(refused.booking).status);
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

fn word(status: MeetingStatus) -> &'static str {
    match status {
        MeetingStatus::ToBook => "to book",
        MeetingStatus::Booked => "booked",
        MeetingStatus::Held => "held",
        MeetingStatus::Adjourned => "adjourned",
        MeetingStatus::Cancelled => "cancelled",
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
        None if kind.minute_taker => faults.push(format!("has no minute taker; a {} needs one", kind.name)),
        Some(taker) if !kind.minute_taker => {
            faults.push(format!("has minute taker {}; a {} has none", taker.reference, kind.name));
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
