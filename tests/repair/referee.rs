//! What the tests count for themselves: disturbance and the price of moving, from bookings alone and by the words of
//! rules.md, sharing no code with the repair.

use std::collections::BTreeSet;

use convene::register::{Booking, BookingStatus, MeetingIdx, Register, RoomChoice};
use convene::repair::Choice;

/// What people know of a booking: day and start, chair, venue.
fn known(register: &Register, booking: &Booking) -> (String, Option<u32>, String) {
    (booking.starts.to_string(), booking.iro.map(|iro| iro.0), venue(register, booking))
}

fn venue(register: &Register, booking: &Booking) -> String {
    match booking.room {
        None => "none".to_owned(),
        Some(RoomChoice::Home) => "home".to_owned(),
        Some(RoomChoice::Room(room)) => {
            register.venues[register.rooms[room.at()].venue.at()].reference.to_string()
        }
    }
}

/// The booking of a meeting before, and after.
pub(crate) type Pair<'a> = (Option<&'a Booking>, Option<&'a Booking>);

/// Returns the bookings of every meeting that has one before or after, the first where there are several.
pub(crate) fn pairs<'a>(before: &'a Register, after: &'a [Booking]) -> Vec<(MeetingIdx, Pair<'a>)> {
    let meetings: BTreeSet<MeetingIdx> =
        before.bookings.iter().chain(after).map(|booking| booking.meeting).collect();
    let first = |list: &'a [Booking], m| list.iter().find(|booking| booking.meeting == m);
    meetings.into_iter().map(|m| (m, (first(&before.bookings, m), first(after, m)))).collect()
}

/// Returns minutes of cost for `moved`, `moved_confirmed` and `moved_late`.
pub(crate) fn moving(before: &Register, after: &[Booking]) -> [i64; 3] {
    let weight = |key: &str, default| before.authority.weights.get(key, default);
    let mut minutes = [0; 3];
    for (_, pair) in pairs(before, after) {
        let (Some(old), Some(new)) = pair else { continue };
        if known(before, old) == known(before, new) {
            continue;
        }
        match old.status {
            BookingStatus::Proposed => minutes[0] += weight("moved", 45),
            _ => minutes[1] += weight("moved_confirmed", 240),
        }
        let days = before.authority.today.iter_days().skip(1).take_while(|day| *day <= old.date());
        if days.filter(|day| before.calendar.is_working(*day)).take(2).count() < 2 {
            minutes[2] += weight("moved_late", 120);
        }
    }
    minutes
}

/// Returns families that hear of a change, those of them that must come elsewhere or at another time, and bookings
/// that change.
pub(crate) fn disturbance(before: &Register, after: &[Booking]) -> (usize, usize, usize) {
    let (mut families, mut rearranged, mut n_changed) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (meeting, (old, new)) in pairs(before, after) {
        let Some(old) = old else { continue };
        n_changed += usize::from(new != Some(old));
        let row = before.meeting(meeting);
        let hears = new.is_none_or(|new| known(before, old) != known(before, new));
        if !hears || !row.status.is_live() || !before.kind(row).family {
            continue;
        }
        let family = row.household.map_or(format!("meeting {}", meeting.0), |h| format!("family {}", h.0));
        let appointment = |b: &Booking| (b.starts, venue(before, b));
        if new.is_none_or(|new| appointment(old) != appointment(new)) {
            rearranged.insert(family.clone());
        }
        families.insert(family);
    }
    // A meeting's second booking is dropped and nobody's change.
    let n_second = before.bookings.len()
        - before.bookings.iter().map(|b| b.meeting).collect::<BTreeSet<MeetingIdx>>().len();
    (families.len(), rearranged.len(), n_changed + n_second)
}

/// Whether the first choice is at least as calm and as good as the other, and better in something.
pub(crate) fn dominates(a: &Choice, b: &Choice) -> bool {
    let measures =
        |c: &Choice| (c.disturbance.families, c.disturbance.rearranged, c.disturbance.moves, c.total());
    let (a, b) = (measures(a), measures(b));
    a.0 <= b.0 && a.1 <= b.1 && a.2 <= b.2 && a.3 <= b.3 && a != b
}
