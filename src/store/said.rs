//! What the events say that the store holds, and whether it does: whoever writes to the database past the desk is found out.
//!
//! What no event tells cannot be compared: what `argon2` made of a password, by what an identity provider knows an account, sessions, and
//! what became of messages.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::booking::{Occupation, Status};
use super::engine::{Row, Session};
use super::error::Failure;
use super::register;
use super::table_change::Told;
use super::{StoreError, Stored, What, account, event, feed, rows};

/// What the events say, each with the number of the last event that does.
#[derive(Default)]
pub(super) struct Said {
    bookings: BTreeMap<String, (u64, Option<Stored>)>,
    tables: BTreeMap<String, (u64, Told)>,
    accounts: BTreeMap<String, (u64, Value)>,
    /// The feeds that are on, with the moment of the event that turned them on.
    feeds: BTreeMap<String, DateTime<Utc>>,
    /// Events whose contents retention has removed, with what they were: what they left has no other witness than their number.
    pruned: BTreeMap<u64, What>,
    /// The moments at which feeds were turned on or off by such events.
    feeds_pruned: BTreeSet<DateTime<Utc>>,
    /// Whether the event of the store's making names no tables.
    is_begun_untold: bool,
}

impl Said {
    /// Returns how many events retention has removed the contents of.
    pub(super) fn n_pruned(&self) -> u64 {
        self.pruned.len() as u64
    }

    /// Takes in what a sound event says. The inner error is what is wrong with it.
    pub(super) fn take_in(&mut self, row: &Row, number: u64) -> Result<Result<(), String>, StoreError> {
        let event = event::event_of(row)?;
        if event.what == What::Restored {
            // No feed outlives a restore.
            self.feeds.clear();
        }
        let Some(contents) = event.contents else {
            self.pruned.insert(number, event.what);
            if event.what == What::FeedChanged {
                self.feeds_pruned.insert(event.at);
            }
            return Ok(Ok(()));
        };
        match event.what {
            What::AccountChanged => {
                let Some(who) = contents.after["account"].as_str() else {
                    return Ok(Err("its account cannot be read".to_owned()));
                };
                self.accounts.insert(who.to_owned(), (number, contents.after));
            }
            What::FeedChanged => {
                let (Some(who), Some(feed)) =
                    (contents.after["account"].as_str(), contents.after["feed"].as_str())
                else {
                    return Ok(Err("its calendar feed cannot be read".to_owned()));
                };
                if feed == "off" {
                    self.feeds.remove(who);
                } else {
                    self.feeds.insert(who.to_owned(), event.at);
                }
            }
            What::Created | What::TableReplaced | What::Booked | What::HoldsEnded | What::Undone => {
                return Ok(self.take_in_plan(event.what, contents.after, number));
            }
            What::Seen
            | What::Pruned
            | What::Restored
            | What::OutboxChanged
            | What::SignedIn
            | What::SignedOut
            | What::Refused => {}
        }
        Ok(Ok(()))
    }

    fn take_in_plan(&mut self, what: What, after: Value, number: u64) -> Result<(), String> {
        let tables = match (Told::read(&after), after.get("tables")) {
            (Some(table), _) => vec![table],
            (None, Some(tables)) => {
                serde_json::from_value(tables.clone()).map_err(|_| "its tables cannot be read".to_owned())?
            }
            (None, None) => Vec::new(),
        };
        self.is_begun_untold |= what == What::Created && after.get("tables").is_none();
        let is_of_tables = !tables.is_empty();
        for table in tables {
            self.tables.insert(table.name.clone(), (number, table));
        }
        if matches!(what, What::Booked | What::HoldsEnded | What::Undone) && !is_of_tables {
            let bookings = serde_json::from_value::<BTreeMap<String, Option<Stored>>>(after)
                .map_err(|_| "its bookings cannot be read".to_owned())?;
            for (meeting, stored) in bookings {
                self.bookings.insert(meeting, (number, stored));
            }
        }
        Ok(())
    }

