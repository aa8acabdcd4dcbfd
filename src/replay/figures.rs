//! The figures of a month, or of the year: the one list that tables, reports and files go by.

use super::outcome::{Group, Month};

/// What a figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Unit {
    Meetings,
    Children,
    Households,
    Minutes,
    Hours,
    /// A share of 1.
    Share,
    ChildrenAPost,
    Posts,
    MinutesAMeeting,
    MeetingsAWeek,
    Requests,
    /// A ratio.
    Times,
    Bookings,
}

impl Unit {
    /// Returns the unit as words after a number; shares are written as percentages.
    pub fn words(self) -> &'static str {
        match self {
            Unit::Meetings => "meetings",
            Unit::Children => "children",
            Unit::Households => "households",
            Unit::Minutes => "minutes",
            Unit::Hours => "hours",
            Unit::Share => "%",
            Unit::ChildrenAPost => "children a post",
            Unit::Posts => "full-time posts",
            Unit::MinutesAMeeting => "minutes a meeting",
            Unit::MeetingsAWeek => "meetings a full-time week",
            Unit::Requests => "requests",
            Unit::Times => "times",
            Unit::Bookings => "bookings",
        }
    }
}

/// A figure of a month or a year.
pub struct Figure {
    /// Its key in files.
    pub key: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// Its value; `None` where there is nothing to divide by.
    pub of: fn(&Month) -> Option<f64>,
}

const fn figure(key: &'static str, title: &'static str, unit: Unit, of: fn(&Month) -> Option<f64>) -> Figure {
    Figure { key, title, unit, of }
}

fn count(number: u32) -> Option<f64> {
    Some(f64::from(number))
}

fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

fn share(part: u32, whole: u32) -> Option<f64> {
    ratio(i64::from(part), i64::from(whole))
}

fn hours(minutes: i64) -> Option<f64> {
    Some(minutes as f64 / 60.0)
}

