//! Convene books the meetings of a council's safeguarding service: date, chair, room and minute taker together.
//!
//! Data flows one way: [`register`] → [`problem`] → [`solver`] → [`plan`] → [`check`] and [`report`]; [`explain`] says why. The rules
//! stand in [`rules`], dates are counted in [`calendar`], journeys in [`travel`]. [`files`] reads and writes,
//! [`synth`] makes registers, [`store`] and [`desk`] keep them; the program's own `cli` is the command line. Nothing else knows of files,
//! clocks or screens.

pub mod bound;
pub mod calendar;
pub mod census;
pub mod certificate;
pub mod check;
pub mod desk;
pub mod events;
pub mod explain;
pub mod files;
pub mod follow;
pub mod import;
pub mod indicators;
pub mod lists;
pub mod messages;
pub mod plan;
pub mod post;
pub mod problem;
pub mod register;
pub mod repair;
pub mod replay;
pub mod report;
pub mod rules;
pub mod simulate;
pub mod size;
pub mod solver;
pub mod staffing;
pub mod store;
pub mod suggest;
pub mod sweep;
pub mod synth;
pub mod travel;
pub mod validate;
pub mod venues;
pub mod words;
