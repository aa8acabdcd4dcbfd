//! Work in the background: plans, repairs, staffing runs and reports, with progress and cancel.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::failure::Failure;
use crate::store::Tables;

/// Most jobs of one account that are kept; the oldest that have ended go first.
const MOST_KEPT: usize = 10;
/// Most jobs of one account that run or wait.
const MOST_OPEN: usize = 3;

/// The jobs of the desk. One at a time has the processor; the others wait.
#[derive(Default)]
pub(crate) struct Jobs {
    jobs: Mutex<BTreeMap<u64, Arc<Job>>>,
    next: AtomicU64,
    turn: Arc<Mutex<()>>,
    /// Of what somebody waits for at the telephone: it does not wait for plans and sizings.
    quick_turn: Arc<Mutex<()>>,
}

/// Something that is worked out in the background.
pub(crate) struct Job {
    pub(crate) number: u64,
    /// What it is, for its page: `plan`.
    pub(crate) kind: &'static str,
    /// Who asked for it.
    pub(crate) who: String,
    pub(crate) began: Instant,
    pub(crate) stop: Arc<AtomicBool>,
    progress: Mutex<String>,
    /// Why it is done, for the audit.
    why: Mutex<String>,
    /// The events by which it was taken: nothing is taken twice.
    taken: Mutex<Option<(u64, u64)>>,
    outcome: Mutex<Option<Arc<Outcome>>>,
}

/// What has come of a job.
pub(crate) enum Outcome {
    /// A plan for the queue.
    Plan(super::acts::plan::Proposal),
    /// Something happened, and how it can be mended; with the tables that it was worked out on.
    Happening(Box<crate::desk::Happening>, Arc<Tables>),
    /// A report of the service.
    Report(super::acts::export::Taken),
    /// A staffing forecast.
    Forecast(Box<super::acts::staffing::work::Forecasted>),
    /// A sizing of recruitment.
    Sizing(Box<super::acts::staffing::work::Sized>),
    /// It failed, in words.
    Failed(String),
}

impl Job {
    /// Ends it at the next chance, with what it has.
    pub(crate) fn end(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Says what it is at.
    pub(crate) fn say(&self, what: &str) {
        what.clone_into(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Returns what it is at.
    pub(crate) fn progress(&self) -> String {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes it by an act, once: whoever takes it again is told what was done.
    pub(crate) fn take(
        &self,
        act: impl FnOnce() -> Result<(u64, u64), Failure>,
    ) -> Result<(u64, u64), Failure> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(events) = *taken {
            return Ok(events);
        }
        let events = act()?;
        *taken = Some(events);
        Ok(events)
    }

    /// Returns what has come of it, `None` while it runs.
    pub(crate) fn outcome(&self) -> Option<Arc<Outcome>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Jobs {
    /// Begins a job and returns it.
    pub(crate) fn begin(
        &self,
        kind: &'static str,
        who: &str,
        work: impl FnOnce(&Job) -> Outcome + Send + 'static,
    ) -> Result<Arc<Job>, Failure> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let open = jobs.values().filter(|job| job.who == who && job.outcome().is_none()).count();
        if MOST_OPEN <= open {
            return Err(Failure::Invalid(format!(
                "you have {open} jobs under way; wait for one to end, or cancel one"
            )));
        }
        let ended: Vec<u64> = jobs
            .values()
            .filter(|job| job.who == who && job.outcome().is_some())
            .map(|job| job.number)
            .collect();
        for number in ended.iter().take((ended.len() + 1).saturating_sub(MOST_KEPT)) {
            jobs.remove(number);
        }
        let job = Arc::new(Job {
            number: self.next.fetch_add(1, Ordering::Relaxed) + 1,
            kind,
            who: who.to_owned(),
            began: Instant::now(),
            stop: Arc::new(AtomicBool::new(false)),
            progress: Mutex::new("waiting for its turn".to_owned()),
            why: Mutex::default(),
            taken: Mutex::default(),
            outcome: Mutex::new(None),
        });
        jobs.insert(job.number, Arc::clone(&job));
        let turn = if matches!(kind, "happened" | "report") { &self.quick_turn } else { &self.turn };
        let (turn, mine) = (Arc::clone(turn), Arc::clone(&job));
        std::thread::spawn(move || {
            let turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            mine.say("at work");
            let work = std::panic::AssertUnwindSafe(|| work(&mine));
            let outcome = std::panic::catch_unwind(work).unwrap_or_else(|_| {
                Outcome::Failed("it broke down; tell whoever looks after Convene".to_owned())
            });
            *mine.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(outcome));
            drop(turn);
        });
        Ok(job)
    }

    /// Returns a job of somebody: nobody sees another's.
    pub(crate) fn find(&self, number: u64, who: &str) -> Result<Arc<Job>, Failure> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.get(&number).filter(|job| job.who == who).cloned();
        job.ok_or_else(|| Failure::Missing { what: "job", name: number.to_string() })
    }

    /// Remembers why a job is done.
    pub(crate) fn remember(&self, number: u64, why: &str) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.get(&number) {
            why.clone_into(&mut job.why.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Returns why a job is done.
    pub(crate) fn remembered(&self, number: u64) -> String {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.get(&number)
            .map(|job| job.why.lock().unwrap_or_else(PoisonError::into_inner).clone())
            .unwrap_or_default()
    }

    /// Returns somebody's jobs of a kind, the newest first.
    pub(crate) fn of(&self, kind: &str, who: &str) -> Vec<Arc<Job>> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.values().rev().filter(|job| job.kind == kind && job.who == who).cloned().collect()
    }
}
