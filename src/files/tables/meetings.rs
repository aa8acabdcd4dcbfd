//! meetings.csv

use super::super::cells::{date, free_word, whole, word, word_for};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::near::quoted;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::households::MOST_CHILDREN;
use super::sheet::{Sheet, or_empty};
use crate::register::{
    DistrictIdx, HalfDay, HouseholdIdx, KindIdx, Meeting, MeetingIdx, MeetingStatus, PlaceIdx, Register,
};

const HALVES: [(&str, HalfDay); 2] = [("am", HalfDay::Am), ("pm", HalfDay::Pm)];

const STATUSES: [(&str, MeetingStatus); 5] = [
    ("to_book", MeetingStatus::ToBook),
    ("booked", MeetingStatus::Booked),
    ("held", MeetingStatus::Held),
    ("adjourned", MeetingStatus::Adjourned),
    ("cancelled", MeetingStatus::Cancelled),
];

/// What meetings point at.
pub(in crate::files) struct Around<'a> {
    /// The kinds.
    pub(in crate::files) kinds: &'a Ids<KindIdx>,
    /// The households.
    pub(in crate::files) households: &'a Ids<HouseholdIdx>,
    /// The places.
    pub(in crate::files) places: &'a Ids<PlaceIdx>,
    /// The districts.
    pub(in crate::files) districts: &'a mut Ids<DistrictIdx>,
}

/// Reads the meetings. Where `status` is not given a meeting is to be booked.
pub(in crate::files) fn read(
    table: Option<&Table>,
    around: Around<'_>,
    findings: &mut Findings,
) -> Listed<Meeting, MeetingIdx> {
    let Around { kinds, households, places, districts } = around;
    read_listed("meetings", "meeting", table, findings, |row, reference| {
        let kind = row.required_link("kind", kinds);
        let household = row.link("household", households);
        let from_date = row.optional("from_date", date);
        let due = row.optional("due", date);
        let target = row.optional("target", date);
        let earliest = row.optional("earliest", date);
        let attendees = row.optional("attendees", whole(0..=10_000, "people"));
        let needs = row.list("needs", free_word);
        let iro_needs = row.list("iro_needs", free_word);
        let minutes = row.optional("minutes", whole(1..=1440, "minutes"));
        let prefers = row.optional("prefers", word(&HALVES));
        let status = row.optional("status", word(&STATUSES)).unwrap_or(MeetingStatus::ToBook);
        let home = row.link("home", places);
        let district = row.link_or_add("district", districts);
        let children = row.optional("children", whole(0..=MOST_CHILDREN, "children")).unwrap_or(0);
        if row.is_given("household") {
            for column in ["home", "district", "children"] {
                if row.is_given(column) {
                    let given = quoted(row.text(column));
                    let message = format!(
                        "{column} {given} is given beside a household, which has its own; wanted it empty"
                    );
                    row.refuse(column, message, None);
                }
            }
        }
        Some(Meeting {
            reference,
            kind: kind?,
            household,
            from_date,
            due,
            target,
            earliest,
            attendees,
            needs,
            iro_needs,
            minutes,
            prefers,
            status,
            home,
            district,
            children,
        })
    })
}

/// Returns the meetings as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |meeting: &Meeting| {
        vec![
            meeting.reference.to_string(),
            register.kind(meeting).name.to_string(),
            or_empty(meeting.household.map(|household| &register.households[household.at()].reference)),
            or_empty(meeting.from_date),
            or_empty(meeting.due),
            or_empty(meeting.target),
            or_empty(meeting.earliest),
            or_empty(meeting.attendees),
            meeting.needs.join(";"),
            meeting.iro_needs.join(";"),
            or_empty(meeting.minutes),
            meeting.prefers.map_or("", |half| word_for(&HALVES, &half)).to_owned(),
            word_for(&STATUSES, &meeting.status).to_owned(),
            or_empty(meeting.home.map(|home| &register.places[home.at()].reference)),
            or_empty(meeting.district.map(|district| &register.districts[district.at()].reference)),
            or_empty((0 < meeting.children && meeting.household.is_none()).then_some(meeting.children)),
        ]
    };
    Sheet {
        columns: vec![
            "meeting",
            "kind",
            "household",
            "from_date",
            "due",
            "target",
            "earliest",
            "attendees",
            "needs",
            "iro_needs",
            "minutes",
            "prefers",
            "status",
            "home",
            "district",
            "children",
        ],
        rows: register.meetings.iter().map(row).collect(),
    }
}
