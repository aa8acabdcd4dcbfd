//! What a clerk must be told in the course of a day: what is late by law, what is broken, what stands, and what is wrong with what was typed.

use serde_json::{Value, json};

use super::api::call;
use super::desk::{Answer, Desk, Visitor, as_refs, first_place, queued};
use super::happened::wait_for;

/// Returns a clerk who asks as a program does.
fn program(desk: &Desk) -> Visitor {
    let mut clerk = desk.visitor("clerk-1");
    clerk.csrf = clerk.get("/api/v1/me").json()["csrf"].as_str().expect("a token").to_owned();
    clerk
}

/// Returns the fields of a form that book a place of the API.
fn fields(place: &Value) -> Vec<(String, String)> {
    let text = |name: &str| place[name].as_str().unwrap_or_default().to_owned();
    let mut fields =
        ["date", "start", "chair", "room", "minute_taker"].map(|name| (name.to_owned(), text(name))).to_vec();
    fields.push(("expected".to_owned(), "0".to_owned()));
    fields
}

/// Returns a meeting that waits with the best of its places that are past the date by law.
fn late_place(clerk: &Visitor) -> (String, Value) {
    let queue = clerk.get("/api/v1/queue?most=500").json();
    for one in queue["meetings"].as_array().expect("meetings") {
        let (Some(reference), Some(due)) = (one["meeting"].as_str(), one["statutory"].as_str()) else {
            continue;
        };
        let found = clerk.get(&format!("/api/v1/meetings/{reference}/places?from={due}&top=20")).json();
        let places = found["places"].as_array().cloned().unwrap_or_default();
        if let Some(place) =
            places.into_iter().find(|place| place["late"].as_u64().is_some_and(|late| 0 < late))
        {
            return (reference.to_owned(), place);
        }
    }
    panic!("no meeting has a place past its date by law");
}

#[test]
fn a_place_past_the_date_by_law_is_loud_before_and_after_it_is_booked() {
    let desk = Desk::lancashire();
    let (mut clerk, program) = (desk.visitor("clerk-1"), program(&desk));
    let (reference, found) = late_place(&program);
    let (place, late) = (&found["place"], found["late"].as_u64().expect("working days"));
    let words =
        format!("{late} working day{} past the date that the law sets, ", if late == 1 { "" } else { "s" });
    let given = fields(place);

    // Checked: a warning, and no word of that all is well; it may be booked.
    let book = format!("/meetings/{reference}/book");
    let checked = clerk.post(&book, &[&as_refs(&given)[..], &[("action", "check")]].concat());
    assert_eq!(checked.status, 200, "{}", checked.body);
    assert!(checked.body.contains(&words), "{words}: {}", checked.body);
    assert!(!checked.body.contains("This can be booked: it breaks no rule"), "{}", checked.body);
    let path = format!("/api/v1/meetings/{reference}/check");
    let said = call(&program, "POST", &path, &[], &json!({ "place": place })).json();
    assert_eq!((said["is_lawful"].as_bool(), said["late"].as_u64()), (Some(true), Some(late)), "{said}");

    // Booked: on its own page, in the queue and in the calendar.
    let booked = clerk.post(&book, &as_refs(&given));
    assert_eq!(booked.status, 303, "{}", booked.body);
    let page = clerk.get(booked.header("location"));
    assert!(page.body.contains(&format!("This booking is {words}")), "{}", page.body);
    assert!(clerk.get("/queue").body.contains("past the date by law"));
    let day = place["date"].as_str().expect("a day");
    assert!(clerk.get(&format!("/calendar?date={day}")).body.contains("late by law"));
    let amiss = program.get("/api/v1/bookings/amiss").json();
    let rows = amiss["late"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["meeting"] == reference.as_str()).expect("it is late");
    assert_eq!(row["booking"]["late"].as_u64(), Some(late));
}

#[test]
fn bookings_that_break_by_what_happened_are_shown_until_they_are_mended() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    assert!(!clerk.get("/queue").body.contains("Bookings that break a rule"), "all is well");
    assert_eq!(clerk.post("/happened", &[("what", "broken")]).status, 422, "there is nothing to mend");
    // M12-0004 is booked with IRO4 on that day.
    let told = [("what", "absent"), ("staff", "iro4 "), ("from", "04/04/2012"), ("until", "04/04/2012")];
    let begun = clerk.post("/happened", &told);
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.header("location").to_owned();
    wait_for(&clerk, &path, "Write it down");
    assert_eq!(clerk.post(&format!("{path}/accept"), &[("choice", "0")]).status, 303);

    let queue = clerk.get("/queue");
    for words in
        ["Bookings that break a rule: ", "H04", "/meetings/M12-0004/book", "Show the ways to mend them"]
    {
        assert!(queue.body.contains(words), "{words}: {}", queue.body);
    }
    assert!(clerk.get("/meetings/M12-0004").body.contains("breaks a rule as it stands"));
    assert!(clerk.get("/calendar?date=2012-04-04").body.contains("breaks H04"));
    let amiss = clerk.get("/api/v1/bookings/amiss").json();
    let breaches = amiss["breaches"].as_array().expect("rows");
    let is_known = |breach: &Value| breach["code"] == "H04" && breach["meetings"][0] == "M12-0004";
    assert!(breaches.iter().any(is_known), "{amiss}");

    // Mended from there, with nothing new to be written down.
    let begun = clerk.post("/happened", &[("what", "broken")]);
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.header("location").to_owned();
    let page = wait_for(&clerk, &path, "Take choice 1");
    assert!(!page.body.contains("Write it down"), "{}", page.body);
    let taken = clerk.post(&format!("{path}/accept"), &[("choice", "1")]);
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(!clerk.get("/queue").body.contains("Bookings that break a rule"));
}

