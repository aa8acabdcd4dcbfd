//! Tests that explanations are true: every remedy, made in the register, opens its place; nothing less does; every
//! "why not" is what `check` says.

use chrono::{NaiveDate, Weekday};

use super::*;
use crate::check::check;
use crate::register::{Booking, MeetingIdx, Register, Role, RoomChoice, RoomIdx, StaffIdx, Subject};
use crate::rules::Breach;
use crate::rules::testing::{County, Story, date};
use crate::synth::{self, Preset};
use crate::travel::Travel;

/// A few plain wishes, another for each number.
fn some_wish(register: &Register, n: u64) -> Wish {
    let at = |len: usize| (n as usize / 7) % len.max(1);
    let mut wish = Wish::default();
    match n % 7 {
        0 => wish.chair = Some(StaffIdx::from(at(register.staff.len()))),
        1 => wish.weekday = Some([Weekday::Mon, Weekday::Wed, Weekday::Sat][at(3)]),
        2 => wish.start = Some([540, 570, 720, 725, 960][at(5)]),
        3 => wish.venue = Some(at(register.venues.len()).into()),
        4 => wish.minute_taker = Some(StaffIdx::from(at(register.staff.len()))),
        5 => wish.room = Some(RoomChoice::Home),
        _ => wish.date = Some(register.authority.today + chrono::Days::new(at(30) as u64)),
    }
    wish
}

/// Returns what the referee finds wrong on a date: about a meeting, or what was not so before. Rule and meetings alone.
fn faults(
    register: &Register,
    travel: &Travel,
    bookings: &[Booking],
    (meeting, stood): (MeetingIdx, &[Breach]),
    date: NaiveDate,
) -> Vec<(&'static str, Vec<MeetingIdx>)> {
    let on_date: Vec<Booking> = bookings.iter().filter(|booking| booking.date() == date).cloned().collect();
    let breaches = check(register, travel, &on_date).breaches;
    breaches
        .into_iter()
        .filter(|breach| breach.code != "H12")
        .filter(|breach| breach.meetings.contains(&meeting) || !was_broken(stood, breach))
        .map(|breach| (breach.code, breach.meetings))
        .collect()
}

/// Whether the bookings as they stood broke the rule for all these meetings already.
fn was_broken(stood: &[Breach], breach: &Breach) -> bool {
    let holds = |old: &Breach| breach.meetings.iter().all(|meeting| old.meetings.contains(meeting));
    stood.iter().any(|old| old.code == breach.code && holds(old))
}

/// Asserts that a remedy opens its place.
fn remedy_is_true(explainer: &Explainer<'_>, meeting: MeetingIdx, remedy: &Remedy, title: &str) {
    let place = remedy.place;
    let before = explainer.bookings_at(meeting, Some(&place));
    let is_broken = |register: &Register, bookings: &[Booking]| {
        faults(register, explainer.travel, bookings, (meeting, &explainer.verdict.breaches), place.date)
    };
    assert!(
        !is_broken(explainer.register, &before).is_empty(),
        "{title}: {place:?} is free without a remedy"
    );
    for left_out in 0..=remedy.changes.len() {
        let mut register = explainer.register.clone();
        let mut bookings = before.clone();
        let made = remedy.changes.iter().enumerate().filter(|(at, _)| *at != left_out);
        for (_, change) in made {
            change.make(&mut register, &mut bookings, meeting);
        }
        let found = is_broken(&register, &bookings);
        let is_whole = left_out == remedy.changes.len();
        assert_eq!(found.is_empty(), is_whole, "{title}: {remedy:?} without {left_out}: {found:?}");
    }
}

/// Asserts what an explanation says of a wish.
fn why_not_is_true(explainer: &Explainer<'_>, meeting: MeetingIdx, wish: &Wish, asked: &WhyNot, title: &str) {
    let register = explainer.register;
    let said = |place: &Place| {
        let bookings = explainer.bookings_at(meeting, Some(place));
        let verdict = check(register, explainer.travel, &bookings);
        let new = verdict.breaches.iter().filter(|breach| !explainer.verdict.breaches.contains(breach));
        (new.cloned().collect::<Vec<_>>(), verdict.score)
    };
    match &asked.answer {
        Answer::Present(place) => assert!(wish.allows(register, place), "{title}"),
        Answer::Possible { place, more, breaches } => {
            assert!(wish.allows(register, place), "{title}");
            let (found, score) = said(place);
            assert_eq!(&found, breaches, "{title}");
            assert!(found.iter().all(|breach| breach.code == "H12"), "{title}: {found:?}");
            assert_eq!(*more, Cost::between(&explainer.verdict.score, &score), "{title}");
        }
        Answer::Forbidden { nearest, obstacles } => {
            if let Some((later, more)) = &asked.later {
                assert!(wish.allows(register, later), "{title}");
                assert_eq!(*more, Cost::between(&explainer.verdict.score, &said(later).1), "{title}");
                assert!(nearest.as_ref().is_none_or(|(place, _)| place.date < later.date), "{title}");
            }
            if let Some((place, breaches)) = nearest {
                assert!(wish.allows(register, place), "{title}: {place:?}");
                assert_eq!(&said(place).0, breaches, "{title}");
                assert!(breaches.iter().any(|breach| breach.code != "H12"), "{title}: nothing is in the way");
            }
            for remedy in &obstacles.remedies {
                assert!(wish.allows(register, &remedy.place), "{title}");
            }
        }
    }
}

