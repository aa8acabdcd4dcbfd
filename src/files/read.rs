//! Reading a register: from text to the domain, every fault told.

use std::path::Path;

use super::Faults;
use super::authority::{self, Policy, unknown_holidays};
use super::findings::Findings;
use super::ids::Ids;
use super::near::quoted;
use super::notes::{note_missing_bookings, note_unoffered_needs};
use super::record_notes::note_contradictions;
use super::source::{self, Scope, Source};
use super::table::Table;
use super::{limits, tables};
use crate::calendar::{BANK_HOLIDAY_YEARS, Datelike, NaiveDate, WorkingCalendar};
use crate::register::{Meeting, PlaceIdx, Record, Register, SocialWorkerIdx};
use crate::travel::{Travel, Unreachable};

/// A register that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The register.
    pub register: Register,
    /// Its driving times.
    pub travel: Travel,
    /// What is not wrong but worth saying.
    pub notes: Vec<String>,
}

/// Reads the register in a folder of CSV files and authority.toml, or in an `.xlsx` workbook. `today` takes the
/// place of the authority's own planning date.
///
/// # Errors
/// Every fault of the register, in order of place.
pub fn read_register(path: &Path, today: Option<NaiveDate>) -> Result<Loaded, Faults> {
    let mut findings = Findings::default();
    match source::read(path, Scope::Register, &mut findings) {
        Some(source) => load(&source, &path.display().to_string(), today, findings),
        None => Err(findings.finish().err().unwrap_or(Faults(Vec::new()))),
    }
}

/// Reads the register that is given as texts by file name, such as one embedded in the program.
///
/// # Errors
/// As for [`read_register`].
pub fn register_from_texts(texts: &[(&str, &str)], today: Option<NaiveDate>) -> Result<Loaded, Faults> {
    let mut findings = Findings::default();
    let source = source::from_texts(texts, &mut findings);
    load(&source, "the register", today, findings)
}

/// Reads a register from its text.
pub(super) fn load(
    source: &Source,
    shown: &str,
    today: Option<NaiveDate>,
    mut findings: Findings,
) -> Result<Loaded, Faults> {
    source::check_names(source, shown, &mut findings);
    let policy = authority::read(source.authority.as_ref(), today, &mut findings);
    let (register, rows) = read_tables(source, policy, &mut findings);
    let travel = rows.check(source, &register, &mut findings);
    note_unoffered_needs(&register, &mut findings);
    note_missing_bookings(&register, &mut findings);
    note_contradictions(&register, &mut findings);
    if travel.is_none() && findings.is_sound() {
        findings.fault_of_file(shown, "has places between which no driving times are known");
    }
    let notes = findings.finish()?;
    let travel = travel.expect("a register without a fault has driving times");
    Ok(Loaded { register, travel, notes })
}

/// What is checked once everything is read, and the rows that it stands in.
struct Rows {
    places: Vec<usize>,
    meetings: Vec<usize>,
    is_bound_to_bank_holidays: bool,
    /// Whether places and roads are whole, so that what cannot be reached is a fault of its own.
    has_whole_map: bool,
}

fn read_tables(source: &Source, policy: Policy, findings: &mut Findings) -> (Register, Rows) {
    let Policy { authority, kinds, is_bound_to_bank_holidays } = policy;
    let f = findings;
    /// A table that should be there, or could not be read, is lost rather than empty.
    fn settle<I: Copy + From<usize>>(source: &Source, name: &str, ids: &mut Ids<I>) {
        let is_required = super::schema::schema(name).is_some_and(|schema| schema.is_required);
        if source.table(name).is_none() && (is_required || source.unreadable.iter().any(|lost| lost == name))
        {
            ids.set_incomplete();
        }
    }
    let table = |name: &str| -> Option<&Table> { source.table(name) };

    let mut districts = tables::read_districts(table("districts"), f);
    settle(source, "districts", &mut districts.ids);
    let n_faults = f.n_faults();
    let mut places = tables::read_places(table("places"), &mut districts.ids, f);
    settle(source, "places", &mut places.ids);
    let roads = tables::read_roads(table("roads"), &places.ids, f);
    let is_whole = |table: Option<&Table>| table.is_some_and(Table::is_whole);
    let is_lost = |name: &str| source.unreadable.iter().any(|lost| lost == name);
    let are_roads_whole = is_whole(table("roads")) || table("roads").is_none() && !is_lost("roads");
    let mut has_whole_map = f.n_faults() == n_faults && are_roads_whole && is_whole(table("places"));
    if limits::PLACES < places.items.len()
        && let Some(places) = table("places")
    {
        let message =
            format!("has more than {} places; driving times are kept for at most that many", limits::PLACES);
        f.fault(places.origin.whole(), message);
        has_whole_map = false;
    }
    let mut venues = tables::read_venues(table("venues"), &places.ids, authority.office_hours, f);
    settle(source, "venues", &mut venues.ids);
    let mut rooms = tables::read_rooms(table("rooms"), &venues.ids, f);
    settle(source, "rooms", &mut rooms.ids);
    let closures = tables::read_closures(table("closures"), &venues.ids, &rooms.ids, &rooms.items, f);
    let mut staff = tables::read_staff(table("staff"), &places.ids, &kinds, &mut districts.ids, f);
    settle(source, "staff", &mut staff.ids);
    tables::read_hours(table("hours"), &staff.ids, &mut staff.items, f);
    tables::read_absences(table("absences"), &staff.ids, &mut staff.items, f);
    let mut social_workers: Ids<SocialWorkerIdx> = Ids::open("social workers");
    let around = tables::AroundHouseholds {
        districts: &mut districts.ids,
        places: &places.ids,
        venues: &venues.ids,
        staff_ids: &staff.ids,
        staff: &staff.items,
        social_workers: &mut social_workers,
    };
    let mut households = tables::read_households(table("households"), around, f);
    settle(source, "households", &mut households.ids);
    let mut children = tables::read_children(table("children"), &households.ids, f);
    settle(source, "children", &mut children.ids);
    let around = tables::AroundMeetings {
        kinds: &kinds,
        households: &households.ids,
        places: &places.ids,
        districts: &mut districts.ids,
    };
    let mut meetings = tables::read_meetings(table("meetings"), around, f);
    settle(source, "meetings", &mut meetings.ids);
    let unavailable = tables::read_unavailable(
        table("unavailable"),
        &meetings.ids,
        &households.ids,
        &mut social_workers,
        f,
    );
    let bookings = tables::read_bookings(table("bookings"), &meetings.ids, &staff.ids, &rooms.ids, f);
    let record = Record {
        outcomes: tables::read_outcomes(table("outcomes"), &meetings.ids, &staff.ids, &staff.items, f),
        decisions: tables::read_decisions(table("decisions"), &meetings.ids, &children.ids, f),
        plans: tables::read_plans(table("plans"), &children.ids, f),
        care: tables::read_care(table("care"), &children.ids, f),
        details: tables::read_child_details(table("child_details"), &children.ids, f),
        escalations: tables::read_escalations(table("escalations"), &households.ids, f),
        combined: tables::read_combined(table("combined"), &meetings.ids, &kinds, f),
    };
    let register = Register {
        calendar: WorkingCalendar::new(authority.holidays, &authority.extra_holidays),
        authority,
        places: places.items,
        roads,
        districts: tables::all_districts(districts),
        venues: venues.items,
        rooms: rooms.items,
        closures,
        staff: staff.items.into(),
        households: households.items.into(),
        children: children.items.into(),
        social_workers: social_workers.into_references(),
        meetings: meetings.items,
        unavailable,
        bookings,
        record: record.into(),
    };
    let rows =
        Rows { places: places.rows, meetings: meetings.rows, is_bound_to_bank_holidays, has_whole_map };
    (register, rows)
}

