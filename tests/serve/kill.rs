//! Power cuts: what was acknowledged is there afterwards.

use super::desk::{Desk, as_refs, first_place, queued};

/// Times that the program is killed; `benches/desk` does it a hundred times.
const KILLS: usize = 5;

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let mut desk = Desk::lancashire();
    let mut acknowledged: Vec<String> = Vec::new();
    for kill in 0..KILLS {
        let mut clerk = desk.visitor("clerk-1");
        for reference in queued(&clerk.get("/queue")).into_iter().take(3 + kill % 3) {
            let place = first_place(&clerk.get(&format!("/meetings/{reference}/book")));
            let booked = clerk.post(&format!("/meetings/{reference}/book"), &as_refs(&place));
            if booked.status == 303 {
                acknowledged.push(reference);
            }
        }
        // Somebody is writing while it ends.
        let waiting = queued(&clerk.get("/queue"));
        let reference = waiting.first().expect("somebody waits").clone();
        let place = first_place(&clerk.get(&format!("/meetings/{reference}/book")));
        let writer = std::thread::spawn(move || {
            let body: Vec<String> =
                as_refs(&place).iter().map(|(name, value)| format!("{name}={value}")).collect();
            let body = format!("csrf={}&{}", clerk.csrf, body.join("&").replace(':', "%3A"));
            let form = [("content-type", "application/x-www-form-urlencoded")];
            match clerk.try_send("POST", &format!("/meetings/{reference}/book"), &form, &body) {
                Ok(answer) if answer.status == 303 => Some(reference),
                _ => None,
            }
        });
        std::thread::yield_now();
        desk.kill_and_serve_again();
        acknowledged.extend(writer.join().expect("the writer ends"));
    }
    let clerk = desk.visitor("clerk-1");
    let waiting = queued(&clerk.get("/queue"));
    assert!(10 < acknowledged.len(), "{acknowledged:?}");
    for reference in &acknowledged {
        assert!(!waiting.contains(reference), "{reference} was acknowledged and is not booked");
    }
    let (sound, said) = desk.verify();
    assert!(sound, "{said}");
}
