//! After a meeting: what is recorded of it, and what follows from that.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, Named, work};
use super::problem::Problem;
use super::shapes::{ChangedShown, EventsShown, changed};
use crate::desk::State as Plan;
use crate::desk::after_meeting::{next_meetings, without_next_date};
use crate::follow::History;
use crate::register::MeetingIdx;
use crate::serve::acts::outcome::given::Given;
use crate::serve::acts::outcome::{self as acts, NotRecorded, made, open, own_meeting};
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::App;

/// What is recorded of a meeting. What is left out, or empty, is not known or has not been done.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OutcomeEntry {
    /// `held`, `adjourned` or `cancelled`.
    result: String,
    /// The day on which it was, or was to be.
    on: String,
    /// Who chaired it.
    #[schema(pattern = "^[A-Za-z0-9._-]{0,40}$")]
    chair: String,
    /// Why it was not held or completed: `no_social_worker`, `no_report`, `not_quorate`, `venue_confusion`, `chair_absent`, `family_request`,
    /// `more_information`, `other`.
    reason: String,
    /// Which agencies were there: `social_care`, `health`, `education`, `police`, `probation`, `housing`, `midwifery`, `adult_services`,
    /// `voluntary`, `other`.
    agencies: Vec<String>,
    /// Whether it was quorate, as its chair judged it.
    quorate: Option<bool>,
    /// Whether a parent or carer was there.
    parents: Option<bool>,
    /// Whether an advocate was there.
    advocate: Option<bool>,
    /// When the parents were given the report: `2012-04-18T09:30`.
    report_shared: String,
    /// When the decision sheet was sent: `2012-04-18T09:30`.
    sheet_sent: String,
    /// The day on which the minutes were signed off.
    minutes_signed: String,
    /// The day on which they were distributed.
    minutes_sent: String,
    /// Whether its chair is concerned about the progress of the plan.
    concern: bool,
    /// The day on which the quality form was completed.
    form_done: String,
    /// Questionnaires given.
    questionnaires_given: Option<u32>,
    /// And those that came back.
    questionnaires_returned: Option<u32>,
    /// The children of its household.
    children: Vec<ChildOutcome>,
}

/// What is recorded of a child at a meeting.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildOutcome {
    /// The child.
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    child: String,
    /// `plan_starts`, `plan_continues`, `plan_ends`, `no_plan`; empty where it was not considered.
    #[serde(default)]
    verdict: String,
    /// The category of a plan that starts or continues: `neglect`, `emotional`, `physical`, `sexual`, `multiple`.
    #[serde(default)]
    category: String,
    /// How it took part, `PN0` to `PN7`.
    #[serde(default)]
    participation: String,
}

impl OutcomeEntry {
    fn of(given: &Given, plan: &Plan, children: &[crate::register::ChildIdx]) -> OutcomeEntry {
        let text = |field: &str| given.text(field).to_owned();
        let yes = |field: &str| match given.text(field) {
            "" => None,
            answer => Some(answer == "yes"),
        };
        let of_child = |child: &crate::register::ChildIdx| {
            let child = plan.register.children[child.at()].reference.to_string();
            ChildOutcome {
                verdict: text(&format!("verdict.{child}")),
                category: text(&format!("category.{child}")),
                participation: text(&format!("participation.{child}")),
                child,
            }
        };
        OutcomeEntry {
            result: text("result"),
            on: text("on"),
            chair: text("chair"),
            reason: text("reason"),
            agencies: given.agencies.clone(),
            quorate: yes("quorate"),
            parents: yes("parents"),
            advocate: yes("advocate"),
            report_shared: text("report_shared"),
            sheet_sent: text("sheet_sent"),
            minutes_signed: text("minutes_signed"),
            minutes_sent: text("minutes_sent"),
            concern: yes("concern").unwrap_or(false),
            form_done: text("form_done"),
            questionnaires_given: given.text("questionnaires_given").parse().ok(),
            questionnaires_returned: given.text("questionnaires_returned").parse().ok(),
            children: children.iter().map(of_child).collect(),
        }
    }

    /// Returns the same as the page's form says it.
    fn given(self, rows: usize) -> Given {
        let mut given = Given { agencies: self.agencies, seen: rows, ..Given::default() };
        let mut set = |field: &str, value: String| {
            given.fields.insert(field.to_owned(), value);
        };
        let yes = |yes: Option<bool>| yes.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned();
        let count = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
        set("result", self.result);
        set("on", self.on);
        set("chair", self.chair);
        set("reason", self.reason);
        set("quorate", yes(self.quorate));
        set("parents", yes(self.parents));
        set("advocate", yes(self.advocate));
        set("report_shared", self.report_shared);
        set("sheet_sent", self.sheet_sent);
        set("minutes_signed", self.minutes_signed);
        set("minutes_sent", self.minutes_sent);
        set("concern", yes(Some(self.concern)));
        set("form_done", self.form_done);
        set("questionnaires_given", count(self.questionnaires_given));
        set("questionnaires_returned", count(self.questionnaires_returned));
        for child in self.children {
            set(&format!("verdict.{}", child.child), child.verdict);
            set(&format!("category.{}", child.child), child.category);
            set(&format!("participation.{}", child.child), child.participation);
        }
        given
    }
}

