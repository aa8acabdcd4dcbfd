//! What `convene repair` answers, for people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::summary::{count, grouped};
use crate::check::Score;
use crate::events::Change;
use crate::explain::Cost;
use crate::plan::{Told, ToldRole, told};
use crate::register::{Booking, MeetingIdx, Reference, Register, RoomChoice};
use crate::repair::{Choice, Move, Repair};
use crate::words::{self, appointment};

/// Breaches, and moves of a choice, that are listed; machines get all.
const MOST_LISTED: usize = 30;

/// Parts of the difference in cost that are told of a choice which is not told in full.
const MOST_PARTS: usize = 4;

/// Everything that is said.
pub(super) struct Answered<'a> {
    /// The register after the events.
    pub(super) register: &'a Register,
    pub(super) changes: &'a [Change],
    pub(super) repair: &'a Repair,
    /// The choice of which every message is given.
    pub(super) in_full: Option<usize>,
    /// Whether Ctrl-C ended the search.
    pub(super) is_interrupted: bool,
    /// Where a choice was written.
    pub(super) written: Option<(&'a Path, usize)>,
    pub(super) notes: &'a [String],
}

/// Returns the answer as text.
pub(super) fn as_text(answered: &Answered<'_>) -> String {
    let Answered { register, changes, repair, .. } = answered;
    let known_as = KnownAs::new(register, changes);
    let mut text =
        format!("{}, repaired from {}\n", register.authority.name, words::date(register.authority.today));
    if !changes.is_empty() {
        text.push('\n');
    }
    for change in *changes {
        text.push_str(&format!("{}\n", change_in_words(register, change)));
        if let Some(booking) = change.dropped() {
            text.push_str(&tell_line(&told(register, Some(booking), None), &known_as));
        }
    }
    text.push('\n');
    text.push_str(&what_breaks(register, repair));
    if answered.is_interrupted {
        text.push_str("The search was ended by Ctrl-C; a whole one may find better choices.\n");
    }
    for (i, choice) in repair.choices.iter().enumerate() {
        text.push_str(&choice_in_words(register, repair, i, choice, answered.in_full == Some(i), &known_as));
    }
    let chosen = answered.written.map(|(_, chosen)| chosen).or(answered.in_full).unwrap_or(0);
    if let Some(line) = worse_line(&repair.choices, chosen) {
        text.push_str(&format!("\n{line}"));
    }
    if let Some((out, chosen)) = answered.written {
        let what = if repair.choices.is_empty() {
            "The register after the events".to_owned()
        } else {
            format!("The register after choice {}", chosen + 1)
        };
        text.push_str(&format!("\n{what} is in {}\n", out.display()));
        if changes.iter().any(|change| matches!(change, Change::Adjourned { .. })) {
            text.push_str("Reasons of adjournments are not in it: keep this answer to count them.\n");
        }
    }
    text
}

fn what_breaks(register: &Register, repair: &Repair) -> String {
    let mut text = String::new();
    let Repair { breaches, known, to_book, choices, .. } = repair;
    if repair.is_sound() && choices.is_empty() {
        return "Nothing to repair: every booking is lawful, and no meeting is left to book.\n".to_owned();
    }
    for (breaches, broken) in [(breaches, "broken"), (known, "broken already, before this")] {
        if breaches.is_empty() {
            continue;
        }
        let n_meetings = breaches.iter().flat_map(|breach| &breach.meetings).collect::<BTreeSet<_>>().len();
        let verb = if n_meetings == 1 { "is" } else { "are" };
        text.push_str(&format!("{} {verb} {broken}:\n", count(n_meetings, "booking")));
        for breach in breaches.iter().take(MOST_LISTED) {
            text.push_str(&format!("  {} {}\n", breach.code, breach.message));
        }
        text.push_str(&more(breaches.len()));
    }
    if !to_book.is_empty() {
        let named: Vec<&str> =
            to_book.iter().take(MOST_LISTED).map(|&m| register.meeting(m).reference.as_str()).collect();
        let rest = if named.len() < to_book.len() { ", …" } else { "" };
        text.push_str(&format!("{} to book: {}{rest}\n", count(to_book.len(), "meeting"), named.join(", ")));
    }
    if choices.is_empty() {
        text.push_str("They are held, and no repair may move them.\n");
    }
    text
}

fn more(n: usize) -> String {
    if MOST_LISTED < n {
        format!("  and {} more; --json lists all\n", n - MOST_LISTED)
    } else {
        String::new()
    }
}

