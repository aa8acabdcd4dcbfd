//! The API: the register's tables, import and export, accounts, calendar, and what is looked up.

use serde_json::{Value, json};

use super::api::{call, first};
use super::desk::{Desk, PASSWORD, Visitor, as_refs, first_place, queued};

/// Returns a table as it stands, with its ETag.
fn table(clerk: &Visitor, name: &str) -> (Value, String) {
    let answer = clerk.get(&format!("/api/v1/tables/{name}?most=1000"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    (answer.json(), answer.header("etag").to_owned())
}

#[test]
fn a_row_is_added_set_taken_out_and_undone() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let listed = clerk.get("/api/v1/tables").json();
    assert_eq!(listed["tables"].as_array().map(Vec::len), Some(21), "20 tables and the policy: {listed}");
    let (before, etag) = table(&clerk, "absences.csv");
    let rows = "/api/v1/tables/absences.csv/rows";
    let cells = json!({ "cells": { "staff": "IRO1", "starts": "2012-05-01", "ends": "2012-05-02", "reason": "leave" } });
    assert_eq!(call(&clerk, "POST", rows, &[], &cells).status, 428, "the version is not said");
    let added = call(&clerk, "POST", rows, &[("if-match", &etag)], &cells);
    assert_eq!(added.status, 200, "{}", added.body);
    let stale = call(&clerk, "POST", rows, &[("if-match", &etag)], &cells);
    assert_eq!(stale.status, 412, "{}", stale.body);
    assert_eq!(stale.json()["version"], added.json()["version"], "it says what stands");

    let (after, etag) = table(&clerk, "absences.csv");
    assert_eq!(after["total"].as_u64(), before["total"].as_u64().map(|total| total + 1));
    let row = format!("{rows}/{}", after["total"]);
    let wrong = json!({ "cells": { "staff": "NOBODY" } });
    let refused = call(&clerk, "PUT", &row, &[("if-match", &etag)], &wrong);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("absences.csv"), "it says where: {}", refused.body);
    let set =
        call(&clerk, "PUT", &row, &[("if-match", &etag)], &json!({ "cells": { "reason": "training" } }));
    assert_eq!(set.status, 200, "{}", set.body);
    let removed = call(&clerk, "DELETE", &row, &[("if-match", set.header("etag"))], &Value::Null);
    assert_eq!(removed.status, 200, "{}", removed.body);
    assert_eq!(table(&clerk, "absences.csv").0["rows"], before["rows"]);
    let undone = call(&clerk, "POST", "/api/v1/undo", &[], &removed.json()["events"]);
    assert_eq!(undone.status, 200, "{}", undone.body);
    assert!(clerk.get("/api/v1/tables/absences.csv?filter=training").body.contains("training"));
    assert_eq!(
        call(&clerk, "DELETE", &format!("{rows}/99999"), &[("if-match", "\"1\"")], &Value::Null).status,
        412
    );
    assert_eq!(clerk.get("/api/v1/tables/none.csv").status, 404);
}

#[test]
fn an_undoing_puts_no_booking_where_it_breaks_a_rule() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let path = format!("/meetings/{reference}/book");
    let place = first_place(&clerk.get(&path));
    assert_eq!(clerk.post(&path, &as_refs(&place)).status, 303);
    let expected = clerk.get(&format!("/meetings/{reference}")).field("expected");
    let released = clerk.post(
        &format!("/meetings/{reference}/release"),
        &[("expected", &expected), ("why", "the family asked")],
    );
    let (first, last) = released.done();
    // Meanwhile its chair falls ill on that day.
    let of = |name: &str| place.iter().find(|field| field.0 == name).expect("a field").1.clone();
    let cells = json!({ "cells": {
        "staff": of("chair"), "starts": of("date"), "ends": of("date"), "reason": "ill"
    } });
    let (_, etag) = table(&clerk, "absences.csv");
    let ill = call(&clerk, "POST", "/api/v1/tables/absences.csv/rows", &[("if-match", &etag)], &cells);
    assert_eq!(ill.status, 200, "{}", ill.body);
    let undo = json!({ "first": first, "last": last });
    let refused = call(&clerk, "POST", "/api/v1/undo", &[], &undo);
    assert!(refused.status == 409 || refused.status == 422, "{}", refused.body);
    assert!(refused.body.contains("H04"), "it says which rule: {}", refused.body);
    assert!(queued(&clerk.get("/queue")).contains(&reference), "it waits as before");
    // Once the chair is well the same undoing is done.
    assert_eq!(call(&clerk, "POST", "/api/v1/undo", &[], &ill.json()["events"]).status, 200);
    let undone = call(&clerk, "POST", "/api/v1/undo", &[], &undo);
    assert_eq!(undone.status, 200, "{}", undone.body);
    assert!(!queued(&clerk.get("/queue")).contains(&reference));
}

