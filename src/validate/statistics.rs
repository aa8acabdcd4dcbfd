//! The two statistics that targets need.

/// Returns the chance that a chi-square number of 5 degrees of freedom exceeds `x`: the closed form for odd degrees.
pub(super) fn chi_square_5(x: f64) -> f64 {
    let half = x / 2.0;
    libm::erfc(half.sqrt()) + (2.0 * x / std::f64::consts::PI).sqrt() * libm::exp(-half) * (1.0 + x / 3.0)
}

/// Returns the chi-square distance of counts from what shares expect of their total.
pub(super) fn chi_square(counts: &[f64], shares: &[f64]) -> f64 {
    let total: f64 = counts.iter().sum();
    let whole: f64 = shares.iter().sum();
    let terms = counts.iter().zip(shares).map(|(count, share)| {
        let expected = total * share / whole;
        (count - expected) * (count - expected) / expected.max(1e-9)
    });
    terms.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_tables() {
        for (x, p) in [(11.070, 0.05), (15.086, 0.01), (4.351, 0.5), (0.0, 1.0)] {
            assert!((chi_square_5(x) - p).abs() < 1e-4, "{x}: {}", chi_square_5(x));
        }
        // (12 − 10)² / 10 + (8 − 10)² / 10
        assert!((chi_square(&[12.0, 8.0], &[1.0, 1.0]) - 0.8).abs() < 1e-12);
    }
}
