//! HiGHS under a watchdog: in a thread of its own, left behind when its time is up, because its own limit does not always
//! hold.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use super::futures::{Futures, Target};
use super::programme::{Effort, Solved, Unsolved, solve};

/// Returns what [`solve`] does, or that it ran out of time after so many seconds.
pub(super) fn solve_within(
    futures: &Arc<Futures>,
    target: &Target,
    level: f64,
    effort: &Effort,
    seconds: f64,
) -> Result<Solved, Unsolved> {
    if seconds <= 0.0 {
        return Err(Unsolved::OutOfTime);
    }
    let (answer, answered) = mpsc::channel();
    let (futures, target) = (Arc::clone(futures), *target);
    let effort = Effort { seconds: effort.seconds.min(seconds), ..*effort };
    let solving = std::thread::Builder::new().name("sizing".to_owned()).spawn(move || {
        // Nobody listens any more where the time is up.
        let _ = answer.send(solve(&futures, &target, level, &effort));
    });
    solving.map_err(|_| Unsolved::OutOfTime)?;
    answered.recv_timeout(Duration::from_secs_f64(seconds)).unwrap_or(Err(Unsolved::OutOfTime))
}

#[cfg(test)]
mod tests {
    use super::super::small::drawn;
    use super::*;

    #[test]
    fn without_time_there_is_no_plan_and_with_it_there_is_the_same() {
        let futures = Arc::new(drawn(1, 20, 6));
        let target = Target { cap: 110.0, confidence: 0.8, from: 3 };
        let effort = Effort::default();
        assert_eq!(solve_within(&futures, &target, 0.3, &effort, 0.0), Err(Unsolved::OutOfTime));
        let solved = solve_within(&futures, &target, 0.3, &effort, 60.0);
        assert_eq!(solved, solve(&futures, &target, 0.3, &effort));
    }
}
