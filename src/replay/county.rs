//! The county of a year: the register's, with the year's chairs, and without anybody's meetings.

use chrono::{Days, NaiveDate};

use crate::calendar::moment;
use crate::register::{
    Absence, Contract, Fte, Household, HouseholdIdx, KindIdx, Reference, Register, Role, SocialWorkerIdx,
    Staff, StaffIdx, Stretch,
};

use super::arrivals::{Arrivals, Case};
use super::year::{Post, Year};

/// What a register lacks to be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub String);

/// The kinds of meeting that a year is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds {
    pub(super) initial: KindIdx,
    pub(super) first_review: KindIdx,
    pub(super) review: KindIdx,
    pub(super) strategy: KindIdx,
}

impl Kinds {
    /// Finds them by name.
    ///
    /// # Errors
    /// Where the authority has none of a name.
    pub(super) fn of(register: &Register) -> Result<Kinds, Unfit> {
        let find = |name: &str| {
            let position = register.authority.kinds.iter().position(|kind| kind.name.as_str() == name);
            position.map(KindIdx::from).ok_or_else(|| {
                Unfit(format!("the register has no kind of meeting {name}; a year is made of it"))
            })
        };
        Ok(Kinds {
            initial: find("initial_conference")?,
            first_review: find("first_review_conference")?,
            review: find("review_conference")?,
            strategy: find("strategy_meeting")?,
        })
    }
}

/// Returns the register of a year before anything has arrived: its families, meetings and bookings are gone, its chairs
/// are those of the year's posts.
pub(super) fn county(register: &Register, year: &Year) -> Register {
    let mut county = register.clone();
    county.meetings.clear();
    county.bookings.clear();
    county.children.clear();
    county.unavailable.clear();
    county.record = Default::default();
    for post in &year.posts {
        match post.known {
            Some(known) => fill(&mut county.staff[known.at()], post),
            None => {
                let mut chair = new_chair(register, post);
                fill(&mut chair, post);
                county.staff.push(chair);
            }
        }
    }
    // Leave and illness are the year's own.
    for staff in &mut county.staff {
        staff.absences.clear();
    }
    county
}

/// Returns the staff of each post, `[post]`.
pub(super) fn chairs_of(county: &Register, year: &Year) -> Vec<StaffIdx> {
    let n_new = year.posts.iter().filter(|post| post.known.is_none()).count();
    let mut next = county.staff.len() - n_new;
    year.posts
        .iter()
        .map(|post| {
            post.known.unwrap_or_else(|| {
                next += 1;
                StaffIdx::from(next - 1)
            })
        })
        .collect()
}

fn fill(staff: &mut Staff, post: &Post) {
    (staff.fte, staff.contract) = (post.fte, Some(post.contract));
    (staff.from, staff.until) = (post.from, post.until);
    if let Some(base) = post.base {
        staff.base = base;
    }
    if let Some(districts) = &post.districts {
        staff.districts.clone_from(districts);
    }
}

/// Returns a chair as the register's first is, but for what the post says: half a post works the first half of its week.
fn new_chair(register: &Register, post: &Post) -> Staff {
    let pattern = register.staff.iter().find(|staff| staff.role == Role::Iro && staff.fte == Fte::FULL);
    let pattern = pattern.or_else(|| register.staff.iter().find(|staff| staff.role.chairs()));
    let mut chair = match pattern {
        Some(pattern) => pattern.clone(),
        None => register.staff[0].clone(),
    };
    chair.reference = post.reference.clone();
    chair.name = String::new();
    chair.role = Role::Iro;
    chair.districts = Vec::new();
    chair.features = Vec::new();
    let days = (f64::from(post.fte.millionths()) / 200_000.0).ceil() as usize;
    for hours in chair.hours.iter_mut().skip(days) {
        hours.clear();
    }
    chair
}

