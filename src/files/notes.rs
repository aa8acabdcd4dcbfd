//! What is not wrong with a register but worth saying.

use std::collections::{BTreeSet, HashSet};

use super::findings::Findings;
use super::near::quoted;
use crate::register::{Meeting, MeetingIdx, MeetingStatus, Register};

/// Notes what meetings need and nothing offers: such a meeting cannot be booked, and often the word is misspelt.
pub(super) fn note_unoffered_needs(register: &Register, findings: &mut Findings) {
    let rooms = register.rooms.iter().flat_map(|room| &room.features);
    let offered: Vec<&str> =
        register.venues.iter().flat_map(|venue| &venue.features).chain(rooms).map(String::as_str).collect();
    let skills: Vec<&str> =
        register.staff.iter().flat_map(|person| &person.features).map(String::as_str).collect();
    let live = || register.meetings.iter().filter(|meeting| meeting.status.is_live());
    let needs = live().flat_map(|meeting| meeting.needs.iter().map(move |need| (meeting, need)));
    note_unoffered("needs", "no room or venue offers it", needs, &offered, findings);
    let needs = live().flat_map(|meeting| meeting.iro_needs.iter().map(move |need| (meeting, need)));
    note_unoffered("iro_needs", "nobody of the staff has it", needs, &skills, findings);
}

fn note_unoffered<'a>(
    column: &str,
    nobody: &str,
    needs: impl Iterator<Item = (&'a Meeting, &'a String)>,
    offered: &[&str],
    findings: &mut Findings,
) {
    let known: BTreeSet<&str> = offered.iter().copied().collect();
    let mut told = BTreeSet::new();
    for (meeting, need) in needs {
        if known.contains(need.as_str()) || !told.insert(need) {
            continue;
        }
        let meant = findings.nearest(need, known.iter().copied());
        let maybe = meant.map_or_else(String::new, |meant| format!("; maybe {} was meant", quoted(&meant)));
        let (meeting, need) = (&meeting.reference, quoted(need));
        findings.note(format!("meetings: {meeting} has {need} among its {column} and {nobody}{maybe}"));
    }
}

/// Notes meetings that stand as booked and have no booking.
pub(super) fn note_missing_bookings(register: &Register, findings: &mut Findings) {
    const MOST_NAMED: usize = 5;
    let booked: HashSet<MeetingIdx> = register.bookings.iter().map(|booking| booking.meeting).collect();
    let missing: Vec<&str> = register
        .meetings
        .iter()
        .enumerate()
        .filter(|(at, meeting)| {
            meeting.status == MeetingStatus::Booked && !booked.contains(&MeetingIdx::from(*at))
        })
        .map(|(_, meeting)| meeting.reference.as_str())
        .collect();
    if missing.is_empty() {
        return;
    }
    let named = missing[..missing.len().min(MOST_NAMED)].join(", ");
    let more = match missing.len() {
        n if n <= MOST_NAMED => String::new(),
        n => format!(" and {} more", n - MOST_NAMED),
    };
    findings.note(format!("meetings: booked, but without a row in bookings: {named}{more}"));
}
