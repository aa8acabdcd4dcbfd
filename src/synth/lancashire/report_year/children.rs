//! The children of the year: their plans, ages and times in care.

use chrono::{Days, Months, NaiveDate};

use super::dates::{Course, year};
use super::families::Family;
use super::published::{AGES_CURRENT, AGES_ENDED, CATEGORIES, INTERIM_CARE_ORDERS, PLACEMENTS, REPEATS};
use crate::register::{
    CareSpell, Child, ChildDetails, ChildIdx, HouseholdIdx, PlanSpell, PlanStatus, Register,
};
use crate::synth::draw::Draw;
use crate::synth::make::{date, reference};

/// Plans that ended after two years: the first band of them.
const LONG: usize = 4;

/// Adds the children of families with a plan, in order, and what is known of them that no decision of the year tells.
pub(super) fn add_children(
    register: &mut Register,
    draw: &mut Draw,
    families: &[Family],
    courses: &[Course],
    households: &[HouseholdIdx],
) -> Vec<Vec<ChildIdx>> {
    let mut of = Vec::with_capacity(families.len());
    for (at, family) in families.iter().enumerate() {
        let (course, category) = (&courses[at], CATEGORIES[family.category]);
        let mut siblings = Vec::with_capacity(family.children);
        for _ in 0..family.children {
            siblings.push(ChildIdx::from(register.children.len()));
            let is_current = course.ends.is_none();
            let number = reference(&format!("C{:05}", register.children.len() + 1));
            register.children.push(Child {
                reference: number,
                household: households[at],
                plan: Some(if is_current { PlanStatus::Cp } else { PlanStatus::None }),
                plan_start: is_current.then_some(course.starts),
                category: if is_current { category.to_owned() } else { String::new() },
                previous_plans: is_current.then_some(0),
                looked_after_since: None,
            });
        }
        for &child in &siblings {
            // What no decision of the year tells: starts before it, and ends without a conference.
            let is_told_of = year().0 <= course.starts && (course.ends.is_none() || 0 < course.reviews);
            if !is_told_of {
                register.record.plans.push(PlanSpell {
                    child,
                    starts: course.starts,
                    ends: course.ends.filter(|_| course.reviews == 0),
                    category: category.to_owned(),
                    previous: Some(0),
                    previous_end: None,
                });
            }
        }
        of.push(siblings);
    }
    add_earlier_plans(register, draw, courses, &of);
    add_details(register, draw, families, courses, &of);
    add_care(register, draw, courses, &of);
    of
}

/// Gives as many children whose plans started in the year an earlier one, which ended before the year.
fn add_earlier_plans(register: &mut Register, draw: &mut Draw, courses: &[Course], of: &[Vec<ChildIdx>]) {
    let mut left = REPEATS;
    let mut order: Vec<usize> = (0..of.len()).filter(|&at| year().0 <= courses[at].starts).collect();
    draw.shuffle(&mut order);
    for at in order {
        if left < of[at].len() {
            continue;
        }
        left -= of[at].len();
        let latest = date("2011-03-18").min(courses[at].starts - Days::new(60));
        let ended = latest - Days::new(draw.below(1300) as u64);
        let started = ended - Days::new(120 + draw.below(300) as u64);
        for &child in &of[at] {
            register.record.plans.push(PlanSpell {
                child,
                starts: started,
                ends: Some(ended),
                category: draw.pick(&CATEGORIES).to_owned(),
                previous: Some(0),
                previous_end: None,
            });
            let row = &mut register.children[child.at()];
            row.previous_plans = row.previous_plans.map(|_| 1);
        }
    }
}

/// Adds ages and ethnicity: those published of plans of two years or more, the rest drawn.
fn add_details(
    register: &mut Register,
    draw: &mut Draw,
    families: &[Family],
    courses: &[Course],
    of: &[Vec<ChildIdx>],
) {
    let band = |at: usize| families[at].end.map_or(0, |(_, band)| band);
    let mut long: Vec<usize> = (0..of.len()).filter(|&at| LONG <= band(at)).collect();
    long.sort_by_key(|&at| (std::cmp::Reverse(band(at)), at));
    let mut ended =
        AGES_ENDED.iter().zip((0..).map(|n| if n == 20 { "other_dual_heritage" } else { "white_british" }));
    let mut current = AGES_CURRENT.iter().zip((0..).map(|n| match n {
        0..13 => "white_british",
        13..18 => "white_and_asian",
        _ => "other",
    }));
    let mut known = vec![None; register.children.len()];
    for at in long {
        for child in &of[at] {
            known[child.at()] = ended.next().map(|(age, word)| (*age, courses[at].ends, word));
        }
    }
    for at in (0..of.len()).filter(|&at| families[at].is_long) {
        for child in &of[at] {
            known[child.at()] = current.next().map(|(age, word)| (*age, Some(year().1), word));
        }
    }
    for (at, siblings) in of.iter().enumerate() {
        for &child in siblings {
            let (born, ethnicity) = match known[child.at()] {
                Some((age, Some(on), word)) => {
                    // The youngest were born before their plans began, nearly three years before.
                    let months = if age == 2 { 11 } else { draw.below(12) as u32 };
                    (before(on, 12 * age + months), word)
                }
                _ => {
                    let word = match draw.weighted(&[86, 5, 4, 3, 2]) {
                        0 => "white_british",
                        1 => "asian_pakistani",
                        2 => "white_and_asian",
                        3 => "white_other",
                        _ => "other",
                    };
                    let years = draw.weighted(&[14, 9, 8, 8, 7, 7, 6, 6, 5, 5, 5, 5, 5, 4, 4, 2]) as u32;
                    (before(courses[at].starts, 12 * years + draw.below(12) as u32), word)
                }
            };
            register.record.details.push(ChildDetails {
                child,
                born: Some(born),
                expected: None,
                ethnicity: ethnicity.to_owned(),
            });
        }
    }
}

/// Returns the day so many months before another, and a day, so that the months are over.
fn before(on: NaiveDate, months: u32) -> NaiveDate {
    on - Months::new(months) - Days::new(1)
}

/// Lets as many children with a current plan be looked after as published, by placement.
fn add_care(register: &mut Register, draw: &mut Draw, courses: &[Course], of: &[Vec<ChildIdx>]) {
    let placements = PLACEMENTS.iter().flat_map(|&(word, n)| std::iter::repeat_n(word, n));
    let mut placements: Vec<&str> = placements.collect();
    let mut order: Vec<usize> = (0..of.len()).filter(|&at| courses[at].ends.is_none()).collect();
    draw.shuffle(&mut order);
    // Children placed with their parents are under an order: those who are accommodated live elsewhere.
    placements.sort_by_key(|&word| word != "with_parents_in_authority");
    let children =
        order.into_iter().flat_map(|at| of[at].iter().map(move |&child| (child, courses[at].starts)));
    for (n, (placement, (child, since))) in placements.into_iter().zip(children).enumerate() {
        let days = (year().1 - since).num_days().max(1) as usize;
        let starts = since + Days::new(draw.below(days.min(300)) as u64);
        let status = if n < INTERIM_CARE_ORDERS { "interim_care_order" } else { "section_20" };
        register.record.care.push(CareSpell {
            child,
            starts,
            ends: None,
            legal_status: status.to_owned(),
            placement: placement.to_owned(),
        });
        let row = &mut register.children[child.at()];
        row.plan = Some(PlanStatus::Both);
        row.looked_after_since = Some(starts);
    }
}
