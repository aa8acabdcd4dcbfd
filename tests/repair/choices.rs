//! Every choice on random registers after random events, judged by the referee and by counts of the tests' own.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use convene::calendar::{Days, moment};
use convene::check::check;
use convene::events::{self, Event};
use convene::plan::make;
use convene::problem::Problem;
use convene::register::{
    BookingStatus, MeetingIdx, MeetingStatus, Reference, Register, RoomChoice, RoomIdx, StaffIdx, Stretch,
};
use convene::repair::{BrokenBefore, Choice, Confirmed, LivePlan, Options, Repair};
use convene::solver::{Budget, Config, solve};
use convene::synth::{self, Preset};
use convene::travel::Travel;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::referee::{disturbance, dominates, moving};

const REGISTERS: u64 = 120;
const STEPS: u64 = 40;

/// Returns a register whose bookings are a plan.
fn planned(preset: Preset, seed: u64, iterations: u64) -> (Register, Travel) {
    let mut register = synth::generate(preset, seed);
    let travel = Travel::new(&register).expect("every place is reached");
    let problem = Problem::new(&register, &travel);
    let stop = AtomicBool::new(false);
    let solution =
        solve(&problem, &Config { seed, threads: 1 }, &Budget::Iterations(iterations), &stop, &|_| ());
    let bookings = make(&problem, &solution).expect("lawful").bookings;
    register.bookings = bookings;
    (register, travel)
}

/// Returns up to `n` events that can have happened.
fn random_events(register: &Register, rng: &mut Pcg64, n: usize) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for i in 0..n * 4 {
        // Mostly where something is booked, so that something breaks.
        let booked =
            register.bookings.get(rng.random_range(0..register.bookings.len().max(1) as u32) as usize);
        let booked = booked.filter(|_| rng.random_bool(0.8));
        let from = booked.map_or(register.authority.today, |b| b.date()) - Days::new(rng.random_range(0..3));
        let until = from + Days::new(rng.random_range(3..9));
        let when = Stretch { from: moment(from, 0), until: moment(until, 0) };
        let meeting = booked
            .map_or(MeetingIdx(rng.random_range(0..register.meetings.len() as u32)), |booking| {
                booking.meeting
            });
        let event = match rng.random_range(0..6u32) {
            0 | 1 => {
                let anybody = StaffIdx(rng.random_range(0..register.staff.len() as u32));
                let booked = booked.and_then(|b| if rng.random_bool(0.7) { b.iro } else { b.minute_taker });
                Event::Absent { staff: booked.unwrap_or(anybody), when }
            }
            2 => {
                let any_room = RoomIdx(rng.random_range(0..register.rooms.len() as u32));
                let room = match booked.and_then(|booking| booking.room) {
                    Some(RoomChoice::Room(room)) => room,
                    Some(RoomChoice::Home) | None => any_room,
                };
                let venue = register.rooms[room.at()].venue;
                Event::Closed { venue, room: rng.random_bool(0.5).then_some(room), when }
            }
            3 => Event::Cancelled { meeting },
            4 => Event::Adjourned { meeting, reason: "no report".to_owned() },
            _ => {
                let mut added = register.meeting(meeting).clone();
                added.reference = Reference::new(&format!("NEW-{i}")).expect("a reference");
                added.status = MeetingStatus::ToBook;
                Event::Added { meeting: added }
            }
        };
        events.push(event);
        if !events::faults(register, &events).is_empty() {
            events.pop();
        }
        if events.len() == n {
            break;
        }
    }
    events
}

/// Returns the meetings that a repair may move although they are confirmed: those in a breach, and those that come into
/// one when these are taken out.
fn broken(register: &Register, travel: &Travel) -> BTreeSet<MeetingIdx> {
    let (mut left, mut broken) = (register.clone(), BTreeSet::new());
    loop {
        let breaches = check(&left, travel, &left.bookings).breaches;
        let n_broken = broken.len();
        broken.extend(breaches.iter().flat_map(|breach| breach.meetings.clone()));
        if broken.len() == n_broken {
            return broken;
        }
        left.bookings.retain(|b| b.status == BookingStatus::Held || !broken.contains(&b.meeting));
    }
}

