//! A person's day: what is booked, and where one more meeting fits.

use crate::calendar::Span;
use crate::problem::Problem;

/// Something in a diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it occupies of the person.
    pub(super) span: Span,
    /// Where; `None` = online: the person stays where they were.
    pub(super) place: Option<usize>,
    /// The request it is for; `None` = a booking that stands.
    pub(super) request: Option<u32>,
}

/// A person's day.
#[derive(Debug, Clone, Default)]
pub(super) struct Diary {
    /// Bookings in order of time.
    pub(super) entries: Vec<Entry>,
    /// Minutes travelled, base to base, spell by spell.
    pub(super) travel: i32,
    /// Whether a booking that stands breaks the day: nothing is added to it then.
    pub(super) closed: bool,
    /// Whether the day lacks time since something was taken out.
    pub(super) broken: bool,
    /// Whether its detours are to be measured again.
    pub(super) stale: bool,
}

/// A person's day while it is looked at.
pub(super) struct DayView<'a> {
    pub(super) problem: &'a Problem<'a>,
    pub(super) base: usize,
    pub(super) spells: &'a [Span],
}

/// A gap between two commitments.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenGap {
    /// How long it is.
    pub(super) minutes: i32,
    /// Where the person is when it begins, and where they have to be when it ends.
    pub(super) here: usize,
    pub(super) there: usize,
    /// The minutes travelled in it as things are.
    pub(super) journey: i32,
}

/// Occupations that fit into a gap: they begin from `first` to `last` (minutes since midnight, both included) and
/// add `travel` minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) travel: i32,
}

impl Diary {
    /// Adds an entry in order of time.
    pub(super) fn add(&mut self, entry: Entry) {
        let position = self.entries.partition_point(|other| other.span < entry.span);
        self.entries.insert(position, entry);
    }

    /// Takes an entry out.
    pub(super) fn take(&mut self, entry: Entry) {
        if let Some(position) = self.entries.iter().position(|&other| other == entry) {
            self.entries.remove(position);
        }
    }
}

