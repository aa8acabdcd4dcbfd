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

    /// Returns what this score has more than `other`, level by level and part by part; parts without a difference stay
    /// in it. Both must be of one authority.
    pub fn minus(&self, other: &Score) -> Score {
        let parts = self.parts.iter().zip(&other.parts).map(|(own, other)| ScorePart {
            key: own.key,
            amount: own.amount - other.amount,
            minutes: own.minutes - other.minutes,
        });
        Score {
            s1: self.s1 - other.s1,
            s2: self.s2 - other.s2,
            s3: self.s3 - other.s3,
            parts: parts.collect(),
        }
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.levels().cmp(&other.levels()))
    }
}