#[test]
fn a_text_is_checked_before_it_takes_a_tables_place() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let answer = clerk.get("/api/v1/tables/authority.toml");
    let (text, etag) =
        (answer.json()["text"].as_str().expect("a text").to_owned(), answer.header("etag").to_owned());
    let path = "/api/v1/tables/authority.toml";
    let broken = call(&clerk, "POST", &format!("{path}/check"), &[], &json!({ "text": "no policy" })).json();
    assert_eq!(
        (&broken["is_sound"], broken["n_faults"].as_u64().is_some_and(|n| 0 < n)),
        (&json!(false), true)
    );
    let commented = format!("# as decided in April\n{text}");
    let checked = call(&clerk, "POST", &format!("{path}/check"), &[], &json!({ "text": commented })).json();
    assert_eq!(checked["is_sound"], true, "{checked}");
    assert_eq!(checked["difference"]["added"]["n"], 1, "{checked}");
    assert_eq!(
        call(&clerk, "PUT", path, &[("if-match", &etag)], &json!({ "text": "no policy" })).status,
        422
    );
    let kept =
        call(&clerk, "PUT", path, &[("if-match", &etag)], &json!({ "text": commented, "why": "decided" }));
    assert_eq!(kept.status, 200, "{}", kept.body);
    // The same once more changes nothing.
    let again =
        call(&clerk, "PUT", path, &[("if-match", kept.header("etag"))], &json!({ "text": commented }));
    assert_eq!((again.status, &again.json()["events"]), (200, &Value::Null), "{}", again.body);
}

/// Returns a form with one file, as programs send it.
fn form(name: &str, text: &str) -> String {
    format!(
        "--line\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n--line--\r\n"
    )
}

#[test]
fn a_file_that_is_no_table_is_refused_at_once_however_large_it_is() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let headers =
        [("content-type", "multipart/form-data; boundary=line"), ("x-csrf-token", clerk.csrf.as_str())];
    let mark = "\"a,";
    for text in [mark.repeat(16 << 18), format!("staff,role\n{}", "\"a,\n".repeat(16 << 18))] {
        let began = std::time::Instant::now();
        let send = || clerk.send("POST", "/api/v1/import", &headers, &form("staff.csv", &text));
        let answers: Vec<_> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..3).map(|_| scope.spawn(send)).collect();
            all.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        for told in answers {
            assert_eq!(told.status, 200, "{}", told.body);
            let told = told.json();
            assert!(told["n_faults"].as_u64().is_some_and(|n| 0 < n) && told["token"].is_null(), "{told}");
            assert_eq!(told["differences"], json!([]), "nothing of it is compared");
        }
        assert!(began.elapsed() < std::time::Duration::from_secs(40), "{:?}", began.elapsed());
    }
    assert!(desk.memory_mb() < 1_000, "{} MB", desk.memory_mb());
}

#[test]
fn files_are_told_first_and_saved_when_that_is_confirmed() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let (before, _) = table(&clerk, "closures.csv");
    let send = |text: &str| {
        let headers =
            [("content-type", "multipart/form-data; boundary=line"), ("x-csrf-token", clerk.csrf.as_str())];
        clerk.send("POST", "/api/v1/import", &headers, &form("closures.csv", text))
    };
    let faulty = send("venue,room,starts,ends,reason\nNOWHERE,,2012-05-01,2012-05-01,repairs\n");
    assert_eq!(faulty.status, 200, "{}", faulty.body);
    let faulty = faulty.json();
    assert_eq!((&faulty["token"], &faulty["faults"][0]["row"]), (&Value::Null, &json!("2")), "{faulty}");

    let venue = clerk.get("/api/v1/choices").json()["venues"][0].as_str().expect("a venue").to_owned();
    let told = send(&format!("venue,room,starts,ends,reason\n{venue},,2012-05-01,2012-05-01,repairs\n"));
    let told = told.json();
    assert_eq!(told["differences"][0]["table"], "closures.csv", "{told}");
    assert_eq!(table(&clerk, "closures.csv").0["rows"], before["rows"], "nothing is saved yet");
    let confirm = |token: &Value| {
        call(&clerk, "POST", "/api/v1/import/confirm", &[], &json!({ "token": token, "why": "works" }))
    };
    assert_eq!(confirm(&json!("guess")).status, 409);
    let saved = confirm(&told["token"]);
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(table(&clerk, "closures.csv").0["total"], 1);
    assert_eq!(confirm(&told["token"]).status, 409, "once");
    assert_eq!(call(&clerk, "POST", "/api/v1/undo", &[], &saved.json()["events"]).status, 200);
    assert_eq!(table(&clerk, "closures.csv").0["rows"], before["rows"]);
    // Without the session's token nothing is read, and what is no form is told so.
    let plain = [("content-type", "multipart/form-data; boundary=line")];
    assert_eq!(clerk.send("POST", "/api/v1/import", &plain, &form("closures.csv", "x")).status, 403);
    assert_eq!(call(&clerk, "POST", "/api/v1/import", &[], &json!({})).status, 415);
}

