//! A year that is written as a census return and read again comes to the same figures.

use super::census;
use super::facts::{Cases, Child};
use super::key::Key;
use super::report::Report;
use crate::indicators::{Facts, Period, Policy, Slice, Stage, Unit, count, indicator};
use crate::register::{ChildIdx, PlanSpell, Record, Register};
use crate::synth::{Preset, generate};

fn year() -> Period {
    Period::year(2011).expect("a year")
}

/// Returns the children of a return of the register's year, as the importer reads them, each with the one that it was.
fn read_again(register: &Register) -> Vec<(ChildIdx, Child)> {
    let made = crate::census::census(register, year()).expect("a year of somebody");
    let told = made.notes.iter().filter(|note| note.gap != crate::census::Gap::NoBirth);
    assert_eq!(told.map(crate::census::Note::sentence).collect::<Vec<_>>(), Vec::<String>::new());
    let text = made.xml(None);
    let key = Key::new(b"a key of the tests").expect("a key");
    let (mut cases, mut report) = (Cases::default(), Report::default());
    assert_eq!(census::read("census.xml", &text, &key, &mut cases, &mut report), made.children.len());
    assert!(report.faults.is_sound());
    let references: std::collections::HashMap<_, _> = register
        .children
        .iter()
        .enumerate()
        .map(|(at, child)| (key.child(child.reference.as_str()), ChildIdx::from(at)))
        .collect();
    cases.children.into_iter().map(|child| (references[&child.reference], child)).collect()
}

/// Returns the register with no record but the plans that were read.
fn plans_alone(register: &Register, read: &[(ChildIdx, Child)]) -> Register {
    let plan = |&(child, ref said): &(ChildIdx, Child)| {
        said.plans
            .iter()
            .map(|plan| PlanSpell {
                child,
                starts: plan.started.on,
                ends: plan.ended.as_ref().map(|ended| ended.on),
                category: plan.category.to_owned(),
                previous: plan.previous,
                previous_end: None,
            })
            .collect::<Vec<_>>()
    };
    let mut alone = register.clone();
    *alone.record = Record { plans: read.iter().flat_map(plan).collect(), ..Record::default() };
    for child in &mut alone.children {
        (child.plan, child.plan_start) = (None, None);
    }
    alone
}

#[test]
fn the_plans_of_a_year_come_to_the_same_figures() {
    let register = generate(Preset::LancashireYear, 1);
    let alone = plans_alone(&register, &read_again(&register));
    let (before, after) = (Facts::new(&register, Policy::default()), Facts::new(&alone, Policy::default()));
    for key in [
        "plans_started",
        "plans_ended",
        "duration",
        "ended_after_two_years",
        "repeat_ever",
        "current_over_12_months",
        "current_over_2_years",
    ] {
        let Some(indicator) = indicator(key) else { panic!("no indicator {key}") };
        let rows = |facts: &Facts<'_>, period| {
            let tally = count(facts, indicator, period, Slice::ALL);
            (0..indicator.shape.rows().len()).map(|row| tally.of(row, Unit::Children)).collect::<Vec<_>>()
        };
        for period in year().each_month().into_iter().chain([year()]) {
            assert_eq!(rows(&before, period), rows(&after, period), "{key}, {}", period.words());
        }
    }
    // The return gives the latest category of each plan: at its end, or at that of the year.
    let by_category = |facts: &Facts<'_>| {
        let mut current: Vec<_> =
            facts.current(year().last()).map(|spell| (spell.child, spell.category(year().last()))).collect();
        current.sort_unstable();
        let ended = facts.ended(year()).map(|(spell, on)| (spell.child, on, spell.category(on)));
        (current, ended.collect::<std::collections::BTreeSet<_>>())
    };
    assert_eq!(by_category(&before), by_category(&after));
    let current = |facts: &Facts<'_>| {
        year().each_month().into_iter().map(|month| facts.current(month.last()).count()).collect::<Vec<_>>()
    };
    // Annual report 2011/12, 6.2.
    let published = [648, 623, 628, 633, 679, 643, 625, 611, 601, 615, 583, 547];
    assert_eq!((current(&before), current(&after)), (published.to_vec(), published.to_vec()));
}

#[test]
fn the_reviews_and_initial_conferences_of_a_year_are_read_again() {
    let register = generate(Preset::LancashireYear, 1);
    let read = read_again(&register);
    let facts = Facts::new(&register, Policy::default());
    let mut held: Vec<_> = facts
        .held(year())
        .iter()
        .filter(|event| event.stage == Stage::Review)
        .flat_map(|event| facts.children(event).iter().map(|attended| (attended.child, event.outcome.on)))
        .collect();
    held.sort_unstable();
    let reviews = |(child, said): &(ChildIdx, Child)| {
        let plans = said.plans.iter().flat_map(|plan| &plan.reviews);
        plans.filter_map(|review| Some((*child, review.held.as_ref()?.on))).collect::<Vec<_>>()
    };
    let mut said: Vec<_> = read.iter().flat_map(reviews).filter(|&(_, on)| year().holds(on)).collect();
    said.sort_unstable();
    assert_eq!(held, said);
    assert_eq!(said.len(), 2067);

    let bands = indicator("initial_bands").expect("it is listed");
    let tally = count(&facts, bands, year(), Slice::ALL);
    let mut said = [0_u64; 4];
    for enquiry in read.iter().flat_map(|(_, child)| &child.enquiries) {
        let Some(conference) = &enquiry.conference else { continue };
        let days = register.calendar.between(enquiry.started.on, conference.on);
        said[[11, 16, 21].iter().filter(|&&begins| begins <= days).count()] += 1;
    }
    assert_eq!(said, [0, 1, 2, 3].map(|row| tally.of(row, Unit::Children)));
    assert_eq!(said.iter().sum::<u64>(), 854);
}
