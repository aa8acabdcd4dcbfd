//! Bounds are true: no plan goes below them, the certificate's own checker finds the same numbers, and whatever
//! stands in a certificate proves nothing that is not so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::{Datelike, Days, NaiveDate};
use convene::bound::{Effort, prove};
use convene::calendar::moment;
use convene::certificate::{self, Certificate, Claim, Given, LARGEST, Level, UNIT};
use convene::check::{check, verify};
use convene::files;
use convene::plan::make;
use convene::problem::Problem;
use convene::register::{
    Booking, BookingStatus, MeetingIdx, MeetingStatus, Register, RoomChoice, RoomIdx, StaffIdx,
};
use convene::solver::{Budget, Config, solve};
use convene::synth::{self, Preset};
use convene::travel::Travel;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;

const REGISTERS: u64 = 60;

type Levels = (i64, i64, i64);

/// Plans a register in short and returns the score of the plan.
fn planned(register: &Register, travel: &Travel) -> Levels {
    let problem = Problem::new(register, travel);
    let config = Config { seed: 1, threads: 1 };
    let solution = solve(&problem, &config, &Budget::Iterations(40), &AtomicBool::new(false), &|_| ());
    make(&problem, &solution).expect("a lawful plan").score.levels()
}

/// Says what is wrong with the proof for a register, where anything is.
fn judge(seed: u64, register: &Register, steps: u64) -> Result<(), String> {
    let travel = Travel::new(register).expect("roads");
    let problem = Problem::new(register, &travel);
    let score = planned(register, &travel);
    let proof = prove(&problem, Some(score), &Effort::Steps(steps));
    for claim in &proof.certificate.claims {
        if claim.level.of(score) < claim.bound {
            return Err(format!(
                "seed {seed}: {:?} has {score:?} and a bound of {}",
                claim.level, claim.bound
            ));
        }
    }
    // Beside a booking online that stands the checker may find more: it follows where people are meanwhile.
    let is_exact = !register.bookings.iter().any(|booking| {
        let live = register.meeting(booking.meeting).status.is_live();
        live && booking.status.is_fixed() && booking.place(register).is_none()
    });
    for one in verify(register, &travel, &proof.certificate) {
        if !one.holds() || is_exact && one.proven != one.claim.bound {
            let (claimed, proven) = (one.claim.bound, one.proven);
            return Err(format!("seed {seed}: {:?} claims {claimed}, proven {proven}", one.claim.level));
        }
    }
    let text = certificate::text(register, &proof.certificate);
    match certificate::read(register, &text) {
        Ok(read) if read == proof.certificate => Ok(()),
        Ok(_) => Err(format!("seed {seed}: the certificate changes when it is written and read")),
        Err(fault) => Err(format!("seed {seed}: {fault}")),
    }
}

#[test]
fn bounds_lie_below_plans_and_the_checker_finds_the_same() {
    let faults: Vec<String> = (0..REGISTERS)
        .into_par_iter()
        .filter_map(|seed| judge(seed, &synth::generate(Preset::Hostile, seed), 12).err())
        .collect();
    assert!(
        faults.is_empty(),
        "{} of {REGISTERS}:\n{}",
        faults.len(),
        faults[..faults.len().min(10)].join("\n")
    );
}

#[test]
fn the_bound_of_tiny_is_near() {
    let register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("roads");
    let score = planned(&register, &travel);
    let problem = Problem::new(&register, &travel);
    let (s1, s2, s3) = prove(&problem, Some(score), &Effort::Steps(300)).bounds();
    assert_eq!((s1, s2), (score.0, score.1), "one meeting cannot be booked, and none need be late");
    assert!(score.2 * 75 <= s3 * 100, "{s3} of {}", score.2);
}

#[test]
fn steps_make_the_proof_and_threads_do_not() {
    let register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("roads");
    let problem = Problem::new(&register, &travel);
    let score = planned(&register, &travel);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| prove(&problem, Some(score), &Effort::Steps(40)))
    };
    assert_eq!(on(1), on(3));
}

