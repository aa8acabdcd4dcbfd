//! H01 to H13: what makes a plan lawful.

use super::HardRule;

/// The hard rules, in order of code.
pub const HARD: &[&dyn HardRule] = &[];
