//! A store that is not what its events say is not served.

use std::process::Command;

use super::desk::Desk;

/// Returns what `serve` says of a desk's store once `sql` has been done to it; the desk that was at work has ended.
fn served_after(sql: &str) -> (Option<i32>, String) {
    let mut desk = Desk::lancashire();
    desk.kill();
    let connection = rusqlite::Connection::open(desk.folder.path().join("desk.db")).expect("it opens");
    assert!(0 < connection.execute(sql, []).expect("rows can be changed"), "{sql}");
    drop(connection);
    // Where it would serve, it would not end by itself: the port is that of nobody, so that it ends after it has read the store.
    let output = Command::new(env!("CARGO_BIN_EXE_convene"))
        .args([
            "serve",
            "--listen",
            "192.0.2.1:1",
            "--public-url",
            "https://desk.example",
            "--today",
            "2012-04-02",
        ])
        .args(&desk.store)
        .output()
        .expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_was_changed_behind_the_record_is_refused_and_never_served() {
    for (sql, why) in [
        ("UPDATE account SET role = 'administrator' WHERE who = 'clerk-1'", "account clerk-1"),
        ("UPDATE booking SET chair = 'IRO1' WHERE chair <> 'IRO1'", "the booking of meeting"),
        ("UPDATE event SET who = 'clerk-9' WHERE number = 2", "event 2"),
    ] {
        let (code, said) = served_after(sql);
        assert_eq!(code, Some(2), "{sql}: {said}");
        assert!(said.contains("not sound, and is not served") && said.contains(why), "{sql}: {said}");
        assert!(said.contains("convene restore"), "{said}");
    }
    // What no event tells of is no reason.
    let (_, said) = served_after("UPDATE account SET secret = 'other' WHERE who = 'clerk-1'");
    assert!(!said.contains("not sound") && said.contains("failed to listen"), "{said}");
}
