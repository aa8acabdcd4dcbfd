//! What is to be run, and the shards that it is cut into.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::key::{Hash, Key, Keyed};

/// The version of plans and shards. Raise it when either is written differently, or when the same parameters come to
/// other figures: shards of before are then not mixed with those of after.
const FORMAT: u64 = 1;

/// The program that plans and runs. Shards of one version are not put together with those of another.
const PROGRAM: &str = concat!("convene ", env!("CARGO_PKG_VERSION"));

/// Fewest digits of a key that name a shard; shorter numbers are shard numbers.
const KEY_DIGITS: usize = 8;

/// A text that is read: a baseline or an overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its file in the sweep's folder of inputs.
    pub file: String,
    /// The hash of its bytes.
    pub sha256: Hash,
}

/// A baseline with its scenarios, run on the same demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// What its results are called; no two of a sweep are called the same.
    pub name: String,
    /// The baseline, by place in [`Order::inputs`].
    pub baseline: usize,
    /// The overlays of each scenario, in the order in which they are laid on, likewise.
    pub scenarios: Vec<Vec<usize>>,
}

/// What is to be run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The sweep's name.
    pub name: String,
    /// The seed of every forecast.
    pub seed: u64,
    /// Replications of every forecast, from number 0 on; at least 1.
    pub replications: u64,
    /// Replications of a shard, at least 1; the last shard of a forecast may have fewer.
    pub replications_a_shard: u64,
    /// Every text.
    pub inputs: Vec<Input>,
    /// Every forecast.
    pub forecasts: Vec<Forecast>,
}

/// One forecast's replications from `first` on, so many of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// The hash of all that decides its result.
    pub key: Key,
    /// The forecast, by place in [`Order::forecasts`].
    pub forecast: usize,
    /// The number of its first replication.
    pub first: u64,
    /// Replications, at least 1.
    pub count: u64,
}

/// What is to be run, cut into shards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    format: u64,
    program: String,
    order: Order,
    shards: Vec<Shard>,
}

/// Why a text is no plan that can be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// It is something else, or was cut short.
    #[error("is no plan of a sweep ({0}); plan it again")]
    Text(String),
    /// Another version planned it.
    #[error(
        "was planned by {planned} (format {format}) and this is {PROGRAM} (format {FORMAT}); plan it again, or run it with that version"
    )]
    Program {
        /// The program that planned it.
        planned: String,
        /// Its format.
        format: u64,
    },
    /// Its shards are not those that it describes.
    #[error("was changed by hand: its shards do not follow from its inputs and numbers; plan it again")]
    Changed,
}

/// Why a shard is not found by what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoShard {
    /// There are fewer.
    #[error("there is no shard {0}; the shards are 0 to {1}")]
    Number(String, usize),
    /// No key begins so.
    #[error(
        "no shard's key begins with {0:?}; wanted a shard's number, or at least {KEY_DIGITS} digits of its key"
    )]
    Key(String),
    /// Several keys begin so.
    #[error("the keys of shards {1} and {2} both begin with {0:?}; wanted more digits")]
    Ambiguous(String, usize, usize),
}

impl Plan {
    /// Cuts what is to be run into shards: forecast by forecast, from replication 0 on.
    ///
    /// `order` must have at least one replication, and one a shard; its places must be those of its inputs.
    pub fn new(order: Order) -> Plan {
        let step = order.replications_a_shard.max(1);
        let n_shards = order.replications.div_ceil(step);
        let shards = (0..order.forecasts.len())
            .flat_map(|forecast| (0..n_shards).map(move |at| (forecast, at * step)))
            .map(|(forecast, first)| {
                let count = step.min(order.replications - first);
                Shard { key: key(&order, forecast, first, count), forecast, first, count }
            })
            .collect();
        Plan { format: FORMAT, program: PROGRAM.to_owned(), order, shards }
    }

