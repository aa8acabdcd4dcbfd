//! The report's own year.

use super::statistics::{chi_square, chi_square_5};
use super::{Lab, Target, Verdict, is_inside, mean, shown};
use crate::simulate::forecast;
use crate::simulate::measure::{Count, Measure};
use crate::simulate::outcome::Spread;
use crate::staffing::Baseline;
use crate::staffing::baseline::BaselineError;

/// Children with a plan at the end of each month, April 2011 first (report 6.2).
const MONTH_ENDS: [i64; 12] = [648, 623, 628, 633, 679, 643, 625, 611, 601, 615, 583, 547];
/// Children with a plan on 31 March 2011, and plans ceased in the year (report 6.1, 6.3.3).
const OPENING: i64 = 673;
const CEASED: i64 = 844;
/// Plans ceased by length: under 3 months, to 6, to 12, to 24, to 36, longer (report 6.3.3).
const BANDS: [f64; 6] = [153.0, 99.0, 326.0, 229.0, 34.0, 3.0];
/// Children at reviews and at initial conferences (report 6), and with a plan of over two years at the end (6.3.2).
const REVIEWED: i64 = 2067;
const INITIAL: i64 = 854;
const OVER_TWO_YEARS: i64 = 22;
/// Children for each FTE: the month-ends over 5.5, 7.5 with 3.5 new, and 6.5 FTE (report 5.3, 5.4).
const CASELOAD: (f64, f64) = (84.0, 118.0);
/// Initial conferences that make a plan: fifth and 95th percentile of English authorities (DfE).
const CONVERSION: (f64, f64) = (0.76, 0.95);

pub(super) fn starts_and_ends(baseline: &Baseline) -> Target {
    let starts: f64 = baseline.starts_by_month.iter().map(|amount| amount.middle()).sum();
    let net = MONTH_ENDS[11] - OPENING;
    Target {
        code: "V1",
        asked: "starts of the year are what opening, ended and closing children leave",
        ours: format!("{starts:.1} starts expected"),
        published: format!("{} = {} - {OPENING} + {CEASED}; net {net}", net + CEASED, MONTH_ENDS[11]),
        verdict: Verdict::of((starts - (net + CEASED) as f64).abs() < 1.0 && net == -126),
    }
}

pub(super) fn month_ends(spread: &Spread) -> Target {
    let off = |month: usize| (mean(spread, Measure::OnPlans, month) / MONTH_ENDS[month] as f64 - 1.0).abs();
    let worst = (0..12).map(off).fold(0.0, f64::max);
    let inside = |&month: &usize| is_inside(spread.month(Measure::OnPlans, month), MONTH_ENDS[month]);
    let n_inside = (0..12).filter(inside).count();
    Target {
        code: "V2",
        asked: "month-end means within 5 %, and 10 of 12 months inside 5 to 95 %",
        ours: format!("furthest {:.1} % off; {n_inside} of 12 inside", 100.0 * worst),
        published: "648, 623, 628, 633, 679, 643, 625, 611, 601, 615, 583, 547".to_owned(),
        verdict: Verdict::of(worst <= 0.05 && 10 <= n_inside),
    }
}

pub(super) fn bands(spread: &Spread) -> Target {
    let ours = [
        Measure::EndedTo3,
        Measure::EndedTo6,
        Measure::EndedTo12,
        Measure::EndedTo24,
        Measure::EndedTo36,
        Measure::EndedOver36,
    ]
    .map(|band| spread.year(band, 0).mean().unwrap_or_default());
    let p = chi_square_5(chi_square(&BANDS, &ours));
    Target {
        code: "V3",
        asked: "lengths of the 844 plans ceased: chi-square p above 0.01",
        ours: format!("{}; p {p:.3}", ours.map(|band| format!("{band:.0}")).join(", ")),
        published: "153, 99, 326, 229, 34, 3".to_owned(),
        verdict: Verdict::of(0.01 < p),
    }
}

pub(super) fn reviews(spread: &Spread) -> Target {
    let children = spread.year(Measure::ReviewChildren, 0);
    let meetings = spread.year(Measure::ReviewMeetings, 0);
    Target {
        code: "V4",
        asked: "2,067 reviews are inside 5 to 95 % as children, and outside as meetings",
        ours: format!("{} children; {} meetings", shown(children), shown(meetings)),
        published: REVIEWED.to_string(),
        verdict: Verdict::of(is_inside(children, REVIEWED) && !is_inside(meetings, REVIEWED)),
    }
}

