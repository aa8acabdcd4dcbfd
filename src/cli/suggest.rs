//! `convene suggest`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::Args;
use serde_json::{Value, json};

use super::source::{Source, find};
use super::summary::{count, grouped};
use super::{Answer, print_notes, print_text};
use crate::check::Score;
use crate::explain::Cost;
use crate::files::Loaded;
use crate::plan::Told;
use crate::register::{Booking, MeetingIdx, Register, RoomChoice, StaffIdx};
use crate::suggest::{self, Options, Refused, Suggester, Suggestion};
use crate::words::{self, appointment, date};

/// Suggest the best places for one meeting beside what is booked: what each costs, and why
#[derive(Debug, Args)]
#[command(after_help = "The places differ in day, chair or venue. Nothing is written.\n\
    Exit code: 0 there are places, 1 there is none, 2 the input is wrong.\n\n\
    Example:\n  convene suggest scenarios/lancashire-2012 M12-0101 --moves 1")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// The meeting's reference
    meeting: String,
    /// Take the bookings of this file, such as a plan's, in place of all that the register has; nothing else is booked
    #[arg(long, value_name = "FILE")]
    bookings: Option<PathBuf>,
    /// Most places to suggest
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    top: u8,
    /// Most other bookings that may move for a better place: 0, 1 or 2
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=2))]
    moves: u8,
    /// Let confirmed bookings move too, not only proposed ones
    #[arg(long)]
    move_confirmed: bool,
}

/// What there is to say of a meeting.
struct Found {
    meeting: MeetingIdx,
    now: Option<Booking>,
    /// Where it stands, where that is lawful.
    stands: Option<Suggestion>,
    suggestions: Vec<Suggestion>,
    /// Why there is no place without moves.
    none: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let loaded = arguments.source.read_with(arguments.bookings.as_deref())?;
    let found = look_for(&loaded, arguments)?;
    if arguments.source.json {
        print_text(&format!("{:#}\n", as_json(&loaded, &found)))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&as_text(&loaded.register, &found, arguments))?;
    }
    Ok(if found.suggestions.is_empty() { Answer::No } else { Answer::Yes })
}

fn look_for(loaded: &Loaded, arguments: &Arguments) -> Result<Found> {
    let register = &loaded.register;
    let references = register.meetings.iter().map(|meeting| &meeting.reference);
    let meeting = MeetingIdx::from(find("meeting", &arguments.meeting, references)?);
    let mut free = BTreeSet::new();
    if arguments.move_confirmed {
        free.extend(register.bookings.iter().map(|booking| booking.meeting));
    }
    let problem = suggest::problem(register, &loaded.travel, Some(meeting), &free);
    let mut suggester = Suggester::new(&problem);
    let mut options = Options {
        top: arguments.top.into(),
        moves: arguments.moves.into(),
        move_confirmed: arguments.move_confirmed,
    };
    if options.move_confirmed && options.moves == 0 {
        bail!("--move-confirmed lets other bookings move: say how many with --moves 1 or --moves 2");
    }
    let reference = &register.meeting(meeting).reference;
    let refused = |refused| match (refused, &arguments.bookings) {
        (Refused::BookedElsewhere, Some(_)) => anyhow!(
            "meeting {reference} has the status booked and no booking in the bookings given: give it the status to_book \
             to book it"
        ),
        (refused, _) => anyhow!("meeting {reference} {refused}"),
    };
    let mut suggestions = suggester.suggest(meeting, &options).map_err(refused)?;
    let without = suggestions.iter().filter(|suggestion| suggestion.moves.is_empty()).count();
    let none = if without == 0 { Some(suggester.why_none(meeting).map_err(refused)?) } else { None };
    if suggestions.is_empty() && options.moves == 0 {
        // The nearest remedy is cheap to look for.
        options = Options { top: 1, moves: 1, ..options };
        suggestions = suggester.suggest(meeting, &options).map_err(refused)?;
    }
    let stands = suggester.as_it_stands(meeting).map_err(refused)?;
    Ok(Found { meeting, stands, now: suggester.now(meeting).cloned(), suggestions, none })
}

fn as_text(register: &Register, found: &Found, arguments: &Arguments) -> String {
    let meeting = register.meeting(found.meeting);
    let mut text = format!("{}, {}", meeting.reference, register.kind(meeting).title());
    if let Ok(deadlines) = register.deadlines(meeting) {
        if deadlines.target != deadlines.limit_from() {
            text.push_str(&format!(", target {}", date(deadlines.target)));
        }
        if let Some(due) = deadlines.statutory {
            text.push_str(&format!(", statutory date {}", date(due)));
        }
    }
    match &found.now {
        Some(now) => text.push_str(&format!("\nNow {}: {}\n", now.status.word(), place(register, now))),
        None => text.push_str("\nNot booked.\n"),
    }
    if let Some(none) = &found.none {
        text.push_str(&format!("\n{none}\n"));
    }
    if let Some(stands) = &found.stands {
        text.push_str(&format!("    {}\n    as it stands: {}\n", stands.reasons.join("; "), cost(stands)));
    }
    if let Some(now) = found.now.as_ref().filter(|now| now.status.is_fixed()) {
        text.push_str(&format!(
            "It is {}: set its status to `proposed` in bookings.csv before it is moved (H12).\n",
            now.status.word()
        ));
    }
    let others: Vec<&Suggestion> = found.suggestions.iter().filter(|suggestion| !suggestion.stands).collect();
    if let Some(stands) = &found.stands {
        let weighed = |s: &Suggestion| (s.difference.s2, s.difference.s3 + s.moving_minutes);
        if !others.iter().any(|other| weighed(other) < weighed(stands)) {
            let also = if others.is_empty() { "" } else { " Other places:" };
            text.push_str(&format!("\nThere is nothing better.{also}\n"));
        }
    }
    let mut with_moves = false;
    for (i, suggestion) in others.into_iter().enumerate() {
        if !suggestion.moves.is_empty() && !with_moves {
            with_moves = true;
            let may = if arguments.moves == 2 { "one or two bookings move" } else { "one booking moves" };
            text.push_str(&format!("\nIf {may}:\n"));
        }
        text.push_str(&suggestion_lines(register, i + 1, suggestion));
    }
    if 0 < arguments.moves && !with_moves && !found.suggestions.is_empty() {
        text.push_str("\nMoving other bookings opens no better place.\n");
    }
    if found.suggestions.is_empty() {
        text.push_str("\nNor does moving another booking open a place. `convene explain` says what would.\n");
    }
    text
}

