//! The best day of one person: which meetings to take, in which order and where, for the prices offered.
//!
//! A day is walked forward in time. A label says what a day that has come so far is worth, and where and when the
//! person is free again; of two labels at one place with the same number of meetings the later one that is worth no
//! more is forgotten (the shortest path with resource constraints of Desrochers, Desrosiers and Solomon, *Operations
//! Research* 40, 1992). No meeting is taken twice among the first three of a day: enough labels are kept to have
//! one without it. Journeys (H07), spells (H04), lunch (H09) and the bookings that stand are kept exactly, but for the
//! journey after an online meeting, which is paid for and needs no time: what is worth nothing is left out of a day,
//! and might have brought the person nearer before they stayed where they were.

mod prepare;

use std::cmp::Reverse;

use super::labels::{Label, Labels, NO_LABEL, NO_LABELS};
use super::relaxation::{NONE, PersonDay, Relaxation, Standing};
use super::stops::{Item, Stop};
use crate::calendar::Span;
use crate::problem::Problem;

/// A label on its way: it may be used from a time on.
#[derive(Debug, Clone, Copy)]
struct Coming {
    place: u32,
    taken: u8,
    fed: bool,
    stays: bool,
    label: Label,
}

/// Working memory for the days of one thread.
#[derive(Default)]
pub(super) struct Walk {
    /// `[group × n_starts + start]`: position in `stops`, or [`NONE`].
    stop_of: Vec<u32>,
    events: Vec<Stop>,
    begins: Vec<i32>,
    coming: Vec<Vec<Coming>>,
    /// `[(place × (most + 1) + taken) × 2 + fed]`: who may be there by now, and who was there before.
    here: Vec<Labels>,
    stays: Vec<Labels>,
    /// `[(group × (most + 1) + taken) × 2 + fed]`: who has left stops of a group.
    left: Vec<Labels>,
    /// `[place]`: counts changes of `here` and `stays`.
    changes: Vec<u32>,
    /// `[group]`: the last stop that was looked at and the count of changes then.
    looked: Vec<(u32, u32)>,
    /// Windows taken, each with the position of the one before.
    trail: Vec<(u32, u32)>,
    places: Vec<usize>,
    /// Whether there are stops online.
    online: bool,
    /// What the best item is worth, and a day that is known to be possible.
    top: i64,
    known: i64,
    /// `[k][place]`: the most that k meetings more and the way home can add to a day that is there, had it all the time
    /// in the world; empty where that is not known. Beside it, the most that one meeting is worth there.
    ahead: Vec<Vec<i64>>,
    tops: Vec<i64>,
    /// Places where somebody may stop.
    stops_at: Vec<usize>,
}

/// A place where somebody must be: the base, or a booking that stands.
#[derive(Clone, Copy)]
struct Post {
    span: Span,
    place: Option<usize>,
}

/// What a day is worth at most, and the windows that make it so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Best {
    pub(super) value: i64,
    /// Minutes driven, those for the bookings that stand included.
    pub(super) driven: i64,
    /// Positions in the day's windows.
    pub(super) windows: Vec<u32>,
}

/// Whether bookings that stand do not fit into a day by themselves.
pub(super) fn is_broken(problem: &Problem<'_>, base: usize, spells: &[Span], entries: &[Standing]) -> bool {
    let inside = |entry: &Standing| spells.iter().any(|spell| spell.covers(entry.span));
    !entries.iter().all(inside)
        || spells.iter().any(|&spell| {
            let held: Vec<&Standing> = entries.iter().filter(|entry| spell.covers(entry.span)).collect();
            if held.is_empty() {
                return false;
            }
            let mut fed = !spell.covers(problem.lunch.window);
            let (mut here, mut free) = (base, spell.from);
            let end = Standing { span: Span::new(spell.until, spell.until), place: Some(base) };
            for entry in held.into_iter().chain([&end]) {
                let journey = entry.place.map_or(0, |place| problem.drive(here, place));
                if entry.span.from - free < journey {
                    return true;
                }
                fed |= feeds(problem, free, entry.span.from, journey);
                here = entry.place.unwrap_or(here);
                free = entry.span.until;
            }
            !fed
        })
}