/// Adds the households of a year's cases, and leave. Families that have a plan get a chair in post: of those who cover their
/// district the one with the fewest children for their post.
pub(super) fn people(county: &mut Register, arrivals: &Arrivals, first: NaiveDate) {
    county.households.clear();
    county.social_workers.clear();
    let n_workers = arrivals.cases.iter().map(|case| case.worker + 1).max().unwrap_or(0);
    county.social_workers = (1..=n_workers).map(|n| reference(&format!("SW{n:04}"))).collect();
    let mut caseload = vec![0_i64; county.staff.len()];
    for (position, case) in arrivals.cases.iter().enumerate() {
        county.households.push(household(position, case));
        if case.opening.is_some() {
            let chair = lightest(county, case, first, &caseload);
            if let Some(chair) = chair {
                caseload[chair.at()] += i64::from(case.children);
            }
            county.households[position].iro = chair;
            county.households[position].iro_since = chair.map(|_| case.discussed);
        }
    }
    for &(staff, from, until) in &arrivals.leave {
        let when = Stretch { from: moment(from, 0), until: moment(until + Days::new(1), 0) };
        county.staff[staff.at()].absences.push(Absence { when, reason: "annual leave".to_owned() });
    }
}

fn lightest(county: &Register, case: &Case, date: NaiveDate, caseload: &[i64]) -> Option<StaffIdx> {
    let chairs = (0..county.staff.len()).map(StaffIdx::from).filter(|chair| {
        let staff = &county.staff[chair.at()];
        staff.role == Role::Iro && staff.in_post(date)
    });
    chairs.min_by_key(|chair| {
        let staff = &county.staff[chair.at()];
        let load = (caseload[chair.at()] + i64::from(case.children)) * 1_000_000;
        let load = load * 1_000 / i64::from(staff.fte.millionths().max(1));
        // A chair of the district may have a third more than others before a family goes to one of those.
        (if staff.covers(case.district) { load * 3 } else { load * 4 }, *chair)
    })
}

fn household(position: usize, case: &Case) -> Household {
    Household {
        reference: reference(&format!("H{:04}", position + 1)),
        district: case.district,
        home: case.home,
        children: case.children,
        iro: None,
        iro_since: None,
        social_worker: Some(SocialWorkerIdx::from(case.worker)),
        venues_excluded: Vec::new(),
        conflicts: Vec::new(),
    }
}

/// Returns text of this module's own making as a reference.
pub(super) fn reference(text: &str) -> Reference {
    Reference::new(text).expect("references made here are short and plain")
}

/// Returns the household of a case: cases and households are numbered alike.
pub(super) fn household_of(case: usize) -> HouseholdIdx {
    HouseholdIdx::from(case)
}

/// Sets how much each chair does on a day: a new starter's part of their post.
pub(super) fn set_shares(
    register: &mut Register,
    year: &Year,
    chairs: &[StaffIdx],
    per_day: &[u32],
    today: NaiveDate,
) {
    for (post, &chair) in year.posts.iter().zip(chairs) {
        let share = post.share(today, &year.time).max(if post.ramp { 1 } else { 1000 });
        let thousandths = i64::from(post.fte.millionths()) * share / 1_000_000;
        let staff = &mut register.staff[chair.at()];
        staff.fte =
            Fte::parse(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000)).unwrap_or(post.fte);
        staff.per_day = (u64::from(per_day[chair.at()]) * share.unsigned_abs()).div_ceil(1000).max(1) as u32;
    }
}

/// Returns the chairs' posts filled on a day, nominal and effective, in thousandths. Senior IROs are not counted.
pub(super) fn filled(register: &Register, year: &Year, chairs: &[StaffIdx], date: NaiveDate) -> (i64, i64) {
    let (mut nominal, mut effective) = (0, 0);
    for (position, staff) in register.staff.iter().enumerate() {
        if staff.role != Role::Iro || !staff.in_post(date) {
            continue;
        }
        let post = chairs.iter().position(|chair| chair.at() == position).map(|post| &year.posts[post]);
        let (fte, share) = post.map_or((staff.fte, 1000), |post| (post.fte, post.share(date, &year.time)));
        nominal += i64::from(fte.millionths()) / 1000;
        effective += i64::from(fte.millionths()) / 1000 * share / 1000;
    }
    (nominal, effective)
}

/// Whether a chair is from an agency.
pub(super) fn is_agency(staff: &Staff) -> bool {
    staff.contract == Some(Contract::Agency)
}
