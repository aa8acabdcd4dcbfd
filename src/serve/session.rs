//! Who asks: sessions by cookie, their token against forged forms, and passwords.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header, request::Parts};
use chrono::Duration;
use sha2::{Digest, Sha256};

use super::app::{App, on_thread};
use super::failure::Failure;
use super::guessable::is_guessable;
use super::rights::{Right, may};
use super::why;
use crate::store::Account;

/// How long a session may lie idle (ASVS 7.3.1).
const IDLE: Duration = Duration::minutes(30);
/// How long a session lasts at most (ASVS 7.3.2).
const LONGEST: Duration = Duration::hours(10);
/// How stale the note of a session's last use may be, so that reading does not write each time.
const SEEN_EVERY: Duration = Duration::minutes(1);
/// The fewest characters of a password (ASVS 6.2.1 asks for 15 where it is the only factor).
pub(crate) const SHORTEST_PASSWORD: usize = 15;
/// The longest password that is looked at.
const LONGEST_PASSWORD: usize = 256;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) account: Account,
    /// The hash by which the store knows the session.
    pub(crate) token_hash: String,
    /// What the session's own forms carry.
    pub(crate) csrf: String,
}

impl Visitor {
    /// Returns the reference by which events know them.
    pub(crate) fn who(&self) -> &str {
        &self.account.who
    }

    /// Whether they may do something.
    pub(crate) fn may(&self, right: Right) -> bool {
        may(self.account.role, right)
    }
}

/// Returns 256 random bits in hexadecimal.
pub(crate) fn random_token() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::Broken)?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the hash by which the store knows a token.
pub(crate) fn hash_of(token: &str) -> String {
    hex(&Sha256::digest(format!("convene token 1 {token}")))
}

/// Returns the hash by which the store knows the token of a calendar feed's address.
pub(crate) fn feed_hash_of(token: &str) -> String {
    hex_of(format!("convene feed 1 {token}").as_bytes())
}

/// Returns the SHA-256 of bytes in hexadecimal.
pub(crate) fn hex_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn csrf_of(token: &str) -> String {
    hex(&Sha256::digest(format!("convene form 1 {token}")))
}

/// Returns the name of the session's cookie: over TLS one that only this very host may set.
fn cookie_name(app: &App) -> &'static str {
    if app.is_secure() { "__Host-session" } else { "session" }
}

/// Returns the header that gives a browser its session, or takes it away.
fn cookie(app: &App, token: &str, seconds: i64) -> String {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(app))
}

fn token_in(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(app);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| {
            *key == name && value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())
        })
        .map(|(_, value)| value.to_owned())
}

/// Begins a session and returns the cookie that carries it.
pub(crate) fn begin(app: &App, account: &Account) -> Result<String, Failure> {
    let token = random_token()?;
    let until = app.clock.now() + LONGEST;
    app.desk.store().sign_in(&app.by(&account.who, ""), &hash_of(&token), until)?;
    Ok(cookie(app, &token, LONGEST.num_seconds()))
}

/// Ends a session, or all of the account's, and returns the cookie that takes it from the browser.
pub(crate) fn end(app: &App, visitor: &Visitor, everywhere: bool) -> Result<String, Failure> {
    app.desk.store().sign_out(&app.by(visitor.who(), ""), &visitor.token_hash, everywhere)?;
    Ok(cookie(app, "", 0))
}

/// Returns the visitor of a request's cookie, or nobody.
pub(crate) fn visitor(app: &App, headers: &HeaderMap) -> Result<Option<Visitor>, Failure> {
    let Some(token) = token_in(app, headers) else { return Ok(None) };
    let (token_hash, now) = (hash_of(&token), app.clock.now());
    let Some(session) = app.desk.store().session(&token_hash, now, now - IDLE)? else { return Ok(None) };
    if session.seen + SEEN_EVERY < now {
        app.desk.store().session_seen(&token_hash, now)?;
    }
    Ok(Some(Visitor { account: session.account, token_hash, csrf: csrf_of(&token) }))
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Visitor, Failure> {
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let app = Arc::<App>::from_ref(state);
        let headers = parts.headers.clone();
        on_thread(&app, move |app| visitor(app, &headers)).await?.ok_or(Failure::SignIn)
    }
}

