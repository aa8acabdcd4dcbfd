//! Putting the shards of one forecast together. Tallies are counts, so that the sum is exact and its order does not matter.

use crate::simulate::outcome::Outcome;

/// Two outcomes are not parts of one forecast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the outcomes are not of one forecast: {what} is {one:?} in one and {other:?} in the other")]
pub struct Mismatch {
    what: &'static str,
    one: String,
    other: String,
}

/// Adds the replications of `further` to those of `outcome`.
///
/// # Errors
/// Where they are not parts of one forecast, but of another baseline, seed or scenario: `outcome` is then as it was.
pub fn add(outcome: &mut Outcome, further: &Outcome) -> Result<(), Mismatch> {
    agree("the baseline", &outcome.name, &further.name)?;
    agree("the first month", &outcome.start, &further.start)?;
    agree("the seed", &outcome.seed, &further.seed)?;
    agree("the number of scenarios", &outcome.scenarios.len(), &further.scenarios.len())?;
    agree("the number of months", &n_months(outcome), &n_months(further))?;
    for (one, other) in outcome.scenarios.iter().zip(&further.scenarios) {
        agree("a scenario", &one.name, &other.name)?;
        agree("what a scenario is about", &one.about, &other.about)?;
    }
    outcome.merge(further);
    Ok(())
}

fn n_months(outcome: &Outcome) -> usize {
    let measures = outcome.scenarios.first().map(|scenario| &scenario.spread.months);
    measures.and_then(|measures| measures.first()).map_or(0, Vec::len)
}

fn agree<T: PartialEq + ToString>(what: &'static str, one: &T, other: &T) -> Result<(), Mismatch> {
    if one == other {
        return Ok(());
    }
    Err(Mismatch { what, one: one.to_string(), other: other.to_string() })
}
