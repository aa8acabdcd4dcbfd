//! Messages that wait for a mail server, and what became of them. By references: no address is kept, and none is told.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, Numbered, work};
use super::problem::Problem;
use crate::serve::acts::outbox::{self as acts, Decision};
use crate::serve::app::App;
use crate::serve::session::Visitor;
use crate::store::{Queued, Standing};

/// Which messages are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutboxAsked {
    /// How they stand: `unsettled`, `failed`, `queued`, `claimed`, `closing`, `handed_over` or `withdrawn`; where it is left out, those that
    /// somebody must decide about, that failed or that wait.
    #[param(example = "failed")]
    standing: Option<String>,
}

/// Messages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Outbox {
    /// Whether people are written to of what is done at the desk.
    is_on: bool,
    /// How many stand how.
    counts: Vec<CountShown>,
    /// The newest first, 200 of a standing at most.
    messages: Vec<MessageShown>,
}

/// How many messages stand so.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountShown {
    /// How.
    #[schema(example = "queued")]
    standing: String,
    /// How many.
    n: u64,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageShown {
    /// Its number.
    id: u64,
    /// By what mail servers know it: its `Message-ID` begins with it.
    token: String,
    /// What it is for.
    #[schema(example = "invitation")]
    kind: String,
    /// Whom it is for: a social worker, a member of staff or a venue.
    recipient: String,
    /// The meeting.
    meeting: String,
    /// When it was queued.
    #[schema(format = DateTime)]
    queued_at: String,
    /// How it stands.
    #[schema(example = "queued")]
    standing: String,
    /// How often it has been tried.
    tries: u64,
    /// When it is tried next, where it waits.
    #[schema(format = DateTime)]
    next_try: Option<String>,
    /// What was said last: by the mail server, without addresses, or why it waits.
    last_answer: Option<String>,
}

impl From<&Queued> for MessageShown {
    fn from(message: &Queued) -> MessageShown {
        let text =
            |moment: chrono::DateTime<chrono::Utc>| moment.to_rfc3339_opts(SecondsFormat::Millis, true);
        MessageShown {
            id: message.id,
            token: message.token.clone(),
            kind: message.kind.clone(),
            recipient: message.recipient.clone(),
            meeting: message.meeting.clone(),
            queued_at: text(message.queued_at),
            standing: message.standing.word().to_owned(),
            tries: message.tries,
            next_try: (message.standing == Standing::Queued).then(|| text(message.next_try)),
            last_answer: message.last_answer.clone(),
        }
    }
}

/// Messages that wait for a mail server, and what became of them.
#[utoipa::path(
    get, path = "/api/v1/outbox", tag = "messages", operation_id = "outbox", params(OutboxAsked),
    responses((status = 200, description = "The messages", body = Outbox)),
)]
pub(crate) async fn outbox(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<OutboxAsked>,
) -> Result<Json<Outbox>, Problem> {
    let read = |word: String| {
        let fault =
            "standing is none; wanted unsettled, failed, queued, claimed, closing, handed_over or withdrawn";
        Standing::of(&word).ok_or_else(|| Problem::faults(vec![fault.to_owned()]))
    };
    let standing = asked.standing.map(read).transpose()?;
    work(&app, move |app| {
        let messages = acts::shown(app, standing)?;
        let counts = app.desk.store().outbox_counts()?;
        Ok(Json(Outbox {
            is_on: app.desk.tells(),
            counts: counts
                .into_iter()
                .map(|(standing, n)| CountShown { standing: standing.word().to_owned(), n })
                .collect(),
            messages: messages.iter().map(MessageShown::from).collect(),
        }))
    })
    .await
}

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecidedShown {
    /// The number of the event.
    event: u64,
}

/// Sends a message again that failed, may have arrived, or waits for its next try. Its `Message-ID` stays.
#[utoipa::path(
    post, path = "/api/v1/outbox/{id}/retry", tag = "messages", operation_id = "retry_message",
    params(("id" = u64, Path, description = "The message", minimum = 1)),
    responses((status = 200, description = "It waits to be sent", body = DecidedShown)),
)]
pub(crate) async fn retry(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(id): Numbered,
) -> Result<Json<DecidedShown>, Problem> {
    decide(&app, visitor, id, Decision::SendAgain).await
}

/// Records that a message has arrived that may have: as the mail server's log says, or its reader.
#[utoipa::path(
    post, path = "/api/v1/outbox/{id}/arrived", tag = "messages", operation_id = "settle_message",
    params(("id" = u64, Path, description = "The message", minimum = 1)),
    responses((status = 200, description = "It is settled", body = DecidedShown)),
)]
pub(crate) async fn arrived(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(id): Numbered,
) -> Result<Json<DecidedShown>, Problem> {
    decide(&app, visitor, id, Decision::Arrived).await
}

async fn decide(
    app: &Arc<App>,
    visitor: Visitor,
    id: u64,
    decision: Decision,
) -> Result<Json<DecidedShown>, Problem> {
    work(app, move |app| Ok(Json(DecidedShown { event: acts::decide(app, visitor.who(), id, decision)? })))
        .await
}
