//! `convene init`, `export`, `backup`, `restore` and `audit`, as an administrator uses them.

use std::fs;
use std::path::Path;

use crate::program::{TINY, convene, json, said};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

/// Returns the files of a folder by name, with their texts.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("a name");
            (name, fs::read_to_string(entry.path()).expect("a text"))
        })
        .collect();
    texts.sort();
    texts
}

#[test]
fn a_register_goes_into_a_store_and_comes_out_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let register = format!("{SCENARIOS}/lancashire-2012");
    // As the program itself writes it.
    let made = convene(folder.path(), &["convert", &register, "as.xlsx"]);
    assert!(made.status.success(), "{}", said(&made));
    let made = convene(folder.path(), &["convert", "as.xlsx", "written"]);
    assert!(made.status.success(), "{}", said(&made));

    let made = convene(folder.path(), &["init", "--from", &register, "--db", "desk.db"]);
    assert!(made.status.success(), "{}", said(&made));
    let again = convene(folder.path(), &["init", "--from", &register, "--db", "desk.db"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("already"), "{}", said(&again));

    let exported = convene(folder.path(), &["export", "--db", "desk.db", "--out", "out", "--who", "clerk-7"]);
    assert!(exported.status.success(), "{}", said(&exported));
    let (wanted, found) = (texts(&folder.path().join("written")), texts(&folder.path().join("out")));
    for ((wanted_name, wanted), (name, found)) in wanted.iter().zip(&found) {
        assert_eq!(wanted_name, name);
        if name != "bookings.csv" {
            assert_eq!(wanted, found, "{name}");
        }
    }
    assert_eq!(wanted.len(), found.len());

    let listed = convene(folder.path(), &["audit", "list", "--db", "desk.db"]);
    let listed = String::from_utf8(listed.stdout).expect("text");
    assert!(listed.lines().last().expect("an event").contains("clerk-7 seen export"), "{listed}");
}

#[test]
fn a_chair_who_is_booked_twice_is_refused_and_nothing_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in texts(Path::new(TINY)) {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let bookings = folder.path().join("bookings.csv");
    let text = fs::read_to_string(&bookings).expect("it has bookings");
    let row = text.lines().nth(1).expect("a booking");
    let (_, place) = row.split_once(',').expect("columns");
    fs::write(&bookings, format!("{}\nM01,{place}\n", text.trim_end())).expect("written");
    let refused = convene(folder.path(), &["init", "--from", ".", "--db", "desk.db"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("is taken on"), "{}", said(&refused));
    assert!(!folder.path().join("desk.db").exists());
}

#[test]
fn what_is_changed_behind_the_record_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let register = format!("{SCENARIOS}/lancashire-2012");
    assert!(convene(folder.path(), &["init", "--from", &register, "--db", "desk.db"]).status.success());
    let sound = convene(folder.path(), &["audit", "verify", "--db", "desk.db"]);
    assert_eq!(sound.status.code(), Some(0), "{}", said(&sound));

    let connection = rusqlite::Connection::open(folder.path().join("desk.db")).expect("it opens");
    let changed = connection.execute("UPDATE booking SET room = 'home' WHERE room <> 'home'", []);
    assert!(0 < changed.expect("rows can be changed"));
    drop(connection);
    let broken = convene(folder.path(), &["audit", "verify", "--db", "desk.db"]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    assert!(String::from_utf8_lossy(&broken.stdout).starts_with("NOT SOUND"));
}

#[test]
fn a_copy_becomes_the_same_store_again_and_the_old_head_is_in_its_chain() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(convene(folder.path(), &["init", "--from", TINY, "--db", "desk.db"]).status.success());
    let copied = convene(folder.path(), &["backup", "--db", "desk.db", "--to", "copy.db", "--json"]);
    assert!(copied.status.success(), "{}", said(&copied));
    let copied = json(&copied);
    let known = format!("{}:{}", copied["head"]["number"], copied["head"]["hash"].as_str().expect("a hash"));
    let restored = convene(folder.path(), &["restore", "--from", "copy.db", "--db", "again.db"]);
    assert!(restored.status.success(), "{}", said(&restored));
    let verified = convene(folder.path(), &["audit", "verify", "--db", "again.db", "--known", &known]);
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    let exported = convene(folder.path(), &["export", "--db", "again.db", "--out", "out"]);
    assert!(exported.status.success(), "{}", said(&exported));

    let other = "1:".to_owned() + &"0".repeat(64);
    let verified = convene(folder.path(), &["audit", "verify", "--db", "again.db", "--known", &other]);
    assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
}

#[test]
fn what_is_no_store_is_left_alone_and_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("letter.db"), "Dear all,\n").expect("written");
    for arguments in [["audit", "verify", "--db", "missing.db"], ["audit", "verify", "--db", "letter.db"]] {
        let refused = convene(folder.path(), &arguments);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    }
    assert_eq!(fs::read_to_string(folder.path().join("letter.db")).expect("there"), "Dear all,\n");
    assert!(!folder.path().join("missing.db").exists());
}
