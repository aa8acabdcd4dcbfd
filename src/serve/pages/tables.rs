//! The register's tables, edited in place.

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn table() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn replace() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

