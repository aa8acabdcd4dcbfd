//! The API: the same acts as the pages, for programs.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, Visitor};

/// Asks as a program does: with the token that `me` gives, and JSON.
pub(crate) fn call(
    visitor: &Visitor,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let all =
        [&[("content-type", "application/json"), ("x-csrf-token", visitor.csrf.as_str())], headers].concat();
    visitor.send(method, path, &all, &if body.is_null() { String::new() } else { body.to_string() })
}

/// Returns the first meeting that waits, and its first place.
pub(crate) fn first(clerk: &Visitor) -> (String, Value) {
    let queue = clerk.get("/api/v1/queue").json();
    let rows = queue.as_object().and_then(|queue| queue.values().find_map(Value::as_array)).expect("rows");
    let reference = rows[0]["meeting"].as_str().expect("a reference").to_owned();
    let places = clerk.get(&format!("/api/v1/meetings/{reference}/places?top=1")).json();
    let places = places.as_object().and_then(|all| all.values().find_map(Value::as_array)).expect("places");
    (reference, places[0]["place"].clone())
}

#[test]
fn a_program_books_changes_and_undoes_and_a_repeated_call_does_nothing_twice() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    clerk.csrf = clerk.get("/api/v1/me").json()["csrf"].as_str().expect("a token").to_owned();
    let (reference, place) = first(&clerk);
    let path = format!("/api/v1/meetings/{reference}/booking");
    let body = json!({ "place": place, "status": "confirmed" });

    let checked =
        call(&clerk, "POST", &format!("/api/v1/meetings/{reference}/check"), &[], &json!({ "place": place }));
    assert_eq!(checked.status, 200, "{}", checked.body);

    let keyed = [("idempotency-key", "one-and-the-same")];
    let booked = call(&clerk, "PUT", &path, &keyed, &body);
    assert_eq!(booked.status, 201, "{}", booked.body);
    let etag = booked.header("etag").to_owned();
    let again = call(&clerk, "PUT", &path, &keyed, &body);
    assert_eq!((again.status, &again.body), (201, &booked.body), "the same answer");
    let events = desk.visitor("auditor-1").get("/api/v1/events?after=0&most=1000").json().to_string();
    assert_eq!(
        events.matches("\"booked\"").count(),
        2,
        "the first bookings of the store, and this one: {events}"
    );

    // Without the version, with an old one, with the right one.
    assert_eq!(call(&clerk, "PUT", &path, &[], &body).status, 428);
    assert_eq!(call(&clerk, "PUT", &path, &[("if-match", "\"1\"")], &body).status, 412);
    assert_eq!(call(&clerk, "DELETE", &path, &[("if-match", &etag)], &Value::Null).status, 200);
    let queue = clerk.get("/api/v1/queue").body;
    assert!(queue.contains(&reference), "it waits again");
}

#[test]
fn what_is_wrong_with_a_call_is_a_problem_document() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    clerk.csrf = clerk.get("/api/v1/me").json()["csrf"].as_str().expect("a token").to_owned();
    let (reference, place) = first(&clerk);
    let path = format!("/api/v1/meetings/{reference}/booking");
    let mut bad = place.clone();
    bad["date"] = json!("2012-04-06");
    let cases: [(&str, &str, Value, u16); 5] = [
        ("PUT", &path, json!({ "place": bad, "status": "confirmed" }), 422),
        ("PUT", &path, json!({ "place": place, "status": "confirmed", "unknown": 1 }), 422),
        ("PUT", "/api/v1/meetings/NONE/booking", json!({ "place": place, "status": "confirmed" }), 404),
        ("GET", "/api/v1/nothing", Value::Null, 404),
        ("GET", "/api/v1/queue?unknown=1", Value::Null, 400),
    ];
    for (method, path, body, status) in cases {
        let answer = call(&clerk, method, path, &[], &body);
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert_eq!(answer.json()["status"], status);
    }
    // Without the token nothing is written.
    let plain = [("content-type", "application/json")];
    let body = json!({ "place": place, "status": "confirmed" }).to_string();
    assert_eq!(clerk.send("PUT", &path, &plain, &body).status, 403);
}

#[test]
fn every_call_is_described() {
    let desk = Desk::lancashire();
    let document = Visitor::nobody(&desk.url).get("/api/v1/openapi.json");
    assert_eq!(document.status, 200);
    let document = document.json();
    assert!(document["openapi"].as_str().expect("a version").starts_with("3.1"));
    let paths = document["paths"].as_object().expect("paths");
    for path in ["/api/v1/queue", "/api/v1/meetings/{reference}/booking", "/api/v1/undo", "/api/v1/events"] {
        assert!(paths.contains_key(path), "{path} is not among {:?}", paths.keys());
    }
}
