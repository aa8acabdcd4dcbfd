//! How near everybody is to every spot on every day: floors for the insertion.

use super::State;
use crate::problem::Problem;
use crate::solver::diary::DayView;

impl State<'_> {
    /// Returns the least that one more meeting at a spot adds to a person's travel on a day, in minutes;
    /// [`State::NEVER`] where the day does not take it.
    pub(in crate::solver) fn detour(&self, person: u32, day: usize, spot: usize) -> i16 {
        let n_columns = self.problem.spots.len() + 1;
        self.detours[(day * self.problem.people.len() + person as usize) * n_columns + spot]
    }

    /// Returns the least that one more meeting at each spot adds to any chair's travel on a day, `[spot]`.
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

    /// Measures a person's day anew and brings the nearest up to date: everybody is asked only about the spots to
    /// which this person was the nearest and is no longer so near.
    pub(super) fn measure_again(&mut self, person: u32, day: usize) {
        let problem = self.problem;
        let n_columns = problem.spots.len() + 1;
        let first = day * problem.people.len() * n_columns;
        let at = first + person as usize * n_columns;
        self.row_before.clear();
        self.row_before.extend_from_slice(&self.detours[at..at + n_columns]);
        self.measure_detours(person, day);
        let (people, list) = if problem.people[person as usize].is_chair {
            (&problem.chairs, &mut self.nearest_chair)
        } else {
            (&problem.takers, &mut self.nearest_taker)
        };
        let nearest = &mut list[day * n_columns..(day + 1) * n_columns];
        let detours = &self.detours;
        for (spot, (least, &before)) in nearest.iter_mut().zip(&self.row_before).enumerate() {
            let now = detours[at + spot];
            if now <= *least {
                *least = now;
            } else if before == *least {
                let of_all = people.iter().map(|&other| detours[first + other as usize * n_columns + spot]);
                *least = of_all.min().unwrap_or(State::NEVER);
            }
        }
    }

    /// Whether a person's day takes one more meeting at all (H08).
    pub(in crate::solver) fn takes_more(&self, person: u32, day: usize) -> bool {
        self.detour(person, day, self.problem.spots.len()) != State::NEVER
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
        if diary.closed || facts.per_day <= diary.entries.len() || facts.spells[day].is_empty() {
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
