//! What staff must do to caseload and timeliness.

use super::steady::calm;
use super::{Lab, Target, Verdict, mean};
use crate::simulate::measure::Measure;
use crate::staffing::baseline::{BaselineError, Contract};
use crate::staffing::{Amount, Baseline};

/// The month in which teams merge, and the one in which they are looked at: January and March 2013.
const MERGED: usize = 21;
const LOOKED_AT: usize = 23;

/// The calm protection service of 547 children with so many settled FTE.
fn with_fte(report_year: &Baseline, fte: f64) -> Baseline {
    let mut service = calm(report_year, 12);
    service.opening.on_plans = Amount::Exact(547.0);
    let mut left = fte;
    service.posts.retain_mut(|post| {
        post.fte = Amount::Exact(left.clamp(0.0, 1.0));
        left -= 1.0;
        post.contract == Contract::Permanent && -1.0 < left
    });
    service
}

pub(super) fn late_by_capacity(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    let fewer = [5.5, 4.5, 3.5].map(|fte| with_fte(report_year, fte));
    let outcome = lab.run(&with_fte(report_year, 6.5), &fewer)?;
    let late = |at: usize| outcome.scenarios[at].spread.year(Measure::LateByCapacity, 0).quantile(90);
    let late = [0, 1, 2, 3].map(|at| late(at).unwrap_or_default());
    Ok(Target {
        code: "V12",
        asked: "children late for want of capacity in a year, nine years in ten: 2 or fewer at 6.5 FTE, more below 5",
        ours: format!("{} at 6.5 FTE, {} at 5.5, {} at 4.5, {} at 3.5", late[0], late[1], late[2], late[3]),
        published: "none: three human errors and six reconvened conferences".to_owned(),
        verdict: Verdict::of(late[0] <= 2 && 2 < late[2]),
    })
}

pub(super) fn one_chair_less(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    let outcome = lab.run(&with_fte(report_year, 7.5), &[with_fte(report_year, 6.5)])?;
    let of =
        |at: usize| outcome.scenarios[at].spread.year(Measure::Caseload, 0).mean().unwrap_or_default() / 10.0;
    let (full, less) = (of(0), of(1));
    let stock = full * 7.5;
    let expected = stock * (1.0 / 6.5 - 1.0 / 7.5);
    Ok(Target {
        code: "V13",
        asked: "one FTE less raises caseload by stock × (1 / (n - 1) - 1 / n)",
        ours: format!("{full:.1} to {less:.1}: {:.1} more", less - full),
        published: format!("{expected:.1} more of {stock:.0} children; 72.9 to 84.2 of 547"),
        verdict: Verdict::of((less - full - expected).abs() <= 0.5),
    })
}

pub(super) fn merged(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    let mut merged = report_year.clone();
    merged.merged_on = Some(report_year.horizon()?.month_start(MERGED));
    let outcome = lab.run(report_year, &[merged])?;
    let at = |scenario: usize, measure| mean(&outcome.scenarios[scenario].spread, measure, LOOKED_AT);
    let caseload = [0, 1].map(|scenario| at(scenario, Measure::Caseload) / 10.0);
    let between =
        [0, 1].map(|scenario| (at(scenario, Measure::ChairMost) - at(scenario, Measure::ChairLeast)) / 10.0);
    let transfers = [0, 1].map(|scenario| at(scenario, Measure::TransferHandovers));
    let is_unchanged = (caseload[1] / caseload[0] - 1.0).abs() < 0.02;
    Ok(Target {
        code: "V14",
        asked: "merged at the same FTE: caseload as before, spread between chairs less, no change of chair into care",
        ours: format!(
            "caseload {:.1} to {:.1}; spread {:.0} to {:.0}; changes a month {:.1} to {:.1}",
            caseload[0], caseload[1], between[0], between[1], transfers[0], transfers[1]
        ),
        published: "unchanged; falls; nought".to_owned(),
        verdict: Verdict::of(is_unchanged && between[1] < between[0] && transfers[1] == 0.0),
    })
}
