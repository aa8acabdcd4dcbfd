//! Reading authority.toml.

use std::ops::RangeInclusive;

use chrono::Datelike;

use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::toml_text::{Document, Section};
use super::kinds::read_kinds;
use crate::calendar::{BANK_HOLIDAY_YEARS, Clock, Holidays, NaiveDate, Span};
use crate::register::{Authority, FollowUp, KindIdx, Lunch, Preset, TravelPolicy, Weights, preset_kinds};
use crate::rules::{REPAIR_WEIGHTS, SOFT};

/// What weights and urgencies may be, in minutes of cost.
pub(super) const COST: RangeInclusive<i64> = 0..=1_000_000;

/// Detour over speed past which journeys would take longer than anybody counts: 20,000 km at a hundred minutes a
/// kilometre is four years.
const SLOWEST_HOURS_PER_KM: f64 = 100.0;

/// A policy that has been read, with defaults wherever it is at fault.
#[derive(Debug)]
pub(in crate::files) struct Policy {
    /// The policy.
    pub(in crate::files) authority: Authority,
    /// The names of its kinds.
    pub(in crate::files) kinds: Ids<KindIdx>,
    /// Whether its bank holidays are read and bound the years that can be planned.
    pub(in crate::files) is_bound_to_bank_holidays: bool,
}

/// Reads a policy; `today` takes the place of the one that it gives. Where there is none it is all defaults, and
/// whoever says so says it once.
pub(in crate::files) fn read(
    document: Option<&Document>,
    today: Option<NaiveDate>,
    findings: &mut Findings,
) -> Policy {
    let Some(document) = document else { return Policy::unknown() };
    let Some(mut file) = Section::parse(document, findings) else { return Policy::unknown() };
    for key in ["name", "today", "timescales"] {
        if !file.has(key) {
            let message = format!("key \"{key}\" is missing; wanted at least name, today and timescales");
            findings.fault(file.location(), message);
        }
    }
    let name = file.take("name", "a name", findings, |name: &String| !name.contains(char::is_control));
    let own_today = file.date("today", findings);
    let today_span = own_today.as_ref().map_or(0..0, |given| given.span.clone());
    let timescales: Option<Preset> =
        file.word("timescales", &[Preset::England2010.name(), Preset::England2023.name()], findings);
    let preset = timescales.unwrap_or(Preset::England2010);
    let grid_minutes = file.whole_number("grid_minutes", 1..=720, "minutes", findings).unwrap_or(15);
    let office_hours = read_office_hours(&mut file, findings);
    let n_faults = findings.n_faults();
    let holidays: Option<Holidays> = file.word("holidays", &["england-and-wales", "none"], findings);
    let is_bound_to_bank_holidays =
        findings.n_faults() == n_faults && holidays.unwrap_or_default() == Holidays::EnglandAndWales;
    let extra_holidays = file.dates("extra_holidays", findings);
    let late_limit = file.whole_number("late_limit_days", 0..=520, "working days", findings);
    let travel = read_travel(&mut file, findings);
    let lunch = read_lunch(&mut file, findings);
    let follow_up = read_follow_up(&mut file, findings);
    let (kinds, kind_ids) = read_kinds(&mut file, preset, findings);
    let weights = read_weights(&mut file, findings);

    let today = today.or(own_today.map(|given| given.value));
    if let Some(today) = today.filter(|_| is_bound_to_bank_holidays)
        && !BANK_HOLIDAY_YEARS.contains(&today.year())
    {
        findings.fault(file.at(&today_span), unknown_holidays("today", today));
    }
    file.finish(findings);
    Policy {
        authority: Authority {
            name: name.map_or_else(String::new, |given| given.value),
            today: today.unwrap_or_default(),
            timescales: preset,
            grid_minutes: grid_minutes as i32,
            office_hours,
            holidays: holidays.unwrap_or_default(),
            extra_holidays,
            late_limit_days: late_limit.unwrap_or(20) as u32,
            travel,
            lunch,
            follow_up,
            kinds,
            weights,
        },
        kinds: kind_ids,
        is_bound_to_bank_holidays,
    }
}

/// Returns the message for a date in a year whose bank holidays are not known.
pub(in crate::files) fn unknown_holidays(what: &str, date: NaiveDate) -> String {
    format!(
        "{what} \"{date}\" cannot be planned with: bank holidays are known for {} to {} only; wanted a date in \
         those years, or holidays = \"none\"",
        BANK_HOLIDAY_YEARS.start(),
        BANK_HOLIDAY_YEARS.end()
    )
}

impl Policy {
    /// Returns the policy of a register whose own cannot be read: defaults, and kinds that may be anything.
    fn unknown() -> Policy {
        let kinds = preset_kinds(Preset::England2010);
        let mut ids = Ids::listed_in("the kinds");
        for kind in &kinds {
            ids.add(&kind.name);
        }
        ids.set_incomplete();
        let authority = Authority {
            name: String::new(),
            today: NaiveDate::default(),
            timescales: Preset::England2010,
            grid_minutes: 15,
            office_hours: DEFAULT_OFFICE_HOURS,
            holidays: Holidays::default(),
            extra_holidays: Vec::new(),
            late_limit_days: 20,
            travel: TravelPolicy::default(),
            lunch: Lunch::default(),
            follow_up: FollowUp::default(),
            kinds,
            weights: Weights::default(),
        };
        Policy { authority, kinds: ids, is_bound_to_bank_holidays: false }
    }
}

