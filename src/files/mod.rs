//! Files: registers as folders of CSV or as workbooks, bookings, and folders of output.
//!
//! Readers return every fault at once, each with where it is, what stood there, what is wanted and what was
//! probably meant. Writers write a file or a folder whole or not at all.

mod fault;

pub use fault::{Fault, Faults, Location};
