//! Writing a register and bookings as text.

use std::collections::BTreeSet;

use super::authority;
use super::csv_text;
use super::schema::AUTHORITY_FILE;
use super::tables::{BOOKING_COLUMNS, booking_row, write_sheets};
use crate::register::{Booking, Register};

/// Returns a register as files, name and text: authority.toml, the tables that a register must have, and those
/// that are not empty. Reading them gives an equal register, provided that it could have been read from files:
/// social workers in the order in which households, then `unavailable`, first name them; `home`, `district` and
/// `children` given on meetings without a household only.
pub fn register_files(register: &Register) -> Vec<(String, String)> {
    let mut files = vec![(AUTHORITY_FILE.to_owned(), authority::write(&register.authority))];
    files.extend(write_sheets(register));
    if !register.bookings.is_empty() {
        files.push(("bookings.csv".to_owned(), bookings_csv(register, &register.bookings)));
    }
    files
}

/// Returns bookings as the text of bookings.csv, in the order given: the columns of the contract, then columns of
/// the register's own by name.
pub fn bookings_csv(register: &Register, bookings: &[Booking]) -> String {
    let own: BTreeSet<&str> =
        bookings.iter().flat_map(|booking| &booking.extra).map(|(name, _)| name.as_str()).collect();
    let header: Vec<String> =
        BOOKING_COLUMNS.into_iter().chain(own.iter().copied()).map(str::to_owned).collect();
    let rows = bookings.iter().map(|booking| {
        let mut row = booking_row(register, booking);
        row.extend(own.iter().map(|&column| {
            let cell = booking.extra.iter().find(|(name, _)| name == column);
            cell.map_or_else(String::new, |(_, text)| text.clone())
        }));
        row
    });
    csv_text::write(std::iter::once(header).chain(rows))
}