    /// Reads a plan from its text.
    ///
    /// # Errors
    /// Where the text is no plan, or not one of this version, or was changed.
    pub fn read(text: &[u8]) -> Result<Plan, Bad> {
        let bad = |error: serde_json::Error| Bad::Text(error.to_string());
        // First only what every version has, so that another version is told as such.
        #[derive(Deserialize)]
        struct Head {
            format: u64,
            program: String,
        }
        let head: Head = serde_json::from_slice(text).map_err(bad)?;
        if head.format != FORMAT || head.program != PROGRAM {
            return Err(Bad::Program { planned: head.program, format: head.format });
        }
        let plan: Plan = serde_json::from_slice(text).map_err(bad)?;
        // What follows from the order is not taken on trust.
        match plan.order.is_whole() && plan.order.n_shards() == Some(plan.shards.len()) {
            true if Plan::new(plan.order.clone()) == plan => Ok(plan),
            _ => Err(Bad::Changed),
        }
    }

    /// Returns its text: JSON.
    pub fn text(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).expect("a plan is plain data"))
    }

    /// Returns what is to be run.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// Returns the shards; their places are their numbers.
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// Returns the forecast that a shard belongs to.
    pub fn forecast(&self, shard: &Shard) -> &Forecast {
        &self.order.forecasts[shard.forecast]
    }

    /// Returns the numbers of a forecast's shards, in the order of their replications.
    pub fn shards_of(&self, forecast: usize) -> Range<usize> {
        let a_forecast = self.shards.len() / self.order.forecasts.len().max(1);
        forecast * a_forecast..(forecast + 1) * a_forecast
    }

    /// Returns the number of the shard that is named by its number or by the first digits of its key, at least 8.
    ///
    /// # Errors
    /// Where no shard, or more than one, is meant.
    pub fn find(&self, name: &str) -> Result<usize, NoShard> {
        if name.len() < KEY_DIGITS && !name.is_empty() && name.bytes().all(|digit| digit.is_ascii_digit()) {
            let number = name.parse().ok().filter(|&number| number < self.shards.len());
            return number.ok_or(NoShard::Number(name.to_owned(), self.shards.len().saturating_sub(1)));
        }
        let is_meant = |shard: &Shard| KEY_DIGITS <= name.len() && shard.key.as_str().starts_with(name);
        let mut meant = (0..self.shards.len()).filter(|&number| is_meant(&self.shards[number]));
        match (meant.next(), meant.next()) {
            (Some(number), None) => Ok(number),
            (Some(one), Some(other)) => Err(NoShard::Ambiguous(name.to_owned(), one, other)),
            (None, _) => Err(NoShard::Key(name.to_owned())),
        }
    }
}

impl Order {
    /// Whether there is something to run and every place is that of an input.
    fn is_whole(&self) -> bool {
        let is_input = |&at: &usize| at < self.inputs.len();
        let is_known = |forecast: &Forecast| {
            is_input(&forecast.baseline) && forecast.scenarios.iter().flatten().all(is_input)
        };
        0 < self.replications && 0 < self.replications_a_shard && self.forecasts.iter().all(is_known)
    }

    /// Returns how many shards it is cut into; `None` where they are too many to be counted.
    fn n_shards(&self) -> Option<usize> {
        let a_forecast = usize::try_from(self.replications.div_ceil(self.replications_a_shard)).ok()?;
        a_forecast.checked_mul(self.forecasts.len())
    }
}

