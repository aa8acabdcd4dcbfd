//! The score, level by level.

use std::cmp::Ordering;

use serde::Serialize;

/// A score: S1 and then S2 are compared first, the first difference decides; S3 is a sum in minutes of cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Children left unbooked.
    pub s1: i64,
    /// Children × working days past the statutory date.
    pub s2: i64,
    /// Minutes of cost.
    pub s3: i64,
    /// What S3 is made of, in the order of [`crate::rules::SOFT`].
    pub parts: Vec<ScorePart>,
}

/// One soft rule's share of S3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ScorePart {
    /// The rule's key.
    pub key: &'static str,
    /// What was counted, before the weight.
    pub amount: i64,
    /// Minutes of cost.
    pub minutes: i64,
}

impl Score {
    /// Returns the three levels, for comparing.
    pub fn levels(&self) -> (i64, i64, i64) {
        (self.s1, self.s2, self.s3)
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.levels().cmp(&other.levels()))
    }
}
