//! A mail server, spoken to by SMTP (RFC 5321).
//!
//! The conversation is kept apart into its steps, because what may be done again depends on how far it went: nothing that a server says
//! before the end of the mail is sent can be an acknowledgement, and what it says after that is one only where it is a 2xx.
//!
//! # Answers that nobody asked for
//!
//! Whoever sits on the way can add answers in the clear behind that to `STARTTLS` (CVE-2011-0411 and its kin). lettre keeps what it has read
//! but not used when TLS begins, so that each later answer would be taken for that to the next question, and a mail be held for handed
//! over that the server has refused. Two things together keep that out, whatever the timing:
//!
//! - Two such answers or more: the first is taken for that to `EHLO`, the others are read already. So after TLS has begun it is listened
//!   for a moment; whatever is heard ends the connection.
//! - One alone, where the server's own answer to `EHLO` is held up for longer than that moment: all answers are one behind. That to
//!   `AUTH` must be a 235 and that to `DATA` a 354, which no server gives to the command before.
//!
//! # What cannot be known
//!
//! lettre reads answers as UTF-8. One to the end of the mail in another encoding is lost with its code, though it came: the mail becomes
//! `unsettled`, as where the connection breaks there.

use std::fmt::Display;
use std::io::ErrorKind;
use std::time::Duration;

use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailCommand, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;

use super::said::Discretion;
use super::smtp_address::Security;
use super::{Answer, Carrier, GoOn, SmtpAddress};
use crate::messages::Mail;

/// How long it is listened, once TLS has begun, for answers that nobody asked for.
const LISTENED: Duration = Duration::from_millis(20);
/// Why a connection is left whose answers are not those to what was asked.
const OUT_OF_STEP: &str =
    "the mail server's answers are not those to what it was asked, so that none can be believed";

/// A mail server.
pub struct Smtp {
    address: SmtpAddress,
    password: Option<String>,
    tls: Option<TlsParameters>,
    client: ClientId,
    patience: Duration,
    discretion: Discretion,
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
        let discretion = Discretion::about(address.user.as_deref(), password.as_deref());
        Ok(Smtp { address, password, tls, client, patience, discretion, connection: None })
    }

    fn connect(&self) -> Result<SmtpConnection, Failed> {
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
            self.listen(&mut connection)?;
        }
        if let (Some(user), Some(password)) = (user, &self.password) {
            let credentials = Credentials::new(user.clone(), password.clone());
            answered(&connection.auth(DEFAULT_MECHANISMS, &credentials)?, |code| code == SIGNED_IN)?;
        }
        Ok(connection)
    }

    /// Fails where a server says something that it was not asked for.
    fn listen(&self, connection: &mut SmtpConnection) -> Result<(), Failed> {
        let patient = |connection: &mut SmtpConnection, patience| {
            connection.set_timeout(Some(patience)).map_err(|_| Failed::OutOfStep)
        };
        patient(connection, LISTENED)?;
        let heard = connection.read_response();
        patient(connection, self.patience)?;
        match heard {
            Err(error) if is_silence(&error) => Ok(()),
            _ => Err(Failed::OutOfStep),
        }
    }

    /// Says whom the mail is from and for, and asks to send it.
    fn begin(connection: &mut SmtpConnection, mail: &Mail) -> Result<(), Begun> {
        let address = |text: &str| text.parse::<Address>().map_err(|_| Begun::NoAddress);
        let (from, to) = (address(&mail.from)?, address(&mail.to)?);
        ask(connection, MailCommand::new(Some(from), Vec::new()), is_done).map_err(Begun::OfTheDesk)?;
        ask(connection, Rcpt::new(to, Vec::new()), is_done)?;
        ask(connection, Data, |code| code == GO_ON)?;
        Ok(())
    }
}

/// The answer to the right password.
const SIGNED_IN: u16 = 235;
/// The answer to `DATA`.
const GO_ON: u16 = 354;

