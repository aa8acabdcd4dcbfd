//! After a meeting: recorded, corrected, refused, undone, by page and by call; and the work lists that it empties.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, Visitor, scenario};

/// A review conference of today, chaired by IRO1, whose account chair-1 is.
const REVIEW: &str = "M12-0034";
/// Another of today, chaired by IRO1.
const FIRST_REVIEW: &str = "M12-0005";
/// One that IRO3 chaired.
const ANOTHERS: &str = "M12-0001";

fn shown(visitor: &Visitor, reference: &str) -> Value {
    let answer = visitor.get(&format!("/api/v1/meetings/{reference}/outcome"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// Returns the children of a meeting's household.
fn children(visitor: &Visitor, reference: &str) -> Vec<String> {
    let shown = shown(visitor, reference);
    let children = shown["outcome"]["children"].as_array().expect("children");
    children.iter().map(|child| child["child"].as_str().expect("a reference").to_owned()).collect()
}

/// Records what became of a meeting by the page's form, with one decision for every child.
fn record(visitor: &mut Visitor, reference: &str, verdict: &str, more: &[(&str, &str)]) -> Answer {
    let seen = shown(visitor, reference)["rows"].to_string();
    let names: Vec<String> =
        children(visitor, reference).iter().map(|child| format!("verdict.{child}")).collect();
    let mut fields = vec![("seen", seen.as_str()), ("on", "2012-04-02"), ("chair", "IRO1")];
    if !verdict.is_empty() {
        fields.extend(names.iter().map(|name| (name.as_str(), verdict)));
    }
    fields.extend(more);
    visitor.post(&format!("/meetings/{reference}/outcome"), &fields)
}

/// Returns the household's meetings that stand.
fn next(visitor: &Visitor, reference: &str) -> Vec<String> {
    let shown = shown(visitor, reference);
    let next = shown["next"].as_array().expect("meetings");
    next.iter().map(|one| one["meeting"].as_str().expect("a reference").to_owned()).collect()
}

#[test]
fn a_held_conference_makes_the_next_review_once_and_both_are_undone() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let before = next(&clerk, REVIEW);
    let page = clerk.get(&format!("/meetings/{REVIEW}/outcome"));
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.field("on"), "2012-04-02", "the day is filled in");
    let saved = record(&mut clerk, REVIEW, "plan_continues", &[("result", "held"), ("quorate", "yes")]);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let after = clerk.get(saved.header("location"));
    assert!(after.body.contains("What follows from it"), "{}", after.body);
    let made: Vec<String> =
        next(&clerk, REVIEW).into_iter().filter(|meeting| !before.contains(meeting)).collect();
    assert_eq!(made.len(), 1, "{made:?}");
    assert!(after.body.contains(&format!("/meetings/{}/book", made[0])), "it can be booked: {}", after.body);
    // It waits in the queue, with its dates.
    assert_eq!(clerk.get(&format!("/meetings/{}", made[0])).status, 200);
    // The same form again: nothing is recorded or made twice.
    let again = record(&mut clerk, REVIEW, "plan_continues", &[("result", "held"), ("quorate", "yes")]);
    assert_eq!(again.header("location"), format!("/meetings/{REVIEW}/outcome"));
    assert_eq!(next(&clerk, REVIEW).len(), before.len() + 1);
    let (first, last) = saved.done();
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(next(&clerk, REVIEW), before);
    assert_eq!(shown(&clerk, REVIEW)["rows"], 0);
    assert!(desk.verify().0);
}

#[test]
fn faults_come_all_at_once_each_at_its_field() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let given = [
        ("seen", "0"),
        ("result", "held"),
        ("on", "2012-04-03"),
        ("chair", "NOBODY-AT-ALL"),
        ("sheet_sent", "soon"),
        ("questionnaires_returned", "2"),
    ];
    let answer = clerk.post(&format!("/meetings/{REVIEW}/outcome"), &given);
    assert_eq!(answer.status, 422, "{}", answer.body);
    for field in ["on", "chair", "sheet_sent", "questionnaires_returned"] {
        assert!(
            answer.body.contains(&format!("href=\"#{field}\"")),
            "{field} is in the summary: {}",
            answer.body
        );
        assert!(answer.body.contains(&format!("id=\"{field}-error\"")), "{field} has its message");
    }
    assert!(answer.body.contains("value=\"soon\""), "what was typed stays");
    assert!(!answer.body.contains("NOBODY-AT-ALL"), "what is no reference is not said back");
    assert_eq!(shown(&clerk, REVIEW)["rows"], 0, "nothing is recorded");
}

