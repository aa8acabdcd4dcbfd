//! The days of each family: when the plans started and ended, and when its conferences were held.

use chrono::{Days, NaiveDate};

use super::families::Family;
use crate::calendar::WorkingCalendar;
use crate::synth::draw::Draw;
use crate::synth::make::date;

/// Days within which a first review follows an initial conference, and each later one the one before: a few less than the law allows,
/// because reviews are held on the last working day before.
const FIRST: i64 = 88;
const LATER: i64 = 175;
/// Days from the last review of the year to its end for plans that are current, where the law leaves room: more than a fourth of the
/// year's conferences were held in its last quarter.
const TAIL: i64 = 85;
/// The fewest days between two conferences about a family.
const FEWEST: i64 = 30;

/// The first and the last day of the year.
pub(super) fn year() -> (NaiveDate, NaiveDate) {
    (date("2011-04-01"), date("2012-03-31"))
}

/// The last day on which a family that had its first review before the year had its last one.
fn last_before() -> NaiveDate {
    date("2011-03-25")
}

/// The days of a family.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// When the plans started.
    pub(super) starts: NaiveDate,
    /// When they ended.
    pub(super) ends: Option<NaiveDate>,
    /// The conference that the first review of the year counts from: the initial one, or a review before the year.
    pub(super) anchor: NaiveDate,
    /// Reviews held in the year.
    pub(super) reviews: usize,
}

/// Returns a working day of a month, April 2011 = 0, drawn.
fn day_of(calendar: &WorkingCalendar, draw: &mut Draw, month: i32) -> NaiveDate {
    let (first, _) = year();
    let months = chrono::Months::new(month.unsigned_abs());
    let first = if month < 0 { first - months } else { first + months };
    let next = first + chrono::Months::new(1);
    let days: Vec<NaiveDate> =
        first.iter_days().take_while(|&day| day < next).filter(|&day| calendar.is_working(day)).collect();
    draw.pick(&days)
}

/// Returns how many months before `end` plans of a band started that began before the year, least and most.
fn months_ago(band: usize, end: i32) -> (i32, i32) {
    match band {
        0 => ((end + 1).max(1), 2),
        1 => ((end + 1).max(4), 5),
        2 => ((end + 1).max(7), 11),
        3 => (13, 23),
        4 => (25, 33),
        _ => (37, 44),
    }
}

impl Course {
    /// Draws the days of a family, with no review yet.
    pub(super) fn draw(calendar: &WorkingCalendar, draw: &mut Draw, family: &Family) -> Course {
        let ends = family.end.map(|(month, _)| day_of(calendar, draw, month));
        let month = match (family.start, family.end) {
            (Some(month), _) => month,
            (None, Some((end, band))) => {
                let (least, most) = months_ago(band, end);
                end - draw.between(least, most)
            }
            // Current since before the year: over two years, or less.
            (None, None) if family.is_long => 11 - draw.between(25, 38),
            (None, None) => 11 - draw.between(13, 22),
        };
        let starts = day_of(calendar, draw, month);
        // Who was reviewed before the year: the first review is due three months after the start.
        let reviewed_before = starts + Days::new(FIRST as u64) < date("2011-04-08");
        let anchor = if reviewed_before {
            let earliest = (starts + Days::new(60)).max(date("2010-12-01"));
            let n_days = (last_before() - earliest).num_days().max(1);
            calendar.on_or_before(earliest + Days::new(draw.below(n_days as usize) as u64))
        } else {
            starts
        };
        Course { starts, ends, anchor, reviews: 0 }
    }

    fn first_gap(&self) -> i64 {
        if self.anchor == self.starts { FIRST } else { LATER }
    }

    fn lasts(&self) -> i64 {
        (self.ends.unwrap_or(year().1) - self.anchor).num_days()
    }

    /// Returns the fewest reviews in the year with which none is late, where the plans end at the last of them; at least one.
    pub(super) fn fewest(&self) -> usize {
        // A current plan must be reviewed late enough for the next to fall after the year.
        let over = self.lasts() - self.first_gap() - if self.ends.is_none() { LATER } else { 0 };
        1 + (over.max(0) as usize).div_ceil(LATER as usize)
    }

    /// Returns the day from which reviews of the year are spread: its first, or the start.
    fn base(&self) -> NaiveDate {
        self.anchor.max(date("2011-03-31"))
    }

    /// Returns the most reviews in the year with a month between them.
    pub(super) fn most(&self) -> usize {
        let lasts = (self.ends.unwrap_or(year().1) - self.base()).num_days();
        ((lasts / FEWEST) as usize).max(self.fewest())
    }

    /// Whether no review falls due in the year: plans that end without one, or began in the last three months.
    pub(super) fn may_be_unreviewed(&self) -> bool {
        self.lasts() <= if self.ends.is_none() { 90 } else { self.first_gap() }
    }

    /// Returns the days of the reviews of the year, spread as the law spreads them.
    pub(super) fn review_days(&self, calendar: &WorkingCalendar) -> Vec<NaiveDate> {
        let (base, n) = (self.base(), self.reviews as i64);
        let first = self.first_gap() - (base - self.anchor).num_days();
        let lasts = (self.ends.unwrap_or(year().1) - base).num_days();
        let whole = first + LATER * (n - 1) + if self.ends.is_none() { TAIL } else { 0 };
        (1..=n)
            .map(|at| match self.ends {
                Some(ends) if at == n => ends,
                _ => {
                    let latest = first + LATER * (at - 1);
                    let days = if lasts < whole { lasts * latest / whole } else { latest };
                    calendar.on_or_before(base + Days::new(days as u64)).max(calendar.on_or_after(year().0))
                }
            })
            .collect()
    }
}
