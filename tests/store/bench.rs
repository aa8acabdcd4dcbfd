//! The bench on which stores are tested: places for them, and bookings in a line or two.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use convene::store::{Booking, By, Change, FileKey, Location, Occupation, Resource, Status, Store};
use tempfile::TempDir;

use super::server;

/// A place for stores on one of the databases.
pub(crate) struct Bench {
    pub(crate) name: &'static str,
    folder: TempDir,
    url: Option<&'static str>,
    key: Option<FileKey>,
}

/// The name of the bench whose files are encrypted.
pub(crate) const ENCRYPTED: &str = "encrypted SQLite";

/// Does a test on each database that there is.
pub(crate) fn on_each(test: impl Fn(&Bench)) {
    test(&sqlite());
    if cfg!(feature = "encryption") {
        test(&Bench { name: ENCRYPTED, key: Some(key(7)), ..sqlite() });
    }
    if let Some(url) = server::url() {
        test(&Bench { name: "PostgreSQL", url: Some(url), ..sqlite() });
    }
}

/// Returns a key: the same for the same byte.
pub(crate) fn key(byte: u8) -> FileKey {
    FileKey::new(&[byte; 32]).unwrap()
}

/// Returns a bench with SQLite.
pub(crate) fn sqlite() -> Bench {
    Bench { name: "SQLite", folder: tempfile::tempdir().unwrap(), url: None, key: None }
}

impl Bench {
    /// Returns a place where there is nothing yet.
    pub(crate) fn location(&self) -> Location {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = self.file(&format!("{number}.db"));
        match (self.url, &self.key) {
            (None, None) => Location::file(path),
            (None, Some(key)) => Location::encrypted(path, key.clone()),
            (Some(url), _) => Location::Postgres { url: url.to_owned(), schema: format!("desk_{number}") },
        }
    }

    /// Returns the path of a file that is gone after the test.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a store with a small register and these bookings.
    pub(crate) fn store(&self, bookings: &[Booking]) -> (Location, Store) {
        let location = self.location();
        let store = Store::create(&location, &by("setup", 0), &register(), bookings).unwrap();
        (location, store)
    }
}

/// Does statements behind the store's back.
pub(crate) fn meddle(location: &Location, sql: &str) -> Result<(), String> {
    match location {
        Location::Sqlite(file) => {
            let connection = rusqlite::Connection::open(&file.path).map_err(|error| error.to_string())?;
            if file.key.is_some() {
                // The one key of the benches.
                let key = format!("x'{}'", "07".repeat(32));
                connection.pragma_update(None, "key", key).map_err(|error| error.to_string())?;
            }
            connection.execute_batch(sql).map_err(|error| error.to_string())
        }
        Location::Postgres { url, schema } => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(|e| e.to_string())?;
            let sql = format!("SET search_path TO {schema}, public; {sql}");
            client.batch_execute(&sql).map_err(|error| format!("{error:?}"))
        }
    }
}

/// Returns a small register as its files.
pub(crate) fn register() -> Vec<(String, String)> {
    let files = [
        ("authority.toml", "name = \"Test\"\ntoday = 2026-04-01\ntimescales = \"england-2023\"\n"),
        ("rooms.csv", "room,venue,capacity,features\nR-1,V-1,12,\nR-2,V-1,8,\"step_free;video\"\n"),
        ("staff.csv", "staff,role,base,x_note\nC-1,iro,P-1,\"says \"\"yes\"\", mostly\"\nC-2,iro,P-1,\n"),
    ];
    files.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()
}

/// Returns a moment: minutes after the tests began.
pub(crate) fn at(minutes: i64) -> DateTime<Utc> {
    let began: DateTime<Utc> = "2026-04-01T09:00:00Z".parse().unwrap();
    began + Duration::minutes(minutes)
}

/// Returns who does something, minutes after the tests began.
pub(crate) fn by(who: &str, minutes: i64) -> By<'_> {
    By { who, at: at(minutes), why: "a test" }
}

/// Returns a day of April 2026.
pub(crate) fn april(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, day).unwrap()
}

/// Returns a confirmed booking on 16 April that starts at `hour` and takes 90 minutes, its chair and room half an hour
/// more before and a quarter of an hour after.
pub(crate) fn booking(meeting: &str, hour: i32, room: &str, chair: &str) -> Booking {
    let (start, end) = (hour * 60, hour * 60 + 90);
    let takes = |resource| Occupation { resource, from_minute: start - 30, until_minute: end + 15 };
    let mut all = vec![takes(Resource::Staff(chair.to_owned()))];
    if room != "home" {
        all.push(takes(Resource::Room(room.to_owned())));
    }
    Booking {
        meeting: meeting.to_owned(),
        day: april(16),
        start_minute: start,
        end_minute: end,
        room: room.to_owned(),
        chair: chair.to_owned(),
        minute_taker: None,
        households: Vec::new(),
        status: Status::Confirmed,
        takes: all,
        extra: BTreeMap::new(),
    }
}

/// Small changes of a booking.
pub(crate) trait Vary {
    fn on(self, day: NaiveDate) -> Self;
    fn held_until(self, minutes: i64) -> Self;
    fn with_taker(self, taker: &str) -> Self;
    fn with_household(self, household: &str) -> Self;
}

impl Vary for Booking {
    fn on(mut self, day: NaiveDate) -> Booking {
        self.day = day;
        self
    }

    fn held_until(mut self, minutes: i64) -> Booking {
        self.status = Status::OnHold { until: at(minutes) };
        self
    }

    fn with_taker(mut self, taker: &str) -> Booking {
        self.minute_taker = Some(taker.to_owned());
        let (from_minute, until_minute) = (self.start_minute - 15, self.end_minute + 15);
        self.takes.push(Occupation {
            resource: Resource::Staff(taker.to_owned()),
            from_minute,
            until_minute,
        });
        self
    }

    fn with_household(mut self, household: &str) -> Booking {
        self.households.push(household.to_owned());
        let (from_minute, until_minute) = (self.start_minute, self.end_minute);
        let resource = Resource::Household(household.to_owned());
        self.takes.push(Occupation { resource, from_minute, until_minute });
        self
    }
}

/// Returns the change that books.
pub(crate) fn book(booking: Booking) -> Change {
    Change::Book(booking)
}

/// Returns the change that moves what stands in the store to `booking`.
pub(crate) fn alter(store: &Store, booking: Booking) -> Change {
    let expected = store.booking(&booking.meeting).unwrap().map_or(0, |stored| stored.version);
    Change::Alter { booking, expected }
}

/// Returns the change that cancels what stands in the store.
pub(crate) fn cancel(store: &Store, meeting: &str) -> Change {
    let expected = store.booking(meeting).unwrap().map_or(0, |stored| stored.version);
    Change::Cancel { meeting: meeting.to_owned(), expected }
}

/// Checks that a store's chain holds and that no resource is taken twice at a time.
pub(crate) fn assert_sound(store: &Store) {
    let verified = store.verify(None).unwrap();
    assert_eq!(verified.broken, None);
    let taken = store.occupations().unwrap();
    for pair in taken.windows(2) {
        let ((one, day, _), (other, other_day, _)) = (&pair[0], &pair[1]);
        let is_apart =
            one.resource != other.resource || day != other_day || one.until_minute <= other.from_minute;
        assert!(is_apart, "{one:?} and {other:?} overlap");
    }
}
