//! Booking a meeting, moving its booking, keeping a place free for it.

use std::cell::Cell;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ask::{Body, Caller, Named, work};
use super::conditions::{condition, etag};
use super::problem::Problem;
use super::shapes::PlaceGiven;
use super::writing::{WriteDone, act, expected, written};
use crate::desk::{Act, State as Plan, Step};
use crate::register::{BookingStatus, MeetingIdx};
use crate::serve::acts::booking::{Moving, moved};
use crate::serve::app::App;
use crate::serve::why;

/// The longest time for which a place is kept free.
const LONGEST_HOLD: Duration = Duration::days(14);

/// How firm a booking is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Firmness {
    /// Moved by people only.
    #[default]
    Confirmed,
    /// May be moved by a plan.
    Proposed,
    /// Kept free for a while: `until` says how long.
    Hold,
}

/// A booking as it is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BookingGiven {
    place: PlaceGiven,
    /// How firm it is to be; `confirmed` where nothing is said.
    #[serde(default)]
    status: Firmness,
    /// Until when the place is kept free, at most 14 days: for a hold, and for nothing else.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<DateTime<Utc>>,
    /// Other bookings that move for it, all at once with it.
    #[serde(default)]
    #[schema(max_items = 10)]
    moves: Vec<MoveGiven>,
    /// Why, for whoever asks later: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    why: String,
}

/// Another meeting's booking that moves. It stays as firm as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveGiven {
    /// The meeting.
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    meeting: String,
    /// The version of its booking that was read.
    #[schema(minimum = 1)]
    version: u64,
    /// Where it goes.
    to: PlaceGiven,
}

/// Books a meeting, or moves its booking, or makes it firmer.
///
/// For a booking that stands, `If-Match` names the version that was read. For a new one there is none, or `If-None-Match: *`.
#[utoipa::path(
    put, path = "/api/v1/meetings/{reference}/booking", tag = "bookings", operation_id = "book", request_body = BookingGiven,
    params(
        ("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = Option<String>, Header, description = "The version that was read, where a booking stands", pattern = "^\"[1-9][0-9]{0,17}\"$"),
        ("if-none-match" = Option<String>, Header, description = "`*`: none may stand", pattern = "^\\*$"),
    ),
    responses(
        (status = 200, description = "The booking was changed", body = WriteDone,
            headers(("etag" = String, description = "The version of the booking since"))),
        (status = 201, description = "The meeting was booked", body = WriteDone,
            headers(("etag" = String, description = "The version of the booking"))),
    ),
)]
pub(crate) async fn book(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    headers: HeaderMap,
    Body(given): Body<BookingGiven>,
) -> Result<Response, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let now = app.clock.now();
        let is_new = Cell::new(false);
        let steps = |plan: &Plan, meeting: MeetingIdx| {
            let expected = expected(plan, meeting, condition)?;
            is_new.set(expected == 0);
            given.steps(plan, meeting, expected, now).map(|steps| Act {
                register: None,
                steps,
                ..Act::default()
            })
        };
        let done = act(app, &visitor, &reference, &given.why, &steps)?;
        let status = if is_new.get() { StatusCode::CREATED } else { StatusCode::OK };
        Ok((status, [etag(done.events.1)], Json(written(app, &reference, &done, done.events.1)?))
            .into_response())
    })
    .await
}

impl BookingGiven {
    /// Returns the steps that are asked for, or everything that is wrong with them.
    fn steps(
        &self,
        plan: &Plan,
        meeting: MeetingIdx,
        expected: u64,
        now: DateTime<Utc>,
    ) -> Result<Vec<Step>, Problem> {
        let firm = firm(self.status, self.until, now);
        let place = self.place.place(plan);
        let (firm, place) = match (firm, place) {
            (Ok(firm), Ok(place)) => (firm, place),
            (firm, place) => {
                return Err(Problem::faults(
                    firm.err().into_iter().chain(place.err().unwrap_or_default()).collect(),
                ));
            }
        };
        let mut steps = vec![match firm {
            Firm::Status(status) => Step::Place { meeting, place, status, expected },
            Firm::Until(until) => Step::Hold { meeting, place, until, expected },
        }];
        steps.extend(moved(plan, meeting, &moving(&self.moves))?);
        Ok(steps)
    }
}

/// How firm a booking is to be, with what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Firm {
    Status(BookingStatus),
    Until(DateTime<Utc>),
}

fn firm(status: Firmness, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Firm, String> {
    match (status, until) {
        (Firmness::Hold, None) => {
            Err("until is missing; wanted a moment until which the place is kept free".to_owned())
        }
        (Firmness::Hold, Some(until)) if until <= now || now + LONGEST_HOLD < until => {
            Err(format!("until is {until}; wanted a moment within {} days from now", LONGEST_HOLD.num_days()))
        }
        (Firmness::Hold, Some(until)) => Ok(Firm::Until(until)),
        (_, Some(_)) => Err("until is given; wanted it for a hold only".to_owned()),
        (Firmness::Confirmed, None) => Ok(Firm::Status(BookingStatus::Confirmed)),
        (Firmness::Proposed, None) => Ok(Firm::Status(BookingStatus::Proposed)),
    }
}

/// Returns the other bookings that are to move.
pub(crate) fn moving(moves: &[MoveGiven]) -> Vec<Moving> {
    let moving =
        |one: &MoveGiven| Moving { meeting: one.meeting.clone(), version: one.version, to: one.to.fields() };
    moves.iter().map(moving).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_has_an_end_and_nothing_else_has() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let hour = now + Duration::hours(1);
        let cases = [
            (Firmness::Confirmed, None, Some(Firm::Status(BookingStatus::Confirmed))),
            (Firmness::Proposed, None, Some(Firm::Status(BookingStatus::Proposed))),
            (Firmness::Hold, Some(hour), Some(Firm::Until(hour))),
            (Firmness::Hold, Some(now + LONGEST_HOLD), Some(Firm::Until(now + LONGEST_HOLD))),
            (Firmness::Hold, None, None),
            (Firmness::Hold, Some(now), None),
            (Firmness::Hold, Some(now + LONGEST_HOLD + Duration::seconds(1)), None),
            (Firmness::Confirmed, Some(hour), None),
        ];
        for (status, until, expected) in cases {
            assert_eq!(firm(status, until, now).ok(), expected, "{status:?} until {until:?}");
        }
    }

    #[test]
    fn a_booking_says_where_and_may_say_how_firm() {
        let read = |more: &str| {
            let text = format!(
                "{{\"place\": {{\"date\": \"2012-04-18\", \"start\": \"10:00\", \"chair\": \"IRO1\", \"room\": \"home\"}}{more}}}"
            );
            serde_json::from_str::<BookingGiven>(&text).ok()
        };
        assert_eq!(read("").map(|given| given.status), Some(Firmness::Confirmed));
        let hold = read(", \"status\": \"hold\", \"until\": \"2012-04-02T12:00:00Z\"").expect("it is a hold");
        assert_eq!((hold.status, hold.until.is_some()), (Firmness::Hold, true));
        for wrong in [
            ", \"status\": \"held\"",
            ", \"firmness\": \"hold\"",
            ", \"until\": \"tomorrow\"",
            ", \"why\": null",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
