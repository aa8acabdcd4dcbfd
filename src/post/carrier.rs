//! What takes mail on.

use crate::messages::Mail;

/// What a carrier says of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has it, and answers for it from now on.
    Acknowledged(String),
    /// Not now; it has not got it.
    NotNow(String),
    /// Never; it has not got it.
    Never(String),
    /// Its answer to the end of the mail was lost: it may have it.
    Lost(String),
    /// Nothing was sent, because the message is somebody else's by now.
    LetGo,
}

/// Whether the end of a mail may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoOn {
    /// That it is about to be sent is on the disk.
    Yes,
    /// It must not be sent, for a reason in words.
    No(String),
    /// It is somebody else's by now.
    LetGo,
}

/// Takes mail on: a mail server, a folder.
pub trait Carrier {
    /// Makes ready, before a message is claimed.
    ///
    /// # Errors
    /// Why nothing can be handed over at all, in words.
    fn ready(&mut self) -> Result<(), String>;

    /// Hands one mail over. `go_on` is called once, right before what the carrier could acknowledge; unless it says yes, that is not sent.
    fn hand_over(&mut self, mail: &Mail, go_on: &mut dyn FnMut() -> GoOn) -> Answer;

    /// Says goodbye, where anybody is listening.
    fn finish(&mut self) {}

    /// Whether a mail under an identifier was taken on, where the carrier can tell; `None` where it cannot.
    fn has(&self, _id: &str) -> Option<bool> {
        None
    }
}