fn obstacles_are_true(explainer: &Explainer<'_>, meeting: MeetingIdx, found: &Obstacles, title: &str) {
    for remedy in &found.remedies {
        remedy_is_true(explainer, meeting, remedy, title);
        let is_part = |other: &Remedy| other.changes.iter().all(|change| remedy.changes.contains(change));
        let is_within =
            |other: &Remedy| other != remedy && (other.groups.is_within(remedy.groups) || is_part(other));
        assert!(!found.remedies.iter().any(is_within), "{title}: a smaller remedy does");
    }
    // A wish can ask for what no change to the register mends; no remedy then tells of it.
    let all_mendable = found.causes.iter().all(|cause| cause.is_mendable());
    for cause in found.causes.iter().filter(|_| all_mendable && found.left_out == 0) {
        assert!(found.remedies.iter().all(|remedy| remedy.groups.meets(*cause)), "{title}");
        for group in cause.iter() {
            // Without any one of its parts a cause leaves a place, were that part mended.
            let rest = cause.without(group);
            let opens = |remedy: &Remedy| !remedy.groups.meets(rest);
            assert!(found.remedies.iter().any(opens), "{title}: {group:?} is no part of the cause");
        }
    }
}

fn check_explanations(register: &Register, n: u64, title: &str) -> (usize, usize) {
    let travel = Travel::new(register).expect("joined");
    let explainer = Explainer::new(register, &travel, &register.bookings);
    let (mut n_remedies, mut n_forbidden) = (0, 0);
    for meeting in (0..register.meetings.len()).map(MeetingIdx::from) {
        let title = format!("{title}, {}", register.meeting(meeting).reference);
        let wish = some_wish(register, n + u64::from(meeting.0));
        let explanation = explainer.explain(meeting, &wish);
        if let Some(found) = &explanation.obstacles {
            obstacles_are_true(&explainer, meeting, found, &title);
            n_remedies += found.remedies.len();
        }
        if let Some(asked) = &explanation.why_not {
            why_not_is_true(&explainer, meeting, &wish, asked, &title);
            if let Answer::Forbidden { obstacles, .. } = &asked.answer {
                obstacles_are_true(&explainer, meeting, obstacles, &title);
                n_forbidden += 1;
            }
            for day in &asked.days {
                let wish = Wish { date: Some(day.date), ..wish };
                let answer = day.answer.clone();
                let asked = WhyNot { wish, answer, later: None, days: Vec::new(), more_days: 0 };
                why_not_is_true(&explainer, meeting, &wish, &asked, &title);
                if let Answer::Forbidden { obstacles, .. } = &day.answer {
                    obstacles_are_true(&explainer, meeting, obstacles, &title);
                }
            }
        }
        assert!(!as_text(&explainer, &explanation).is_empty());
        assert!(as_json(&explainer, &explanation).is_object());
    }
    (n_remedies, n_forbidden)
}

#[test]
fn explanations_of_hostile_registers_are_true() {
    let (mut n_remedies, mut n_forbidden) = (0, 0);
    for seed in 0..24 {
        let register = synth::generate(Preset::Hostile, seed);
        let (remedies, forbidden) = check_explanations(&register, seed, &format!("seed {seed}"));
        n_remedies += remedies;
        n_forbidden += forbidden;
    }
    assert!(200 < n_remedies && 50 < n_forbidden, "only {n_remedies} and {n_forbidden}");
}

