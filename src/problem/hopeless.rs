//! Why a meeting has no lawful place at all, whatever else is booked.

use super::windows::window;
use super::{Request, suitable};
use crate::register::{Deadlines, Meeting, Register};

/// Returns every reason by itself sufficient, in words; none where there may be a place.
pub(super) fn reasons(
    register: &Register,
    meeting: &Meeting,
    deadlines: &Deadlines,
    request: &Request,
) -> Vec<String> {
    [
        no_day(register, meeting, deadlines, request),
        no_start(register, request),
        no_chair(register, meeting, request),
        no_room(register, meeting, request),
        no_taker(request),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn no_day(
    register: &Register,
    meeting: &Meeting,
    deadlines: &Deadlines,
    request: &Request,
) -> Option<String> {
    if !request.days.is_empty() {
        return None;
    }
    let (first, last) = window(register, meeting, deadlines);
    let what = if deadlines.statutory.is_some() { "statutory date" } else { "target" };
    Some(format!(
        "no working day is left: the earliest is {first} (its opening date, and {} working days' notice from {}) and \
         the latest is {last} ({} working days after its {what}, {})",
        register.kind(meeting).notice_days,
        register.authority.today,
        register.authority.late_limit_days,
        deadlines.limit_from(),
    ))
}

fn no_start(register: &Register, request: &Request) -> Option<String> {
    let (first, past) = request.starts;
    (past <= first).then(|| {
        let length = request.before + request.minutes + request.after;
        let office = register.authority.office_hours;
        format!("it takes {length} minutes with the time before and after, and office hours are {office}")
    })
}

fn no_chair(register: &Register, meeting: &Meeting, request: &Request) -> Option<String> {
    let kind = register.kind(meeting).title();
    if request.chairs.is_empty() {
        let needs = match meeting.iro_needs.as_slice() {
            [] => String::new(),
            needs => format!(" with {}", needs.join(" and ")),
        };
        return Some(format!("nobody may chair it: no chair for {kind} meetings{needs} without a conflict"));
    }
    let in_post = |&chair: &u32| {
        let staff = &register.staff[chair as usize];
        request.dates.iter().any(|&date| staff.in_post(date))
    };
    (!request.dates.is_empty() && !request.chairs.iter().any(in_post))
        .then(|| "none of the chairs who may take it is in post on its lawful days".to_owned())
}

fn no_room(register: &Register, meeting: &Meeting, request: &Request) -> Option<String> {
    if !request.sites.is_empty() {
        return None;
    }
    let large = register.rooms.iter().filter(|room| suitable::holds(room, meeting)).count();
    let fitted = register.rooms.iter().filter(|room| suitable::has_needs(register, room, meeting)).count();
    let largest = register.rooms.iter().map(|room| room.capacity).max();
    Some(if let (0, Some(largest), Some(attendees)) = (large, largest, meeting.attendees) {
        format!("{attendees} people are expected and the largest room holds {largest}")
    } else if register.rooms.is_empty() {
        "the register has no rooms".to_owned()
    } else if fitted == 0 {
        format!("no room or venue has {}", meeting.needs.join(" and "))
    } else {
        "no room is large enough, has what is needed and is open to this household at once".to_owned()
    })
}

fn no_taker(request: &Request) -> Option<String> {
    (request.needs_taker
        && !request.sites.is_empty()
        && request.sites.iter().all(|site| site.takers.is_empty()))
    .then(|| "no minute taker covers a district in which it could be held".to_owned())
}
