//! What counts as moving a booking.

use crate::register::{Booking, Register, RoomChoice};

/// Whether a booking that people know of is moved, as rules.md counts it for a repair: its day, start, chair or venue
/// changes. Another room of the same venue, or another minute taker, does not count.
pub fn is_moved(register: &Register, before: &Booking, after: &Booking) -> bool {
    before.iro != after.iro || is_rearranged(register, before, after)
}

/// Whether people must come at another time or to another venue.
pub fn is_rearranged(register: &Register, before: &Booking, after: &Booking) -> bool {
    let appointment = |b: &Booking| (b.starts, b.venue(register), b.room == Some(RoomChoice::Home));
    appointment(before) != appointment(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::County;

    #[test]
    fn moved_is_what_people_notice() {
        let cases = [
            ("R-1 2012-04-18T10:00 ANN PRE-1 TOM", false),
            ("R-1 2012-04-18T10:00 ANN PRE-2 UNA", false),
            ("R-1 2012-04-18T10:15 ANN PRE-1 TOM", true),
            ("R-1 2012-04-19T10:00 ANN PRE-1 TOM", true),
            ("R-1 2012-04-18T10:00 BOB PRE-1 TOM", true),
            ("R-1 2012-04-18T10:00 ANN BUR-1 TOM", true),
            ("R-1 2012-04-18T10:00 ANN home TOM", true),
        ];
        for (after, moved) in cases {
            let mut county = County::new();
            county.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
            county.book(after);
            assert_eq!(
                is_moved(&county.register, &county.bookings[0], &county.bookings[1]),
                moved,
                "{after}"
            );
        }
    }
}
