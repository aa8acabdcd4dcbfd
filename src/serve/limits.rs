//! How often somebody may try: passwords by account and by address, writes by account.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::failure::Failure;

/// A limit: so many within so long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) most: usize,
    pub(crate) within: Duration,
}

/// Sign-ins of one account from one address; one that succeeds clears them.
pub(crate) const SIGN_IN_BY_ACCOUNT: Limit = Limit { most: 5, within: Duration::from_secs(15 * 60) };
/// Sign-ins of one account from anywhere.
pub(crate) const SIGN_IN_BY_ACCOUNT_ANYWHERE: Limit =
    Limit { most: 50, within: Duration::from_secs(15 * 60) };
/// Sign-ins from one address.
pub(crate) const SIGN_IN_BY_ADDRESS: Limit = Limit { most: 300, within: Duration::from_secs(15 * 60) };
/// Addresses of calendar feeds that are none, from one address, which may be that of a whole council's telephones: nobody guesses 256
/// bits, but nobody keeps the store busy with trying either.
pub(crate) const FEED_TRIES: Limit = Limit { most: 300, within: Duration::from_secs(15 * 60) };
/// Readings of one calendar feed: a person's few devices, each of which comes every quarter of an hour at most.
pub(crate) const FEED_READINGS: Limit = Limit { most: 60, within: Duration::from_secs(15 * 60) };
/// Returns the limit of an account's writes.
pub(crate) fn writes(a_minute: usize) -> Limit {
    Limit { most: a_minute, within: Duration::from_secs(60) }
}

/// What was refused to one account and is noted.
pub(crate) const REFUSALS: Limit = Limit { most: 30, within: Duration::from_secs(60) };
/// Exports of one account.
pub(crate) const EXPORTS: Limit = Limit { most: 20, within: Duration::from_secs(60 * 60) };
/// Most names that are remembered; beyond it the oldest are forgotten, so that nobody can fill the memory.
const MOST_NAMES: usize = 10_000;

/// When things were tried, by name.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    tries: Mutex<HashMap<String, Vec<Instant>>>,
    door: Door,
}

/// Where passwords are looked at, one at a time: each takes 64 MiB, and one at a time leaves a processor for the others.
#[derive(Debug)]
struct Door {
    turn: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Door {
    fn default() -> Self {
        Door { turn: Semaphore::new(1), waiting: AtomicUsize::new(0) }
    }
}

/// Most who wait at the door; whoever comes then is asked to come again.
const MOST_WAITING: usize = 20;

impl Limits {
    /// Waits, on no thread, for the turn to look at a password.
    pub(crate) async fn password_turn(&self) -> Result<SemaphorePermit<'_>, Failure> {
        if MOST_WAITING <= self.door.waiting.fetch_add(1, Ordering::Relaxed) {
            self.door.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Failure::TooMany(5));
        }
        let turn = self.door.turn.acquire().await;
        self.door.waiting.fetch_sub(1, Ordering::Relaxed);
        turn.map_err(|_| Failure::Broken)
    }

    /// Counts one more of `name`, where the limit allows it.
    pub(crate) fn count(&self, name: &str, limit: Limit) -> Result<(), Failure> {
        self.check(name, limit)?;
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if MOST_NAMES <= tries.len() {
            let now = Instant::now();
            let longest = SIGN_IN_BY_ACCOUNT.within;
            tries.retain(|_, times| times.last().is_some_and(|last| now.duration_since(*last) < longest));
            if MOST_NAMES <= tries.len() {
                let mut last: Vec<Instant> =
                    tries.values().filter_map(|times| times.last().copied()).collect();
                last.sort_unstable();
                let middle = last[last.len() / 2];
                tries.retain(|_, times| times.last().is_some_and(|time| middle < *time));
            }
        }
        tries.entry(name.to_owned()).or_default().push(Instant::now());
        Ok(())
    }

    /// Refuses where as many of `name` have been counted as the limit allows.
    pub(crate) fn check(&self, name: &str, limit: Limit) -> Result<(), Failure> {
        let now = Instant::now();
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(times) = tries.get_mut(name) else { return Ok(()) };
        times.retain(|time| now.duration_since(*time) < limit.within);
        if times.len() < limit.most {
            return Ok(());
        }
        let first = times[times.len() - limit.most];
        let wait = limit.within.saturating_sub(now.duration_since(first));
        Err(Failure::TooMany(wait.as_secs() + 1))
    }

    /// Forgets what was counted of `name`.
    pub(crate) fn forget(&self, name: &str) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}
