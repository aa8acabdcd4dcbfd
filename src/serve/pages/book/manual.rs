//! The form on which somebody chooses everything, what it means, and what it comes to.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use maud::{Markup, html};
use serde::Deserialize;

use super::{HOLD_HOURS, Said};
use crate::check::Score;
use crate::desk::{State as Plan, Step};
use crate::explain::Cost;
use crate::register::{BookingStatus, MeetingIdx};
use crate::rules::Breach;
use crate::serve::acts::booking::{Moving, NotMoved, moved};
use crate::serve::broken::{said_once, words};
use crate::serve::late::{Late, late};
use crate::serve::page::{Field, csrf, sentence, warning};
use crate::serve::pages::meeting::now_fields;
use crate::serve::pages::queue::carry;
use crate::serve::place::{PlaceFields, chair_options, room_options, taker_options};
use crate::serve::session::Visitor;

/// A booking as the form sends it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Booking {
    #[serde(flatten)]
    pub(super) place: PlaceFields,
    /// The version of the booking that was shown, 0 where there was none.
    expected: String,
    #[serde(default)]
    pub(super) action: String,
    #[serde(default)]
    pub(super) why: String,
    /// The filters of the queue that somebody works through.
    #[serde(default)]
    pub(super) queue: String,
    /// Other bookings that move: `MEETING VERSION DATE START CHAIR ROOM [MINUTE_TAKER]`.
    #[serde(default)]
    moved: Vec<String>,
}

/// Returns the form.
pub(super) fn form(plan: &Plan, meeting: MeetingIdx, visitor: &Visitor, said: &Said, queue: &str) -> Markup {
    let register = &plan.register;
    let reference = register.meeting(meeting).reference.as_str();
    let fields = said.fields.clone().unwrap_or_else(|| now_fields(plan, meeting));
    html! {
        h2 class="govuk-heading-m" id="manual" { "Choose everything yourself" }
        form method="post" action={ "/meetings/" (reference) "/book" } {
            (csrf(visitor))
            input type="hidden" name="expected" value=(plan.version(meeting));
            (carry(queue))
            div class="desk-filters" {
                (Field::new("date", "Day").input("date", &fields.date))
                (Field::new("start", "Start").input("time", &fields.start))
                (Field::new("chair", "Chair").select(&chair_options(register), &fields.chair))
                (Field::new("room", "Room").select(&room_options(register), &fields.room))
                (Field::new("minute_taker", "Minute taker").select(&taker_options(register), &fields.minute_taker))
            }
            (Field::new("why", "Why, if somebody should know").hint("References only, no names. 500 characters at most.").input("text", &said.why))
            div class="govuk-button-group" {
                button class="govuk-button govuk-button--secondary" name="action" value="check" { "Check" }
                button class="govuk-button" name="action" value="book" { "Book this" }
                button class="govuk-button govuk-button--secondary" name="action" value="hold" { "Keep free for " (HOLD_HOURS) " hours" }
            }
        }
    }
}

/// Returns the steps that a form means, or what is wrong with it.
pub(super) fn steps(
    plan: &Plan,
    meeting: MeetingIdx,
    given: &Booking,
    now: DateTime<Utc>,
) -> Result<Vec<Step>, NotMoved> {
    let out_of_date = || NotMoved::Faults(vec!["the form is out of date; load the page again".to_owned()]);
    let expected: u64 = given.expected.parse().map_err(|_| out_of_date())?;
    let place = given.place.place(plan).map_err(NotMoved::Faults)?;
    let mut steps = vec![match given.action.as_str() {
        "hold" => Step::Hold { meeting, place, until: now + Duration::hours(HOLD_HOURS), expected },
        _ => Step::Place { meeting, place, status: BookingStatus::Confirmed, expected },
    }];
    let moving: Vec<Moving> =
        given.moved.iter().map(|line| moving(line)).collect::<Option<_>>().ok_or_else(out_of_date)?;
    steps.extend(moved(plan, meeting, &moving)?);
    Ok(steps)
}

/// Reads another booking that moves, as the places' forms have it.
fn moving(line: &str) -> Option<Moving> {
    let mut parts = line.split(' ').map(str::to_owned);
    let (meeting, version) = (parts.next()?, parts.next()?.parse().ok()?);
    let mut part = || parts.next();
    let to = PlaceFields {
        date: part()?,
        start: part()?,
        chair: part()?,
        room: part()?,
        minute_taker: part().unwrap_or_default(),
    };
    Some(Moving { meeting, version, to })
}

/// Returns what the manual form comes to.
pub(super) fn checked(plan: &Plan, steps: &[Step], breaches: &[Breach], score: &Score) -> Markup {
    let more = Cost::between(&plan.verdict().score, score);
    let late = would_be_late(plan, steps);
    html! {
        @if breaches.is_empty() {
            @for (meeting, late) in &late {
                (warning(&html! { "Meeting " (plan.register.meeting(*meeting).reference) " would be " (late.words()) "." }))
            }
            div class="govuk-inset-text" {
                p class="govuk-body" {
                    @if late.is_empty() { strong { "This can be booked: it breaks no rule." } }
                    @else { "It breaks no rule that keeps it from being booked. Look for an earlier place first, and say why it is late." }
                }
                p class="govuk-body govuk-!-margin-bottom-0" {
                    @let words = more.words();
                    @if words.is_empty() { "It changes no cost." } @else { "Against how it stands now: " (words.join(", ")) "." }
                }
            }
        } @else {
            (warning(&html! {
                "This cannot be booked. It breaks:"
                ul class="govuk-list govuk-list--bullet" {
                    @for breach in said_once(&plan.register, breaches) { li { (breach.code) " " (sentence(&words(&plan.register, breach, |meeting| day_of_step(steps, meeting)))) } }
                }
            }))
        }
    }
}

/// Returns the day on which a step puts a meeting.
fn day_of_step(steps: &[Step], meeting: MeetingIdx) -> Option<NaiveDate> {
    steps.iter().find(|step| step.meeting() == meeting).and_then(|step| match step {
        Step::Place { place, .. } | Step::Hold { place, .. } => Some(place.date),
        Step::Release { .. } => None,
    })
}

/// Returns the meetings that steps would put past the date that the law sets for them.
fn would_be_late(plan: &Plan, steps: &[Step]) -> Vec<(MeetingIdx, Late)> {
    let placed = steps.iter().filter_map(|step| match step {
        Step::Place { meeting, place, .. } | Step::Hold { meeting, place, .. } => {
            Some((*meeting, place.date))
        }
        Step::Release { .. } => None,
    });
    placed.filter_map(|(meeting, day)| Some((meeting, late(&plan.register, meeting, day)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_booking_that_moves_is_one_line_of_the_form() {
        let read = moving("M12-0102 7 2012-04-18 10:00 IRO1 home MT1").expect("it is one");
        assert_eq!((read.meeting.as_str(), read.version), ("M12-0102", 7));
        assert_eq!((read.to.room.as_str(), read.to.minute_taker.as_str()), ("home", "MT1"));
        let alone = moving("M12-0102 7 2012-04-18 10:00 IRO1 PRE-1 ").expect("nobody takes the minutes");
        assert_eq!(alone.to.minute_taker, "");
        for wrong in ["", "M12-0102", "M12-0102 x 2012-04-18 10:00 IRO1 home", "M12-0102 7 2012-04-18"] {
            assert!(moving(wrong).is_none(), "{wrong}");
        }
    }
}
