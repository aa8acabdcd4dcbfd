//! Explanations as text for people to read: the most useful first.

use super::cost::Cost;
use super::deficit::{Deficit, Resource};
use super::explainer::{Explainer, Overview};
use super::group::Groups;
use super::meeting::{Alternative, Booked, Difference, Explanation, Standing};
use super::obstacles::{Obstacles, Remedy};
use super::phrases::{change_words, place_in_time_words, place_words, wish_words};
use super::why_not::{Answer, WhyNot};
use super::wish::Place;
use crate::register::{MeetingIdx, MeetingStatus, Register};
use crate::words::{count, date, day, moment};

/// Remedies that are told of one meeting, and of each of several; the rest is counted.
const TOLD: usize = 8;
const TOLD_OF_MANY: usize = 2;
/// Causes that are told.
const TOLD_CAUSES: usize = 3;

/// Returns an overview in words.
pub fn overview_as_text(explainer: &Explainer<'_>, overview: &Overview) -> String {
    let register = explainer.register;
    let mut text = String::new();
    if overview.meetings.is_empty() {
        return "Every meeting is booked, and none is late.\n".to_owned();
    }
    for deficit in &overview.deficits {
        text.push_str(&format!("{}\n", deficit_words(register, deficit)));
    }
    if 1 < overview.meetings.len() {
        let apart = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!(
            "{apart}Each meeting is taken alone, every other booking as it stands: a place named for one may be named for \
             another, and only one of them can have it.\n"
        ));
    }
    for explanation in &overview.meetings {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&headline(explainer, explanation));
        if let Some(found) = &explanation.obstacles {
            text.push_str(&obstacles_text(explainer, explanation.meeting, found, TOLD_OF_MANY));
        }
    }
    text
}

/// Returns an explanation in words.
pub fn as_text(explainer: &Explainer<'_>, explanation: &Explanation) -> String {
    let register = explainer.register;
    let mut text = headline(explainer, explanation);
    for breach in &explanation.breaches {
        text.push_str(&format!("It breaks {}: {}\n", breach.code, breach.message));
    }
    if let Some(found) = &explanation.obstacles {
        text.push_str(&obstacles_text(explainer, explanation.meeting, found, TOLD));
    }
    if let Some(booked) = &explanation.booked {
        text.push_str(&booked_text(register, explanation.meeting, booked));
    }
    if let Some(asked) = &explanation.why_not {
        text.push_str(&why_not_text(explainer, explanation.meeting, asked));
    }
    text
}

/// Returns which meeting it is and how it stands.
fn headline(explainer: &Explainer<'_>, explanation: &Explanation) -> String {
    let register = explainer.register;
    let row = register.meeting(explanation.meeting);
    let children = match register.children(row) {
        0 => String::new(),
        1 => ", 1 child".to_owned(),
        n => format!(", {n} children"),
    };
    let dates = explanation.deadlines.map_or_else(String::new, |deadlines| match deadlines.statutory {
        Some(due) => format!(", statutory date {}, target {}", date(due), date(deadlines.target)),
        None => format!(", target {}", date(deadlines.target)),
    });
    let booking = explainer.booking(explanation.meeting);
    let place = booking.and_then(Place::of).map(|place| place_words(register, &place));
    let booked = match (booking, place) {
        (Some(booking), Some(place)) => format!("is booked for {place} ({})", booking.status.word()),
        (Some(booking), None) => {
            format!("is booked for {}, without chair or room", moment(booking.starts))
        }
        (None, _) => "is not booked".to_owned(),
    };
    let standing = match explanation.standing {
        Standing::NotLive(status) => {
            let word = match status {
                MeetingStatus::Held => "has been held",
                MeetingStatus::Adjourned => "was adjourned",
                _ => "is cancelled",
            };
            format!("{word}: nothing is booked for it any more")
        }
        Standing::History(on) => format!("was booked for {}, before today", date(on)),
        Standing::Undated(reason) => format!("cannot be explained: {reason}"),
        Standing::Unbooked | Standing::InTime => booked,
        Standing::Late(days) => format!("{booked}, {} late", count(days.into(), "working day")),
    };
    format!("{} {standing}.\n  {}{children}{dates}\n", row.reference, register.kind(row).title())
}

