//! XmR charts: whether months differ by more than they always do.
//!
//! An XmR chart (individual values and moving ranges) shows each value between natural process limits that the values' own changes
//! set: mean ± 2.66 × mean moving range; 2.66 is 3 ÷ 1.128, for ranges of two. Source: Wheeler, *Understanding Variation* (1993) and
//! *Making Sense of Data* (2003); NHS England, *Making Data Count*. A signal says "ask why", not "good" or "bad": there is no target and
//! no traffic light.

/// Mean moving ranges from the mean to a limit.
const TO_LIMIT: f64 = 2.66;
/// Values in a row on one side of the mean that are a signal (Wheeler's rule two).
const RUN: usize = 8;
/// Values without which limits say little: they are drawn, and the page says how many there are.
pub const FEW: usize = 12;

/// The mean and limits of values, and what stands out.
#[derive(Debug, Clone, PartialEq)]
pub struct Xmr {
    /// The mean of the values.
    pub mean: f64,
    /// The mean of the changes from each to the next, without sign.
    pub moving_range: f64,
    /// The lower limit, not below the least that the measure can be.
    pub lower: f64,
    /// The upper limit, not above the most that it can be.
    pub upper: f64,
    /// How many values there are.
    pub n_values: usize,
    /// What stands out, in order.
    pub signals: Vec<Signal>,
}

/// Something that the values' own variation does not explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The value at this position lies outside the limits.
    Outside(usize),
    /// So many values in a row, from the first position to the last, lie on one side of the mean.
    Run {
        /// The position of the first.
        first: usize,
        /// The position of the last.
        last: usize,
    },
}

/// Returns the chart of values by month, `None` where a month has none; nothing with fewer than two values. `least` and `most` bound what the
/// measure can be: 0 for counts, 0 and 100 for per cent. Ranges and runs go over months without a value.
pub fn xmr(values: &[Option<f64>], least: Option<f64>, most: Option<f64>) -> Option<Xmr> {
    let known: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
    if known.len() < 2 {
        return None;
    }
    let n = known.len() as f64;
    let mean = known.iter().map(|(_, value)| value).sum::<f64>() / n;
    let ranges = known.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs());
    let moving_range = ranges.sum::<f64>() / (n - 1.0);
    let (low, high) = (mean - TO_LIMIT * moving_range, mean + TO_LIMIT * moving_range);
    let outside = known.iter().filter(|(_, value)| *value < low || high < *value);
    let mut signals: Vec<Signal> = outside.map(|&(at, _)| Signal::Outside(at)).collect();
    signals.extend(runs(&known, mean));
    Some(Xmr {
        mean,
        moving_range,
        lower: least.map_or(low, |least| low.max(least)),
        upper: most.map_or(high, |most| high.min(most)),
        n_values: known.len(),
        signals,
    })
}

/// Returns the longest runs of eight or more on one side. A value on the mean ends a run.
fn runs(known: &[(usize, f64)], mean: f64) -> Vec<Signal> {
    let side = |value: f64| if value < mean { -1 } else { i32::from(mean < value) };
    let mut runs = Vec::new();
    let mut first = 0;
    for next in 1..=known.len() {
        let goes_on = next < known.len() && side(known[next].1) == side(known[first].1);
        if goes_on {
            continue;
        }
        if RUN <= next - first && side(known[first].1) != 0 {
            runs.push(Signal::Run { first: known[first].0, last: known[next - 1].0 });
        }
        first = next;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Xmr {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        xmr(&values, None, None).expect("two values and more")
    }

    #[test]
    fn limits_are_2_66_mean_moving_ranges_from_the_mean() {
        // Mean 12; moving ranges 2, 4, 2, 0, mean 2; limits 12 ± 5.32.
        let chart = of(&[12.0, 14.0, 10.0, 12.0, 12.0]);
        assert_eq!((chart.mean, chart.moving_range), (12.0, 2.0));
        assert!((chart.upper - (12.0 + 2.66 * 2.0)).abs() < 1e-9);
        assert!((chart.lower - (12.0 - 2.66 * 2.0)).abs() < 1e-9);
        assert_eq!(chart.signals, []);
    }

    #[test]
    fn limits_stay_where_the_measure_can_be() {
        let values = [Some(99.0), Some(90.0), Some(100.0)];
        let chart = xmr(&values, Some(0.0), Some(100.0)).expect("three values");
        assert_eq!(chart.upper, 100.0);
        let counts = xmr(&[Some(1.0), Some(0.0), Some(3.0)], Some(0.0), None).expect("three values");
        assert_eq!(counts.lower, 0.0);
    }

    #[test]
    fn a_point_outside_is_a_signal() {
        let mut values = vec![10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0];
        assert_eq!(of(&values).signals, []);
        values.push(30.0);
        // Mean 12.3; ranges nine of 1 and one of 19, mean 2.8; upper limit 19.7.
        assert_eq!(of(&values).signals, [Signal::Outside(10), Signal::Run { first: 0, last: 9 }]);
    }

    #[test]
    fn eight_in_a_row_on_one_side_are_a_signal_and_seven_are_not() {
        let shifted = |n: usize| {
            let mut values = vec![9.0; n];
            values.extend(vec![11.0; n]);
            of(&values).signals.iter().filter(|signal| matches!(signal, Signal::Run { .. })).count()
        };
        assert_eq!((shifted(7), shifted(8)), (0, 2));
        // All the same: no side at all.
        assert_eq!(of(&[5.0; 20]).signals, []);
    }

    #[test]
    fn months_without_a_value_are_passed_over() {
        let values = [Some(4.0), None, Some(6.0), None];
        let chart = xmr(&values, None, None).expect("two values");
        assert_eq!((chart.mean, chart.moving_range, chart.n_values), (5.0, 2.0, 2));
        assert_eq!(xmr(&[Some(4.0), None], None, None), None);
    }
}
