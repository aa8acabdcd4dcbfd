//! Measures of a forecast as people read them, and how two scenarios differ in words.

use crate::simulate::measure::Measure;
use crate::simulate::tally::Tally;
use crate::words::thousands;

/// Returns a number with commas between thousands and so many decimals, at most three, and a true minus sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let unit = 10_i64.pow(decimals.min(3) as u32);
    let scaled = (value * unit as f64).round() as i64;
    let (whole, rest) = (scaled.abs() / unit, scaled.abs() % unit);
    let sign = if scaled < 0 { "−" } else { "" };
    match decimals {
        0 => format!("{sign}{}", thousands(whole)),
        _ => format!("{sign}{}.{rest:0decimals$}", thousands(whole)),
    }
}

/// Returns a value that a tally holds for people: `1,321`, `96.4`, `93.1 %`, `£1,240,000`.
pub(super) fn shown(measure: Measure, stored: f64) -> String {
    let line = measure.line();
    let text = fixed(stored / line.scale as f64, usize::from(1 < line.scale));
    match line.unit {
        "per cent" => format!("{text}\u{a0}%"),
        "pounds" => match text.strip_prefix('−') {
            Some(pounds) => format!("−£{pounds}"),
            None => format!("£{text}"),
        },
        _ => text,
    }
}

/// Returns `96.4 (88.0 to 104.2)`: P50, and P10 to P90; a dash where nothing was counted.
pub(super) fn told(measure: Measure, tally: &Tally) -> String {
    let at = |percent| tally.quantile(percent).map(|value| shown(measure, value as f64));
    match (at(10), at(50), at(90)) {
        (Some(low), Some(middle), Some(high)) => format!("{middle} ({low} to {high})"),
        _ => "–".to_owned(),
    }
}

/// Returns how a scenario differs from the baseline, future by future: `3.2 children an FTE lower (95 % interval of the mean: 2.9 to 3.5
/// lower)`. A difference that could as well be none is said to be that.
pub(super) fn difference(measure: Measure, tally: &Tally) -> String {
    let (Some(mean), true) = (tally.mean(), 1 < tally.n()) else { return "cannot be compared".to_owned() };
    let half = tally.half_width();
    let bare = |value: f64| shown(measure, value).replace("\u{a0}%", "");
    if mean.abs() <= half {
        return match half == 0.0 {
            true => "the same".to_owned(),
            false => format!(
                "no difference that can be told from chance (95 % interval of the mean: {} to {})",
                bare(mean - half),
                bare(mean + half)
            ),
        };
    }
    let unit = match measure.line().unit {
        "per cent" => " percentage points",
        "pounds" => "",
        "children an FTE" => " children an FTE",
        "forms" => " forms",
        _ => "",
    };
    let way = match (measure.line().unit, 0.0 < mean) {
        ("pounds", true) => "more",
        ("pounds", false) => "less",
        (_, true) => "higher",
        (_, false) => "lower",
    };
    let size = mean.abs();
    format!(
        "{}{unit} {way} (95 % interval of the mean: {} to {} {way})",
        bare(size),
        bare(size - half),
        bare(size + half)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: impl IntoIterator<Item = i64>) -> Tally {
        let mut tally = Tally::default();
        values.into_iter().for_each(|value| tally.add(value));
        tally.settle();
        tally
    }

    #[test]
    fn numbers_go_by_the_scale_of_their_measure() {
        for (measure, stored, text) in [
            (Measure::OnPlans, 1_321.0, "1,321"),
            (Measure::Caseload, 964.0, "96.4"),
            (Measure::ReviewsInTime, 9_312.0, "93.1\u{a0}%"),
            (Measure::Cost, 1_240_000.0, "£1,240,000"),
            (Measure::Cost, -1_500.0, "−£1,500"),
        ] {
            assert_eq!(shown(measure, stored), text);
        }
        assert_eq!(fixed(-0.04, 1), "0.0");
    }

    #[test]
    fn a_distribution_is_told_by_its_middle_and_eight_of_ten() {
        // Of 1 to 10 tenths: the tenth percentile is the first, the ninetieth the ninth.
        assert_eq!(told(Measure::Caseload, &tally((1..=10).map(|n| n * 10))), "5.0 (1.0 to 9.0)");
        assert_eq!(told(Measure::Caseload, &tally([])), "–");
    }

    #[test]
    fn a_difference_says_how_sure_it_is() {
        // Mean −30 tenths; values ±10 around it: variance 4·100/3, half-width 1.96·√(133.3/4) = 11.3 tenths.
        assert_eq!(
            difference(Measure::Caseload, &tally([-40, -20, -40, -20])),
            "3.0 children an FTE lower (95 % interval of the mean: 1.9 to 4.1 lower)"
        );
        assert_eq!(
            difference(Measure::Cost, &tally([500, 500])),
            "£500 more (95 % interval of the mean: £500 to £500 more)"
        );
        assert!(
            difference(Measure::ReviewsInTime, &tally([-100, 100]))
                .starts_with("no difference that can be told")
        );
        assert_eq!(difference(Measure::Cost, &tally([0, 0, 0])), "the same");
        assert_eq!(difference(Measure::Cost, &tally([7])), "cannot be compared");
    }
}
