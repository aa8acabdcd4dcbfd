//! The calendar by day or week: what each chair, venue or minute taker has, with hours, leave, closures and journeys; the list of a building's
//! reception; somebody's own week.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, work};
use super::calendar_shapes::{DayOfRow, RowOfDays, SpanShown, row_of_days};
use super::problem::Problem;
use super::shapes::Day;
use crate::calendar::Clock;
use crate::desk::State as Plan;
use crate::register::{RoomChoice, StaffIdx, VenueIdx};
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::pages::calendar::agenda::{Who, usual_hours};
use crate::serve::pages::calendar::board::{self, Board, bookings_on, is_booked};
use crate::serve::pages::calendar::{days, diary, print};
use crate::serve::place::staff_of;

/// How much is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ViewAsked {
    /// A week.
    Week,
    /// One day.
    Day,
}

/// Whose rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowsBy {
    /// Chairs.
    Chair,
    /// Venues.
    Venue,
    /// Minute takers.
    MinuteTaker,
}

/// What is wanted of the calendar.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CalendarAsked {
    /// A week where nothing is said.
    #[param(inline)]
    view: Option<ViewAsked>,
    /// Chairs where nothing is said.
    #[param(inline)]
    by: Option<RowsBy>,
    /// A day of the week; today where none is given.
    #[param(value_type = Option<String>, format = Date)]
    date: Option<Day>,
    /// Only this chair, venue (`home` for homes) or minute taker.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    who: Option<String>,
}

impl CalendarAsked {
    /// Returns it as the page's address says it.
    fn asked(self) -> board::Asked {
        let view = match self.view {
            Some(ViewAsked::Day) => "day",
            Some(ViewAsked::Week) | None => "week",
        };
        let by = match self.by {
            Some(RowsBy::Venue) => "venue",
            Some(RowsBy::MinuteTaker) => "minute_taker",
            Some(RowsBy::Chair) | None => "chair",
        };
        board::Asked {
            view: view.to_owned(),
            by: by.to_owned(),
            date: date_text(self.date),
            who: self.who.unwrap_or_default(),
        }
    }
}

fn date_text(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.0.to_string())
}

/// Some days of the calendar.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CalendarShown {
    /// The days: of a weekend only those on which something is booked.
    days: Vec<DayShown>,
    /// The hours that most people work on most days: where a day of a person says nothing else, they are theirs.
    usual_hours: Vec<SpanShown>,
    /// A row for each.
    rows: Vec<RowOfDays>,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayShown {
    /// Which.
    #[schema(value_type = String, format = Date)]
    date: NaiveDate,
    /// Why it is no working day, where it is none.
    closed: Option<String>,
}

fn day_shown(plan: &Plan, date: NaiveDate) -> DayShown {
    DayShown { date, closed: days::why_closed(&plan.register, date).map(str::to_owned) }
}

/// The calendar of a day or a week.
#[utoipa::path(
    get, path = "/api/v1/calendar", tag = "meetings", operation_id = "calendar", params(CalendarAsked),
    responses((status = 200, description = "The calendar", body = CalendarShown)),
)]
pub(crate) async fn calendar(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<CalendarAsked>,
) -> Result<Json<CalendarShown>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "calendar");
        let board = Board::new(&plan, &asked.asked(), false);
        if !board.faults.is_empty() {
            return Err(Problem::faults(board.faults));
        }
        let rows = board.rows.iter().map(|&who| row_of_days(&plan, who, &board.days, &board.bookings));
        Ok(Json(CalendarShown {
            days: board.days.iter().map(|&day| day_shown(&plan, day)).collect(),
            usual_hours: board.usual.iter().map(|&span| span.into()).collect(),
            rows: rows.collect(),
        }))
    })
    .await
}

/// What is wanted of the list for a reception.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceptionAsked {
    /// The building; every one where something is booked, where none is given.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    venue: Option<String>,
    /// The first day; today where none is given.
    #[param(value_type = Option<String>, format = Date)]
    date: Option<Day>,
    /// How many days.
    #[param(minimum = 1, maximum = 5, default = 1)]
    days: Option<u32>,
}

/// The lists of buildings for their receptions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceptionShown {
    /// The buildings.
    venues: Vec<ReceptionOf>,
}

/// The list of a building for its reception.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceptionOf {
    /// The building.
    venue: String,
    /// Its days.
    days: Vec<ReceptionDay>,
}

/// A day of a building.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceptionDay {
    /// Which.
    #[schema(value_type = String, format = Date)]
    date: NaiveDate,
    /// What is booked, in order of time.
    bookings: Vec<ReceptionRow>,
}

/// A conference as a reception needs to know it: nothing of what it is about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceptionRow {
    /// From when to when people are there.
    when: SpanShown,
    /// From when to when the room is needed, with the time before and after.
    room_needed: SpanShown,
    /// Whether it will stay unless somebody moves it: a place kept free, and a proposal, may still go.
    is_settled: bool,
    /// The room.
    room: Option<String>,
    /// The meeting.
    meeting: String,
    /// Who chairs.
    chair: Option<String>,
    /// Who takes the minutes.
    minute_taker: Option<String>,
}

