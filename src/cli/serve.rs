//! `convene serve` and `convene account`.

use std::io::{self, BufRead, IsTerminal};
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{Duration, NaiveDate};
use clap::{Args, Subcommand};

use super::outbox::ChasingArguments;
use super::post::PostArguments;
use super::store::{Place, now};
use super::{Answer, date_argument, print_text};
use crate::desk::Telling;
use crate::import::Key;
use crate::serve::{self, Config, oidc, tls};
use crate::store::{Account, By, Role, Store};

/// Serve the desk: the pages where the admin team books
#[derive(Debug, Args)]
#[command(
    after_help = "The store is made by `convene init`, the accounts by `convene account add`. Ctrl-C ends it.\n\n\
    Example:\n  convene serve --db convene.db --listen 127.0.0.1:8080"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The https address that people know the desk by; without a certificate of its own it then stands behind a proxy with TLS
    #[arg(long, value_name = "URL", value_parser = https)]
    public_url: Option<String>,
    /// The desk's own certificate, in PEM, followed by those that vouch for it: the desk then speaks TLS itself. Read again on SIGHUP
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key, in PEM, without a passphrase
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Take this for today, always: for demonstrations
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    today: Option<NaiveDate>,
    /// The authority's secret for imports from case systems, as for `convene import`; without it their files are not read
    #[arg(long, value_name = "FILE")]
    import_key: Option<PathBuf>,
    /// Most changes that an account may make in a minute
    #[arg(long, value_name = "N", default_value_t = 120)]
    writes: usize,
    #[command(flatten)]
    provider: Provider,
    #[command(flatten)]
    post: PostArguments,
    /// Minutes that a message waits before it is sent: of what is undone meanwhile nobody hears
    #[arg(long, value_name = "MINUTES", default_value_t = 5, value_parser = clap::value_parser!(i64).range(0..=1440), requires = "contacts", help_heading = "Messages")]
    hold_back: i64,
    #[command(flatten)]
    chasing: ChasingArguments,
}

/// Where people sign in; the client's secret comes from the environment, where no list of processes has it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Sign-in with OpenID Connect (secret: CONVENE_OIDC_SECRET in the environment)")]
struct Provider {
    /// The identity provider; of Entra ID https://login.microsoftonline.com/TENANT/v2.0
    #[arg(long, value_name = "URL", requires = "oidc_client")]
    oidc_issuer: Option<String>,
    /// By what the provider knows the desk; it sends browsers back to /sign-in/return
    #[arg(long, value_name = "ID", requires = "oidc_issuer")]
    oidc_client: Option<String>,
    /// Take accounts and roles from the provider: application roles Convene.Clerk, Convene.Chair and so on, one for each person
    #[arg(long, requires = "oidc_issuer")]
    oidc_roles: bool,
}

impl Provider {
    fn config(&self) -> Result<Option<oidc::Config>> {
        let (Some(issuer), Some(client)) = (&self.oidc_issuer, &self.oidc_client) else { return Ok(None) };
        let secret = std::env::var("CONVENE_OIDC_SECRET").unwrap_or_default();
        oidc::Config::new(issuer, client, secret.trim(), self.oidc_roles).map(Some)
    }
}

fn https(text: &str) -> Result<String, String> {
    if text.starts_with("https://") && text.len() > "https://".len() {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("wanted an address that begins with https://".to_owned())
    }
}

