//! The calendar: day and week, by chair, venue and minute taker.

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn print() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn diary() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

