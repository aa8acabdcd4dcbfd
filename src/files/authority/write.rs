//! Writing authority.toml: what differs from the defaults, and the authority's own kinds in full.

use std::fmt::Write;

use super::read::DEFAULT_OFFICE_HOURS;
use crate::calendar::{Clock, Holidays, NaiveDate, Timescale};
use crate::register::{Authority, FollowUp, Kind, Lunch, TravelPolicy, preset_kinds};

/// Returns a policy as the text of authority.toml.
pub(in crate::files) fn write(authority: &Authority) -> String {
    let mut text = String::from("# What is not given here has its default.\n");
    let mut line = |key: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key} = {value}");
    };
    line("name", toml_text(&authority.name));
    line("today", authority.today.to_string());
    line("timescales", toml_text(authority.timescales.name()));
    if authority.grid_minutes != 15 {
        line("grid_minutes", authority.grid_minutes.to_string());
    }
    if authority.office_hours != DEFAULT_OFFICE_HOURS {
        let (opens, closes) = (Clock(authority.office_hours.from), Clock(authority.office_hours.until));
        line("office_hours", format!("{{ opens = \"{opens}\", closes = \"{closes}\" }}"));
    }
    if authority.holidays == Holidays::None {
        line("holidays", toml_text("none"));
    }
    if !authority.extra_holidays.is_empty() {
        let days: Vec<String> = authority.extra_holidays.iter().map(NaiveDate::to_string).collect();
        line("extra_holidays", format!("[{}]", days.join(", ")));
    }
    if authority.late_limit_days != 20 {
        line("late_limit_days", authority.late_limit_days.to_string());
    }
    for (table, keys) in [
        ("travel", travel(&authority.travel)),
        ("lunch", lunch(&authority.lunch)),
        ("follow_up", follow_up(authority.follow_up)),
    ] {
        push_table(&mut text, table, &keys);
    }
    let preset = preset_kinds(authority.timescales);
    for kind in &authority.kinds {
        let keys = match preset.iter().find(|known| known.name == kind.name) {
            Some(known) => keys_of(kind)
                .into_iter()
                .zip(keys_of(known))
                .filter(|(own, default)| own != default)
                .map(|(own, _)| own)
                .collect(),
            None => keys_of(kind),
        };
        let name = if kind.name.as_str().contains('.') {
            toml_text(kind.name.as_str())
        } else {
            kind.name.to_string()
        };
        push_table(&mut text, &format!("kinds.{name}"), &keys);
    }
    let weights: Vec<(&str, String)> =
        authority.weights.iter().map(|(key, minutes)| (key, minutes.to_string())).collect();
    push_table(&mut text, "weights", &weights);
    text
}

fn push_table(text: &mut String, name: &str, keys: &[(&str, String)]) {
    if keys.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n[{name}]");
    for (key, value) in keys {
        let _ = writeln!(text, "{key} = {value}");
    }
}

fn travel(travel: &TravelPolicy) -> Vec<(&'static str, String)> {
    let default = TravelPolicy::default();
    let mut keys = Vec::new();
    if travel.speed_kmh != default.speed_kmh {
        keys.push(("speed_kmh", decimal(travel.speed_kmh)));
    }
    if travel.detour != default.detour {
        keys.push(("detour", decimal(travel.detour)));
    }
    if travel.parking_minutes != default.parking_minutes {
        keys.push(("parking_minutes", travel.parking_minutes.to_string()));
    }
    keys
}

fn lunch(lunch: &Lunch) -> Vec<(&'static str, String)> {
    let default = Lunch::default();
    let mut keys = Vec::new();
    if lunch.minutes != default.minutes {
        keys.push(("minutes", lunch.minutes.to_string()));
    }
    if lunch.window.from != default.window.from {
        keys.push(("from", toml_text(&Clock(lunch.window.from).to_string())));
    }
    if lunch.window.until != default.window.until {
        keys.push(("until", toml_text(&Clock(lunch.window.until).to_string())));
    }
    keys
}