/// Leaves two meetings to book, on two days, at few hours of the day: few enough to try everything.
fn two_meetings(seed: u64) -> Option<Register> {
    let mut register = synth::generate(Preset::Hostile, seed);
    let problem_meetings: Vec<MeetingIdx> = {
        let travel = Travel::new(&register).ok()?;
        let problem = Problem::new(&register, &travel);
        problem.requests.iter().filter(|r| r.hopeless.is_empty()).map(|r| r.meeting).take(2).collect()
    };
    if problem_meetings.len() < 2 {
        return None;
    }
    register.authority.grid_minutes = 60;
    register.authority.late_limit_days = 1;
    let due = register.calendar.after(register.authority.today, 12);
    for (at, meeting) in register.meetings.iter_mut().enumerate() {
        if problem_meetings.contains(&MeetingIdx::from(at)) {
            (meeting.due, meeting.target, meeting.earliest) =
                (Some(due), Some(due - Days::new(7)), Some(due));
            meeting.status = MeetingStatus::ToBook;
        } else if matches!(meeting.status, MeetingStatus::ToBook) {
            meeting.status = MeetingStatus::Cancelled;
        }
    }
    let meetings = register.meetings.clone();
    register.bookings.retain(|booking| {
        let live = meetings[booking.meeting.at()].status.is_live();
        booking.status.is_fixed() && live && !problem_meetings.contains(&booking.meeting)
    });
    // Booked meetings whose proposal was dropped would have to be booked too.
    let booked: Vec<MeetingIdx> = register.bookings.iter().map(|booking| booking.meeting).collect();
    for (at, meeting) in register.meetings.iter_mut().enumerate() {
        if meeting.status == MeetingStatus::Booked && !booked.contains(&MeetingIdx::from(at)) {
            meeting.status = MeetingStatus::Cancelled;
        }
    }
    Some(register)
}

/// Returns the scores of all lawful plans of a register with two meetings to book, or `None` where they are too many
/// to try.
fn all_plans(register: &Register, travel: &Travel) -> Option<Vec<Levels>> {
    let standing: Vec<Booking> = register.bookings.clone();
    let problem = Problem::new(register, travel);
    let fixed: Vec<MeetingIdx> = standing.iter().map(|booking| booking.meeting).collect();
    let score = |added: &[&Booking]| -> Option<Levels> {
        let bookings: Vec<Booking> =
            standing.iter().cloned().chain(added.iter().map(|&b| b.clone())).collect();
        let verdict = check(register, travel, &bookings);
        let ours = |m: &MeetingIdx| !fixed.contains(m);
        let lawful = !verdict.breaches.iter().any(|breach| breach.meetings.iter().any(ours));
        lawful.then(|| verdict.score.levels())
    };
    let people: Vec<StaffIdx> = (0..register.staff.len()).map(StaffIdx::from).collect();
    let mut rooms: Vec<RoomChoice> =
        (0..register.rooms.len()).map(|room| RoomChoice::Room(RoomIdx::from(room))).collect();
    rooms.push(RoomChoice::Home);
    let mut options: Vec<Vec<Booking>> = Vec::new();
    for request in &problem.requests {
        let mut lawful = Vec::new();
        for &date in &request.dates {
            for start in (0..1440).step_by(register.authority.grid_minutes as usize) {
                for (&chair, &room) in people.iter().flat_map(|c| rooms.iter().map(move |r| (c, r))) {
                    let takers: Vec<Option<StaffIdx>> = if request.needs_taker {
                        people.iter().map(|&taker| Some(taker)).collect()
                    } else {
                        vec![None]
                    };
                    for minute_taker in takers {
                        let booking = Booking {
                            meeting: request.meeting,
                            starts: moment(date, start),
                            iro: Some(chair),
                            room: Some(room),
                            minute_taker,
                            status: BookingStatus::Proposed,
                            extra: Vec::new(),
                        };
                        if request.chairs.contains(&chair.0) && score(&[&booking]).is_some() {
                            lawful.push(booking);
                        }
                    }
                }
            }
        }
        options.push(lawful);
    }
    if 12_000 < options.iter().map(|list| list.len() + 1).product::<usize>() {
        return None;
    }
    let choices = |at: usize| {
        options.get(at).into_iter().flatten().map(Some).chain([None]).collect::<Vec<Option<&Booking>>>()
    };
    let mut scores = Vec::new();
    for one in choices(0) {
        for other in choices(1) {
            let added: Vec<&Booking> = [one, other].into_iter().flatten().collect();
            scores.extend(score(&added));
        }
    }
    Some(scores)
}