#[test]
fn why_not_on_a_day_with_a_chair_is_true_in_full_diaries() {
    let (mut n_moves, mut n_together) = (0, 0);
    for seed in 0..12 {
        let register = synth::generate(Preset::Hostile, seed);
        let travel = Travel::new(&register).expect("joined");
        let problem = crate::problem::Problem::new(&register, &travel);
        let state = crate::solver::construct(&problem);
        let bookings = crate::plan::bookings(&problem, state.placements());
        let explainer = Explainer::new(&register, &travel, &bookings);
        // Each meeting is asked for on the day and with the chair of the next.
        for (booking, next) in bookings.iter().zip(bookings.iter().cycle().skip(1)) {
            let wish = Wish { date: Some(next.date()), chair: next.iro, ..Wish::default() };
            let title = format!("seed {seed}, {}, {wish:?}", register.meeting(booking.meeting).reference);
            let Some(asked) = explainer.explain(booking.meeting, &wish).why_not else { continue };
            why_not_is_true(&explainer, booking.meeting, &wish, &asked, &title);
            if let Answer::Forbidden { obstacles, .. } = &asked.answer {
                obstacles_are_true(&explainer, booking.meeting, obstacles, &title);
                for remedy in &obstacles.remedies {
                    let is_move = |change: &&Change| matches!(change, Change::Move(_));
                    let moves = remedy.changes.iter().filter(is_move).count();
                    n_moves += moves.min(1);
                    n_together += usize::from(1 < moves);
                }
            }
        }
    }
    assert!(10 < n_moves && 0 < n_together, "only {n_moves}, {n_together} of several bookings");
}

/// Leaves a county in which little can go anywhere, so that all places can be tried.
fn small(county: &mut County) {
    county.register.meetings.truncate(1);
    county.register.rooms.truncate(2);
    county.register.authority.grid_minutes = 60;
    county.meeting("R-1").due = Some(date("2012-04-18"));
    county.meeting("R-1").earliest = Some(date("2012-04-16"));
    county.register.authority.late_limit_days = 0;
}

/// Every combination of these edits that leaves a place, found by trying every place before the referee, is one that
/// holds a remedy; and the other way round.
#[test]
fn remedies_are_all_that_brute_force_finds() {
    /// A group of constraints, and the edit that takes it away altogether.
    type Edit = (Group, Story);
    let edits: [Edit; 6] = [
        (Group::RoomFeatures, |c| c.register.rooms.iter_mut().for_each(|r| r.features.push("loop".into()))),
        (Group::ChairAbsence, |c| {
            c.register.staff.iter_mut().for_each(|s| {
                if s.role.chairs() {
                    s.absences.clear()
                }
            })
        }),
        (Group::ChairNeeds, |c| c.meeting("R-1").iro_needs.clear()),
        (Group::TakerAbsence, |c| {
            c.register.staff.iter_mut().for_each(|s| {
                if !s.role.chairs() {
                    s.absences.clear()
                }
            })
        }),
        (Group::FamilyAway, |c| c.register.unavailable.clear()),
        (Group::Closure, |c| c.register.closures.clear()),
    ];
    let stories: [(&str, Story); 4] = [
        ("features or nothing", |c| c.meeting("R-1").needs = vec!["loop".into()]),
        ("one room is fitted and closed, the other open and bare", |c| {
            c.meeting("R-1").needs = vec!["loop".into()];
            c.room("PRE-1").features = vec!["loop".into()];
            c.close("V-PRE", Some("PRE-1"), "2012-04-10T00:00", "2012-05-10T00:00");
        }),
        ("one chair is away, the other unfit, and both takers are away for a day", |c| {
            c.meeting("R-1").iro_needs = vec!["urdu".into()];
            c.staff("ANN").features = vec!["urdu".into()];
            c.absent("ANN", "2012-04-16T00:00", "2012-04-19T00:00");
            c.absent("TOM", "2012-04-17T00:00", "2012-04-18T00:00");
            c.absent("UNA", "2012-04-17T00:00", "2012-04-18T00:00");
        }),
        ("everything is in the way", |c| {
            c.meeting("R-1").needs = vec!["loop".into()];
            c.meeting("R-1").iro_needs = vec!["urdu".into()];
            c.absent("ANN", "2012-04-16T00:00", "2012-04-18T00:00");
            c.staff("ANN").features = vec!["urdu".into()];
            c.busy(Subject::Household(c.household_idx("H-1")), "2012-04-18T00:00", "2012-04-19T00:00");
            c.close("V-PRE", None, "2012-04-17T00:00", "2012-04-18T00:00");
            c.absent("TOM", "2012-04-16T00:00", "2012-04-19T00:00");
            c.absent("UNA", "2012-04-18T00:00", "2012-04-19T00:00");
        }),
    ];
    for (title, story) in stories {
        let mut county = County::new();
        small(&mut county);
        story(&mut county);
        let travel = county.travel();
        let explainer = Explainer::new(&county.register, &travel, &[]);
        let found = explainer.explain(MeetingIdx(0), &Wish::default()).obstacles.expect("unbooked");
        obstacles_are_true(&explainer, MeetingIdx(0), &found, title);
        let remedies: Vec<Groups> = found.remedies.iter().map(|remedy| remedy.groups).collect();
        assert!(!remedies.is_empty(), "{title}");
        for bits in 0..1_u32 << edits.len() {
            let mut edited = County::new();
            small(&mut edited);
            story(&mut edited);
            let made = edits.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
            let mut relaxed = Groups::NONE;
            for (_, (group, edit)) in made {
                edit(&mut edited);
                relaxed = relaxed.with(*group);
            }
            let opens = remedies.iter().any(|groups| groups.is_within(relaxed));
            assert_eq!(has_place(&edited), opens, "{title}: {relaxed:?}, remedies {remedies:?}");
        }
    }
}

