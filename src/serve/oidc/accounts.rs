//! Whose account it is that the provider speaks of.
//!
//! An account's `subject` is the issuer and, after a space, the identifier: `sub`, and of Entra ID `oid`. Both never change and never go
//! to somebody else. Entra ID's `sub` is made for one client and stands nowhere in its pages, while `oid` is the "Object ID" that an
//! administrator reads there; and the issuer of a single tenant names the tenant.
//!
//! The desk takes accounts as administrators link them. With roles from the provider it makes and changes them by itself.

use anyhow::bail;
use sha2::{Digest, Sha256};

use super::provider::Config;
use super::token::Claims;
use super::wire::Address;
use crate::serve::failure::Failure;
use crate::store::{Account, By, Role, Store};

/// The host of Entra ID's issuers.
const ENTRA: &str = "login.microsoftonline.com";
/// What the desk's roles begin with at the provider: `Convene.Clerk`.
const ROLE: &str = "Convene.";
/// Longest identifier (OpenID Connect Core 1.0, 2).
const LONGEST_IDENTIFIER: usize = 255;

/// Why somebody whom the provider knows may not sign in.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the ID token does not say by what the provider knows them")]
    Nobody,
    #[error("no account is linked to {reference}")]
    NotLinked { reference: String },
    #[error("the account is closed")]
    Closed { who: String },
    #[error("{reference} has no role of the desk at the provider")]
    NoRole { reference: String },
    #[error("{reference} has several roles of the desk at the provider; wanted one")]
    ManyRoles { reference: String },
    #[error("there is an account {reference} that is linked to somebody else or to nobody")]
    Taken { reference: String },
    #[error(transparent)]
    Desk(#[from] Failure),
}

impl Refusal {
    /// Returns the reference of whom it is about, where that is known.
    pub(super) fn about(&self) -> Option<&str> {
        match self {
            Refusal::Closed { who: reference }
            | Refusal::NotLinked { reference }
            | Refusal::NoRole { reference }
            | Refusal::ManyRoles { reference }
            | Refusal::Taken { reference } => Some(reference),
            Refusal::Nobody | Refusal::Desk(_) => None,
        }
    }
}

/// Returns the account that a token's claims are of, made or changed first where roles come from the provider.
pub(super) fn account(
    store: &Store,
    by: &By<'_>,
    config: &Config,
    claims: &Claims,
) -> Result<Account, Refusal> {
    let identifier = identifier(&config.issuer, claims).ok_or(Refusal::Nobody)?;
    let subject = subject(&config.issuer, identifier);
    let reference = reference(&subject);
    let found = store.account_of_subject(&subject).map_err(Failure::from)?;
    if let Some(closed) = found.as_ref().filter(|account| !account.is_active) {
        return Err(Refusal::Closed { who: closed.who.clone() });
    }
    if !config.has_roles {
        return found.ok_or(Refusal::NotLinked { reference });
    }
    let role = match &roles(&claims.roles)[..] {
        [role] => *role,
        [] => return Err(Refusal::NoRole { reference }),
        _ => return Err(Refusal::ManyRoles { reference }),
    };
    let account = match found {
        Some(account) if account.role == role => return Ok(account),
        Some(account) => Account { role, ..account },
        None if store.account(&reference).map_err(Failure::from)?.is_some() => {
            return Err(Refusal::Taken { reference });
        }
        None => Account {
            who: reference,
            role,
            person: None,
            secret: None,
            subject: Some(subject),
            is_active: true,
            version: 0,
        },
    };
    let version = store.keep_account(by, &account).map_err(Failure::from)?;
    Ok(Account { version, ..account })
}

