//! Bookings that stand, and what breaks some of them afterwards.

use chrono::{Days, NaiveDate};

use crate::calendar::moment;
use crate::register::{
    Booking, BookingStatus, Closure, MeetingIdx, MeetingStatus, Register, RoomChoice, RoomIdx, StaffIdx,
    Subject, Unavailable,
};
use crate::synth::diary::Diary;
use crate::synth::draw::Draw;
use crate::synth::make::{absence, days};
use crate::synth::pencil::pencil;

/// Working days from today on which bookings stand.
const N_DAYS: u32 = 12;

/// Books some meetings, confirmed or proposed, lawfully, some proposed ones on a day that has passed; meetings that were
/// held have their booking.
pub(super) fn add_bookings(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "bookings");
    let mut diary = Diary::new(register);
    for meeting in (0..register.meetings.len()).map(MeetingIdx::from) {
        let share = draw.below(100);
        match register.meeting(meeting).status {
            MeetingStatus::ToBook if share < 30 => {
                let status = if share < 20 { BookingStatus::Confirmed } else { BookingStatus::Proposed };
                if let Some(booking) = lawful(register, &mut diary, &mut draw, meeting, status) {
                    add(register, booking, draw.chance(80));
                }
            }
            MeetingStatus::ToBook if share < 32 => {
                let booking = past(register, &mut draw, meeting, BookingStatus::Proposed);
                add(register, booking, true);
            }
            MeetingStatus::Held => {
                let booking = past(register, &mut draw, meeting, BookingStatus::Held);
                register.bookings.push(booking);
            }
            MeetingStatus::ToBook
            | MeetingStatus::Booked
            | MeetingStatus::Adjourned
            | MeetingStatus::Cancelled => {}
        }
    }
}

/// Adds a booking. Its meeting stands as booked, or still as to be booked where a proposal is not yet counted as one.
fn add(register: &mut Register, booking: Booking, counts: bool) {
    if counts || booking.status == BookingStatus::Confirmed {
        register.meetings[booking.meeting.at()].status = MeetingStatus::Booked;
    }
    register.bookings.push(booking);
}

fn lawful(
    register: &Register,
    diary: &mut Diary,
    draw: &mut Draw,
    meeting: MeetingIdx,
    status: BookingStatus,
) -> Option<Booking> {
    let (calendar, today) = (&register.calendar, register.authority.today);
    let mut days: Vec<NaiveDate> = (0..N_DAYS).map(|n| calendar.after(today, n)).collect();
    draw.shuffle(&mut days);
    pencil(register, diary, draw, meeting, &days, status)
}

/// Returns a booking on a day that has passed; history is not checked.
fn past(register: &Register, draw: &mut Draw, meeting: MeetingIdx, status: BookingStatus) -> Booking {
    let day = register.authority.today - Days::new(1 + draw.below(20) as u64);
    let grid = register.authority.grid_minutes;
    Booking {
        meeting,
        starts: moment(day, 600 / grid * grid),
        iro: Some(StaffIdx(0)),
        room: Some(RoomChoice::Room(RoomIdx::from(draw.below(register.rooms.len())))),
        minute_taker: None,
        status,
        extra: Vec::new(),
    }
}

/// Makes a confirmed booking unlawful in one register of three: its chair is away, its room closed or its family cannot
/// come.
pub(super) fn break_some(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "breaks");
    let confirmed: Vec<Booking> = register
        .bookings
        .iter()
        .filter(|booking| booking.status == BookingStatus::Confirmed)
        .cloned()
        .collect();
    if confirmed.is_empty() || !draw.chance(35) {
        return;
    }
    let booking = &confirmed[draw.below(confirmed.len())];
    let when = days(booking.date(), booking.date());
    match (draw.below(3), booking.iro, booking.venue(register), register.meeting(booking.meeting).household) {
        (0, _, Some(venue), _) => {
            register.closures.push(Closure { venue, room: None, when, reason: "flood".to_owned() });
        }
        (1, _, _, Some(household)) => {
            let subject = Subject::Household(household);
            register.unavailable.push(Unavailable { subject, when, reason: "ill".to_owned() });
        }
        (_, Some(iro), _, _) => register.staff[iro.at()].absences.push(absence(when, "sickness")),
        _ => {}
    }
}
