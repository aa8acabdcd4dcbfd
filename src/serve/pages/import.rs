//! Import: what a file would change, then the change.

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn dry_run() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn confirm() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

