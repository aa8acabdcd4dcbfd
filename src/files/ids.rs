//! References and what they stand for.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::register::Reference;

/// The references of one kind of thing that a register knows.
#[derive(Debug)]
pub(super) struct Ids<I> {
    /// The table that lists them, for messages.
    pub(super) table: String,
    /// `None` for a row that is itself at fault: whoever points at it is not.
    by_reference: HashMap<String, Option<I>>,
    /// In order of index.
    listed: Vec<Reference>,
    /// Those of rows at fault, which somebody may have meant all the same.
    lost: Vec<String>,
    /// Whether rows were lost, so that an unknown reference may be right.
    is_complete: bool,
    /// Whether a reference that is not listed is a new thing.
    is_open: bool,
}

/// What a reference turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<I> {
    /// Something that the register knows.
    Known(I),
    /// Something that it would know, were it not for a fault reported elsewhere.
    Lost,
    /// Nothing.
    Unknown,
}

impl<I: Copy + From<usize>> Ids<I> {
    /// Returns an empty list that a table fills.
    pub(super) fn listed_in(table: &str) -> Ids<I> {
        Ids {
            table: table.to_owned(),
            by_reference: HashMap::new(),
            listed: Vec::new(),
            lost: Vec::new(),
            is_complete: true,
            is_open: false,
        }
    }

    /// Returns an empty list that takes in what it meets.
    pub(super) fn open(table: &str) -> Ids<I> {
        Ids { is_open: true, ..Ids::listed_in(table) }
    }

    /// Lists a reference at the next index.
    pub(super) fn add(&mut self, reference: &Reference) -> I {
        let idx = I::from(self.listed.len());
        self.by_reference.insert(reference.as_str().to_owned(), Some(idx));
        self.listed.push(reference.clone());
        idx
    }

    /// Notes that the row of a reference is at fault. A sound row of that reference stays.
    pub(super) fn add_lost(&mut self, reference: &str) {
        if let Entry::Vacant(entry) = self.by_reference.entry(reference.to_owned()) {
            entry.insert(None);
            self.lost.push(reference.to_owned());
        }
    }

    /// Notes that rows were lost.
    pub(super) fn set_incomplete(&mut self) {
        self.is_complete = false;
    }

    /// Whether a reference that is not listed is a new thing.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Looks a reference up.
    pub(super) fn find(&self, reference: &str) -> Found<I> {
        match self.by_reference.get(reference) {
            Some(&Some(idx)) => Found::Known(idx),
            Some(None) => Found::Lost,
            None if !self.is_complete => Found::Lost,
            None => Found::Unknown,
        }
    }

    /// Returns the references, by index.
    pub(super) fn references(&self) -> &[Reference] {
        &self.listed
    }

    /// Returns every reference that may have been meant.
    pub(super) fn suggestions(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(Reference::as_str).chain(self.lost.iter().map(String::as_str))
    }

    /// Returns the references by index, leaving nothing.
    pub(super) fn into_references(self) -> Vec<Reference> {
        self.listed
    }
}

/// Returns the references that a register has read already, by index.
pub(super) fn known<'a, I: Copy + From<usize>>(
    table: &str,
    references: impl Iterator<Item = &'a Reference>,
) -> Ids<I> {
    let mut ids = Ids::listed_in(table);
    for reference in references {
        ids.add(reference);
    }
    ids
}
