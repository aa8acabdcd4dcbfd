//! The best places for one meeting now, and what would have to move for better ones.
//!
//! A program keeps a plan in memory: [`problem`] compiles a register with the meetings that may be asked for or moved,
//! [`Suggester::new`] books everything where it stands, [`Suggester::suggest`] answers in milliseconds, and
//! [`Suggester::take`] books an answer, so that the next one sees it.
//!
//! ```
//! use convene::{suggest, synth, travel::Travel};
//! let register = synth::generate(synth::Preset::Tiny, 1);
//! let travel = Travel::new(&register).expect("all places are joined");
//! let problem = suggest::problem(&register, &travel, None, &Default::default());
//! let mut suggester = suggest::Suggester::new(&problem);
//! let meeting = problem.requests[0].meeting;
//! let answers = suggester.suggest(meeting, &suggest::Options::default())?;
//! println!("{}: {}", answers[0].booking.starts, answers[0].reasons.join("; "));
//! suggester.take(&answers[0]);
//! # Ok::<(), suggest::Refused>(())
//! ```

mod moves;
mod nearby;
mod places;
#[cfg(test)]
mod proofs;
mod reasons;
mod suggester;
mod tally;

pub use nearby::problem_with_one_move;
pub use suggester::{Refused, Suggester, problem, problem_beside};

use crate::check::Score;
use crate::plan::Told;
use crate::register::Booking;
use crate::solver::Placement;

/// What is wanted of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Most places without moves, and most with moves.
    pub top: usize,
    /// Most other bookings that may move for a place: 0, 1 or 2.
    pub moves: usize,
    /// Whether confirmed bookings may move too. The problem must have been compiled with them.
    pub move_confirmed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { top: 5, moves: 0, move_confirmed: false }
    }
}

/// A lawful place for a meeting.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The booking to make, `proposed`.
    pub booking: Booking,
    /// Whether it is where the meeting stands already.
    pub stands: bool,
    /// What other bookings move for it, in the order in which they make room; none without moves.
    pub moves: Vec<Move>,
    /// Why it is good, and what is not, in words that name references only.
    pub reasons: Vec<String>,
    /// The difference of the score, by part, between all bookings with the change and without the meeting. A meeting
    /// that is booked always counts its children in S1.
    pub difference: Score,
    /// What rules.md weighs for the moves, in minutes of cost; no part of the score.
    pub moving_minutes: i64,
    /// Who must be told about the meeting itself. For those who hear of the moves, see [`Move::told`].
    pub told: Vec<Told>,
    /// The requests of the problem that it books, and where.
    placements: Vec<(usize, Placement)>,
}

/// Another meeting's booking that moves.
#[derive(Debug, Clone)]
pub struct Move {
    /// Where it stands.
    pub from: Booking,
    /// Where it goes, `proposed`.
    pub to: Booking,
    /// Who must be told.
    pub told: Vec<Told>,
}
