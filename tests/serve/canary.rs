//! A marker planted in every field that may hold a person's name, looked for everywhere that it must not be.

use std::fs;
use std::path::Path;

use super::desk::{Desk, Visitor, scenario};

/// What is planted.
const CANARY: &str = "ZZCANARY";

/// Copies a register with the marker in every name and reason of a person.
fn planted(folder: &Path) {
    for entry in fs::read_dir(scenario("lancashire-2012")).expect("the scenario").flatten() {
        let name = entry.file_name().into_string().expect("a name");
        let text = fs::read_to_string(entry.path()).expect("a text");
        let columns: &[&str] = match name.as_str() {
            "staff.csv" => &["name"],
            "absences.csv" | "closures.csv" => &["reason"],
            _ => &[],
        };
        fs::write(folder.join(&name), with_marker(&text, columns)).expect("it is written");
    }
}

fn with_marker(text: &str, columns: &[&str]) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let Ok(header) = reader.headers().cloned() else { return text.to_owned() };
    if columns.is_empty() {
        return text.to_owned();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("a header");
    for (number, record) in reader.records().enumerate() {
        let record = record.expect("a row");
        let cells = header.iter().zip(&record).map(|(column, cell)| {
            if columns.contains(&column) { format!("{CANARY} {number}") } else { cell.to_owned() }
        });
        writer.write_record(cells).expect("a row");
    }
    String::from_utf8(writer.into_inner().expect("bytes")).expect("a text")
}

#[test]
fn no_name_leaves_the_pages_that_are_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    planted(folder.path());
    let desk = Desk::of(folder.path(), "2012-04-02");
    let mut clerk = desk.visitor("clerk-1");
    let paths = [
        "/queue",
        "/meetings/M12-0101",
        "/meetings/M12-0101/book",
        "/calendar",
        "/calendar/print",
        "/plan",
        "/meetings/M12-0034/outcome",
        "/lists",
        "/lists/reviews_unbooked",
        "/lists/reviews_unbooked/list.csv",
        "/lists/ZZCANARY",
        "/indicators",
        "/indicators?chair=ZZCANARY",
        "/happened",
        "/tables",
        "/import",
        "/export",
        "/nowhere",
        "/meetings/ZZCANARY",
        "/api/v1/queue",
        "/api/v1/meetings/M12-0034/outcome",
        "/api/v1/lists",
        "/api/v1/lists/reviews_unbooked",
        "/api/v1/indicators",
        "/api/v1/meetings/M12-0101",
        "/api/v1/meetings/M12-0101/places",
        "/api/v1/bookings",
        "/api/v1/bookings/amiss",
        "/meetings/M12-0101/invitation.ics",
        "/api/v1/meetings/M12-0101/explanation",
        "/api/v1/meetings/M12-0101/history",
        "/api/v1/calendar",
        "/api/v1/calendar/reception",
        "/api/v1/choices",
        "/api/v1/holds",
        "/api/v1/find?reference=ZZCANARY",
        "/api/v1/tables",
        "/api/v1/tables/ZZCANARY",
        "/api/v1/tables/rooms.csv",
        "/api/v1/plans",
        "/outbox",
        "/outbox?standing=ZZCANARY",
        "/api/v1/outbox",
    ];
    for path in paths {
        let answer = clerk.get(path);
        assert!(!answer.body.contains(CANARY), "{path} shows a name");
        for value in answer.headers.values() {
            assert!(!value.contains(CANARY), "{path} has a name in a header");
        }
    }
    for who in ["chair-1", "auditor-1", "admin-1"] {
        let visitor = desk.visitor(who);
        for path in [
            "/diary",
            "/audit",
            "/accounts",
            "/api/v1/diary",
            "/api/v1/diary/week",
            "/api/v1/events",
            "/api/v1/events/newest",
            "/api/v1/accounts",
            "/api/v1/accounts/ZZCANARY",
        ] {
            assert!(!visitor.get(path).body.contains(CANARY), "{who} sees a name on {path}");
        }
    }
    // A calendar feed is read where nobody has signed in: by telephones, and by whoever looks over a shoulder.
    let mut chair = desk.visitor("chair-1");
    let shown = chair.post("/diary/feed", &[("feed", "on")]);
    assert!(!shown.body.contains(CANARY));
    let feed = Visitor::nobody(&desk.url).get(&super::feeds::path_in(&shown));
    assert!(feed.body.contains("BEGIN:VEVENT"), "{}", feed.body);
    assert!(!feed.body.contains(CANARY), "the feed shows a name");
    // Names are on the one page where they are kept, for those who keep them.
    assert!(clerk.get("/tables/staff.csv").body.contains(CANARY));
    assert!(clerk.get("/api/v1/tables/staff.csv").body.contains(CANARY));
    // What is typed into a field for references is not said back, and nothing of it is in the log.
    clerk.post("/meetings/M12-0101/book", &[("chair", CANARY), ("expected", "0")]);
    assert!(!desk.log().contains(CANARY), "{}", desk.log());
}
