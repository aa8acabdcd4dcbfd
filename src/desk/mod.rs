//! The desk: an authority's register and its bookings, kept in a store that never double-books.
//!
//! The store knows resources and minutes; the register knows what a meeting takes of whom. Here one is said in the
//! words of the other, so that no rule is written twice: what a booking takes is what H06 takes it to.
//!
//! [`Desk`] keeps the plan of a store in memory and follows its events; [`State`] is that plan at one moment. What people
//! do at the desk goes one way: [`Desk::act`] puts it before the referee and then into the store, all of it or nothing.

mod act;
pub mod after_meeting;
mod bookings;
mod chase;
mod follow;
mod happened;
mod invitation;
mod messages;
mod own_columns;
mod places;
mod queue;
mod state;
mod told;
mod undo;

pub use act::{Act, Done, Step};
pub use chase::Chasing;
pub use follow::Desk;
pub use happened::{Happening, happening};
pub use invitation::{building, cancellation, invitation};
pub use messages::Telling;
pub use own_columns::keep as keep_own_columns;
pub use places::Found;
pub use queue::{Attention, Waiting};
pub use state::State;
pub use told::Changed;
pub use undo::stranded;

pub use crate::problem::Filter;

use crate::files::{Faults, Loaded, bookings_csv, register_files, register_from_texts};
use crate::register::Register;
use crate::rules::Breach;
use crate::store::{By, Location, Store, StoreError};

/// Why the desk did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store's register has faults: somebody else than Convene wrote to it.
    #[error(transparent)]
    Register(#[from] Faults),
    /// A booking cannot be kept.
    #[error("{0}")]
    Booking(String),
    /// It would break hard rules.
    #[error("{}", .0.iter().map(|breach| format!("{} {}", breach.code, breach.message)).collect::<Vec<_>>().join("\n"))]
    Breaks(Vec<Breach>),
    /// What it was based on has changed.
    #[error("{0}")]
    Changed(String),
}

/// Makes a new store at `location` from a register and the bookings that it has.
///
/// # Errors
/// Where bookings overlap, or lack chair or room: all of the latter at once. Nothing is then left behind.
pub fn create(location: &Location, by: &By<'_>, register: &Register) -> Result<Store, DeskError> {
    let lacking: Vec<String> =
        register.bookings.iter().filter_map(|booking| bookings::lacks(register, booking)).collect();
    if !lacking.is_empty() {
        return Err(DeskError::Booking(lacking.join("\n")));
    }
    let stored: Vec<_> =
        register.bookings.iter().filter_map(|booking| bookings::to_store(register, booking)).collect();
    let files: Vec<(String, String)> =
        register_files(register).into_iter().filter(|(name, _)| name != "bookings.csv").collect();
    Ok(Store::create(location, by, &files, &stored)?)
}

/// Returns the register that a store holds, with the bookings that stand; temporary holds and cancelled bookings are left
/// out, as files have no word for them.
///
/// # Errors
/// Where the store cannot be read, or what it holds is no register.
pub fn load(store: &Store) -> Result<Loaded, DeskError> {
    let held = store.holding()?;
    let texts: Vec<(&str, &str)> =
        held.tables.iter().map(|table| (table.name.as_str(), table.text.as_str())).collect();
    let loaded = register_from_texts(&texts, None)?;
    let mut bookings = Vec::new();
    let index = bookings::Index::new(&loaded.register);
    for stored in held.bookings {
        bookings.extend(bookings::from_store(&index, &stored)?);
    }
    if bookings.is_empty() {
        return Ok(loaded);
    }
    bookings.sort_by_key(|booking| booking.meeting);
    // Read once more with its bookings, so that they are checked as those of files are.
    let text = bookings_csv(&loaded.register, &bookings);
    let texts: Vec<(&str, &str)> = texts.into_iter().chain([("bookings.csv", text.as_str())]).collect();
    Ok(register_from_texts(&texts, None)?)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::synth::{Preset, generate};

    fn by() -> By<'static> {
        By { who: "clerk-1", at: DateTime::<Utc>::UNIX_EPOCH, why: "first use" }
    }

    #[test]
    fn what_a_store_holds_is_the_register_that_it_was_made_from() {
        for preset in [Preset::Tiny, Preset::Lancashire2012] {
            let register = generate(preset, 1);
            let folder = tempfile::tempdir().expect("a folder");
            let location = Location::file(folder.path().join("desk.db"));
            let store = create(&location, &by(), &register).expect("it can be kept");
            let loaded = load(&store).expect("it can be read");
            assert_eq!(loaded.register.bookings.len(), register.bookings.len());
            assert_eq!(register_files(&loaded.register), register_files(&register));
            assert!(store.verify(None).expect("it can be read").broken.is_none());
        }
    }
}
