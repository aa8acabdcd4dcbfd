//! What a child is due next, by what its sources say.
//!
//! Readings taken:
//! - An enquiry wants an initial conference unless one was held, none is needed, a plan is open or began since, or a
//!   later enquiry took its place. One whose last lawful day is past is asked about and not proposed: most such
//!   enquiries ended without a word.
//! - A plan that is open is reviewed next: for the first time counting from its start, then from the latest review held.
//! - A period of care that is open has its first, second, then every later review, each counting from the one before.
//!   Where a source has the latest review only (Annex A), and that may have been the first or a later one, the second
//!   is proposed, because it is due sooner: nothing is late for what is not known.
//! - What lies after the register's today was not held yet: it is an appointment of the case system.

use chrono::{Months, NaiveDate};

use super::facts::{Care, Child, Enquiry, Plan, Review};
use super::mark::{Dated, Mark};
use super::report::{Difference, Report};
use super::rules::{Rules, Slot};
use crate::register::KindIdx;

/// A meeting that a child is due.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub(super) slot: Slot,
    pub(super) kind: KindIdx,
    pub(super) from: NaiveDate,
    /// Where the source says what it counts from.
    pub(super) mark: Mark,
}

/// Where a child stands.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) due: Vec<Due>,
    /// Its open plan: its start, category and the plans before it.
    pub(super) plan: Option<(NaiveDate, &'static str, Option<u32>)>,
    /// Since when it has been looked after, where it is; the date where that is known.
    pub(super) care: Option<Option<NaiveDate>>,
    /// Appointments that the source has after today.
    pub(super) n_appointments: usize,
}

/// Works out where a child stands. What is strange on the way is told. `is_protected`: whether the register has it on a
/// plan, of which the sources may say nothing.
pub(super) fn standing(child: &Child, is_protected: bool, rules: Rules<'_>, report: &mut Report) -> Standing {
    let mut standing = Standing::default();
    compare_targets(child, rules, report);
    if child.died.as_ref().is_some_and(|died| died.on <= rules.today) {
        return standing;
    }
    plan_review(child, rules, &mut standing, report);
    initial_conference(child, is_protected && !child.tells_of_plans, rules, &mut standing, report);
    care_review(child, rules, &mut standing, report);
    standing
}

/// Whether a date is past or today; a later one is told as a fault of the source, because what has not begun cannot be
/// counted from.
fn has_begun(began: &Dated, what: &str, rules: Rules<'_>, report: &mut Report) -> bool {
    if began.on <= rules.today {
        return true;
    }
    let (on, today) = (began.on, rules.today);
    let message =
        format!("{what} begins on {on}, after {today}, the day that the import is for; wanted a day by then");
    report.fault(&began.mark, message, None);
    false
}

fn plan_review(child: &Child, rules: Rules<'_>, standing: &mut Standing, report: &mut Report) {
    let mut open: Vec<&Plan> = Vec::new();
    for plan in &child.plans {
        if let Some(ended) = plan.ended.as_ref().filter(|ended| ended.on < plan.started.on) {
            let (from, until) = (plan.started.on, ended.on);
            report.warn(&ended.mark, format!("the plan ends on {until}, before it begins on {from}"));
        }
        let is_open = plan.ended.as_ref().is_none_or(|ended| rules.today < ended.on);
        if is_open && has_begun(&plan.started, "the plan", rules, report) {
            open.push(plan);
        }
    }
    open.sort_by_key(|plan| plan.started.on);
    let Some(plan) = open.pop() else { return };
    if let Some(other) = open.last() {
        let message =
            format!("{} has two open plans; the one of {} is taken", child.reference, plan.started.on);
        report.warn(&other.started.mark, message);
    }
    standing.plan = Some((plan.started.on, plan.category, plan.previous));
    let (held, wanted) = reviews(&plan.reviews, &plan.started, rules, standing, report);
    let (name, from) = match held.last() {
        Some(last) => ("review_conference", *last),
        None => ("first_review_conference", &plan.started),
    };
    push(Slot::Review, name, from, wanted, child, rules, standing, report);
}

fn initial_conference(
    child: &Child,
    is_protected: bool,
    rules: Rules<'_>,
    standing: &mut Standing,
    report: &mut Report,
) {
    let Some(enquiry) = child.enquiries.iter().max_by_key(|enquiry| enquiry.started.on) else { return };
    let started = &enquiry.started;
    let held = enquiry.conference.iter().chain(&child.conferences);
    let (mut was_held, mut will_be) = (false, false);
    for conference in held {
        if conference.on < started.on {
            continue;
        }
        was_held |= conference.on <= rules.today;
        will_be |= rules.today < conference.on;
    }
    if let Some(early) = enquiry.conference.as_ref().filter(|conference| conference.on < started.on) {
        let message = format!("the conference of {} is before its enquiry of {}", early.on, started.on);
        report.warn(&early.mark, message);
        return;
    }
    let has_plan = is_protected
        || standing.plan.is_some()
        || child.plans.iter().any(|plan| started.on <= plan.started.on);
    if was_held || enquiry.unneeded || has_plan || !has_begun(started, "the enquiry", rules, report) {
        return;
    }
    standing.n_appointments += usize::from(will_be);
    let Some(kind) = rules.kind("initial_conference") else { return };
    if let Some(deadlines) = rules.deadlines(kind, started.on) {
        let limit = rules.register.authority.late_limit_days;
        let last = rules.register.calendar.after(deadlines.limit_from(), limit);
        if last < rules.today && !will_be {
            let message = format!(
                "the enquiry of {} has no conference, no plan since, and no word that none is needed; its last lawful \
                 day was {last}: add the meeting by hand where one is still to be held",
                started.on
            );
            report.warn(&started.mark, message);
            return;
        }
    }
    push(Slot::Initial, "initial_conference", started, None, child, rules, standing, report);
}

