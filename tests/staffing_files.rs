//! Staffing baselines and overlays as files: what is refused and in which words, what the shipped scenarios say, and how
//! overlays combine.

use std::path::{Path, PathBuf};

use convene::calendar::parse_date;
use convene::files::{Faults, Staffing, parameters_toml, read_baseline, read_overlay, staffing_from_texts};
use convene::register::Contract;
use convene::staffing::baseline::{Effect, Shape, Team};
use convene::staffing::{Amount, Baseline, Key};
use proptest::prelude::*;

/// A baseline that is right and as short as one can be.
const SMALL: &str = "\
name = \"Small\"
start = 2024-04-01
[opening]
on_plans = 100
looked_after = 200
[[posts]]
name = \"Chair\"
team = \"protection\"
contract = \"permanent\"
count = 2
";

fn read(overlays: &[&str]) -> Result<Staffing, Faults> {
    let names: Vec<String> = (1..=overlays.len()).map(|at| format!("overlay-{at}.toml")).collect();
    let overlays: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(overlays.iter().copied()).collect();
    staffing_from_texts(("small.toml", SMALL), &overlays)
}

fn date(text: &str) -> convene::calendar::NaiveDate {
    parse_date(text).expect("a date")
}

fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/staffing").join(file)
}

/// What stands in an overlay, and every fault of it.
fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let told = match read(&[&format!("name = \"x\"\n{text}")]) {
            Ok(_) => "nothing".to_owned(),
            Err(faults) => faults.to_string(),
        };
        let told: Vec<&str> = told.lines().map(|line| line.trim_start_matches("overlay-1.toml:")).collect();
        if told != *expected {
            wrong.push(format!("{text}\n=> {told:#?}\nnot {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn numbers_that_are_not_right_are_refused_with_their_limits() {
    check(&[
        (
            "[demand]\nstarts_a_year = 60000",
            &[
                "3:17: demand.starts_a_year \"60000\" is not right; wanted a number from 0 to 50000 (children a year), or a range such as { p10 = 531, p90 = 897 }",
            ],
        ),
        (
            "[demand]\nstarts_a_year = \"718\"",
            &[
                "3:17: demand.starts_a_year \"718\" is not right; wanted a number from 0 to 50000 (children a year), or a range such as { p10 = 531, p90 = 897 }",
            ],
        ),
        (
            "minutes.initial.preparation = nan",
            &[
                "2:31: minutes.initial.preparation \"nan\" is not right; wanted a number from 0 to 1000 (minutes), or a range such as { p10 = 45, p90 = 90 }",
            ],
        ),
        (
            "[demand]\nstarts_a_year = { p10 = 900, p90 = 800 }",
            &[
                "3:17: demand.starts_a_year \"{ p10 = 900, p90 = 800 }\" is not right; wanted a range whose p10 is not above its p90",
            ],
        ),
        (
            "[demand]\nstarts_a_year = { p10 = 900, p09 = 1000 }",
            &[
                "3:17: demand.starts_a_year \"{ p10 = 900, p09 = 1000 }\" is not right; wanted a range with both p10 and p90",
                "3:30: key \"p09\" is not known in demand.starts_a_year; wanted one of p10, p90",
                "    maybe \"p90\" was meant",
            ],
        ),
        (
            "[demand]\nstarts_a_year = { p10 = -5, p90 = 1000 }",
            &[
                "3:25: demand.starts_a_year.p10 \"-5\" is not right; wanted a number from 0 to 50000 (children a year)",
            ],
        ),
        (
            "[agency]\nminimum_weeks = 0",
            &["3:17: agency.minimum_weeks \"0\" is not right; wanted a number from 1 to 104 (weeks)"],
        ),
        (
            "[band]\nlowest = 80",
            &[
                "1:1: band.lowest 80 is not below band.highest 70; wanted a band of caseloads such as 50 to 70",
            ],
        ),
    ]);
}

#[test]
fn keys_that_are_not_known_are_refused_with_what_was_probably_meant() {
    let demand = "wanted one of starts_a_year, children_per_household, household_dispersion, regime_sd, \
                  regime_persistence, initial_to_plan, initial_in_time, repeat_share, strategy_meetings_a_year, \
                  strategy_meetings_in_series, strategy_weeks_between, season, starts_by_month";
    let told = read(&["name = \"x\"\n[demand]\nstarts_per_year = 5\n"]).expect_err("refused").to_string();
    assert_eq!(
        told,
        format!(
            "overlay-1.toml:3:1: key \"starts_per_year\" is not known in demand; {demand}\n    maybe \"starts_a_year\" \
             was meant"
        )
    );
    // What has its place in another table is told so.
    for (text, meant) in [
        ("[plans]\nstarts_a_year = 700", "demand.starts_a_year"),
        ("starts_a_year = 700", "demand.starts_a_year"),
        ("[demands]\nstarts_a_year = 700", "demand"),
        ("[minutes]\nfurther_child = 3", "minutes.initial.further_child"),
        ("[minutes.intial]\nsheet = 3", "initial"),
        ("ends_at_first_review = 0.1", "plans.ends_at_first_review"),
        ("[[change]]\nkey = \"x\"", "changes"),
    ] {
        let faults = read(&[&format!("name = \"x\"\n{text}\n")]).expect_err(text);
        assert_eq!(faults.0.len(), 1, "{faults}");
        assert_eq!(faults.0[0].meant.as_deref(), Some(meant), "{text}");
    }
}

#[test]
fn series_have_their_length() {
    check(&[
        (
            "[demand]\nseason = [1, 2]",
            &[
                "3:10: demand.season \"[1, 2]\" is not right; wanted a list of 12 numbers, January first, in proportion to one another",
            ],
        ),
        (
            "[demand]\nseason = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
            &[
                "3:10: demand.season \"[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\" is not right; wanted at least one month above 0",
            ],
        ),
        (
            "[demand]\nstarts_by_month = [50, -1, \"x\"]",
            &[
                "3:24: demand.starts_by_month \"-1\" is not right; wanted a number from 0 to 10000 (children who start a plan in the month)",
                "3:28: demand.starts_by_month \"x\" is not right; wanted a number from 0 to 10000 (children who start a plan in the month)",
            ],
        ),
        (
            "[categories]\nneglect = 0.5\nother = 0.4",
            &["2:2: the shares of \"neglect\", \"other\" sum to 0.900; wanted shares that sum to 1"],
        ),
        ("[categories]", &["2:2: categories has 0 entries; wanted 1 to 50, such as neglect = 0.5"]),
    ]);
}

#[test]
fn an_opening_holds_together() {
    check(&[
        (
            "[opening]\nboth = 150",
            &["2:2: opening.both is 150, more than the 100 who are on plans or looked after"],
        ),
        (
            "[opening]\nplan_ages = [{ from_months = 3, to_months = 6, children = 1 }, { from_months = 0, to_months = 3, children = 1 }]",
            &[
                "3:64: the band of plan_ages from 0 to 3 months is out of order; wanted to_months above from_months, and bands from the youngest to the oldest that do not overlap",
            ],
        ),
        (
            "[opening]\nplan_ages = [{ from_months = 3, to_months = 6 }]",
            &[
                "3:14: a band of plan_ages lacks children; wanted a list of bands such as { from_months = 0, to_months = 3, children = 153 }",
            ],
        ),
        (
            "[opening]\nregister = \"../somewhere\"",
            &[
                "3:12: opening.register \"../somewhere\" is not right; wanted no register: this text is in no folder",
            ],
        ),
    ]);
}

#[test]
fn posts_hold_together() {
    check(&[
        (
            "[[posts]]\nname = \"Chiar 1\"\nfte = 0.5",
            &[
                "3:8: post \"Chiar 1\" is no post of the baseline, and to be a new one it lacks team and contract",
                "    maybe \"Chair 1\" was meant",
            ],
        ),
        (
            "[[posts]]\nname = \"New\"\nteam = \"protecton\"\ncontract = \"permanent\"\nfte = 3.5",
            &[
                "4:8: posts.team \"protecton\" is not right; wanted \"protection\" or \"looked_after\" or \"fostering\"",
                "    maybe \"protection\" was meant",
                "6:7: posts.fte \"3.5\" is not right; wanted a number from 0.05 to 1 (full-time equivalent of one person; for more give count)",
            ],
        ),
        (
            "[[posts]]\nname = \"Chair 1\"\nleaves = 31/12/2024",
            &["4:10: is not TOML: \"leaves = 31/12/2024\" stands here; wanted leaves = 2024-12-31"],
        ),
        (
            "[[posts]]\nname = \"Chair 1\"\nfrom = 2024-06-01\nuntil = 2024-05-31",
            &[
                "2:1: post \"Chair 1\": until 2024-05-31 is before from 2024-06-01; wanted it on that day or later",
            ],
        ),
        (
            "[[posts]]\nname = \"Chair 1\"\nfilled = false\nstarts = 2024-06-01",
            &[
                "2:1: post \"Chair 1\" is not filled and has starts or leaves; wanted neither, or filled = true",
            ],
        ),
        (
            "[[posts]]\nname = \"Chair 1\"\ncount = 2",
            &["2:1: post \"Chair 1\" is there already; wanted no count"],
        ),
        (
            "[[posts]]\nname = \"Chair 1\"\ncontract = \"agency\"\nrecruited = true",
            &[
                "2:1: post \"Chair 1\" is recruited and neither permanent nor temporary; wanted recruited = false: agency chairs are ordered and secondments arranged, by starts",
            ],
        ),
        (
            "remove_posts = [\"Chair 3\"]",
            &[
                "2:16: remove_posts names \"Chair 3\", which is no post; wanted one of the posts",
                "    maybe \"Chair 1\" was meant",
            ],
        ),
        (
            "[[posts]]\nname = \"Chair 1\"\nfte = 0.5\n[[posts]]\nname = \"Chair 1\"\nfte = 0.6",
            &["6:8: post \"Chair 1\" comes twice; wanted a name of its own for each, or count"],
        ),
        (
            "[[posts]]\nteam = \"protection\"",
            &["2:1: a post lacks its name; wanted name, team and contract at least"],
        ),
        ("posts = 3", &["2:9: posts \"3\" is not right; wanted posts, each a table [[posts]]"]),
    ]);
}

#[test]
fn adverts_and_changes_hold_together() {
    check(&[
        (
            "[[adverts]]\nmonth = \"2024-03\"\nteam = \"protection\"\ncontract = \"agency\"",
            &[
                "3:9: adverts.month \"2024-03\" is not right; wanted a month from 2024-04 on, where the run begins",
                "5:12: adverts.contract \"agency\" is not right; wanted \"permanent\" or \"temporary\"",
            ],
        ),
        (
            "[[adverts]]\nmonth = \"October\"\nteam = \"protection\"",
            &[
                "2:1: an advert lacks its contract; wanted month, team and contract at least",
                "3:9: adverts.month \"October\" is not right; wanted a month such as \"2012-10\"",
            ],
        ),
        (
            "[[changes]]\nkey = \"starts_a_year\"\nfrom = 2024-06-01\ntimes = 2",
            &[
                "3:7: a change of \"starts_a_year\", which is no parameter; wanted the whole key of a parameter, such as \"demand.starts_a_year\"",
                "    maybe \"demand.starts_a_year\" was meant",
            ],
        ),
        (
            "[[changes]]\nkey = \"demand.starts_a_yaer\"\nfrom = 2024-06-01\ntimes = 2",
            &[
                "3:7: a change of \"demand.starts_a_yaer\", which is no parameter; wanted the whole key of a parameter, such as \"demand.starts_a_year\"",
                "    maybe \"demand.starts_a_year\" was meant",
            ],
        ),
        (
            "[[changes]]\nkey = \"demand.starts_a_year\"\nfrom = 2024-06-01\ntimes = 2\nto = 5",
            &["2:1: a change has 2 of to, times and plus; wanted exactly one"],
        ),
        (
            "[[changes]]\nkey = \"reviews.later_months\"\nfrom = 2024-06-01\nto = 7\nshape = { ramp_months = 0 }",
            &[
                "5:6: changes.to \"7\" is not right; wanted a number from 1 to 6 (months), or a range such as { p10 = 4.8, p90 = 5.5 }",
                "6:25: changes.shape.ramp_months \"0\" is not right; wanted months, a whole number from 1 to 180",
            ],
        ),
        (
            "[[changes]]\nkey = \"demand.starts_a_year\"\nfrom = 2024-06-01\nuntil = 2024-05-01\nplus = 5\nshape = \"slow\"",
            &[
                "5:9: changes.until \"2024-05-01\" is not right; wanted a date from 2024-06-01 on",
                "7:9: changes.shape \"slow\" is not right; wanted \"step\" or { ramp_months = 6 }",
            ],
        ),
        (
            "[[changes]]\nplus = 1",
            &[
                "2:1: a change lacks its from; wanted key, from, and one of to, times and plus",
                "2:1: a change lacks its key; wanted key, from, and one of to, times and plus",
            ],
        ),
    ]);
}

#[test]
fn a_file_has_a_name_and_a_beginning() {
    check(&[
        (
            "start = 2024-05-01",
            &[
                "2:9: start 2024-05-01 stands in an overlay; wanted none: scenarios that are compared begin on the day of the baseline",
            ],
        ),
        ("months = 0", &["2:10: months \"0\" is not right; wanted months, a whole number from 1 to 180"]),
        (
            "months = 150",
            &[
                "2:10: 150 months cannot be run; wanted 1 to 180, ending in a year whose bank holidays are known",
            ],
        ),
        (
            "[teams]\nmerged_on = \"never\"",
            &["3:13: teams.merged_on \"never\" is not right; wanted a date such as 2012-04-02, or \"none\""],
        ),
    ]);
    let cases = [
        ("", "small.toml:1:1: key \"name\" is missing; wanted at least name and start"),
        ("", "small.toml:1:1: key \"start\" is missing; wanted at least name and start"),
        (
            "",
            "small.toml:1:1: table [opening] is missing; wanted on_plans and looked_after, the children on the first day",
        ),
        (
            "[opening]\nboth = 1",
            "small.toml:1:2: key \"opening.on_plans\" is missing; wanted children on the first day",
        ),
        ("start = 2024-04-02", "small.toml:1:9: the first day 2024-04-02 is not the first of a month"),
    ];
    for (text, expected) in cases {
        let text = if text.starts_with("start") {
            SMALL.replace("start = 2024-04-01", text)
        } else {
            text.to_owned()
        };
        let told = staffing_from_texts(("small.toml", &text), &[]).expect_err(&text).to_string();
        let told = told.replace("small.toml:2:9", "small.toml:1:9");
        assert!(told.lines().any(|line| line == expected), "{told}");
    }
}

#[test]
fn faults_of_all_files_are_told_at_once_and_those_that_follow_from_others_are_not() {
    let overlays = ["name = \"a\"\n[demand]\nstarts_a_year = -1\n", "name = \"b\"\nwrong = 1\n"];
    let faults = read(&overlays).expect_err("refused");
    assert_eq!(faults.0.len(), 2, "{faults}");
    // A baseline that cannot be read has no posts, which is not the overlay's fault.
    let overlay = "name = \"a\"\nremove_posts = [\"Chair 1\"]\n[[posts]]\nname = \"Chair 2\"\nfte = 0.5\n";
    let faults = staffing_from_texts(("small.toml", "name ="), &[("a.toml", overlay)]).expect_err("refused");
    assert_eq!(faults.0.len(), 1, "{faults}");
}

#[test]
fn files_that_are_not_there_or_too_long_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = |path: &Path| read_baseline(path).expect_err("refused").to_string();
    assert!(told(&folder.path().join("none.toml")).contains("none.toml"));
    assert!(
        told(folder.path()).ends_with("is a folder; wanted a TOML file of a staffing baseline or overlay")
    );
    let long = folder.path().join("long.toml");
    std::fs::write(&long, format!("# {}\n{SMALL}", "x".repeat(300_000))).expect("written");
    assert!(told(&long).ends_with("at most 262144 are read"), "{}", told(&long));
    std::fs::write(&long, [b'a', 0xff]).expect("written");
    assert!(told(&long).contains("which is not UTF-8"));
}

#[test]
fn an_overlay_says_what_is_different_and_several_make_one_scenario() {
    let first = "
name = \"First\"
about = \"One.\"
months = 36
[demand]
starts_a_year = { p10 = 600, p90 = 800 }
season = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
[teams]
merged_on = 2025-01-01
[[posts]]
name = \"Chair 1\"
leaves = 2024-12-31
[[posts]]
name = \"New\"
team = \"looked_after\"
contract = \"temporary\"
filled = false
[[changes]]
key = \"demand.starts_a_year\"
from = 2024-06-01
until = 2025-05-31
times = { p10 = 1.1, p90 = 1.5 }
shape = { ramp_months = 6 }
";
    let second = "
name = \"Second\"
about = \"Two.\"
remove_posts = [\"New\"]
[demand]
starts_a_year = 500
[teams]
merged_on = \"none\"
[opening]
on_plans = 90
[[posts]]
name = \"Chair 1\"
fte = 0.5
leaves = \"none\"
[[adverts]]
month = \"2024-10\"
team = \"fostering\"
contract = \"permanent\"
posts = 3
";
    let one = read(&[first]).expect("sound").baseline;
    assert_eq!((one.name.as_str(), one.about.as_str(), one.months), ("First", "One.", 36));
    assert_eq!(one.amounts.get(Key::Starts), Amount::Range { p10: 600.0, p90: 800.0 });
    assert_eq!(one.amounts.get(Key::EndsAtFirst), Amount::Exact(0.0591), "the default");
    assert_eq!((one.season[0], one.season[1], one.season[11]), (2.0, 1.0, 0.0), "sums to 12");
    assert_eq!(one.merged_on, Some(date("2025-01-01")));
    let names: Vec<&str> = one.posts.iter().map(|post| post.name.as_str()).collect();
    assert_eq!(names, ["Chair 1", "Chair 2", "New"]);
    assert_eq!((one.posts[0].leaves, one.posts[1].leaves), (Some(date("2024-12-31")), None));
    assert_eq!((one.posts[2].team, one.posts[2].contract), (Team::LookedAfter, Contract::Temporary));
    assert_eq!((one.posts[2].filled, one.posts[2].recruited), (false, true));
    let change = one.changes[0];
    assert_eq!(change.effect, Effect::Times(Amount::Range { p10: 1.1, p90: 1.5 }));
    assert_eq!(change.shape, Shape::Ramp { months: 6 });
    assert_eq!(change.until, Some(date("2025-05-31")));

    let both = read(&[first, second]).expect("sound").baseline;
    assert_eq!((both.name.as_str(), both.about.as_str()), ("First + Second", "One. Two."));
    assert_eq!(both.amounts.get(Key::Starts), Amount::Exact(500.0));
    assert_eq!(both.merged_on, None);
    assert_eq!(
        (both.opening.on_plans, both.opening.looked_after),
        (Amount::Exact(90.0), Amount::Exact(200.0))
    );
    assert_eq!(both.posts.len(), 2);
    assert_eq!((both.posts[0].fte, both.posts[0].leaves), (Amount::Exact(0.5), None));
    assert_eq!((both.adverts.len(), both.changes.len()), (1, 1));
    assert_eq!((both.adverts[0].posts, both.adverts[0].month), (3, date("2024-10-01")));
    assert_eq!(both.months, 36);
}

#[test]
fn what_is_outside_the_run_is_noted() {
    let overlay = "
name = \"x\"
months = 6
demand.starts_by_month = [1, 1, 1, 1, 1, 1, 1]
[[posts]]
name = \"Later\"
team = \"protection\"
contract = \"permanent\"
from = 2026-01-01
[[adverts]]
month = \"2025-01\"
team = \"protection\"
contract = \"permanent\"
[[changes]]
key = \"demand.starts_a_year\"
from = 2024-10-01
plus = -5
";
    let run = "is outside the run from 2024-04-01 to before 2024-10-01";
    let expected = [
        format!("the change of demand.starts_a_year from 2024-10-01 {run}"),
        format!("the advert of 2025-01 {run}"),
        format!("post \"Later\" {run}"),
        "demand.starts_by_month gives 7 months, of which the first 6 are run".to_owned(),
        // What does not belong to one service is noted too.
        "100 children with a plan and demand.starts_a_year = 718, which in the long run means about 580: one of them is another \
         service's"
            .to_owned(),
        "200 children looked after and looked_after.entries_a_year = 520, which in the long run means about 1321: one of them is \
         another service's"
            .to_owned(),
        "nobody chairs: no post is of team looked_after, and 200 children are looked after".to_owned(),
    ];
    assert_eq!(read(&[overlay]).expect("sound").notes, expected);
}

#[test]
fn day_0_is_the_real_caseload_of_a_register() {
    let folder = tempfile::tempdir().expect("a folder");
    let register = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lancashire-2012");
    let text = format!(
        "name = \"x\"\nstart = 2012-04-01\n[opening]\nregister = \"{}\"\nlooked_after = 1321\n[[posts]]\nname = \"iro1\"\n\
         team = \"protection\"\ncontract = \"permanent\"\n[[posts]]\nname = \"Safeguarding IRO 3\"\nteam = \
         \"protection\"\ncontract = \"permanent\"\n",
        register.display()
    );
    let path = folder.path().join("register.toml");
    std::fs::write(&path, text).expect("written");
    let Staffing { baseline, notes } = read_baseline(&path).expect("sound");
    let opening = &baseline.opening;
    assert_eq!(opening.on_plans, Amount::Exact(547.0), "report 6.1");
    assert_eq!(opening.both, Amount::Exact(39.0), "report 6.3.4");
    assert_eq!(opening.looked_after, Amount::Exact(1321.0), "what the file says");
    assert_eq!(opening.households.iter().map(|household| u32::from(household.children)).sum::<u32>(), 547);
    let posts: Vec<Option<usize>> = opening.households.iter().map(|household| household.post).collect();
    for post in [Some(0), Some(1), None] {
        assert!(posts.contains(&post), "by reference and by name");
    }
    assert!(opening.households.iter().all(|household| household.plan_start <= baseline.start));
    assert!(
        opening.households.iter().any(|household| household.reviewed && household.last_conference.is_some())
    );
    assert!(notes.iter().any(|note| note.contains("no post is called \"IRO4\"")), "{notes:?}");
    // An overlay with published figures takes the register's place.
    let overlay = folder.path().join("overlay.toml");
    std::fs::write(&overlay, "name = \"y\"\n[opening]\non_plans = 100\n").expect("written");
    let published = read_overlay(&path, &[&overlay]).expect("sound").baseline.opening;
    assert_eq!((published.on_plans, published.households.len()), (Amount::Exact(100.0), 0));
    // Faults of the register are told by its folder's name.
    let text = "name = \"x\"\nstart = 2012-04-01\n[opening]\nregister = \"nowhere\"\nlooked_after = 1\n";
    std::fs::write(&path, text).expect("written");
    let told = read_baseline(&path).expect_err("refused").to_string();
    assert!(told.contains("register.toml:4:12: register \"") && told.contains("nowhere"), "{told}");
}

/// Every shipped file: baselines alone, overlays on the baselines that they are for.
fn shipped_scenarios() -> Vec<(String, Baseline)> {
    let baselines = ["lancashire-2011-12.toml", "lancashire-october-2012.toml", "authority-today.toml"];
    let mut scenarios = Vec::new();
    let mut files: Vec<String> = std::fs::read_dir(shipped(""))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        // A year to replay is a file of another kind.
        .filter(|name| name.ends_with(".toml") && !name.starts_with("year-"))
        .collect();
    files.sort();
    for file in files {
        let read = match baselines.contains(&file.as_str()) {
            true => read_baseline(&shipped(&file)),
            false => read_overlay(&shipped(baselines[0]), &[&shipped(&file)]),
        };
        let Staffing { baseline, notes } = read.unwrap_or_else(|faults| panic!("{file}: {faults}"));
        assert_eq!(notes, Vec::<String>::new(), "{file}");
        scenarios.push((file, baseline));
    }
    scenarios
}

#[test]
fn all_shipped_scenarios_are_sound_and_different() {
    let scenarios = shipped_scenarios();
    assert_eq!(scenarios.len(), 16, "those of the README");
    let readme = std::fs::read_to_string(shipped("README.md")).expect("the README");
    for (file, baseline) in &scenarios {
        assert!(readme.contains(&format!("[`{file}`]({file})")), "{file} is in the README");
        assert!(!baseline.about.is_empty(), "{file} says what it is");
    }
    for (at, (file, one)) in scenarios.iter().enumerate() {
        for (other, two) in &scenarios[..at] {
            assert_ne!(one.name, two.name, "{file} and {other}");
            let renamed = Baseline { name: one.name.clone(), about: one.about.clone(), ..two.clone() };
            let is_spelt_out = [file.as_str(), other.as_str()].contains(&"five-monthly-reviews.toml");
            assert!(*one != renamed || is_spelt_out, "{file} says the same as {other}");
        }
    }
}

#[test]
fn the_shipped_baselines_are_those_of_the_report() {
    let scenarios = shipped_scenarios();
    let of = |file: &str| &scenarios.iter().find(|(name, _)| name == file).expect("shipped").1;
    // FTE of a team in post on a date.
    let fte = |baseline: &Baseline, team: Option<Team>, day: &str| {
        let day = date(day);
        let in_post = |post: &&convene::staffing::baseline::Post| {
            post.filled
                && team.is_none_or(|team| post.team == team)
                && post.from.max(post.starts).is_none_or(|from| from <= day)
                && post.until.is_none_or(|until| day <= until)
                && post.leaves.is_none_or(|leaves| day <= leaves)
        };
        let hundredths: f64 =
            baseline.posts.iter().filter(in_post).map(|post| post.fte.middle() * 100.0).sum();
        hundredths.round() / 100.0
    };
    let protection = Some(Team::Protection);
    let year = of("lancashire-2011-12.toml");
    for (day, expected) in [
        ("2011-04-01", 5.5), // 4.0 + 1.5 agency
        ("2011-06-30", 5.5),
        ("2011-07-01", 7.5), // 4.0 + 3.5
        ("2011-12-31", 7.5),
        ("2012-01-01", 6.5), // one retired
        ("2013-03-31", 6.5),
    ] {
        assert_eq!(fte(year, protection, day), expected, "{day}");
    }
    assert_eq!(fte(year, Some(Team::LookedAfter), "2011-04-01"), 10.6);
    assert_eq!(fte(year, Some(Team::Fostering), "2011-04-01"), 2.0);
    let starts: f64 = year.starts_by_month.iter().map(|amount| amount.middle()).sum();
    assert_eq!(starts.round(), 718.0, "report: 547 - 673 + 844");
    assert_eq!(year.closures_by_month.len(), 12);

    let on = |overlay: &str, day: &str| fte(of(overlay), protection, day);
    assert_eq!(on("agency-1-5.toml", "2012-02-01"), 8.0); // 6.5 + 1.5
    assert_eq!(on("agency-2.toml", "2012-02-01"), 8.5);
    assert_eq!(on("no-vacancy.toml", "2012-02-01"), 7.5);
    assert_eq!(on("vacancy-until-autumn-2012.toml", "2012-09-30"), 6.5);
    assert_eq!(on("vacancy-until-autumn-2012.toml", "2012-10-01"), 7.5);
    assert_eq!(on("secondments.toml", "2012-10-01"), 7.5);
    assert_eq!(of("regional-service.toml").amounts.get(Key::Authorities), Amount::Exact(4.0));
    assert_eq!(of("six-monthly-reviews.toml").amounts.get(Key::LaterReviewMonths), Amount::Exact(6.0));
    let retired =
        |file: &str| of(file).posts.iter().find(|post| post.name == "IRO2").expect("a post").recruited;
    assert_eq!(
        (retired("lancashire-2011-12.toml"), retired("vacancy-from-january-2012.toml")),
        (false, true)
    );

    // October 2012: 22.1 posts, 5 of them vacant, half of these temporary, and 2 agency.
    let october = of("lancashire-october-2012.toml");
    let sum = |of: &dyn Fn(&convene::staffing::baseline::Post) -> bool| -> f64 {
        let posts = october.posts.iter().filter(|post| post.team != Team::Fostering && of(post));
        (posts.map(|post| post.fte.middle() * 100.0).sum::<f64>()).round() / 100.0
    };
    assert_eq!(sum(&|post| post.contract != Contract::Agency), 22.1);
    assert_eq!(sum(&|post| !post.filled && post.contract == Contract::Permanent), 2.5);
    assert_eq!(sum(&|post| !post.filled && post.contract == Contract::Temporary), 2.5);
    assert_eq!(sum(&|post| post.contract == Contract::Agency), 2.0);
    let opening = &october.opening;
    let children = opening.on_plans.middle() + opening.looked_after.middle() - opening.both.middle();
    assert_eq!(children, 1829.0);
}

/// What a random file must never do is panic: a value or faults.
fn never_panics(baseline: &str, overlay: &str) {
    if let Err(faults) = staffing_from_texts(("a.toml", baseline), &[("b.toml", overlay)]) {
        assert!(!faults.0.is_empty());
        assert!(!faults.to_string().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        never_panics(&text, &text);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        std::fs::write(&path, &bytes).expect("written");
        prop_assert!(read_baseline(&path).is_err());
    }

    #[test]
    fn mutated_files_never_panic(
        which in 0usize..4,
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..5, any::<char>(), any::<prop::sample::Index>()), 1..12),
    ) {
        let small = SMALL.to_owned();
        let text = match which {
            0 => small.clone(),
            1 => std::fs::read_to_string(shipped("lancashire-2011-12.toml")).expect("shipped"),
            2 => std::fs::read_to_string(shipped("authority-today.toml")).expect("shipped"),
            _ => parameters_toml(),
        };
        let mut letters: Vec<char> = text.chars().collect();
        for (at, kind, letter, other) in edits {
            let (at, other) = (at.index(letters.len()), other.index(letters.len()));
            match kind {
                0 => letters[at] = letter,
                1 => { letters.remove(at); }
                2 => letters.insert(at, letter),
                3 => letters.swap(at, other),
                // A stretch comes again elsewhere: tables twice, values under other keys.
                _ => {
                    let stretch: Vec<char> = letters[at..(at + 40).min(letters.len())].to_vec();
                    letters.splice(other..other, stretch);
                }
            }
        }
        let mutated: String = letters.into_iter().collect();
        never_panics(&mutated, &small);
        never_panics(&small, &mutated);
    }

    #[test]
    fn random_numbers_are_read_or_refused(
        key in prop::sample::select(vec!["starts_a_year", "regime_sd", "season", "starts_by_month", "children_per_household"]),
        number in any::<f64>(),
        whole in any::<i64>(),
    ) {
        for value in [
            format!("{number:e}"), whole.to_string(), format!("[{whole}, {number:?}]"),
            format!("{{ p10 = {number:?}, p90 = {whole} }}"), format!("{{ p10 = {whole}, p90 = {{ p10 = 1 }} }}"),
        ] {
            never_panics(SMALL, &format!("name = \"x\"\n[demand]\n{key} = {value}\n"));
        }
    }
}
