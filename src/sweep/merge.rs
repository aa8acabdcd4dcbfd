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

/// Adds the replications of `further` to those of `outcome`. Chairs one by one are kept of replication 0 only, so that they come from
/// whichever of the two has it.
///
/// # Errors
/// Where they are not parts of one forecast: another baseline, seed or scenario.
pub fn add(outcome: &mut Outcome, further: &Outcome) -> Result<(), Mismatch> {
    agree("the baseline", &outcome.name, &further.name)?;
    agree("the first month", &outcome.start, &further.start)?;
    agree("the seed", &outcome.seed, &further.seed)?;
    agree("the number of scenarios", &outcome.scenarios.len(), &further.scenarios.len())?;
    let n_months = |outcome: &Outcome| {
        outcome.scenarios.first().and_then(|scenario| Some(scenario.spread.months.first()?.len()))
    };
    agree("the number of months", &n_months(outcome).unwrap_or(0), &n_months(further).unwrap_or(0))?;
    for (one, other) in outcome.scenarios.iter().zip(&further.scenarios) {
        agree("a scenario's name", &one.name, &other.name)?;
        agree("a scenario's description", &one.about, &other.about)?;
    }
    outcome.replications += further.replications;
    for (one, other) in outcome.scenarios.iter_mut().zip(&further.scenarios) {
        one.spread.merge(&other.spread);
        if let (Some(one), Some(other)) = (&mut one.difference, &other.difference) {
            one.merge(other);
        }
        if one.chairs.is_empty() {
            one.chairs.clone_from(&other.chairs);
        }
    }
    Ok(())
}

fn agree<T: PartialEq + ToString>(what: &'static str, one: &T, other: &T) -> Result<(), Mismatch> {
    match one == other {
        true => Ok(()),
        false => Err(Mismatch { what, one: one.to_string(), other: other.to_string() }),
    }
}
