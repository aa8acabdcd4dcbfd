//! The last touch: no single meeting has a better place.

use std::sync::atomic::{AtomicBool, Ordering};

use super::insertion::{AnyPlace, best_place};
use super::scratch::Scratch;
use super::state::State;

/// Most times that every meeting is looked at.
const PASSES: usize = 4;

/// Moves meetings one by one to a better free place until none has one, so that whoever looks at a plan finds no
/// easy gain in it. Looks at each meeting a few times at most.
/// Where `stop` is set it ends early.
pub(super) fn settle(state: &mut State<'_>, stop: &AtomicBool) {
    let mut scratch = Scratch::default();
    for _ in 0..PASSES {
        let before = state.score();
        for request in 0..state.placements().len() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let standing = state.score();
            let own = state.remove(request);
            if let Some(offer) = best_place(state, &mut scratch, request, &mut AnyPlace) {
                state.insert(request, offer.placement);
            }
            if let Some(own) = own
                && (standing <= state.score() || state.is_broken())
            {
                state.remove(request);
                state.insert(request, own);
            }
        }
        if before <= state.score() {
            break;
        }
    }
}
