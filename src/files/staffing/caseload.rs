//! The opening stock from a register: the households that have a plan on the first day, one by one.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Days, NaiveDate};

use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::{Location, read_register};
use crate::register::{HouseholdIdx, MeetingStatus, PlanStatus, Register, StaffIdx};
use crate::staffing::Baseline;
use crate::staffing::baseline::OpenHousehold;

/// A plan older than this has been reviewed where nothing else is known: the law's latest first review.
const FIRST_REVIEW_DAYS: u64 = 91;

/// The caseload of a register.
#[derive(Debug)]
pub(super) struct Caseload {
    /// Households with a plan, in the order of the register, and the chair of each.
    households: Vec<(OpenHousehold, Option<StaffIdx>)>,
    register: Register,
    /// Children with a plan, and of them those who are looked after too.
    pub(super) on_plans: u32,
    /// Children who are both.
    pub(super) both: u32,
    /// Looked-after children, those with a plan included.
    pub(super) looked_after: u32,
}

/// Reads the caseload of the register in `folder` on `start`. Its faults are faults of the file that names it.
pub(super) fn read_caseload(
    folder: &Path,
    start: NaiveDate,
    named_at: &Location,
    findings: &mut Findings,
) -> Option<Caseload> {
    let loaded = match read_register(folder, None) {
        Ok(loaded) => loaded,
        Err(faults) => {
            let shown = folder.display();
            let message = format!("register {} cannot be read", quoted(&shown.to_string()));
            findings.fault(named_at.clone(), message);
            for fault in faults.0 {
                findings.fault_meaning(
                    inside(&shown.to_string(), fault.location),
                    fault.message,
                    fault.meant,
                );
            }
            return None;
        }
    };
    let register = loaded.register;
    let today = register.authority.today;
    if today != start {
        findings.note(format!(
            "opening: the register stands on {today} and the run begins on {start}; its plans are taken as they are"
        ));
    }
    Some(caseload_of(register, start, findings))
}

fn caseload_of(register: Register, start: NaiveDate, findings: &mut Findings) -> Caseload {
    let mut with_plan: BTreeMap<HouseholdIdx, (u32, Option<NaiveDate>)> = BTreeMap::new();
    let (mut n_undated, mut n_later, mut both, mut looked_after) = (0, 0, 0, 0);
    for child in &register.children {
        let has_plan = matches!(child.plan, Some(PlanStatus::Cp | PlanStatus::Both));
        looked_after += u32::from(matches!(child.plan, Some(PlanStatus::Cla | PlanStatus::Both)));
        if !has_plan {
            continue;
        }
        if child.plan_start.is_some_and(|began| start < began) {
            n_later += 1;
            continue;
        }
        both += u32::from(child.plan == Some(PlanStatus::Both));
        let (children, began) = with_plan.entry(child.household).or_insert((0, None));
        *children += 1;
        *began = [*began, child.plan_start].into_iter().flatten().min();
    }
    let mut households = Vec::with_capacity(with_plan.len());
    let mut on_plans = 0;
    let reviews = reviews(&register, start);
    for (at, (children, began)) in with_plan {
        let household = &register.households[at.at()];
        let Some(plan_start) = began.or(household.iro_since) else {
            n_undated += children;
            continue;
        };
        let known = reviews.get(&at);
        let first_is_due = plan_start + Days::new(FIRST_REVIEW_DAYS);
        let open = OpenHousehold {
            children: children.min(u32::from(u8::MAX)) as u8,
            plan_start,
            last_conference: known.and_then(|known| known.last),
            reviewed: known.map_or(first_is_due < start, |known| known.reviewed),
            post: None,
        };
        on_plans += u32::from(open.children);
        households.push((open, household.iro));
    }
    for (n, why) in [
        (n_later, "whose plan begins after the first day are left out"),
        (n_undated, "have a plan and no plan_start, nor a chair since a date, and are left out"),
    ] {
        if 0 < n {
            findings.note(format!("opening: {n} children of the register {why}"));
        }
    }
    Caseload { households, register, on_plans, both, looked_after }
}

/// What is known of the reviews of a household.
#[derive(Debug, Clone, Copy, Default)]
struct Reviews {
    /// The last conference.
    last: Option<NaiveDate>,
    /// Whether one of them was a review.
    reviewed: bool,
}

/// Returns what is known of each household's reviews until `start`: from those that have taken place, else from the next
/// one, which counts from the last.
fn reviews(register: &Register, start: NaiveDate) -> BTreeMap<HouseholdIdx, Reviews> {
    let held: BTreeMap<usize, NaiveDate> = register
        .bookings
        .iter()
        .map(|booking| (booking.meeting.at(), booking.starts.date()))
        .filter(|&(meeting, date)| date <= start && register.meetings[meeting].status == MeetingStatus::Held)
        .collect();
    let mut reviews: BTreeMap<HouseholdIdx, Reviews> = BTreeMap::new();
    for (at, meeting) in register.meetings.iter().enumerate() {
        let is_first = match register.kind(meeting).name.as_str() {
            "first_review_conference" => true,
            "review_conference" => false,
            _ => continue,
        };
        let Some(household) = meeting.household.filter(|_| meeting.status != MeetingStatus::Cancelled) else {
            continue;
        };
        let (date, was_review) = match held.get(&at) {
            Some(&date) => (Some(date), true),
            None => (meeting.from_date, !is_first),
        };
        let known = reviews.entry(household).or_default();
        known.last = known.last.max(date.filter(|&date| date <= start));
        known.reviewed |= was_review;
    }
    reviews
}

impl Caseload {
    /// Returns the households, each chaired by the post that is called as its chair is, and notes the chairs that no post is
    /// called as.
    pub(super) fn with_posts(&self, baseline: &Baseline, findings: &mut Findings) -> Vec<OpenHousehold> {
        let post_of = |chair: StaffIdx| {
            let person = &self.register.staff[chair.at()];
            let is_called = |name: &str| {
                name.eq_ignore_ascii_case(person.reference.as_str())
                    || !person.name.is_empty() && name.eq_ignore_ascii_case(&person.name)
            };
            baseline.posts.iter().position(|post| is_called(&post.name))
        };
        let mut unmatched: BTreeMap<&str, u32> = BTreeMap::new();
        let households = self
            .households
            .iter()
            .map(|&(open, chair)| {
                let post = chair.and_then(post_of);
                if let Some(chair) = chair.filter(|_| post.is_none()) {
                    *unmatched.entry(self.register.staff[chair.at()].reference.as_str()).or_default() +=
                        u32::from(open.children);
                }
                OpenHousehold { post, ..open }
            })
            .collect();
        for (chair, children) in unmatched {
            findings.note(format!(
                "opening: no post is called {}, who chairs {children} children in the register; they are shared out on \
                 the first day",
                quoted(chair)
            ));
        }
        households
    }
}

/// Returns a place in a register as one in its folder.
fn inside(folder: &str, location: Location) -> Location {
    let within = |file: String| if file.starts_with(folder) { file } else { format!("{folder}/{file}") };
    match location {
        Location::File { file } => Location::File { file: within(file) },
        Location::Text { file, line, column } => Location::Text { file: within(file), line, column },
        Location::Cell { sheet, cell } => Location::Cell { sheet: within(sheet), cell },
    }
}