fn judge(plan: &LivePlan, repair: &Repair, choice: &Choice) -> Result<(), String> {
    let (before, travel) = (plan.register(), plan.travel());
    let mut after = plan.clone();
    after.take(choice);
    let after = after.register();
    let say = |meeting: MeetingIdx| before.meeting(meeting).reference.clone();

    // Lawful, but for what it declares, and that concerns held bookings only.
    let verdict = check(after, travel, &choice.bookings);
    if verdict.breaches != choice.breaches {
        return Err(format!("undeclared breaches: {:?}", verdict.breaches));
    }
    let held = |meeting: &MeetingIdx| {
        choice.bookings.iter().any(|b| b.meeting == *meeting && b.status == BookingStatus::Held)
    };
    if let Some(breach) = choice.breaches.iter().find(|breach| !breach.meetings.iter().all(held)) {
        return Err(format!("breach among bookings that are not held: {}", breach.message));
    }

    // Whatever it does not list is as it was, in every column; whatever it lists is there.
    let listed: BTreeSet<MeetingIdx> = choice.moves.iter().map(|change| change.meeting).collect();
    let untouched = |bookings: &[convene::register::Booking]| -> Vec<_> {
        bookings.iter().filter(|b| !listed.contains(&b.meeting)).cloned().collect()
    };
    if untouched(&before.bookings) != untouched(&choice.bookings) {
        return Err("a booking that is not listed has changed".to_owned());
    }
    for change in &choice.moves {
        if change.before == change.after {
            return Err(format!("{} is listed and has not changed", say(change.meeting)));
        }
        if change.after.as_ref().is_some_and(|booking| !choice.bookings.contains(booking)) {
            return Err(format!("{} is not booked as listed", say(change.meeting)));
        }
        if let (Some(old), Some(new)) = (&change.before, &change.after)
            && new.sequence() != old.sequence() + 1
        {
            return Err(format!("{} does not count its invitation up", say(change.meeting)));
        }
    }
    let damaged = broken(before, travel);
    let confirmed = |change: &&convene::repair::Move| {
        change.before.as_ref().is_some_and(|booking| booking.status == BookingStatus::Confirmed)
    };
    if let Some(change) =
        choice.moves.iter().filter(confirmed).find(|change| !damaged.contains(&change.meeting))
    {
        return Err(format!("{} is confirmed, sound, and moved", say(change.meeting)));
    }

    // Every meeting that must be placed is placed, or left out with a reason.
    let out: BTreeSet<MeetingIdx> = choice.left_out.iter().map(|left| left.meeting).collect();
    for &meeting in damaged.iter().chain(&repair.to_book) {
        let is_booked = choice.bookings.iter().any(|booking| booking.meeting == meeting);
        let is_live = before.meeting(meeting).status.is_live();
        if is_live && is_booked == out.contains(&meeting) {
            return Err(format!("{} is booked and left out, or neither", say(meeting)));
        }
    }
    for left in &choice.left_out {
        let meeting = after.meeting(left.meeting);
        let dates = after.deadlines(meeting).expect("a live meeting has dates");
        let last = after.calendar.after(dates.limit_from(), after.authority.late_limit_days);
        if left.reason.len() < 20 || left.nearest.is_some_and(|date| date <= last) {
            return Err(format!("{} is left out: {left:?}", say(left.meeting)));
        }
    }

    // Scores are the referee's, and the price of moving is that of the rules.
    if verdict.score != choice.score {
        return Err(format!("score {:?}, referee {:?}", choice.score, verdict.score));
    }
    let minutes: Vec<i64> = choice.moved.iter().map(|part| part.minutes).collect();
    if minutes != moving(before, &choice.bookings) {
        return Err(format!("moving {minutes:?}, counted {:?}", moving(before, &choice.bookings)));
    }
    let late: Vec<(MeetingIdx, u32)> = choice
        .moves
        .iter()
        .filter_map(|change| {
            let day = change.after.as_ref()?.date();
            let statutory = before.deadlines(before.meeting(change.meeting)).ok()?.statutory?;
            (statutory < day).then(|| (change.meeting, before.calendar.between(statutory, day)))
        })
        .filter(|&(_, days)| 0 < days)
        .collect();
    if late != choice.late {
        return Err(format!("late {:?}, counted {late:?}", choice.late));
    }
    let counted = disturbance(before, &choice.bookings);
    let told = choice.disturbance;
    if (told.families, told.rearranged, told.moves) != counted {
        return Err(format!("disturbance {told:?}, counted {counted:?}"));
    }
    Ok(())
}

