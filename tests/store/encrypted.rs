//! Encrypted files. That they do all that others do, the tests on each database say.

use std::fs;

use convene::store::{Location, Store, StoreError, StoreFile};

#[cfg(feature = "encryption")]
use convene::store::fixture_of_version;

#[cfg(feature = "encryption")]
use super::bench::{assert_sound, on_each};
use super::bench::{booking, by, key, register, sqlite};

#[cfg(not(feature = "encryption"))]
#[test]
fn a_program_that_cannot_encrypt_says_how_to_have_one_that_can_and_writes_nothing() {
    let bench = sqlite();
    let location = Location::encrypted(bench.file("desk.db"), key(1));
    let error = Store::create(&location, &by("setup", 0), &register(), &[]).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(error.to_string().contains("cargo build --release --features encryption"), "{error}");
    let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
    let copy = StoreFile { path: bench.file("copy.db"), key: Some(key(1)) };
    let error = store.backup(copy).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(!bench.file("copy.db").exists() && !bench.file("desk.db").exists());
}

#[test]
fn what_may_be_encrypted_wants_a_key_and_what_is_not_wants_none() {
    let bench = sqlite();
    // An encrypted file is random bytes, whole pages of them.
    let random: Vec<u8> = (0..8192_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::write(bench.file("random.db"), &random).unwrap();
    let error = Store::open(&Location::file(bench.file("random.db"))).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(error.to_string().contains("--db-key-file"), "{error}");
    assert_eq!(fs::read(bench.file("random.db")).unwrap(), random);

    let (location, store) = bench.store(&[]);
    drop(store);
    let Location::Sqlite(file) = location else { panic!("a file") };
    assert!(StoreFile::is_plain(&file.path) && !StoreFile::is_plain(&bench.file("random.db")));
    let error = Store::open(&Location::encrypted(&file.path, key(1))).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(error.to_string().contains("is not encrypted"), "{error}");
}

#[cfg(feature = "encryption")]
fn holds(path: &std::path::Path, text: &str) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[cfg(feature = "encryption")]
#[test]
fn nothing_of_an_encrypted_store_can_be_read_without_its_key() {
    let bench = sqlite();
    let path = bench.file("desk.db");
    let location = Location::encrypted(&path, key(1));
    let wanted = [booking("M-SECRET-1", 10, "R-1", "C-1")];
    let store = Store::create(&location, &by("setup", 0), &register(), &wanted).unwrap();
    store.note_seen(&by("clerk-SECRET", 1), &["M-SECRET-1"]).unwrap();
    // The log, while it is in use, and the file.
    for entry in fs::read_dir(bench.file("")).unwrap().flatten() {
        for text in ["SECRET", "SQLite format", "register_table"] {
            assert!(!holds(&entry.path(), text), "{text} in {}", entry.path().display());
        }
    }
    drop(store);
    assert!(!holds(&path, "SECRET") && !StoreFile::is_plain(&path));
    let bytes = fs::read(&path).unwrap();
    for (wrong, why) in [
        (Location::encrypted(&path, key(2)), "the key does not fit"),
        (Location::file(&path), "unless it is encrypted"),
    ] {
        let error = Store::open(&wrong).unwrap_err();
        assert!(matches!(error, StoreError::Locked { .. }), "{error}");
        assert!(error.to_string().contains(why), "{error}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "it is left as it is");
    }
    let store = Store::open(&location).unwrap();
    assert_eq!(store.bookings().unwrap().len(), 1);
    assert_sound(&store);
}

#[cfg(feature = "encryption")]
#[test]
fn a_damaged_page_is_told_as_damage_and_not_as_a_wrong_key() {
    let bench = sqlite();
    let path = bench.file("desk.db");
    let location = Location::encrypted(&path, key(1));
    let bookings: Vec<_> =
        (0..100).map(|n| booking(&format!("M-{n}"), 10, &format!("R-{n}"), &format!("C-{n}"))).collect();
    drop(Store::create(&location, &by("setup", 0), &register(), &bookings).unwrap());
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let error = Store::open(&location).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(!error.to_string().contains("key"), "{error}");
}

#[cfg(feature = "encryption")]
#[test]
fn a_store_is_encrypted_decrypted_and_given_another_key_by_copies() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-SECRET-1", 10, "R-1", "C-1")]);
        let copies = [("plain", None), ("one", Some(key(1))), ("two", Some(key(2)))].map(|(name, key)| {
            let copy = StoreFile { path: bench.file(name), key };
            let copied = store.backup(copy.clone()).unwrap();
            assert_eq!(copied.head, store.head().unwrap(), "{}: {name}", bench.name);
            assert_eq!(holds(&copy.path, "SECRET"), copy.key.is_none(), "{}: {name}", bench.name);
            copy
        });
        for from in copies {
            on_each(|target| {
                let to = target.location();
                let (restored, _) = Store::restore(from.clone(), &to, &by("admin-1", 9)).unwrap();
                assert_eq!(restored.bookings().unwrap(), store.bookings().unwrap());
                assert_eq!(restored.tables().unwrap(), store.tables().unwrap());
                assert_sound(&restored);
            });
            let wrong = StoreFile { key: Some(key(9)), ..from };
            let error = Store::restore(wrong, &bench.location(), &by("admin-1", 9)).unwrap_err();
            assert!(matches!(error, StoreError::Locked { .. }), "{error}");
        }
        // Nothing is left beside the copies, and nothing that was encrypted was written otherwise on the way.
        let names: Vec<String> = fs::read_dir(bench.file(""))
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        assert!(!names.iter().any(|name| name.contains(".new")), "{names:?}");
    });
}

#[cfg(feature = "encryption")]
#[test]
fn an_encrypted_copy_of_an_older_version_is_restored_and_left_as_it_is() {
    let bench = sqlite();
    let old = StoreFile { path: bench.file("old.db"), key: Some(key(1)) };
    fixture_of_version(1, &Location::Sqlite(old.clone()), &by("clerk-1", 0)).unwrap();
    let bytes = fs::read(&old.path).unwrap();
    on_each(|target| {
        let (restored, _) = Store::restore(old.clone(), &target.location(), &by("admin-1", 9)).unwrap();
        assert_eq!(restored.bookings().unwrap().len(), 1);
        assert_sound(&restored);
    });
    assert_eq!(fs::read(&old.path).unwrap(), bytes);
}