/// What is recorded of a meeting, or would be filled in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutcomeShown {
    /// The meeting.
    meeting: String,
    /// How many rows say something of it: 0 where nothing is recorded. Whoever records or corrects it names the number that was read.
    rows: usize,
    /// What is recorded, or else what is known beforehand from its booking and household.
    outcome: OutcomeEntry,
    /// The household's meetings that stand.
    next: Vec<NextShown>,
    /// Children of the household who have a plan, or are looked after, and no next date.
    without_next_date: Vec<String>,
}

/// A meeting that stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextShown {
    /// The meeting.
    meeting: String,
    /// Its kind.
    kind: String,
    /// The day by which it is due.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<NaiveDate>,
    /// The target.
    #[schema(value_type = Option<String>, format = Date)]
    target: Option<NaiveDate>,
    /// The first day on which it may be.
    #[schema(value_type = Option<String>, format = Date)]
    earliest: Option<NaiveDate>,
    /// The day for which it is booked.
    #[schema(value_type = Option<String>, format = Date)]
    booked: Option<NaiveDate>,
}

fn next_shown(plan: &Plan, meeting: MeetingIdx) -> (Vec<NextShown>, Vec<String>) {
    let register = &plan.register;
    let history = History::new(register);
    let next = next_meetings(&history, meeting).into_iter().map(|next| {
        let row = register.meeting(next.meeting);
        NextShown {
            meeting: row.reference.to_string(),
            kind: register.kind(row).name.to_string(),
            due: next.dates.map(|dates| dates.limit_from()),
            target: next.dates.map(|dates| dates.target),
            earliest: next.dates.and_then(|dates| dates.earliest),
            booked: plan.booking(next.meeting).map(crate::register::Booking::date),
        }
    });
    let without = without_next_date(&history, meeting);
    let without = without.iter().map(|one| register.children[one.child.at()].reference.to_string());
    (next.collect(), without.collect())
}

/// What is recorded of a meeting, or else what is known beforehand.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}/outcome", tag = "follow-through", operation_id = "outcome",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "What is recorded", body = OutcomeShown)),
)]
pub(crate) async fn outcome(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
) -> Result<Json<OutcomeShown>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = own_meeting(&plan, &visitor, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let opened = open(&plan, meeting);
        let given = Given::from_entry(&plan.register, &opened.entry, opened.n_rows);
        let (next, without_next_date) = next_shown(&plan, meeting);
        Ok(Json(OutcomeShown {
            meeting: reference,
            rows: opened.n_rows,
            outcome: OutcomeEntry::of(&given, &plan, &opened.asks.children),
            next,
            without_next_date,
        }))
    })
    .await
}

/// What is to be recorded of a meeting.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeGiven {
    /// How many rows said something of it when it was read.
    #[schema(minimum = 0)]
    rows: usize,
    /// What became of it, whole: what is left out is no longer known.
    outcome: OutcomeEntry,
}

/// What was recorded, and what follows from it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutcomeDone {
    /// The meeting.
    meeting: String,
    /// How many rows say something of it since.
    rows: usize,
    /// The events of it, which an undoing names; none where it says what stood already.
    events: Option<EventsShown>,
    /// What follows from it, in sentences: meetings that were made, counted anew, closed.
    made: Vec<String>,
    /// What somebody must look at.
    asked: Vec<String>,
    /// Bookings that were given up, and who must be told.
    changed: Vec<ChangedShown>,
    /// The household's meetings that stand since.
    next: Vec<NextShown>,
    /// Children of the household who have a plan, or are looked after, and no next date.
    without_next_date: Vec<String>,
}

/// Records what became of a meeting, or corrects it: a row is added, none is overwritten. What follows from it for the household, the next
/// meeting among it, is made in the same write.
#[utoipa::path(
    post, path = "/api/v1/meetings/{reference}/outcome", tag = "follow-through", operation_id = "record_outcome",
    request_body = OutcomeGiven,
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "It is recorded", body = OutcomeDone)),
)]
pub(crate) async fn record(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    Body(given): Body<OutcomeGiven>,
) -> Result<Json<OutcomeDone>, Problem> {
    work(&app, move |app| {
        let events = acts::save(app, &visitor, &reference, &given.outcome.given(given.rows))?;
        let plan = app.state()?;
        let meeting = own_meeting(&plan, &visitor, &reference)?;
        let follows = made(app, &plan, &reference, events)?;
        let done = match events {
            Some((first, last)) => what_changed(app, &plan, (first, last))?,
            None => Vec::new(),
        };
        let (next, without_next_date) = next_shown(&plan, meeting);
        Ok(Json(OutcomeDone {
            rows: open(&plan, meeting).n_rows,
            meeting: reference,
            events: events.map(EventsShown::from),
            made: follows.made,
            asked: follows.asked,
            changed: changed(&plan, &done),
            next,
            without_next_date,
        }))
    })
    .await
}

impl From<NotRecorded> for Problem {
    fn from(why: NotRecorded) -> Problem {
        match why {
            NotRecorded::Faults(faults) => Problem::faults(
                faults.into_iter().map(|fault| format!("{}: {}", fault.field, fault.message)).collect(),
            ),
            NotRecorded::Failed(failure) => failure.into(),
        }
    }
}
