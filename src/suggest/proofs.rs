//! Tests that suggestions are what the referee says they are, and that none better was passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use super::places::ALIKE_MINUTES;
use super::{Options, Refused, Suggester, Suggestion, problem};
use crate::check::{Score, ScorePart, Verdict, check};
use crate::plan::{booked, make};
use crate::problem::Problem;
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register};
use crate::rules::testing::{County, date};
use crate::solver::{Budget, Config, Placement, solve};
use crate::synth::{self, Preset};
use crate::travel::Travel;

/// Returns a hostile register with a plan standing in it, every third booking of it confirmed.
fn planned(seed: u64) -> (Register, Travel) {
    let mut register = synth::generate(Preset::Hostile, seed);
    let travel = Travel::new(&register).expect("joined");
    let bookings = {
        let problem = Problem::new(&register, &travel);
        let config = Config { seed, threads: 1 };
        let solution = solve(&problem, &config, &Budget::Iterations(10), &AtomicBool::new(false), &|_| ());
        make(&problem, &solution).expect("lawful").bookings
    };
    register.bookings = bookings;
    for booking in register.bookings.iter_mut().filter(|b| b.status == BookingStatus::Proposed).step_by(3) {
        booking.status = BookingStatus::Confirmed;
    }
    (register, travel)
}

/// Returns the register with these meetings' bookings released, so that the referee lets them move (H12) and counts
/// them where they are missing (S1).
fn released(register: &Register, meetings: &BTreeSet<MeetingIdx>) -> Register {
    let mut register = register.clone();
    for booking in register.bookings.iter_mut().filter(|booking| meetings.contains(&booking.meeting)) {
        booking.status = BookingStatus::Proposed;
    }
    register
}

/// Returns all bookings without some meetings', and with others instead.
fn bookings_with(register: &Register, without: &BTreeSet<MeetingIdx>, with: &[Booking]) -> Vec<Booking> {
    let kept = register.bookings.iter().filter(|booking| !without.contains(&booking.meeting));
    kept.chain(with).cloned().collect()
}

/// Returns `with − without`, level by level and part by part.
fn minus(with: &Score, without: &Score) -> Score {
    let parts = with.parts.iter().zip(&without.parts).map(|(with, without)| ScorePart {
        key: with.key,
        amount: with.amount - without.amount,
        minutes: with.minutes - without.minutes,
    });
    Score {
        s1: with.s1 - without.s1,
        s2: with.s2 - without.s2,
        s3: with.s3 - without.s3,
        parts: parts.collect(),
    }
}

fn breaks(verdict: &Verdict, meetings: &BTreeSet<MeetingIdx>) -> bool {
    verdict.breaches.iter().any(|breach| breach.meetings.iter().any(|meeting| meetings.contains(meeting)))
}

/// Asserts that a suggestion is lawful and costs what it says, by the referee.
fn referee_agrees(register: &Register, travel: &Travel, suggestion: &Suggestion, title: &str) {
    let asked = suggestion.booking.meeting;
    let touched: BTreeSet<MeetingIdx> =
        suggestion.moves.iter().map(|moved| moved.to.meeting).chain([asked]).collect();
    assert_eq!(touched.len(), suggestion.moves.len() + 1, "{title}: each meeting once");
    let register = released(register, &touched);
    let without = bookings_with(&register, &BTreeSet::from([asked]), &[]);
    let changed: Vec<Booking> =
        suggestion.moves.iter().map(|moved| moved.to.clone()).chain([suggestion.booking.clone()]).collect();
    let with = bookings_with(&register, &touched, &changed);
    let (without, with) = (check(&register, travel, &without), check(&register, travel, &with));
    assert!(!breaks(&with, &touched), "{title}: {:?}", with.breaches);
    assert_eq!(suggestion.difference, minus(&with.score, &without.score), "{title}");
    for moved in &suggestion.moves {
        let standing = register.bookings.iter().find(|booking| booking.meeting == moved.from.meeting);
        let place = |b: &Booking| (b.starts, b.iro, b.room, b.minute_taker);
        assert_eq!(standing.map(place), Some(place(&moved.from)), "{title}: moved from where it stands");
        assert_ne!(place(&moved.from), place(&moved.to), "{title}: a move that moves nothing");
        assert!(!moved.told.is_empty(), "{title}: somebody hears of every move");
    }
    assert_eq!(suggestion.told.is_empty(), suggestion.stands, "{title}");
}

type Place = (chrono::NaiveDate, Option<u32>, Option<usize>);

fn place_of(register: &Register, booking: &Booking) -> Place {
    (booking.date(), booking.iro.map(|iro| iro.0), booking.place(register).map(|place| place.at()))
}

fn weighed(suggestion: &Suggestion) -> (i64, i64) {
    (suggestion.difference.s2, suggestion.difference.s3 + suggestion.moving_minutes)
}

