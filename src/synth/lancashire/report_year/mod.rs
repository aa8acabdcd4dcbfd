//! `lancashire-2011-12-year`: a year whose published totals, tables and bands are those of the annual report.
//!
//! What is published is kept exactly, by whole-number bookkeeping ([`flows`], [`families`], [`reviews`]); what is not is drawn from the
//! seed. Where the report contradicts itself, the year has the figure that its other figures lead to.

mod children;
mod dates;
mod families;
mod flows;
mod forms;
mod meetings;
mod published;
mod reviews;
mod slots;
mod team;
mod year;

pub(in crate::synth) use year::register_2011_12;
