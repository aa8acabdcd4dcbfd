//! A county's year of confirmed bookings, for measuring speed.

use chrono::NaiveDate;

use super::dates::counted_from;
use super::merged::{county_2013, register_2013, service_2013};
use crate::register::{BookingStatus, HouseholdIdx, MeetingStatus, Register};
use crate::synth::diary::Diary;
use crate::synth::draw::Draw;
use crate::synth::make::{Find, meeting};
use crate::synth::pencil::pencil;

const SEED: u64 = 1;
/// Working days tried for each booking.
const N_DAYS: usize = 4;
/// Bookings a working day: about half of what 22 chairs could do.
const PER_DAY: usize = 20;

/// Makes a register of the merged teams with `n_bookings` lawful confirmed bookings and nothing to book, for
/// measuring speed: 10,000 of them fill two years. It is always the same register. The families come round again and again; staff leave, closures and
/// absences are those of `lancashire-2013`. A few bookings fewer are made where no lawful choice is found.
pub fn lancashire(n_bookings: usize) -> Register {
    fill(service_2013(county_2013(), SEED, 100).finish(), n_bookings)
}

/// As [`lancashire`], with the month of `lancashire-2013` to book among them and what stands already in it, for measuring
/// how long a suggestion takes.
pub fn busy_lancashire(n_bookings: usize) -> Register {
    fill(register_2013(SEED), n_bookings)
}

fn fill(mut register: Register, n_bookings: usize) -> Register {
    let mut diary = Diary::new(&register);
    for booking in &register.bookings {
        diary.take(&register, booking);
    }
    let mut draw = Draw::new(SEED, "year");
    let calendar = register.calendar.clone();
    let working = |day: &NaiveDate| calendar.is_working(*day);
    let n_days = n_bookings.div_ceil(PER_DAY);
    let days: Vec<NaiveDate> = register.authority.today.iter_days().filter(working).take(n_days).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::travel::Travel;

    #[test]
    fn as_many_lawful_bookings_as_asked_for() {
        let register = lancashire(300);
        let travel = Travel::new(&register).expect("every place is joined");
        assert_eq!(register.bookings.len(), 300);
        assert!(check(&register, &travel, &register.bookings).breaches.is_empty());
    }

    #[test]
    fn a_busy_county_has_its_month_to_book_among_lawful_bookings() {
        let (register, month) = (busy_lancashire(300), register_2013(SEED));
        let travel = Travel::new(&register).expect("every place is joined");
        // The month takes some of the days: not every booking finds a place.
        let n_more = register.bookings.len() - month.bookings.len();
        assert!((290..=300).contains(&n_more), "{n_more}");
        assert_eq!(register.meetings.len(), month.meetings.len() + n_more);
        assert!(check(&register, &travel, &register.bookings).breaches.is_empty());
    }
}
