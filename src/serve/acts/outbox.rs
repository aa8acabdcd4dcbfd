//! Messages: what is shown of them, and what somebody decides about one. The meeting page's rule holds here too: references and nothing else.

use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::store::{Queued, Standing};

/// Most messages that are shown at a time.
pub(crate) const MOST: u32 = 200;

/// What somebody decides about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It is to be sent again.
    SendAgain,
    /// It has arrived.
    Arrived,
}

impl Decision {
    /// Returns the decision of a form's word.
    pub(crate) fn of(word: &str) -> Option<Decision> {
        match word {
            "retry" => Some(Decision::SendAgain),
            "arrived" => Some(Decision::Arrived),
            _ => None,
        }
    }
}

/// Returns messages that stand so, the newest first; where it is not said how, those that want somebody and those that wait.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) fn shown(app: &App, standing: Option<Standing>) -> Result<Vec<Queued>, Failure> {
    let store = app.desk.store();
    match standing {
        Some(standing) => Ok(store.outbox(Some(standing), MOST)?),
        None => {
            let mut all = Vec::new();
            for standing in [
                Standing::Unsettled,
                Standing::Failed,
                Standing::Closing,
                Standing::Claimed,
                Standing::Queued,
            ] {
                all.extend(store.outbox(Some(standing), MOST)?);
            }
            Ok(all)
        }
    }
}

/// Decides about a message, and returns the number of the event.
///
/// # Errors
/// Where there is no such message, or nothing is to be decided about it.
pub(crate) fn decide(app: &App, who: &str, id: u64, decision: Decision) -> Result<u64, Failure> {
    let by = app.by(who, "");
    let store = app.desk.store();
    Ok(match decision {
        Decision::SendAgain => store.send_again(&by, id)?,
        Decision::Arrived => store.settle_as_arrived(&by, id)?,
    })
}

/// Returns how a message stands, in words.
pub(crate) fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Queued => "waits",
        Standing::Claimed | Standing::Closing => "is being sent",
        Standing::HandedOver => "sent",
        Standing::Failed => "failed",
        Standing::Unsettled => "may have arrived",
        Standing::Withdrawn => "not sent, because it was undone",
    }
}
