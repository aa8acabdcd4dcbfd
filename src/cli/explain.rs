//! `convene explain`.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use chrono::{Datelike, NaiveDate, Weekday};
use clap::Args;
use serde_json::{Value, json};

use super::source::{Source, find};
use super::{Answer, date_argument, print_notes, print_text};
use crate::calendar::{BANK_HOLIDAY_YEARS, Clock, Holidays, parse_clock, parse_date};
use crate::explain::{Explainer, Wish, as_json, as_text, overview_as_json, overview_as_text};
use crate::files::unknown;
use crate::register::{Reference, Register, RoomChoice};

/// Say why a meeting sits where it does, why not somewhere else, or why it has no place
#[derive(Debug, Args)]
#[command(
    after_help = "Without a meeting: everything that is unbooked or late, groups that need more than there is first.\n\
    Any of --day, --start, --chair, --venue, --room and --minute-taker asks why the meeting is not there.\n\
    Exit code: 0 answered, 2 the input has faults.\n\n\
    Examples:\n  \
    convene explain scenarios/tiny M09\n  \
    convene explain scenarios/tiny M01 --bookings tiny-plan/bookings.csv --why-not \"Tuesday with IRO2\""
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// The meeting's reference
    meeting: Option<String>,
    /// Take the bookings of this file, such as a plan's, in place of all that the register has; nothing else is booked
    #[arg(long, value_name = "FILE")]
    bookings: Option<PathBuf>,
    /// Why not so: dates, weekdays, times, staff, rooms and venues in any order
    #[arg(long, value_name = "TEXT", requires = "meeting")]
    why_not: Option<String>,
    /// Why not on this day
    #[arg(long, value_name = "DATE", requires = "meeting", value_parser = date_argument)]
    day: Option<NaiveDate>,
    /// Why not at this time
    #[arg(long, value_name = "HH:MM", requires = "meeting", value_parser = clock_argument)]
    start: Option<Clock>,
    /// Why not with this chair
    #[arg(long, value_name = "STAFF", requires = "meeting")]
    chair: Option<String>,
    /// Why not at this venue
    #[arg(long, value_name = "VENUE", requires = "meeting")]
    venue: Option<String>,
    /// Why not in this room (`home`: at the household's home)
    #[arg(long, value_name = "ROOM", requires = "meeting")]
    room: Option<String>,
    /// Why not with this minute taker
    #[arg(long, value_name = "STAFF", requires = "meeting")]
    minute_taker: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let loaded = arguments.source.read_with(arguments.bookings.as_deref())?;
    let register = &loaded.register;
    let meeting = arguments.meeting.as_deref();
    let meeting = meeting.map(|given| find("meeting", given, register.meetings.iter().map(|m| &m.reference)));
    let meeting = meeting.transpose()?.map(Into::into);
    let wish = wish(arguments, register)?;
    let explainer = Explainer::new(register, &loaded.travel, &register.bookings);
    let (text, mut value) = match meeting {
        Some(meeting) => {
            let explanation = explainer.explain(meeting, &wish);
            (as_text(&explainer, &explanation), as_json(&explainer, &explanation))
        }
        None => {
            let overview = explainer.overview();
            (overview_as_text(&explainer, &overview), overview_as_json(&explainer, &overview))
        }
    };
    if arguments.source.json {
        value["notes"] = json!(loaded.notes);
        print_value(&value)?;
    } else {
        print_notes(&loaded.notes);
        print_text(&text)?;
    }
    Ok(Answer::Yes)
}

fn print_value(value: &Value) -> Result<()> {
    print_text(&format!("{value:#}\n"))
}

fn clock_argument(text: &str) -> Result<Clock, String> {
    let clock = parse_clock(text).ok_or_else(|| "wanted a time such as 09:30".to_owned())?;
    if clock < Clock::MIDNIGHT { Ok(clock) } else { Err("a meeting starts before 24:00".to_owned()) }
}