#[test]
fn what_is_not_settled_is_marked_for_the_reception_with_the_time_that_the_room_is_needed() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let place = first_place(&clerk.get(&format!("/meetings/{reference}/book")));
    let hold = [&as_refs(&place)[..], &[("action", "hold")]].concat();
    assert_eq!(clerk.post(&format!("/meetings/{reference}/book"), &hold).status, 303);
    let list = clerk.get(&format!("/calendar/print?date={}", place[0].1));
    assert!(list.body.contains("Room needed"), "{}", list.body);
    let row = list.body.split("<tr").find(|row| row.contains(&reference)).expect("a row").to_owned();
    assert!(row.contains("not settled"), "{row}");
    let shown = clerk.get(&format!("/api/v1/calendar/reception?date={}", place[0].1)).json();
    let venues = shown["venues"].as_array().expect("venues");
    let rows: Vec<&Value> = venues
        .iter()
        .flat_map(|venue| venue["days"].as_array().expect("days"))
        .flat_map(|day| day["bookings"].as_array().expect("bookings"))
        .collect();
    let own = rows.iter().find(|row| row["meeting"] == reference.as_str()).expect("its row");
    assert_eq!(own["is_settled"], false);
    assert!(own["room_needed"]["from"].as_str() <= own["when"]["from"].as_str(), "{own}");
}

#[test]
fn a_place_kept_free_that_is_undone_and_done_again_is_said_to_stand() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let place = first_place(&clerk.get(&format!("/meetings/{reference}/book")));
    let hold = [&as_refs(&place)[..], &[("action", "hold")]].concat();
    let held = clerk.post(&format!("/meetings/{reference}/book"), &hold);
    let undo = |clerk: &mut Visitor, done: &Answer| {
        let (first, last) = done.done();
        clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())])
    };
    let undone = undo(&mut clerk, &held);
    assert!(clerk.get(undone.header("location")).body.contains("not booked"));
    let again = undo(&mut clerk, &undone);
    let page = clerk.get(again.header("location"));
    assert!(page.body.contains("kept free until"), "{}", page.body);
    let (first, last) = again.done();
    let event = clerk.get(&format!("/done?done={first}-{last}"));
    assert!(event.body.contains("kept free until"), "{}", event.body);
}

#[test]
fn whoever_confirms_a_proposal_is_told_whom_to_tell() {
    let desk = Desk::lancashire();
    let (mut clerk, program) = (desk.visitor("clerk-1"), program(&desk));
    let (reference, place) = super::api::first(&program);
    let path = format!("/api/v1/meetings/{reference}/booking");
    let proposed = call(&program, "PUT", &path, &[], &json!({ "place": place, "status": "proposed" }));
    assert_eq!(proposed.status, 201, "{}", proposed.body);
    let expected = clerk.get(&format!("/meetings/{reference}")).field("expected");
    let confirmed = clerk.post(&format!("/meetings/{reference}/confirm"), &[("expected", &expected)]);
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    let page = clerk.get(confirmed.header("location"));
    assert!(page.body.contains("Who must be told"), "{}", page.body);
    assert!(page.body.contains(&format!("is needed for {reference} on ")), "{}", page.body);
}

#[test]
fn what_is_wrong_with_a_wish_is_said_at_its_field() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let cases = [
        ("from=2012-04-12&until=2012-04-11", "#until", "is before from day"),
        (
            "from=2012-04-16&until=2012-04-16&weekday=Tue",
            "#weekday",
            "16 April 2012 is a Monday, and you asked for Tuesdays",
        ),
        ("starts_from=14:00&starts_until=10:00", "#starts_until", "the second time must be later"),
        ("from=2013-04-16", "#from", "is too late: this meeting may be booked on working days from"),
        ("until=2012-04-01", "#until", "is too soon: this meeting may be booked on working days from"),
    ];
    for (query, field, words) in cases {
        let page = clerk.get(&format!("/meetings/{reference}/book?{query}"));
        assert_eq!(page.status, 200, "{query}");
        assert!(page.body.contains(&format!("href=\"{field}\"")), "{query} {field}: {}", page.body);
        assert!(page.body.contains(words), "{query} {words}: {}", page.body);
        assert!(!page.body.contains("No place fits what you look for"), "{query}");
    }
}

