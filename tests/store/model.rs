//! Random days at the desk against a model that shares no code with the store: lists, and nothing clever.

use std::collections::BTreeMap;

use convene::store::{Booking, Change, Status, Store, StoreError, no_referee};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::bench::{Bench, Vary, april, assert_sound, at, booking, by, on_each};

#[derive(Debug, Clone)]
enum Step {
    /// Book or move a meeting: `hold` is how many minutes it is held for, 0 for a confirmed booking.
    Put {
        meeting: usize,
        place: Place,
        hold: i64,
        is_move: bool,
    },
    /// Two meetings change places.
    Swap {
        one: usize,
        other: usize,
    },
    Cancel {
        meeting: usize,
    },
    /// Undo one of the events so far.
    Undo {
        event: prop::sample::Index,
    },
    Wait {
        minutes: i64,
    },
}

/// A day, an hour, a room and a chair.
type Place = (u32, i32, usize, usize);

fn step() -> impl Strategy<Value = Step> {
    let place = (16..18_u32, 9..13_i32, 1..3_usize, 1..3_usize);
    let hold = prop_oneof![3 => Just(0), 2 => 1..20_i64];
    prop_oneof![
        6 => (0..5_usize, place, hold, any::<bool>())
            .prop_map(|(meeting, place, hold, is_move)| Step::Put { meeting, place, hold, is_move }),
        1 => (0..5_usize, 0..5_usize).prop_map(|(one, other)| Step::Swap { one, other }),
        2 => (0..5_usize).prop_map(|meeting| Step::Cancel { meeting }),
        4 => any::<prop::sample::Index>().prop_map(|event| Step::Undo { event }),
        2 => (1..15_i64).prop_map(|minutes| Step::Wait { minutes }),
    ]
}

/// What the model knows of a meeting: where it is and until which minute it is held, if it is.
type Known = Option<(Place, Option<i64>)>;

#[derive(Debug, Clone, Default)]
struct Model {
    /// What stands, by meeting; `None` for cancelled.
    stands: BTreeMap<usize, Known>,
    /// The event that last changed a meeting; `None` for the end of a hold.
    last: BTreeMap<usize, Option<u64>>,
    /// Events that can be undone: what each meeting was before.
    events: Vec<(u64, BTreeMap<usize, Option<Known>>)>,
}

impl Model {
    fn end_holds(&mut self, now: i64) {
        for (meeting, known) in &mut self.stands {
            if known.is_some_and(|(_, until)| until.is_some_and(|until| until <= now)) {
                *known = None;
                self.last.insert(*meeting, None);
            }
        }
    }

    fn is_lawful(&self) -> bool {
        let all: Vec<Place> = self.stands.values().flatten().map(|(place, _)| *place).collect();
        // A booking at 10 takes from 9:30 to 11:45, so that starts must be 3 hours apart.
        let clash = |a: &Place, b: &Place| a.0 == b.0 && (a.1 - b.1).abs() < 3 && (a.2 == b.2 || a.3 == b.3);
        (0..all.len()).all(|one| (0..one).all(|other| !clash(&all[one], &all[other])))
    }

    fn set(&mut self, meeting: usize, known: Option<Known>) {
        match known {
            Some(known) => self.stands.insert(meeting, known),
            None => self.stands.remove(&meeting),
        };
    }
}

fn real(meeting: usize, place: Place, hold_until: Option<i64>) -> Booking {
    let (day, hour, room, chair) = place;
    let booking = booking(&format!("M-{meeting}"), hour, &format!("R-{room}"), &format!("C-{chair}"));
    let booking = booking.on(april(day));
    match hold_until {
        Some(minute) => booking.held_until(minute),
        None => booking,
    }
}

fn version(store: &Store, meeting: usize) -> u64 {
    store.booking(&format!("M-{meeting}")).unwrap().map_or(0, |stored| stored.version)
}

/// Does a list of changes in the model, then in the store, and compares what came of it.
fn change(
    store: &Store,
    model: &mut Model,
    now: i64,
    wanted: &[(usize, Known, bool)],
) -> Result<(), TestCaseError> {
    let mut next = model.clone();
    next.end_holds(now);
    let mut before = BTreeMap::new();
    let (mut is_sound, mut changes) = (true, Vec::new());
    for &(meeting, known, is_new) in wanted {
        let old = next.stands.get(&meeting).copied();
        is_sound &= old.flatten().is_some() != is_new;
        before.insert(meeting, old);
        let ends = model.stands.get(&meeting).copied() != old;
        // The end of a hold is news to the clerk as well.
        is_sound &= is_new || !ends;
        changes.push(match known {
            Some((place, until)) if is_new => Change::Book(real(meeting, place, until)),
            Some((place, until)) => {
                Change::Alter { booking: real(meeting, place, until), expected: version(store, meeting) }
            }
            None => Change::Cancel { meeting: format!("M-{meeting}"), expected: version(store, meeting) },
        });
    }
    for &(meeting, known, _) in wanted {
        next.set(meeting, Some(known));
    }
    let outcome = store.book(&by("clerk-1", now), &changes, &no_referee);
    match &outcome {
        Ok(after) => {
            prop_assert!(is_sound && next.is_lawful(), "the store allowed {wanted:?}");
            for &(meeting, ..) in wanted {
                next.last.insert(meeting, Some(after[0].version));
            }
            next.events.push((after[0].version, before));
            *model = next;
        }
        Err(StoreError::Taken { .. }) => prop_assert!(is_sound && !next.is_lawful(), "{outcome:?}"),
        Err(StoreError::AlreadyBooked { .. } | StoreError::NotBooked { .. } | StoreError::Stale { .. }) => {
            prop_assert!(!is_sound, "{outcome:?}");
        }
        Err(error) => prop_assert!(false, "{error}"),
    }
    Ok(())
}

