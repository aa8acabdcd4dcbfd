//! Families, meetings and when people cannot come.

use chrono::{Days, NaiveDate};

use super::people::SKILLS;
use super::world::{FEATURES, some, stretch};
use crate::calendar::Timescale;
use crate::register::{
    Child, HalfDay, Household, Kind, Meeting, MeetingStatus, PlanStatus, Register, SocialWorkerIdx, StaffIdx,
    Subject, Unavailable, VenueIdx,
};
use crate::synth::draw::Draw;
use crate::synth::make::{household, meeting, reference};

/// Adds up to fifteen families, some of no child, without home, district, chair or social worker.
pub(super) fn add_households(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "households");
    let chairs: Vec<StaffIdx> = (0..register.staff.len())
        .filter(|&staff| register.staff[staff].role.chairs())
        .map(StaffIdx::from)
        .collect();
    let most_workers = draw.between(1, 6) as usize;
    for n in 1..=draw.between(1, 15) {
        let home = draw.below(register.places.len());
        let district = draw.below(register.districts.len());
        let children = draw.pick(&[0, 1, 1, 1, 2, 2, 3, 7]);
        let home = draw.chance(90).then_some(home.into());
        let mut row = household(&format!("H{n}"), home, district.into(), children);
        row.district = row.district.filter(|_| draw.chance(90));
        row.iro = draw.chance(60).then(|| draw.pick(&chairs));
        row.iro_since = row.iro.and(Some(register.authority.today - Days::new(draw.below(500) as u64)));
        row.social_worker = draw.chance(70).then(|| worker(register, draw.below(most_workers)));
        if draw.chance(20) {
            row.venues_excluded.push(VenueIdx::from(draw.below(register.venues.len())));
        }
        if draw.chance(20) {
            row.conflicts.push(StaffIdx::from(draw.below(register.staff.len())));
        }
        add_children(register, &mut draw, &row);
        register.households.push(row);
    }
}

/// Returns one of the social workers there are, or the next new one.
fn worker(register: &mut Register, number: usize) -> SocialWorkerIdx {
    if register.social_workers.len() <= number {
        let name = format!("SW{}", register.social_workers.len() + 1);
        register.social_workers.push(reference(&name));
        return SocialWorkerIdx::from(register.social_workers.len() - 1);
    }
    number.into()
}

fn add_children(register: &mut Register, draw: &mut Draw, row: &Household) {
    if draw.chance(50) {
        return;
    }
    for n in 1..=row.children {
        register.children.push(Child {
            reference: reference(&format!("{}-{n}", row.reference)),
            household: register.households.len().into(),
            plan: draw.pick(&[None, Some(PlanStatus::Cp), Some(PlanStatus::Cla), Some(PlanStatus::Both)]),
            plan_start: draw.chance(50).then(|| register.authority.today - Days::new(100)),
            category: draw.pick(&["", "neglect", "multiple"]).to_owned(),
            previous_plans: draw.pick(&[None, Some(0), Some(3)]),
            looked_after_since: None,
        });
    }
}

/// Adds three to forty meetings.
pub(super) fn add_meetings(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "meetings");
    let most = draw.pick(&[6, 15, 40]);
    for n in 1..=draw.between(3, most) {
        let kind = draw.below(register.authority.kinds.len());
        let from = counted_from(register, &mut draw, &register.authority.kinds[kind]);
        let mut row = meeting(&format!("M{n}"), kind.into(), Some(from));
        if draw.chance(80) {
            row.household = Some(draw.below(register.households.len()).into());
        } else {
            row.home = draw.chance(70).then(|| draw.below(register.places.len()).into());
            row.district = draw.chance(70).then(|| draw.below(register.districts.len()).into());
            row.children = draw.pick(&[0, 1, 4]);
        }
        give_dates(register, &mut draw, &mut row);
        give_needs(&mut draw, &mut row);
        row.status = match draw.below(20) {
            0 => MeetingStatus::Cancelled,
            1 => MeetingStatus::Adjourned,
            2 => MeetingStatus::Held,
            _ => MeetingStatus::ToBook,
        };
        register.meetings.push(row);
    }
}

/// Returns a day from which a kind counts so that it falls due a week ago to five weeks from today.
fn counted_from(register: &Register, draw: &mut Draw, kind: &Kind) -> NaiveDate {
    let today = register.authority.today;
    let rule = if kind.statutory == Timescale::None { kind.target } else { kind.statutory };
    let due = rule.counted_from(today, &register.calendar).unwrap_or(today);
    let ahead = i64::from(draw.between(-7, 35));
    today - (due - today) + chrono::TimeDelta::days(ahead)
}

/// Gives some meetings a `due`, `target` or `earliest` of their own, sensible or not.
fn give_dates(register: &Register, draw: &mut Draw, row: &mut Meeting) {
    let today = register.authority.today;
    let some_day = |draw: &mut Draw| today + Days::new(40) - Days::new(draw.below(50) as u64);
    if draw.chance(12) {
        row.due = Some(some_day(draw));
    }
    if draw.chance(12) {
        row.target = Some(some_day(draw));
    }
    if draw.chance(12) {
        row.earliest = Some(some_day(draw));
    }
    if row.due.is_some() && row.target.is_some() && draw.chance(50) {
        // Nothing is left to count, so nothing to count from is needed.
        row.from_date = None;
    }
}

fn give_needs(draw: &mut Draw, row: &mut Meeting) {
    row.attendees = draw.pick(&[None, Some(0), Some(2), Some(5), Some(9), Some(9), Some(14), Some(60)]);
    row.needs = some(draw, &FEATURES, 4);
    row.iro_needs = some(draw, &SKILLS, 5);
    if draw.chance(2) {
        row.needs.push("swimming_pool".to_owned());
    }
    if draw.chance(2) {
        row.iro_needs.push("language:cornish".to_owned());
    }
    row.minutes = draw.chance(15).then(|| draw.pick(&[1, 33, 60, 200, 600]));
    row.prefers = draw.pick(&[None, None, None, Some(HalfDay::Am), Some(HalfDay::Pm)]);
}

/// Adds when families, social workers and attendees cannot come.
pub(super) fn add_unavailable(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "unavailable");
    for _ in 0..draw.below(10) {
        let subject = match draw.below(3) {
            0 => Subject::Meeting(draw.below(register.meetings.len()).into()),
            1 => Subject::Household(draw.below(register.households.len()).into()),
            _ if register.social_workers.is_empty() => continue,
            _ => Subject::SocialWorker(draw.below(register.social_workers.len()).into()),
        };
        let day = register.authority.today + Days::new(draw.below(30) as u64);
        let when = stretch(&mut draw, day);
        register.unavailable.push(Unavailable { subject, when, reason: String::new() });
    }
}
