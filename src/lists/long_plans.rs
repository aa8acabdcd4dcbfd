//! Plans that have lasted long.

use chrono::Months;

use super::{Item, View, WorkList};
use crate::indicators::limits::{ONE_YEAR, TWO_YEARS};

pub(super) const OVER_12_MONTHS: WorkList = WorkList {
    name: "plans_over_12_months",
    title: "Plans over 12 months",
    about: "Open plans of 12 months and more, the oldest first (annual report 2011/12, 6.3.4).",
    of: |view| lasting(view, ONE_YEAR),
};

pub(super) const OVER_2_YEARS: WorkList = WorkList {
    name: "plans_over_2_years",
    title: "Plans over 2 years",
    about: "Open plans of two years and more, the oldest first.",
    of: |view| lasting(view, TWO_YEARS),
};

fn lasting(view: &View<'_>, months: u32) -> Vec<Item> {
    let is_long = |starts: chrono::NaiveDate| {
        starts.checked_add_months(Months::new(months)).is_some_and(|day| day <= view.history.today())
    };
    let long = view.open_plans().filter(|spell| is_long(spell.starts));
    let mut found: Vec<Item> = long
        .map(|spell| Item {
            note: spell.category().to_owned(),
            ..Item::of_child(spell.child, Some(spell.starts))
        })
        .collect();
    found.sort_by_key(|item| (item.since, item.child));
    found
}
