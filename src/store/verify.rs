//! Verifying the chain of events, and that what the store holds is what the events say.

use std::collections::BTreeSet;

use super::engine::{Mode, Row, Session, odd};
use super::error::Failure;
use super::event::{self, EVENT_COLUMNS, hash_of_contents, hash_of_event};
use super::said::Said;
use super::{Head, Store, StoreError, genesis};

/// Events looked at in one go.
const PAGE: i64 = 1000;

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The last event.
    pub head: Head,
    /// Events whose contents retention has removed.
    pub n_pruned: u64,
    /// What is wrong, if anything is.
    pub broken: Option<Broken>,
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The event whose link is broken, or `None` where the events are sound and something else is not.
    pub event: Option<u64>,
    /// What is wrong.
    pub why: String,
}

impl Store {
    /// Verifies the chain from its genesis to its head, then every booking, occupation, table, account and
    /// calendar feed against the events.
    /// `known` is a head that was kept elsewhere: it must be one of the chain's events.
    ///
    /// # Errors
    /// Where the store cannot be read. A broken chain is no error: it is returned.
    pub fn verify(&self, known: Option<&Head>) -> Result<Verified, StoreError> {
        self.engine.transact(Mode::Read, |session| verify(session, known))
    }
}

/// Verifies a store as it stands in a transaction.
pub(super) fn verify(session: &mut dyn Session, known: Option<&Head>) -> Result<Verified, Failure> {
    let head = event::head(session)?;
    let mut said = Said::default();
    let mut broken = chain(session, &head, known, &mut said)?;
    if broken.is_none() {
        broken = said.fault(session)?.map(|why| Broken { event: None, why });
    }
    Ok(Verified { head, n_pruned: said.n_pruned(), broken })
}

fn chain(
    session: &mut dyn Session,
    head: &Head,
    known: Option<&Head>,
    said: &mut Said,
) -> Result<Option<Broken>, Failure> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE $1 < number ORDER BY number LIMIT {PAGE}");
    let (mut number, mut previous) = (0, genesis());
    loop {
        let page = session.rows(&sql, &[number.into()])?;
        if page.is_empty() {
            break;
        }
        let first = number;
        for row in &page {
            if let Some(why) = link_fault(row, number + 1, &previous)? {
                return Ok(Some(Broken { event: Some(number + 1), why }));
            }
            number += 1;
            row.text(11)?.clone_into(&mut previous);
            if let Some(known) = known.filter(|known| known.number == number && known.hash != previous) {
                let why = format!("it is not the event that was known: its hash was {}", known.hash);
                return Ok(Some(Broken { event: Some(number), why }));
            }
            if let Err(why) = said.take_in(row, number)? {
                return Ok(Some(Broken { event: Some(number), why }));
            }
        }
        if let Some(event) = misfiled(session, &page, first, number)? {
            let why = "it is not found by what it is about".to_owned();
            return Ok(Some(Broken { event: Some(event), why }));
        }
    }
    let lost = |n: u64| format!("events after number {number} are missing; there were {n}");
    let why = if number < head.number {
        Some(lost(head.number))
    } else if *head != (Head { number, hash: previous }) {
        Some("the head of the chain is not its last event".to_owned())
    } else {
        known.filter(|known| number < known.number).map(|known| lost(known.number))
    };
    Ok(why.map(|why| Broken { event: Some(number), why }))
}

/// Returns the first event, of a page of those after `first` up to `last`, that is not filed under just what it is about.
fn misfiled(session: &mut dyn Session, page: &[Row], first: u64, last: u64) -> Result<Option<u64>, Failure> {
    let sql = "SELECT event, subject FROM event_subject WHERE $1 < event AND event <= $2";
    let mut filed: BTreeSet<(u64, String)> = BTreeSet::new();
    for row in session.rows(sql, &[first.into(), last.into()])? {
        filed.insert((row.count(0)?, row.text(1)?.to_owned()));
    }
    for row in page {
        let (number, Some(subjects)) = (row.count(0)?, row.maybe_text(4)?) else { continue };
        let subjects: BTreeSet<String> =
            serde_json::from_str(subjects).map_err(|_| odd(format!("event {number} names no subjects")))?;
        for subject in subjects {
            if !filed.remove(&(number, subject)) {
                return Ok(Some(number));
            }
        }
    }
    Ok(filed.first().map(|(number, _)| *number))
}

/// Returns what is wrong with one event that should have a number and follow a hash.
fn link_fault(row: &Row, number: u64, previous: &str) -> Result<Option<String>, StoreError> {
    if row.count(0)? != number {
        return Ok(Some("it is missing".to_owned()));
    }
    if row.text(10)? != previous {
        return Ok(Some("it does not follow the event before it".to_owned()));
    }
    let contents_hash = row.text(9)?;
    if let Some(salt) = row.maybe_text(8)?
        && hash_of_contents(salt, row.text(4)?, row.text(5)?, row.text(6)?, row.text(7)?) != contents_hash
    {
        return Ok(Some("its contents were changed".to_owned()));
    }
    let hash = hash_of_event(previous, number, row.text(1)?, row.text(2)?, row.text(3)?, contents_hash);
    Ok((hash != row.text(11)?).then(|| "its time, who, what or hash was changed".to_owned()))
}