/// Draws multipliers of all sizes for a claim about `level`.
fn drawn(register: &Register, problem: &Problem<'_>, level: Level, given: Given, seed: u64) -> Claim {
    let mut draw = Pcg64::seed_from_u64(seed);
    let mut claim = Claim::nothing(level, given);
    let size = [10, UNIT, 100 * UNIT, 1000 * UNIT][draw.random_range(0..4)];
    if given.s1.is_some() {
        claim.unbooked = draw.random_range(0..=size);
    }
    if given.s2.is_some() {
        claim.late = draw.random_range(0..=size);
    }
    for request in &problem.requests {
        claim.meetings.insert(request.meeting, draw.random_range(-size / 10..=size));
        for (date, site) in request.dates.iter().flat_map(|d| request.sites.iter().map(move |s| (*d, s))) {
            let place = site.place.map(convene::register::PlaceIdx::from);
            claim.takers.insert((request.meeting, date, place), draw.random_range(-size / 10..=size / 4));
        }
    }
    let dates = problem.requests.iter().flat_map(|request| &request.dates);
    let mondays: BTreeSet<NaiveDate> =
        dates.map(|date| *date - Days::new(date.weekday().num_days_from_monday().into())).collect();
    let people = 0..if level == Level::S3 { register.staff.len() } else { 0 };
    for person in people.filter(|&p| register.staff[p].role.chairs()) {
        let most = register.authority.weights.get("caseload", 60) * UNIT;
        claim.caseload.insert(StaffIdx::from(person), draw.random_range(0..=most));
        let most = register.authority.weights.get("load", 1) * UNIT;
        for &monday in &mondays {
            claim.load.insert((StaffIdx::from(person), monday), draw.random_range(0..=most));
        }
    }
    claim
}

#[test]
fn whatever_the_multipliers_nothing_is_proven_that_a_plan_disproves() {
    let judged: Vec<usize> = (0..40_u64)
        .into_par_iter()
        .map(|seed| {
            let Some(register) = two_meetings(seed) else { return 0 };
            let travel = Travel::new(&register).expect("roads");
            let Some(plans) = all_plans(&register, &travel) else { return 0 };
            let problem = Problem::new(&register, &travel);
            let Some(&best) = plans.iter().min() else { return 0 };
            let least = |level: Level, given: Given| {
                let about = |plan: &&Levels| {
                    given.s1.is_none_or(|most| plan.0 <= most) && given.s2.is_none_or(|most| plan.1 <= most)
                };
                plans.iter().filter(about).map(|&plan| level.of(plan)).min()
            };
            let proof = prove(&problem, Some(best), &Effort::Steps(60));
            for claim in &proof.certificate.claims {
                let least = least(claim.level, claim.given).expect("the best plan is one of them");
                assert!(claim.bound <= least, "seed {seed}: {:?} {} above {least}", claim.level, claim.bound);
            }
            for round in 0..6 {
                let s1_only = Given { s1: Some(best.0), s2: None };
                let both = Given { s1: Some(best.0 + i64::from(round as u32 % 2)), s2: Some(best.1) };
                let claims = vec![
                    drawn(&register, &problem, Level::S1, Given::default(), seed * 100 + round),
                    drawn(&register, &problem, Level::S2, s1_only, seed * 200 + round),
                    drawn(&register, &problem, Level::S3, both, seed * 300 + round),
                ];
                let certificate = Certificate { claims };
                for one in verify(&register, &travel, &certificate) {
                    let least =
                        least(one.claim.level, one.claim.given).expect("the best plan is one of them");
                    assert!(one.proven <= least, "seed {seed}: {:?} {} above {least}", one.claim, one.proven);
                }
            }
            1
        })
        .collect();
    assert!(10 <= judged.iter().sum::<usize>(), "too few registers are small enough: {judged:?}");
}

#[test]
fn multipliers_beyond_their_rules_weights_prove_nothing() {
    let register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("roads");
    let chair = (0..register.staff.len()).find(|&p| register.staff[p].role.chairs()).expect("a chair");
    let mut claim = Claim::nothing(Level::S3, Given::default());
    claim.caseload = BTreeMap::from([(StaffIdx::from(chair), LARGEST)]);
    let certificate = Certificate { claims: vec![claim] };
    assert_eq!(verify(&register, &travel, &certificate)[0].proven, 0);
}

#[test]
fn what_is_charged_above_a_limit_proves_nothing_without_the_limit() {
    let register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("roads");
    let problem = Problem::new(&register, &travel);
    let nothing_is_free = |given: Given, unbooked: i64, late: i64| {
        let mut claim = Claim { unbooked, late, ..Claim::nothing(Level::S3, given) };
        claim.meetings = problem.requests.iter().map(|request| (request.meeting, UNIT)).collect();
        verify(&register, &travel, &Certificate { claims: vec![claim] })[0].proven
    };
    let given = |s1, s2| Given { s1, s2 };
    let cases = [
        (given(None, None), 2 * UNIT, 0, false),
        (given(None, Some(0)), 2 * UNIT, 0, false),
        (given(Some(0), None), 2 * UNIT, 0, true),
        (given(Some(0), None), 0, 1, false),
        (given(Some(0), None), 2 * UNIT, 1, false),
        (given(Some(0), Some(0)), 2 * UNIT, 1, true),
    ];
    for (given, unbooked, late, is_sound) in cases {
        let proven = nothing_is_free(given, unbooked, late);
        assert_eq!(0 < proven, is_sound, "{given:?}, {unbooked} and {late}: {proven}");
    }
}

