//! The API: plans, repairs and staffing runs, worked out in the background.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::api::call;
use super::desk::{Desk, Visitor, as_refs, first_place, queued};

/// Asks until a job is under way no more, and returns what came of it.
fn done(visitor: &Visitor, path: &str) -> Value {
    let began = Instant::now();
    loop {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let shown = answer.json();
        if shown["state"] != "under_way" {
            assert_eq!(shown["state"], "done", "{shown}");
            return shown;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "it never ends: {shown}");
        std::thread::sleep(Duration::from_millis(300));
    }
}

fn n_waiting(clerk: &Visitor) -> u64 {
    clerk.get("/api/v1/queue").json()["total"].as_u64().expect("a number")
}

#[test]
fn a_plan_is_taken_in_part_and_then_whole_and_undone() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let waiting = n_waiting(&clerk);
    let begun = call(&clerk, "POST", "/api/v1/plans", &[], &json!({ "seconds": 2 }));
    assert_eq!(begun.status, 202, "{}", begun.body);
    let path = begun.header("location").to_owned();
    let plan = done(&clerk, &path);
    assert_eq!(n_waiting(&clerk), waiting, "nothing is booked yet");
    let changes = plan["proposal"]["changes"].as_array().expect("changes");
    let one = changes[0]["meeting"].as_str().expect("a meeting");
    assert_eq!(changes[0]["can_be_taken"], true, "{plan}");
    // The page shows the same plan, and nobody else does.
    let page = path.replace("/api/v1/plans", "/plan");
    assert!(clerk.get(&page).body.contains(one));
    assert_eq!(desk.visitor("manager-1").get(&path).status, 404);
    // A meeting that it does not change is none of it.
    let accept = format!("{path}/accept");
    assert_eq!(call(&clerk, "POST", &accept, &[], &json!({ "meetings": ["NONE"] })).status, 422);
    let some = call(&clerk, "POST", &accept, &[], &json!({ "meetings": [one] }));
    assert_eq!(some.status, 200, "{}", some.body);
    assert_eq!(n_waiting(&clerk), waiting - 1);
    let all = call(&clerk, "POST", &accept, &[], &json!({}));
    assert_eq!(all.status, 200, "{}", all.body);
    assert!(n_waiting(&clerk) < waiting / 2);
    let events = all.json()["events"].clone();
    let did = clerk.get(&format!("/api/v1/done?first={}&last={}", events["first"], events["last"])).json();
    assert_eq!(did["changed"].as_array().map(Vec::len), all.json()["changed"].as_array().map(Vec::len));
    let undone = call(&clerk, "POST", "/api/v1/undo", &[], &events);
    assert_eq!(undone.status, 200, "{}", undone.body);
    assert_eq!(n_waiting(&clerk), waiting - 1);
    assert!(desk.verify().0);
}

