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
        // What came between has been undone: the table stands as event 2 left it.
        assert_eq!(store.undo(&by("clerk-2", 7), 2, &no_referee).unwrap(), 7);
        assert_eq!(put("clerk-1", 8, 1, 7).unwrap(), 8);
        assert_eq!(put("clerk-2", 9, 2, 8).unwrap(), 9);
        let again = store.undo(&by("clerk-1", 10), 8, &no_referee).unwrap_err();
        assert!(matches!(again, StoreError::CannotUndo { .. }), "{again}");
        assert!(again.to_string().contains("by clerk-2 in event 9"), "{again}");
        assert_sound(&store);
    });
}

#[test]
fn what_one_did_to_a_table_is_undone_beside_what_others_did_since() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let many: String = (10..40).map(|n| format!("R-{n},V-1,10\n")).collect();
        let rooms = |rows: &str| format!("room,venue,capacity\n{many}{rows}");
        let put = |who, minute, rows: &str, expected| {
            store.replace_table(&by(who, minute), "rooms.csv", rows, expected, &no_referee).unwrap()
        };
        assert_eq!(put("clerk-1", 1, &rooms("R-1,V-1,10\n"), 1), 2);
        assert_eq!(put("clerk-1", 2, &rooms("R-1,V-1,12\nR-2,V-1,8\n"), 2), 3);
        assert_eq!(put("clerk-2", 3, &rooms("R-1,V-1,12\nR-2,V-1,8\nR-3,V-1,6\n"), 3), 4);
        // An event keeps the rows that it changed, and no others.
        let events = store.events_since(2, 2).unwrap();
        let kept = events.iter().map(|event| event.contents.as_ref().unwrap().after.to_string());
        assert!(kept.clone().all(|kept| !kept.contains("R-20")), "{:?}", kept.collect::<Vec<_>>());
        assert_eq!(store.undo(&by("clerk-1", 4), 3, &no_referee).unwrap(), 5);
        let text =
            || store.tables().unwrap().into_iter().find(|table| table.name == "rooms.csv").unwrap().text;
        assert_eq!(text(), rooms("R-1,V-1,10\nR-3,V-1,6\n"));
        assert_sound(&store);
        // An undoing can be undone.
        assert_eq!(store.undo(&by("clerk-1", 5), 5, &no_referee).unwrap(), 6);
        assert_eq!(text(), rooms("R-1,V-1,12\nR-2,V-1,8\nR-3,V-1,6\n"));
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
