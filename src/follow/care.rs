//! The times in care of each child, put together from care.csv and children.csv as plans are from theirs (see [`super::spells`]).

use super::History;
use super::stretch::{DayStretch, joined};
use crate::calendar::NaiveDate;
use crate::register::PlanStatus;

/// A time in care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// The day on which the child became looked after.
    pub starts: NaiveDate,
    /// The day on which that ended; `None` while it is open.
    pub ends: Option<NaiveDate>,
}

impl Care {
    /// Whether the child is looked after at the end of `day`.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.starts <= day && self.ends.is_none_or(|ends| day < ends)
    }
}

/// Returns the times in care of each child, indexed by child and in order of start; those of one child share no day. children.csv has one
/// where `looked_after_since` is given and `plan` does not say otherwise; a row of care.csv with the same start counts for it.
pub fn care_spells(history: &History<'_>) -> Vec<Vec<Care>> {
    let mut rows: Vec<Vec<DayStretch<()>>> = vec![Vec::new(); history.register.children.len()];
    for care in &history.record.care {
        rows[care.child.at()].push(DayStretch { starts: care.starts, ends: care.ends, known: () });
    }
    for (child, rows) in history.register.children.iter().zip(&mut rows) {
        let may_be = !matches!(child.plan, Some(PlanStatus::Cp | PlanStatus::None));
        if let Some(starts) = child.looked_after_since.filter(|_| may_be)
            && rows.iter().all(|row| row.starts != starts)
        {
            rows.push(DayStretch { starts, ends: None, known: () });
        }
    }
    let cares = rows.into_iter().map(|rows| {
        let joined = joined(rows, |(), ()| {}).into_iter();
        joined.map(|stretch| Care { starts: stretch.starts, ends: stretch.ends }).collect()
    });
    cares.collect()
}
