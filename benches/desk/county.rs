//! Four counties' quarter of a year with ten thousand bookings, a few hundred meetings waiting.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

/// Bookings in the store.
const BOOKINGS: usize = 10_000;
/// Of the planned meetings every so many-th waits.
const WAITS: usize = 20;

/// Returns the folder of a register, and its day. The rest of the ten thousand are meetings that were held in the quarter before.
pub(crate) fn ten_thousand() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (register, plan) = (folder.path().join("register"), folder.path().join("plan"));
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_convene")).args(arguments).output().expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let (register_path, plan_path) = (register.display().to_string(), plan.display().to_string());
    run(&["synth", "region-quarter", "--out", &register_path]);
    run(&["plan", &register_path, "--seconds", "0", "--out", &plan_path]);
    let read = |path: &std::path::Path| fs::read_to_string(path).expect("it is there");
    let today = read(&register.join("authority.toml"))
        .lines()
        .find_map(|line| line.strip_prefix("today = ").map(|day| day.trim_matches('"').to_owned()))
        .expect("a day");
    let planned = read(&plan.join("bookings.csv"));
    let mut lines = planned.lines();
    let mut bookings = format!("{}\n", lines.next().expect("a header"));
    let mut meetings = read(&register.join("meetings.csv"));
    let columns: Vec<String> =
        meetings.lines().next().expect("a header").split(',').map(str::to_owned).collect();
    let status = columns.iter().position(|column| column == "status").expect("a status");
    let rows: std::collections::HashMap<String, String> = meetings
        .lines()
        .skip(1)
        .map(|row| (row.split(',').next().unwrap_or_default().to_owned(), row.to_owned()))
        .collect();
    let (mut n, mut past) = (0, Vec::new());
    for (at, line) in lines.enumerate() {
        if at % WAITS != 0 || line.contains("confirmed") {
            bookings.push_str(&line.replace(",proposed", ",confirmed"));
            bookings.push('\n');
            n += 1;
        }
        past.push(line);
    }
    for (at, line) in past.iter().cycle().take(BOOKINGS.saturating_sub(n)).enumerate() {
        let reference = line.split(',').next().expect("a reference");
        let Some(row) = rows.get(reference) else { continue };
        let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
        cells[0] = format!("PAST-{at}");
        cells[status] = "held".to_owned();
        meetings.push_str(&format!("{}\n", cells.join(",")));
        let mut booking: Vec<String> = line.split(',').map(str::to_owned).collect();
        booking[0].clone_from(&cells[0]);
        let starts = booking.iter().position(|cell| cell.len() == 16 && cell.contains('T')).expect("a start");
        let moment =
            chrono::NaiveDateTime::parse_from_str(&booking[starts], "%Y-%m-%dT%H:%M").expect("a moment");
        booking[starts] = (moment - chrono::Duration::days(182)).format("%Y-%m-%dT%H:%M").to_string();
        let line = booking.join(",").replace(",proposed", ",held").replace(",confirmed", ",held");
        bookings.push_str(&format!("{line}\n"));
    }
    fs::write(register.join("bookings.csv"), bookings).expect("it is written");
    fs::write(register.join("meetings.csv"), meetings).expect("it is written");
    let kept = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(&register).expect("the register").flatten() {
        fs::copy(entry.path(), kept.path().join(entry.file_name())).expect("it is copied");
    }
    (kept, today)
}
