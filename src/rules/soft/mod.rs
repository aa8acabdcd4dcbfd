//! The parts of S3: what makes a plan good.

use super::SoftRule;

/// The soft rules, in the order in which reports list them.
pub const SOFT: &[&dyn SoftRule] = &[];

/// Weights that only repairs use, with their defaults in minutes of cost: what it takes to move a booking that
/// people know of.
pub const REPAIR_WEIGHTS: [(&str, i64); 3] = [("moved", 45), ("moved_confirmed", 240), ("moved_late", 120)];