fn judge_all(plan: &LivePlan, repair: &Repair, options: &Options) -> Result<(), String> {
    for (i, choice) in repair.choices.iter().enumerate() {
        judge(plan, repair, choice).map_err(|fault| format!("choice {}: {fault}", i + 1))?;
        if let Some(j) = repair.choices.iter().position(|other| dominates(other, choice)) {
            return Err(format!("choice {} is dominated by {}", i + 1, j + 1));
        }
        let mut after = plan.clone();
        after.take(choice);
        let again = after.repair(options, &AtomicBool::new(false));
        if choice.is_whole() && !(again.choices.is_empty() && again.breaches.is_empty()) {
            return Err(format!("after choice {} something is left to repair", i + 1));
        }
    }
    let is_needed = !broken(plan.register(), plan.travel()).is_empty() || !repair.to_book.is_empty();
    let all_held = repair.breaches.iter().flat_map(|breach| &breach.meetings).all(|meeting| {
        let of = |b: &&convene::register::Booking| b.meeting == *meeting;
        plan.register().bookings.iter().filter(of).all(|b| b.status == BookingStatus::Held)
    });
    if is_needed && repair.choices.is_empty() && !(all_held && repair.to_book.is_empty()) {
        return Err("something is broken and no choice is given".to_owned());
    }
    Ok(())
}

fn repair_after_random_events(preset: Preset, seed: u64) -> Result<usize, String> {
    let (register, travel) = planned(preset, seed, 40);
    let mut rng = Pcg64::seed_from_u64(seed);
    let n_events = rng.random_range(1..=4);
    let events = random_events(&register, &mut rng, n_events);
    let mut plan = LivePlan::new(register.clone(), travel);
    let mut backwards = plan.clone();
    let changes = plan.apply(&events).map_err(|faults| format!("{faults:?}"))?;
    let reversed: Vec<Event> = events.iter().rev().cloned().collect();
    if backwards.apply(&reversed) != Ok(changes) || backwards.register() != plan.register() {
        return Err("the order of events decides".to_owned());
    }
    let options = Options { steps: STEPS, choices: 5, seed, ..Options::default() };
    let stop = AtomicBool::new(false);
    let repair = plan.repair(&options, &stop);
    if repair != plan.repair(&options, &stop) {
        return Err("two runs differ".to_owned());
    }
    judge_all(&plan, &repair, &options)?;
    Ok(repair.choices.len())
}

#[test]
fn every_choice_on_hostile_registers_is_lawful_and_counted_right() {
    let results: Vec<Result<usize, String>> = (0..REGISTERS)
        .into_par_iter()
        .map(|seed| {
            repair_after_random_events(Preset::Hostile, seed).map_err(|fault| format!("seed {seed}: {fault}"))
        })
        .collect();
    let faults: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert!(faults.is_empty(), "{} of {REGISTERS}: {:#?}", faults.len(), &faults[..faults.len().min(8)]);
    let n_choices: Vec<usize> = results.into_iter().flatten().collect();
    assert!(
        20 < n_choices.iter().filter(|&&n| 1 < n).count(),
        "there is often something to choose: {n_choices:?}"
    );
}

#[test]
fn every_choice_on_the_scenarios_is_lawful_and_counted_right() {
    for (preset, seed) in [(Preset::Tiny, 1), (Preset::Tiny, 2), (Preset::Lancashire2012, 1)] {
        repair_after_random_events(preset, seed).unwrap_or_else(|fault| panic!("{}: {fault}", preset.name()));
    }
}

