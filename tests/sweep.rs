//! Sweeps as engines run them: in any order, twice at once, killed half-way; what is merged is what one process makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use tempfile::TempDir;

use crate::program::{convene, json, said};

/// Where the shipped baselines, overlays and sweeps are.
const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

/// Two baselines with two scenarios each: 7 replications, 3 a shard, so three shards each.
const SWEEP: &str = r#"
name = "two counties"
seed = 5
replications = 7
replications_a_shard = 3
baselines = ["counties"]
scenarios = [["vacancy.toml"], ["starts.toml", "vacancy.toml"]]
"#;

/// Returns a folder with a sweep of two small baselines, planned in `sweep`.
fn planned() -> TempDir {
    let folder = unplanned(SWEEP);
    let output = convene(folder.path(), &["sweep", "plan", "two.toml", "--out", "sweep"]);
    assert!(output.status.success(), "{}", said(&output));
    folder
}

fn unplanned(sweep: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = |name: &str| {
        fs::read_to_string(Path::new(SCENARIOS).join("staffing").join(name)).expect("a shipped file")
    };
    let whole = shipped("lancashire-2011-12.toml");
    let short = whole.replacen("months = 24", "months = 13", 1);
    assert_ne!(whole, short);
    fs::create_dir(folder.path().join("counties")).expect("a folder");
    let files = [
        ("two.toml", sweep.to_owned()),
        ("counties/north.toml", short.clone()),
        ("counties/south.toml", short.replacen("on_plans = 673", "on_plans = 400", 1)),
        ("vacancy.toml", shipped("no-vacancy.toml")),
        ("starts.toml", shipped("starts-x1-69.toml").replacen("2012-04-01", "2011-09-01", 1)),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn run_shard(folder: &Path, shard: &str) -> String {
    let output = convene(folder, &["sweep", "run-shard", "sweep", shard]);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn run_all(folder: &Path) {
    for shard in missing(folder) {
        run_shard(folder, &shard);
    }
    assert_eq!(missing(folder), [""; 0]);
}

/// Returns what `missing` says, one number a line, and checks its exit code.
fn missing(folder: &Path) -> Vec<String> {
    let output = convene(folder, &["sweep", "missing", "sweep"]);
    let lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    assert_eq!(output.status.code(), Some(i32::from(!lines.is_empty())), "{}", said(&output));
    lines
}

/// Returns every file of a folder of outcomes.
fn merged(folder: &Path, arguments: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = folder.join("merged");
    if out.exists() {
        fs::remove_dir_all(&out).expect("removed");
    }
    let mut all = vec!["sweep", "merge", "sweep", "--out", "merged"];
    all.extend(arguments);
    let output = convene(folder, &all);
    assert!(output.status.success(), "{}", said(&output));
    let mut files = BTreeMap::new();
    for baseline in fs::read_dir(&out).expect("outcomes").flatten() {
        for file in fs::read_dir(baseline.path()).expect("a folder").flatten() {
            let name = file.path().strip_prefix(&out).expect("below").to_owned();
            files.insert(name, fs::read(file.path()).expect("a file"));
        }
    }
    assert!(files.contains_key(Path::new("north/outcome.json.gz")), "{:?}", files.keys());
    assert!(files.contains_key(Path::new("south/outcome.json.gz")), "{:?}", files.keys());
    files
}

/// Returns where a shard's file is.
fn shard_file(folder: &Path, number: usize) -> PathBuf {
    let plan = fs::read(folder.join("sweep/plan.json")).expect("a plan");
    let plan: serde_json::Value = serde_json::from_slice(&plan).expect("JSON");
    let key = plan["shards"][number]["key"].as_str().expect("a key").to_owned();
    folder.join("sweep/shards").join(format!("{key}.jsonl.gz"))
}

#[test]
fn shards_in_any_order_come_to_the_bytes_of_a_single_process() {
    let folder = planned();
    assert_eq!(missing(folder.path()), ["0", "1", "2", "3", "4", "5"]);
    let single = merged(folder.path(), &["--single"]);
    assert_eq!(missing(folder.path()).len(), 6, "a single process looks at no shard and makes none");
    for shard in ["4", "0", "5", "2", "1", "3"] {
        assert!(run_shard(folder.path(), shard).contains("is done"));
    }
    assert_eq!(merged(folder.path(), &[]), single);
    assert!(run_shard(folder.path(), "4").contains("is there already"));

    // One shard a baseline, and one replication a shard.
    for a_shard in ["7", "1"] {
        let other = unplanned(&SWEEP.replacen("_a_shard = 3", &format!("_a_shard = {a_shard}"), 1));
        let output = convene(other.path(), &["sweep", "plan", "two.toml", "--out", "sweep", "--json"]);
        assert_eq!(json(&output)["shards"], if a_shard == "7" { 2 } else { 14 }, "{}", said(&output));
        run_all(other.path());
        assert_eq!(merged(other.path(), &[]), single, "{a_shard} a shard");
    }
}

#[test]
fn a_shard_does_not_depend_on_the_number_of_threads() {
    let folder = planned();
    let bytes = |threads: &str| {
        let _ = fs::remove_file(shard_file(folder.path(), 1));
        let status = Command::cargo_bin("convene")
            .expect("the program is built")
            .args(["sweep", "run-shard", "sweep", "1"])
            .env("RAYON_NUM_THREADS", threads)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .status();
        assert!(status.expect("it runs").success());
        fs::read(shard_file(folder.path(), 1)).expect("a shard")
    };
    assert_eq!(bytes("1"), bytes("4"));
}

#[test]
fn what_a_killed_worker_leaves_counts_as_missing_and_is_made_again() {
    let folder = planned();
    run_all(folder.path());
    let single = merged(folder.path(), &["--single"]);
    let sound = fs::read(shard_file(folder.path(), 2)).expect("a shard");
    let other = fs::read(shard_file(folder.path(), 3)).expect("a shard");
    let mut changed = sound.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;

    let half = &sound[..middle];
    let cases: [(&str, &[u8]); 6] = [
        ("nothing", b""),
        ("half of it", half),
        ("all but its last byte", &sound[..sound.len() - 1]),
        ("another bit", &changed),
        ("another shard", &other),
        ("something else", b"dear diary\n"),
    ];
    // A worker that is killed while it writes leaves its file under another name.
    fs::create_dir(folder.path().join("sweep/shards/.convene-x1y2z3")).expect("a folder");
    fs::write(folder.path().join("sweep/shards/.convene-x1y2z3/new"), half).expect("a file");
    for (what, bytes) in cases {
        fs::write(shard_file(folder.path(), 2), bytes).expect("a file");
        assert_eq!(missing(folder.path()), ["2"], "{what}");
        let refused = convene(folder.path(), &["sweep", "merge", "sweep", "--out", "refused"]);
        assert_eq!(refused.status.code(), Some(1), "{what}: {}", said(&refused));
        assert!(
            said(&refused).contains("1 shard is missing") && said(&refused).contains(": 2\n"),
            "{}",
            said(&refused)
        );
        assert!(!folder.path().join("refused").exists(), "{what}: nothing is written");
        assert!(run_shard(folder.path(), "2").contains("it is made again"), "{what}");
        assert_eq!(fs::read(shard_file(folder.path(), 2)).expect("a shard"), sound, "{what}");
    }
    assert_eq!(merged(folder.path(), &[]), single);
}

#[test]
fn workers_that_are_killed_or_do_the_same_at_once_do_no_harm() {
    let folder = planned();
    let start = |shard: &str| {
        Command::cargo_bin("convene")
            .expect("the program is built")
            .args(["sweep", "run-shard", "sweep", shard])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs")
    };
    // Killed at no moment in particular: the shard is there whole, or not at all.
    let mut killed = start("0");
    killed.kill().expect("killed");
    killed.wait().expect("ended");
    assert!(missing(folder.path()).len() >= 5);

    let twins = ["1", "1", "1"].map(start);
    for mut twin in twins {
        assert!(twin.wait().expect("ended").success());
    }
    assert!(!missing(folder.path()).contains(&"1".to_owned()));
    run_all(folder.path());
    let single = merged(folder.path(), &["--single"]);
    assert_eq!(merged(folder.path(), &[]), single);
}

#[test]
fn a_text_that_was_changed_after_planning_is_refused_until_it_is_planned_again() {
    let folder = planned();
    run_shard(folder.path(), "0");
    let inputs = fs::read_dir(folder.path().join("sweep/inputs")).expect("inputs").flatten();
    let north = inputs.map(|entry| entry.path()).find(|path| path.to_string_lossy().contains("north-"));
    let north = north.expect("a copy of north.toml");
    let text = fs::read_to_string(&north).expect("text");
    fs::write(&north, text.replacen("673", "700", 1)).expect("a file");

    for arguments in [["run-shard", "sweep", "1"].as_slice(), &["merge", "sweep", "--out", "x", "--single"]] {
        let mut all = vec!["sweep"];
        all.extend(arguments);
        let output = convene(folder.path(), &all);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("was changed after it was planned"), "{}", said(&output));
    }
    assert!(!folder.path().join("x").exists());
    // The other baseline's shards can still be run.
    run_shard(folder.path(), "3");
    let again = convene(folder.path(), &["sweep", "plan", "two.toml", "--out", "sweep"]);
    assert!(again.status.success(), "{}", said(&again));
    assert_eq!(fs::read_to_string(&north).expect("text"), text);
    assert_eq!(missing(folder.path()), ["1", "2", "4", "5"], "what is sound stays");

    // What is changed beside the sweep does not matter to it: workers have copies.
    fs::remove_dir_all(folder.path().join("counties")).expect("removed");
    run_all(folder.path());
    // A plan that was changed is none.
    let plan = folder.path().join("sweep/plan.json");
    let text = fs::read_to_string(&plan).expect("a plan");
    fs::write(&plan, text.replacen("\"count\": 3", "\"count\": 2", 1)).expect("a file");
    let refused = convene(folder.path(), &["sweep", "missing", "sweep"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("was changed by hand"), "{}", said(&refused));
}

#[test]
fn another_sweep_takes_a_folder_by_force_only_and_keeps_the_shards_that_are_the_same() {
    let folder = planned();
    run_all(folder.path());
    let more = SWEEP.replacen("replications = 7", "replications = 10", 1);
    fs::write(folder.path().join("more.toml"), &more).expect("a file");
    let refused = convene(folder.path(), &["sweep", "plan", "more.toml", "--out", "sweep"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("holds another sweep"), "{}", said(&refused));
    assert_eq!(missing(folder.path()), [""; 0], "it is as it was");
    let forced = convene(folder.path(), &["sweep", "plan", "more.toml", "--out", "sweep", "--force"]);
    assert!(forced.status.success(), "{}", said(&forced));
    // 3 + 3 + 3 + 1: the shard of one replication has become one of three.
    assert_eq!(missing(folder.path()), ["2", "3", "6", "7"]);

    fs::create_dir(folder.path().join("letters")).expect("a folder");
    fs::write(folder.path().join("letters/dear.txt"), "dear").expect("a file");
    for force in [["--out", "letters"].as_slice(), &["--out", "letters", "--force"]] {
        let mut all = vec!["sweep", "plan", "two.toml"];
        all.extend(force);
        assert_eq!(convene(folder.path(), &all).status.code(), Some(2));
        assert!(folder.path().join("letters/dear.txt").is_file());
    }
}

#[test]
fn all_faults_of_a_sweep_and_of_what_it_names_are_told_at_once() {
    let folder = unplanned(
        r#"
name = "two counties"
replication = 7
baselines = ["counties", "counties/nroth.toml", "empty"]
scenarios = [["vacancy.toml"], []]
replications_a_shard = 0
"#,
    );
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    let output = convene(folder.path(), &["sweep", "plan", "two.toml", "--out", "sweep"]);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    for words in [
        "maybe \"replications\" was meant",
        "maybe \"north.toml\" was meant",
        "folder \"empty\" has no file ending in .toml",
        "two.toml:5:13: scenarios",
        "replications_a_shard \"0\" is not right",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!folder.path().join("sweep").exists());

    // Sound in itself, and with a scenario that is not.
    fs::write(folder.path().join("two.toml"), SWEEP).expect("a file");
    fs::write(folder.path().join("vacancy.toml"), "name = \"x\"\n[demand]\nstarts_a_yaer = 3\n")
        .expect("a file");
    let output = convene(folder.path(), &["sweep", "plan", "two.toml", "--out", "sweep", "--json"]);
    let faults = json(&output)["faults"].as_array().expect("a list").clone();
    assert_eq!(faults.len(), 1, "told once, though four scenarios have it: {faults:?}");
    assert_eq!(faults[0]["meant"], "starts_a_year");

    // Two baselines whose results would lie in one folder.
    fs::write(folder.path().join("north.toml"), "").expect("a file");
    let twins = SWEEP.replacen("[\"counties\"]", "[\"counties\", \"counties/north.toml\"]", 1);
    fs::write(folder.path().join("two.toml"), twins.replacen("scenarios", "#", 1)).expect("a file");
    let output = convene(folder.path(), &["sweep", "plan", "two.toml", "--out", "sweep"]);
    assert!(self::said(&output).contains("would be called \"north\", as another"), "{}", self::said(&output));
}

#[test]
fn machines_are_answered_in_json() {
    let folder = planned();
    let ran = json(&convene(folder.path(), &["sweep", "run-shard", "sweep", "4", "--json"]));
    assert_eq!((&ran["baseline"], &ran["first"]), (&"south".into(), &3.into()));
    assert_eq!((&ran["replications"], &ran["was_there"]), (&3.into(), &false.into()));
    let key = ran["key"].as_str().expect("a key");
    let again = json(&convene(folder.path(), &["sweep", "run-shard", "sweep", &key[..8], "--json"]));
    assert_eq!((&again["shard"], &again["was_there"]), (&4.into(), &true.into()));
    let missing = json(&convene(folder.path(), &["sweep", "missing", "sweep", "--json"]));
    assert_eq!(missing["shards"], 6);
    assert_eq!(missing["missing"].as_array().expect("a list").len(), 5);
    let refused = json(&convene(folder.path(), &["sweep", "merge", "sweep", "--out", "x", "--json"]));
    assert_eq!(refused["missing"], serde_json::json!([0, 1, 2, 3, 5]));
    let unknown = convene(folder.path(), &["sweep", "run-shard", "sweep", "6", "--json"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(json(&unknown)["error"], "there is no shard 6; the shards are 0 to 5");
}

#[test]
fn the_shipped_sweep_can_be_planned() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = format!("{SCENARIOS}/sweeps/example.toml");
    let output = convene(folder.path(), &["sweep", "plan", &example, "--out", "sweep", "--json"]);
    assert_eq!(json(&output)["shards"], 10, "{}", said(&output));
}

#[test]
fn every_step_has_help_with_an_example() {
    let folder = tempfile::tempdir().expect("a folder");
    for step in ["plan", "run-shard", "missing", "merge"] {
        let output = convene(folder.path(), &["sweep", step, "--help"]);
        assert!(said(&output).contains("Example"), "{step}: {}", said(&output));
    }
}
