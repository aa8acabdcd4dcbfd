//! One week planned with one set of venues, and what the referee counts of it.

use std::sync::atomic::AtomicBool;

use super::demand::Week;
use crate::check::check;
use crate::plan::{Unlawful, bookings};
use crate::problem::{Problem, meetings_to_book};
use crate::register::{Booking, MeetingIdx, Register, RoomChoice, VenueIdx};
use crate::rules::{About, Charge, SOFT};
use crate::solver::{AnyPlace, Budget, Config, Scratch, State, best_place, solve};
use crate::travel::Travel;

/// How a week is planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort<'a> {
    /// Steps of the search.
    pub(super) steps: u64,
    /// Decides every draw of it.
    pub(super) seed: u64,
    /// Ends it early; what it found by then is no answer.
    pub(super) stop: &'a AtomicBool,
}

/// What a plan of a week comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The bookings.
    pub(super) bookings: Vec<Booking>,
    /// S1, S2 and S3.
    pub(super) score: (i64, i64, i64),
    /// Meetings without a place in the week, in order.
    pub(super) unplaced: Vec<MeetingIdx>,
    /// Meetings × working days after the statutory date.
    pub(super) late_days: i64,
    /// Minutes that chairs travel, base to base.
    pub(super) chair_minutes: i64,
    /// Minutes that minute takers travel.
    pub(super) taker_minutes: i64,
    /// Where each of the week's meetings is held, in the order of the week.
    pub(super) held: Vec<Held>,
}

impl Outcome {
    /// Whether a meeting is held at a venue.
    pub(super) fn uses(&self, venue: VenueIdx) -> bool {
        self.held.iter().any(|held| held.venue == Some(venue))
    }
}

/// Where a meeting is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Held {
    /// The venue; `None` at the household's home, or nowhere.
    pub(super) venue: Option<VenueIdx>,
    /// Minutes one way from the family's home, where it comes to the meeting and its home is known.
    pub(super) family_minutes: Option<i32>,
}

/// Plans the week of a register that [`Week::register_of`] has made. The proposed bookings in it stand for the start of
/// the search, as far as they are lawful.
///
/// # Errors
/// Where the referee finds a breach, which is a fault of the program.
pub(super) fn plan_week(
    register: &Register,
    travel: &Travel,
    week: &Week,
    effort: Effort<'_>,
) -> Result<Outcome, Unlawful> {
    let mut problem = Problem::of(register, travel, &meetings_to_book(register));
    problem.confine(week.last());
    for request in placeless(&problem) {
        problem.give_up(request, "no place in the week suits it, whatever else is booked".to_owned());
    }
    let config = Config { seed: effort.seed, threads: 1 };
    let solution = solve(&problem, &config, &Budget::Iterations(effort.steps), effort.stop, &|_| {});
    let bookings = bookings(&problem, &solution.placements);
    let verdict = check(register, travel, &bookings);
    if !verdict.breaches.is_empty() {
        return Err(Unlawful(verdict.breaches));
    }
    let charged = |key: &str| {
        let rule = SOFT.iter().position(|rule| rule.key() == key);
        let charges: &[Charge] = rule.and_then(|at| verdict.charges.get(at)).map_or(&[], Vec::as_slice);
        charges.iter().filter(|charge| matches!(charge.about, About::Staff(_))).map(|c| c.amount).sum()
    };
    Ok(Outcome {
        score: verdict.score.levels(),
        late_days: verdict.late.iter().map(|&(_, days)| i64::from(days)).sum(),
        chair_minutes: charged("travel_chair"),
        taker_minutes: charged("travel_minute_taker"),
        held: held(register, travel, week, &bookings),
        unplaced: verdict.unbooked,
        bookings,
    })
}

/// Returns the requests that have no place even where nothing else is booked. A search that knows of them does not look
/// through the whole week for each of them at every step.
fn placeless(problem: &Problem<'_>) -> Vec<usize> {
    let (empty, mut scratch) = (State::new(problem), Scratch::default());
    (0..problem.requests.len())
        .filter(|&request| best_place(&empty, &mut scratch, request, &mut AnyPlace).is_none())
        .collect()
}

fn held(register: &Register, travel: &Travel, week: &Week, bookings: &[Booking]) -> Vec<Held> {
    let mut held = vec![Held::default(); week.meetings.len()];
    for booking in bookings {
        let at = week.meetings.binary_search_by_key(&booking.meeting, |drawn| drawn.meeting);
        if let Some(held) = at.ok().and_then(|at| held.get_mut(at)) {
            *held = Held {
                venue: booking.venue(register),
                family_minutes: family_minutes(register, travel, booking),
            };
        }
    }
    held
}

/// Returns the minutes one way that a family travels to a booking; `None` where it does not come, its home is not known, or
/// the meeting is online.
fn family_minutes(register: &Register, travel: &Travel, booking: &Booking) -> Option<i32> {
    let meeting = register.meeting(booking.meeting);
    if !register.kind(meeting).family || booking.room == Some(RoomChoice::Home) {
        return None;
    }
    let (home, place) = register.home(meeting).zip(booking.place(register))?;
    Some(travel.minutes(home, place))
}
