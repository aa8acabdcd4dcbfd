//! Files: registers as folders of CSV or as workbooks, bookings, and folders of output.
//!
//! Readers return every fault at once, each with where it is, what stood there, what is wanted and what was
//! probably meant. Writers write a file or a folder whole or not at all.

mod authority;
mod bookings;
mod candidates;
mod cells;
mod contacts;
mod convert;
mod csv_text;
mod events;
mod fault;
mod findings;
mod foreign;
mod ids;
mod limits;
mod message_templates;
mod near;
mod notes;
mod output;
mod read;
mod record;
mod record_notes;
mod schema;
mod source;
mod staffing;
mod sweep;
mod table;
mod tables;
mod toml_text;
mod workbook;
mod write;

pub use bookings::read_bookings;
pub use candidates::read_candidates;
pub use contacts::{Contact, Contacts, is_address, read_contacts};
pub use convert::{ConvertError, convert};
pub use events::{EventWords, find_meetings, read_events};
pub use fault::{Fault, Faults, Location};
pub use message_templates::read_templates;
pub use near::unknown;
pub use output::{Contents, OutputError, OutputFolder, write_whole};
pub use read::{Loaded, read_register, register_from_texts};
pub use staffing::{
    Staffing, YearFile, parameters_toml, plan_toml, read_baseline, read_overlay, read_year,
    staffing_from_texts,
};
pub use sweep::{SweepError, SweepFolder, SweepOrder, lay_out, outcome_bytes, read_sweep};
pub use write::{bookings_csv, register_files};

pub(crate) use findings::Findings;
pub(crate) use foreign::{foreign_csv, foreign_sheets, foreign_text};
pub(crate) use near::quoted;
pub(crate) use table::{Origin, Row, Table};
