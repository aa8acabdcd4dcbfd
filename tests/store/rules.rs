//! Each rule of booking as a table of cases.

use convene::store::{Booking, Change, Occupation, Resource, Status, StoreError, no_referee};

use super::bench::{Vary, alter, april, assert_sound, at, book, booking, by, cancel, meddle, on_each};

/// Returns the kind of an outcome in a word.
fn word<T>(outcome: &Result<T, StoreError>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(StoreError::Taken { .. }) => "taken",
        Err(StoreError::Stale { .. }) => "stale",
        Err(StoreError::AlreadyBooked { .. }) => "booked",
        Err(StoreError::NotBooked { .. }) => "not booked",
        Err(StoreError::Refused { .. }) => "refused",
        Err(StoreError::Invalid { .. }) => "invalid",
        Err(StoreError::CannotUndo { .. }) => "cannot undo",
        Err(_) => "other",
    }
}

#[test]
fn a_resource_has_one_booking_at_a_time() {
    // The booking that stands takes R-1 and C-1 from 9:30 to 11:45, T-1 from 9:45 to 11:45 and H-1 from 10:00 to 11:30.
    let stands = || booking("M-1", 10, "R-1", "C-1").with_taker("T-1").with_household("H-1");
    let cases = [
        ("another room, another chair", booking("M-2", 10, "R-2", "C-2"), "ok"),
        ("the same room", booking("M-2", 10, "R-1", "C-2"), "taken"),
        ("the same chair", booking("M-2", 10, "R-2", "C-1"), "taken"),
        ("the same minute taker", booking("M-2", 10, "R-2", "C-2").with_taker("T-1"), "taken"),
        ("the same household", booking("M-2", 11, "R-2", "C-2").with_household("H-1"), "taken"),
        // 13:00 less 30 minutes is after 11:45, and 12:00 less 30 minutes is not.
        ("the room later", booking("M-2", 13, "R-1", "C-2"), "ok"),
        ("the room too soon", booking("M-2", 12, "R-1", "C-2"), "taken"),
        ("the room on another day", booking("M-2", 10, "R-1", "C-2").on(april(17)), "ok"),
        ("the chair as minute taker", booking("M-2", 10, "R-2", "C-2").with_taker("C-1"), "taken"),
        ("the room's name for a chair", booking("M-2", 10, "R-2", "R-1"), "ok"),
        ("at home", booking("M-2", 10, "home", "C-2"), "ok"),
    ];
    on_each(|bench| {
        for (case, wanted, expected) in &cases {
            let (_, store) = bench.store(&[stands()]);
            let outcome = store.book(&by("clerk-2", 5), &[book(wanted.clone())], &no_referee);
            assert_eq!(word(&outcome), *expected, "{}: {case}: {outcome:?}", bench.name);
            assert_eq!(store.bookings().unwrap().len(), if outcome.is_ok() { 2 } else { 1 }, "{case}");
            assert_sound(&store);
        }
    });
}

#[test]
fn touching_stretches_do_not_overlap() {
    let from = |mut booking: Booking, from_minute| {
        for taken in &mut booking.takes {
            taken.from_minute = from_minute;
        }
        booking
    };
    on_each(|bench| {
        // R-1 is taken until 11:45, which is minute 705.
        for (first_minute, expected) in [(704, "taken"), (705, "ok")] {
            let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
            let wanted = from(booking("M-2", 12, "R-1", "C-1"), first_minute);
            let outcome = store.book(&by("clerk-2", 5), &[book(wanted)], &no_referee);
            assert_eq!(word(&outcome), expected, "{first_minute}");
        }
    });
}

#[test]
fn the_loser_is_told_who_was_first() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let wanted = booking("M-2", 11, "R-1", "C-2");
        let error = store.book(&by("clerk-2", 5), &[book(wanted)], &no_referee).unwrap_err();
        let expected = StoreError::Taken {
            resource: Resource::Room("R-1".to_owned()),
            day: april(16),
            from: 570,
            until: 705,
            by: "M-1".to_owned(),
            since: at(0),
        };
        assert_eq!(error, expected);
        let message = "room R-1 is taken on 2026-04-16 from 09:30 to 11:45 by the booking of meeting M-1, made at \
                       2026-04-01 09:00 UTC\nchoose another time, or another room";
        assert_eq!(error.to_string(), message);
    });
}