fn choice_in_words(
    register: &Register,
    repair: &Repair,
    position: usize,
    choice: &Choice,
    in_full: bool,
    known_as: &KnownAs<'_>,
) -> String {
    let mut text = format!("\nChoice {}: {}\n", position + 1, headline(register, choice));
    text.push_str(&format!("  {}\n", score_line(&repair.before, choice)));
    text.push_str(&part_lines(&repair.before, choice, in_full));
    text.push_str(&late_line(register, choice));
    let references = choice.moves.iter().map(|m| register.meeting(m.meeting).reference.as_str().len());
    let width = references.max().unwrap_or(0);
    for change in choice.moves.iter().take(MOST_LISTED) {
        text.push_str(&format!("  {}\n", move_line(register, change, width)));
        if in_full {
            for told in &change.told {
                text.push_str(&format!("      tell {}: {}\n", known_as.whom(told), told.message));
            }
        }
    }
    text.push_str(&more(choice.moves.len()));
    if !in_full {
        let told: Vec<Told> = choice.moves.iter().flat_map(|change| change.told.clone()).collect();
        text.push_str(&tell_line(&told, known_as));
    }
    for left in &choice.left_out {
        let reference = &register.meeting(left.meeting).reference;
        text.push_str(&format!("  Left out: {reference}. {}", left.reason));
        text.push_str(&match left.nearest {
            Some(day) => {
                format!(" The nearest day with a place is {}, past its last lawful one.\n", words::day(day))
            }
            None => " No later day has a place either.\n".to_owned(),
        });
    }
    for breach in &choice.breaches {
        text.push_str(&format!("  Still broken: {} {}\n", breach.code, breach.message));
    }
    text
}

/// Returns `2 families hear of a change, 1 of them of day, time or venue; 3 bookings change; 2 children 6 working days
/// late`.
pub(super) fn headline(register: &Register, choice: &Choice) -> String {
    let disturbance = choice.disturbance;
    let changed = match (disturbance.families, disturbance.rearranged) {
        (0, _) => None,
        (n, 0) => {
            let keep = if n == 1 { "keeps" } else { "all keep" };
            Some(format!("{}, and {keep} day, time and venue", families(n)))
        }
        (1, _) => Some("1 family hears of a change, of day, time or venue".to_owned()),
        (n, rearranged) => Some(format!("{}, {rearranged} of them of day, time or venue", families(n))),
    };
    let invited = match newly_invited(choice) {
        0 => None,
        1 => Some("1 family hears of its new meeting".to_owned()),
        n => Some(format!("{} families hear of their new meetings", grouped(n as i64))),
    };
    let mut said: Vec<String> = changed.into_iter().chain(invited).collect();
    if said.is_empty() {
        said.push("no family hears of a change".to_owned());
    }
    let n_new = choice.moves.iter().filter(|change| change.before.is_none()).count();
    if 0 < disturbance.moves || n_new == 0 {
        let verb = if disturbance.moves == 1 { "changes" } else { "change" };
        said.push(format!("{} {verb}", count(disturbance.moves, "booking")));
    }
    if 0 < n_new {
        said.push(format!("{} newly booked", count(n_new, "meeting")));
    }
    said.extend(late_children(register, choice));
    if !choice.left_out.is_empty() {
        said.push(format!("{} left out", count(choice.left_out.len(), "meeting")));
    }
    said.join("; ")
}

/// Returns how many families hear of a meeting that had no booking before.
fn newly_invited(choice: &Choice) -> usize {
    let new = choice.moves.iter().filter(|change| change.before.is_none());
    let households = new.flat_map(|change| &change.told).filter(|told| told.role == ToldRole::Household);
    households.map(|told| &told.reference).collect::<BTreeSet<_>>().len()
}

/// Returns `2 children 6 working days late`, or `3 children up to 6 working days late`, of the meetings that a choice
/// books so; those without children are counted as meetings.
fn late_children(register: &Register, choice: &Choice) -> Option<String> {
    let last = choice.late.iter().map(|&(_, days)| days).max()?;
    let n_children: i64 =
        choice.late.iter().map(|&(meeting, _)| i64::from(register.children(register.meeting(meeting)))).sum();
    let who = match n_children {
        0 => count(choice.late.len(), "meeting"),
        n => words::children(n),
    };
    let up_to = if choice.late.iter().all(|&(_, days)| days == last) { "" } else { "up to " };
    Some(format!("{who} {up_to}{} late", count(last as usize, "working day")))
}

