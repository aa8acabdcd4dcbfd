//! Every whole-program test, a module to a subject: one program, so that the library is linked once and no slow test keeps a core from the
//! others. `cargo test --test all store::` runs one subject.

mod bounds;
mod calendars;
mod census;
mod commands;
mod demo;
mod design_systems;
mod desk;
mod follow_through;
mod imports;
mod interrupted;
mod lawful_plans;
mod malformed;
mod outbox;
mod repair;
mod replayed_year;
mod report_page;
mod round_trip;
mod same_bytes;
mod scenarios;
mod serve;
mod service_reports;
mod staffing_files;
mod staffing_model;
mod staffing_panels;
mod store;
mod suggest;
mod sweep;
mod sweep_slurm;
mod toy_model;
mod venues;

// What the subjects share.
mod absent;
mod county;
mod good_register;
mod program;

#[test]
fn every_file_of_tests_is_run() {
    let here = include_str!("all.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).expect("the tests") {
        let path = entry.expect("an entry").path();
        let is_module = path.join("mod.rs").is_file() || path.extension().is_some_and(|end| end == "rs");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_named = here.lines().any(|line| line == format!("mod {name};"));
        assert!(!is_module || is_named || name == "all", "{name} is not named in tests/all.rs");
    }
}