/// A form that the desk's own page has sent: it carries the session's token.
pub(crate) struct Form<T>(pub(crate) T);

#[derive(serde::Deserialize)]
struct Carried {
    #[serde(default)]
    csrf: String,
    /// What forms have in common besides: why something is done.
    #[serde(default)]
    why: String,
    #[serde(default)]
    reason: String,
}

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Form<T>
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Form<T>, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let bytes = axum::body::to_bytes(body, LARGEST_FORM)
            .await
            .map_err(|_| Failure::Invalid("the form is too large".to_owned()))?;
        let carried: Carried = serde_html_form(&bytes)?;
        if !is_same(&carried.csrf, &visitor.csrf) {
            return Err(Failure::Forged);
        }
        let too_long = [("why", &carried.why), ("reason", &carried.reason)];
        if let Some(wrong) = too_long.into_iter().find_map(|(field, given)| why::too_long(field, given)) {
            return Err(Failure::Invalid(wrong));
        }
        Ok(Form(serde_html_form(&bytes)?))
    }
}

/// Largest form that is read, a table edited in place among them, in bytes.
pub(crate) const LARGEST_FORM: usize = 8 * 1024 * 1024;

/// Reads a form's fields; a field that comes more than once is a list.
fn serde_html_form<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_html_form::from_bytes(bytes)
        .map_err(|error| Failure::Invalid(format!("the form cannot be read: {error}")))
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// 64 MiB, three passes, one lane: above OWASP's least for argon2id.
fn argon2() -> Argon2<'static> {
    let params = Params::new(64 * 1024, 3, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Returns what is kept of a password of the account `who`.
///
/// # Errors
/// Where it is too short, too long, or one of the first that are tried.
pub(crate) fn secret_of(password: &str, who: &str) -> Result<String, Failure> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD || LONGEST_PASSWORD < password.len() {
        return Err(Failure::Invalid(format!(
            "the password has {length} characters; wanted {SHORTEST_PASSWORD} at least, such as four words"
        )));
    }
    if is_guessable(password, who) {
        return Err(Failure::Invalid(
            "the password is one of the first that are tried: it has leaked, or is made of what has, of the account or of the desk\n\
             take four words that have nothing to do with one another"
                .to_owned(),
        ));
    }
    let hash = argon2().hash_password(password.as_bytes()).map_err(|_| Failure::Broken)?;
    Ok(hash.to_string())
}

/// Whether a password is the one of a secret. Where there is no secret it takes as long and is none.
pub(crate) fn is_password(password: &str, secret: Option<&str>) -> bool {
    // What is compared with where there is no account, so that the time does not tell.
    const NOBODY: &str =
        "$argon2id$v=19$m=65536,t=3,p=1$Y29udmVuZS1ub2JvZHk$3b5Ck1kGkWpqyHcRrxZkqCq3E3pYwqkO7D2C4w3bq3s";
    let Ok(hash) = PasswordHash::new(secret.unwrap_or(NOBODY)) else { return false };
    if LONGEST_PASSWORD < password.len() {
        return false;
    }
    let fits = argon2().verify_password(password.as_bytes(), &hash).is_ok();
    fits && secret.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let secret = secret_of("four plain words here", "clerk-1").expect("long enough");
        assert!(secret.starts_with("$argon2id$"));
        assert!(is_password("four plain words here", Some(&secret)));
        assert!(!is_password("four plain words there", Some(&secret)));
        assert!(!is_password("four plain words here", None));
        for refused in ["short", "passwordpassword", &"long ".repeat(60)] {
            let why = secret_of(refused, "clerk-1").expect_err("it is refused").to_string();
            assert!(!why.contains(refused), "{why}");
        }
    }
}
