//! Events, and why one cannot have happened.

use crate::calendar::NaiveDate;
use crate::register::{Meeting, MeetingIdx, MeetingStatus, Register, RoomIdx, StaffIdx, Stretch, VenueIdx};

/// Something that happened since the plan was made. A meeting that another event adds is known by the position that
/// [`apply`](super::apply) will give it: after those of the register, in order of reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A chair or minute taker is away.
    Absent {
        /// Who.
        staff: StaffIdx,
        /// When.
        when: Stretch,
    },
    /// A venue or one of its rooms cannot be used.
    Closed {
        /// The venue.
        venue: VenueIdx,
        /// The room; `None` = the whole venue.
        room: Option<RoomIdx>,
        /// When.
        when: Stretch,
    },
    /// A meeting will not take place.
    Cancelled {
        /// The meeting.
        meeting: MeetingIdx,
    },
    /// A meeting is to be booked that the register does not have.
    Added {
        /// The meeting, `to_book`; what it points at is in the register.
        meeting: Meeting,
    },
    /// A meeting began, or was about to, and is to be reconvened.
    Adjourned {
        /// The meeting.
        meeting: MeetingIdx,
        /// Why, for those who count adjournments.
        reason: String,
    },
}

/// Why an event cannot have happened, for the person who told of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EventFault {
    /// The position of the event among those given.
    pub event: usize,
    /// What is wrong and what is wanted.
    pub message: String,
}

impl Event {
    /// Returns what is wrong with the event by itself, none where nothing is. `register` has the meetings that other
    /// events add.
    pub(super) fn faults(&self, register: &Register) -> Vec<String> {
        match self {
            Event::Absent { staff, when } => {
                let mut faults = faults_of_stretch(register, when);
                let person = &register.staff[staff.at()];
                let in_post = days(when).any(|date| person.in_post(date));
                if faults.is_empty() && !in_post {
                    faults.push(format!(
                        "{} is not in post then ({}); wanted days in post",
                        person.reference,
                        post(person.from, person.until)
                    ));
                }
                faults
            }
            Event::Closed { when, .. } => faults_of_stretch(register, when),
            Event::Cancelled { meeting } => not_live(register, *meeting)
                .map(|status| cannot_be(status, "cancelled"))
                .into_iter()
                .collect(),
            Event::Added { meeting } => {
                let mut faults = Vec::new();
                if meeting.status != MeetingStatus::ToBook {
                    faults.push(format!("{} is added; wanted its status to_book", meeting.reference));
                }
                if let Err(reason) = register.deadlines(meeting) {
                    faults.push(format!("{}: {reason}", meeting.reference));
                }
                faults
            }
            Event::Adjourned { meeting, reason } => {
                let status = not_live(register, *meeting).map(|status| cannot_be(status, "adjourned"));
                let wordless = reason.trim().is_empty().then(|| {
                    "no reason is given; wanted one, because adjournments are counted by reason".to_owned()
                });
                status.into_iter().chain(wordless).collect()
            }
        }
    }
}

fn faults_of_stretch(register: &Register, when: &Stretch) -> Vec<String> {
    let today = register.authority.today;
    if when.until <= when.from {
        return vec![format!("it ends before it begins: {}; wanted the earlier first", when.in_words())];
    }
    if when.until.date() < today || when.until == today.and_time(chrono::NaiveTime::MIN) {
        return vec![format!(
            "it is over before today, {today}, and changes nothing; wanted an end after it"
        )];
    }
    Vec::new()
}

/// Returns the days of a stretch, at most some years of them.
fn days(when: &Stretch) -> impl Iterator<Item = NaiveDate> {
    const MOST: usize = 4000;
    let when = *when;
    when.from.date().iter_days().take(MOST).take_while(move |&date| when.on(date).is_some())
}

fn post(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("in post from {from} to {until}"),
        (Some(from), None) => format!("in post from {from}"),
        (None, Some(until)) => format!("in post to {until}"),
        (None, None) => "in post throughout".to_owned(),
    }
}

/// Returns the status of a meeting that is not live.
fn not_live(register: &Register, meeting: MeetingIdx) -> Option<(String, MeetingStatus)> {
    let meeting = register.meeting(meeting);
    (!meeting.status.is_live()).then(|| (meeting.reference.to_string(), meeting.status))
}

fn cannot_be((reference, status): (String, MeetingStatus), what: &str) -> String {
    format!("{reference} is {} and cannot be {what}; wanted a meeting to_book or booked", status.word())
}