/// Returns a line that says where the chosen choice leaves more children unbooked, or late for longer, than another.
fn worse_line(choices: &[Choice], chosen: usize) -> Option<String> {
    let taken = choices.get(chosen)?;
    let level = |choice: &Choice| (choice.score.s1, choice.score.s2);
    let (at, best) = choices.iter().enumerate().min_by_key(|(_, choice)| level(choice))?;
    if level(taken) <= level(best) {
        return None;
    }
    let (chosen, at) = (chosen + 1, at + 1);
    Some(match taken.score.s1 - best.score.s1 {
        0 => {
            let more = words::count(taken.score.s2 - best.score.s2, "child-day");
            format!("Choice {chosen} is later than choice {at}: {more} more past the statutory date.\n")
        }
        n => format!("Choice {chosen} leaves {} more unbooked than choice {at}.\n", words::children(n)),
    })
}

fn families(n: usize) -> String {
    match n {
        1 => "1 family hears of a change".to_owned(),
        n => format!("{} families hear of a change", grouped(n as i64)),
    }
}

/// Returns the score of the plan that a choice makes, as `convene check` finds it, how it differs from that before, and
/// beside it the price of moving.
fn score_line(before: &Score, choice: &Choice) -> String {
    let (s1, s2, s3) = choice.score.levels();
    let mut line = format!("S1 {}, S2 {}, S3 {}", grouped(s1), grouped(s2), grouped(s3));
    let more = choice.score.minus(before);
    if more.s1 != 0 || more.s2 != 0 {
        line.push_str(&format!(" (S1 {:+}, S2 {:+})", more.s1, more.s2));
    }
    let sum = match more.s3 {
        0 => "the same minutes of cost as before".to_owned(),
        more if 0 < more => format!("{} more than before", grouped(more)),
        less => format!("{} less than before", grouped(-less)),
    };
    let moving = match choice.moving() {
        0 => String::new(),
        minutes => format!("; moving is worth {} besides", grouped(minutes)),
    };
    format!("{line}; {sum}{moving}")
}

/// Returns what the minutes of a choice are more and less than before, the largest part first: all parts `in_full`.
fn part_lines(before: &Score, choice: &Choice, in_full: bool) -> String {
    let parts = Cost::between(before, &choice.score).words_with_keys();
    let told = if in_full { parts.len() } else { parts.len().min(MOST_PARTS) };
    let mut text: String = parts[..told].iter().map(|part| format!("    {part}\n")).collect();
    if told < parts.len() {
        text.push_str(&format!("    and {}\n", count(parts.len() - told, "smaller difference")));
    }
    text
}

/// Returns `2 meetings after their statutory date: M02 (3 working days), M05 (1 working day)`, where there are any.
fn late_line(register: &Register, choice: &Choice) -> String {
    if choice.late.is_empty() {
        return String::new();
    }
    let late = choice.late.iter().map(|&(meeting, days)| {
        format!("{} ({})", register.meeting(meeting).reference, count(days as usize, "working day"))
    });
    let (n, late) = (choice.late.len(), late.collect::<Vec<_>>().join(", "));
    let whose = if n == 1 { "its" } else { "their" };
    format!("  {} after {whose} statutory date: {late}\n", count(n, "meeting"))
}

fn move_line(register: &Register, change: &Move, width: usize) -> String {
    let reference = &register.meeting(change.meeting).reference;
    let place = |booking: &Option<Booking>| match booking {
        Some(booking) => place(register, booking),
        None => "no booking".to_owned(),
    };
    let was = change.before.as_ref().map_or(String::new(), |before| format!(" ({})", before.status.word()));
    format!("{reference:<width$}  {}{was} → {}", place(&change.before), place(&change.after))
}

/// Returns where a booking is: `Mon 14 May 10:00 PRE-1 IRO4 MT2`.
fn place(register: &Register, booking: &Booking) -> String {
    let person = |person: Option<crate::register::StaffIdx>| {
        person.map(|person| register.staff[person.at()].reference.to_string())
    };
    let room = match booking.room {
        Some(RoomChoice::Room(room)) => register.rooms[room.at()].reference.to_string(),
        Some(RoomChoice::Home) => "home".to_owned(),
        None => "no room".to_owned(),
    };
    let mut said = format!("{} {room}", appointment(booking.starts));
    for person in [person(booking.iro), person(booking.minute_taker)].into_iter().flatten() {
        said.push_str(&format!(" {person}"));
    }
    said
}

