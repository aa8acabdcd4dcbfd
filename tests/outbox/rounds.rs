//! A round of the post against a mail server that says what servers say.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use chrono::{DateTime, Utc};
use convene::files::{Contacts, read_contacts};
use convene::messages::{Appointment, Kind, Message, Role, Templates};
use convene::post::{Carrier, Folder, Post, Sent, Smtp, SmtpAddress, send_due};
use convene::store::{By, Letter, Location, Queued, Standing, Store, WhenUnsettled};

use super::mail_server::{MailServer, Turn};

pub(super) const FROM: &str = "desk@example.gov.uk";

fn at(minutes: i64) -> DateTime<Utc> {
    let began: DateTime<Utc> = "2026-04-01T09:00:00Z".parse().expect("a moment");
    began + chrono::Duration::minutes(minutes)
}

fn by() -> By<'static> {
    By { who: "desk", at: at(0), why: "a test" }
}

/// A store with messages to W-1, W-2 and so on, and the post that sends them.
pub(super) struct Bench {
    folder: tempfile::TempDir,
    store: Store,
    post: Post,
}

impl Bench {
    pub(super) fn new(n_messages: usize) -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        let register = [("authority.toml".to_owned(), "name = \"Test\"\ntoday = 2026-04-01\n".to_owned())];
        let location = Location::file(folder.path().join("outbox.db"));
        let store = Store::create(&location, &by(), &register, &[]).expect("a store");
        let letters: Vec<Letter> = (1..=n_messages).map(letter).collect();
        store.queue_messages(&by(), &letters).expect("they are queued");
        let post = Post {
            from: FROM.to_owned(),
            contacts: contacts(&folder, n_messages),
            templates: Templates::shipped(),
            patience: Duration::from_secs(5),
            when_unsettled: WhenUnsettled::Ask,
        };
        Bench { folder, store, post }
    }

    pub(super) fn round(&self, carrier: &mut dyn Carrier, minutes: i64) -> Sent {
        send_due(&self.store, &self.post, carrier, &|| at(minutes), &|| false).expect("the store works")
    }

    /// Returns how each message stands and what was said of it, in order.
    pub(super) fn stand(&self) -> Vec<(&'static str, String)> {
        let mut all = self.store.outbox(None, 100).expect("it can be read");
        all.sort_by_key(|message| message.id);
        let said = |message: &Queued| message.last_answer.clone().unwrap_or_default();
        all.iter().map(|message| (message.standing.word(), said(message))).collect()
    }
}

fn contacts(folder: &tempfile::TempDir, n: usize) -> Contacts {
    let rows: String = (1..=n).map(|n| format!("W-{n},w{n}@example.gov.uk,en\n")).collect();
    let path = folder.path().join("contacts.csv");
    fs::write(&path, format!("ref,email,language\n{rows}")).expect("it is written");
    read_contacts(&path).expect("it is right")
}

fn letter(n: usize) -> Letter {
    let starts = (at(0) + chrono::Duration::days(20)).naive_utc();
    let appointment = Appointment {
        starts,
        room_from: starts.time(),
        room_until: starts.time(),
        room: Some("R-1".to_owned()),
        venue: Some("V-1".to_owned()),
        chair: Some("C-1".to_owned()),
        minute_taker: None,
    };
    let message = Message {
        kind: Kind::Reminder,
        role: Role::SocialWorker,
        recipient: format!("W-{n}"),
        meeting: format!("M-{n}"),
        appointment: Some(appointment),
        before: None,
        report_due: None,
        held: None,
        due: None,
        invitation: None,
    };
    Letter {
        key: format!("m-{n}"),
        kind: message.kind.word().to_owned(),
        recipient: message.recipient.clone(),
        meeting: message.meeting.clone(),
        contents: serde_json::to_string(&message).expect("it serialises"),
        not_before: at(0),
        not_after: at(20 * 24 * 60),
    }
}

fn smtp(url: &str) -> Smtp {
    let address = SmtpAddress::new(url).expect("an address");
    Smtp::new(address, None, None, FROM, Duration::from_secs(5)).expect("it is ready")
}

#[test]
fn what_is_due_is_handed_over_once_each_to_its_own_recipient() {
    let (bench, server) = (Bench::new(5), MailServer::start());
    let mut carrier = smtp(&server.url());
    assert_eq!(bench.round(&mut carrier, 1), Sent { handed_over: 5, ..Sent::default() });
    assert_eq!(bench.round(&mut carrier, 2), Sent::default());
    let accepted = server.accepted();
    assert_eq!(accepted.len(), 5);
    let tokens: BTreeMap<String, String> = bench
        .store
        .outbox(None, 10)
        .expect("it can be read")
        .into_iter()
        .map(|message| (message.recipient.to_lowercase().replace('-', ""), message.token))
        .collect();
    for mail in &accepted {
        let who = mail.to.split('@').next().expect("somebody");
        assert_eq!((mail.from.as_str(), mail.id()), (FROM, tokens[who].clone()));
        assert_eq!(mail.text.matches("@example.gov.uk").count(), 3, "from, to and Message-ID: {}", mail.text);
    }
    for (standing, said) in bench.stand() {
        assert_eq!(standing, "handed_over");
        assert!(said.starts_with("250 2.0.0 queued as") && !said.contains('@'), "{said}");
    }
}

