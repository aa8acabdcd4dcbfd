//! Reading whom messages reach where: `contacts.csv`, the operator's own file, which is no part of a register and of no store.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use super::csv_text;
use super::findings::Findings;
use super::near::quoted;
use super::source::read_bytes;
use super::table::Table;
use super::{Fault, Faults, Location};
use crate::messages::Language;
use crate::register::Reference;

/// Longest address (RFC 5321, 4.5.3.1.3, without its angle brackets).
const LONGEST_ADDRESS: usize = 254;
const COLUMNS: [&str; 3] = ["ref", "email", "language"];

/// Somebody's address, and the language that they are written to in.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The address.
    pub email: String,
    /// The language.
    pub language: Language,
}

/// Addresses stay out of logs.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact").field("language", &self.language).finish_non_exhaustive()
    }
}

/// Addresses by the reference of a social worker, a member of staff or a venue. A household has none here: families are told by their
/// social worker, and no message of Convene's is for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts {
    by_reference: HashMap<String, Contact>,
}

impl Contacts {
    /// Returns where a reference is reached, `None` where the file does not say.
    pub fn of(&self, reference: &str) -> Option<&Contact> {
        self.by_reference.get(reference)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.by_reference.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_reference.is_empty()
    }
}

/// Reads contacts from a CSV file with the columns `ref`, `email` and `language` (`en`, `cy` or `both`; `en` where it is empty or left out).
/// An address is nowhere said back, because what is said goes to logs.
///
/// # Errors
/// Every fault of the file, in order of place.
pub fn read_contacts(path: &Path) -> Result<Contacts, Faults> {
    let mut findings = Findings::default();
    let shown = path.display().to_string();
    let bytes = read_bytes(path, &shown, &mut findings);
    contacts_of(bytes.as_deref(), &shown, findings)
}

fn contacts_of(bytes: Option<&[u8]>, shown: &str, mut findings: Findings) -> Result<Contacts, Faults> {
    let table = bytes.and_then(|bytes| csv_text::read("contacts", shown, bytes, &mut findings));
    let contacts = table.map(|table| contacts_in(&table, &mut findings)).unwrap_or_default();
    findings.finish()?;
    if contacts.is_empty() {
        let message = "has no row; wanted a row for each who is written to".to_owned();
        let location = Location::File { file: shown.to_owned() };
        return Err(Faults(vec![Fault { location, message, meant: None }]));
    }
    Ok(contacts)
}

fn contacts_in(table: &Table, findings: &mut Findings) -> Contacts {
    let place = |name: &str| table.header.iter().position(|column| column == name);
    for (at, column) in table.header.iter().enumerate() {
        if !COLUMNS.contains(&column.as_str()) && !column.starts_with("x_") {
            let meant = findings.nearest(column, COLUMNS);
            let message = format!("column {} is not known; wanted ref, email and language", quoted(column));
            findings.fault_meaning(table.origin.at(table.header_line, at), message, meant);
        }
    }
    let (Some(reference_at), Some(email_at)) = (place("ref"), place("email")) else {
        findings.fault(
            table.origin.at(table.header_line, 0),
            "columns ref and email are wanted, and one is missing",
        );
        return Contacts::default();
    };
    let mut contacts = Contacts::default();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for row in table.rows.iter().filter(|row| row.sound && !row.is_blank()) {
        let cell = |at: usize| row.cells.get(at).map_or("", |cell| cell.trim());
        let given = cell(reference_at);
        let reference = Reference::new(given);
        if reference.is_none() {
            // An address in the wrong column is not said back either.
            let said = if given.contains('@') { "of this row".to_owned() } else { quoted(given) };
            let message = format!("ref {said} is no reference; wanted 1 to 40 of A-Z a-z 0-9 . _ -");
            findings.fault(table.at(row, reference_at), message);
        }
        let email = cell(email_at);
        if !is_address(email) {
            findings.fault(
                table.at(row, email_at),
                "email is no address; wanted one such as duty@example.gov.uk, without a name and without brackets",
            );
        }
        let language_at = place("language");
        let word = language_at.map_or("", cell);
        let language = if word.is_empty() { Some(Language::English) } else { Language::of(word) };
        if let (None, Some(at)) = (language, language_at) {
            let message = format!("language {} is not known; wanted en, cy or both", quoted(word));
            findings.fault(table.at(row, at), message);
        }
        let (Some(reference), Some(language)) = (reference, language) else { continue };
        if let Some(line) = lines.insert(reference.to_string(), row.line) {
            let message = format!(
                "ref {} is given twice; {} has it already",
                quoted(given),
                table.origin.line_in_words(line)
            );
            findings.fault(table.at(row, reference_at), message);
        }
        let contact = Contact { email: email.to_owned(), language };
        contacts.by_reference.insert(reference.to_string(), contact);
    }
    contacts
}

