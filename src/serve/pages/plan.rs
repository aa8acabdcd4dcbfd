//! The plan: the optimiser run on the queue, its proposal as a list of changes, accepted whole, in part or not at all.

use crate::serve::failure::Failure;

/// What the optimiser proposes.
pub(crate) struct Proposal;

/// Not there yet.
pub(crate) async fn page() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn begin() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn proposal() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn cancel() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

/// Not there yet.
pub(crate) async fn accept() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}
