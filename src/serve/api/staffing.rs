//! Staffing scenarios and recruitment sizing: what can be run, runs in the background, what came of them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, Numbered, work};
use super::jobs::{JobList, JobShown, begun};
use super::problem::Problem;
use crate::serve::acts::staffing as acts;
use crate::serve::acts::staffing::asked::{Given, Problems};
use crate::serve::acts::staffing::shelf::{BASELINES, Item, OVERLAYS};
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::jobs::Outcome;
use crate::simulate::as_json;

/// Where runs are read.
const RUNS: &str = "/api/v1/staffing/runs";

/// What can be run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Scenarios {
    /// Whole services.
    baselines: Vec<ScenarioShown>,
    /// What can be different.
    overlays: Vec<ScenarioShown>,
}

/// A scenario that comes with the program.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScenarioShown {
    /// What calls name it by.
    #[schema(example = "lancashire-2011-12")]
    key: String,
    /// What it is called.
    title: String,
    /// What it says of itself.
    about: String,
    /// The baselines that an overlay is for, in words; none where it is for any.
    only_for: Option<String>,
}

/// The baselines and overlays that come with the program.
#[utoipa::path(
    get, path = "/api/v1/staffing/scenarios", tag = "staffing", operation_id = "scenarios",
    responses((status = 200, description = "What can be run", body = Scenarios)),
)]
pub(crate) async fn scenarios() -> Json<Scenarios> {
    let shown = |item: &Item| ScenarioShown {
        key: item.key.to_owned(),
        title: item.title(),
        about: item.about(),
        only_for: item.for_baselines(),
    };
    Json(Scenarios {
        baselines: BASELINES.iter().map(shown).collect(),
        overlays: OVERLAYS.iter().map(shown).collect(),
    })
}

/// A forecast to be run.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForecastGiven {
    /// The service as it goes on if nothing is decided.
    #[schema(example = "lancashire-2011-12")]
    baseline: String,
    /// What is compared with it, six at most, each as a scenario.
    #[serde(default)]
    #[schema(max_items = 6)]
    overlays: Vec<String>,
    /// Whether all overlays are one more scenario.
    #[serde(default)]
    together: bool,
    /// How many futures: 100, 200 or 400.
    #[schema(example = 200)]
    replications: u64,
    /// How many years, 1 to 5; as the baseline has it where nothing is said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 5)]
    years: Option<u32>,
    /// The first month, such as `2012-04`; as the baseline has it where nothing is said.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}$")]
    start: Option<String>,
}

impl ForecastGiven {
    /// Returns it as the form says it.
    fn given(self) -> Given {
        Given {
            baseline: self.baseline,
            overlays: self.overlays,
            together: if self.together { "yes".to_owned() } else { String::new() },
            replications: self.replications.to_string(),
            years: self.years.map_or_else(String::new, |years| years.to_string()),
            start: self.start.unwrap_or_default(),
            ..Given::default()
        }
    }
}

impl From<Problems> for Problem {
    fn from(problems: Problems) -> Problem {
        Problem::faults(problems.lines())
    }
}

/// Begins a forecast: the baseline and each scenario on the same futures.
#[utoipa::path(
    post, path = "/api/v1/staffing/forecasts", tag = "staffing", operation_id = "begin_forecast", request_body = ForecastGiven,
    responses((status = 202, description = "It has begun", body = JobShown,
        headers(("location" = String, description = "Where it can be read")))),
)]
pub(crate) async fn forecast(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<ForecastGiven>,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let wanted = given.given().forecast()?;
        Ok(begun(&*acts::begin_forecast(app, visitor.who(), wanted)?, RUNS))
    })
    .await
}

/// A sizing to be run.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SizingGiven {
    /// The service for which is recruited.
    #[schema(example = "lancashire-october-2012")]
    baseline: String,
    /// Most children an FTE; the top of the baseline's band where nothing is said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    cap: Option<f64>,
    /// The chance with which each month is to keep it, 0.5 to 0.99.
    #[schema(minimum = 0.5, maximum = 0.99, example = 0.9)]
    confidence: f64,
    /// The first month of the promise, such as `2013-10`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}$")]
    from: String,
    /// How many months are planned: 12, 24 or 36.
    #[schema(example = 24)]
    months: u32,
    /// Most pounds that it may cost; any where nothing is said.
    #[serde(default)]
    #[schema(minimum = 0)]
    budget_pounds: Option<i64>,
}

impl SizingGiven {
    /// Returns it as the form says it.
    fn given(self) -> Given {
        Given {
            sized: self.baseline,
            cap: self.cap.map_or_else(String::new, |cap| cap.to_string()),
            confidence: self.confidence.to_string(),
            from: self.from,
            months: self.months.to_string(),
            budget: self.budget_pounds.map_or_else(String::new, |pounds| pounds.to_string()),
            ..Given::default()
        }
    }
}

