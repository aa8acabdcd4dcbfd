//! The report of a year made by hand.

use chrono::{Days, Months, NaiveDate};

use super::{replay_files, replay_page, replay_workbook};
use crate::replay::{Count, Month, PracticeName, ReplayOutcome, Run};
use crate::report::staffing::html;

/// Returns a year of `n` replications of each practice; the optimised one travels less and is late less.
pub(super) fn outcome(practices: &[PracticeName], n: u64) -> ReplayOutcome {
    let start = NaiveDate::from_ymd_opt(2011, 4, 1).expect("a date");
    let run = |practice, replication: u64| {
        let better = i64::from(practice == PracticeName::Optimised);
        let months = (0..12).map(|at| {
            let first = start + Months::new(at);
            let mut month = Month::new(first, first + Months::new(1) - Days::new(1));
            let count = |meetings: i64| Count { meetings: meetings as u32, children: meetings as u32 * 2 };
            let wave = (i64::from(at) * 3 + replication as i64 * 2) % 7;
            month.held = [count(40), count(30), count(60 + wave), count(4), count(80), count(0)];
            month.late_reviews = count(2 + wave % 3 - better);
            month.initial_in_time = count(35 + better);
            month.travel.chairs = 9_000 - 1_500 * better + wave * 60;
            month.travel.families = 3_000 + wave * 10;
            month.handovers = count(6 - better * 2);
            month.fte = 6_500;
            month.effective_fte = 6_300;
            month.caseload = 90_000 + wave * 1_000;
            month.open_children = 600;
            month.hours.available = 40_000;
            month.hours.needed.chairing = 45_000;
            month.hours.forms.asked = 130;
            month.hours.forms.in_time = 30 + better as u32 * 15;
            month
        });
        Run {
            practice,
            replication,
            opening: 673,
            months: months.collect(),
            chairs: Vec::new(),
            arrivals: replication,
        }
    };
    ReplayOutcome {
        name: "Lancashire 2011/12".to_owned(),
        seed: 7,
        runs: (0..n)
            .flat_map(|replication| practices.iter().map(move |&practice| run(practice, replication)))
            .collect(),
    }
}

#[test]
fn the_page_shows_both_practices_or_one_or_none() {
    for (practices, n, n_charts) in
        [(&PracticeName::ALL[..], 10, 7), (&PracticeName::ALL[..1], 1, 6), (&PracticeName::ALL[..0], 0, 0)]
    {
        let outcome = outcome(practices, n);
        let page = replay_page(&outcome);
        html::check(&page);
        html::check_charts(&page, n_charts);
        assert!(replay_workbook(&outcome).is_ok());
    }
}

#[test]
fn differences_are_paired() {
    let files = replay_files(&outcome(&PracticeName::ALL, 10));
    let differences = &files[2].1;
    // Each month 1,500 minutes less, in every replication alike: 12 × 25 hours, with no doubt.
    assert!(
        differences.contains(
            "optimised less manual,travel_chairs,hours,10,-300.0000,0.0000,-300.0000,-300.0000\r\n"
        )
    );
    // Each month one meeting of two children less.
    assert!(differences.contains("late_review_children,children,10,-24.0000,0.0000,"));
}
