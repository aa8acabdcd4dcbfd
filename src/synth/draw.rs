//! Draws: one stream of random numbers for each subject, all from one seed.
//!
//! A stream's numbers depend on the seed and the subject's name alone, so a draw more about venues does not shake
//! the families. Everything is decided in whole numbers.

use rand::Rng;
use rand_pcg::Pcg64;

/// One subject's stream.
#[derive(Debug, Clone)]
pub(super) struct Draw(Pcg64);

impl Draw {
    /// Opens the stream of `subject` for a seed.
    pub(super) fn new(seed: u64, subject: &str) -> Draw {
        Draw(Pcg64::new(u128::from(seed), u128::from(fnv1a(subject))))
    }

    /// Returns a whole number from 0 to `n` − 1; `n` must be at least 1. Biased by less than n / 2⁶⁴ (Lemire,
    /// *ACM Transactions on Modeling and Computer Simulation* 29, 2019).
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// Returns a whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as usize) as i32
    }

    /// Returns `true` in `percent` of 100 draws.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns one of `list`, which must not be empty.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Returns the position of a weight, drawn in proportion to it; one must be above 0.
    pub(super) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (position, &weight) in weights.iter().enumerate() {
            if left < weight {
                return position;
            }
            left -= weight;
        }
        weights.len() - 1
    }

    /// Puts a list in a random order (Durstenfeld, *Communications of the ACM* 7, 1964).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// Hashes a name to a stream number (Fowler, Noll and Vo, 64 bits), the same on every machine.
fn fnv1a(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten(seed: u64, subject: &str) -> Vec<usize> {
        let mut draw = Draw::new(seed, subject);
        (0..10).map(|_| draw.below(1000)).collect()
    }

    #[test]
    fn a_stream_depends_on_seed_and_subject_alone() {
        assert_eq!(ten(1, "venues"), ten(1, "venues"));
        assert_ne!(ten(1, "venues"), ten(2, "venues"));
        assert_ne!(ten(1, "venues"), ten(1, "families"));
    }

    #[test]
    fn draws_stay_in_their_bounds() {
        let mut draw = Draw::new(7, "bounds");
        for _ in 0..1000 {
            assert!(draw.below(3) < 3);
            assert!((-2..=2).contains(&draw.between(-2, 2)));
            assert_eq!(draw.weighted(&[0, 5, 0]), 1);
            assert!(!draw.chance(0) && draw.chance(100));
        }
        let mut list: Vec<u32> = (0..50).collect();
        draw.shuffle(&mut list);
        assert!(list.windows(2).any(|pair| pair[1] < pair[0]), "in another order");
        list.sort_unstable();
        assert_eq!(list, (0..50).collect::<Vec<_>>());
    }
}
