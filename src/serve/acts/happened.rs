//! Something happened: a chair is ill, a room is lost, a conference is adjourned. What is told, the search for the ways to mend it, and
//! taking one of them.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Europe::London;
use serde::Deserialize;

use super::plan::REGISTER_CHANGED;
use crate::calendar::{moment, parse_clock};
use crate::desk::after_meeting::note_adjourned;
use crate::desk::after_meeting::words::reason_told;
use crate::desk::{Act, DeskError, State as Plan, happening};
use crate::events::{self, Event};
use crate::register::{Register, RoomIdx, Stretch, VenueIdx};
use crate::repair::Options;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::jobs::{Job, Outcome};
use crate::serve::place::{day_of, minutes, room_of, sought, staff_of, venue_of};

/// What is told where nothing new happened and bookings that break a rule are to be mended.
const BROKEN: &str = "broken";
/// The kind of its jobs.
pub(crate) const KIND: &str = "happened";
/// Most ways to mend something that are looked for.
const MOST_CHOICES: usize = 4;
/// Steps of the search for choices: an illness of a week is answered within seconds.
const STEPS: u64 = 600;

/// What happened, as somebody tells it: references, days and times as they are written.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Told {
    /// `absent`, `closed`, `adjourned` or `cancelled`; `broken` where nothing new happened and what is broken already is to be mended.
    #[serde(default)]
    pub(crate) what: String,
    #[serde(default)]
    pub(crate) staff: String,
    #[serde(default)]
    pub(crate) venue: String,
    #[serde(default)]
    pub(crate) room: String,
    #[serde(default)]
    pub(crate) meeting: String,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) from_time: String,
    #[serde(default)]
    pub(crate) until: String,
    #[serde(default)]
    pub(crate) until_time: String,
    #[serde(default)]
    pub(crate) reason: String,
}

/// Why a conference is adjourned, in the words that are counted.
pub(crate) const REASONS: [&str; 8] = [
    "no social worker",
    "no report",
    "not quorate",
    "venue confusion",
    "chair could not attend",
    "family's request",
    "more information needed",
    "other",
];

/// Why no search has begun.
pub(crate) enum NotBegun {
    /// What was told cannot be understood, or cannot have happened.
    Faults(Vec<String>),
    /// Anything else.
    Failed(Failure),
}

