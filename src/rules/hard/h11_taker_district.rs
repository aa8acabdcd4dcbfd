//! H11: the minute taker covers the venue's district.

use crate::rules::{Breach, Case, HardRule};

/// H11.
pub(super) struct TakerDistrict;

impl HardRule for TakerDistrict {
    fn code(&self) -> &'static str {
        "H11"
    }

    fn sentence(&self) -> &'static str {
        "the minute taker covers the district of the venue"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for booking in case.judged() {
            let Some(taker) = booking.minute_taker.map(|taker| case.staff(taker)) else { continue };
            let Some(district) = booking.district(case.register) else { continue };
            if !taker.districts.is_empty() && !taker.districts.contains(&district) {
                let what = format!(
                    "{} does not cover district {}",
                    taker.reference,
                    case.register.districts[district.at()].reference
                );
                breaches.push(case.breach(self.code(), booking, &what));
            }
        }
        breaches
    }
}
