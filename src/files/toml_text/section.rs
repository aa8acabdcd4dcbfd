//! A table of a TOML file, read key by key, so that every bad key is told and not the first only.

use std::ops::{Range, RangeInclusive};

use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::{Location, cells};
use super::document::Document;
use super::syntax;
use crate::calendar::{NaiveDate, parse_clock};

/// A table whose keys are taken one by one; what is left at the end is not known.
pub(in crate::files) struct Section<'a> {
    document: &'a Document,
    /// `""` for the whole file, else such as `kinds.review_conference`.
    path: String,
    /// Where the table is named.
    span: Range<usize>,
    entries: Vec<Entry<'a>>,
    asked: Vec<&'static str>,
}

struct Entry<'a> {
    key: String,
    key_span: Range<usize>,
    /// `None` once taken.
    value: Option<Spanned<DeValue<'a>>>,
}

/// A value and where it stands.
pub(in crate::files) struct Given<T> {
    /// The value.
    pub(in crate::files) value: T,
    /// Where it stands in the text.
    pub(in crate::files) span: Range<usize>,
}

impl<'a> Section<'a> {
    /// Reads a whole file as a section; `None` where it is no TOML.
    pub(in crate::files) fn parse(document: &'a Document, findings: &mut Findings) -> Option<Section<'a>> {
        let table = syntax::parse(document, findings)?;
        Some(Section::new(document, String::new(), 0..0, table))
    }

    fn new(document: &'a Document, path: String, span: Range<usize>, table: DeTable<'a>) -> Section<'a> {
        let mut entries: Vec<Entry<'a>> = table
            .into_iter()
            .map(|(key, value)| Entry {
                key_span: key.span(),
                key: key.into_inner().into_owned(),
                value: Some(value),
            })
            .collect();
        // The order of the file, which the parser does not keep.
        entries.sort_by_key(|entry| entry.key_span.start);
        Section { document, path, span, entries, asked: Vec::new() }
    }

