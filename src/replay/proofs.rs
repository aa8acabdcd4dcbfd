//! What a replayed year must show. The referee judges every booking of every day as the loop goes: a replay that ends has
//! none that breaks a rule.

use super::*;
use crate::calendar::parse_date;
use crate::files::{register_files, register_from_texts};
use crate::indicators::{Facts, MOST_ROWS, NO, Period, Policy, Slice, Tally, Unit, YES, count, indicator};
use crate::register::{Contract, Fte, Reference, Register};
use crate::staffing::{Key, Values};
use crate::synth::{Preset, generate};

fn date(text: &str) -> chrono::NaiveDate {
    parse_date(text).expect("a date")
}

fn post(register: &Register, name: &str, from: Option<&str>, until: Option<&str>) -> Post {
    Post {
        reference: Reference::new(name).expect("a reference"),
        known: register.staff.iter().position(|staff| staff.reference.as_str() == name).map(Into::into),
        base: None,
        districts: None,
        fte: Fte::FULL,
        contract: if name.starts_with("AGENCY") { Contract::Agency } else { Contract::Permanent },
        from: from.map(date),
        until: until.map(date),
        ramp: from.is_some(),
    }
}

/// Seven weeks of a third of the county: two chairs stay, one leaves, one from an agency stops, two start.
fn short_year() -> (Register, Year) {
    let mut register = generate(Preset::Lancashire2012, 1);
    let staff = &mut register.staff;
    for name in ["IRO4", "IRO6", "IRO7", "IRO8", "SIRO"] {
        let chair = staff.iter_mut().find(|chair| chair.reference.as_str() == name).expect("a chair");
        chair.until = Some(date("2011-01-01"));
    }
    let year = Year::of(&Values::from_fn(|parameter| parameter.default));
    let year = Year {
        name: "Seven weeks".to_owned(),
        first: date("2011-06-13"),
        last: date("2011-07-29"),
        posts: vec![
            post(&register, "IRO1", None, None),
            post(&register, "IRO2", None, Some("2011-07-08")),
            post(&register, "IRO3", Some("2011-07-01"), None),
            post(&register, "IRO5", Some("2011-07-01"), None),
            post(&register, "AGENCY1", None, Some("2011-06-30")),
        ],
        demand: Demand { starts: vec![14, 22], opening: 220, strategy: 360, ..year.demand },
        booking: Rules { iterations: 200, repair_steps: 20, ..year.booking },
        absence: Absence { sickness: 0.1, ..year.absence },
        reviews: Reviews { adjourned: 0.1, ..year.reviews },
        ..year
    };
    (register, year)
}

fn replayed(register: &Register, year: &Year, config: &Config) -> ReplayOutcome {
    replay(register, year, config, &|_| {}).unwrap_or_else(|fault| panic!("{fault}"))
}

fn both(replications: u64, threads: usize) -> Config {
    Config { practices: PracticeName::ALL.to_vec(), seed: 7, first: 0, replications, threads }
}

#[test]
fn threads_decide_nothing_and_a_replication_can_be_run_alone() {
    let (register, year) = short_year();
    let together = replayed(&register, &year, &both(2, 2));
    assert_eq!(together, replayed(&register, &year, &both(2, 1)));
    let alone = Config { first: 1, replications: 1, ..both(2, 2) };
    assert_eq!(together.runs[2..], replayed(&register, &year, &alone).runs);
    assert_ne!(together.runs[0], together.runs[2]);
}

#[test]
fn children_are_conserved_and_both_practices_see_the_same_year() {
    let (register, year) = short_year();
    let outcome = replayed(&register, &year, &both(1, 2));
    for run in &outcome.runs {
        let mut open = i64::from(run.opening);
        assert_eq!(open, 220);
        for month in &run.months {
            open += i64::from(month.starts) - i64::from(month.ends);
            assert_eq!(open, i64::from(month.open_children), "{} {}", run.practice.word(), month.first);
        }
        // Everything that this little county is made of happens.
        let year = run.year().expect("months");
        assert!(0 < year.starts && 0 < year.ends && 0 < year.broken, "{year:?}");
        assert!(0 < year.adjourned.iter().sum::<u32>() && 0 < year.chairs_left.children, "{year:?}");
        assert!(Group::ALL[..5].iter().all(|group| 0 < year.held[*group as usize].meetings), "{year:?}");
        assert_eq!(year.hours.meetings, year.all_held().meetings + year.adjourned.iter().sum::<u32>());
    }
    let [manual, optimised] = &outcome.runs[..] else { panic!("two runs") };
    assert_eq!(manual.arrivals, optimised.arrivals);
    assert_ne!(manual.months, optimised.months);
}

#[test]
fn the_planner_drives_less_than_clerks_do() {
    let (register, year) = short_year();
    let outcome = replayed(&register, &year, &both(1, 2));
    let minutes: Vec<i64> = outcome.runs.iter().filter_map(|run| Some(run.year()?.travel.chairs)).collect();
    assert!(minutes[1] * 2 < minutes[0], "{minutes:?}");
}

