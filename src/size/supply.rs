//! What becomes of an advert, drawn before anybody decides to place it.
//!
//! An advert brings nobody, or somebody who starts when the advert, the selection, the checks and the notice are done, carries
//! less at first, and leaves one day.

use super::futures::Lead;
use super::plan::Contract;
use crate::staffing::streams::Draws;

/// Days of a week and of a mean month.
const WEEK: f64 = 7.0;
const MONTH: f64 = 365.25 / 12.0;
/// A stage of the ramp that is a few days short is over.
const NEARLY: f64 = 3.0;
/// Each stage of a recruitment takes up to this share less or more than its weeks.
pub const STAGE_VARIES: f64 = 1.0 / 3.0;

/// How posts of a contract are recruited to, and how long people stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// The chance that an advert ends in a first day.
    pub success: f64,
    /// Weeks of the advert with the selection, and of checks and notice.
    pub stage_weeks: [f64; 2],
    /// The chance of giving notice in a year.
    pub leaving_a_year: f64,
    /// Weeks of notice.
    pub notice_weeks: f64,
    /// Months that the contract lasts, where it ends.
    pub lasts_months: Option<f64>,
    /// What a new chair carries in the first stage and in the second.
    pub ramp: [f64; 2],
    /// Months of each stage.
    pub ramp_months: f64,
}

/// Somebody who comes: days from the first day of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// The first day.
    pub starts: f64,
    /// The first day that they are gone.
    pub ends: f64,
}

impl Terms {
    /// Returns what becomes of an advert placed on a day. The chance of success is drawn first, so that a lower one only
    /// takes people away and changes nothing else.
    pub fn draw(&self, draws: &mut Draws, placed_on: f64) -> Option<Stay> {
        let succeeds = draws.happens(self.success);
        let stages = self.stage_weeks.iter();
        let weeks: f64 = stages.map(|weeks| weeks * (1.0 + STAGE_VARIES * (2.0 * draws.unit() - 1.0))).sum();
        let years = draws.exponential() / self.leaving_a_year.max(1e-9);
        let contract = self.lasts_months.map_or(f64::INFINITY, |months| months * MONTH);
        let starts = placed_on + weeks * WEEK;
        succeeds.then_some(Stay {
            starts,
            ends: starts + contract.min(years * 365.25 + self.notice_weeks * WEEK),
        })
    }

    /// Returns the effective FTE of somebody at the end of a month, given by its first day and the first of the next. What
    /// somebody carries is set on their first day and on the first of each month.
    pub fn carried(&self, stay: &Stay, month: (f64, f64)) -> f64 {
        let (first, next) = month;
        let stage = self.ramp_months * MONTH;
        let days_in = (first - stay.starts).max(0.0);
        if next <= stay.starts || stay.ends < next {
            0.0
        } else if days_in < stage - NEARLY {
            self.ramp[0]
        } else if days_in < 2.0 * stage - NEARLY {
            self.ramp[1]
        } else {
            1.0
        }
    }

    /// Returns the days paid from the first day of the plan up to a day.
    pub fn days_paid(&self, stay: &Stay, until: f64) -> f64 {
        (stay.ends.min(until) - stay.starts).max(0.0)
    }

    /// Returns what readers are told, where placing an advert costs so much.
    pub fn lead(&self, fee_pounds: i64) -> Lead {
        let months = self.stage_weeks.iter().sum::<f64>() * WEEK / MONTH;
        Lead {
            success: self.success,
            start_months: [months * (1.0 - STAGE_VARIES), months, months * (1.0 + STAGE_VARIES)],
            ramp_months: 2.0 * self.ramp_months,
            fee_pounds,
        }
    }
}

/// Returns the number of an advert's stream: no two adverts of a plan share one.
pub fn entity(contract: Contract, month: usize, nth: u32) -> u64 {
    ((contract.at() as u64 + 1) << 32) | ((month as u64) << 16) | u64::from(nth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staffing::streams::{Stream, Streams};

    fn terms() -> Terms {
        Terms {
            success: 0.55,
            stage_weeks: [6.0, 12.0],
            leaving_a_year: 0.13,
            notice_weeks: 0.0,
            lasts_months: None,
            ramp: [0.6, 0.8],
            ramp_months: 3.0,
        }
    }

    #[test]
    fn adverts_succeed_and_start_as_often_and_as_late_as_they_are_said_to() {
        let n = 20_000;
        let streams = Streams::new(4, 0);
        let stays: Vec<Stay> =
            (0..n).filter_map(|n| terms().draw(&mut streams.of(Stream::Sizing, n), 10.0)).collect();
        // 0.55 of 20,000 is 11,000, its standard error 70; 18 weeks are 126 days, each stage a third less or more.
        assert!(stays.len().abs_diff(11_000) < 280, "{}", stays.len());
        let mean = stays.iter().map(|stay| stay.starts).sum::<f64>() / stays.len() as f64;
        assert!((mean - 136.0).abs() < 1.0, "{mean}");
        assert!(stays.iter().all(|stay| 10.0 + 84.0 <= stay.starts && stay.starts <= 10.0 + 168.0));
        // Within a year 1 − e^−0.13 = 12.2 % have left.
        let left = stays.iter().filter(|stay| stay.ends < stay.starts + 365.25).count() as f64;
        assert!((left / stays.len() as f64 - 0.1219).abs() < 0.013, "{left}");
    }

    #[test]
    fn a_lower_chance_only_takes_people_away() {
        let halved = Terms { success: terms().success / 2.0, ..terms() };
        let streams = Streams::new(5, 0);
        for advert in 0..500 {
            let before = terms().draw(&mut streams.of(Stream::Sizing, advert), 0.0);
            let after = halved.draw(&mut streams.of(Stream::Sizing, advert), 0.0);
            assert!(after.is_none() || after == before, "{advert}");
        }
    }

    #[test]
    fn a_new_chair_carries_less_at_first_and_a_temporary_one_goes() {
        let temporary = Terms { lasts_months: Some(12.0), leaving_a_year: 0.0, ..terms() };
        let stay = Stay { starts: 100.0, ends: 100.0 + 12.0 * MONTH };
        // By the month that begins so many months after the first day; somebody who comes within it has just begun.
        for (months, carried) in [
            (-1.1, 0.0),
            (-0.9, 0.6),
            (0.1, 0.6),
            (2.8, 0.6),
            (2.95, 0.8),
            (6.1, 1.0),
            (10.9, 1.0),
            (11.1, 0.0),
        ] {
            let first = 100.0 + months * MONTH;
            assert_eq!(temporary.carried(&stay, (first, first + MONTH)), carried, "{months}");
        }
        assert_eq!(temporary.days_paid(&stay, 160.0), 60.0);
        assert_eq!(temporary.days_paid(&stay, 99.0), 0.0);
    }

    #[test]
    fn no_two_adverts_share_a_stream() {
        let mut entities = std::collections::BTreeSet::new();
        for contract in Contract::ALL {
            for month in 0..180 {
                for nth in 0..50 {
                    assert!(entities.insert(entity(contract, month, nth)));
                }
            }
        }
    }
}
