//! Sign-ins that have been begun: what binds the provider's answer to the browser that asked for it.
//!
//! The browser holds a random handle in a cookie; state, nonce and verifier never leave the server but as the standards send them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::session::{hash_of, is_same, random_token};

/// How long somebody may take at the provider: a password, and a second factor that is in another room.
const WITHIN: Duration = Duration::from_secs(10 * 60);
/// Most sign-ins that are under way at once; beyond it the oldest are forgotten, so that nobody can fill the memory.
const MOST: usize = 1_000;

/// A sign-in that has been begun.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Attempt {
    /// What the answer must carry: it is this browser's.
    pub(super) state: String,
    /// What the ID token must carry: it was made for this sign-in.
    pub(super) nonce: String,
    /// What the code is given with: whoever steals the code alone has nothing (RFC 7636).
    pub(super) verifier: String,
}

impl Attempt {
    fn new() -> Result<Attempt, Failure> {
        Ok(Attempt { state: random_token()?, nonce: random_token()?, verifier: random_token()? })
    }

    /// Returns the challenge S256 of the verifier.
    pub(super) fn challenge(&self) -> String {
        challenge(&self.verifier)
    }
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Why an answer belongs to no sign-in.
#[derive(Debug, Clone, Copy, thiserror::Error, PartialEq, Eq)]
pub(super) enum NotBegun {
    #[error("the sign-in was not begun in this browser, was ended already, or took longer than ten minutes")]
    Unknown,
    #[error("the answer was not asked for by this sign-in")]
    State,
}

/// The sign-ins under way, by the hash of the handle in the cookie.
#[derive(Default)]
pub(super) struct Attempts(Mutex<HashMap<String, (Instant, Attempt)>>);

impl Attempts {
    /// Begins a sign-in and returns it with its handle.
    pub(super) fn begin(&self, now: Instant) -> Result<(String, Attempt), Failure> {
        let (handle, attempt) = (random_token()?, Attempt::new()?);
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.retain(|_, (since, _)| now.duration_since(*since) < WITHIN);
        if MOST <= attempts.len() {
            let oldest = attempts.iter().min_by_key(|(_, (since, _))| *since).map(|(key, _)| key.clone());
            oldest.and_then(|key| attempts.remove(&key));
        }
        attempts.insert(hash_of(&handle), (now, attempt.clone()));
        Ok((handle, attempt))
    }

    /// Ends the sign-in of a handle, whatever comes of it, and returns it where the answer's state is its own.
    pub(super) fn end(&self, handle: &str, state: &str, now: Instant) -> Result<Attempt, NotBegun> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash_of(handle));
        let (since, attempt) = found.ok_or(NotBegun::Unknown)?;
        if WITHIN <= now.duration_since(since) {
            return Err(NotBegun::Unknown);
        }
        if is_same(&attempt.state, state) { Ok(attempt) } else { Err(NotBegun::State) }
    }
}

fn cookie_name(app: &App) -> &'static str {
    if app.is_secure() { "__Host-sign-in" } else { "sign-in" }
}

/// Returns the header that gives a browser its handle. `Lax`, because the way back comes from the provider's site.
pub(super) fn cookie(app: &App, handle: &str) -> String {
    header_of(app, handle, WITHIN.as_secs())
}

/// Returns the header that takes the handle away.
pub(super) fn no_cookie(app: &App) -> String {
    header_of(app, "", 0)
}

fn header_of(app: &App, handle: &str, seconds: u64) -> String {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    format!("{}={handle}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(app))
}

/// Returns the handle that a browser holds.
pub(super) fn handle_in(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(app);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, handle)| handle.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        // Appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        // Section 4.1: 43 to 128 of A-Z a-z 0-9 - . _ ~.
        let own = Attempt::new().expect("random").verifier;
        assert!((43..=128).contains(&own.len()) && own.bytes().all(|b| b.is_ascii_alphanumeric()));
    }

    #[test]
    fn an_answer_counts_once_in_its_browser_with_its_state_in_time() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let (handle, attempt) = attempts.begin(now).expect("random");
        assert_eq!(attempts.end("other", &attempt.state, now).err(), Some(NotBegun::Unknown));
        let last = now + WITHIN - Duration::from_secs(1);
        assert!(attempts.end(&handle, &attempt.state, last).is_ok_and(|found| found == attempt));
        assert_eq!(attempts.end(&handle, &attempt.state, last).err(), Some(NotBegun::Unknown));

        let (handle, attempt) = attempts.begin(now).expect("random");
        assert_eq!(attempts.end(&handle, &attempt.nonce, now).err(), Some(NotBegun::State));
        assert_eq!(attempts.end(&handle, &attempt.state, now).err(), Some(NotBegun::Unknown));

        let (handle, attempt) = attempts.begin(now).expect("random");
        assert_eq!(attempts.end(&handle, &attempt.state, now + WITHIN).err(), Some(NotBegun::Unknown));
    }

    #[test]
    fn the_oldest_is_forgotten_where_there_are_too_many() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let (first, attempt) = attempts.begin(now).expect("random");
        let (second, other) = attempts.begin(now + Duration::from_secs(1)).expect("random");
        for _ in 2..=MOST {
            attempts.begin(now + Duration::from_secs(2)).expect("random");
        }
        assert_eq!(attempts.0.lock().expect("whole").len(), MOST);
        assert_eq!(attempts.end(&first, &attempt.state, now).err(), Some(NotBegun::Unknown));
        assert!(attempts.end(&second, &other.state, now).is_ok());
    }
}
