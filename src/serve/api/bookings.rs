//! The calendar: bookings of some days, everybody's or the own ones.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, wanted, work};
use super::problem::Problem;
use super::shapes::{BookingShown, Day};
use crate::desk::State as Plan;
use crate::register::{Booking, StaffIdx};
use crate::serve::app::App;
use crate::serve::failure::Failure;

/// Days that are shown where no end is given, the first among them.
const DAYS: u64 = 28;
/// Most days of one call.
const MOST_DAYS: i64 = 100;

/// Which bookings are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BookingsAsked {
    /// The first day; today where none is given.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// The last day, at most 100 days in all; four weeks where none is given.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Day>,
    /// Only with this chair or minute taker.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    person: Option<String>,
    /// Only at this venue.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    venue: Option<String>,
}

/// Which of the own bookings are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DiaryAsked {
    /// The first day; today where none is given.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// The last day, at most 100 days in all; four weeks where none is given.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Day>,
}

/// Bookings of some days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bookings {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    until: NaiveDate,
    /// The bookings that stand, by when they begin.
    bookings: Vec<Booked>,
}

/// A meeting that is booked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Booked {
    /// The meeting.
    meeting: String,
    /// Its kind.
    #[schema(example = "initial_conference")]
    kind: String,
    /// Its district.
    district: Option<String>,
    /// Length of the meeting proper, in minutes.
    minutes: i32,
    booking: BookingShown,
}

/// The bookings of some days.
#[utoipa::path(
    get, path = "/api/v1/bookings", tag = "meetings", operation_id = "bookings", params(BookingsAsked),
    responses((status = 200, description = "The bookings that stand", body = Bookings)),
)]
pub(crate) async fn bookings(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<BookingsAsked>,
) -> Result<Json<Bookings>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let register = &plan.register;
        let days = days_of(register.authority.today, asked.from, asked.until)?;
        let person =
            wanted("person", asked.person.as_ref(), register.staff.iter().map(|staff| &staff.reference))?;
        let venue =
            wanted("venue", asked.venue.as_ref(), register.venues.iter().map(|venue| &venue.reference))?;
        app.seen.note(visitor.who(), "calendar");
        Ok(Json(between(&plan, days, |booking| {
            person.is_none_or(|person| has(booking, person.into()))
                && venue.is_none_or(|venue| booking.venue(register).is_some_and(|own| own.at() == venue))
        })))
    })
    .await
}

/// The own bookings of some days, for an account that is a member of staff of the register.
#[utoipa::path(
    get, path = "/api/v1/diary", tag = "meetings", operation_id = "diary", params(DiaryAsked),
    responses((status = 200, description = "The bookings that stand, chaired or minuted by whoever asks", body = Bookings)),
)]
pub(crate) async fn diary(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<DiaryAsked>,
) -> Result<Json<Bookings>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let days = days_of(plan.register.authority.today, asked.from, asked.until)?;
        let own = visitor.account.person.as_deref();
        let own =
            own.and_then(|own| plan.register.staff.iter().position(|staff| staff.reference.as_str() == own));
        let own = own.ok_or_else(|| {
            Failure::Invalid(
                "this account is no member of staff of the register, so it has no diary".to_owned(),
            )
        })?;
        app.seen.note(visitor.who(), "diary");
        Ok(Json(between(&plan, days, |booking| has(booking, own.into()))))
    })
    .await
}

fn has(booking: &Booking, person: StaffIdx) -> bool {
    booking.iro == Some(person) || booking.minute_taker == Some(person)
}

/// Returns the first and the last day that are asked for.
fn days_of(
    today: NaiveDate,
    from: Option<Day>,
    until: Option<Day>,
) -> Result<(NaiveDate, NaiveDate), Problem> {
    let first = from.map_or(today, |day| day.0);
    let last = until.map_or(first + Days::new(DAYS - 1), |day| day.0);
    if (1..=MOST_DAYS).contains(&((last - first).num_days() + 1)) {
        return Ok((first, last));
    }
    Err(Problem::faults(vec![format!("{first} to {last} are no span; wanted 1 to {MOST_DAYS} days")]))
}

fn between(plan: &Plan, (from, until): (NaiveDate, NaiveDate), wants: impl Fn(&Booking) -> bool) -> Bookings {
    let register = &plan.register;
    let mut found: Vec<&Booking> =
        register.bookings.iter().filter(|b| from <= b.date() && b.date() <= until && wants(b)).collect();
    found.sort_by_key(|booking| (booking.starts, booking.meeting));
    let booked = |booking: &Booking| {
        let row = register.meeting(booking.meeting);
        Some(Booked {
            meeting: row.reference.to_string(),
            kind: register.kind(row).name.to_string(),
            district: register.district(row).map(|at| register.districts[at.at()].reference.to_string()),
            minutes: register.minutes(row),
            booking: BookingShown::of(plan, booking.meeting)?,
        })
    };
    Bookings { from, until, bookings: found.into_iter().filter_map(booked).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn days_are_four_weeks_from_today_where_nothing_is_said() {
        let date = |text: &str| parse_date(text).expect("a date");
        let day = |text: &str| Some(Day(date(text)));
        let today = date("2012-04-02");
        let days = |from, until| days_of(today, from, until).ok();
        assert_eq!(days(None, None), Some((today, date("2012-04-29"))));
        assert_eq!(
            days(day("2012-05-01"), day("2012-05-01")),
            Some((date("2012-05-01"), date("2012-05-01")))
        );
        assert_eq!(
            days(day("2012-05-01"), day("2012-08-08")),
            Some((date("2012-05-01"), date("2012-08-08")))
        );
        assert_eq!(days(day("2012-05-01"), day("2012-08-09")), None, "101 days");
        assert_eq!(days(day("2012-05-02"), day("2012-05-01")), None);
        assert_eq!(days(None, day("2012-04-01")), None);
    }
}
