//! Which assumption moves the answer most: one parameter at a time at the ends of its plausible range, everything else and
//! chance as they were (a tornado).

use serde::Serialize;

use super::measure::Measure;
use super::outcome::Spread;
use crate::staffing::catalogue::{PARAMETERS, Parameter};
use crate::staffing::{Amount, Baseline};

/// How much each parameter moves a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// The measure.
    pub measure: Measure,
    /// The month it is looked at in, from 0; `None` = the whole run.
    pub month: Option<usize>,
    /// Its mean in the baseline, as stored: divide by the measure's scale. So are the ends of the bars.
    pub baseline: f64,
    /// One bar a parameter, from the one that moves it most; those that do not move it are left out.
    pub bars: Vec<Bar>,
}

/// How much one parameter moves the measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The parameter's key in files.
    pub path: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The two values it is given.
    pub settings: [f64; 2],
    /// The measure's mean with the first value.
    pub low: f64,
    /// With the second.
    pub high: f64,
}

impl Bar {
    /// Returns how far apart the ends and the baseline are.
    pub fn width(&self, baseline: f64) -> f64 {
        let most = self.low.max(self.high).max(baseline);
        most - self.low.min(self.high).min(baseline)
    }
}

/// Returns how much each parameter moves the means of measures, each looked at in a month or over the whole run. `run` runs a
/// baseline, always with the same seed and replications, so that chance is the same in all runs; it is called twice for every
/// parameter that is in doubt, and once more.
///
/// # Errors
/// Those of `run`.
pub fn tornadoes<E>(
    baseline: &Baseline,
    measures: &[(Measure, Option<usize>)],
    run: impl Fn(&Baseline) -> Result<Spread, E>,
) -> Result<Vec<Tornado>, E> {
    let means = |baseline: &Baseline| -> Result<Vec<Option<f64>>, E> {
        let spread = run(baseline)?;
        let mean = |&(measure, month): &(Measure, Option<usize>)| match month {
            Some(month) => spread.month(measure, month).mean(),
            None => spread.whole[measure as usize].mean(),
        };
        Ok(measures.iter().map(mean).collect())
    };
    let middles = means(baseline)?;
    let mut bars: Vec<Vec<Bar>> = vec![Vec::new(); measures.len()];
    for parameter in PARAMETERS {
        let Some(settings) = ends(parameter, baseline.amounts.get(parameter.key)) else { continue };
        let at = |value: f64| {
            let mut moved = baseline.clone();
            moved.amounts.set(parameter.key, Amount::Exact(value));
            means(&moved)
        };
        let (lows, highs) = (at(settings[0])?, at(settings[1])?);
        for (bars, (low, high)) in bars.iter_mut().zip(lows.into_iter().zip(highs)) {
            if let (Some(low), Some(high)) = (low, high) {
                bars.push(Bar { path: parameter.path, about: parameter.about, settings, low, high });
            }
        }
    }
    let tornadoes = measures.iter().zip(bars).zip(middles).map(|((&(measure, month), mut bars), middle)| {
        let middle = middle.unwrap_or(0.0);
        bars.retain(|bar| 0.0 < bar.width(middle));
        // The sort is stable: bars of one width stay in the order of the list.
        bars.sort_by(|a, b| b.width(middle).total_cmp(&a.width(middle)));
        Tornado { measure, month, baseline: middle, bars }
    });
    Ok(tornadoes.collect())
}

/// Returns the ends of what a parameter may be: of its range in the file, else of what is plausible, in proportion where the
/// file gives another value than the default. `None` where it is not in doubt.
fn ends(parameter: &Parameter, amount: Amount) -> Option<[f64; 2]> {
    let (p10, p90) = parameter.plausible;
    let (least, most) = parameter.limits;
    let (from, to) = match amount {
        Amount::Range { p10, p90 } => (p10, p90),
        Amount::Exact(value) if value == parameter.default || parameter.default == 0.0 => (p10, p90),
        Amount::Exact(value) => (value * p10 / parameter.default, value * p90 / parameter.default),
    };
    (from < to).then(|| [from.clamp(least, most), to.clamp(least, most)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staffing::Key;

    #[test]
    fn a_range_of_the_file_comes_first_and_a_local_value_keeps_the_proportions() {
        let starts = Key::Starts.parameter(); // 718, plausible 531 to 897
        for (amount, expected) in [
            (Amount::Exact(718.0), Some([531.0, 897.0])),
            (Amount::Exact(359.0), Some([265.5, 448.5])),
            (Amount::Range { p10: 700.0, p90: 750.0 }, Some([700.0, 750.0])),
        ] {
            assert_eq!(ends(starts, amount), expected, "{amount:?}");
        }
        // 0.9 × 0.95 / 0.9 stays below 1; 1 × 0.95 / 0.9 would not.
        let in_time = Key::InitialInTime.parameter();
        assert_eq!(ends(in_time, Amount::Exact(1.0)).map(|[_, high]| high), Some(1.0));
        assert_eq!(ends(Key::HoursADay.parameter(), Amount::Exact(7.4)), None);
    }
}
