//! One meeting explained.

use chrono::NaiveDate;

use super::cost::Cost;
use super::elsewhere::{Elsewhere, Only};
use super::explainer::Explainer;
use super::obstacles::{Obstacles, obstacles};
use super::why_not::{WhyNot, why_not};
use super::wish::{Place, Wish};
use crate::register::{BookingStatus, Deadlines, MeetingIdx, MeetingStatus, NoDeadline};
use crate::rules::Breach;

/// What there is to say about a meeting.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// How it stands.
    pub standing: Standing,
    /// Its dates, where the register gives it any.
    pub deadlines: Option<Deadlines>,
    /// The rules that its booking breaks.
    pub breaches: Vec<Breach>,
    /// Where it is booked, at what cost, and what else there is.
    pub booked: Option<Booked>,
    /// Why it has no place, or none in time.
    pub obstacles: Option<Obstacles>,
    /// Why it is not where somebody would have it.
    pub why_not: Option<WhyNot>,
}

/// How a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is held, adjourned or cancelled: nothing is booked for it.
    NotLive(MeetingStatus),
    /// Its booking lies before today.
    History(NaiveDate),
    /// The register gives it no dates.
    Undated(NoDeadline),
    /// It has no booking.
    Unbooked,
    /// It is booked by its statutory date, or has none.
    InTime,
    /// It is booked so many working days after its statutory date.
    Late(u32),
}

/// A booking and what it costs.
#[derive(Debug, Clone)]
pub struct Booked {
    /// Where.
    pub place: Place,
    /// How firm it is.
    pub status: BookingStatus,
    /// What the booking adds to the score.
    pub cost: Cost,
    /// The best place of another day, chair and venue, in this order.
    pub alternatives: Vec<Alternative>,
}

/// The best place that differs in one respect; it may differ in others too.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The respect.
    pub difference: Difference,
    /// The place and what it would cost more, or `None` where there is no such place.
    pub best: Option<(Place, Cost)>,
}

/// In what respect a place differs from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Another day.
    Day,
    /// Another chair.
    Chair,
    /// Another venue.
    Venue,
}

/// Explains a meeting.
pub(super) fn explain(explainer: &Explainer<'_>, meeting: MeetingIdx, wish: &Wish) -> Explanation {
    let register = explainer.register;
    let row = register.meeting(meeting);
    let booking = explainer.booking(meeting);
    let deadlines = register.deadlines(row);
    let late = explainer.verdict.late.iter().find(|(late, _)| *late == meeting);
    let standing = match (booking, deadlines, late) {
        _ if !row.status.is_live() => Standing::NotLive(row.status),
        (Some(booking), ..) if booking.date() < register.authority.today => Standing::History(booking.date()),
        (_, Err(reason), _) => Standing::Undated(reason),
        (None, ..) => Standing::Unbooked,
        (Some(_), _, Some(&(_, days))) => Standing::Late(days),
        (Some(_), ..) => Standing::InTime,
    };
    let concerns = |breach: &&Breach| breach.meetings.contains(&meeting);
    let mut explanation = Explanation {
        meeting,
        standing,
        deadlines: deadlines.ok(),
        breaches: explainer.verdict.breaches.iter().filter(concerns).cloned().collect(),
        booked: None,
        obstacles: None,
        why_not: None,
    };
    let by = match standing {
        Standing::NotLive(_) | Standing::History(_) | Standing::Undated(_) => return explanation,
        Standing::Unbooked | Standing::InTime => None,
        Standing::Late(_) => explanation.deadlines.and_then(|deadlines| deadlines.statutory),
    };
    let mut elsewhere = Elsewhere::new(&explainer.standing, explainer.travel, meeting);
    explanation.booked = booked(explainer, &mut elsewhere, meeting);
    if !matches!(standing, Standing::InTime) {
        explanation.obstacles = obstacles(explainer, &mut elsewhere, meeting, &Wish::default(), by).ok();
    }
    if wish.is_any() {
        explanation.why_not = why_not(explainer, &mut elsewhere, meeting, wish).ok();
    }
    explanation
}

fn booked(explainer: &Explainer<'_>, elsewhere: &mut Elsewhere<'_>, meeting: MeetingIdx) -> Option<Booked> {
    let booking = explainer.booking(meeting)?;
    let place = Place::of(booking)?;
    let without = explainer.judged_at(meeting, None).score;
    let with = &explainer.verdict.score;
    let register = explainer.register;
    let mut best = |difference: Difference| {
        let only = match difference {
            Difference::Day => Only { date: &|date| date != place.date, ..Only::any() },
            Difference::Chair => Only { chair: &|chair| chair != place.chair, ..Only::any() },
            Difference::Venue => Only {
                room: &|room| Place { room, ..place }.venue(register) != place.venue(register),
                ..Only::any()
            },
        };
        let best = elsewhere.best(&only).and_then(|found| {
            let verdict = explainer.judged_at(meeting, Some(&found));
            let breaches = explainer.new_breaches(&verdict);
            explainer
                .is_lawful_but_fixed(meeting, &breaches)
                .then(|| (found, Cost::between(with, &verdict.score)))
        });
        Alternative { difference, best }
    };
    let alternatives = vec![best(Difference::Day), best(Difference::Chair), best(Difference::Venue)];
    Some(Booked { place, status: booking.status, cost: Cost::between(&without, with), alternatives })
}