#[test]
fn nothing_broken_is_nothing_to_do() {
    let (mut register, travel) = planned(Preset::Tiny, 1, 200);
    // M09 needs what no room has.
    for meeting in check(&register, &travel, &register.bookings).unbooked {
        register.meetings[meeting.at()].status = MeetingStatus::Cancelled;
    }
    let repair = LivePlan::new(register, travel).repair(&Options::default(), &AtomicBool::new(false));
    assert_eq!((repair.breaches.len(), repair.choices.len(), repair.to_book.len()), (0, 0, 0));
}

/// Reported: a conference was adjourned days after a plan had been made, and what had gone stale meanwhile stood under "Bookings that it
/// breaks" and was moved with it.
#[test]
fn what_was_broken_before_is_told_apart_and_moves_only_where_that_is_asked() {
    let (mut register, travel) = planned(Preset::Lancashire2012, 1, 40);
    // A week later some of what is proposed gives too little notice.
    register.authority.today = register.calendar.after(register.authority.today, 5);
    let today = register.authority.today;
    let known = check(&register, &travel, &register.bookings).breaches;
    assert!(!known.is_empty(), "some have gone stale");
    let stale: BTreeSet<MeetingIdx> = known.iter().flat_map(|breach| breach.meetings.clone()).collect();
    let sound =
        register.bookings.iter().find(|booking| today < booking.date() && !stale.contains(&booking.meeting));
    let meeting = sound.expect("one is sound").meeting;
    let stood = register.bookings.clone();
    let mut plan = LivePlan::new(register, travel);
    plan.apply(&[Event::Adjourned { meeting, reason: "no report".to_owned() }]).expect("it can happen");
    let stop = AtomicBool::new(false);
    for (broken_before, is_mended) in [(BrokenBefore::Leave, false), (BrokenBefore::Mend, true)] {
        let repair = plan.repair(&Options { steps: STEPS, broken_before, ..Options::default() }, &stop);
        assert_eq!(repair.known, known, "told apart");
        assert!(!repair.breaches.iter().any(|breach| known.contains(breach)), "and not as the event's");
        assert!(!repair.choices.is_empty(), "it is reconvened");
        for choice in &repair.choices {
            let moved = choice.moves.iter().any(|change| stale.contains(&change.meeting));
            assert_eq!(moved, is_mended, "{broken_before:?}");
            assert!(choice.breaches.is_empty());
            let after = check(plan.register(), plan.travel(), &choice.bookings).breaches;
            assert!(after.iter().all(|breach| known.contains(breach)), "{after:?}");
            assert!(!is_mended || after.is_empty());
            for booking in stood.iter().filter(|booking| !is_mended && stale.contains(&booking.meeting)) {
                assert!(choice.bookings.contains(booking), "it stays to the letter");
            }
        }
    }
}

#[test]
fn sound_confirmed_bookings_move_only_where_that_is_allowed() {
    let (mut register, travel) = planned(Preset::Lancashire2012, 1, 40);
    for booking in &mut register.bookings {
        booking.status = BookingStatus::Confirmed;
    }
    let chair = register.bookings.iter().find_map(|b| b.iro).expect("a chair");
    let today = register.authority.today;
    let when = Stretch { from: moment(today, 0), until: moment(today + Days::new(40), 0) };
    let mut plan = LivePlan::new(register, travel);
    plan.apply(&[Event::Absent { staff: chair, when }]).expect("it can happen");
    let damaged = broken(plan.register(), plan.travel());
    let stop = AtomicBool::new(false);
    let bound = Options { steps: 200, choices: 9, ..Options::default() };
    let repair = plan.repair(&bound, &stop);
    for choice in &repair.choices {
        judge(&plan, &repair, choice).expect("lawful");
    }
    let free = Options { confirmed: Confirmed::All, ..bound };
    let moved = |choice: &Choice| choice.moves.iter().any(|change| !damaged.contains(&change.meeting));
    let choices = plan.repair(&free, &stop).choices;
    assert!(choices.iter().any(moved), "with leave, neighbours make room");
}

