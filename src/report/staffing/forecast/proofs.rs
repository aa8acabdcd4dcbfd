//! The page, the workbook and the files of outcomes made by hand.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use chrono::NaiveDate;

use super::{Asked, files, page, workbook};
use crate::report::staffing::html;
use crate::simulate::measure::{Count, Counts, MEASURES, Measure};
use crate::simulate::outcome::{Figures, Outcome, Path, Scenario, Spread};
use crate::simulate::sensitivity::{Bar, Tornado};

/// A service whose numbers move a little from month to month and from future to future.
pub(super) struct Made {
    n_months: usize,
    looked_after: i64,
    /// Added to the FTE, in thousandths, from the seventh month on.
    more: i64,
}

impl Made {
    fn path(&self, replication: i64) -> Path {
        let mut chairs = Vec::new();
        let months = (0..self.n_months as i64).map(|month| {
            let mut counts = Counts::default();
            let wave = (month * 7 + replication * 5) % 11 - 5;
            let on_plans = 670 - month * 5 + wave * (2 + month / 3);
            let later = if 6 <= month { self.more } else { 0 };
            let (permanent, agency) = (16_100 + later, if month < 6 { 2_000 } else { 0 });
            let effective = permanent + agency * 9 / 10 - if month < 3 { 800 } else { 0 };
            let service = on_plans + self.looked_after - self.looked_after / 33;
            let caseload = service * 10_000 / effective;
            let (needed, available) = (118_000 + wave * 900, 96_000 + effective / 20);
            let over = (needed - available).clamp(0, 9_000);
            let given = (needed - available - over).max(0);
            for (count, value) in [
                (Count::OnPlans, on_plans),
                (Count::Households, on_plans / 2),
                (Count::LookedAfter, self.looked_after),
                (Count::Both, self.looked_after / 33),
                (Count::ServiceChildren, service),
                (Count::Starts, 60 + wave),
                (Count::Ends, 65 - wave),
                (Count::InitialMeetings, 38 + wave / 2),
                (Count::InitialChildren, 71 + wave),
                (Count::InitialInTime, 34 + wave / 2),
                (Count::ReviewMeetings, 107 + wave),
                (Count::ReviewChildren, 172 + wave * 2),
                (Count::ReviewsInTime, 106 + wave),
                (Count::SnapshotChildren, 480),
                (Count::SnapshotInTime, 472 + wave / 2),
                (Count::YearChildren, 500 + month * 20),
                (Count::YearInTime, 497 + month * 20),
                (Count::StrategyMeetings, 90),
                (Count::CareMeetings, self.looked_after / 5),
                (Count::CareInTime, self.looked_after / 5 - i64::from(0 < self.looked_after)),
                (Count::FosterMeetings, self.looked_after / 25),
                (Count::QualityDue, 140),
                (Count::QualityDone, 60 + wave * 3 + later / 40),
                (Count::ReportedConferences, 243),
                (Count::SheetsDue, 145),
                (Count::SheetsInTime, 144),
                (Count::RecordsOut, 130),
                (Count::RecordsInTime, 120 - month / 2),
                (Count::RecordsWaiting, 40 + month),
                (Count::TimeOffMinutes, over),
                (Count::TimeOffOwedMinutes, over * 3),
                (Count::Covered, 3 + wave.max(0)),
                (Count::Managed, 1),
                (Count::NeededMinutes, needed),
                (Count::AvailableMinutes, available),
                (Count::GivenMinutes, given),
                (Count::CutMinutes, given / 4),
                (Count::TravelMinutes, 20_000),
                (Count::ChairHandovers, if month % 5 == 2 { 60 + wave } else { 5 }),
                (Count::TransferHandovers, 4),
                (Count::FteMilli, permanent + agency),
                (Count::EffectiveMilli, effective),
                (Count::PermanentMilli, permanent),
                (Count::AgencyMilli, agency),
                (Count::VacantMilli, 1_000),
                (Count::ProtectionMilli, 6_500),
                (Count::ProtectionEffectiveMilli, if self.looked_after == 0 { effective } else { 6_300 }),
                (Count::CareEffectiveMilli, if self.looked_after == 0 { 0 } else { effective - 6_300 }),
                (Count::ChairLeast, caseload * 8 / 10),
                (Count::ChairMiddle, caseload),
                (Count::ChairMost, caseload * 12 / 10),
                (Count::ChairFamilies, service * 2 / 3),
                (Count::Adverts, i64::from(month % 4 == 1) * 2),
                (Count::Offers, i64::from(month % 4 == 2)),
                (Count::FirstDays, i64::from(month % 4 == 0 && 4 < month)),
                (Count::Leavers, i64::from((month + replication) % 9 == 5)),
                (Count::Months, 1),
                (Count::InBand, i64::from((500..=700).contains(&caseload))),
                (Count::AboveBand, i64::from(700 < caseload)),
                (Count::BelowBand, i64::from(caseload < 500)),
                (Count::Cost, permanent * 4 + agency * 80 / 12),
            ] {
                counts.set(count, value);
            }
            if replication == 0 {
                chairs.push((0..18).map(|chair| caseload - 180 + chair * 20).collect());
            }
            counts
        });
        let months = months.collect();
        Path { months, chairs }
    }
}

