//! A shard's result as text that tells by itself whether it is whole, and whose it is.
//!
//! Three lines of JSON: whose it is; the outcome; the SHA-256 of both lines. A text that was cut short, changed, or put in another
//! shard's place is none, and is made again.

use serde::{Deserialize, Serialize};

use super::key::{Hash, Key};
use super::plan::{Plan, Shard};
use crate::simulate::measure::N_MEASURES;
use crate::simulate::outcome::{Outcome, Spread};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    shard: Key,
    first: u64,
    count: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foot {
    sha256: Hash,
}

/// Why a text is not the result of a shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// It has not its three lines.
    #[error("is cut short, or is something else")]
    Short,
    /// Its hash is another.
    #[error("was changed or damaged: its hash is not the one at its end")]
    Hash,
    /// It belongs to another shard.
    #[error("belongs to another shard")]
    Foreign,
    /// Its outcome cannot be read, or is not of these replications, scenarios and measures.
    #[error("holds no outcome of its shard ({0})")]
    Outcome(String),
}

/// Returns a shard's result as text. The outcome's tallies must be settled.
pub fn write(shard: &Shard, outcome: &Outcome) -> String {
    let head = Head { shard: shard.key.clone(), first: shard.first, count: shard.count };
    let mut text = line(&head);
    text.push_str(&line(outcome));
    let foot = Foot { sha256: Hash::of(text.as_bytes()) };
    text.push_str(&line(&foot));
    text
}

/// Reads a shard's result.
///
/// # Errors
/// Where the text is not whole, or not of this shard of this plan.
pub fn read(plan: &Plan, shard: &Shard, text: &[u8]) -> Result<Outcome, Unsound> {
    let mut ends = (0..text.len()).filter(|&at| text[at] == b'\n').map(|at| at + 1);
    let (Some(head), Some(outcome), Some(foot), None) = (ends.next(), ends.next(), ends.next(), ends.next())
    else {
        return Err(Unsound::Short);
    };
    if foot != text.len() {
        return Err(Unsound::Short);
    }
    let stated: Foot = serde_json::from_slice(&text[outcome..]).map_err(|_| Unsound::Short)?;
    if stated.sha256 != Hash::of(&text[..outcome]) {
        return Err(Unsound::Hash);
    }
    let whose: Head = serde_json::from_slice(&text[..head]).map_err(|_| Unsound::Foreign)?;
    if whose.shard != shard.key || (whose.first, whose.count) != (shard.first, shard.count) {
        return Err(Unsound::Foreign);
    }
    let outcome: Outcome =
        serde_json::from_slice(&text[head..outcome]).map_err(|error| Unsound::Outcome(error.to_string()))?;
    match objection(plan, shard, &outcome) {
        None => Ok(outcome),
        Some(objection) => Err(Unsound::Outcome(objection)),
    }
}

/// Returns why an outcome is not that of a shard.
fn objection(plan: &Plan, shard: &Shard, outcome: &Outcome) -> Option<String> {
    let wanted = (plan.order().seed, shard.count);
    if (outcome.seed, outcome.replications) != wanted {
        return Some(format!(
            "seed {} with {} replications; wanted seed {} with {}",
            outcome.seed, outcome.replications, wanted.0, wanted.1
        ));
    }
    let n_scenarios = 1 + plan.forecast(shard).scenarios.len();
    if outcome.scenarios.len() != n_scenarios {
        return Some(format!("{} scenarios; wanted {n_scenarios}", outcome.scenarios.len()));
    }
    let shape = |spread: &Spread| {
        let n_months = spread.months.first().map_or(0, Vec::len);
        let is_full = |rows: &[Vec<_>], n| rows.len() == N_MEASURES && rows.iter().all(|row| row.len() == n);
        (is_full(&spread.months, n_months)
            && is_full(&spread.years, n_months / 12)
            && spread.whole.len() == N_MEASURES)
            .then_some(n_months)
    };
    let first = shape(&outcome.scenarios[0].spread);
    let is_sound = outcome.scenarios.iter().enumerate().all(|(at, scenario)| {
        let difference = scenario.difference.as_ref();
        first.is_some()
            && shape(&scenario.spread) == first
            && difference.is_some() == (0 < at)
            && difference.is_none_or(|difference| shape(difference) == first)
    });
    (!is_sound).then(|| "other measures or months".to_owned())
}