/// Whether the first meeting has a lawful place, by trying them all.
fn has_place(county: &County) -> bool {
    let travel = county.travel();
    let people = |role: fn(Role) -> bool| {
        let staff = county.register.staff.iter().enumerate();
        staff.filter(move |(_, s)| role(s.role)).map(|(at, _)| StaffIdx::from(at)).collect::<Vec<_>>()
    };
    let (chairs, takers) = (people(|role| role.chairs()), people(|role| role == Role::MinuteTaker));
    for day in 16..=18 {
        for start in (540..1020).step_by(60) {
            for room in (0..county.register.rooms.len()).map(RoomIdx::from) {
                for &chair in &chairs {
                    for &taker in &takers {
                        let place = Place {
                            date: date(&format!("2012-04-{day}")),
                            start,
                            chair,
                            room: RoomChoice::Room(room),
                            minute_taker: Some(taker),
                        };
                        let booking = [place.booking(MeetingIdx(0))];
                        if check(&county.register, &travel, &booking).breaches.is_empty() {
                            return true;
                        }
                    }
                }
            }
        }
    }
    false
}

#[test]
fn the_referees_words_say_why_not() {
    let cases: [(&str, Story, Wish, &str); 5] = [
        (
            "the chair has another meeting",
            |c| c.book("R-2 2012-04-18T10:00 ANN PRE-2 TOM"),
            Wish {
                date: Some(date("2012-04-18")),
                start: Some(630),
                chair: Some(StaffIdx(0)),
                ..Wish::default()
            },
            "H06 H07",
        ),
        (
            "the chair is away",
            |c| c.absent("ANN", "2012-04-18T00:00", "2012-04-19T00:00"),
            Wish { date: Some(date("2012-04-18")), chair: Some(StaffIdx(0)), ..Wish::default() },
            "H04",
        ),
        ("a Saturday", |_| {}, Wish { date: Some(date("2012-04-21")), ..Wish::default() }, "H02 H04 H04 H05"),
        (
            "a minute taker does not chair",
            |_| {},
            Wish { chair: Some(StaffIdx(2)), ..Wish::default() },
            "H03",
        ),
        ("off the grid", |_| {}, Wish { start: Some(605), ..Wish::default() }, "H01"),
    ];
    for (title, story, wish, codes) in cases {
        let mut county = County::new();
        story(&mut county);
        let travel = county.travel();
        let explainer = Explainer::new(&county.register, &travel, &county.bookings);
        let asked = explainer.explain(MeetingIdx(0), &wish).why_not.expect("asked");
        why_not_is_true(&explainer, MeetingIdx(0), &wish, &asked, title);
        let Answer::Forbidden { nearest: Some((_, breaches)), .. } = asked.answer else {
            panic!("{title}: {asked:?}")
        };
        let found: Vec<&str> = breaches.iter().map(|breach| breach.code).collect();
        assert_eq!(found.join(" "), codes, "{title}");
    }
}

#[test]
fn a_confirmed_booking_can_go_elsewhere_once_it_is_released() {
    let mut county = County::new();
    county.keep("R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed");
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &county.bookings);
    let wish = Wish { date: Some(date("2012-04-19")), ..Wish::default() };
    let asked = explainer.explain(MeetingIdx(0), &wish).why_not.expect("asked");
    why_not_is_true(&explainer, MeetingIdx(0), &wish, &asked, "confirmed");
    let Answer::Possible { breaches, .. } = asked.answer else { panic!("{asked:?}") };
    assert_eq!(breaches.iter().map(|breach| breach.code).collect::<Vec<_>>(), ["H12"]);
}

