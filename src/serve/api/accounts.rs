//! Accounts: who may sign in, and what as. A password comes in and never goes out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, Named, work};
use super::conditions::{Condition, condition, etag};
use super::problem::{Problem, ProblemDocument};
use crate::serve::acts::accounts::given::{Action, Given};
use crate::serve::acts::accounts::{self as acts, NotKept, missing};
use crate::serve::app::App;
use crate::serve::session::Visitor;
use crate::store::{Account, StoreError};

/// Accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Accounts {
    /// By reference.
    accounts: Vec<AccountShown>,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountShown {
    /// Its reference, which events carry for ever.
    who: String,
    /// What it may do, in one word.
    #[schema(example = "clerk")]
    role: String,
    /// Which member of staff of the register it is.
    person: Option<String>,
    /// `password`, `identity_provider` or `nothing`.
    #[schema(example = "password")]
    signs_in_with: String,
    /// Whether it may sign in.
    is_open: bool,
    /// Its version, which a change names in `If-Match`: the event that last changed it.
    version: u64,
}

impl AccountShown {
    fn of(account: &Account) -> AccountShown {
        AccountShown {
            who: account.who.clone(),
            role: account.role.word().to_owned(),
            person: account.person.clone(),
            signs_in_with: match (&account.secret, &account.subject) {
                (_, Some(_)) => "identity_provider",
                (Some(_), None) => "password",
                (None, None) => "nothing",
            }
            .to_owned(),
            is_open: account.is_active,
            version: account.version,
        }
    }
}

impl From<NotKept> for Problem {
    fn from(why: NotKept) -> Problem {
        match why {
            NotKept::Problems(problems) => Problem::faults(problems.lines()),
            NotKept::Stale(error) => {
                let version = if let StoreError::Stale { found, .. } = &error { Some(*found) } else { None };
                let status = StatusCode::PRECONDITION_FAILED;
                ProblemDocument { version, ..ProblemDocument::new(status, "stale", error.to_string()) }.into()
            }
            NotKept::Failed(failure) => failure.into(),
        }
    }
}

fn answer(status: StatusCode, account: &Account) -> Response {
    (status, [etag(account.version)], Json(AccountShown::of(account))).into_response()
}

/// Every account.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "accounts", operation_id = "accounts",
    responses((status = 200, description = "The accounts", body = Accounts)),
)]
pub(crate) async fn accounts(State(app): State<Arc<App>>) -> Result<Json<Accounts>, Problem> {
    work(&app, |app| {
        let accounts = app.desk.store().accounts()?;
        Ok(Json(Accounts { accounts: accounts.iter().map(AccountShown::of).collect() }))
    })
    .await
}

/// An account, with its version as ETag.
#[utoipa::path(
    get, path = "/api/v1/accounts/{who}", tag = "accounts", operation_id = "account",
    params(("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "The account", body = AccountShown,
        headers(("etag" = String, description = "Its version, in quotation marks")))),
)]
pub(crate) async fn account(State(app): State<Arc<App>>, Named(who): Named) -> Result<Response, Problem> {
    work(&app, move |app| {
        let account = app.desk.store().account(&who)?.ok_or_else(missing)?;
        Ok(answer(StatusCode::OK, &account))
    })
    .await
}

/// An account to be made.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountGiven {
    /// Its reference: no name.
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$", example = "CLERK4")]
    who: String,
    /// `clerk`, `chair`, `manager`, `auditor` or `administrator`.
    #[schema(example = "clerk")]
    role: String,
    /// Which member of staff of the register it is: a chair's account needs one.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    person: Option<String>,
    /// Its password, of 15 characters at least.
    #[schema(min_length = 15, max_length = 256, format = Password)]
    password: String,
}

/// Makes an account that signs in with a password.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "accounts", operation_id = "make_account", request_body = AccountGiven,
    responses((status = 201, description = "The account was made", body = AccountShown,
        headers(("etag" = String, description = "Its version")))),
)]
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<AccountGiven>,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let asked = Given {
            who: given.who,
            role: given.role,
            person: given.person.unwrap_or_default(),
            again: given.password.clone(),
            password: given.password,
            ..Given::default()
        };
        Ok(answer(StatusCode::CREATED, &acts::keep(app, visitor.who(), Action::Make, &asked)?))
    })
    .await
}

