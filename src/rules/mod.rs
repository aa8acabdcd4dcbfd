//! The rules of `rules.md`: one file each, named in one list each.
//!
//! A hard rule says which bookings break it. A soft rule says what it charges, and how the planner prices it
//! before a booking is made. The two halves of a soft rule stand in one file but share no code: `charges` looks at
//! finished bookings for the referee ([`crate::check`]), `price` at a meeting and a choice for the planner
//! ([`crate::problem`]); a test proves them equal on whole plans.
//!
//! # To add a soft rule
//! 1. Write `soft/<key>.rs`: a unit struct that implements [`SoftRule`], with its tests on the county of
//!    `testing.rs`.
//! 2. Name it in [`SOFT`]. Its key is then accepted in `[weights]`, its charge counted in S3 and shown in `check`
//!    and in the report, and the planner minimises it.
//! 3. Where no scope of [`Price`] fits (the charge depends on several bookings together), return
//!    [`Price::Tracked`] and teach `solver::state` to keep it.
//!
//! # To add a hard rule
//! Write `hard/hNN_<what>.rs`, name it in [`HARD`], and make the planner keep it in `problem` or `solver::state`;
//! the property tests find the plans that break it until it does.

mod case;
mod diary;
mod finding;
pub mod hard;
mod moved;
pub mod soft;
#[cfg(test)]
pub(crate) mod testing;

pub use case::{Case, Refusal, Refused};
pub use diary::{Diary, Entry, Gap, Spell};
pub use finding::{About, Breach, Charge};
pub use hard::HARD;
pub use moved::{MovedWeights, REPAIR_WEIGHTS};
pub use soft::{SOFT, final_chairs};

use chrono::NaiveDate;

use crate::register::{Deadlines, DistrictIdx, Meeting, Register, RoomChoice, StaffIdx};
use crate::travel::Travel;

/// A rule that a lawful plan keeps.
pub trait HardRule: Sync {
    /// Returns its code, `H01` to `H13`.
    fn code(&self) -> &'static str;

    /// Returns the rule as a sentence.
    fn sentence(&self) -> &'static str;

    /// Returns every way in which the bookings break it, in order of meeting.
    fn breaches(&self, case: &Case<'_>) -> Vec<Breach>;
}

/// A part of S3.
pub trait SoftRule: Sync {
    /// Returns its key in `[weights]`, in output and in reports.
    fn key(&self) -> &'static str;

    /// Returns the default of its weight in minutes of cost, or `None` where it has none to set.
    fn default_weight(&self) -> Option<i64>;

    /// Returns what it counts, as a sentence.
    fn sentence(&self) -> &'static str;

    /// Returns what it counts in the bookings, weight not applied, in order of meeting or person. Nothing is
    /// returned for those it charges nothing.
    fn charges(&self, case: &Case<'_>) -> Vec<Charge>;

    /// Returns how the planner counts it, weight not applied.
    fn price(&self) -> Price;

    /// Returns its weight at an authority.
    fn weight(&self, register: &Register) -> i64 {
        self.default_weight().map_or(1, |default| register.authority.weights.get(self.key(), default))
    }
}

/// How the planner counts a soft rule: by the choices that it depends on. Each function returns the amount before
/// the weight.
#[derive(Clone, Copy)]
pub enum Price {
    /// On the day alone.
    Day(fn(&Register, &Meeting, &Deadlines, NaiveDate) -> i64),
    /// On the start alone (minutes since midnight).
    Start(fn(&Register, &Meeting, i32) -> i64),
    /// On the room alone.
    Room(fn(&Register, &Travel, &Meeting, RoomChoice) -> i64),
    /// On the chair and the day.
    Chair(fn(&Register, &Meeting, StaffIdx, NaiveDate) -> i64),
    /// On the chair and the district of the venue (`None`: online, or not known).
    ChairDistrict(fn(&Register, &Meeting, StaffIdx, Option<DistrictIdx>) -> i64),
    /// On several bookings together: the solver keeps the sum.
    Tracked(Tracked),
}

/// What the solver keeps for a soft rule that depends on several bookings together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tracked {
    /// Minutes that chairs drive: a journey depends on the meetings before and after it.
    ChairTravel,
    /// Minutes that minute takers drive.
    MinuteTakerTravel,
    /// Minutes of a chair's week above the limit: all meetings in it count.
    Overload,
    /// Children above the limit of a caseload: the chairs of all meetings of a household decide whose it is.
    AboveCaseload,
}
