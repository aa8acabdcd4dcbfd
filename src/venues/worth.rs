//! What differs between two plans of the same week, and what weeks say of it together.

use serde::Serialize;

use super::planned::Outcome;
use crate::register::{MeetingIdx, VenueIdx};
use crate::replay::Spread;

/// What is counted of a change of venues, each week: what is saved or gained by it, less than nought where it is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// S1: children whose meeting has a place in its week that had none.
    Children,
    /// Meetings that have a place that had none.
    Meetings,
    /// S2: children × working days after the statutory date.
    LateChildDays,
    /// Meetings × working days after the statutory date.
    LateDays,
    /// S3: minutes of cost.
    Cost,
    /// Minutes that chairs and minute takers travel.
    StaffMinutes,
    /// Minutes one way that families travel.
    FamilyMinutes,
    /// Families that travel less.
    Nearer,
    /// The minutes that they travel less, one way, together.
    NearerMinutes,
    /// Families that travel more.
    Farther,
    /// The minutes that they travel more.
    FartherMinutes,
    /// Meetings held at the venue: with it open, or before it was shut.
    Held,
}

impl Measure {
    /// All measures, in the order of reports.
    pub const ALL: [Measure; 12] = [
        Measure::Children,
        Measure::Meetings,
        Measure::LateChildDays,
        Measure::LateDays,
        Measure::Cost,
        Measure::StaffMinutes,
        Measure::FamilyMinutes,
        Measure::Nearer,
        Measure::NearerMinutes,
        Measure::Farther,
        Measure::FartherMinutes,
        Measure::Held,
    ];

    /// Returns its name in files and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Measure::Children => "children_placed",
            Measure::Meetings => "meetings_placed",
            Measure::LateChildDays => "late_child_days_saved",
            Measure::LateDays => "late_meeting_days_saved",
            Measure::Cost => "cost_minutes_saved",
            Measure::StaffMinutes => "staff_minutes_saved",
            Measure::FamilyMinutes => "family_minutes_saved",
            Measure::Nearer => "families_nearer",
            Measure::NearerMinutes => "minutes_nearer",
            Measure::Farther => "families_farther",
            Measure::FartherMinutes => "minutes_farther",
            Measure::Held => "meetings_held_there",
        }
    }

    /// Returns what it counts, for people.
    pub fn title(self) -> &'static str {
        match self {
            Measure::Children => "children given a place (S1)",
            Measure::Meetings => "meetings given a place",
            Measure::LateChildDays => "late child-days avoided (S2)",
            Measure::LateDays => "late meeting-days avoided",
            Measure::Cost => "minutes of cost saved (S3)",
            Measure::StaffMinutes => "staff’s driving saved, minutes",
            Measure::FamilyMinutes => "families’ journeys saved, minutes one way",
            Measure::Nearer => "families nearer",
            Measure::NearerMinutes => "minutes that these are nearer",
            Measure::Farther => "families farther",
            Measure::FartherMinutes => "minutes that these are farther",
            Measure::Held => "meetings held there",
        }
    }
}

/// What differs in one week, `[measure]` in the order of [`Measure::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference([i64; Measure::ALL.len()]);

