//! The kinds of meeting in authority.toml: a preset's, changed key by key, and the authority's own.

use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::near::quoted;
use super::super::toml_text::{Given, Section};
use super::read::COST;
use crate::calendar::{Timescale, TimescaleError};
use crate::register::{Kind, KindIdx, Preset, Reference, preset_kinds};

/// What an own kind must say of itself; for the rest there are defaults.
const REQUIRED: [&str; 7] =
    ["minutes", "before", "after", "minute_taker", "notice_days", "statutory", "urgency"];

/// Reads `[kinds]`: the preset's kinds in its order, then the authority's own in the order of the file.
pub(super) fn read_kinds(
    file: &mut Section<'_>,
    preset: Preset,
    findings: &mut Findings,
) -> (Vec<Kind>, Ids<KindIdx>) {
    let mut kinds = preset_kinds(preset);
    let n_preset = kinds.len();
    let mut lost = Vec::new();
    if let Some(mut section) = file.table("kinds", findings) {
        for key in section.keys() {
            let at = kinds[..n_preset].iter().position(|kind| kind.name.as_str() == key);
            let Some(table) =
                section.table_named(&key, "a table such as [kinds.review_conference]", findings)
            else {
                lost.push(key);
                continue;
            };
            match at {
                Some(at) => kinds[at] = read_changes(table, kinds[at].clone(), findings),
                None => match read_own(table, &key, preset, &kinds[..n_preset], findings) {
                    Some(kind) => kinds.push(kind),
                    None => lost.push(key),
                },
            }
        }
    }
    let mut ids = Ids::listed_in("the kinds of meeting");
    for kind in &kinds {
        ids.add(&kind.name);
    }
    for name in &lost {
        ids.add_lost(name);
    }
    (kinds, ids)
}

/// Reads a table of changes to `kind`.
fn read_changes(mut section: Section<'_>, kind: Kind, findings: &mut Findings) -> Kind {
    let f = findings;
    let mut minutes = |section: &mut Section<'_>, key, range, default: i32| {
        section.whole_number(key, range, "minutes", f).map_or(default, |minutes| minutes as i32)
    };
    let length = minutes(&mut section, "minutes", 1..=1440, kind.minutes);
    let before = minutes(&mut section, "before", 0..=720, kind.before);
    let after = minutes(&mut section, "after", 0..=720, kind.after);
    let notice = section.whole_number("notice_days", 0..=260, "working days", f);
    let changed = Kind {
        name: kind.name,
        minutes: length,
        before,
        after,
        minute_taker: section.yes_or_no("minute_taker", f).unwrap_or(kind.minute_taker),
        notice_days: notice.map_or(kind.notice_days, |days| days as u32),
        statutory: timescale(&mut section, "statutory", STATUTORY, Timescale::statutory, f)
            .unwrap_or(kind.statutory),
        target: timescale(&mut section, "target", TARGET, Timescale::target, f).unwrap_or(kind.target),
        opens: timescale(&mut section, "opens", OPENS, Timescale::opens, f).unwrap_or(kind.opens),
        at_home: section.yes_or_no("at_home", f).unwrap_or(kind.at_home),
        family: section.yes_or_no("family", f).unwrap_or(kind.family),
        continuity: section.yes_or_no("continuity", f).unwrap_or(kind.continuity),
        urgency: section.whole_number("urgency", COST, "minutes of cost", f).unwrap_or(kind.urgency),
    };
    section.finish(f);
    changed
}

/// Reads a kind of the authority's own.
fn read_own(
    section: Section<'_>,
    name: &str,
    preset: Preset,
    preset_kinds: &[Kind],
    findings: &mut Findings,
) -> Option<Kind> {
    let location = section.location();
    let Some(reference) = Reference::new(name) else {
        let message =
            format!("kind {} is not a reference; wanted 1 to 40 of A-Z a-z 0-9 . _ -", quoted(name));
        findings.fault(location, message);
        return None;
    };
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|key| !section.has(key)).collect();
    if !missing.is_empty() {
        let meant = findings.nearest(name, preset_kinds.iter().map(|kind| kind.name.as_str()));
        let message = format!(
            "kind {} is none of {}, and to be one of your own it lacks {}",
            quoted(name),
            preset.name(),
            missing.join(", ")
        );
        findings.fault_meaning(location, message, meant);
    }
    let n_faults = findings.n_faults();
    let blank = Kind {
        name: reference,
        minutes: 60,
        before: 0,
        after: 0,
        minute_taker: false,
        notice_days: 0,
        statutory: Timescale::None,
        target: Timescale::None,
        opens: Timescale::Today,
        at_home: false,
        family: true,
        continuity: true,
        urgency: 0,
    };
    let kind = read_changes(section, blank, findings);
    (missing.is_empty() && findings.n_faults() == n_faults).then_some(kind)
}

const STATUTORY: &str = "a rule such as \"15 working days\", \"6 months or 183 days\" or \"none\"";
const TARGET: &str = "a rule such as \"12 working days\" or \"10 working days before statutory\"";
const OPENS: &str = "\"today\", or a rule such as \"20 working days before target\"";

fn timescale(
    section: &mut Section<'_>,
    key: &'static str,
    wanted: &str,
    read: fn(&str) -> Result<Timescale, TimescaleError>,
    findings: &mut Findings,
) -> Option<Timescale> {
    let Given { value: text, span } = section.take::<String>(key, wanted, findings, |_| true)?;
    let rule = read(&text).ok();
    if rule.is_none() {
        section.refuse(key, &span, wanted, None, findings);
    }
    rule
}
