//! An authority's policy.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::calendar::{Holidays, Span};

/// What an authority has decided; the defaults are those of `register.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    /// Shown on reports.
    pub name: String,
    /// The planning date: nothing is booked before it.
    pub today: NaiveDate,
    /// The built-in statutory rules that the kinds start from.
    pub timescales: Preset,
    /// Starts are divisible by this, in minutes since midnight.
    pub grid_minutes: i32,
    /// A booked meeting's occupation lies inside these hours (H13).
    pub office_hours: Span,
    /// Built-in holidays.
    pub holidays: Holidays,
    /// Local closures.
    pub extra_holidays: Vec<NaiveDate>,
    /// Working days past the statutory date on which a meeting may still be booked (H02).
    pub late_limit_days: u32,
    /// How journeys are reckoned.
    pub travel: TravelPolicy,
    /// The lunch break (H09).
    pub lunch: Lunch,
    /// What is agreed about the time around a meeting.
    pub follow_up: FollowUp,
    /// Kinds of meeting: the preset's, in its order, then the authority's own.
    pub kinds: Vec<Kind>,
    /// Weights that the authority sets; the rules know the defaults.
    pub weights: Weights,
}

/// Built-in statutory rules. The two agree today; guidance changes, and a register says which it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    /// Working Together to Safeguard Children (2010).
    #[serde(rename = "england-2010")]
    England2010,
    /// Working Together to Safeguard Children (2023).
    #[serde(rename = "england-2023")]
    England2023,
}

/// How journeys are reckoned. Speed and detour are used only where there are no roads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TravelPolicy {
    /// Kilometres an hour, above 0.
    pub speed_kmh: f64,
    /// Road kilometres for each kilometre as the crow flies.
    pub detour: f64,
    /// Minutes added to every journey between two different places.
    pub parking_minutes: i32,
}

impl Default for TravelPolicy {
    fn default() -> Self {
        TravelPolicy { speed_kmh: 45.0, detour: 1.3, parking_minutes: 5 }
    }
}

/// The lunch break that H09 keeps free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lunch {
    /// Its length in minutes.
    pub minutes: i32,
    /// The window in which it is taken.
    pub window: Span,
}

impl Default for Lunch {
    fn default() -> Self {
        Lunch { minutes: 30, window: Span::new(11 * 60 + 30, 14 * 60 + 30) }
    }
}

/// What an authority has agreed about the time around a meeting: no plan looks at it, lists and indicators do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Hours before an initial conference by which the parents have the social worker's report.
    pub report_hours_initial: u32,
    /// Hours before a review conference by which they have it.
    pub report_hours_review: u32,
    /// Hours after a conference by which its decision sheet is sent.
    pub sheet_hours: u32,
    /// Working days after a meeting by which its minutes are distributed.
    pub minutes_days: u32,
    /// People under 18 in the authority's area, for rates; `None` = no rate is told.
    pub population: Option<u64>,
}

impl Default for FollowUp {
    /// Lancashire's hours of 2011/12 (annual report, 9.4 and 7.7.2), and 15 working days for minutes, as North Yorkshire's partnership has it.
    fn default() -> Self {
        FollowUp {
            report_hours_initial: 24,
            report_hours_review: 48,
            sheet_hours: 24,
            minutes_days: 15,
            population: None,
        }
    }
}

/// The weights of `[weights]` that the authority has set, by the soft rule's key, in minutes of cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weights(BTreeMap<String, i64>);

impl Weights {
    /// Returns the weight set for `key`, or `default` where the authority has set none.
    pub fn get(&self, key: &str, default: i64) -> i64 {
        self.0.get(key).copied().unwrap_or(default)
    }

    /// Sets a weight.
    pub fn set(&mut self, key: &str, minutes: i64) {
        self.0.insert(key.to_owned(), minutes);
    }

    /// Returns the weights that are set, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.0.iter().map(|(key, &minutes)| (key.as_str(), minutes))
    }
}

impl Preset {
    /// Returns the name used in `authority.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Preset::England2010 => "england-2010",
            Preset::England2023 => "england-2023",
        }
    }
}
