//! `times.css`: where a booking stands on the grid of a day. The pages' policy allows no style within a page, so that every place has a
//! class of its own.
//!
//! The grid (`.desk-day` of `desk.css`) has a row of headings, then a row for every five minutes from 07:00 to 20:00; a column of hours,
//! then one for each chair, room or minute taker.

use std::fmt::Write as _;

use crate::calendar::{Clock, Span};

/// What the grid shows of a day.
const SHOWN: Span = Span { from: 7 * 60, until: 20 * 60 };
const MINUTES_A_ROW: i32 = 5;
/// As many chairs as one page shows side by side.
const MOST_COLUMNS: usize = 60;

/// Returns the classes that place what takes a span of the day: `from-0900 for-90`. Begins early and ends late to whole rows; what lies
/// outside the grid is shown at its edge, at least one row of it.
pub(crate) fn place(span: Span) -> String {
    let row = |minute: i32| minute - minute.rem_euclid(MINUTES_A_ROW);
    let from = row(span.from).clamp(SHOWN.from, SHOWN.until - MINUTES_A_ROW);
    let until = row(span.until + MINUTES_A_ROW - 1).clamp(from + MINUTES_A_ROW, SHOWN.until);
    format!("{} for-{}", from_class(from), until - from)
}

/// Returns the class that puts something into a column: the first is 0. The last column takes all that are more than the grid has.
pub(crate) fn column(index: usize) -> String {
    format!("col-{}", (index + 1).min(MOST_COLUMNS))
}

/// Returns the class of a grid with so many columns beside that of the hours.
pub(crate) fn columns(count: usize) -> String {
    format!("cols-{}", count.clamp(1, MOST_COLUMNS))
}

/// Returns the style sheet.
pub(super) fn style_sheet() -> String {
    let mut css = String::new();
    let rows = (SHOWN.minutes() / MINUTES_A_ROW) as usize;
    let mut rule = |selector: &str, declaration: &str| {
        writeln!(css, ".{selector}{{{declaration}}}").expect("a text takes all");
    };
    for row in 0..rows {
        let minute = SHOWN.from + row as i32 * MINUTES_A_ROW;
        // Row 1 holds the headings.
        rule(&from_class(minute), &format!("grid-row-start:{}", row + 2));
    }
    for length in 1..=rows {
        rule(&format!("for-{}", length as i32 * MINUTES_A_ROW), &format!("grid-row-end:span {length}"));
    }
    for index in 0..MOST_COLUMNS {
        rule(&column(index), &format!("grid-column:{}", index + 2));
        rule(&columns(index + 1), &format!("--desk-columns:{}", index + 1));
    }
    css
}

fn from_class(minute: i32) -> String {
    format!("from-{}", Clock(minute).to_string().replace(':', ""))
}

#[cfg(test)]
mod tests {
    use super::{column, columns, place, style_sheet};
    use crate::calendar::Span;

    #[test]
    fn a_booking_stands_where_its_minutes_say() {
        for (from, until, expected) in [
            (540, 630, "from-0900 for-90"),
            // 09:02 to 10:31 takes the rows from 09:00 to 10:35.
            (542, 631, "from-0900 for-95"),
            (540, 540, "from-0900 for-5"),
            (420, 1200, "from-0700 for-780"),
            // A part, or all of it, outside the grid.
            (400, 450, "from-0700 for-30"),
            (-30, 60, "from-0700 for-5"),
            (1150, 1300, "from-1910 for-50"),
            (1300, 1400, "from-1955 for-5"),
        ] {
            assert_eq!(place(Span::new(from, until)), expected, "{from} to {until}");
        }
    }

    #[test]
    fn every_class_has_its_rule_once() {
        let css = style_sheet();
        let rules =
            |selector: &str| css.lines().filter(|line| line.starts_with(&format!(".{selector}{{"))).count();
        for from in 300..1300 {
            for class in place(Span::new(from, from + (from * 7) % 900)).split(' ') {
                assert_eq!(rules(class), 1, "{class}");
            }
        }
        for index in 0..80 {
            assert_eq!((rules(&column(index)), rules(&columns(index))), (1, 1), "{index}");
        }
        // 13 hours of 12 rows: 156 starts, 156 lengths, 60 columns of 60 grids.
        assert_eq!(css.lines().count(), 156 + 156 + 60 + 60);
        // (9 - 7) hours of 12 rows after the headings' and the first.
        assert!(
            css.contains(".from-0900{grid-row-start:26}") && css.contains(".for-90{grid-row-end:span 18}")
        );
        assert!(css.contains(".col-1{grid-column:2}") && css.contains(".cols-60{--desk-columns:60}"));
    }
}