/// The list of a building for its reception.
#[utoipa::path(
    get, path = "/api/v1/calendar/reception", tag = "meetings", operation_id = "reception", params(ReceptionAsked),
    responses((status = 200, description = "The list", body = ReceptionShown)),
)]
pub(crate) async fn reception(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<ReceptionAsked>,
) -> Result<Json<ReceptionShown>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "calendar");
        let wanted = print::Asked {
            venue: asked.venue.unwrap_or_default(),
            date: date_text(asked.date),
            days: asked.days.map_or_else(String::new, |days| days.to_string()),
        };
        let list = print::List::new(&plan, &wanted);
        if !list.faults.is_empty() {
            return Err(Problem::faults(list.faults));
        }
        let of = |&venue: &VenueIdx| ReceptionOf {
            venue: plan.register.venues[venue.at()].reference.to_string(),
            days: list.days.iter().map(|&day| reception_day(&plan, &list, venue, day)).collect(),
        };
        Ok(Json(ReceptionShown { venues: list.venues.iter().map(of).collect() }))
    })
    .await
}

fn reception_day(plan: &Plan, list: &print::List<'_>, venue: VenueIdx, date: NaiveDate) -> ReceptionDay {
    let register = &plan.register;
    let person = |person: Option<StaffIdx>| person.map(|at| register.staff[at.at()].reference.to_string());
    let row = |booking: &crate::register::Booking| {
        let meeting = register.meeting(booking.meeting);
        ReceptionRow {
            when: register.attendance(meeting, booking.start()).into(),
            room_needed: register.chair_occupation(meeting, booking.start()).into(),
            is_settled: print::is_settled(plan, booking),
            room: match booking.room {
                Some(RoomChoice::Room(room)) => Some(register.rooms[room.at()].reference.to_string()),
                Some(RoomChoice::Home) | None => None,
            },
            meeting: meeting.reference.to_string(),
            chair: person(booking.iro),
            minute_taker: person(booking.minute_taker),
        }
    };
    ReceptionDay { date, bookings: list.on(register, venue, date).into_iter().map(row).collect() }
}

/// Which week is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WeekAsked {
    /// A day of the week; today where none is given.
    #[param(value_type = Option<String>, format = Date)]
    date: Option<Day>,
}

/// Somebody's own week.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnWeek {
    /// Who.
    person: String,
    /// The hours that most people work on most days.
    usual_hours: Vec<SpanShown>,
    /// The days.
    days: Vec<OwnDay>,
}

/// A day of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnDay {
    #[serde(flatten)]
    day: DayOfRow,
    /// Why it is no working day, where it is none.
    closed: Option<String>,
    /// The journey from the base, where there is one.
    out: Option<EndShown>,
    /// The journey back to the base, where there is one.
    back: Option<EndShown>,
}

/// A journey from or to the base.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EndShown {
    /// How long it takes.
    minutes: i32,
    /// By when to leave the base, or when one is back.
    #[schema(example = "08:40")]
    at: String,
}

/// The own week with its places and journeys, for an account that is a member of staff of the register.
#[utoipa::path(
    get, path = "/api/v1/diary/week", tag = "meetings", operation_id = "own_week", params(WeekAsked),
    responses((status = 200, description = "The week", body = OwnWeek)),
)]
pub(crate) async fn own_week(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<WeekAsked>,
) -> Result<Json<OwnWeek>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let register = &plan.register;
        let own = visitor.account.person.as_deref().and_then(|own| staff_of(register, own));
        let own = own.ok_or_else(|| {
            Failure::Invalid(
                "this account is no member of staff of the register, so it has no diary".to_owned(),
            )
        })?;
        app.seen.note(visitor.who(), "diary");
        let (date, fault) = days::asked(&date_text(asked.date), register.authority.today);
        if let Some(fault) = fault {
            return Err(Problem::faults(vec![fault]));
        }
        let dates = days::week(days::monday(date), |day| is_booked(register, day));
        let bookings = bookings_on(register, &dates);
        let row = row_of_days(&plan, Who::Person(own), &dates, &bookings);
        let own_day = |day: DayOfRow| {
            let theirs: Vec<_> = bookings
                .iter()
                .filter(|booking| booking.date() == day.date && Who::Person(own).has(register, booking))
                .copied()
                .collect();
            let (out, back) = diary::ends(&plan, own, &theirs);
            let end = |(minutes, at): (i32, i32)| EndShown { minutes, at: Clock(at).to_string() };
            OwnDay {
                closed: days::why_closed(register, day.date).map(str::to_owned),
                day,
                out: out.map(end),
                back: back.map(end),
            }
        };
        Ok(Json(OwnWeek {
            person: row.who,
            usual_hours: usual_hours(register).iter().map(|&span| span.into()).collect(),
            days: row.days.into_iter().map(own_day).collect(),
        }))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_what_the_page_is_asked_for() {
        let asked = |text: &str| {
            let asked: CalendarAsked = serde_html_form::from_str(text).ok()?;
            let asked = asked.asked();
            Some([asked.view, asked.by, asked.date, asked.who])
        };
        let cases: [(&str, Option<[&str; 4]>); 5] = [
            ("", Some(["week", "chair", "", ""])),
            ("view=day&by=minute_taker", Some(["day", "minute_taker", "", ""])),
            ("date=2012-04-18&who=IRO1&by=venue", Some(["week", "venue", "2012-04-18", "IRO1"])),
            ("view=month", None),
            ("district=PRE", None),
        ];
        for (text, expected) in cases {
            assert_eq!(asked(text), expected.map(|all| all.map(str::to_owned)), "{text}");
        }
    }
}
