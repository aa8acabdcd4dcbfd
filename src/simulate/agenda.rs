//! The event queue of the event-driven forecast: what is to happen on each day of a replication.
//!
//! Days are whole numbers from 0 to a horizon that is known from the start, so no heap is needed: each day has a list
//! of its events, and putting one down or taking one up costs the same however many wait (a calendar queue with one
//! bucket a day: Brown, *Communications of the ACM* 31, 1988). The lists of all days share one arena, in which the
//! place of an event that was taken up goes to the next one put down; once the arena is as large as the most events
//! that ever waited together, nothing is allocated.
//!
//! Events of one day come in the order in which they were put down, whatever the machine. What the events mean, and
//! the order of kinds of events within a day, is the caller's.

/// Events by day, each day's in the order of scheduling.
///
/// ```
/// use convene::simulate::agenda::Agenda;
///
/// let mut agenda = Agenda::new(365);
/// agenda.schedule(91, 'r');
/// agenda.schedule(3, 'a');
/// agenda.schedule(91, 's');
/// agenda.schedule(365, 'x'); // Past the last day, which is 364.
///
/// assert_eq!(agenda.take(91), Some('r'));
/// assert_eq!(agenda.take(91), Some('s'));
/// assert_eq!(agenda.take(91), None);
/// assert_eq!((agenda.n_waiting(), agenda.n_dropped()), (1, 1));
/// ```
#[derive(Debug, Clone)]
pub struct Agenda<T> {
    /// The last event of each day, whose `next` is the day's first; [`NONE`] where the day has none. Indexed by day.
    last: Vec<u32>,
    /// The arena of all events, and of the places that are free.
    nodes: Vec<Node<T>>,
    /// The first free place of the arena, whose `next` is the second one, and so on until [`NONE`].
    free: u32,
    n_waiting: u32,
    n_dropped: u64,
}

#[derive(Debug, Clone)]
struct Node<T> {
    next: u32,
    item: T,
}

/// No place of the arena.
const NONE: u32 = u32::MAX;

impl<T: Copy> Agenda<T> {
    /// Returns an empty agenda of the days 0 to `horizon` − 1.
    pub fn new(horizon: u32) -> Agenda<T> {
        Agenda {
            last: vec![NONE; horizon as usize],
            nodes: Vec::new(),
            free: NONE,
            n_waiting: 0,
            n_dropped: 0,
        }
    }

    /// Puts an event down on a day, after what is there already. An event at or past the horizon never comes: it is
    /// dropped and counted. Days may be taken in any order, so that an event put down on a day that has been taken
    /// comes only if that day is taken again.
    ///
    /// # Panics
    /// Panics where 2³² − 1 events wait, which takes over 30 GB.
    #[inline]
    pub fn schedule(&mut self, day: u32, item: T) {
        let Some(last) = self.last.get_mut(day as usize) else {
            self.n_dropped += 1;
            return;
        };
        let place = if self.free == NONE {
            let place = u32::try_from(self.nodes.len()).ok().filter(|&place| place != NONE);
            let place = place.expect("fewer events than 2³² − 1 wait");
            self.nodes.push(Node { next: place, item });
            place
        } else {
            let place = self.free;
            let node = &mut self.nodes[place as usize];
            self.free = node.next;
            *node = Node { next: place, item };
            place
        };
        let before = std::mem::replace(last, place);
        if before != NONE {
            let first = std::mem::replace(&mut self.nodes[before as usize].next, place);
            self.nodes[place as usize].next = first;
        }
        self.n_waiting += 1;
    }

    /// Takes the first event of a day, or nothing where none is left or the day is past the horizon. Events that are
    /// put down on the same day meanwhile come after those that were there.
    #[inline]
    pub fn take(&mut self, day: u32) -> Option<T> {
        let last = self.last.get_mut(day as usize).filter(|last| **last != NONE)?;
        let first = self.nodes[*last as usize].next;
        let Node { next: second, item } = self.nodes[first as usize];
        if first == *last {
            *last = NONE;
        } else {
            self.nodes[*last as usize].next = second;
        }
        self.nodes[first as usize].next = self.free;
        self.free = first;
        self.n_waiting -= 1;
        Some(item)
    }

    /// Takes all events of a day and puts them, in their order, in place of what `items` held.
    pub fn take_day(&mut self, day: u32, items: &mut Vec<T>) {
        items.clear();
        while let Some(item) = self.take(day) {
            items.push(item);
        }
    }

    /// Forgets all events and counts, and keeps the memory for the next replication.
    pub fn clear(&mut self) {
        self.last.fill(NONE);
        self.nodes.clear();
        self.free = NONE;
        self.n_waiting = 0;
        self.n_dropped = 0;
    }

