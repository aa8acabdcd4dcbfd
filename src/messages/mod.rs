//! Messages to the people whom a meeting needs: that it takes place, moves or is called off, that it comes near, that something is missing.
//!
//! A [`Message`] is data: references, days and times, and nothing that says what or whom a meeting is about. [`Templates`] make text of it,
//! in English, in Welsh, or in Welsh with English below; [`Invitation`] makes the calendar file that goes with it (iTIP), and [`Mail`] puts
//! both into one e-mail. Nothing here knows an address but [`Mail`], which is given it at the last moment; nothing reads a clock or sends.
//!
//! Families are never written to: whoever reads a family's post may be whom a child is to be protected from. Their social worker tells them.
//!
//! A new kind of message: a line in [`Kind`] and its list, a template in each folder of `templates`, a case in the golden texts.

mod dates;
mod fields;
mod invitation;
mod kind;
mod language;
mod mail;
mod message;
#[cfg(test)]
mod proofs;
mod template;
mod wrap;

pub use invitation::{Invitation, Parties, Standing};
pub use kind::{Kind, Role};
pub use language::Language;
pub use mail::{Mail, mail};
pub use message::{Appointment, Message};
pub use template::{TemplateFault, TemplateText, Templates, Text};
