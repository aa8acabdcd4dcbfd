//! Lists that many requests have alike, kept once: in a large region a request's own copy of them is tens of kilobytes that
//! a step of the search would have to fetch from memory.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Keeps one of all equal lists.
#[derive(Default)]
pub(super) struct Shared {
    costs: BTreeSet<Arc<[i64]>>,
    people: BTreeSet<Arc<[u32]>>,
}

impl Shared {
    /// Returns a list of costs, the same for equal ones.
    pub(super) fn costs(&mut self, list: Vec<i64>) -> Arc<[i64]> {
        one_of(&mut self.costs, list)
    }

    /// Returns a list of people, the same for equal ones.
    pub(super) fn people(&mut self, list: Vec<u32>) -> Arc<[u32]> {
        one_of(&mut self.people, list)
    }
}

fn one_of<T: Ord>(known: &mut BTreeSet<Arc<[T]>>, list: Vec<T>) -> Arc<[T]> {
    if let Some(same) = known.get(list.as_slice()) {
        return Arc::clone(same);
    }
    let new: Arc<[T]> = list.into();
    known.insert(Arc::clone(&new));
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lists_are_one_and_others_are_not() {
        let mut shared = Shared::default();
        let (one, same) = (shared.costs(vec![1, 2]), shared.costs(vec![1, 2]));
        assert!(Arc::ptr_eq(&one, &same));
        assert!(!Arc::ptr_eq(&one, &shared.costs(vec![2, 1])));
        assert!(shared.people(vec![]).is_empty());
    }
}
