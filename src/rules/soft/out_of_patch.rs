//! Chairs outside the districts that they cover.

use crate::register::{DistrictIdx, Meeting, Register, StaffIdx};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `out_of_patch`.
pub(super) struct OutOfPatch;

impl SoftRule for OutOfPatch {
    fn key(&self) -> &'static str {
        "out_of_patch"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(15)
    }

    fn sentence(&self) -> &'static str {
        "a chair with districts who chairs in a venue outside them"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live() {
            let (Some(chair), Some(district)) = (booking.iro, booking.district(case.register)) else {
                continue;
            };
            let districts = &case.staff(chair).districts;
            if !districts.is_empty() && !districts.contains(&district) {
                charges.extend(Charge::meeting(booking.meeting, 1));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::ChairDistrict(outside)
    }
}

fn outside(register: &Register, _: &Meeting, chair: StaffIdx, district: Option<DistrictIdx>) -> i64 {
    i64::from(!register.staff[chair.at()].covers(district))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{County, check_charges};

    /// BOB covers Burnley only.
    fn with_a_patch(county: &mut County) {
        county.staff("BOB").districts = vec![DistrictIdx(1)];
    }

    #[test]
    fn counts_chairs_outside_their_districts() {
        check_charges(
            "out_of_patch",
            &[
                (
                    "inside",
                    |c| {
                        with_a_patch(c);
                        c.book("R-1 2012-04-18T10:00 BOB BUR-1 TOM");
                    },
                    "",
                ),
                (
                    "outside",
                    |c| {
                        with_a_patch(c);
                        c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
                    },
                    "R-1 1",
                ),
                (
                    "a chair who covers all",
                    |c| {
                        with_a_patch(c);
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
                (
                    "online",
                    |c| {
                        with_a_patch(c);
                        c.book("C-1 2012-04-18T10:00 BOB CALL -");
                    },
                    "",
                ),
                (
                    "a home outside",
                    |c| {
                        with_a_patch(c);
                        c.book("C-1 2012-04-18T10:00 BOB home -");
                    },
                    "C-1 1",
                ),
                (
                    "a home of a household held inside",
                    |c| {
                        with_a_patch(c);
                        c.household("H-1").district = Some(DistrictIdx(1));
                        c.book("C-1 2012-04-18T10:00 BOB home -");
                    },
                    "",
                ),
                (
                    "a venue in no district",
                    |c| {
                        with_a_patch(c);
                        c.register.places[0].district = None;
                        c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
