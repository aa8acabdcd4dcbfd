//! The provider as the desk uses it: the address that a browser is sent to, and the claims that its code is worth.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::attempts::{Attempt, Attempts};
use super::discovery::{self, DiscoveryError, Document, Metadata, SecretIn};
use super::keys::Keys;
use super::token::{self, Claims, Expected, TokenError};
use super::wire::{Address, Wire, WireError};

/// Most threads that wait for the provider at once: the desk's others go on where it hangs.
const MOST_WAITING: usize = 8;
/// How long after a failure the provider is left alone, where its document has never come.
const REST: Duration = Duration::from_secs(5);
/// `profile` is what has Entra ID put `oid` into the token.
const SCOPE: &str = "openid profile";

/// How people sign in at a provider. It has no `Debug`, because it has the secret.
#[derive(Clone)]
pub(crate) struct Config {
    /// The one issuer.
    pub(super) issuer: Address,
    /// By what the provider knows the desk.
    pub(super) client: String,
    secret: String,
    /// Whether the provider says who has which role.
    pub(super) has_roles: bool,
}

impl Config {
    /// Returns a configuration, checked.
    ///
    /// - issuer: of Entra ID `https://login.microsoftonline.com/TENANT/v2.0`.
    /// - has_roles: whether accounts and their roles come from the claim `roles`.
    ///
    /// # Errors
    /// Where the issuer is no https address, or the client or its secret is empty.
    pub(crate) fn new(issuer: &str, client: &str, secret: &str, has_roles: bool) -> Result<Config> {
        let Some(issuer) = Address::new(issuer) else {
            bail!(
                "the issuer is {issuer:?}; wanted an https address, such as https://login.microsoftonline.com/TENANT/v2.0"
            )
        };
        if client.is_empty() || secret.is_empty() {
            bail!(
                "the provider asks who the desk is\ngive --oidc-client, and the client's secret in the environment as CONVENE_OIDC_SECRET"
            );
        }
        Ok(Config { issuer, client: client.to_owned(), secret: secret.to_owned(), has_roles })
    }
}

