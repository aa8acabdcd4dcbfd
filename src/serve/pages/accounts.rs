//! Accounts.

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn keep() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

