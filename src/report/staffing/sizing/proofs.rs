//! The report of a sizing made by hand.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use chrono::{Months, NaiveDate};

use super::{sizing_files, sizing_page, sizing_workbook};
use crate::report::staffing::html;
use crate::size::futures::Lead;
use crate::size::greedy::Greedy;
use crate::size::interval::Share;
use crate::size::outcome::{
    Cost, FrontierPoint, FteParts, GreedyRun, Method, Month, Pipeline, Promise, Sizing, Stability, StressRun,
    Thumb, Verdict,
};
use crate::size::plan::{Contract, Plan};
use crate::size::simulator::{Achieved, AchievedMonth, Stress};

fn date(month: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 10, 1).expect("a date") + Months::new(month as u32)
}

/// What comes of a caseload that goes from 110 to `end` over the months, with 70 promised.
fn achieved(n_months: usize, end: f64) -> Achieved {
    let months = (0..n_months).map(|at| {
        let middle = 110.0 + (end - 110.0) * at as f64 / n_months as f64;
        let kept = ((80.0 - middle) / 20.0).clamp(0.0, 0.95);
        AchievedMonth {
            n_kept: (kept * 1000.0) as u32,
            n_in_band: (kept * 800.0) as u32,
            caseload: [middle * 0.85, middle, middle * 1.2],
            promised: middle * 1.2,
            children: [1700.0, 1900.0, 2200.0],
            fte: [17.0, 1900.0 / middle, 30.0],
        }
    });
    Achieved { n_replications: 1000, months: months.collect() }
}

/// Returns a sizing of two years.
pub(super) fn sizing() -> Sizing {
    let n_months = 24;
    let mut plan = Plan::nothing(n_months);
    for at in 0..15 {
        plan.adverts[at] = [3, u32::from(at % 3 == 0)];
    }
    plan.agency[2..5].fill(4);
    let (run, nothing) = (achieved(n_months, 60.0), achieved(n_months, 140.0));
    let share = |run: &Achieved, at: usize| Share::of(run.months[at].n_kept, 1000);
    let months = (0..n_months).map(|at| Month {
        date: date(at),
        adverts: plan.adverts[at],
        agency: plan.agency_in(at),
        fte: FteParts {
            base: 17.1 - at as f64 * 0.18,
            adverts: [(at as f64 - 4.0).max(0.0) * 0.9, (at as f64 - 5.0).max(0.0) * 0.1],
            agency: f64::from(plan.agency_in(at)) * 0.9,
        },
        needed_fte: 30.0,
        kept: share(&run, at),
        kept_by_nothing: share(&nothing, at),
        promised: 12 <= at,
    });
    let point = |level: Option<f64>, name, pounds, worst: f64, chosen, on_frontier| FrontierPoint {
        level,
        name,
        pounds,
        adverts: [40, 8],
        agency_months: 12,
        worst,
        mean: worst + 0.02,
        in_band: 0.79,
        in_sample: worst + 0.03,
        chosen,
        on_frontier,
    };
    let promise = Promise { cap: 70.0, confidence: 0.9, from: 12, from_date: date(12) };
    let lead = Lead { success: 0.55, start_months: [3.0, 5.0, 7.0], ramp_months: 6.0, fee_pounds: 4_000 };
    Sizing {
        start: date(0),
        asked: promise,
        promise,
        verdict: Verdict::Kept,
        nearest: None,
        method: Method::Greedy,
        months: months.collect(),
        cost: Cost {
            adverts_pounds: 200_000,
            permanent_pay_pounds: 1_300_000,
            temporary_pay_pounds: 100_000,
            agency_pounds: 160_000,
            total_pounds: 1_760_000,
        },
        quarters: Vec::new(),
        pipeline: Contract::ALL.map(|contract| Pipeline {
            contract,
            lead,
            adverts: plan.n_adverts(contract),
            starts: 20.4,
        }),
        optimism: 0.018,
        stress: Stress::ALL
            .iter()
            .zip([95.0, 82.0, 71.0, 63.0])
            .map(|(&stress, end)| StressRun {
                stress,
                words: stress.words(),
                worst: (date(12), Share::of(310, 1000)),
                mean: 0.4,
                caseload: [end * 0.9, end, end * 1.2],
                kept: vec![0.4; n_months],
            })
            .collect(),
        frontier: vec![
            point(None, "nothing", 0, 0.0, false, true),
            point(Some(0.4), "programme", 1_570_000, 0.78, false, true),
            point(Some(0.3), "programme", 1_690_000, 0.86, false, true),
            point(Some(0.2), "programme", 1_760_000, 0.91, true, true),
            point(Some(0.1), "programme", 1_940_000, 0.94, false, true),
            point(None, "rule of thumb", 2_100_000, 0.9, false, false),
        ],
        greedy: GreedyRun {
            greedy: Greedy { plan: plan.clone(), steps: Vec::new(), keeps: true },
            pounds: 2_100_000,
            achieved: achieved(n_months, 58.0),
            words: vec!["October 2013: the chance of more than 70 is 6 in 10; advertise 3 posts.".to_owned()],
        },
        thumb: (0..n_months)
            .map(|at| Thumb {
                date: date(at),
                children: 1_900.0,
                by_sixty: 31.7,
                by_root: 28.0,
                by_scenarios: 30.0,
                planned: 25.0,
            })
            .collect(),
        stability: Stability {
            plans: vec![(plan.clone(), 1_760_000), (plan.clone(), 1_800_000)],
            adverts: vec![[(2, 2.5, 3), (0, 0.0, 0)]; n_months],
            mean_pounds: 1_780_000,
        },
        achieved: run,
        nothing,
        cut_short: Vec::new(),
        page: vec![
            "Advertise 3 permanent posts a month from October 2012.".to_owned(),
            "There is a 9 in 10 chance of 70 or fewer from October 2013.".to_owned(),
        ],
        plan,
    }
}

#[test]
fn the_page_begins_in_plain_english_and_every_chart_is_whole() {
    let page = sizing_page("Lancashire <IRO>", &sizing());
    html::check(&page);
    html::check_charts(&page, 6);
    let text = html::text(&page);
    assert!(
        text.find("Advertise 3 permanent posts a month") < text.find("Posts advertised and agency FTE"),
        "{text}"
    );
    assert!(page.contains("Lancashire &lt;IRO&gt;"));
}

#[test]
fn the_chosen_plan_is_marked_on_the_frontier() {
    let page = sizing_page("Lancashire", &sizing());
    let chart = &page[page.find("id=\"frontier-desc\"").expect("the chart")..];
    assert_eq!(chart[..chart.find("</svg>").expect("it ends")].matches("the plan, level 0.20").count(), 1);
    // 1,760,000 less 1,690,000, and 91 less 86 per cent.
    assert!(page.contains("The next cheaper plan saves £70,000 and gives up 5.0 points of chance"));
}

#[test]
fn files_and_workbook_hold_every_month() {
    let sizing = sizing();
    let files = sizing_files(&sizing);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["plan.csv", "frontier.csv", "stress.csv"]);
    assert_eq!(files[0].1.lines().count(), 1 + 24);
    assert!(files[0].1.contains("\r\n2012-10,3,1,0,17.100,"));
    let bytes = sizing_workbook("Lancashire", &sizing).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    assert_eq!(book.sheet_names(), ["In words", "Plan", "Frontier", "Stress"]);
    assert_eq!(book.worksheet_range("Plan").expect("the sheet").height(), 1 + 24);
    assert_eq!(sizing_workbook("Lancashire", &sizing).expect("a workbook"), bytes);
}
