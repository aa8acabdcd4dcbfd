//! The work lists.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, Named, wanted, work};
use super::problem::Problem;
use crate::desk::State as Plan;
use crate::lists::{Row, Wanted};
use crate::serve::acts::lists::{Listed, all, allowed, one};
use crate::serve::app::App;

/// Rows of a page where nothing else is asked for.
const PAGE: usize = 500;
/// Most rows of a page.
const MOST: usize = 5_000;

/// What is wanted of the lists.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListsAsked {
    /// Only rows of this district.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    district: Option<String>,
    /// Only rows of this chair. A chair's own account sees its own rows, whatever is asked.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    chair: Option<String>,
}

/// What is wanted of one list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsked {
    /// Only rows of this district.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    district: Option<String>,
    /// Only rows of this chair. A chair's own account sees its own rows, whatever is asked.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    chair: Option<String>,
    /// How many rows to pass over.
    #[param(minimum = 0, default = 0)]
    from: Option<usize>,
    /// Most rows.
    #[param(minimum = 1, maximum = 5000, default = 500)]
    most: Option<usize>,
}

fn wanted_of(plan: &Plan, district: Option<&String>, chair: Option<&String>) -> Result<Wanted, Problem> {
    let register = &plan.register;
    wanted("district", district, register.districts.iter().map(|row| &row.reference))?;
    wanted("chair", chair, register.staff.iter().map(|row| &row.reference))?;
    let text = |given: Option<&String>| given.cloned().unwrap_or_default();
    Ok(Wanted { district: text(district), chair: text(chair) })
}

/// The work lists.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkLists {
    /// The day that they are of.
    #[schema(value_type = String, format = Date)]
    today: NaiveDate,
    /// What nobody may wait for first: the daily check.
    lists: Vec<ListShown>,
}

/// A work list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListShown {
    /// Its name.
    #[schema(example = "minutes_overdue")]
    name: String,
    /// Its title.
    title: String,
    /// What stands on it.
    about: String,
    /// How many rows it has.
    total: usize,
    /// How many of them are past the day by which they should be done.
    late: usize,
}

impl ListShown {
    fn of(listed: &Listed) -> ListShown {
        ListShown {
            name: listed.list.name.to_owned(),
            title: listed.list.title.to_owned(),
            about: listed.list.about.to_owned(),
            total: listed.rows.len(),
            late: listed.rows.iter().filter(|row| 0 < row.working_days_late).count(),
        }
    }
}

/// A row of a work list. What does not apply is empty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkRow {
    /// The meeting.
    meeting: String,
    /// The name of its kind.
    kind: String,
    /// The household.
    household: String,
    /// The child.
    child: String,
    /// The escalation.
    escalation: String,
    /// The district.
    district: String,
    /// Who chaired the meeting, or is to, or else the household's chair.
    chair: String,
    /// The day that it counts from.
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<NaiveDate>,
    /// The day by which it should be done.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<NaiveDate>,
    /// Working days by which that day is past.
    working_days_late: u32,
    /// What is to be said beside.
    note: String,
}

impl From<Row> for WorkRow {
    fn from(row: Row) -> WorkRow {
        WorkRow {
            meeting: row.meeting,
            kind: row.kind,
            household: row.household,
            child: row.child,
            escalation: row.escalation,
            district: row.district,
            chair: row.chair,
            since: row.since,
            due: row.due,
            working_days_late: row.working_days_late,
            note: row.note,
        }
    }
}

/// The work lists, each with its number of rows.
#[utoipa::path(
    get, path = "/api/v1/lists", tag = "follow-through", operation_id = "work_lists", params(ListsAsked),
    responses((status = 200, description = "The lists", body = WorkLists)),
)]
pub(crate) async fn lists(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<ListsAsked>,
) -> Result<Json<WorkLists>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let asked = wanted_of(&plan, asked.district.as_ref(), asked.chair.as_ref())?;
        let wanted = allowed(&plan, &visitor, &asked)?;
        app.seen.note(visitor.who(), "lists");
        let lists = all(&plan, &wanted).iter().map(ListShown::of).collect();
        Ok(Json(WorkLists { today: plan.register.authority.today, lists }))
    })
    .await
}

/// A work list with its rows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListPage {
    /// The list.
    list: ListShown,
    /// Its rows, in the order in which they are to be worked through.
    rows: Vec<WorkRow>,
}

/// The rows of a work list.
#[utoipa::path(
    get, path = "/api/v1/lists/{name}", tag = "follow-through", operation_id = "work_list",
    params(("name" = String, Path, description = "The list, such as `minutes_overdue`"), ListAsked),
    responses((status = 200, description = "Its rows", body = ListPage)),
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(name): Named,
    Asked(asked): Asked<ListAsked>,
) -> Result<Json<ListPage>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let (from, most) = (asked.from.unwrap_or(0), asked.most.unwrap_or(PAGE));
        if !(1..=MOST).contains(&most) {
            return Err(Problem::faults(vec![format!("most is {most}; wanted 1 to {MOST}")]));
        }
        let wanted = wanted_of(&plan, asked.district.as_ref(), asked.chair.as_ref())?;
        let listed = one(&plan, &name, &allowed(&plan, &visitor, &wanted)?)?;
        app.seen.note(visitor.who(), listed.list.name);
        let list = ListShown::of(&listed);
        let rows = listed.rows.into_iter().skip(from).take(most).map(WorkRow::from).collect();
        Ok(Json(ListPage { list, rows }))
    })
    .await
}