impl Difference {
    /// Returns what a plan saves against the one `before`, of the same week. `venue` is the one whose meetings are
    /// counted, in the plan with it: `after` where it is opened, `before` where it is shut.
    pub(super) fn between(before: &Outcome, after: &Outcome, venue: VenueIdx, is_opened: bool) -> Difference {
        let family = |outcome: &Outcome| -> i64 {
            outcome.held.iter().filter_map(|held| held.family_minutes).map(i64::from).sum()
        };
        let (mut nearer, mut nearer_by, mut farther, mut farther_by) = (0, 0, 0, 0);
        for (old, new) in before.held.iter().zip(&after.held) {
            let Some((old, new)) = old.family_minutes.zip(new.family_minutes) else { continue };
            match new - old {
                saved @ ..0 => (nearer, nearer_by) = (nearer + 1, nearer_by - i64::from(saved)),
                0 => {}
                more => (farther, farther_by) = (farther + 1, farther_by + i64::from(more)),
            }
        }
        let with = if is_opened { after } else { before };
        let held = with.held.iter().filter(|held| held.venue == Some(venue)).count() as i64;
        let ((s1, s2, s3), (new_s1, new_s2, new_s3)) = (before.score, after.score);
        let driven = |outcome: &Outcome| outcome.chair_minutes + outcome.taker_minutes;
        Difference(Measure::ALL.map(|measure| match measure {
            Measure::Children => s1 - new_s1,
            Measure::Meetings => before.unplaced.len() as i64 - after.unplaced.len() as i64,
            Measure::LateChildDays => s2 - new_s2,
            Measure::LateDays => before.late_days - after.late_days,
            Measure::Cost => s3 - new_s3,
            Measure::StaffMinutes => driven(before) - driven(after),
            Measure::FamilyMinutes => family(before) - family(after),
            Measure::Nearer => nearer,
            Measure::NearerMinutes => nearer_by,
            Measure::Farther => farther,
            Measure::FartherMinutes => farther_by,
            Measure::Held => held,
        }))
    }

    /// Returns a measure.
    pub fn of(&self, measure: Measure) -> i64 {
        self.0[measure as usize]
    }
}

/// The mean of a measure over weeks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean of a week.
    pub mean: f64,
    /// Half the width of Student's 95 % interval of the mean; `None` where there is one week only.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Returns the mean of whole numbers with its interval; 0 of none.
    pub fn of(numbers: &[i64]) -> Estimate {
        let spread = Spread::of(numbers.iter().map(|&number| number as f64).collect());
        let half_width = spread.filter(|spread| 1 < spread.n).map(|spread| spread.half_width);
        Estimate { mean: spread.map_or(0.0, |spread| spread.mean), half_width }
    }

    /// Returns the ends of the interval; the mean twice where there is none.
    pub fn ends(&self) -> [f64; 2] {
        let half = self.half_width.unwrap_or(0.0);
        [self.mean - half, self.mean + half]
    }

    /// Whether the interval leaves nought out, so that chance alone would seldom give as much. False of one week.
    pub fn is_clear(&self) -> bool {
        let [low, high] = self.ends();
        self.half_width.is_some() && (0.0 < low || high < 0.0)
    }
}

/// What a change of venues is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// What differs, week by week.
    pub weeks: Vec<Difference>,
    /// Meetings without a place with the change that have one without it, with their weeks: in order of week, then meeting.
    pub left_out: Vec<(usize, MeetingIdx)>,
}

impl Worth {
    pub(super) fn of(before: &[Outcome], after: &[Outcome], venue: VenueIdx, is_opened: bool) -> Worth {
        let pairs = || before.iter().zip(after);
        let left_out = pairs().enumerate().flat_map(|(week, (before, after))| {
            let lost = after.unplaced.iter().filter(|meeting| !before.unplaced.contains(meeting));
            lost.map(move |&meeting| (week, meeting))
        });
        Worth {
            weeks: pairs()
                .map(|(before, after)| Difference::between(before, after, venue, is_opened))
                .collect(),
            left_out: left_out.collect(),
        }
    }

    /// Returns a measure's mean over the weeks.
    pub fn estimate(&self, measure: Measure) -> Estimate {
        Estimate::of(&self.weeks.iter().map(|week| week.of(measure)).collect::<Vec<_>>())
    }

    /// Returns a measure's sum over the weeks.
    pub fn sum(&self, measure: Measure) -> i64 {
        self.weeks.iter().map(|week| week.of(measure)).sum()
    }

    /// Returns in how many weeks a meeting is held at the venue.
    pub fn weeks_used(&self) -> usize {
        self.weeks.iter().filter(|week| 0 < week.of(Measure::Held)).count()
    }

