//! The staffing model as a whole: what must hold of every replication, how the fast and the event-driven forecasts agree, and what
//! is the same whatever the machine.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use convene::files::{read_baseline, read_overlay};
use convene::simulate::cohort::Cohort;
use convene::simulate::measure::{Count, Counts, Measure};
use convene::simulate::outcome::Outcome;
use convene::simulate::{Run, forecast, run};
use convene::staffing::baseline::{Contract, Post, Team};
use convene::staffing::{Amount, Baseline, Key};
use convene::validate::{Verdict, validate};

fn shipped(name: &str) -> Baseline {
    read_baseline(&path(name)).expect("a shipped baseline").baseline
}

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/staffing").join(name)
}

fn simulate(baseline: &Baseline, scenarios: &[Baseline], first: u64, replications: u64) -> Outcome {
    let run_of = Run { baseline, scenarios, seed: 7, first, replications };
    run(&run_of, &|_| (), &AtomicBool::new(false)).expect("a baseline that can be run")
}

fn months(baseline: &Baseline, replication: u64) -> Vec<Counts> {
    let horizon = baseline.horizon().expect("a horizon");
    forecast::path(baseline, &horizon, 7, replication, false).months
}

#[test]
fn children_are_conserved_month_by_month() {
    let mut baseline = shipped("lancashire-2011-12.toml");
    baseline.months = 36;
    for replication in 0..6 {
        let months = months(&baseline, replication);
        let (mut on_plans, mut looked_after) = (673, 1321);
        for month in &months {
            on_plans += month.get(Count::Starts) - month.get(Count::Ends);
            looked_after += month.get(Count::CareEntries) - month.get(Count::CareExits);
            assert_eq!(month.get(Count::OnPlans), on_plans, "replication {replication}");
            assert_eq!(month.get(Count::LookedAfter), looked_after, "replication {replication}");
            let by_age =
                [Count::OpenTo3, Count::OpenTo6, Count::OpenTo12, Count::OpenTo24, Count::OpenOver24];
            assert_eq!(by_age.iter().map(|&band| month.get(band)).sum::<i64>(), on_plans);
            let ended = [
                Count::EndedTo3,
                Count::EndedTo6,
                Count::EndedTo12,
                Count::EndedTo24,
                Count::EndedTo36,
                Count::EndedOver36,
            ];
            assert_eq!(ended.iter().map(|&band| month.get(band)).sum::<i64>(), month.get(Count::Ends));
            let contracts =
                [Count::PermanentMilli, Count::TemporaryMilli, Count::AgencyMilli, Count::SecondmentMilli];
            assert_eq!(contracts.iter().map(|&fte| month.get(fte)).sum::<i64>(), month.get(Count::FteMilli));
            let both = month.get(Count::Both);
            assert!((0..=on_plans).contains(&both), "{both} of {on_plans}");
            assert_eq!(month.get(Count::ServiceChildren), on_plans + looked_after - both);
        }
    }
}

#[test]
fn what_is_in_time_is_part_of_what_was_held() {
    for month in months(&shipped("lancashire-2011-12.toml"), 3) {
        for (part, whole) in [
            (Count::InitialInTime, Count::InitialMeetings),
            (Count::InitialChildrenInTime, Count::InitialChildren),
            (Count::ReviewsInTime, Count::ReviewMeetings),
            (Count::SnapshotInTime, Count::SnapshotChildren),
            (Count::YearInTime, Count::YearChildren),
            (Count::CareInTime, Count::CareMeetings),
            (Count::QualityDone, Count::QualityDue),
            (Count::SheetsInTime, Count::SheetsDue),
            (Count::RecordsInTime, Count::RecordsOut),
        ] {
            assert!((0..=month.get(whole)).contains(&month.get(part)), "{part:?} of {whole:?}");
        }
    }
}

/// Little's law: children on plans are starts a month times months on a plan, in a state that is steady.
#[test]
fn the_stock_is_starts_times_the_mean_stay() {
    let mut baseline = shipped("lancashire-2011-12.toml");
    baseline.months = 96;
    baseline.starts_by_month.clear();
    baseline.closures_by_month.clear();
    baseline.changes.clear();
    baseline.amounts.set(Key::RegimeSd, Amount::Exact(0.0));
    baseline.amounts.set(Key::Leaving, Amount::Exact(0.0));
    let spread = &simulate(&baseline, &[], 0, 12).scenarios[0].spread;
    let mean_of = |measure| {
        (24..96).map(|month| spread.month(measure, month).mean().expect("runs")).sum::<f64>() / 72.0
    };
    let stay = mean_of(Measure::OnPlans) / mean_of(Measure::Starts);
    // The fitted lattice's mean is 9.66 months; meetings that are put off and adjourned make it longer.
    assert!((9.3..10.4).contains(&stay), "{stay:.2} months");
}

