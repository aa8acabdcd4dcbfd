//! Invitations to a meeting as calendar files (iTIP, RFC 5546).

use crate::serve::failure::Failure;

/// Not there yet.
pub(crate) async fn file() -> Failure {
    Failure::Missing { what: "page", name: "at this address".to_owned() }
}