#[test]
fn a_search_that_is_stopped_at_once_gives_lawful_choices() {
    let (register, travel) = planned(Preset::Tiny, 1, 40);
    let chair = register.bookings.iter().rev().find_map(|booking| booking.iro).expect("a chair");
    let today = register.authority.today;
    let when = Stretch { from: moment(today, 0), until: moment(today + Days::new(30), 0) };
    let mut plan = LivePlan::new(register, travel);
    plan.apply(&[Event::Absent { staff: chair, when }]).expect("it can happen");
    let repair = plan.repair(&Options::default(), &AtomicBool::new(true));
    assert!(!repair.choices.is_empty());
    for choice in &repair.choices {
        judge(&plan, &repair, choice).expect("lawful");
    }
}

#[test]
fn a_confirmed_booking_too_near_for_notice_keeps_its_appointment_and_stays_confirmed() {
    // M07 stands confirmed on Thursday 5 April 2012; today is the 2nd, and five working days' notice end on the 11th.
    let mut register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("every place is reached");
    let booking = register.bookings[0].clone();
    for (position, meeting) in register.meetings.iter_mut().enumerate() {
        if position != booking.meeting.at() {
            meeting.status = MeetingStatus::Cancelled;
        }
    }
    let when = Stretch { from: moment(booking.date(), 0), until: moment(booking.date() + Days::new(1), 0) };
    for (notice_days, status) in [(5, BookingStatus::Confirmed), (1, BookingStatus::Proposed)] {
        for kind in &mut register.authority.kinds {
            kind.notice_days = notice_days;
        }
        let mut plan = LivePlan::new(register.clone(), travel.clone());
        plan.apply(&[Event::Absent { staff: booking.iro.expect("a chair"), when }]).expect("it can happen");
        let repair = plan.repair(&Options::default(), &AtomicBool::new(false));
        judge(&plan, &repair, &repair.choices[0]).expect("lawful");
        let after = repair.choices[0].moves[0].after.clone().expect("a place");
        assert_eq!((after.starts, after.room), (booking.starts, booking.room), "{notice_days}");
        assert_ne!(after.iro, booking.iro);
        assert_eq!((after.status, after.sequence()), (status, 1), "{notice_days} days' notice");
    }
}

#[test]
fn what_has_no_place_is_left_out_with_the_nearest_day_that_has_one() {
    // Everybody who chairs is away until after the last lawful day of M07: 20 working days past its statutory date.
    let mut register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("every place is reached");
    let m07 = register.bookings[0].meeting;
    for (position, meeting) in register.meetings.iter_mut().enumerate() {
        if position != m07.at() {
            meeting.status = MeetingStatus::Cancelled;
        }
    }
    let dates = register.deadlines(register.meeting(m07)).expect("dates");
    let last = register.calendar.after(dates.limit_from(), register.authority.late_limit_days);
    let when = Stretch { from: moment(register.authority.today, 0), until: moment(last + Days::new(8), 0) };
    let chairs =
        (0..register.staff.len()).map(StaffIdx::from).filter(|s| register.staff[s.at()].role.chairs());
    let events: Vec<Event> = chairs.map(|staff| Event::Absent { staff, when }).collect();
    let back = register.calendar.on_or_after(when.until.date());
    let mut plan = LivePlan::new(register, travel);
    plan.apply(&events).expect("they can happen");
    let repair = plan.repair(&Options::default(), &AtomicBool::new(false));
    let [choice] = &repair.choices[..] else { panic!("one choice: {:?}", repair.choices.len()) };
    judge(&plan, &repair, choice).expect("lawful");
    assert!(!choice.is_whole());
    assert_eq!(choice.left_out[0].meeting, m07);
    assert_eq!(choice.left_out[0].nearest, Some(back), "{}", choice.left_out[0].reason);
    assert_eq!((choice.disturbance.families, choice.disturbance.rearranged), (1, 1));
    plan.take(choice);
    assert_eq!(plan.register().meeting(m07).status, MeetingStatus::ToBook);
}
