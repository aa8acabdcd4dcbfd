//! The stock on the first day, and the categories of abuse.

use std::path::Path;

use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::toml_text::{Given, Section};
use super::amounts::{Allowed, take_amount, take_number, take_number_named};
use super::caseload::{Caseload, read_caseload};
use super::read::Role;
use crate::staffing::baseline::AgeBand;
use crate::staffing::{Amount, Baseline};

/// Most bands of the ages of plans.
const MOST_BANDS: usize = 240;
/// Most children in one stock.
const MOST_CHILDREN: f64 = 200_000.0;
/// Most categories of abuse.
const MOST_CATEGORIES: usize = 50;
/// How far from 1 shares may sum: what is lost by rounding each to two places.
const ROUNDING: f64 = 0.0101;

/// Where the stock of plans is from.
#[derive(Debug)]
pub(super) enum Stock {
    /// A register.
    Register(Caseload),
    /// Published figures.
    Published,
}

/// Reads `[opening]`. Returns where its stock of plans is from, where it says so.
pub(super) fn read_opening(
    file: &mut Section<'_>,
    role: Role,
    folder: Option<&Path>,
    baseline: &mut Baseline,
    findings: &mut Findings,
) -> Option<Stock> {
    let Some(mut section) = file.table("opening", findings) else {
        if role == Role::Baseline && !file.has("opening") {
            let message =
                "table [opening] is missing; wanted on_plans and looked_after, the children on the first day";
            findings.fault(file.location(), message);
        }
        return None;
    };
    let f = findings;
    if role == Role::Baseline && !section.has("register") {
        for key in ["on_plans", "looked_after"].into_iter().filter(|key| !section.has(key)) {
            let message = format!("key \"opening.{key}\" is missing; wanted children on the first day");
            f.fault(section.location(), message);
        }
    }
    let children = Allowed::between(0.0, MOST_CHILDREN, "children on the first day");
    let caseload = read_register_key(&mut section, folder, baseline, f);
    let mut n_given = 0;
    let mut stock = |key, section: &mut Section<'_>, amount: &mut Amount, f: &mut Findings| {
        if let Some(given) = take_amount(section, key, children, f) {
            *amount = given.value;
            n_given += 1;
        }
    };
    let opening = &mut baseline.opening;
    if section.has("register") && (section.has("on_plans") || section.has("plan_ages")) {
        let message = "opening gives a register and on_plans or plan_ages; wanted one or the other";
        f.fault(section.location(), message);
    }
    let is_published = section.has("on_plans");
    stock("on_plans", &mut section, &mut opening.on_plans, f);
    stock("looked_after", &mut section, &mut opening.looked_after, f);
    stock("both", &mut section, &mut opening.both, f);
    let has_ages = section.has("plan_ages");
    let ages = read_ages(&mut section, f);
    if has_ages {
        opening.plan_ages = ages;
    }
    let (both, least) = (opening.both.middle(), opening.on_plans.middle().min(opening.looked_after.middle()));
    if 0 < n_given && f.is_sound() && least < both {
        let message =
            format!("opening.both is {both}, more than the {least} who are on plans or looked after");
        f.fault(section.location(), message);
    }
    section.finish(f);
    // What is said of the stock as a whole takes the place of an earlier file's register.
    caseload.map(Stock::Register).or(is_published.then_some(Stock::Published))
}

fn read_register_key(
    section: &mut Section<'_>,
    folder: Option<&Path>,
    baseline: &mut Baseline,
    findings: &mut Findings,
) -> Option<Caseload> {
    const WANTED: &str = "the folder of a register, seen from this file";
    let Given { value: named, span } =
        section.take::<String>("register", WANTED, findings, |path| !path.is_empty())?;
    let Some(folder) = folder else {
        section.refuse("register", &span, "no register: this text is in no folder", None, findings);
        return None;
    };
    let caseload = read_caseload(&folder.join(named), baseline.start, &section.at(&span), findings)?;
    let opening = &mut baseline.opening;
    opening.on_plans = Amount::Exact(f64::from(caseload.on_plans));
    opening.plan_ages.clear();
    opening.both = Amount::Exact(f64::from(caseload.both));
    // A register of conferences knows the looked-after children with a plan at most.
    if !section.has("looked_after") && opening.looked_after == Amount::Exact(0.0) {
        opening.looked_after = Amount::Exact(f64::from(caseload.looked_after));
    }
    Some(caseload)
}

