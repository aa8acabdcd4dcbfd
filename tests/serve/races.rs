//! Many at once: one of them is first, and the others are told.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::desk::{Desk, as_refs, first_place, queued, scenario};
use crate::store::server;

/// Clients that race.
const CLIENTS: usize = 20;
/// Rounds in a test; `benches/desk` does a thousand with a hundred clients.
const ROUNDS: usize = 8;

#[test]
fn one_of_many_books_the_meeting_and_the_others_are_told() {
    let mut desks = vec![Desk::lancashire()];
    if let Some(url) = server::url() {
        desks.push(Desk::postgres(&scenario("lancashire-2012"), "2012-04-02", url, "serve_races"));
    }
    for desk in desks {
        let clerk = desk.visitor("clerk-1");
        let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
        let path = format!("/meetings/{reference}/book");
        for round in 0..ROUNDS {
            let place = first_place(&clerk.get(&path));
            let (barrier, won, lost) = (Barrier::new(CLIENTS), AtomicUsize::new(0), AtomicUsize::new(0));
            thread::scope(|scope| {
                for _ in 0..CLIENTS {
                    let mut one = clerk.clone();
                    let (barrier, won, lost, place, path) = (&barrier, &won, &lost, &place, &path);
                    scope.spawn(move || {
                        barrier.wait();
                        let answer = one.post(path, &as_refs(place));
                        match answer.status {
                            303 => won.fetch_add(1, Ordering::Relaxed),
                            409 => lost.fetch_add(1, Ordering::Relaxed),
                            429 => lost.fetch_add(1, Ordering::Relaxed),
                            other => panic!("{other}: {}", answer.body),
                        };
                    });
                }
            });
            let (won, lost) = (won.into_inner(), lost.into_inner());
            assert_eq!((won, lost), (1, CLIENTS - 1), "round {round}");
            // The next round moves it, so that the race is for another place.
        }
        let (sound, said) = desk.verify();
        assert!(sound, "{said}");
    }
}
