//! Looking for places at a wished time, with a chair, at a venue.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use maud::{Markup, html};
use serde::Deserialize;

use crate::calendar::{Clock, Span, parse_clock};
use crate::desk::{Filter, State as Plan};
use crate::problem::Problem;
use crate::register::MeetingIdx;
use crate::serve::page::Field;
use crate::serve::pages::queue::carry;
use crate::serve::place::{chair_options, day_of, minutes, staff_of, venue_of, venue_options};
use crate::words;

/// Days of the week as registers and people write them.
const WEEKDAYS: [(&str, &str, Weekday); 5] = [
    ("Mon", "Mondays", Weekday::Mon),
    ("Tue", "Tuesdays", Weekday::Tue),
    ("Wed", "Wednesdays", Weekday::Wed),
    ("Thu", "Thursdays", Weekday::Thu),
    ("Fri", "Fridays", Weekday::Fri),
];

/// What places are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    weekday: String,
    #[serde(default)]
    starts_from: String,
    #[serde(default)]
    starts_until: String,
    #[serde(default)]
    chair: String,
    #[serde(default)]
    venue: String,
    /// Whether other bookings may move.
    #[serde(default)]
    pub(super) moves: String,
    /// The filters of the queue that somebody works through.
    #[serde(default)]
    pub(super) queue: String,
}

impl Search {
    /// Returns a search for any place, for somebody who works through a queue.
    pub(super) fn in_queue(queue: &str) -> Search {
        Search { queue: queue.to_owned(), ..Search::default() }
    }

    pub(super) fn is_any(&self) -> bool {
        let Search { from, until, weekday, starts_from, starts_until, chair, venue, .. } = self;
        [from, until, weekday, starts_from, starts_until, chair, venue]
            .into_iter()
            .any(|field| !field.trim().is_empty())
    }

    /// Returns what is looked for, and what is wrong with it: of each fault the field that it is in.
    pub(super) fn filter(&self, plan: &Plan) -> (Filter, Vec<Wrong>) {
        let register = &plan.register;
        let mut faults: Vec<Wrong> = Vec::new();
        let mut day = |field: &'static str, text: &str| match text.trim() {
            "" => None,
            text => day_of(text).map_err(|fault| faults.push((field, fault))).ok(),
        };
        let (from, until) = (day("from", &self.from), day("until", &self.until));
        let weekday = match self.weekday.trim() {
            "" => None,
            given => WEEKDAYS.iter().find(|(word, ..)| *word == given).map(|(.., day)| *day).or_else(|| {
                faults.push(("weekday", format!("weekday is {given:?}; wanted one of the list")));
                None
            }),
        };
        if let Some(wrong) = no_such_day(from, until, weekday) {
            faults.push(wrong);
        }
        let mut clock = |field: &'static str, text: &str, or: i32| match text.trim() {
            "" => or,
            text => parse_clock(text).map_or_else(
                || {
                    faults.push((field, format!("time is {text:?}; wanted one such as 09:30")));
                    or
                },
                minutes,
            ),
        };
        let span = Span::new(
            clock("starts_from", &self.starts_from, Span::DAY.from),
            clock("starts_until", &self.starts_until, Span::DAY.until),
        );
        if span.until <= span.from {
            let (from, until) = (Clock(span.from), Clock(span.until));
            let wrong =
                format!("no meeting begins from {from} and before {until}: the second time must be later");
            faults.push(("starts_until", wrong));
        }
        let chair = match self.chair.trim() {
            "" => None,
            given => staff_of(register, given).or_else(|| {
                faults.push(("search-chair", format!("chair is {given:?}; wanted one of the list")));
                None
            }),
        };
        let venue = match self.venue.trim() {
            "" => None,
            given => venue_of(register, given).or_else(|| {
                faults.push(("venue", format!("venue is {given:?}; wanted one of the list")));
                None
            }),
        };
        let starts = (span != Span::DAY).then_some(span);
        (Filter { from, until, weekday, starts, chair, venue }, faults)
    }
}