#[test]
fn each_answer_has_its_end() {
    let cases: [(&str, Turn, &str, &str); 11] = [
        ("the recipient is unknown", Turn::Say("RCPT", "550 5.1.1 no such user"), "failed", "no such user"),
        ("greylisted", Turn::Say("RCPT", "451 4.7.1 come again"), "queued", "come again"),
        ("the sender is refused", Turn::Say("MAIL", "553 5.7.1 not you"), "queued", "not you"),
        ("it is full", Turn::Say("DATA", "452 4.3.1 no room"), "queued", "no room"),
        ("the contents are refused", Turn::Say(".", "554 5.7.1 looks like spam"), "failed", "spam"),
        ("the contents are put off", Turn::Say(".", "451 4.3.0 scanner is down"), "queued", "scanner"),
        (
            "it does not say that it waits for the mail",
            Turn::Say("DATA", "250 2.1.5 ok"),
            "queued",
            "answers",
        ),
        ("it says no more than that it waits", Turn::Say(".", "354 go on"), "unsettled", "354 go on"),
        ("it goes before the end", Turn::HangUp, "queued", ""),
        ("it goes before it answers the end", Turn::TakeAndHangUp, "unsettled", ""),
        ("it answers the end in Latin-1", Turn::TakeInLatin1, "unsettled", "UTF-8"),
    ];
    for (case, turn, standing, said) in cases {
        let (bench, server) = (Bench::new(3), MailServer::start());
        server.next(&[turn]);
        let mut carrier = smtp(&server.url());
        let sent = bench.round(&mut carrier, 1);
        let stand = bench.stand();
        assert_eq!(stand[0].0, standing, "{case}: {stand:?}");
        assert!(stand[0].1.contains(said) && !stand[0].1.contains('@'), "{case}: {stand:?}");
        // The others go on, over another connection where that one is gone.
        assert_eq!((stand[1].0, stand[2].0, sent.handed_over), ("handed_over", "handed_over", 2), "{case}");
        // After ten minutes what was put off goes; nothing else does.
        let again = bench.round(&mut carrier, 11);
        assert_eq!(again.handed_over, u64::from(standing == "queued"), "{case}");
        let ids = server.accepted_ids();
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "{case}: nothing is acknowledged twice");
    }
}

#[test]
fn who_would_rather_have_it_twice_gets_it_under_the_same_identifier() {
    let (mut bench, server) = (Bench::new(1), MailServer::start());
    bench.post.when_unsettled = WhenUnsettled::SendAgain;
    server.next(&[Turn::TakeAndHangUp]);
    let mut carrier = smtp(&server.url());
    assert_eq!(bench.round(&mut carrier, 1).later, 1);
    assert_eq!(bench.round(&mut carrier, 11).handed_over, 1);
    let accepted = server.accepted();
    assert_eq!(accepted.len(), 2);
    assert_eq!(accepted[0].text, accepted[1].text, "to the letter");
}

#[test]
fn without_a_server_or_an_address_messages_wait_and_say_why() {
    let mut bench = Bench::new(2);
    // Nobody listens at a port that was just given back.
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr()).expect("a port").port();
    assert_eq!(bench.round(&mut smtp(&format!("smtp://127.0.0.1:{port}")), 1), Sent::default());
    for (standing, said) in bench.stand() {
        assert_eq!(standing, "queued");
        assert!(said.starts_with(&format!("the mail server at 127.0.0.1:{port} cannot be used: ")), "{said}");
    }
    let server = MailServer::start();
    bench.post.contacts = contacts(&bench.folder, 1);
    let sent = bench.round(&mut smtp(&server.url()), 2);
    assert_eq!((sent.handed_over, sent.without_address), (1, 1));
    assert_eq!(bench.stand()[1], ("queued", "the contacts have no address for W-2".to_owned()));
    // An hour later the file has one.
    bench.post.contacts = contacts(&bench.folder, 2);
    assert_eq!(bench.round(&mut smtp(&server.url()), 70).handed_over, 1);
    assert!(
        bench.store.outbox(Some(Standing::HandedOver), 9).expect("read").iter().all(|one| one.tries == 1)
    );
}

#[test]
fn files_are_whole_named_by_their_token_and_known_again_after_a_crash() {
    let bench = Bench::new(2);
    let letters = bench.folder.path().join("letters");
    let mut carrier = Folder::new(&letters);
    assert_eq!(bench.round(&mut carrier, 1).handed_over, 2);
    for message in bench.store.outbox(None, 9).expect("it can be read") {
        let text = fs::read_to_string(letters.join(format!("{}.eml", message.token))).expect("it is there");
        assert!(text.contains(&format!("Message-ID: <{}@example.gov.uk>", message.token)), "{text}");
        assert!(text.contains(&format!("Subject: Reminder: meeting {}", message.meeting)), "{text}");
    }
    // One that died after the file was in its place and before that was written down.
    bench
        .store
        .queue_messages(
            &by(),
            &[letter(1), letter(7)].map(|one| Letter { key: format!("{} again", one.key), ..one }),
        )
        .expect("queued");
    let claimed = bench.store.claim_message(at(2), at(3)).expect("it works").expect("one is due");
    assert!(bench.store.begin_handover(&claimed, at(3)).expect("it works"));
    fs::write(letters.join(format!("{}.eml", claimed.message.token)), "as it was").expect("it is written");
    let sent = bench.round(&mut carrier, 4);
    assert_eq!((sent.unsettled, sent.without_address), (0, 1), "the file is there: {:?}", bench.stand());
    assert_eq!(bench.stand()[2].0, "handed_over");
}
