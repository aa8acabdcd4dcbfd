//! A forecast for programs, the same from the command line and the desk.

use serde_json::{Value, json};

use super::measure::{Line, MEASURES};
use super::outcome::Outcome;
use super::tally::Tally;

/// Returns the answer for machines: of each scenario every measure of every month and year, and its differences from the baseline by year.
/// Values are in the unit of their measure, as people read them.
pub fn as_json(outcome: &Outcome) -> Value {
    let tallies = |lists: &[Vec<Tally>]| -> Value {
        let measures = MEASURES.iter().zip(lists).map(|(line, tallies)| {
            let values: Vec<Value> = tallies.iter().map(|tally| three_json(line, tally)).collect();
            (line.name.to_owned(), Value::Array(values))
        });
        Value::Object(measures.collect())
    };
    let scenarios: Vec<Value> = outcome
        .scenarios
        .iter()
        .map(|scenario| {
            json!({
                "name": scenario.name,
                "months": tallies(&scenario.spread.months),
                "years": tallies(&scenario.spread.years),
                "differences": scenario.difference.as_ref().map(|difference| tallies(&difference.years)),
            })
        })
        .collect();
    json!({
        "name": outcome.name,
        "start": outcome.start.to_string(),
        "seed": outcome.seed,
        "replications": outcome.replications,
        "scenarios": scenarios,
    })
}

fn three_json(line: &Line, tally: &Tally) -> Value {
    let scale = line.scale as f64;
    let shown = |percent| tally.quantile(percent).map(|value| value as f64 / scale);
    json!({
        "n": tally.n(), "mean": tally.mean().map(|mean| mean / scale), "half_width": tally.half_width() / scale,
        "p10": shown(10), "p50": shown(50), "p90": shown(90),
    })
}