/// The office hours where none are given.
pub(super) const DEFAULT_OFFICE_HOURS: Span = Span { from: 9 * 60, until: 17 * 60 };

fn read_office_hours(file: &mut Section<'_>, findings: &mut Findings) -> Span {
    let default = DEFAULT_OFFICE_HOURS;
    let Some(mut section) = file.table("office_hours", findings) else { return default };
    let opens = section.clock("opens", findings);
    let closes = section.clock("closes", findings);
    let at = closes.as_ref().or(opens.as_ref()).map(|given| given.span.clone());
    let span = Span::new(
        opens.map_or(default.from, |given| given.value),
        closes.map_or(default.until, |given| given.value),
    );
    if let Some(at) = at
        && span.until <= span.from
    {
        section.refuse("closes", &at, &format!("a time after opens, {}", Clock(span.from)), None, findings);
        section.finish(findings);
        return default;
    }
    section.finish(findings);
    span
}

fn read_travel(file: &mut Section<'_>, findings: &mut Findings) -> TravelPolicy {
    let default = TravelPolicy::default();
    let Some(mut section) = file.table("travel", findings) else { return default };
    let positive = |number: &f64| number.is_finite() && 0.0 < *number;
    let speed = section.take("speed_kmh", "kilometres an hour, above 0", findings, positive);
    let detour = section.take("detour", "a factor above 0, such as 1.3", findings, positive);
    let at = speed.as_ref().or(detour.as_ref()).map(|given| given.span.clone());
    let policy = TravelPolicy {
        speed_kmh: speed.map_or(default.speed_kmh, |given| given.value),
        detour: detour.map_or(default.detour, |given| given.value),
        parking_minutes: section
            .whole_number("parking_minutes", 0..=240, "minutes", findings)
            .map_or(default.parking_minutes, |minutes| minutes as i32),
    };
    if let Some(at) = at
        && SLOWEST_HOURS_PER_KM < policy.detour / policy.speed_kmh
    {
        section.refuse("speed_kmh", &at, "a speed at which journeys end", None, findings);
    }
    section.finish(findings);
    policy
}

fn read_lunch(file: &mut Section<'_>, findings: &mut Findings) -> Lunch {
    let default = Lunch::default();
    let Some(mut section) = file.table("lunch", findings) else { return default };
    let minutes = section.take("minutes", "minutes, a whole number from 0 to 1440", findings, |minutes| {
        (0..=1440).contains(minutes)
    });
    let from = section.clock("from", findings);
    let until = section.clock("until", findings);
    let given_at = [
        minutes.as_ref().map(|given| given.span.clone()),
        until.as_ref().map(|given| given.span.clone()),
        from.as_ref().map(|given| given.span.clone()),
    ];
    let lunch = Lunch {
        minutes: minutes.map_or(default.minutes, |given| given.value),
        window: Span::new(
            from.map_or(default.window.from, |given| given.value),
            until.map_or(default.window.until, |given| given.value),
        ),
    };
    if let Some(at) = given_at.into_iter().flatten().next()
        && (lunch.window.minutes() <= 0 || lunch.window.minutes() < lunch.minutes)
    {
        let wanted = format!(
            "a lunch of {} minutes that fits between from and until ({})",
            lunch.minutes, lunch.window
        );
        section.refuse("minutes", &at, &wanted, None, findings);
    }
    section.finish(findings);
    lunch
}

fn read_follow_up(file: &mut Section<'_>, findings: &mut Findings) -> FollowUp {
    let default = FollowUp::default();
    let Some(mut section) = file.table("follow_up", findings) else { return default };
    let population = section.whole_number("population", 1..=100_000_000, "people under 18", findings);
    let mut number = |key, most, unit, or| {
        section.whole_number(key, 0..=most, unit, findings).map_or(or, |number| number as u32)
    };
    let follow_up = FollowUp {
        population: population.and_then(|people| u64::try_from(people).ok()),
        report_hours_initial: number("report_hours_initial", 720, "hours", default.report_hours_initial),
        report_hours_review: number("report_hours_review", 720, "hours", default.report_hours_review),
        sheet_hours: number("sheet_hours", 720, "hours", default.sheet_hours),
        minutes_days: number("minutes_days", 250, "working days", default.minutes_days),
    };
    section.finish(findings);
    follow_up
}

/// Returns the keys that `[weights]` may have.
fn weight_keys() -> Vec<&'static str> {
    let soft = SOFT.iter().filter(|rule| rule.default_weight().is_some()).map(|rule| rule.key());
    soft.chain(REPAIR_WEIGHTS.iter().map(|&(key, _)| key)).collect()
}

fn read_weights(file: &mut Section<'_>, findings: &mut Findings) -> Weights {
    let mut weights = Weights::default();
    let Some(mut section) = file.table("weights", findings) else { return weights };
    for (key, minutes) in section.whole_numbers(&weight_keys(), &COST, "minutes of cost", findings) {
        weights.set(key, minutes);
    }
    section.finish(findings);
    weights
}