fn wish(arguments: &Arguments, register: &Register) -> Result<Wish> {
    let mut wish =
        arguments.why_not.as_deref().map_or(Ok(Wish::default()), |text| wish_of(text, register))?;
    let staff = |given: &str| find("member of staff", given, register.staff.iter().map(|s| &s.reference));
    wish.date = arguments.day.or(wish.date);
    if let Some(date) = wish.date {
        day_is_known(register, date)?;
    }
    wish.start = arguments.start.map(|clock| clock.0).or(wish.start);
    if let Some(given) = &arguments.chair {
        wish.chair = Some(staff(given)?.into());
    }
    if let Some(given) = &arguments.minute_taker {
        wish.minute_taker = Some(staff(given)?.into());
    }
    if let Some(given) = &arguments.venue {
        wish.venue = Some(find("venue", given, register.venues.iter().map(|v| &v.reference))?.into());
    }
    if let Some(given) = &arguments.room {
        wish.room = Some(match given.as_str() {
            "home" => RoomChoice::Home,
            given => {
                RoomChoice::Room(find("room", given, register.rooms.iter().map(|r| &r.reference))?.into())
            }
        });
    }
    Ok(wish)
}

/// Refuses a day for which working days cannot be counted.
fn day_is_known(register: &Register, date: NaiveDate) -> Result<()> {
    let (first, last) = (BANK_HOLIDAY_YEARS.start(), BANK_HOLIDAY_YEARS.end());
    if !(1900..=2200).contains(&date.year()) {
        bail!("the day {date} lies outside the years 1900 to 2200");
    }
    if register.authority.holidays == Holidays::EnglandAndWales && !BANK_HOLIDAY_YEARS.contains(&date.year())
    {
        bail!("the day {date} lies outside the years for which bank holidays are known, {first} to {last}");
    }
    Ok(())
}

/// Words that a wish may hold besides what it asks for.
const FILLERS: [&str; 12] =
    ["why", "not", "on", "at", "in", "with", "by", "and", "a", "the", "minutes", "chair"];

/// Refuses a second day or time.
fn once(what: &str, word: &str, is_second: bool) -> Result<()> {
    if is_second {
        bail!("--why-not names more than one {what} (the second is \"{word}\"): ask about one at a time");
    }
    Ok(())
}

/// Reads a wish such as `Tuesday 10:00 with IRO3 in PRE-1`.
fn wish_of(text: &str, register: &Register) -> Result<Wish> {
    let mut wish = Wish::default();
    for word in text.split(|c: char| c.is_whitespace() || c == ',' || c == '?').filter(|w| !w.is_empty()) {
        let at = |mut references: Box<dyn Iterator<Item = &Reference> + '_>| {
            references.position(|reference| reference.as_str() == word)
        };
        if let Some(date) = parse_date(word) {
            once("day", word, wish.date.replace(date).is_some_and(|other| other != date))?;
        } else if let Some(clock) = parse_clock(word) {
            clock_argument(word).map_err(|wanted| anyhow!("\"{word}\": {wanted}"))?;
            once("time", word, wish.start.replace(clock.0).is_some_and(|other| other != clock.0))?;
        } else if let Some(person) = at(Box::new(register.staff.iter().map(|s| &s.reference))) {
            let chairs = register.staff[person].role.chairs();
            *(if chairs { &mut wish.chair } else { &mut wish.minute_taker }) = Some(person.into());
        } else if let Some(room) = at(Box::new(register.rooms.iter().map(|r| &r.reference))) {
            wish.room = Some(RoomChoice::Room(room.into()));
        } else if let Some(venue) = at(Box::new(register.venues.iter().map(|v| &v.reference))) {
            wish.venue = Some(venue.into());
        } else if word == "home" {
            wish.room = Some(RoomChoice::Home);
        } else if let Ok(weekday) = word.trim_end_matches('s').parse::<Weekday>() {
            once(
                "day of the week",
                word,
                wish.weekday.replace(weekday).is_some_and(|other| other != weekday),
            )?;
        } else if !FILLERS.contains(&word.to_lowercase().as_str()) {
            let known = register
                .staff
                .iter()
                .map(|s| s.reference.as_str())
                .chain(register.rooms.iter().map(|r| r.reference.as_str()))
                .chain(register.venues.iter().map(|v| v.reference.as_str()))
                .chain(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
            let message = format!(
                "wanted dates such as 2012-04-18, weekdays, times such as 09:30, staff, rooms and venues, not {}",
                unknown(word, known)
            );
            return Err(anyhow!(message));
        }
    }
    Ok(wish)
}
