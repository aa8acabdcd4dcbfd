//! A shortage of chairs: everybody works a quarter less.

use crate::calendar::Span;
use crate::register::{Fte, Register};
use crate::synth::draw::Draw;

/// Takes a quarter of the weekly hours of every chair, and of their post, rounded down to whole minutes: whole days from
/// a drawn weekday on, then the end of a day.
pub(super) fn lose_a_quarter(register: &mut Register, draw: &mut Draw) {
    for chair in register.staff.iter_mut().filter(|staff| staff.role.chairs()) {
        shorten(&mut chair.hours, draw.below(5));
        let millionths = chair.fte.millionths() / 4 * 3;
        let left = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        chair.fte = Fte::parse(&left).expect("three quarters of a post are a decimal");
    }
}

/// Takes a quarter of a week's hours, beginning with the weekday `first`, counted from Monday.
fn shorten(week: &mut [Vec<Span>; 7], first: usize) {
    let mut left = week.iter().flatten().map(|span| span.minutes()).sum::<i32>() / 4;
    for day in (first..7).chain(0..first) {
        while let Some(span) = week[day].last_mut() {
            if left < span.minutes() {
                span.until -= left;
                return;
            }
            left -= span.minutes();
            week[day].pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::make::weekdays;

    #[test]
    fn a_quarter_of_a_week_is_a_day_and_a_quarter() {
        let mut week = weekdays(5, 540, 1020);
        shorten(&mut week, 3);
        let minutes = week.map(|day| day.iter().map(|span| span.minutes()).sum::<i32>());
        assert_eq!(minutes, [480, 480, 480, 0, 360, 0, 0]);
    }

    #[test]
    fn a_week_that_ends_goes_on_with_monday() {
        let mut week = weekdays(5, 540, 1020);
        shorten(&mut week, 4);
        assert_eq!((week[4].len(), week[0].clone()), (0, vec![Span::new(540, 900)]));
    }
}