#[test]
fn tables_take_days_as_people_write_them_and_say_where_nothing_was_filled_in() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let form = clerk.get("/tables/absences?add=1");
    assert!(form.body.contains("Add an absence"), "{}", form.body);
    let expected = form.field("expected");
    let empty = [
        ("expected", expected.as_str()),
        ("row", "add"),
        ("cell.staff", ""),
        ("cell.starts", " "),
        ("cell.ends", ""),
    ];
    let refused = clerk.post("/tables/absences", &empty);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("nothing was filled in"), "{}", refused.body);
    let row = [
        ("expected", expected.as_str()),
        ("row", "add"),
        ("cell.staff", "IRO1"),
        ("cell.starts", "23/05/2012"),
        ("cell.ends", "23/05/2012 9:30"),
        ("cell.reason", "leave"),
    ];
    let added = clerk.post("/tables/absences", &row);
    assert_eq!(added.status, 303, "{}", added.body);
    let table = clerk.get("/tables/absences?filter=2012-05-23");
    assert!(table.body.contains("2012-05-23T09:30"), "{}", table.body);
}

#[test]
fn a_reason_has_five_hundred_characters_at_most() {
    let desk = Desk::lancashire();
    let (mut clerk, program) = (desk.visitor("clerk-1"), program(&desk));
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    assert!(clerk.get(&format!("/meetings/{reference}")).body.contains("maxlength=\"500\""));
    let cancel = format!("/meetings/{reference}/cancel");
    let refused = clerk.post(&cancel, &[("expected", "0"), ("reason", &"x".repeat(501))]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("501 characters; 500 are the most"), "{}", refused.body);
    let path = format!("/api/v1/meetings/{reference}/cancel");
    let refused = call(&program, "POST", &path, &[], &json!({ "reason": "x".repeat(501) }));
    assert!((400..500).contains(&refused.status), "{}", refused.body);
    assert!(refused.body.contains("500 are the most"), "{}", refused.body);
    assert!(queued(&clerk.get("/queue")).contains(&reference), "nothing was done");
}

#[test]
fn a_room_says_its_venue_and_references_are_read_as_they_are_typed() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let days = [("from", "2012-04-16"), ("until", "2012-04-16")];
    let lost = clerk.post(
        "/happened",
        &[&[("what", "closed"), ("venue", ""), ("room", "PRE-CAP-1")], &days[..]].concat(),
    );
    assert_eq!(lost.status, 303, "{}", lost.body);
    let elsewhere = clerk.post(
        "/happened",
        &[&[("what", "closed"), ("venue", "HEY-SCH"), ("room", "PRE-CAP-1")], &days[..]].concat(),
    );
    assert_eq!(elsewhere.status, 422, "{}", elsewhere.body);
    let typed = [("what", "adjourned"), ("meeting", "m12-0005 "), ("reason", "not quorate")];
    let adjourned = clerk.post("/happened", &typed);
    assert_eq!(adjourned.status, 303, "{}", adjourned.body);
}

#[test]
fn after_a_booking_the_next_of_the_same_queue_is_a_link_away() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let queue = clerk.get("/queue?kind=initial_conference");
    let waiting = queued(&queue);
    let [one, next, ..] = &waiting[..] else { panic!("two wait: {waiting:?}") };
    let on = "queue=,initial_conference,";
    assert!(queue.body.contains(&format!("/meetings/{one}/book?{on}")), "{}", queue.body);
    let place = first_place(&clerk.get(&format!("/meetings/{one}/book?{on}")));
    let given = [&as_refs(&place)[..], &[("queue", ",initial_conference,")]].concat();
    let booked = clerk.post(&format!("/meetings/{one}/book"), &given);
    assert_eq!(booked.status, 303, "{}", booked.body);
    assert!(booked.header("location").ends_with(on), "{}", booked.header("location"));
    let page = clerk.get(booked.header("location"));
    assert!(page.body.contains(&format!("/meetings/{next}/book?{on}")), "{}", page.body);
    assert!(page.body.contains("Next in the queue"), "{}", page.body);
}

#[test]
fn a_chairs_account_needs_to_say_whose_it_is() {
    let desk = Desk::lancashire();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_convene"))
        .args(["account", "add", "chair-9", "--role", "chair"])
        .args(&desk.store)
        .stdin(std::process::Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--person"), "{said}");
    assert_eq!(desk.visitor("admin-1").get("/accounts?who=chair-9").status, 404);
}
