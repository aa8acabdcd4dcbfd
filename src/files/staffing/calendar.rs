//! What a file is called, when it begins and which days are worked.

use chrono::NaiveDate;

use super::super::Location;
use super::super::findings::Findings;
use super::super::toml_text::Section;
use super::read::Role;
use crate::staffing::Baseline;
use crate::staffing::baseline::MOST_MONTHS;

/// Most days that an authority closes for itself.
const MOST_CLOSURES: usize = 5_000;

/// Reads the keys at the top of a file. Returns where the months are given, or else the file's beginning.
pub(super) fn read_top(
    file: &mut Section<'_>,
    role: Role,
    baseline: &mut Baseline,
    findings: &mut Findings,
) -> Location {
    if role == Role::Baseline && !file.has("start") && !file.has("opening") {
        // Its first day and its children are for a baseline to say: the rest of the file is read, and its faults are told.
        let message = "says neither when it starts nor whom it opens with, as an overlay does; wanted a baseline: an overlay \
                       goes on one, as in --scenario OVERLAY";
        findings.fault(file.location(), message.to_owned());
    }
    let required: &[&str] = if role == Role::Baseline { &["name", "start"] } else { &["name"] };
    for key in required.iter().filter(|key| !file.has(key)) {
        let message = format!("key \"{key}\" is missing; wanted at least {}", required.join(" and "));
        findings.fault(file.location(), message);
    }
    let is_name = |name: &String| {
        !name.trim().is_empty() && name.chars().count() <= 200 && !name.contains(char::is_control)
    };
    let name = file.take("name", "a name of at most 200 letters", findings, is_name);
    let is_text = |text: &String| text.chars().count() <= 4_000;
    let about = file.take("about", "a text of at most 4000 letters", findings, is_text);
    let (name, about) = (
        name.map_or_else(String::new, |given| given.value),
        about.map(|given| given.value.trim().to_owned()),
    );
    match role {
        Role::Baseline => {
            baseline.name = name;
            baseline.about = about.unwrap_or_default();
        }
        Role::Overlay { is_first } => {
            baseline.name = if is_first { name } else { format!("{} + {name}", baseline.name) };
            baseline.about = match about {
                Some(about) if is_first => about,
                Some(about) => format!("{} {about}", baseline.about).trim().to_owned(),
                None if is_first => String::new(),
                None => baseline.about.clone(),
            };
        }
    }
    let location = read_months(file, role, baseline, findings);
    if let Some(holidays) = file.word("holidays", &["england-and-wales", "none"], findings) {
        baseline.holidays = holidays;
    }
    if file.has("extra_holidays") || role == Role::Baseline {
        let mut days: Vec<NaiveDate> = file.dates("extra_holidays", findings);
        if MOST_CLOSURES < days.len() {
            let message =
                format!("extra_holidays names {} days; at most {MOST_CLOSURES} are read", days.len());
            findings.fault(file.location(), message);
            days.truncate(MOST_CLOSURES);
        }
        baseline.extra_holidays = days;
    }
    location
}

fn read_months(
    file: &mut Section<'_>,
    role: Role,
    baseline: &mut Baseline,
    findings: &mut Findings,
) -> Location {
    let mut location = file.location();
    let start = file.date("start", findings);
    if let Some(start) = start {
        location = file.at(&start.span);
        match role {
            Role::Baseline => baseline.start = start.value,
            Role::Overlay { .. } => {
                let message = format!(
                    "start {} stands in an overlay; wanted none: scenarios that are compared begin on the day of the \
                     baseline",
                    start.value
                );
                findings.fault(location.clone(), message);
            }
        }
    }
    let most = MOST_MONTHS as i64;
    let wanted = format!("months, a whole number from 1 to {most}");
    let months = file.take("months", &wanted, findings, |months: &i64| (1..=most).contains(months));
    if let Some(months) = months {
        location = file.at(&months.span);
        baseline.months = months.value as usize;
    }
    location
}
