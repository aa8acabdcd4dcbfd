//! A text that is no TOML, told to whoever must mend it.

use toml::de::DeTable;

use super::super::cells::meant_date;
use super::super::findings::Findings;
use super::super::near::quoted;
use super::document::Document;

/// Most places that are named where a file is no TOML: past the first few they follow from one another.
const MOST_ERRORS: usize = 20;

/// Reads a text as a table. Every place where it is no TOML is a fault.
pub(super) fn parse<'a>(document: &'a Document, findings: &mut Findings) -> Option<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(document.text());
    for error in errors.iter().take(MOST_ERRORS) {
        let at = error.span().map_or(0, |span| span.start);
        let line = document.line(at);
        let problem = error.message().replace('\n', "; ");
        let message = match wanted_line(line).filter(|_| !problem.starts_with("duplicate")) {
            Some(wanted) => format!("is not TOML: {} stands here; {wanted}", quoted(line.trim())),
            None => format!("is not TOML: {problem} in the line {}", quoted(line.trim())),
        };
        findings.fault(document.at(at), message);
    }
    errors.is_empty().then(|| table.into_inner())
}

/// Returns what to type instead of a line whose value is a date as British people write it, or text without
/// quotation marks.
fn wanted_line(line: &str) -> Option<String> {
    let (key, value) = line.split('#').next()?.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    if let Some(date) = meant_date(value).filter(|date| date.to_string() != value) {
        return Some(format!("wanted {key} = {date}"));
    }
    let is_text = value.starts_with(char::is_alphabetic)
        && !value.contains(['"', '\'', '[', ']', '{', '}', '='])
        && !["true", "false", "inf", "nan"].contains(&value);
    is_text.then(|| format!("text stands in quotation marks; wanted {key} = \"{value}\""))
}