#[test]
fn the_register_is_taken_out_as_the_page_gives_it() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let out = call(&clerk, "POST", "/api/v1/export", &[], &json!({ "format": "bookings" }));
    assert_eq!(out.status, 200, "{}", out.body);
    assert_eq!(out.header("content-disposition"), "attachment; filename=\"bookings-2012-04-02.csv\"");
    assert_eq!(out.body, clerk.post("/export", &[("format", "bookings")]).body);
    let packed = call(&clerk, "POST", "/api/v1/export", &[], &json!({ "format": "folder" }));
    assert_eq!((packed.status, packed.header("content-type")), (200, "application/zip"));
    assert_eq!(call(&clerk, "POST", "/api/v1/export", &[], &json!({ "format": "pdf" })).status, 422);
    let audit = desk.visitor("auditor-1").get("/api/v1/events/newest?about=export").json();
    assert!(audit["events"].as_array().is_some_and(|events| 3 <= events.len()), "{audit}");
}

#[test]
fn an_account_is_made_changed_closed_and_opened_and_its_password_never_comes_out() {
    let desk = Desk::lancashire();
    let admin = desk.visitor("admin-1");
    let wanted = json!({ "who": "CLERK4", "role": "clerk", "password": PASSWORD });
    let made = call(&admin, "POST", "/api/v1/accounts", &[], &wanted);
    assert_eq!(made.status, 201, "{}", made.body);
    assert!(!made.body.contains(PASSWORD) && !made.body.contains("argon2"));
    assert_eq!(call(&admin, "POST", "/api/v1/accounts", &[], &wanted).status, 422, "there is one already");
    assert_eq!(desk.visitor("CLERK4").get("/queue").status, 200);
    let path = "/api/v1/accounts/CLERK4";
    let role = json!({ "role": "auditor" });
    assert_eq!(call(&admin, "PUT", path, &[], &role).status, 428);
    let changed = call(&admin, "PUT", path, &[("if-match", made.header("etag"))], &role);
    assert_eq!((changed.status, &changed.json()["role"]), (200, &json!("auditor")), "{}", changed.body);
    let stale =
        call(&admin, "POST", &format!("{path}/close"), &[("if-match", made.header("etag"))], &Value::Null);
    assert_eq!((stale.status, &stale.json()["version"]), (412, &changed.json()["version"]), "{}", stale.body);
    let closed =
        call(&admin, "POST", &format!("{path}/close"), &[("if-match", changed.header("etag"))], &Value::Null);
    assert_eq!((closed.status, &closed.json()["is_open"]), (200, &json!(false)), "{}", closed.body);
    let opened =
        call(&admin, "POST", &format!("{path}/open"), &[("if-match", closed.header("etag"))], &Value::Null);
    assert_eq!(opened.json()["is_open"], true, "{}", opened.body);
    let short = json!({ "password": "short" });
    let refused =
        call(&admin, "POST", &format!("{path}/password"), &[("if-match", opened.header("etag"))], &short);
    assert_eq!(refused.status, 422, "{}", refused.body);
    let link = json!({ "issuer": "https://op.example", "subject": "s-1" });
    let linked = call(&admin, "POST", &format!("{path}/link"), &[("if-match", opened.header("etag"))], &link);
    assert_eq!(linked.json()["signs_in_with"], "identity_provider", "{}", linked.body);
    // Nobody shuts themselves out.
    let own = admin.get("/api/v1/accounts/admin-1");
    let refused = call(
        &admin,
        "POST",
        "/api/v1/accounts/admin-1/close",
        &[("if-match", own.header("etag"))],
        &Value::Null,
    );
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(admin.get("/api/v1/accounts/NOBODY").status, 404);
}

