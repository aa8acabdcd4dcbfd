//! Explanations as JSON, by reference.

use serde_json::{Value, json};

use super::cost::Cost;
use super::deficit::{Deficit, Resource};
use super::explainer::{Explainer, Overview};
use super::meeting::{Explanation, Standing};
use super::obstacles::Obstacles;
use super::phrases::{change_words, wish_words};
use super::why_not::{Answer, WhyNot};
use super::wish::Place;
use crate::calendar::Clock;
use crate::register::{MeetingIdx, Register, RoomChoice};
use crate::rules::Breach;

/// Returns an overview as JSON.
pub fn overview_as_json(explainer: &Explainer<'_>, overview: &Overview) -> Value {
    let register = explainer.register;
    json!({
        "deficits": overview.deficits.iter().map(|d| deficit(register, d)).collect::<Vec<_>>(),
        "meetings": overview.meetings.iter().map(|m| as_json(explainer, m)).collect::<Vec<_>>(),
    })
}

/// Returns an explanation as JSON.
pub fn as_json(explainer: &Explainer<'_>, explanation: &Explanation) -> Value {
    let register = explainer.register;
    let (standing, detail) = match explanation.standing {
        Standing::NotLive(status) => ("not_live", json!(status)),
        Standing::History(date) => ("history", json!(date)),
        Standing::Undated(reason) => ("undated", json!(reason.to_string())),
        Standing::Unbooked => ("unbooked", Value::Null),
        Standing::InTime => ("in_time", Value::Null),
        Standing::Late(days) => ("late", json!(days)),
    };
    json!({
        "meeting": reference(register, explanation.meeting),
        "standing": standing,
        "detail": detail,
        "statutory": explanation.deadlines.and_then(|deadlines| deadlines.statutory),
        "target": explanation.deadlines.map(|deadlines| deadlines.target),
        "breaches": breaches(register, &explanation.breaches),
        "booked": explanation.booked.as_ref().map(|booked| json!({
            "place": place(register, &booked.place),
            "status": booked.status,
            "cost": {
                "late": booked.cost.late,
                "minutes": booked.cost.minutes,
                "parts": booked.cost.parts,
                "words": booked.cost.words_of_total(),
            },
            "alternatives": booked.alternatives.iter().map(|alternative| json!({
                "another": alternative.difference,
                "place": alternative.best.as_ref().map(|(found, _)| place(register, found)),
                "more": alternative.best.as_ref().map(|(_, more)| cost(more)),
            })).collect::<Vec<_>>(),
        })),
        "obstacles": explanation.obstacles.as_ref().map(|found| obstacles(explainer, explanation.meeting, found)),
        "why_not": explanation.why_not.as_ref().map(|asked| why_not(explainer, explanation.meeting, asked)),
    })
}

fn why_not(explainer: &Explainer<'_>, meeting: MeetingIdx, asked: &WhyNot) -> Value {
    let register = explainer.register;
    let mut value = answer_of(explainer, meeting, &asked.answer);
    value["wish"] = json!(wish_words(register, &asked.wish));
    value["later"] = json!(asked.later.as_ref().map(|(found, more)| json!({
        "place": place(register, found),
        "more": cost(more),
    })));
    let days = asked.days.iter().map(|day| {
        let mut value = answer_of(explainer, meeting, &day.answer);
        value["date"] = json!(day.date);
        value
    });
    value["days"] = days.collect();
    value["more_days"] = json!(asked.more_days);
    value
}

fn answer_of(explainer: &Explainer<'_>, meeting: MeetingIdx, answer: &Answer) -> Value {
    let register = explainer.register;
    match answer {
        Answer::Present(found) => {
            json!({ "answer": "present", "place": place(register, found) })
        }
        Answer::Possible { place: found, more, breaches: broken } => json!({
            "answer": "possible",
            "place": place(register, found),
            "more": cost(more),
            "breaches": breaches(register, broken),
        }),
        Answer::Forbidden { nearest, obstacles: found } => json!({
            "answer": "forbidden",
            "place": nearest.as_ref().map(|(found, _)| place(register, found)),
            "breaches": nearest.as_ref().map(|(_, broken)| breaches(register, broken)),
            "obstacles": obstacles(explainer, meeting, found),
        }),
    }
}

fn obstacles(explainer: &Explainer<'_>, meeting: MeetingIdx, found: &Obstacles) -> Value {
    let register = explainer.register;
    json!({
        "by": found.by,
        "window": [found.window.0, found.window.1],
        "first_day": found.days.map(|(first, _)| first),
        "last_day": found.days.map(|(_, last)| last),
        "free": found.free.as_ref().map(|(free, more)| json!({
            "place": place(register, free),
            "more": cost(more),
        })),
        "causes": found.causes,
        "all_causes": found.is_all,
        "remedies_left_out": found.left_out,
        "remedies": found.remedies.iter().map(|remedy| json!({
            "constraints": remedy.groups,
            "if": remedy.changes.iter().map(|change| change_words(explainer, meeting, change)).collect::<Vec<_>>(),
            "place": place(register, &remedy.place),
        })).collect::<Vec<_>>(),
    })
}

fn deficit(register: &Register, deficit: &Deficit) -> Value {
    let supplier = |&at: &u32| match deficit.resource {
        Resource::Chair | Resource::MinuteTaker => register.staff[at as usize].reference.to_string(),
        Resource::Room => register.rooms[at as usize].reference.to_string(),
    };
    json!({
        "resource": deficit.resource,
        "in_time": deficit.in_time,
        "meetings": deficit.meetings.iter().map(|&m| reference(register, m)).collect::<Vec<_>>(),
        "suppliers": deficit.suppliers.iter().map(supplier).collect::<Vec<_>>(),
        "dates": deficit.dates,
        "needed": deficit.meetings.len(),
        "room_for": deficit.room_for,
    })
}

fn reference(register: &Register, meeting: MeetingIdx) -> String {
    register.meeting(meeting).reference.to_string()
}

fn place(register: &Register, place: &Place) -> Value {
    let staff = |person: crate::register::StaffIdx| register.staff[person.at()].reference.to_string();
    json!({
        "date": place.date,
        "start": Clock(place.start).to_string(),
        "chair": staff(place.chair),
        "room": match place.room {
            RoomChoice::Room(room) => register.rooms[room.at()].reference.to_string(),
            RoomChoice::Home => "home".to_owned(),
        },
        "minute_taker": place.minute_taker.map(staff),
    })
}

fn cost(cost: &Cost) -> Value {
    json!({ "late": cost.late, "minutes": cost.minutes, "parts": cost.parts, "words": cost.words() })
}

fn breaches(register: &Register, breaches: &[Breach]) -> Vec<Value> {
    let references = |breach: &Breach| -> Vec<String> {
        breach.meetings.iter().map(|&meeting| reference(register, meeting)).collect()
    };
    let as_value = |breach: &Breach| json!({ "code": breach.code, "meetings": references(breach), "message": breach.message });
    breaches.iter().map(as_value).collect()
}