fn follow_up(follow_up: FollowUp) -> Vec<(&'static str, String)> {
    let default = FollowUp::default();
    let keys = [
        ("report_hours_initial", follow_up.report_hours_initial, default.report_hours_initial),
        ("report_hours_review", follow_up.report_hours_review, default.report_hours_review),
        ("sheet_hours", follow_up.sheet_hours, default.sheet_hours),
        ("minutes_days", follow_up.minutes_days, default.minutes_days),
    ];
    let keys = keys.into_iter().filter(|(_, own, or)| own != or).map(|(key, own, _)| (key, own.to_string()));
    keys.chain(follow_up.population.map(|people| ("population", people.to_string()))).collect()
}

/// Returns every key of a kind with its value, in the order of the contract.
fn keys_of(kind: &Kind) -> Vec<(&'static str, String)> {
    vec![
        ("minutes", kind.minutes.to_string()),
        ("before", kind.before.to_string()),
        ("after", kind.after.to_string()),
        ("minute_taker", kind.minute_taker.to_string()),
        ("notice_days", kind.notice_days.to_string()),
        ("statutory", toml_text(&rule(kind.statutory, ""))),
        ("target", toml_text(&rule(kind.target, "statutory"))),
        ("opens", toml_text(&rule(kind.opens, "target"))),
        ("at_home", kind.at_home.to_string()),
        ("family", kind.family.to_string()),
        ("continuity", kind.continuity.to_string()),
        ("urgency", kind.urgency.to_string()),
    ]
}

/// Returns a rule as it is written; `what` is the date that it may count back from.
fn rule(rule: Timescale, what: &str) -> String {
    match rule {
        Timescale::None => "none".to_owned(),
        Timescale::Today => "today".to_owned(),
        Timescale::After(period) => period.to_string(),
        Timescale::Earlier(a, b) => format!("{a} or {b}"),
        Timescale::Before(1) => format!("1 working day before {what}"),
        Timescale::Before(n) => format!("{n} working days before {what}"),
    }
}

fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A float that TOML takes for one: `45.0`, not `45`.
fn decimal(number: f64) -> String {
    toml::Value::from(number).to_string()
}

#[cfg(test)]
mod tests {
    use crate::files::{register_files, register_from_texts};
    use crate::register::FollowUp;
    use crate::synth::{Preset, generate};

    #[test]
    fn what_is_agreed_about_the_time_around_a_meeting_is_read_as_it_was_written() {
        let mut register = generate(Preset::Tiny, 1);
        let policy = |files: &[(String, String)]| {
            let file = files.iter().find(|file| file.0 == "authority.toml").expect("a policy");
            file.1.clone()
        };
        assert!(!policy(&register_files(&register)).contains("follow_up"), "defaults are not written");
        let agreed = FollowUp {
            report_hours_initial: 72,
            sheet_hours: 48,
            minutes_days: 10,
            population: Some(244_633),
            ..FollowUp::default()
        };
        register.authority.follow_up = agreed;
        let files = register_files(&register);
        let written = policy(&files);
        assert!(
            written.contains("[follow_up]\nreport_hours_initial = 72\nsheet_hours = 48\nminutes_days = 10\npopulation = 244633\n"),
            "what is no default is written: {written}"
        );
        let read = |files: &[(String, String)]| {
            let texts: Vec<(&str, &str)> =
                files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            register_from_texts(&texts, None)
        };
        assert_eq!(read(&files).expect("it is sound").register.authority.follow_up, agreed);
        let wrong: Vec<(String, String)> = files
            .into_iter()
            .map(|(name, text)| (name, text.replace("minutes_days = 10", "minutes_days = 251")))
            .collect();
        let faults = read(&wrong).expect_err("it is out of range").to_string();
        assert!(faults.contains("minutes_days") && faults.contains("working days"), "{faults}");
    }
}
