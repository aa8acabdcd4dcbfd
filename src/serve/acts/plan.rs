//! The plan: the optimiser run on the queue, and its proposal taken whole, in part or not at all. Nothing is booked until it is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use crate::check::Score;
use crate::desk::{Act, DeskError, Done, State as Plan, Step};
use crate::explain::Place;
use crate::plan::make;
use crate::problem::{Problem, meetings_to_book};
use crate::register::{Booking, BookingStatus, MeetingIdx};
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

    /// Returns what taking a part of it does on the plan as it stands, and what is left out of that.
    fn act(&self, plan: &Plan, taking: &Taking<'_>) -> Result<(Act, Vec<Left>), DeskError> {
        if !self.is_of(plan) {
            return Err(DeskError::Changed(REGISTER_CHANGED.to_owned()));
        }
        let is_wanted =
            |row: &&Row| taking.only.as_ref().is_none_or(|only| only.contains(row.reference.as_str()));
        let (steps, left) = self.settle(plan, taking.status, is_wanted);
        if steps.is_empty() && !left.is_empty() {
            let told: Vec<String> = left.iter().map(Left::to_string).collect();
            return Err(DeskError::Changed(format!(
                "nothing of the plan can be taken any more; plan the queue again\n{}",
                told.join("\n")
            )));
        }
        Ok((Act { register: None, steps, ..Act::default() }, left))
    }

    /// Returns the changes that can be taken no more on the plan as it stands, and why; those that were taken are none of them.
    pub(crate) fn left_out(&self, plan: &Plan) -> Vec<Left> {
        self.settle(plan, BookingStatus::Confirmed, |_| true).1
    }

    /// Returns the steps of the wanted rows that can be taken together, and the rows that cannot: somebody has booked the meeting otherwise
    /// since, or something else where it would be. Of several in one breach the last goes first.
    ///
    /// Cost: the referee's look at the plan, once and once more for each round of rows that clash.
    fn settle(
        &self,
        plan: &Plan,
        status: BookingStatus,
        is_wanted: impl Fn(&&Row) -> bool,
    ) -> (Vec<Step>, Vec<Left>) {
        let (mut steps, mut left) = (Vec::new(), Vec::new());
        for row in self.rows.iter().filter(is_wanted).filter(|row| !row.is_taken(plan)) {
            let (Some(meeting), Some(place)) = (plan.meeting(&row.reference), Place::of(&row.after)) else {
                continue;
            };
            if row.can_be_taken(plan) {
                steps.push(Step::Place { meeting, place, status, expected: row.expected });
            } else {
                let why = "somebody has changed its booking since".to_owned();
                left.push(Left { reference: row.reference.clone(), why });
            }
        }
        loop {
            let mut out: BTreeMap<MeetingIdx, String> = BTreeMap::new();
            for breach in plan.judge(&steps).0 {
                let ours: Vec<MeetingIdx> = steps
                    .iter()
                    .map(Step::meeting)
                    .filter(|meeting| breach.meetings.contains(meeting))
                    .collect();
                if let Some(last) = ours.last().filter(|_| !ours.iter().any(|one| out.contains_key(one))) {
                    out.insert(*last, format!("{} {}", breach.code, breach.message));
                }
            }
            // What no row has part in is not this plan's.
            if out.is_empty() {
                break;
            }
            steps.retain(|step| !out.contains_key(&step.meeting()));
            left.extend(out.into_iter().map(|(meeting, why)| Left {
                reference: plan.register.meeting(meeting).reference.to_string(),
                why,
            }));
        }
        left.sort_by(|a, b| a.reference.cmp(&b.reference));
        (steps, left)
    }
}

/// A change of a plan that cannot be taken any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    /// The meeting.
    pub(crate) reference: String,
    /// Why: the rule that it would break by now.
    pub(crate) why: String,
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reference, self.why)
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

/// Books what is taken of a plan in one act, and returns as well what is left out of it because it can be taken no more.
///
/// # Errors
/// Where the plan is not done or takes no such meeting, the register has changed since, or nothing of it can be taken any more.
pub(crate) fn accept(
    app: &App,
    who: &str,
    number: u64,
    taking: &Taking<'_>,
) -> Result<(Done, Vec<Left>), Failure> {
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
    // It is worked out again where somebody else writes meanwhile.
    let left_out = RefCell::new(Vec::new());
    let act = |plan: &Plan| {
        let (act, left) = proposal.act(plan, taking)?;
        left_out.replace(left);
        Ok(act)
    };
    let done = app.desk.act(&app.by(who, taking.why), app.clock.today(), &act)?;
    Ok((done, left_out.into_inner()))
}
