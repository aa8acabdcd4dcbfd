//! H13: meetings, with what goes before and after, lie inside office hours.

use crate::rules::{Breach, Case, HardRule};

/// H13.
pub(super) struct OfficeHours;

impl HardRule for OfficeHours {
    fn code(&self) -> &'static str {
        "H13"
    }

    fn sentence(&self) -> &'static str {
        "what a meeting takes of chair, room and minute taker lies inside office hours"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        let office_hours = case.register.authority.office_hours;
        for booking in case.judged() {
            let (meeting, start) = (case.meeting(booking), booking.start());
            let chair = case.register.chair_occupation(meeting, start);
            let taker = case.register.taker_occupation(meeting, start);
            if !office_hours.covers(chair) {
                let what = format!("takes chair and room {chair}, office hours are {office_hours}");
                breaches.push(case.breach(self.code(), booking, &what));
            }
            if booking.minute_taker.is_some() && !office_hours.covers(taker) {
                let what = format!("takes the minute taker {taker}, office hours are {office_hours}");
                breaches.push(case.breach(self.code(), booking, &what));
            }
        }
        breaches
    }
}
