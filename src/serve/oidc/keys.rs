//! The provider's public keys, which it changes now and then: fetched when a token names one that is not known.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, KeyOperations, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;

use super::wire::WireError;

/// How long keys are held: one that the provider has taken back is then no longer trusted.
const HELD: Duration = Duration::from_secs(24 * 60 * 60);
/// How often an unknown key may send for the keys, so that tokens of nobody's do not make the desk ask without end.
const EVERY: Duration = Duration::from_secs(60);

/// The keys as they are held.
#[derive(Default)]
pub(super) struct Keys(Mutex<Held>);

#[derive(Default)]
struct Held {
    keys: Vec<Jwk>,
    /// When they came.
    since: Option<Instant>,
    /// When they were last sent for, whether they came or not.
    tried: Option<Instant>,
}

/// A set of keys (RFC 7517), each read by itself: one of a kind that is not known spoils none of the others.
#[derive(Deserialize)]
pub(super) struct KeySet {
    keys: Vec<Value>,
}

impl KeySet {
    fn into_keys(self) -> Vec<Jwk> {
        self.keys
            .into_iter()
            .filter_map(|key| serde_json::from_value(key).ok())
            .filter(is_for_signatures)
            .collect()
    }
}

fn is_for_signatures(key: &Jwk) -> bool {
    let is_use = key.common.public_key_use.as_ref().is_none_or(|wanted| *wanted == PublicKeyUse::Signature);
    // Whatever is no whole public key of the two kinds that sign here comes as another kind.
    let is_kind =
        matches!(key.algorithm, AlgorithmParameters::RSA(_) | AlgorithmParameters::EllipticCurve(_));
    let operations = key.common.key_operations.as_ref();
    is_kind && is_use && operations.is_none_or(|operations| operations.contains(&KeyOperations::Verify))
}

impl Keys {
    /// Returns the key of an id, `None` where the provider has none. Others wait meanwhile, so that they do not all ask.
    ///
    /// - fetch: asks the provider.
    pub(super) fn find(
        &self,
        id: &str,
        now: Instant,
        fetch: impl FnOnce() -> Result<KeySet, WireError>,
    ) -> Result<Option<Jwk>, WireError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = held.since.is_some_and(|since| now.duration_since(since) < HELD);
        let has_rest = held.tried.is_some_and(|tried| now.duration_since(tried) < EVERY);
        let is_known = held.keys.iter().any(|key| is_called(key, id));
        if !is_fresh || !is_known && !has_rest {
            held.tried = Some(now);
            let keys = fetch()?.into_keys();
            (held.keys, held.since) = (keys, Some(now));
        }
        Ok(held.keys.iter().find(|key| is_called(key, id)).cloned())
    }
}

fn is_called(key: &Jwk, id: &str) -> bool {
    key.common.key_id.as_deref() == Some(id)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;

    use super::*;

    fn set(ids: &[&str]) -> KeySet {
        let keys =
            ids.iter().map(|id| json!({ "kty": "EC", "crv": "P-256", "kid": id, "x": "AA", "y": "AA" }));
        KeySet { keys: keys.collect() }
    }

    #[test]
    fn an_unknown_key_sends_for_the_keys_once_a_minute() {
        let (keys, start, asked) = (Keys::default(), Instant::now(), Cell::new(0));
        let find = |id: &str, seconds: u64, set: KeySet| {
            let fetch = || {
                asked.set(asked.get() + 1);
                Ok(set)
            };
            let found = keys.find(id, start + Duration::from_secs(seconds), fetch).expect("it answers");
            (found.is_some(), asked.get())
        };
        assert_eq!(find("a", 0, set(&["a"])), (true, 1));
        assert_eq!(find("a", 59, set(&["b"])), (true, 1), "known");
        assert_eq!(find("b", 59, set(&["b"])), (false, 1), "asked within the minute");
        assert_eq!(find("b", 60, set(&["a", "b"])), (true, 2));
        assert_eq!(find("c", 119, set(&["c"])), (false, 2), "asked within the minute");
        assert_eq!(find("c", 120, set(&["a"])), (false, 3));
        let next_day = 120 + 24 * 60 * 60;
        assert_eq!(find("a", next_day - 1, set(&["b"])), (true, 3), "held");
        assert_eq!(find("a", next_day, set(&["b"])), (false, 4), "taken back");
    }

    #[test]
    fn keys_that_have_never_come_are_asked_for_again() {
        let (keys, now) = (Keys::default(), Instant::now());
        let failed = keys.find("a", now, || Err(WireError::Status(503)));
        assert_eq!(failed.err(), Some(WireError::Status(503)));
        assert!(keys.find("a", now, || Ok(set(&["a"]))).expect("it answers").is_some());
    }

    #[test]
    fn keys_of_other_kinds_and_uses_are_left_out() {
        let set: KeySet = serde_json::from_value(json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "kid": "a", "use": "enc", "x": "AA", "y": "AA" },
            { "kty": "EC", "crv": "P-256", "kid": "b", "key_ops": ["sign"], "x": "AA", "y": "AA" },
            { "kty": "RSA", "kid": "c" },
            { "kty": "RSA", "kid": "d", "use": "sig", "n": "AA", "e": "AQAB", "issuer": "somebody" },
            "none",
        ] }))
        .expect("a set");
        let ids: Vec<_> = set.into_keys().into_iter().filter_map(|key| key.common.key_id).collect();
        assert_eq!(ids, ["d"]);
    }
}
