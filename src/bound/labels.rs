//! Ways in which a day may have come so far, as many as are needed.

use super::relaxation::NONE;

/// A day that has come so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    pub(super) value: i64,
    /// Minutes driven, those for the bookings that stand included.
    pub(super) driven: i32,
    /// The first two meetings taken, where a third may still come.
    pub(super) taken: [u32; 2],
    /// The last stop, a position in [`Walk::stops`].
    pub(super) stop: u32,
}

/// Labels at one place and time with the same number of meetings taken: enough that for every meeting that may come
/// next there is the best without it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labels {
    pub(super) labels: [Label; 3],
    pub(super) n: u8,
}

pub(super) const NO_LABEL: Label = Label { value: i64::MIN, driven: 0, taken: [NONE; 2], stop: NONE };
pub(super) const NO_LABELS: Labels = Labels { labels: [NO_LABEL; 3], n: 0 };

impl Label {
    /// Returns the label after a journey of so many minutes.
    pub(super) fn after(self, journey: i32, minute: i64) -> Label {
        Label { value: self.value - minute * i64::from(journey), driven: self.driven + journey, ..self }
    }
}

impl Labels {
    pub(super) fn all(&self) -> &[Label] {
        &self.labels[..usize::from(self.n)]
    }

    /// Adds a label with `taken` meetings, of at most `most`; returns whether it is of any use.
    pub(super) fn offer(&mut self, label: Label, taken: usize, most: usize) -> bool {
        if taken == most || taken == 0 || 2 < taken {
            let better = self.n == 0 || self.labels[0].value < label.value;
            if better {
                (self.labels[0], self.n) = (label, 1);
            }
            return better;
        }
        let n = usize::from(self.n);
        if n == 3 && label.value <= self.labels[2].value && taken == 1 {
            return false;
        }
        let mut candidates = [NO_LABEL; 4];
        candidates[..n].copy_from_slice(&self.labels[..n]);
        // After those that are worth the same, so that what is worth no more changes nothing.
        let at = self.all().partition_point(|known| label.value <= known.value);
        candidates.copy_within(at..n, at + 1);
        candidates[at] = label;
        let mut kept = NO_LABELS;
        let mut of_use = false;
        for (position, candidate) in candidates[..=n].iter().enumerate() {
            let wanted = if taken == 1 {
                kept.all().iter().all(|known| known.taken[0] != candidate.taken[0])
            } else {
                kept.answers_what_they_do_not(candidate)
            };
            if wanted && usize::from(kept.n) < 3 {
                kept.labels[usize::from(kept.n)] = *candidate;
                kept.n += 1;
                of_use |= position == at;
            }
        }
        *self = kept;
        of_use
    }

    /// Whether there is a meeting that all pairs kept so far have taken, and `pair` has not.
    fn answers_what_they_do_not(&self, pair: &Label) -> bool {
        let Some(first) = self.all().first() else { return true };
        first.taken.iter().any(|meeting| {
            !pair.taken.contains(meeting) && self.all().iter().all(|known| known.taken.contains(meeting))
        })
    }
}
