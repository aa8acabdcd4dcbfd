//! Booking a meeting, moving and giving up its booking, and what that would break.
//!
//! Each write names the booking that it is about (see [`super::conditions`]), is judged by the referee on the plan as it then stands, and
//! is done wholly or not at all.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, MaybeBody, Named, work};
use super::conditions::{Condition, condition, etag};
use super::places::alternatives;
use super::problem::{Problem, ProblemDocument};
use super::shapes::{BreachShown, ChangedShown, CostShown, EventsShown, PlaceGiven, breaches, changed};
use crate::desk::{Act, DeskError, Done, State as Plan, Step};
use crate::events::{self, Event};
use crate::register::{BookingStatus, MeetingIdx};
use crate::serve::acts::booking::gone;
use crate::serve::app::App;
use crate::serve::place::meeting_of;
use crate::serve::session::Visitor;
use crate::store::StoreError;

/// The longest time for which a place is kept free.
const LONGEST_HOLD: Duration = Duration::days(14);
/// Most other bookings that move with one.
const MOST_MOVES: usize = 10;
/// The rule that nobody and nothing is in two meetings at once: who breaks it was not first.
const CLASH: &str = "H06";

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
    #[schema(inline, default = "confirmed")]
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
    #[serde(default)]
    #[schema(max_length = 4000)]
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

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WriteDone {
    /// The meeting.
    meeting: String,
    /// The version of its booking since, 0 where none stands any more.
    version: u64,
    /// The events of it: what an undoing names.
    events: EventsShown,
    /// The difference of cost that it makes.
    cost: CostShown,
    /// What that changed, and who must be told.
    changed: Vec<ChangedShown>,
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
        steps.extend(moved(plan, meeting, &self.moves)?);
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

/// Returns the steps of the other bookings that move.
fn moved(plan: &Plan, meeting: MeetingIdx, moves: &[MoveGiven]) -> Result<Vec<Step>, Problem> {
    if MOST_MOVES < moves.len() {
        return Err(Problem::faults(vec![format!(
            "{} bookings move; {MOST_MOVES} are the most",
            moves.len()
        )]));
    }
    let mut steps: Vec<Step> = Vec::new();
    for one in moves {
        let fault = |what: String| Problem::faults(vec![what]);
        let other = plan.meeting(&one.meeting).filter(|&other| other != meeting);
        let other = other.filter(|&other| steps.iter().all(|step| step.meeting() != other));
        let other = other
            .ok_or_else(|| fault(format!("{:?} moves; wanted another meeting, each once", one.meeting)))?;
        let now = plan.booking(other).filter(|now| now.status != BookingStatus::Held);
        let (Some(now), true) = (now, plan.version(other) == one.version) else {
            let detail = format!(
                "the booking of meeting {} that was to move has changed\nlook for places again",
                one.meeting
            );
            return Err(Problem::new(StatusCode::CONFLICT, "changed", detail));
        };
        if plan.is_on_hold(other) {
            let detail = format!("meeting {} has its place on hold only, which does not move", one.meeting);
            return Err(Problem::new(StatusCode::CONFLICT, "changed", detail));
        }
        let place = one.to.place(plan).map_err(Problem::faults)?;
        steps.push(Step::Place { meeting: other, place, status: now.status, expected: one.version });
    }
    Ok(steps)
}

/// Returns the version of the booking that a write is about, 0 for a new one.
fn expected(plan: &Plan, meeting: MeetingIdx, condition: Condition) -> Result<u64, Problem> {
    let reference = plan.register.meeting(meeting).reference.to_string();
    let version = plan.version(meeting);
    let about = |status, code: &str, detail: String| ProblemDocument {
        version: Some(version),
        ..ProblemDocument::new(status, code, detail)
    };
    if plan.booking(meeting).is_some_and(|booking| booking.status == BookingStatus::Held) {
        let detail = format!("meeting {reference} took place; its booking stays as it was");
        return Err(about(StatusCode::CONFLICT, "took_place", detail).into());
    }
    match (condition, version) {
        (Condition::Version(read), _) => Ok(read),
        (Condition::New | Condition::Unsaid, 0) => Ok(0),
        (Condition::New, _) => {
            let detail = StoreError::AlreadyBooked { meeting: reference }.to_string();
            let problem = about(StatusCode::CONFLICT, "already_booked", detail);
            Err(ProblemDocument { alternatives: alternatives(plan, meeting), ..problem }.into())
        }
        (Condition::Unsaid, _) => {
            let detail = format!(
                "meeting {reference} is booked, and the request does not say which booking it is about\n\
                 read it, then send its ETag as if-match"
            );
            Err(about(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", detail).into())
        }
    }
}

/// Does something about a meeting. What `steps` says no to goes to the caller as it is.
fn act(
    app: &App,
    visitor: &Visitor,
    reference: &str,
    why: &str,
    steps: &dyn Fn(&Plan, MeetingIdx) -> Result<Act, Problem>,
) -> Result<Done, Problem> {
    meeting_of(&*app.state()?, reference)?;
    let said_no = RefCell::new(None);
    let act = |plan: &Plan| -> Result<Act, DeskError> {
        let meeting = plan.meeting(reference).ok_or_else(|| gone(reference))?;
        steps(plan, meeting).map_err(|problem| {
            said_no.replace(Some(problem));
            gone(reference)
        })
    };
    let done = app.desk.act(&app.by(visitor.who(), why), app.clock.today(), &act);
    match (done, said_no.into_inner()) {
        (Ok(done), _) => Ok(done),
        (Err(_), Some(problem)) => Err(problem),
        (Err(error), None) => Err(refused(app, reference, error)),
    }
}

/// Returns why something was not done, with what there is instead.
fn refused(app: &App, reference: &str, error: DeskError) -> Problem {
    let Ok(plan) = app.state() else { return error.into() };
    let Some(meeting) = plan.meeting(reference) else { return error.into() };
    let code = match &error {
        DeskError::Breaks(broken) if broken.iter().any(|breach| breach.code == CLASH) => "taken",
        DeskError::Breaks(_) => "breaks_rules",
        DeskError::Store(StoreError::Taken { .. }) => "taken",
        DeskError::Store(StoreError::AlreadyBooked { .. }) => "already_booked",
        DeskError::Store(StoreError::Stale { .. } | StoreError::NotBooked { .. }) => "stale",
        _ => return error.into(),
    };
    let status = match code {
        "breaks_rules" => StatusCode::UNPROCESSABLE_ENTITY,
        "stale" => StatusCode::PRECONDITION_FAILED,
        _ => StatusCode::CONFLICT,
    };
    let problem = ProblemDocument::new(status, code, error.to_string());
    let broken =
        if let DeskError::Breaks(broken) = &error { breaches(&plan.register, broken) } else { Vec::new() };
    let instead = if code == "stale" { Vec::new() } else { alternatives(&plan, meeting) };
    ProblemDocument {
        breaches: broken,
        alternatives: instead,
        version: Some(plan.version(meeting)),
        ..problem
    }
    .into()
}

fn written(app: &App, reference: &str, done: &Done, version: u64) -> Result<WriteDone, Problem> {
    let (first, last) = done.events;
    let plan = app.state()?;
    Ok(WriteDone {
        meeting: reference.to_owned(),
        version,
        events: EventsShown { first, last },
        cost: CostShown::of(&done.after.minus(&done.before)),
        changed: changed(&plan, &app.desk.changed(&plan, first, last)?),
    })
}

/// Why something is given up.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// Why, for whoever asks later: references only, no names.
    #[serde(default)]
    #[schema(max_length = 4000)]
    why: String,
}

/// Gives up a booking: the meeting goes back to the queue.
#[utoipa::path(
    delete, path = "/api/v1/meetings/{reference}/booking", tag = "bookings", operation_id = "release",
    request_body(content = Option<Why>, description = "Why; it may be left out"),
    params(
        ("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The booking was given up", body = WriteDone)),
)]
pub(crate) async fn release(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    headers: HeaderMap,
    MaybeBody(given): MaybeBody<Why>,
) -> Result<Json<WriteDone>, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let steps = |plan: &Plan, meeting: MeetingIdx| match expected(plan, meeting, condition)? {
            0 => {
                let detail = format!("there is no booking of meeting {reference}");
                Err(Problem::new(StatusCode::NOT_FOUND, "not_booked", detail))
            }
            expected => {
                Ok(Act { register: None, steps: vec![Step::Release { meeting, expected }], ..Act::default() })
            }
        };
        let done = act(app, &visitor, &reference, &given.why, &steps)?;
        written(app, &reference, &done, 0).map(Json)
    })
    .await
}

