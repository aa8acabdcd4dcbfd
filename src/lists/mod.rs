//! Work lists: what somebody has to do, or look at, of what the record says. One file a list, named in [`LISTS`], which also orders pages,
//! exports and help. Children, meetings and households are references; there is no name to show.
//!
//! A new list: a file with its `LIST`, a line in [`LISTS`], cases in its tests.

mod adjournments;
mod both;
#[cfg(test)]
mod cases;
mod escalations;
mod forms;
mod item;
mod later_plans;
mod long_plans;
mod minutes;
mod sheets;
mod unbooked;
mod undecided;
mod unplanned;
mod unrecorded;
mod wanted;

pub use item::{Item, Row, View, WorkList, rows};
pub use wanted::Wanted;

/// The lists, in the order in which they are shown: what nobody may wait for first.
pub const LISTS: [WorkList; 14] = [
    unplanned::LIST,
    unbooked::LIST,
    unrecorded::LIST,
    undecided::LIST,
    adjournments::LIST,
    sheets::LIST,
    minutes::LIST,
    forms::LIST,
    escalations::LIST,
    long_plans::OVER_12_MONTHS,
    long_plans::OVER_2_YEARS,
    later_plans::LIST,
    both::LIST,
    both::COMBINED,
];

/// Returns the list of a name, `None` where there is none.
pub fn list(name: &str) -> Option<&'static WorkList> {
    LISTS.iter().find(|list| list.name == name)
}
