//! What a register would be with some of its tables replaced: whether it can be read with the bookings that stand, which rules
//! they then break, and the write itself.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::grid::Grid;
use crate::check::check;
use crate::desk::{DeskError, State as Plan, stranded};
use crate::files::{Fault, Faults, Loaded, Location, register_from_texts};
use crate::register::{MeetingStatus, Register};
use crate::rules::Breach;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::store::{Replacement, Status, StoreError, Stored, Table, TableChange, View, What};

/// The file of bookings, which the store's own take the place of.
const BOOKINGS: &str = "bookings.csv";
/// Most events of one act.
const MOST_EVENTS: u32 = 100;

/// A file of the register: its name and text.
pub(crate) type File = (String, String);

/// Returns the register's files with `new` in the place of those of their names. A text that is empty takes a file out.
pub(crate) fn with(tables: &[Table], new: &[File]) -> Vec<File> {
    let is_new = |name: &str| new.iter().any(|file| file.0 == name);
    let kept = tables.iter().filter(|table| !is_new(&table.name));
    let kept = kept.map(|table| (table.name.clone(), table.text.clone()));
    kept.chain(new.iter().filter(|file| !file.1.is_empty()).cloned()).collect()
}

/// Reads a register with the bookings that stand, as the reader of files does.
///
/// # Errors
/// Every fault of its files, and of every booking what it names that the register would not have.
pub(crate) fn read<'s>(
    files: &[File],
    stored: impl Iterator<Item = &'s Stored>,
    today: NaiveDate,
) -> Result<Loaded, Vec<Fault>> {
    let standing: Vec<&Stored> = stored.filter(|stored| stored.booking.status != Status::Cancelled).collect();
    let bookings = bookings_text(&standing);
    let mut texts: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    if !standing.is_empty() {
        texts.push((BOOKINGS, &bookings));
    }
    let mut loaded = register_from_texts(&texts, None).map_err(|Faults(faults)| {
        faults.into_iter().map(|fault| named(fault, &standing)).collect::<Vec<_>>()
    })?;
    seat(&mut loaded.register, today);
    Ok(loaded)
}

/// Returns the bookings that stand as a file has them. A temporary hold stands as a confirmed booking.
fn bookings_text(standing: &[&Stored]) -> String {
    let header = ["meeting", "starts", "iro", "room", "minute_taker", "status"];
    let rows = standing.iter().map(|stored| {
        let booking = &stored.booking;
        let (hours, minutes) = (booking.start_minute / 60, booking.start_minute % 60);
        let status = match booking.status {
            Status::OnHold { .. } => Status::Confirmed.word(),
            status => status.word(),
        };
        vec![
            booking.meeting.clone(),
            format!("{}T{hours:02}:{minutes:02}", booking.day),
            booking.chair.clone(),
            booking.room.clone(),
            booking.minute_taker.clone().unwrap_or_default(),
            status.to_owned(),
        ]
    });
    Grid { header: header.map(str::to_owned).to_vec(), rows: rows.collect() }.write()
}

/// Says of a fault of a booking whose booking it is: nobody has seen the file that it stands in.
fn named(fault: Fault, standing: &[&Stored]) -> Fault {
    let Location::Text { file, line, .. } = &fault.location else { return fault };
    if file != BOOKINGS {
        return fault;
    }
    let row = usize::try_from(*line).ok().and_then(|line| standing.get(line.checked_sub(2)?));
    let file = row.map_or_else(
        || "a booking".to_owned(),
        |row| format!("the booking of meeting {}", row.booking.meeting),
    );
    // What is near it does not matter: it is the table that must keep what the booking names.
    Fault { location: Location::File { file }, message: fault.message, meant: None }
}

