//! The record of what was done, for whoever audits.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, work};
use super::problem::Problem;
use super::shapes::moment;
use crate::serve::app::App;
use crate::serve::pages::audit::{Filters, details, head_of, reading};
use crate::serve::rights::Right;
use crate::store::{Event, Status, Stored};

/// Events where nothing else is asked for.
const PAGE: u32 = 100;
/// Most events of one call.
const MOST: u32 = 1_000;

/// Which events are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsAsked {
    /// Those after this number; from the first one where it is left out.
    #[param(minimum = 0, default = 0)]
    after: Option<u64>,
    /// Most events.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    most: Option<u32>,
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DoneShown {
    /// The number of the event, from 1 without a gap.
    number: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    who: String,
    /// What: `booked`, `undone`, `table_replaced`, `seen`, `refused`, …
    #[schema(example = "booked")]
    what: String,
    /// Why, in words; empty where nothing was said, none where retention has removed it.
    why: Option<String>,
}

/// An event of the record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventShown {
    #[serde(flatten)]
    done: DoneShown,
    /// What it was about: meetings, tables, accounts; none where retention has removed it.
    subjects: Option<Vec<String>>,
    /// What became of bookings.
    bookings: Vec<BookingChange>,
    /// Its hash, which chains it to the event before.
    hash: String,
}

/// What became of a meeting's booking.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BookingChange {
    /// The meeting.
    meeting: String,
    /// The booking before.
    before: Option<StoredShown>,
    /// The booking since.
    after: Option<StoredShown>,
}

/// A booking as the record has it. Its references may be none of the register's any more.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoredShown {
    /// The day.
    #[schema(format = Date)]
    date: String,
    /// When the meeting proper begins.
    #[schema(example = "10:00")]
    start: String,
    chair: String,
    room: String,
    minute_taker: Option<String>,
    /// `confirmed`, `proposed`, `hold`, `held` or `cancelled`.
    #[schema(example = "confirmed")]
    status: String,
    /// Until when a hold keeps the place free.
    #[schema(format = DateTime)]
    until: Option<String>,
}

/// Events of the record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Events {
    /// The events, in order.
    events: Vec<EventShown>,
    /// The `after` of the next call; none where there are no more yet.
    next: Option<u64>,
    /// The number of the last event of all.
    last: u64,
    /// The hash of the last event of all: kept elsewhere, it shows whether the record was cut or written anew.
    hash: String,
}

/// The record of what was done.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "audit", operation_id = "events", params(EventsAsked),
    responses((status = 200, description = "The events, in order", body = Events)),
)]
pub(crate) async fn events(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<EventsAsked>,
) -> Result<Json<Events>, Problem> {
    work(&app, move |app| {
        let most = asked.most.unwrap_or(PAGE);
        if !(1..=MOST).contains(&most) {
            return Err(Problem::faults(vec![format!("most is {most}; wanted 1 to {MOST}")]));
        }
        let store = app.desk.store();
        let found = store.events_since(asked.after.unwrap_or(0), most)?;
        let head = store.head()?;
        app.seen.note(visitor.who(), "audit");
        let next = found.last().map(|event| event.number).filter(|&number| number < head.number);
        Ok(Json(Events {
            events: found.iter().map(shown).collect(),
            next,
            last: head.number,
            hash: head.hash,
        }))
    })
    .await
}

/// Which events of the record are wanted, the newest first.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordAsked {
    /// Only about this meeting, table (`staff.csv`) or account.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    about: Option<String>,
    /// Only by this account.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    who: Option<String>,
    /// Only of this kind, such as `booked`.
    what: Option<String>,
    /// Only before this event: the `older` of the call before.
    #[param(minimum = 1)]
    before: Option<u64>,
}

/// Events of the record, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordShown {
    /// The events, at most 50.
    events: Vec<RecordedShown>,
    /// The `before` of the next call; none where there are no older ones.
    older: Option<u64>,
}

/// An event with what it changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordedShown {
    #[serde(flatten)]
    done: DoneShown,
    /// What it was about: meetings, tables, accounts; none where retention has removed it.
    subjects: Option<Vec<String>>,
    /// What it changed, in words. The cells of tables are told to whoever may edit them, to others how many rows and which columns.
    changes: Vec<LineShown>,
}

/// Something that an event changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineShown {
    /// What.
    of: String,
    /// What stood before.
    before: String,
    /// What stands since.
    after: String,
}

