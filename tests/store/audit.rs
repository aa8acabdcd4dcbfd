//! Events: the chain, what it finds, undoing, and retention.

use convene::store::{Account, Head, Location, Role, Status, Store, StoreError, What, genesis, no_referee};

use super::bench::{Bench, Vary, alter, assert_sound, at, book, booking, by, cancel, meddle, on_each};

/// Makes a store with five events: made, booked, moved, a table replaced, seen.
fn five(bench: &Bench) -> (Location, Store) {
    let (location, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
    store.book(&by("clerk-1", 1), &[alter(&store, booking("M-1", 13, "R-1", "C-1"))], &no_referee).unwrap();
    let rooms = "room,venue,capacity\nR-1,V-1,10\nR-2,V-1,8\n";
    store.replace_table(&by("clerk-2", 2), "rooms.csv", rooms, 1, &no_referee).unwrap();
    store.note_seen(&by("chair-1", 3), &["M-1"]).unwrap();
    (location, store)
}

#[test]
fn every_write_is_an_event_that_says_who_what_when_and_why() {
    on_each(|bench| {
        let (_, store) = five(bench);
        let events = store.events_since(0, 100).unwrap();
        let told: Vec<(u64, &str, What)> =
            events.iter().map(|e| (e.number, e.who.as_str(), e.what)).collect();
        let expected = [
            (1, "setup", What::Created),
            (2, "setup", What::Booked),
            (3, "clerk-1", What::Booked),
            (4, "clerk-2", What::TableReplaced),
            (5, "chair-1", What::Seen),
        ];
        assert_eq!(told, expected);
        let moved = events[2].contents.as_ref().unwrap();
        assert_eq!(
            (moved.subjects.as_slice(), moved.why.as_str()),
            (["M-1".to_owned()].as_slice(), "a test")
        );
        assert_eq!(moved.before["M-1"]["booking"]["start_minute"], 600);
        assert_eq!(moved.after["M-1"]["booking"]["start_minute"], 780);
        assert_eq!(events[2].at, at(1));
        assert_eq!(store.events_since(3, 1).unwrap(), events[3..4]);
        assert_eq!(store.head().unwrap(), Head { number: 5, hash: events[4].hash.clone() });
        assert_eq!(genesis(), "f6fef89f80ec5b9c0b8d5f6700605e054ebcb867c6433b741195dd357a89a569");
    });
}

#[test]
fn tampering_is_found_where_it_was_done() {
    let cases = [
        ("UPDATE event SET who = 'clerk-9' WHERE number = 3", Some(3), "changed"),
        ("UPDATE event SET at = '2026-04-01T09:01:01.000Z' WHERE number = 3", Some(3), "changed"),
        ("UPDATE event SET why = 'another reason' WHERE number = 3", Some(3), "contents"),
        ("UPDATE event SET after = replace(after, '780', '781') WHERE number = 3", Some(3), "contents"),
        ("UPDATE event SET subjects = '[\"M-2\"]' WHERE number = 5", Some(5), "contents"),
        ("UPDATE event SET salt = 'x' WHERE number = 2", Some(2), "contents"),
        ("UPDATE event SET contents_hash = 'x' WHERE number = 2", Some(2), "contents"),
        ("UPDATE event SET previous = 'x' WHERE number = 4", Some(4), "follow"),
        ("UPDATE event SET hash = 'x' WHERE number = 4", Some(4), "changed"),
        ("DELETE FROM event WHERE number = 3", Some(3), "missing"),
        ("DELETE FROM event WHERE number = 1", Some(1), "missing"),
        ("DELETE FROM event WHERE number = 5", Some(4), "missing"),
        (
            "UPDATE event SET number = 9 WHERE number = 4; UPDATE event SET number = 4 WHERE number = 5;
          UPDATE event SET number = 5 WHERE number = 9",
            Some(4),
            "follow",
        ),
        ("DELETE FROM event_subject WHERE subject = 'M-1' AND event = 3", Some(3), "what it is about"),
        ("INSERT INTO event_subject (subject, event) VALUES ('M-9', 3)", Some(3), "what it is about"),
        ("UPDATE chain SET hash = 'x'", Some(5), "head"),
        ("UPDATE booking SET room = 'R-9'", None, "booking of meeting M-1"),
        ("UPDATE booking SET status = 'cancelled'", None, "booking of meeting M-1"),
        ("DELETE FROM occupied; DELETE FROM booking", None, "booking of meeting M-1"),
        ("DELETE FROM occupied", None, "taken"),
        ("UPDATE occupied SET until_minute = 1000", None, "taken"),
        ("DELETE FROM register_row WHERE table_name = 'rooms.csv' AND row_number = 2", None, "rooms.csv"),
        (
            "UPDATE register_row SET cells = '{}' WHERE table_name = 'staff.csv' AND row_number = 1",
            None,
            "staff.csv",
        ),
    ];
    on_each(|bench| {
        for (sql, event, why) in cases {
            let (location, store) = five(bench);
            assert_sound(&store);
            meddle(&location, sql).unwrap();
            let broken =
                store.verify(None).unwrap().broken.unwrap_or_else(|| panic!("{}: {sql}", bench.name));
            assert_eq!(broken.event, event, "{}: {sql}: {}", bench.name, broken.why);
            assert!(broken.why.contains(why), "{}: {sql}: {}", bench.name, broken.why);
        }
    });
}

#[test]
fn what_no_event_made_is_found_in_tables_accounts_and_feeds() {
    let account = |who: &str, role, person: Option<&str>| Account {
        who: who.to_owned(),
        role,
        person: person.map(str::to_owned),
        secret: Some("$argon2id$kept".to_owned()),
        subject: None,
        is_active: true,
        version: 0,
    };
    let new_table = "INSERT INTO register_table (name, header, version, changed_by, changed_at)
         VALUES ('closures.csv', '[\"venue\"]', 2, 'clerk-1', '2026-04-01T09:00:00.000Z')";
    let new_account = "INSERT INTO account (who, role, person, secret, subject, active, version)
         SELECT 'nobody-1', role, NULL, secret, NULL, 1, version FROM account WHERE who = 'clerk-1'";
    let new_feed = "INSERT INTO feed (who, token_hash, since) SELECT 'clerk-1', 'other', since FROM feed";
    let cases = [
        (new_table, "no event made table closures.csv"),
        ("UPDATE account SET role = 'administrator'", "account chair-1 is not as event"),
        ("UPDATE account SET person = 'IRO9' WHERE who = 'chair-1'", "account chair-1 is not as event"),
        ("UPDATE account SET active = 1 WHERE who = 'clerk-2'", "account clerk-2 is not as event"),
        ("UPDATE account SET secret = NULL WHERE who = 'clerk-1'", "account clerk-1 is not as event"),
        ("UPDATE account SET version = 1 WHERE who = 'clerk-1'", "account clerk-1 is not as event"),
        ("DELETE FROM account WHERE who = 'clerk-1'", "account clerk-1 is not there"),
        (new_account, "no event made account nobody-1"),
        (new_feed, "no event turned the calendar feed of account clerk-1 on"),
        ("UPDATE feed SET who = 'clerk-1'", "no event turned the calendar feed of account clerk-1 on"),
    ];
    on_each(|bench| {
        for is_pruned in [false, true] {
            for (sql, why) in cases {
                let (location, store) = five(bench);
                let admin = by("admin-1", 10);
                let closed = Account { is_active: false, ..account("clerk-2", Role::Clerk, None) };
                for one in [
                    account("chair-1", Role::Chair, Some("C-1")),
                    account("clerk-1", Role::Clerk, None),
                    closed,
                ] {
                    store.keep_account(&admin, &one).unwrap();
                }
                store.keep_feed(&by("chair-1", 11), "chair-1", "a hash").unwrap();
                assert_sound(&store);
                if is_pruned {
                    // What is without a witness then is not found; what was added is.
                    store.prune(&by("records", 100), at(50)).unwrap();
                    assert_sound(&store);
                }
                meddle(&location, sql).unwrap();
                let broken = store.verify(None).unwrap().broken;
                if is_pruned && !sql.starts_with("INSERT INTO") {
                    continue;
                }
                let broken = broken.unwrap_or_else(|| panic!("{}: {sql}", bench.name));
                assert!(broken.why.contains(why), "{}: {sql}: {}", bench.name, broken.why);
            }
        }
    });
}

#[test]
fn what_is_done_to_accounts_and_feeds_at_the_desk_is_sound_and_so_is_a_copy() {
    on_each(|bench| {
        let (_, store) = five(bench);
        let chair = |version| Account {
            who: "chair-1".to_owned(),
            role: Role::Chair,
            person: Some("C-1".to_owned()),
            secret: None,
            subject: None,
            is_active: true,
            version,
        };
        let first = store.keep_account(&by("admin-1", 10), &chair(0)).unwrap();
        store.keep_feed(&by("chair-1", 11), "chair-1", "one").unwrap();
        store.keep_feed(&by("chair-1", 12), "chair-1", "two").unwrap();
        assert_sound(&store);
        let (file, again) = (bench.file("copy.db"), bench.location());
        store.backup(file.as_path()).unwrap();
        let (restored, _) = Store::restore(file.as_path(), &again, &by("records", 20)).unwrap();
        assert!(restored.feeds().unwrap().is_empty());
        assert_sound(&restored);
        let manager = Account { role: Role::Manager, ..chair(first) };
        store.keep_account(&by("admin-1", 13), &manager).unwrap();
        assert!(store.feeds().unwrap().is_empty(), "it ends with the role");
        store.keep_feed(&by("chair-1", 14), "chair-1", "three").unwrap();
        store.end_feed(&by("chair-1", 15), "chair-1").unwrap();
        assert_sound(&store);
    });
}

#[test]
fn events_are_found_by_what_they_are_about_also_in_copies_and_until_retention_removes_that() {
    on_each(|bench| {
        let (_, store) = five(bench);
        let about = |store: &Store, subject: &str, most: u32| -> Vec<u64> {
            store.events_about(subject, most).unwrap().iter().map(|event| event.number).collect()
        };
        let cases: [(&str, u32, &[u64]); 6] = [
            ("M-1", 10, &[5, 3, 2]),
            ("M-1", 2, &[5, 3]),
            ("rooms.csv", 10, &[4]),
            ("M-", 10, &[]),
            ("M_1", 10, &[]),
            ("m-1", 10, &[]),
        ];
        let (file, again) = (bench.file("copy-of-five.db"), bench.location());
        store.backup(file.as_path()).unwrap();
        let (restored, _) = Store::restore(file.as_path(), &again, &by("records", 20)).unwrap();
        for (subject, most, expected) in cases {
            assert_eq!(about(&store, subject, most), expected, "{}: {subject}", bench.name);
            assert_eq!(about(&restored, subject, most), expected, "{}: {subject}, restored", bench.name);
        }
        store.note_seen(&by("chair-1", 4), &["M-1", "M-1", "M-2"]).unwrap();
        assert_eq!(about(&store, "M-1", 1), [6], "once, however often it is named");
        store.prune(&by("records", 100), at(2)).unwrap();
        assert_eq!(about(&store, "M-1", 10), [6, 5]);
        assert_sound(&store);
    });
}

#[test]
fn a_tail_cut_off_with_its_head_is_found_by_a_head_kept_elsewhere() {
    on_each(|bench| {
        let (location, store) = five(bench);
        let known = store.head().unwrap();
        assert_eq!(store.verify(Some(&known)).unwrap().broken, None);
        let cut = "DELETE FROM event WHERE number = 5;
                   UPDATE chain SET number = 4, hash = (SELECT hash FROM event WHERE number = 4)";
        meddle(&location, cut).unwrap();
        assert_eq!(store.verify(None).unwrap().broken, None);
        let broken = store.verify(Some(&known)).unwrap().broken.unwrap();
        assert!(broken.why.contains("missing"), "{}", broken.why);
        store.note_seen(&by("chair-2", 9), &["M-1"]).unwrap();
        let broken = store.verify(Some(&known)).unwrap().broken.unwrap();
        assert_eq!(broken.event, Some(5));
        assert!(broken.why.contains("known"), "{}", broken.why);
    });
}

#[test]
fn undo_restores_exactly_what_stood() {
    on_each(|bench| {
        let first = booking("M-1", 10, "R-1", "C-1").with_taker("T-1").with_household("H-1");
        let (_, store) = bench.store(&[first, booking("M-2", 10, "R-2", "C-2")]);
        let clerk = by("clerk-1", 5);
        let plain = || -> Vec<_> { store.bookings().unwrap().into_iter().map(|s| s.booking).collect() };
        let taken = || store.occupations().unwrap();
        let (before, taken_before) = (plain(), taken());
        let changes = [
            alter(&store, booking("M-1", 10, "R-2", "C-2")),
            cancel(&store, "M-2"),
            book(booking("M-3", 10, "R-1", "C-1")),
        ];
        let number = store.book(&clerk, &changes, &no_referee).unwrap()[0].version;
        let (after, taken_after) = (plain(), taken());
        let undone = store.undo(&clerk, number, &no_referee).unwrap();
        assert_eq!((plain(), taken()), (before, taken_before));
        assert_eq!(store.booking("M-3").unwrap(), None);
        let twice = store.undo(&clerk, number, &no_referee).unwrap_err();
        assert!(matches!(twice, StoreError::CannotUndo { .. }), "{twice}");
        store.undo(&clerk, undone, &no_referee).unwrap();
        assert_eq!((plain(), taken()), (after, taken_after));
        assert_sound(&store);
    });
}

#[test]
fn undo_is_refused_with_the_reason() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let clerk = by("clerk-1", 5);
        let moved = store.book(&clerk, &[alter(&store, booking("M-1", 13, "R-1", "C-1"))], &no_referee);
        let moved = moved.unwrap()[0].version;
        let other = store.book(&by("clerk-2", 6), &[book(booking("M-2", 10, "R-1", "C-2"))], &no_referee);
        let other = other.unwrap()[0].version;
        let refusal = |event| store.undo(&clerk, event, &no_referee).unwrap_err();
        assert!(matches!(refusal(moved), StoreError::Taken { by, .. } if by == "M-2"));
        store.undo(&clerk, other, &no_referee).unwrap();
        store.book(&by("clerk-3", 7), &[cancel(&store, "M-1")], &no_referee).unwrap();
        let message = refusal(moved).to_string();
        assert!(
            message.contains("the booking of meeting M-1 was changed since, by clerk-3 in event 6"),
            "{message}"
        );
        for (event, why) in [(1, "changed no booking"), (99, "no such event")] {
            let message = refusal(event).to_string();
            assert!(message.contains(why), "{message}");
        }
        let no = |_: &mut convene::store::View<'_>| Err(StoreError::Refused { reason: "H07".to_owned() });
        let last = store.head().unwrap().number;
        assert_eq!(
            store.undo(&clerk, last, &no).unwrap_err(),
            StoreError::Refused { reason: "H07".to_owned() }
        );
        store.undo(&clerk, last, &no_referee).unwrap();
        assert_sound(&store);
    });
}

