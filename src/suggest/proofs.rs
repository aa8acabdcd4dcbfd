//! Tests that suggestions are what the referee says they are, and that none better was passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use chrono::Weekday;

use super::places::ALIKE_MINUTES;
use super::{Options, Refused, Suggester, Suggestion, problem, problem_beside, problem_with_one_move};
use crate::calendar::Span;
use crate::check::{Verdict, check};
use crate::plan::{booked, make};
use crate::problem::{Filter, Frame, Problem};
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register};
use crate::rules::testing::{County, Story};
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
    assert_eq!(suggestion.difference, with.score.minus(&without.score), "{title}");
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
    for seed in 0..36 {
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
    assert!(150 < n_places, "{n_places}");
    assert!(0 < n_moves[1] && 0 < n_moves[2], "{n_moves:?}");
}

/// Returns the cheapest place of a request for each day, chair and place, by trying everything before the referee.
fn by_brute_force(problem: &Problem<'_>, position: usize) -> BTreeMap<Place, (i64, i64)> {
    let request = &problem.requests[position];
    let asked = BTreeSet::from([request.meeting]);
    let register = released(problem.register, &asked);
    let score = |with: &[Booking]| {
        let verdict = check(&register, problem.travel, &bookings_with(&register, &asked, with));
        (!breaks(&verdict, &asked)).then_some((verdict.score.s2, verdict.score.s3))
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

/// Returns the keys of the first `top` places by the rule of `places.rs`, applied to everything there is, as far as
/// the rule decides: where two are equal by it, either may come first.
fn chosen_by_the_rule(found: &BTreeMap<Place, (i64, i64)>, top: usize) -> Vec<(i64, i64)> {
    let mut chosen: Vec<Place> = Vec::new();
    let mut keys = Vec::new();
    while chosen.len() < top {
        let weighed = |place: &Place| {
            let (late, cost) = found[place];
            let alike = [
                chosen.iter().any(|other| other.0 == place.0),
                chosen.iter().any(|other| other.1 == place.1),
                chosen.iter().any(|other| other.2 == place.2),
            ];
            (late, cost + ALIKE_MINUTES * alike.into_iter().filter(|&is| is).count() as i64)
        };
        let mut left: Vec<Place> = found.keys().copied().filter(|place| !chosen.contains(place)).collect();
        left.sort_by_key(weighed);
        match left[..] {
            [] => break,
            [first, second, ..] if weighed(&first) == weighed(&second) => break,
            [first, ..] => {
                keys.push(found[&first]);
                chosen.push(first);
            }
        }
    }
    keys
}

#[test]
fn the_places_without_moves_are_those_that_brute_force_chooses() {
    let (mut compared, mut several) = (0, 0);
    for seed in 0..400 {
        if compared == 11 {
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
        assert_eq!(answers.len(), found.len().min(4), "{title}");
        let costs: Vec<(i64, i64)> = answers.iter().map(cost).collect();
        let by_rule = chosen_by_the_rule(&found, 4);
        assert!(by_rule.iter().all(|key| costs.contains(key)), "{title}: {by_rule:?} of {costs:?}");
        compared += 1;
        several += by_rule.len().saturating_sub(1);
    }
    assert!(10 <= compared && 5 <= several, "{compared} compared, {several} places after the best");
}

/// Asks for a meeting of the county after a story, and returns how many places there are.
fn places_after(story: Story, meeting: &str) -> Result<usize, Refused> {
    let mut county = County::new();
    story(&mut county);
    let travel = county.travel();
    let asked = county.meeting_idx(meeting);
    let problem = problem(&county.register, &travel, Some(asked), &BTreeSet::new());
    Suggester::new(&problem).suggest(asked, &Options::default()).map(|answers| answers.len())
}

#[test]
fn what_cannot_be_asked_for_is_refused_with_the_reason() {
    let cases: [(&str, Story, &str); 5] = [
        ("held", |c| c.meeting("R-1").status = MeetingStatus::Held, "is held: there is nothing to book"),
        (
            "adjourned",
            |c| c.meeting("R-1").status = MeetingStatus::Adjourned,
            "is adjourned: there is nothing to book",
        ),
        (
            "cancelled",
            |c| c.meeting("R-1").status = MeetingStatus::Cancelled,
            "is cancelled: there is nothing to book",
        ),
        (
            "past",
            |c| c.stand("R-1 2012-03-28T10:00 ANN PRE-1 TOM confirmed"),
            "took place on 2012-03-28, before today: give it the status held, or release its booking",
        ),
        (
            "booked nobody knows where",
            |c| c.meeting("R-1").status = MeetingStatus::Booked,
            "has the status booked and no booking in the register: give it the status to_book to book it",
        ),
    ];
    for (title, story, words) in cases {
        assert_eq!(
            places_after(story, "R-1").map_err(|refused| refused.to_string()),
            Err(words.to_owned()),
            "{title}"
        );
    }
    assert!(places_after(|_| {}, "R-1").is_ok_and(|n| n == 5));
}

#[test]
fn a_confirmed_meeting_is_asked_for_only_where_the_plan_was_prepared_for_it() {
    let mut county = County::new();
    county.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed");
    county.meeting("R-1").status = MeetingStatus::Booked;
    let travel = county.travel();
    let asked = county.meeting_idx("R-1");
    let not_freed = problem(&county.register, &travel, None, &BTreeSet::new());
    let refused = Suggester::new(&not_freed).suggest(asked, &Options::default());
    assert_eq!(refused.map(|_| ()), Err(Refused::NotFreed));
    let freed = problem(&county.register, &travel, None, &BTreeSet::from([asked]));
    let answers = Suggester::new(&freed).suggest(asked, &Options::default()).expect("it is freed");
    assert!(answers.iter().all(|answer| answer.stands || !answer.told.is_empty()));
    for answer in &answers {
        referee_agrees(&county.register, &travel, answer, "R-1");
    }
}

#[test]
fn a_proposed_booking_that_cannot_stand_is_asked_for_and_others_are_not_put_on_top_of_it() {
    // Two meetings in one room: neither may stay, and the room is taken.
    let mut county = County::new();
    county.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
    county.stand("R-2 2012-04-18T10:00 BOB PRE-1 UNA");
    let travel = county.travel();
    for name in ["R-1", "R-2"] {
        let asked = county.meeting_idx(name);
        let problem = problem(&county.register, &travel, Some(asked), &BTreeSet::new());
        let answers =
            Suggester::new(&problem).suggest(asked, &Options::default()).expect("it may be asked for");
        assert_eq!(answers.len(), 5);
        for answer in &answers {
            referee_agrees(&county.register, &travel, answer, name);
        }
    }
    let asked = county.meeting_idx("R-3");
    let problem = problem(&county.register, &travel, Some(asked), &BTreeSet::new());
    for answer in Suggester::new(&problem).suggest(asked, &Options::default()).expect("it may be asked for") {
        referee_agrees(&county.register, &travel, &answer, "R-3");
    }
}

#[test]
fn what_is_taken_is_seen_by_the_next_question() {
    for seed in 0..16 {
        let (mut register, travel) = planned(seed);
        register.bookings.retain(|booking| booking.status.is_fixed());
        let problem = problem(&register, &travel, None, &BTreeSet::new());
        let mut suggester = Suggester::new(&problem);
        let options = Options { moves: 2, top: 2, ..Options::default() };
        // Everything that is taken goes into a copy of the register, where the next question starts from.
        let mut known = register.clone();
        for request in &problem.requests {
            let answers = suggester.suggest(request.meeting, &options).expect("it may be asked for");
            // The last one moves others, where any does.
            let Some(answer) = answers.last() else { continue };
            referee_agrees(&known, &travel, answer, &format!("seed {seed}"));
            suggester.take(answer);
            let changed = answer.moves.iter().map(|moved| &moved.to).chain([&answer.booking]);
            for booking in changed {
                known.bookings.retain(|other| other.meeting != booking.meeting);
                known.bookings.push(booking.clone());
                assert_eq!(suggester.now(booking.meeting), Some(booking), "seed {seed}");
            }
        }
    }
}

#[test]
fn a_question_changes_nothing_and_has_one_answer() {
    let (register, travel) = planned(5);
    let problem = problem(&register, &travel, None, &BTreeSet::new());
    let options = Options { moves: 2, ..Options::default() };
    let mut suggester = Suggester::new(&problem);
    let mut ask = || -> Vec<String> {
        problem
            .requests
            .iter()
            .map(|request| format!("{:?}", suggester.suggest(request.meeting, &options)))
            .collect()
    };
    let first = ask();
    assert_eq!(first, ask());
    let mut another = Suggester::new(&problem);
    let last = problem.requests.last().expect("there are meetings").meeting;
    assert_eq!(first.last(), Some(&format!("{:?}", another.suggest(last, &options))));
}

#[test]
fn a_meeting_compiled_alone_has_the_places_that_it_has_among_all_that_wait() {
    let mut n_places = 0;
    for seed in 0..12 {
        let (mut register, travel) = planned(seed);
        // Some wait again beside the proposals and the confirmed ones.
        let mut position = 0;
        register.bookings.retain(|booking| {
            position += 1;
            booking.status.is_fixed() || position % 4 != 0
        });
        let frame = Frame::of_live_meetings(&register, &travel);
        for meeting in (0..register.meetings.len()).map(MeetingIdx::from) {
            let all = problem(&register, &travel, Some(meeting), &BTreeSet::new());
            let alone = problem_beside(&frame, &register, &travel, meeting);
            let (mut among, mut beside) = (Suggester::new(&all), Suggester::new(&alone));
            let said = |found: Result<Vec<Suggestion>, Refused>| {
                found.map(|found| {
                    let what = |s: Suggestion| {
                        (s.booking, s.stands, s.reasons, s.difference, format!("{:?}", s.told))
                    };
                    found.into_iter().map(what).collect::<Vec<_>>()
                })
            };
            let options = Options { top: 8, ..Options::default() };
            let (among, beside) =
                (said(among.suggest(meeting, &options)), said(beside.suggest(meeting, &options)));
            n_places += beside.as_ref().map_or(0, Vec::len);
            assert_eq!(beside, among, "seed {seed}, {}", register.meeting(meeting).reference);
        }
    }
    assert!(300 < n_places, "{n_places}");
}

#[test]
fn what_is_looked_for_is_found_wherever_it_is_lawful_and_the_best_of_it_first() {
    let (mut n_found, mut n_none) = (0, 0);
    for seed in 0..12 {
        let (register, travel) = planned(seed);
        let frame = Frame::of_live_meetings(&register, &travel);
        for meeting in (0..register.meetings.len()).step_by(3).map(MeetingIdx::from) {
            let problem = problem_beside(&frame, &register, &travel, meeting);
            if problem.requests.is_empty() {
                continue;
            }
            let lawful = lawful_places(&problem);
            let step = (lawful.len() / 8).max(1);
            let exactly = lawful.iter().step_by(step).map(|(booking, _)| Filter {
                from: Some(booking.date()),
                until: Some(booking.date()),
                starts: Some(Span::new(booking.start(), booking.start() + 1)),
                chair: booking.iro,
                venue: booking.venue(&register),
                ..Filter::default()
            });
            let days =
                [Weekday::Mon, Weekday::Thu].map(|day| Filter { weekday: Some(day), ..Filter::default() });
            let noon = Filter { starts: Some(Span::new(720, 840)), ..Filter::default() };
            for filter in exactly.chain(days).chain([noon]) {
                let wants = |booking: &Booking| {
                    filter.wants_day(booking.date())
                        && filter
                            .starts
                            .is_none_or(|s| s.from <= booking.start() && booking.start() < s.until)
                        && filter.chair.is_none_or(|chair| booking.iro == Some(chair))
                        && filter.venue.is_none_or(|venue| booking.venue(&register) == Some(venue))
                };
                let best = lawful.iter().filter(|(booking, _)| wants(booking)).map(|(_, key)| *key).min();
                let mut narrowed = problem_beside(&frame, &register, &travel, meeting);
                narrowed.narrow(&filter);
                let found = Suggester::new(&narrowed).suggest(meeting, &Options::default()).expect("asked");
                let title = format!("seed {seed}, {}, {filter:?}", register.meeting(meeting).reference);
                assert!(found.iter().all(|place| wants(&place.booking)), "{title}");
                let first = found.first().map(|place| (place.difference.s2, place.difference.s3));
                assert_eq!(first, best, "{title}");
                n_found += usize::from(best.is_some());
                n_none += usize::from(best.is_none());
            }
        }
    }
    assert!(100 < n_found && 5 < n_none, "{n_found} found, {n_none} none");
}

/// Returns every lawful place of the first request of a problem with what it adds, by trying everything before the referee.
fn lawful_places(problem: &Problem<'_>) -> Vec<(Booking, (i64, i64))> {
    let request = &problem.requests[0];
    let asked = BTreeSet::from([request.meeting]);
    let register = released(problem.register, &asked);
    let score = |with: &[Booking]| {
        let verdict = check(&register, problem.travel, &bookings_with(&register, &asked, with));
        (!breaks(&verdict, &asked)).then_some((verdict.score.s2, verdict.score.s3))
    };
    let without = score(&[]).expect("nothing of it is booked");
    every_placement(problem, 0)
        .into_iter()
        .filter_map(|placement| {
            let booking = booked(problem, request, &placement, None);
            let with = score(std::slice::from_ref(&booking))?;
            Some((booking, (with.0 - without.0, with.1 - without.1)))
        })
        .collect()
}

#[test]
fn what_opens_if_one_booking_moves_is_found_among_the_few_in_the_way() {
    let mut n_opened = 0;
    for seed in 0..12 {
        let (mut register, travel) = planned(seed);
        for booking in &mut register.bookings {
            booking.status = BookingStatus::Confirmed;
        }
        let movable: BTreeSet<MeetingIdx> = register.bookings.iter().map(|booking| booking.meeting).collect();
        let frame = Frame::of_live_meetings(&register, &travel);
        for meeting in (0..register.meetings.len()).map(MeetingIdx::from) {
            let opened = |problem: &Problem<'_>| {
                let options = Options { top: 5, moves: 1, move_confirmed: true };
                let found = Suggester::new(problem).suggest(meeting, &options).unwrap_or_default();
                let with_moves = found.into_iter().filter(|place| !place.moves.is_empty());
                with_moves.map(|s| (s.booking, format!("{:?}", s.moves), s.difference)).collect::<Vec<_>>()
            };
            let all = opened(&problem(&register, &travel, Some(meeting), &movable));
            n_opened += all.len();
            let few = opened(&problem_with_one_move(&frame, &register, &travel, meeting, &movable));
            assert_eq!(few, all, "seed {seed}, {}", register.meeting(meeting).reference);
        }
    }
    assert!(20 < n_opened, "{n_opened}");
}
