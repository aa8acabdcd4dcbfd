//! Files that are no store, damaged ones, full disks, and older versions.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use convene::store::{Location, SCHEMA_VERSION, Store, StoreError, fixture_of_version, no_referee};

use super::bench::{Vary, alter, april, assert_sound, book, booking, by, meddle, on_each, register, sqlite};

/// Makes a store of some size, closed.
fn closed(path: &Path) {
    let bookings: Vec<_> =
        (0..200).map(|n| booking(&format!("M-{n}"), 10, &format!("R-{n}"), &format!("C-{n}"))).collect();
    Store::create(&Location::file(path), &by("setup", 0), &register(), &bookings).unwrap();
}

#[test]
fn what_is_no_sound_store_is_refused_and_left_as_it_is() {
    fn overwrite(path: &Path, from: u64, bytes: &[u8]) {
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.seek(SeekFrom::Start(from)).unwrap();
        file.write_all(bytes).unwrap();
    }
    type Spoil = fn(&Path);
    let cases: [(&str, Spoil, &str); 9] = [
        ("missing", |path| fs::remove_file(path).unwrap(), "there is no store"),
        ("empty", |path| fs::write(path, "").unwrap(), "it is empty"),
        ("a letter", |path| fs::write(path, "Dear Sir, the file is lost.").unwrap(), "no SQLite file"),
        (
            "another program's",
            |path| meddle(&Location::file(path), "PRAGMA application_id = 7").unwrap(),
            "another program",
        ),
        (
            "a newer program's",
            |path| meddle(&Location::file(path), "INSERT INTO migration VALUES (99, 'later')").unwrap(),
            "newer program",
        ),
        (
            "truncated",
            |path| {
                let file = OpenOptions::new().write(true).open(path).unwrap();
                file.set_len(file.metadata().unwrap().len() / 2).unwrap();
            },
            "is damaged",
        ),
        (
            "cut to a page",
            |path| OpenOptions::new().write(true).open(path).unwrap().set_len(4096).unwrap(),
            "is damaged",
        ),
        (
            "pages of noise",
            |path| {
                let n_pages = fs::metadata(path).unwrap().len() / 4096;
                (n_pages / 2..n_pages / 2 + 4).for_each(|page| overwrite(path, page * 4096, &[0x5a; 4096]));
            },
            "is damaged",
        ),
        ("a page of zeros", |path| overwrite(path, 4096, &[0; 4096]), "is damaged"),
    ];
    for (case, spoil, why) in cases {
        let bench = sqlite();
        let path = bench.file("desk.db");
        closed(&path);
        spoil(&path);
        let before = fs::read(&path).ok();
        let error = Store::open(&Location::file(&path)).expect_err(case);
        assert!(error.to_string().contains(why), "{case}: {error}");
        assert_eq!(fs::read(&path).ok(), before, "{case}");
    }
}

