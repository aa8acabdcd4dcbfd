//! Events as somebody writes them on a command line, resolved for a register: references looked up, dates read, the
//! rows of meetings to add read as meetings.csv is.

use std::path::{Path, PathBuf};

use super::cells::{Reading, stretch_end, stretch_start};
use super::csv_text;
use super::findings::{Findings, refusal};
use super::ids::{Found, Ids, known};
use super::read::check_dates;
use super::source::read_bytes;
use super::tables::{AroundMeetings, read_meetings};
use super::{Faults, Location};
use crate::calendar::Holidays;
use crate::events::{self, Event};
use crate::register::{
    DistrictIdx, HouseholdIdx, KindIdx, Meeting, MeetingIdx, PlaceIdx, Reference, Register, RoomIdx,
    StaffIdx, Stretch, VenueIdx,
};

/// Events in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventWords {
    /// Staff, from, until: dates (the last one included) or moments.
    pub absent: Vec<[String; 3]>,
    /// Venue or room, from, until. What is both a venue and a room is taken for the venue.
    pub closed: Vec<[String; 3]>,
    /// Meetings.
    pub cancelled: Vec<String>,
    /// Files of meetings to add, with the columns of meetings.csv.
    pub added: Vec<PathBuf>,
    /// Meeting and reason.
    pub adjourned: Vec<(String, String)>,
}

/// Returns the events that the words mean for a register.
///
/// # Errors
/// Every fault: what is not known, with what was probably meant, and what cannot have happened.
pub fn read_events(register: &Register, words: &EventWords) -> Result<Vec<Event>, Faults> {
    let mut reader = Reader { register, findings: Findings::default(), events: Vec::new(), told: Vec::new() };
    let meetings = reader.added(&words.added);
    reader.absent(&words.absent);
    reader.closed(&words.closed);
    reader.ended(words, &meetings);
    let Reader { mut findings, events, told, .. } = reader;
    for fault in events::faults(register, &events) {
        findings.fault(told[fault.event].clone(), fault.message);
    }
    findings.finish().map(|_| events)
}

struct Reader<'a> {
    register: &'a Register,
    findings: Findings,
    events: Vec<Event>,
    /// Where each event was told of.
    told: Vec<Location>,
}

