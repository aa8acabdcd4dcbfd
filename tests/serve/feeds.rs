//! Calendar feeds over HTTP: turned on and off, read by programs that cannot sign in, and by a parser that had no part in writing them.

use std::collections::BTreeMap;
use std::process::Command;

use calcard::icalendar::{ICalendar, ICalendarProperty as Is, ICalendarValue};

use super::desk::{Answer, Desk, Visitor};

/// Returns the path of the feed that a page shows, which it does once.
pub(crate) fn path_in(page: &Answer) -> String {
    assert_eq!(page.status, 200, "{}", page.body);
    let after = page.body.split("/feeds/").nth(1).unwrap_or_else(|| panic!("no address: {}", page.body));
    format!("/feeds/{}", after.split('"').next().expect("an end"))
}

/// What an independent reader makes of a feed: entries by their meeting.
fn read(text: &str) -> BTreeMap<String, Entry> {
    let calendar = ICalendar::parse(text).unwrap_or_else(|error| panic!("no calendar: {error:?}: {text}"));
    let events = calendar.components.iter().filter(|part| part.component_type.is_event());
    events
        .map(|event| {
            let value = |is: Is| &event.property(&is).unwrap_or_else(|| panic!("{is:?} is given")).values[0];
            let words = |is: Is| value(is).as_text().expect("text").to_owned();
            let day = |is: Is| {
                let ICalendarValue::PartialDateTime(at) = value(is) else { panic!("a moment") };
                assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "in UTC");
                let (year, month, day) =
                    (at.year.expect("a year"), at.month.expect("a month"), at.day.expect("a day"));
                format!("{year:04}-{month:02}-{day:02}")
            };
            let uid = words(Is::Uid);
            let reference = uid.split('@').next().expect("a reference").to_owned();
            assert!(day(Is::Dtstamp).starts_with("20"));
            let entry = Entry {
                day: day(Is::Dtstart),
                summary: words(Is::Summary),
                sequence: value(Is::Sequence).as_integer().expect("a number"),
            };
            (reference, entry)
        })
        .collect()
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    day: String,
    summary: String,
    sequence: i64,
}

#[test]
fn a_feed_is_off_until_its_owner_turns_it_on_and_is_what_their_diary_shows() {
    let desk = Desk::lancashire();
    let mut chair = desk.visitor("chair-1");
    assert!(chair.get("/diary").body.contains("It is off"));
    let shown = chair.post("/diary/feed", &[("feed", "on")]);
    let path = path_in(&shown);
    let token = path.trim_start_matches("/feeds/").trim_end_matches(".ics").to_owned();
    assert_eq!(token.len(), 64, "256 bits");
    let title = shown.body.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).expect("a title");
    assert!(!title.contains(&token));
    // It is shown this once.
    let diary = chair.get("/diary").body;
    assert!(diary.contains("Your calendar feed is on") && !diary.contains(&token), "{diary}");

    // A program that has no session reads it.
    let program = Visitor::nobody(&desk.url);
    let feed = program.get(&path);
    assert_eq!(feed.status, 200, "{}", feed.body);
    for (name, expected) in [
        ("content-type", "text/calendar; charset=utf-8"),
        ("cache-control", "private, no-store"),
        ("x-robots-tag", "noindex, nofollow"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(feed.header(name), expected, "{name}");
    }
    for line in ["METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-WR-CALNAME:IRO1"] {
        assert!(feed.body.split("\r\n").any(|one| one == line), "{line}: {}", feed.body);
    }
    assert!(feed.body.split("\r\n").all(|line| line.len() <= 75));
    let entries = read(&feed.body);
    assert!(!entries.is_empty());
    // As the diary has it: four weeks back, and what is to come, of this chair alone.
    let clerk = desk.visitor("clerk-1");
    let asked = "/api/v1/bookings?person=IRO1&from=2012-03-05&until=2012-06-08";
    let bookings = clerk.get(asked).json()["bookings"].as_array().expect("bookings").clone();
    let expected: Vec<&str> = bookings.iter().filter_map(|one| one["meeting"].as_str()).collect();
    assert_eq!(entries.len(), expected.len(), "{expected:?}\n{entries:?}");
    for meeting in expected {
        let entry = entries.get(meeting).unwrap_or_else(|| panic!("{meeting} is not in {entries:?}"));
        assert_eq!(entry.summary, format!("{meeting} meeting"));
        assert!("2012-03-05" <= entry.day.as_str());
    }

    // What has not changed is not sent again.
    let etag = feed.header("etag").to_owned();
    let again = program.send("GET", &path, &[("if-none-match", &etag)], "");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), etag);
    assert_eq!(program.get(&path).body, feed.body, "the same bytes while nothing changes");

    // Nothing of the address is in the record, the log or the store.
    let listed = Command::new(env!("CARGO_BIN_EXE_convene"))
        .args(["audit", "list", "--json"])
        .args(&desk.store)
        .output()
        .expect("the program runs");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.contains("feed_changed") && !listed.contains(&token));
    assert!(!desk.log().contains(&token));
    for end in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{end}", desk.store[1])).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "in desk.db{end}");
    }
    let (sound, said) = desk.verify();
    assert!(sound, "{said}");
}

