//! What somebody says of a meeting, as words: of a form's fields, or of a call.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::parse_moment;
use crate::desk::after_meeting::words::{
    AGENCIES, CATEGORIES, PARTICIPATION, REASONS, RESULTS, Said, VERDICTS, value, word,
};
use crate::desk::after_meeting::{Asks, ChildEntry, Entry, EntryFault};
use crate::register::{Agency, Register};
use crate::serve::place::{day_of, staff_of};

/// What is said of a meeting: the fields are the columns of outcomes.csv, and for each child `verdict.CHILD`, `category.CHILD` and
/// `participation.CHILD`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) agencies: Vec<String>,
    /// How many rows said something of it when it was read.
    pub(crate) seen: usize,
}

/// Longest word that is said back: what was typed may be anything.
const LONGEST: usize = 30;

impl Given {
    /// Returns what a form says.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Given {
        let mut given = Given::default();
        for (name, value) in fields {
            match name.as_str() {
                "agencies" => given.agencies.push(value),
                "seen" => given.seen = value.parse().unwrap_or(usize::MAX),
                "csrf" => {}
                _ => {
                    given.fields.insert(name, value);
                }
            }
        }
        given
    }

    /// Returns an entry as a form has it.
    pub(crate) fn from_entry(register: &Register, entry: &Entry, seen: usize) -> Given {
        let mut given = Given { seen, ..Given::default() };
        let mut set = |name: &str, value: String| {
            if !value.is_empty() {
                given.fields.insert(name.to_owned(), value);
            }
        };
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let moment = |at: Option<NaiveDateTime>| {
            at.map_or_else(String::new, |at| at.format("%Y-%m-%dT%H:%M").to_string())
        };
        let yes = |yes: Option<bool>| yes.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned();
        let count = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
        set("result", entry.result.map_or("", |result| word(&RESULTS, &result)).to_owned());
        set("on", day(entry.on));
        set(
            "chair",
            entry.chair.map_or_else(String::new, |at| register.staff[at.at()].reference.to_string()),
        );
        set("reason", entry.reason.map_or("", |reason| word(&REASONS, &reason)).to_owned());
        set("quorate", yes(entry.quorate));
        set("parents", yes(entry.parents));
        set("advocate", yes(entry.advocate));
        set("report_shared", moment(entry.report_shared));
        set("sheet_sent", moment(entry.sheet_sent));
        set("minutes_signed", day(entry.minutes_signed));
        set("minutes_sent", day(entry.minutes_sent));
        set("concern", yes(entry.concern.then_some(true)));
        set("form_done", day(entry.form_done));
        set("questionnaires_given", count(entry.questionnaires_given));
        set("questionnaires_returned", count(entry.questionnaires_returned));
        for child in &entry.children {
            let name = &register.children[child.child.at()].reference;
            let verdict = child.verdict.map_or("", |verdict| word(&VERDICTS, &verdict));
            set(&format!("verdict.{name}"), verdict.to_owned());
            set(&format!("category.{name}"), child.category.clone());
            let code = child.participation.map_or("", |code| word(&PARTICIPATION, &code));
            set(&format!("participation.{name}"), code.to_owned());
        }
        given.agencies = entry.agencies.iter().map(|agency| word(&AGENCIES, agency).to_owned()).collect();
        given
    }

    /// Returns what stands in a field, empty where it is not given.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", |value| value.trim())
    }

    /// Returns the entry that is meant, and what of it cannot be understood.
    pub(crate) fn entry(&self, register: &Register, asks: &Asks) -> (Entry, Vec<EntryFault>) {
        let mut read = Reading { given: self, faults: Vec::new() };
        let children = asks.children.iter().map(|&child| {
            let name = &register.children[child.at()].reference;
            ChildEntry {
                child,
                verdict: read.word(&format!("verdict.{name}"), "decision", &VERDICTS),
                category: read.category(&format!("category.{name}")),
                participation: read.word(
                    &format!("participation.{name}"),
                    "how it took part",
                    &PARTICIPATION,
                ),
            }
        });
        let children = children.collect();
        let entry = Entry {
            result: read.word("result", "result", &RESULTS),
            on: read.day("on"),
            chair: read.chair(register),
            reason: read.word("reason", "reason", &REASONS),
            agencies: read.agencies(),
            quorate: read.yes("quorate"),
            parents: read.yes("parents"),
            advocate: read.yes("advocate"),
            report_shared: read.moment("report_shared"),
            sheet_sent: read.moment("sheet_sent"),
            minutes_signed: read.day("minutes_signed"),
            minutes_sent: read.day("minutes_sent"),
            concern: read.yes("concern").unwrap_or(false),
            form_done: read.day("form_done"),
            questionnaires_given: read.count("questionnaires_given"),
            questionnaires_returned: read.count("questionnaires_returned"),
            children,
        };
        let mut faults = read.faults;
        self.unknown(register, asks, &mut faults);
        (entry, faults)
    }

    /// Tells of what is said about children who are not asked about: it would be lost.
    fn unknown(&self, register: &Register, asks: &Asks, faults: &mut Vec<EntryFault>) {
        let is_asked = |name: &str| {
            asks.children.iter().any(|child| register.children[child.at()].reference.as_str() == name)
        };
        for (field, value) in &self.fields {
            let Some((what, child)) = field.split_once('.') else { continue };
            let is_of_child = matches!(what, "verdict" | "category" | "participation");
            if is_of_child && !value.trim().is_empty() && !is_asked(child) {
                faults.push(EntryFault::new(
                    "children",
                    "a child is none of the meeting's household; wanted those that it lists",
                ));
            }
        }
        faults.dedup();
    }
}

