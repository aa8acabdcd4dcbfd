//! What a clerk does all day: book, move, keep free, give up, undo.

use super::desk::{Desk, as_refs, first_place, queued};

#[test]
fn a_meeting_is_booked_moved_given_up_and_each_is_undone() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let queue = clerk.get("/queue");
    let reference = queued(&queue).into_iter().next().expect("somebody waits");
    let page = clerk.get(&format!("/meetings/{reference}/book"));
    assert_eq!(page.status, 200, "{}", page.body);
    let place = first_place(&page);
    let book = format!("/meetings/{reference}/book");

    // Booked: it leaves the queue, and its page says who must be told.
    let booked = clerk.post(&book, &as_refs(&place));
    assert_eq!(booked.status, 303, "{}", booked.body);
    assert!(!queued(&clerk.get("/queue")).contains(&reference));
    let meeting = clerk.get(booked.header("location"));
    assert!(meeting.body.contains("Who must be told"), "{}", meeting.body);
    assert!(meeting.body.contains("confirmed"));

    // The same form once more, as a second tab would send it: it is booked already, and nothing is booked twice.
    let again = clerk.post(&book, &as_refs(&place));
    assert_eq!(again.status, 409, "{}", again.body);
    assert!(again.body.contains("Somebody was first"), "{}", again.body);

    // Moved to another of the places that are offered.
    let page = clerk.get(&book);
    let elsewhere = first_place(&page);
    assert_ne!(elsewhere.last(), place.last(), "the version goes on");
    let moved = clerk.post(&book, &as_refs(&elsewhere));
    assert_eq!(moved.status, 303, "{}", moved.body);

    // Undone: it stands where it stood.
    let (first, last) = moved.done();
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    let page = clerk.get(&format!("/meetings/{reference}"));
    let room = &place.iter().find(|field| field.0 == "room").expect("a room").1;
    let start = &place.iter().find(|field| field.0 == "start").expect("a start").1;
    assert!(page.body.contains(&format!("{start}, {room}")), "{start} {room}: {}", page.body);

    // Given up: it waits again.
    let expected = page.field("expected");
    let released =
        clerk.post(&format!("/meetings/{reference}/release"), &[("expected", &expected), ("why", "asked")]);
    assert_eq!(released.status, 303, "{}", released.body);
    assert!(queued(&clerk.get("/queue")).contains(&reference));
    let (sound, said) = desk.verify();
    assert!(sound, "{said}");
}

#[test]
fn a_place_is_kept_free_for_nobody_else_and_then_confirmed() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let waiting = queued(&clerk.get("/queue"));
    let (one, other) = (&waiting[0], &waiting[1]);
    let place = first_place(&clerk.get(&format!("/meetings/{one}/book")));
    let hold = [&as_refs(&place)[..], &[("action", "hold")]].concat();
    let held = clerk.post(&format!("/meetings/{one}/book"), &hold);
    assert_eq!(held.status, 303, "{}", held.body);
    let page = clerk.get(&format!("/meetings/{one}"));
    assert!(page.body.contains("Kept free"), "{}", page.body);

    // Another meeting at the same place: the chair and the room are taken.
    let mut same: Vec<(String, String)> = place.clone();
    same.last_mut().expect("a version").1 = "0".to_owned();
    let refused = clerk.post(&format!("/meetings/{other}/book"), &as_refs(&same));
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("H06"), "{}", refused.body);

    let confirmed = clerk.post(&format!("/meetings/{one}/confirm"), &[("expected", &page.field("expected"))]);
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    assert!(clerk.get(&format!("/meetings/{one}")).body.contains("confirmed"));
}

#[test]
fn what_breaks_a_rule_is_said_before_and_refused_after() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let book = format!("/meetings/{reference}/book");
    let mut place = first_place(&clerk.get(&book));
    // Good Friday of 2012.
    place[0].1 = "2012-04-06".to_owned();
    let checked = clerk.post(&book, &[&as_refs(&place)[..], &[("action", "check")]].concat());
    assert_eq!(checked.status, 200);
    assert!(checked.body.contains("This cannot be booked"), "{}", checked.body);
    assert!(checked.body.contains("H02"), "{}", checked.body);
    let refused = clerk.post(&book, &as_refs(&place));
    assert_eq!(refused.status, 422);
    assert!(queued(&clerk.get("/queue")).contains(&reference), "nothing was booked");
    // What cannot be read is said field by field, and what was typed stays.
    let unreadable =
        [("date", "31/02/2012"), ("start", "25:00"), ("chair", ""), ("room", "NOWHERE"), ("expected", "0")];
    let said = clerk.post(&book, &unreadable);
    assert_eq!(said.status, 422);
    for field in ["Day is", "Start is", "Chair is empty", "Room is"] {
        assert!(said.body.contains(field), "{field}: {}", said.body);
    }
}

#[test]
fn a_meeting_leaves_the_queue_with_a_reason_only() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let cancel = format!("/meetings/{reference}/cancel");
    assert_eq!(clerk.post(&cancel, &[("expected", "0"), ("reason", "  ")]).status, 422);
    assert!(queued(&clerk.get("/queue")).contains(&reference));
    let cancelled = clerk.post(&cancel, &[("expected", "0"), ("reason", "the plan ended")]);
    assert_eq!(cancelled.status, 303, "{}", cancelled.body);
    assert!(!queued(&clerk.get("/queue")).contains(&reference));
    assert!(clerk.get(&format!("/meetings/{reference}")).body.contains("the plan ended"));
    let (first, last) = cancelled.done();
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert!(queued(&clerk.get("/queue")).contains(&reference));
}

#[test]
fn a_stale_tab_cancels_nothing_and_a_part_of_an_act_is_not_undone() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let cancel = format!("/meetings/{reference}/cancel");
    let place = first_place(&clerk.get(&format!("/meetings/{reference}/book")));
    assert_eq!(clerk.post(&format!("/meetings/{reference}/book"), &as_refs(&place)).status, 303);
    // The tab still shows it without a booking.
    let stale = clerk.post(&cancel, &[("expected", "0"), ("reason", "the plan ended")]);
    assert_eq!(stale.status, 409, "{}", stale.body);
    let expected = clerk.get(&format!("/meetings/{reference}")).field("expected");
    let cancelled = clerk.post(&cancel, &[("expected", &expected), ("reason", "the plan ended")]);
    assert_eq!(cancelled.status, 303, "{}", cancelled.body);
    let (first, last) = cancelled.done();
    assert!(first < last, "an event of the register, one of the booking");
    // The booking alone would stand on a meeting that does not take place.
    let part = clerk.post("/undo", &[("first", &last.to_string()), ("last", &last.to_string())]);
    assert_eq!(part.status, 409, "{}", part.body);
    let whole = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(whole.status, 303, "{}", whole.body);
    assert!(desk.verify().0);
}