#[test]
fn the_database_itself_refuses_an_overlap() {
    // R-1 is taken on 16 April from 570 to 705.
    let cases = [
        ("'room:R-1', '2026-04-16', 600, 610", false),
        ("'room:R-1', '2026-04-16', 0, 571", false),
        ("'room:R-1', '2026-04-16', 704, 1440", false),
        ("'room:R-1', '2026-04-16', 0, 1440", false),
        ("'room:R-1', '2026-04-16', 0, 570", true),
        ("'room:R-1', '2026-04-16', 705, 1440", true),
        ("'room:R-1', '2026-04-17', 600, 610", true),
        ("'room:R-2', '2026-04-16', 600, 610", true),
    ];
    let columns = "resource, day, from_minute, until_minute, booking";
    on_each(|bench| {
        for (values, is_allowed) in cases {
            let bookings = [booking("M-1", 10, "R-1", "C-1"), booking("M-2", 10, "home", "C-2")];
            let (location, store) = bench.store(&bookings);
            let insert = format!("INSERT INTO occupied ({columns}) VALUES ({values}, 'M-2')");
            assert_eq!(meddle(&location, &insert).is_ok(), is_allowed, "{}: {values}", bench.name);
            drop(store);
        }
        let (location, _store) =
            bench.store(&[booking("M-1", 10, "R-1", "C-1"), booking("M-2", 13, "R-1", "C-2")]);
        let update = "UPDATE occupied SET from_minute = 600 WHERE booking = 'M-2' AND resource = 'room:R-1'";
        assert!(meddle(&location, update).is_err(), "{}", bench.name);
    });
}

#[test]
fn a_change_needs_what_it_changes() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1"), booking("M-2", 10, "R-2", "C-2")]);
        let clerk = by("clerk-1", 5);
        store.book(&clerk, &[cancel(&store, "M-2")], &no_referee).unwrap();
        let stale = Change::Alter { booking: booking("M-1", 13, "R-1", "C-1"), expected: 1 };
        let late = Change::Cancel { meeting: "M-1".to_owned(), expected: 7 };
        let none = || booking("M-9", 13, "R-1", "C-1");
        let cases = [
            ("book a booked meeting", book(booking("M-1", 13, "R-1", "C-1")), "booked"),
            ("move what was read before", stale, "stale"),
            ("cancel what was read before", late, "stale"),
            ("move what is not booked", Change::Alter { booking: none(), expected: 0 }, "not booked"),
            ("cancel what is not booked", cancel(&store, "M-9"), "not booked"),
            ("move what is cancelled", alter(&store, booking("M-2", 13, "R-2", "C-2")), "not booked"),
            ("cancel what is cancelled", cancel(&store, "M-2"), "not booked"),
            ("move to its own time", alter(&store, booking("M-1", 11, "R-1", "C-1")), "ok"),
            ("book what is cancelled", book(booking("M-2", 15, "R-2", "C-2")), "ok"),
        ];
        for (case, change, expected) in cases {
            let outcome = store.book(&clerk, &[change], &no_referee);
            assert_eq!(word(&outcome), expected, "{}: {case}: {outcome:?}", bench.name);
        }
        assert_sound(&store);
    });
}