/// Returns the hash of all that decides a shard's result. Names of files do not.
fn key(order: &Order, forecast: usize, first: u64, count: u64) -> Key {
    let forecast = &order.forecasts[forecast];
    let text = |input: usize| order.inputs[input].sha256.as_str();
    let mut key = Keyed::new(PROGRAM).number(FORMAT).text(text(forecast.baseline));
    for overlays in &forecast.scenarios {
        key = key.number(overlays.len() as u64);
        for &overlay in overlays {
            key = key.text(text(overlay));
        }
    }
    key.number(order.seed).number(first).number(count).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> Order {
        let input = |name: &str| Input { file: format!("{name}.toml"), sha256: Hash::of(name.as_bytes()) };
        let forecast = |name: &str, baseline| Forecast {
            name: name.to_owned(),
            baseline,
            scenarios: vec![vec![2], vec![2, 3]],
        };
        Order {
            name: "two counties".to_owned(),
            seed: 7,
            replications: 250,
            replications_a_shard: 100,
            inputs: ["north", "south", "vacancy", "merged"].map(input).into(),
            forecasts: vec![forecast("north", 0), forecast("south", 1)],
        }
    }

    #[test]
    fn every_replication_of_every_forecast_is_in_one_shard() {
        let plan = Plan::new(order());
        let ranges: Vec<_> = plan.shards().iter().map(|s| (s.forecast, s.first, s.count)).collect();
        assert_eq!(
            ranges,
            [(0, 0, 100), (0, 100, 100), (0, 200, 50), (1, 0, 100), (1, 100, 100), (1, 200, 50)]
        );
        assert_eq!((plan.shards_of(0), plan.shards_of(1)), (0..3, 3..6));
    }

    #[test]
    fn a_key_changes_with_all_that_decides_the_result_and_with_nothing_else() {
        let first = |order: Order| Plan::new(order).shards()[0].key.clone();
        let usual = first(order());
        type Change = fn(&mut Order);
        let cases: [(&str, Change, bool); 9] = [
            ("baseline", |order| order.inputs[0].sha256 = Hash::of(b"x"), true),
            ("overlay", |order| order.inputs[3].sha256 = Hash::of(b"x"), true),
            ("order of overlays", |order| order.forecasts[0].scenarios[1] = vec![3, 2], true),
            ("overlays apart", |order| order.forecasts[0].scenarios = vec![vec![2], vec![2], vec![3]], true),
            ("seed", |order| order.seed = 8, true),
            ("replications a shard", |order| order.replications_a_shard = 99, true),
            ("another baseline", |order| order.inputs[1].sha256 = Hash::of(b"x"), false),
            ("more replications", |order| order.replications = 1_000, false),
            ("names", |order| order.inputs[0].file = "x.toml".to_owned(), false),
        ];
        for (what, change, changes) in cases {
            let mut order = order();
            change(&mut order);
            assert_eq!(first(order) != usual, changes, "{what}");
        }
    }

    #[test]
    fn a_plan_is_read_as_it_was_written_and_not_where_it_was_changed() {
        let plan = Plan::new(order());
        assert_eq!(Plan::read(plan.text().as_bytes()), Ok(plan.clone()));
        let text = plan.text();
        let changed = [
            ("\"seed\": 7", "\"seed\": 8"),
            ("\"first\": 100", "\"first\": 101"),
            ("\"replications\": 250", "\"replications\": 18446744073709551615"),
            ("\"replications_a_shard\": 100", "\"replications_a_shard\": 0"),
            ("\"baseline\": 1", "\"baseline\": 9"),
        ];
        for (from, to) in changed {
            assert!(text.contains(from), "{from}");
            assert_eq!(Plan::read(text.replacen(from, to, 1).as_bytes()), Err(Bad::Changed), "{to}");
        }
        let other = text.replacen(PROGRAM, "convene 99.0", 1);
        assert!(matches!(Plan::read(other.as_bytes()), Err(Bad::Program { .. })));
        let cut = &text[..text.len() / 2];
        for bad in ["", "{}", cut, &text.replacen("\"seed\"", "\"sead\"", 1)] {
            assert!(matches!(Plan::read(bad.as_bytes()), Err(Bad::Text(_))), "{bad}");
        }
    }

    #[test]
    fn a_shard_is_found_by_number_and_by_the_beginning_of_its_key() {
        let plan = Plan::new(order());
        let key = plan.shards()[4].key.as_str();
        assert_eq!(plan.find("4"), Ok(4));
        assert_eq!(plan.find(&key[..8]), Ok(4));
        assert_eq!(plan.find(key), Ok(4));
        assert_eq!(plan.find("6"), Err(NoShard::Number("6".to_owned(), 5)));
        for unknown in ["", "-1", "4.0", &key[..7], "00000000", "all"] {
            let is_short_number = unknown.bytes().all(|b| b.is_ascii_digit()) && unknown.len() == 7;
            assert!(is_short_number || matches!(plan.find(unknown), Err(NoShard::Key(_))), "{unknown}");
        }
    }
}