fn feeds(problem: &Problem<'_>, from: i32, until: i32, journey: i32) -> bool {
    let lunch = &problem.lunch;
    lunch.minutes <= until.min(lunch.window.until) - from.max(lunch.window.from)
        && lunch.minutes <= until - from - journey
}

impl Walk {
    /// Returns the best day, where `items` may be taken and a minute of driving costs `minute`. The bookings that
    /// stand are in it; their driving is paid. A day worth `known` must be possible, or `known` be no more than 0.
    pub(super) fn best(
        &mut self,
        relaxation: &Relaxation<'_>,
        day: &PersonDay,
        items: &mut Vec<Item>,
        minute: i64,
        known: i64,
    ) -> Best {
        let most = day.room_for;
        let nothing =
            Best { value: -minute * day.standing_travel, driven: day.standing_travel, windows: Vec::new() };
        if items.is_empty() || most == 0 {
            return nothing;
        }
        if day.broken {
            return broken(items, most, &nothing);
        }
        // A day worth `known` is found again, and so must not be shut out by itself.
        self.known = (known - 1).max(0);
        self.ahead.clear();
        if day.standing.is_empty() {
            self.drop_what_is_too_far(relaxation, day, items, minute);
            if items.is_empty() {
                return nothing;
            }
        }
        let problem = relaxation.problem;
        let facts = &problem.people[day.person as usize];
        let spells = &facts.spells[day.day as usize];
        items.sort_unstable_by_key(|item| (Reverse(item.value), item.window));
        self.gather(relaxation, day, items);
        let Some(shortest) = self.events.iter().map(|stop| stop.end - stop.begin).min() else {
            return nothing;
        };
        let minutes: i32 = spells.iter().map(|spell| spell.minutes()).sum();
        let most = most.min((minutes / shortest.max(1)).max(1) as usize);
        self.trail.clear();
        let home = (day.standing.is_empty() && spells.len() == 1).then_some(facts.base);
        self.top = items.first().map_or(0, |item| item.value);
        let mut days = vec![NO_LABELS; most + 1];
        days[0].offer(Label { value: 0, driven: 0, taken: [NONE; 2], stop: NONE }, 0, most);
        for &spell in spells {
            let held: Vec<Post> = day
                .standing
                .iter()
                .filter(|entry| spell.covers(entry.span))
                .map(|entry| Post { span: entry.span, place: entry.place })
                .collect();
            let must_eat = spell.covers(problem.lunch.window);
            let mut after = if held.is_empty() { days.clone() } else { vec![NO_LABELS; most + 1] };
            let mut under_way = vec![NO_LABELS; (most + 1) * 2];
            for (taken, labels) in days.iter().enumerate() {
                under_way[taken * 2 + usize::from(!must_eat)] = *labels;
            }
            let base = |at: i32| Post { span: Span::new(at, at), place: Some(facts.base) };
            let (mut post, mut place) = (base(spell.from), facts.base);
            for next in held.into_iter().chain([base(spell.until)]) {
                under_way = self.between(problem, post, place, next, &under_way, most, minute, home);
                place = next.place.unwrap_or(place);
                post = next;
            }
            for (taken, labels) in after.iter_mut().enumerate() {
                for &label in under_way[taken * 2 + 1].all() {
                    labels.offer(label, taken, most);
                }
            }
            days = after;
        }
        let mut best = NO_LABEL;
        for label in days.iter().flat_map(|labels| labels.all()) {
            if best.value < label.value {
                best = *label;
            }
        }
        let mut windows = Vec::new();
        let mut stop = best.stop;
        while stop != NONE {
            let (window, before) = self.trail[stop as usize];
            windows.push(window);
            stop = before;
        }
        Best { value: best.value, driven: i64::from(best.driven), windows }
    }

