//! Plans and repairs in the background, taken and undone.

use std::time::{Duration, Instant};

use super::desk::{Answer, Desk, Visitor};

/// Asks until a page has what is looked for.
pub(crate) fn wait_for(visitor: &Visitor, path: &str, words: &str) -> Answer {
    let began = Instant::now();
    loop {
        let answer = visitor.get(path);
        if answer.body.contains(words) {
            return answer;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "{words} never comes: {}", answer.body);
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Returns how many meetings wait, of which the page shows the first.
fn n_waiting(clerk: &Visitor) -> usize {
    let page = clerk.get("/queue").body;
    let before = page.split(" meetings wait for a booking").next().expect("some wait");
    before.rsplit('>').next().expect("a number").replace(',', "").parse().expect("a number")
}

#[test]
fn a_plan_books_nothing_until_it_is_accepted() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let waiting = n_waiting(&clerk);
    let begun = clerk.post("/plan", &[("seconds", "2")]);
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.header("location").to_owned();
    let page = wait_for(&clerk, &path, "Accept all");
    assert_eq!(n_waiting(&clerk), waiting, "nothing is booked yet");
    // Another clerk does not see it.
    assert_eq!(desk.visitor("manager-1").get(&path).status, 404);
    // One of them is taken.
    let one = page.field("take");
    let some = clerk.post(&format!("{path}/accept"), &[("what", "some"), ("take", &one)]);
    assert_eq!(some.status, 303, "{}", some.body);
    assert_eq!(n_waiting(&clerk), waiting - 1);
    // Then the rest, and it is all undone in one.
    let all = clerk.post(&format!("{path}/accept"), &[("what", "all")]);
    assert_eq!(all.status, 303, "{}", all.body);
    assert!(n_waiting(&clerk) < waiting / 2);
    let (first, last) = all.done();
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(n_waiting(&clerk), waiting - 1);
    assert!(desk.verify().0);
}

#[test]
fn an_ill_chair_is_mended_by_a_choice_and_undone() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let told = [("what", "absent"), ("staff", "IRO1"), ("from", "2012-04-16"), ("until", "2012-04-20")];
    let begun = clerk.post("/happened", &told);
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.header("location").to_owned();
    wait_for(&clerk, &path, "Write it down");
    let rows = |visitor: &Visitor| visitor.get("/tables/absences.csv").body.matches("IRO1").count();
    let before = rows(&clerk);
    let page = clerk.get(&path);
    let choice = if page.body.contains("Take choice 1") { "1" } else { "0" };
    let taken = clerk.post(&format!("{path}/accept"), &[("choice", choice)]);
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(before < rows(&clerk), "the absence is written down");
    let (first, last) = taken.done();
    let undone = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(rows(&clerk), before);
}

#[test]
fn what_cannot_have_happened_is_said() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let cases: [(&[(&str, &str)], &str); 5] = [
        (
            &[("what", "absent"), ("staff", ""), ("from", "2012-04-16"), ("until", "2012-04-16")],
            "Who is not chosen",
        ),
        (
            &[("what", "absent"), ("staff", "IRO1"), ("from", "2012-04-20"), ("until", "2012-04-16")],
            "before it begins",
        ),
        (&[("what", "adjourned"), ("meeting", "NONE-1"), ("reason", "not quorate")], "none of the register"),
        (&[("what", "adjourned"), ("meeting", "M12-0101"), ("reason", "")], "counted by reason"),
        (
            &[("what", "closed"), ("venue", ""), ("from", "2012-04-16"), ("until", "2012-04-16")],
            "No venue is chosen",
        ),
    ];
    for (told, wanted) in cases {
        let answer = clerk.post("/happened", told);
        assert_eq!(answer.status, 422, "{told:?}");
        assert!(answer.body.contains(wanted), "{wanted}: {}", answer.body);
    }
}

#[test]
fn what_happened_is_written_down_once_and_what_was_worked_out_before_it_is_not_taken() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let plan = clerk.post("/plan", &[("seconds", "2")]).header("location").to_owned();
    wait_for(&clerk, &plan, "Accept all");
    let told = [("what", "absent"), ("staff", "IRO4"), ("from", "2012-04-16"), ("until", "2012-04-17")];
    let path = clerk.post("/happened", &told).header("location").to_owned();
    wait_for(&clerk, &path, "Write it down");
    let accept = format!("{path}/accept");
    let once = clerk.post(&accept, &[("choice", "0")]);
    assert_eq!(once.status, 303, "{}", once.body);
    let twice = clerk.post(&accept, &[("choice", "0")]);
    assert_eq!(twice.header("location"), once.header("location"), "a second press does nothing more");
    // The plan was made on the register before: its rows may be others by now.
    assert!(clerk.get(&plan).body.contains("register has changed"));
    assert_eq!(clerk.post(&format!("{plan}/accept"), &[("what", "all")]).status, 409);
}