fn booked_text(register: &Register, meeting: MeetingIdx, booked: &Booked) -> String {
    let mut text = format!("\nWhat this place costs: {}\n", total(&booked.cost, false));
    for words in booked.cost.words_of_total() {
        text.push_str(&format!("  {words}\n"));
    }
    text.push_str("The next best\n");
    for (at, alternative) in booked.alternatives.iter().enumerate() {
        let is_same = |other: &&Alternative| other.best == alternative.best;
        if booked.alternatives[..at].iter().any(|other| is_same(&other)) {
            continue;
        }
        let names: Vec<&str> = booked.alternatives.iter().filter(is_same).map(difference_word).collect();
        let words = match &alternative.best {
            Some((place, more)) => {
                let place = place_in_time_words(register, meeting, place);
                let mut words = format!("{place}: {}", total(more, true));
                if !more.parts.is_empty() {
                    words.push_str(&format!(" ({})", more.words().join(", ")));
                }
                words
            }
            None => "no lawful place beside the other bookings".to_owned(),
        };
        text.push_str(&format!("  other {}: {words}\n", names.join(", ")));
    }
    if booked.status.is_fixed() {
        text.push_str(&format!(
            "  It is {}: set its status to `proposed` in bookings.csv before it is moved (H12).\n",
            booked.status.word()
        ));
    }
    text
}

fn difference_word(alternative: &Alternative) -> &'static str {
    match alternative.difference {
        Difference::Day => "day",
        Difference::Chair => "chair",
        Difference::Venue => "venue",
    }
}

fn why_not_text(explainer: &Explainer<'_>, meeting: MeetingIdx, asked: &WhyNot) -> String {
    let register = explainer.register;
    let mut text = format!("\nWhy not {}?\n", wish_words(register, &asked.wish));
    match &asked.answer {
        Answer::Present(_) => text.push_str("  It is there.\n"),
        Answer::Possible { place, more, breaches } => {
            text.push_str(&format!(
                "  It could be: {}, {}.\n",
                place_in_time_words(register, meeting, place),
                total(more, true)
            ));
            for words in more.words() {
                text.push_str(&format!("    {words}\n"));
            }
            for breach in breaches {
                text.push_str(&format!("  {}: {}\n", breach.code, breach.message));
            }
        }
        Answer::Forbidden { nearest, obstacles } => {
            match nearest {
                Some((place, breaches)) => {
                    text.push_str(&format!("  It may not be: at {}\n", place_words(register, place)));
                    for breach in breaches {
                        text.push_str(&format!("    {}: {}\n", breach.code, breach.message));
                    }
                }
                None => text.push_str("  There is no such place.\n"),
            }
            if !obstacles.remedies.is_empty() {
                text.push_str("  It could be\n");
                text.push_str(&remedies_text(explainer, meeting, &obstacles.remedies, TOLD));
            }
        }
    }
    if let Some((place, more)) = &asked.later {
        text.push_str(&format!(
            "  Later it could be: {}, {}.\n",
            place_in_time_words(register, meeting, place),
            total(more, true)
        ));
    }
    if !asked.days.is_empty() {
        text.push_str("  Day by day, the nearest first\n");
        for on in &asked.days {
            text.push_str(&format!("    {}: {}\n", day(on.date), day_words(register, meeting, &on.answer)));
        }
        match asked.more_days {
            0 => {}
            1 => text.push_str("    and 1 more such day up to its due date\n"),
            n => text.push_str(&format!("    and {n} more such days up to its due date\n")),
        }
    }
    text
}

/// Returns the answer for one of several days on one line.
fn day_words(register: &Register, meeting: MeetingIdx, answer: &Answer) -> String {
    match answer {
        Answer::Present(_) => "it is there".to_owned(),
        Answer::Possible { place, more, .. } => {
            format!("it could be, {}, {}", place_in_time_words(register, meeting, place), total(more, true))
        }
        Answer::Forbidden { nearest: Some((_, breaches)), .. } if !breaches.is_empty() => {
            let said: Vec<String> =
                breaches.iter().map(|breach| format!("{}: {}", breach.code, breach.message)).collect();
            format!("it may not be: {}", said.join("; "))
        }
        Answer::Forbidden { .. } => "there is no such place".to_owned(),
    }
}

/// Returns what stands in the way, as a sentence, and the ways out as a list of at most `told`.
fn obstacles_text(explainer: &Explainer<'_>, meeting: MeetingIdx, found: &Obstacles, told: usize) -> String {
    let register = explainer.register;
    if let Some((place, more)) = &found.free {
        return format!(
            "  A lawful place is free: {}, {}.\n",
            place_in_time_words(register, meeting, place),
            total(more, true)
        );
    }
    let frame = match (found.by, found.days) {
        (Some(by), None) => return format!("  No working day is left until {}.\n", date(by)),
        (None, None) => return "  No working day is left to look at.\n".to_owned(),
        (Some(by), Some(_)) => format!("No place by {}", date(by)),
        (None, Some(_)) => match found.window {
            (first, last) if last < first => {
                format!("No place: its first day would be {}, its last {}", date(first), date(last))
            }
            (first, last) => format!("No place from {} to {}", date(first), date(last)),
        },
    };
    let mut text = String::new();
    match found.causes.as_slice() {
        [] => text.push_str(&format!("  {frame}: {}.\n", nothing_to_choose(register, meeting))),
        [only] => text.push_str(&format!("  {frame}, because of {}.\n", groups_words(*only))),
        causes => {
            text.push_str(&format!("  {frame}. Each of these is enough to leave none:\n"));
            for cause in causes.iter().take(TOLD_CAUSES) {
                text.push_str(&format!("    - {}\n", groups_words(*cause)));
            }
            let more = causes.len().saturating_sub(TOLD_CAUSES);
            if 0 < more || !found.is_all {
                let at_least = if found.is_all { "" } else { "at least " };
                text.push_str(&format!("    - and {at_least}{more} more\n"));
            }
        }
    }
    if found.remedies.is_empty() {
        if !found.causes.is_empty() {
            text.push_str("  No change to the register alone would open one.\n");
        }
        return text;
    }
    text.push_str("  Possible\n");
    text.push_str(&remedies_text(explainer, meeting, &found.remedies, told));
    text
}

