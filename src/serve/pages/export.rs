//! Export of everything as a register.

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn download() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