    /// Returns the first thing that the store holds and its events do not say, or the other way round.
    pub(super) fn fault(&self, session: &mut dyn Session) -> Result<Option<String>, Failure> {
        for fault in [Said::of_bookings, Said::of_tables, Said::of_accounts, Said::of_feeds] {
            if let Some(why) = fault(self, session)? {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    fn of_bookings(&self, session: &mut dyn Session) -> Result<Option<String>, Failure> {
        let mut taken: Vec<(Occupation, NaiveDate, String)> = Vec::new();
        let mut holds: BTreeMap<String, Stored> = BTreeMap::new();
        for stored in rows::stored_where(session, "1 = 1", &[])? {
            let booking = &stored.booking;
            if booking.status != Status::Cancelled {
                let takes = booking.takes.iter().cloned();
                taken.extend(takes.map(|taken| (taken, booking.day, booking.meeting.clone())));
            }
            holds.insert(booking.meeting.clone(), stored);
        }
        for (meeting, (number, stored)) in &self.bookings {
            if holds.get(meeting) != stored.as_ref() {
                return Ok(Some(format!(
                    "the booking of meeting {meeting} is not as event {number} left it"
                )));
            }
        }
        // Where retention has removed an event's contents, its bookings have no witness but their version.
        if self.pruned.is_empty()
            && let Some((meeting, stored)) =
                holds.iter().find(|(meeting, _)| !self.bookings.contains_key(*meeting))
            && 1 < stored.version
        {
            return Ok(Some(format!("no event made the booking of meeting {meeting}")));
        }
        let mut found = rows::occupations(session)?;
        found.sort();
        taken.sort();
        Ok((found != taken).then(|| "what is taken is not what the bookings take".to_owned()))
    }

    fn of_tables(&self, session: &mut dyn Session) -> Result<Option<String>, Failure> {
        for (name, (number, table)) in &self.tables {
            let text = register::table(session, name)?.map_or(String::new(), |table| table.text);
            if !table.is(&text) {
                return Ok(Some(format!("table {name} is not as event {number} left it")));
            }
        }
        for row in session.rows("SELECT name, version FROM register_table ORDER BY name", &[])? {
            let (name, version) = (row.text(0)?, row.count(1)?);
            let pruned = self.pruned.get(&version);
            let is_pruned = matches!(pruned, Some(What::Created | What::TableReplaced | What::Undone));
            let is_first = version == 1 && self.is_begun_untold;
            if !self.tables.contains_key(name) && !is_pruned && !is_first {
                return Ok(Some(format!("no event made table {name}")));
            }
        }
        Ok(None)
    }

    fn of_accounts(&self, session: &mut dyn Session) -> Result<Option<String>, Failure> {
        let (mut found, mut versions) = (BTreeSet::new(), BTreeSet::new());
        for account in account::all(session)? {
            let who = &account.who;
            match self.accounts.get(who) {
                Some((number, told)) => {
                    let is = account::told(&account);
                    // What an event of an older version does not tell is not compared.
                    let differs =
                        |(name, value): (&String, &Value)| told.get(name).is_some_and(|told| told != value);
                    if account.version != *number || is.as_object().is_some_and(|is| is.iter().any(differs)) {
                        return Ok(Some(format!("account {who} is not as event {number} left it")));
                    }
                }
                // One event makes one account.
                None if self.pruned.get(&account.version) == Some(&What::AccountChanged)
                    && !versions.contains(&account.version) => {}
                None => return Ok(Some(format!("no event made account {who}"))),
            }
            versions.insert(account.version);
            found.insert(account.who);
        }
        let lost = self.accounts.iter().find(|(who, _)| !found.contains(*who));
        Ok(lost.map(|(who, (number, _))| format!("account {who} is not there as event {number} left it")))
    }

    fn of_feeds(&self, session: &mut dyn Session) -> Result<Option<String>, Failure> {
        let mut moments = BTreeSet::new();
        for feed in feed::all(session)? {
            // One event turns one feed on.
            let is_pruned = !self.feeds.contains_key(&feed.who)
                && self.feeds_pruned.contains(&feed.since)
                && moments.insert(feed.since);
            let is_known = is_pruned || self.feeds.get(&feed.who) == Some(&feed.since);
            if !is_known {
                return Ok(Some(format!("no event turned the calendar feed of account {} on", feed.who)));
            }
        }
        Ok(None)
    }
}
