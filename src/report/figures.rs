//! The figures that a clerk asks for, shared by the page, the workbook and the terminal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::view::{View, soft};
use super::words::{children, count, thousands};
use crate::certificate::Level;
use crate::plan::Plan;
use crate::register::{HouseholdIdx, MeetingIdx, Register};
use crate::rules::{About, Case};
use crate::travel::Travel;

/// A plan in figures. They count the bookings from the planning date on, confirmed ones too, unless said
/// otherwise. Meetings booked, standing and not booked never overlap; one whose confirmed booking lies before the
/// planning date is none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Meetings that the plan was to book: those that it books, and those that it leaves without a booking.
    pub to_book: usize,
    /// How many of those it books: its proposed bookings.
    pub booked: usize,
    /// Bookings that stood confirmed and stay as they are.
    pub standing: usize,
    /// Meetings whose bookings stood before the plan and break a hard rule.
    pub standing_in_breach: usize,
    /// Children of the meetings left unbooked (S1).
    pub unbooked_children: i64,
    /// How many of those no plan could book, at least; `None` where no proof was looked for or none found.
    pub unbookable_children: Option<i64>,
    /// Meetings booked after their statutory date.
    pub late: usize,
    /// Children × working days by which they are late (S2).
    pub late_child_days: i64,
    /// Meetings chaired by another than the family's own chair, who is in post.
    pub handovers: usize,
    /// How many of those stood confirmed before the plan.
    pub handovers_standing: usize,
    /// Children of the families concerned, each counted once.
    pub handover_children: i64,
    /// Meetings held outside the family's district.
    pub out_of_district: usize,
    /// How many of those a family travels to.
    pub out_of_district_travelled: usize,
    /// Minutes that chairs travel, base to base.
    pub travel_chair_minutes: i64,
    /// Minutes that minute takers travel, base to base.
    pub travel_taker_minutes: i64,
    /// Mean minutes one way from home to the venue, rounded, over the meetings that a family travels to or has at
    /// home; `None` where there is no such meeting.
    pub family_journey_minutes: Option<i64>,
    /// The day of the first booking.
    pub first_day: Option<NaiveDate>,
    /// The day of the last.
    pub last_day: Option<NaiveDate>,
}

impl Figures {
    /// Returns the figures of a plan, with the charges of [`crate::check::check`].
    pub fn of(register: &Register, travel: &Travel, plan: &Plan) -> Figures {
        View::new(register, travel, plan).figures
    }

    /// Returns what is proved of the children left unbooked, where there are any and a proof was looked for: `No plan could book 2 of the 3
    /// children left unbooked.`
    pub fn proof(&self) -> Option<String> {
        match (self.unbooked_children, self.unbookable_children) {
            (0, _) | (_, None) => None,
            (_, Some(0)) => {
                Some("It is not proved that any of these children must be left unbooked.".to_owned())
            }
            (all, Some(proved)) if all == proved => {
                Some("Proved: no plan could leave fewer children unbooked.".to_owned())
            }
            (all, Some(proved)) => Some(format!(
                "Proved: every plan leaves at least {} unbooked; this one leaves {all}.",
                children(proved)
            )),
        }
    }

    /// Returns the meetings left without a booking.
    pub fn not_booked(&self) -> usize {
        self.to_book - self.booked
    }

    /// Returns the finding in a sentence: `218 of 221 meetings booked, 3 late; 11 children change chair`, and after
    /// another semicolon how many bookings that stood before break a rule, where some do.
    pub fn headline(&self) -> String {
        let booked = match (self.booked, self.to_book) {
            (0, 0) => "Nothing was to book".to_owned(),
            (1, 1) => "The 1 meeting is booked".to_owned(),
            (booked, all) if booked == all => format!("All {} booked", count(all as i64, "meeting")),
            (booked, all) => {
                format!("{} of {} booked", thousands(booked as i64), count(all as i64, "meeting"))
            }
        };
        let late = match self.late {
            0 => "none late".to_owned(),
            late => format!("{late} late"),
        };
        let chairs = match self.handover_children {
            0 => "no child changes chair".to_owned(),
            1 => "1 child changes chair".to_owned(),
            n => format!("{} change chair", children(n)),
        };
        let standing = match self.standing_in_breach {
            0 => String::new(),
            1 => "; 1 booking that stood before breaks a rule".to_owned(),
            n => format!("; {} that stood before break a rule", count(n as i64, "booking")),
        };
        format!("{booked}, {late}; {chairs}{standing}")
    }

