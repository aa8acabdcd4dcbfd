//! The register in the store.

use convene::store::{Store, StoreError, no_referee};

use super::bench::{assert_sound, at, booking, by, on_each, register};

#[test]
fn a_register_is_given_back_as_it_was_taken() {
    on_each(|bench| {
        let (location, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let texts = |store: &Store| -> Vec<(String, String)> {
            store.tables().unwrap().into_iter().map(|table| (table.name, table.text)).collect()
        };
        let expected: Vec<_> = register()
            .into_iter()
            // Quotation marks that are not needed go.
            .map(|(name, text)| (name, text.replace("\"step_free;video\"", "step_free;video")))
            .collect();
        assert_eq!(texts(&store), expected);
        drop(store);
        assert_eq!(texts(&Store::open(&location).unwrap()), expected);
    });
}

#[test]
fn a_table_is_replaced_by_whoever_has_read_the_last_one() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let rooms = |n: i32| format!("room,venue,capacity\nR-{n},V-1,10\n");
        let put = |who, minute, n, expected| {
            store.replace_table(&by(who, minute), "rooms.csv", &rooms(n), expected, &no_referee)
        };
        assert_eq!(put("clerk-1", 1, 1, 1).unwrap(), 2);
        let expected = StoreError::Stale {
            what: "table rooms.csv".to_owned(),
            expected: 1,
            found: 2,
            who: "clerk-1".to_owned(),
            at: at(1),
        };
        assert_eq!(put("clerk-2", 2, 2, 1).unwrap_err(), expected);
        let message = "table rooms.csv was changed by clerk-1 at 2026-04-01 09:01:00 UTC, after you had read it \
                       (version 2, not 1)\nread it again, then decide";
        assert_eq!(expected.to_string(), message);
        assert_eq!(put("clerk-2", 3, 3, 2).unwrap(), 3);
        let new = store.replace_table(
            &by("clerk-2", 4),
            "closures.csv",
            "venue,starts\nV-1,2026-05-01\n",
            0,
            &no_referee,
        );
        assert_eq!(new.unwrap(), 4);
        store.undo(&by("clerk-2", 5), 4, &no_referee).unwrap();
        assert_eq!(store.tables().unwrap().len(), 3);
        store.undo(&by("clerk-2", 6), 3, &no_referee).unwrap();
        let now = store.tables().unwrap().into_iter().find(|table| table.name == "rooms.csv").unwrap();
        assert_eq!((now.text, now.version), (rooms(1), 6));
        let again = store.undo(&by("clerk-2", 7), 2, &no_referee).unwrap_err();
        assert!(matches!(again, StoreError::CannotUndo { .. }), "{again}");
        assert_sound(&store);
    });
}

#[test]
fn what_is_no_table_is_refused() {
    let cases = [
        ("rooms.csv", ""),
        ("rooms.csv", "room,room\nR-1,R-2\n"),
        ("rooms.csv", "room,venue\nR-1\n"),
        ("rooms.csv", "room,venue\nR-1,\0\n"),
        ("bookings.csv", "meeting,starts\n"),
        ("../etc/rooms.csv", "room\nR-1\n"),
        ("notes.txt", "room\nR-1\n"),
    ];
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        for (name, text) in cases {
            let outcome = store.replace_table(&by("clerk-1", 1), name, text, 1, &no_referee);
            assert!(matches!(outcome, Err(StoreError::Invalid { .. })), "{name}: {text:?}: {outcome:?}");
        }
        let no = |view: &mut convene::store::View<'_>| {
            let rooms = view.tables()?.into_iter().find(|table| table.name == "rooms.csv");
            let reason = rooms.map_or(String::new(), |rooms| rooms.text);
            Err(StoreError::Refused { reason })
        };
        let outcome = store.replace_table(&by("clerk-1", 1), "rooms.csv", "room\nR-1\n", 1, &no);
        assert_eq!(outcome.unwrap_err(), StoreError::Refused { reason: "room\nR-1\n".to_owned() });
        assert_eq!(store.head().unwrap().number, 1);
    });
}
