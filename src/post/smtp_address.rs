//! Where a mail server is, and how it is spoken to.

use std::fmt;

/// A mail server, as `smtp://user@mail.example.gov.uk:587` or `smtps://mail.example.gov.uk`.
///
/// `smtp` begins in the clear and goes on under TLS (STARTTLS), without which nothing is sent; to the loopback, and with `?tls=none`, it
/// stays in the clear. `smtps` is under TLS from the first byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpAddress {
    /// Its name or number.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: Security,
    /// As whom the desk signs in, where it does.
    pub user: Option<String>,
}

/// How what is sent is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting in the clear.
    StartTls,
    /// Not at all.
    Clear,
}

impl SmtpAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it and what is wanted.
    pub fn new(text: &str) -> Result<SmtpAddress, String> {
        let wanted = "wanted smtp://[USER@]HOST[:PORT] or smtps://[USER@]HOST[:PORT]";
        let (scheme, rest) = text.split_once("://").ok_or_else(|| wanted.to_owned())?;
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let rest = rest.trim_end_matches('/');
        let (user, place) = rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
        if user.is_some_and(|user| user.contains(':')) {
            return Err("holds a password; wanted it in the environment, as CONVENE_SMTP_PASSWORD".to_owned());
        }
        let (host, port) = match place.strip_prefix('[').and_then(|place| place.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
        };
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '/' | '@');
        if host.is_empty() || !host.chars().all(is_plain) || user == Some("") {
            return Err(wanted.to_owned());
        }
        let is_near =
            host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let (security, usual) = match (scheme, query) {
            ("smtps", None) => (Security::Tls, 465),
            ("smtp", None) if is_near => (Security::Clear, 25),
            ("smtp", None | Some("tls=required")) => (Security::StartTls, 587),
            ("smtp", Some("tls=none")) => (Security::Clear, 25),
            _ => return Err(wanted.to_owned()),
        };
        let port = port.map_or(Ok(usual), |port| {
            port.parse()
                .ok()
                .filter(|&port| port != 0)
                .ok_or("the port is none; wanted 1 to 65535".to_owned())
        })?;
        if user.is_some() && security == Security::Clear && !is_near {
            return Err(
                "would send a password in the clear; wanted smtps, or smtp without tls=none".to_owned()
            );
        }
        Ok(SmtpAddress { host: host.to_owned(), port, security, user: user.map(str::to_owned) })
    }
}

/// Writes the server alone: who signs in is nobody's business who reads a log.
impl fmt::Display for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_how_a_server_is_spoken_to() {
        let cases = [
            ("smtp://mail.example.gov.uk", Some(("mail.example.gov.uk", 587, Security::StartTls, None))),
            ("smtps://mail.example.gov.uk/", Some(("mail.example.gov.uk", 465, Security::Tls, None))),
            ("smtp://desk@mail.example:2525", Some(("mail.example", 2525, Security::StartTls, Some("desk")))),
            (
                "smtp://a@b.example@mail.example",
                Some(("mail.example", 587, Security::StartTls, Some("a@b.example"))),
            ),
            ("smtp://127.0.0.1:1025", Some(("127.0.0.1", 1025, Security::Clear, None))),
            ("smtp://[::1]:1025", Some(("::1", 1025, Security::Clear, None))),
            ("smtp://relay.internal?tls=none", Some(("relay.internal", 25, Security::Clear, None))),
            ("smtp://localhost?tls=required", Some(("localhost", 587, Security::StartTls, None))),
            ("smtp://desk@relay.internal?tls=none", None),
            ("smtp://desk:secret@mail.example", None),
            ("smtp://", None),
            ("smtp://@mail.example", None),
            ("smtp://mail.example:0", None),
            ("smtp://mail.example:x", None),
            ("http://mail.example", None),
            ("mail.example", None),
            ("smtps://mail.example?tls=none", None),
        ];
        for (text, expected) in cases {
            let read = SmtpAddress::new(text);
            let found = read
                .as_ref()
                .ok()
                .map(|one| (one.host.as_str(), one.port, one.security, one.user.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
        assert!(
            !SmtpAddress::new("smtp://desk:secret@mail.example").expect_err("a password").contains("secret")
        );
    }
}
