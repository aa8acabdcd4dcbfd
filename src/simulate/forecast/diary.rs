//! The weeks that meetings are booked into, as a clerk looks at them.

use super::week::presence;
use crate::staffing::Horizon;

/// Weeks after the last day that are still booked into.
const WEEKS_AFTER: i32 = 60;

/// The weeks of a run.
#[derive(Debug, Clone)]
pub(super) struct Diary {
    first_weekday: i32,
    /// How much a meeting fills of a week, more where chairs are on leave; indexed by week.
    crowding: Vec<f64>,
}

impl Diary {
    pub(super) fn new(horizon: &Horizon) -> Diary {
        let n_weeks = horizon.n_days() / 7 + WEEKS_AFTER;
        let first_weekday = horizon.weekday(0);
        let crowding = (0..n_weeks).map(|week| {
            // The month of a week is that of its Thursday.
            let thursday = (7 * week + 3 - first_weekday).clamp(0, horizon.n_days() - 1);
            1.0 / presence(horizon.calendar_month(horizon.month_of(thursday)))
        });
        Diary { first_weekday, crowding: crowding.collect() }
    }

    /// Returns how many weeks there are.
    pub(super) fn n_weeks(&self) -> usize {
        self.crowding.len()
    }

    /// Returns the week of a day: the first or the last for days outside.
    pub(super) fn week_of(&self, day: i32) -> usize {
        (((day + self.first_weekday) / 7).max(0) as usize).min(self.crowding.len() - 1)
    }

    /// Returns how much a meeting fills of a week.
    pub(super) fn crowding(&self, week: usize) -> f64 {
        self.crowding[week]
    }
}
