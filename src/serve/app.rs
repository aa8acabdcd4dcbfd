//! What every request shares.

use std::sync::Arc;

use axum::http::{HeaderMap, header};

use super::acts::import::turn::Turns;
use super::broken::Ahead;
use super::clock::Clock;
use super::failure::Failure;
use super::jobs::Jobs;
use super::limits::Limits;
use super::oidc::Provider;
use super::seen::Seen;
use crate::desk::{Desk, State};
use crate::import::Key;
use crate::store::By;

/// The desk at work.
pub(crate) struct App {
    pub(crate) desk: Desk,
    pub(crate) clock: Clock,
    /// The address that people know the desk by, where it is told: `https://desk.example.gov.uk`.
    pub(crate) public_url: Option<String>,
    /// Whether the desk speaks TLS itself, so that no proxy stands before it.
    pub(crate) speaks_tls: bool,
    /// The secret with which case systems' numbers of children become references; without it their files are not read.
    pub(crate) import_key: Option<Key>,
    /// How many changes an account may make in a minute.
    pub(crate) writes_a_minute: usize,
    pub(crate) limits: Limits,
    pub(crate) imports: Turns,
    /// Where people sign in, where that is elsewhere.
    pub(crate) oidc: Option<Provider>,
    pub(crate) jobs: Jobs,
    pub(crate) seen: Seen,
    /// Judges the plan after writes, before anybody asks.
    pub(crate) ahead: Ahead,
}

impl App {
    /// Returns the address that people know the desk by, without a slash at its end: the one that it was given, or the one that a request
    /// was sent to.
    pub(crate) fn address(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.public_url {
            return url.trim_end_matches('/').to_owned();
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        format!("{}://{host}", self.scheme())
    }

    /// Returns the plan as it stands.
    pub(crate) fn state(&self) -> Result<Arc<State>, Failure> {
        Ok(self.desk.state(self.clock.today())?)
    }

    /// Returns who does something now, and why.
    pub(crate) fn by<'a>(&self, who: &'a str, why: &'a str) -> By<'a> {
        By { who, at: self.clock.now(), why }
    }

    /// Whether pages are read over TLS: cookies are then marked secure.
    pub(crate) fn is_secure(&self) -> bool {
        self.speaks_tls || self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Returns how browsers reach the desk where it is told no address: `http` or `https`.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.speaks_tls { "https" } else { "http" }
    }

    /// Whether a proxy stands before the desk, whose word on who asks is taken.
    pub(crate) fn is_behind_proxy(&self) -> bool {
        self.public_url.is_some() && !self.speaks_tls
    }
}

/// Does something that waits for the store or takes the processor, on a thread of its own.
pub(crate) async fn on_thread<T: Send + 'static>(
    app: &Arc<App>,
    act: impl FnOnce(&Arc<App>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let app = Arc::clone(app);
    tokio::task::spawn_blocking(move || act(&app)).await.map_err(|_| Failure::Broken)?
}