#[test]
fn an_undone_booking_keeps_its_sequence_for_calendars() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let clerk = by("clerk-1", 5);
        let wanted = [book(booking("M-1", 10, "R-1", "C-1"))];
        let first = store.book(&clerk, &wanted, &no_referee).unwrap()[0].clone();
        store.undo(&clerk, first.version, &no_referee).unwrap();
        assert!(store.bookings().unwrap().is_empty());
        let again = store.book(&clerk, &wanted, &no_referee).unwrap()[0].clone();
        assert_eq!((first.sequence, again.sequence), (0, 2));
        assert_eq!(again.booking.status, Status::Confirmed);
        assert_sound(&store);
    });
}

#[test]
fn retention_removes_contents_and_keeps_the_chain() {
    on_each(|bench| {
        let (location, store) = five(bench);
        let known = store.head().unwrap();
        // Events 1 and 2 are of minute 0, event 3 of minute 1, event 4 of minute 2.
        assert_eq!(store.prune(&by("records", 100), at(2)).unwrap(), 3);
        let events = store.events_since(0, 100).unwrap();
        let gone: Vec<bool> = events.iter().map(|event| event.contents.is_none()).collect();
        assert_eq!(gone, [true, true, true, false, false, false]);
        assert_eq!((events[2].who.as_str(), events[2].what), ("clerk-1", What::Booked));
        let verified = store.verify(Some(&known)).unwrap();
        assert_eq!((verified.broken, verified.n_pruned), (None, 3));
        let message = store.undo(&by("clerk-1", 101), 3, &no_referee).unwrap_err().to_string();
        assert!(message.contains("removed"), "{message}");
        meddle(&location, "UPDATE event SET who = 'clerk-9' WHERE number = 3").unwrap();
        assert_eq!(store.verify(None).unwrap().broken.unwrap().event, Some(3));
    });
}
