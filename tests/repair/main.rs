//! Repair: events, choices on random registers, and the command.

mod choices;
mod command;
mod events;
#[path = "../program/mod.rs"]
mod program;
mod referee;
