//! What is left to chance about one household, drawn by its number and the number of the conference: the same whatever
//! practice books it, and whatever happens to others.

use chrono::NaiveDate;

use crate::staffing::clock::MONTH_DAYS;
use crate::staffing::draws::P90;
use crate::staffing::streams::{Draws, Stream, Streams};

use super::outcome::REASONS;
use super::year::{Plans, Reviews, Year};

/// Most children of a household.
pub(super) const MOST_CHILDREN: usize = 8;
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
    /// How long each child's plan waits to be closed early, in waiting times of mean 1: see [`passes`].
    pub(super) waits: [f64; MOST_CHILDREN],
    /// Whether that closing is decided at a review.
    pub(super) early_by_review: [bool; MOST_CHILDREN],
}

impl Conference {
    /// Draws a conference of a household.
    pub(super) fn draw(streams: &Streams, year: &Year, household: u64, n: u32) -> Conference {
        let mut draws = streams.of(Stream::Review, household * CONFERENCES + u64::from(n));
        let Plans { shared, by_review, .. } = year.plans;
        let next_days = next_days(&mut draws, &year.reviews, n);
        let is_adjourned = draws.happens(year.reviews.adjourned);
        let reason = draws.below(REASONS.len() as u32) as usize;
        let attendees = draws.below(7);
        let decisions = alike(&mut draws, shared);
        let waits = alike(&mut draws, shared);
        let by = alike(&mut draws, shared);
        Conference {
            next_days,
            adjourned: is_adjourned.then_some(reason),
            attendees,
            decisions,
            waits: waits.map(|wait| -libm::log(wait)),
            early_by_review: by.map(|by| by < by_review),
        }
    }

    /// Whether a child's plan ends at this review, the household's number `n`, where closures are at a `level`.
    pub(super) fn ends(&self, year: &Year, n: u32, child: usize, level: f64) -> bool {
        let chance = match n {
            0 => 0.0,
            1 => year.plans.end_first,
            _ => year.plans.end_later,
        };
        self.decisions[child] < chance * level
    }
}

/// Returns the day on which a wait that begins on `from` is over: early closings come at their monthly rate before the year
/// replayed, and in it at that rate times each month's level. `None` where that is after the year.
pub(super) fn passes(year: &Year, from: NaiveDate, wait: f64) -> Option<NaiveDate> {
    let mut left = wait;
    from.iter_days().take_while(|&day| day <= year.last).find(|&day| {
        left -= year.plans.early / MONTH_DAYS * year.level(day);
        left <= 0.0
    })
}

fn next_days(draws: &mut Draws, reviews: &Reviews, n: u32) -> u64 {
    let (mean, spread) = if n == 0 { reviews.first } else { reviews.later };
    // Nobody wants a review as far out as the tails of the bell reach.
    let standard = draws.normal().clamp(-2.0 * P90, 2.0 * P90);
    libm::round((mean + spread * standard).max(0.5) * MONTH_DAYS) as u64
}

/// Returns a number between 0 and 1 for each child, one for all where they share it.
fn alike(draws: &mut Draws, shared: f64) -> [f64; MOST_CHILDREN] {
    let together = draws.happens(shared);
    let first = draws.unit();
    let own: [f64; MOST_CHILDREN] = std::array::from_fn(|_| draws.unit());
    if together { [first; MOST_CHILDREN] } else { own }
}