/// Why the provider's answer is worth no claims.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProviderError {
    #[error("the provider's {0} {1}")]
    Wire(&'static str, WireError),
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    #[error("the provider was not asked again so soon after it failed")]
    Rest,
    #[error(transparent)]
    Token(#[from] TokenError),
}

impl ProviderError {
    /// Whether it is for those who run the desk: the log has it then, because no sign-in can work.
    pub(super) fn is_theirs(&self) -> bool {
        match self {
            // What a code is not taken for is the sign-in's fault, such as one that was used already.
            ProviderError::Wire(_, WireError::Refused(code)) => code != "invalid_grant",
            ProviderError::Wire(..) | ProviderError::Discovery(_) => true,
            ProviderError::Rest | ProviderError::Token(_) => false,
        }
    }
}

/// The provider.
pub(crate) struct Provider {
    pub(super) config: Config,
    pub(super) attempts: Attempts,
    /// Where the provider sends browsers back to.
    redirect: String,
    wire: Wire,
    metadata: Mutex<Known>,
    keys: Keys,
    waiting: Semaphore,
}

#[derive(Default)]
struct Known {
    metadata: Option<Metadata>,
    failed: Option<Instant>,
}

impl Provider {
    /// Returns the provider of a configuration. Where it cannot be reached now, it is asked again at the first sign-in: the desk and its
    /// passwords for emergencies do not depend on it.
    ///
    /// - desk: the address that people know the desk by.
    ///
    /// # Errors
    /// Where the provider says that it is another, or cannot do what the desk needs.
    pub(crate) fn discover(config: &Config, desk: &str) -> Result<Provider> {
        let provider = Provider {
            redirect: format!("{}/sign-in/return", desk.trim_end_matches('/')),
            wire: Wire::new(&config.issuer),
            config: config.clone(),
            attempts: Attempts::default(),
            metadata: Mutex::default(),
            keys: Keys::default(),
            waiting: Semaphore::new(MOST_WAITING),
        };
        match provider.metadata() {
            Ok(_) => Ok(provider),
            Err(error @ ProviderError::Wire(_, WireError::Unreachable(_) | WireError::Status(500..))) => {
                eprintln!("warning: {error}; it is asked again when somebody signs in");
                Ok(provider)
            }
            // In one line: the cause says what to do next.
            Err(error) => bail!("failed to use the provider {}: {error}", config.issuer.as_str()),
        }
    }

    /// Waits for its turn to ask the provider.
    pub(super) async fn turn(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.waiting.acquire().await.ok()
    }

    fn metadata(&self) -> Result<Metadata, ProviderError> {
        let mut known = self.metadata.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(metadata) = &known.metadata {
            return Ok(metadata.clone());
        }
        if known.failed.is_some_and(|failed| failed.elapsed() < REST) {
            return Err(ProviderError::Rest);
        }
        let found = self.ask();
        match &found {
            Ok(metadata) => known.metadata = Some(metadata.clone()),
            Err(_) => known.failed = Some(Instant::now()),
        }
        found
    }

    fn ask(&self) -> Result<Metadata, ProviderError> {
        let wire = |error| ProviderError::Wire("description of itself", error);
        let place = discovery::place(&self.config.issuer).ok_or_else(|| wire(WireError::Shape))?;
        let document: Document = self.wire.get(&place).map_err(wire)?;
        Ok(document.check(&self.config.issuer)?)
    }

    /// Returns where a browser is sent for a sign-in.
    pub(super) fn address(&self, attempt: &Attempt) -> Result<String, ProviderError> {
        let base = self.metadata()?.authorization;
        let separator = if base.as_str().contains('?') { '&' } else { '?' };
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &self.config.client),
            ("redirect_uri", &self.redirect),
            ("scope", SCOPE),
            ("state", &attempt.state),
            ("nonce", &attempt.nonce),
            ("code_challenge", &attempt.challenge()),
            ("code_challenge_method", "S256"),
        ]);
        Ok(format!("{}{separator}{query}", base.as_str()))
    }

    /// Whether an answer may name this issuer (RFC 9207): one that should name it and does not is another's.
    pub(super) fn is_from(&self, issuer: Option<&str>) -> Result<bool, ProviderError> {
        Ok(match issuer {
            Some(issuer) => issuer == self.config.issuer.as_str(),
            None => !self.metadata()?.is_named,
        })
    }

    /// Returns what the code of a sign-in is worth.
    pub(super) fn redeem(&self, attempt: &Attempt, code: &str) -> Result<Claims, ProviderError> {
        let metadata = self.metadata()?;
        let token = self.exchange(&metadata, attempt, code)?;
        let id = token::key_id(&token)?;
        let fetch = || self.wire.get(&metadata.keys);
        let key = self
            .keys
            .find(&id, Instant::now(), fetch)
            .map_err(|error| ProviderError::Wire("list of keys", error))?;
        let expected = Expected {
            issuer: self.config.issuer.as_str(),
            client: &self.config.client,
            nonce: &attempt.nonce,
        };
        Ok(token::validate(&token, &key.ok_or(TokenError::Key)?, expected)?)
    }

    fn exchange(&self, metadata: &Metadata, attempt: &Attempt, code: &str) -> Result<String, ProviderError> {
        /// The access token beside it is of no use to the desk, and is not read.
        #[derive(Deserialize)]
        struct Answer {
            id_token: String,
        }
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect),
            ("code_verifier", &attempt.verifier),
        ];
        let Config { client, secret, .. } = &self.config;
        let authorization = match metadata.secret_in {
            SecretIn::Header => Some(basic(client, secret)),
            SecretIn::Form => {
                fields.extend([("client_id", client.as_str()), ("client_secret", secret.as_str())]);
                None
            }
        };
        let answer = self.wire.post(&metadata.token, &form(&fields), authorization.as_deref());
        let answer: Answer = answer.map_err(|error| ProviderError::Wire("token endpoint", error))?;
        Ok(answer.id_token)
    }
}

/// Returns fields as a form or a query has them.
fn form(fields: &[(&str, &str)]) -> String {
    serde_html_form::to_string(fields).unwrap_or_default()
}

/// Returns the header by which the desk says who it is: both parts as in a form first (RFC 6749, 2.3.1).
fn basic(client: &str, secret: &str) -> String {
    let encoded = |text: &str| form(&[("", text)]).trim_start_matches('=').to_owned();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(client), encoded(secret))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_has_an_address_a_client_and_a_secret() {
        for (issuer, client, secret, is_right) in [
            ("https://op.example", "desk", "secret", true),
            ("http://op.example", "desk", "secret", false),
            ("https://op.example", "", "secret", false),
            ("https://op.example", "desk", "", false),
        ] {
            assert_eq!(Config::new(issuer, client, secret, false).is_ok(), is_right, "{issuer} {client}");
        }
    }

    #[test]
    fn client_and_secret_are_encoded_before_they_are_joined() {
        let header = basic("desk", "a:b c=~");
        let decoded = STANDARD.decode(header.trim_start_matches("Basic ")).expect("base64");
        assert_eq!(String::from_utf8(decoded).expect("text"), "desk:a%3Ab+c%3D%7E");
    }

    #[test]
    fn a_query_carries_addresses_whole() {
        let query = form(&[("redirect_uri", "https://desk.example/sign-in/return"), ("scope", SCOPE)]);
        assert_eq!(query, "redirect_uri=https%3A%2F%2Fdesk.example%2Fsign-in%2Freturn&scope=openid+profile");
    }
}