/// Whether a text is an address that any mail server takes: one `@`, letters of ASCII, and nothing that could end a line or a header.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_of_local = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    let is_label = |label: &str| {
        matches!(label.len(), 1..=63)
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= LONGEST_ADDRESS
        && matches!(local.len(), 1..=64)
        && local.bytes().all(is_of_local)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Contacts, Vec<String>> {
        let read = contacts_of(Some(text.as_bytes()), "contacts.csv", Findings::default());
        read.map_err(|faults| faults.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_row_is_a_reference_an_address_and_a_language() {
        let contacts = read(
            "ref,email,language,x_note\nIRO1,iro1@example.gov.uk,,\nW-1,w1@example.gov.uk,both,late shift\n\
             V-PRE,rooms@example.gov.uk,cy,\n",
        )
        .expect("it is right");
        assert_eq!(contacts.len(), 3);
        let languages = ["IRO1", "W-1", "V-PRE"].map(|who| contacts.of(who).expect("there").language);
        assert_eq!(languages, [Language::English, Language::Both, Language::Welsh]);
        assert_eq!(contacts.of("W-1").expect("there").email, "w1@example.gov.uk");
        assert_eq!(contacts.of("W-2"), None);
        assert!(!format!("{contacts:?}").contains('@'), "addresses stay out of logs");
        assert!(read("ref,email\nW-1,w1@example.gov.uk\n").is_ok(), "English needs no column");
    }

    #[test]
    fn every_fault_is_told_with_its_place_and_no_address_is_said_back() {
        let faults = read(
            "ref,email,language\nW 1,w1@example.gov.uk,en\nW-2,Ann <ann@example.gov.uk>,en\nW-3,w3@example.gov.uk,fr\n\
             W-3,w4@example.gov.uk,cy\nW-3,w5@example.gov.uk,cy\n",
        )
        .expect_err("all wrong");
        let expected = [
            "contacts.csv:2:1: ref \"W 1\" is no reference",
            "contacts.csv:3:2: email is no address; wanted one such as duty@example.gov.uk",
            "contacts.csv:4:3: language \"fr\" is not known; wanted en, cy or both",
            "contacts.csv:6:1: ref \"W-3\" is given twice; line 5 has it already",
        ];
        assert_eq!(faults.len(), expected.len(), "{faults:?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(fault.starts_with(expected), "{fault}");
            assert!(!fault.contains("ann@"), "{fault}");
        }
        let columns = read("ref,mail,language\nW-1,w1@example.gov.uk,en\n").expect_err("a column is wrong");
        assert!(columns.iter().any(|fault| fault.contains("column \"mail\" is not known")), "{columns:?}");
        assert!(read("ref,email\n").expect_err("no row")[0].contains("has no row"));
    }

    #[test]
    fn addresses_are_those_that_every_server_takes() {
        for (text, expected) in [
            ("w1@example.gov.uk", true),
            ("o'brien+desk@a-b.example", true),
            ("w1@example", false),
            ("w1example.gov.uk", false),
            ("a b@example.gov.uk", false),
            ("a@b@example.gov.uk", false),
            (".a@example.gov.uk", false),
            ("a..b@example.gov.uk", false),
            ("a@-b.example", false),
            ("a@b.example\r\nBcc: x@y.z", false),
            ("ŵ@example.gov.uk", false),
            ("", false),
        ] {
            assert_eq!(is_address(text), expected, "{text:?}");
        }
    }
}