/// The field of the form that a fault is in, and what is wrong.
pub(super) type Wrong = (&'static str, String);

/// Returns why no day at all is meant, where it is so.
fn no_such_day(from: Option<NaiveDate>, until: Option<NaiveDate>, weekday: Option<Weekday>) -> Option<Wrong> {
    let (from, until) = (from?, until?);
    if until < from {
        let (from, until) = (words::date(from), words::date(until));
        return Some(("until", format!("to day, {until}, is before from day, {from}")));
    }
    let wanted = weekday?;
    let plural =
        WEEKDAYS.iter().find(|(.., day)| *day == wanted).map_or("other days", |(_, plural, _)| *plural);
    if from == until && from.weekday() != wanted {
        let is = from.format("%A");
        return Some(("weekday", format!("{} is a {is}, and you asked for {plural}", words::date(from))));
    }
    let is_there =
        from.iter_days().take(7).take_while(|day| *day <= until).any(|day| day.weekday() == wanted);
    (!is_there).then(|| {
        let (from, until) = (words::date(from), words::date(until));
        ("weekday", format!("from {from} to {until} there is none of the {plural} that you asked for"))
    })
}

/// Returns why nothing fits what is looked for, where it is for the days: which days are lawful for the meeting. `lawful` are those, in
/// order.
fn outside(filter: &Filter, lawful: &[NaiveDate]) -> Option<Wrong> {
    let (first, last) = (lawful.first()?, lawful.last()?);
    let can_be = format!(
        "this meeting may be booked on working days from {} to {}",
        words::day(*first),
        words::day(*last)
    );
    if let Some(from) = filter.from.filter(|from| last < from) {
        return Some(("from", format!("{} is too late: {can_be}", words::date(from))));
    }
    if let Some(until) = filter.until.filter(|until| until < first) {
        return Some(("until", format!("{} is too soon: {can_be}", words::date(until))));
    }
    let is_wanted = |day: &NaiveDate| {
        filter.from.is_none_or(|from| from <= *day)
            && filter.until.is_none_or(|until| *day <= until)
            && filter.weekday.is_none_or(|weekday| day.weekday() == weekday)
    };
    if lawful.iter().any(is_wanted) {
        return None;
    }
    let field = if filter.weekday.is_some() { "weekday" } else { "from" };
    Some((field, format!("none of the days that you asked for is one of these: {can_be}")))
}

/// Returns why nothing was found that is looked for, where that can be told from the days alone.
///
/// Cost: the meeting is compiled by itself; it is asked for only where nothing was found.
pub(super) fn why_none(plan: &Plan, meeting: MeetingIdx, filter: &Filter) -> Option<Wrong> {
    if filter.from.is_none() && filter.until.is_none() && filter.weekday.is_none() {
        return None;
    }
    let problem = Problem::of(&plan.register, &plan.travel, &BTreeSet::from([meeting]));
    outside(filter, &problem.requests.first()?.dates)
}

/// Returns the form that looks for a time, with what is wrong beside its fields.
pub(super) fn form(plan: &Plan, search: &Search, reference: &str, faults: &[Wrong]) -> Markup {
    let field = |name: &'static str, label: &'static str| {
        let error = faults.iter().find(|fault| fault.0 == name).map(|fault| fault.1.as_str());
        Field { error, ..Field::new(name, label) }
    };
    html! {
        h2 class="govuk-heading-m" { "Look for a time" }
        form method="get" action={ "/meetings/" (reference) "/book" } class="desk-filters" {
            (carry(&search.queue))
            (field("from", "From day").input("date", &search.from))
            (field("until", "To day").input("date", &search.until))
            (field("weekday", "On").select(&weekdays(), &search.weekday))
            (field("starts_from", "Beginning from").input("time", &search.starts_from))
            (field("starts_until", "Beginning before").input("time", &search.starts_until))
            div { (select_as("search-chair", "chair", "With chair", &any(chair_options(&plan.register), "Any chair"), &search.chair)) }
            (field("venue", "At venue").select(&venue_options(&plan.register), &search.venue))
            button class="govuk-button govuk-button--secondary" { "Look" }
        }
    }
}

fn weekdays() -> Vec<(String, String)> {
    let days = WEEKDAYS.iter().map(|(word, plural, _)| ((*word).to_owned(), (*plural).to_owned()));
    std::iter::once((String::new(), "any day of the week".to_owned())).chain(days).collect()
}

fn any(mut options: Vec<(String, String)>, words: &str) -> Vec<(String, String)> {
    if let Some(blank) = options.first_mut() {
        words.clone_into(&mut blank.1);
    }
    options
}

/// Returns a choice whose id is another than its name, for a page with two of that name.
fn select_as(id: &str, name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            select class="govuk-select" id=(id) name=(name) {
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn days_that_cannot_be_are_said_by_field() {
        // 2 April 2012 is a Monday.
        let cases = [
            ("2012-04-02", "2012-04-02", None, None),
            ("2012-04-02", "2012-04-02", Some(Weekday::Mon), None),
            ("2012-04-02", "2012-04-08", Some(Weekday::Fri), None),
            (
                "2012-04-02",
                "2012-04-01",
                None,
                Some(("until", "to day, 1 April 2012, is before from day, 2 April 2012")),
            ),
            (
                "2012-04-02",
                "2012-04-02",
                Some(Weekday::Tue),
                Some(("weekday", "2 April 2012 is a Monday, and you asked for Tuesdays")),
            ),
            (
                "2012-04-02",
                "2012-04-04",
                Some(Weekday::Fri),
                Some((
                    "weekday",
                    "from 2 April 2012 to 4 April 2012 there is none of the Fridays that you asked for",
                )),
            ),
        ];
        for (from, until, weekday, expected) in cases {
            let said = no_such_day(parse_date(from), parse_date(until), weekday);
            let said = said.as_ref().map(|(field, words)| (*field, words.as_str()));
            assert_eq!(said, expected, "{from} to {until} {weekday:?}");
        }
        assert_eq!(no_such_day(None, parse_date("2012-04-02"), Some(Weekday::Tue)), None);
    }

    #[test]
    fn a_wish_outside_the_lawful_days_is_told_them() {
        // Wednesday to Friday, and the Monday after.
        let lawful: Vec<NaiveDate> = ["2012-04-11", "2012-04-12", "2012-04-13", "2012-04-16"]
            .iter()
            .filter_map(|day| parse_date(day))
            .collect();
        let filter = |from: &str, until: &str, weekday| Filter {
            from: parse_date(from),
            until: parse_date(until),
            weekday,
            ..Filter::default()
        };
        let field = |filter: Filter| outside(&filter, &lawful).map(|(field, _)| field);
        let cases = [
            (filter("2012-04-11", "2012-04-11", None), None),
            (filter("", "", Some(Weekday::Mon)), None),
            (filter("2012-04-17", "", None), Some("from")),
            (filter("", "2012-04-10", None), Some("until")),
            (filter("2012-04-14", "2012-04-15", None), Some("from")),
            (filter("", "", Some(Weekday::Tue)), Some("weekday")),
        ];
        for (filter, expected) in cases {
            assert_eq!(field(filter), expected, "{filter:?}");
        }
        let (_, words) = outside(&filter("2012-04-17", "", None), &lawful).expect("it is too late");
        assert_eq!(
            words,
            "17 April 2012 is too late: this meeting may be booked on working days from Wed 11 April 2012 to Mon 16 April 2012"
        );
        assert_eq!(
            outside(&filter("2012-04-17", "", None), &[]),
            None,
            "no day at all is lawful: that is said elsewhere"
        );
    }
}
