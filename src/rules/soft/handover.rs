//! Children who lose the chair that they know.

use chrono::NaiveDate;

use crate::register::{Meeting, Register, StaffIdx};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `handover`.
pub(super) struct Handover;

impl SoftRule for Handover {
    fn key(&self) -> &'static str {
        "handover"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(240)
    }

    fn sentence(&self) -> &'static str {
        "a child whose household has a chair in post and who is booked with another"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live().filter(|booking| case.kind(booking).continuity) {
            let meeting = case.meeting(booking);
            let Some(household) = meeting.household.map(|h| &case.register.households[h.at()]) else {
                continue;
            };
            let (Some(own), Some(chair)) = (household.iro, booking.iro) else { continue };
            if own != chair && case.staff(own).in_post(booking.date()) {
                charges.extend(Charge::meeting(booking.meeting, i64::from(household.children.max(1))));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::Chair(children_handed_over)
    }
}

fn children_handed_over(register: &Register, meeting: &Meeting, chair: StaffIdx, date: NaiveDate) -> i64 {
    let own = meeting.household.and_then(|household| register.chair_on(household, date));
    let kept = own.is_none_or(|own| own == chair);
    if kept || !register.kind(meeting).continuity { 0 } else { register.child_weight(meeting) }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_charges, date};

    #[test]
    fn counts_children_who_lose_a_chair_in_post() {
        // ANN chairs H-1, three children.
        check_charges(
            "handover",
            &[
                ("keeps its chair", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), ""),
                ("loses it", |c| c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM"), "R-1 3"),
                (
                    "on the chair's last day",
                    |c| {
                        c.staff("ANN").until = Some(date("2012-04-18"));
                        c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
                    },
                    "R-1 3",
                ),
                (
                    "the day after the chair left",
                    |c| {
                        c.staff("ANN").until = Some(date("2012-04-17"));
                        c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
                    },
                    "",
                ),
                (
                    "the chair is ill: the family's side is told",
                    |c| {
                        c.absent("ANN", "2012-04-01T00:00", "2012-06-01T00:00");
                        c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
                    },
                    "R-1 3",
                ),
                (
                    "each meeting counts",
                    |c| {
                        c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
                        c.book("C-1 2012-04-19T10:00 BOB PRE-1 -");
                    },
                    "R-1 3, C-1 3",
                ),
                ("any chair will do", |c| c.book("S-1 2012-04-18T10:00 BOB PRE-1 TOM"), ""),
                ("had no chair", |c| c.book("R-3 2012-04-18T10:00 BOB PRE-1 TOM"), ""),
                (
                    "a household of no children counts as one",
                    |c| {
                        c.household("H-3").iro = Some(c.staff_idx("ANN"));
                        c.book("R-3 2012-04-18T10:00 BOB PRE-1 TOM");
                    },
                    "R-3 1",
                ),
            ],
        );
    }
}
