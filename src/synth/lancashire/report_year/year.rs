//! The register of the year, put together.

use chrono::{Days, NaiveDate};

use super::children::add_children;
use super::dates::{Course, year};
use super::families::{Family, families};
use super::forms::add_forms;
use super::meetings::{Planned, add_meetings, asked, discussed};
use super::published::{CATEGORIES, INITIAL_CHILDREN, LAST_QUARTER_CHILDREN, STARTS, STRATEGY_MEETINGS};
use super::reviews::{Review, reviews};
use super::team::team;
use crate::register::{Child, ChildIdx, HouseholdIdx, PlanStatus, PlanVerdict, Register};
use crate::synth::draw::Draw;
use crate::synth::lancashire::county::{home_areas, lay_out};
use crate::synth::lancashire::families::Families;
use crate::synth::lancashire::people::patches;
use crate::synth::lancashire::towns::DISTRICTS;
use crate::synth::make::{date, empty, reference};

/// Makes the register of `lancashire-2011-12-year`, as it stands on the Monday after the year.
pub(in crate::synth) fn register_2011_12(seed: u64) -> Register {
    let mut register = empty("Lancashire", date("2012-04-02"));
    lay_out(&mut register);
    team(&mut register);
    let calendar = register.calendar.clone();
    let draw = &mut Draw::new(seed, "report year");
    let families = families(draw);
    let mut courses: Vec<Course> =
        families.iter().map(|family| Course::draw(&calendar, draw, family)).collect();
    let reviews = reviews(&calendar, draw, &families, &mut courses);
    let households = add_households(&mut register, seed, &families);
    let children = add_children(&mut register, draw, &families, &courses, &households);
    let mut planned = Vec::new();
    for (at, family) in families.iter().enumerate() {
        if family.start.is_some() {
            planned.push(Planned {
                on: courses[at].starts,
                kind: "initial_conference",
                about: Ok((households[at], children[at].clone())),
                verdict: PlanVerdict::PlanStarts,
                category: CATEGORIES[family.category],
                from: discussed(&register, draw, courses[at].starts),
                due: None,
                adjourned: None,
            });
        }
    }
    for review in &reviews {
        let at = review.family;
        plan_review(review, &courses[at], (households[at], &children[at]), &mut planned);
    }
    add_without_plan(&mut register, seed, draw, &mut planned);
    add_strategy(&register, draw, &mut planned);
    let patches = patches(&register);
    add_meetings(&mut register, draw, planned, &patches);
    add_forms(&mut register, draw);
    register
}

/// Adds the households of families with a plan, each in its district.
fn add_households(register: &mut Register, seed: u64, families: &[Family]) -> Vec<HouseholdIdx> {
    let mut of_district: Vec<Families> = (0..DISTRICTS.len())
        .map(|district| {
            let weights = (0..DISTRICTS.len()).map(|other| usize::from(other == district)).collect();
            Families::new(register, seed, &format!("families of {}", DISTRICTS[district].code), weights)
        })
        .collect();
    families.iter().map(|family| of_district[family.district].add(register, family.children as u32)).collect()
}

/// Plans a review conference, and the one that was adjourned before it.
fn plan_review(
    review: &Review,
    course: &Course,
    (household, children): (HouseholdIdx, &[ChildIdx]),
    planned: &mut Vec<Planned>,
) {
    let kind = if review.is_first { "first_review_conference" } else { "review_conference" };
    let ends = course.ends == Some(review.on);
    let held = Planned {
        on: review.on,
        kind,
        about: Ok((household, children.to_vec())),
        verdict: if ends { PlanVerdict::PlanEnds } else { PlanVerdict::PlanContinues },
        category: "",
        from: review.from,
        due: None,
        adjourned: None,
    };
    match review.adjourned {
        None => planned.push(held),
        Some((first, why)) => {
            planned.push(Planned { on: first, adjourned: Some(why), ..held.clone() });
            planned.push(Planned { kind: "reconvened_conference", from: first, ..held });
        }
    }
}

/// Adds the initial conferences that led to no plan: the children of January to March whom the quality forms' percentage leaves, and
/// the others over the nine months before.
fn add_without_plan(register: &mut Register, seed: u64, draw: &mut Draw, planned: &mut Vec<Planned>) {
    let weights = DISTRICTS.iter().map(|row| row.weight).collect();
    let mut families = Families::new(register, seed, "families without a plan", weights);
    let since = date("2012-01-01");
    let in_last: usize = planned
        .iter()
        .filter(|row| since <= row.on && row.adjourned.is_none())
        .map(|row| row.about.as_ref().map_or(0, |(_, children)| children.len()))
        .sum();
    let whole = INITIAL_CHILDREN - STARTS as usize;
    let last = LAST_QUARTER_CHILDREN.saturating_sub(in_last).min(whole);
    let first = date("2011-04-01");
    for (mut left, from, until) in [(whole - last, first, since), (last, since, year().1 + Days::new(1))] {
        while 0 < left {
            let n = (1 + draw.weighted(&[41, 37, 16, 6])).min(left);
            left -= n;
            let household = families.add(register, n as u32);
            let children: Vec<ChildIdx> = (0..n).map(|_| add_child(register, household)).collect();
            let days = (until - from).num_days() as usize;
            let on = register.calendar.on_or_after(from + Days::new(draw.below(days) as u64));
            // A month's last days may run into the next, and the year's may not run over.
            let on = if on < until { on } else { register.calendar.before(until, 1) };
            planned.push(Planned {
                on,
                kind: "initial_conference",
                about: Ok((household, children)),
                verdict: PlanVerdict::NoPlan,
                category: "",
                from: discussed(register, draw, on),
                due: None,
                adjourned: None,
            });
        }
    }
}

fn add_child(register: &mut Register, household: HouseholdIdx) -> ChildIdx {
    let idx = ChildIdx::from(register.children.len());
    register.children.push(Child {
        reference: reference(&format!("C{:05}", idx.at() + 1)),
        household,
        plan: Some(PlanStatus::None),
        plan_start: None,
        category: String::new(),
        previous_plans: None,
        looked_after_since: None,
    });
    idx
}

/// Adds strategy meetings, each about a child in an area, spread over the working days of the year.
fn add_strategy(register: &Register, draw: &mut Draw, planned: &mut Vec<Planned>) {
    let (first, last) = year();
    let days: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|&day| day <= last)
        .filter(|&day| register.calendar.is_working(day))
        .collect();
    let weights: Vec<usize> = DISTRICTS.iter().map(|row| row.weight).collect();
    for n in 0..STRATEGY_MEETINGS {
        let on = days[n * days.len() / STRATEGY_MEETINGS];
        let areas = home_areas(register, draw.weighted(&weights).into());
        planned.push(Planned {
            on,
            kind: "strategy_meeting",
            about: Err(draw.pick(&areas)),
            verdict: PlanVerdict::NoPlan,
            category: "",
            from: asked(register, draw, on),
            due: None,
            adjourned: None,
        });
    }
}