#[test]
fn a_correction_stands_behind_what_it_corrects_and_who_was_late_is_told() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let held = record(&mut clerk, REVIEW, "plan_continues", &[("result", "held")]);
    assert_eq!(held.status, 303, "{}", held.body);
    let late = [("seen", "0"), ("result", "adjourned"), ("on", "2012-04-02"), ("reason", "no_report")];
    let refused = clerk.post(&format!("/meetings/{REVIEW}/outcome"), &late);
    assert_eq!(refused.status, 409, "{}", refused.body);
    let corrected = record(&mut clerk, REVIEW, "plan_ends", &[("result", "held")]);
    assert_eq!(corrected.status, 303, "{}", corrected.body);
    let table = clerk.get("/tables/outcomes.csv").body;
    assert!(2 <= table.matches(REVIEW).count(), "both rows stand: {table}");
    let page = clerk.get(&format!("/meetings/{REVIEW}/outcome")).body;
    assert!(page.contains("What was recorded, the newest first"), "{page}");
    // The plans have ended: no review is wanted, and none was booked.
    assert!(next(&clerk, REVIEW).is_empty(), "{:?}", next(&clerk, REVIEW));
}

#[test]
fn an_adjourned_conference_is_reconvened_once_and_its_booking_given_up() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let saved = record(&mut clerk, FIRST_REVIEW, "", &[("result", "adjourned"), ("reason", "not_quorate")]);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = clerk.get(saved.header("location")).body;
    assert!(page.contains("Who must be told"), "{page}");
    assert!(next(&clerk, FIRST_REVIEW).contains(&format!("{FIRST_REVIEW}-R")));
    let again = record(&mut clerk, FIRST_REVIEW, "", &[("result", "adjourned"), ("reason", "no_report")]);
    assert_eq!(again.status, 303, "{}", again.body);
    let reconvened = next(&clerk, FIRST_REVIEW);
    assert_eq!(reconvened.iter().filter(|one| one.starts_with(FIRST_REVIEW)).count(), 1, "{reconvened:?}");
    let list = clerk.get("/api/v1/lists/not_reconvened").json();
    assert!(list.to_string().contains(FIRST_REVIEW), "{list}");
}

#[test]
fn a_chair_follows_up_own_meetings_and_no_others() {
    let desk = Desk::lancashire();
    let mut chair = desk.visitor("chair-1");
    let page = chair.get(&format!("/meetings/{REVIEW}/outcome"));
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.body.contains(&format!("href=\"/meetings/{REVIEW}\"")), "a chair has no page of meetings");
    let saved = record(&mut chair, REVIEW, "plan_continues", &[("result", "held")]);
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(chair.get("/diary").body.contains(&format!("/meetings/{REVIEW}/outcome")));
    for path in [
        format!("/meetings/{ANOTHERS}/outcome"),
        "/meetings/NONE/outcome".to_owned(),
        format!("/api/v1/meetings/{ANOTHERS}/outcome"),
    ] {
        let answer = chair.get(&path);
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
        assert!(answer.body.to_lowercase().contains("meetings that others chair"), "{}", answer.body);
    }
    let refused = chair.post(&format!("/meetings/{ANOTHERS}/outcome"), &[("seen", "0"), ("result", "held")]);
    assert_eq!(refused.status, 403, "{}", refused.body);
    // Of the lists a chair sees the own rows, whatever is asked for.
    let lists = chair.get("/api/v1/lists/reviews_unbooked?chair=IRO3").json();
    for row in lists["rows"].as_array().expect("rows") {
        assert_eq!(row["chair"], "IRO1", "{row}");
    }
    // What somebody looked at is in the audit.
    let auditor = desk.visitor("auditor-1");
    let began = std::time::Instant::now();
    while !auditor.get(&format!("/audit?about={REVIEW}&what=seen")).body.contains("chair-1") {
        assert!(began.elapsed().as_secs() < 60, "it is not in the audit that the chair looked");
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
}

#[test]
fn a_call_records_what_the_page_records() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let token = clerk.get("/api/v1/me").json()["csrf"].as_str().expect("a token").to_owned();
    let headers = [("content-type", "application/json"), ("x-csrf-token", token.as_str())];
    let shown = shown(&clerk, REVIEW);
    let mut outcome = shown["outcome"].clone();
    assert_eq!(outcome["result"], "held", "what is known is filled in: {outcome}");
    for child in outcome["children"].as_array_mut().expect("children") {
        child["verdict"] = json!("plan_continues");
        child["participation"] = json!("PN7");
    }
    let path = format!("/api/v1/meetings/{REVIEW}/outcome");
    let done = clerk.send("POST", &path, &headers, &json!({ "rows": 0, "outcome": outcome }).to_string());
    assert_eq!(done.status, 200, "{}", done.body);
    let done = done.json();
    assert!(
        done["events"]["first"].is_u64() && !done["made"].as_array().expect("sentences").is_empty(),
        "{done}"
    );
    // Once more: it says what stands.
    let body = json!({ "rows": done["rows"], "outcome": outcome });
    let again = clerk.send("POST", &path, &headers, &body.to_string()).json();
    assert_eq!(again["events"], Value::Null, "{again}");
    // What cannot be so is told with its fields.
    let body = json!({ "rows": done["rows"], "outcome": { "result": "adjourned", "on": "2012-04-02" } });
    let refused = clerk.send("POST", &path, &headers, &body.to_string());
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.json()["faults"][0].as_str().is_some_and(|fault| fault.starts_with("reason: ")));
    // What somebody read before is refused.
    let body = json!({ "rows": 0, "outcome": outcome });
    assert_eq!(clerk.send("POST", &path, &headers, &body.to_string()).status, 409);
}