#[test]
fn what_somebody_books_in_a_plans_way_is_left_out_and_the_rest_is_taken() {
    let desk = Desk::lancashire();
    let (clerk, other) = (desk.visitor("clerk-1"), desk.visitor("manager-1"));
    let begun = call(&clerk, "POST", "/api/v1/plans", &[], &json!({ "seconds": 2 }));
    let path = begun.header("location").to_owned();
    let plan = done(&clerk, &path);
    let changes = plan["proposal"]["changes"].as_array().expect("changes");
    let meeting = |change: &Value| change["meeting"].as_str().expect("a meeting").to_owned();
    // Somebody else books one meeting of the plan where the plan has another one.
    let (taken, lost) = changes
        .iter()
        .flat_map(|there| changes.iter().map(move |one| (there, one)))
        .find(|(there, one)| {
            if meeting(there) == meeting(one) {
                return false;
            }
            let booking = format!("/api/v1/meetings/{}/booking", meeting(one));
            call(&other, "PUT", &booking, &[], &json!({ "place": there["after"] })).status == 201
        })
        .map(|(there, one)| (meeting(one), meeting(there)))
        .expect("one meeting can be where another is planned");
    let shown = clerk.get(&path).json();
    let row = |reference: &str| {
        let changes = shown["proposal"]["changes"].as_array().expect("changes");
        changes.iter().find(|change| meeting(change) == reference).expect("a change").clone()
    };
    for reference in [&taken, &lost] {
        assert_eq!(row(reference)["can_be_taken"], false, "{reference}: {shown}");
    }
    assert!(row(&lost)["why_not"].as_str().is_some_and(|why| why.starts_with('H')), "{}", row(&lost));
    // The page says the same in place of a tick.
    let page = path.replace("/api/v1/plans", "/plan");
    assert!(!clerk.get(&page).body.contains(&format!("id=\"take-{lost}\"")));
    let all = call(&clerk, "POST", &format!("{path}/accept"), &[], &json!({}));
    assert_eq!(all.status, 200, "{}", all.body);
    let left: Vec<Value> = all.json()["left_out"].as_array().expect("what is left out").clone();
    for reference in [&taken, &lost] {
        assert!(left.iter().any(|left| meeting(left) == *reference), "{reference}: {left:?}");
    }
    let n_changed = all.json()["changed"].as_array().map_or(0, Vec::len);
    assert_eq!(n_changed + left.len(), changes.len());
    // Of what is left nothing can be taken, and why is said.
    let again = call(&clerk, "POST", &format!("{path}/accept"), &[], &json!({}));
    assert_eq!(again.status, 409, "{}", again.body);
    assert!(again.body.contains(&lost), "{}", again.body);
    assert!(desk.verify().0);
}

#[test]
fn a_plan_that_is_ended_has_what_it_found() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let begun = call(&clerk, "POST", "/api/v1/plans", &[], &json!({ "seconds": 60, "scope": "proposed" }));
    let path = begun.header("location").to_owned();
    let ended = call(&clerk, "POST", &format!("{path}/cancel"), &[], &Value::Null);
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert!(done(&clerk, &path)["proposal"].is_object());
    assert!(clerk.get("/api/v1/plans").body.contains("\"plan\""));
    for wrong in [json!({ "seconds": 0 }), json!({ "seconds": 61 }), json!({ "scope": "all" })] {
        assert_eq!(call(&clerk, "POST", "/api/v1/plans", &[], &wrong).status, 422, "{wrong}");
    }
}

#[test]
fn an_ill_chair_is_mended_by_a_choice_and_undone() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let told = json!({ "what": "absent", "staff": "IRO1", "from": "2012-04-16", "until": "2012-04-20" });
    let begun = call(&clerk, "POST", "/api/v1/happened", &[], &told);
    assert_eq!(begun.status, 202, "{}", begun.body);
    let path = begun.header("location").to_owned();
    let found = done(&clerk, &path);
    assert!(found["what"][0].as_str().expect("a sentence").starts_with("IRO1 is away"), "{found}");
    let absences = |visitor: &Visitor| {
        visitor.get("/api/v1/tables/absences.csv?filter=IRO1").json()["total"].as_u64().expect("a number")
    };
    let before = absences(&clerk);
    let choice = u64::from(!found["choices"].as_array().expect("choices").is_empty());
    let accept = format!("{path}/accept");
    let taken = call(&clerk, "POST", &accept, &[], &json!({ "choice": choice }));
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert!(before < absences(&clerk), "the absence is written down");
    let twice = call(&clerk, "POST", &accept, &[], &json!({ "choice": choice }));
    assert_eq!(twice.json()["events"], taken.json()["events"], "nothing is taken twice");
    assert_eq!(call(&clerk, "POST", "/api/v1/undo", &[], &taken.json()["events"]).status, 200);
    assert_eq!(absences(&clerk), before);
}