#[test]
fn a_booking_costs_what_its_parts_and_its_alternatives_say() {
    // R-1 goes to BOB: 3 children × 240; BOB drives 30 there and back; the family 10 × 2. The target is met.
    let mut county = County::new();
    county.book("R-1 2012-04-18T10:00 BOB PRE-1 TOM");
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &county.bookings);
    let booked = explainer.explain(MeetingIdx(0), &Wish::default()).booked.expect("booked");
    assert_eq!((booked.cost.late, booked.cost.minutes), (0, 720 + 60 + 20));
    let other_chair = booked.alternatives.iter().find(|other| other.difference == Difference::Chair);
    let (place, more) = other_chair.and_then(|other| other.best.clone()).expect("ANN is free");
    assert_eq!(place.chair, StaffIdx(0));
    assert!(more.minutes <= -720, "{more:?}");
}

#[test]
fn what_is_not_live_is_answered_plainly() {
    use crate::register::MeetingStatus;
    let mut county = County::new();
    county.meeting("R-1").status = MeetingStatus::Cancelled;
    county.meeting("R-2").status = MeetingStatus::Held;
    county.keep("R-3 2012-03-28T10:00 ANN PRE-1 TOM confirmed");
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &county.bookings);
    let said = |meeting| as_text(&explainer, &explainer.explain(MeetingIdx(meeting), &Wish::default()));
    insta::assert_snapshot!("not_live", format!("{}{}{}", said(0), said(1), said(2)));
}

#[test]
fn explanations_read_so() {
    let mut county = County::new();
    county.meeting("R-1").due = Some(date("2012-04-19"));
    county.meeting("R-1").iro_needs = vec!["language:urdu".to_owned()];
    county.staff("ANN").features = vec!["language:urdu".to_owned()];
    county.absent("ANN", "2012-04-10T00:00", "2012-04-19T00:00");
    county.register.authority.late_limit_days = 0;
    county.close("V-PRE", None, "2012-04-19T00:00", "2012-04-20T00:00");
    county.book("R-2 2012-04-19T10:00 ANN BUR-1 TOM");
    county.book("R-3 2012-04-19T13:30 ANN LAN-1 UNA");
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &county.bookings);
    let wish = Wish { weekday: Some(Weekday::Wed), chair: Some(StaffIdx(1)), ..Wish::default() };
    let unbooked = as_text(&explainer, &explainer.explain(county.meeting_idx("R-1"), &wish));
    let wish = Wish { date: Some(date("2012-04-20")), ..Wish::default() };
    let booked = as_text(&explainer, &explainer.explain(county.meeting_idx("R-2"), &wish));
    insta::assert_snapshot!("explanations", format!("{unbooked}\n{booked}"));
}

#[test]
fn a_weekday_is_answered_for_in_time_before_what_is_late() {
    // R-1 may be on two Wednesdays in time, both of which ANN is away; on the next she is there.
    let mut county = County::new();
    county.meeting("R-1").due = Some(date("2012-04-19"));
    county.absent("ANN", "2012-04-01T00:00", "2012-04-20T00:00");
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &county.bookings);
    let meeting = county.meeting_idx("R-1");
    let wish = Wish { weekday: Some(Weekday::Wed), chair: Some(StaffIdx(0)), ..Wish::default() };
    let explanation = explainer.explain(meeting, &wish);
    let asked = explanation.why_not.as_ref().expect("an answer");
    why_not_is_true(&explainer, meeting, &wish, asked, "R-1");
    let Answer::Forbidden { nearest: Some((place, _)), .. } = &asked.answer else { panic!("{asked:?}") };
    assert_eq!(place.date, date("2012-04-11"), "the nearest to the first day of its window");
    assert_eq!(asked.later.as_ref().map(|(place, _)| place.date), Some(date("2012-04-25")));
    let text = as_text(&explainer, &explanation);
    assert!(text.contains("Later it could be: Wed 25 April 2012"), "{text}");
    assert!(text.contains(", 4 working days late, "), "{text}");
}

#[test]
fn no_limit_is_waived_by_a_year_where_something_else_helps() {
    let mut county = County::new();
    county.meeting("R-1").due = Some(date("2011-01-04"));
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &county.bookings);
    let found =
        explainer.explain(county.meeting_idx("R-1"), &Wish::default()).obstacles.expect("none in time");
    let far = |remedy: &Remedy| {
        remedy.changes.iter().any(|change| matches!(change, Change::LongLimit(days) if 40 < *days))
    };
    assert!(found.remedies.len() <= 1 || !found.remedies.iter().any(far), "{:?}", found.remedies);
}