/// Whether a code says that what was asked is done.
fn is_done(code: u16) -> bool {
    (200..300).contains(&code)
}

/// Sends a command, and fails where the answer is not one to it.
fn ask(
    connection: &mut SmtpConnection,
    command: impl Display,
    is_wanted: fn(u16) -> bool,
) -> Result<(), Failed> {
    answered(&connection.command(command)?, is_wanted)
}

fn answered(response: &Response, is_wanted: fn(u16) -> bool) -> Result<(), Failed> {
    if is_wanted(response.code().into()) { Ok(()) } else { Err(Failed::OutOfStep) }
}

/// Why a question has no answer that is one.
enum Failed {
    /// The server said no, or nothing.
    Said(Error),
    /// It said something else.
    OutOfStep,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::Said(error)
    }
}

impl Failed {
    fn in_words(&self, discretion: &Discretion, mail: Option<&Mail>) -> String {
        match self {
            Failed::Said(error) => discretion.said(error, mail),
            Failed::OutOfStep => OUT_OF_STEP.to_owned(),
        }
    }

    /// Returns what the server said, where it went on in step.
    fn refusal(&self) -> Option<&Error> {
        match self {
            Failed::Said(error) if error.status().is_some() => Some(error),
            _ => None,
        }
    }
}

/// Why the conversation did not get as far as the mail itself.
enum Begun {
    NoAddress,
    /// What the server has against whoever sends: nothing that this mail could mend, and everybody's would fail for.
    OfTheDesk(Failed),
    Other(Failed),
}

impl From<Failed> for Begun {
    fn from(failed: Failed) -> Begun {
        Begun::Other(failed)
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
            Err(failed) => {
                let why = failed.in_words(&self.discretion, None);
                Err(format!("the mail server at {} cannot be used: {why}", self.address))
            }
        }
    }

    fn hand_over(&mut self, mail: &Mail, go_on: &mut dyn FnMut() -> GoOn) -> Answer {
        let Some(mut connection) = self.connection.take() else {
            return Answer::NotNow("there is no connection to the mail server".to_owned());
        };
        if let Err(begun) = Smtp::begin(&mut connection, mail) {
            let (failed, is_of_the_desk) = match begun {
                Begun::NoAddress => {
                    self.connection = Some(connection);
                    return Answer::Never("the address is none that a mail server takes".to_owned());
                }
                Begun::OfTheDesk(failed) => (failed, true),
                Begun::Other(failed) => (failed, false),
            };
            let answer = failed.in_words(&self.discretion, Some(mail));
            // A server that has answered goes on with the next mail; one that has not, or is out of step, is left.
            let goes_on = failed.refusal().is_some_and(|error| !is_closing(error))
                && ask(&mut connection, Rset, is_done).is_ok();
            self.connection = goes_on.then_some(connection);
            let is_for_good = failed.refusal().is_some_and(|error| error.is_permanent()) && !is_of_the_desk;
            return if is_for_good { Answer::Never(answer) } else { Answer::NotNow(answer) };
        }
        match go_on() {
            GoOn::Yes => {}
            // Nothing ends a mail that is begun but its end; the connection is dropped without it.
            GoOn::No(why) => return Answer::NotNow(why),
            GoOn::LetGo => return Answer::LetGo,
        }
        match connection.message(&mail.bytes) {
            // Anything else that is no refusal acknowledges nothing, and who knows what it answers.
            Ok(response) if !is_done(response.code().into()) => {
                Answer::Lost(self.discretion.words(&response, Some(mail)))
            }
            Ok(response) => {
                self.connection = Some(connection);
                Answer::Acknowledged(self.discretion.words(&response, Some(mail)))
            }
            Err(error) => {
                let answer = self.discretion.said(&error, Some(mail));
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

/// Whether nothing was heard in the time that was listened for it.
fn is_silence(error: &Error) -> bool {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
    // Which of the two it is depends on the system.
    cause.is_some_and(|cause| matches!(cause.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}