/// Returns one line that names everybody who must be told, each once, by role.
fn tell_line(told: &[Told], known_as: &KnownAs<'_>) -> String {
    let mut by_role: BTreeMap<ToldRole, Vec<String>> = BTreeMap::new();
    for one in told {
        let names = by_role.entry(one.role).or_default();
        let name = known_as.name(one);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if by_role.is_empty() {
        return String::new();
    }
    let said: Vec<String> = by_role
        .iter_mut()
        .map(|(role, names)| {
            names.sort_unstable();
            format!("{} {}", role.word(), names.join(", "))
        })
        .collect();
    format!("  Tell {}\n", said.join("; "))
}

/// What people know meetings as that reconvene adjourned ones.
struct KnownAs<'a>(BTreeMap<&'a Reference, &'a Reference>);

impl<'a> KnownAs<'a> {
    fn new(register: &'a Register, changes: &[Change]) -> KnownAs<'a> {
        let reference = |meeting: MeetingIdx| &register.meeting(meeting).reference;
        let added = changes.iter().filter_map(|change| match change {
            Change::Adjourned { meeting, reconvened, is_added: true, .. } => {
                Some((reference(*reconvened), reference(*meeting)))
            }
            _ => None,
        });
        KnownAs(added.collect())
    }

    /// Returns who is told without their role; attendees of a reconvened meeting by that which they know: `M07
    /// (reconvened as M07-R)`.
    fn name(&self, told: &Told) -> String {
        match self.0.get(&told.reference).filter(|_| told.role == ToldRole::Attendees) {
            Some(adjourned) => format!("{adjourned} (reconvened as {})", told.reference),
            None => told.reference.to_string(),
        }
    }

    fn whom(&self, told: &Told) -> String {
        format!("{} {}", told.role.word(), self.name(told))
    }
}

/// Returns what happened in one sentence without its full stop.
pub(super) fn change_in_words(register: &Register, change: &Change) -> String {
    let meeting = |meeting: &MeetingIdx| register.meeting(*meeting).reference.as_str();
    let was = |booking: &Option<Booking>| match booking {
        Some(booking) => format!(" (was {})", place(register, booking)),
        None => String::new(),
    };
    match change {
        Change::Absent { staff, when } => {
            format!("{} is absent {}", register.staff[staff.at()].reference, when.in_words())
        }
        Change::Closed { venue, room, when } => match room {
            Some(room) => {
                format!("Room {} is closed {}", register.rooms[room.at()].reference, when.in_words())
            }
            None => format!("{} is closed {}", register.venues[venue.at()].reference, when.in_words()),
        },
        Change::Cancelled { meeting: index, booking } => {
            format!("{} is cancelled{}", meeting(index), was(booking))
        }
        Change::Added { meeting: index } => format!("{} is added", meeting(index)),
        Change::Adjourned { meeting: index, reason, booking, reconvened, is_added } => {
            let then = if *is_added { "is added" } else { "stands already" };
            let reconvened = meeting(reconvened);
            format!(
                "{} is adjourned{}: {reason}; {reconvened} {then} to reconvene it",
                meeting(index),
                was(booking)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Disturbance;

    #[test]
    fn a_choice_that_serves_children_worse_than_another_says_so() {
        let choice = |(s1, s2): (i64, i64)| Choice {
            moves: Vec::new(),
            left_out: Vec::new(),
            breaches: Vec::new(),
            late: Vec::new(),
            disturbance: Disturbance::default(),
            score: Score { s1, s2, s3: 0, parts: Vec::new() },
            moved: Vec::new(),
            bookings: Vec::new(),
        };
        /// S1 and S2 of the choices, which is written, and what is said of it.
        type Case<'a> = (&'a [(i64, i64)], usize, Option<&'a str>);
        let cases: [Case<'_>; 5] = [
            (
                &[(0, 12), (0, 0)],
                0,
                Some("Choice 1 is later than choice 2: 12 child-days more past the statutory date.\n"),
            ),
            (
                &[(0, 1), (0, 0)],
                0,
                Some("Choice 1 is later than choice 2: 1 child-day more past the statutory date.\n"),
            ),
            (&[(0, 12), (0, 0)], 1, None),
            (&[(2, 0), (1, 5), (0, 9)], 0, Some("Choice 1 leaves 2 children more unbooked than choice 3.\n")),
            (&[(1, 3), (1, 3)], 1, None),
        ];
        for (levels, chosen, expected) in cases {
            let choices: Vec<Choice> = levels.iter().copied().map(choice).collect();
            assert_eq!(worse_line(&choices, chosen).as_deref(), expected, "{levels:?}, {chosen}");
        }
    }
}
