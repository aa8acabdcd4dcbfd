//! Who may do what: each role at each address.

use super::desk::{ACCOUNTS, Desk, Visitor};

/// Each address with the roles that it is open to. This list shares nothing with the desk's own.
const ADDRESSES: [(&str, &str, &[&str]); 48] = [
    ("GET", "/queue", &["clerk", "manager"]),
    ("GET", "/meetings/M12-0101", &["clerk", "manager"]),
    ("GET", "/meetings/M12-0101/book", &["clerk", "manager"]),
    ("GET", "/calendar", &["clerk", "manager"]),
    ("GET", "/calendar/print", &["clerk", "manager"]),
    ("GET", "/diary", &["chair"]),
    // Of this one IRO1 is the chair, whose account the chair's is.
    ("GET", "/meetings/M12-0034/outcome", &["clerk", "manager", "chair"]),
    ("GET", "/meetings/M12-0101/outcome", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0034/outcome", &["clerk", "manager", "chair"]),
    ("GET", "/lists", &["clerk", "manager", "chair"]),
    ("GET", "/lists/minutes_overdue", &["clerk", "manager", "chair"]),
    ("GET", "/lists/minutes_overdue/list.csv", &["clerk", "manager", "chair"]),
    ("GET", "/indicators", &["clerk", "manager"]),
    ("POST", "/reports", &["clerk", "manager"]),
    ("GET", "/plan", &["clerk", "manager"]),
    ("GET", "/happened", &["clerk", "manager"]),
    ("GET", "/tables", &["clerk", "manager"]),
    ("GET", "/tables/staff.csv", &["clerk", "manager"]),
    ("GET", "/import", &["clerk", "manager"]),
    ("GET", "/export", &["clerk", "manager"]),
    ("GET", "/staffing", &["manager"]),
    ("GET", "/audit", &["manager", "auditor"]),
    ("GET", "/accounts", &["administrator"]),
    ("GET", "/find?reference=M12-0101", &["clerk", "manager"]),
    ("GET", "/done", &["clerk", "manager"]),
    ("GET", "/undone", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/book", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/release", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/confirm", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/cancel", &["clerk", "manager"]),
    ("POST", "/undo", &["clerk", "manager"]),
    ("POST", "/plan", &["clerk", "manager"]),
    ("POST", "/plan/1/cancel", &["clerk", "manager"]),
    ("POST", "/plan/1/accept", &["clerk", "manager"]),
    ("POST", "/happened", &["clerk", "manager"]),
    ("POST", "/happened/1/cancel", &["clerk", "manager"]),
    ("POST", "/happened/1/accept", &["clerk", "manager"]),
    ("POST", "/tables/staff.csv", &["clerk", "manager"]),
    ("POST", "/import", &["clerk", "manager"]),
    ("POST", "/import/confirm", &["clerk", "manager"]),
    ("POST", "/export", &["clerk", "manager"]),
    ("POST", "/staffing", &["manager"]),
    ("POST", "/audit/verify", &["manager", "auditor"]),
    ("POST", "/accounts", &["administrator"]),
    ("POST", "/accounts/feed", &["administrator"]),
    ("POST", "/diary/feed", &["chair"]),
    ("GET", "/outbox", &["clerk", "manager", "administrator"]),
    ("POST", "/outbox", &["clerk", "manager", "administrator"]),
];

/// Who sees meetings and books them, and keeps the register.
const DESK: &[&str] = &["clerk", "manager"];
const CHAIR: &[&str] = &["chair"];
/// Who follows meetings up: chairs their own.
const FOLLOW_UP: &[&str] = &["clerk", "manager", "chair"];
const MANAGER: &[&str] = &["manager"];
const RECORD: &[&str] = &["manager", "auditor"];
const ADMINISTRATOR: &[&str] = &["administrator"];
/// Who looks after messages.
const POST: &[&str] = &["clerk", "manager", "administrator"];

/// Each call of the API with the roles that it is open to. This list shares nothing with the desk's own.
const CALLS: [(&str, &str, &[&str]); 73] = [
    ("GET", "/api/v1/choices", DESK),
    ("GET", "/api/v1/queue", DESK),
    ("GET", "/api/v1/holds", DESK),
    ("GET", "/api/v1/find", DESK),
    ("GET", "/api/v1/bookings", DESK),
    ("GET", "/api/v1/bookings/amiss", DESK),
    ("GET", "/api/v1/calendar", DESK),
    ("GET", "/api/v1/calendar/reception", DESK),
    ("GET", "/api/v1/meetings/{reference}", DESK),
    ("GET", "/api/v1/meetings/{reference}/explanation", DESK),
    ("GET", "/api/v1/meetings/{reference}/history", DESK),
    ("GET", "/api/v1/meetings/{reference}/invitation", DESK),
    ("GET", "/api/v1/diary", CHAIR),
    ("GET", "/api/v1/diary/week", CHAIR),
    ("POST", "/api/v1/diary/feed", CHAIR),
    ("DELETE", "/api/v1/diary/feed", CHAIR),
    // The meeting that is named is none of the chair's.
    ("GET", "/api/v1/meetings/{reference}/outcome", DESK),
    ("POST", "/api/v1/meetings/{reference}/outcome", FOLLOW_UP),
    ("GET", "/api/v1/lists", FOLLOW_UP),
    ("GET", "/api/v1/lists/{name}", FOLLOW_UP),
    ("GET", "/api/v1/indicators", DESK),
    ("POST", "/api/v1/reports", DESK),
    ("GET", "/api/v1/reports/{job}", DESK),
    ("GET", "/api/v1/reports/{job}/file", DESK),
    ("GET", "/api/v1/meetings/{reference}/places", DESK),
    ("GET", "/api/v1/meetings/{reference}/places/moves", DESK),
    ("POST", "/api/v1/meetings/{reference}/check", DESK),
    ("PUT", "/api/v1/meetings/{reference}/booking", DESK),
    ("DELETE", "/api/v1/meetings/{reference}/booking", DESK),
    ("POST", "/api/v1/meetings/{reference}/confirm", DESK),
    ("POST", "/api/v1/meetings/{reference}/cancel", DESK),
    ("POST", "/api/v1/undo", DESK),
    ("GET", "/api/v1/done", DESK),
    ("GET", "/api/v1/plans", DESK),
    ("POST", "/api/v1/plans", DESK),
    ("GET", "/api/v1/plans/{job}", DESK),
    ("POST", "/api/v1/plans/{job}/cancel", DESK),
    ("POST", "/api/v1/plans/{job}/accept", DESK),
    ("POST", "/api/v1/happened", DESK),
    ("GET", "/api/v1/happened/{job}", DESK),
    ("POST", "/api/v1/happened/{job}/cancel", DESK),
    ("POST", "/api/v1/happened/{job}/accept", DESK),
    ("GET", "/api/v1/tables", DESK),
    ("GET", "/api/v1/tables/{name}", DESK),
    ("PUT", "/api/v1/tables/{name}", DESK),
    ("POST", "/api/v1/tables/{name}/check", DESK),
    ("POST", "/api/v1/tables/{name}/rows", DESK),
    ("PUT", "/api/v1/tables/{name}/rows/{row}", DESK),
    ("DELETE", "/api/v1/tables/{name}/rows/{row}", DESK),
    ("POST", "/api/v1/import", DESK),
    ("POST", "/api/v1/import/confirm", DESK),
    ("POST", "/api/v1/export", DESK),
    ("GET", "/api/v1/staffing/scenarios", MANAGER),
    ("POST", "/api/v1/staffing/forecasts", MANAGER),
    ("POST", "/api/v1/staffing/sizings", MANAGER),
    ("GET", "/api/v1/staffing/runs", MANAGER),
    ("GET", "/api/v1/staffing/runs/{job}", MANAGER),
    ("POST", "/api/v1/staffing/runs/{job}/cancel", MANAGER),
    ("GET", "/api/v1/events", RECORD),
    ("GET", "/api/v1/events/newest", RECORD),
    ("GET", "/api/v1/events/verification", RECORD),
    ("GET", "/api/v1/accounts", ADMINISTRATOR),
    ("POST", "/api/v1/accounts", ADMINISTRATOR),
    ("GET", "/api/v1/accounts/{who}", ADMINISTRATOR),
    ("PUT", "/api/v1/accounts/{who}", ADMINISTRATOR),
    ("POST", "/api/v1/accounts/{who}/password", ADMINISTRATOR),
    ("POST", "/api/v1/accounts/{who}/close", ADMINISTRATOR),
    ("POST", "/api/v1/accounts/{who}/open", ADMINISTRATOR),
    ("POST", "/api/v1/accounts/{who}/link", ADMINISTRATOR),
    ("DELETE", "/api/v1/accounts/{who}/feed", ADMINISTRATOR),
    ("GET", "/api/v1/outbox", POST),
    ("POST", "/api/v1/outbox/{id}/retry", POST),
    ("POST", "/api/v1/outbox/{id}/arrived", POST),
];

/// Returns a call with something in the place of what it names.
fn named(path: &str) -> String {
    let path = match path {
        "/api/v1/find" => "/api/v1/find?reference=M12-0101",
        "/api/v1/done" => "/api/v1/done?first=1&last=1",
        "/api/v1/lists/{name}" => "/api/v1/lists/minutes_overdue",
        path => path,
    };
    let places = [
        ("{reference}", "M12-0101"),
        ("{name}", "staff.csv"),
        ("{row}", "1"),
        ("{job}", "1"),
        ("{id}", "1"),
        ("{who}", "clerk-1"),
    ];
    places.iter().fold(path.to_owned(), |path, (name, given)| path.replace(name, given))
}

#[test]
fn each_role_may_what_it_may_and_nothing_else() {
    let desk = Desk::lancashire();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (who, role) in ACCOUNTS {
        let visitor = desk.visitor(who);
        for (method, path, roles) in ADDRESSES {
            // A form without its token: whoever may, is refused for that alone; it changes nothing.
            let answer = visitor.send(method, path, &form, "");
            let is_open = roles.contains(&role);
            let said = format!("{role} {method} {path}: {} {}", answer.status, answer.body);
            if is_open && path.starts_with("/find") {
                assert_eq!(answer.status, 303, "{said}");
            } else if is_open && method == "GET" {
                assert_eq!(answer.status, 200, "{said}");
            } else if is_open {
                assert!(
                    matches!(answer.status, 403 | 415 | 422) && !answer.body.contains("Your role"),
                    "{said}"
                );
            } else {
                assert_eq!(answer.status, 403, "{said}");
                assert!(answer.body.to_lowercase().contains("your role may not"), "{said}");
            }
        }
    }
    let nobody = Visitor::nobody(&desk.url);
    for (method, path, _) in ADDRESSES {
        let answer = nobody.send(method, path, &form, "");
        let expected: &[u16] = if path.starts_with("/api/") { &[401] } else { &[303] };
        assert!(expected.contains(&answer.status), "nobody {method} {path}: {}", answer.status);
    }
    // What was refused is in the audit.
    let audit = desk.visitor("auditor-1").get("/audit?what=refused");
    assert!(audit.body.contains("may not change bookings"), "{}", audit.body);
}

#[test]
fn each_role_may_call_what_it_may_and_nothing_else() {
    let desk = Desk::lancashire();
    let json = [("content-type", "application/json")];
    for (who, role) in ACCOUNTS {
        let visitor = desk.visitor(who);
        for (method, path, roles) in CALLS {
            // A write without the session's token: whoever may, is refused for that alone; it changes nothing.
            let answer = visitor.send(method, &named(path), &json, "");
            let said = format!("{role} {method} {path}: {} {}", answer.status, answer.body);
            let is_refused = answer.body.contains("your role may not");
            assert_eq!(is_refused, !roles.contains(&role), "{said}");
            // There is no job and no invitation yet.
            let is_there = !path.contains("{job}") && !path.ends_with("/invitation");
            let expected = match (is_refused, method, is_there) {
                (true, ..) | (false, "POST" | "PUT" | "DELETE", _) => 403,
                (false, _, true) => 200,
                (false, _, false) => 404,
            };
            assert_eq!(answer.status, expected, "{said}");
        }
        assert_eq!(visitor.get("/api/v1/me").status, 200);
    }
    let nobody = Visitor::nobody(&desk.url);
    for (method, path, _) in CALLS {
        let answer = nobody.send(method, &named(path), &json, "");
        assert_eq!(answer.status, 401, "nobody {method} {path}: {}", answer.body);
    }
}

#[test]
fn every_call_that_is_described_is_tried_by_each_role() {
    let desk = Desk::lancashire();
    let document = Visitor::nobody(&desk.url).get("/api/v1/openapi.json").json();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("an item").keys() {
            let is_open = ["/api/v1/openapi.json", "/api/v1/me"].contains(&path.as_str());
            let is_tried =
                CALLS.iter().any(|(tried, at, _)| tried.eq_ignore_ascii_case(method) && at == path);
            assert!(is_open || is_tried, "{method} {path} is not tried");
        }
    }
}
