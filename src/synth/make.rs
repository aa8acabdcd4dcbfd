//! Shorthand for making records: references, dates and rows with everything optional left out.

use chrono::{Days, NaiveDate, Weekday};

use crate::calendar::{Holidays, Span, WorkingCalendar, moment, parse_date};
use crate::register::{
    Absence, Authority, DistrictIdx, FollowUp, Fte, Household, KindIdx, Lunch, Meeting, MeetingStatus,
    PlaceIdx, Preset, Reference, Register, Role, RoomIdx, Staff, StaffIdx, Stretch, TravelPolicy, VenueIdx,
    Weights, preset_kinds,
};

/// Returns text of this module's own making as a reference.
pub(super) fn reference(text: &str) -> Reference {
    Reference::new(text).expect("references made here are short and plain")
}

/// Returns a date written in this module's own tables.
pub(super) fn date(text: &str) -> NaiveDate {
    parse_date(text).expect("dates written here are dates")
}

/// Returns the hours from `from` to `until`, in minutes since midnight, on each of the first `n_days` weekdays.
pub(super) fn weekdays(n_days: usize, from: i32, until: i32) -> [Vec<Span>; 7] {
    std::array::from_fn(|day| if day < n_days { vec![Span::new(from, until)] } else { Vec::new() })
}

/// Returns the days Monday to Friday.
pub(super) fn monday_to_friday() -> Vec<Weekday> {
    vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
}

/// Returns the whole days from `first` to `last`, both included.
pub(super) fn days(first: NaiveDate, last: NaiveDate) -> Stretch {
    Stretch { from: moment(first, 0), until: moment(last + Days::new(1), 0) }
}

/// Returns the part of a day from `from` to `until`, in minutes since midnight.
pub(super) fn part_of(date: NaiveDate, from: i32, until: i32) -> Stretch {
    Stretch { from: moment(date, from), until: moment(date, until) }
}

/// Returns an absence.
pub(super) fn absence(when: Stretch, reason: &str) -> Absence {
    Absence { when, reason: reason.to_owned() }
}

/// Returns a register with nothing in it but its policy, which is the default one.
pub(super) fn empty(name: &str, today: NaiveDate) -> Register {
    Register {
        authority: Authority {
            name: name.to_owned(),
            today,
            timescales: Preset::England2010,
            grid_minutes: 15,
            office_hours: Span::new(9 * 60, 17 * 60),
            holidays: Holidays::EnglandAndWales,
            extra_holidays: Vec::new(),
            late_limit_days: 20,
            travel: TravelPolicy::default(),
            lunch: Lunch::default(),
            follow_up: FollowUp::default(),
            kinds: preset_kinds(Preset::England2010),
            weights: Weights::default(),
        },
        calendar: WorkingCalendar::new(Holidays::EnglandAndWales, &[]),
        places: Vec::new(),
        roads: None,
        districts: Vec::new(),
        venues: Vec::new(),
        rooms: Vec::new(),
        closures: Vec::new(),
        staff: Default::default(),
        households: Default::default(),
        children: Default::default(),
        social_workers: Vec::new(),
        meetings: Vec::new(),
        unavailable: Vec::new(),
        bookings: Vec::new(),
        record: Default::default(),
    }
}

/// Returns somebody in post without end, full time, who works no hours yet.
pub(super) fn person(name: &str, role: Role, base: PlaceIdx) -> Staff {
    Staff {
        reference: reference(name),
        name: String::new(),
        role,
        base,
        fte: Fte::FULL,
        contract: None,
        from: None,
        until: None,
        chairs: Vec::new(),
        districts: Vec::new(),
        per_day: 3,
        features: Vec::new(),
        hours: Default::default(),
        absences: Vec::new(),
    }
}

/// Returns a household without chair or social worker.
pub(super) fn household(
    name: &str,
    home: Option<PlaceIdx>,
    district: DistrictIdx,
    children: u32,
) -> Household {
    Household {
        reference: reference(name),
        district: Some(district),
        home,
        children,
        iro: None,
        iro_since: None,
        social_worker: None,
        venues_excluded: Vec::new(),
        conflicts: Vec::new(),
    }
}

/// Returns a meeting to book, about nobody yet.
pub(super) fn meeting(name: &str, kind: KindIdx, from_date: Option<NaiveDate>) -> Meeting {
    Meeting {
        reference: reference(name),
        kind,
        household: None,
        from_date,
        due: None,
        target: None,
        earliest: None,
        attendees: None,
        needs: Vec::new(),
        iro_needs: Vec::new(),
        minutes: None,
        prefers: None,
        status: MeetingStatus::ToBook,
        home: None,
        district: None,
        children: 0,
    }
}

/// Finds rows by the reference that this module's own tables name; a table that names none is a bug.
pub(super) trait Find {
    /// Returns the kind of a name.
    fn kind_of(&self, name: &str) -> KindIdx;
    /// Returns the place of a reference.
    fn place_of(&self, name: &str) -> PlaceIdx;
    /// Returns the district of a reference.
    fn district_of(&self, name: &str) -> DistrictIdx;
    /// Returns the venue of a reference.
    fn venue_of(&self, name: &str) -> VenueIdx;
    /// Returns the room of a reference.
    fn room_of(&self, name: &str) -> RoomIdx;
    /// Returns the person of a reference.
    fn staff_of(&self, name: &str) -> StaffIdx;
}

fn position<T>(list: &[T], name: &str, reference: impl Fn(&T) -> &Reference) -> usize {
    list.iter()
        .position(|row| reference(row).as_str() == name)
        .unwrap_or_else(|| panic!("the tables of this module name {name}"))
}

impl Find for Register {
    fn kind_of(&self, name: &str) -> KindIdx {
        position(&self.authority.kinds, name, |row| &row.name).into()
    }

    fn place_of(&self, name: &str) -> PlaceIdx {
        position(&self.places, name, |row| &row.reference).into()
    }

    fn district_of(&self, name: &str) -> DistrictIdx {
        position(&self.districts, name, |row| &row.reference).into()
    }

    fn venue_of(&self, name: &str) -> VenueIdx {
        position(&self.venues, name, |row| &row.reference).into()
    }

    fn room_of(&self, name: &str) -> RoomIdx {
        position(&self.rooms, name, |row| &row.reference).into()
    }

    fn staff_of(&self, name: &str) -> StaffIdx {
        position(&self.staff, name, |row| &row.reference).into()
    }
}
