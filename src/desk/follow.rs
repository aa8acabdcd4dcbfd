//! A store whose plan is kept in memory.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::NaiveDate;

use super::messages::Telling;
use super::state::changes_plan;
use super::{DeskError, State};
use crate::store::{Event, Head, Store};

/// Most events that are read at once.
const PAGE: u32 = 1_000;

/// A store with its plan in memory, which follows the store's events: whoever else writes to the store is seen at the next question.
///
/// Calls wait for the store: in an asynchronous program they belong on a blocking thread.
pub struct Desk {
    store: Store,
    kept: RwLock<Kept>,
    /// Held while the plan is brought up to date, so that one question does it for all.
    following: Mutex<()>,
    /// Held while somebody at this desk writes: what the referee has judged is then what is written.
    pub(super) writing: Mutex<()>,
    /// How people are written to of what is done; `None` = they are not.
    pub(super) telling: Option<Telling>,
}

#[derive(Clone)]
struct Kept {
    /// The last event that the plan knows of: where the store has another one of its number, somebody has put another store in its place.
    head: Head,
    state: Arc<State>,
}

impl Kept {
    /// Reads the plan of a store, and the event up to which it has been read.
    fn read(store: &Store, today: NaiveDate) -> Result<Kept, DeskError> {
        let (head, state) = State::read_with_head(store, today)?;
        Ok(Kept { head, state: Arc::new(state) })
    }
}

fn head_of(event: &Event) -> Head {
    Head { number: event.number, hash: event.hash.clone() }
}

impl Desk {
    /// Reads the plan of a store as of `today`.
    ///
    /// # Errors
    /// Where the store cannot be read, or what it holds is no register.
    pub fn new(store: Store, today: NaiveDate) -> Result<Desk, DeskError> {
        let kept = RwLock::new(Kept::read(&store, today)?);
        let (following, writing) = (Mutex::new(()), Mutex::new(()));
        Ok(Desk { store, kept, following, writing, telling: None })
    }

    /// Returns the desk with messages queued for whoever must be told of what is done at it.
    #[must_use]
    pub fn telling(self, telling: Telling) -> Desk {
        Desk { telling: Some(telling), ..self }
    }

    /// Whether people are written to of what is done at the desk.
    pub fn tells(&self) -> bool {
        self.telling.is_some()
    }

    /// Returns the store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the plan as it stands, as of `today`.
    ///
    /// # Errors
    /// Where the store cannot be read, or what it holds is no register any more.
    pub fn state(&self, today: NaiveDate) -> Result<Arc<State>, DeskError> {
        Ok(self.numbered(today)?.1)
    }

    /// Returns the plan with the number of the last event that it knows of.
    pub(super) fn numbered(&self, today: NaiveDate) -> Result<(u64, Arc<State>), DeskError> {
        let head = self.store.head()?;
        let kept = self.kept();
        if kept.head == head && kept.state.register.authority.today == today {
            return Ok((kept.head.number, kept.state));
        }
        let _following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.followed(self.kept(), today)?;
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept.clone();
        Ok((kept.head.number, kept.state))
    }

    /// Returns the plan with what the store has come to since.
    fn followed(&self, kept: Kept, today: NaiveDate) -> Result<Kept, DeskError> {
        // The last event that is known is read once more: it shows whether the others follow it.
        let mut news = self.news(kept.head.number.saturating_sub(1))?.into_iter();
        let is_followed = news.next().is_some_and(|event| head_of(&event) == kept.head);
        if !is_followed || kept.state.register.authority.today != today {
            return Kept::read(&self.store, today);
        }
        let news: Vec<Event> = news.collect();
        let head = news.last().map_or(kept.head, head_of);
        if !news.iter().any(changes_plan) {
            return Ok(Kept { head, state: kept.state });
        }
        match kept.state.after(&news)? {
            Some(state) => Ok(Kept { head, state: Arc::new(state) }),
            None => Kept::read(&self.store, today),
        }
    }

    fn kept(&self) -> Kept {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn news(&self, after: u64) -> Result<Vec<Event>, DeskError> {
        let mut news: Vec<Event> = Vec::new();
        loop {
            let last = news.last().map_or(after, |event| event.number);
            let page = self.store.events_since(last, PAGE)?;
            let is_last = page.len() < PAGE as usize;
            news.extend(page);
            if is_last {
                return Ok(news);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use rusqlite::Connection;
    use rusqlite::backup::Backup;

    use super::*;
    use crate::desk::create;
    use crate::store::{By, Change, Location, no_referee};
    use crate::synth::{Preset, generate};

    #[test]
    fn a_store_that_is_put_back_under_the_desk_is_read_anew() {
        let register = generate(Preset::Tiny, 1);
        let today = register.authority.today;
        let by = By { who: "clerk-1", at: DateTime::<Utc>::UNIX_EPOCH, why: "a test" };
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("desk.db"), folder.path().join("copy.db"));
        let store = create(&Location::file(&path), &by, &register).expect("it can be kept");
        store.backup(copy.as_path()).expect("it can be copied");
        let desk = Desk::new(store, today).expect("it can be read");
        let n_booked = || desk.state(today).expect("it can be read").register.bookings.len();
        let cancel_one = || {
            let stored = desk.store().bookings().expect("it can be read").swap_remove(0);
            let change = Change::Cancel { meeting: stored.booking.meeting, expected: stored.version };
            desk.store().book(&by, &[change], &no_referee).expect("it stands");
        };
        let put_back = || {
            let from = Connection::open(&copy).expect("it opens");
            let mut to = Connection::open(&path).expect("it opens");
            Backup::new(&from, &mut to).and_then(|backup| backup.step(-1)).expect("nobody is in the way");
        };
        let all = n_booked();
        assert!(0 < all, "somebody is booked");
        // The chain that is put back is shorter.
        cancel_one();
        assert_eq!(n_booked(), all - 1);
        put_back();
        assert_eq!(n_booked(), all);
        // As long as the one that was followed, with another last event.
        cancel_one();
        assert_eq!(n_booked(), all - 1);
        put_back();
        desk.store().note_seen(&by, &["M-1"]).expect("it is noted");
        assert_eq!(n_booked(), all);
        // Longer.
        cancel_one();
        assert_eq!(n_booked(), all - 1);
        put_back();
        for _ in 0..3 {
            desk.store().note_seen(&by, &["M-1"]).expect("it is noted");
        }
        assert_eq!(n_booked(), all);
    }
}