#[test]
fn lists_lead_to_what_is_to_be_done_and_are_taken_out_as_csv() {
    let desk = Desk::of(&scenario("lancashire-2011-12-year"), "2012-04-02");
    let clerk = desk.visitor("clerk-1");
    let page = clerk.get("/lists");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("The daily check"), "{}", page.body);
    let lists = clerk.get("/api/v1/lists").json();
    let lists = lists["lists"].as_array().expect("lists").clone();
    assert_eq!(lists.len(), 14);
    assert_eq!(lists[0]["name"], "without_next_date");
    for list in &lists {
        let name = list["name"].as_str().expect("a name");
        let total = list["total"].as_u64().expect("a number");
        let page = clerk.get(&format!("/lists/{name}"));
        assert_eq!(page.status, 200, "{name}: {}", page.body);
        let csv = clerk.get(&format!("/lists/{name}/list.csv"));
        assert!(csv.header("content-type").starts_with("text/csv"), "{name}");
        assert_eq!(csv.body.lines().count() as u64, total + 1, "{name}");
    }
    assert!(lists.iter().any(|list| list["total"].as_u64() != Some(0)), "{lists:?}");
    assert_eq!(clerk.get("/lists/none").status, 404);
    assert_eq!(clerk.get("/api/v1/lists?district=NOWHERE").status, 422);
}

#[test]
fn indicators_have_their_definitions_and_reports_are_made() {
    let desk = Desk::of(&scenario("lancashire-2011-12-year"), "2012-04-02");
    let mut clerk = desk.visitor("clerk-1");
    let page = clerk.get("/indicators");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.body.contains("Indicators of 2011/12") && page.body.contains("What it counts"),
        "{}",
        page.body
    );
    let chart = clerk.get("/indicators?period=year-2011-12&measure=adjournments").body;
    assert!(chart.contains("<svg") && chart.contains("Data table"), "{chart}");
    assert!(!chart.contains("<style"), "the desk's policy allows no style in the page");
    // Either unit is a link away, whichever is shown.
    assert!(chart.contains("&amp;unit=children\"") && !chart.contains("&amp;unit=meetings\""), "{chart}");
    let other = clerk.get("/indicators?period=year-2011-12&measure=adjournments&unit=children").body;
    assert!(other.contains("<svg") && other.contains("&amp;unit=meetings\""), "{other}");
    let figures = clerk.get("/api/v1/indicators?period=year-2011-12").json();
    assert_eq!(figures["measures"].as_array().expect("measures").len(), 31);
    let months = clerk.get("/api/v1/indicators?period=month-2012-03&measure=initial_in_time").json();
    assert_eq!(months["measures"].as_array().expect("measures").len(), 1);
    assert_eq!(clerk.get("/indicators?period=soon").status, 422);
    assert_eq!(clerk.get("/api/v1/indicators?chair=NOBODY").status, 422);
    for (period, written, content) in [
        ("year-2011-12", "page", "text/html"),
        ("quarter-2011-12-4", "word", "wordprocessingml"),
        ("month-2012-03", "workbook", "spreadsheetml"),
        ("month-2012-03", "tables", "application/zip"),
    ] {
        let mut answer = clerk.post("/reports", &[("period", period), ("written", written)]);
        let began = std::time::Instant::now();
        // Where it takes longer than a page may, it is read when it is done.
        while answer.status != 200 || !answer.header("content-type").contains(content) {
            assert!(began.elapsed().as_secs() < 120, "{period} {written}: {answer:?}");
            let file = format!("{}/file", answer.header("location"));
            std::thread::sleep(std::time::Duration::from_millis(300));
            let found = clerk.get(&file);
            if found.status == 200 {
                answer = found;
            }
        }
        let name = answer.header("content-disposition").to_owned();
        assert!(name.starts_with("attachment; filename=\""), "{name}");
    }
    let audit = desk.visitor("auditor-1").get("/audit?about=report").body;
    assert!(audit.contains("clerk-1"), "what is taken out is in the audit: {audit}");
}
