//! Which choices are worth showing.

use super::Choice;

/// Whether `one` is at least as calm and as good as `other`, and better in something.
fn dominates(one: &Choice, other: &Choice) -> bool {
    one.disturbance.is_at_most(&other.disturbance)
        && one.total() <= other.total()
        && (one.disturbance != other.disturbance || one.total() < other.total())
}

/// Returns the choices that no other dominates, one of each measure, from the calmest to the most disturbing: at most
/// `n`, of which the first is the calmest and one has the best score; of the others those stay that gain most on the
/// one before.
pub(super) fn worth_showing(mut choices: Vec<Choice>, n: usize) -> Vec<Choice> {
    // Whatever decides last, the bookings, keeps the order stable.
    let places = |choice: &Choice| -> Vec<_> {
        choice.bookings.iter().map(|b| (b.meeting, b.starts, b.iro, b.room, b.minute_taker)).collect()
    };
    choices.sort_by_cached_key(|choice| (choice.disturbance, choice.total(), places(choice)));
    choices.dedup_by(|b, a| a.disturbance == b.disturbance && a.total() == b.total());
    let is_kept: Vec<bool> =
        choices.iter().map(|choice| !choices.iter().any(|other| dominates(other, choice))).collect();
    let mut kept = is_kept.iter();
    choices.retain(|_| kept.next() == Some(&true));
    while n.max(1) < choices.len() {
        let best = (0..choices.len()).min_by_key(|&i| (choices[i].total(), i)).unwrap_or(0);
        let gain = |i: usize| {
            let (before, after) = (choices[i - 1].total(), choices[i].total());
            (before.0 - after.0, before.1 - after.1, before.2 - after.2)
        };
        let least = (1..choices.len()).filter(|&i| i != best).min_by_key(|&i| (gain(i), i));
        // With room for one only, the calmest stays.
        choices.remove(least.unwrap_or(choices.len() - 1));
    }
    choices
}
