//! What the referee says of bookings.

use super::{Score, ScorePart};
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register};
use crate::rules::{Breach, Case, Charge, HARD, SOFT};
use crate::travel::Travel;

/// The referee's judgement of bookings.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Every way in which they break a hard rule, in order of code, then meeting; none = they are lawful.
    pub breaches: Vec<Breach>,
    /// Their score.
    pub score: Score,
    /// What each soft rule counted, in the order of [`crate::rules::SOFT`], weights not applied.
    pub charges: Vec<Vec<Charge>>,
    /// Meetings that S1 counts: to book, or with a proposed booking in the register, and not booked.
    pub unbooked: Vec<MeetingIdx>,
    /// Meetings booked after their statutory date, with the working days by which they are late.
    pub late: Vec<(MeetingIdx, u32)>,
}

/// Judges `bookings` for `register`: every breach of a hard rule, and the score, which is counted whether or not
/// they are lawful.
///
/// Which bookings are history, and which are refused, is told at [`Case`]. Lists of meetings are in order of
/// meeting.
///
/// Time: O(n log n) with n bookings, besides the clashes themselves.
pub fn check(register: &Register, travel: &Travel, bookings: &[Booking]) -> Verdict {
    check_beside(register, &register.bookings, travel, bookings)
}

/// As [`check`], for a register in which `standing` takes the place of the bookings that it has.
pub fn check_beside(
    register: &Register,
    standing: &[Booking],
    travel: &Travel,
    bookings: &[Booking],
) -> Verdict {
    let case = Case::beside(register, standing, travel, bookings);
    let breaches = HARD.iter().flat_map(|rule| rule.breaches(&case)).collect();

    let unbooked = unbooked(&case);
    let late = late(&case);
    let weight = |meeting: MeetingIdx| register.child_weight(register.meeting(meeting));
    let s1 = unbooked.iter().map(|&meeting| weight(meeting)).sum();
    let s2 = late.iter().map(|&(meeting, days)| weight(meeting) * i64::from(days)).sum();

    let charges: Vec<Vec<Charge>> = SOFT.iter().map(|rule| rule.charges(&case)).collect();
    let parts: Vec<ScorePart> = SOFT
        .iter()
        .zip(&charges)
        .map(|(rule, charges)| {
            let amount: i64 = charges.iter().map(|charge| charge.amount).sum();
            ScorePart { key: rule.key(), amount, minutes: amount * rule.weight(register) }
        })
        .collect();
    let s3 = parts.iter().map(|part| part.minutes).sum();

    Verdict { breaches, score: Score { s1, s2, s3, parts }, charges, unbooked, late }
}

/// Returns the meetings that S1 counts, in order. One that is held, adjourned or cancelled is never counted.
fn unbooked(case: &Case<'_>) -> Vec<MeetingIdx> {
    (0..case.register.meetings.len())
        .map(MeetingIdx::from)
        .filter(|&meeting| case.given(meeting).next().is_none())
        .filter(|&meeting| match case.register.meeting(meeting).status {
            MeetingStatus::ToBook => true,
            MeetingStatus::Booked => case.standing(meeting).any(|row| row.status == BookingStatus::Proposed),
            MeetingStatus::Held | MeetingStatus::Adjourned | MeetingStatus::Cancelled => false,
        })
        .collect()
}

