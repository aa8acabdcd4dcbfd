//! The post at work behind the desk: what is due is handed over, and once an hour it is looked who is to be reminded or chased.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::app::App;
use crate::desk::{Chasing, Telling};
use crate::post::{Post, Smtp, send_due};

/// How often it is looked whether something is due.
const ROUND: Duration = Duration::from_secs(10);
/// How often it is looked who is to be reminded or chased.
const CHASE: Duration = Duration::from_secs(3600);

/// How people are written to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Messages {
    /// How what is done is told.
    pub(crate) telling: Telling,
    /// When people are reminded and chased.
    pub(crate) chasing: Chasing,
}

/// The post of a desk.
pub(crate) struct Postroom {
    chasing: Chasing,
    /// Without a mail server messages wait until `convene outbox send` saves them.
    sender: Mutex<Option<(Post, Smtp)>>,
    chased: Mutex<Option<Instant>>,
    ending: AtomicBool,
}

impl Postroom {
    pub(crate) fn new(chasing: Chasing, sender: Option<(Post, Smtp)>) -> Postroom {
        Postroom {
            chasing,
            sender: Mutex::new(sender),
            chased: Mutex::new(None),
            ending: AtomicBool::new(false),
        }
    }

    /// Ends after the message that is under way.
    pub(crate) fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// Does what is due, on a thread that may wait.
    fn round(&self, app: &App) {
        let mut chased = self.chased.lock().unwrap_or_else(PoisonError::into_inner);
        if chased.is_none_or(|at| CHASE <= at.elapsed()) {
            let by = app.by("desk", "reminders and chasers");
            match app.desk.chase(&by, app.clock.today(), &self.chasing) {
                Ok(_) => *chased = Some(Instant::now()),
                Err(error) => eprintln!("error: {error}"),
            }
        }
        drop(chased);
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((post, smtp)) = sender.as_mut() else { return };
        match send_due(app.desk.store(), post, smtp, &|| app.clock.now(), &|| self.is_ending()) {
            // Who is written to, and what was said, is on the page; a log needs to know that somebody must look there.
            Ok(sent) if 0 < sent.failed + sent.unsettled => {
                eprintln!(
                    "note: {} messages failed, {} are to be decided about",
                    sent.failed, sent.unsettled
                );
            }
            Ok(_) => {}
            Err(error) => eprintln!("error: {error}"),
        }
    }
}

/// Keeps the post going until the desk ends.
pub(crate) async fn keep(app: Arc<App>, room: Arc<Postroom>) {
    let mut every = tokio::time::interval(ROUND);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while !room.is_ending() {
        every.tick().await;
        let (app, room) = (Arc::clone(&app), Arc::clone(&room));
        let _ = tokio::task::spawn_blocking(move || room.round(&app)).await;
    }
}
