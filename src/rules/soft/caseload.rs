//! Chairs with more children than they can know.

use crate::register::{Booking, HouseholdIdx, StaffIdx};
use crate::rules::{Case, Charge, Price, SoftRule, Tracked};

/// `caseload`.
pub(super) struct Caseload;

/// Children on a full-time chair's caseload.
const FULL_CASELOAD_CHILDREN: i64 = 70;

impl SoftRule for Caseload {
    fn key(&self) -> &'static str {
        "caseload"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(60)
    }

    fn sentence(&self) -> &'static str {
        "a child above fte × 70 on a chair's caseload at the end of the plan"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let register = case.register;
        let mut children = vec![0; register.staff.len()];
        for (household, chair) in register.households.iter().zip(final_chairs(case)) {
            if let Some(chair) = chair {
                children[chair.at()] += i64::from(household.children);
            }
        }
        (0..register.staff.len())
            .map(StaffIdx::from)
            .filter(|&person| case.staff(person).role.chairs())
            .filter_map(|chair| {
                let limit = case.staff(chair).fte.of(FULL_CASELOAD_CHILDREN);
                Charge::staff(chair, children[chair.at()] - limit)
            })
            .collect()
    }

    fn price(&self) -> Price {
        Price::Tracked(Tracked::AboveCaseload)
    }
}

/// Returns on whose caseload each household ends the plan, indexed by household; nobody's where it has no chair in post
/// and no booking with one.
///
/// Time: O(households + n log n) with n bookings.
pub fn final_chairs(case: &Case<'_>) -> Vec<Option<StaffIdx>> {
    let by_household = continuity_bookings(case).into_iter().enumerate();
    by_household.map(|(at, bookings)| final_chair(case, at.into(), &bookings)).collect()
}

/// Returns the live bookings with a chair of kinds with continuity, in order of time, indexed by household.
fn continuity_bookings<'a>(case: &Case<'a>) -> Vec<Vec<&'a Booking>> {
    let mut by_household = vec![Vec::new(); case.register.households.len()];
    for booking in case.live().filter(|booking| case.kind(booking).continuity && booking.iro.is_some()) {
        if let Some(household) = case.meeting(booking).household {
            by_household[household.at()].push(booking);
        }
    }
    for bookings in &mut by_household {
        bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
    }
    by_household
}

/// Returns whose caseload a household ends on. Without a booking it stays with its chair, unless they have left;
/// without a chair in post it goes to that of its first booking; once handed over it stays with that of its last.
fn final_chair(case: &Case<'_>, household: HouseholdIdx, bookings: &[&Booking]) -> Option<StaffIdx> {
    let (Some(first), Some(last)) = (bookings.first(), bookings.last()) else {
        return case.register.chair_on(household, case.register.authority.today);
    };
    match case.register.chair_on(household, first.date()) {
        None => first.iro,
        own if bookings.iter().all(|booking| booking.iro == own) => own,
        _ => last.iro,
    }
}

#[cfg(test)]
mod tests {
    use crate::register::{Fte, Role};
    use crate::rules::testing::{County, check_charges, date};

    /// Nobody has room for a single child, so that each chair is charged their whole caseload: at first ANN the
    /// three children of H-1 and BOB the two of H-2.
    fn no_room(county: &mut County) {
        county.hire("CAT", Role::Iro, 0);
        for person in &mut county.register.staff {
            person.fte = Fte::parse("0").expect("a decimal");
        }
    }

    #[test]
    fn counts_children_above_the_share_of_70() {
        // 0.042858 × 70 = 3.00006; 0.042857 × 70 = 2.99999.
        check_charges(
            "caseload",
            &[
                ("room for 70", |_| {}, ""),
                ("three of three", |c| c.staff("ANN").fte = Fte::parse("0.042858").expect("a decimal"), ""),
                (
                    "three of two, rounded down",
                    |c| c.staff("ANN").fte = Fte::parse("0.042857").expect("a decimal"),
                    "ANN 1",
                ),
                ("all are charged", no_room, "ANN 3, BOB 2"),
            ],
        );
    }

    #[test]
    fn a_household_stays_unless_its_chair_has_left() {
        check_charges(
            "caseload",
            &[
                (
                    "kept",
                    |c| {
                        no_room(c);
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "ANN 3, BOB 2",
                ),
                (
                    "a leaver's household without a booking is nobody's",
                    |c| {
                        no_room(c);
                        c.staff("ANN").until = Some(date("2012-04-01"));
                    },
                    "BOB 2",
                ),
                (
                    "one who leaves later still has it",
                    |c| {
                        no_room(c);
                        c.staff("ANN").until = Some(date("2012-04-02"));
                    },
                    "ANN 3, BOB 2",
                ),
                (
                    "the first booking is after the chair's last day: its chair has the household",
                    |c| {
                        no_room(c);
                        c.staff("ANN").until = Some(date("2012-04-17"));
                        c.book("C-1 2012-04-19T10:00 BOB PRE-1 -");
                        c.book("R-1 2012-04-18T10:00 CAT PRE-1 TOM");
                    },
                    "BOB 2, CAT 3",
                ),
                (
                    "a household without a chair takes that of its first booking",
                    |c| {
                        no_room(c);
                        c.household("H-3").children = 4;
                        c.book("R-3 2012-04-18T10:00 CAT PRE-1 TOM");
                    },
                    "ANN 3, BOB 2, CAT 4",
                ),
                (
                    "no children are none",
                    |c| {
                        no_room(c);
                        c.book("R-3 2012-04-18T10:00 CAT PRE-1 TOM");
                    },
                    "ANN 3, BOB 2",
                ),
            ],
        );
    }

    #[test]
    fn a_household_handed_over_goes_to_the_chair_of_its_last_booking() {
        check_charges(
            "caseload",
            &[
                (
                    "handed over",
                    |c| {
                        no_room(c);
                        c.book("R-1 2012-04-18T10:00 CAT PRE-1 TOM");
                    },
                    "BOB 2, CAT 3",
                ),
                (
                    "handed over at the second meeting",
                    |c| {
                        no_room(c);
                        c.book("C-1 2012-04-19T10:00 CAT PRE-1 -");
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "BOB 2, CAT 3",
                ),
                (
                    "handed over and back",
                    |c| {
                        no_room(c);
                        c.book("R-1 2012-04-18T10:00 CAT PRE-1 TOM");
                        c.book("C-1 2012-04-19T10:00 ANN PRE-1 -");
                    },
                    "ANN 3, BOB 2",
                ),
                (
                    "in post at the first meeting only",
                    |c| {
                        no_room(c);
                        c.staff("ANN").until = Some(date("2012-04-18"));
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                        c.book("C-1 2012-04-19T10:00 CAT PRE-1 -");
                    },
                    "BOB 2, CAT 3",
                ),
                (
                    "minute takers have no caseload",
                    |c| {
                        no_room(c);
                        c.book("R-1 2012-04-18T10:00 UNA PRE-1 TOM");
                    },
                    "BOB 2",
                ),
                (
                    "a strategy meeting gives nobody a caseload",
                    |c| {
                        no_room(c);
                        c.book("S-1 2012-04-18T10:00 CAT PRE-1 TOM");
                    },
                    "ANN 3, BOB 2",
                ),
                (
                    "history gives nobody a caseload",
                    |c| {
                        no_room(c);
                        c.keep("R-1 2012-03-28T10:00 CAT PRE-1 TOM held");
                    },
                    "ANN 3, BOB 2",
                ),
            ],
        );
    }
}