    pub(super) fn from_view(view: &View<'_>) -> Figures {
        let register = view.register;
        let booked = view.live.iter().filter(|booking| !booking.status.is_fixed()).count();
        let in_breach: BTreeSet<MeetingIdx> =
            view.plan.standing_breaches.iter().flat_map(|breach| breach.meetings.iter().copied()).collect();
        let handovers = view.charges(soft::HANDOVER);
        let mut families: BTreeMap<HouseholdIdx, i64> = BTreeMap::new();
        for charge in handovers {
            if let About::Meeting(meeting) = charge.about
                && let Some(household) = register.meeting(meeting).household
            {
                families.insert(household, i64::from(register.households[household.at()].children));
            }
        }
        let standing: BTreeSet<MeetingIdx> =
            view.live.iter().filter(|b| b.status.is_fixed()).map(|b| b.meeting).collect();
        let is_standing = |meeting: MeetingIdx| standing.contains(&meeting);
        let journeys = view.live.iter().filter(|booking| view.family_travels(booking)).count() as i64;
        let total = |key| view.charges(key).iter().map(|charge| charge.amount).sum::<i64>();
        Figures {
            to_book: booked + view.verdict.unbooked.len(),
            booked,
            standing: view.live.len() - booked,
            standing_in_breach: in_breach.len(),
            unbooked_children: view.verdict.score.s1,
            unbookable_children: view
                .plan
                .proof
                .as_ref()
                .filter(|proof| proof.without(Level::S1).is_none())
                .map(|proof| proof.bounds().0),
            late: view.verdict.late.len(),
            late_child_days: view.verdict.score.s2,
            handovers: handovers.len(),
            handovers_standing: handovers
                .iter()
                .filter(|charge| matches!(charge.about, About::Meeting(meeting) if is_standing(meeting)))
                .count(),
            handover_children: families.values().sum(),
            out_of_district: view.charges(soft::OUT_OF_DISTRICT).len(),
            out_of_district_travelled: view
                .live
                .iter()
                .filter(|booking| view.is_outside(booking) && view.journey(booking).is_some())
                .count(),
            travel_chair_minutes: total(soft::TRAVEL_CHAIR),
            travel_taker_minutes: total(soft::TRAVEL_TAKER),
            family_journey_minutes: (0 < journeys)
                .then(|| (total(soft::TRAVEL_FAMILY) * 2 + journeys) / (journeys * 2)),
            first_day: view.live.first().map(|booking| booking.date()),
            last_day: view.live.last().map(|booking| booking.date()),
        }
    }
}

/// Returns the bookings that count, in order of start, then meeting.
pub(super) fn live<'a>(case: &Case<'a>) -> Vec<&'a crate::register::Booking> {
    let mut live: Vec<_> = case.live().collect();
    live.sort_by_key(|booking| (booking.starts, booking.meeting));
    live
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(booked: usize, to_book: usize, late: usize, handover_children: i64) -> Figures {
        Figures { to_book, booked, late, handover_children, ..Figures::default() }
    }

    #[test]
    fn the_headline_says_what_was_found() {
        let cases = [
            ((218, 221, 3, 11), "218 of 221 meetings booked, 3 late; 11 children change chair"),
            ((1, 1, 0, 0), "The 1 meeting is booked, none late; no child changes chair"),
            ((12, 12, 0, 1), "All 12 meetings booked, none late; 1 child changes chair"),
            ((0, 2, 0, 0), "0 of 2 meetings booked, none late; no child changes chair"),
            ((0, 0, 0, 0), "Nothing was to book, none late; no child changes chair"),
        ];
        for ((booked, to_book, late, moved), expected) in cases {
            assert_eq!(figures(booked, to_book, late, moved).headline(), expected);
        }
        for (standing_in_breach, expected) in [
            (1, "; 1 booking that stood before breaks a rule"),
            (28, "; 28 bookings that stood before break a rule"),
        ] {
            let headline = Figures { standing_in_breach, ..figures(12, 12, 0, 0) }.headline();
            assert_eq!(
                headline,
                format!("All 12 meetings booked, none late; no child changes chair{expected}")
            );
        }
    }
}