    /// Returns the labels that reach `next`, `[taken × 2 + fed]`, from those that leave `post` at `place`.
    #[expect(clippy::too_many_arguments, reason = "two posts, and what is known of the day")]
    fn between(
        &mut self,
        problem: &Problem<'_>,
        post: Post,
        place: usize,
        next: Post,
        from: &[Labels],
        most: usize,
        minute: i64,
        home: Option<usize>,
    ) -> Vec<Labels> {
        let n_places = self.places.len();
        // The place of departure is one more place, where nobody stops but online.
        self.places.push(place);
        let width = (most + 1) * 2;
        let n_groups = self.looked.len();
        let n_staying = if self.online { n_places + 1 } else { 0 };
        for (list, n) in
            [(&mut self.here, n_places), (&mut self.stays, n_staying), (&mut self.left, n_groups)]
        {
            list.clear();
            list.resize(n * width, NO_LABELS);
        }
        self.changes.clear();
        self.changes.resize(n_places + 1, 0);
        self.looked.fill((NONE, 0));
        let n_begins = self.begins.len();
        if self.coming.len() < n_begins {
            self.coming.resize_with(n_begins, Vec::new);
        }
        self.coming.iter_mut().for_each(Vec::clear);
        let mut reached = vec![NO_LABELS; width];
        let leg = Leg { problem, next, most, minute, home };
        for taken in 0..=most {
            for fed in [false, true] {
                for &label in from[taken * 2 + usize::from(fed)].all() {
                    let free = post.span.until;
                    self.leave(&leg, label, taken, fed, n_places, free, false, &mut reached);
                }
            }
        }
        let mut event = self.events.partition_point(|stop| stop.begin < post.span.until);
        let first = self.begins.partition_point(|&begin| begin < post.span.until);
        for at in first..n_begins {
            if next.span.from <= self.begins[at] {
                break;
            }
            self.arrive(at, most);
            while event < self.events.len() && self.events[event].begin == self.begins[at] {
                if self.events[event].end <= next.span.from {
                    self.stop_at(&leg, event, &mut reached);
                }
                event += 1;
            }
        }
        self.places.pop();
        reached
    }

    /// Lets the labels be used that may be from the time `at` on.
    fn arrive(&mut self, at: usize, most: usize) {
        let width = (most + 1) * 2;
        let mut coming = std::mem::take(&mut self.coming[at]);
        for it in coming.drain(..) {
            let list = if it.stays { &mut self.stays } else { &mut self.here };
            let taken = usize::from(it.taken);
            let labels = &mut list[it.place as usize * width + taken * 2 + usize::from(it.fed)];
            if labels.offer(it.label, taken, most) {
                self.changes[it.place as usize] += 1;
            }
        }
        self.coming[at] = coming;
    }

    /// Takes the meetings of a stop with everybody who may be there.
    fn stop_at(&mut self, leg: &Leg<'_>, event: usize, reached: &mut [Labels]) {
        let stop = self.events[event];
        if stop.place == NONE {
            // Online: people stay where they were.
            for place in 0..self.places.len() {
                self.take_from(leg, event, place, true, reached);
            }
            return;
        }
        let (last, changes) = self.looked[stop.group as usize];
        let place = stop.place as usize;
        if last != NONE && changes == self.changes[place] && stop.same_items(&self.events[last as usize]) {
            // What it makes was made already, and was free earlier.
            return;
        }
        self.looked[stop.group as usize] = (event as u32, self.changes[place]);
        self.take_from(leg, event, place, false, reached);
    }

    fn take_from(&mut self, leg: &Leg<'_>, event: usize, place: usize, stays: bool, reached: &mut [Labels]) {
        let stop = self.events[event];
        let width = (leg.most + 1) * 2;
        for taken in 0..leg.most {
            for fed in [true, false] {
                let at = place * width + taken * 2 + usize::from(fed);
                let labels = if stays { self.stays[at] } else { self.here[at] };
                for label in labels.all() {
                    for item in &stop.items[..usize::from(stop.n)] {
                        if taken <= 2 && label.taken.contains(&item.request) {
                            continue;
                        }
                        let mut made = *label;
                        made.value += item.value;
                        if taken < 2 {
                            made.taken[taken] = item.request;
                        } else {
                            made.taken = [NONE; 2];
                        }
                        made.stop = self.trail.len() as u32;
                        let taken = taken + 1;
                        if leg.home.is_some()
                            && let Some(ahead) = self.ahead.get(leg.most - taken)
                            && made.value + ahead[place] <= self.known
                        {
                            continue;
                        }
                        // Stops of a group end in the order in which they begin. Online a group is at many places.
                        let known =
                            &mut self.left[stop.group as usize * width + taken * 2 + usize::from(fed)];
                        if stays || known.offer(made, taken, leg.most) {
                            self.trail.push((item.window, label.stop));
                            self.leave(leg, made, taken, fed, place, stop.end, stays, reached);
                        }
                    }
                }
            }
        }
    }

