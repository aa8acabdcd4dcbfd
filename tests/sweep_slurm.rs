//! The Slurm adapter with a stand-in for `sbatch`, which runs each task of an array at once, one after another. `./dev sweep-engines`
//! tries it with Slurm itself.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::CommandCargoExt;

use crate::program::{convene, said};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

/// Takes the options of `sbatch`, notes them, and runs the script as Slurm would.
const SBATCH: &str = r#"#!/bin/sh
echo "$*" >>"$(dirname "$0")/submitted.txt"
last=none
while :; do
    case $1 in
    --array=*) last=${1##*-} ;;
    --*) ;;
    *) break ;;
    esac
    shift
done
if [ "$last" = none ]; then
    sh "$@" >&2 || true
    echo 2
else
    for task in $(seq 0 "$last"); do
        if [ "$task" != "${LOSE:-none}" ]; then SLURM_ARRAY_TASK_ID=$task sh "$@" >&2; fi
    done
    echo 1
fi
"#;

/// Submits the sweep; one task of the array can be lost.
fn submit(folder: &Path, lose: &str, most_tasks: &str) -> Output {
    let program = Command::cargo_bin("convene").expect("the program is built");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .arg(format!("{SCENARIOS}/sweeps/slurm_sweep.sh"))
        .args(["sweep", "merged", "--partition=short"])
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("CONVENE", program.get_program())
        .env("LOSE", lose)
        .env("MOST_TASKS", most_tasks)
        .current_dir(folder)
        .output()
        .expect("sh runs")
}

#[test]
fn an_array_runs_what_is_missing_and_the_job_after_it_merges() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let sbatch = folder.join("sbatch");
    fs::write(&sbatch, SBATCH).expect("a file");
    fs::set_permissions(&sbatch, fs::Permissions::from_mode(0o755)).expect("it may run");
    let sweep = format!(
        "name = \"one county\"\nreplications = 5\nreplications_a_shard = 1\n\
         baselines = [\"{SCENARIOS}/staffing/lancashire-2011-12.toml\"]\n"
    );
    fs::write(folder.join("one.toml"), sweep).expect("a file");
    let planned = convene(folder, &["sweep", "plan", "one.toml", "--out", "sweep"]);
    assert!(planned.status.success(), "{}", said(&planned));

    // Five shards in three tasks: 0 and 3, 1 and 4, 2. Task 1 is lost.
    let first = submit(folder, "1", "3");
    assert!(first.status.success(), "{}", said(&first));
    assert!(said(&first).contains("array 1\nmerge 2\n"), "{}", said(&first));
    assert!(
        said(&first).contains("2 shards are missing, so that nothing was written: 1, 4"),
        "{}",
        said(&first)
    );
    assert!(!folder.join("merged").exists());

    let second = submit(folder, "none", "3");
    assert!(second.status.success(), "{}", said(&second));
    assert!(!said(&second).contains("already"), "what is there is not handed out again: {}", said(&second));
    let single = convene(folder, &["sweep", "merge", "sweep", "--out", "single", "--single"]);
    assert!(single.status.success(), "{}", said(&single));
    let bytes = |out: &str| fs::read(folder.join(out).join("lancashire-2011-12/outcome.json.gz")).expect(out);
    assert_eq!(bytes("merged"), bytes("single"));

    let submitted = fs::read_to_string(folder.join("submitted.txt")).expect("notes");
    let arrays: Vec<&str> = submitted.lines().filter(|line| line.contains("--array=")).collect();
    assert!(arrays[0].contains("--array=0-2 ") && arrays[1].contains("--array=0-1 "), "{submitted}");
    assert!(submitted.lines().all(|line| line.contains("--partition=short")), "{submitted}");
    assert!(
        submitted.lines().filter(|line| line.contains("--dependency=afterany:1")).count() == 2,
        "{submitted}"
    );
}