impl Rows {
    /// Checks what needs the whole register: dates of meetings, and that every place can be reached. Returns the
    /// driving times where it can.
    fn check(&self, source: &Source, register: &Register, findings: &mut Findings) -> Option<Travel> {
        if let Some(table) = source.table("meetings") {
            for (meeting, &row) in register.meetings.iter().zip(&self.meetings) {
                if meeting.status.is_live() && !findings.is_full() {
                    check_dates(table, row, register, meeting, self.is_bound_to_bank_holidays, findings);
                }
            }
        }
        if !self.has_whole_map {
            return None;
        }
        let unreachable = match Travel::new(register) {
            Ok(travel) => return Some(travel),
            Err(unreachable) => unreachable,
        };
        let table = source.table("places")?;
        let reference = |place: PlaceIdx| quoted(register.places[place.at()].reference.as_str());
        for fault in unreachable {
            let (place, message) = match fault {
                Unreachable::OffRoad(place) => (
                    place,
                    format!("place {} is on no road; wanted a row of roads that names it", reference(place)),
                ),
                Unreachable::NoPath(from, to) => {
                    let message = format!(
                        "no roads lead from {} to {}; wanted a way between every two places",
                        reference(from),
                        reference(to)
                    );
                    (from.max(to), message)
                }
            };
            findings.fault(table.at(&table.rows[self.places[place.at()]], 0), message);
        }
        None
    }
}

/// Checks the dates of one meeting: that it has some, and that they lie in years whose bank holidays are known.
pub(super) fn check_dates(
    table: &Table,
    row: usize,
    register: &Register,
    meeting: &Meeting,
    is_bound_to_bank_holidays: bool,
    findings: &mut Findings,
) {
    let row = &table.rows[row];
    let at = |column: &str| {
        let column = table.header.iter().position(|name| name == column).unwrap_or(0);
        table.at(row, column)
    };
    if let Err(reason) = register.deadlines(meeting) {
        let kind = &register.kind(meeting).name;
        findings.fault(
            at("from_date"),
            format!("meeting {} ({kind}): {reason}", quoted(meeting.reference.as_str())),
        );
    }
    if !is_bound_to_bank_holidays {
        return;
    }
    if let Ok(deadlines) = register.deadlines(meeting) {
        // What is derived may lie beyond the years whose holidays are known where what is given does not.
        let last = register.calendar.after(deadlines.limit_from(), register.authority.late_limit_days);
        let given = [meeting.from_date, meeting.due, meeting.target, meeting.earliest];
        let told = given.into_iter().flatten().any(|date| !BANK_HOLIDAY_YEARS.contains(&date.year()));
        if !told && *BANK_HOLIDAY_YEARS.end() < last.year() {
            findings.fault(at("from_date"), unknown_holidays("the last day on which it may be booked", last));
        }
    }
    let dates = [
        ("from_date", meeting.from_date),
        ("due", meeting.due),
        ("target", meeting.target),
        ("earliest", meeting.earliest),
    ];
    for (column, date) in dates {
        if let Some(date) = date.filter(|date| !BANK_HOLIDAY_YEARS.contains(&date.year())) {
            findings.fault(at(column), unknown_holidays(column, date));
        }
    }
}
