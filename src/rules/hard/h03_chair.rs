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
        faults.push(format!("may not chair kind {}", case.kind(booking).name));
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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{County, check_breaches, date};

    #[test]
    fn the_chair_is_fit_for_the_meeting() {
        check_breaches(&[
            ("a senior IRO", |c| c.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM"), ""),
            ("a minute taker", |c| c.book("R-1 2012-04-18T10:00 UNA PRE-1 TOM"), "H03 R-1"),
            (
                "chairs this kind",
                |c| {
                    c.staff("ANN").chairs = vec![c.register.meetings[0].kind];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "chairs other kinds",
                |c| {
                    c.staff("ANN").chairs = vec![c.register.meetings[3].kind];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H03 R-1",
            ),
            (
                "speaks the language",
                |c| {
                    c.meeting("R-1").iro_needs = vec!["language:urdu".into(), "gender:female".into()];
                    c.staff("ANN").features = vec!["gender:female".into(), "language:urdu".into()];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "does not speak it",
                |c| {
                    c.meeting("R-1").iro_needs = vec!["language:urdu".into(), "gender:female".into()];
                    c.staff("ANN").features = vec!["gender:female".into()];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H03 R-1",
            ),
            (
                "is independent of another family only",
                |c| {
                    c.household("H-1").conflicts = vec![c.staff_idx("BOB")];
                    c.household("H-2").conflicts = vec![c.staff_idx("ANN")];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "is not independent",
                |c| {
                    c.household("H-1").conflicts = vec![c.staff_idx("ANN")];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H03 R-1",
            ),
        ]);
    }

    #[test]
    fn the_chair_is_in_post() {
        // Nobody out of post has a working spell, so H04 is broken with it.
        check_breaches(&[
            (
                "first and last day",
                |c| {
                    c.staff("ANN").from = Some(date("2012-04-18"));
                    c.staff("ANN").until = Some(date("2012-04-18"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "starts the day after",
                |c| {
                    c.staff("ANN").from = Some(date("2012-04-19"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H03 R-1, H04 R-1",
            ),
            (
                "left the day before",
                |c| {
                    c.staff("ANN").until = Some(date("2012-04-17"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H03 R-1, H04 R-1",
            ),
        ]);
    }

    #[test]
    fn says_why_not_this_chair() {
        let mut county = County::new();
        county.meeting("R-1").iro_needs = vec!["language:urdu".into()];
        county.household("H-1").conflicts = vec![county.staff_idx("ANN")];
        county.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
        county.book("R-2 2012-04-19T10:00 UNA BUR-1 TOM");
        county.staff("BOB").chairs = vec![county.register.meetings[0].kind];
        county.book("C-1 2012-04-18T14:00 BOB BUR-1 -");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Wed 18 April 2012 10:00: ANN has no language:urdu, which the chair must have",
                "R-1 on Wed 18 April 2012 10:00: ANN may not chair household H-1 (conflict)",
                "R-2 on Thu 19 April 2012 10:00: UNA chairs and is no IRO",
                "C-1 on Wed 18 April 2012 14:00: BOB may not chair kind cla_review",
            ]
        );
    }
}
