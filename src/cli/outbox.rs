//! `convene outbox`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::NaiveDate;
use chrono_tz::Europe::London;
use clap::{Args, Subcommand};
use serde_json::json;

use super::interrupt::Interrupt;
use super::post::PostArguments;
use super::store::{Place, Who, now};
use super::summary::count;
use super::{Answer, date_argument, print_text};
use crate::desk::{Chasing, Desk};
use crate::follow::Practice;
use crate::post::{Carrier, Folder, send_due};
use crate::store::{Queued, Standing, Store};

/// Messages listed where no number is given.
const MOST: u32 = 100;

/// Look at the messages that wait for a mail server, send them, or decide about one
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  convene outbox list --db lancashire.db")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(ListArguments),
    Send(SendArguments),
    Retry(DecideArguments),
    Arrived(DecideArguments),
    Chase(ChaseArguments),
}

/// List messages: what for, to whom, about which meeting, how they stand and what was said last
#[derive(Debug, Args)]
#[command(after_help = "Standings: unsettled, failed, queued, claimed, closing, handed_over, withdrawn.\n\n\
    Exit code: 0; 1 a message failed or somebody must decide about one.\n\n\
    Example:\n  convene outbox list --db lancashire.db --standing unsettled")]
struct ListArguments {
    #[command(flatten)]
    place: Place,
    /// Only those that stand so
    #[arg(long, value_name = "STANDING", value_parser = standing)]
    standing: Option<Standing>,
    /// Most messages, the newest first
    #[arg(long, value_name = "N", default_value_t = MOST)]
    most: u32,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Hand over what is due, to a mail server or as files
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 nothing is due any more; 1 something waits for another try, failed, or somebody must decide.\n\n\
    Examples:\n  convene outbox send --db lancashire.db --contacts contacts.csv --from desk@example.gov.uk --smtp smtp://mail.example.gov.uk\n  \
    convene outbox send --db lancashire.db --contacts contacts.csv --from desk@example.gov.uk --out letters"
)]
struct SendArguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    post: PostArguments,
    /// The folder to save messages in as .eml files, without a mail server
    #[arg(long, value_name = "DIR", conflicts_with = "smtp")]
    out: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Decide about a message: send it again (retry), or it has arrived (arrived)
#[derive(Debug, Args)]
#[command(
    after_help = "The mail server's own log has a message under its Message-ID, which begins with the token that `convene outbox list` shows.\n\n\
    Examples:\n  convene outbox retry 17 --db lancashire.db --who clerk-7\n  convene outbox arrived 17 --db lancashire.db --who clerk-7"
)]
struct DecideArguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// The number of the message
    id: u64,
}

/// Queue the reminders and chasers that are due: each once and never again
#[derive(Debug, Args)]
#[command(after_help = "`convene serve --contacts …` does this by itself.\n\n\
    Example:\n  convene outbox chase --db lancashire.db --remind 3")]
struct ChaseArguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    chasing: ChasingArguments,
    /// Take this for today; the machine's date where it is left out
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    today: Option<NaiveDate>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// When people are reminded and chased.
#[derive(Debug, Args)]
pub(super) struct ChasingArguments {
    /// Working days before a meeting on which people are reminded of it; 0: never
    #[arg(long, value_name = "N", default_value_t = Chasing::default().remind_before, value_parser = clap::value_parser!(u32).range(0..=20))]
    remind: u32,
    /// Working days after a meeting by which its minutes are to be distributed
    #[arg(long, value_name = "N", default_value_t = Practice::default().minutes_within, value_parser = clap::value_parser!(u32).range(0..=250))]
    minutes_within: u32,
}

impl ChasingArguments {
    pub(super) fn chasing(&self) -> Chasing {
        let practice = Practice { minutes_within: self.minutes_within, ..Practice::default() };
        Chasing { remind_before: self.remind, practice }
    }
}

impl Arguments {
    pub(super) fn json(&self) -> bool {
        match &self.command {
            Command::List(arguments) => arguments.json,
            Command::Send(arguments) => arguments.json,
            Command::Chase(arguments) => arguments.json,
            Command::Retry(_) | Command::Arrived(_) => false,
        }
    }
}

fn standing(text: &str) -> Result<Standing, String> {
    Standing::of(text).ok_or_else(|| {
        let words: Vec<&str> = Standing::ALL.iter().map(|standing| standing.word()).collect();
        format!("wanted one of {}", words.join(", "))
    })
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    match &arguments.command {
        Command::List(arguments) => list(arguments),
        Command::Send(arguments) => send(arguments),
        Command::Retry(arguments) => {
            Store::open(&arguments.place.location()?)?.send_again(&arguments.who.by(), arguments.id)?;
            print_text(&format!("Message {} waits to be sent again.\n", arguments.id))?;
            Ok(Answer::Yes)
        }
        Command::Arrived(arguments) => {
            Store::open(&arguments.place.location()?)?
                .settle_as_arrived(&arguments.who.by(), arguments.id)?;
            print_text(&format!("Message {} has arrived.\n", arguments.id))?;
            Ok(Answer::Yes)
        }
        Command::Chase(arguments) => chase(arguments),
    }
}

