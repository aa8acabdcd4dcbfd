//! Ctrl-C. The first asks what runs to end with what it has. The second ends the program: at once while it searches,
//! and once all is in its place, or nothing is left of it, while it writes.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};

/// The exit code of a program that Ctrl-C ended.
const ENDED: i32 = 130;

/// What the program is doing, as far as a second Ctrl-C is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It may be ended at any moment.
    Searching,
    /// It is putting files in their place.
    Writing,
    /// It was to be ended while it wrote.
    Leaving,
}

#[derive(Debug)]
struct Shared {
    stop: AtomicBool,
    phase: Mutex<Phase>,
}

impl Shared {
    /// Returns the phase, which is only read and set: a thread that died with it left nothing half done.
    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears one Ctrl-C, and returns whether it ends the program.
    fn hear(&self, phase: &mut Phase) -> bool {
        if !self.stop.swap(true, Ordering::Relaxed) {
            return false;
        }
        if *phase == Phase::Searching {
            return true;
        }
        *phase = Phase::Leaving;
        false
    }
}

/// Hears Ctrl-C for the rest of the program.
#[derive(Debug)]
pub(super) struct Interrupt(Arc<Shared>);

impl Interrupt {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the system refuses.
    pub(super) fn listen() -> Result<Interrupt> {
        let shared = Arc::new(Shared { stop: AtomicBool::new(false), phase: Mutex::new(Phase::Searching) });
        let heard = Arc::clone(&shared);
        ctrlc::set_handler(move || {
            // Held until the program has ended, so that no writing begins meanwhile.
            let mut phase = heard.phase();
            if heard.hear(&mut phase) {
                exit(ENDED);
            }
        })
        .context("failed to listen for Ctrl-C")?;
        Ok(Interrupt(shared))
    }

    /// Returns what the first Ctrl-C sets.
    pub(super) fn stop(&self) -> &AtomicBool {
        &self.0.stop
    }

    /// Whether Ctrl-C was heard.
    pub(super) fn is_heard(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    /// Writes files. A second Ctrl-C meanwhile ends the program after `write` has returned; what that has begun and not
    /// put in its place must be gone by then.
    pub(super) fn while_writing<T>(&self, write: impl FnOnce(&Writing<'_>) -> T) -> T {
        *self.0.phase() = Phase::Writing;
        let written = write(&Writing(&self.0));
        let mut phase = self.0.phase();
        if *phase == Phase::Leaving {
            exit(ENDED);
        }
        *phase = Phase::Searching;
        written
    }
}

/// Files are being written.
pub(super) struct Writing<'a>(&'a Shared);

impl Writing<'_> {
    /// Asks whether to go on, while nothing is in its place yet.
    ///
    /// # Errors
    /// Where a second Ctrl-C was heard.
    pub(super) fn go_on(&self) -> Result<()> {
        if *self.0.phase() == Phase::Leaving {
            bail!("ended by Ctrl-C; nothing was written");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_ctrl_c_ends_a_search_at_once_and_waits_for_what_is_written() {
        let cases = [
            (Phase::Searching, [false, true], Phase::Searching),
            (Phase::Writing, [false, false], Phase::Leaving),
        ];
        for (before, ends, after) in cases {
            let shared = Shared { stop: AtomicBool::new(false), phase: Mutex::new(before) };
            for is_end in ends {
                let mut phase = *shared.phase();
                assert_eq!(shared.hear(&mut phase), is_end, "{before:?}");
                *shared.phase() = phase;
                assert!(shared.stop.load(Ordering::Relaxed));
            }
            assert_eq!(*shared.phase(), after);
            assert_eq!(Writing(&shared).go_on().is_err(), after == Phase::Leaving);
        }
    }

    #[test]
    fn writing_that_nobody_ends_hands_back_what_it_wrote() {
        let shared = Shared { stop: AtomicBool::new(true), phase: Mutex::new(Phase::Searching) };
        let interrupt = Interrupt(Arc::new(shared));
        assert_eq!(interrupt.while_writing(|writing| writing.go_on().map(|()| 7).ok()), Some(7));
        assert_eq!(*interrupt.0.phase(), Phase::Searching);
    }
}
