//! H03: the chair may chair this meeting.

use crate::register::{Booking, StaffIdx};
use crate::rules::{Breach, Case, HardRule};

/// H03.
pub(super) struct Chair;

impl HardRule for Chair {
    fn code(&self) -> &'static str {
        "H03"
    }

    fn sentence(&self) -> &'static str {
        "the chair is an IRO in post who may chair this kind, has what the meeting needs, and is independent of \
         the household"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for booking in case.judged() {
            let Some(chair) = booking.iro else { continue };
            for what in faults(case, booking, chair) {
                breaches.push(case.breach(
                    self.code(),
                    booking,
                    &format!("{} {what}", case.staff(chair).reference),
                ));
            }
        }
        breaches
    }
}

fn faults(case: &Case<'_>, booking: &Booking, chair: StaffIdx) -> Vec<String> {
    let mut faults = Vec::new();
    let (meeting, person) = (case.meeting(booking), case.staff(chair));
    if !person.role.chairs() {
        faults.push("chairs and is no IRO".to_owned());
    } else if !person.may_chair(meeting.kind) {
        faults.push(format!("may not chair a {}", case.kind(booking).name));
    }
    for need in meeting.iro_needs.iter().filter(|&need| !person.features.contains(need)) {
        faults.push(format!("has no {need}, which the chair must have"));
    }
    if !person.in_post(booking.date()) {
        faults.push("is not in post that day".to_owned());
    }
    if let Some(household) = meeting.household.map(|household| &case.register.households[household.at()])
        && household.conflicts.contains(&chair)
    {
        faults.push(format!("may not chair household {} (conflict)", household.reference));
    }
    faults
}