fn suggestion_lines(register: &Register, number: usize, suggestion: &Suggestion) -> String {
    let mut text = format!("\n{number:>2}. {}\n", place(register, &suggestion.booking));
    text.push_str(&format!("    {}\n    {}\n", suggestion.reasons.join("; "), cost(suggestion)));
    for moved in &suggestion.moves {
        let reference = &register.meeting(moved.to.meeting).reference;
        text.push_str(&format!(
            "    {reference} moves from {} ({})\n      to {}\n",
            place(register, &moved.from),
            moved.from.status.word(),
            place(register, &moved.to)
        ));
        text.push_str(&format!("      tell {}\n", who(&moved.told)));
    }
    if !suggestion.told.is_empty() {
        text.push_str(&format!("    tell {}\n", who(&suggestion.told)));
    }
    text
}

/// Returns `Tue 17 April 10:00, BRO-CC-1, chair IRO1, minutes MT1`.
fn place(register: &Register, booking: &Booking) -> String {
    let person = |person: StaffIdx| register.staff[person.at()].reference.to_string();
    let mut said = appointment(booking.starts);
    said.push_str(&match booking.room {
        Some(RoomChoice::Room(room)) => format!(", {}", register.rooms[room.at()].reference),
        Some(RoomChoice::Home) => ", at home".to_owned(),
        None => String::new(),
    });
    if let Some(chair) = booking.iro {
        said.push_str(&format!(", chair {}", person(chair)));
    }
    if let Some(taker) = booking.minute_taker {
        said.push_str(&format!(", minutes {}", person(taker)));
    }
    said
}

/// Returns what a suggestion costs: lateness first, then minutes with what they are made of.
fn cost(suggestion: &Suggestion) -> String {
    let Score { s2, s3, .. } = &suggestion.difference;
    let mut said = match s2 {
        0 => String::new(),
        s2 => format!("{} past the statutory date; ", words::count(*s2, "child-day")),
    };
    let of = Cost::of(&suggestion.difference).words_of_total();
    said.push_str(&format!("costs {}", count_signed(*s3)));
    if !of.is_empty() {
        said.push_str(&format!(": {}", of.join(", ")));
    }
    if 0 < suggestion.moving_minutes {
        said.push_str(&format!("; moving weighs {} more", grouped(suggestion.moving_minutes)));
    }
    said
}

fn count_signed(minutes: i64) -> String {
    match usize::try_from(minutes) {
        Ok(minutes) => count(minutes, "minute"),
        Err(_) => format!("{} minutes", grouped(minutes)),
    }
}

fn who(told: &[Told]) -> String {
    let said: Vec<String> =
        told.iter().map(|told| format!("{} {}", told.role.word(), told.reference)).collect();
    said.join(", ")
}

fn as_json(loaded: &Loaded, found: &Found) -> Value {
    let register = &loaded.register;
    let meeting = register.meeting(found.meeting);
    let deadlines = register.deadlines(meeting).ok();
    json!({
        "meeting": meeting.reference,
        "kind": register.kind(meeting).name,
        "today": register.authority.today,
        "statutory": deadlines.and_then(|deadlines| deadlines.statutory),
        "target": deadlines.map(|deadlines| deadlines.target),
        "now": found.now.as_ref().map(|now| booking_json(register, now)),
        "as_it_stands": found.stands.as_ref().map(|stands| &stands.difference),
        "none": found.none,
        "suggestions": found.suggestions.iter().map(|suggestion| json!({
            "booking": booking_json(register, &suggestion.booking),
            "stands": suggestion.stands,
            "reasons": suggestion.reasons,
            "difference": suggestion.difference,
            "moving_minutes": suggestion.moving_minutes,
            "told": suggestion.told,
            "moves": suggestion.moves.iter().map(|moved| json!({
                "from": booking_json(register, &moved.from),
                "to": booking_json(register, &moved.to),
                "told": moved.told,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "notes": loaded.notes,
    })
}

fn booking_json(register: &Register, booking: &Booking) -> Value {
    let person =
        |person: Option<StaffIdx>| person.map(|person| register.staff[person.at()].reference.to_string());
    json!({
        "meeting": register.meeting(booking.meeting).reference,
        "starts": booking.starts.format("%Y-%m-%dT%H:%M").to_string(),
        "iro": person(booking.iro),
        "room": booking.room.map(|room| match room {
            RoomChoice::Room(room) => register.rooms[room.at()].reference.to_string(),
            RoomChoice::Home => "home".to_owned(),
        }),
        "venue": booking.venue(register).map(|venue| register.venues[venue.at()].reference.to_string()),
        "minute_taker": person(booking.minute_taker),
        "status": booking.status,
    })
}