    /// Returns the number of days.
    pub fn horizon(&self) -> u32 {
        // The days were given as a `u32`.
        self.last.len() as u32
    }

    /// Returns how many events wait on any day.
    pub fn n_waiting(&self) -> u32 {
        self.n_waiting
    }

    /// Returns how many events were put down at or past the horizon.
    pub fn n_dropped(&self) -> u64 {
        self.n_dropped
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn events_of_a_day_come_in_the_order_of_scheduling() {
        let mut agenda = Agenda::new(10);
        for (day, item) in [(4, 'a'), (2, 'b'), (4, 'c'), (2, 'd'), (4, 'e')] {
            agenda.schedule(day, item);
        }
        let mut items = vec!['z'];
        for (day, expected) in [(0, ""), (2, "bd"), (2, ""), (4, "ace"), (10, "")] {
            agenda.take_day(day, &mut items);
            assert_eq!(items.iter().collect::<String>(), expected, "day {day}");
        }
        assert_eq!(agenda.n_waiting(), 0);
    }

    #[test]
    fn what_is_scheduled_on_the_day_in_hand_comes_after_what_was_there() {
        let mut agenda = Agenda::new(1);
        agenda.schedule(0, 1);
        agenda.schedule(0, 2);
        assert_eq!(agenda.take(0), Some(1));
        agenda.schedule(0, 3);
        assert_eq!([agenda.take(0), agenda.take(0), agenda.take(0)], [Some(2), Some(3), None]);
    }

    #[test]
    fn events_at_the_horizon_are_dropped_and_counted() {
        let mut agenda = Agenda::new(5);
        for (day, waiting, dropped) in [(4, 1, 0), (5, 1, 1), (u32::MAX, 1, 2)] {
            agenda.schedule(day, ());
            assert_eq!((agenda.n_waiting(), agenda.n_dropped()), (waiting, dropped), "day {day}");
        }
        assert_eq!(Agenda::<u8>::new(0).take(0), None);
    }

    #[test]
    fn nothing_is_allocated_for_more_events_than_ever_waited_together() {
        // Seven events wait at any time; each one taken is put down again 13 days later.
        let mut agenda = Agenda::new(2_000);
        (0..7).for_each(|day| agenda.schedule(day, day));
        for day in 0..2_000 {
            if let Some(item) = agenda.take(day) {
                agenda.schedule(day + 13, item);
            }
        }
        assert_eq!(agenda.nodes.len(), 7);
        assert_eq!((agenda.n_waiting(), agenda.n_dropped()), (0, 7));
    }

    #[test]
    fn a_cleared_agenda_is_as_new_and_keeps_its_memory() {
        let mut agenda = Agenda::new(20);
        (0..40).for_each(|day| agenda.schedule(day, day));
        let capacity = agenda.nodes.capacity();
        agenda.clear();
        assert_eq!((agenda.n_waiting(), agenda.n_dropped(), agenda.horizon()), (0, 0, 20));
        assert!((0..20).all(|day| agenda.take(day).is_none()));
        assert_eq!(agenda.nodes.capacity(), capacity);
    }

    proptest! {
        /// On any schedule: what a heap of (day, number of scheduling) gives, day after day, where each event may put
        /// another one down, on the same day too.
        #[test]
        fn gives_what_a_heap_ordered_by_day_and_scheduling_gives(
            horizon in 1..60_u32,
            first in prop::collection::vec(0..70_u32, 0..80),
            later in prop::collection::vec(0..20_u32, 0..200),
        ) {
            let (mut agenda, mut heap) = (Agenda::new(horizon), BinaryHeap::new());
            let mut n_dropped = 0;
            let mut put = |agenda: &mut Agenda<u32>, heap: &mut BinaryHeap<Reverse<(u32, u32)>>, day, number| {
                agenda.schedule(day, number);
                if day < horizon { heap.push(Reverse((day, number))) } else { n_dropped += 1 }
            };
            let mut number = 0;
            for day in first {
                put(&mut agenda, &mut heap, day, number);
                number += 1;
            }
            let mut later = later.into_iter();
            for day in 0..horizon {
                while let Some(item) = agenda.take(day) {
                    prop_assert_eq!(heap.pop(), Some(Reverse((day, item))));
                    if let Some(wait) = later.next() {
                        put(&mut agenda, &mut heap, day + wait, number);
                        number += 1;
                    }
                }
                prop_assert!(heap.peek().is_none_or(|Reverse((next, _))| day < *next));
                prop_assert_eq!(agenda.n_waiting() as usize, heap.len());
            }
            prop_assert_eq!(agenda.n_dropped(), n_dropped);
        }
    }
}