fn line(value: &impl Serialize) -> String {
    format!("{}\n", serde_json::to_string(value).expect("plain data, without keys that are no text"))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::plan::{Forecast, Input, Order};
    use super::*;
    use crate::simulate::outcome::Scenario;

    fn plan() -> Plan {
        let input = |name: &str| Input { file: format!("{name}.toml"), sha256: Hash::of(name.as_bytes()) };
        Plan::new(Order {
            name: "one county".to_owned(),
            seed: 7,
            replications: 5,
            replications_a_shard: 3,
            inputs: ["north", "vacancy"].map(input).into(),
            forecasts: vec![Forecast { name: "north".to_owned(), baseline: 0, scenarios: vec![vec![1]] }],
        })
    }

    fn outcome(replications: u64) -> Outcome {
        let scenario = |name: &str, difference| Scenario {
            name: name.to_owned(),
            about: String::new(),
            spread: Spread::new(13),
            difference,
            chairs: Vec::new(),
        };
        Outcome {
            name: "North".to_owned(),
            start: NaiveDate::default(),
            seed: 7,
            replications,
            scenarios: vec![scenario("North", None), scenario("Vacancy", Some(Spread::new(13)))],
        }
    }

    #[test]
    fn a_shard_is_read_as_it_was_written_and_by_its_own_place_only() {
        let plan = plan();
        let [first, second] = plan.shards() else { panic!("5 replications, 3 a shard, are two shards") };
        let text = write(first, &outcome(3));
        assert_eq!(read(&plan, first, text.as_bytes()), Ok(outcome(3)));
        assert_eq!(read(&plan, second, text.as_bytes()), Err(Unsound::Foreign));
    }

    #[test]
    fn what_was_cut_short_or_changed_is_no_shard() {
        let plan = plan();
        let shard = &plan.shards()[0];
        let text = write(shard, &outcome(3));
        // Every beginning of it; the whole has four thousand bytes and more, so that not each is tried.
        for end in (0..text.len()).step_by(97).chain([text.len() - 1]) {
            assert!(read(&plan, shard, &text.as_bytes()[..end]).is_err(), "{end}");
        }
        let changed = text.replacen("North", "South", 1);
        assert_eq!(read(&plan, shard, changed.as_bytes()), Err(Unsound::Hash));
        assert_eq!(read(&plan, shard, format!("{text}\n").as_bytes()), Err(Unsound::Short));
    }

    #[test]
    fn an_outcome_of_other_replications_or_scenarios_is_not_taken() {
        let plan = plan();
        let shard = &plan.shards()[0];
        type Change = fn(&mut Outcome);
        let cases: [(&str, Change); 6] = [
            ("seed", |outcome| outcome.seed = 8),
            ("replications", |outcome| outcome.replications = 2),
            ("a scenario too few", |outcome| drop(outcome.scenarios.pop())),
            ("no difference", |outcome| outcome.scenarios[1].difference = None),
            ("fewer months", |outcome| outcome.scenarios[1].spread = Spread::new(12)),
            ("a measure too few", |outcome| drop(outcome.scenarios[0].spread.whole.pop())),
        ];
        for (what, change) in cases {
            let mut outcome = outcome(3);
            change(&mut outcome);
            let text = write(shard, &outcome);
            let read = read(&plan, shard, text.as_bytes());
            assert!(matches!(read, Err(Unsound::Outcome(_))), "{what}: {read:?}");
        }
    }
}