#[test]
fn what_makes_no_sense_is_refused() {
    let sound = || booking("M-2", 10, "R-2", "C-2");
    let with = |change: fn(&mut Booking)| {
        let mut booking = sound();
        change(&mut booking);
        vec![book(booking)]
    };
    let cases = [
        ("nothing", Vec::new()),
        ("one meeting twice", vec![book(sound()), book(sound())]),
        ("a name for a reference", with(|b| b.chair = "Ann Smith".to_owned())),
        ("no meeting", with(|b| b.meeting = String::new())),
        ("ends before it begins", with(|b| b.end_minute = b.start_minute)),
        ("after midnight", with(|b| b.end_minute = 1441)),
        ("a room that it does not take", with(|b| b.room = "R-1".to_owned())),
        ("a minute taker that it does not take", with(|b| b.minute_taker = Some("T-1".to_owned()))),
        ("a chair for half of the meeting", with(|b| b.takes[0].until_minute = b.start_minute + 30)),
        ("a chair twice", with(|b| b.takes.push(b.takes[0].clone()))),
        ("new and cancelled", with(|b| b.status = Status::Cancelled)),
        ("a hold that has run out", with(|b| b.status = Status::OnHold { until: at(5) })),
        (
            "a stretch of two days",
            with(|b| {
                let resource = Resource::Household("H-1".to_owned());
                b.takes.push(Occupation { resource, from_minute: 600, until_minute: 1500 });
            }),
        ),
    ];
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        for (case, changes) in &cases {
            let outcome = store.book(&by("clerk-1", 5), changes, &no_referee);
            assert_eq!(word(&outcome), "invalid", "{}: {case}: {outcome:?}", bench.name);
        }
        let outcome = store.book(&by("Ann Smith", 5), &[book(sound())], &no_referee);
        assert_eq!(word(&outcome), "invalid");
        assert_eq!(store.head().unwrap().number, 1);
    });
}

#[test]
fn several_changes_are_made_together_or_not_at_all() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1"), booking("M-2", 10, "R-2", "C-2")]);
        let clerk = by("clerk-1", 5);
        let swap = [
            alter(&store, booking("M-1", 10, "R-2", "C-2")),
            alter(&store, booking("M-2", 10, "R-1", "C-1")),
            book(booking("M-3", 13, "R-1", "C-1")),
        ];
        let after = store.book(&clerk, &swap, &no_referee).unwrap();
        let rooms: Vec<&str> = after.iter().map(|stored| stored.booking.room.as_str()).collect();
        assert_eq!(rooms, ["R-2", "R-1", "R-1"]);
        assert!(after.iter().all(|stored| stored.version == 3), "one event: {after:?}");

        let before = store.bookings().unwrap();
        let clash = [
            cancel(&store, "M-1"),
            book(booking("M-4", 16, "R-1", "C-1")),
            book(booking("M-5", 16, "R-2", "C-1")),
        ];
        let outcome = store.book(&clerk, &clash, &no_referee);
        assert!(matches!(&outcome, Err(StoreError::Taken { by, .. }) if by == "M-4"), "{outcome:?}");
        assert_eq!(store.bookings().unwrap(), before);
        assert_eq!(store.head().unwrap().number, 3);
        assert_sound(&store);
    });
}

#[test]
fn a_referee_sees_what_will_stand_and_may_refuse() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let wanted = [book(booking("M-2", 13, "R-1", "C-1"))];
        let at_most_one = |view: &mut convene::store::View<'_>| {
            assert_eq!(view.head_before().number, 2);
            assert_eq!(view.head()?.number, 3);
            assert_eq!(view.tables()?.len(), 3);
            let n_chaired = view.on(april(16))?.iter().filter(|s| s.booking.chair == "C-1").count();
            assert_eq!(n_chaired, view.bookings()?.len());
            if n_chaired <= 1 {
                return Ok(());
            }
            Err(StoreError::Refused { reason: "H08: C-1 has 2 meetings".to_owned() })
        };
        let outcome = store.book(&by("clerk-1", 5), &wanted, &at_most_one);
        assert_eq!(word(&outcome), "refused");
        assert_eq!(store.bookings().unwrap().len(), 1);
        assert_eq!(word(&store.book(&by("clerk-1", 5), &wanted, &no_referee)), "ok");
        assert_sound(&store);
    });
}