#[test]
fn suggestions_are_lawful_differ_and_cost_what_the_referee_counts() {
    let (mut n_places, mut n_moves) = (0, [0; 3]);
    for seed in 0..60 {
        let (register, travel) = planned(seed);
        let free: BTreeSet<MeetingIdx> = register.bookings.iter().map(|booking| booking.meeting).collect();
        let problem = problem(&register, &travel, None, &free);
        let mut suggester = Suggester::new(&problem);
        for request in problem.requests.iter().take(6) {
            let options = Options { top: 4, moves: 2, move_confirmed: seed % 2 == 0 };
            let answers = suggester.suggest(request.meeting, &options).expect("it may be asked for");
            let title = format!("seed {seed}, {}", register.meeting(request.meeting).reference);
            let (without, with): (Vec<_>, Vec<_>) = answers.iter().partition(|s| s.moves.is_empty());
            for group in [&without, &with] {
                let places: BTreeSet<Place> =
                    group.iter().map(|suggestion| place_of(&register, &suggestion.booking)).collect();
                assert_eq!(places.len(), group.len(), "{title}: two are alike");
                assert!(group.is_sorted_by_key(|s| weighed(s)), "{title}: the cheapest first");
                assert!(group.len() <= 4, "{title}");
            }
            for suggestion in &answers {
                referee_agrees(&register, &travel, suggestion, &title);
                let confirmed = suggestion.moves.iter().any(|m| m.from.status == BookingStatus::Confirmed);
                assert!(options.move_confirmed || !confirmed, "{title}: a confirmed booking moves");
                n_moves[suggestion.moves.len()] += 1;
            }
            if let Some(best) = without.first() {
                assert!(with.iter().all(|suggestion| weighed(suggestion) < weighed(best)), "{title}");
            }
            n_places += without.len();
        }
    }
    assert!(200 < n_places, "{n_places}");
    assert!(0 < n_moves[1] && 0 < n_moves[2], "{n_moves:?}");
}

/// Returns the cheapest place of a request for each day, chair and place, by trying everything before the referee.
fn by_brute_force(problem: &Problem<'_>, position: usize) -> BTreeMap<Place, (i64, i64)> {
    let request = &problem.requests[position];
    let asked = BTreeSet::from([request.meeting]);
    let register = released(problem.register, &asked);
    let score = |with: &[Booking]| {
        let verdict = check(&register, problem.travel, &bookings_with(&register, &asked, with));
        (!breaks(&verdict, &asked)).then(|| (verdict.score.s2, verdict.score.s3))
    };
    let without = score(&[]).expect("nothing of it is booked");
    let mut found: BTreeMap<Place, (i64, i64)> = BTreeMap::new();
    for placement in every_placement(problem, position) {
        let booking = booked(problem, request, &placement, None);
        if let Some(with) = score(std::slice::from_ref(&booking)) {
            let key = (with.0 - without.0, with.1 - without.1);
            let least = found.entry(place_of(&register, &booking)).or_insert(key);
            *least = key.min(*least);
        }
    }
    found
}

fn every_placement(problem: &Problem<'_>, position: usize) -> Vec<Placement> {
    let request = &problem.requests[position];
    let is_taker = |&p: &u32| !problem.people[p as usize].is_chair;
    let takers: Vec<Option<u32>> = if request.needs_taker {
        (0..problem.people.len() as u32).filter(is_taker).map(Some).collect()
    } else {
        vec![None]
    };
    let mut placements = Vec::new();
    for day in 0..request.days.len() as u32 {
        for start in 0..problem.starts.len() as u32 {
            for chair in 0..request.chairs.len() as u32 {
                for (site, options) in request.sites.iter().enumerate() {
                    for room in 0..options.rooms.len() as u32 {
                        placements.extend(takers.iter().map(|&taker| Placement {
                            day,
                            start,
                            chair,
                            site: site as u32,
                            room,
                            taker,
                        }));
                    }
                }
            }
        }
    }
    placements
}

/// Returns the keys of the first `top` places by the rule of `places.rs`, applied to everything there is.
fn chosen_by_the_rule(found: &BTreeMap<Place, (i64, i64)>, top: usize) -> Vec<(i64, i64)> {
    let mut chosen: Vec<Place> = Vec::new();
    let mut keys = Vec::new();
    while chosen.len() < top {
        let weighed = |place: &Place, (late, cost): (i64, i64)| {
            let alike = [
                chosen.iter().any(|other| other.0 == place.0),
                chosen.iter().any(|other| other.1 == place.1),
                chosen.iter().any(|other| other.2 == place.2),
            ];
            (late, cost + ALIKE_MINUTES * alike.into_iter().filter(|&is| is).count() as i64)
        };
        let left = found.iter().filter(|(place, _)| !chosen.contains(place));
        let Some((place, key)) = left.min_by_key(|(place, key)| weighed(place, **key)) else { break };
        keys.push(weighed(place, *key));
        chosen.push(*place);
    }
    keys
}

#[test]
fn the_places_without_moves_are_those_that_brute_force_chooses() {
    let (mut compared, mut several) = (0, 0);
    for seed in 0..400 {
        if compared == 14 {
            break;
        }
        let (register, travel) = planned(seed);
        let free: BTreeSet<MeetingIdx> = register.bookings.iter().map(|booking| booking.meeting).collect();
        let problem = problem(&register, &travel, None, &free);
        let small = |&position: &usize| {
            problem.requests[position].hopeless.is_empty()
                && (1..2500).contains(&every_placement(&problem, position).len())
        };
        let Some(position) = (0..problem.requests.len()).find(small) else { continue };
        let meeting = problem.requests[position].meeting;
        let found = by_brute_force(&problem, position);
        let mut suggester = Suggester::new(&problem);
        let answers = suggester
            .suggest(meeting, &Options { top: 4, ..Options::default() })
            .expect("it may be asked for");
        let cost = |s: &Suggestion| (s.difference.s2, s.difference.s3);
        let title = format!("seed {seed}, {}", register.meeting(meeting).reference);
        assert_eq!(answers.first().map(cost), found.values().min().copied(), "{title}: the best");
        for suggestion in &answers {
            let place = place_of(&register, &suggestion.booking);
            assert_eq!(found.get(&place), Some(&cost(suggestion)), "{title}: the best of {place:?}");
        }
        // Where two are equal by the rule either may come first: what is chosen after them may differ.
        let by_rule = chosen_by_the_rule(&found, 4);
        assert_eq!(answers.len(), by_rule.len(), "{title}");
        compared += 1;
        several += usize::from(1 < by_rule.len());
    }
    assert!(10 <= compared && 5 <= several, "{compared} compared, {several} with several places");
}
