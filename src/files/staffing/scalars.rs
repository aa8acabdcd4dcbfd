//! The scalar parameters of a file: the tables of the catalogue, key by key.

use super::super::findings::Findings;
use super::super::toml_text::Section;
use super::amounts::{Allowed, take_amount, take_amounts, take_numbers};
use crate::staffing::Baseline;
use crate::staffing::baseline::MOST_MONTHS;
use crate::staffing::catalogue::{Amounts, PARAMETERS, Parameter};

/// Returns the tables that the catalogue's keys stand in, in its order: `demand`, `plans`, and so on.
pub(super) fn groups() -> Vec<&'static str> {
    let mut groups = Vec::new();
    for parameter in PARAMETERS {
        let group = parameter.path.split('.').next().unwrap_or_default();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

/// Returns the whole keys of the catalogue.
pub(super) fn paths() -> Vec<&'static str> {
    PARAMETERS.iter().map(|parameter| parameter.path).collect()
}

/// Returns what a parameter may be.
pub(super) fn allowed(parameter: &Parameter) -> Allowed<'static> {
    let (p10, p90) = parameter.plausible;
    Allowed {
        limits: parameter.limits,
        unit: parameter.unit,
        example: (p10 < p90).then_some(parameter.plausible),
    }
}

/// Reads every table of parameters, and the series that stand among them. What a file does not give stays as it is.
pub(super) fn read_parameters(file: &mut Section<'_>, baseline: &mut Baseline, findings: &mut Findings) {
    let paths = paths();
    for group in groups() {
        let Some(mut section) = file.table(group, findings) else { continue };
        read_scalars(&mut section, group, &mut baseline.amounts, &paths, findings);
        match group {
            "demand" => read_demand(&mut section, baseline, findings),
            "plans" => {
                let times = Allowed::between(0.0, 100.0, "times the closures of other months");
                if let Some(closures) =
                    take_amounts(&mut section, "closures_by_month", MOST_MONTHS, times, findings)
                {
                    baseline.closures_by_month = closures;
                }
            }
            _ => {}
        }
        section.finish_or(&paths, findings);
    }
    let (lowest, highest) = (crate::staffing::Key::BandLowest, crate::staffing::Key::BandHighest);
    let middle = |key| baseline.amounts.get(key).middle();
    if findings.is_sound() && middle(highest) <= middle(lowest) {
        let message = format!(
            "band.lowest {} is not below band.highest {}; wanted a band of caseloads such as 50 to 70",
            middle(lowest),
            middle(highest)
        );
        findings.fault(file.location(), message);
    }
}

fn read_scalars(
    section: &mut Section<'_>,
    path: &str,
    amounts: &mut Amounts,
    paths: &[&str],
    findings: &mut Findings,
) {
    let mut tables = Vec::new();
    for parameter in PARAMETERS {
        let Some(rest) = parameter.path.strip_prefix(path).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        match rest.split_once('.') {
            None => {
                if let Some(given) = take_amount(section, rest, allowed(parameter), findings) {
                    amounts.set(parameter.key, given.value);
                }
            }
            Some((table, _)) if !tables.contains(&table) => {
                tables.push(table);
                if let Some(mut inner) = section.table(table, findings) {
                    read_scalars(&mut inner, &format!("{path}.{table}"), amounts, paths, findings);
                    inner.finish_or(paths, findings);
                }
            }
            Some(_) => {}
        }
    }
}

/// Reads the season and the starts of single months.
fn read_demand(section: &mut Section<'_>, baseline: &mut Baseline, findings: &mut Findings) {
    let weight = Allowed::between(0.0, 1000.0, "January first, in proportion to one another");
    if let Some(given) = take_numbers(section, "season", 12, weight, findings) {
        let sum: f64 = given.value.iter().sum();
        if 0.0 < sum {
            baseline.season = std::array::from_fn(|month| given.value[month] * 12.0 / sum);
        } else {
            section.refuse("season", &given.span, "at least one month above 0", None, findings);
        }
    }
    let children = Allowed::between(0.0, 10_000.0, "children who start a plan in the month");
    if let Some(starts) = take_amounts(section, "starts_by_month", MOST_MONTHS, children, findings) {
        baseline.starts_by_month = starts;
    }
}
