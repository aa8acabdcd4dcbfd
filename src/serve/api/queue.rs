//! The queue: what must be booked, by deadline.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, wanted, work};
use super::problem::Problem;
use crate::calendar::parse_date;
use crate::desk::{Attention, State as Plan, Waiting};
use crate::register::Deadlines;
use crate::serve::app::App;

/// Rows of a page where nothing else is asked for.
const PAGE: usize = 100;
/// Most rows of a page.
const MOST: usize = 500;

/// How pressing a meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AttentionWord {
    /// Its date has gone by.
    Late,
    /// At most three working days are left.
    Urgent,
    /// At most ten working days are left.
    Soon,
    /// There is time.
    Later,
    /// It has no dates: the register must be mended first.
    Undated,
}

impl From<Attention> for AttentionWord {
    fn from(attention: Attention) -> AttentionWord {
        match attention {
            Attention::Late => AttentionWord::Late,
            Attention::Urgent => AttentionWord::Urgent,
            Attention::Soon => AttentionWord::Soon,
            Attention::Later => AttentionWord::Later,
            Attention::Undated => AttentionWord::Undated,
        }
    }
}

/// What is wanted of the queue.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueAsked {
    /// Only meetings of this district.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    district: Option<String>,
    /// Only meetings of this kind, such as `initial_conference`.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    kind: Option<String>,
    /// Only meetings that are as pressing as this.
    #[param(inline)]
    attention: Option<AttentionWord>,
    /// Where the page before ended: its `next`.
    #[param(pattern = "^(undated|[0-9]{4}-[0-9]{2}-[0-9]{2})\\.[0-9]{1,9}$")]
    cursor: Option<String>,
    /// Most rows.
    #[param(minimum = 1, maximum = 500, default = 100)]
    most: Option<usize>,
}

/// A page of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueuePage {
    /// The day that it is.
    #[schema(value_type = String, format = Date)]
    today: NaiveDate,
    /// How many meetings wait and are wanted, on all pages.
    total: usize,
    /// Those on this page: those without dates first, then by the last day by which they are wanted.
    meetings: Vec<WaitingShown>,
    /// Where the next page goes on; none on the last.
    next: Option<String>,
}

/// A meeting that waits for a booking.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingShown {
    /// The meeting.
    meeting: String,
    /// Its kind.
    #[schema(example = "initial_conference")]
    kind: String,
    /// Its district.
    district: Option<String>,
    /// How many children it is about.
    children: u32,
    /// The date by law.
    #[schema(value_type = Option<String>, format = Date)]
    statutory: Option<NaiveDate>,
    /// The authority's own target.
    #[schema(value_type = Option<String>, format = Date)]
    target: Option<NaiveDate>,
    /// Working days left to the last day by which it is wanted, negative where that has gone by.
    days_left: Option<i64>,
    /// How pressing it is.
    attention: AttentionWord,
}

/// What waits for a booking.
#[utoipa::path(
    get, path = "/api/v1/queue", tag = "meetings", operation_id = "queue", params(QueueAsked),
    responses((status = 200, description = "A page of the queue", body = QueuePage)),
)]
pub(crate) async fn queue(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<QueueAsked>,
) -> Result<Json<QueuePage>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "queue");
        page(&plan, &asked).map(Json)
    })
    .await
}

fn page(plan: &Plan, asked: &QueueAsked) -> Result<QueuePage, Problem> {
    let register = &plan.register;
    let district =
        wanted("district", asked.district.as_ref(), register.districts.iter().map(|d| &d.reference))?;
    let kind = wanted("kind", asked.kind.as_ref(), register.authority.kinds.iter().map(|kind| &kind.name))?;
    let most = asked.most.unwrap_or(PAGE);
    if !(1..=MOST).contains(&most) {
        return Err(Problem::faults(vec![format!("most is {most}; wanted 1 to {MOST}")]));
    }
    let after = match &asked.cursor {
        None => None,
        Some(text) => Some(position(text).ok_or_else(|| {
            Problem::faults(vec![
                "cursor is none; wanted the `next` of the page before, as it was".to_owned(),
            ])
        })?),
    };
    let mut waiting = plan.queue();
    waiting.retain(|one| {
        let row = register.meeting(one.meeting);
        district.is_none_or(|wanted| register.district(row).is_some_and(|own| own.at() == wanted))
            && kind.is_none_or(|wanted| row.kind.at() == wanted)
            && asked.attention.is_none_or(|wanted| wanted == one.attention.into())
    });
    let total = waiting.len();
    let mut rest = waiting.into_iter().filter(|one| after.is_none_or(|after| after < key(one))).peekable();
    let mut meetings = Vec::new();
    let mut last = None;
    while let Some(one) = rest.next_if(|_| meetings.len() < most) {
        last = Some(key(&one));
        meetings.push(shown(plan, &one));
    }
    let next = last.filter(|_| rest.peek().is_some()).map(cursor);
    Ok(QueuePage { today: register.authority.today, total, meetings, next })
}

fn shown(plan: &Plan, one: &Waiting) -> WaitingShown {
    let register = &plan.register;
    let row = register.meeting(one.meeting);
    let dates = one.deadlines.as_ref().ok();
    WaitingShown {
        meeting: row.reference.to_string(),
        kind: register.kind(row).name.to_string(),
        district: register.district(row).map(|at| register.districts[at.at()].reference.to_string()),
        children: register.children(row),
        statutory: dates.and_then(|dates| dates.statutory),
        target: dates.map(|dates| dates.target),
        days_left: one.days_left,
        attention: one.attention.into(),
    }
}

/// Where a meeting stands in the queue. A page goes on behind it even where the meeting itself has been booked since.
type Key = (Option<NaiveDate>, u32);

fn key(waiting: &Waiting) -> Key {
    (waiting.deadlines.as_ref().ok().map(Deadlines::limit_from), waiting.meeting.0)
}

fn cursor((day, meeting): Key) -> String {
    match day {
        Some(day) => format!("{day}.{meeting}"),
        None => format!("undated.{meeting}"),
    }
}

fn position(cursor: &str) -> Option<Key> {
    let (day, meeting) = cursor.split_once('.')?;
    let day = if day == "undated" { None } else { Some(parse_date(day)?) };
    Some((day, meeting.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::MeetingIdx;

    #[test]
    fn a_cursor_is_read_again_and_stands_in_the_order_of_the_queue() {
        let day = |text: &str| parse_date(text);
        let keys = [(None, 7), (day("2012-04-18"), 3), (day("2012-04-18"), 12), (day("2012-05-01"), 0)];
        assert!(keys.is_sorted());
        for key in keys {
            assert_eq!(position(&cursor(key)), Some(key));
        }
        for wrong in ["", "7", "undated", "undated.x", "2012-04-18", "2012-02-30.1", "undated.-1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
        let undated = Waiting {
            meeting: MeetingIdx::from(4),
            deadlines: Err(crate::register::NoDeadline::Neither),
            days_left: None,
            attention: Attention::Undated,
        };
        assert_eq!(cursor(key(&undated)), "undated.4");
    }
}
