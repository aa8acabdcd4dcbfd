//! Even marks along an axis.

/// Places after the point that marks are reckoned with: thousandths.
const THOUSANDTHS: f64 = 1000.0;

/// Returns even marks that enclose `low` to `high`, about five, at least two. A mark is a 1, 2 or 5 with noughts.
pub(super) fn marks(low: f64, high: f64) -> Vec<f64> {
    let (low, high) = ((low * THOUSANDTHS).floor() as i64, (high * THOUSANDTHS).ceil() as i64);
    let high = high.max(low + 1);
    let mut decade = 1;
    let step = 'found: loop {
        for times in [1, 2, 5] {
            let step = decade * times;
            if (high - low) <= 5 * step {
                break 'found step;
            }
        }
        decade *= 10;
    };
    let (first, last) = (low.div_euclid(step), -(-high).div_euclid(step));
    (first..=last).map(|mark| (mark * step) as f64 / THOUSANDTHS).collect()
}

/// Returns how many decimals the marks need to be told apart.
pub(super) fn decimals(marks: &[f64]) -> usize {
    let step = marks.get(1).copied().unwrap_or(1.0) - marks.first().copied().unwrap_or(0.0);
    match step {
        step if 0.999 <= step => 0,
        step if 0.099 <= step => 1,
        step if 0.009 <= step => 2,
        _ => 3,
    }
}

/// Returns every how many months a label has room, of `n` months on `width`.
pub(super) fn months_between_labels(n: usize, width: f64) -> usize {
    const LABEL: f64 = 68.0;
    let each = width / n.max(1) as f64;
    [1, 2, 3, 6, 12, 24, 48].into_iter().find(|&step| LABEL <= each * step as f64).unwrap_or(96)
}

/// Keeps texts of a column apart: moves their places down, in order, so that each is `gap` below the last, then back up
/// where the last would fall below `bottom`.
pub(super) fn kept_apart(places: &mut [f64], gap: f64, bottom: f64) {
    for at in 1..places.len() {
        places[at] = places[at].max(places[at - 1] + gap);
    }
    let mut below = bottom + gap;
    for place in places.iter_mut().rev() {
        *place = place.min(below - gap);
        below = *place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_even_and_enclose() {
        for (low, high, expected) in [
            (0.0, 119.0, vec![0.0, 50.0, 100.0, 150.0]),
            (80.4, 99.0, vec![80.0, 85.0, 90.0, 95.0, 100.0]),
            (-3.0, 4.0, vec![-4.0, -2.0, 0.0, 2.0, 4.0]),
            (0.0, 0.4, vec![0.0, 0.1, 0.2, 0.3, 0.4]),
            (5.0, 5.0, vec![5.0, 5.001]),
        ] {
            assert_eq!(marks(low, high), expected, "{low} to {high}");
        }
        assert_eq!([marks(0.0, 0.4), marks(0.0, 40.0)].map(|marks| decimals(&marks)), [1, 0]);
    }

    #[test]
    fn labels_of_months_have_room() {
        for (n, width, step) in
            [(12, 700.0, 2), (24, 700.0, 3), (60, 700.0, 6), (60, 310.0, 24), (1, 300.0, 1)]
        {
            assert_eq!(months_between_labels(n, width), step, "{n} on {width}");
        }
    }

    #[test]
    fn texts_keep_apart() {
        let mut places = [10.0, 12.0, 40.0];
        kept_apart(&mut places, 14.0, 100.0);
        assert_eq!(places, [10.0, 24.0, 40.0]);
        let mut places = [90.0, 95.0, 99.0];
        kept_apart(&mut places, 14.0, 100.0);
        assert_eq!(places, [72.0, 86.0, 100.0]);
    }
}
