//! Synthetic registers: the shipped scenarios, and hostile ones for tests.
//!
//! Everything is drawn from the seed; nothing comes from a real case. Nothing is read or written here: see
//! [`crate::files`] for putting a register into files.

mod diary;
mod draw;
mod hostile;
mod lancashire;
mod make;
mod pencil;
mod preset;
mod tiny;

pub use lancashire::{busy_lancashire, lancashire, recorded_years};
pub use preset::{Preset, generate};