/// What an account is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleGiven {
    /// `clerk`, `chair`, `manager`, `auditor` or `administrator`.
    #[schema(example = "clerk")]
    role: String,
    /// Which member of staff of the register it is; none where it is left out.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    person: Option<String>,
}

/// Gives an account a role and a member of staff. Where the role changes its sessions end.
#[utoipa::path(
    put, path = "/api/v1/accounts/{who}", tag = "accounts", operation_id = "change_account", request_body = RoleGiven,
    params(
        ("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The account was changed", body = AccountShown,
        headers(("etag" = String, description = "Its version since")))),
)]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(who): Named,
    headers: HeaderMap,
    Body(given): Body<RoleGiven>,
) -> Result<Response, Problem> {
    let given = Given { role: given.role, person: given.person.unwrap_or_default(), ..Given::default() };
    keep(&app, visitor, &headers, Action::Change, Given { who, ..given }).await
}

/// A new password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordGiven {
    /// The password, of 15 characters at least.
    #[schema(min_length = 15, max_length = 256, format = Password)]
    password: String,
}

/// Gives an account another password; its sessions end.
#[utoipa::path(
    post, path = "/api/v1/accounts/{who}/password", tag = "accounts", operation_id = "give_password", request_body = PasswordGiven,
    params(
        ("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The account was changed", body = AccountShown,
        headers(("etag" = String, description = "Its version since")))),
)]
pub(crate) async fn password(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(who): Named,
    headers: HeaderMap,
    Body(given): Body<PasswordGiven>,
) -> Result<Response, Problem> {
    let given = Given { who, again: given.password.clone(), password: given.password, ..Given::default() };
    keep(&app, visitor, &headers, Action::Password, given).await
}

/// Closes an account: nobody signs in with it any more, and its sessions end. What was done with it stays in the record.
#[utoipa::path(
    post, path = "/api/v1/accounts/{who}/close", tag = "accounts", operation_id = "close_account",
    params(
        ("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The account is closed", body = AccountShown,
        headers(("etag" = String, description = "Its version since")))),
)]
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(who): Named,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    keep(&app, visitor, &headers, Action::Close, Given { who, ..Given::default() }).await
}

/// Opens an account again.
#[utoipa::path(
    post, path = "/api/v1/accounts/{who}/open", tag = "accounts", operation_id = "open_account",
    params(
        ("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The account is open", body = AccountShown,
        headers(("etag" = String, description = "Its version since")))),
)]
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(who): Named,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    keep(&app, visitor, &headers, Action::Open, Given { who, ..Given::default() }).await
}

/// By what an identity provider knows somebody.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkGiven {
    /// The provider, as the desk is given it.
    #[schema(example = "https://login.microsoftonline.com/TENANT/v2.0")]
    issuer: String,
    /// Its identifier of them: `sub`, of Entra ID the Object ID.
    #[schema(min_length = 1, max_length = 255)]
    subject: String,
}

/// Lets an account sign in with an identity provider, and with its password no more; its sessions end.
#[utoipa::path(
    post, path = "/api/v1/accounts/{who}/link", tag = "accounts", operation_id = "link_account", request_body = LinkGiven,
    params(
        ("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The account is linked", body = AccountShown,
        headers(("etag" = String, description = "Its version since")))),
)]
pub(crate) async fn link(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(who): Named,
    headers: HeaderMap,
    Body(given): Body<LinkGiven>,
) -> Result<Response, Problem> {
    let version = version_of(&headers)?;
    work(&app, move |app| {
        let identity = (given.issuer.as_str(), given.subject.as_str());
        Ok(answer(StatusCode::OK, &acts::link(app, visitor.who(), &who, identity, version)?))
    })
    .await
}

async fn keep(
    app: &Arc<App>,
    visitor: Visitor,
    headers: &HeaderMap,
    action: Action,
    given: Given,
) -> Result<Response, Problem> {
    let version = version_of(headers)?.to_string();
    work(app, move |app| {
        let given = Given { version, ..given };
        Ok(answer(StatusCode::OK, &acts::keep(app, visitor.who(), action, &given)?))
    })
    .await
}

/// Returns the version of the account that a write is about: an account that is there always has one.
fn version_of(headers: &HeaderMap) -> Result<u64, Problem> {
    match condition(headers)? {
        Condition::Version(version) => Ok(version),
        Condition::New | Condition::Unsaid => {
            let detail = "the request does not say which version was read\nread the account, then send its ETag as if-match";
            Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", detail))
        }
    }
}
