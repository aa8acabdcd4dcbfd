//! Reading certificates. Whatever stands in a file, it is read or refused in plain words.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Certificate, Claim, Given, LARGEST, Level, MOST_GIVEN};
use crate::calendar::parse_date;
use crate::register::{MeetingIdx, PlaceIdx, Reference, Register, StaffIdx};

/// A line of a certificate that says nothing that a certificate may say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct BadCertificate {
    /// The line, counted from 1.
    pub line: usize,
    /// What stood there and what is wanted.
    pub what: String,
}

/// Reads the text of a certificate of a register.
///
/// # Errors
/// At the first line that is no part of a certificate, names what the register does not have, or says a thing
/// twice.
pub fn read(register: &Register, text: &str) -> Result<Certificate, BadCertificate> {
    let mut reader = Reader::new(register);
    let mut last = 0;
    for (at, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        last = at + 1;
        let line = line.split('#').next().unwrap_or_default();
        let words: Vec<&str> = line.split_whitespace().collect();
        reader.line(&words).map_err(|what| BadCertificate { line: last, what })?;
    }
    let missing = match (reader.begun, reader.ended) {
        (_, true) => return Ok(reader.certificate),
        (false, _) => "the file is empty; wanted `convene certificate 1`",
        (true, false) => "the file ends before its last line, `end`; it may have been cut off",
    };
    Err(BadCertificate { line: last.max(1), what: missing.to_owned() })
}

struct Reader<'a> {
    register: &'a Register,
    meetings: BTreeMap<&'a str, MeetingIdx>,
    places: BTreeMap<&'a str, PlaceIdx>,
    staff: BTreeMap<&'a str, StaffIdx>,
    certificate: Certificate,
    begun: bool,
    ended: bool,
}

fn by_reference<'a, I: From<usize>>(references: impl Iterator<Item = &'a Reference>) -> BTreeMap<&'a str, I> {
    references.enumerate().map(|(at, reference)| (reference.as_str(), I::from(at))).collect()
}