/// Returns an outcome of `n_replications` of each scenario, the first the baseline.
pub(super) fn outcome(scenarios: &[(&str, Made)], n_replications: i64) -> Outcome {
    let paths = |made: &Made| -> Vec<Path> {
        (0..n_replications).map(|replication| made.path(replication)).collect()
    };
    let base: Vec<Figures> =
        scenarios.first().map_or(Vec::new(), |(_, made)| paths(made).iter().map(Figures::new).collect());
    let scenarios = scenarios.iter().enumerate().map(|(at, (name, made))| {
        let paths = paths(made);
        let mut spread = Spread::new(made.n_months);
        let mut difference = Spread::new(made.n_months);
        for (path, base) in paths.iter().zip(&base) {
            let figures = Figures::new(path);
            difference.add(&figures.minus(base));
            spread.add(&figures);
        }
        spread.settle();
        difference.settle();
        Scenario {
            name: (*name).to_owned(),
            about: format!("{} thousandths of FTE more from the seventh month on.", made.more),
            spread,
            difference: (0 < at).then_some(difference),
            chairs: paths.first().map_or(Vec::new(), |path| path.chairs.clone()),
        }
    });
    Outcome {
        name: "Lancashire 2011/12".to_owned(),
        start: NaiveDate::from_ymd_opt(2011, 4, 1).expect("a date"),
        seed: 42,
        replications: n_replications as u64,
        scenarios: scenarios.collect(),
    }
}

fn small() -> Outcome {
    outcome(&[("baseline", Made { n_months: 3, looked_after: 0, more: 0 })], 12)
}

fn large() -> Outcome {
    let made = |more| Made { n_months: 24, looked_after: 1_321, more };
    outcome(
        &[
            ("baseline", made(0)),
            ("vacancy from January 2012", made(-1_000)),
            ("two permanent posts", made(2_000)),
            ("a regional service of four authorities with cross-training", made(9_500)),
        ],
        60,
    )
}

fn tornado() -> Tornado {
    let bar = |path, about, low, high| Bar { path, about, settings: [0.5, 1.5], low, high };
    Tornado {
        measure: Measure::Caseload,
        month: Some(23),
        baseline: 1_020.0,
        bars: vec![
            bar(
                "demand.starts_a_year",
                "Children who become subject of a child protection plan",
                900.0,
                1_180.0,
            ),
            bar("supply.leaving_a_year", "Permanent chairs who leave", 1_000.0, 1_090.0),
            bar("plans.closure_level", "Level of all three chances", 1_060.0, 985.0),
        ],
    }
}

fn large_page() -> String {
    let tornadoes = [tornado()];
    page(&large(), &Asked { tornadoes: &tornadoes, ..Asked::default() })
}

#[test]
fn every_chart_has_a_title_a_description_and_a_table_and_pages_are_well_formed() {
    html::check_charts(&large_page(), 19);
    html::check_charts(&page(&small(), &Asked::default()), 13);
    for page in [large_page(), page(&small(), &Asked::default()), page(&outcome(&[], 0), &Asked::default())] {
        html::check(&page);
    }
}

#[test]
fn the_advised_range_is_drawn_for_looked_after_children_only() {
    let page = page(&small(), &Asked::default());
    assert!(!page.contains("advised, 50 to 70"));
    assert!(page.contains("that of the IRO Handbook (2010) is for looked-after children"));
    let page = large_page();
    let chart = |id: &str| {
        let start = page.find(&format!("aria-labelledby=\"{id}-heading\"")).expect("the chart");
        page[start..].split("</section>").next().expect("it ends").to_owned()
    };
    for (id, is_drawn) in
        [("caseload", true), ("protection-caseload", false), ("care-caseload", true), ("chairs", true)]
    {
        assert_eq!(chart(id).contains("advised, 50 to 70"), is_drawn, "{id}");
    }
}

#[test]
fn the_small_page_reads_so() {
    insta::assert_snapshot!(html::text(&page(&small(), &Asked::default())));
}

#[test]
fn files_are_tidy_and_exact() {
    let outcome = large();
    let files = files(&outcome);
    let text = |name: &str| &files.iter().find(|(file, _)| file == name).expect("the file").1;
    let months: Vec<&str> = text("months.csv").lines().collect();
    assert_eq!(months[0], "scenario,measure,unit,month,n,mean,p10,p50,p90");
    // April 2011: 670 children and twice a number from −5 to 5, in 60 futures.
    assert_eq!(months[1], "baseline,on_plans,children,2011-04,60,670.10,660,670,678");
    assert!(text("years.csv").contains("\r\nbaseline,cost,pounds,2011-04 to 2012-03,60,"));
    let differences: Vec<&str> = text("differences.csv").lines().collect();
    assert_eq!(differences[0], "scenario,measure,unit,period,n,mean,half_width_95,p10,p50,p90");
    // One FTE less from the seventh month on, in every future alike.
    let less = "vacancy from January 2012,fte,FTE,2011-10,60,-1.00000,0.00000,-1.000,-1.000,-1.000";
    assert!(differences.contains(&less));
    let measures: BTreeSet<&str> = months[1..].iter().filter_map(|row| row.split(',').nth(1)).collect();
    assert!(measures.len() <= MEASURES.len());
}

#[test]
fn the_workbook_has_its_sheets_and_the_same_bytes_again() {
    let outcome = large();
    let bytes = workbook(&outcome, &Asked::default()).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    let sheets = ["Summary", "Main figures", "Months", "Years", "Differences", "Definitions"];
    assert_eq!(book.sheet_names(), sheets);
    for name in sheets {
        assert!(book.worksheet_formula(name).expect("formulas").is_empty(), "a formula in {name}");
    }
    let main = book.worksheet_range("Main figures").expect("the sheet");
    assert_eq!(main.height(), 1 + 24);
    assert_eq!(workbook(&outcome, &Asked::default()).expect("a workbook"), bytes);
    assert!(workbook(&self::outcome(&[], 0), &Asked::default()).is_ok());
}