/// Why a meeting does not take place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// Why, which is kept in the record: references only, no names.
    #[schema(min_length = 1, max_length = 4000)]
    reason: String,
}

/// Cancels a meeting, which then leaves the queue and the calendar.
#[utoipa::path(
    post, path = "/api/v1/meetings/{reference}/cancel", tag = "bookings", operation_id = "cancel", request_body = Reason,
    params(
        ("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = Option<String>, Header, description = "The version that was read, where a booking stands", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The meeting was cancelled", body = WriteDone)),
)]
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    headers: HeaderMap,
    Body(given): Body<Reason>,
) -> Result<Json<WriteDone>, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let reason = given.reason.trim();
        if reason.is_empty() {
            let fault = "reason is empty; wanted one, because it is kept in the record";
            return Err(Problem::faults(vec![fault.to_owned()]));
        }
        let steps = |plan: &Plan, meeting: MeetingIdx| {
            let expected = expected(plan, meeting, condition)?;
            let happened = events::apply(&plan.register, &[Event::Cancelled { meeting }])
                .map_err(|faults| Problem::faults(faults.iter().map(ToString::to_string).collect()))?;
            let steps = if expected == 0 { Vec::new() } else { vec![Step::Release { meeting, expected }] };
            Ok(Act { register: Some(happened.register), steps, about: vec![reference.clone()] })
        };
        let done = act(app, &visitor, &reference, reason, &steps)?;
        written(app, &reference, &done, 0).map(Json)
    })
    .await
}