fn list(arguments: &ListArguments) -> Result<Answer> {
    let store = Store::open(&arguments.place.location()?)?;
    let messages = store.outbox(arguments.standing, arguments.most)?;
    let counts = store.outbox_counts()?;
    if arguments.json {
        let counts: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(standing, n)| (standing.word().to_owned(), json!(n))).collect();
        let messages: Vec<serde_json::Value> = messages.iter().map(as_json).collect();
        print_text(&format!("{:#}\n", json!({ "counts": counts, "messages": messages })))?;
    } else {
        let mut text = String::new();
        for message in &messages {
            let said = message.last_answer.as_deref().unwrap_or("-");
            text.push_str(&format!(
                "{}  {}  {} to {} about {}  tries {}  {}  {said}\n",
                message.id,
                message.standing.word(),
                message.kind,
                message.recipient,
                message.meeting,
                message.tries,
                message.token
            ));
        }
        let counts: Vec<String> =
            counts.iter().map(|(standing, n)| format!("{n} {}", standing.word())).collect();
        text.push_str(&match counts.as_slice() {
            [] => "The outbox is empty.\n".to_owned(),
            counts => format!("{}\n", counts.join(", ")),
        });
        print_text(&text)?;
    }
    let wants_somebody =
        |(standing, _): &(Standing, u64)| matches!(standing, Standing::Unsettled | Standing::Failed);
    Ok(if counts.iter().any(wants_somebody) { Answer::No } else { Answer::Yes })
}

/// Returns a message for machines: by references.
fn as_json(message: &Queued) -> serde_json::Value {
    json!({
        "id": message.id,
        "token": message.token,
        "kind": message.kind,
        "recipient": message.recipient,
        "meeting": message.meeting,
        "standing": message.standing.word(),
        "tries": message.tries,
        "queued_at": message.queued_at.to_rfc3339(),
        "next_try": (message.standing == Standing::Queued).then(|| message.next_try.to_rfc3339()),
        "last_answer": message.last_answer,
    })
}

fn send(arguments: &SendArguments) -> Result<Answer> {
    let post = arguments.post.needed()?;
    let mut carrier: Box<dyn Carrier> = match (&arguments.out, arguments.post.smtp()?) {
        (Some(out), _) => Box::new(Folder::new(out)),
        (None, Some(smtp)) => Box::new(smtp),
        (None, None) => {
            bail!("there is nowhere to send messages to\ngive --smtp URL, or --out DIR to save them as files")
        }
    };
    let interrupt = Interrupt::listen()?;
    let store = Store::open(&arguments.place.location()?)?;
    let sent = interrupt.while_writing(|_| -> Result<_> {
        // Between two messages it may end.
        Ok(send_due(&store, &post, carrier.as_mut(), &now, &|| interrupt.is_heard())?)
    })?;
    let waits = store.is_message_due(now())?;
    if arguments.json {
        let answer = json!({
            "handed_over": sent.handed_over, "later": sent.later, "without_address": sent.without_address,
            "failed": sent.failed, "unsettled": sent.unsettled, "still_due": waits,
        });
        print_text(&format!("{answer:#}\n"))?;
    } else {
        let mut text = format!("{} handed over.\n", counted(sent.handed_over, "message"));
        for (n, what) in [
            (sent.later, "to be tried again later"),
            (sent.without_address, "for somebody without an address in the contacts"),
            (sent.failed, "failed; `convene outbox list --standing failed` says why"),
            (
                sent.unsettled,
                "may have arrived or not; `convene outbox list --standing unsettled` shows what is to be decided",
            ),
        ] {
            if 0 < n {
                text.push_str(&format!("{} {what}.\n", counted(n, "message")));
            }
        }
        if waits {
            let waiting = store.outbox(Some(Standing::Queued), 1)?;
            let why = waiting.first().and_then(|message| message.last_answer.clone());
            text.push_str(&format!(
                "Messages wait: {}.\n",
                why.as_deref().unwrap_or("the sending was ended")
            ));
        }
        print_text(&text)?;
    }
    let is_done = !waits && sent.later + sent.without_address + sent.failed + sent.unsettled == 0;
    Ok(if is_done { Answer::Yes } else { Answer::No })
}

fn counted(n: u64, noun: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), noun)
}

fn chase(arguments: &ChaseArguments) -> Result<Answer> {
    let at = now();
    let today = arguments.today.unwrap_or_else(|| at.with_timezone(&London).date_naive());
    let desk = Desk::new(Store::open(&arguments.place.location()?)?, today)?;
    let by = crate::store::By { who: "command-line", at, why: "reminders and chasers" };
    let n = desk.chase(&by, today, &arguments.chasing.chasing())?;
    if arguments.json {
        print_text(&format!("{:#}\n", json!({ "queued": n })))?;
    } else {
        print_text(&format!("{} queued.\n", counted(n, "message")))?;
    }
    Ok(Answer::Yes)
}