#[test]
fn forms_give_way_before_minutes_and_minutes_before_sheets() {
    let (register, year) = short_year();
    let manual = Config { practices: vec![PracticeName::Manual], ..both(1, 2) };
    let share = |level: f64, key: &str| {
        let year = Year { work: WorkTable { kappa: level, ..year.work.clone() }, ..year.clone() };
        let outcome = replayed(&register, &year, &manual);
        let figure = FIGURES.iter().find(|figure| figure.key == key).expect("a figure");
        outcome.spread(PracticeName::Manual, figure, None).map_or(1.0, |spread| spread.mean)
    };
    let keys = ["forms_share", "minutes_in_time", "sheets_in_time"];
    // The more work, the less of each is done; and at every level less of what gives way first.
    let levels = [0.2, 0.6, 1.0, 1.4].map(|level| keys.map(|key| share(level, key)));
    for pair in levels.windows(2) {
        assert!(pair[1][0] <= pair[0][0] && pair[1][2] <= pair[0][2], "{levels:?}");
    }
    assert!(0.95 < levels[0][0], "{levels:?}");
    assert!(levels[2][0] < levels[2][2] && levels[3][0] < levels[3][2], "{levels:?}");
}

#[test]
fn a_register_without_a_kind_that_a_year_is_made_of_is_refused() {
    let (mut register, year) = short_year();
    register.authority.kinds.retain(|kind| kind.name.as_str() != "strategy_meeting");
    let fault = replay(&register, &year, &both(1, 1), &|_| {}).expect_err("a kind lacks");
    assert!(fault.to_string().contains("strategy_meeting"), "{fault}");
}

#[test]
fn the_opening_stock_is_as_many_and_as_old_as_the_year_says() {
    let register = generate(Preset::Lancashire2012, 1);
    let year = Year::of(&Values::from_fn(|parameter| parameter.default));
    for seed in 0..3 {
        let found = opening::opening(&year, &register, &crate::staffing::streams::Streams::new(seed, 0));
        let children = |least: i64, most: i64| -> usize {
            let of_age = found
                .iter()
                .filter(|household| (least..most).contains(&(year.first - household.started).num_days()));
            of_age.map(|household| household.open.iter().filter(|&&open| open).count()).sum()
        };
        // 673 × 28.8 %, 23.5 %, 27.9 %, 16.3 % and 3.5 %.
        let ages = [(0, 91), (91, 183), (183, 365), (365, 731), (731, 9999)].map(|(a, b)| children(a, b));
        assert_eq!(ages, [194, 158, 188, 110, 23]);
    }
}

#[test]
fn a_year_of_the_model_has_its_parameters() {
    let mut values = Values::from_fn(|parameter| parameter.default);
    values.set(Key::LeaveDays, 30.0);
    values.set(Key::TimeOffBank, 20.0);
    let year = Year::of(&values);
    assert_eq!((year.absence.known_days, year.time.toil_bank), (39, 1200));
    assert_eq!((year.time.week, year.demand.series, year.demand.series_gap), (2220, 3, (15, 25)));
}

#[test]
fn the_record_of_a_year_comes_to_what_the_replay_counted() {
    let (register, year) = short_year();
    for practice in PracticeName::ALL {
        let config = Config { practices: vec![practice], ..both(1, 2) };
        let (outcome, recorded) = replay_recorded(&register, &year, practice, &config).expect("lawful");
        assert_eq!(outcome, replayed(&register, &year, &config));
        // The files have all of it.
        let texts = register_files(&recorded);
        let texts: Vec<(&str, &str)> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let recorded = register_from_texts(&texts, None).unwrap_or_else(|faults| panic!("{faults}")).register;
        let facts = Facts::new(&recorded, Policy::of(&recorded.authority));
        for month in &outcome.runs[0].months {
            let period = Period::new(month.first, month.last).expect("a month");
            let tally = |key| count(&facts, indicator(key).expect("listed"), period, Slice::ALL);
            let of = |tally: &Tally, row| Count {
                meetings: tally.of(row, Unit::Meetings) as u32,
                children: tally.of(row, Unit::Children) as u32,
            };
            let (held, initial) = (tally("meetings_held"), tally("initial_in_time"));
            let (reviews, adjourned) = (tally("reviews_conferences"), tally("adjournments"));
            let said = format!("{} {}", practice.word(), month.first);
            assert_eq!(of(&held, 0), month.held[Group::Initial as usize], "{said}");
            assert_eq!(of(&held, 2), month.reviews(), "{said}");
            let strategy = month.held[Group::Strategy as usize].meetings;
            assert_eq!(of(&held, 3).meetings, strategy, "{said}");
            assert_eq!(of(&initial, YES), month.initial_in_time, "{said}");
            assert_eq!(of(&reviews, NO), month.late_reviews, "{said}");
            // Rows of the indicator in the order of the replay's reasons.
            let by_reason = [1, 0, 4, 6, 2].map(|row| of(&adjourned, row).meetings);
            assert_eq!(by_reason, month.adjourned, "{said}");
            let children = |key| of(&tally(key), 0).children;
            assert_eq!(children("plans_started"), month.starts, "{said}");
            assert_eq!(children("plans_ended"), month.ends, "{said}");
            let on_plan = tally("on_plan");
            let on_plan: u32 = (0..MOST_ROWS).map(|row| of(&on_plan, row).children).sum();
            assert_eq!(on_plan, month.open_children, "{said}");
        }
    }
}
