//! The staffing model held against what the Department for Education publishes of every authority, where its table lies beside the
//! project (`../shared/data`): a test that finds none says so and passes.

use std::collections::BTreeMap;
use std::path::Path;

use convene::files::staffing_from_texts;
use convene::simulate::cohort::Cohort;
use convene::staffing::baseline::AgeBand;
use convene::staffing::{Amount, Baseline};

use crate::absent::pass_over;

/// Children in need, table D4: starts of the year, children on 31 March by how long they have had a plan; 2013 to 2025.
const TABLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/dfe_cpp_starts_open_by_duration_2013_2025.csv");
const LANCASHIRE: &str = "E10000017";
/// Authorities with fewer children have too few for a ratio to say much.
const FEWEST: f64 = 150.0;
const BANDS: [(f64, f64); 5] = [(0.0, 3.0), (3.0, 6.0), (6.0, 12.0), (12.0, 24.0), (24.0, 60.0)];

/// One authority's year.
struct Year {
    starts: f64,
    open: f64,
    /// Children on 31 March by length of plan, in the order of [`BANDS`].
    by_length: [f64; 5],
}

/// Returns years by the code of authority or country and the year they end in; `None` where the table is absent.
fn years(level: &str) -> Option<BTreeMap<(String, i32), Year>> {
    if !Path::new(TABLE).exists() {
        pass_over(&format!("{TABLE} is absent"));
        return None;
    }
    let mut reader = csv::Reader::from_path(TABLE).expect("the table can be read");
    let columns = reader.headers().expect("it has a header").clone();
    let at = |name: &str| columns.iter().position(|column| column == name).expect(name);
    let lengths = ["open_le_3m", "open_3_6m", "open_6_12m", "open_1_2y", "open_2y_plus"].map(at);
    let (kind, code, year) = (at("geographic_level"), at("new_la_code"), at("year_ending_31_march"));
    let (starts, open) = (at("cpp_starts"), at("cpp_31mar"));
    let mut years = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let number = |column: usize| row[column].parse::<f64>().ok();
        // Small numbers are suppressed: such a year is left out.
        let (Some(starts), Some(open)) = (number(starts), number(open)) else { continue };
        let by_length: Vec<f64> = lengths.into_iter().filter_map(number).collect();
        if let (true, Ok(by_length)) = (&row[kind] == level, by_length.try_into()) {
            let ends = row[year].parse().expect("a year");
            years.insert((row[code].to_owned(), ends), Year { starts, open, by_length });
        }
    }
    Some(years)
}

/// Returns an authority of the model's own plan lengths, with these children on the first of April and these starts in the year.
fn authority(april: i32, before: &Year, starts: f64) -> Baseline {
    let text = format!(
        "name = \"an authority\"\nstart = {april}-04-01\nmonths = 12\n[opening]\non_plans = {}\nlooked_after = 0\n",
        before.open
    );
    let mut baseline = staffing_from_texts(("an authority", &text), &[]).expect("it is sound").baseline;
    baseline.starts_by_month = vec![Amount::Exact(starts / 12.0); 12];
    baseline.opening.plan_ages = BANDS
        .iter()
        .zip(before.by_length)
        .map(|(&(from_months, to_months), children)| AgeBand { from_months, to_months, children })
        .collect();
    baseline
}

/// Returns children with a plan after a year, nothing left to chance.
fn expected(baseline: &Baseline) -> f64 {
    let cohort = Cohort::new(baseline).expect("it can be run");
    cohort.expected().on_plans.last().copied().expect("twelve months")
}

/// The plan lengths were fitted to Lancashire's year 2011/12 alone. With the starts and the ages that an authority published, do they
/// give the children it had a year on?
#[test]
fn a_year_on_every_authority_has_about_the_children_that_the_model_gives() {
    let Some(years) = years("Local authority") else { return };
    let (mut off, mut off_unchanged, mut lancashire) = (Vec::new(), Vec::new(), Vec::new());
    for ((code, year), before) in &years {
        let Some(after) = years.get(&(code.clone(), year + 1)).filter(|_| FEWEST <= before.open) else {
            continue;
        };
        let given = expected(&authority(*year, before, after.starts));
        off.push((given / after.open).ln());
        off_unchanged.push((before.open / after.open).ln());
        if code == LANCASHIRE {
            lancashire.push(format!("{}: {given:.0} and {:.0}", year + 1, after.open));
        }
    }
    let mean = |off: &[f64]| off.iter().map(|off| off.abs()).sum::<f64>() / off.len() as f64;
    let mut sorted = off.clone();
    sorted.sort_by(f64::total_cmp);
    let at = |percent: usize| (sorted[sorted.len() * percent / 100].exp() - 1.0) * 100.0;
    eprintln!(
        "{} years of authorities: half within {:+.1} % and {:+.1} %, the middle {:+.1} %; {:.1} % off on average, {:.1} % if nothing \
         changed; Lancashire, given and published: {}",
        off.len(),
        at(25),
        at(75),
        at(50),
        100.0 * mean(&off),
        100.0 * mean(&off_unchanged),
        lancashire.join(", ")
    );
    assert!(600 < off.len(), "{} years", off.len());
    assert!(at(50).abs() < 3.0, "the middle is {:.1} % off", at(50));
    assert!(mean(&off) < 0.11, "{:.3}", mean(&off));
    assert!(mean(&off) < 0.6 * mean(&off_unchanged), "little better than a year before");
    assert_eq!(lancashire.len(), 12);
}

/// England's ages of 31 March 2013: `validate` holds the steady state against them (V7).
#[test]
fn the_ages_that_the_model_is_held_against_are_the_tables_own() {
    let Some(years) = years("National") else { return };
    let england = years.iter().find(|((_, year), _)| *year == 2013).expect("England in 2013").1;
    let all: f64 = england.by_length.iter().sum();
    for (share, published) in england.by_length.iter().zip([28.7, 25.0, 26.9, 16.2, 3.2]) {
        let share = 100.0 * share / all;
        // The shares that `validate` holds the model against (V7) are the table's own.
        assert!((share - published).abs() < 0.06, "{share} and {published}");
    }
}
