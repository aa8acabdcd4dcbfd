//! Requests that no page makes: each is refused in words, none breaks the desk.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::desk::Desk;

/// Requests in a test; PROPTEST_CASES says otherwise.
const REQUESTS: u32 = 600;

fn requests() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|given| given.parse().ok()).unwrap_or(REQUESTS)
}

#[test]
fn no_request_breaks_the_desk() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let csrf = clerk.csrf.clone();
    let path = prop_oneof![
        Just("/queue"),
        Just("/meetings/M12-0101"),
        Just("/meetings/M12-0101/book"),
        Just("/meetings/M12-0101/release"),
        Just("/meetings/M12-0101/confirm"),
        Just("/meetings/M12-0101/cancel"),
        Just("/undo"),
        Just("/plan/1"),
        Just("/plan/1/accept"),
        Just("/happened"),
        Just("/happened/1/accept"),
        Just("/calendar"),
        Just("/calendar/print"),
        Just("/tables/staff.csv"),
        Just("/export"),
        Just("/import"),
        Just("/api/v1/queue"),
        Just("/api/v1/meetings/M12-0101/places"),
        Just("/api/v1/meetings/M12-0101/booking"),
        Just("/api/v1/bookings"),
        Just("/api/v1/undo"),
        Just("/api/v1/calendar"),
        Just("/api/v1/calendar/reception"),
        Just("/api/v1/find"),
        Just("/api/v1/done"),
        Just("/api/v1/tables/staff.csv"),
        Just("/api/v1/tables/staff.csv/check"),
        Just("/api/v1/tables/staff.csv/rows"),
        Just("/api/v1/tables/staff.csv/rows/1"),
        Just("/api/v1/plans"),
        Just("/api/v1/plans/1/accept"),
        Just("/api/v1/happened"),
        Just("/api/v1/happened/1/accept"),
        Just("/api/v1/import"),
        Just("/api/v1/import/confirm"),
    ];
    let name = prop_oneof![
        Just("date"),
        Just("from"),
        Just("until"),
        Just("start"),
        Just("chair"),
        Just("room"),
        Just("expected"),
        Just("first"),
        Just("last"),
        Just("what"),
        Just("venue"),
        Just("page"),
        Just("view"),
        Just("by"),
        Just("row"),
        Just("done"),
        Just("days"),
        Just("choice"),
        Just("take"),
        Just("moved"),
        Just("moves"),
        Just("top"),
        Just("after"),
    ];
    let value = prop_oneof![
        "\\PC{0,30}",
        Just("-1".to_owned()),
        Just("18446744073709551615".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("-262143-01-01".to_owned()),
        Just("2012-04-18".to_owned()),
        Just("%00".to_owned()),
        Just("' OR 1=1 --".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("24:00".to_owned()),
        Just("A".repeat(5000)),
    ];
    let request = (
        path,
        prop_oneof![Just("GET"), Just("POST"), Just("PUT"), Just("DELETE"), Just("PATCH")],
        prop::collection::vec((name, value), 0..5),
        any::<bool>(),
        prop::collection::vec(any::<u8>(), 0..40),
    );
    let mut runner =
        TestRunner::new(Config { cases: requests(), failure_persistence: None, ..Config::default() });
    let clerk_cell = std::cell::RefCell::new(&mut clerk);
    // Once every kind of page has been asked for, nothing more is kept.
    let (asked, early) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    runner
        .run(&request, |(path, method, fields, is_json, noise)| {
            let clerk = clerk_cell.borrow();
            asked.set(asked.get() + 1);
            if asked.get() == REQUESTS / 2 {
                early.set(desk.memory_mb());
            }
            let query: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
            let answer = if method == "GET" {
                clerk.send(method, &format!("{path}?{}", query.join("&")), &[], "")
            } else if is_json {
                let headers = [
                    ("content-type", "application/json"),
                    ("x-csrf-token", csrf.as_str()),
                    ("if-match", "\"1\""),
                ];
                clerk.send(method, path, &headers, &String::from_utf8_lossy(&noise))
            } else {
                let body = format!("csrf={csrf}&{}", query.join("&"));
                clerk.send(method, path, &[("content-type", "application/x-www-form-urlencoded")], &body)
            };
            prop_assert!(answer.status < 500, "{method} {path}: {} {}", answer.status, answer.body);
            prop_assert!(!answer.body.contains("<script>alert(1)"), "{method} {path} repeats markup");
            Ok(())
        })
        .expect("every request is answered");
    assert_eq!(clerk.get("/queue").status, 200, "the desk goes on");
    assert!(!desk.log().contains("panicked"), "{}", desk.log());
    let (early, late) = (early.get(), desk.memory_mb());
    eprintln!("{} requests: {early} MB after {} of them, {late} MB at the end", asked.get(), REQUESTS / 2);
    assert!(late <= early + early / 4 + 20, "{early} MB became {late}");
}

/// Returns a text as addresses carry it.
fn percent(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
