//! Copies made while others write, and stores made from them.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use convene::store::{Location, Store, StoreError, What, fixture_of_version, no_referee};

use super::bench::{Vary, alter, april, assert_sound, book, booking, by, meddle, on_each, sqlite};

#[test]
fn a_copy_made_under_writes_is_whole_and_restores_on_either_database() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1"), booking("M-2", 10, "R-2", "C-2")]);
        let is_over = AtomicBool::new(false);
        let copies: Vec<_> = thread::scope(|scope| {
            scope.spawn(|| {
                for n in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    let wanted =
                        booking(&format!("N-{n}"), 10, "R-1", "C-1").on(april(17) + chrono::Days::new(n));
                    store.book(&by("clerk-1", 1), &[book(wanted)], &no_referee).unwrap();
                }
            });
            let copies = (0..5).map(|n| {
                let path = bench.file(&format!("copy-{n}.db"));
                let copied = store.backup(&path).unwrap();
                (path, copied)
            });
            let copies = copies.collect();
            is_over.store(true, Ordering::Relaxed);
            copies
        });
        assert_sound(&store);
        let (path, copied) = copies.last().unwrap();
        assert!(copies[0].1.head.number <= copied.head.number);
        let error = store.backup(path).unwrap_err();
        assert!(matches!(error, StoreError::Exists { .. }), "{error}");

        on_each(|target| {
            let bytes = fs::read(path).unwrap();
            let to = target.location();
            let (restored, arrived) = Store::restore(path, &to, &by("admin-1", 9)).unwrap();
            assert_eq!(&arrived, copied, "{} to {}", bench.name, target.name);
            assert_eq!(fs::read(path).unwrap(), bytes, "the copy stays as it is");
            assert_sound(&restored);
            let number = copied.head.number;
            let events = restored.events_since(0, 1_000_000).unwrap();
            assert_eq!(events[..number as usize], store.events_since(0, number as u32).unwrap());
            assert_eq!(events[number as usize].what, What::Restored);
            assert_eq!(restored.tables().unwrap(), store.tables().unwrap());
            let mut then = store.bookings().unwrap();
            then.retain(|stored| stored.version <= number);
            assert_eq!(restored.bookings().unwrap(), then);
            let moved = alter(&restored, booking("M-1", 10, "R-3", "C-3"));
            restored.book(&by("clerk-1", 10), &[moved], &no_referee).unwrap();
            let error = Store::restore(path, &to, &by("admin-1", 9)).unwrap_err();
            assert!(matches!(error, StoreError::Exists { .. }), "{error}");
        });
    });
}

#[test]
fn a_copy_that_does_not_hold_is_not_restored() {
    let bench = sqlite();
    let (location, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
    let path = bench.file("copy.db");
    store.backup(&path).unwrap();
    meddle(&Location::file(&path), "UPDATE event SET why = 'none' WHERE number = 2").unwrap();
    on_each(|target| {
        let to = target.location();
        let error = Store::restore(&path, &to, &by("admin-1", 9)).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
        assert!(
            error.to_string().contains("copy.db is damaged: its chain of events does not hold: event 2"),
            "{error}"
        );
        assert!(matches!(Store::open(&to), Err(StoreError::Missing { .. })));
    });
    meddle(&location, "UPDATE event SET why = 'none' WHERE number = 2").unwrap();
    let error = store.backup(&bench.file("other.db")).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(!bench.file("other.db").exists());
}

#[test]
fn a_copy_of_an_older_version_is_restored_and_left_as_it_is() {
    let bench = sqlite();
    let path = bench.file("old.db");
    fixture_of_version(1, &Location::file(&path), &by("clerk-1", 0)).unwrap();
    let bytes = fs::read(&path).unwrap();
    on_each(|target| {
        let (restored, _) = Store::restore(&path, &target.location(), &by("admin-1", 9)).unwrap();
        assert_eq!(restored.bookings().unwrap().len(), 1);
        assert_sound(&restored);
    });
    assert_eq!(fs::read(&path).unwrap(), bytes);
}