#[test]
fn a_referee_that_panics_leaves_nothing() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let wanted = [book(booking("M-2", 13, "R-1", "C-1"))];
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.book(&by("clerk-1", 5), &wanted, &|_| panic!("a fault in a rule"))
        }));
        assert!(outcome.is_err());
        store.book(&by("clerk-1", 6), &[cancel(&store, "M-1")], &no_referee).unwrap();
        assert_eq!(store.booking("M-2").unwrap(), None, "{}", bench.name);
        assert_eq!(store.head().unwrap().number, 3);
        assert_sound(&store);
    });
}

#[test]
fn a_hold_that_has_run_out_is_in_nobodys_way() {
    on_each(|bench| {
        // The hold lasts until minute 30.
        for (minute, expected) in [(29, "taken"), (30, "ok"), (31, "ok")] {
            let (_, store) = bench.store(&[]);
            let hold = booking("M-1", 10, "R-1", "C-1").held_until(30);
            store.book(&by("clerk-1", 5), &[book(hold)], &no_referee).unwrap();
            let wanted = [book(booking("M-2", 10, "R-1", "C-1"))];
            let outcome = store.book(&by("clerk-2", minute), &wanted, &no_referee);
            assert_eq!(word(&outcome), expected, "{}: minute {minute}", bench.name);
            let hold = store.booking("M-1").unwrap().unwrap();
            assert_eq!(hold.booking.stands(at(minute)), minute < 30);
            assert_eq!(hold.booking.status == Status::Cancelled, outcome.is_ok());
            assert_sound(&store);
        }
    });
}

#[test]
fn holds_end_without_a_write_and_may_be_confirmed_before() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let clerk = by("clerk-1", 5);
        let holds = [
            book(booking("M-1", 10, "R-1", "C-1").held_until(30)),
            book(booking("M-2", 10, "R-2", "C-2").held_until(30)),
        ];
        store.book(&clerk, &holds, &no_referee).unwrap();
        let confirmed = [alter(&store, booking("M-2", 10, "R-2", "C-2"))];
        let confirmed = store.book(&by("clerk-1", 6), &confirmed, &no_referee).unwrap();
        assert_eq!(confirmed[0].sequence, 0, "the invitation says what the hold said");
        assert_eq!(store.end_holds(&by("desk", 29)).unwrap(), 0);
        assert_eq!(store.end_holds(&by("desk", 30)).unwrap(), 1);
        assert_eq!(store.end_holds(&by("desk", 30)).unwrap(), 0);
        let statuses: Vec<Status> = store.bookings().unwrap().iter().map(|s| s.booking.status).collect();
        assert_eq!(statuses, [Status::Cancelled, Status::Confirmed]);
        let last = store.head().unwrap().number;
        assert_eq!(word(&store.undo(&by("clerk-1", 40), last, &no_referee)), "cannot undo");
        assert_sound(&store);
    });
}

#[test]
fn sequences_count_what_an_invitation_says_and_never_fall() {
    on_each(|bench| {
        let (_, store) = bench.store(&[booking("M-1", 10, "R-1", "C-1")]);
        let mut expected = vec![(0, "booked")];
        let mut seen = vec![store.booking("M-1").unwrap().unwrap().sequence];
        let mut status = booking("M-1", 10, "R-1", "C-1");
        status.status = Status::Held;
        let steps = [
            (alter(&store, status), 0, "status only"),
            (Change::Alter { booking: booking("M-1", 11, "R-1", "C-1"), expected: 3 }, 1, "moved"),
            (Change::Cancel { meeting: "M-1".to_owned(), expected: 4 }, 2, "cancelled"),
            (book(booking("M-1", 11, "R-1", "C-1")), 3, "booked again"),
        ];
        for (change, sequence, step) in steps {
            seen.push(store.book(&by("clerk-1", 5), &[change], &no_referee).unwrap()[0].sequence);
            expected.push((sequence, step));
        }
        assert_eq!(seen, expected.iter().map(|(sequence, _)| *sequence).collect::<Vec<u32>>());
    });
}
