//! Whatever a page does, a program can do by a call of the API, with the same right.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Desk, Visitor};

/// What a page needs no counterpart for: it is of browsers only, or of signing in, which the API's description tells in words.
/// A feed is read by calendar programs, at the address that its own call has told.
const OF_BROWSERS: [&str; 7] =
    ["/", "/sign-in", "/sign-out", "/accessibility", "/assets/{name}", "/feeds/{name}", "/health"];

/// Each page's address and method with the calls that do the same, and the right of both.
const COUNTERPARTS: [(&str, &str, &str, &[&str]); 53] = [
    ("GET", "/queue", "see", &["queue", "holds", "amiss", "choices"]),
    ("GET", "/find", "see", &["find"]),
    ("GET", "/meetings/{reference}", "see", &["meeting", "explanation", "history"]),
    ("GET", "/meetings/{reference}/invitation.ics", "see", &["invitation"]),
    ("GET", "/calendar", "see", &["calendar", "bookings"]),
    ("GET", "/calendar/print", "see", &["reception"]),
    ("GET", "/diary", "see_own", &["diary", "own_week"]),
    ("POST", "/diary/feed", "see_own", &["turn_feed_on", "turn_feed_off"]),
    ("GET", "/meetings/{reference}/outcome", "follow_up", &["outcome"]),
    ("POST", "/meetings/{reference}/outcome", "follow_up", &["record_outcome"]),
    ("GET", "/lists", "follow_up", &["work_lists"]),
    ("GET", "/lists/{name}", "follow_up", &["work_list"]),
    ("GET", "/lists/{name}/list.csv", "follow_up", &["work_list"]),
    ("GET", "/indicators", "see", &["indicators"]),
    ("POST", "/reports", "export", &["begin_report"]),
    ("GET", "/reports/{job}", "export", &["report"]),
    ("GET", "/reports/{job}/file", "export", &["report_file"]),
    ("GET", "/meetings/{reference}/book", "book", &["places", "places_with_moves"]),
    ("POST", "/meetings/{reference}/book", "book", &["book", "check"]),
    ("POST", "/meetings/{reference}/release", "book", &["release"]),
    ("POST", "/meetings/{reference}/confirm", "book", &["confirm"]),
    ("POST", "/meetings/{reference}/cancel", "book", &["cancel"]),
    ("POST", "/undo", "book", &["undo"]),
    ("GET", "/undone", "book", &["done"]),
    ("GET", "/plan", "book", &["plans"]),
    ("POST", "/plan", "book", &["begin_plan"]),
    ("GET", "/plan/{job}", "book", &["plan"]),
    ("POST", "/plan/{job}/cancel", "book", &["end_plan"]),
    ("POST", "/plan/{job}/accept", "book", &["accept_plan"]),
    ("GET", "/happened", "book", &["tell_happened"]),
    ("POST", "/happened", "book", &["tell_happened"]),
    ("GET", "/happened/{job}", "book", &["happened"]),
    ("POST", "/happened/{job}/accept", "book", &["accept_happened"]),
    ("POST", "/happened/{job}/cancel", "book", &["end_happened"]),
    ("GET", "/done", "book", &["done"]),
    ("GET", "/tables", "edit", &["tables"]),
    ("GET", "/tables/{name}", "edit", &["table"]),
    ("POST", "/tables/{name}", "edit", &["replace_table", "check_table", "add_row", "set_row", "remove_row"]),
    ("GET", "/import", "edit", &["import"]),
    ("POST", "/import", "edit", &["import"]),
    ("POST", "/import/confirm", "edit", &["confirm_import"]),
    ("GET", "/export", "export", &["export"]),
    ("POST", "/export", "export", &["export"]),
    ("GET", "/staffing", "staffing", &["scenarios", "runs"]),
    ("POST", "/staffing", "staffing", &["begin_forecast", "begin_sizing", "end_run"]),
    ("GET", "/staffing/{job}", "staffing", &["run"]),
    ("GET", "/audit", "audit", &["events", "newest_events"]),
    ("POST", "/audit/verify", "audit", &["verification"]),
    ("GET", "/accounts", "accounts", &["accounts", "account"]),
    (
        "POST",
        "/accounts",
        "accounts",
        &["make_account", "change_account", "give_password", "close_account", "open_account"],
    ),
    ("POST", "/accounts/feed", "accounts", &["end_feed"]),
    ("GET", "/outbox", "messages", &["outbox"]),
    ("POST", "/outbox", "messages", &["retry_message", "settle_message"]),
];

/// Returns every address of the desk's own list with its methods.
fn routed() -> BTreeSet<(&'static str, String)> {
    let source = include_str!("../../src/serve/routes.rs");
    let mut all = BTreeSet::new();
    for route in source.split(".route(").skip(1) {
        let path = route.split('"').nth(1).expect("an address").to_owned();
        // What follows belongs to the next address, or to none.
        let route = route.split(".merge(").next().unwrap_or_default();
        for (method, call) in [("GET", "get("), ("POST", "post(")] {
            if route.contains(call) {
                all.insert((method, path.clone()));
            }
        }
    }
    all
}

#[test]
fn every_page_has_its_call_in_the_api_with_the_same_right() {
    let desk = Desk::lancashire();
    let document = Visitor::nobody(&desk.url).get("/api/v1/openapi.json").json();
    let operations: BTreeMap<&str, &str> = document["paths"]
        .as_object()
        .expect("paths")
        .values()
        .flat_map(|item| item.as_object().expect("an item").values())
        .map(|one| {
            (one["operationId"].as_str().expect("an id"), one["description"].as_str().unwrap_or_default())
        })
        .collect();
    let known: BTreeSet<(&str, String)> =
        COUNTERPARTS.iter().map(|(method, path, ..)| (*method, (*path).to_owned())).collect();
    let routed = routed();
    assert!(40 <= routed.len(), "the desk's list is read: {routed:?}");
    for (method, path) in &routed {
        let is_of_browsers = OF_BROWSERS.contains(&path.as_str());
        let is_known = known.contains(&(*method, path.clone()));
        assert!(is_of_browsers || is_known, "{method} {path} has no counterpart in the API");
    }
    for (method, path, right, calls) in COUNTERPARTS {
        assert!(routed.contains(&(method, path.to_owned())), "there is no {method} {path} any more");
        for call in calls {
            let described = operations.get(call);
            let described = described.unwrap_or_else(|| panic!("{method} {path}: there is no call {call}"));
            assert!(
                described.contains(&format!("the right `{right}`")),
                "{method} {path} {call}: {described}"
            );
        }
    }
    let about = document["info"]["description"].as_str().expect("a description");
    for address in ["POST /sign-in", "POST /sign-out"] {
        assert!(about.contains(address), "{address} is not told");
    }
}