/// Returns the meetings that S2 counts, in order, with the working days by which they are late.
fn late(case: &Case<'_>) -> Vec<(MeetingIdx, u32)> {
    case.live()
        .filter_map(|booking| {
            let statutory = case.deadlines(booking).ok()?.statutory?;
            let days = case.register.calendar.between(statutory, booking.date());
            (0 < days).then_some((booking.meeting, days))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{County, Story, date};

    fn verdict(county: &County) -> Verdict {
        check(&county.register, &county.travel(), &county.bookings)
    }

    fn references(county: &County, meetings: &[MeetingIdx]) -> String {
        let references: Vec<&str> =
            meetings.iter().map(|&meeting| county.register.meeting(meeting).reference.as_str()).collect();
        references.join(" ")
    }

    #[test]
    fn s1_counts_children_left_unbooked() {
        // R-1, C-1 and S-1 are about three children, R-2 about two, R-3 and F-1 about none, which counts as one.
        let cases: [(&str, Story, &str, i64); 7] = [
            ("nothing is booked", |_| {}, "R-1 R-2 R-3 C-1 S-1 F-1", 3 + 2 + 1 + 3 + 3 + 1),
            (
                "all but two",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T10:00 BOB BUR-1 UNA");
                    c.book("C-1 2012-04-19T10:00 ANN PRE-1 -");
                    c.book("F-1 2012-04-20T10:00 ANN PRE-1 -");
                },
                "R-3 S-1",
                1 + 3,
            ),
            (
                "a booking before today is a booking",
                |c| c.book("R-1 2012-03-28T10:00 ANN PRE-1 TOM"),
                "R-2 R-3 C-1 S-1 F-1",
                10,
            ),
            (
                "what does not take place is not missed, booked or proposed",
                |c| {
                    c.meeting("R-1").status = MeetingStatus::Cancelled;
                    c.meeting("R-2").status = MeetingStatus::Held;
                    c.meeting("C-1").status = MeetingStatus::Adjourned;
                    c.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "R-3 S-1 F-1",
                5,
            ),
            (
                "a meeting that is booked somewhere else",
                |c| c.meeting("R-1").status = MeetingStatus::Booked,
                "R-2 R-3 C-1 S-1 F-1",
                10,
            ),
            (
                "a proposed booking is dropped",
                |c| {
                    c.meeting("R-1").status = MeetingStatus::Booked;
                    c.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "R-1 R-2 R-3 C-1 S-1 F-1",
                13,
            ),
            (
                "a confirmed booking is dropped: H12's",
                |c| {
                    c.meeting("R-1").status = MeetingStatus::Booked;
                    c.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed");
                },
                "R-2 R-3 C-1 S-1 F-1",
                10,
            ),
        ];
        for (title, story, unbooked, s1) in cases {
            let mut county = County::new();
            story(&mut county);
            let verdict = verdict(&county);
            assert_eq!(references(&county, &verdict.unbooked), unbooked, "{title}");
            assert_eq!(verdict.score.s1, s1, "{title}");
        }
    }

    #[test]
    fn s2_counts_children_times_days_after_the_statutory_date() {
        // The statutory date is Monday 30 April; three children.
        let cases: [(&str, Story, i64); 6] = [
            ("on the day", |c| c.book("R-1 2012-04-30T10:00 ANN PRE-1 TOM"), 0),
            ("a day late: 3 × 1", |c| c.book("R-1 2012-05-01T10:00 ANN PRE-1 TOM"), 3),
            (
                "over the May bank holiday: 1, 2, 3, 4 and 8 May, 3 × 5",
                |c| c.book("R-1 2012-05-08T10:00 ANN PRE-1 TOM"),
                15,
            ),
            ("no child counts as one", |c| c.book("R-3 2012-05-01T10:00 ANN PRE-1 TOM"), 1),
            (
                "nothing is statutory",
                |c| {
                    c.meeting("S-1").due = None;
                    c.book("S-1 2012-05-01T10:00 ANN PRE-1 TOM");
                },
                0,
            ),
            (
                "history is not counted",
                |c| {
                    c.meeting("R-1").due = Some(date("2012-03-20"));
                    c.meeting("R-2").due = Some(date("2012-03-20"));
                    c.keep("R-1 2012-03-28T10:00 ANN PRE-1 TOM held");
                    c.book("R-2 2012-03-29T10:00 ANN PRE-1 TOM");
                },
                0,
            ),
        ];
        for (title, story, s2) in cases {
            let mut county = County::new();
            story(&mut county);
            assert_eq!(verdict(&county).score.s2, s2, "{title}");
        }
        let mut county = County::new();
        county.book("R-2 2012-04-30T10:00 BOB PRE-1 TOM");
        county.book("R-3 2012-05-08T10:00 ANN PRE-1 TOM");
        county.book("R-1 2012-05-01T10:00 ANN PRE-1 TOM");
        assert_eq!(verdict(&county).late, [(MeetingIdx(0), 1), (MeetingIdx(2), 5)]);
    }

    #[test]
    fn s3_adds_the_parts_with_the_authoritys_weights() {
        let mut county = County::new();
        county.register.authority.weights.set("travel_family", 3);
        // Past target 3 × 1 × 15; handed over 3 × 240; BOB drives 30 + 30; the family 10 × 3.
        county.book("R-1 2012-04-23T10:00 BOB PRE-1 TOM");
        let score = verdict(&county).score;
        let minutes: Vec<(&str, i64, i64)> = score
            .parts
            .iter()
            .filter(|part| part.amount != 0)
            .map(|part| (part.key, part.amount, part.minutes))
            .collect();
        assert_eq!(
            minutes,
            [
                ("past_target", 45, 45),
                ("handover", 3, 720),
                ("travel_chair", 60, 60),
                ("travel_family", 10, 30),
            ]
        );
        assert_eq!(score.s3, 45 + 720 + 60 + 30);
        assert_eq!(score.parts.len(), SOFT.len());
    }

    #[test]
    fn what_stands_beside_a_register_takes_the_place_of_its_bookings() {
        let mut county = County::new();
        county.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed");
        county.stand("R-2 2012-04-18T10:00 BOB BUR-1 UNA confirmed");
        county.book("R-1 2012-04-19T10:00 ANN PRE-1 TOM");
        county.book("R-2 2012-04-18T10:00 BOB BUR-1 UNA confirmed");
        let (register, travel) = (&county.register, county.travel());
        let broken = |standing: &[Booking]| {
            let verdict = check_beside(register, standing, &travel, &county.bookings);
            verdict.breaches.into_iter().map(|breach| breach.code).collect::<Vec<_>>()
        };
        assert_eq!(broken(&register.bookings), ["H12"], "R-1 has moved");
        assert_eq!(broken(&register.bookings[1..]), [""; 0], "it may be moved");
        let mut without = register.clone();
        without.bookings.remove(0);
        let judged = check(&without, &travel, &county.bookings);
        assert_eq!(
            judged.score,
            check_beside(register, &register.bookings[1..], &travel, &county.bookings).score
        );
    }

    #[test]
    fn breaches_come_in_order_of_code_then_meeting() {
        let mut county = County::new();
        county.book("C-1 2012-04-21T10:00 ANN PRE-1 -");
        county.book("R-2 2012-04-18T10:05 - PRE-1 TOM");
        county.book("R-1 2012-04-21T10:05 UNA PRE-2 TOM");
        let breaches = verdict(&county).breaches;
        let order: Vec<(&str, &[MeetingIdx])> =
            breaches.iter().map(|breach| (breach.code, breach.meetings.as_slice())).collect();
        assert!(order.is_sorted(), "{order:?}");
        assert!(8 < order.len());
    }

    #[test]
    fn the_order_of_bookings_does_not_matter() {
        let mut county = County::new();
        county.book("C-1 2012-04-18T10:00 ANN PRE-1 -");
        county.book("R-2 2012-04-18T10:30 ANN PRE-1 TOM");
        county.book("R-1 2012-04-18T11:00 BOB PRE-1 TOM");
        county.book("S-1 2012-04-18T11:00 BOB LAN-1 UNA");
        let one = verdict(&county);
        county.bookings.reverse();
        let other = verdict(&county);
        assert_eq!(one.breaches, other.breaches);
        assert_eq!((one.score, one.charges), (other.score, other.charges));
    }

    #[test]
    fn an_empty_register_is_lawful() {
        let mut county = County::new();
        county.register.meetings.clear();
        let verdict = verdict(&county);
        assert!(verdict.breaches.is_empty());
        assert_eq!(verdict.score.levels(), (0, 0, 0));
    }
}
