//! The simulation kernel on the model that simulators are compared on, whose answers are known without simulating.

#[path = "../benches/toy/model.rs"]
mod model;

use model::{
    DAYS_A_YEAR, END, FIRST_REVIEW_DAYS, HORIZON, LATER_REVIEW_DAYS, N_CHAIRS, Outcome, STARTS_A_YEAR, Toy,
    YEARS,
};

const N: u32 = 2_000;

fn replications() -> Vec<Outcome> {
    let mut toy = Toy::new();
    (0..u64::from(N)).map(|replication| toy.run(1, replication)).collect()
}

/// Mean and variance over the replications.
fn moments(outcomes: &[Outcome], number: impl Fn(&Outcome) -> f64) -> (f64, f64) {
    let n = outcomes.len() as f64;
    let mean = outcomes.iter().map(&number).sum::<f64>() / n;
    (mean, outcomes.iter().map(|outcome| (number(outcome) - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

/// Days from a plan's start to its end: 91 + 182 × (1 / 0.45 − 1) = 313.4.
fn mean_stay_days() -> f64 {
    f64::from(FIRST_REVIEW_DAYS) + f64::from(LATER_REVIEW_DAYS) * (1.0 / END - 1.0)
}

/// Starts a day.
fn rate() -> f64 {
    STARTS_A_YEAR / f64::from(DAYS_A_YEAR)
}

#[test]
fn open_plans_are_poisson_whose_variance_is_its_mean() {
    // M/G/∞: 700 / 365 × 313.4 = 601.1 in the long run; five years from empty give all but 2.
    let expected = model::expected_stock(HORIZON);
    let limit = rate() * mean_stay_days();
    assert!((limit - 601.1).abs() < 0.1 && expected < limit && limit - expected < 2.0, "{limit} {expected}");
    // Four standard errors: √(599.6 / 2,000) = 0.55 of the mean, √(2 / 2,000) = 3.2 % of the variance.
    let (mean, variance) = moments(&replications(), |outcome| f64::from(outcome.stock()));
    assert!((mean - expected).abs() < 4.0 * (expected / f64::from(N)).sqrt(), "{mean}, wanted {expected}");
    assert!(
        (variance / expected - 1.0).abs() < 4.0 * (2.0 / f64::from(N)).sqrt(),
        "{variance}, wanted {expected}"
    );
}

#[test]
fn starts_and_reviews_come_at_their_rates() {
    let outcomes = replications();
    let starts = rate() * f64::from(HORIZON);
    // Review n of a plan comes 91 + 182 × (n − 1) days after its start, with probability 0.55ⁿ⁻¹, if the start leaves the days.
    let days = |later: i32| {
        f64::from(HORIZON) - f64::from(FIRST_REVIEW_DAYS) - f64::from(LATER_REVIEW_DAYS) * f64::from(later)
    };
    let reviews: f64 = (0..10).map(|later| rate() * days(later) * (1.0 - END).powi(later)).sum();
    for (name, expected, number) in [
        ("starts", starts, (|outcome| f64::from(outcome.starts)) as fn(&Outcome) -> f64),
        ("reviews", reviews, |outcome| f64::from(outcome.reviews)),
    ] {
        let (mean, variance) = moments(&outcomes, number);
        assert!(
            (mean - expected).abs() < 4.0 * (variance / f64::from(N)).sqrt(),
            "{name}: {mean}, wanted {expected}"
        );
    }
}

#[test]
fn the_mean_stock_is_the_rate_of_starts_times_the_mean_stay() {
    // Little's law on the last year, when 0.55⁸ = 0.8 % of the plans of the empty start's shadow are still to come: to 1 %.
    let (plan_days, _) =
        moments(&replications(), |outcome| f64::from(outcome.stock_days[YEARS as usize - 1]));
    let stock = plan_days / f64::from(DAYS_A_YEAR);
    assert!((stock / (rate() * mean_stay_days()) - 1.0).abs() < 0.01, "{stock}");
}

#[test]
fn the_next_plan_goes_to_the_chair_with_the_fewest() {
    // Ends fall where they may: some 1.9 starts a day level what they leave.
    for outcome in replications() {
        let (least, most) =
            outcome.loads.iter().fold((u32::MAX, 0), |(l, m), &load| (l.min(load), m.max(load)));
        assert!(most - least < 20 && outcome.loads.len() == N_CHAIRS, "{:?}", outcome.loads);
    }
}

#[test]
fn a_replication_alone_is_the_same_as_among_others() {
    let all = replications();
    assert_eq!(Toy::new().run(1, 99), all[99]);
    assert_ne!(Toy::new().run(2, 99), all[99]);
}