/// The record of what was done, the newest first, by what it was about, by whom and of which kind.
#[utoipa::path(
    get, path = "/api/v1/events/newest", tag = "audit", operation_id = "newest_events", params(RecordAsked),
    responses((status = 200, description = "The events, the newest first", body = RecordShown)),
)]
pub(crate) async fn newest(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<RecordAsked>,
) -> Result<Json<RecordShown>, Problem> {
    work(&app, move |app| {
        let filters = Filters {
            about: asked.about.unwrap_or_default(),
            who: asked.who.unwrap_or_default(),
            what: asked.what.unwrap_or_default(),
            before: asked.before.map_or_else(String::new, |before| before.to_string()),
        };
        let wanted = filters
            .wanted()
            .map_err(|faults| Problem::faults(faults.into_iter().map(|(_, fault)| fault).collect()))?;
        app.seen.note(visitor.who(), "audit");
        let found = reading::read(app.desk.store(), &wanted)?;
        let with_cells = visitor.may(Right::Edit);
        Ok(Json(RecordShown {
            events: found.events.iter().map(|event| recorded(event, with_cells)).collect(),
            older: found.older,
        }))
    })
    .await
}

fn recorded(event: &Event, with_cells: bool) -> RecordedShown {
    let lines = event.contents.as_ref().map(|contents| details::lines(contents, with_cells));
    let line = |line: details::Line| LineShown { of: line.of, before: line.before, after: line.after };
    RecordedShown {
        done: done(event),
        subjects: event.contents.as_ref().map(|contents| contents.subjects.clone()),
        changes: lines.into_iter().flatten().map(line).collect(),
    }
}

/// Returns what was done, without what it was done to.
pub(crate) fn done(event: &Event) -> DoneShown {
    DoneShown {
        number: event.number,
        at: moment(event.at),
        who: event.who.clone(),
        what: event.what.word().to_owned(),
        why: event.contents.as_ref().map(|contents| contents.why.clone()),
    }
}

/// Returns an event. Of tables it says only which: they have people's names in them.
fn shown(event: &Event) -> EventShown {
    EventShown {
        done: done(event),
        subjects: event.contents.as_ref().map(|contents| contents.subjects.clone()),
        bookings: event.contents.as_ref().map_or_else(Vec::new, |c| changes(&c.before, &c.after)),
        hash: event.hash.clone(),
    }
}

fn changes(before: &serde_json::Value, after: &serde_json::Value) -> Vec<BookingChange> {
    let read = |json: &serde_json::Value| -> BTreeMap<String, Option<Stored>> {
        serde_json::from_value(json.clone()).unwrap_or_default()
    };
    let (mut before, after) = (read(before), read(after));
    let change = |(meeting, after): (String, Option<Stored>)| BookingChange {
        before: before.remove(&meeting).flatten().map(|stored| stored_shown(&stored)),
        after: after.map(|stored| stored_shown(&stored)),
        meeting,
    };
    after.into_iter().map(change).collect()
}

fn stored_shown(stored: &Stored) -> StoredShown {
    let booking = &stored.booking;
    let until = match booking.status {
        Status::OnHold { until } => Some(moment(until)),
        _ => None,
    };
    StoredShown {
        date: booking.day.to_string(),
        start: crate::calendar::Clock(booking.start_minute).to_string(),
        chair: booking.chair.clone(),
        room: booking.room.clone(),
        minute_taker: booking.minute_taker.clone(),
        status: if until.is_some() { "hold" } else { booking.status.word() }.to_owned(),
        until,
    }
}

/// Whether the record is whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Verified {
    /// Whether every event follows the one before, and the store holds what they say.
    is_whole: bool,
    /// The event whose link is broken, where one is.
    broken_event: Option<u64>,
    /// What is wrong, where something is.
    why: Option<String>,
    /// Events whose contents retention has removed.
    n_pruned: u64,
    /// The number of the last event.
    last: u64,
    /// The hash of the last event.
    hash: String,
}

/// What is known of the record.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VerificationAsked {
    /// An event that was kept elsewhere, as `number:hash`: it shows whether the end was cut off, or all was written anew.
    #[param(pattern = "^[0-9]{1,18}:[0-9a-fA-F]{64}$")]
    known: Option<String>,
}

/// Whether the record is whole, from its first event to its last.
#[utoipa::path(
    get, path = "/api/v1/events/verification", tag = "audit", operation_id = "verification", params(VerificationAsked),
    responses((status = 200, description = "What was found", body = Verified)),
)]
pub(crate) async fn verification(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<VerificationAsked>,
) -> Result<Json<Verified>, Problem> {
    work(&app, move |app| {
        let unreadable = || {
            Problem::faults(vec![
                "known is no event; wanted a number, a colon and a hash of 64 digits".to_owned(),
            ])
        };
        let known = asked.known.map(|text| head_of(text.trim()).ok_or_else(unreadable)).transpose()?;
        app.seen.note(visitor.who(), "audit");
        let found = app.desk.store().verify(known.as_ref())?;
        Ok(Json(Verified {
            is_whole: found.broken.is_none(),
            broken_event: found.broken.as_ref().and_then(|broken| broken.event),
            why: found.broken.map(|broken| broken.why),
            n_pruned: found.n_pruned,
            last: found.head.number,
            hash: found.head.hash,
        }))
    })
    .await
}
