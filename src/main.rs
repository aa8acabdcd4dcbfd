//! The `convene` program: its commands. What they call is the library's.

mod cli;
mod serve;

// The library's parts by the names that they have within it.
use convene::{
    bound, calendar, census, certificate, check, desk, events, explain, files, follow, import, indicators,
    lists, messages, plan, post, problem, register, repair, replay, report, rules, simulate, size, solver,
    staffing, store, suggest, sweep, synth, validate, venues, words,
};

fn main() -> std::process::ExitCode {
    cli::run()
}
