//! A store whose plan is kept in memory.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::NaiveDate;

use super::messages::Telling;
use super::state::changes_plan;
use super::{DeskError, State};
use crate::store::{Event, Store};

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
    /// The number of the last event that the plan knows of.
    number: u64,
    state: Arc<State>,
}

impl Desk {
    /// Reads the plan of a store as of `today`.
    ///
    /// # Errors
    /// Where the store cannot be read, or what it holds is no register.
    pub fn new(store: Store, today: NaiveDate) -> Result<Desk, DeskError> {
        let number = store.head()?.number;
        let state = Arc::new(State::read(&store, today)?);
        let (following, writing) = (Mutex::new(()), Mutex::new(()));
        Ok(Desk { store, kept: RwLock::new(Kept { number, state }), following, writing, telling: None })
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
        let head = self.store.head()?.number;
        let kept = self.kept();
        if kept.number == head && kept.state.register.authority.today == today {
            return Ok((kept.number, kept.state));
        }
        let _following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.kept();
        let news = self.news(kept.number)?;
        let number = news.last().map_or(kept.number, |event| event.number);
        let is_same_day = kept.state.register.authority.today == today;
        let state = if is_same_day && !news.iter().any(changes_plan) {
            kept.state
        } else {
            match if is_same_day { kept.state.after(&news)? } else { None } {
                Some(state) => Arc::new(state),
                // Read after the events: what else is written meanwhile comes with the next ones, and comes to the same.
                None => Arc::new(State::read(&self.store, today)?),
            }
        };
        let kept = Kept { number, state };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept.clone();
        Ok((kept.number, kept.state))
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
