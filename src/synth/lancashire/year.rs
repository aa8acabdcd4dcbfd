//! A county's year of confirmed bookings, for measuring speed.

use chrono::NaiveDate;

use super::dates::counted_from;
use super::merged::service_2013;
use crate::register::{BookingStatus, HouseholdIdx, MeetingStatus, Register};
use crate::synth::diary::Diary;
use crate::synth::draw::Draw;
use crate::synth::make::{Find, meeting};
use crate::synth::pencil::pencil;

/// Working days tried for each booking.
const N_DAYS: usize = 4;
/// Bookings a working day: about half of what 22 chairs could do.
const PER_DAY: usize = 20;

/// Makes a register of the merged teams with `n_bookings` lawful confirmed bookings and nothing to book, for
/// measuring speed: 10,000 of them fill two years. The families come round again and again; staff leave, closures and
/// absences are those of `lancashire-2013`. A few bookings fewer are made where no lawful choice is found.
pub fn lancashire(n_bookings: usize, seed: u64) -> Register {
    let mut register = service_2013(seed).finish();
    let mut diary = Diary::new(&register);
    let mut draw = Draw::new(seed, "year");
    let calendar = register.calendar.clone();
    let n_days = n_bookings.div_ceil(PER_DAY) as u32;
    let mut days: Vec<NaiveDate> = Vec::new();
    let mut day = calendar.on_or_after(register.authority.today);
    for _ in 0..n_days {
        days.push(day);
        day = calendar.after(day, 1);
    }
    let kinds = ["review_conference", "cla_review", "cla_review", "strategy_meeting"];
    for n in 0..n_bookings {
        let kind = kinds[n % kinds.len()];
        let tried: Vec<NaiveDate> = (0..N_DAYS).map(|_| draw.pick(&days)).collect();
        for day in tried {
            let name = format!("Y-{:05}", n + 1);
            let mut row = meeting(&name, register.kind_of(kind), Some(counted_from(&calendar, kind, day)));
            row.household = Some(HouseholdIdx::from(draw.below(register.households.len())));
            row.status = MeetingStatus::Booked;
            register.meetings.push(row);
            let last = register.meetings.len() - 1;
            let confirmed = BookingStatus::Confirmed;
            match pencil(&register, &mut diary, &mut draw, last.into(), &[day], confirmed) {
                Some(booking) => {
                    register.bookings.push(booking);
                    break;
                }
                None => {
                    register.meetings.pop();
                }
            }
        }
    }
    register
}