    /// Sends a label that is free at `place` from `free` on everywhere; after an online meeting (`loose`) in no time.
    #[expect(clippy::too_many_arguments, reason = "where, when and what")]
    fn leave(
        &mut self,
        leg: &Leg<'_>,
        label: Label,
        taken: usize,
        fed: bool,
        place: usize,
        free: i32,
        loose: bool,
        reached: &mut [Labels],
    ) {
        let needed = |journey: i32| if loose { 0 } else { journey };
        let (problem, lunch) = (leg.problem, &leg.problem.lunch);
        let from = self.places[place];
        let journey = leg.next.place.map_or(0, |there| problem.drive(from, there));
        if needed(journey) <= leg.next.span.from - free {
            let fed = fed || feeds(problem, free, leg.next.span.from, needed(journey));
            let there = label.after(journey, leg.minute);
            reached[taken * 2 + usize::from(fed)].offer(there, taken, leg.most);
            if fed && leg.home.is_some() {
                self.known = self.known.max(there.value);
            }
        }
        if taken == leg.most {
            return;
        }
        let opens = free.max(lunch.window.from) + lunch.minutes;
        let left = leg.most - taken;
        let to_come = left as i64 * self.top;
        for at in 0..self.stops_at.len() {
            let to = self.stops_at[at];
            let journey = problem.drive(from, self.places[to]);
            let label = label.after(journey, leg.minute);
            if let Some(home) = leg.home {
                // However well it goes on, a day that is worth as much is known.
                let most = match self.ahead.get(left - 1) {
                    Some(ahead) => self.tops[to] + ahead[to],
                    None => to_come - leg.minute * i64::from(problem.drive(self.places[to], home)),
                };
                if label.value + most <= self.known {
                    continue;
                }
            }
            let there = free + needed(journey);
            self.send(there, Coming { place: to as u32, taken: taken as u8, fed, stays: false, label });
            if !fed && opens <= lunch.window.until {
                let at = opens.max(there + lunch.minutes);
                self.send(
                    at,
                    Coming { place: to as u32, taken: taken as u8, fed: true, stays: false, label },
                );
            }
        }
        if self.online {
            let stay = Coming { place: place as u32, taken: taken as u8, fed, stays: true, label };
            self.send(free, stay);
            if !fed && opens <= lunch.window.until {
                self.send(opens.max(free + lunch.minutes), Coming { fed: true, ..stay });
            }
        }
    }

    fn send(&mut self, at: i32, coming: Coming) {
        let position = self.begins.partition_point(|&begin| begin < at);
        if let Some(list) = self.coming.get_mut(position).filter(|_| position < self.begins.len()) {
            list.push(coming);
        }
    }
}

/// The way to the next post, and how journeys are paid.
struct Leg<'a> {
    problem: &'a Problem<'a>,
    next: Post,
    most: usize,
    minute: i64,
    /// The base, where the way ends the day's only spell and nothing stands in it.
    home: Option<usize>,
}

/// Returns the best day where bookings that stand break a rule or are online: what is added is not asked to fit, nor to be driven
/// to. By the triangle inequality the driving for what stands is the least.
fn broken(items: &[Item], most: usize, nothing: &Best) -> Best {
    let mut taken: Vec<Item> = Vec::new();
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by_key(|item| (Reverse(item.value), item.window));
    for item in sorted {
        if taken.len() < most && taken.iter().all(|known| known.request != item.request) {
            taken.push(*item);
        }
    }
    Best {
        value: nothing.value + taken.iter().map(|item| item.value).sum::<i64>(),
        driven: nothing.driven,
        windows: taken.iter().map(|item| item.window).collect(),
    }
}
