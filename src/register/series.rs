//! Which of the statutory series a kind of meeting belongs to: what its name says to whoever asks what comes next.

use super::Kind;

/// A place in the series of conferences about a plan, or of reviews of a looked-after child. Kinds of an authority's own, strategy meetings
/// and foster reviews are in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// The conference that decides whether there is a plan: initial, pre-birth, transfer-in.
    Initial,
    /// The first review of a plan.
    FirstReview,
    /// Every later one.
    Review,
    /// A conference that was adjourned and is taken up again.
    Reconvened,
    /// The first review of a looked-after child.
    CareFirst,
    /// The second.
    CareSecond,
    /// Every later one.
    CareLater,
}

impl Series {
    /// Whether it is a child protection conference.
    pub fn is_conference(self) -> bool {
        matches!(self, Series::Initial) || self.is_plan_review()
    }

    /// Whether it reviews a plan: a reconvened conference may.
    pub fn is_plan_review(self) -> bool {
        matches!(self, Series::FirstReview | Series::Review | Series::Reconvened)
    }

    /// Whether it reviews a looked-after child.
    pub fn is_care_review(self) -> bool {
        matches!(self, Series::CareFirst | Series::CareSecond | Series::CareLater)
    }

    /// Returns the name of the kind of the presets that is of this series; of the initial conferences the plain one.
    pub fn kind_name(self) -> &'static str {
        match self {
            Series::Initial => "initial_conference",
            Series::FirstReview => "first_review_conference",
            Series::Review => "review_conference",
            Series::Reconvened => "reconvened_conference",
            Series::CareFirst => "cla_first_review",
            Series::CareSecond => "cla_second_review",
            Series::CareLater => "cla_review",
        }
    }
}

impl Kind {
    /// Returns the series that the kind is of, by its name.
    pub fn series(&self) -> Option<Series> {
        match self.name.as_str() {
            "initial_conference" | "pre_birth_conference" | "transfer_in_conference" => Some(Series::Initial),
            "first_review_conference" => Some(Series::FirstReview),
            "review_conference" => Some(Series::Review),
            "reconvened_conference" => Some(Series::Reconvened),
            "cla_first_review" => Some(Series::CareFirst),
            "cla_second_review" => Some(Series::CareSecond),
            "cla_review" => Some(Series::CareLater),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Preset, preset_kinds};
    use super::*;

    #[test]
    fn every_series_has_its_kind_and_only_strategy_meetings_and_foster_reviews_have_none() {
        let kinds = preset_kinds(Preset::England2023);
        let without: Vec<&str> =
            kinds.iter().filter(|kind| kind.series().is_none()).map(|kind| kind.name.as_str()).collect();
        assert_eq!(without, ["strategy_meeting", "foster_review"]);
        for kind in &kinds {
            if let Some(series) = kind.series() {
                let named = kinds.iter().find(|other| other.name.as_str() == series.kind_name());
                assert_eq!(named.and_then(Kind::series), Some(series), "{}", kind.name);
            }
        }
    }
}
