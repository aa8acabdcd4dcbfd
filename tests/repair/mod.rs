//! Repair: events, choices on random registers, and the command.

mod choices;
mod command;
mod events;
mod referee;
