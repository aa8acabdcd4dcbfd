//! Many at once: one wins, the others are told, nobody waits for ever.

use std::ops::Range;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use convene::store::{Booking, Change, Location, Store, StoreError, no_referee};

use super::bench::{ENCRYPTED, Vary};
use super::bench::{alter, april, assert_sound, at, book, booking, by, on_each};

/// Clients and rounds, 1,000 rounds for each database. A server is asked five times for each attempt, so most of its
/// rounds have fewer clients, for the sake of the time that the tests take.
const RACES: [(&str, &[(usize, u32)]); 3] =
    [("SQLite", &[(100, 1000)]), (ENCRYPTED, &[(100, 200)]), ("PostgreSQL", &[(100, 200), (10, 800)])];

#[test]
fn one_of_a_hundred_wins_each_slot() {
    on_each(|bench| {
        let began = Instant::now();
        let (_, store) = bench.store(&[]);
        let (_, races) = RACES.into_iter().find(|(name, _)| *name == bench.name).unwrap();
        let mut n_rounds = 0;
        for &(n_clients, rounds) in races {
            race(&store, n_clients, n_rounds..n_rounds + rounds);
            n_rounds += rounds;
            assert_eq!(store.bookings().unwrap().len(), n_rounds as usize);
        }
        assert_sound(&store);
        eprintln!("{}: {races:?} clients and rounds: {:.1} s", bench.name, began.elapsed().as_secs_f64());
    });
}

/// Lets clients race for one slot in each round: exactly one wins, and the others are told who.
fn race(store: &Store, n_clients: usize, rounds: Range<u32>) {
    let (gate, winners) = (Barrier::new(n_clients), AtomicU32::new(rounds.start));
    thread::scope(|scope| {
        for client in 0..n_clients {
            let (gate, winners, rounds) = (&gate, &winners, rounds.clone());
            scope.spawn(move || {
                for round in rounds {
                    let wanted = slot(round, &format!("M-{round}-{client}"));
                    gate.wait();
                    match store.book(&by("clerk-1", i64::from(round)), &[book(wanted)], &no_referee) {
                        Ok(_) => {
                            winners.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(StoreError::Taken { by, since, .. }) => {
                            assert!(by.starts_with(&format!("M-{round}-")), "round {round}: taken by {by}");
                            assert_eq!(since, at(i64::from(round)));
                        }
                        Err(error) => panic!("round {round}: {error}"),
                    }
                    if gate.wait().is_leader() {
                        assert_eq!(winners.load(Ordering::Relaxed), round + 1, "round {round}");
                    }
                    gate.wait();
                }
            });
        }
    });
}

/// Returns the booking of a meeting in the slot of a round: five a day, always with R-1 and C-1, which only touch.
fn slot(round: u32, meeting: &str) -> Booking {
    let hour = [8, 10, 12, 14, 16][round as usize % 5];
    let day = april(1) + chrono::Days::new(u64::from(round / 5));
    let mut wanted = booking(meeting, hour, "R-1", "C-1").on(day);
    for taken in &mut wanted.takes {
        (taken.from_minute, taken.until_minute) = (hour * 60, hour * 60 + 120);
    }
    wanted
}

/// Changes the places of bookings around `order`, once, from what stands.
fn rotate(store: &Store, order: &[&str]) -> Result<(), StoreError> {
    let stand: Vec<_> = order.iter().map(|meeting| store.booking(meeting).unwrap().unwrap()).collect();
    let changes: Vec<Change> = (0..order.len())
        .map(|idx| {
            let next = &stand[(idx + 1) % order.len()].booking;
            let mut booking = next.clone();
            order[idx].clone_into(&mut booking.meeting);
            Change::Alter { booking, expected: stand[idx].version }
        })
        .collect();
    store.book(&by("clerk-1", 1), &changes, &no_referee).map(|_| ())
}

#[test]
fn crossing_swaps_neither_wait_for_each_other_nor_lose_a_booking() {
    let orders: [&[&str]; 5] = [&["A", "B"], &["B", "A"], &["A", "B", "C"], &["C", "B", "A"], &["C", "A"]];
    on_each(|bench| {
        let began = Instant::now();
        let starts =
            [booking("A", 10, "R-1", "C-1"), booking("B", 10, "R-2", "C-2"), booking("C", 13, "R-1", "C-2")];
        let (location, store) = bench.store(&starts);
        let other = Store::open(&location).unwrap();
        let done = AtomicU32::new(0);
        thread::scope(|scope| {
            for (idx, order) in orders.into_iter().enumerate() {
                let (store, done) = (if idx % 2 == 0 { &store } else { &other }, &done);
                scope.spawn(move || {
                    for _ in 0..100 {
                        match rotate(store, order) {
                            Ok(()) => {
                                done.fetch_add(1, Ordering::Relaxed);
                            }
                            // What was read was not of one moment.
                            Err(
                                StoreError::Stale { .. }
                                | StoreError::Taken { .. }
                                | StoreError::Invalid { .. },
                            ) => {}
                            Err(error) => panic!("{}: {error}", bench.name),
                        }
                    }
                });
            }
        });
        assert!(0 < done.load(Ordering::Relaxed));
        let mut rooms: Vec<_> =
            store.bookings().unwrap().into_iter().map(|s| (s.booking.start_minute, s.booking.room)).collect();
        rooms.sort();
        let places = [(600, "R-1"), (600, "R-2"), (780, "R-1")].map(|(at, room)| (at, room.to_owned()));
        assert_eq!(rooms, places);
        assert_sound(&store);
        assert!(began.elapsed() < Duration::from_secs(25), "{}: somebody waited for a lock", bench.name);
    });
}

#[test]
fn a_writer_that_does_not_ask_for_the_chain_is_refused_or_refuses() {
    on_each(|bench| {
        let Location::Postgres { url, schema } = bench.location() else { return };
        let location = Location::Postgres { url: url.clone(), schema: schema.clone() };
        let bookings = [booking("M-1", 10, "home", "C-1")];
        let store = Store::create(&location, &by("setup", 0), &[], &bookings).unwrap();
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.batch_execute(&format!("SET search_path TO {schema}, public; BEGIN")).unwrap();
        let insert = "INSERT INTO occupied (resource, day, from_minute, until_minute, booking)
                      VALUES ('room:R-2', '2026-04-16', 540, 1000, 'M-1')";
        client.batch_execute(insert).unwrap();
        let wanted = [book(booking("M-2", 10, "R-2", "C-2"))];
        thread::scope(|scope| {
            let loser = scope.spawn(|| store.book(&by("clerk-1", 5), &wanted, &no_referee));
            let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'
                           AND query LIKE 'INSERT INTO occupied%'";
            let mut watcher = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            // It waits for the other's insertion: the constraint itself is at work.
            while watcher.query_one(waiting, &[]).unwrap().get::<_, i64>(0) == 0 {
                assert!(!loser.is_finished());
                thread::yield_now();
            }
            client.batch_execute("COMMIT").unwrap();
            let error = loser.join().unwrap().unwrap_err();
            assert!(matches!(&error, StoreError::Taken { by, from: 540, .. } if by == "M-1"), "{error}");
        });
        let wanted = [alter(&store, booking("M-1", 10, "R-2", "C-1"))];
        store.book(&by("clerk-1", 6), &wanted, &no_referee).unwrap();
        assert_sound(&store);
    });
}