/// Returns what is missing where there is nothing to choose a place from.
fn nothing_to_choose(register: &Register, meeting: MeetingIdx) -> &'static str {
    let row = register.meeting(meeting);
    let has = |chairs: bool| register.staff.iter().any(|staff| staff.role.chairs() == chairs);
    if !has(true) {
        "the register has no chairs"
    } else if register.rooms.is_empty() {
        "the register has no rooms"
    } else if register.kind(row).minute_taker && !has(false) {
        "the register has no minute takers"
    } else {
        "there is no start on the grid at which it could end the same day"
    }
}

fn remedies_text(explainer: &Explainer<'_>, meeting: MeetingIdx, remedies: &[Remedy], told: usize) -> String {
    let register = explainer.register;
    let mut text = String::new();
    for remedy in remedies.iter().take(told) {
        let changes: Vec<String> =
            remedy.changes.iter().map(|change| change_words(explainer, meeting, change)).collect();
        text.push_str(&format!(
            "    - if {}: {}\n",
            changes.join(" and "),
            place_in_time_words(register, meeting, &remedy.place)
        ));
    }
    match remedies.len().saturating_sub(told) {
        0 => {}
        1 => text.push_str("    - or in 1 more way\n"),
        more => text.push_str(&format!("    - or in {more} more ways\n")),
    }
    text
}

/// Returns `A (H02), B (H05) and C (H06) together`.
fn groups_words(groups: Groups) -> String {
    let words: Vec<String> =
        groups.iter().map(|group| format!("{} ({})", group.words(), group.codes().join(", "))).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last} together", rest.join(", ")),
        None => String::new(),
    }
}

/// Returns a difference in a few words: `12 minutes of cost more`.
fn total(cost: &Cost, is_more: bool) -> String {
    let more = |n: i64| match (is_more, n < 0) {
        (false, _) => "",
        (true, true) => " less",
        (true, false) => " more",
    };
    let minutes = match (cost.minutes, is_more) {
        (0, true) => "no more minutes of cost".to_owned(),
        (n, true) => format!("{} of cost{}", count(n.abs(), "minute"), more(n)),
        (n, false) => format!("{} of cost", count(n, "minute")),
    };
    match cost.late {
        0 => minutes,
        late => format!(
            "{} past the statutory date{} and {minutes}",
            count(if is_more { late.abs() } else { late }, "child-day"),
            more(late)
        ),
    }
}

fn deficit_words(register: &Register, deficit: &Deficit) -> String {
    let supplier = |&at: &u32| match deficit.resource {
        Resource::Chair | Resource::MinuteTaker => register.staff[at as usize].reference.as_str(),
        Resource::Room => register.rooms[at as usize].reference.as_str(),
    };
    let suppliers: Vec<&str> = deficit.suppliers.iter().map(supplier).collect();
    let noun = match deficit.resource {
        Resource::Chair => "chair",
        Resource::MinuteTaker => "minute taker",
        Resource::Room => "room",
    };
    let days = match deficit.dates.as_slice() {
        [] => "on days on which none is free".to_owned(),
        [only] => format!("on {}", date(*only)),
        [first, .., last] => {
            format!("on {} days from {} to {}", deficit.dates.len(), date(*first), date(*last))
        }
    };
    let from = match suppliers.as_slice() {
        [] => format!("a {noun}"),
        [only] => format!("{noun} {only}"),
        several => format!("one of {} {noun}s ({})", several.len(), several.join(", ")),
    };
    let meetings: Vec<&str> =
        deficit.meetings.iter().map(|&m| register.meeting(m).reference.as_str()).collect();
    let (n, needs) = (deficit.meetings.len(), if deficit.meetings.len() == 1 { "needs" } else { "need" });
    let fate = if deficit.in_time { "be late or unbooked" } else { "stay unbooked" };
    format!(
        "{} {needs} {from} {days}{}; there is time for {}: at least {} must {fate}.\n  {}",
        count(n as i64, "meeting"),
        if deficit.in_time { " to be in time" } else { "" },
        deficit.room_for,
        n - deficit.room_for,
        meetings.join(", ")
    )
}
