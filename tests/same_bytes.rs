//! The same input, seed and iterations give the same bytes, whatever the threads.

use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;

fn plan(threads: &str, out: &Path) {
    let status = Command::cargo_bin("convene")
        .expect("the program is built")
        .args(["demo", "--iterations", "400", "--seed", "7", "--threads", threads, "--out"])
        .arg(out)
        .output()
        .expect("the program runs");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

/// Returns every file below a folder with its bytes, by path.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(
                self::files(&path).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)),
            );
        } else {
            files.push((name, std::fs::read(&path).expect("a file")));
        }
    }
    files.sort();
    files
}

#[test]
fn one_two_and_four_threads_write_the_same_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let written = ["1", "2", "4"].map(|threads| {
        let out = folder.path().join(threads);
        plan(threads, &out);
        files(&out)
    });
    let names: Vec<&String> = written[0].iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| *name == "bookings.csv"), "{names:?}");
    for other in &written[1..] {
        assert_eq!(names, other.iter().map(|(name, _)| name).collect::<Vec<_>>());
        for (one, two) in written[0].iter().zip(other) {
            assert!(one.1 == two.1, "{} differs", one.0);
        }
    }
}