/// Reads fields and remembers what is wrong with them.
struct Reading<'a> {
    given: &'a Given,
    faults: Vec<EntryFault>,
}

impl Reading<'_> {
    fn fault(&mut self, field: &str, what: &str, wanted: &str) {
        let given = self.given.text(field);
        let said = if given.len() <= LONGEST {
            format!("{what} is {given:?}")
        } else {
            format!("{what} is too long")
        };
        self.faults.push(EntryFault::new(field, format!("{said}; wanted {wanted}")));
    }

    fn read<T>(
        &mut self,
        field: &str,
        what: &str,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let given = self.given.text(field);
        if given.is_empty() {
            return None;
        }
        let found = read(given);
        if found.is_none() {
            self.fault(field, what, wanted);
        }
        found
    }

    fn word<T: Copy>(&mut self, field: &str, what: &str, words: &[Said<T>]) -> Option<T> {
        let known: Vec<&str> = words.iter().map(|said| said.1).collect();
        self.read(field, what, &format!("one of {}", known.join(", ")), |given| value(words, given))
    }

    fn yes(&mut self, field: &str) -> Option<bool> {
        self.read(field, "the answer", "yes or no", |given| match given {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    fn day(&mut self, field: &str) -> Option<NaiveDate> {
        self.read(field, "day", "one such as 2012-04-18 or 18/04/2012", |given| day_of(given).ok())
    }

    fn moment(&mut self, field: &str) -> Option<NaiveDateTime> {
        let wanted = "a day with a time, such as 2012-04-18T09:30 or 18/04/2012 09:30";
        self.read(field, "day and time", wanted, moment_of)
    }

    fn count(&mut self, field: &str) -> Option<u32> {
        self.read(field, "number", "a whole number", |given| given.parse().ok())
    }

    fn category(&mut self, field: &str) -> String {
        let known: Vec<&str> = CATEGORIES.iter().map(|category| category.0).collect();
        let wanted = format!("one of {}", known.join(", "));
        let found =
            self.read(field, "category", &wanted, |given| known.contains(&given).then(|| given.to_owned()));
        found.unwrap_or_default()
    }

    fn chair(&mut self, register: &Register) -> Option<crate::register::StaffIdx> {
        let given = self.given.text("chair");
        if given.is_empty() {
            return None;
        }
        let found = staff_of(register, given);
        if found.is_none() {
            // What was typed may be anything, a name among them: it is not said back.
            self.faults
                .push(EntryFault::new("chair", "chair is none of the register; wanted one of the list"));
        }
        found
    }

    fn agencies(&mut self) -> Vec<Agency> {
        let mut found = Vec::new();
        for given in self.given.agencies.iter().map(|given| given.trim()).filter(|given| !given.is_empty()) {
            match value(&AGENCIES, given) {
                Some(agency) if found.contains(&agency) => {}
                Some(agency) => found.push(agency),
                None => {
                    let known: Vec<&str> = AGENCIES.iter().map(|said| said.1).collect();
                    let wanted = format!("an agency is not known; wanted some of {}", known.join(", "));
                    self.faults.push(EntryFault::new("agencies", wanted));
                }
            }
        }
        found
    }
}

/// Reads a moment as registers, browsers and people write it.
fn moment_of(text: &str) -> Option<NaiveDateTime> {
    let tidy = text.replacen(' ', "T", 1);
    // Some browsers tell the seconds too.
    let to_minutes = tidy.strip_suffix(":00").filter(|rest| rest.matches(':').count() == 1).unwrap_or(&tidy);
    parse_moment(to_minutes).or_else(|| {
        let (day, time) = to_minutes.split_once('T')?;
        parse_moment(&format!("{}T{time}", day_of(day).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn moments_are_read_as_registers_browsers_and_people_write_them() {
        let cases = [
            ("2012-04-18T09:30", Some("2012-04-18T09:30")),
            ("2012-04-18 09:30", Some("2012-04-18T09:30")),
            ("2012-04-18T09:30:00", Some("2012-04-18T09:30")),
            ("18/04/2012 09:30", Some("2012-04-18T09:30")),
            ("2012-04-18", None),
            ("09:30", None),
            ("soon", None),
        ];
        for (text, expected) in cases {
            assert_eq!(moment_of(text), expected.and_then(parse_moment), "{text}");
        }
    }

    #[test]
    fn every_field_that_cannot_be_read_is_told_at_its_place() {
        let register = crate::synth::generate(crate::synth::Preset::Tiny, 1);
        let asks = Asks {
            is_conference: true,
            participation: true,
            family: true,
            minutes: true,
            report_hours: Some(24),
            children: Vec::new(),
            n_unlisted: 0,
        };
        let fields = [
            ("result", "perhaps"),
            ("on", "18/04/2012"),
            ("chair", "somebody"),
            ("quorate", "maybe"),
            ("sheet_sent", "soon"),
            ("questionnaires_given", "-1"),
            ("verdict.NOBODY", "plan_starts"),
            ("seen", "3"),
            ("agencies", "health"),
            ("agencies", "the neighbours"),
        ];
        let given = Given::of(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        let (entry, faults) = given.entry(&register, &asks);
        assert_eq!((entry.on, given.seen), (parse_date("2012-04-18"), 3));
        assert_eq!(entry.agencies, [Agency::Health]);
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        let expected =
            ["result", "chair", "agencies", "quorate", "sheet_sent", "questionnaires_given", "children"];
        assert_eq!(fields, expected);
        assert!(faults.iter().all(|fault| !fault.message.contains("somebody")), "{faults:?}");
    }

    #[test]
    fn what_a_form_shows_is_read_as_it_was() {
        let register = crate::synth::generate(crate::synth::Preset::Tiny, 1);
        let chair = register.staff.iter().position(|staff| staff.role.chairs()).map(Into::into);
        let child = crate::register::ChildIdx::from(0);
        let has_children = !register.children.is_empty();
        let entry = Entry {
            result: value(&RESULTS, "held"),
            on: parse_date("2012-04-18"),
            chair,
            agencies: vec![Agency::Police, Agency::Health],
            quorate: Some(false),
            sheet_sent: parse_moment("2012-04-19T09:30"),
            concern: true,
            questionnaires_given: Some(2),
            children: if has_children {
                vec![ChildEntry {
                    child,
                    verdict: value(&VERDICTS, "plan_starts"),
                    category: "neglect".to_owned(),
                    participation: Some(6),
                }]
            } else {
                Vec::new()
            },
            ..Entry::default()
        };
        let asks = Asks {
            is_conference: true,
            participation: true,
            family: true,
            minutes: true,
            report_hours: None,
            children: if has_children { vec![child] } else { Vec::new() },
            n_unlisted: 0,
        };
        let (read, faults) = Given::from_entry(&register, &entry, 0).entry(&register, &asks);
        assert_eq!((read, faults), (entry, Vec::new()));
    }
}
