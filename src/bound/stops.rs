//! Stops of a day: what may be taken at one place and time.

use super::relaxation::NONE;

/// What taking a meeting in a window is worth, in units of the multipliers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) value: i64,
    pub(super) request: u32,
    /// Position in the day's windows.
    pub(super) window: u32,
}

/// Meetings that stop at the same place, from and until the same time, the three that are worth most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    pub(super) begin: i32,
    pub(super) end: i32,
    pub(super) place: u32,
    pub(super) group: u32,
    pub(super) items: [Item; 3],
    pub(super) n: u8,
}

pub(super) const NO_ITEM: Item = Item { value: i64::MIN, request: NONE, window: NONE };

impl Stop {
    /// Adds an item that is worth no more than those before it.
    pub(super) fn offer(&mut self, item: Item) {
        let n = usize::from(self.n);
        if n < 3 && self.items[..n].iter().all(|known| known.request != item.request) {
            self.items[n] = item;
            self.n += 1;
        }
    }

    pub(super) fn same_items(&self, other: &Stop) -> bool {
        let windows = |stop: &Stop| stop.items.map(|item| (item.window, item.value));
        self.n == other.n && windows(self) == windows(other)
    }
}