impl DayView<'_> {
    /// Returns the minutes travelled on a day, or `None` where the entries do not fit: outside every spell,
    /// overlapping, no time for a journey (H07) or for lunch (H09). This is the plain form of the rules that
    /// [`DayView::fits`] answers for one more meeting at a time.
    pub(super) fn travel(&self, entries: &[Entry]) -> Option<i32> {
        let mut travel = 0;
        let mut placed = 0;
        for &spell in self.spells {
            let held: &[Entry] = held_in(entries, spell);
            placed += held.len();
            if !held.is_empty() {
                travel += self.walk(spell, held.iter().copied())?;
            }
        }
        (placed == entries.len()).then_some(travel)
    }

    /// Returns the minutes travelled on a day whose bookings break a rule: base to base in each spell that holds
    /// any, whether or not there is time.
    pub(super) fn travel_of_broken_day(&self, entries: &[Entry]) -> i32 {
        let held = |spell: Span| entries.iter().copied().filter(move |entry| spell.covers(entry.span));
        self.spells.iter().map(|&spell| self.drive_through(held(spell))).sum()
    }

    fn drive_through(&self, entries: impl Iterator<Item = Entry>) -> i32 {
        let (mut here, mut travel) = (self.base, 0);
        for place in entries.filter_map(|entry| entry.place).chain([self.base]) {
            travel += self.problem.drive(here, place);
            here = place;
        }
        travel
    }

    /// Tells `each` the gaps of a day whose entries all have a place: between consecutive commitments of each spell.
    pub(super) fn each_gap(&self, entries: &[Entry], mut each: impl FnMut(OpenGap)) {
        for &spell in self.spells {
            let held = held_in(entries, spell);
            let (mut here, mut free_from) = (self.base, spell.from);
            let end =
                Entry { span: Span::new(spell.until, spell.until), place: Some(self.base), request: None };
            for entry in held.iter().copied().chain([end]) {
                let there = entry.place.unwrap_or(here);
                let journey = if held.is_empty() { 0 } else { self.problem.drive(here, there) };
                each(OpenGap { minutes: entry.span.from - free_from, here, there, journey });
                (here, free_from) = (there, entry.span.until);
            }
        }
    }

    /// Walks through one spell that holds `entries`, in order.
    fn walk(&self, spell: Span, entries: impl Iterator<Item = Entry>) -> Option<i32> {
        let mut fed = !spell.covers(self.problem.lunch.window);
        let (mut here, mut free_from, mut travel) = (self.base, spell.from, 0);
        let end = Entry { span: Span::new(spell.until, spell.until), place: Some(self.base), request: None };
        for entry in entries.chain([end]) {
            let journey = entry.place.map_or(0, |place| self.problem.drive(here, place));
            let gap = Span::new(free_from, entry.span.from);
            if gap.minutes() < journey {
                return None;
            }
            fed = fed || self.feeds(gap, journey);
            travel += journey;
            here = entry.place.unwrap_or(here);
            free_from = entry.span.until;
        }
        fed.then_some(travel)
    }

    /// Whether a gap with a journey in it leaves time for lunch (H09).
    fn feeds(&self, gap: Span, journey: i32) -> bool {
        let lunch = &self.problem.lunch;
        let in_window = gap.until.min(lunch.window.until) - gap.from.max(lunch.window.from);
        lunch.minutes <= in_window && lunch.minutes <= gap.minutes() - journey
    }

    /// Tells `each` where an occupation of `length` minutes at `place` fits into a day that holds `entries`.
    ///
    /// Fits may overlap, with the same travel then. Cost: O(entries) where nobody is online, otherwise one walk
    /// for each of `starts` (the beginnings to try).
    pub(super) fn fits(
        &self,
        entries: &[Entry],
        place: Option<usize>,
        length: i32,
        starts: &(impl Iterator<Item = i32> + Clone),
        mut each: impl FnMut(Fit),
    ) {
        for &spell in self.spells {
            if spell.minutes() < length {
                continue;
            }
            let held = held_in(entries, spell);
            match place {
                Some(place) if held.iter().all(|entry| entry.place.is_some()) => {
                    self.fits_in_gaps(spell, held, place, length, &mut each);
                }
                _ => self.fits_by_walking(spell, held, place, length, starts.clone(), &mut each),
            }
        }
    }

    fn fits_in_gaps(
        &self,
        spell: Span,
        held: &[Entry],
        place: usize,
        length: i32,
        each: &mut impl FnMut(Fit),
    ) {
        let (problem, lunch) = (self.problem, &self.problem.lunch);
        let gap_at = |i: usize| {
            let (from, here) = if i == 0 { (spell.from, self.base) } else { left_at(held[i - 1], self.base) };
            let (until, there) = held
                .get(i)
                .map_or((spell.until, self.base), |next| (next.span.from, next.place.unwrap_or(self.base)));
            let journey = if held.is_empty() { 0 } else { problem.drive(here, there) };
            (Span::new(from, until), here, there, journey)
        };
        // Lunch may be taken in any gap: a meeting is free of it where another gap feeds.
        let must_eat = spell.covers(lunch.window);
        let feeding = |i: usize| {
            let (gap, _, _, journey) = gap_at(i);
            self.feeds(gap, journey)
        };
        let n_feeding = if must_eat { (0..=held.len()).filter(|&i| feeding(i)).count() } else { 0 };
        if must_eat && n_feeding == 0 {
            return;
        }
        for i in 0..=held.len() {
            let (gap, here, there, journey) = gap_at(i);
            if gap.minutes() < length {
                continue;
            }
            let (out, back) = (problem.drive(here, place), problem.drive(place, there));
            let (first, last) = (gap.from + out, gap.until - back - length);
            let travel = out + back - journey;
            let mut offer = |first: i32, last: i32| {
                if first <= last {
                    each(Fit { first, last, travel });
                }
            };
            if !must_eat || 1 < n_feeding || !feeding(i) {
                offer(first, last);
                continue;
            }
            // This is the one gap for lunch: what is left of it before or after the meeting must still do.
            let opens = gap.from.max(lunch.window.from) + lunch.minutes;
            if opens <= lunch.window.until {
                offer(first.max(opens).max(gap.from + out + lunch.minutes), last);
            }
            let closes = gap.until.min(lunch.window.until) - lunch.minutes;
            if lunch.window.from <= closes {
                offer(first, last.min(closes - length).min(gap.until - back - lunch.minutes - length));
            }
        }
    }

    fn fits_by_walking(
        &self,
        spell: Span,
        held: &[Entry],
        place: Option<usize>,
        length: i32,
        starts: impl Iterator<Item = i32>,
        each: &mut impl FnMut(Fit),
    ) {
        // A day that was broken by a removal may be mended by what is inserted.
        let walked = if held.is_empty() { Some(0) } else { self.walk(spell, held.iter().copied()) };
        let before = walked.unwrap_or_else(|| self.drive_through(held.iter().copied()));
        for start in starts {
            let entry = Entry { span: Span::new(start, start + length), place, request: None };
            if !spell.covers(entry.span) {
                continue;
            }
            let position = held.partition_point(|other| other.span < entry.span);
            let (earlier, later) = held.split_at(position);
            let with = earlier.iter().copied().chain([entry]).chain(later.iter().copied());
            if let Some(after) = self.walk(spell, with) {
                each(Fit { first: start, last: start, travel: after - before });
            }
        }
    }
}

