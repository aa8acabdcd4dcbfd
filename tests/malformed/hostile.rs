//! Whatever the bytes, reading ends with an answer.

use std::fs;
use std::sync::LazyLock;

use convene::files::{convert, read_bookings, read_register, register_from_texts};
use proptest::prelude::*;

use super::workbooks::with_parts;
use crate::good_register::{FILES, write};

/// The bytes of the register's workbook.
static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("register.xlsx");
    write(place.path(), &FILES);
    convert(place.path(), &path, false).unwrap_or_else(|error| panic!("{error}"));
    fs::read(path).expect("there")
});

/// A change to bytes: at a place (of a thousand), so many are taken out and some put in.
type Change = (usize, usize, Vec<u8>);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let put_in = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            "\"",
            ",",
            "\n",
            "\r",
            ";",
            "\0",
            "\u{feff}",
            "-",
            "9999999999",
            "é",
            "[",
            "=",
            "'",
            "\t",
            "x_",
            "<",
            "/>",
            "\"1\"",
            "&#x0;",
            "</c>",
            "24:00",
            "2200-12-31",
            "T24:00",
            "0001-01-01",
            "home",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec((0_usize..1000, 0_usize..8, put_in), 1..6)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, n_out, put_in) in changes {
        let from = bytes.len() * place / 1000;
        let until = (from + n_out).min(bytes.len());
        bytes.splice(from..until, put_in.iter().copied());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_files_are_read_or_refused(at in 0..FILES.len(), changes in changes()) {
        let bytes = changed(FILES[at].1.as_bytes(), &changes);
        let place = tempfile::tempdir().expect("a temporary folder");
        write(place.path(), &FILES);
        write(place.path(), &[(FILES[at].0, &bytes)]);
        match read_register(place.path(), None) {
            Ok(_) => {}
            Err(faults) => prop_assert!(!faults.0.is_empty()),
        }
        // What cannot be read is not converted; what can be comes back.
        let path = place.path().join("register.xlsx");
        if convert(place.path(), &path, false).is_ok() {
            let again = convert(&path, &place.path().join("again"), false);
            prop_assert!(again.is_ok(), "{again:?}");
        }
    }

    #[test]
    fn arbitrary_text_is_read_or_refused(at in 0..FILES.len(), text in any::<String>()) {
        let mut files = FILES.to_vec();
        files[at].1 = &text;
        if let Err(faults) = register_from_texts(&files, None) {
            prop_assert!(!faults.0.is_empty());
        }
    }

    #[test]
    fn arbitrary_bytes_are_no_workbook(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("register.xlsx");
        fs::write(&path, &bytes).expect("a file");
        prop_assert!(read_register(&path, None).is_err());
    }

    #[test]
    fn changed_workbooks_are_read_or_refused(changes in changes()) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("register.xlsx");
        fs::write(&path, changed(&WORKBOOK, &changes)).expect("a file");
        if let Err(faults) = read_register(&path, None) {
            prop_assert!(!faults.0.is_empty());
        }
    }

    #[test]
    fn workbooks_with_changed_parts_are_read_or_refused(at in 0_usize..24, changes in changes()) {
        let n_parts = std::cell::Cell::new(0);
        let bytes = with_parts(&WORKBOOK, |_, bytes| {
            n_parts.set(n_parts.get() + 1);
            Some(if n_parts.get() == at { changed(&bytes, &changes) } else { bytes })
        });
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("register.xlsx");
        fs::write(&path, bytes).expect("a file");
        if let Err(faults) = read_register(&path, None) {
            prop_assert!(!faults.0.is_empty());
        }
    }

    #[test]
    fn changed_bookings_are_read_or_refused(changes in changes()) {
        let register = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}")).register;
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("bookings.csv");
        fs::write(&path, changed(FILES[14].1.as_bytes(), &changes)).expect("a file");
        if let Err(faults) = read_bookings(&path, &register) {
            prop_assert!(!faults.0.is_empty());
        }
    }
}
