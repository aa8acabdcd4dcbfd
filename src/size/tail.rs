//! The worst scenarios of a month: conditional value at risk as a mean of them.
//!
//! The mean of the worst share `level` of shortfalls is at most 0 only if the shortfall beyond the worst share is (Rockafellar and
//! Uryasev, *Journal of Risk* 2, 2000), so that a plan whose worst share is carried in the mean keeps the promise in at
//! least 1 − `level` of the scenarios.

use super::futures::Requirement;

/// The worst scenarios with their weights, which add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tail {
    /// The mean shortfall of the worst scenarios in FTE; negative where FTE is left.
    pub(super) fte_short: f64,
    /// Scenario and weight, by scenario.
    pub(super) weights: Vec<(usize, f64)>,
}

/// Returns the worst share `level` of the scenarios of a month with so much effective FTE by scenario. Where the share
/// is no whole number of scenarios, the last one counts in part.
///
/// Takes O(n log n) for n scenarios.
pub(super) fn worst(requirement: &Requirement<'_>, fte: &[f64], level: f64) -> Tail {
    let short = |scenario: usize| requirement.needed[scenario] / requirement.per_fte - fte[scenario];
    let mut order: Vec<usize> = (0..fte.len()).collect();
    order.sort_by(|&a, &b| short(b).total_cmp(&short(a)).then(a.cmp(&b)));
    let size = (level * fte.len() as f64).clamp(1.0, fte.len() as f64);
    let mut left = size;
    let mut weights: Vec<(usize, f64)> = Vec::new();
    for scenario in order {
        let part = left.min(1.0);
        if part <= 1e-9 {
            break;
        }
        weights.push((scenario, part / size));
        left -= part;
    }
    weights.sort_by_key(|&(scenario, _)| scenario);
    let fte_short = weights.iter().map(|&(scenario, weight)| weight * short(scenario)).sum();
    Tail { fte_short, weights }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_share_is_a_mean_of_the_worst_scenarios() {
        // At 70 a chair: 70, 140, 210 and 280 children need 1, 2, 3 and 4 FTE; with 2 each they are short of
        // −1, 0, 1 and 2.
        let needed = [70.0, 140.0, 210.0, 280.0];
        let requirement = Requirement { needed: &needed, per_fte: 70.0 };
        // The worst quarter: 2. The worst half: (1 + 2) / 2. Of 3/8 of the scenarios: 1.5 scenarios, (2 + 0.5 × 1) / 1.5.
        for (level, short) in [(0.25, 2.0), (0.5, 1.5), (0.375, 2.5 / 1.5), (1.0, 0.5), (0.01, 2.0)] {
            let tail = worst(&requirement, &[2.0; 4], level);
            assert!((tail.fte_short - short).abs() < 1e-12, "{level}: {}", tail.fte_short);
            assert!((tail.weights.iter().map(|(_, weight)| weight).sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
