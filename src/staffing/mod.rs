//! The staffing model's ground: what an authority's service is made of, in numbers, and how chance is drawn.
//!
//! Knows nothing of files, clocks or screens. [`crate::simulate`] runs the model, [`crate::size`] sizes recruitment on it.

pub mod draws;
pub mod streams;
