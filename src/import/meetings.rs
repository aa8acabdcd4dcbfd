//! The meetings that a household is due, beside those that the register has.
//!
//! Readings taken: a meeting of the same slot that counts from the same day is the same meeting, whatever became of it,
//! so that an import repeated adds nothing. A meeting that is to be booked, or is booked for the very day that the
//! source counts from, was held where the source counts the next one from a later day. One that is booked for another
//! day is disputed: nothing changes, and somebody must look. A meeting to book that counts from a later day than the
//! source's is counted from the source's.

use chrono::NaiveDate;

use super::change::{Change, DueMeeting, MeetingStanding, cells, or_empty};
use super::draft::Draft;
use super::due::{Due, Standing};
use super::facts::Cases;
use super::families::Family;
use super::key::{Domain, Key};
use super::report::Report;
use super::rules::{Rules, Slot};
use crate::register::{HouseholdIdx, KindIdx, Meeting, MeetingIdx, MeetingStatus, Reference, Register};

/// What becomes of a meeting that is due.
enum Verdict {
    Add,
    Known(MeetingIdx),
    CountFrom(MeetingIdx),
    Dispute(MeetingIdx),
}

/// Puts the meetings that a family is due into the draft; returns them.
#[expect(clippy::too_many_arguments, reason = "each is a thing of its own, and there is one caller")]
pub(super) fn settle(
    family: &Family,
    household: HouseholdIdx,
    standings: &std::collections::BTreeMap<usize, Standing>,
    cases: &Cases,
    rules: Rules<'_>,
    key: &Key,
    draft: &mut Draft,
    report: &mut Report,
) -> Vec<DueMeeting> {
    let mut due_meetings = Vec::new();
    for slot in [Slot::Initial, Slot::Review, Slot::Care] {
        let mut due: Vec<(usize, &Due)> = Vec::new();
        for &at in &family.children {
            due.extend(standings[&at].due.iter().filter(|due| due.slot == slot).map(|due| (at, due)));
        }
        // A conference considers all children: the one whose law is soonest decides by when.
        let by = |due: &Due| {
            rules.deadlines(due.kind, due.from).map_or(NaiveDate::MAX, |dates| dates.limit_from())
        };
        let Some(&(first, strictest)) = due.iter().min_by_key(|(at, due)| (by(due), *at)) else { continue };
        if due.iter().any(|(_, other)| (other.kind, other.from) != (strictest.kind, strictest.from)) {
            let message = format!(
                "the children of household {} count from different days; the meeting that is due soonest is taken for all",
                draft.register.households[household.at()].reference
            );
            report.warn(&strictest.mark, message);
        }
        let children = due.iter().map(|(at, _)| cases.children[*at].reference.clone()).collect();
        let source = strictest.mark.location();
        let verdict = judge(strictest, household, draft, rules, &source, report);
        let (meeting, standing) = match verdict {
            Verdict::Add => {
                let meeting = add(strictest, household, rules, key, &source, draft);
                (meeting, MeetingStanding::Added)
            }
            Verdict::Known(meeting) => {
                (draft.register.meetings[meeting.at()].reference.clone(), MeetingStanding::Known)
            }
            Verdict::CountFrom(at) => {
                let meeting = &mut draft.register.meetings[at.at()];
                let (reference, was) = (meeting.reference.clone(), meeting.from_date);
                let was_kind = rules.name(meeting.kind).to_owned();
                meeting.from_date = Some(strictest.from);
                meeting.kind = strictest.kind;
                let cells = cells(&[
                    ("kind", was_kind, rules.name(strictest.kind).to_owned()),
                    ("from_date", or_empty(was), strictest.from.to_string()),
                ]);
                draft.changes.push(Change {
                    table: "meetings",
                    reference: reference.clone(),
                    is_new: false,
                    cells,
                    source: source.clone(),
                });
                (reference, MeetingStanding::Changed)
            }
            Verdict::Dispute(at) => {
                let meeting = &draft.register.meetings[at.at()];
                let message = format!(
                    "{} counts {} from {}, and the register has meeting {} booked for another day than that; nothing \
                     of it changes: say in the register what became of it",
                    cases.children[first].reference,
                    rules.name(strictest.kind),
                    strictest.from,
                    meeting.reference
                );
                report.warn(&strictest.mark, message);
                (meeting.reference.clone(), MeetingStanding::Disputed)
            }
        };
        let Some(dates) = rules.deadlines(strictest.kind, strictest.from) else { continue };
        due_meetings.push(DueMeeting {
            meeting,
            household: draft.register.households[household.at()].reference.clone(),
            children,
            kind: rules.name(strictest.kind).to_owned(),
            from_date: strictest.from,
            statutory: dates.statutory,
            target: dates.target,
            working_days_overdue: rules.register.calendar.between(dates.limit_from(), rules.today),
            standing,
            source,
        });
    }
    due_meetings
}