/// Returns the entries that lie inside a spell; entries are in order of time.
fn held_in(entries: &[Entry], spell: Span) -> &[Entry] {
    let first = entries.partition_point(|entry| entry.span.from < spell.from);
    let past = entries.partition_point(|entry| entry.span.until <= spell.until);
    if first < past { &entries[first..past] } else { &[] }
}

fn left_at(entry: Entry, base: usize) -> (i32, usize) {
    (entry.span.until, entry.place.unwrap_or(base))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::testing::County;

    /// Returns what [`DayView::fits`] offers, start by start, and what walking the whole day allows.
    fn offered_and_walked(
        spells: &[Span],
        entries: &[Entry],
        place: Option<usize>,
        length: i32,
    ) -> [Vec<Option<i32>>; 2] {
        let county = County::new();
        let travel = county.travel();
        let problem = Problem::new(&county.register, &travel);
        let view = DayView { problem: &problem, base: 0, spells };
        let mut offered = vec![None; 1440];
        view.fits(entries, place, length, &(0..1440), |fit| {
            for start in fit.first..=fit.last {
                let travel = &mut offered[start as usize];
                assert!(travel.is_none_or(|known| known == fit.travel), "one start, two journeys");
                *travel = Some(fit.travel);
            }
        });
        let before = view.travel(entries).expect("the day is lawful before");
        let walked = (0..1440)
            .map(|start| {
                let mut diary = Diary { entries: entries.to_vec(), ..Diary::default() };
                diary.add(Entry { span: Span::new(start, start + length), place, request: None });
                view.travel(&diary.entries).map(|after| after - before)
            })
            .collect();
        [offered, walked]
    }

    fn place() -> impl Strategy<Value = Option<usize>> {
        prop_oneof![4 => (0..4_usize).prop_map(Some), 1 => Just(None)]
    }

    proptest! {
        #[test]
        fn gaps_offer_exactly_the_starts_that_walking_the_day_allows(
            spells in prop_oneof![
                Just(vec![Span::new(540, 1020)]),
                Just(vec![Span::new(540, 760), Span::new(800, 1080)]),
                Just(vec![Span::new(600, 870)]),
            ],
            tries in prop::collection::vec((540..1000_i32, 30..140_i32, place()), 0..4),
            length in 45..165_i32,
            place in place(),
        ) {
            let county = County::new();
            let travel = county.travel();
            let problem = Problem::new(&county.register, &travel);
            let view = DayView { problem: &problem, base: 0, spells: &spells };
            let mut diary = Diary::default();
            for (from, minutes, place) in tries {
                let entry = Entry { span: Span::new(from, from + minutes), place, request: None };
                diary.add(entry);
                if view.travel(&diary.entries).is_none() {
                    diary.take(entry);
                }
            }
            let [offered, walked] = offered_and_walked(&spells, &diary.entries, place, length);
            prop_assert_eq!(offered, walked);
        }
    }

    #[test]
    fn the_only_gap_for_lunch_is_kept_open() {
        // Lunch is 30 minutes between 11:30 and 14:30. With Preston (base) taken 10:00 to 11:45 and 14:00 to 16:00,
        // an hour in Preston must leave 30 minutes of 11:45 to 14:00: it begins by 12:30 or from 12:15 on.
        let taken = [(600, 705), (840, 960)].map(|(from, until)| Entry {
            span: Span::new(from, until),
            place: Some(0),
            request: None,
        });
        let [offered, _] = offered_and_walked(&[Span::new(540, 1020)], &taken, Some(0), 60);
        let gap: Vec<usize> = (705..840).filter(|&start| offered[start].is_some()).collect();
        assert_eq!((gap.first(), gap.last()), (Some(&705), Some(&780)));
        // 100 minutes would leave 35 at most, in one piece only at either end: 11:45 to 11:50, and 12:15 to 12:20.
        let [offered, _] = offered_and_walked(&[Span::new(540, 1020)], &taken, Some(0), 100);
        let gap: Vec<usize> = (705..840).filter(|&start| offered[start].is_some()).collect();
        assert_eq!(gap, [(705..=710).collect::<Vec<_>>(), (735..=740).collect()].concat());
    }
}