/// Writes a register of one chair, whose day holds a review online, and two reviews to book at one venue.
fn around_a_review_online(extra: &str, until: &str, target: &str) -> (Register, Travel) {
    let folder = tempfile::tempdir().expect("a folder");
    let due = format!("2012-01-01,2012-04-19,{target},2012-04-16");
    let files = [
        (
            "authority.toml",
            format!(
                "name = \"T\"\ntoday = 2012-04-02\ntimescales = \"england-2010\"\n\
                 office_hours = {{ opens = \"08:00\", closes = \"18:00\" }}\n{extra}\n"
            ),
        ),
        (
            "bookings.csv",
            "meeting,starts,iro,room,minute_taker,status\nM3,2012-04-18T11:00,IRO1,ON-1,,confirmed\n"
                .to_owned(),
        ),
        ("districts.csv", "district,name\nD,D\n".to_owned()),
        ("hours.csv", format!("staff,weekday,starts,ends\nIRO1,Wed,08:00,{until}\n")),
        (
            "households.csv",
            "household,district,home,children,iro,iro_since\nH1,D,X,1,IRO1,2012-01-01\n\
             H2,D,X,1,IRO1,2012-01-01\nH3,D,X,1,IRO1,2012-01-01\n"
                .to_owned(),
        ),
        (
            "meetings.csv",
            format!(
                "meeting,kind,household,from_date,due,target,earliest,needs,status\n\
                 M1,cla_review,H1,{due},step_free,to_book\nM2,cla_review,H2,{due},step_free,to_book\n\
                 M3,cla_review,H3,{due},,booked\n"
            ),
        ),
        ("places.csv", "place,name,district,lat,lon\nB,B,D,53.7,-2.7\nX,X,D,53.8,-2.7\n".to_owned()),
        ("roads.csv", "from,to,minutes\nB,X,30\n".to_owned()),
        ("rooms.csv", "room,venue,capacity\nVX-1,VX,20\nON-1,ON,20\n".to_owned()),
        ("staff.csv", "staff,name,role,base\nIRO1,a,iro,B\n".to_owned()),
        (
            "venues.csv",
            "venue,place,kind,features\nVX,X,other,step_free;family_friendly;withdrawal_room\nON,,online,\n"
                .to_owned(),
        ),
    ];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let loaded = files::read_register(folder.path(), None).expect("a register");
    (loaded.register, loaded.travel)
}

#[test]
fn whoever_is_online_stays_where_they_were() {
    let no_lunch = "lunch = { minutes = 0, from = \"11:30\", until = \"14:30\" }";
    let cases = [
        ("late_limit_days = 0".to_owned(), "16:00", "2012-04-19"),
        (format!("late_limit_days = 0\n{no_lunch}"), "14:50", "2012-04-19"),
        (format!("late_limit_days = 20\n{no_lunch}"), "14:50", "2012-04-18"),
    ];
    for (extra, until, target) in cases {
        let (register, travel) = around_a_review_online(&extra, until, target);
        let best = planned(&register, &travel);
        assert_eq!(
            (best.0, best.1),
            (0, 0),
            "{extra}, until {until}: one review before the one online, one after"
        );
        let problem = Problem::new(&register, &travel);
        for score in [None, Some(best)] {
            let proof = prove(&problem, score, &Effort::Steps(60));
            let bounds = proof.bounds();
            assert!(
                bounds.0 <= best.0 && bounds.1 <= best.1 && bounds.2 <= best.2,
                "{extra}, until {until}: {bounds:?} above {best:?}"
            );
            assert!(verify(&register, &travel, &proof.certificate).iter().all(|one| one.holds()));
        }
    }
}

#[test]
fn without_time_nothing_is_claimed() {
    let register = synth::generate(Preset::Tiny, 1);
    let travel = Travel::new(&register).expect("roads");
    let problem = Problem::new(&register, &travel);
    let looks = AtomicU64::new(0);
    for most in [0, 1, 5, 200] {
        looks.store(0, Ordering::Relaxed);
        let spent = || if looks.fetch_add(1, Ordering::Relaxed) < most { 0.0 } else { 1.0 };
        let proof = prove(&problem, None, &Effort::Until(&spent));
        assert_eq!(proof.certificate.claims.len(), 3);
        assert!(verify(&register, &travel, &proof.certificate).iter().all(|one| one.holds()));
        if most < 5 {
            assert_eq!(proof.bounds(), (0, 0, 0));
        }
    }
}

