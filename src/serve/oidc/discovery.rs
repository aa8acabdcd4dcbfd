//! What a provider says of itself (OpenID Connect Discovery 1.0), and whether it can be trusted with a sign-in.

use serde::Deserialize;

use super::wire::Address;

/// Where the document lies, below the issuer.
const PLACE: &str = "/.well-known/openid-configuration";

/// The document, of which only this is read.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// Entra ID leaves it out and knows S256 nevertheless.
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// A provider that can be trusted with a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Metadata {
    /// Where the browser is sent.
    pub(super) authorization: Address,
    /// Where the code is given for a token.
    pub(super) token: Address,
    /// Where the keys lie.
    pub(super) keys: Address,
    /// How the desk says there who it is.
    pub(super) secret_in: SecretIn,
    /// Whether its answer names the issuer (RFC 9207).
    pub(super) is_named: bool,
}

/// Where the desk's secret is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecretIn {
    /// `client_secret_basic`, which is what holds where nothing is said.
    Header,
    /// `client_secret_post`.
    Form,
}

/// Why a provider cannot be trusted with a sign-in.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum DiscoveryError {
    #[error(
        "the provider says that it is {found:?}, not {wanted:?}\n\
         give --oidc-issuer as the provider writes it; of Entra ID the address with the tenant's number: \
         https://login.microsoftonline.com/TENANT/v2.0"
    )]
    Issuer { found: String, wanted: String },
    #[error("the provider's {name} is {address:?}; wanted an https address")]
    Address { name: &'static str, address: String },
    #[error("the provider takes no client secret, neither in a header nor in a form")]
    Secret,
    #[error("the provider does not know the code challenge S256")]
    Challenge,
}

/// Returns where an issuer's document lies, `None` where that is no address.
pub(super) fn place(issuer: &Address) -> Option<Address> {
    Address::new(&format!("{}{PLACE}", issuer.as_str().trim_end_matches('/')))
}

impl Document {
    /// Returns the provider that it describes, where it is the issuer's.
    pub(super) fn check(self, issuer: &Address) -> Result<Metadata, DiscoveryError> {
        // Exactly: whoever can have a document put at another address must not speak for this issuer.
        if self.issuer != issuer.as_str() {
            return Err(DiscoveryError::Issuer { found: self.issuer, wanted: issuer.as_str().to_owned() });
        }
        let address = |name: &'static str, text: &str| {
            Address::new(text)
                .filter(|address| {
                    issuer.is_loopback() || text.starts_with("https://") && !address.is_loopback()
                })
                .ok_or_else(|| DiscoveryError::Address { name, address: text.to_owned() })
        };
        let may = |methods: &Option<Vec<String>>, method: &str| {
            methods.as_ref().is_none_or(|methods| methods.iter().any(|known| known == method))
        };
        if !may(&self.code_challenge_methods_supported, "S256") {
            return Err(DiscoveryError::Challenge);
        }
        let secret_in = if may(&self.token_endpoint_auth_methods_supported, "client_secret_basic") {
            SecretIn::Header
        } else if may(&self.token_endpoint_auth_methods_supported, "client_secret_post") {
            SecretIn::Form
        } else {
            return Err(DiscoveryError::Secret);
        };
        Ok(Metadata {
            authorization: address("authorization_endpoint", &self.authorization_endpoint)?,
            token: address("token_endpoint", &self.token_endpoint)?,
            keys: address("jwks_uri", &self.jwks_uri)?,
            secret_in,
            is_named: self.authorization_response_iss_parameter_supported,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://login.microsoftonline.com/t/v2.0";

    fn document() -> Document {
        // As Entra ID's is, of which the methods are these and S256 is not spoken of.
        Document {
            issuer: ISSUER.to_owned(),
            authorization_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/authorize".to_owned(),
            token_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/token".to_owned(),
            jwks_uri: "https://login.microsoftonline.com/t/discovery/v2.0/keys".to_owned(),
            token_endpoint_auth_methods_supported: Some(list(&["client_secret_post", "client_secret_basic"])),
            ..Document::default()
        }
    }

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn issuer() -> Address {
        Address::new(ISSUER).expect("https")
    }

    #[test]
    fn the_document_lies_below_the_issuer() {
        for issuer in ["https://op.example/t", "https://op.example/t/"] {
            let place = place(&Address::new(issuer).expect("https")).expect("https");
            assert_eq!(place.as_str(), "https://op.example/t/.well-known/openid-configuration");
        }
    }

    #[test]
    fn a_provider_is_taken_that_is_the_issuer_and_knows_what_the_desk_does() {
        let metadata = document().check(&issuer()).expect("it is right");
        assert_eq!((metadata.secret_in, metadata.is_named), (SecretIn::Header, false));
        let post = Document {
            token_endpoint_auth_methods_supported: Some(list(&["client_secret_post"])),
            ..document()
        };
        assert_eq!(post.check(&issuer()).expect("it is right").secret_in, SecretIn::Form);
        let silent = Document { token_endpoint_auth_methods_supported: None, ..document() };
        assert_eq!(silent.check(&issuer()).expect("it is right").secret_in, SecretIn::Header);
    }

    #[test]
    fn a_provider_is_not_taken_that_is_another_or_cannot_do_it() {
        let issuer_error =
            |found: &str| DiscoveryError::Issuer { found: found.to_owned(), wanted: ISSUER.to_owned() };
        let many = "https://login.microsoftonline.com/{tenantid}/v2.0";
        let plain = "http://login.microsoftonline.com/token";
        let own = "https://127.0.0.1/token";
        for (document, wanted) in [
            (Document { issuer: format!("{ISSUER}/"), ..document() }, issuer_error(&format!("{ISSUER}/"))),
            (Document { issuer: many.to_owned(), ..document() }, issuer_error(many)),
            (
                Document { token_endpoint: plain.to_owned(), ..document() },
                DiscoveryError::Address { name: "token_endpoint", address: plain.to_owned() },
            ),
            (
                Document { token_endpoint: own.to_owned(), ..document() },
                DiscoveryError::Address { name: "token_endpoint", address: own.to_owned() },
            ),
            (
                Document {
                    token_endpoint_auth_methods_supported: Some(list(&["private_key_jwt"])),
                    ..document()
                },
                DiscoveryError::Secret,
            ),
            (
                Document { code_challenge_methods_supported: Some(list(&["plain"])), ..document() },
                DiscoveryError::Challenge,
            ),
        ] {
            assert_eq!(document.check(&issuer()), Err(wanted));
        }
    }

    #[test]
    fn a_document_without_an_endpoint_is_none() {
        assert!(serde_json::from_str::<Document>(r#"{"issuer":"https://op.example"}"#).is_err());
    }
}
