//! What a walk through a day needs before it begins: which items are worth looking at, and the stops they make.

use super::Walk;
use crate::bound::relaxation::{NONE, PersonDay, Relaxation};
use crate::bound::stops::{Item, NO_ITEM, Stop};

impl Walk {
    /// Drops items that are on no day worth more than the one known even if there were all the time in the world, and
    /// keeps what else that says.
    pub(super) fn drop_what_is_too_far(
        &mut self,
        relaxation: &Relaxation<'_>,
        day: &PersonDay,
        items: &mut Vec<Item>,
        minute: i64,
    ) {
        const FAR: i64 = i64::MIN / 4;
        let problem = relaxation.problem;
        let facts = &problem.people[day.person as usize];
        let groups = &relaxation.groups[day.day as usize][usize::from(facts.is_chair)];
        let place_of = |item: &Item| groups.list[groups.of_window[item.window as usize] as usize].place;
        if items.iter().any(|item| place_of(item) == NONE)
            || facts.spells[day.day as usize].len() != 1
            || 8 < day.room_for
        {
            return;
        }
        let n = groups.places.len();
        let mut top = vec![FAR; n];
        for item in items.iter() {
            let top = &mut top[place_of(item) as usize];
            *top = item.value.max(*top);
        }
        let near: Vec<usize> = (0..n).filter(|&place| FAR < top[place]).collect();
        let cost = |from: usize, to: usize| minute * i64::from(problem.drive(from, to));
        let most = day.room_for;
        // The most that a day is worth that comes to a place as its k-th stop, and that goes on from there.
        let mut to = vec![vec![FAR; n]; most];
        let mut on = vec![vec![FAR; n]; most];
        for &p in &near {
            to[0][p] = top[p] - cost(facts.base, groups.places[p]);
            on[0][p] = -cost(groups.places[p], facts.base);
        }
        for k in 1..most {
            for &p in &near {
                for &q in &near {
                    let (there, back) = (groups.places[p], groups.places[q]);
                    to[k][p] = to[k][p].max(to[k - 1][q] + top[p] - cost(back, there));
                    on[k][p] = on[k][p].max(on[k - 1][q] + top[q] - cost(there, back));
                }
            }
        }
        for k in 1..most {
            for &p in &near {
                on[k][p] = on[k][p].max(on[k - 1][p]);
            }
        }
        let best: Vec<i64> =
            (0..n).map(|p| (0..most).map(|k| to[k][p] + on[most - 1 - k][p]).max().unwrap_or(FAR)).collect();
        items.retain(|item| {
            let place = place_of(item) as usize;
            self.known < best[place] - top[place] + item.value
        });
        self.ahead = on;
        self.tops = top;
    }

    /// Puts the items, those worth most first, into stops.
    pub(super) fn gather(&mut self, relaxation: &Relaxation<'_>, day: &PersonDay, items: &[Item]) {
        let problem = relaxation.problem;
        let n_starts = problem.starts.len();
        let is_chair = problem.people[day.person as usize].is_chair;
        let groups = &relaxation.groups[day.day as usize][usize::from(is_chair)];
        let windows = &relaxation.windows[day.day as usize];
        self.events.clear();
        self.stop_of.clear();
        self.stop_of.resize(groups.list.len() * n_starts, NONE);
        for &item in items.iter() {
            let window = &windows[item.window as usize];
            let group = groups.of_window[item.window as usize];
            let shape = &groups.list[group as usize];
            for start in window.first..=window.last {
                let at = &mut self.stop_of[group as usize * n_starts + start as usize];
                if *at == NONE {
                    *at = self.events.len() as u32;
                    let begin = problem.starts[start as usize] - shape.lead;
                    self.events.push(Stop {
                        begin,
                        end: begin + shape.length,
                        place: shape.place,
                        group,
                        items: [NO_ITEM; 3],
                        n: 0,
                    });
                }
                self.events[*at as usize].offer(item);
            }
        }
        self.events.sort_unstable_by_key(|stop| (stop.begin, stop.group));
        self.online = self.events.iter().any(|stop| stop.place == NONE);
        self.begins.clear();
        self.begins.extend(self.events.iter().map(|stop| stop.begin));
        self.begins.dedup();
        self.places.clear();
        self.places.extend_from_slice(&groups.places);
        self.stops_at.clear();
        self.stops_at
            .extend(self.events.iter().filter(|stop| stop.place != NONE).map(|stop| stop.place as usize));
        self.stops_at.sort_unstable();
        self.stops_at.dedup();
        self.looked.clear();
        self.looked.resize(groups.list.len(), (NONE, 0));
    }
}
