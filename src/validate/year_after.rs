//! The year after the report: given its starts, and blind.

use super::statistics::chi_square;
use super::{Lab, Target, Verdict, is_inside, mean, shown};
use crate::simulate::measure::Measure;
use crate::staffing::baseline::BaselineError;
use crate::staffing::{Amount, Baseline, Key};

/// Children who started a plan in 2012/13, and those with one at its end (DfE).
const STARTS: f64 = 1215.0;
const AT_END: i64 = 883;
/// Open plans at its end by age: under 3 months, to 6, to 12, to 24, longer (DfE).
const AGES: [f64; 5] = [309.0, 243.0, 237.0, 73.0, 21.0];

/// The last month of the year after.
const LAST: usize = 23;

pub(super) fn back_test(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    let mut given = report_year.clone();
    given.months = LAST + 1;
    given.starts_by_month.truncate(12);
    given.starts_by_month.resize(LAST + 1, Amount::Exact(STARTS / 12.0));
    let outcome = lab.run(&given, &[])?;
    let spread = &outcome.scenarios[0].spread;
    let open = spread.month(Measure::OnPlans, LAST);
    let ages =
        [Measure::OpenTo3, Measure::OpenTo6, Measure::OpenTo12, Measure::OpenTo24, Measure::OpenOver24]
            .map(|band| mean(spread, band, LAST));
    Ok(Target {
        code: "V8",
        asked: "children with a plan in March 2013, given the year's 1,215 starts, inside 5 to 95 %",
        ours: format!(
            "{}; ages {}, chi-square {:.0}",
            shown(open),
            ages.map(|age| format!("{age:.0}")).join("/"),
            chi_square(&AGES, &ages)
        ),
        published: format!("{AT_END}; ages 309/243/237/73/21"),
        verdict: Verdict::of(is_inside(open, AT_END)),
    })
}

pub(super) fn blind(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    let mut alike = report_year.clone();
    alike.amounts.set(Key::RegimeSd, Amount::Exact(0.0));
    let outcome = lab.run(report_year, &[alike])?;
    let [with, without] = [0, 1].map(|at| outcome.scenarios[at].spread.month(Measure::OnPlans, LAST));
    let most = without.quantile(99).unwrap_or_default();
    Ok(Target {
        code: "V10",
        asked: "the blind forecast of March 2013 must be seen to fail when years of demand are all alike",
        ours: format!(
            "alike: {}, 99 % below {most}; with the regime: {}, 99 % below {}",
            shown(without),
            shown(with),
            with.quantile(99).unwrap_or_default()
        ),
        published: AT_END.to_string(),
        verdict: Verdict::of(most < AT_END),
    })
}