/// Begins a sizing: whom to recruit when, so that caseloads are kept.
#[utoipa::path(
    post, path = "/api/v1/staffing/sizings", tag = "staffing", operation_id = "begin_sizing", request_body = SizingGiven,
    responses((status = 202, description = "It has begun", body = JobShown,
        headers(("location" = String, description = "Where it can be read")))),
)]
pub(crate) async fn sizing(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<SizingGiven>,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let wanted = given.given().sizing()?;
        Ok(begun(&*acts::begin_sizing(app, visitor.who(), wanted)?, RUNS))
    })
    .await
}

/// The own runs, the newest first.
#[utoipa::path(
    get, path = "/api/v1/staffing/runs", tag = "staffing", operation_id = "runs",
    responses((status = 200, description = "The runs", body = JobList)),
)]
pub(crate) async fn runs(State(app): State<Arc<App>>, Caller(visitor): Caller) -> Json<JobList> {
    let jobs = acts::all(&app, visitor.who());
    Json(JobList { jobs: jobs.iter().map(|job| JobShown::of(job)).collect() })
}

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunShown {
    #[serde(flatten)]
    job: JobShown,
    /// What a forecast gave, as `convene simulate --json` writes it.
    #[schema(value_type = Option<Object>)]
    forecast: Option<serde_json::Value>,
    /// What a sizing gave, as `convene size --json` writes it.
    #[schema(value_type = Option<Object>)]
    sizing: Option<serde_json::Value>,
    /// A sizing's plan as a scenario for `convene simulate` (TOML).
    overlay: Option<String>,
    /// What is worth knowing of what was run.
    notes: Vec<String>,
}

/// How a run stands, then what came of it.
#[utoipa::path(
    get, path = "/api/v1/staffing/runs/{job}", tag = "staffing", operation_id = "run",
    params(("job" = u64, Path, description = "The run's number")),
    responses((status = 200, description = "The run", body = RunShown)),
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Json<RunShown>, Problem> {
    work(&app, move |app| {
        let job = acts::find(app, visitor.who(), number)?;
        let mut shown = RunShown {
            job: JobShown::of(&job),
            forecast: None,
            sizing: None,
            overlay: None,
            notes: Vec::new(),
        };
        match job.outcome().as_deref() {
            Some(Outcome::Forecast(forecasted)) => {
                shown.forecast = Some(as_json(&forecasted.outcome));
                shown.notes.clone_from(&forecasted.asked.notes);
            }
            Some(Outcome::Sizing(sized)) => {
                let json = serde_json::to_value(&sized.sizing).map_err(|_| Failure::Broken)?;
                shown.sizing = Some(json);
                shown.overlay = Some(sized.overlay.clone()).filter(|overlay| !overlay.is_empty());
            }
            _ => {}
        }
        Ok(Json(shown))
    })
    .await
}

/// Ends a run at the next chance. A forecast has then the futures that were finished, a sizing nothing.
#[utoipa::path(
    post, path = "/api/v1/staffing/runs/{job}/cancel", tag = "staffing", operation_id = "end_run",
    params(("job" = u64, Path, description = "The run's number")),
    responses((status = 200, description = "It ends", body = JobShown)),
)]
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Json<JobShown>, Problem> {
    let job = acts::find(&app, visitor.who(), number)?;
    job.end();
    Ok(Json(JobShown::of(&job)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_goes_through_the_forms_own_checks() {
        let forecast = |more: &str| {
            let text =
                format!("{{\"baseline\": \"lancashire-2011-12\", \"overlays\": [\"agency-2\"]{more}}}");
            serde_json::from_str::<ForecastGiven>(&text).ok().map(|given| given.given().forecast())
        };
        let asked = forecast(", \"replications\": 100, \"years\": 1, \"start\": \"2011-05\"");
        let asked = asked.expect("it is read").expect("it can be run");
        assert_eq!((asked.replications, asked.baseline.months, asked.scenarios.len()), (100, 12, 1));
        assert!(forecast(", \"replications\": 7").expect("it is read").is_err());
        assert!(forecast(", \"replications\": 100, \"months\": 7").is_none());
        let sizing = SizingGiven {
            baseline: "lancashire-october-2012".to_owned(),
            cap: None,
            confidence: 0.9,
            from: "2013-10".to_owned(),
            months: 24,
            budget_pounds: Some(1_500_000),
        };
        let asked = sizing.given().sizing().expect("it can be run");
        assert_eq!((asked.cap, asked.from, asked.budget_pounds), (70.0, 12, Some(1_500_000)));
    }
}
