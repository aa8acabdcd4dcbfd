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
