//! How near everybody is to every spot on every day: floors for the insertion.

use super::State;

impl State<'_> {
    /// Returns the least that one more meeting at each spot adds to a person's travel on a day, `[spot]`.
    pub(in crate::solver) fn detours(&self, person: u32, day: usize) -> &[u16] {
        let n_spots = self.problem.spots.len();
        let at = (person as usize * self.problem.n_days() + day) * n_spots;
        &self.detours[at..at + n_spots]
    }

    /// Returns the least that one more meeting at a spot adds to any chair's travel on a day, or `None` where no
    /// chair takes one.
    pub(in crate::solver) fn nearest_chair(&self, day: usize, spot: usize) -> Option<u16> {
        let nearest = self.nearest_chair[day * self.problem.spots.len() + spot];
        (nearest != State::NEVER).then_some(nearest)
    }

    /// As [`State::nearest_chair`], for minute takers.
    pub(in crate::solver) fn nearest_taker(&self, day: usize, spot: usize) -> Option<u16> {
        let nearest = self.nearest_taker[day * self.problem.spots.len() + spot];
        (nearest != State::NEVER).then_some(nearest)
    }

    pub(super) fn find_nearest(&mut self, chairs: bool, day: usize) {
        let (n_days, n_spots) = (self.problem.n_days(), self.problem.spots.len());
        let list = if chairs { &mut self.nearest_chair } else { &mut self.nearest_taker };
        let nearest = &mut list[day * n_spots..(day + 1) * n_spots];
        nearest.fill(State::NEVER);
        for (person, facts) in self.problem.people.iter().enumerate() {
            if facts.is_chair == chairs {
                let at = (person * n_days + day) * n_spots;
                for (least, &detour) in nearest.iter_mut().zip(&self.detours[at..at + n_spots]) {
                    *least = (*least).min(detour);
                }
            }
        }
    }

    /// Whether a person's day takes one more meeting at all (H08).
    pub(in crate::solver) fn takes_more(&self, person: u32, day: usize) -> bool {
        let diary = self.diary(person, day);
        let person = &self.problem.people[person as usize];
        !diary.closed && diary.entries.len() < person.per_day && !person.spells[day].is_empty()
    }

    pub(super) fn measure_detours(&mut self, person: u32, day: usize) {
        let problem = self.problem;
        let takes_more = self.takes_more(person, day);
        let (of_chair, of_taker) = problem.shortest;
        let shortest = if problem.people[person as usize].is_chair { of_chair } else { of_taker };
        let view = self.view(person, day);
        let at = person as usize * problem.n_days() + day;
        let entries = &self.diaries[at].entries;
        let n_spots = problem.spots.len();
        for (detour, &place) in self.detours[at * n_spots..(at + 1) * n_spots].iter_mut().zip(&problem.spots)
        {
            let least = if takes_more { view.least_detour(entries, place, shortest) } else { None };
            *detour =
                least.map_or(State::NEVER, |minutes| minutes.clamp(0, i32::from(State::NEVER) - 1) as u16);
        }
    }
}
