//! The way to the provider: over TLS, short, and nowhere else than asked. What is sent and what comes back is in no message.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::Uri;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::Proxy;
use ureq::http::Response;

/// How long one request may take, from the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer that are read.
const LARGEST: u64 = 1024 * 1024;
/// Longest code of an error that is passed on: those of the standards are shorter.
const LONGEST_CODE: usize = 40;

/// An address that may be asked: https, or http on this very machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address(String);

impl Address {
    /// Returns a text as an address, `None` where it is none that may be asked.
    pub(super) fn new(text: &str) -> Option<Address> {
        let uri: Uri = text.parse().ok()?;
        let authority = uri.authority()?.as_str();
        if authority.contains('@') || text.contains('#') || text.contains(char::is_whitespace) {
            return None;
        }
        let address = Address(text.to_owned());
        match uri.scheme_str()? {
            "https" => Some(address),
            "http" if address.is_loopback() => Some(address),
            _ => None,
        }
    }

    /// Returns the address as it was given.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the host's name.
    pub(super) fn host(&self) -> String {
        let uri: Option<Uri> = self.0.parse().ok();
        uri.and_then(|uri| uri.host().map(str::to_ascii_lowercase)).unwrap_or_default()
    }

    /// Whether it is on this very machine.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host();
        let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || number.is_ok_and(|number| number.is_loopback())
    }
}

/// Why the provider gave no answer that can be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum WireError {
    /// The network, or the provider's certificate.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// Not 200: a redirection too, because none is followed.
    #[error("answered with status {0}")]
    Status(u16),
    /// An error of OAuth 2.0, by its code alone.
    #[error("answered with error {0}")]
    Refused(String),
    /// Not what the standard says.
    #[error("answered with something else than the JSON wanted")]
    Shape,
}

/// Asks the provider.
#[derive(Debug)]
pub(super) struct Wire(ureq::Agent);

impl Wire {
    /// Returns what asks the provider of an issuer.
    pub(super) fn new(issuer: &Address) -> Wire {
        // A council's proxy is named in the environment; what is on this machine needs none.
        let proxy = if issuer.is_loopback() { None } else { Proxy::try_from_env() };
        let config = ureq::Agent::config_builder()
            .https_only(!issuer.is_loopback())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .proxy(proxy)
            .user_agent("convene")
            .accept("application/json")
            .build();
        Wire(config.new_agent())
    }

    /// Reads a document.
    pub(super) fn get<T: DeserializeOwned>(&self, address: &Address) -> Result<T, WireError> {
        read(self.0.get(address.as_str()).call())
    }

    /// Sends a form and reads the answer.
    ///
    /// - authorization: the header, where the client says there who it is.
    pub(super) fn post<T: DeserializeOwned>(
        &self,
        address: &Address,
        form: &str,
        authorization: Option<&str>,
    ) -> Result<T, WireError> {
        let mut request =
            self.0.post(address.as_str()).header("content-type", "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        read(request.send(form))
    }
}

fn read<T: DeserializeOwned>(answer: Result<Response<ureq::Body>, ureq::Error>) -> Result<T, WireError> {
    let unreachable = |error: ureq::Error| WireError::Unreachable(error.to_string());
    let mut answer = answer.map_err(unreachable)?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(unreachable)?;
    judge(status, &body)
}

#[derive(Deserialize)]
struct Refused {
    error: String,
}

fn judge<T: DeserializeOwned>(status: u16, body: &[u8]) -> Result<T, WireError> {
    if status == 200 {
        return serde_json::from_slice(body).map_err(|_| WireError::Shape);
    }
    let code = serde_json::from_slice(body).ok().and_then(|refused: Refused| code(&refused.error));
    Err(code.map_or(WireError::Status(status), WireError::Refused))
}

/// Returns an error's code as the standards write them, so that a message or an event holds nothing else: `invalid_grant`.
pub(super) fn code(text: &str) -> Option<String> {
    let is_code = text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (is_code && matches!(text.len(), 1..=LONGEST_CODE)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_on_this_machine() {
        for (text, may_be_asked) in [
            ("https://login.microsoftonline.com/t/v2.0", true),
            ("https://provider.example:8443", true),
            ("http://127.0.0.1:8000/op", true),
            ("http://[::1]:8000", true),
            ("http://localhost:8000", true),
            ("http://provider.example", false),
            ("http://127.0.0.1.example", false),
            ("http://127.0.0.1@provider.example", false),
            ("https://somebody:secret@provider.example", false),
            ("https://provider.example/#part", false),
            ("ftp://127.0.0.1", false),
            ("provider.example", false),
            ("/op", false),
            ("", false),
        ] {
            assert_eq!(Address::new(text).is_some(), may_be_asked, "{text}");
        }
    }

    #[test]
    fn an_answer_that_is_none_says_no_more_than_a_code() {
        for (status, body, wanted) in [
            (200, r#"{"id_token":"x"}"#, WireError::Shape),
            (
                400,
                r#"{"error":"invalid_grant","error_description":"somebody"}"#,
                WireError::Refused("invalid_grant".to_owned()),
            ),
            (400, r#"{"error":"Somebody was here"}"#, WireError::Status(400)),
            (302, "", WireError::Status(302)),
            (500, "<html>", WireError::Status(500)),
        ] {
            assert_eq!(judge::<Vec<u8>>(status, body.as_bytes()), Err(wanted), "{status} {body}");
        }
        assert_eq!(judge::<Vec<u8>>(200, b"[1]"), Ok(vec![1]));
    }

    #[test]
    fn a_code_is_a_word_of_the_standards() {
        assert_eq!(code("access_denied").as_deref(), Some("access_denied"));
        for text in ["", "Access denied", "a<b>", &"a".repeat(LONGEST_CODE + 1)] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