impl Reader<'_> {
    /// Reads the meetings to add and returns what the register's meetings are called with them.
    fn added(&mut self, paths: &[PathBuf]) -> Ids<MeetingIdx> {
        let mut added: Vec<(Meeting, Location)> = Vec::new();
        let n_faults = self.findings.n_faults();
        for path in paths {
            added.extend(self.meetings_of(path));
        }
        added.sort_by(|(a, _), (b, _)| a.reference.cmp(&b.reference));
        let own = self.register.meetings.iter().map(|meeting| &meeting.reference);
        let mut meetings = known("meetings", own.chain(added.iter().map(|(meeting, _)| &meeting.reference)));
        if n_faults < self.findings.n_faults() {
            meetings.set_incomplete();
        }
        for (meeting, location) in added {
            self.events.push(Event::Added { meeting });
            self.told.push(location);
        }
        meetings
    }

    fn meetings_of(&mut self, path: &Path) -> Vec<(Meeting, Location)> {
        let (register, findings) = (self.register, &mut self.findings);
        let shown = path.display().to_string();
        let Some(bytes) = read_bytes(path, &shown, findings) else { return Vec::new() };
        let Some(table) = csv_text::read("meetings", &shown, &bytes, findings) else { return Vec::new() };
        let kinds: Ids<KindIdx> = {
            let mut kinds = Ids::listed_in("the kinds of meeting");
            for kind in &register.authority.kinds {
                kinds.add(&kind.name);
            }
            kinds
        };
        let households: Ids<HouseholdIdx> =
            known("households", register.households.iter().map(|household| &household.reference));
        let places: Ids<PlaceIdx> = known("places", register.places.iter().map(|place| &place.reference));
        let mut districts: Ids<DistrictIdx> =
            known("districts", register.districts.iter().map(|district| &district.reference));
        let around = AroundMeetings {
            kinds: &kinds,
            households: &households,
            places: &places,
            districts: &mut districts,
        };
        let listed = read_meetings(Some(&table), around, findings);
        let is_bound = register.authority.holidays == Holidays::EnglandAndWales;
        let mut added = Vec::new();
        for (meeting, row) in listed.items.into_iter().zip(listed.rows) {
            let n_faults = findings.n_faults();
            check_dates(&table, row, register, &meeting, is_bound, findings);
            if n_faults == findings.n_faults() {
                added.push((meeting, table.at(&table.rows[row], 0)));
            }
        }
        added
    }

    fn absent(&mut self, words: &[[String; 3]]) {
        let staff: Ids<StaffIdx> = known("staff", self.register.staff.iter().map(|person| &person.reference));
        for [person, from, until] in words {
            let at = flag("--absent", &[person, from, until]);
            let found = if self.is_social_worker(person) && matches!(staff.find(person), Found::Unknown) {
                self.findings.fault(at.clone(), social_worker_is_away(person));
                None
            } else {
                self.find("staff", person, &staff, &at)
            };
            let when = self.stretch(from, until, &at);
            if let (Some(staff), Some(when)) = (found, when) {
                self.events.push(Event::Absent { staff, when });
                self.told.push(at);
            }
        }
    }

    fn is_social_worker(&self, given: &str) -> bool {
        self.register.social_workers.iter().any(|worker| worker.as_str() == given.trim())
    }

    fn closed(&mut self, words: &[[String; 3]]) {
        let register = self.register;
        let venues: Ids<VenueIdx> = known("venues", register.venues.iter().map(|venue| &venue.reference));
        let rooms: Ids<RoomIdx> = known("rooms", register.rooms.iter().map(|room| &room.reference));
        for [place, from, until] in words {
            let at = flag("--close", &[place, from, until]);
            let found = match (venues.find(place), rooms.find(place)) {
                (Found::Known(venue), _) => Some((venue, None)),
                (_, Found::Known(room)) => Some((register.rooms[room.at()].venue, Some(room))),
                _ => {
                    let meant = self.findings.nearest(place, venues.suggestions().chain(rooms.suggestions()));
                    let message =
                        refusal("venue or room", place, "is not known", "a reference of venues or rooms");
                    self.findings.fault_meaning(at.clone(), message, meant);
                    None
                }
            };
            let when = self.stretch(from, until, &at);
            if let (Some((venue, room)), Some(when)) = (found, when) {
                self.events.push(Event::Closed { venue, room, when });
                self.told.push(at);
            }
        }
    }

    fn ended(&mut self, words: &EventWords, meetings: &Ids<MeetingIdx>) {
        for reference in &words.cancelled {
            let at = flag("--cancel", &[reference]);
            if let Some(meeting) = self.find("meeting", reference, meetings, &at) {
                self.events.push(Event::Cancelled { meeting });
                self.told.push(at);
            }
        }
        for (reference, reason) in &words.adjourned {
            let at = flag("--adjourn", &[reference, reason]);
            if let Some(meeting) = self.find("meeting", reference, meetings, &at) {
                self.events.push(Event::Adjourned { meeting, reason: reason.clone() });
                self.told.push(at);
            }
        }
    }

    fn find<I: Copy + From<usize>>(
        &mut self,
        what: &str,
        given: &str,
        ids: &Ids<I>,
        at: &Location,
    ) -> Option<I> {
        match ids.find(given) {
            Found::Known(idx) => Some(idx),
            Found::Lost => None,
            Found::Unknown => {
                let meant = self.findings.nearest(given, ids.suggestions());
                let message = refusal(what, given, "is not known", &format!("a reference of {}", ids.table));
                self.findings.fault_meaning(at.clone(), message, meant);
                None
            }
        }
    }

    fn stretch(&mut self, from: &str, until: &str, at: &Location) -> Option<Stretch> {
        let from = self.moment("FROM", from, stretch_start, at);
        let until = self.moment("UNTIL", until, stretch_end, at);
        Some(Stretch { from: from?, until: until? })
    }

    fn moment<T>(
        &mut self,
        what: &str,
        given: &str,
        read: impl Fn(&str) -> Reading<T>,
        at: &Location,
    ) -> Option<T> {
        match read(given) {
            Ok(moment) => Some(moment),
            Err(refused) => {
                let message = refusal(what, given, &refused.problem, &refused.wanted);
                self.findings.fault_meaning(at.clone(), message, refused.meant);
                None
            }
        }
    }
}

/// Returns what is said of a social worker who is given as absent staff.
fn social_worker_is_away(given: &str) -> String {
    let wanted = "a chair or minute taker; absences of social workers go into unavailable.csv";
    refusal("staff", given, "is a social worker", wanted)
}

/// Returns where an event stood on the command line.
fn flag(name: &str, words: &[&String]) -> Location {
    let words: Vec<String> = words.iter().map(|word| super::near::quoted(word).replace('"', "")).collect();
    Location::File { file: format!("{name} {}", words.join(" ")) }
}

/// Returns the meetings that references name, such as those of `--move-confirmed`.
///
/// # Errors
/// Every reference that no meeting has.
pub fn find_meetings(
    register: &Register,
    flag_name: &str,
    given: &[String],
) -> Result<Vec<MeetingIdx>, Faults> {
    let mut reader = Reader { register, findings: Findings::default(), events: Vec::new(), told: Vec::new() };
    let references: Vec<&Reference> = register.meetings.iter().map(|meeting| &meeting.reference).collect();
    let meetings = known("meetings", references.into_iter());
    let found = given
        .iter()
        .filter_map(|reference| {
            let at = flag(flag_name, &[reference]);
            reader.find("meeting", reference, &meetings, &at)
        })
        .collect();
    reader.findings.finish().map(|_| found)
}
