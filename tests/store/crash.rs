//! A writer that is killed at any moment loses nothing that it acknowledged.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use convene::store::{Location, Store, no_referee};

use super::bench::{Vary, april, assert_sound, book, booking, by, sqlite};

/// Where the child writes; without it the child's test does nothing.
const CHILD: &str = "CONVENE_STORE_OF_A_CHILD";
const KILLS: u64 = 50;

#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(path) = env::var(CHILD) else { return };
    let store = Store::open(&Location::file(path)).unwrap();
    for n in store.head().unwrap().number.. {
        let wanted = booking(&format!("M-{n}"), 10, "R-1", "C-1").on(april(1) + chrono::Days::new(n));
        let stored = store.book(&by("clerk-1", 1), &[book(wanted)], &no_referee).unwrap();
        println!("acknowledged M-{n} {}", stored[0].version);
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn every_acknowledged_write_survives_kill_9() {
    let bench = sqlite();
    let (location, store) = bench.store(&[]);
    drop(store);
    let Location::Sqlite(file) = &location else { panic!("a file") };
    let path = &file.path;
    let (mut n_acknowledged, mut random) = (0_usize, 0x9e37_79b9_u64);
    for kill in 0..KILLS {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["store::crash::child_that_writes_until_it_is_killed", "--exact", "--nocapture"])
            .env(CHILD, path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (first, has_begun) = mpsc::channel();
        let reader = thread::spawn(move || -> Vec<(String, u64)> {
            let words = |line: String| {
                let (_, words) = line.split_once("acknowledged ")?;
                let (meeting, version) = words.split_once(' ')?;
                let _ = first.send(());
                Some((meeting.to_owned(), version.parse().ok()?))
            };
            lines.map_while(Result::ok).filter_map(words).collect()
        });
        // One in five may be killed before or while it opens the file, the others within some dozens of writes.
        if kill % 5 != 0 {
            has_begun.recv().unwrap();
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(Duration::from_micros((random >> 33) % 80_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = reader.join().unwrap();
        let store = Store::open(&location).unwrap();
        for (meeting, version) in &acknowledged {
            let stored = store.booking(meeting).unwrap();
            assert_eq!(stored.map(|stored| stored.version), Some(*version), "kill {kill}: {meeting}");
        }
        assert_sound(&store);
        n_acknowledged += acknowledged.len();
    }
    assert!(100 < n_acknowledged, "{n_acknowledged}");
    eprintln!("{KILLS} kills, {n_acknowledged} acknowledged writes, none lost");
}
