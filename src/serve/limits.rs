//! How often somebody may try: passwords by account and by address, writes by account.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
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
/// Most names that are remembered; beyond it the oldest that nothing is refused to are forgotten, so that nobody can fill the memory.
const MOST_NAMES: usize = 10_000;

/// When things were tried, by name; of addresses apart, so that names that anybody can make up never push one out.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    names: Mutex<Names>,
    addresses: Mutex<Names>,
    door: Door,
}

/// When what has a name was tried.
#[derive(Debug, Default)]
struct Names(HashMap<String, Tries>);

/// When one thing was tried, and how often it may be.
#[derive(Debug)]
struct Tries {
    times: Vec<Instant>,
    limit: Limit,
}

impl Tries {
    /// Forgets what is too long ago to count.
    fn settle(&mut self, now: Instant) {
        self.times.retain(|time| now.duration_since(*time) < self.limit.within);
    }

    /// Whether one more is refused.
    fn is_locked(&self) -> bool {
        self.limit.most <= self.times.len()
    }
}

impl Names {
    /// Refuses where as many of `name` have been counted as the limit allows.
    fn check(&mut self, name: &str, limit: Limit, now: Instant) -> Result<(), Failure> {
        let Some(tries) = self.0.get_mut(name) else { return Ok(()) };
        tries.limit = limit;
        tries.settle(now);
        if !tries.is_locked() {
            return Ok(());
        }
        let first = tries.times[tries.times.len() - limit.most];
        let wait = limit.within.saturating_sub(now.duration_since(first));
        Err(Failure::TooMany(wait.as_secs() + 1))
    }

    /// Counts one more of `name`, where the limit allows it.
    fn count(&mut self, name: &str, limit: Limit, now: Instant) -> Result<(), Failure> {
        self.check(name, limit, now)?;
        if MOST_NAMES <= self.0.len() && !self.0.contains_key(name) {
            self.make_room(now);
        }
        self.0.entry(name.to_owned()).or_insert(Tries { times: Vec::new(), limit }).times.push(now);
        Ok(())
    }

    /// Forgets what does not count any more, and where that is not enough the older half of what nothing is refused to. What is locked
    /// stays: whoever is shut out cannot make the desk forget it.
    fn make_room(&mut self, now: Instant) {
        self.0.retain(|_, tries| {
            tries.settle(now);
            !tries.times.is_empty()
        });
        if self.0.len() < MOST_NAMES {
            return;
        }
        let open = self.0.values().filter(|tries| !tries.is_locked());
        let mut last: Vec<Instant> = open.filter_map(|tries| tries.times.last().copied()).collect();
        last.sort_unstable();
        let Some(&middle) = last.get(last.len() / 2) else { return };
        self.0.retain(|_, tries| tries.is_locked() || tries.times.last().is_some_and(|time| middle < *time));
    }
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

    /// Counts a sign-in of an account from an address before its password is looked at. What is refused is counted nowhere: it leaves
    /// no name behind, and whoever tries a locked account on shuts nobody else at the address out.
    pub(crate) fn count_sign_in(&self, who: &str, from: &str) -> Result<(), Failure> {
        let now = Instant::now();
        let (by_both, by_account) = sign_in_names(who, from);
        let by_address = format!("sign-in {from}");
        let mut addresses = held(&self.addresses);
        addresses.check(&by_address, SIGN_IN_BY_ADDRESS, now)?;
        let mut names = held(&self.names);
        names.check(&by_both, SIGN_IN_BY_ACCOUNT, now)?;
        names.check(&by_account, SIGN_IN_BY_ACCOUNT_ANYWHERE, now)?;
        addresses.count(&by_address, SIGN_IN_BY_ADDRESS, now)?;
        names.count(&by_both, SIGN_IN_BY_ACCOUNT, now)?;
        names.count(&by_account, SIGN_IN_BY_ACCOUNT_ANYWHERE, now)
    }