#[test]
fn a_booking_is_kept_free_confirmed_found_and_in_the_calendar() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let (reference, place) = first(&clerk);
    // A hold runs by the machine's clock, whatever day it is for the desk.
    let until = (chrono::Utc::now() + chrono::Duration::hours(2)).to_rfc3339();
    let path = format!("/api/v1/meetings/{reference}/booking");
    let hold = json!({ "place": place, "status": "hold", "until": until });
    let held = call(&clerk, "PUT", &path, &[], &hold);
    assert_eq!(held.status, 201, "{}", held.body);
    assert!(clerk.get("/api/v1/holds").body.contains(&reference));
    let confirm = format!("/api/v1/meetings/{reference}/confirm");
    assert_eq!(call(&clerk, "POST", &confirm, &[], &Value::Null).status, 428);
    let confirmed = call(&clerk, "POST", &confirm, &[("if-match", held.header("etag"))], &Value::Null);
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    assert!(!clerk.get("/api/v1/holds").body.contains(&reference));

    let found = clerk.get(&format!("/api/v1/find?reference={}", reference.to_lowercase()));
    assert_eq!(found.json()["meeting"], json!(reference), "{}", found.body);
    let invitation = clerk.get(&format!("/api/v1/meetings/{reference}/invitation"));
    assert!(invitation.body.contains("METHOD:REQUEST"), "{}", invitation.body);
    let (date, chair) = (place["date"].as_str().expect("a day"), place["chair"].as_str().expect("a chair"));
    for query in [format!("view=day&by=chair&date={date}&who={chair}"), format!("by=venue&date={date}")] {
        let calendar = clerk.get(&format!("/api/v1/calendar?{query}"));
        assert!(calendar.body.contains(&reference), "{query}: {}", calendar.body);
    }
    assert_eq!(clerk.get("/api/v1/calendar?who=NOBODY").status, 422);
    let reception = clerk.get(&format!("/api/v1/calendar/reception?date={date}"));
    let is_in_building = place["room"] != "home";
    assert_eq!(reception.body.contains(&reference), is_in_building, "{}", reception.body);
    let week = desk.visitor("chair-1").get(&format!("/api/v1/diary/week?date={date}")).json();
    assert_eq!(week["person"], "IRO1", "{week}");
    assert_eq!(week["days"].to_string().contains(&reference), chair == "IRO1");
}

#[test]
fn the_record_is_read_by_what_it_is_about_and_verified_by_what_was_kept() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let (reference, place) = first(&clerk);
    let booked = call(
        &clerk,
        "PUT",
        &format!("/api/v1/meetings/{reference}/booking"),
        &[],
        &json!({ "place": place }),
    );
    assert_eq!(booked.status, 201, "{}", booked.body);
    let auditor = desk.visitor("auditor-1");
    let found = auditor.get(&format!("/api/v1/events/newest?about={reference}&what=booked")).json();
    assert_eq!(found["events"][0]["who"], "clerk-1", "{found}");
    assert!(found["events"][0]["changes"].to_string().contains("confirmed"), "{found}");
    assert_eq!(auditor.get("/api/v1/events/newest?what=nothing").status, 422);
    let verified = auditor.get("/api/v1/events/verification").json();
    let known = format!("{}:{}", verified["last"], verified["hash"].as_str().expect("a hash"));
    let again = auditor.get(&format!("/api/v1/events/verification?known={known}")).json();
    assert_eq!(again["is_whole"], true, "{again}");
    let other = format!("{}:{}", verified["last"], "0".repeat(64));
    let wrong = auditor.get(&format!("/api/v1/events/verification?known={other}")).json();
    assert_eq!(wrong["is_whole"], false, "{wrong}");
    assert_eq!(auditor.get("/api/v1/events/verification?known=1").status, 422);
}

#[test]
fn a_meeting_that_is_booked_is_not_cancelled_in_its_table_with_its_booking_left_standing() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let booked = clerk.get("/api/v1/bookings").json();
    let reference = booked["bookings"][0]["meeting"].as_str().expect("somebody is booked").to_owned();
    let answer = clerk.get(&format!("/api/v1/tables/meetings.csv?filter={reference}"));
    let (found, etag) = (answer.json(), answer.header("etag").to_owned());
    let row = found["rows"]
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["cells"][0] == reference.as_str()))
        .unwrap_or_else(|| panic!("its row: {found}"));
    let path = format!("/api/v1/tables/meetings.csv/rows/{}", row["row"]);
    let cells = json!({ "cells": { "status": "cancelled" } });
    let refused = call(&clerk, "PUT", &path, &[("if-match", &etag)], &cells);
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains(&reference), "{}", refused.body);
    let after = clerk.get(&format!("/api/v1/tables/meetings.csv?filter={reference}")).json();
    assert_eq!(after["rows"], found["rows"]);
}