#[test]
fn certificates_that_are_none_are_refused_in_plain_words() {
    let register = synth::generate(Preset::Tiny, 1);
    let meeting = &register.meetings[0].reference;
    let of = |lines: &str| format!("convene certificate 1\n{lines}\nend\n");
    let cases = [
        (String::new(), "line 1: the file is empty"),
        ("hello".to_owned(), "line 1: this is no certificate"),
        ("convene certificate 2".to_owned(), "line 1: this is version 2"),
        ("convene certificate 1\nclaim S3 5".to_owned(), "line 2: the file ends before its last line"),
        (of("claim S4 5"), "line 2: `S4` is no level"),
        (of("claim S3 -5"), "line 2: `-5` is no whole number"),
        (of("claim S1 5 where S1 0"), "line 2: a claim about S1 may depend"),
        (of("claim S3 5 where S1 x"), "line 2: `x` is no whole number"),
        (of("claim S3 5\nclaim S3 6"), "line 3: there is a claim about S3 already"),
        (of(&format!("meeting {meeting} 5")), "line 2: `meeting` stands before the first claim"),
        (of("claim S3 5\nmeeting NOBODY 5"), "line 3: the register has no meeting `NOBODY`"),
        (of(&format!("claim S3 5\nmeeting {meeting} 5\nmeeting {meeting} 6")), "line 4: `meeting"),
        (
            of(&format!("claim S3 5\nmeeting {meeting} 99999999999999999999")),
            "line 3: `99999999999999999999`",
        ),
        (of(&format!("claim S3 5\ntaker {meeting} 2012-13-01 Ashford 5")), "line 3: `2012-13-01` is no date"),
        (
            of(&format!("claim S3 5\ntaker {meeting} 2012-04-16 Atlantis 5")),
            "line 3: the register has no place",
        ),
        (of("claim S1 5\ncaseload AMY 5"), "line 3: "),
        (of("claim S3 5\nlate 5"), "line 3: `late` counts only where"),
        (of("claim S3 5\nsomething 5"), "line 3: `something` is no line"),
        ("convene certificate 1\nend\n".to_owned(), "line 2: it claims nothing"),
        (of("claim S3 5\nend"), "line 4: nothing comes after `end`"),
    ];
    for (text, wanted) in cases {
        let fault = certificate::read(&register, &text).expect_err(&text).to_string();
        assert!(fault.starts_with(wanted), "{text:?}: {fault}");
    }
}

/// A chair drives from Aa to Pe for X, is online for Y there, and stays for B: without X there is no time to get from Aa
/// to Pe between Y and B.
const STAYS_FOR_ONE_ONLINE: &[(&str, &str)] = &[
    ("authority.toml", include_str!("bounds/stays_online/authority.toml")),
    ("districts.csv", include_str!("bounds/stays_online/districts.csv")),
    ("hours.csv", include_str!("bounds/stays_online/hours.csv")),
    ("households.csv", include_str!("bounds/stays_online/households.csv")),
    ("meetings.csv", include_str!("bounds/stays_online/meetings.csv")),
    ("places.csv", include_str!("bounds/stays_online/places.csv")),
    ("roads.csv", include_str!("bounds/stays_online/roads.csv")),
    ("rooms.csv", include_str!("bounds/stays_online/rooms.csv")),
    ("staff.csv", include_str!("bounds/stays_online/staff.csv")),
    ("unavailable.csv", include_str!("bounds/stays_online/unavailable.csv")),
    ("venues.csv", include_str!("bounds/stays_online/venues.csv")),
];

#[test]
fn a_meeting_worth_nothing_may_bring_somebody_to_where_they_are_online() {
    let loaded = files::register_from_texts(STAYS_FOR_ONE_ONLINE, None).expect("a sound register");
    let (register, travel) = (&loaded.register, &loaded.travel);
    assert_eq!(planned(register, travel).0, 0, "all three can be booked");
    let text = "convene certificate 1\nclaim S1 1\nmeeting Y 1024\nmeeting B 1024\nend\n";
    let claimed = certificate::read(register, text).expect("a certificate");
    let proven: Vec<i64> = verify(register, travel, &claimed).iter().map(|one| one.proven).collect();
    assert_eq!(proven, [0], "a plan without S1 exists");
}