/// A place to be judged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckGiven {
    place: PlaceGiven,
    /// Other bookings that would move for it.
    #[serde(default)]
    #[schema(max_items = 10)]
    moves: Vec<MoveGiven>,
}

/// What a place comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// Whether it could be booked as the plan stands.
    is_lawful: bool,
    /// Every hard rule that it would break.
    breaches: Vec<BreachShown>,
    /// What it would cost more than the plan as it stands.
    cost: CostShown,
}

/// Says what a place would break and cost. Nothing is changed.
#[utoipa::path(
    post, path = "/api/v1/meetings/{reference}/check", tag = "bookings", operation_id = "check", request_body = CheckGiven,
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "What it would break and cost", body = Checked)),
)]
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    Body(given): Body<CheckGiven>,
) -> Result<Json<Checked>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let place = given.place.place(&plan).map_err(Problem::faults)?;
        let (status, expected) = (BookingStatus::Confirmed, plan.version(meeting));
        let mut steps = vec![Step::Place { meeting, place, status, expected }];
        steps.extend(moved(&plan, meeting, &given.moves)?);
        let (broken, score) = plan.judge(&steps);
        Ok(Json(Checked {
            is_lawful: broken.is_empty(),
            breaches: breaches(&plan.register, &broken),
            cost: CostShown::of(&score.minus(&plan.verdict().score)),
        }))
    })
    .await
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
