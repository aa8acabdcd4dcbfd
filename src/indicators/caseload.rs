//! Children for every full-time post.

use super::indicator::{NO, YES};
use super::{Category, Cut, Indicator, Mark, Shape, Unit};
use crate::register::{Role, StaffIdx};

/// Caseload (annual report 2011/12, 5.4 and 10.1).
///
/// The advised 50 to 70 are the IRO Handbook's for children looked after, and stand beside the figure, not above it.
pub(super) const CASELOAD: Indicator = Indicator {
    key: "caseload",
    title: "Children on a plan for every full-time chair in post",
    definition: "Children whose plan is current at the end of the last day, for every full-time equivalent of the chairs in post on that \
                 day. Agency chairs count; Senior IROs, who manage, do not. The IRO Handbook advises 50 to 70, for children looked \
                 after. Rounded half up to whole children.",
    source: "Annual report 2011/12, 5.4 and 10.1; IRO Handbook (2010), 7.15",
    shape: Shape::Rate { per: 1_000_000, noun: "full-time post" },
    units: &[Unit::Children],
    marks: |facts, period, add| {
        let last = period.last();
        facts.each_current(last, |_, cut| {
            add(Mark { cut, row: YES, children: 1, meetings: 0 });
        });
        for (at, chair) in facts.register.staff.iter().enumerate() {
            if chair.role == Role::Iro && chair.in_post(last) {
                let cut =
                    Cut { district: None, chair: Some(StaffIdx::from(at)), category: Category::NotRecorded };
                add(Mark { cut, row: NO, children: u64::from(chair.fte.millionths()), meetings: 0 });
            }
        }
    },
};
