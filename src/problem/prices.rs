//! The soft rules sorted by what they depend on, weights applied.

use chrono::NaiveDate;

use crate::register::{Deadlines, DistrictIdx, Meeting, Register, RoomChoice, StaffIdx};
use crate::rules::{Price, SOFT};
use crate::travel::Travel;

/// Adds up the soft rules of [`SOFT`] for one meeting and one choice, in minutes of cost.
pub struct Prices<'a> {
    register: &'a Register,
    travel: &'a Travel,
    rules: Vec<(Price, i64)>,
}

/// The weights of the soft rules that the solver keeps, in minutes of cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackedWeights {
    /// A minute travelled by a chair.
    pub travel_chair: i64,
    /// A minute travelled by a minute taker.
    pub travel_minute_taker: i64,
    /// A minute of a chair's week above its limit.
    pub load: i64,
    /// A child on a chair's caseload above its limit.
    pub caseload: i64,
}

impl<'a> Prices<'a> {
    /// Returns the prices of a register.
    pub fn new(register: &'a Register, travel: &'a Travel) -> Prices<'a> {
        Prices {
            register,
            travel,
            rules: SOFT.iter().map(|rule| (rule.price(), rule.weight(register))).collect(),
        }
    }

    /// Returns what the day costs.
    pub fn day(&self, meeting: &Meeting, deadlines: &Deadlines, date: NaiveDate) -> i64 {
        self.sum(|price| match price {
            Price::Day(amount) => Some(amount(self.register, meeting, deadlines, date)),
            _ => None,
        })
    }

    /// Returns what a start costs (minutes since midnight).
    pub fn start(&self, meeting: &Meeting, start: i32) -> i64 {
        self.sum(|price| match price {
            Price::Start(amount) => Some(amount(self.register, meeting, start)),
            _ => None,
        })
    }

    /// Returns what a room costs.
    pub fn room(&self, meeting: &Meeting, room: RoomChoice) -> i64 {
        self.sum(|price| match price {
            Price::Room(amount) => Some(amount(self.register, self.travel, meeting, room)),
            _ => None,
        })
    }

    /// Returns what a chair costs on a day.
    pub fn chair(&self, meeting: &Meeting, chair: StaffIdx, date: NaiveDate) -> i64 {
        self.sum(|price| match price {
            Price::Chair(amount) => Some(amount(self.register, meeting, chair, date)),
            _ => None,
        })
    }

    /// Returns what a chair costs in a district.
    pub fn chair_district(&self, meeting: &Meeting, chair: StaffIdx, district: Option<DistrictIdx>) -> i64 {
        self.sum(|price| match price {
            Price::ChairDistrict(amount) => Some(amount(self.register, meeting, chair, district)),
            _ => None,
        })
    }

    fn sum(&self, amount: impl Fn(Price) -> Option<i64>) -> i64 {
        self.rules.iter().filter_map(|&(price, weight)| Some(amount(price)? * weight)).sum()
    }
}

impl TrackedWeights {
    /// Returns the weights of a register.
    pub fn new(register: &Register) -> TrackedWeights {
        let weight =
            |key: &str| SOFT.iter().find(|rule| rule.key() == key).map_or(0, |rule| rule.weight(register));
        TrackedWeights {
            travel_chair: weight("travel_chair"),
            travel_minute_taker: weight("travel_minute_taker"),
            load: weight("load"),
            caseload: weight("caseload"),
        }
    }
}
