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

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::simulate::outcome::{Scenario, Spread};

    fn outcome(values: &[i64]) -> Outcome {
        let mut spread = Spread::new(1);
        values.iter().for_each(|&value| spread.first_in_band.add(value));
        spread.settle();
        let scenario = Scenario {
            name: "North".to_owned(),
            about: "as it is".to_owned(),
            spread,
            difference: None,
            chairs: Vec::new(),
        };
        Outcome {
            name: "North".to_owned(),
            start: NaiveDate::default(),
            seed: 7,
            replications: values.len() as u64,
            scenarios: vec![scenario],
        }
    }

    #[test]
    fn parts_add_up_to_the_whole_in_any_order() {
        let whole = outcome(&[3, 1, 2, 3, 5]);
        for parts in [[&[3, 1][..], &[2, 3, 5]], [&[2, 3, 5], &[3, 1]], [&[5, 3, 2, 1, 3], &[]]] {
            let mut sum = outcome(parts[0]);
            add(&mut sum, &outcome(parts[1])).expect("parts of one forecast");
            assert_eq!(sum, whole, "{parts:?}");
        }
    }

    #[test]
    fn what_is_of_another_forecast_is_refused_and_changes_nothing() {
        type Change = fn(&mut Outcome);
        let cases: [(&str, Change); 5] = [
            ("the seed is \"7\" in one and \"8\" in the other", |other| other.seed = 8),
            ("the baseline", |other| other.name = "South".to_owned()),
            ("the number of scenarios", |other| other.scenarios.clear()),
            ("the number of months", |other| other.scenarios[0].spread = Spread::new(2)),
            ("a scenario", |other| other.scenarios[0].name = "Vacancy".to_owned()),
        ];
        for (words, change) in cases {
            let (mut sum, mut other) = (outcome(&[1]), outcome(&[2]));
            change(&mut other);
            let refused = add(&mut sum, &other).expect_err(words).to_string();
            assert!(refused.contains(words), "{refused}");
            assert_eq!(sum, outcome(&[1]), "{words}");
        }
    }
}