fn care_review(child: &Child, rules: Rules<'_>, standing: &mut Standing, report: &mut Report) {
    let is_open = |care: &&Care| care.ended.as_ref().is_none_or(|ended| rules.today < ended.on);
    let began = |care: &&Care| care.started.as_ref().map_or(NaiveDate::MIN, |started| started.on);
    let Some(care) = child.care.iter().filter(is_open).max_by_key(began) else { return };
    if care.started.as_ref().is_some_and(|started| !has_begun(started, "being looked after", rules, report)) {
        return;
    }
    let since = care.started.as_ref();
    standing.care = Some(since.map(|started| started.on));
    let from_any = Dated { on: NaiveDate::MIN, mark: child.mark.clone() };
    let (held, wanted) = reviews(&care.reviews, since.unwrap_or(&from_any), rules, standing, report);
    let (name, from) = match (since, held.as_slice()) {
        (Some(started), []) => ("cla_first_review", started),
        (None, []) => {
            let message = "the child is looked after, and the source has neither the day on which that began nor a \
                           review; wanted either";
            report.fault(&child.mark, message, None);
            return;
        }
        (Some(started), [only]) if care.has_latest_only => {
            (if may_be_first(started.on, only.on, rules) { "cla_second_review" } else { "cla_review" }, *only)
        }
        (_, [only]) => ("cla_second_review", *only),
        (_, [.., last]) => ("cla_review", *last),
    };
    push(Slot::Care, name, from, wanted, child, rules, standing, report);
}

/// Whether the latest review may have been the first: it was held by the day on which a second one is due at the
/// latest.
fn may_be_first(started: NaiveDate, reviewed: NaiveDate, rules: Rules<'_>) -> bool {
    let statutory = |kind: &str, from| {
        let deadlines = rules.deadlines(rules.kind(kind)?, from)?;
        deadlines.statutory
    };
    let second =
        statutory("cla_first_review", started).and_then(|first| statutory("cla_second_review", first));
    // Where the years are too far back for the calendar, four months do.
    let by = second.or_else(|| started.checked_add_months(Months::new(4)));
    by.is_none_or(|by| reviewed <= by)
}

/// Returns the reviews that were held since `started`, in order, and the day by which the source wants the next.
fn reviews<'a>(
    reviews: &'a [Review],
    started: &Dated,
    rules: Rules<'_>,
    standing: &mut Standing,
    report: &mut Report,
) -> (Vec<&'a Dated>, Option<&'a Dated>) {
    let mut held: Vec<&Dated> = Vec::new();
    let mut wanted: Option<&Dated> = None;
    for review in reviews {
        match &review.held {
            Some(on) if rules.today < on.on => standing.n_appointments += 1,
            Some(on) if on.on <= started.on => {
                let (on, mark) = (on.on, &on.mark);
                let message =
                    format!("the review of {on} is not after {}, when what it reviews began", started.on);
                report.warn(mark, message);
                continue;
            }
            Some(on) => {
                held.push(on);
                continue;
            }
            None => {}
        }
        if let Some(due) = &review.due {
            wanted = wanted.filter(|earlier| earlier.on < due.on).or(Some(due));
        }
    }
    held.sort_by_key(|dated| dated.on);
    held.dedup_by_key(|dated| dated.on);
    // A day that a review held since was for is no longer wanted.
    let last = held.last().map(|last| last.on);
    (held, wanted.filter(|due| last.is_none_or(|last| last < due.on)))
}

/// Adds what is due, and compares the source's own day with it.
#[expect(clippy::too_many_arguments, reason = "each is a thing of its own, and there are three callers")]
fn push(
    slot: Slot,
    name: &str,
    from: &Dated,
    wanted: Option<&Dated>,
    child: &Child,
    rules: Rules<'_>,
    standing: &mut Standing,
    report: &mut Report,
) {
    let Some(kind) = rules.kind(name) else {
        report.faults.fault_of_file("authority.toml", format!("has no kind {name}, which an import needs"));
        return;
    };
    let Some(deadlines) = rules.deadlines(kind, from.on) else {
        let message =
            format!("what is due counts from {}, a year whose bank holidays are not known", from.on);
        report.fault(&from.mark, message, None);
        return;
    };
    if let (Some(wanted), Some(ours)) = (wanted, deadlines.statutory) {
        compare(wanted, name, from.on, ours, child, report);
    }
    standing.due.push(Due { slot, kind, from: from.on, mark: from.mark.clone() });
}

/// Compares the days that the source wants initial conferences by, held or not, with those of the register's rules.
fn compare_targets(child: &Child, rules: Rules<'_>, report: &mut Report) {
    const NAME: &str = "initial_conference";
    let Some(kind) = rules.kind(NAME) else { return };
    let with_target =
        child.enquiries.iter().filter_map(|enquiry: &Enquiry| Some((enquiry, enquiry.target.as_ref()?)));
    for (enquiry, target) in with_target {
        let ours = rules.deadlines(kind, enquiry.started.on).and_then(|deadlines| deadlines.statutory);
        if let Some(ours) = ours {
            compare(target, NAME, enquiry.started.on, ours, child, report);
        }
    }
}

fn compare(theirs: &Dated, kind: &str, from: NaiveDate, ours: NaiveDate, child: &Child, report: &mut Report) {
    report.n_dates_compared += 1;
    if theirs.on != ours {
        report.differ(Difference {
            location: theirs.mark.location(),
            child: child.reference.clone(),
            kind: kind.to_owned(),
            counted_from: from,
            theirs: theirs.on,
            ours,
        });
    }
}
