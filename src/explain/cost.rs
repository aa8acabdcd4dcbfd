//! What a place costs, part by part, in words.

use serde::Serialize;

use crate::check::{Score, ScorePart};
use crate::rules::SOFT;
use crate::words::{count, thousands};

/// The difference between two scores, by the referee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Children × working days past the statutory date (S2).
    pub late: i64,
    /// Minutes of cost (S3).
    pub minutes: i64,
    /// What the minutes are made of: the parts that differ, in the order of [`SOFT`].
    pub parts: Vec<ScorePart>,
}

impl Cost {
    /// Returns what `to` costs more than `from`.
    pub fn between(from: &Score, to: &Score) -> Cost {
        Cost::of(&to.minus(from))
    }

    /// Returns what a score, or the difference between two, comes to.
    pub fn of(score: &Score) -> Cost {
        let parts = score.parts.iter().copied().filter(|part| part.minutes != 0).collect();
        Cost { late: score.s2, minutes: score.s3, parts }
    }

    /// Returns the parts of a difference in words, the largest first: `+85 for 17 minutes more on the way for the
    /// family`.
    pub fn words(&self) -> Vec<String> {
        self.sorted(|part| {
            let figure = if part.amount < 0 { Figure::Less } else { Figure::More };
            part_words(part, figure)
        })
    }

    /// Returns the same with each part's key: `+85 for 17 minutes more on the way for the family (travel_family)`.
    pub fn words_with_keys(&self) -> Vec<String> {
        self.sorted(|part| {
            let figure = if part.amount < 0 { Figure::Less } else { Figure::More };
            format!("{} ({})", part_words(part, figure), part.key)
        })
    }

    /// Returns the parts of what a booking adds to the score in words, the largest first: `+85 for 17 minutes on the
    /// way for the family`.
    pub fn words_of_total(&self) -> Vec<String> {
        self.sorted(|part| part_words(part, if part.amount < 0 { Figure::Less } else { Figure::Total }))
    }

    fn sorted(&self, words: impl Fn(&ScorePart) -> String) -> Vec<String> {
        let mut parts = self.parts.clone();
        parts.sort_by_key(|part| -part.minutes.abs());
        parts.iter().map(|part| format!("{} {}", signed(part.minutes), words(part))).collect()
    }
}

/// What a part is: a sum by itself, or a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figure {
    Total,
    More,
    Less,
}

/// Returns `+12`, `-3` or `+0`.
fn signed(n: i64) -> String {
    format!("{}{}", if n < 0 { "" } else { "+" }, thousands(n))
}

/// Returns what a part counts: `for 2 more children with another chair than their own`.
fn part_words(part: &ScorePart, figure: Figure) -> String {
    let n = part.amount.abs();
    let minutes = |what: &str| {
        let more = match figure {
            Figure::Total => "",
            Figure::More => " more",
            Figure::Less => " less",
        };
        format!("for {}{more} {what}", count(n, "minute"))
    };
    let children = |what: &str| {
        let more = match figure {
            Figure::Total => "",
            Figure::More => " more",
            Figure::Less => " fewer",
        };
        format!("for {}{more} {} {what}", thousands(n), if n == 1 { "child" } else { "children" })
    };
    let whether = |yes: &str, no: &str| (if figure == Figure::Less { no } else { yes }).to_owned();
    match part.key {
        "past_target" => whether("for days past its target", "for fewer days past its target"),
        "handover" => children("with another chair than their own"),
        "travel_chair" => minutes("of driving for chairs"),
        "travel_minute_taker" => minutes("of driving for minute takers"),
        "travel_family" => minutes("on the way for the family"),
        "out_of_district" => {
            whether("for a venue outside the family's district", "for a venue in the family's district")
        }
        "out_of_patch" => whether("for a chair outside their patch", "for a chair in their patch"),
        "venue_not_family_friendly" => {
            whether("for a venue that is not family-friendly", "for a family-friendly venue")
        }
        "venue_without_withdrawal_room" => {
            whether("for a venue without a withdrawal room", "for a venue with a withdrawal room")
        }
        "prefers" => whether(
            "for the half of the day that the family would rather not have",
            "for the half of the day that the family prefers",
        ),
        "early" => whether("for being earlier than it need be", "for being less early"),
        "load" => minutes("above a chair's full week"),
        "caseload" => children("above a chair's full caseload"),
        key => {
            let sentence = SOFT.iter().find(|rule| rule.key() == key).map_or(key, |rule| rule.sentence());
            format!("for {} of: {sentence}", part.amount)
        }
    }
}
