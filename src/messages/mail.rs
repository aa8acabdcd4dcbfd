//! A message as an e-mail: plain text, and the calendar file beside it.

use chrono::{DateTime, Utc};
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::mime::{BodyPart, MimePart};

use super::{Message, Parties, Text};

/// An e-mail, ready to be handed over. It has one recipient, so that nobody learns who else was written to.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address that it is from.
    pub from: String,
    /// The address that it goes to.
    pub to: String,
    /// By what it is known: the left part of its `Message-ID`, which is the same however often it is handed over.
    pub id: String,
    /// Headers and body as RFC 5322 has them, lines ended by CR LF, in letters of ASCII alone.
    pub bytes: Vec<u8>,
}

/// Addresses stay out of logs.
impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Returns a message with its text as an e-mail. The same message made at the same moment under the same `id` has the same bytes, so that a
/// mail server or a mailbox that has it already can tell.
///
/// With an invitation the mail holds the text and the calendar file as two forms of one thing (RFC 6047, 2.4), as Outlook wants it.
pub fn mail(message: &Message, text: &Text, id: &str, made_at: DateTime<Utc>, from: &str, to: &str) -> Mail {
    let domain = from.rsplit_once('@').map_or("convene.invalid", |(_, domain)| domain);
    // What stands on paper as lines ends with CR LF in the mail; the builder sees to it.
    let words = MimePart::new(
        ContentType::new("text/plain").attribute("charset", "utf-8"),
        BodyPart::Text(text.body.as_str().into()),
    );
    let body = match &message.invitation {
        None => words,
        Some(invitation) => {
            let parties = Parties { organizer: from, attendee: to };
            let calendar = MimePart::new(
                ContentType::new("text/calendar")
                    .attribute("charset", "utf-8")
                    .attribute("method", invitation.method())
                    .attribute("name", format!("{}.ics", message.meeting)),
                BodyPart::Text(invitation.text(made_at, Some(&parties)).into()),
            );
            MimePart::new(
                // The builder's own boundary is drawn from a clock.
                ContentType::new("multipart/alternative").attribute("boundary", format!("part-{id}")),
                BodyPart::Multipart(vec![words, calendar]),
            )
        }
    };
    let built = MessageBuilder::new()
        .from(from)
        .to(to)
        .subject(text.subject.as_str())
        .message_id(format!("{id}@{domain}"))
        .date(made_at.timestamp())
        // No holiday reply is of use to the desk (RFC 3834).
        .header("Auto-Submitted", mail_builder::headers::raw::Raw::new("auto-generated"))
        .body(body);
    let mut bytes = Vec::new();
    built.serialize(&mut bytes);
    Mail { from: from.to_owned(), to: to.to_owned(), id: id.to_owned(), bytes }
}