/// Puts a register in the state in which the desk has it: as of its own day, and a meeting is booked where it has a booking.
fn seat(register: &mut Register, today: NaiveDate) {
    register.authority.today = today;
    register.bookings.sort_by_key(|booking| booking.meeting);
    let booked: BTreeSet<usize> = register.bookings.iter().map(|booking| booking.meeting.at()).collect();
    for (at, meeting) in register.meetings.iter_mut().enumerate() {
        if meeting.status.is_live() {
            meeting.status = if booked.contains(&at) { MeetingStatus::Booked } else { MeetingStatus::ToBook };
        }
    }
}

/// A hard rule that bookings break, by references: positions differ from register to register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Broken {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) meetings: Vec<String>,
}

/// Returns the rules that are broken.
pub(crate) fn broken(register: &Register, breaches: &[Breach]) -> BTreeSet<Broken> {
    let reference = |meeting: &crate::register::MeetingIdx| register.meeting(*meeting).reference.to_string();
    let broken = breaches.iter().map(|breach| Broken {
        code: breach.code,
        message: breach.message.clone(),
        meetings: breach.meetings.iter().map(reference).collect(),
    });
    broken.collect()
}

/// Returns the rules that a register's bookings break.
pub(crate) fn broken_in(loaded: &Loaded) -> BTreeSet<Broken> {
    let verdict = check(&loaded.register, &loaded.travel, &loaded.register.bookings);
    broken(&loaded.register, &verdict.breaches)
}

/// Returns the rules that bookings break as it stands, and did not before what the events from `first` to `last` did to the
/// register. None where what stood before cannot be told any more.
pub(crate) fn broken_since(app: &App, plan: &Plan, events: (u64, u64)) -> Result<Vec<Broken>, Failure> {
    let Some(old) = register_before(app, plan, events)? else { return Ok(Vec::new()) };
    let now = broken(&plan.register, &plan.verdict().breaches);
    Ok(now.difference(&broken_in(&old)).cloned().collect())
}

/// Returns the register as it was before what the events from `first` to `last` did to its tables, with the bookings that stand now. None where
/// they changed no table, or what stood before cannot be told or read any more.
pub(crate) fn register_before(
    app: &App,
    plan: &Plan,
    (first, last): (u64, u64),
) -> Result<Option<Loaded>, Failure> {
    let events = app.desk.store().events_since(first.saturating_sub(1), MOST_EVENTS)?;
    let mut changes = Vec::new();
    for event in events.into_iter().filter(|event| event.number <= last) {
        let (What::TableReplaced | What::Undone, Some(contents)) = (event.what, event.contents) else {
            continue;
        };
        changes.extend(TableChange::of(&contents));
    }
    if changes.is_empty() {
        return Ok(None);
    }
    // The last change is taken out first. What others have changed since stays.
    let mut before: Vec<File> = Vec::new();
    for change in changes.iter().rev() {
        let position = before.iter().position(|file| file.0 == change.name);
        let now = match position {
            Some(at) => before.swap_remove(at).1,
            None => {
                let table = plan.tables.iter().find(|table| table.name == change.name);
                table.map_or_else(String::new, |table| table.text.clone())
            }
        };
        let Some(text) = change.without(&now) else { return Ok(None) };
        before.push((change.name.clone(), text));
    }
    let stored = plan.stored.values().map(AsRef::as_ref);
    Ok(read(&with(&plan.tables, &before), stored, app.clock.today()).ok())
}

/// Why tables were not replaced.
pub(crate) enum Refused {
    /// What the register would be has faults.
    Faults(Vec<Fault>),
    /// Anything else.
    Failed(Failure),
}

