//! What messages say, and what they never say.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};

use super::fields::{FIELDS, specimen, values};
use super::language::Tongue;
use super::wrap::WIDTH;
use super::*;

fn made_at() -> DateTime<Utc> {
    "2012-04-02T08:15:00Z".parse().expect("a moment")
}

fn nobody_is_near(_: &str, _: &[&str]) -> Option<String> {
    None
}

fn own(name: &str, text: &str) -> TemplateText {
    TemplateText { name: name.to_owned(), text: text.to_owned() }
}

fn invitation(standing: Standing) -> Invitation {
    Invitation {
        uid: "M-1@lancashire.convene.invalid".to_owned(),
        organizer: "mailto:desk@lancashire.convene.invalid".to_owned(),
        reference: "M-1".to_owned(),
        starts: specimen(Kind::Invitation, false).appointment.expect("one").starts,
        minutes: 90,
        building: "Family centre".to_owned(),
        sequence: 2,
        standing,
    }
}

/// Returns every text of a language, one below the other.
fn all(language: Language) -> String {
    let templates = Templates::shipped();
    let mut shown = String::new();
    for kind in Kind::ALL {
        for is_sparse in [false, true] {
            let text = templates.text(&specimen(kind, is_sparse), language).expect("it can be made");
            let sparse = if is_sparse { ", where all that may be missing is" } else { "" };
            let _ = write!(shown, "=== {kind}{sparse}\n{}\n\n{}\n", text.subject, text.body);
        }
    }
    shown
}

#[test]
fn the_english_messages_read_so() {
    insta::assert_snapshot!("english", all(Language::English));
}

#[test]
fn the_welsh_messages_read_so() {
    insta::assert_snapshot!("welsh", all(Language::Welsh));
}

#[test]
fn welsh_stands_above_english_where_both_are_asked_for() {
    let text =
        Templates::shipped().text(&specimen(Kind::Reminder, false), Language::Both).expect("it can be made");
    insta::assert_snapshot!("both", format!("{}\n\n{}", text.subject, text.body));
}

#[test]
fn every_line_fits_and_longest_references_do_no_harm() {
    let templates = Templates::shipped();
    for kind in Kind::ALL {
        let mut message = specimen(kind, false);
        let long = "X".repeat(40);
        message.recipient.clone_from(&long);
        message.meeting.clone_from(&long);
        for appointment in [&mut message.appointment, &mut message.before].into_iter().flatten() {
            for reference in [&mut appointment.room, &mut appointment.venue, &mut appointment.chair] {
                *reference = Some(long.clone());
            }
        }
        for language in [Language::English, Language::Welsh] {
            let text = templates.text(&message, language).unwrap_or_else(|fault| panic!("{kind}: {fault}"));
            let longest = text.body.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(WIDTH), "{kind}: {}", text.body);
        }
    }
}

#[test]
fn no_message_says_what_a_meeting_is_about() {
    for language in [Language::English, Language::Welsh] {
        let text = all(language).to_lowercase();
        for word in [
            "child",
            "family",
            "protect",
            "abuse",
            "neglect",
            "safeguard",
            "plentyn",
            "plant ",
            "teulu",
            "amddiffyn",
        ] {
            assert!(!text.contains(word), "{language:?}: {word}");
        }
    }
}

#[test]
fn nothing_of_the_register_but_references_can_come_into_a_text() {
    // A text is made of a message alone; whatever else the register knows has no field to stand in.
    let message = specimen(Kind::Change, false);
    let json = serde_json::to_value(&message).expect("it serialises");
    let mut texts: Vec<String> = Vec::new();
    collect(&json, &mut texts);
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:".contains(&b));
    assert!(texts.iter().all(|text| is_plain(text)), "{texts:?}");
    let again: Message = serde_json::from_value(json).expect("it can be read back");
    assert_eq!(again, message);
}

fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
        serde_json::Value::Array(items) => items.iter().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

