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

#[cfg(test)]
mod tests {
    use crate::register::DistrictIdx;
    use crate::rules::testing::{County, check_breaches};

    const BURNLEY: DistrictIdx = DistrictIdx(1);

    #[test]
    fn minute_takers_stay_in_their_districts() {
        check_breaches(&[
            ("covers all", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 UNA"), ""),
            (
                "covers this one",
                |c| {
                    c.staff("UNA").districts = vec![BURNLEY];
                    c.book("R-1 2012-04-18T10:00 ANN BUR-1 UNA");
                },
                "",
            ),
            (
                "covers another",
                |c| {
                    c.staff("UNA").districts = vec![BURNLEY];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 UNA");
                },
                "H11 R-1",
            ),
            (
                "a chair's districts are a preference",
                |c| {
                    c.staff("ANN").districts = vec![BURNLEY];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 UNA");
                },
                "",
            ),
            (
                "online",
                |c| {
                    c.staff("UNA").districts = vec![BURNLEY];
                    c.book("R-1 2012-04-18T10:00 ANN CALL UNA");
                },
                "",
            ),
            (
                "a venue in no district",
                |c| {
                    c.staff("UNA").districts = vec![BURNLEY];
                    c.register.places[0].district = None;
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 UNA");
                },
                "",
            ),
            (
                "a home in another district",
                |c| {
                    c.kind("review_conference").at_home = true;
                    c.staff("UNA").districts = vec![BURNLEY];
                    c.book("R-1 2012-04-18T10:00 ANN home UNA");
                },
                "H11 R-1",
            ),
            (
                "the household's district is that of its home, wherever the home lies",
                |c| {
                    c.kind("review_conference").at_home = true;
                    c.staff("UNA").districts = vec![BURNLEY];
                    c.household("H-1").district = Some(BURNLEY);
                    c.book("R-1 2012-04-18T10:00 ANN home UNA");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn says_which_district_is_not_covered() {
        let mut county = County::new();
        county.staff("UNA").districts = vec![BURNLEY];
        county.book("R-1 2012-04-18T10:00 ANN PRE-1 UNA");
        assert_eq!(county.messages(), ["R-1 on Wed 18 April 2012 10:00: UNA does not cover district D-PRE"]);
    }
}