pub(super) fn initial_conferences() -> Target {
    let starts = (MONTH_ENDS[11] - OPENING + CEASED) as f64;
    let (least, most) = (starts / CONVERSION.1, starts / CONVERSION.0);
    Target {
        code: "V5",
        asked: "854 initial conferences are children: between the starts over 95 % and over 76 %",
        ours: format!("{least:.0} to {most:.0} children"),
        published: INITIAL.to_string(),
        verdict: Verdict::of(least <= INITIAL as f64 && INITIAL as f64 <= most),
    }
}

pub(super) fn over_two_years(spread: &Spread) -> Target {
    let open = spread.month(Measure::OpenOver24, 11);
    Target {
        code: "V6",
        asked: "open over two years at the end of the year inside 5 to 95 %",
        ours: shown(open),
        published: OVER_TWO_YEARS.to_string(),
        verdict: Verdict::of(is_inside(open, OVER_TWO_YEARS)),
    }
}

pub(super) fn caseload(lab: &Lab, baseline: &Baseline) -> Result<Target, BaselineError> {
    // What chairs carry does not depend on chance in this year: nobody leaves but who is known to.
    let path = forecast::path(baseline, &baseline.horizon()?, lab.seed, 0, false);
    let caseloads: Vec<f64> = path
        .months
        .iter()
        .zip(MONTH_ENDS)
        .map(|(month, children)| 1000.0 * children as f64 / month.get(Count::ProtectionEffectiveMilli) as f64)
        .collect();
    let least = caseloads.iter().copied().fold(f64::INFINITY, f64::min);
    let most = caseloads.iter().copied().fold(0.0, f64::max);
    let listed: Vec<String> = caseloads.iter().map(|caseload| format!("{caseload:.0}")).collect();
    Ok(Target {
        code: "V9",
        asked: "the published month-ends over the FTE that chairs carry range from 84 to 118, to 1",
        ours: format!("{least:.1} to {most:.1}: {}", listed.join(", ")),
        published: "84 to 118; the report says 85 to 119".to_owned(),
        verdict: Verdict::of((least - CASELOAD.0).abs() <= 1.0 && (most - CASELOAD.1).abs() <= 1.0),
    })
}

pub(super) fn what_gave_way(spread: &Spread) -> Target {
    let share = |measure, month| mean(spread, measure, month) / 100.0;
    let forms = (9..12).map(|month| share(Measure::QualityShare, month)).sum::<f64>() / 3.0;
    let minutes = [8, 9, 10, 11].map(|month| share(Measure::RecordsInTime, month));
    // Month by month they fall in January and rise again as children with a plan become fewer: the quarter is what is compared.
    let since_january = minutes[1..].iter().sum::<f64>() / 3.0;
    Target {
        code: "V11",
        asked: "January to March 2012: quality forms of 35 to 45 % of meetings, minutes in time lower than in December",
        ours: format!(
            "forms {forms:.0} %; minutes December to March {} %, {since_january:.0} % since January",
            minutes.map(|share| format!("{share:.0}")).join(", ")
        ),
        published:
            "174 forms: 22.3 % of children, 38 to 42 % of meetings; minutes \"dropped in latter months\""
                .to_owned(),
        verdict: Verdict::of((35.0..=45.0).contains(&forms) && since_january < minutes[0]),
    }
}

/// Two figures of the report that fit no denominator.
pub(super) fn irreconcilable(spread: &Spread) -> Vec<Target> {
    let percent = |measure| spread.year(measure, 0).mean().unwrap_or_default() / 100.0;
    vec![
        Target {
            code: "NI67",
            asked: "98.90 % reviewed in time, the rest ten children: a denominator of 870 to 952",
            ours: format!(
                "(a) plans over 3 months {:.1} %, (b) children reviewed {:.1} %, (c) conferences held {:.1} %",
                percent(Measure::SnapshotInTime),
                percent(Measure::YearInTime),
                percent(Measure::ReviewsInTime)
            ),
            published: "98.90 %; the denominators that can be formed are 394, 1,095, 1,242 and 1,287"
                .to_owned(),
            verdict: Verdict::CannotBeMet,
        },
        Target {
            code: "NI65",
            asked: "10.8 % of starts had a plan before",
            ours: "10.8 % is an input; 77 of 718 are 10.7 %, 78 are 10.9 %".to_owned(),
            published: "10.8 %, of no whole number of 718".to_owned(),
            verdict: Verdict::CannotBeMet,
        },
    ]
}
