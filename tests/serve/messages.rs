//! People are written to of what is done at the desk: by references, once, and not of what is undone at once.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::desk::{Desk, Visitor, as_refs, first_place, queued, scenario};
use crate::outbox::mail_server::MailServer;
use crate::program::{convene, json, said};

/// Returns the path of contacts with an address for everybody of the scenario who is written to.
fn contacts(folder: &Path) -> String {
    let column = |file: &str, name: &str| -> Vec<String> {
        let text = fs::read_to_string(scenario("lancashire-2012").join(file)).expect("a table");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().expect("a header").iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("{file} has no {name}"));
        let mut all: Vec<String> = reader
            .records()
            .map(|row| row.expect("a row")[at].to_owned())
            .filter(|cell| !cell.is_empty())
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let everybody = [
        column("staff.csv", "staff"),
        column("households.csv", "social_worker"),
        column("venues.csv", "venue"),
    ]
    .concat();
    let rows: String =
        everybody.iter().map(|who| format!("{who},{}@example.gov.uk,both\n", who.to_lowercase())).collect();
    let path = folder.join("contacts.csv");
    fs::write(&path, format!("ref,email,language\n{rows}")).expect("it is written");
    path.display().to_string()
}

/// Books the first place of the first meeting of the queue; returns the meeting and the events.
fn book(clerk: &mut Visitor) -> (String, (u64, u64)) {
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let path = format!("/meetings/{reference}/book");
    let place = first_place(&clerk.get(&path));
    let booked = clerk.post(&path, &as_refs(&place));
    assert_eq!(booked.status, 303, "{}", booked.body);
    let events = booked.done();
    (reference, events)
}

fn messages(clerk: &Visitor, standing: &str) -> Vec<serde_json::Value> {
    let answer = clerk.get(&format!("/api/v1/outbox?standing={standing}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["messages"].as_array().expect("a list").clone()
}

#[test]
fn nobody_is_written_to_unless_messages_are_on() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    book(&mut clerk);
    let outbox = clerk.get("/api/v1/outbox").json();
    assert_eq!(
        (outbox["is_on"].as_bool(), outbox["messages"].as_array().map(Vec::len)),
        (Some(false), Some(0))
    );
    assert!(clerk.get("/outbox").body.contains("Messages are off"));
}

#[test]
fn of_what_is_undone_at_once_nobody_hears() {
    let folder = tempfile::tempdir().expect("a folder");
    let contacts = contacts(folder.path());
    let desk = Desk::told(&["--contacts", &contacts, "--remind", "0", "--hold-back", "5"]);
    let mut clerk = desk.visitor("clerk-1");
    let (reference, (first, last)) = book(&mut clerk);
    let waiting = messages(&clerk, "queued");
    let kinds: Vec<&str> = waiting.iter().filter_map(|message| message["kind"].as_str()).collect();
    assert!(kinds.contains(&"invitation"), "{waiting:?}");
    assert!(waiting.iter().all(|message| message["meeting"] == reference.as_str()), "{waiting:?}");
    let page = clerk.get("/outbox");
    assert!(page.body.contains(&reference) && !page.body.contains('@'), "{}", page.body);
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(messages(&clerk, "withdrawn").len(), waiting.len());
    assert!(messages(&clerk, "queued").is_empty(), "nobody heard of it, so nobody is told that it is off");
    assert!(!desk.log().contains('@'), "{}", desk.log());
    // Nothing is to be decided about what was taken back.
    let id = messages(&clerk, "withdrawn")[0]["id"].to_string();
    let refused = clerk.post("/outbox", &[("id", &id), ("decision", "retry")]);
    assert_eq!(refused.status, 422, "{}", refused.body);
}

#[test]
fn invitations_and_cancellations_reach_the_mail_server_by_references_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let contacts = contacts(folder.path());
    let server = MailServer::start();
    let url = server.url();
    let desk = Desk::told(&[
        "--contacts",
        &contacts,
        "--remind",
        "0",
        "--hold-back",
        "0",
        "--from",
        "desk@example.gov.uk",
        "--smtp",
        &url,
    ]);
    let mut clerk = desk.visitor("clerk-1");
    let (reference, (first, last)) = book(&mut clerk);
    let until_sent = |n: usize| {
        let end = Instant::now() + Duration::from_secs(60);
        while server.accepted().len() < n && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(100));
        }
        server.accepted()
    };
    let n_invited = messages(&clerk, "queued").len() + messages(&clerk, "handed_over").len();
    assert!(2 <= n_invited, "a chair and a social worker at least");
    let invited = until_sent(n_invited);
    assert_eq!(invited.len(), n_invited);
    for mail in &invited {
        let unfolded = mail.text.replace("=\r\n", "");
        assert!(unfolded.contains(&reference), "{unfolded}");
        for unwanted in ["child", "famil", "household", "H12-"] {
            let text = unfolded.split("BEGIN:VCALENDAR").next().unwrap_or_default().to_lowercase();
            assert!(!text.contains(&unwanted.to_lowercase()), "{unwanted}: {text}");
        }
    }
    assert!(invited.iter().any(|mail| mail.text.contains("METHOD:REQUEST")));
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    let all = until_sent(2 * n_invited);
    assert_eq!(all.len(), 2 * n_invited, "who was invited is told that it is off");
    assert!(all[n_invited..].iter().any(|mail| mail.text.contains("METHOD:CANCEL")));
    assert!(!desk.log().contains('@'), "{}", desk.log());
}

