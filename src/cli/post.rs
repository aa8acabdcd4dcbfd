//! What every command that writes to people is told: whom it reaches where, in which words, and by which mail server.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;

use crate::files::{is_address, read_contacts, read_templates};
use crate::messages::Templates;
use crate::post::{Post, Smtp, SmtpAddress};
use crate::store::WhenUnsettled;

/// Whom messages reach, and how.
#[derive(Debug, Args)]
#[command(
    next_help_heading = "Messages (password of the mail server: CONVENE_SMTP_PASSWORD in the environment)"
)]
pub(super) struct PostArguments {
    /// Whom messages reach where: a CSV of ref, email and language (en, cy, both). It stays out of the store and of every log
    #[arg(long, value_name = "FILE")]
    contacts: Option<PathBuf>,
    /// A folder with en/ and cy/ whose templates take the place of those of the same name
    #[arg(long, value_name = "DIR", requires = "contacts")]
    templates: Option<PathBuf>,
    /// The address that messages are from
    #[arg(long, value_name = "ADDRESS", requires = "contacts", value_parser = address)]
    from: Option<String>,
    /// The mail server, as smtp://[USER@]HOST[:PORT] (TLS after the greeting; in the clear to this machine) or smtps://[USER@]HOST[:PORT]
    #[arg(long, value_name = "URL", requires = "from", value_parser = SmtpAddress::new)]
    smtp: Option<SmtpAddress>,
    /// Certificates in PEM by which the mail server is trusted besides those of the world
    #[arg(long, value_name = "FILE", requires = "smtp")]
    smtp_ca: Option<PathBuf>,
    /// Seconds that one answer of the mail server is waited for; whoever sends and dies is known to be dead after four times as long
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// Hand a message over again although it may have been acknowledged; without this somebody is asked
    #[arg(long, requires = "contacts")]
    send_unsettled_again: bool,
}

fn address(text: &str) -> Result<String, String> {
    if is_address(text) {
        Ok(text.to_owned())
    } else {
        Err("wanted an address such as desk@example.gov.uk".to_owned())
    }
}

impl PostArguments {
    /// Whether people are written to at all.
    pub(super) fn is_on(&self) -> bool {
        self.contacts.is_some()
    }

    /// Returns what the post goes by, `None` where no address is given that messages are from.
    ///
    /// # Errors
    /// Every fault of contacts and templates.
    pub(super) fn post(&self) -> Result<Option<Post>> {
        let Some(contacts) = &self.contacts else { return Ok(None) };
        let contacts = read_contacts(contacts)?;
        let templates =
            self.templates.as_deref().map(read_templates).transpose()?.unwrap_or_else(Templates::shipped);
        let Some(from) = self.from.clone() else { return Ok(None) };
        let when_unsettled =
            if self.send_unsettled_again { WhenUnsettled::SendAgain } else { WhenUnsettled::Ask };
        Ok(Some(Post { from, contacts, templates, patience: self.patience(), when_unsettled }))
    }

    /// Returns the mail server, where one is given.
    ///
    /// # Errors
    /// Where its certificates cannot be read, or it wants a password that is not there.
    pub(super) fn smtp(&self) -> Result<Option<Smtp>> {
        let (Some(address), Some(from)) = (&self.smtp, &self.from) else { return Ok(None) };
        let read = |path: &PathBuf| {
            std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))
        };
        let ca = self.smtp_ca.as_ref().map(read).transpose()?;
        let password = std::env::var("CONVENE_SMTP_PASSWORD").ok().filter(|password| !password.is_empty());
        let smtp = Smtp::new(address.clone(), password, ca.as_deref(), from, self.patience());
        Ok(Some(smtp.map_err(|why| anyhow!("failed to make ready for the mail server: {why}"))?))
    }

    /// Returns what the post goes by.
    ///
    /// # Errors
    /// Where contacts or the address are not given that messages are from, and those of [`PostArguments::post`].
    pub(super) fn needed(&self) -> Result<Post> {
        match self.post()? {
            Some(post) => Ok(post),
            None => bail!("nobody can be written to\ngive --contacts FILE and --from ADDRESS"),
        }
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }
}
