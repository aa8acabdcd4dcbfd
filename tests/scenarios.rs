//! The committed scenarios are what the presets make; every register made reads back as it was.

use std::fs;
use std::path::Path;

use convene::check::check;
use convene::files::{Loaded, register_files, register_from_texts};
use convene::register::{BookingStatus, Register};
use convene::synth::{Preset, generate};
use convene::travel::Travel;

fn read_back(register: &Register) -> Loaded {
    let files = register_files(register);
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    register_from_texts(&texts, None).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The breaches of the bookings that stand, code and message, less those of proposed ones that today has overtaken.
fn breaches(register: &Register) -> Vec<String> {
    let travel = Travel::new(register).expect("every place is joined");
    let overtaken = |meeting| {
        register.bookings.iter().any(|booking| {
            booking.meeting == meeting
                && booking.status == BookingStatus::Proposed
                && booking.date() < register.authority.today
        })
    };
    let verdict = check(register, &travel, &register.bookings);
    verdict
        .breaches
        .into_iter()
        .filter(|breach| !breach.meetings.iter().any(|&meeting| overtaken(meeting)))
        .map(|breach| format!("{} {}", breach.code, breach.message))
        .collect()
}

/// The presets whose register of seed 1 is committed.
const COMMITTED: [Preset; 5] =
    [Preset::Tiny, Preset::Lancashire2012, Preset::LancashireYear, Preset::Lancashire2013, Preset::Tight];

#[test]
fn committed_scenarios_are_what_seed_1_makes() {
    for preset in COMMITTED {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(preset.name());
        let files = register_files(&generate(preset, 1));
        for (name, text) in &files {
            let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
            assert!(
                &committed == text,
                "{0}/{name} differs; `convene synth {0} --seed 1 --out DIR` makes it",
                preset.name()
            );
        }
        let mut made: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).chain(["README.md"]).collect();
        made.sort_unstable();
        let mut there: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort_unstable();
        assert_eq!(there, made, "{}", preset.name());
    }
}

#[test]
fn scenarios_read_back_without_faults_and_stand_on_lawful_bookings() {
    for preset in COMMITTED {
        for seed in 1..=6 {
            stands(preset, seed);
        }
    }
}

#[test]
fn larger_registers_read_back_without_faults_and_stand_on_lawful_bookings() {
    for preset in [Preset::Cluster, Preset::County, Preset::Quarter, Preset::Region, Preset::RegionQuarter] {
        for seed in 1..=2 {
            stands(preset, seed);
        }
    }
}

fn stands(preset: Preset, seed: u64) {
    let register = generate(preset, seed);
    assert_eq!(read_back(&register).register, register, "{} {seed}", preset.name());
    assert_eq!(breaches(&register), Vec::<String>::new(), "{} {seed}", preset.name());
}

#[test]
fn another_seed_makes_other_families_and_other_meetings() {
    for preset in [Preset::Lancashire2012, Preset::Lancashire2013, Preset::Tight] {
        let made: Vec<Register> = (1..=6).map(|seed| generate(preset, seed)).collect();
        for (n, first) in made.iter().enumerate() {
            for other in &made[n + 1..] {
                let changed = first.households.iter().zip(&other.households);
                let n_changed = changed.filter(|(a, b)| (a.home, a.children) != (b.home, b.children)).count();
                assert!(first.households.len() / 2 < n_changed, "{}: {n_changed}", preset.name());
                assert_ne!(first.bookings, other.bookings, "{}", preset.name());
            }
        }
    }
}

#[test]
fn hostile_registers_read_back_as_they_were() {
    for seed in 0..1000 {
        let register = generate(Preset::Hostile, seed);
        assert_eq!(read_back(&register).register, register, "seed {seed}");
    }
}

#[test]
fn hostile_bookings_are_lawful_but_for_what_broke_since() {
    let mut n_lawful = 0;
    let mut n_broken = 0;
    for seed in 0..300 {
        let breaches = breaches(&generate(Preset::Hostile, seed));
        // A chair who is away (H04), a venue that is closed (H05), a family that cannot come (H10).
        let is_expected = |breach: &String| ["H04", "H05", "H10"].contains(&&breach[..3]);
        assert!(breaches.iter().all(is_expected), "seed {seed}: {breaches:?}");
        if breaches.is_empty() { n_lawful += 1 } else { n_broken += 1 }
    }
    // One in three registers with a confirmed booking breaks one; where nobody is concerned nothing breaks.
    assert!(200 <= n_lawful && 20 <= n_broken, "{n_lawful} lawful, {n_broken} broken");
}
