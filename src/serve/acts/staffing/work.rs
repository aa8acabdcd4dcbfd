//! Runs worked out: forecasts and sizings, each with what was asked for.

use std::sync::atomic::Ordering;
use std::time::Instant;

use chrono::Months;

use super::asked;
use crate::files;
use crate::serve::jobs::{Job, Outcome};
use crate::simulate::outcome::Outcome as Forecast;
use crate::simulate::{Run, run};
use crate::size::{self, Config, Options, Sizing, Stage, Target, size};
use crate::staffing::Key;
use crate::words::count;

/// Decides every draw: who runs the same again reads the same.
pub(crate) const SEED: u64 = 1;
/// Seconds after which what a sizing has not done is left out: somebody waits.
const SECONDS: f64 = 120.0;

/// A forecast that was run.
pub(crate) struct Forecasted {
    pub(crate) asked: asked::Forecast,
    /// Of as many futures as were finished.
    pub(crate) outcome: Forecast,
}

/// A sizing that was run.
pub(crate) struct Sized {
    pub(crate) asked: asked::Sizing,
    pub(crate) sizing: Sizing,
    /// The plan as a scenario for `convene simulate`; empty where it cannot be written.
    pub(crate) overlay: String,
}

/// Runs a forecast.
pub(super) fn forecast(job: &Job, asked: asked::Forecast) -> Outcome {
    if job.stop.load(Ordering::Relaxed) {
        return Outcome::Failed("it was cancelled before it began".to_owned());
    }
    let wanted = Run {
        baseline: &asked.baseline,
        scenarios: &asked.scenarios,
        seed: SEED,
        first: 0,
        replications: asked.replications,
    };
    let progress = |done: u64| job.say(&format!("{done} of {} futures are run", asked.replications));
    let outcome = match run(&wanted, &progress, &job.stop) {
        Ok(outcome) => outcome,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    if outcome.replications == 0 {
        return Outcome::Failed("it was cancelled before the first futures were finished".to_owned());
    }
    job.say(&title(&outcome));
    Outcome::Forecast(Box::new(Forecasted { asked, outcome }))
}

/// Returns what a forecast is of, in words.
pub(crate) fn title(outcome: &Forecast) -> String {
    let others = outcome.scenarios.len().saturating_sub(1);
    match others {
        0 => outcome.name.clone(),
        n => format!("{} and {}", outcome.name, count(n as i64, "scenario")),
    }
}

/// Sizes recruitment.
pub(super) fn sizing(job: &Job, asked: asked::Sizing) -> Outcome {
    if job.stop.load(Ordering::Relaxed) {
        return Outcome::Failed("it was cancelled before it began".to_owned());
    }
    let options = Options { budget_pounds: asked.budget_pounds, approved: [None, None] };
    let forecast = match size::Forecast::new(&asked.baseline, asked.months, SEED, &options) {
        Ok(forecast) => forecast,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let target = Target { cap: asked.cap, confidence: asked.confidence, from: asked.from };
    let config =
        Config { floor: asked.baseline.amounts.get(Key::BandLowest).middle(), ..Config::new(target) };
    let began = Instant::now();
    // Cancelling ends it as the end of its time would: there is no other way to stop.
    let seconds_left =
        || if job.stop.load(Ordering::Relaxed) { 0.0 } else { SECONDS - began.elapsed().as_secs_f64() };
    let sizing = size(&forecast, &config, &seconds_left, &|stage| job.say(doing(stage)));
    if job.stop.load(Ordering::Relaxed) {
        return Outcome::Failed("it was cancelled".to_owned());
    }
    job.say(&format!(
        "{}: {} children an FTE from {}",
        asked.baseline.name,
        asked.cap,
        sizing.asked.from_date.format("%B %Y")
    ));
    let overlay = overlay(&asked, &forecast, &sizing);
    Outcome::Sizing(Box::new(Sized { asked, sizing, overlay }))
}

/// Returns what a stage is, for who waits.
fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::Scenarios => "drawing futures to plan on",
        Stage::Levels => "looking for the cheapest plan that keeps the promise",
        Stage::Testing => "testing the plan on fresh futures, and under stress",
        Stage::Frontier => "putting other plans beside it",
        Stage::Stability => "planning on other futures, to see how much the plan changes",
    }
}

/// Returns the plan as an overlay; nothing where it cannot be written.
fn overlay(asked: &asked::Sizing, forecast: &size::Forecast, sizing: &Sizing) -> String {
    let baseline = &asked.baseline;
    let (adverts, hired) = forecast.planned(&sizing.plan);
    let end =
        baseline.start.checked_add_months(Months::new(asked.months as u32)).and_then(|end| end.pred_opt());
    let name = format!("Plan for {}", sizing.promise.from_date.format("%B %Y"));
    let about = format!("The plan of recruitment for {}, as the desk made it.", baseline.name);
    files::plan_toml(&name, &about, (baseline.start, end.unwrap_or(baseline.start)), &adverts, &hired)
        .unwrap_or_default()
}
