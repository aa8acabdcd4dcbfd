//! Changes: which parameter, from when, by how much, and how it phases in.

use toml::de::DeValue;

use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::toml_text::{Given, Section};
use super::amounts::{Allowed, take_amount};
use super::scalars::{allowed, paths};
use crate::staffing::Baseline;
use crate::staffing::baseline::{Change, Effect, Shape};
use crate::staffing::catalogue::Key;

/// Most changes that a scenario may have.
const MOST_CHANGES: usize = 1_000;
/// Longest ramp, in months.
const LONGEST_RAMP: i64 = 180;

/// Reads `[[changes]]`, which come to those that are there.
pub(super) fn read_changes(file: &mut Section<'_>, baseline: &mut Baseline, findings: &mut Findings) {
    for section in file.tables("changes", "changes, each a table [[changes]]", findings) {
        if MOST_CHANGES <= baseline.changes.len() {
            let message = format!("has more than {MOST_CHANGES} changes; wanted at most that many");
            findings.fault(section.location(), message);
            return;
        }
        baseline.changes.extend(read_change(section, findings));
    }
}

fn read_change(mut section: Section<'_>, findings: &mut Findings) -> Option<Change> {
    let f = findings;
    let location = section.location();
    for key in ["key", "from"].into_iter().filter(|key| !section.has(key)) {
        let message = format!("a change lacks its {key}; wanted key, from, and one of to, times and plus");
        f.fault(location.clone(), message);
    }
    let key = read_key(&mut section, f);
    let from = section.date("from", f).map(|given| given.value);
    let until = section.date("until", f);
    let n_effects = ["to", "times", "plus"].into_iter().filter(|key| section.has(key)).count();
    if n_effects != 1 {
        let message = format!("a change has {n_effects} of to, times and plus; wanted exactly one");
        f.fault(location, message);
    }
    // A change of an unknown parameter has no limits of its own.
    let to = key.map_or(Allowed::between(f64::MIN, f64::MAX, "number"), |key| allowed(key.parameter()));
    let (least, most) = to.limits;
    let width = if key.is_some() { most - least } else { f64::MAX };
    let times = Allowed::between(0.0, 1000.0, "times its value");
    let plus = Allowed::between(-width, width, "in the parameter's unit");
    let effects = [
        take_amount(&mut section, "to", to, f).map(|given| Effect::To(given.value)),
        take_amount(&mut section, "times", times, f).map(|given| Effect::Times(given.value)),
        take_amount(&mut section, "plus", plus, f).map(|given| Effect::Plus(given.value)),
    ];
    let shape = read_shape(&mut section, f);
    if let (Some(from), Some(until)) = (from, &until)
        && until.value < from
    {
        section.refuse("until", &until.span, &format!("a date from {from} on"), None, f);
    }
    section.finish(f);
    Some(Change {
        key: key?,
        from: from?,
        until: until.map(|given| given.value),
        effect: effects.into_iter().flatten().next()?,
        shape: shape?,
    })
}

fn read_key(section: &mut Section<'_>, findings: &mut Findings) -> Option<Key> {
    const WANTED: &str = "the whole key of a parameter, such as \"demand.starts_a_year\"";
    let Given { value: path, span } = section.take::<String>("key", WANTED, findings, |_| true)?;
    let key = Key::from_path(&path);
    if key.is_none() {
        let paths = paths();
        let end = |whole: &&&str| whole.rsplit('.').next() == Some(path.as_str());
        let meant = paths.iter().find(end).map(|&whole| whole.to_owned());
        let meant = meant.or_else(|| findings.nearest(&path, paths.iter().copied()));
        let message = format!("a change of {}, which is no parameter; wanted {WANTED}", quoted(&path));
        findings.fault_meaning(section.at(&span), message, meant);
    }
    key
}

/// Takes `"step"` or `{ ramp_months = 6 }`; at once where nothing is said. `None` where it is at fault.
fn read_shape(section: &mut Section<'_>, findings: &mut Findings) -> Option<Shape> {
    const WANTED: &str = "\"step\" or { ramp_months = 6 }";
    let Some(value) = section.value("shape") else { return Some(Shape::Step) };
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) if text == "step" => Some(Shape::Step),
        DeValue::Table(table) => {
            let mut inner = section.inner("shape", span.clone(), table);
            let is_whole = inner.has("ramp_months");
            let months = inner.whole_number("ramp_months", 1..=LONGEST_RAMP, "months", findings);
            inner.finish(findings);
            if !is_whole {
                section.refuse("shape", &span, WANTED, None, findings);
            }
            Some(Shape::Ramp { months: months? as u32 })
        }
        _ => {
            section.refuse("shape", &span, WANTED, None, findings);
            None
        }
    }
}
