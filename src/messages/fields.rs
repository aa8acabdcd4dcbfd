//! What a template can say.

use std::collections::BTreeMap;

use super::language::Tongue;
use super::{Appointment, Kind, Message, Role, dates};

/// Every placeholder of a template, with what it says.
pub(super) const FIELDS: [(&str, &str); 17] = [
    ("recipient", "the reference of whoever gets the message"),
    ("role", "what they are to the meeting: social_worker, chair, minute_taker or venue"),
    ("meeting", "the meeting's reference"),
    ("when", "its day and time, written out"),
    ("room", "its room; empty for a meeting at home"),
    ("venue", "the building of its room; empty for a meeting at home"),
    ("chair", "who chairs"),
    ("minute_taker", "who takes the minutes; empty where nobody does"),
    ("room_from", "the time from which the room is needed"),
    ("room_until", "the time until which it is needed"),
    ("before_when", "of a change, the day and time before"),
    ("before_room", "of a change, the room before"),
    ("before_venue", "of a change, the building before"),
    ("before_chair", "of a change, who was to chair"),
    ("report_due", "the day and time by which the report is to be shared; empty where none is wanted"),
    ("held", "the day on which the meeting was, of what is asked for after it"),
    ("due", "the day by which what is asked for was due"),
];

/// Returns the values of all placeholders for a message. What does not apply is empty.
pub(super) fn values(message: &Message, tongue: Tongue) -> BTreeMap<&'static str, String> {
    let now = message.appointment.as_ref();
    let before = message.before.as_ref();
    let of = |appointment: Option<&Appointment>, say: &dyn Fn(&Appointment) -> Option<String>| {
        appointment.and_then(say).unwrap_or_default()
    };
    let when = |appointment: &Appointment| Some(dates::moment(appointment.starts, tongue));
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| dates::day(date, tongue)).unwrap_or_default();
    BTreeMap::from([
        ("recipient", message.recipient.clone()),
        ("role", message.role.word().to_owned()),
        ("meeting", message.meeting.clone()),
        ("when", of(now, &when)),
        ("room", of(now, &|one| one.room.clone())),
        ("venue", of(now, &|one| one.venue.clone())),
        ("chair", of(now, &|one| one.chair.clone())),
        ("minute_taker", of(now, &|one| one.minute_taker.clone())),
        ("room_from", of(now, &|one| Some(dates::clock(one.room_from)))),
        ("room_until", of(now, &|one| Some(dates::clock(one.room_until)))),
        ("before_when", of(before, &when)),
        ("before_room", of(before, &|one| one.room.clone())),
        ("before_venue", of(before, &|one| one.venue.clone())),
        ("before_chair", of(before, &|one| one.chair.clone())),
        ("report_due", message.report_due.map(|due| dates::moment(due, tongue)).unwrap_or_default()),
        ("held", day(message.held)),
        ("due", day(message.due)),
    ])
}

/// Returns a message of a kind in which nothing is empty, or, `sparse`, in which all that may be empty is: what templates are tried with.
pub(super) fn specimen(kind: Kind, is_sparse: bool) -> Message {
    let appointment = |day: u32, room: &str, chair: &str| {
        let date = chrono::NaiveDate::from_ymd_opt(2012, 4, day).unwrap_or_default();
        let at = |hour, minute| chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        let unless_sparse = |text: &str| (!is_sparse).then(|| text.to_owned());
        Appointment {
            starts: date.and_time(at(10, 0)),
            room_from: at(9, 30),
            room_until: at(11, 45),
            room: unless_sparse(room),
            venue: unless_sparse("V-1"),
            chair: Some(chair.to_owned()),
            minute_taker: unless_sparse("T-1"),
        }
    };
    let now = appointment(3, "R-1", "C-1");
    Message {
        kind,
        role: Role::SocialWorker,
        recipient: "W-1".to_owned(),
        meeting: "M-1".to_owned(),
        report_due: (!is_sparse).then_some(now.starts),
        held: Some(now.starts.date()),
        due: Some(now.starts.date()),
        before: Some(appointment(2, "R-2", "C-2")),
        appointment: Some(now),
        invitation: None,
    }
}
