//! Sign-in at an identity provider with OpenID Connect: the authorisation code flow with PKCE, state and nonce, of one issuer.
//!
//! - [`pages`] has the two addresses: the way to the provider and the way back;
//! - [`attempts`] binds the way back to the browser that was sent;
//! - [`provider`] asks the provider, by [`wire`], for what [`discovery`], [`keys`] and [`token`] then check;
//! - [`signature`] is the cryptography of tokens, and [`accounts`] says whose account it is.
//!
//! It does not sign anybody out at the provider, keeps no token, and reads no name. A session that has begun goes by the desk's rules.

mod accounts;
mod attempts;
mod discovery;
mod keys;
mod pages;
mod provider;
mod signature;
mod token;
mod wire;

pub(crate) use accounts::link;
pub(crate) use pages::{link_button, router};
pub(crate) use provider::{Config, Provider};
