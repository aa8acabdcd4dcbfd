//! The county that is measured: the report's service of October 2012, whose teams become one three months later.

use chrono::NaiveDate;
use convene::calendar::Holidays;
use convene::staffing::baseline::{AgeBand, Contract, Opening, Post, Team};
use convene::staffing::catalogue::Amounts;
use convene::staffing::{Amount, Baseline};

/// Permanent posts of each team that are filled, and how many of them are vacant and advertised.
const POSTS: [(Team, u32, u32); 3] =
    [(Team::Protection, 7, 3), (Team::LookedAfter, 11, 2), (Team::Fostering, 2, 0)];

/// Returns the county, five years from October 2012 on, every parameter as the catalogue has it.
pub(crate) fn merged() -> Baseline {
    let date = |year, month| NaiveDate::from_ymd_opt(year, month, 1).expect("a first of a month");
    let mut posts = Vec::new();
    for (team, n_filled, n_vacant) in POSTS {
        for number in 1..=n_filled + n_vacant {
            posts.push(Post {
                name: format!("{team:?} {number}"),
                team,
                contract: Contract::Permanent,
                fte: Amount::Exact(1.0),
                from: None,
                until: None,
                starts: None,
                leaves: None,
                filled: number <= n_filled,
                recruited: true,
            });
        }
    }
    // The report's open plans by age in months, England's proportions of March 2013.
    let ages = [(0.0, 3.0, 28.7), (3.0, 6.0, 25.0), (6.0, 12.0, 26.9), (12.0, 24.0, 16.2), (24.0, 36.0, 3.2)];
    Baseline {
        name: "county, merged".into(),
        about: "what the figures are measured on".into(),
        start: date(2012, 10),
        months: 60,
        holidays: Holidays::EnglandAndWales,
        extra_holidays: Vec::new(),
        amounts: Amounts::default(),
        season: [1.0; 12],
        starts_by_month: Vec::new(),
        closures_by_month: Vec::new(),
        categories: vec![
            ("neglect".into(), 0.5),
            ("emotional".into(), 0.32),
            ("physical".into(), 0.12),
            ("sexual".into(), 0.06),
        ],
        opening: Opening {
            on_plans: Amount::Exact(547.0),
            plan_ages: ages
                .map(|(from_months, to_months, children)| AgeBand { from_months, to_months, children })
                .to_vec(),
            looked_after: Amount::Exact(1321.0),
            both: Amount::Exact(39.0),
            households: Vec::new(),
        },
        merged_on: Some(date(2013, 1)),
        posts,
        adverts: Vec::new(),
        hired: Vec::new(),
        changes: Vec::new(),
    }
}
