//! The staffing model's ground: what an authority's service is made of, in numbers, and how chance is drawn.
//!
//! Knows nothing of files, clocks or screens.

mod amount;
pub mod baseline;
pub mod catalogue;
pub mod clock;
mod course;
pub mod draws;
mod horizon;
pub mod streams;
mod work;

pub use amount::Amount;
pub use baseline::Baseline;
pub use catalogue::{Key, Values};
pub use course::{Course, without_doubt};
pub use horizon::Horizon;
pub use work::{MeetingKind, N_KINDS, N_PARTS, Part};
