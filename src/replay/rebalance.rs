//! Families handed over when a chair starts, so that caseloads are fair.
//!
//! On the first day of a post, families whose chair has left, and then families of chairs who have more than their fair
//! part, are given to whoever has less, those of their own district first, until the new chair has their part: of a new
//! starter's post that is the share that they do.

use chrono::NaiveDate;

use crate::register::{HouseholdIdx, Role, StaffIdx};

use super::world::World;

impl World<'_> {
    /// Hands families over to the chairs who start on one of the days after `before` up to `today`.
    pub(super) fn rebalance(&mut self, before: NaiveDate, today: NaiveDate) {
        let starts = |from: Option<NaiveDate>| from.is_some_and(|from| before < from && from <= today);
        let staff = &self.register.staff;
        let new: Vec<StaffIdx> = (0..staff.len())
            .map(StaffIdx::from)
            .filter(|chair| staff[chair.at()].role == Role::Iro && starts(staff[chair.at()].from))
            .collect();
        if new.is_empty() {
            return;
        }
        let posts: Vec<i64> = staff
            .iter()
            .map(|chair| {
                let counts = chair.role == Role::Iro && chair.in_post(today);
                if counts { i64::from(chair.fte.millionths()) } else { 0 }
            })
            .collect();
        let all: i64 = self.families.iter().map(|family| i64::from(family.n_open())).sum();
        let whole: i64 = posts.iter().sum::<i64>().max(1);
        let share = self.year.booking.rebalanced;
        let fair: Vec<i64> = posts.iter().map(|post| all * post / whole).collect();
        let mut load: Vec<i64> =
            (0..staff.len()).map(|chair| i64::from(self.caseload(StaffIdx::from(chair)))).collect();
        for own_district in [true, false] {
            for left in [true, false] {
                for household in (0..self.families.len()).map(HouseholdIdx::from) {
                    let children = i64::from(self.families[household.at()].n_open());
                    let row = &self.register.households[household.at()];
                    let Some(old) = row.iro.filter(|_| 0 < children) else { continue };
                    let gone = !self.register.staff[old.at()].in_post(today);
                    let too_many = fair[old.at()] + children <= load[old.at()];
                    if new.contains(&old) || gone != left || (!gone && !too_many) {
                        continue;
                    }
                    let has_room = |chair: &StaffIdx| {
                        let most = libm::round(fair[chair.at()] as f64 * share) as i64;
                        load[chair.at()] + children <= most
                            && (!own_district || self.register.staff[chair.at()].covers(row.district))
                    };
                    let Some(chair) = new.iter().copied().filter(has_room).min_by_key(|c| (load[c.at()], *c))
                    else {
                        continue;
                    };
                    load[old.at()] -= children;
                    load[chair.at()] += children;
                    let row = &mut self.register.households[household.at()];
                    (row.iro, row.iro_since) = (Some(chair), Some(today));
                    self.month.chairs_left.add(children as u32);
                }
            }
        }
    }
}