#[test]
fn what_changes_in_the_plan_changes_in_the_feed_with_the_next_sequence() {
    let desk = Desk::lancashire();
    let mut chair = desk.visitor("chair-1");
    let path = path_in(&chair.post("/diary/feed", &[("feed", "on")]));
    let program = Visitor::nobody(&desk.url);
    let first = program.get(&path);
    let before = read(&first.body);
    // A meeting to come is cancelled: it is gone from the feed, whose tag is another.
    let mut clerk = desk.visitor("clerk-1");
    let (reference, _) = before
        .iter()
        .filter(|(_, entry)| "2012-04-03" <= entry.day.as_str())
        .next_back()
        .expect("a meeting to come");
    let page = clerk.get(&format!("/meetings/{reference}"));
    let given = [("expected", page.field("expected")), ("reason", "the plan ended".to_owned())];
    let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let cancelled = clerk.post(&format!("/meetings/{reference}/cancel"), &given);
    assert_eq!(cancelled.status, 303, "{}", cancelled.body);
    let second = program.send("GET", &path, &[("if-none-match", first.header("etag"))], "");
    assert_eq!(second.status, 200);
    let mut expected = before.clone();
    let gone = expected.remove(reference).expect("it was there");
    assert_eq!(read(&second.body), expected);
    // Undone it is there again, and no calendar takes it for what it knew before.
    let (first, last) = cancelled.done();
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    let back = read(&program.get(&path).body).remove(reference).expect("it is back");
    assert_eq!((&back.day, &back.summary), (&gone.day, &gone.summary));
    assert!(gone.sequence < back.sequence, "{gone:?} {back:?}");
}

#[test]
fn an_address_ends_when_it_is_renewed_turned_off_or_its_account_is_closed() {
    let desk = Desk::lancashire();
    let mut chair = desk.visitor("chair-1");
    let program = Visitor::nobody(&desk.url);
    let status = |path: &str| program.get(path).status;
    let first = path_in(&chair.post("/diary/feed", &[("feed", "on")]));
    let second = path_in(&chair.post("/diary/feed", &[("feed", "on")]));
    assert_eq!((status(&first), status(&second)), (404, 200), "renewed");
    assert_eq!(chair.post("/diary/feed", &[("feed", "off")]).status, 303);
    assert_eq!(status(&second), 404, "turned off");
    assert!(chair.get("/diary").body.contains("It is off"));
    assert_eq!(chair.post("/diary/feed", &[("feed", "maybe")]).status, 422);

    let third = path_in(&chair.post("/diary/feed", &[("feed", "on")]));
    let mut admin = desk.visitor("admin-1");
    assert!(admin.get("/accounts?who=chair-1").body.contains("Turn the calendar feed of chair-1 off"));
    assert_eq!(admin.post("/accounts/feed", &[("who", "chair-1")]).status, 303);
    assert_eq!(status(&third), 404, "turned off by an administrator");

    let fourth = path_in(&chair.post("/diary/feed", &[("feed", "on")]));
    assert_eq!(status(&fourth), 200);
    let version = admin.get("/accounts?who=chair-1").field("version");
    let closed = [("action", "close"), ("who", "chair-1"), ("version", version.as_str())];
    assert_eq!(admin.post("/accounts", &closed).status, 303);
    assert_eq!(status(&fourth), 404, "the account is closed");

    // Whatever is wrong with an address, the answer is the same and says nothing of it.
    let right = fourth.trim_start_matches("/feeds/");
    let wrong =
        [right.to_owned(), format!("{}.ics", "0".repeat(64)), "x".to_owned(), "..%2F..%2Fdesk.db".to_owned()];
    let answers: Vec<Answer> = wrong.iter().map(|name| program.get(&format!("/feeds/{name}"))).collect();
    for (name, answer) in wrong.iter().zip(&answers) {
        assert_eq!((answer.status, &answer.body), (404, &answers[0].body), "{name}");
        assert!(!answer.body.contains(name.as_str()), "{name} is said back");
    }
    // Who turned it on and off, and when, is in the audit.
    let audit = desk.visitor("auditor-1").get("/audit?what=feed_changed").body;
    assert!(audit.contains("Calendar feed") && audit.contains("admin-1"), "{audit}");
    let (sound, said) = desk.verify();
    assert!(sound, "{said}");
}

#[test]
fn nobody_tries_addresses_without_end() {
    let desk = Desk::lancashire();
    let mut chair = desk.visitor("chair-1");
    let path = path_in(&chair.post("/diary/feed", &[("feed", "on")]));
    let program = Visitor::nobody(&desk.url);
    let mut tries = 0;
    let refused = loop {
        let answer = program.get(&format!("/feeds/{tries:064}.ics"));
        if answer.status == 429 {
            break answer;
        }
        assert_eq!(answer.status, 404);
        tries += 1;
        assert!(tries <= 300, "addresses can be tried without end");
    };
    assert!(refused.body.contains("Too many tries"), "{}", refused.body);
    // Not even a right one is looked for now, and the desk itself goes on.
    assert_eq!(program.get(&path).status, 429);
    assert_eq!(chair.get("/diary").status, 200);
}
