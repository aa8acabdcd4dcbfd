//! Minimal sets, and the minimal sets that hit them all.
//!
//! Where every place is known by the set of groups that it breaks, the minimal of these sets are the minimal
//! corrections, and the minimal conflicts are their minimal hitting sets (Reiter, *Artificial Intelligence* 32,
//! 1987; Liffiton and Sakallah, *Journal of Automated Reasoning* 40, 2008).

use super::group::Groups;

/// Sets of which none lies within another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Antichain(Vec<Groups>);

impl Antichain {
    /// Whether one of the sets lies within `set`, so that it says nothing new.
    pub(super) fn covers(&self, set: Groups) -> bool {
        self.0.iter().any(|known| known.is_within(set))
    }

    /// Adds a set, unless one lies within it, and drops those within which it lies.
    pub(super) fn add(&mut self, set: Groups) {
        if !self.covers(set) {
            self.0.retain(|known| !set.is_within(*known));
            self.0.push(set);
        }
    }

    /// Returns the sets.
    pub(super) fn sets(&self) -> &[Groups] {
        &self.0
    }

    /// Returns the sets, the smallest first.
    pub(super) fn into_sorted(mut self) -> Vec<Groups> {
        self.0.sort_by_key(|set| (set.len(), *set));
        self.0
    }
}

/// Returns every minimal set that shares a group with each of `sets`, the smallest first, and whether that is all:
/// where there are more than `most` on the way, sets are left out.
///
/// Method: Berge's, one set after the other. Cost: O(sets × most² ) set operations at worst; mostly a few.
pub(super) fn minimal_hitting_sets(sets: &[Groups], most: usize) -> (Vec<Groups>, bool) {
    let mut hitting = vec![Groups::NONE];
    let mut is_all = true;
    for &set in sets {
        let (hit, missed): (Vec<Groups>, Vec<Groups>) =
            hitting.iter().partition(|candidate| candidate.meets(set));
        let mut next = Antichain(hit);
        let mut grown: Vec<Groups> =
            missed.iter().flat_map(|&candidate| set.iter().map(move |group| candidate.with(group))).collect();
        grown.sort_by_key(|candidate| (candidate.len(), *candidate));
        for candidate in grown {
            next.add(candidate);
        }
        hitting = next.into_sorted();
        if most < hitting.len() {
            hitting.truncate(most);
            is_all = false;
        }
    }
    (hitting, is_all)
}

#[cfg(test)]
mod tests {
    use rand::RngExt;
    use rand_pcg::Pcg64;

    use super::*;
    use crate::explain::Group;

    #[test]
    fn hitting_sets_are_those_of_brute_force_and_twice_is_back() {
        let mut random = Pcg64::new(7, 0);
        for _ in 0..200 {
            let mut sets = Antichain::default();
            for _ in 0..random.random_range(1..6) {
                let drawn = (0..7).filter(|_| random.random_range(0..3) == 0).map(|i| Group::ALL[i]);
                let set = drawn.fold(Groups::NONE, Groups::with);
                if !set.is_empty() {
                    sets.add(set);
                }
            }
            let (found, is_all) = minimal_hitting_sets(sets.sets(), 1000);
            assert!(is_all);
            let mut brute = Antichain::default();
            for bits in 0..128_u32 {
                let chosen = (0..7).filter(|i| bits & 1 << i != 0).map(|i| Group::ALL[i]);
                let candidate = chosen.fold(Groups::NONE, Groups::with);
                if sets.sets().iter().all(|set| set.meets(candidate)) {
                    brute.add(candidate);
                }
            }
            assert_eq!(found, brute.into_sorted());
            if !sets.sets().is_empty() {
                assert_eq!(minimal_hitting_sets(&found, 1000).0, sets.into_sorted());
            }
        }
    }
}
