//! Import: what files would change, told first and saved only when somebody confirms it.
//!
//! - [`upload`] takes the files in, [`turn`] lets one import be read at a time, [`recognise`] says what files are and reads them;
//! - [`compare`] says what they change, [`trial`] whether the register that results is one;
//! - [`pending`] keeps a dry run until it is confirmed: what was uploaded never comes in again.

pub(crate) mod compare;
mod pending;
mod recognise;
pub(crate) mod trial;
pub(crate) mod turn;
pub(crate) mod upload;

use std::time::Instant;

use pending::Pending;
use trial::DryRun;
use upload::Sent;

use crate::desk::{DeskError, State as Plan};
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::session::random_token;
use crate::serve::tables::judge::replace;

/// Works out what files would change, and keeps it for half an hour under the token that is returned, where it can be saved. Nothing is
/// saved.
///
/// # Errors
/// Where the plan cannot be read.
pub(crate) fn dry_run(app: &App, who: &str, sent: &Sent) -> Result<(DryRun, Option<String>), Failure> {
    let plan = app.state()?;
    let run = trial::dry_run(app, &plan, sent);
    if !run.faults.is_empty() || run.tables.is_empty() {
        return Ok((run, None));
    }
    let token = random_token()?;
    pending::keep(Pending {
        who: who.to_owned(),
        token: token.clone(),
        tables: run.tables.clone(),
        versions: versions(&plan),
        made: Instant::now(),
    });
    Ok((run, Some(token)))
}

/// Saves what a dry run has shown, all tables in one write, and returns the first and the last event.
///
/// # Errors
/// Where it waits no longer, or a table has changed since it was made; and whatever the store says.
pub(crate) fn confirm(app: &App, who: &str, token: &str, why: &str) -> Result<(u64, u64), Failure> {
    let pending = pending::take(who, token).ok_or_else(|| {
        Failure::Desk(DeskError::Changed(
            "what was to be imported waits no longer, or was imported; send the files again".to_owned(),
        ))
    })?;
    if let Some(changed) = changed_since(&*app.state()?, &pending.versions) {
        return Err(Failure::Desk(DeskError::Changed(changed)));
    }
    Ok(replace(app, who, why, &pending.tables)?)
}

fn versions(plan: &Plan) -> Vec<(String, u64)> {
    plan.tables.iter().map(|table| (table.name.clone(), table.version)).collect()
}

/// Returns which table has been changed since a dry run, in words.
fn changed_since(plan: &Plan, versions: &[(String, u64)]) -> Option<String> {
    let now = self::versions(plan);
    let changed = now
        .iter()
        .find(|table| !versions.contains(table))
        .or_else(|| versions.iter().find(|table| !now.contains(table)))?;
    let by = plan
        .tables
        .iter()
        .find(|table| table.name == changed.0)
        .map_or("somebody", |table| table.changed_by.as_str());
    Some(format!(
        "table {} was changed by {by} after you had seen what the import would change; nothing was saved\nsend the files again, then decide",
        changed.0
    ))
}
