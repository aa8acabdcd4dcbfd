//! The program is killed while it sends, over and over, until all is sent. `benches/desk` does it a thousand times.

#![allow(dead_code, reason = "figures show more than tests look at")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use convene::messages::{Appointment, Invitation, Kind, Message, Role, Standing as Firmness};
use convene::store::{By, Letter, Location, Standing, Store};

/// The program under test.
const CONVENE: &str = env!("CARGO_BIN_EXE_convene");
/// Messages that wait before each kill: more than are sent until it.
const EACH: usize = 12;

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counted {
    pub(crate) kills: usize,
    pub(crate) messages: usize,
    pub(crate) handed_over: usize,
    /// Messages that are not at the server although they are said to be, or are nowhere.
    pub(crate) lost: usize,
    /// Messages that the server has acknowledged more than once.
    pub(crate) doubled: usize,
    /// Messages whose sender died between their end and its answer, for somebody to decide about.
    pub(crate) unsettled: usize,
    /// Those of them that the server had.
    pub(crate) of_them_arrived: usize,
}

/// Kills the program so often while it sends to a mail server, and lets it send the rest. `accepted` returns the identifiers of all mails
/// that the server has acknowledged. What may have arrived is settled as an administrator does it: by the server's log.
pub(crate) fn kill_and_count(kills: usize, url: &str, accepted: &dyn Fn() -> Vec<String>) -> Counted {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("outbox.db");
    fs::write(folder.path().join("contacts.csv"), "ref,email,language\nW-1,w1@example.gov.uk,both\n")
        .expect("it is written");
    let register = [("authority.toml".to_owned(), "name = \"Test\"\ntoday = 2026-04-01\n".to_owned())];
    let store = Store::create(&Location::file(&db), &by(), &register, &[]).expect("a store");
    let (mut counted, mut random) = (Counted { kills, ..Counted::default() }, 0x9e37_79b9_u64);
    for _ in 0..kills {
        let waiting = store.outbox(Some(Standing::Queued), EACH as u32).expect("it can be read").len();
        counted.messages += queue(&store, counted.messages, EACH - waiting);
        let mut child = send(folder.path(), url);
        // From before the program has opened its store until it has sent a dozen.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(Duration::from_micros((random >> 33) % 250_000));
        let _ = child.kill();
        let _ = child.wait();
    }
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        let _ = send(folder.path(), url).wait();
        let log = accepted();
        for message in store.outbox(Some(Standing::Unsettled), u32::MAX / 2).expect("it can be read") {
            counted.unsettled += 1;
            if log.contains(&message.token) {
                counted.of_them_arrived += 1;
                store.settle_as_arrived(&by(), message.id).expect("it is unsettled");
            } else {
                store.send_again(&by(), message.id).expect("it is unsettled");
            }
        }
        let counts = store.outbox_counts().expect("it can be read");
        let n_open: u64 =
            counts.iter().filter(|(standing, _)| *standing != Standing::HandedOver).map(|(_, n)| n).sum();
        if n_open == 0 || end < Instant::now() {
            break;
        }
        // Leases of those who were killed last.
        thread::sleep(Duration::from_millis(500));
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for id in accepted() {
        *times.entry(id).or_default() += 1;
    }
    let messages = store.outbox(None, u32::MAX / 2).expect("it can be read");
    counted.handed_over = messages.iter().filter(|message| message.standing == Standing::HandedOver).count();
    counted.lost = counted.messages - messages.iter().filter(|one| times.contains_key(&one.token)).count();
    counted.doubled = times.values().filter(|&&n| 1 < n).count();
    counted
}

fn by() -> By<'static> {
    By { who: "clerk-1", at: Utc::now(), why: "a test" }
}

/// Queues so many messages more and returns how many.
fn queue(store: &Store, n_before: usize, n_new: usize) -> usize {
    let now = Utc::now();
    let starts = (now + chrono::Duration::days(30)).naive_utc();
    let appointment = Appointment {
        starts,
        room_from: starts.time(),
        room_until: starts.time(),
        room: Some("R-1".to_owned()),
        venue: Some("V-1".to_owned()),
        chair: Some("C-1".to_owned()),
        minute_taker: None,
    };
    let letters: Vec<Letter> = (n_before..n_before + n_new)
        .map(|n| {
            let message = Message {
                kind: Kind::Invitation,
                role: Role::SocialWorker,
                recipient: "W-1".to_owned(),
                meeting: format!("M-{n}"),
                appointment: Some(appointment.clone()),
                before: None,
                report_due: None,
                held: None,
                due: None,
                invitation: Some(Invitation {
                    uid: format!("M-{n}@test.convene.invalid"),
                    organizer: "mailto:desk@test.convene.invalid".to_owned(),
                    reference: format!("M-{n}"),
                    starts,
                    minutes: 90,
                    building: "V-1".to_owned(),
                    sequence: 0,
                    standing: Firmness::Confirmed,
                }),
            };
            Letter {
                key: format!("m-{n}"),
                kind: message.kind.word().to_owned(),
                recipient: message.recipient.clone(),
                meeting: message.meeting.clone(),
                contents: serde_json::to_string(&message).expect("it serialises"),
                not_before: now,
                not_after: now + chrono::Duration::days(30),
            }
        })
        .collect();
    store.queue_messages(&by(), &letters).expect("they are queued");
    n_new
}

/// Starts the program that sends what is due.
fn send(folder: &Path, url: &str) -> Child {
    Command::new(CONVENE)
        .args(["outbox", "send", "--db", "outbox.db", "--contacts", "contacts.csv"])
        .args(["--from", "desk@example.gov.uk", "--smtp", url, "--patience", "1"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}
