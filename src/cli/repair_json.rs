//! What `convene repair` answers for machines.

use serde_json::{Value, json};

use super::repair_text::{Answered, change_in_words, headline};
use crate::events::Change;
use crate::plan::told;
use crate::register::{Booking, MeetingIdx, Register, RoomChoice, StaffIdx};
use crate::repair::{Choice, Repair};
use crate::rules::Breach;

/// Returns the answer for machines.
pub(super) fn as_json(answered: &Answered<'_>) -> Value {
    let Answered { register, changes, repair, written, notes, .. } = answered;
    json!({
        "authority": register.authority.name,
        "today": register.authority.today,
        "events": changes.iter().map(|change| json!({
            "message": change_in_words(register, change),
            "adjourned": adjourned_json(register, change),
            "told": change.dropped().map(|b| told(register, Some(b), None)).unwrap_or_default(),
        })).collect::<Vec<_>>(),
        "interrupted": answered.is_interrupted,
        "breaches": breaches(register, &repair.breaches),
        "broken_before": breaches(register, &repair.known),
        "to_book": repair.to_book.iter().map(|&m| &register.meeting(m).reference).collect::<Vec<_>>(),
        "before": repair.before,
        "nothing_to_do": repair.is_sound() && repair.choices.is_empty(),
        "choices": repair.choices.iter().map(|choice| choice_json(register, repair, choice)).collect::<Vec<_>>(),
        "written": written.map(|(out, chosen)| json!({
            "out": out.display().to_string(),
            "choice": (!repair.choices.is_empty()).then_some(chosen + 1),
        })),
        "notes": notes,
    })
}

/// Returns what an adjournment was, with its reason; null of other changes.
fn adjourned_json(register: &Register, change: &Change) -> Value {
    let Change::Adjourned { meeting, reason, reconvened, is_added, .. } = change else { return Value::Null };
    json!({
        "meeting": register.meeting(*meeting).reference,
        "reason": reason,
        "reconvened_as": register.meeting(*reconvened).reference,
        "is_added": is_added,
    })
}

fn choice_json(register: &Register, repair: &Repair, choice: &Choice) -> Value {
    let difference = choice.score.minus(&repair.before);
    json!({
        "headline": headline(register, choice),
        "families": choice.disturbance.families,
        "families_rearranged": choice.disturbance.rearranged,
        "bookings_changed": choice.disturbance.moves,
        "moves": choice.moves.iter().map(|change| json!({
            "meeting": register.meeting(change.meeting).reference,
            "from": change.before.as_ref().map(|booking| booking_json(register, booking)),
            "to": change.after.as_ref().map(|booking| booking_json(register, booking)),
            "counts_as_moved": change.is_moved,
            "told": change.told,
        })).collect::<Vec<_>>(),
        "left_out": choice.left_out.iter().map(|left| json!({
            "meeting": register.meeting(left.meeting).reference,
            "reason": left.reason,
            "nearest": left.nearest,
        })).collect::<Vec<_>>(),
        "breaches": breaches(register, &choice.breaches),
        "score": choice.score,
        "late": choice.late.iter().map(|&(meeting, days)| json!({
            "meeting": register.meeting(meeting).reference,
            "working_days": days,
        })).collect::<Vec<_>>(),
        "moved": choice.moved,
        "moving": choice.moving(),
        "difference": difference,
    })
}

fn booking_json(register: &Register, booking: &Booking) -> Value {
    let person =
        |person: Option<StaffIdx>| person.map(|person| register.staff[person.at()].reference.to_string());
    json!({
        "starts": booking.starts.format("%Y-%m-%dT%H:%M").to_string(),
        "iro": person(booking.iro),
        "room": booking.room.map(|room| match room {
            RoomChoice::Room(room) => register.rooms[room.at()].reference.to_string(),
            RoomChoice::Home => "home".to_owned(),
        }),
        "minute_taker": person(booking.minute_taker),
        "status": booking.status,
    })
}

fn breaches(register: &Register, breaches: &[Breach]) -> Vec<Value> {
    let reference = |meeting: &MeetingIdx| register.meeting(*meeting).reference.to_string();
    breaches
        .iter()
        .map(|breach| {
            json!({
                "code": breach.code,
                "meetings": breach.meetings.iter().map(reference).collect::<Vec<_>>(),
                "message": breach.message,
            })
        })
        .collect()
}