#[test]
fn a_replication_can_be_run_alone_and_parts_make_the_whole() {
    let baseline = shipped("lancashire-2011-12.toml");
    let agency = read_overlay(&path("lancashire-2011-12.toml"), &[&path("agency-2.toml")]);
    let scenarios = [agency.expect("a shipped overlay").baseline];
    let whole = simulate(&baseline, &scenarios, 0, 61);
    let mut parts = simulate(&baseline, &scenarios, 30, 31);
    parts.merge(&simulate(&baseline, &scenarios, 0, 30));
    assert_eq!(parts, whole);
    let on_one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    assert_eq!(on_one_thread.install(|| simulate(&baseline, &scenarios, 0, 61)), whole);
}

/// One chair more never changes what happens to families before anything waits, and never raises caseload.
#[test]
fn caseload_falls_with_every_fte_on_the_same_demand() {
    let baseline = shipped("lancashire-2011-12.toml");
    let more: Vec<Baseline> = [1, 2, 3]
        .into_iter()
        .map(|n| {
            let mut more = baseline.clone();
            let post = more.posts[0].clone();
            more.posts.extend((0..n).map(|_| post.clone()));
            more
        })
        .collect();
    for replication in 0..4 {
        let mut before: Option<Vec<Counts>> = None;
        for service in std::iter::once(&baseline).chain(&more) {
            let months = months(service, replication);
            let caseload = |month: &Counts| {
                month.get(Count::OnPlans) as f64 / month.get(Count::ProtectionEffectiveMilli) as f64
            };
            if let Some(before) = &before {
                for (now, before) in months.iter().zip(before) {
                    assert!(caseload(now) < caseload(before), "replication {replication}");
                }
            }
            before = Some(months);
        }
    }
}

/// Hours needed are those of the meetings that fall due, and what is put off is needed once: with fewer chairs they stay what they were,
/// but for reviews that come later because the one before was late.
#[test]
fn hours_needed_do_not_fall_with_fewer_chairs() {
    let baseline = shipped("lancashire-2011-12.toml");
    let needed = |n_less: usize| -> f64 {
        let mut service = baseline.clone();
        let protection = |post: &Post| post.team == Team::Protection && post.contract == Contract::Permanent;
        for _ in 0..n_less {
            let at = service.posts.iter().rposition(protection).expect("a post");
            service.posts.remove(at);
        }
        let spread = &simulate(&service, &[], 0, 20).scenarios[0].spread;
        spread.year(Measure::Needed, 0).mean().expect("it runs")
    };
    let all = needed(0);
    for n_less in 1..=4 {
        assert!(0.98 * all < needed(n_less), "{n_less} posts fewer: {} of {all}", needed(n_less));
    }
}

/// The fast forecast and that of record agree on mean open plans within 1 %, and on one in ten below and above within 3 %, both to
/// the error of so many paths.
#[test]
fn the_two_forecasts_agree() {
    let mut baseline = shipped("lancashire-2011-12.toml");
    // Chairs enough that nothing is put off: the fast forecast knows of no chairs.
    let post = baseline.posts[0].clone();
    baseline.posts.extend((0..12).map(|_| post.clone()));
    const PATHS: u64 = 400;
    let spread = &simulate(&baseline, &[], 0, PATHS).scenarios[0].spread;
    let cohort = Cohort::new(&baseline).expect("a baseline that can be run");
    let paths: Vec<_> = (0..PATHS).map(|replication| cohort.path(7, replication)).collect();
    for month in [11, 23] {
        let mut fast: Vec<f64> = paths.iter().map(|path| path.on_plans[month]).collect();
        fast.sort_by(f64::total_cmp);
        let record = spread.month(Measure::OnPlans, month);
        let mean = fast.iter().sum::<f64>() / PATHS as f64;
        let (own, sd) = (record.mean().expect("runs"), record.variance().expect("runs").sqrt());
        // A mean of 400 has its own error on both sides; the regime of the second year is shared by both.
        let error = 3.0 * sd / (PATHS as f64).sqrt() / own;
        assert!((mean / own - 1.0).abs() < 0.01 + error, "month {month}: {mean:.1} and {own:.1}");
        for (rank, percent) in [(PATHS / 10, 10), (PATHS * 9 / 10, 90)] {
            let (fast, own) = (fast[rank as usize], record.quantile(percent).expect("runs") as f64);
            assert!(
                (fast / own - 1.0).abs() < 0.03 + error,
                "month {month}, {percent} %: {fast:.1} and {own:.1}"
            );
        }
    }
}

/// Targets that the model meets stay met; those that it does not are named here and nowhere tuned away.
#[test]
fn the_targets_stand_as_recorded() {
    let targets = validate(&shipped("lancashire-2011-12.toml"), 100, 1).expect("the report's year runs");
    let of = |wanted| -> Vec<&str> {
        targets.iter().filter(|target| target.verdict == wanted).map(|target| target.code).collect()
    };
    assert_eq!(targets.len(), 17);
    assert_eq!(of(Verdict::CannotBeMet), ["NI67", "NI65"]);
    assert_eq!(of(Verdict::NotMet), [""; 0], "{targets:#?}");
}
