//! How near everybody is to every spot on every day: floors for the insertion.

use super::State;
use crate::problem::Problem;
use crate::solver::diary::DayView;

/// How often somebody may move away from where they were the nearest before the nearest are found anew.
const MOVES_AWAY: u8 = 8;

impl State<'_> {
    /// Returns the least that one more meeting at a spot adds to a person's travel on a day, in minutes;
    /// [`State::NEVER`] where the day does not take it.
    pub(in crate::solver) fn detour(&self, person: u32, day: usize, spot: usize) -> i16 {
        let n_columns = self.problem.spots.len() + 1;
        self.detours[(day * self.problem.people.len() + person as usize) * n_columns + spot]
    }

    /// Returns a floor of what one more meeting at each spot adds to any chair's travel on a day, `[spot]`.
    pub(in crate::solver) fn nearest_chair(&self, day: usize) -> &[i16] {
        let n_columns = self.problem.spots.len() + 1;
        &self.nearest_chair[day * n_columns..(day + 1) * n_columns]
    }

    /// As [`State::nearest_chair`], for minute takers.
    pub(in crate::solver) fn nearest_taker(&self, day: usize) -> &[i16] {
        let n_columns = self.problem.spots.len() + 1;
        &self.nearest_taker[day * n_columns..(day + 1) * n_columns]
    }

    /// Finds the nearest of all chairs, and of all minute takers, to every spot on a day.
    pub(super) fn find_nearest(&mut self, day: usize) {
        let problem = self.problem;
        self.moves_away[day] = 0;
        let n_columns = problem.spots.len() + 1;
        let days = day * n_columns..(day + 1) * n_columns;
        for (people, list) in
            [(&problem.chairs, &mut self.nearest_chair), (&problem.takers, &mut self.nearest_taker)]
        {
            let nearest = &mut list[days.clone()];
            nearest.fill(State::NEVER);
            for &person in people {
                let at = (day * problem.people.len() + person as usize) * n_columns;
                for (least, &detour) in nearest.iter_mut().zip(&self.detours[at..at + n_columns]) {
                    *least = (*least).min(detour);
                }
            }
        }
    }

    /// Measures the days that have changed since the last time. Nothing is done where none has.
    pub(in crate::solver) fn measure(&mut self) {
        while let Some((person, day)) = self.stale.pop() {
            self.diaries[person as usize * self.problem.n_days() + day].stale = false;
            self.measure_again(person, day);
        }
    }

    /// Measures a person's day anew and brings the nearest up to date. Where this person was the nearest and has
    /// moved away, the old figure stays for a while: it is too low and so still a floor, and asking everybody again
    /// after every change would cost more than it saves.
    fn measure_again(&mut self, person: u32, day: usize) {
        let problem = self.problem;
        let n_columns = problem.spots.len() + 1;
        let at = (day * problem.people.len() + person as usize) * n_columns;
        self.row_before.clear();
        self.row_before.extend_from_slice(&self.detours[at..at + n_columns]);
        self.measure_detours(person, day);
        let is_chair = problem.people[person as usize].is_chair;
        let list = if is_chair { &mut self.nearest_chair } else { &mut self.nearest_taker };
        let nearest = &mut list[day * n_columns..(day + 1) * n_columns];
        let now = &self.detours[at..at + n_columns];
        let mut moved_away = false;
        for ((least, &now), &before) in nearest.iter_mut().zip(now).zip(&self.row_before) {
            moved_away |= before == *least && before < now;
            *least = (*least).min(now);
        }
        if moved_away {
            self.moves_away[day] += 1;
            if self.moves_away[day] == MOVES_AWAY {
                self.find_nearest(day);
            }
        }
    }

    /// Whether a person's day takes one more meeting at all (H08).
    pub(in crate::solver) fn takes_more(&self, person: u32, day: usize) -> bool {
        self.takes_more[day * self.problem.people.len() + person as usize]
    }

    /// Measures a person's day anew. Days with online meetings are not looked into: their detours are 0.
    pub(super) fn measure_detours(&mut self, person: u32, day: usize) {
        let problem = self.problem;
        let n_spots = problem.spots.len();
        let facts = &problem.people[person as usize];
        let (of_chair, of_taker) = problem.shortest;
        let shortest = if facts.is_chair { of_chair } else { of_taker };
        let diary = &self.diaries[person as usize * problem.n_days() + day];
        let at = (day * problem.people.len() + person as usize) * (n_spots + 1);
        let detours = &mut self.detours[at..at + n_spots + 1];
        detours.fill(State::NEVER);
        let is_full = diary.closed || facts.per_day <= diary.entries.len() || facts.spells[day].is_empty();
        self.takes_more[day * problem.people.len() + person as usize] = !is_full;
        if is_full {
            return;
        }
        let (online, detours) =
            detours.split_last_mut().expect("there is always a column for online meetings");
        *online = 0;
        if diary.entries.iter().any(|entry| entry.place.is_none()) {
            detours.fill(0);
            return;
        }
        let view = DayView { problem, base: facts.base, spells: &facts.spells[day] };
        view.each_gap(&diary.entries, |gap| {
            let spare = (gap.minutes - shortest).clamp(-1, i32::from(Problem::FAR)) as i16;
            let journey = gap.journey.min(i32::from(Problem::FAR)) as i16;
            let out = &problem.to_spots[gap.here * n_spots..(gap.here + 1) * n_spots];
            let back = &problem.from_spots[gap.there * n_spots..(gap.there + 1) * n_spots];
            for ((least, out), back) in detours.iter_mut().zip(out).zip(back) {
                let around = out + back;
                let more = if around <= spare { (around - journey).max(0) } else { State::NEVER };
                *least = (*least).min(more);
            }
        });
    }
}
