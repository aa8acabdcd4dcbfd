//! The post: hands over what waits in the outbox, to a mail server or as files.
//!
//! # What is promised
//!
//! A message is in the outbox when the change that it tells of is in the store, and it leaves the outbox only by an end that is written
//! down: acknowledged, refused for good, too late, withdrawn, or for somebody to decide. So **none is lost**, whatever dies when.
//!
//! **None is handed over again by itself once the mail server has acknowledged it.** Before the end of a message is sent (the full stop after
//! `DATA`, without which no server acknowledges anything), it is on the disk that this is about to happen; the first thing after the answer
//! is to write it down. Three cases remain where a sender dies, or the connection does:
//!
//! | it dies | the message is found | and |
//! | --- | --- | --- |
//! | before the end is sent | `claimed` | waits again: no server can have acknowledged it |
//! | after the acknowledgement is written down | `handed_over` | is never looked at again |
//! | in between | `closing` | becomes `unsettled`: it is shown, and somebody decides |
//!
//! The third case cannot be closed from here. SMTP has no question "do you have this message?", and whether the answer was on its way when the
//! sender died is known to the server alone (RFC 1047 has the problem; what would solve it, RFC 1845, no server of today speaks). It is at most one
//! message for each death, because messages are sent one by one. The server's log has it under its `Message-ID`, which is the outbox's token
//! and the same however often the message goes out, as are its bytes: whoever finds it there settles it, whoever does not sends it again. An operator who
//! would rather have a message twice than late chooses [`WhenUnsettled::SendAgain`](crate::store::WhenUnsettled): mailboxes that know `Message-ID`s keep one, and calendars
//! know an invitation again by its UID and sequence.
//!
//! Two senders never have one message: it is claimed under the store's lock for writers, for as long as a lease lasts that is longer than all answers
//! of a mail server together, and the sender asks once more whether it is still its own before it sends the end.

mod carrier;
mod folder;
mod retry;
mod round;
mod said;
mod smtp;
mod smtp_address;

pub use carrier::{Answer, Carrier, GoOn};
pub use folder::Folder;
pub use round::{Post, Sent, send_due};
pub use smtp::Smtp;
pub use smtp_address::SmtpAddress;
