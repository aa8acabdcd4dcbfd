//! The comparison as a whole, on a county small enough to hold in the head and on random ones.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::assess::{Assessment, Config, Fault, assess};
use super::candidate::{Candidate, Site, opened, shut};
use super::worth::Measure;
use crate::register::{DistrictIdx, PlaceIdx, Reference, Register, Venue, VenueIdx, VenueKind};
use crate::rules::testing::County;
use crate::travel::Travel;

fn candidate(name: &str, site: Site) -> Candidate {
    let venue = Venue {
        reference: Reference::new(name).expect("a reference"),
        name: String::new(),
        place: None,
        kind: VenueKind::ChildrensCentre,
        opens: None,
        closes: None,
        weekdays: County::new().register.venues[0].weekdays.clone(),
        from: None,
        until: None,
        features: vec!["family_friendly".to_owned(), "withdrawal_room".to_owned()],
    };
    Candidate { venue, site, n_rooms: 2, capacity: 12 }
}

/// At Preston, where there is a venue of the same kind already; at Burnley, where the one venue is neither family friendly
/// nor has a withdrawal room; and in the country.
fn candidates() -> Vec<Candidate> {
    vec![
        candidate("N-PRE", Site::Known(PlaceIdx(0))),
        candidate("N-BUR", Site::Known(PlaceIdx(1))),
        candidate("N-NEW", Site::New { district: DistrictIdx(1), latitude: 53.9, longitude: -2.2 }),
    ]
}

const CONFIG: Config = Config { weeks: 6, steps: 120, seed: 3, threads: 2, shut_each: true };

fn asked(register: &Register, config: &Config) -> Assessment {
    let travel = Travel::new(register).expect("joined");
    let never = AtomicBool::new(false);
    assess(register, &travel, &candidates(), config, &never, &|_, _| {}).expect("compared")
}

#[test]
fn a_venue_where_none_suits_is_worth_most_and_the_only_one_near_is_missed_most() {
    let assessment = asked(&County::new().register, &CONFIG);
    let (best, worth) = &assessment.candidates[0];
    assert_eq!(*best, 1, "{:?}", assessment.candidates);
    assert!(0 < worth.sum(Measure::Cost) && 0 < worth.sum(Measure::Held));
    let ranks: Vec<_> = assessment.candidates.iter().map(|(_, worth)| worth.rank()).collect();
    assert!(ranks.is_sorted_by(|a, b| b <= a), "{ranks:?}");
    // Whoever's search finds a plan: a venue that is open costs nothing, one that is shut saves nothing, and one at which
    // nothing is held, or was held, is worth nothing. A new place may shorten other journeys.
    let opened = assessment.candidates.iter().map(|(at, worth)| (worth, 1, *at != 2));
    let closed = assessment.closures.iter().map(|(_, worth)| (worth, -1, true));
    for (worth, sign, is_old_place) in opened.chain(closed) {
        for week in &worth.weeks {
            let levels =
                [Measure::Children, Measure::LateChildDays, Measure::Cost].map(|m| sign * week.of(m));
            assert!([0, 0, 0] <= levels, "{week:?}");
            assert!(levels == [0, 0, 0] || !is_old_place || 0 < week.of(Measure::Held), "{week:?}");
        }
    }
    // Online there is no venue to shut.
    assert_eq!(assessment.closures.len(), 3);
    let (missed, worth) = &assessment.closures[0];
    assert_eq!(*missed, VenueIdx(0), "Preston");
    assert!(worth.rank() < (0, 0, 0));
}

#[test]
fn with_no_room_left_the_law_is_told_before_minutes() {
    // R-1 needs a withdrawal room, which Preston alone has.
    let mut county = County::new();
    county.meeting("R-1").needs = vec!["withdrawal_room".to_owned()];
    let assessment = asked(&county.register, &Config { weeks: 12, ..CONFIG });
    let (missed, worth) = &assessment.closures[0];
    assert_eq!(*missed, VenueIdx(0));
    assert!(worth.left_out.iter().all(|(_, meeting)| meeting.0 == 0) && !worth.left_out.is_empty());
    let n_lost = worth.left_out.len() as i64;
    assert_eq!(worth.sum(Measure::Meetings), -n_lost);
    assert_eq!(worth.sum(Measure::Children), -3 * n_lost, "three children each");
}

#[test]
fn the_same_question_has_the_same_answer_on_any_number_of_threads() {
    let register = County::new().register;
    let answers = [1, 2, 4].map(|threads| asked(&register, &Config { threads, ..CONFIG }));
    for answer in &answers[1..] {
        assert_eq!(answer.candidates, answers[0].candidates);
        assert_eq!(answer.closures, answers[0].closures);
        assert_eq!(answer.as_it_is, answers[0].as_it_is);
        assert_eq!((&answer.pressure, &answer.journeys), (&answers[0].pressure, &answers[0].journeys));
    }
    let other = asked(&register, &Config { seed: 4, ..CONFIG });
    assert_ne!(other.demand, answers[0].demand);
}

