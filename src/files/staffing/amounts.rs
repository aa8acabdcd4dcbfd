//! Numbers of a parameter file: a value, or a range from its tenth to its ninetieth percentile.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use super::super::findings::Findings;
use super::super::toml_text::{Given, Section};
use crate::staffing::Amount;

/// What a number may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed<'a> {
    /// The least and the most.
    pub(super) limits: (f64, f64),
    /// Its unit.
    pub(super) unit: &'a str,
    /// A range to show as an example, where one is sensible.
    pub(super) example: Option<(f64, f64)>,
}

impl<'a> Allowed<'a> {
    /// Returns what lies between two limits.
    pub(super) fn between(least: f64, most: f64, unit: &'a str) -> Allowed<'a> {
        Allowed { limits: (least, most), unit, example: None }
    }

    fn has(&self, number: f64) -> bool {
        self.limits.0 <= number && number <= self.limits.1
    }

    /// Returns the words for a plain number.
    fn number(&self) -> String {
        format!("a number from {} to {} ({})", self.limits.0, self.limits.1, self.unit)
    }

    /// Returns the words for a number or a range.
    fn amount(&self) -> String {
        match self.example {
            Some((p10, p90)) => {
                format!("{}, or a range such as {{ p10 = {p10}, p90 = {p90} }}", self.number())
            }
            None => self.number(),
        }
    }
}

/// Takes a plain number.
pub(super) fn take_number(
    section: &mut Section<'_>,
    key: &'static str,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) -> Option<f64> {
    let value = section.value(key)?;
    number_of(section, key, value, &allowed, &allowed.number(), findings)
}

/// Takes a plain number whose key the file chooses.
pub(super) fn take_number_named(
    section: &mut Section<'_>,
    key: &str,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) -> Option<f64> {
    let value = section.value_named(key)?;
    number_of(section, key, value, &allowed, &allowed.number(), findings)
}

/// Takes a number or a range.
pub(super) fn take_amount(
    section: &mut Section<'_>,
    key: &'static str,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) -> Option<Given<Amount>> {
    let value = section.value(key)?;
    let span = value.span();
    let value = amount_of(section, key, value, allowed, findings)?;
    Some(Given { value, span })
}

/// Takes a list of at most `most` numbers or ranges. A list with a fault in it is none.
pub(super) fn take_amounts(
    section: &mut Section<'_>,
    key: &'static str,
    most: usize,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) -> Option<Vec<Amount>> {
    let (_, items) = take_list(section, key, 0..most + 1, "each a number or a range", findings)?;
    let n_items = items.len();
    let amounts: Vec<Amount> =
        items.into_iter().filter_map(|item| amount_of(section, key, item, allowed, findings)).collect();
    (amounts.len() == n_items).then_some(amounts)
}

/// Takes a list of `length` numbers. A list with a fault in it is none.
pub(super) fn take_numbers(
    section: &mut Section<'_>,
    key: &'static str,
    length: usize,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) -> Option<Given<Vec<f64>>> {
    let (span, items) = take_list(section, key, length..length + 1, allowed.unit, findings)?;
    let wanted = allowed.number();
    let value: Vec<f64> = items
        .into_iter()
        .filter_map(|item| number_of(section, key, item, &allowed, &wanted, findings))
        .collect();
    (value.len() == length).then_some(Given { value, span })
}

fn take_list<'a>(
    section: &mut Section<'a>,
    key: &'static str,
    lengths: Range<usize>,
    what: &str,
    findings: &mut Findings,
) -> Option<(Range<usize>, Vec<Spanned<DeValue<'a>>>)> {
    let value = section.value(key)?;
    let span = value.span();
    let least_and_most = (lengths.start, lengths.end - 1);
    let wanted = match least_and_most {
        (least, most) if least == most => format!("a list of {least} numbers, {what}"),
        (_, most) => format!("a list of at most {most}, {what}"),
    };
    match value.into_inner() {
        DeValue::Array(items) if lengths.contains(&items.len()) => Some((span, items.into_iter().collect())),
        _ => {
            section.refuse(key, &span, &wanted, None, findings);
            None
        }
    }
}

fn number_of(
    section: &Section<'_>,
    key: &str,
    value: Spanned<DeValue<'_>>,
    allowed: &Allowed<'_>,
    wanted: &str,
    findings: &mut Findings,
) -> Option<f64> {
    let span = value.span();
    let number = f64::deserialize(ValueDeserializer::from(value)).ok();
    let number = number.filter(|&number| allowed.has(number));
    if number.is_none() {
        section.refuse(key, &span, wanted, None, findings);
    }
    number
}

/// Reads a number or a range that is the value of `key`, or an item of it.
fn amount_of<'a>(
    section: &Section<'a>,
    key: &str,
    value: Spanned<DeValue<'a>>,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) -> Option<Amount> {
    let span = value.span();
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        let number = number_of(section, key, value, &allowed, &allowed.amount(), findings)?;
        return Some(Amount::Exact(number));
    }
    let DeValue::Table(table) = value.into_inner() else { return None };
    let mut range = section.inner(key, span.clone(), table);
    let is_whole = range.has("p10") && range.has("p90");
    let p10 = take_number(&mut range, "p10", allowed, findings);
    let p90 = take_number(&mut range, "p90", allowed, findings);
    range.finish(findings);
    if !is_whole {
        section.refuse(key, &span, "a range with both p10 and p90", None, findings);
        return None;
    }
    let (p10, p90) = (p10?, p90?);
    if p90 < p10 {
        section.refuse(key, &span, "a range whose p10 is not above its p90", None, findings);
        return None;
    }
    Some(if p10 < p90 { Amount::Range { p10, p90 } } else { Amount::Exact(p10) })
}