/// Begins to look for the ways to mend what happened, in the background. Nothing changes until one is taken.
///
/// # Errors
/// Everything that is wrong with what was told; or whoever tells has too much under way, or the plan cannot be read.
pub(crate) fn begin(app: &App, who: &str, told: &Told) -> Result<Arc<Job>, NotBegun> {
    let plan = app.state().map_err(NotBegun::Failed)?;
    let events = told.events(&plan).map_err(NotBegun::Faults)?;
    let faults = events::faults(&plan.register, &events);
    if !faults.is_empty() {
        return Err(NotBegun::Faults(faults.iter().map(ToString::to_string).collect()));
    }
    let begun = app.jobs.begin(KIND, who, move |job| {
        job.say("looking for the ways to mend it");
        let options = Options { choices: MOST_CHOICES, steps: STEPS, ..Options::default() };
        match happening(&plan, &events, &options, &job.stop) {
            Ok(found) => Outcome::Happening(Box::new(found), Arc::clone(&plan.tables)),
            Err(faults) => {
                Outcome::Failed(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
            }
        }
    });
    let job = begun.map_err(NotBegun::Failed)?;
    app.jobs.remember(job.number, &told.why());
    Ok(job)
}

/// Takes a choice by its number, from 1; 0 only writes down what happened. What happened goes into the register and the bookings change, all
/// of it or nothing. Returns the first and the last event; whoever takes again what was taken is told what was done.
///
/// # Errors
/// Where the choices are not there yet, there is none of that number, or what they were worked out on has changed.
pub(crate) fn accept(app: &App, who: &str, number: u64, choice: usize) -> Result<(u64, u64), Failure> {
    let job = app.jobs.find(number, who)?;
    let outcome = job.outcome();
    let Some(Outcome::Happening(found, tables)) = outcome.as_deref() else {
        return Err(Failure::Invalid("the choices are not there yet".to_owned()));
    };
    let choice = match choice {
        0 => None,
        at => Some(found.choice(at)?),
    };
    let why = app.jobs.remembered(number);
    let at = app.clock.now().with_timezone(&London).naive_local();
    let act = |plan: &Plan| -> Result<_, DeskError> {
        if !Arc::ptr_eq(tables, &plan.tables) {
            return Err(DeskError::Changed(REGISTER_CHANGED.to_owned()));
        }
        let mut act = found.act(plan, choice)?;
        note_adjournments(plan, &mut act, &found.events, (who, at));
        Ok(act)
    };
    job.take(|| Ok(app.desk.act(&app.by(who, &why), app.clock.today(), &act)?.events))
}

/// Adds to the record what was adjourned, so that it is counted with what is recorded after a meeting.
fn note_adjournments(plan: &Plan, act: &mut Act, events: &[Event], by: (&str, NaiveDateTime)) {
    let Some(after) = &mut act.register else { return };
    for event in events {
        if let Event::Adjourned { meeting, reason } = event
            && let Some(reason) = reason_told(reason.trim())
        {
            note_adjourned(&plan.register, after, *meeting, reason, by);
        }
    }
}

impl Told {
    /// Returns the events that are meant, none where what is broken already is to be mended, or what is wrong with them.
    fn events(&self, plan: &Plan) -> Result<Vec<Event>, Vec<String>> {
        if self.what != BROKEN {
            return self.event(plan).map(|event| vec![event]);
        }
        if plan.verdict().breaches.is_empty() {
            return Err(vec!["no booking breaks a rule as it stands; there is nothing to mend".to_owned()]);
        }
        Ok(Vec::new())
    }

    /// Returns the event that is meant, or what is wrong with it.
    fn event(&self, plan: &Plan) -> Result<Event, Vec<String>> {
        let register = &plan.register;
        let meeting = |faults: &mut Vec<String>| {
            let found = sought(plan, &self.meeting).ok().and_then(|known| plan.meeting(known.as_str()));
            if found.is_none() {
                faults.push("meeting is none of the register; wanted its reference, as the queue and the calendar show it".to_owned());
            }
            found
        };
        let mut faults = Vec::new();
        let event = match self.what.as_str() {
            "absent" => {
                let when = self.stretch(&mut faults);
                let staff = staff_of(register, &self.staff);
                if staff.is_none() {
                    faults.push("who is not chosen; wanted somebody of the list".to_owned());
                }
                when.zip(staff).map(|(when, staff)| Event::Absent { staff, when })
            }
            "closed" => {
                let when = self.stretch(&mut faults);
                let (venue, room) = (self.venue(register, &mut faults), self.room(register, &mut faults));
                when.zip(venue).zip(room).map(|((when, venue), room)| Event::Closed { venue, room, when })
            }
            "adjourned" => {
                if !REASONS.contains(&self.reason.as_str()) {
                    faults.push(
                        "no reason is chosen; wanted one, because adjournments are counted by reason"
                            .to_owned(),
                    );
                }
                meeting(&mut faults).map(|meeting| Event::Adjourned { meeting, reason: self.reason.clone() })
            }
            "cancelled" => {
                if self.reason.trim().is_empty() {
                    faults.push("no reason is given; wanted one, because it is kept in the audit".to_owned());
                }
                meeting(&mut faults).map(|meeting| Event::Cancelled { meeting })
            }
            _ => {
                faults.push("what happened is not chosen".to_owned());
                None
            }
        };
        match event {
            Some(event) if faults.is_empty() => Ok(event),
            _ => Err(faults),
        }
    }

    fn venue(&self, register: &Register, faults: &mut Vec<String>) -> Option<VenueIdx> {
        // A room says which venue it is in.
        let found = match (self.venue.trim(), room_of(register, &self.room)) {
            ("", Some(room)) => Some(register.rooms[room.at()].venue),
            (venue, _) => venue_of(register, venue),
        };
        if found.is_none() {
            faults.push("no venue is chosen; wanted one of the list, or a room".to_owned());
        }
        found
    }

    /// Returns the room, `Some(None)` for all of the venue.
    fn room(&self, register: &Register, faults: &mut Vec<String>) -> Option<Option<RoomIdx>> {
        if self.room.trim().is_empty() {
            return Some(None);
        }
        let room = room_of(register, &self.room);
        let venue = venue_of(register, &self.venue);
        let is_any = self.venue.trim().is_empty();
        let is_there = room.is_some_and(|room| is_any || Some(register.rooms[room.at()].venue) == venue);
        if !is_there {
            faults.push(format!(
                "room {:?} is not in that venue; wanted one of its rooms, or all of it",
                self.room
            ));
            return None;
        }
        Some(room)
    }

    fn stretch(&self, faults: &mut Vec<String>) -> Option<Stretch> {
        let mut day = |text: &str| day_of(text).map_err(|fault| faults.push(fault)).ok();
        let (from, until) = (day(&self.from), day(&self.until));
        let mut at = |date: Option<NaiveDate>, time: &str, or: fn(NaiveDate) -> Option<NaiveDateTime>| {
            let date = date?;
            match time.trim() {
                "" => or(date),
                time => match parse_clock(time) {
                    Some(clock) => Some(moment(date, minutes(clock))),
                    None => {
                        faults.push(format!("time is {time:?}; wanted one such as 09:30"));
                        None
                    }
                },
            }
        };
        let from = at(from, &self.from_time, |date| Some(moment(date, 0)));
        let until = at(until, &self.until_time, |date| Some(moment(date.checked_add_days(Days::new(1))?, 0)));
        from.zip(until).map(|(from, until)| Stretch { from, until })
    }

    /// Returns the reason as the audit keeps it.
    fn why(&self) -> String {
        match self.what.as_str() {
            "adjourned" => format!("adjourned: {}", self.reason),
            "cancelled" => format!("cancelled: {}", self.reason.trim()),
            BROKEN => "bookings that broke a rule".to_owned(),
            what => what.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_that_is_told_is_one_that_is_counted() {
        for reason in REASONS {
            assert!(reason_told(reason).is_some(), "{reason}");
        }
    }
}