#[test]
fn what_is_there_is_never_replaced() {
    on_each(|bench| {
        let (location, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let error = Store::create(&location, &by("setup", 0), &register(), &[]).unwrap_err();
        assert!(matches!(error, StoreError::Exists { .. }), "{error}");
        assert_eq!(store.bookings().unwrap().len(), 1);
    });
    let bench = sqlite();
    fs::write(bench.file("letter"), "Dear Sir").unwrap();
    let error = Store::create(&Location::file(bench.file("letter")), &by("setup", 0), &[], &[]).unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    assert_eq!(fs::read_dir(bench.file("")).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn a_store_that_cannot_be_made_leaves_nothing_behind() {
    on_each(|bench| {
        let location = bench.location();
        let clash = [booking("M-1", 10, "R-1", "C-1"), booking("M-2", 11, "R-1", "C-2")];
        let error = Store::create(&location, &by("setup", 0), &register(), &clash).unwrap_err();
        assert!(matches!(error, StoreError::Taken { .. }), "{error}");
        let error = Store::open(&location).unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
        assert_eq!(fs::read_dir(bench.file("")).unwrap().count(), 0);
        Store::create(&location, &by("setup", 0), &register(), &clash[..1]).unwrap();
    });
    let nowhere = Location::file("/nowhere/at/all/desk.db");
    let error = Store::create(&nowhere, &by("setup", 0), &[], &[]).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
}

#[test]
fn a_server_that_is_not_there_is_told_without_its_password() {
    let url = "host=/nowhere user=desk password=sesame dbname=desk connect_timeout=1";
    let error = Store::open(&Location::server(url)).unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("sesame"), "{error}");
    let location = Location::Postgres { url: url.to_owned(), schema: "x; DROP TABLE booking".to_owned() };
    assert!(matches!(Store::open(&location), Err(StoreError::Invalid { .. })));
}

#[test]
fn every_former_version_is_brought_up_to_date() {
    on_each(|bench| {
        for version in 1..=SCHEMA_VERSION {
            let location = bench.location();
            fixture_of_version(version, &location, &by("clerk-1", 0)).unwrap();
            let store = Store::open(&location).unwrap();
            let old = store.bookings().unwrap();
            assert_eq!(old[0].booking, { booking_of_fixture() }, "version {version}");
            for (subject, n) in [("M-1", 1), ("M_2", 1), ("MX2", 0), ("M-", 0)] {
                assert_eq!(store.events_about(subject, 10).unwrap().len(), n, "version {version}: {subject}");
            }
            let mut moved = booking("M-1", 13, "R-1", "C-1");
            moved.extra.insert("x_note".to_owned(), "by the window".to_owned());
            store.book(&by("clerk-1", 1), &[alter(&store, moved.clone())], &no_referee).unwrap();
            let clash = store.book(&by("clerk-1", 1), &[book(booking("M-2", 13, "R-1", "C-2"))], &no_referee);
            assert!(matches!(clash, Err(StoreError::Taken { .. })), "{clash:?}");
            drop(store);
            let store = Store::open(&location).unwrap();
            assert_eq!(store.bookings().unwrap()[0].booking.extra, moved.extra);
            assert_sound(&store);
        }
        let (location, store) = bench.store(&[]);
        drop(store);
        meddle(&location, "INSERT INTO migration (number, name) VALUES (99, 'later')").unwrap();
        let error = Store::open(&location).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, known: SCHEMA_VERSION, .. }), "{error}");
    });
}

fn booking_of_fixture() -> convene::store::Booking {
    let mut booking = booking("M-1", 10, "R-1", "C-1");
    booking.takes.sort();
    booking
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let bench = sqlite();
    let (location, store) = bench.store(&[]);
    let Location::Sqlite(file) = &location else { panic!("a file") };
    let path = &file.path;
    store.limit_size(fs::metadata(path).unwrap().len() + 200_000).unwrap();
    let mut n_booked = 0;
    let error = loop {
        let day = april(1) + chrono::Days::new(n_booked);
        let wanted = booking(&format!("M-{n_booked}"), 10, "R-1", "C-1").on(day);
        match store.book(&by("clerk-1", 1), &[book(wanted)], &no_referee) {
            Ok(_) => n_booked += 1,
            Err(error) => break error,
        }
        assert!(n_booked < 10_000);
    };
    assert_eq!(error, StoreError::Full { place: path.display().to_string() });
    assert!(10 < n_booked, "{n_booked}");
    let kept = |store: &Store| {
        assert_eq!(store.bookings().unwrap().len() as u64, n_booked);
        assert_eq!(store.head().unwrap().number, n_booked + 1);
        assert_sound(store);
    };
    kept(&store);
    kept(&Store::open(&location).unwrap());
    store.limit_size(1 << 30).unwrap();
    let wanted = booking("M-last", 10, "R-2", "C-2");
    store.book(&by("clerk-1", 2), &[book(wanted)], &no_referee).unwrap();
    assert_sound(&store);
}
