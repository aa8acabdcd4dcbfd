//! A mail server, spoken to by SMTP (RFC 5321).
//!
//! The conversation is kept apart into its steps, because what may be done again depends on how far it went: nothing that a server says
//! before the end of the mail is sent can be an acknowledgement.

use std::time::Duration;

use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailCommand, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;

use super::smtp_address::Security;
use super::{Answer, Carrier, GoOn, SmtpAddress};
use crate::messages::Mail;

/// Most of an answer that is kept, in characters.
const LONGEST_ANSWER: usize = 200;

/// A mail server.
pub struct Smtp {
    address: SmtpAddress,
    password: Option<String>,
    tls: Option<TlsParameters>,
    client: ClientId,
    patience: Duration,
    connection: Option<SmtpConnection>,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Returns a mail server that is not connected yet. `ca` are certificates in PEM that are trusted besides those of the world; `from` is
    /// the desk's own address, whose domain it greets with; `patience` is how long one answer is waited for.
    ///
    /// # Errors
    /// What is wrong with the certificates, or that a user has no password.
    pub fn new(
        address: SmtpAddress,
        password: Option<String>,
        ca: Option<&[u8]>,
        from: &str,
        patience: Duration,
    ) -> Result<Smtp, String> {
        if address.user.is_some() && password.is_none() {
            return Err(
                "a user signs in to the mail server without a password; wanted it in the environment, as \
                        CONVENE_SMTP_PASSWORD"
                    .to_owned(),
            );
        }
        let tls = match address.security {
            Security::Clear => None,
            Security::Tls | Security::StartTls => {
                let mut builder = TlsParameters::builder(address.host.clone());
                if let Some(pem) = ca {
                    let certificate = Certificate::from_pem(pem)
                        .map_err(|_| "the certificates cannot be read; wanted them in PEM".to_owned())?;
                    builder = builder.add_root_certificate(certificate);
                }
                Some(builder.build_rustls().map_err(|error| format!("TLS cannot be made ready: {error}"))?)
            }
        };
        let domain = from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        let client = ClientId::Domain(domain.to_owned());
        Ok(Smtp { address, password, tls, client, patience, connection: None })
    }

    fn connect(&self) -> Result<SmtpConnection, Error> {
        let SmtpAddress { host, port, security, user } = &self.address;
        let wrapped = self.tls.as_ref().filter(|_| *security == Security::Tls);
        let mut connection = SmtpConnection::connect(
            (host.as_str(), *port),
            Some(self.patience),
            &self.client,
            wrapped,
            None,
        )?;
        if let (Security::StartTls, Some(tls)) = (security, &self.tls) {
            connection.starttls(tls, &self.client)?;
        }
        if let (Some(user), Some(password)) = (user, &self.password) {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials)?;
        }
        Ok(connection)
    }

    /// Greets the server, says whom the mail is from and for, and asks to send it.
    fn begin(connection: &mut SmtpConnection, mail: &Mail) -> Result<(), Begun> {
        let address = |text: &str| text.parse::<Address>().map_err(|_| Begun::NoAddress);
        let (from, to) = (address(&mail.from)?, address(&mail.to)?);
        connection.command(MailCommand::new(Some(from), Vec::new())).map_err(Begun::OfTheDesk)?;
        connection.command(Rcpt::new(to, Vec::new()))?;
        connection.command(Data)?;
        Ok(())
    }
}

/// Why the conversation did not get as far as the mail itself.
enum Begun {
    NoAddress,
    /// What the server has against whoever sends: nothing that this mail could mend, and everybody's would fail for.
    OfTheDesk(Error),
    Said(Error),
}

impl From<Error> for Begun {
    fn from(error: Error) -> Begun {
        Begun::Said(error)
    }
}

impl Carrier for Smtp {
    fn ready(&mut self) -> Result<(), String> {
        if self.connection.is_some() {
            return Ok(());
        }
        match self.connect() {
            Ok(connection) => {
                self.connection = Some(connection);
                Ok(())
            }
            Err(error) => {
                Err(format!("the mail server at {} cannot be used: {}", self.address, said(&error, None)))
            }
        }
    }

    fn hand_over(&mut self, mail: &Mail, go_on: &mut dyn FnMut() -> GoOn) -> Answer {
        let Some(mut connection) = self.connection.take() else {
            return Answer::NotNow("there is no connection to the mail server".to_owned());
        };
        if let Err(begun) = Smtp::begin(&mut connection, mail) {
            let (error, is_of_the_desk) = match begun {
                Begun::NoAddress => {
                    self.connection = Some(connection);
                    return Answer::Never("the address is none that a mail server takes".to_owned());
                }
                Begun::OfTheDesk(error) => (error, true),
                Begun::Said(error) => (error, false),
            };
            let answer = said(&error, Some(mail));
            // A server that has answered goes on with the next mail; one that has not is left.
            let goes_on = error.status().is_some() && !is_closing(&error) && connection.command(Rset).is_ok();
            self.connection = goes_on.then_some(connection);
            let is_for_good = error.is_permanent() && !is_of_the_desk;
            return if is_for_good { Answer::Never(answer) } else { Answer::NotNow(answer) };
        }
        match go_on() {
            GoOn::Yes => {}
            // Nothing ends a mail that is begun but its end; the connection is dropped without it.
            GoOn::No(why) => return Answer::NotNow(why),
            GoOn::LetGo => return Answer::LetGo,
        }
        match connection.message(&mail.bytes) {
            Ok(response) => {
                self.connection = Some(connection);
                Answer::Acknowledged(words(&response, mail))
            }
            Err(error) => {
                let answer = said(&error, Some(mail));
                if error.status().is_some() {
                    self.connection = (!is_closing(&error)).then_some(connection);
                    if error.is_permanent() { Answer::Never(answer) } else { Answer::NotNow(answer) }
                } else {
                    Answer::Lost(answer)
                }
            }
        }
    }

    fn finish(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // It has what it was given, whether or not it says goodbye.
            let _ = connection.quit();
        }
    }
}

/// Whether the server said that it goes (421).
fn is_closing(error: &Error) -> bool {
    error.status().is_some_and(|code| u16::from(code) == 421)
}

/// Returns a positive answer in one line.
fn words(response: &Response, mail: &Mail) -> String {
    let lines: Vec<&str> = response.message().collect();
    kept(&format!("{} {}", response.code(), lines.join(" ")), Some(mail))
}

/// Returns what a server said, or what went wrong on the way to it, in one line.
fn said(error: &Error, mail: Option<&Mail>) -> String {
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
    kept(&text, mail)
}

/// Returns a text as it is kept and shown: short, on one line, and without addresses, which servers like to repeat.
fn kept(text: &str, mail: Option<&Mail>) -> String {
    let is_address = |word: &&str| {
        let known = mail.is_some_and(|mail| word.contains(&mail.to) || word.contains(&mail.from));
        known || word.contains('@')
    };
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .map(|word| if is_address(&word) { "(address)" } else { word })
        .collect();
    words.join(" ").chars().take(LONGEST_ANSWER).collect()
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
            assert_eq!(kept(text, None), expected);
        }
        assert_eq!(kept(&"x ".repeat(500), None).chars().count(), LONGEST_ANSWER);
    }
}