/// Replaces tables of the register, all of them or none, and returns the first and the last event. The register that results is
/// read once more inside the write, with the bookings that then stand, so that nothing that somebody else writes at the
/// same moment can leave one that cannot be read.
pub(crate) fn replace(
    app: &App,
    who: &str,
    why: &str,
    tables: &[Replacement],
) -> Result<(u64, u64), Refused> {
    let found: RefCell<Vec<Fault>> = RefCell::default();
    // Where the register cannot be read it can still be mended.
    let known = app.state().map(|plan| stranded(&plan.register)).unwrap_or_default();
    let referee = |view: &mut View<'_>| {
        let files = with(&view.tables()?, &[]);
        let stored = view.bookings()?;
        let loaded = read(&files, stored.iter(), app.clock.today()).map_err(|faults| {
            found.replace(faults);
            StoreError::Refused { reason: "the register would have faults".to_owned() }
        })?;
        let new: Vec<String> = stranded(&loaded.register).difference(&known).cloned().collect();
        if new.is_empty() {
            return Ok(());
        }
        Err(StoreError::Refused {
            reason: format!(
                "these meetings are booked and would not take place: {}\ncancel each on its own page, which gives its booking up too",
                new.join(", ")
            ),
        })
    };
    match app.desk.store().commit(&app.by(who, why.trim()), tables, &[], &referee) {
        Ok(done) => Ok((done.first, done.last)),
        Err(StoreError::Refused { .. }) if !found.borrow().is_empty() => Err(Refused::Faults(found.take())),
        Err(error) => Err(Refused::Failed(error.into())),
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        match refused {
            Refused::Faults(faults) => Failure::Desk(DeskError::Register(Faults(faults))),
            Refused::Failed(failure) => failure,
        }
    }
}

/// Returns a fault without its place: what is wrong and what was probably meant.
pub(crate) fn what_is_wrong(fault: &Fault) -> String {
    match &fault.meant {
        Some(meant) => format!("{}; maybe \"{meant}\" was meant", fault.message),
        None => fault.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::files::register_files;
    use crate::synth::{Preset, generate};

    fn stored(meeting: &str, chair: &str, room: &str) -> Stored {
        let booking = crate::store::Booking {
            meeting: meeting.to_owned(),
            day: NaiveDate::from_ymd_opt(2012, 4, 18).expect("a day"),
            start_minute: 10 * 60,
            end_minute: 11 * 60,
            room: room.to_owned(),
            chair: chair.to_owned(),
            minute_taker: None,
            households: Vec::new(),
            status: Status::Confirmed,
            takes: Vec::new(),
            extra: BTreeMap::new(),
        };
        Stored {
            booking,
            sequence: 0,
            version: 1,
            changed_by: "clerk-1".to_owned(),
            changed_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_register_must_keep_what_its_bookings_name() {
        let register = generate(Preset::Tiny, 1);
        let files: Vec<File> =
            register_files(&register).into_iter().filter(|file| file.0 != BOOKINGS).collect();
        let chair = register.staff.iter().find(|staff| staff.role.chairs()).expect("a chair");
        let (meeting, room) = (register.meetings[0].reference.as_str(), register.rooms[0].reference.as_str());
        let today = register.authority.today;
        let sound = read(&files, [&stored(meeting, chair.reference.as_str(), room)].into_iter(), today)
            .expect("it is sound");
        assert_eq!(sound.register.bookings.len(), 1);
        assert_eq!(sound.register.meetings[0].status, MeetingStatus::Booked);
        let faults = read(&files, [&stored(meeting, "nobody", room)].into_iter(), today)
            .expect_err("there is no such chair");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].location, Location::File { file: format!("the booking of meeting {meeting}") });
        assert!(faults[0].message.contains("nobody"), "{}", faults[0].message);
    }

    #[test]
    fn new_files_take_the_place_of_those_of_their_names() {
        let table = |name: &str, text: &str| Table {
            name: name.to_owned(),
            text: text.to_owned(),
            version: 1,
            changed_by: "clerk-1".to_owned(),
            changed_at: chrono::DateTime::UNIX_EPOCH,
        };
        let tables = [table("a.csv", "a\n"), table("b.csv", "b\n"), table("c.csv", "c\n")];
        let new = [("b.csv".to_owned(), "new\n".to_owned()), ("c.csv".to_owned(), String::new())];
        let files = with(&tables, &new);
        assert_eq!(files, [("a.csv".to_owned(), "a\n".to_owned()), ("b.csv".to_owned(), "new\n".to_owned())]);
    }
}