fn read_ages(section: &mut Section<'_>, findings: &mut Findings) -> Vec<AgeBand> {
    const WANTED: &str = "a list of bands such as { from_months = 0, to_months = 3, children = 153 }";
    let bands = section.tables("plan_ages", WANTED, findings);
    if MOST_BANDS < bands.len() {
        let message = format!("opening.plan_ages has {} bands; at most {MOST_BANDS} are read", bands.len());
        findings.fault(section.location(), message);
        return Vec::new();
    }
    let mut ages: Vec<AgeBand> = Vec::new();
    let months = Allowed::between(0.0, 216.0, "months since the plan began");
    for mut band in bands {
        for key in ["from_months", "to_months", "children"].into_iter().filter(|key| !band.has(key)) {
            findings.fault(band.location(), format!("a band of plan_ages lacks {key}; wanted {WANTED}"));
        }
        let from_months = take_number(&mut band, "from_months", months, findings);
        let to_months = take_number(&mut band, "to_months", months, findings);
        let children = Allowed::between(0.0, MOST_CHILDREN, "children, or any number in proportion");
        let children = take_number(&mut band, "children", children, findings);
        let location = band.location();
        band.finish(findings);
        let (Some(from_months), Some(to_months), Some(children)) = (from_months, to_months, children) else {
            continue;
        };
        let before = ages.last().map_or(0.0, |band| band.to_months);
        if to_months <= from_months || from_months < before {
            let message = format!(
                "the band of plan_ages from {from_months} to {to_months} months is out of order; wanted to_months above \
                 from_months, and bands from the youngest to the oldest that do not overlap"
            );
            findings.fault(location, message);
        }
        ages.push(AgeBand { from_months, to_months, children });
    }
    if !ages.is_empty() && ages.iter().all(|band| band.children == 0.0) {
        findings
            .fault(section.location(), "opening.plan_ages has no children in any band; wanted some in one");
    }
    ages
}

/// Reads `[categories]`, which takes the place of all of them.
pub(super) fn read_categories(file: &mut Section<'_>, baseline: &mut Baseline, findings: &mut Findings) {
    let Some(mut section) = file.table("categories", findings) else { return };
    let n_faults = findings.n_faults();
    let names = section.keys();
    if names.is_empty() || MOST_CATEGORIES < names.len() {
        let message = format!(
            "categories has {} entries; wanted 1 to {MOST_CATEGORIES}, such as neglect = 0.5",
            names.len()
        );
        findings.fault(section.location(), message);
        return;
    }
    let share = Allowed::between(0.0, 1.0, "share of children who start a plan");
    let categories: Vec<(String, f64)> = names
        .into_iter()
        .filter_map(|name| {
            let number = take_number_named(&mut section, &name, share, findings)?;
            Some((name, number))
        })
        .collect();
    let sum: f64 = categories.iter().map(|(_, share)| share).sum();
    if findings.n_faults() != n_faults {
        return;
    }
    if ROUNDING < (sum - 1.0).abs() {
        let names: Vec<String> = categories.iter().map(|(name, _)| quoted(name)).collect();
        let message =
            format!("the shares of {} sum to {sum:.3}; wanted shares that sum to 1", names.join(", "));
        findings.fault(section.location(), message);
        return;
    }
    baseline.categories = categories.into_iter().map(|(name, share)| (name, share / sum)).collect();
}
