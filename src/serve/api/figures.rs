//! The indicators of a period, and its reports.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Body, Caller, Numbered, work};
use super::export::FileSent;
use super::jobs::{JobShown, begun};
use super::problem::Problem;
use crate::report::service::{Measure, Measured};
use crate::serve::acts::export::Taken;
use crate::serve::acts::figures::{self as acts, Said, Written, show};
use crate::serve::app::App;

/// What figures are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FiguresAsked {
    /// The period: `year-2011-12` (April to March), `quarter-2011-12-4` (1 = April to June), `month-2012-03`. The year that has ended last where
    /// none is said.
    #[param(pattern = "^(year-[0-9]{4}-[0-9]{2}|quarter-[0-9]{4}-[0-9]{2}-[1-4]|month-[0-9]{4}-[0-9]{2})$")]
    period: Option<String>,
    /// Only what falls to this district.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    district: Option<String>,
    /// Only what falls to this chair.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    chair: Option<String>,
    /// Only this category of abuse: `emotional`, `neglect`, `physical`, `sexual`, `multiple`, `not_recorded`.
    #[param(pattern = "^[a-z_]{1,20}$")]
    category: Option<String>,
    /// Only this measure, by its key.
    #[param(pattern = "^[a-z0-9_]{1,60}$")]
    measure: Option<String>,
}

/// Figures of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FiguresShown {
    /// The period.
    #[schema(example = "year-2011-12")]
    period: String,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    first: NaiveDate,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    last: NaiveDate,
    /// The measures, in their order.
    measures: Vec<MeasureShown>,
}

/// A measure with its definition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasureShown {
    /// Its key.
    #[schema(example = "initial_in_time")]
    measure: String,
    /// Its name.
    title: String,
    /// What it counts.
    definition: String,
    /// Where the definition comes from.
    source: String,
    /// Its figures, in each unit that it has.
    figures: Vec<FigureShown>,
}

/// A figure in one unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureShown {
    /// `children` or `meetings`.
    counted_in: String,
    /// The numerator; of bands, how many there are in all.
    number: u64,
    /// Of how many, none where it is its own whole.
    of: Option<String>,
    /// What they come to: per cent or a rate, none for a count.
    value: Option<String>,
    /// Of a share, how many are outside it because it was not recorded.
    not_recorded: u64,
    /// Its bands, none where it has none.
    bands: Vec<BandShown>,
}

/// A band.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BandShown {
    /// Its name.
    band: String,
    /// How many are in it.
    number: u64,
}

fn measure_shown(measure: &Measure) -> MeasureShown {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let figure = |figure: &Measured| FigureShown {
        counted_in: figure.unit.word().to_owned(),
        number: figure.number,
        of: some(&figure.of),
        value: some(&figure.value),
        not_recorded: figure.not_recorded,
        bands: figure
            .bands
            .iter()
            .map(|&(band, number)| BandShown { band: band.to_owned(), number })
            .collect(),
    };
    MeasureShown {
        measure: measure.indicator.key.to_owned(),
        title: measure.title.clone(),
        definition: measure.definition.clone(),
        source: measure.indicator.source.to_owned(),
        figures: measure.figures.iter().map(figure).collect(),
    }
}

/// The indicators of a period, with numerator, denominator and definition. They are for staff: small numbers are not hidden.
#[utoipa::path(
    get, path = "/api/v1/indicators", tag = "follow-through", operation_id = "indicators", params(FiguresAsked),
    responses((status = 200, description = "The figures", body = FiguresShown)),
)]
pub(crate) async fn indicators(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Asked(asked): Asked<FiguresAsked>,
) -> Result<Json<FiguresShown>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let said = Said {
            period: asked.period.unwrap_or_default(),
            district: asked.district.unwrap_or_default(),
            chair: asked.chair.unwrap_or_default(),
            category: asked.category.unwrap_or_default(),
            measure: asked.measure.unwrap_or_default(),
        };
        let wanted = said.wanted(&plan.register).map_err(Problem::faults)?;
        app.seen.note(visitor.who(), "indicators");
        let shown = show(&plan, &wanted);
        Ok(Json(FiguresShown {
            period: wanted.named.word(),
            first: wanted.period.first(),
            last: wanted.period.last(),
            measures: shown.measures.iter().map(measure_shown).collect(),
        }))
    })
    .await
}

/// What report is wanted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportGiven {
    /// Of which period: of a year the annual report, of a quarter the quality report, of a month the pack for districts and chairs.
    #[schema(example = "year-2011-12")]
    period: String,
    /// Of one district only.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{0,40}$")]
    district: String,
    /// As what.
    written: Written,
    /// Whether it is for publication: small numbers are hidden, and what they could be worked out from.
    #[serde(default)]
    publish: bool,
}

/// Begins a report. It is noted in the audit, and at most 20 an hour are made.
#[utoipa::path(
    post, path = "/api/v1/reports", tag = "follow-through", operation_id = "begin_report", request_body = ReportGiven,
    responses((status = 202, description = "It has begun", body = JobShown,
        headers(("location" = String, description = "Where it can be read")))),
)]
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<ReportGiven>,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let said = Said { period: given.period, district: given.district, ..Said::default() };
        let wanted = said.wanted(&plan.register).map_err(Problem::faults)?;
        let job = acts::begin(app, visitor.who(), wanted, given.written, given.publish)?;
        Ok(begun(&job, "/api/v1/reports"))
    })
    .await
}

/// How a report comes on.
#[utoipa::path(
    get, path = "/api/v1/reports/{job}", tag = "follow-through", operation_id = "report",
    params(("job" = u64, Path, description = "The number that beginning it gave")),
    responses((status = 200, description = "How it stands", body = JobShown)),
)]
pub(crate) async fn report(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Json<JobShown>, Problem> {
    Ok(Json(JobShown::of(&*acts::find(&app, visitor.who(), number)?)))
}

/// The file of a report that is done.
#[utoipa::path(
    get, path = "/api/v1/reports/{job}/file", tag = "follow-through", operation_id = "report_file",
    params(("job" = u64, Path, description = "The number that beginning it gave")),
    responses((status = 200, description = "The file: a page, a workbook, a Word document, or packed CSV files", content(
        (String = "text/html"),
        (FileSent = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileSent = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileSent = "application/zip"),
    ))),
)]
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Taken, Problem> {
    Ok(acts::file(&*acts::find(&app, visitor.who(), number)?)?)
}
