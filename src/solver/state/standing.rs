//! What the bookings that stand occupy.

use super::State;
use super::caseload::Deciding;
use crate::solver::diary::Entry;

impl State<'_> {
    pub(super) fn keep_fixed(&mut self) {
        let problem = self.problem;
        let n_days = problem.n_days();
        for fixed in &problem.fixed {
            for (person, span) in [(fixed.chair, fixed.chair_span), (fixed.taker, fixed.taker_span)] {
                if let Some(person) = person {
                    self.diaries[person as usize * n_days + fixed.day].add(Entry {
                        span,
                        place: fixed.place,
                        request: None,
                    });
                    if problem.people[person as usize].is_chair {
                        self.load_change(person, fixed.day, i64::from(span.minutes()));
                    }
                }
            }
            if let Some(room) = fixed.room {
                self.rooms[room.at() * n_days + fixed.day].push(fixed.chair_span);
            }
            if let (Some(household), true) = (fixed.household, fixed.family) {
                self.families[household as usize].attends.push((fixed.day, fixed.attendance));
            }
            if let Some(worker) = fixed.worker {
                self.workers[worker as usize].push((fixed.day, fixed.attendance));
            }
            if let (Some(household), Some(chair), true) = (fixed.household, fixed.chair, fixed.continuity) {
                let (day, start) = (fixed.day, fixed.attendance.from);
                self.decide_chair(household, Deciding { day, start, meeting: fixed.meeting, chair }, 1);
            }
        }
        let mut touched: Vec<(u32, usize)> = problem
            .fixed
            .iter()
            .flat_map(|f| [f.chair, f.taker].map(|p| (p, f.day)))
            .filter_map(|(p, d)| Some((p?, d)))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for (person, day) in touched {
            self.settle_fixed_day(person, day);
        }
    }

    /// Counts the travel of a day of bookings that stand, and closes the day where they break a rule.
    pub(super) fn settle_fixed_day(&mut self, person: u32, day: usize) {
        let view = self.view(person, day);
        let at = person as usize * self.problem.n_days() + day;
        let entries = &self.diaries[at].entries;
        let whole = view.travel(entries);
        let travel = whole.unwrap_or_else(|| view.travel_of_broken_day(entries));
        self.diaries[at].closed = whole.is_none();
        self.travelled(person, day, travel);
    }
}