impl Arguments {
    /// Returns how people are written to; they are where it is known whom messages reach.
    fn messages(&self) -> Option<serve::Messages> {
        let telling = Telling { hold_back: Duration::minutes(self.hold_back) };
        self.post.is_on().then(|| serve::Messages { telling, chasing: self.chasing.chasing() })
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let store = Store::open(&arguments.place.location()?)?;
    let Arguments {
        listen, public_url, tls_certificate, tls_key, today, writes, import_key, provider, ..
    } = arguments;
    let tls = match (tls_certificate, tls_key) {
        (Some(certificate), Some(key)) => {
            Some(tls::Files { certificate: certificate.clone(), key: key.clone() })
        }
        _ => None,
    };
    let key = |path: &PathBuf| {
        let bytes = std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
        Key::new(&bytes).with_context(|| format!("failed to use {}", path.display()))
    };
    let config = Config {
        listen: *listen,
        public_url: public_url.clone(),
        tls,
        today: *today,
        import_key: import_key.as_ref().map(key).transpose()?,
        writes_a_minute: *writes,
        oidc: provider.config()?,
        messages: arguments.messages(),
    };
    let sender = arguments.post.post()?.zip(arguments.post.smtp()?);
    serve::serve(store, &config, sender)?;
    Ok(Answer::Yes)
}

/// Make and change the accounts of the desk
#[derive(Debug, Args)]
pub(super) struct AccountArguments {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Make an account, or give one another role or password; its sessions end
    ///
    /// The password is read from standard input, one line, so that it stands in no list of processes and no history.
    Add {
        #[command(flatten)]
        place: Place,
        /// The account's reference, by which events name it: no person's name
        who: String,
        /// What they may do: clerk, chair, manager, auditor or administrator
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// The member of staff of the register that they are: for chairs and minute takers, whose diary they read
        #[arg(long, value_name = "REFERENCE")]
        person: Option<String>,
    },
    /// Let an account sign in with the identity provider, and with its password no more; its sessions end
    Link {
        #[command(flatten)]
        place: Place,
        /// The account's reference
        who: String,
        /// The identity provider, as `convene serve` is given it
        #[arg(long, value_name = "URL")]
        issuer: String,
        /// By what the provider knows them: the claim `sub`, of Entra ID the user's Object ID
        #[arg(long, value_name = "ID")]
        subject: String,
    },
    /// Let an account sign in no more; its sessions end
    Close {
        #[command(flatten)]
        place: Place,
        /// The account's reference
        who: String,
    },
    /// List the accounts
    List {
        #[command(flatten)]
        place: Place,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::of(text).ok_or_else(|| "wanted clerk, chair, manager, auditor or administrator".to_owned())
}

pub(super) fn account(arguments: &AccountArguments) -> Result<Answer> {
    let by = By { who: "command-line", at: now(), why: "" };
    match &arguments.command {
        AccountCommand::Add { role: Role::Chair, person: None, who, .. } => bail!(
            "account {who} would see nothing: a chair reads one diary\n\
             give --person with the reference that the register has for the chair, such as --person IRO1"
        ),
        AccountCommand::Add { place, who, role, person } => {
            let store = Store::open(&place.location()?)?;
            let secret = serve::secret_of(&password()?, who).map_err(|failure| anyhow!("{failure}"))?;
            let before = store.account(who)?;
            let account = Account {
                who: who.clone(),
                role: *role,
                person: person.clone(),
                secret: Some(secret),
                subject: before.as_ref().and_then(|before| before.subject.clone()),
                is_active: true,
                version: before.as_ref().map_or(0, |before| before.version),
            };
            store.keep_account(&by, &account)?;
            let done = if before.is_some() { "changed" } else { "made" };
            print_text(&format!("Account {who}, {role}, is {done}.\n"))?;
        }
        AccountCommand::Link { place, who, issuer, subject } => {
            let store = Store::open(&place.location()?)?;
            oidc::link(&store, &By { why: "account linked", ..by }, who, issuer, subject)?;
            print_text(&format!("Account {who} signs in with the identity provider.\n"))?;
        }
        AccountCommand::Close { place, who } => {
            let store = Store::open(&place.location()?)?;
            let Some(before) = store.account(who)? else { bail!("there is no account {who}") };
            store.keep_account(&by, &Account { is_active: false, ..before })?;
            print_text(&format!("Account {who} is closed.\n"))?;
        }
        AccountCommand::List { place } => {
            for account in Store::open(&place.location()?)?.accounts()? {
                let open = if account.is_active { "" } else { ", closed" };
                let person = account.person.map_or(String::new(), |person| format!(", {person}"));
                print_text(&format!("{}  {}{person}{open}\n", account.who, account.role))?;
            }
        }
    }
    Ok(Answer::Yes)
}

/// Reads a password from standard input.
fn password() -> Result<String> {
    let input = io::stdin();
    if input.is_terminal() {
        eprintln!("Password (it shows as you type):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).context("failed to read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
