//! When meetings may be, when rooms are open, when people are away.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::register::{
    Closure, Deadlines, HouseholdIdx, Meeting, MeetingIdx, Register, SocialWorkerIdx, Stretch, Subject,
    VenueIdx,
};

/// Returns the days on which a meeting may lawfully be booked (H02), in order.
pub(super) fn lawful_dates(register: &Register, meeting: &Meeting, deadlines: &Deadlines) -> Vec<NaiveDate> {
    let calendar = &register.calendar;
    let (first, last) = window(register, meeting, deadlines);
    first.iter_days().take_while(|&date| date <= last).filter(|&date| calendar.is_working(date)).collect()
}

/// Returns the first and the last date of a meeting's window, which is empty where the first is later.
pub(super) fn window(
    register: &Register,
    meeting: &Meeting,
    deadlines: &Deadlines,
) -> (NaiveDate, NaiveDate) {
    let calendar = &register.calendar;
    let notice = calendar.after(register.authority.today, register.kind(meeting).notice_days);
    let first = deadlines.earliest.map_or(notice, |earliest| earliest.max(notice));
    (first, calendar.after(deadlines.limit_from(), register.authority.late_limit_days))
}

/// Returns when each room is open and not closed, `[room × n_dates + date]`.
pub(crate) fn open_hours(register: &Register, dates: &[NaiveDate]) -> Vec<Vec<Span>> {
    let mut closures: BTreeMap<VenueIdx, Vec<&Closure>> = BTreeMap::new();
    for closure in &register.closures {
        closures.entry(closure.venue).or_default().push(closure);
    }
    let mut open = Vec::with_capacity(register.rooms.len() * dates.len());
    for (position, room) in register.rooms.iter().enumerate() {
        let closures = closures.get(&room.venue).map_or(&[][..], Vec::as_slice);
        for &date in dates {
            let hours = register.venues[room.venue.at()].hours_on(date, register.authority.office_hours);
            let shut = closures
                .iter()
                .filter(|closure| closure.room.is_none_or(|room| room.at() == position))
                .filter_map(|closure| closure.when.on(date));
            let spans: Vec<Span> = hours.into_iter().collect();
            open.push(
                shut.fold(spans, |spans, gone| spans.iter().flat_map(|span| span.without(gone)).collect()),
            );
        }
    }
    open
}

/// When people cannot come (H10), by whom it concerns.
pub(super) struct Away<'a> {
    meetings: BTreeMap<MeetingIdx, Vec<&'a Stretch>>,
    households: BTreeMap<HouseholdIdx, Vec<&'a Stretch>>,
    social_workers: BTreeMap<SocialWorkerIdx, Vec<&'a Stretch>>,
}

impl<'a> Away<'a> {
    pub(super) fn new(register: &'a Register) -> Away<'a> {
        let mut away =
            Away { meetings: BTreeMap::new(), households: BTreeMap::new(), social_workers: BTreeMap::new() };
        for row in &register.unavailable {
            match row.subject {
                Subject::Meeting(meeting) => away.meetings.entry(meeting).or_default().push(&row.when),
                Subject::Household(household) => {
                    away.households.entry(household).or_default().push(&row.when)
                }
                Subject::SocialWorker(worker) => {
                    away.social_workers.entry(worker).or_default().push(&row.when)
                }
            }
        }
        away
    }

    /// Returns when family, social worker or attendees of a meeting cannot come, whatever the day.
    pub(super) fn from(&self, register: &Register, meeting: MeetingIdx) -> Vec<&'a Stretch> {
        let row = register.meeting(meeting);
        let family = row.household.filter(|_| register.kind(row).family);
        let of_meeting = self.meetings.get(&meeting);
        let of_family = family.and_then(|household| self.households.get(&household));
        let of_worker = register.social_worker(row).and_then(|worker| self.social_workers.get(&worker));
        [of_meeting, of_family, of_worker].into_iter().flatten().flatten().copied().collect()
    }
}
