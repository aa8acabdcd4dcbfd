//! What a replayed year must show.

use super::*;
use crate::calendar::parse_date;
use crate::register::{Contract, Fte, Reference, Register};
use crate::staffing::{Key, Values};
use crate::synth::{Preset, generate};

fn date(text: &str) -> chrono::NaiveDate {
    parse_date(text).expect("a date")
}

/// The posts of the report's year: four filled throughout, one and a half from an agency to June, three and a half filled
/// in July, one left at the end of December.
pub(super) fn posts_2011(register: &Register) -> Vec<Post> {
    let post = |name: &str, fte: &str, contract, from: Option<&str>, until: Option<&str>| Post {
        reference: Reference::new(name).expect("a reference"),
        known: register.staff.iter().position(|staff| staff.reference.as_str() == name).map(Into::into),
        base: None,
        districts: None,
        fte: Fte::parse(fte).expect("a decimal"),
        contract,
        from: from.map(date),
        until: until.map(date),
        ramp: from.is_some() && contract == Contract::Permanent,
    };
    let permanent = Contract::Permanent;
    vec![
        post("IRO1", "1", permanent, None, None),
        post("IRO2", "1", permanent, None, Some("2011-12-31")),
        post("IRO3", "1", permanent, None, None),
        post("IRO4", "1", permanent, None, None),
        post("IRO5", "1", permanent, Some("2011-07-01"), None),
        post("IRO6", "1", permanent, Some("2011-07-01"), None),
        post("IRO7", "1", permanent, Some("2011-07-01"), None),
        post("IRO8", "0.5", permanent, Some("2011-07-01"), None),
        post("AGENCY1", "1", Contract::Agency, None, Some("2011-06-30")),
        post("AGENCY2", "0.5", Contract::Agency, None, Some("2011-06-30")),
    ]
}

fn year_2011() -> (Register, Year) {
    let register = generate(Preset::Lancashire2012, 1);
    let mut values = Values::from_fn(|parameter| parameter.default);
    values.set(Key::ClosureLevel, 1.11);
    let year = Year { posts: posts_2011(&register), ..Year::of(&values) };
    (register, year)
}

pub(super) fn scratch() {
    let (register, year) = year_2011();
    let only = std::env::args().nth(1);
    for name in PracticeName::ALL {
        if only.as_deref().is_some_and(|only| only != name.word()) {
            continue;
        }
        let begin = std::time::Instant::now();
        let config = Config {
            practices: vec![name],
            seed: std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(1),
            replications: 1,
            threads: 2,
        };
        let outcome = replay(&register, &year, &config, &|_| {}).unwrap_or_else(|fault| panic!("{fault}"));
        println!("{} {:?}", name.word(), begin.elapsed());
        let run = &outcome.runs[0];
        let total = run.year().expect("months");
        println!("opening {}", run.opening);
        for figure in FIGURES {
            let cells: Vec<String> = run
                .months
                .iter()
                .chain([&total])
                .map(|m| (figure.of)(m).map_or("-".into(), |v| format!("{v:.2}")))
                .collect();
            println!("{:30} {}", figure.key, cells.join(" "));
        }
        for chair in &run.chairs {
            println!(
                "{} {} {} {:?} {:?}",
                chair.reference, chair.meetings, chair.travel, chair.forms, chair.children
            );
        }
    }
}
