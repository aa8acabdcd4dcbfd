//! Calendar feeds: one a person, known by a hash, ended with the account.

use convene::store::{Account, Role, Store, StoreError, What};

use super::bench::{assert_sound, at, booking, by, on_each};

fn chair(version: u64) -> Account {
    Account {
        who: "chair-1".to_owned(),
        role: Role::Chair,
        person: Some("C-1".to_owned()),
        secret: Some("$argon2id$kept".to_owned()),
        subject: None,
        is_active: true,
        version,
    }
}

fn whose(store: &Store, token_hash: &str) -> Option<String> {
    store.account_of_feed(token_hash).unwrap().map(|account| account.who)
}

/// Returns what the events about the account say of its feed, the newest last.
fn said(store: &Store) -> Vec<(String, String)> {
    let mut events = store.events_about("chair-1", 100).unwrap();
    events.retain(|event| event.what == What::FeedChanged);
    events.reverse();
    events
        .into_iter()
        .map(|event| {
            let contents = event.contents.unwrap();
            assert!(!format!("{contents:?}").contains("hash-"), "no event tells of an address");
            (event.who, contents.after["feed"].as_str().unwrap().to_owned())
        })
        .collect()
}

#[test]
fn a_feed_is_on_at_one_address_until_it_is_renewed_or_turned_off() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        store.keep_account(&by("admin-1", 0), &chair(0)).unwrap();
        assert_eq!(store.feed("chair-1").unwrap(), None, "off by default");
        assert_eq!(whose(&store, "hash-1"), None);
        store.keep_feed(&by("chair-1", 1), "chair-1", "hash-1").unwrap();
        assert_eq!(whose(&store, "hash-1").as_deref(), Some("chair-1"));
        assert_eq!(store.feed("chair-1").unwrap().unwrap().since, at(1));
        store.keep_feed(&by("chair-1", 2), "chair-1", "hash-2").unwrap();
        assert_eq!(whose(&store, "hash-1"), None, "the old address is worth nothing");
        assert_eq!(whose(&store, "hash-2").as_deref(), Some("chair-1"));
        assert_eq!(store.feeds().unwrap().len(), 1);
        assert!(store.end_feed(&by("admin-1", 3), "chair-1").unwrap().is_some());
        assert_eq!(store.end_feed(&by("admin-1", 4), "chair-1").unwrap(), None, "nothing is noted twice");
        assert_eq!(whose(&store, "hash-2"), None);
        let expected = [("chair-1", "on"), ("chair-1", "on, at a new address"), ("admin-1", "off")];
        assert_eq!(said(&store), expected.map(|(who, feed)| (who.to_owned(), feed.to_owned())));
        assert_sound(&store);
    });
}

#[test]
fn a_feed_ends_with_its_account_and_with_what_it_shows() {
    type Change = fn(Account) -> Account;
    let cases: [(&str, Change, bool); 5] = [
        ("closed", |account| Account { is_active: false, ..account }, false),
        ("another person", |account| Account { person: Some("C-2".to_owned()), ..account }, false),
        ("nobody", |account| Account { person: None, ..account }, false),
        ("another role", |account| Account { role: Role::Clerk, ..account }, false),
        ("another password", |account| Account { secret: Some("$argon2id$new".to_owned()), ..account }, true),
    ];
    on_each(|bench| {
        for (case, change, stays) in cases {
            let (_, store) = bench.store(&[]);
            let version = store.keep_account(&by("admin-1", 0), &chair(0)).unwrap();
            store.keep_feed(&by("chair-1", 1), "chair-1", "hash-1").unwrap();
            let changed = store.keep_account(&by("admin-1", 2), &change(chair(version))).unwrap();
            assert_eq!(whose(&store, "hash-1").is_some(), stays, "{case}");
            let last = said(&store).pop();
            let expected = if stays { ("chair-1", "on") } else { ("admin-1", "off") };
            assert_eq!(last, Some((expected.0.to_owned(), expected.1.to_owned())), "{case}");
            // Opened again it is off.
            store.keep_account(&by("admin-1", 3), &chair(changed)).unwrap();
            assert_eq!(whose(&store, "hash-1").is_some(), stays, "{case}");
            assert_sound(&store);
        }
    });
}

#[test]
fn nobody_has_a_feed_without_an_account_that_reads_a_diary() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let refused = |store: &Store| {
            let error = store.keep_feed(&by("chair-1", 1), "chair-1", "hash-1").unwrap_err();
            assert!(matches!(error, StoreError::Invalid { .. }), "{error}");
        };
        refused(&store);
        let first = store.keep_account(&by("admin-1", 0), &Account { person: None, ..chair(0) }).unwrap();
        refused(&store);
        store.keep_account(&by("admin-1", 0), &Account { is_active: false, ..chair(first) }).unwrap();
        refused(&store);
        assert_eq!(store.feeds().unwrap(), []);
    });
}

#[test]
fn no_feed_outlives_a_restore() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        store.keep_account(&by("admin-1", 0), &chair(0)).unwrap();
        store.keep_feed(&by("chair-1", 1), "chair-1", "hash-1").unwrap();
        let copy = bench.file("copy.db");
        store.backup(&copy).unwrap();
        on_each(|target| {
            let (restored, _) = Store::restore(&copy, &target.location(), &by("admin-1", 9)).unwrap();
            assert_eq!(whose(&restored, "hash-1"), None);
            assert!(restored.account("chair-1").unwrap().is_some());
            assert_sound(&restored);
        });
    });
}
