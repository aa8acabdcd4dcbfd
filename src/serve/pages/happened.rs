//! Something happened: what breaks, the ways to mend it, and taking one.

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn begin() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn choices() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn accept() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

