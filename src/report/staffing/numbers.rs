//! Measures as people and files read them: stored whole numbers divided by the scale of their measure.

use crate::report::words::thousands;
use crate::simulate::measure::Measure;
use crate::simulate::tally::Tally;

/// The tenth, fiftieth and ninetieth percentile, as stored.
pub(super) type Quantiles = [i64; 3];

/// Returns the three percentiles that everything is told by; `None` of an empty tally.
pub(super) fn quantiles(tally: &Tally) -> Option<Quantiles> {
    Some([tally.quantile(10)?, tally.quantile(50)?, tally.quantile(90)?])
}

/// Returns a stored value in its measure's unit.
pub(super) fn plain(measure: Measure, stored: f64) -> f64 {
    stored / measure.line().scale as f64
}

/// Returns a stored value for people: `1,321`, `96.4`, `93.1 %`, `£1,240,000`. Full-time equivalents have one decimal.
pub(super) fn shown(measure: Measure, stored: i64) -> String {
    let line = measure.line();
    let decimals = usize::from(1 < line.scale);
    let text = fixed(stored as f64 / line.scale as f64, decimals);
    match line.unit {
        "per cent" => format!("{text}\u{a0}%"),
        "pounds" if stored < 0 => format!("−£{}", thousands(-stored)),
        "pounds" => format!("£{text}"),
        _ => text,
    }
}

/// Returns the mean of a tally as [`shown`] would write it, with a decimal.
pub(super) fn shown_mean(measure: Measure, mean: f64) -> String {
    let text = fixed(plain(measure, mean), usize::from(measure.line().unit != "pounds"));
    match measure.line().unit {
        "per cent" => format!("{text}\u{a0}%"),
        "pounds" if text.starts_with('−') => text.replacen('−', "−£", 1),
        "pounds" => format!("£{text}"),
        _ => text,
    }
}

/// Returns `96.4 (88.0 to 104.2)`: the middle, and the tenth to the ninetieth percentile.
pub(super) fn with_range(measure: Measure, [p10, p50, p90]: Quantiles) -> String {
    format!("{} ({} to {})", shown(measure, p50), shown(measure, p10), shown(measure, p90))
}

/// Returns the same of a tally, or a dash where it is empty.
pub(super) fn told(measure: Measure, tally: &Tally) -> String {
    quantiles(tally).map_or_else(|| "–".to_owned(), |three| with_range(measure, three))
}

/// Returns a number with commas between thousands and so many decimals, rounded half away from nought, with a true minus sign.
pub(in crate::report) fn fixed(value: f64, decimals: usize) -> String {
    let unit = [1, 10, 100, 1000][decimals.min(3)];
    let scaled = (value * f64::from(unit)).round() as i64;
    let (whole, rest) = (scaled.abs() / i64::from(unit), scaled.abs() % i64::from(unit));
    let sign = if scaled < 0 { "−" } else { "" };
    match decimals {
        0 => format!("{sign}{}", thousands(whole)),
        _ => format!("{sign}{}.{rest:0decimals$}", thousands(whole)),
    }
}

/// Returns a difference with its sign: `+3.2`, `−0.4`, `0.0`.
pub(in crate::report) fn signed(text: String) -> String {
    let is_nought = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if is_nought || text.starts_with('−') {
        text.replace('−', if is_nought { "" } else { "−" })
    } else {
        format!("+{text}")
    }
}

/// Returns a stored value as files have it: exact, with a point and no commas.
pub(super) fn exact(measure: Measure, stored: i64) -> String {
    let scale = measure.line().scale;
    let decimals = decimals(measure);
    let sign = if stored < 0 { "-" } else { "" };
    let (whole, rest) = (stored.abs() / scale, stored.abs() % scale);
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0decimals$}") }
}

/// Returns a mean or a half-width as files have it: with two decimals more than its values.
pub(super) fn exact_mean(measure: Measure, stored: f64) -> String {
    let text = format!("{:.*}", decimals(measure) + 2, plain(measure, stored));
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.replace('-', "") } else { text }
}

fn decimals(measure: Measure) -> usize {
    match measure.line().scale {
        1 => 0,
        10 => 1,
        100 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_by_the_scale_of_their_measure() {
        for (measure, stored, people, files) in [
            (Measure::OnPlans, 1_321, "1,321", "1321"),
            (Measure::Caseload, 964, "96.4", "96.4"),
            (Measure::ReviewsInTime, 9_312, "93.1\u{a0}%", "93.12"),
            (Measure::Fte, 6_500, "6.5", "6.500"),
            (Measure::Cost, 1_240_000, "£1,240,000", "1240000"),
            (Measure::Cost, -1_500, "−£1,500", "-1500"),
            (Measure::TimeOff, -5, "−5", "-5"),
            (Measure::Fte, 6_450, "6.5", "6.450"),
        ] {
            assert_eq!(shown(measure, stored), people);
            assert_eq!(exact(measure, stored), files);
        }
        assert_eq!(exact_mean(Measure::Caseload, 963.5), "96.350");
        assert_eq!(exact_mean(Measure::Caseload, -0.001), "0.000");
        assert_eq!(with_range(Measure::Caseload, [880, 964, 1_042]), "96.4 (88.0 to 104.2)");
    }

    #[test]
    fn differences_have_a_sign() {
        for (value, text) in
            [(3.21, "+3.2"), (-0.44, "−0.4"), (0.04, "0.0"), (-0.04, "0.0"), (-12.0, "−12.0")]
        {
            assert_eq!(signed(fixed(value, 1)), text);
        }
    }
}
