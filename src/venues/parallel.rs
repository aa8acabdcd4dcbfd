//! Tasks on a few threads, answered in order.
//!
//! Not on a pool of rayon: every task plans a week in a pool of its own, and a pool's thread that waits for another pool
//! takes up further tasks meanwhile, so that in the end all would be begun and none done.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Returns what `one` answers for each of `0..n`, in order. The threads decide nothing but how long it takes.
pub(super) fn in_parallel<T: Send>(n: usize, threads: usize, one: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if n <= task {
                return done;
            }
            done.push((task, one(task)));
        }
    };
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.clamp(1, n.max(1))).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(theirs) => done.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|&(task, _)| task);
    done.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_order_on_any_number_of_threads() {
        for (n, threads) in [(0, 2), (1, 4), (7, 1), (100, 3), (3, 8)] {
            let squares: Vec<usize> = (0..n).map(|task| task * task).collect();
            assert_eq!(in_parallel(n, threads, &|task| task * task), squares, "{n} on {threads}");
        }
    }
}
