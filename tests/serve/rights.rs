//! Who may do what: each role at each address.

use super::desk::{ACCOUNTS, Desk, Visitor};

/// Each address with the roles that it is open to. This list shares nothing with the desk's own.
const ADDRESSES: [(&str, &str, &[&str]); 31] = [
    ("GET", "/queue", &["clerk", "manager"]),
    ("GET", "/meetings/M12-0101", &["clerk", "manager"]),
    ("GET", "/meetings/M12-0101/book", &["clerk", "manager"]),
    ("GET", "/calendar", &["clerk", "manager"]),
    ("GET", "/calendar/print", &["clerk", "manager"]),
    ("GET", "/diary", &["chair"]),
    ("GET", "/plan", &["clerk", "manager"]),
    ("GET", "/happened", &["clerk", "manager"]),
    ("GET", "/tables", &["clerk", "manager"]),
    ("GET", "/tables/staff.csv", &["clerk", "manager"]),
    ("GET", "/import", &["clerk", "manager"]),
    ("GET", "/export", &["clerk", "manager"]),
    ("GET", "/staffing", &["manager"]),
    ("GET", "/audit", &["manager", "auditor"]),
    ("GET", "/accounts", &["administrator"]),
    ("GET", "/api/v1/queue", &["clerk", "manager"]),
    ("GET", "/api/v1/meetings/M12-0101", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/book", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/release", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/confirm", &["clerk", "manager"]),
    ("POST", "/meetings/M12-0101/cancel", &["clerk", "manager"]),
    ("POST", "/undo", &["clerk", "manager"]),
    ("POST", "/plan", &["clerk", "manager"]),
    ("POST", "/happened", &["clerk", "manager"]),
    ("POST", "/tables/staff.csv", &["clerk", "manager"]),
    ("POST", "/export", &["clerk", "manager"]),
    ("POST", "/staffing", &["manager"]),
    ("POST", "/audit/verify", &["manager", "auditor"]),
    ("POST", "/accounts", &["administrator"]),
    ("POST", "/accounts/feed", &["administrator"]),
    ("POST", "/diary/feed", &["chair"]),
];

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
            if is_open && method == "GET" {
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
