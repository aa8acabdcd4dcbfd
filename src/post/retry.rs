//! When what was not taken is tried again.

use chrono::{DateTime, Duration, Utc};

/// After the first try. Servers that put strangers off (greylisting) take them after some minutes.
const FIRST: Duration = Duration::minutes(5);
/// The longest wait: a meeting may be tomorrow.
const LONGEST: Duration = Duration::hours(4);
/// After so long it is given up (RFC 5321, 4.5.4.1: four to five days at least).
const GIVE_UP: Duration = Duration::days(5);

/// Returns when a message is tried again that has been tried so often, twice as long after each try; `None` where it is given up.
pub(super) fn next_try(tries: u64, queued_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if queued_at + GIVE_UP <= now {
        return None;
    }
    // Beyond the tenth try the wait is the longest anyhow.
    let doublings = u32::try_from(tries.saturating_sub(1).min(10)).unwrap_or(10);
    let wait = FIRST * 2_i32.pow(doublings);
    Some(now + wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_four_hours_and_end_after_five_days() {
        let queued: DateTime<Utc> = "2012-04-02T08:00:00Z".parse().expect("a moment");
        let minutes = |tries| next_try(tries, queued, queued).map(|next| (next - queued).num_minutes());
        for (tries, expected) in
            [(0, 5), (1, 5), (2, 10), (3, 20), (6, 160), (7, 240), (8, 240), (1_000, 240)]
        {
            assert_eq!(minutes(tries), Some(expected), "{tries}");
        }
        let just = queued + GIVE_UP;
        assert!(next_try(3, queued, just - Duration::seconds(1)).is_some());
        assert_eq!(next_try(3, queued, just), None);
    }
}