    /// Returns the keys in the order of the file.
    pub(in crate::files) fn keys(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.key.clone()).collect()
    }

    /// Whether a key stands in the table.
    pub(in crate::files) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Returns where the table is named.
    pub(in crate::files) fn location(&self) -> Location {
        self.document.at(self.span.start)
    }

    /// Returns where a span stands.
    pub(in crate::files) fn at(&self, span: &Range<usize>) -> Location {
        self.document.at(span.start)
    }

    /// Takes a value of any type that serde knows, if `accept` takes it too. What does not fit is a fault.
    pub(in crate::files) fn take<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
        wanted: &str,
        findings: &mut Findings,
        accept: impl Fn(&T) -> bool,
    ) -> Option<Given<T>> {
        let (span, value) = self.raw(key)?;
        let deserializer = toml::de::ValueDeserializer::from(value);
        match T::deserialize(deserializer).ok().filter(|value| accept(value)) {
            Some(value) => Some(Given { value, span }),
            None => {
                self.refuse(key, &span, wanted, None, findings);
                None
            }
        }
    }

    /// Takes a whole number in `range`.
    pub(in crate::files) fn whole_number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<i64>,
        unit: &str,
        findings: &mut Findings,
    ) -> Option<i64> {
        let wanted = format!("{unit}, a whole number from {} to {}", range.start(), range.end());
        self.take(key, &wanted, findings, |number| range.contains(number)).map(|given| given.value)
    }

    /// Takes `true` or `false`.
    pub(in crate::files) fn yes_or_no(&mut self, key: &'static str, findings: &mut Findings) -> Option<bool> {
        self.take(key, "true or false", findings, |_| true).map(|given| given.value)
    }

    /// Takes a word of a closed list.
    pub(in crate::files) fn word<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
        words: &[&str],
        findings: &mut Findings,
    ) -> Option<T> {
        let wanted = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" or ");
        let Given { value: text, span } = self.take::<String>(key, &wanted, findings, |_| true)?;
        let value = T::deserialize(text.as_str().into_deserializer());
        match value.map_err(|_: serde::de::value::Error| ()) {
            Ok(value) => Some(value),
            Err(()) => {
                let meant = findings.nearest(&text, words.iter().copied());
                self.refuse(key, &span, &wanted, meant, findings);
                None
            }
        }
    }

    /// Takes a time of day as text, in minutes since midnight.
    pub(in crate::files) fn clock(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Given<i32>> {
        const WANTED: &str = "a time such as \"09:30\"";
        let Given { value: text, span } = self.take::<String>(key, WANTED, findings, |_| true)?;
        match parse_clock(&text) {
            Some(clock) => Some(Given { value: clock.0, span }),
            None => {
                let meant = cells::clock(&text).err().and_then(|refusal| refusal.meant);
                self.refuse(key, &span, WANTED, meant, findings);
                None
            }
        }
    }

    /// Takes a date, written as a TOML date or as text.
    pub(in crate::files) fn date(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Given<NaiveDate>> {
        let (span, value) = self.raw(key)?;
        match date_of(&value) {
            Ok(value) => Some(Given { value, span }),
            Err(meant) => {
                self.refuse(key, &span, "a date such as 2012-04-02", meant, findings);
                None
            }
        }
    }

    /// Takes a date, or the word `none` for no date.
    pub(in crate::files) fn date_or_none(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Option<NaiveDate>> {
        let (span, value) = self.raw(key)?;
        if matches!(value.get_ref(), DeValue::String(text) if text == "none") {
            return Some(None);
        }
        match date_of(&value) {
            Ok(date) => Some(Some(date)),
            Err(meant) => {
                self.refuse(key, &span, "a date such as 2012-04-02, or \"none\"", meant, findings);
                None
            }
        }
    }

    /// Takes a list of dates.
    pub(in crate::files) fn dates(&mut self, key: &'static str, findings: &mut Findings) -> Vec<NaiveDate> {
        const WANTED: &str = "a list of dates such as [2012-06-04, 2012-06-05]";
        let Some((span, value)) = self.raw(key) else { return Vec::new() };
        let DeValue::Array(items) = value.into_inner() else {
            self.refuse(key, &span, WANTED, None, findings);
            return Vec::new();
        };
        let mut dates = Vec::new();
        for item in items {
            match date_of(&item) {
                Ok(date) => dates.push(date),
                Err(meant) => self.refuse(key, &item.span(), WANTED, meant, findings),
            }
        }
        dates
    }

    /// Takes a table.
    pub(in crate::files) fn table(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Section<'a>> {
        self.asked.push(key);
        self.table_named(key, "a table", findings)
    }

    /// Takes a table whose name the file chooses.
    pub(in crate::files) fn table_named(
        &mut self,
        key: &str,
        wanted: &str,
        findings: &mut Findings,
    ) -> Option<Section<'a>> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key)?;
        let value = entry.value.take()?;
        let key_span = entry.key_span.clone();
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(Section::new(self.document, self.path_of(key), key_span, table)),
            _ => {
                self.refuse(key, &span, wanted, None, findings);
                None
            }
        }
    }

    /// Takes every value that is left as a whole number in `range`, by key.
    pub(in crate::files) fn whole_numbers(
        &mut self,
        keys: &[&'static str],
        range: &RangeInclusive<i64>,
        unit: &str,
        findings: &mut Findings,
    ) -> Vec<(&'static str, i64)> {
        let numbers = keys.iter().map(|&key| (key, self.whole_number(key, range.clone(), unit, findings)));
        numbers.filter_map(|(key, number)| Some((key, number?))).collect()
    }

    /// Records a fault where the value of a key stands.
    pub(in crate::files) fn refuse(
        &self,
        key: &str,
        span: &Range<usize>,
        wanted: &str,
        meant: Option<String>,
        findings: &mut Findings,
    ) {
        let text = self.document.text().get(span.clone()).unwrap_or_default();
        let stood = quoted(text.trim_matches('"'));
        let message = format!("{} {stood} is not right; wanted {wanted}", self.path_of(key));
        findings.fault_meaning(self.at(span), message, meant);
    }

    /// Records what was never asked for.
    pub(in crate::files) fn finish(self, findings: &mut Findings) {
        self.finish_or(&[], findings);
    }

    /// Records what was never asked for. What has its place elsewhere, in one of the whole paths `elsewhere`, is told so.
    pub(in crate::files) fn finish_or(self, elsewhere: &[&str], findings: &mut Findings) {
        let absent: Vec<&str> = self.asked.iter().copied().filter(|key| !self.has(key)).collect();
        for entry in self.entries.iter().filter(|entry| entry.value.is_some()) {
            let own = || elsewhere.iter().find(|path| path.rsplit('.').next() == Some(entry.key.as_str()));
            let meant = match findings.nearest(&entry.key, absent.iter().copied()) {
                Some(meant) => Some(meant),
                None => own().map(|&path| path.to_owned()),
            };
            let message = format!(
                "key {} is not known{}; wanted one of {}",
                quoted(&entry.key),
                if self.path.is_empty() { String::new() } else { format!(" in {}", self.path) },
                self.asked.join(", ")
            );
            findings.fault_meaning(self.at(&entry.key_span), message, meant);
        }
    }

    /// Returns a key with the tables that it stands in.
    pub(in crate::files) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Takes a value as it stands.
    pub(in crate::files) fn value(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.value_named(key)
    }

    /// Takes a value whose key the file chooses.
    pub(in crate::files) fn value_named(&mut self, key: &str) -> Option<Spanned<DeValue<'a>>> {
        self.entries.iter_mut().find(|entry| entry.key == key)?.value.take()
    }

    /// Returns a table that is the value of `key`, or an item of it.
    pub(in crate::files) fn inner(&self, key: &str, span: Range<usize>, table: DeTable<'a>) -> Section<'a> {
        Section::new(self.document, self.path_of(key), span, table)
    }

    /// Takes a list of tables, `[[key]]`. What is no table in it is a fault.
    pub(in crate::files) fn tables(
        &mut self,
        key: &'static str,
        wanted: &str,
        findings: &mut Findings,
    ) -> Vec<Section<'a>> {
        let Some((span, value)) = self.raw(key) else { return Vec::new() };
        let DeValue::Array(items) = value.into_inner() else {
            self.refuse(key, &span, wanted, None, findings);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(self.inner(key, span, table)),
                _ => self.refuse(key, &span, wanted, None, findings),
            }
        }
        tables
    }

    fn raw(&mut self, key: &'static str) -> Option<(Range<usize>, Spanned<DeValue<'a>>)> {
        let value = self.value(key)?;
        Some((value.span(), value))
    }
}

/// Returns a value as a date, or what was probably meant.
fn date_of(value: &Spanned<DeValue<'_>>) -> Result<NaiveDate, Option<String>> {
    let text = match value.get_ref() {
        DeValue::Datetime(datetime) => datetime.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return Err(None),
    };
    cells::date(&text).map_err(|refusal| refusal.meant)
}
