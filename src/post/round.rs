//! One round of the post: everything that is due.

use chrono::{DateTime, Duration, Utc};

use super::retry::next_try;
use super::{Answer, Carrier, GoOn};
use crate::files::Contacts;
use crate::messages::{Mail, Message, Templates, mail};
use crate::store::{Claimed, Queued, Settlement, Standing, Store, StoreError, WhenUnsettled};

/// How long a message waits whose recipient has no address: the file may get one.
const WITHOUT_ADDRESS: Duration = Duration::hours(1);
/// Answers of a mail server that may be waited for between two steps that are written down: `MAIL`, `RCPT`, `DATA`, and one to spare.
const ANSWERS: i32 = 4;

/// What the post goes by.
#[derive(Debug, Clone)]
pub struct Post {
    /// The desk's own address.
    pub from: String,
    /// Whom it reaches where.
    pub contacts: Contacts,
    /// What it writes.
    pub templates: Templates,
    /// How long one answer of the mail server is waited for.
    pub patience: std::time::Duration,
    /// What is done with a message whose fate nobody knows.
    pub when_unsettled: WhenUnsettled,
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Messages that were acknowledged.
    pub handed_over: u64,
    /// Messages that wait for another try.
    pub later: u64,
    /// Messages whose recipient has no address.
    pub without_address: u64,
    /// Messages that will not be handed over.
    pub failed: u64,
    /// Messages that somebody must decide about.
    pub unsettled: u64,
}

impl Post {
    fn lease(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let patience = Duration::from_std(self.patience).unwrap_or(Duration::hours(1));
        now + patience * ANSWERS
    }

    /// Returns a message as mail; `Ok(None)` where its recipient has no address.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    fn mail(&self, queued: &Queued) -> Result<Option<Mail>, String> {
        let Some(contact) = self.contacts.of(&queued.recipient) else { return Ok(None) };
        let message: Message = serde_json::from_str(&queued.contents)
            .map_err(|_| "what it says cannot be read by this program".to_owned())?;
        let text = self.templates.text(&message, contact.language).map_err(|fault| fault.to_string())?;
        Ok(Some(mail(&message, &text, &queued.token, queued.queued_at, &self.from, &contact.email)))
    }
}

/// Hands over everything that is due, one message at a time, until nothing is, the carrier cannot go on, or `stop` says so.
///
/// # Errors
/// Where the store cannot be read or written. What has been sent is then as it was last written down.
pub fn send_due(
    store: &Store,
    post: &Post,
    carrier: &mut dyn Carrier,
    clock: &dyn Fn() -> DateTime<Utc>,
    stop: &dyn Fn() -> bool,
) -> Result<Sent, StoreError> {
    let released = store.release_messages(clock(), post.when_unsettled)?;
    let mut sent = Sent { failed: released.expired, unsettled: released.unsettled, ..Sent::default() };
    if released.unsettled != 0 {
        sent.unsettled -= settle_what_is_there(store, carrier, clock())?;
    }
    while !stop() && store.is_message_due(clock())? {
        if let Err(why) = carrier.ready() {
            store.note_waiting(clock(), &why)?;
            break;
        }
        let Some(claimed) = store.claim_message(clock(), post.lease(clock()))? else { break };
        let settlement = match post.mail(&claimed.message) {
            Ok(Some(mail)) => hand_over(store, post, carrier, clock, &claimed, &mail),
            Ok(None) => Some(Settlement::Later {
                answer: format!("the contacts have no address for {}", claimed.message.recipient),
                next_try: clock() + WITHOUT_ADDRESS,
                counts: false,
            }),
            Err(why) => Some(Settlement::Failed { answer: why }),
        };
        let Some(settlement) = settlement else { continue };
        match &settlement {
            Settlement::HandedOver { .. } => sent.handed_over += 1,
            Settlement::Later { counts: false, .. } => sent.without_address += 1,
            Settlement::Later { .. } => sent.later += 1,
            Settlement::Failed { .. } => sent.failed += 1,
            Settlement::Unsettled { .. } => sent.unsettled += 1,
        }
        store.settle_message(&claimed, clock(), &settlement)?;
    }
    carrier.finish();
    Ok(sent)
}

/// Hands one message over, and returns what is to be written down; nothing where the message is somebody else's by now.
fn hand_over(
    store: &Store,
    post: &Post,
    carrier: &mut dyn Carrier,
    clock: &dyn Fn() -> DateTime<Utc>,
    claimed: &Claimed,
    mail: &Mail,
) -> Option<Settlement> {
    let mut go_on = || match store.begin_handover(claimed, post.lease(clock())) {
        Ok(true) => GoOn::Yes,
        Ok(false) => GoOn::LetGo,
        Err(error) => GoOn::No(error.to_string()),
    };
    let message = &claimed.message;
    Some(match carrier.hand_over(mail, &mut go_on) {
        Answer::Acknowledged(answer) => Settlement::HandedOver { answer },
        Answer::Never(answer) => Settlement::Failed { answer },
        Answer::NotNow(answer) => match next_try(message.tries, message.queued_at, clock()) {
            Some(next_try) => Settlement::Later { answer, next_try, counts: true },
            None => Settlement::Failed { answer: format!("given up after five days: {answer}") },
        },
        Answer::Lost(answer) => {
            match (post.when_unsettled, next_try(message.tries, message.queued_at, clock())) {
                (WhenUnsettled::SendAgain, Some(next_try)) => {
                    Settlement::Later { answer, next_try, counts: true }
                }
                _ => Settlement::Unsettled { answer },
            }
        }
        Answer::LetGo => return None,
    })
}

/// Settles unsettled messages of which the carrier knows that it has them, and returns how many.
fn settle_what_is_there(store: &Store, carrier: &dyn Carrier, now: DateTime<Utc>) -> Result<u64, StoreError> {
    const MOST: u32 = 1_000;
    let mut n_settled = 0;
    for message in store.outbox(Some(Standing::Unsettled), MOST)? {
        if carrier.has(&message.token) == Some(true) {
            let by = crate::store::By { who: "desk", at: now, why: "the file is there" };
            store.settle_as_arrived(&by, message.id)?;
            n_settled += 1;
        }
    }
    Ok(n_settled)
}