#[test]
fn fields_are_described_one_by_one() {
    for tongue in Tongue::ALL {
        let values = values(&specimen(Kind::Change, false), tongue);
        assert_eq!(values.len(), FIELDS.len());
        for (name, about) in FIELDS {
            assert!(!values[name].is_empty() && !about.is_empty(), "{name}");
        }
    }
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_shipped_one_alone() {
    let text = "Subject: Come to {{ meeting }}\r\n\r\nOn {{ when }}.\r\n{% if minute_taker %}\r\nWith {{ minute_taker }}.\r\n{% endif %}\r\nThank you.\r\n";
    let templates = Templates::with(&[own("en/invitation.txt", text)], &nobody_is_near).expect("it is right");
    let said = |kind, is_sparse, language| {
        templates.text(&specimen(kind, is_sparse), language).expect("it can be made")
    };
    let full = said(Kind::Invitation, false, Language::English);
    assert_eq!(full.subject, "Come to M-1");
    assert_eq!(full.body, "On Tuesday 3 April 2012 at 10:00.\nWith T-1.\nThank you.\n");
    let sparse = said(Kind::Invitation, true, Language::English);
    assert_eq!(sparse.body, "On Tuesday 3 April 2012 at 10:00.\nThank you.\n");
    let shipped = Templates::shipped();
    for (kind, language) in [(Kind::Change, Language::English), (Kind::Invitation, Language::Welsh)] {
        let same = shipped.text(&specimen(kind, false), language).expect("it can be made");
        assert_eq!(said(kind, false, language), same);
    }
}

#[test]
fn whatever_is_wrong_with_templates_is_told_at_once_with_its_place() {
    let near = |given: &str, among: &[&str]| -> Option<String> {
        let near = among.iter().find(|one| strsim::osa_distance(one, given) <= 3);
        near.map(|one| (*one).to_owned())
    };
    let cases: [(&str, &str, &[&str]); 8] = [
        (
            "en/invitaton.txt",
            "Subject: x\n\nx\n",
            &["en/invitaton.txt:1: is the name of no message; maybe en/invitation.txt was meant"],
        ),
        (
            "letters/all.txt",
            "Subject: x\n\nx\n",
            &["letters/all.txt:1: is the name of no message; wanted a name such as en/invitation.txt"],
        ),
        (
            "en/change.txt",
            "Subject: {{ meeting }}\n\n{{ wen }}\n{% if minutetaker %}x{% endif %}\n",
            &[
                "en/change.txt:3: there is no placeholder wen; maybe when was meant",
                "en/change.txt:4: there is no placeholder minutetaker; maybe minute_taker was meant",
            ],
        ),
        (
            "en/change.txt",
            "Subject: {{ meeting }}\n\n{{ childs_name }}\n",
            &["en/change.txt:3: there is no placeholder childs_name; wanted one of recipient, role"],
        ),
        ("cy/reminder.txt", "Subject: {{ meeting }}\n\n{{ when\n", &["cy/reminder.txt:3: syntax error"]),
        (
            "en/reminder.txt",
            "Meeting {{ meeting }}\n\nx\n",
            &["en/reminder.txt:1: the first line is no subject; wanted \"Subject: \" and some words"],
        ),
        (
            "en/reminder.txt",
            "Subject: {{ meeting }}\n\n",
            &["en/reminder.txt:2: there is no text below the subject; wanted some"],
        ),
        (
            "en/reminder.txt",
            "Subject: {{ when }}{{ when }}{{ when }}{{ when }}{{ when }}{{ when }}{{ when }}{{ when }}\n\nx\n",
            &["en/reminder.txt:1: the subject is longer than 200 characters"],
        ),
    ];
    for (name, text, expected) in cases {
        let faults = Templates::with(&[own(name, text)], &near).expect_err(name);
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        for expected in expected {
            assert!(told.iter().any(|one| one.starts_with(expected)), "{expected} is missing in {told:?}");
        }
    }
    let both = [own("en/reminder.txt", "Subject: x\n\n{{ wen }}\n"), own("cy/change.txt", "x\n\ny\n")];
    let faults = Templates::with(&both, &near).expect_err("both are wrong");
    assert!(
        faults.iter().any(|fault| fault.file.starts_with("en"))
            && faults.iter().any(|fault| fault.file.starts_with("cy"))
    );
}

#[test]
fn a_mail_is_read_back_as_it_was_meant_by_another_program() {
    let templates = Templates::shipped();
    for (kind, language) in [
        (Kind::Invitation, Language::English),
        (Kind::Cancellation, Language::Both),
        (Kind::RoomNeeded, Language::Welsh),
        (Kind::MinutesOverdue, Language::English),
    ] {
        let mut message = specimen(kind, false);
        let standing = if kind == Kind::Cancellation { Standing::Cancelled } else { Standing::Confirmed };
        message.invitation =
            matches!(kind, Kind::Invitation | Kind::Cancellation).then(|| invitation(standing));
        let text = templates.text(&message, language).expect("it can be made");
        let made = |id| mail(&message, &text, id, made_at(), "desk@example.gov.uk", "w1@example.gov.uk");
        let mail = made("0123abcd");
        assert_eq!(mail, made("0123abcd"), "the same message has the same bytes");
        assert!(mail.bytes.is_ascii(), "any server takes it");
        let lines = mail.bytes.split(|&byte| byte == b'\n');
        assert!(lines.clone().rev().skip(1).all(|line| line.ends_with(b"\r") && line.len() <= 998));
        assert!(!format!("{mail:?}").contains('@'), "addresses stay out of logs");

        let read = mail_parser::MessageParser::default().parse(&mail.bytes).expect("a mail");
        assert_eq!(read.message_id(), Some("0123abcd@example.gov.uk"));
        assert_eq!(read.subject(), Some(text.subject.as_str()));
        let date = read.date().expect("a date");
        assert_eq!(date.to_timestamp(), made_at().timestamp());
        let body = read.body_text(0).expect("a text").replace("\r\n", "\n");
        assert_eq!(body.trim_end(), text.body.trim_end());
        let address = |list: Option<&mail_parser::Address<'_>>| {
            list.and_then(|list| list.first()?.address().map(str::to_owned))
        };
        assert_eq!(address(read.from()).as_deref(), Some("desk@example.gov.uk"));
        assert_eq!(address(read.to()).as_deref(), Some("w1@example.gov.uk"));
        let raw = String::from_utf8_lossy(&mail.bytes).into_owned();
        let Some(invitation) = &message.invitation else {
            assert!(!raw.contains("text/calendar"));
            continue;
        };
        let method = invitation.method();
        assert!(raw.contains("Content-Type: multipart/alternative"), "{raw}");
        assert!(raw.contains("text/calendar") && raw.contains(&format!("method=\"{method}\"")), "{raw}");
        let part = read.parts.iter().find(|part| {
            use mail_parser::MimeHeaders;
            part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar"))
        });
        let part = part.and_then(|part| part.text_contents()).expect("a calendar");
        let calendar = calcard::icalendar::ICalendar::parse(part).expect("it can be read");
        assert!(calendar.components.iter().any(|part| part.component_type.is_event()));
        for wanted in [
            format!("METHOD:{method}"),
            "ORGANIZER:mailto:desk@example.gov.uk".to_owned(),
            "SEQUENCE:2".to_owned(),
        ] {
            assert!(part.contains(&wanted), "{wanted} in {part}");
        }
        assert!(part.replace("\r\n ", "").contains("ATTENDEE;RSVP=FALSE:mailto:w1@example.gov.uk"), "{part}");
    }
}

#[test]
fn words_of_kinds_and_languages_lead_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::of(kind.word()), Some(kind));
        assert_eq!(serde_json::to_value(kind).expect("a word"), kind.word());
    }
    for language in Language::ALL {
        assert_eq!(Language::of(language.word()), Some(language));
    }
    assert_eq!((Kind::of("note"), Language::of("fr")), (None, None));
    let day = NaiveDate::from_ymd_opt(2012, 4, 3).expect("a day");
    assert_eq!(specimen(Kind::Reminder, false).held, Some(day));
}