/// Every figure, in the order in which tables list them.
pub const FIGURES: &[Figure] = &[
    figure("initial_meetings", "initial conferences held", Unit::Meetings, |m| {
        count(m.held[Group::Initial as usize].meetings)
    }),
    figure("initial_children", "children at initial conferences", Unit::Children, |m| {
        count(m.held[Group::Initial as usize].children)
    }),
    figure("review_meetings", "review conferences held", Unit::Meetings, |m| count(m.reviews().meetings)),
    figure("review_children", "children at review conferences", Unit::Children, |m| {
        count(m.reviews().children)
    }),
    figure("strategy_meetings", "strategy meetings held", Unit::Meetings, |m| {
        count(m.held[Group::Strategy as usize].meetings)
    }),
    figure("all_meetings", "all meetings held", Unit::Meetings, |m| count(m.all_held().meetings)),
    figure("late_review_meetings", "reviews after their statutory date", Unit::Meetings, |m| {
        count(m.late_reviews.meetings)
    }),
    figure("late_review_children", "children reviewed after the statutory date", Unit::Children, |m| {
        count(m.late_reviews.children)
    }),
    figure("late_by_adjournment_children", "of these, because of an adjournment", Unit::Children, |m| {
        count(m.late_by_adjournment.children)
    }),
    figure("reviews_in_time", "review conferences held in time", Unit::Share, |m| {
        share(m.reviews().meetings - m.late_reviews.meetings, m.reviews().meetings)
    }),
    figure("initial_in_time", "initial conferences within 15 working days", Unit::Share, |m| {
        let all = m.held[Group::Initial as usize].meetings;
        share(m.initial_in_time.meetings, all)
    }),
    figure("travel_chairs", "chairs on the road", Unit::Hours, |m| hours(m.travel.chairs)),
    figure("travel_minute_takers", "minute takers on the road", Unit::Hours, |m| {
        hours(m.travel.minute_takers)
    }),
    figure("travel_families", "families on the road, one way", Unit::Hours, |m| hours(m.travel.families)),
    figure("travel_a_meeting", "a chair's journeys for each meeting", Unit::MinutesAMeeting, |m| {
        ratio(m.travel.chairs, i64::from(m.all_held().meetings))
    }),
    figure(
        "handovers",
        "children given another chair than their own, who was in post",
        Unit::Children,
        |m| count(m.handovers.children),
    ),
    figure(
        "chairs_left",
        "children given a new chair because theirs had left or a new one started",
        Unit::Children,
        |m| count(m.chairs_left.children),
    ),
    figure("out_of_district", "meetings that a family came to out of its district", Unit::Meetings, |m| {
        count(m.out_of_district.meetings)
    }),
    figure("adjourned", "conferences adjourned", Unit::Meetings, |m| count(m.adjourned.iter().sum())),
    figure("broken", "bookings that illness broke", Unit::Bookings, |m| count(m.broken)),
    figure("put_off", "meetings that illness put off to another day", Unit::Meetings, |m| count(m.put_off)),
    figure("starts", "plans started", Unit::Children, |m| count(m.starts)),
    figure("ends", "plans ended", Unit::Children, |m| count(m.ends)),
    figure("open_children", "children with a plan at the end", Unit::Children, |m| count(m.open_children)),
    figure("open_households", "households with a plan at the end", Unit::Households, |m| {
        count(m.open_households)
    }),
    figure("waiting", "requests not booked at the end", Unit::Requests, |m| count(m.waiting)),
    figure("fte", "chairs in post at the end", Unit::Posts, |m| Some(m.fte as f64 / 1000.0)),
    figure("effective_fte", "chairs in post at the end, new starters at their share", Unit::Posts, |m| {
        Some(m.effective_fte as f64 / 1000.0)
    }),
    figure("caseload", "children for each effective post at the end", Unit::ChildrenAPost, |m| {
        Some(m.caseload as f64 / 1000.0)
    }),
    figure("least_caseload", "least caseload of the months", Unit::ChildrenAPost, |m| {
        Some(m.least_caseload as f64 / 1000.0)
    }),
    figure("most_caseload", "most caseload of the months", Unit::ChildrenAPost, |m| {
        Some(m.most_caseload as f64 / 1000.0)
    }),
    figure("hours_available", "chairs' casework hours", Unit::Hours, |m| hours(m.hours.available)),
    figure("hours_needed", "hours that the meetings held asked for", Unit::Hours, |m| {
        hours(m.hours.needed.all())
    }),
    figure("hours_needed_share", "hours asked for of those there were", Unit::Share, |m| {
        ratio(m.hours.needed.all(), m.hours.available)
    }),
    figure("forms_asked", "quality forms asked for", Unit::Meetings, |m| count(m.hours.forms.asked)),
    figure("forms_done", "quality forms done", Unit::Meetings, |m| count(m.hours.forms.in_time)),
    figure("forms_share", "quality forms done of those asked for", Unit::Share, |m| {
        share(m.hours.forms.in_time, m.hours.forms.asked)
    }),
    figure(
        "forms_share_of_children",
        "quality forms done for each child at a conference",
        Unit::Share,
        |m| {
            let conferences = m.held[Group::Initial as usize].children + m.reviews().children;
            share(m.hours.forms.in_time, conferences)
        },
    ),
    figure("minutes_in_time", "minutes signed off in time", Unit::Share, |m| {
        share(m.hours.minutes.in_time, m.hours.minutes.in_time + m.hours.minutes.late)
    }),
    figure("minutes_waiting", "minutes waiting for sign-off at the end", Unit::Meetings, |m| {
        count(m.hours.minutes.waiting)
    }),
    figure("sheets_in_time", "decision sheets in time", Unit::Share, |m| {
        share(m.hours.sheets.in_time, m.hours.sheets.in_time + m.hours.sheets.late)
    }),
    figure("other_done", "audit and cluster meetings that there was time for", Unit::Share, |m| {
        ratio(m.hours.other_done, m.hours.other_asked)
    }),
    figure("toil_earned", "time off in lieu earned", Unit::Hours, |m| hours(m.hours.toil_earned)),
    figure("toil_bank", "time off in lieu owed at the end", Unit::Hours, |m| hours(m.hours.toil_bank)),
    figure("preparation_cut", "preparation not done", Unit::Hours, |m| hours(m.hours.preparation_cut)),
    figure("beyond", "hours beyond all that could give way", Unit::Hours, |m| hours(m.hours.beyond)),
    figure(
        "achievable",
        "meetings that a full-time week has time for, as travelled",
        Unit::MeetingsAWeek,
        |m| achievable(m),
    ),
];

/// Returns the meetings that a full-time week of a chair has time for, with everything that belongs to them and the
/// journeys as they were booked: what the forecast takes its capacity from.
pub fn achievable(month: &Month) -> Option<f64> {
    let hours = &month.hours;
    let a_week = ratio(hours.available * 1000, hours.chair_weeks)?;
    let a_meeting = ratio(hours.needed.all(), i64::from(hours.meetings))?;
    (0.0 < a_meeting).then(|| a_week / a_meeting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn every_figure_has_its_own_key() {
        let mut keys: Vec<&str> = FIGURES.iter().map(|figure| figure.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), FIGURES.len());
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        let day = parse_date("2011-04-01").expect("a date");
        let empty = Month::new(day, day);
        for figure in FIGURES {
            assert!((figure.of)(&empty).is_none_or(f64::is_finite), "{}", figure.key);
        }
    }
}