#[test]
fn without_a_mail_server_messages_are_saved_as_files_by_a_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let contacts = contacts(folder.path());
    let desk = Desk::told(&["--contacts", &contacts, "--remind", "0", "--hold-back", "0"]);
    let mut clerk = desk.visitor("clerk-1");
    book(&mut clerk);
    let n = messages(&clerk, "queued").len();
    let store: Vec<&str> = desk.store.iter().map(String::as_str).collect();
    let run = |command: &[&str]| convene(folder.path(), &[command, &store[..]].concat());
    let nowhere = run(&["outbox", "send", "--contacts", &contacts, "--from", "desk@example.gov.uk"]);
    assert_eq!(nowhere.status.code(), Some(2), "{}", said(&nowhere));
    let saved = run(&[
        "outbox",
        "send",
        "--contacts",
        &contacts,
        "--from",
        "desk@example.gov.uk",
        "--out",
        "letters",
    ]);
    assert!(saved.status.success(), "{}", said(&saved));
    assert_eq!(fs::read_dir(folder.path().join("letters")).expect("a folder").count(), n);
    let listed = run(&["outbox", "list", "--json"]);
    assert_eq!(json(&listed)["counts"]["handed_over"], n, "{}", said(&listed));
    // Reminders and chasers come once.
    let chase = |queued: fn(&serde_json::Value) -> bool| {
        let chased = run(&["outbox", "chase", "--today", "2012-04-02", "--json"]);
        assert!(chased.status.success() && queued(&json(&chased)["queued"]), "{}", said(&chased));
    };
    chase(serde_json::Value::is_u64);
    chase(|queued| *queued == 0);
}

#[test]
fn contacts_and_templates_with_faults_are_told_before_anything_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("contacts.csv"), "ref,email\nW-1,nowhere\n").expect("written");
    fs::create_dir_all(folder.path().join("own/en")).expect("a folder");
    fs::write(folder.path().join("own/en/change.txt"), "Subject: {{ meting }}\n\nx\n").expect("written");
    let run = |contacts: &str| {
        let more =
            ["--from", "desk@example.gov.uk", "--templates", "own", "--out", "letters", "--db", "none.db"];
        convene(folder.path(), &[&["outbox", "send", "--contacts", contacts], &more[..]].concat())
    };
    let told = run("contacts.csv");
    assert_eq!(told.status.code(), Some(2));
    assert!(said(&told).contains("contacts.csv:2:2: email is no address"), "{}", said(&told));
    fs::write(folder.path().join("contacts.csv"), "ref,email\nW-1,w1@example.gov.uk\n").expect("written");
    let told = said(&run("contacts.csv"));
    assert!(
        told.contains("own/en/change.txt:1:1: there is no placeholder meting; maybe meeting was meant"),
        "{told}"
    );
}
