//! What a mail server says, as it is kept and shown: short, on one line, and without addresses or what the desk signs in with.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use crate::messages::Mail;

/// Most of an answer that is kept, in characters.
const LONGEST_ANSWER: usize = 200;
/// What stands where something was that is not kept.
const LEFT_OUT: &str = "(left out)";

/// Takes out of answers what nobody may read in them. Servers like to repeat what they were sent, the line with the password too.
#[derive(Clone, Default)]
pub(super) struct Discretion {
    user: Option<String>,
    /// The password and all that is made of it and the user, the longest first.
    secrets: Vec<String>,
}

impl Discretion {
    /// Returns who keeps a user and a password to themselves, as they are and as `AUTH PLAIN` and `AUTH LOGIN` send them.
    pub(super) fn about(user: Option<&str>, password: Option<&str>) -> Discretion {
        let encoded = |text: &str| STANDARD_NO_PAD.encode(text);
        let both = user.zip(password).map(|(user, password)| encoded(&format!("\0{user}\0{password}")));
        let mut secrets: Vec<String> = both.into_iter().chain(password.map(str::to_owned)).collect();
        secrets.extend(user.into_iter().chain(password).map(encoded));
        secrets.retain(|secret| !secret.is_empty());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Discretion { user: user.map(str::to_owned), secrets }
    }

    /// Returns a positive answer in one line.
    pub(super) fn words(&self, response: &Response, mail: Option<&Mail>) -> String {
        let lines: Vec<&str> = response.message().collect();
        self.kept(&format!("{} {}", response.code(), lines.join(" ")), mail)
    }

    /// Returns what a server said, or what went wrong on the way to it, in one line.
    pub(super) fn said(&self, error: &Error, mail: Option<&Mail>) -> String {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            // What an error says of itself often ends with its cause.
            let more = error.to_string();
            if !text.ends_with(&more) {
                text = format!("{text}: {more}");
            }
            cause = error.source();
        }
        advice(&text).map_or_else(|| self.kept(&text, mail), str::to_owned)
    }

    /// Returns a text as it is kept and shown. The user alone is left out as a word of its own only: it may be as short as `a`.
    pub(super) fn kept(&self, text: &str, mail: Option<&Mail>) -> String {
        let without =
            self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, LEFT_OUT));
        let is_address = |word: &str| {
            let known = mail.is_some_and(|mail| word.contains(&mail.to) || word.contains(&mail.from));
            known || word.contains('@')
        };
        let is_user = |word: &str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            self.user.as_deref().is_some_and(|user| word == user || bare == user)
        };
        let words: Vec<&str> = without
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .map(|word| match word {
                word if is_address(word) => "(address)",
                word if is_user(word) => LEFT_OUT,
                word => word,
            })
            .collect();
        words.join(" ").chars().take(LONGEST_ANSWER).collect()
    }
}

/// Returns what is to be done about an error that says too little of it.
fn advice(text: &str) -> Option<&'static str> {
    // What `openssl req -x509` makes, unless it is told otherwise, is the certificate of an authority that signs itself.
    text.contains("CaUsedAsEndEntity").then_some(
        "its certificate is that of an authority (CA:TRUE), which may not prove who a server is; wanted one that an authority has signed, \
         or one of its own made with openssl req -x509 -addext basicConstraints=critical,CA:FALSE",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_servers_say_is_kept_short_and_without_addresses() {
        let cases = [
            ("550 5.1.1 <w1@example.gov.uk>: no such user\r\nhere", "550 5.1.1 (address) no such user here"),
            ("250 2.0.0 Ok: queued as 4XyZ", "250 2.0.0 Ok: queued as 4XyZ"),
        ];
        for (text, expected) in cases {
            assert_eq!(Discretion::default().kept(text, None), expected);
        }
        assert_eq!(Discretion::default().kept(&"x ".repeat(500), None).chars().count(), LONGEST_ANSWER);
    }

    #[test]
    fn what_the_desk_signs_in_with_is_left_out_however_it_was_sent() {
        let discretion = Discretion::about(Some("desk"), Some("four plain words here"));
        let cases = [
            // As AUTH PLAIN has them, in base64.
            ("500 what? AUTH PLAIN AGRlc2sAZm91ciBwbGFpbiB3b3JkcyBoZXJl", "500 what? AUTH PLAIN (left out)"),
            // As AUTH LOGIN has them, one after the other; with and without what fills them up.
            ("535 ZGVzaw== Zm91ciBwbGFpbiB3b3JkcyBoZXJl", "535 (left out)== (left out)"),
            ("535 ZGVzaw Zm91ciBwbGFpbiB3b3JkcyBoZXJl.", "535 (left out) (left out)."),
            ("535 desk: \"four plain words here\" is wrong", "535 (left out) \"(left out)\" is wrong"),
            ("535 ask the helpdesk", "535 ask the helpdesk"),
        ];
        for (text, expected) in cases {
            assert_eq!(discretion.kept(text, None), expected);
        }
        let alone = Discretion::about(None, None);
        assert_eq!(alone.kept("250 ok", None), "250 ok");
    }

    #[test]
    fn a_certificate_of_the_wrong_kind_has_its_remedy() {
        let told = advice("Connection error: invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))");
        assert!(told.is_some_and(|told| told.contains("basicConstraints=critical,CA:FALSE")));
        assert_eq!(advice("invalid peer certificate: UnknownIssuer"), None);
    }
}