    /// Forgets the sign-ins of an account that has signed in; those of its address stay counted.
    pub(crate) fn forget_sign_ins(&self, who: &str, from: &str) {
        let (by_both, by_account) = sign_in_names(who, from);
        let mut names = held(&self.names);
        names.0.remove(&by_both);
        names.0.remove(&by_account);
    }

    /// Counts one more of `name`, where the limit allows it.
    pub(crate) fn count(&self, name: &str, limit: Limit) -> Result<(), Failure> {
        held(&self.names).count(name, limit, Instant::now())
    }

    /// Counts one more of what is done from an address, where the limit allows it.
    pub(crate) fn count_address(&self, doing: &str, from: &str, limit: Limit) -> Result<(), Failure> {
        held(&self.addresses).count(&format!("{doing} {from}"), limit, Instant::now())
    }

    /// Refuses where as much has been done from an address as the limit allows.
    pub(crate) fn check_address(&self, doing: &str, from: &str, limit: Limit) -> Result<(), Failure> {
        held(&self.addresses).check(&format!("{doing} {from}"), limit, Instant::now())
    }
}

fn held(names: &Mutex<Names>) -> MutexGuard<'_, Names> {
    names.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what the sign-ins of an account from an address are counted by, and those of the account from anywhere.
fn sign_in_names(who: &str, from: &str) -> (String, String) {
    (format!("account {who} from {from}"), format!("account {who}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_somebody_makes_up_push_no_locked_account_out() {
        let limits = Limits::default();
        let tries = |who: &str, from: &str| limits.count_sign_in(who, from).is_ok();
        for n in 1..=6 {
            assert_eq!(tries("clerk-1", "192.0.2.1"), n <= 5, "try {n}");
        }
        // Five are counted of the address: the refused one is not.
        let n_taken = (0..5_000).filter(|n| tries(&format!("made-up-{n}"), "192.0.2.1")).count();
        assert_eq!(n_taken, 300 - 5);
        assert!(!tries("clerk-1", "192.0.2.1"));
        assert_eq!(held(&limits.names).0.len(), 2 * (1 + 300 - 5), "what is refused leaves no name behind");
        // From many addresses names are pushed out at last, but none that is locked, and no address.
        for n in 0..20_000 {
            let from = format!("198.51.{}.{}", n / 250, n % 250);
            assert!(tries(&format!("other-{n}"), &from), "{n}");
        }
        assert!(held(&limits.names).0.len() <= MOST_NAMES);
        assert!(!tries("clerk-1", "192.0.2.1"), "the account is still locked");
        assert!(!tries("made-up-9999", "192.0.2.1"), "the address is still locked");
    }

    #[test]
    fn whoever_tries_a_locked_account_on_shuts_nobody_else_at_the_address_out() {
        let limits = Limits::default();
        let n_taken = (0..1_000).filter(|_| limits.count_sign_in("clerk-1", "192.0.2.1").is_ok()).count();
        assert_eq!(n_taken, 5);
        assert!(limits.count_sign_in("clerk-2", "192.0.2.1").is_ok());
    }

    #[test]
    fn an_account_that_signs_in_begins_anew_and_its_address_does_not() {
        let limits = Limits::default();
        for n in 0..300 {
            assert!(limits.count_sign_in("clerk-1", "192.0.2.1").is_ok(), "{n}");
            limits.forget_sign_ins("clerk-1", "192.0.2.1");
        }
        assert!(limits.count_sign_in("clerk-1", "192.0.2.1").is_err());
        assert!(limits.count_sign_in("clerk-1", "192.0.2.2").is_ok());
    }

    #[test]
    fn an_account_that_is_tried_from_everywhere_is_locked_at_fifty() {
        let limits = Limits::default();
        let from = |n: usize| format!("192.0.2.{n}");
        let n_taken = (0..100).filter(|n| limits.count_sign_in("clerk-1", &from(*n)).is_ok()).count();
        assert_eq!(n_taken, 50);
    }
}