fn undo(store: &Store, model: &mut Model, now: i64, event: prop::sample::Index) -> Result<(), TestCaseError> {
    if model.events.is_empty() {
        return Ok(());
    }
    let (number, before) = model.events[event.index(model.events.len())].clone();
    let mut next = model.clone();
    next.end_holds(now);
    let is_last = before.keys().all(|meeting| next.last[meeting] == Some(number));
    let has_run_out =
        before.values().flatten().flatten().any(|(_, until)| until.is_some_and(|until| until <= now));
    let restored = before.keys().map(|meeting| (*meeting, next.stands.get(meeting).copied())).collect();
    for (meeting, known) in &before {
        next.set(*meeting, *known);
    }
    let outcome = store.undo(&by("clerk-2", now), number, &no_referee);
    match &outcome {
        Ok(new) => {
            prop_assert!(is_last && !has_run_out && next.is_lawful(), "event {number} was undone");
            for meeting in before.keys() {
                next.last.insert(*meeting, Some(*new));
            }
            next.events.push((*new, restored));
            *model = next;
        }
        Err(StoreError::CannotUndo { .. }) => prop_assert!(!is_last || has_run_out, "{outcome:?}"),
        Err(StoreError::Taken { .. }) => prop_assert!(is_last && !next.is_lawful(), "{outcome:?}"),
        Err(error) => prop_assert!(false, "{error}"),
    }
    Ok(())
}

fn compare(store: &Store, model: &Model, now: i64) -> Result<(), TestCaseError> {
    let stored = store.bookings().unwrap();
    let standing: Vec<Booking> =
        stored.into_iter().map(|stored| stored.booking).filter(|booking| booking.stands(at(now))).collect();
    let mut settled = model.clone();
    settled.end_holds(now);
    let expected: Vec<Booking> = settled
        .stands
        .iter()
        .filter_map(|(meeting, known)| known.map(|(place, until)| real(*meeting, place, until)))
        .collect();
    let plain = |bookings: &[Booking]| -> Vec<(String, u32, i32, String, String, Status)> {
        let told = |b: &Booking| {
            let day = chrono::Datelike::day(&b.day);
            (b.meeting.clone(), day, b.start_minute, b.room.clone(), b.chair.clone(), b.status)
        };
        bookings.iter().map(told).collect()
    };
    prop_assert_eq!(plain(&standing), plain(&expected));
    Ok(())
}

fn live(bench: &Bench, steps: &[Step]) -> Result<(), TestCaseError> {
    let (_, store) = bench.store(&[]);
    let (mut model, mut now) = (Model::default(), 1);
    for step in steps {
        match step {
            Step::Wait { minutes } => now += minutes,
            Step::Undo { event } => undo(&store, &mut model, now, *event)?,
            Step::Cancel { meeting } => change(&store, &mut model, now, &[(*meeting, None, false)])?,
            Step::Put { meeting, place, hold, is_move } => {
                let until = (0 < *hold).then_some(now + hold);
                change(&store, &mut model, now, &[(*meeting, Some((*place, until)), !is_move)])?;
            }
            Step::Swap { one, other } => {
                let place = |meeting| model.stands.get(meeting).copied().flatten();
                let (Some(a), Some(b)) = (place(one), place(other)) else { continue };
                let has_run_out = [a, b].iter().any(|known| known.1.is_some_and(|until| until <= now));
                if one != other && !has_run_out {
                    change(&store, &mut model, now, &[(*one, Some(b), false), (*other, Some(a), false)])?;
                }
            }
        }
        compare(&store, &model, now)?;
    }
    assert_sound(&store);
    Ok(())
}

#[test]
fn the_store_agrees_with_the_model() {
    on_each(|bench| {
        let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
        let days = prop::collection::vec(step(), 1..40);
        TestRunner::new(config).run(&days, |steps| live(bench, &steps)).unwrap();
    });
}
