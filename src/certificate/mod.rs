//! Certificates: what a proof of a bound has to say, in whole numbers, so that anybody can check it.
//!
//! A certificate names multipliers. Whatever they are, they give a true bound; good ones give a high one. So whoever
//! checks a certificate needs to trust nobody: [`crate::check::verify`] works the bound out again from the register
//! and compares it with what the certificate claims.
//!
//! # The file
//! Text, one fact a line, words apart by blanks; `#` starts a comment. Multipliers are in parts of 1/1024: of a
//! child for S1, of a child and working day for S2, of a minute for S3.
//! ```text
//! convene certificate 1
//! claim S3 39012 where S1 0 and S2 0       S3 is at least 39,012 in every lawful plan with S1 and S2 at most 0
//! unbooked 0                               a child left unbooked (S1) above what the claim allows, if S1 is given
//! late 0                                   a child and working day late (S2) above it, if S2 is given
//! meeting R-0412 98304                     what booking the meeting is worth
//! taker R-0412 2012-05-14 Preston 20480    what a minute taker is worth there on that day; the place or @online
//! caseload IRO3 61440                      a child on a chair's caseload (S3 only), from 0 to the weight of `caseload`
//! load IRO3 2012-05-14 512                 a minute of a chair's week (its Monday; S3 only), from 0 to the weight of `load`
//! end
//! ```
//! A line that is not there stands for 0. Up to three claims follow one another, one for each level.

mod read;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

pub use read::{BadCertificate, read};
pub use write::text;

use crate::register::{MeetingIdx, PlaceIdx, StaffIdx};

/// Multipliers are whole numbers of this part of a unit.
pub const UNIT: i64 = 1024;
/// Largest multiplier or bound: sums of a million of them cannot overflow.
pub const LARGEST: i64 = 100_000_000_000;
/// Most children, or child-days, that a claim may be given.
pub const MOST_GIVEN: i64 = 1_000_000;

/// A level of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Level {
    /// Children left unbooked.
    S1,
    /// Children × working days past the statutory date.
    S2,
    /// Minutes of cost.
    S3,
}

/// Which plans a claim is about: every lawful plan that leaves at most `s1` children unbooked and books at most `s2`
/// child-days late. `None` = whatever they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Given {
    /// S1 at most.
    pub s1: Option<i64>,
    /// S2 at most.
    pub s2: Option<i64>,
}

/// That a level is at least so much in every plan of a kind, and the multipliers that prove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The level.
    pub level: Level,
    /// What it is at least: children, child-days, or minutes.
    pub bound: i64,
    /// The plans that the claim is about.
    pub given: Given,
    /// A child left unbooked; not of a claim about S1.
    pub unbooked: i64,
    /// A child and day late; of a claim about S3.
    pub late: i64,
    /// What booking a meeting is worth.
    pub meetings: BTreeMap<MeetingIdx, i64>,
    /// What a minute taker is worth for a meeting, on a day, at a place (`None` = online).
    pub takers: BTreeMap<(MeetingIdx, NaiveDate, Option<PlaceIdx>), i64>,
    /// A child on a chair's caseload.
    pub caseload: BTreeMap<StaffIdx, i64>,
    /// A minute of a chair's week, which begins on the Monday given.
    pub load: BTreeMap<(StaffIdx, NaiveDate), i64>,
}

/// Claims about a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Certificate {
    /// The claims, at most one a level.
    pub claims: Vec<Claim>,
}

impl Level {
    /// Returns its code, `S1` to `S3`.
    pub fn code(self) -> &'static str {
        match self {
            Level::S1 => "S1",
            Level::S2 => "S2",
            Level::S3 => "S3",
        }
    }
}

impl Level {
    /// Returns this level of S1, S2 and S3.
    pub fn of(self, levels: (i64, i64, i64)) -> i64 {
        match self {
            Level::S1 => levels.0,
            Level::S2 => levels.1,
            Level::S3 => levels.2,
        }
    }

    /// Returns by how many per cent of itself a plan's level lies above a bound, or `None` where it is 0: a plan of 200
    /// with a bound of 190 has a gap of 5.
    pub fn gap_percent(self, levels: (i64, i64, i64), bound: i64) -> Option<f64> {
        let reached = self.of(levels);
        (reached != 0).then(|| (reached - bound) as f64 * 100.0 / reached as f64)
    }
}

impl Given {
    /// Whether a plan of these S1, S2 and S3 is one of those that the claim is about.
    pub fn includes(self, levels: (i64, i64, i64)) -> bool {
        self.s1.is_none_or(|most| levels.0 <= most) && self.s2.is_none_or(|most| levels.1 <= most)
    }

    /// Returns the plans in words, to follow "every lawful plan": ` with S1 at most 0 and S2 at most 7`.
    pub fn words(self) -> String {
        match (self.s1, self.s2) {
            (None, None) => String::new(),
            (Some(s1), None) => format!(" with S1 at most {s1}"),
            (None, Some(s2)) => format!(" with S2 at most {s2}"),
            (Some(s1), Some(s2)) => format!(" with S1 at most {s1} and S2 at most {s2}"),
        }
    }
}

impl Claim {
    /// Returns the claim that a level is at least 0, which needs no multipliers.
    pub fn nothing(level: Level, given: Given) -> Claim {
        Claim {
            level,
            bound: 0,
            given,
            unbooked: 0,
            late: 0,
            meetings: BTreeMap::new(),
            takers: BTreeMap::new(),
            caseload: BTreeMap::new(),
            load: BTreeMap::new(),
        }
    }

    /// Returns what a child unbooked, a child-day late and a minute of cost count for in the claim, in parts of
    /// [`UNIT`].
    pub fn weights(&self) -> (i64, i64, i64) {
        match self.level {
            Level::S1 => (UNIT, 0, 0),
            Level::S2 => (self.unbooked, UNIT, 0),
            Level::S3 => (self.unbooked, self.late, UNIT),
        }
    }
}
