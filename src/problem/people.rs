//! Chairs, minute takers and families, as the solver sees them.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::register::{Household, HouseholdIdx, Register, Staff};

/// Minutes of a chair's week above which `load` is charged, for one full-time equivalent.
const WEEKLY_MINUTES: i64 = 1200;
/// Children on a chair's caseload above which `caseload` is charged, for one full-time equivalent (the IRO
/// Handbook advises 50 to 70).
const ADVISED_CASELOAD: i64 = 70;

/// A chair or minute taker.
#[derive(Debug, Clone)]
pub struct Person {
    /// Whether they chair; otherwise they take minutes.
    pub is_chair: bool,
    /// The place where each spell begins and ends.
    pub base: usize,
    /// Most meetings in a day.
    pub per_day: usize,
    /// Minutes of a week above which `load` is charged.
    pub load_limit: i64,
    /// Children above which `caseload` is charged.
    pub caseload_limit: i64,
    /// Working spells, `[day]`, in order.
    pub spells: Vec<Vec<Span>>,
}

/// A household, as far as its chair goes.
#[derive(Debug, Clone)]
pub struct Family {
    /// Its children.
    pub children: i64,
    /// Its chair in the register, where in post on the day, `[day]`.
    pub chair_on: Vec<Option<u32>>,
    /// Its chair in the register, where in post today.
    pub chair_today: Option<u32>,
}

impl Person {
    /// Returns a member of staff on the days of a problem.
    pub(super) fn new(staff: &Staff, dates: &[NaiveDate]) -> Person {
        Person {
            is_chair: staff.role.chairs(),
            base: staff.base.at(),
            per_day: staff.per_day as usize,
            load_limit: staff.fte.of(WEEKLY_MINUTES),
            caseload_limit: staff.fte.of(ADVISED_CASELOAD),
            spells: dates.iter().map(|&date| staff.spells_on(date)).collect(),
        }
    }
}

impl Family {
    /// Returns a household on the days of a problem.
    pub(super) fn new(
        register: &Register,
        position: usize,
        household: &Household,
        dates: &[NaiveDate],
    ) -> Family {
        let chair_on = |date| register.chair_on(HouseholdIdx::from(position), date).map(|chair| chair.0);
        Family {
            children: i64::from(household.children),
            chair_on: dates.iter().map(|&date| chair_on(date)).collect(),
            chair_today: chair_on(register.authority.today),
        }
    }
}