#[test]
fn every_week_is_counted_whole() {
    let register = County::new().register;
    let assessment = asked(&register, &CONFIG);
    let n_meetings: usize = assessment.demand.weeks.iter().map(|week| week.meetings.len()).sum();
    let placed: usize = assessment.as_it_is.iter().map(|week| week.meetings - week.unplaced).sum();
    let in_rooms: usize = assessment.pressure.iter().map(|venue| venue.meetings).sum();
    assert_eq!(assessment.as_it_is.iter().map(|week| week.meetings).sum::<usize>(), n_meetings);
    assert!(in_rooms <= placed, "some may be at home");
    for venue in &assessment.pressure {
        assert!(venue.elsewhere <= venue.nearest);
        for half in venue.halves.iter().flatten() {
            assert!((0..=half.open).contains(&half.taken), "{venue:?}");
        }
    }
    // A room opens three hours in the morning and five in the afternoon; the weeks have 4, 4, 5, 4, 4 and 5 days.
    let preston = &assessment.pressure[0];
    assert_eq!(preston.whole().open, 2 * 26 * 8 * 60);
    let family: i64 = assessment.as_it_is.iter().map(|week| week.family_minutes).sum();
    assert_eq!(assessment.journeys.iter().map(|district| district.minutes).sum::<i64>(), family);
}

#[test]
fn nothing_changes_its_position_and_a_new_place_is_reached_by_its_nearest() {
    let register = County::new().register;
    for candidate in candidates() {
        let (after, travel) = opened(&register, &candidate).expect("joined");
        assert_eq!(after.venues[..register.venues.len()], register.venues[..]);
        assert_eq!(after.rooms[..register.rooms.len()], register.rooms[..]);
        assert_eq!(after.rooms.len(), register.rooms.len() + 2);
        assert_eq!(travel.is_some(), matches!(candidate.site, Site::New { .. }));
        if let Some(travel) = travel {
            let (new, roads) = (PlaceIdx(4), after.roads.expect("roads"));
            assert_eq!(roads.len(), 3 + 3);
            // All four places of the county lie at one point, so each is as near: the first three are joined. By road it is
            // as far as estimated, parking included.
            let pair = [after.places[4].clone(), after.places[0].clone()];
            let estimated = Travel::between(&pair, None, &after.authority.travel).expect("estimated");
            assert_eq!(travel.minutes(new, PlaceIdx(0)), estimated.minutes(PlaceIdx(0), PlaceIdx(1)));
            assert_eq!(travel.minutes(PlaceIdx(0), PlaceIdx(1)), 30, "no short cut");
        }
    }
    let closed = shut(&register, VenueIdx(1));
    assert_eq!((closed.closures.len(), closed.venues), (1, register.venues));
}

#[test]
fn rooms_have_references_however_long_the_venues() {
    let mut long = candidate(&"V".repeat(40), Site::Known(PlaceIdx(0)));
    long.n_rooms = 12;
    let rooms = long.rooms();
    assert_eq!(rooms.len(), 12);
    assert!(rooms[11].as_str().ends_with("V-12") && rooms[11].as_str().len() == 40);
    assert_eq!(candidates()[0].rooms()[1].as_str(), "N-PRE-2");
}

#[test]
fn what_is_stopped_gives_no_answer_and_progress_is_told() {
    let register = County::new().register;
    let travel = Travel::new(&register).expect("joined");
    let ask = |stop: bool, watch: &(dyn Fn(usize, usize) + Sync)| {
        assess(&register, &travel, &candidates(), &CONFIG, &AtomicBool::new(stop), watch)
    };
    assert_eq!(ask(true, &|_, _| {}), Err(Fault::Stopped));
    let told = Mutex::new(Vec::new());
    ask(false, &|done, of| told.lock().expect("unharmed").push((done, of))).expect("compared");
    let mut told = told.into_inner().expect("unharmed");
    told.sort_unstable();
    // Six weeks: once to begin with; three times as things are, with three candidates, with three venues shut.
    let n_plans = 6 * (1 + 3 * (1 + 3 + 3));
    assert_eq!(told, (1..=n_plans).map(|done| (done, n_plans)).collect::<Vec<_>>());
}

#[test]
fn what_no_plan_uses_claims_no_certainty_and_what_is_used_says_how_often() {
    let register = County::new().register;
    let mut asked_about = candidates();
    // Nobody fits into it.
    asked_about.push(Candidate { capacity: 1, ..candidate("N-BOX", Site::Known(PlaceIdx(0))) });
    let travel = Travel::new(&register).expect("joined");
    let never = AtomicBool::new(false);
    let assessment = assess(&register, &travel, &asked_about, &CONFIG, &never, &|_, _| {}).expect("compared");
    let of = |candidate: usize| {
        let found = assessment.candidates.iter().find(|(at, _)| *at == candidate);
        &found.expect("each candidate has its line").1
    };
    assert!(of(3).is_unused() && of(3).weeks_used() == 0);
    let used = of(1);
    assert!(!used.is_unused());
    assert!((1..=6).contains(&used.weeks_used()) && used.weeks_used() as i64 <= used.sum(Measure::Held));
}
