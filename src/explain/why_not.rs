//! Why a meeting is not where somebody would have it.

use super::cost::Cost;
use super::elsewhere::Elsewhere;
use super::explainer::Explainer;
use super::obstacles::{Obstacles, nearest, obstacles};
use super::wish::{Place, Wish};
use crate::register::{MeetingIdx, NoDeadline};
use crate::rules::Breach;

/// What somebody asks for, and the answer.
#[derive(Debug, Clone)]
pub struct WhyNot {
    /// What is asked for.
    pub wish: Wish,
    /// The answer.
    pub answer: Answer,
}

/// Why a meeting is not where somebody would have it.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It is.
    Present(Place),
    /// It could be.
    Possible {
        /// The best such place.
        place: Place,
        /// What it would cost more than how the meeting stands now.
        more: Cost,
        /// What `check` would say all the same: that a confirmed booking is changed (H12).
        breaches: Vec<Breach>,
    },
    /// It may not be.
    Forbidden {
        /// The place that breaks least, with exactly the breaches that `check` would add there.
        nearest: Option<(Place, Vec<Breach>)>,
        /// What stands in the way of all such places.
        obstacles: Obstacles,
    },
}

/// Returns why a meeting is not as `wish` asks.
///
/// # Errors
/// Where the register gives the meeting no dates.
pub(super) fn why_not(
    explainer: &Explainer<'_>,
    elsewhere: &mut Elsewhere<'_>,
    meeting: MeetingIdx,
    wish: &Wish,
) -> Result<WhyNot, NoDeadline> {
    let register = explainer.register;
    let present = explainer.booking(meeting).and_then(Place::of);
    if let Some(place) = present.filter(|place| wish.allows(register, place)) {
        return Ok(WhyNot { wish: *wish, answer: Answer::Present(place) });
    }
    let found = obstacles(explainer, elsewhere, meeting, wish, None)?;
    let breaches_at = |place: &Place| explainer.new_breaches(&explainer.judged_at(meeting, Some(place)));
    let answer = match found.free.clone() {
        Some((place, more)) => Answer::Possible { place, more, breaches: breaches_at(&place) },
        None => {
            let nearest = nearest(explainer, meeting, wish)?;
            let nearest = nearest.map(|place| (place, breaches_at(&place)));
            Answer::Forbidden { nearest, obstacles: found }
        }
    };
    Ok(WhyNot { wish: *wish, answer })
}
