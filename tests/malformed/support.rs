//! Cases as text: an edit to the register without a fault, and the faults that follow.

use convene::files::{Faults, register_from_texts};

use crate::good_register::{FILES, edited};

/// One case.
pub(crate) struct Case {
    /// The edit as it is written: the file, what is replaced in it, by what.
    pub(crate) edit: String,
    /// The faults, in order of place, each as [`fits`] has it.
    pub(crate) expected: Vec<String>,
}

impl Case {
    /// The register with the edit.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut parts = self.edit.split('`');
        let mut next = || parts.next().expect("file `from` `to`");
        let (file, from, _, to) = (next().trim(), next(), next(), next());
        edited(file, &unescaped(from), &unescaped(to))
    }
}

/// Reads cases: a line with the edit, then one for each fault, indented. `\n`, `\0` and `\e` stand for the
/// characters that one does not see.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix("    "), cases.last_mut()) {
            (Some(fault), Some(case)) => case.expected.push(fault.to_owned()),
            _ => cases.push(Case { edit: line.to_owned(), expected: Vec::new() }),
        }
    }
    cases
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\0", "\0").replace("\\e", "\u{1b}")
}

/// Checks that each edit has its faults and no other.
pub(crate) fn check_edits(text: &str) {
    for case in cases(text) {
        check(&case.edit, &faults_of(&case.files()), &case.expected);
    }
}

/// The faults of a register, as they are told.
pub(crate) fn faults_of(files: &[(String, String)]) -> Vec<String> {
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    told(register_from_texts(&texts, None).err())
}

/// Faults as they are told; none where there are none.
pub(crate) fn told(faults: Option<Faults>) -> Vec<String> {
    faults.map_or_else(Vec::new, |faults| faults.0.iter().map(ToString::to_string).collect())
}

/// Checks that what was told is what was expected, in order.
pub(crate) fn check(what: &str, told: &[String], expected: &[impl AsRef<str>]) {
    let expected: Vec<&str> = expected.iter().map(AsRef::as_ref).collect();
    let all_fit = told.iter().zip(&expected).all(|(told, expected)| fits(told, expected));
    assert!(all_fit && told.len() == expected.len(), "{what}\nexpected: {expected:#?}\nbut told: {told:#?}");
}

/// Whether a fault begins as expected and holds everything that follows an `…`, such as what was meant.
fn fits(told: &str, expected: &str) -> bool {
    let mut parts = expected.split('…');
    let begins = parts.next().is_none_or(|start| told.starts_with(start));
    begins && parts.all(|part| told.contains(part))
}

/// The register without a fault, to be changed.
pub(crate) fn good() -> Vec<(String, String)> {
    FILES.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
}