    /// Whether no week's plan makes use of the venue and nothing differs by it: that tells of no plan that was better, not that
    /// the venue is worth nothing for sure.
    pub fn is_unused(&self) -> bool {
        self.weeks.iter().all(|week| Measure::ALL.iter().all(|&measure| week.of(measure) == 0))
    }

    /// Returns what changes are ranked by, as plans are: S1, then S2, then minutes of cost, each saved over all weeks.
    pub fn rank(&self) -> (i64, i64, i64) {
        (self.sum(Measure::Children), self.sum(Measure::LateChildDays), self.sum(Measure::Cost))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::venues::planned::Held;

    fn outcome(score: (i64, i64, i64), held: &[(u32, Option<i32>)]) -> Outcome {
        Outcome {
            bookings: Vec::new(),
            score,
            unplaced: (0..score.0).map(|meeting| MeetingIdx(meeting as u32)).collect(),
            late_days: score.1,
            chair_minutes: score.2,
            taker_minutes: 10,
            held: held
                .iter()
                .map(|&(venue, family_minutes)| Held { venue: Some(VenueIdx(venue)), family_minutes })
                .collect(),
        }
    }

    #[test]
    fn what_is_saved_counts_for_and_what_is_lost_against() {
        let before =
            outcome((1, 3, 500), &[(0, Some(30)), (0, Some(10)), (1, Some(20)), (1, None), (0, Some(5))]);
        let after =
            outcome((0, 1, 420), &[(2, Some(12)), (2, Some(14)), (1, Some(20)), (2, None), (0, None)]);
        let difference = Difference::between(&before, &after, VenueIdx(2), true);
        let expected = [
            (Measure::Children, 1),
            (Measure::Meetings, 1),
            (Measure::LateChildDays, 2),
            (Measure::LateDays, 2),
            (Measure::Cost, 80),
            (Measure::StaffMinutes, 80),
            // 30 + 10 + 20 + 5 before, 12 + 14 + 20 after.
            (Measure::FamilyMinutes, 19),
            (Measure::Nearer, 1),
            (Measure::NearerMinutes, 18),
            (Measure::Farther, 1),
            (Measure::FartherMinutes, 4),
            (Measure::Held, 3),
        ];
        assert_eq!(expected.map(|(measure, _)| measure), Measure::ALL);
        for (measure, amount) in expected {
            assert_eq!(difference.of(measure), amount, "{measure:?}");
        }
        let back = Difference::between(&after, &before, VenueIdx(2), false);
        assert_eq!((back.of(Measure::Cost), back.of(Measure::Held)), (-80, 3), "shut again");
    }

    #[test]
    fn an_interval_is_students_and_one_week_has_none() {
        // Mean 4, squares 4 + 0 + 4 = 8, variance 4, standard error √(4/3) = 1.1547; t of 2 is 4.303.
        let estimate = Estimate::of(&[2, 4, 6]);
        assert_eq!(estimate.mean, 4.0);
        assert!((estimate.half_width.expect("three weeks") - 4.303 * 1.1547).abs() < 1e-3, "{estimate:?}");
        assert!(!estimate.is_clear() && Estimate::of(&[3, 4, 5]).is_clear());
        assert_eq!(Estimate::of(&[7]), Estimate { mean: 7.0, half_width: None });
        assert!(!Estimate::of(&[7]).is_clear());
        assert_eq!(Estimate::of(&[]).mean, 0.0);
        assert!(Estimate::of(&[5, 5]).is_clear(), "the same each week");
    }

    #[test]
    fn law_comes_before_minutes_in_the_rank() {
        let worth =
            |score| Worth::of(&[outcome((2, 2, 100), &[])], &[outcome(score, &[])], VenueIdx(0), true);
        let ranked = [(2, 2, 100), (2, 2, 0), (2, 0, 900), (0, 9, 900)].map(|score| worth(score).rank());
        assert!(ranked.is_sorted(), "{ranked:?}");
        assert_eq!(worth((3, 2, 100)).left_out, [(0, MeetingIdx(2))]);
    }
}
