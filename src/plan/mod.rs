//! A finished plan: the bookings, the reasons for what is not as anybody would wish, and who is told of a change.

mod finished;
mod make;
mod moved;
mod reasons;
mod told;

pub use finished::{Matter, Plan, Remark};
pub use make::{Unlawful, make};
pub(crate) use make::{booked, bookings, renumbered};
pub use moved::{is_moved, is_rearranged};
pub(crate) use reasons::Reasons;
pub use reasons::unbooked_reason;
pub use told::{Told, ToldRole, told};