/// Links an account to whom a provider knows by an identifier, and returns it. Its password ends, because it would be a way past the
/// provider's second factor.
///
/// - issuer: as `--oidc-issuer` has it.
/// - identifier: the provider's `sub`; of Entra ID the user's Object ID.
///
/// # Errors
/// Where there is no such account, the issuer or the identifier is none, or another account is linked to it.
pub(crate) fn link(
    store: &Store,
    by: &By<'_>,
    who: &str,
    issuer: &str,
    identifier: &str,
) -> anyhow::Result<Account> {
    let Some(issuer) = Address::new(issuer) else {
        bail!("the issuer is {issuer:?}; wanted an https address, as --oidc-issuer has it")
    };
    if !is_identifier(identifier) {
        bail!(
            "the subject has {} characters; wanted 1 to {LONGEST_IDENTIFIER} of ASCII without spaces",
            identifier.len()
        );
    }
    let Some(before) = store.account(who)? else { bail!("there is no account {who}") };
    let subject = subject(&issuer, identifier);
    if let Some(other) = store.account_of_subject(&subject)?.filter(|other| other.who != who) {
        bail!(
            "account {} is linked to it already\nclose that one or link it to somebody else first",
            other.who
        );
    }
    let account = Account { subject: Some(subject), secret: None, ..before };
    let version = store.keep_account(by, &account)?;
    Ok(Account { version, ..account })
}

/// Returns by what a provider knows somebody for good. It goes by the issuer and not by what the token has, so that nobody is two.
fn identifier<'a>(issuer: &Address, claims: &'a Claims) -> Option<&'a str> {
    let identifier = if issuer.host() == ENTRA { claims.oid.as_deref() } else { Some(claims.sub.as_str()) };
    identifier.filter(|text| is_identifier(text))
}

fn is_identifier(text: &str) -> bool {
    matches!(text.len(), 1..=LONGEST_IDENTIFIER) && text.bytes().all(|b| b.is_ascii_graphic())
}

fn subject(issuer: &Address, identifier: &str) -> String {
    format!("{} {identifier}", issuer.as_str())
}

/// Returns the reference of somebody who has none of their own: the same each time, and nobody's name.
fn reference(subject: &str) -> String {
    let hash = Sha256::digest(format!("convene subject 1 {subject}"));
    let digits: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("e-{digits}")
}

/// Returns the desk's roles among those of a token, each once.
fn roles(words: &[String]) -> Vec<Role> {
    let is_given = |role: &Role| {
        words
            .iter()
            .filter_map(|word| word.strip_prefix(ROLE))
            .any(|word| word.to_ascii_lowercase() == role.word())
    };
    Role::ALL.into_iter().filter(is_given).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(more: &serde_json::Value) -> Claims {
        let mut claims = json!({ "iss": "i", "aud": "desk", "sub": "s-1" });
        for (name, value) in more.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        serde_json::from_value(claims).expect("claims")
    }

    #[test]
    fn entra_id_knows_people_by_object_and_others_by_subject() {
        let entra = Address::new("https://login.microsoftonline.com/t/v2.0").expect("https");
        let other = Address::new("https://op.example").expect("https");
        let both = claims(&json!({ "oid": "o-1" }));
        assert_eq!(identifier(&entra, &both), Some("o-1"));
        assert_eq!(identifier(&other, &both), Some("s-1"));
        assert_eq!(identifier(&entra, &claims(&json!({}))), None, "never by another claim");
        assert_eq!(
            identifier(&other, &claims(&json!({ "sub": "s 1" }))),
            None,
            "a space would be another issuer's"
        );
        assert_eq!(identifier(&other, &claims(&json!({ "sub": "" }))), None);
        assert_eq!(subject(&other, "s-1"), "https://op.example s-1");
    }

    #[test]
    fn a_reference_is_one_that_the_store_takes_and_the_same_each_time() {
        let one = reference("https://op.example s-1");
        assert_eq!((one.len(), &one[..2]), (14, "e-"));
        assert_eq!(one, reference("https://op.example s-1"));
        assert_ne!(one, reference("https://op.example s-2"));
        assert!(crate::register::Reference::new(&one).is_some());
    }

    #[test]
    fn roles_are_those_of_the_desk_each_once() {
        for (words, wanted) in [
            (vec!["Convene.Clerk"], vec![Role::Clerk]),
            (vec!["Convene.Administrator", "Convene.administrator"], vec![Role::Administrator]),
            (vec!["Convene.Clerk", "Other.Manager", "Reader"], vec![Role::Clerk]),
            (vec!["Convene.Manager", "Convene.Auditor"], vec![Role::Manager, Role::Auditor]),
            (vec!["Clerk", "convene.Clerk", "Convene.King", "Convene."], vec![]),
            (vec![], vec![]),
        ] {
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert_eq!(roles(&words), wanted, "{words:?}");
        }
    }
}
