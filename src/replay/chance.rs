//! What is left to chance about one household, drawn by its number and the number of the conference: the same whatever
//! practice books it, and whatever happens to others.

use crate::staffing::draws::P90;
use crate::staffing::streams::{Draws, Stream, Streams};

use super::outcome::REASONS;
use super::year::{Plans, Reviews, Year};

/// Most children of a household.
pub(super) const MOST_CHILDREN: usize = 8;
/// Days of a month, on average.
const DAYS_A_MONTH: f64 = 30.4375;
/// Conferences of one household that have draws of their own.
const CONFERENCES: u64 = 256;

/// What happens at a household's conference number `n` and until the next; 0 is the initial conference.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conference {
    /// Days after it at which the next review is wanted.
    pub(super) next_days: u64,
    /// Why it is adjourned, a position in [`REASONS`], where it is.
    pub(super) adjourned: Option<usize>,
    /// People expected beyond the fewest that come.
    pub(super) attendees: u32,
    /// Whether the plan of each child ends at it, where its chance is below this.
    decisions: [f64; MOST_CHILDREN],
    /// Days after it at which each child's plan is closed early, if it is still open and no review came first.
    pub(super) early_days: [u64; MOST_CHILDREN],
    /// Whether that closing is decided at a review.
    pub(super) early_by_review: [bool; MOST_CHILDREN],
}

/// In which time a plan is open: before the year replayed, or in it, when closures are more frequent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    Before,
    Replayed,
}

impl Conference {
    /// Draws a conference of a household.
    pub(super) fn draw(streams: &Streams, year: &Year, household: u64, n: u32, era: Era) -> Conference {
        let mut draws = streams.of(Stream::Review, household * CONFERENCES + u64::from(n));
        let Plans { early, shared, by_review, .. } = year.plans;
        let hazard = early * closure(year, era);
        let next_days = next_days(&mut draws, &year.reviews, n);
        let is_adjourned = draws.happens(year.reviews.adjourned);
        let reason = draws.below(REASONS.len() as u32) as usize;
        let attendees = draws.below(7);
        let decisions = alike(&mut draws, shared);
        let waits = alike(&mut draws, shared);
        let by = alike(&mut draws, shared);
        let days = |wait: f64| {
            if hazard <= 0.0 {
                u64::from(u32::MAX)
            } else {
                (-libm::log(wait) / hazard * DAYS_A_MONTH) as u64
            }
        };
        Conference {
            next_days,
            adjourned: is_adjourned.then_some(reason),
            attendees,
            decisions,
            early_days: waits.map(days),
            early_by_review: by.map(|by| by < by_review),
        }
    }

    /// Whether a child's plan ends at this review, the household's number `n`.
    pub(super) fn ends(&self, year: &Year, n: u32, child: usize, era: Era) -> bool {
        let chance = match n {
            0 => 0.0,
            1 => year.plans.end_first * closure(year, era),
            _ => year.plans.end_later * closure(year, era),
        };
        self.decisions[child] < chance
    }
}

fn closure(year: &Year, era: Era) -> f64 {
    match era {
        Era::Before => 1.0,
        Era::Replayed => year.plans.closure,
    }
}

fn next_days(draws: &mut Draws, reviews: &Reviews, n: u32) -> u64 {
    let (mean, spread) = if n == 0 { reviews.first } else { reviews.later };
    // Nobody wants a review as far out as the tails of the bell reach.
    let standard = draws.normal().clamp(-2.0 * P90, 2.0 * P90);
    libm::round((mean + spread * standard).max(0.5) * DAYS_A_MONTH) as u64
}

/// Returns a number between 0 and 1 for each child, one for all where they share it.
fn alike(draws: &mut Draws, shared: f64) -> [f64; MOST_CHILDREN] {
    let together = draws.happens(shared);
    let first = draws.unit();
    let own: [f64; MOST_CHILDREN] = std::array::from_fn(|_| draws.unit());
    if together { [first; MOST_CHILDREN] } else { own }
}
