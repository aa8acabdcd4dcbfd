//! The plan: the optimiser run on the queue, and its proposal taken whole, in part or not at all. Nothing is booked until it is.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use crate::check::Score;
use crate::desk::{Act, DeskError, Done, State as Plan, Step};
use crate::explain::Place;
use crate::plan::make;
use crate::problem::{Problem, meetings_to_book};
use crate::register::{Booking, BookingStatus};
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::jobs::{Job, Outcome};
use crate::solver::{Budget, Config, Progress, solve};
use crate::store::Tables;
use crate::words;

/// The kind of its jobs.
pub(crate) const KIND: &str = "plan";
/// Most seconds that it may look.
pub(crate) const MOST_SECONDS: u32 = 60;
/// Decides every draw: the same queue and the same work give the same proposal.
const SEED: u64 = 1;
/// Lanes that the search runs on: the desk goes on answering beside it.
const THREADS: usize = 1;

/// What is said where the register has changed under what was worked out on it.
pub(crate) const REGISTER_CHANGED: &str = "the register has changed since this was worked out; begin anew";

/// What the optimiser proposes.
pub(crate) struct Proposal {
    pub(crate) rows: Vec<Row>,
    /// Meetings that it found no place for, and why.
    pub(crate) unbooked: Vec<(String, String)>,
    pub(crate) before: Score,
    pub(crate) after: Score,
    /// The register's tables that it was worked out on: its bookings name rows of theirs.
    tables: Arc<Tables>,
}

/// One booking that would change.
pub(crate) struct Row {
    pub(crate) reference: String,
    /// The version of the booking that stood, 0 where none did.
    expected: u64,
    pub(crate) before: Option<Booking>,
    pub(crate) after: Booking,
}

/// What is wanted of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// How long it may look, at most [`MOST_SECONDS`].
    pub(crate) seconds: u32,
    /// Whether bookings that are only proposed may change too.
    pub(crate) with_proposed: bool,
}

/// Begins a plan, in the background.
///
/// # Errors
/// Where whoever asks has too much under way, or the plan cannot be read.
pub(crate) fn begin(app: &App, who: &str, wanted: Wanted) -> Result<Arc<Job>, Failure> {
    let plan = app.state()?;
    let seconds = f64::from(wanted.seconds.clamp(1, MOST_SECONDS));
    app.jobs.begin(KIND, who, move |job| propose(&plan, wanted.with_proposed, seconds, job))
}

/// Runs the optimiser.
fn propose(plan: &Plan, with_proposed: bool, seconds: f64, job: &Job) -> Outcome {
    let register = &plan.register;
    let mut meetings = meetings_to_book(register);
    if !with_proposed {
        meetings.retain(|&meeting| plan.booking(meeting).is_none());
    }
    let problem = Problem::of(register, &plan.travel, &meetings);
    let began = Instant::now();
    let spent = || began.elapsed().as_secs_f64() / seconds;
    let watch = |progress: Progress| {
        let left = (seconds - began.elapsed().as_secs_f64()).max(0.0);
        job.say(&format!("{} tried, {left:.0} seconds to go", words::thousands(progress.iterations as i64)));
    };
    let config = Config { seed: SEED, threads: THREADS };
    let solution = solve(&problem, &config, &Budget::Until(&spent), &job.stop, &watch);
    let found = match make(&problem, &solution) {
        Ok(found) => found,
        Err(unlawful) => return Outcome::Failed(unlawful.to_string()),
    };
    let rows = found
        .bookings
        .iter()
        .filter(|booking| meetings.contains(&booking.meeting))
        .filter(|booking| !plan.booking(booking.meeting).is_some_and(|now| same_place(now, booking)))
        .map(|after| Row {
            reference: register.meeting(after.meeting).reference.to_string(),
            expected: plan.version(after.meeting),
            before: plan.booking(after.meeting).cloned(),
            after: after.clone(),
        })
        .collect();
    let unbooked = found
        .unbooked
        .iter()
        .filter(|remark| meetings.contains(&remark.meeting))
        .map(|remark| (register.meeting(remark.meeting).reference.to_string(), remark.reason.clone()))
        .collect();
    Outcome::Plan(Proposal {
        rows,
        unbooked,
        before: plan.verdict().score.clone(),
        after: found.score,
        tables: Arc::clone(&plan.tables),
    })
}

impl Row {
    /// Whether the booking is what it was when the plan was made.
    pub(crate) fn can_be_taken(&self, plan: &Plan) -> bool {
        plan.version(self.after.meeting) == self.expected
    }

    /// Whether the meeting is booked as proposed.
    pub(crate) fn is_taken(&self, plan: &Plan) -> bool {
        plan.booking(self.after.meeting).is_some_and(|now| same_place(now, &self.after))
    }
}

fn same_place(a: &Booking, b: &Booking) -> bool {
    (a.starts, a.iro, a.room, a.minute_taker) == (b.starts, b.iro, b.room, b.minute_taker)
}

impl Proposal {
    /// Whether it was worked out on the register as it is.
    pub(crate) fn is_of(&self, plan: &Plan) -> bool {
        Arc::ptr_eq(&self.tables, &plan.tables)
    }

    /// Returns what taking a part of it does on the plan as it stands.
    fn act(&self, plan: &Plan, taking: &Taking<'_>) -> Result<Act, DeskError> {
        if !self.is_of(plan) {
            return Err(DeskError::Changed(REGISTER_CHANGED.to_owned()));
        }
        let mut steps = Vec::new();
        for row in &self.rows {
            let is_wanted = taking.only.as_ref().is_none_or(|only| only.contains(row.reference.as_str()));
            let Some(meeting) = plan.meeting(&row.reference) else { continue };
            // What somebody has booked otherwise since stays as it is; the proposal then says which.
            if !is_wanted || !row.can_be_taken(plan) {
                continue;
            }
            let Some(place) = Place::of(&row.after) else { continue };
            steps.push(Step::Place { meeting, place, status: taking.status, expected: row.expected });
        }
        Ok(Act { register: None, steps, ..Act::default() })
    }
}

/// What is taken of a proposal.
pub(crate) struct Taking<'a> {
    /// The meetings, `None` for all.
    pub(crate) only: Option<BTreeSet<&'a str>>,
    /// How firm their bookings are to be.
    pub(crate) status: BookingStatus,
    pub(crate) why: &'a str,
}

/// Books what is taken of a plan, all of it or nothing.
///
/// # Errors
/// Where the plan is not done or takes no such meeting, the register has changed since, or the bookings would break rules by now.
pub(crate) fn accept(app: &App, who: &str, number: u64, taking: &Taking<'_>) -> Result<Done, Failure> {
    let job = app.jobs.find(number, who)?;
    let outcome = job.outcome();
    let Some(Outcome::Plan(proposal)) = outcome.as_deref() else {
        return Err(Failure::Invalid(format!("plan {number} is not done")));
    };
    let all: BTreeSet<&str> = proposal.rows.iter().map(|row| row.reference.as_str()).collect();
    if taking.only.as_ref().is_some_and(|only| !only.is_subset(&all)) {
        let wanted = "a meeting is to be taken that the plan does not change; wanted meetings of its changes";
        return Err(Failure::Invalid(wanted.to_owned()));
    }
    let act = |plan: &Plan| proposal.act(plan, taking);
    Ok(app.desk.act(&app.by(who, taking.why), app.clock.today(), &act)?)
}