/// Decides what becomes of a meeting that is due, and notes as held what the source shows to have been held.
fn judge(
    due: &Due,
    household: HouseholdIdx,
    draft: &mut Draft,
    rules: Rules<'_>,
    source: &crate::files::Location,
    report: &mut Report,
) -> Verdict {
    let meetings: Vec<MeetingIdx> = draft.meetings(household).to_vec();
    let of_slot = |draft: &Draft, at: &MeetingIdx| rules.slot(draft.register.meetings[at.at()].kind);
    let same = meetings.iter().copied().find(|at| {
        of_slot(draft, at) == Some(due.slot) && draft.register.meetings[at.at()].from_date == Some(due.from)
    });
    if let Some(same) = same {
        let meeting = &draft.register.meetings[same.at()];
        if meeting.status == MeetingStatus::Cancelled {
            report.warn(
                &due.mark,
                format!(
                    "the source still wants meeting {}, which the register has as cancelled",
                    meeting.reference
                ),
            );
        }
        return Verdict::Known(same);
    }
    for at in meetings {
        let meeting = &draft.register.meetings[at.at()];
        if !meeting.status.is_live() {
            continue;
        }
        // A review is what follows an initial conference.
        let is_before = match of_slot(draft, &at) {
            Some(slot) if slot == due.slot => {
                meeting.from_date.is_none_or(|from| from < due.from) && due.slot != Slot::Initial
            }
            Some(Slot::Initial) if due.slot == Slot::Review => {
                meeting.from_date.is_none_or(|from| from <= due.from)
            }
            Some(_) | None => continue,
        };
        if of_slot(draft, &at) != Some(due.slot) && !is_before {
            continue;
        }
        let booked = booked_for(&draft.register, at);
        match (is_before, booked) {
            (true, None) => hold(at, source, draft),
            (true, Some(day)) if day == due.from => hold(at, source, draft),
            (false, None) => return Verdict::CountFrom(at),
            (_, Some(_)) => return Verdict::Dispute(at),
        }
    }
    Verdict::Add
}

/// Returns the day that a meeting is booked for.
fn booked_for(register: &Register, meeting: MeetingIdx) -> Option<NaiveDate> {
    let booking = register.bookings.iter().find(|booking| booking.meeting == meeting);
    booking.map(crate::register::Booking::date)
}

/// Notes a meeting as held.
fn hold(at: MeetingIdx, source: &crate::files::Location, draft: &mut Draft) {
    let meeting = &mut draft.register.meetings[at.at()];
    let was = if meeting.status == MeetingStatus::Booked { "booked" } else { "to_book" };
    meeting.status = MeetingStatus::Held;
    let cells = cells(&[("status", was.to_owned(), "held".to_owned())]);
    let reference = meeting.reference.clone();
    draft.changes.push(Change { table: "meetings", reference, is_new: false, cells, source: source.clone() });
}

/// Adds a meeting to book; returns its reference, which the same household, kind and day give at every import.
fn add(
    due: &Due,
    household: HouseholdIdx,
    rules: Rules<'_>,
    key: &Key,
    source: &crate::files::Location,
    draft: &mut Draft,
) -> Reference {
    let of = draft.register.households[household.at()].reference.clone();
    let kind: KindIdx = due.kind;
    let reference = key.reference(Domain::Meeting, &format!("{of} {} {}", rules.name(kind), due.from));
    draft.add_meeting(Meeting::to_book(reference.clone(), kind, Some(household), due.from));
    let cells = cells(&[
        ("kind", String::new(), rules.name(kind).to_owned()),
        ("household", String::new(), of.to_string()),
        ("from_date", String::new(), due.from.to_string()),
        ("status", String::new(), "to_book".to_owned()),
    ]);
    draft.changes.push(Change {
        table: "meetings",
        reference: reference.clone(),
        is_new: true,
        cells,
        source: source.clone(),
    });
    reference
}

/// Returns the meetings to book, or booked, of a family that its sources show nothing due for: children of whom all are
/// told of.
pub(super) fn no_longer_due(
    family: &Family,
    household: HouseholdIdx,
    standings: &std::collections::BTreeMap<usize, Standing>,
    cases: &Cases,
    rules: Rules<'_>,
    draft: &Draft,
) -> Vec<Reference> {
    let tells = |slot: Slot| {
        family.children.len() as u32 >= draft.n_children(household)
            && family.children.iter().all(|&at| {
                let child = &cases.children[at];
                match slot {
                    Slot::Initial => child.tells_of_plans && !child.enquiries.is_empty(),
                    Slot::Review => child.tells_of_plans,
                    Slot::Care => child.tells_of_care,
                }
            })
    };
    let is_due =
        |slot: Slot| family.children.iter().any(|at| standings[at].due.iter().any(|due| due.slot == slot));
    let meetings = draft.meetings(household).iter().map(|at| &draft.register.meetings[at.at()]);
    let over = meetings
        .filter(|meeting| meeting.status.is_live())
        .filter(|meeting| rules.slot(meeting.kind).is_some_and(|slot| tells(slot) && !is_due(slot)));
    over.map(|meeting| meeting.reference.clone()).collect()
}
