//! `convene audit`.

use anyhow::{Result, bail};
use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Subcommand};
use serde_json::json;

use super::store::{Place, Who, head_json, head_words};
use super::{Answer, date_argument, print_text, summary};
use crate::store::{Event, Head, Store};

/// Events read in one go.
const PAGE: u32 = 1_000;

/// Look at the record of who did what, and verify it
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(VerifyArguments),
    List(ListArguments),
    Prune(PruneArguments),
}

/// Verify the chain of events, and that what the store holds is what they say
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 sound, 1 something was changed behind the record's back.\n\n\
    Example:\n  convene audit verify --db lancashire.db --known 12:4f0c…")]
struct VerifyArguments {
    #[command(flatten)]
    place: Place,
    /// A last event that was kept elsewhere, as NUMBER:HASH: it shows whether the end was cut off or all was written anew
    #[arg(long, value_name = "NUMBER:HASH", value_parser = head_argument)]
    known: Option<Head>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// List events: number, time, who, what, about which references, why
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  convene audit list --db lancashire.db --after 100")]
struct ListArguments {
    #[command(flatten)]
    place: Place,
    /// Only those after this number
    #[arg(long, value_name = "N", default_value_t = 0)]
    after: u64,
    /// Answer in JSON, with what stood before and after
    #[arg(long)]
    json: bool,
}

/// Remove what old events were about: that they happened, by whom, and the chain stay
#[derive(Debug, Args)]
#[command(
    after_help = "A change whose contents are gone cannot be undone. What was removed is gone for good: back up first.\n\n\
    Example:\n  convene audit prune --db lancashire.db --before 2020-04-01 --who records --why \"schedule 4\""
)]
struct PruneArguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Remove the contents of events before this day
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    before: NaiveDate,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn json(&self) -> bool {
        match &self.command {
            Command::Verify(arguments) => arguments.json,
            Command::List(arguments) => arguments.json,
            Command::Prune(arguments) => arguments.json,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    match &arguments.command {
        Command::Verify(arguments) => verify(arguments),
        Command::List(arguments) => list(arguments),
        Command::Prune(arguments) => prune(arguments),
    }
}

fn verify(arguments: &VerifyArguments) -> Result<Answer> {
    let store = Store::open(&arguments.place.location()?)?;
    let verified = store.verify(arguments.known.as_ref())?;
    let head = &verified.head;
    if arguments.json {
        let broken =
            verified.broken.as_ref().map(|broken| json!({ "event": broken.event, "why": broken.why }));
        let answer = json!({
            "head": head_json(head), "pruned": verified.n_pruned, "broken": broken,
        });
        print_text(&format!("{answer:#}\n"))?;
    } else {
        let text = match &verified.broken {
            None => format!("sound: {} events, the last {}\n", head.number, head_words(head)),
            Some(broken) => match broken.event {
                Some(event) => format!("NOT SOUND at event {event}: {}\n", broken.why),
                None => format!("NOT SOUND: {}\n", broken.why),
            },
        };
        print_text(&text)?;
    }
    Ok(if verified.broken.is_none() { Answer::Yes } else { Answer::No })
}

fn list(arguments: &ListArguments) -> Result<Answer> {
    let store = Store::open(&arguments.place.location()?)?;
    let mut after = arguments.after;
    loop {
        let events = store.events_since(after, PAGE)?;
        let Some(last) = events.last() else { break };
        after = last.number;
        for event in &events {
            print_text(&if arguments.json { format!("{}\n", as_json(event)) } else { line(event) })?;
        }
    }
    Ok(Answer::Yes)
}

fn prune(arguments: &PruneArguments) -> Result<Answer> {
    let store = Store::open(&arguments.place.location()?)?;
    let before = arguments.before.and_time(NaiveTime::MIN).and_utc();
    let n_pruned = store.prune(&arguments.who.by(), before)?;
    let events = summary::count(usize::try_from(n_pruned)?, "event");
    print_text(&if arguments.json {
        format!("{:#}\n", json!({ "pruned": n_pruned, "before": arguments.before }))
    } else {
        format!("The contents of {events} before {} are removed; the chain stays.\n", arguments.before)
    })?;
    Ok(Answer::Yes)
}

fn line(event: &Event) -> String {
    let (subjects, why) = match &event.contents {
        Some(contents) => (shortened(&contents.subjects), contents.why.replace('\n', " ")),
        None => ("(removed after its time)".to_owned(), String::new()),
    };
    let at = event.at.format("%Y-%m-%d %H:%M:%S");
    format!(
        "{} {at} {} {} {subjects}{}{why}\n",
        event.number,
        event.who,
        event.what.word(),
        if why.is_empty() { "" } else { ": " }
    )
}

/// Returns the first references, and how many more there are.
fn shortened(subjects: &[String]) -> String {
    const SHOWN: usize = 6;
    let first: Vec<&str> = subjects.iter().take(SHOWN).map(String::as_str).collect();
    let more = subjects.len().saturating_sub(SHOWN);
    if more == 0 { first.join(", ") } else { format!("{} and {more} more", first.join(", ")) }
}

/// Returns one event as a line of JSON.
fn as_json(event: &Event) -> serde_json::Value {
    let contents = event.contents.as_ref().map(|contents| {
        json!({
            "subjects": contents.subjects, "before": contents.before, "after": contents.after, "why": contents.why,
        })
    });
    json!({
        "number": event.number, "at": event.at.to_rfc3339(), "who": event.who, "what": event.what.word(),
        "contents": contents, "hash": event.hash,
    })
}

fn head_argument(text: &str) -> Result<Head> {
    let parts = text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, hash)));
    match parts {
        Some((number, hash)) if hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(Head { number, hash: hash.to_ascii_lowercase() })
        }
        _ => bail!("wanted a number, a colon and a hash of 64 digits, as `convene audit verify` prints"),
    }
}
