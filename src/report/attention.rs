//! What somebody must look at: one row for every meeting that is not as anybody would wish.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::view::{View, soft};
use super::words;
use crate::plan::Matter;
use crate::register::MeetingIdx;
use crate::rules::About;

/// Stands where the plan gives no reason: for a confirmed booking, which it did not choose.
const UNSAID: &str = "The plan gives no reason.";

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
    /// Why, as the plan gives it.
    pub(super) reason: String,
}

/// Returns the rows of one matter, in order of meeting: every meeting that the referee finds, and every one that the
/// plan remarks on, so that nothing is lost where the two differ.
pub(super) fn rows<'a>(view: &View<'a>, matter: Matter) -> Vec<Row<'a>> {
    let mut reasons: BTreeMap<MeetingIdx, Vec<&str>> =
        found(view, matter).into_iter().map(|meeting| (meeting, Vec::new())).collect();
    let remarks = view.plan.unbooked.iter().chain(&view.plan.remarks);
    for remark in remarks.filter(|remark| remark.matter == matter) {
        reasons.entry(remark.meeting).or_default().push(&remark.reason);
    }
    reasons.into_iter().map(|(meeting, reasons)| row(view, meeting, &reasons)).collect()
}

/// Returns the meetings of a matter by the referee's judgement.
fn found(view: &View<'_>, matter: Matter) -> Vec<MeetingIdx> {
    let charged = |key| {
        view.charges(key).iter().filter_map(|charge| match charge.about {
            About::Meeting(meeting) => Some(meeting),
            About::Staff(_) => None,
        })
    };
    match matter {
        Matter::Unbooked => view.verdict.unbooked.clone(),
        Matter::Late => view.verdict.late.iter().map(|&(meeting, _)| meeting).collect(),
        Matter::HandedOver => charged(soft::HANDOVER).collect(),
        Matter::OutOfDistrict => charged(soft::OUT_OF_DISTRICT).collect(),
    }
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

fn row<'a>(view: &View<'a>, of: MeetingIdx, reasons: &[&str]) -> Row<'a> {
    let meeting = view.register.meeting(of);
    let deadlines = view.register.deadlines(meeting).ok();
    let booking = view.booking(of);
    Row {
        meeting: meeting.reference.as_str(),
        kind: view.register.kind(meeting).title(),
        children: i64::from(view.register.children(meeting)),
        statutory: deadlines.and_then(|dates| dates.statutory),
        target: deadlines.map(|dates| dates.target),
        starts: booking.map(|booking| booking.starts),
        chair: booking.map_or("", |booking| words::person(view.register, booking.iro)),
        room: booking.map_or("", |booking| words::room(view.register, booking.room)),
        late_days: view.late_days(of),
        reason: if reasons.is_empty() { UNSAID.to_owned() } else { reasons.join(" ") },
    }
}
