//! A finished plan: the bookings, and the reasons for what is not as anybody would wish.

mod finished;
mod make;
mod reasons;

pub use finished::{Bounds, Matter, Plan, Remark};
#[cfg(test)]
pub(crate) use make::bookings;
pub use make::{Unlawful, make};
