//! What copies of a register share until one of them changes.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A part of a register that is copied when it is changed, not before: a desk makes a copy of its register for every booking, and of
/// thousands of families and children none has changed.
#[derive(Debug, Clone, Default)]
pub struct CopyOnChange<T>(Arc<T>);

impl<T> Deref for CopyOnChange<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for CopyOnChange<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T> From<T> for CopyOnChange<T> {
    fn from(part: T) -> Self {
        CopyOnChange(Arc::new(part))
    }
}

impl<T: PartialEq> PartialEq for CopyOnChange<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T> FromIterator<T> for CopyOnChange<Vec<T>> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        rows.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T: Clone> IntoIterator for CopyOnChange<Vec<T>> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        Arc::unwrap_or_clone(self.0).into_iter()
    }
}

impl<'a, T> IntoIterator for &'a CopyOnChange<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T: Clone> IntoIterator for &'a mut CopyOnChange<Vec<T>> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_rows_until_it_is_changed() {
        let rows: CopyOnChange<Vec<i32>> = vec![1, 2].into();
        let mut copy = rows.clone();
        assert!(std::ptr::eq(rows.as_ptr(), copy.as_ptr()));
        copy.push(3);
        assert_eq!((rows.as_slice(), copy.as_slice()), (&[1, 2][..], &[1, 2, 3][..]));
        assert!(rows == vec![1, 2].into() && rows != copy);
    }
}
