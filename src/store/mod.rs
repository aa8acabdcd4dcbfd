//! The store: the register, the bookings and the record of every change, in an SQLite file for one authority or in
//! PostgreSQL for a shared service.
//!
//! The database itself refuses a double booking: `occupied` says which resource is taken on which day from when
//! until when, and an exclusion constraint (PostgreSQL) or a trigger (SQLite) lets no two of them overlap. One
//! writer at a time: a write first takes the head of the chain of events, so no two can wait for each other, and
//! what a referee sees inside a write is what will stand.
//!
//! Every write appends an event, chained to the one before it by SHA-256 ([`event`](Event)); the number of the event
//! that last changed a booking or a table is its version, so that no version ever comes twice.
//!
//! The store reads no clock (the time of a write is given in [`By`]), and knows no rule of booking but this: one
//! resource, one booking at a time. How long a meeting takes its chair, room and household is for the caller to say.
//!
//! Calls wait for the disk or the server: in an asynchronous program they belong on a blocking thread.

mod account;
mod backup;
mod book;
mod booking;
mod commit;
mod engine;
mod error;
mod event;
mod feed;
mod holds;
mod key;
mod location;
mod open;
mod outbox;
mod outbox_sending;
mod postgres;
mod register;
mod retention;
mod rows;
mod said;
mod schema;
mod sqlite;
mod table_change;
mod table_rows;
mod undo;
mod verify;
mod view;

pub use account::{Account, Role, SignedIn};
pub use backup::Copied;
pub use booking::{Booking, Change, Occupation, Resource, Status, Stored};
pub use commit::Committed;
pub use error::StoreError;
pub use event::{By, Contents, Event, Head, What, genesis};
pub use feed::Feed;
pub use key::{FileKey, FileKeyError, StoreFile};
pub use location::Location;
pub use open::{Holding, Store};
pub use outbox::{Letter, Queued, Standing};
pub use outbox_sending::{Claimed, Released, Settlement, WhenUnsettled};
pub use register::{Replacement, Table, Tables};
pub use schema::SCHEMA_VERSION;
pub use table_change::{ChangedRows, TableChange};
pub use verify::{Broken, Verified};
pub use view::{Referee, View, no_referee};

#[doc(hidden)]
pub use schema::fixture_of_version;
