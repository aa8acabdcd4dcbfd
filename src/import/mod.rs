//! What case systems give, read into proposed changes of a register: the children in need census, Annex A, SSDA903 and
//! the standard safeguarding dataset.
//!
//! The way: a file is recognised (`recognise`) by what stands in it and read (`census`, `annex_a`, `ssda903`,
//! `ssd`) into `facts` of children, whose numbers become pseudonyms (`key`) as they are read. `due` works out what
//! each child is due next, `families` who belongs together, `households` and `meetings` what that changes in the
//! register. Dates are never taken from a source: it says what a timescale counts from, and the register's own rules say
//! when that is due.
//!
//! An import writes nothing, cancels nothing and books nothing. What it cannot know it asks. Every output names children
//! by reference, and shows of a cell at fault only what looks like a date.

mod annex_a;
mod census;
mod change;
mod date;
mod draft;
mod dry_run;
mod due;
mod facts;
mod families;
mod format;
mod households;
mod key;
mod mark;
mod meetings;
mod options;
#[cfg(test)]
mod proofs;
mod recognise;
mod report;
#[cfg(test)]
mod round_trip;
mod rules;
mod sheet;
mod ssd;
mod ssda903;
mod xml;

pub use change::{Cell, Change, DueMeeting, MeetingStanding};
pub use dry_run::{Counts, DryRun, Recognised, SourceFile, changed_tables, dry_run};
pub use key::{Key, KeyError};
pub use options::{Area, Options, read_teams};
pub use recognise::KNOWN as KNOWN_KINDS;
pub use report::Difference;
