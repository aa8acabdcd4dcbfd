//! Which families are reviewed in the year, how often and when, so that the counts come out: whole-number bookkeeping on the days drawn.

use chrono::{Days, NaiveDate};

use super::dates::{Course, year};
use super::families::Family;
use super::published::{LATE, REVIEW_CHILDREN, REVIEWED};
use crate::calendar::{Period, Timescale, WorkingCalendar};
use crate::register::NotHeld;
use crate::synth::draw::Draw;

/// A review conference of the year.
#[derive(Debug, Clone)]
pub(super) struct Review {
    /// The family, by position.
    pub(super) family: usize,
    /// The conference before it, from which it counts.
    pub(super) from: NaiveDate,
    /// Whether that was the initial conference.
    pub(super) is_first: bool,
    /// The day on which it was held.
    pub(super) on: NaiveDate,
    /// The day on which it was adjourned before, and why.
    pub(super) adjourned: Option<(NaiveDate, NotHeld)>,
}

/// Why six reviews were rearranged: the report's five reasons; which came twice is not published (6.3.1).
const REARRANGED: [NotHeld; 6] = [
    NotHeld::NoReport,
    NotHeld::NoReport,
    NotHeld::NoSocialWorker,
    NotHeld::ChairAbsent,
    NotHeld::MoreInformation,
    NotHeld::VenueConfusion,
];
/// Days after which they were reconvened: within 28.
const RECONVENED: [i64; 6] = [14, 20, 26, 21, 15, 28];

/// What makes a review late.
#[derive(Debug, Clone, Copy)]
enum Delay {
    /// So many days past its due date.
    Error(i64),
    /// Adjourned, and reconvened so many days later.
    Adjourned(NotHeld, i64),
}

/// Returns the reviews of the year, by family and day, and sets how often each family is reviewed.
pub(super) fn reviews(
    calendar: &WorkingCalendar,
    draw: &mut Draw,
    families: &[Family],
    courses: &mut [Course],
) -> Vec<Review> {
    choose_reviewed(draw, families, courses);
    let delayed = choose_late(calendar, families, courses);
    review_more(draw, families, courses, &delayed);
    let mut reviews = Vec::new();
    for (family, course) in courses.iter().enumerate() {
        let mut from = course.anchor;
        for on in course.review_days(calendar) {
            let is_first = from == course.starts;
            reviews.push(Review { family, from, is_first, on, adjourned: None });
            from = on;
        }
        if let Some(&(_, delay)) = delayed.iter().find(|(late, _)| *late == family)
            && let Some(last) = reviews.last_mut()
            && let Some((on, adjourned)) = delayed_until(calendar, last.from, delay)
        {
            last.on = on;
            last.adjourned = adjourned;
        }
    }
    reviews
}

/// Lets as many children go unreviewed as the report's percentage leaves: plans that began in the last three months, those that ended
/// within three months, and then others that ended before their next review was due.
fn choose_reviewed(draw: &mut Draw, families: &[Family], courses: &mut [Course]) {
    let whole: usize = families.iter().map(|family| family.children).sum();
    let mut left = whole - REVIEWED;
    let mut order: Vec<usize> = (0..families.len()).collect();
    draw.shuffle(&mut order);
    let rank = |family: usize| match families[family].end {
        None => 0,
        Some((_, 0)) => 1,
        Some(_) => 2,
    };
    // Single children last, who fill what is left exactly.
    order.sort_by_key(|&family| (rank(family), families[family].children == 1));
    for family in order {
        let children = families[family].children;
        let course = &mut courses[family];
        if course.may_be_unreviewed() && children <= left {
            left -= children;
        } else {
            course.reviews = course.fewest();
        }
    }
}

/// Chooses the families whose last review of the year is late: current plans from before the year, so that nothing follows.
fn choose_late(calendar: &WorkingCalendar, families: &[Family], courses: &[Course]) -> Vec<(usize, Delay)> {
    let errors = LATE.iter().map(|&(children, days)| (children as usize, Delay::Error(days)));
    let rearranged = REARRANGED.iter().zip(RECONVENED).map(|(&why, days)| (1, Delay::Adjourned(why, days)));
    let mut chosen: Vec<(usize, Delay)> = Vec::new();
    for (children, delay) in errors.chain(rearranged) {
        let found = (0..families.len()).find(|&family| {
            let course = &courses[family];
            let days = course.review_days(calendar);
            let from = days.len().checked_sub(2).map_or(course.anchor, |before| days[before]);
            families[family].children == children
                && families[family].end.is_none()
                && 0 < course.reviews
                && course.anchor != course.starts
                && chosen.iter().all(|(other, _)| *other != family)
                && delayed_until(calendar, from, delay).is_some_and(|(on, _)| on <= year().1)
        });
        chosen.extend(found.map(|family| (family, delay)));
    }
    chosen
}

/// Returns the day on which a late review was held and, where it was rearranged, when it should have been and why not. `None` where a
/// day is no working day.
fn delayed_until(
    calendar: &WorkingCalendar,
    from: NaiveDate,
    delay: Delay,
) -> Option<(NaiveDate, Option<(NaiveDate, NotHeld)>)> {
    let rule = Timescale::Earlier(Period::Months(6), Period::Days(183));
    let due = rule.counted_from(from, calendar)?;
    let (on, adjourned) = match delay {
        Delay::Error(days) => (due + Days::new(days as u64), None),
        Delay::Adjourned(why, days) => {
            let first = calendar.on_or_before(due);
            (first + Days::new(days as u64), Some((first, why)))
        }
    };
    (calendar.is_working(on) && due < on).then_some((on, adjourned))
}

/// Reviews families more often, in turn, until the year has its children reviewed; those with a late review stay as they are.
fn review_more(draw: &mut Draw, families: &[Family], courses: &mut [Course], delayed: &[(usize, Delay)]) {
    let held: usize =
        families.iter().zip(courses.iter()).map(|(family, course)| family.children * course.reviews).sum();
    let mut left = REVIEW_CHILDREN.saturating_sub(held);
    let mut order: Vec<usize> = (0..families.len()).collect();
    draw.shuffle(&mut order);
    // Current plans first: they leave more for the last quarter, in which more than a fourth of the conferences were held.
    order.sort_by_key(|&family| families[family].end.is_some());
    let mut is_over = false;
    while 0 < left && !is_over {
        is_over = true;
        for &family in &order {
            let (children, course) = (families[family].children, &mut courses[family]);
            let may = 0 < course.reviews && course.reviews < course.most() && children <= left;
            if may && delayed.iter().all(|(late, _)| *late != family) {
                course.reviews += 1;
                left -= children;
                is_over = false;
            }
        }
    }
}