#[test]
fn half_of_what_was_done_in_one_go_is_not_undone() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
    let path = format!("/meetings/{reference}/book");
    let place = first_place(&clerk.get(&path));
    assert_eq!(clerk.post(&path, &as_refs(&place)).status, 303);
    let of = |name: &str| place.iter().find(|field| field.0 == name).expect("a field").1.clone();
    let told = json!({ "what": "absent", "staff": of("chair"), "from": of("date"), "until": of("date") });
    let begun = call(&clerk, "POST", "/api/v1/happened", &[], &told);
    assert_eq!(begun.status, 202, "{}", begun.body);
    let found = done(&clerk, begun.header("location"));
    assert!(!found["choices"].as_array().expect("choices").is_empty(), "{found}");
    let accept = format!("{}/accept", begun.header("location"));
    let taken = call(&clerk, "POST", &accept, &[], &json!({ "choice": 1 }));
    assert_eq!(taken.status, 200, "{}", taken.body);
    let (first, last) = (taken.json()["events"]["first"].clone(), taken.json()["events"]["last"].clone());
    assert_ne!(first, last, "an event of the absence, one of the bookings");
    // The bookings alone would be back with a chair who is away.
    for half in [json!({ "first": last, "last": last }), json!({ "first": first, "last": first })] {
        let refused = call(&clerk, "POST", "/api/v1/undo", &[], &half);
        assert_eq!(refused.status, 409, "{half}: {}", refused.body);
        assert!(refused.body.contains("in one go"), "{}", refused.body);
    }
    assert_eq!(call(&clerk, "POST", "/api/v1/undo", &[], &taken.json()["events"]).status, 200);
}

#[test]
fn what_cannot_have_happened_is_a_problem_document() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    let cases = [
        (json!({ "what": "absent", "from": "2012-04-16", "until": "2012-04-16" }), "who is not chosen"),
        (json!({ "what": "adjourned", "meeting": "M12-0101" }), "counted by reason"),
        (json!({ "what": "cancelled", "meeting": "NONE-1", "reason": "x" }), "none of the register"),
        (json!({ "what": "lost" }), "unknown variant"),
    ];
    for (told, wanted) in cases {
        let answer = call(&clerk, "POST", "/api/v1/happened", &[], &told);
        assert_eq!(answer.status, 422, "{told}: {}", answer.body);
        assert!(answer.body.contains(wanted), "{wanted}: {}", answer.body);
    }
}

#[test]
fn a_forecast_is_told_in_figures_and_shown_on_its_page() {
    let desk = Desk::lancashire();
    let manager = desk.visitor("manager-1");
    let scenarios = manager.get("/api/v1/staffing/scenarios").json();
    assert!(scenarios["baselines"].to_string().contains("lancashire-2011-12"), "{scenarios}");
    let wanted = json!({
        "baseline": "lancashire-2011-12", "overlays": ["agency-2"], "replications": 100, "years": 1,
    });
    let begun = call(&manager, "POST", "/api/v1/staffing/forecasts", &[], &wanted);
    assert_eq!(begun.status, 202, "{}", begun.body);
    let path = begun.header("location").to_owned();
    let run = done(&manager, &path);
    assert_eq!(run["forecast"]["scenarios"].as_array().map(Vec::len), Some(2), "{run}");
    assert_eq!(run["sizing"], Value::Null);
    let page = manager.get(&path.replace("/api/v1/staffing/runs", "/staffing"));
    assert!(page.body.contains("2 agency FTE") && page.body.contains("<svg"), "{}", page.body);
    let wrong = json!({ "baseline": "lancashire-2011-12", "replications": 7 });
    assert_eq!(call(&manager, "POST", "/api/v1/staffing/forecasts", &[], &wrong).status, 422);
    let wrong = json!({ "baseline": "none", "confidence": 0.9, "from": "2013-10", "months": 24 });
    assert_eq!(call(&manager, "POST", "/api/v1/staffing/sizings", &[], &wrong).status, 422);
    // Another's job is nobody's.
    let plan = call(&manager, "POST", "/api/v1/plans", &[], &json!({ "seconds": 1 }));
    let number = plan.json()["job"].clone();
    assert_eq!(manager.get(&format!("/api/v1/staffing/runs/{number}")).status, 404);
}
