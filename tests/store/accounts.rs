//! Accounts, sessions, and writes that change the register and bookings together.

use convene::store::{Account, Change, Replacement, Role, StoreError, What, no_referee};

use super::bench::{assert_sound, at, booking, by, on_each};

fn clerk(version: u64) -> Account {
    Account {
        who: "clerk-1".to_owned(),
        role: Role::Clerk,
        person: None,
        secret: Some("$argon2id$kept".to_owned()),
        subject: None,
        is_active: true,
        version,
    }
}

#[test]
fn an_account_is_changed_by_whoever_has_read_the_last_one_and_no_secret_is_an_event() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let first = store.keep_account(&by("admin-1", 1), &clerk(0)).unwrap();
        let stale = store.keep_account(&by("admin-2", 2), &clerk(0)).unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }), "{stale}");
        let manager = Account { role: Role::Manager, ..clerk(first) };
        let second = store.keep_account(&by("admin-1", 3), &manager).unwrap();
        assert_eq!(store.account("clerk-1").unwrap(), Some(Account { version: second, ..manager }));
        assert_eq!(store.account("clerk-2").unwrap(), None);
        let events = store.events_about("clerk-1", 10).unwrap();
        assert_eq!(events.len(), 2);
        for event in events {
            assert_eq!(event.what, What::AccountChanged);
            let contents = event.contents.unwrap();
            assert!(!format!("{contents:?}").contains("argon2"), "{contents:?}");
        }
        assert!(matches!(
            store.undo(&by("admin-1", 4), second, &no_referee),
            Err(StoreError::CannotUndo { .. })
        ));
        assert_sound(&store);
    });
}

#[test]
fn a_session_ends_by_its_time_by_lying_idle_and_with_its_account() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let version = store.keep_account(&by("admin-1", 0), &clerk(0)).unwrap();
        let sign_in = |token: &str, minute: i64| {
            store.sign_in(&by("clerk-1", minute), token, at(minute + 600)).unwrap()
        };
        let is_in =
            |token: &str, minute: i64| store.session(token, at(minute), at(minute - 30)).unwrap().is_some();
        sign_in("one", 1);
        assert!(is_in("one", 2));
        assert!(!is_in("two", 2), "a token that nobody was given");
        assert!(is_in("one", 31));
        assert!(!is_in("one", 32), "idle for more than half an hour");
        store.session_seen("one", at(31)).unwrap();
        assert!(is_in("one", 61), "used in between");
        for minute in (60..=600).step_by(20) {
            store.session_seen("one", at(minute)).unwrap();
        }
        assert!(!is_in("one", 601), "ten hours are the most");
        sign_in("two", 700);
        sign_in("three", 700);
        store.sign_out(&by("clerk-1", 701), "two", false).unwrap();
        assert!(!is_in("two", 702) && is_in("three", 702));
        store.keep_account(&by("admin-1", 703), &Account { is_active: false, ..clerk(version) }).unwrap();
        assert!(!is_in("three", 704), "the account is closed");
        assert_sound(&store);
    });
}

#[test]
fn the_register_and_bookings_change_together_or_not_at_all_and_are_undone_together() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let (register, bookings) = (store.tables().unwrap(), store.bookings().unwrap());
        let absences = Replacement {
            name: "absences.csv".to_owned(),
            text: "staff,starts,ends\nC-1,2026-04-16,2026-04-16\n".to_owned(),
            expected: 0,
            about: vec!["M-1".to_owned()],
        };
        let moved = |chair: &str| Change::Alter {
            booking: booking("M-1", 10, "R-1", chair),
            expected: bookings[0].version,
        };
        // The booking is stale: the table stays as it was.
        let stale = Change::Alter { booking: booking("M-1", 10, "R-1", "C-2"), expected: 99 };
        let refused = store.commit(&by("clerk-1", 1), std::slice::from_ref(&absences), &[stale], &no_referee);
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
        assert_eq!(store.tables().unwrap(), register);
        // Both.
        let done = store
            .commit(&by("clerk-1", 2), std::slice::from_ref(&absences), &[moved("C-2")], &no_referee)
            .unwrap();
        assert_eq!(done.last, done.first + 1, "an event for the table, one for the booking");
        assert_eq!(done.bookings[0].booking.chair, "C-2");
        assert_eq!(store.tables().unwrap().len(), register.len() + 1);
        let about = store.events_about("M-1", 10).unwrap();
        assert_eq!(about.iter().map(|event| event.number).collect::<Vec<_>>()[..2], [done.last, done.first]);
        // Undone: what stood stands again.
        store.undo_all(&by("clerk-1", 3), done.first, done.last, &no_referee).unwrap();
        assert_eq!(store.tables().unwrap(), register);
        assert_eq!(store.bookings().unwrap()[0].booking, bookings[0].booking);
        // Nothing to do is a mistake, not a write.
        assert!(store.commit(&by("clerk-1", 4), &[], &[], &no_referee).is_err());
        assert_sound(&store);
    });
}
