//! What somebody must look at: one row for every meeting that is not as anybody would wish.

use chrono::{NaiveDate, NaiveDateTime};

use super::view::View;
use super::words;
use crate::plan::{Matter, Remark};

/// The matters in the order in which they are shown.
pub(super) const MATTERS: [Matter; 4] =
    [Matter::Unbooked, Matter::Late, Matter::HandedOver, Matter::OutOfDistrict];

/// A meeting that somebody will ask about.
pub(super) struct Row<'a> {
    pub(super) meeting: &'a str,
    pub(super) kind: String,
    pub(super) children: i64,
    pub(super) statutory: Option<NaiveDate>,
    pub(super) target: Option<NaiveDate>,
    pub(super) starts: Option<NaiveDateTime>,
    pub(super) chair: &'a str,
    pub(super) room: &'a str,
    /// Working days past the statutory date.
    pub(super) late_days: Option<u32>,
    pub(super) reason: &'a str,
}

/// Returns the rows of one matter, in the plan's order.
pub(super) fn rows<'a>(view: &View<'a>, matter: Matter) -> Vec<Row<'a>> {
    let remarks = view.plan.unbooked.iter().chain(&view.plan.remarks);
    remarks.filter(|remark| remark.matter == matter).map(|remark| row(view, remark)).collect()
}

/// Returns a matter as a heading and as a sentence that explains it.
pub(super) fn title(matter: Matter) -> (&'static str, &'static str) {
    match matter {
        Matter::Unbooked => ("Not booked", "No lawful place was found for these meetings."),
        Matter::Late => ("Late", "These meetings are booked after their statutory date."),
        Matter::HandedOver => {
            ("Another chair", "These families have a chair in post and are booked with another.")
        }
        Matter::OutOfDistrict => {
            ("Outside the district", "These meetings are held outside the family’s district.")
        }
    }
}

fn row<'a>(view: &View<'a>, remark: &'a Remark) -> Row<'a> {
    let meeting = view.register.meeting(remark.meeting);
    let deadlines = view.register.deadlines(meeting).ok();
    let booking = view.booking(remark.meeting);
    Row {
        meeting: meeting.reference.as_str(),
        kind: view.register.kind(meeting).title(),
        children: i64::from(view.register.children(meeting)),
        statutory: deadlines.and_then(|dates| dates.statutory),
        target: deadlines.map(|dates| dates.target),
        starts: booking.map(|booking| booking.starts),
        chair: booking.map_or("", |booking| words::person(view.register, booking.iro)),
        room: booking.map_or("", |booking| words::room(view.register, booking.room)),
        late_days: view.late_days(remark.meeting),
        reason: &remark.reason,
    }
}
