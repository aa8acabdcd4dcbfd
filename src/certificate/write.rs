//! Writing certificates.

use super::{Certificate, Claim};
use crate::register::{PlaceIdx, Register};

/// Returns a certificate as the text of a file.
pub fn text(register: &Register, certificate: &Certificate) -> String {
    let mut text = "convene certificate 1\n".to_owned();
    for claim in &certificate.claims {
        write_claim(&mut text, register, claim);
    }
    text.push_str("end\n");
    text
}

fn write_claim(text: &mut String, register: &Register, claim: &Claim) {
    let staff = |person: usize| &register.staff[person].reference;
    let place = |place: Option<PlaceIdx>| match place {
        Some(place) => register.places[place.at()].reference.as_str(),
        None => "@online",
    };
    let mut line = |words: std::fmt::Arguments<'_>| text.push_str(&format!("{words}\n"));
    let given = match (claim.given.s1, claim.given.s2) {
        (None, None) => String::new(),
        (Some(s1), None) => format!(" where S1 {s1}"),
        (None, Some(s2)) => format!(" where S2 {s2}"),
        (Some(s1), Some(s2)) => format!(" where S1 {s1} and S2 {s2}"),
    };
    line(format_args!("claim {} {}{given}", claim.level.code(), claim.bound));
    for (word, value) in [("unbooked", claim.unbooked), ("late", claim.late)] {
        if value != 0 {
            line(format_args!("{word} {value}"));
        }
    }
    for (&meeting, &value) in claim.meetings.iter().filter(|(_, value)| **value != 0) {
        line(format_args!("meeting {} {value}", register.meeting(meeting).reference));
    }
    for (&(meeting, date, at), &value) in claim.takers.iter().filter(|(_, value)| **value != 0) {
        line(format_args!("taker {} {date} {} {value}", register.meeting(meeting).reference, place(at)));
    }
    for (&chair, &value) in claim.caseload.iter().filter(|(_, value)| **value != 0) {
        line(format_args!("caseload {} {value}", staff(chair.at())));
    }
    for (&(chair, monday), &value) in claim.load.iter().filter(|(_, value)| **value != 0) {
        line(format_args!("load {} {monday} {value}", staff(chair.at())));
    }
}