impl<'a> Reader<'a> {
    fn new(register: &'a Register) -> Reader<'a> {
        Reader {
            register,
            meetings: by_reference(register.meetings.iter().map(|meeting| &meeting.reference)),
            places: by_reference(register.places.iter().map(|place| &place.reference)),
            staff: by_reference(register.staff.iter().map(|person| &person.reference)),
            certificate: Certificate::default(),
            begun: false,
            ended: false,
        }
    }

    fn line(&mut self, words: &[&str]) -> Result<(), String> {
        if words.is_empty() {
            return Ok(());
        }
        if !self.begun {
            return match words {
                ["convene", "certificate", "1"] => {
                    self.begun = true;
                    Ok(())
                }
                ["convene", "certificate", other] => {
                    Err(format!("this is version {other} of the format; this program reads version 1"))
                }
                _ => Err("this is no certificate; its first line is `convene certificate 1`".to_owned()),
            };
        }
        if self.ended {
            return Err("nothing comes after `end`".to_owned());
        }
        match words {
            ["end"] if self.certificate.claims.is_empty() => {
                Err("it claims nothing; wanted a claim such as `claim S3 5` before `end`".to_owned())
            }
            ["end"] => {
                self.ended = true;
                Ok(())
            }
            ["claim", level, bound, given @ ..] => self.claim(level, bound, given),
            [word, facts @ .., value] => {
                let value = multiplier(value)?;
                self.fact(word, facts, value)
            }
            _ => Err(unknown(words)),
        }
    }

    fn claim(&mut self, level: &str, bound: &str, given: &[&str]) -> Result<(), String> {
        let level = match level {
            "S1" => Level::S1,
            "S2" => Level::S2,
            "S3" => Level::S3,
            other => return Err(format!("`{other}` is no level; wanted S1, S2 or S3")),
        };
        if self.certificate.claims.iter().any(|claim| claim.level == level) {
            return Err(format!("there is a claim about {} already", level.code()));
        }
        let given = match given {
            [] => Given::default(),
            ["where", "S1", s1] => Given { s1: Some(whole(s1, MOST_GIVEN)?), s2: None },
            ["where", "S2", s2] => Given { s1: None, s2: Some(whole(s2, MOST_GIVEN)?) },
            ["where", "S1", s1, "and", "S2", s2] => {
                Given { s1: Some(whole(s1, MOST_GIVEN)?), s2: Some(whole(s2, MOST_GIVEN)?) }
            }
            _ => return Err("wanted `where S1 N`, `where S2 N` or `where S1 N and S2 N`".to_owned()),
        };
        let depends = match level {
            Level::S1 => given.s1.is_some() || given.s2.is_some(),
            Level::S2 => given.s2.is_some(),
            Level::S3 => false,
        };
        if depends {
            return Err(format!("a claim about {} may depend on the levels before it only", level.code()));
        }
        self.certificate.claims.push(Claim { bound: whole(bound, LARGEST)?, ..Claim::nothing(level, given) });
        Ok(())
    }

    fn fact(&mut self, word: &str, facts: &[&str], value: i64) -> Result<(), String> {
        let meeting = |reference: &str| {
            self.meetings
                .get(reference)
                .copied()
                .ok_or_else(|| format!("the register has no meeting `{reference}`"))
        };
        let person = |reference: &str| {
            self.staff
                .get(reference)
                .copied()
                .ok_or_else(|| format!("the register has no staff `{reference}`"))
        };
        let place = |reference: &str| match reference {
            "@online" => Ok(None),
            _ => self
                .places
                .get(reference)
                .map(|&place| Some(place))
                .ok_or_else(|| format!("the register has no place `{reference}`")),
        };
        let Some(claim) = self.certificate.claims.last_mut() else {
            return Err(format!("`{word}` stands before the first claim"));
        };
        let fresh = match (word, facts) {
            ("unbooked" | "late", []) => {
                if value < 0 {
                    return Err(format!("`{word}` may not be below 0"));
                }
                if claim.given.s1.is_none() && word == "unbooked"
                    || claim.given.s2.is_none() && word == "late"
                {
                    return Err(format!("`{word}` counts only where the claim gives its level"));
                }
                let weight = if word == "late" { &mut claim.late } else { &mut claim.unbooked };
                let fresh = *weight == 0;
                *weight = value;
                fresh
            }
            ("meeting", [of]) => claim.meetings.insert(meeting(of)?, value).is_none(),
            ("taker", [of, date, at]) => {
                claim.takers.insert((meeting(of)?, day(date)?, place(at)?), value).is_none()
            }
            ("caseload", [of]) => {
                let chair = chair(self.register, person(of)?)?;
                within(self.register, claim, "caseload", value)?;
                claim.caseload.insert(chair, value).is_none()
            }
            ("load", [of, monday]) => {
                let chair = chair(self.register, person(of)?)?;
                within(self.register, claim, "load", value)?;
                claim.load.insert((chair, self::monday(monday)?), value).is_none()
            }
            _ => return Err(unknown(&[word])),
        };
        if fresh { Ok(()) } else { Err(format!("`{word} {}` is said twice", facts.join(" "))) }
    }
}

fn unknown(words: &[&str]) -> String {
    format!(
        "`{}` is no line of a certificate; wanted claim, unbooked, late, meeting, taker, caseload, load or end",
        words.join(" ")
    )
}

fn whole(text: &str, most: i64) -> Result<i64, String> {
    text.parse()
        .ok()
        .filter(|n| (0..=most).contains(n))
        .ok_or_else(|| format!("`{text}` is no whole number from 0 to {most}"))
}

fn multiplier(text: &str) -> Result<i64, String> {
    text.parse()
        .ok()
        .filter(|n| (-LARGEST..=LARGEST).contains(n))
        .ok_or_else(|| format!("`{text}` is no whole number from -{LARGEST} to {LARGEST}"))
}

fn day(text: &str) -> Result<NaiveDate, String> {
    parse_date(text).ok_or_else(|| format!("`{text}` is no date such as 2012-05-14"))
}

fn monday(text: &str) -> Result<NaiveDate, String> {
    use chrono::{Datelike, Weekday};
    let date = day(text)?;
    if date.weekday() == Weekday::Mon { Ok(date) } else { Err(format!("{date} is no Monday")) }
}

fn chair(register: &Register, person: StaffIdx) -> Result<StaffIdx, String> {
    let staff = &register.staff[person.at()];
    if staff.role.chairs() { Ok(person) } else { Err(format!("{} is no chair", staff.reference)) }
}

/// Whether a multiplier lies between 0 and what its soft rule counts in the claim, beyond which it proves nothing.
fn within(register: &Register, claim: &Claim, key: &str, value: i64) -> Result<(), String> {
    let weight = crate::rules::SOFT.iter().find(|rule| rule.key() == key).map_or(0, |r| r.weight(register));
    let (_, _, minute) = claim.weights();
    let most = weight.saturating_mul(minute);
    if (0..=most).contains(&value) {
        Ok(())
    } else {
        let level = claim.level.code();
        Err(format!(
            "a multiplier of `{key}` lies between 0 and {most} in a claim about {level}; this is {value}"
        ))
    }
}
