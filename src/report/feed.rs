//! Somebody's own bookings as a calendar that a telephone or Outlook subscribes to (RFC 5545, RFC 7986).
//!
//! Entries are those of the published calendars, with one UID a meeting for life and a sequence that never falls. Times of change come
//! from the store and none from a clock, so that a feed that has not changed has the same bytes: readers are told so and fetch nothing.

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Class, Component, EventStatus, Property};

use super::ics::{empty, event, refold, status_of};
use crate::register::{Booking, MeetingStatus, Register, StaffIdx};

/// How far back a feed goes: what was held last month is looked up when its minutes come.
const DAYS_BACK: u64 = 28;
/// How often readers are asked to come again. Outlook and telephones choose for themselves, and few come more often.
const REFRESH: &str = "PT1H";

/// A booking as a feed shows it.
#[derive(Debug, Clone, Copy)]
pub struct FeedEntry<'a> {
    /// The booking.
    pub booking: &'a Booking,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Whether it is only held free, for a time.
    pub is_on_hold: bool,
}

/// Returns the first day that a feed has.
pub fn feed_begins(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(NaiveDate::MIN)
}

/// Returns the calendar of `person`: of `entries` those that they chair or take the minutes of, from four weeks before the register's
/// `today` on, without what was cancelled or adjourned. Subscribers replace the whole by it, so that what is gone from it is gone there.
pub fn feed(register: &Register, person: StaffIdx, entries: &[FeedEntry<'_>]) -> String {
    let since = feed_begins(register.authority.today);
    let takes_place = |booking: &Booking| {
        let status = register.meeting(booking.meeting).status;
        !matches!(status, MeetingStatus::Adjourned | MeetingStatus::Cancelled)
    };
    let mut theirs: Vec<&FeedEntry<'_>> = entries
        .iter()
        .filter(|entry| entry.booking.iro == Some(person) || entry.booking.minute_taker == Some(person))
        .filter(|entry| since <= entry.booking.date() && takes_place(entry.booking))
        .collect();
    theirs.sort_by_key(|entry| (entry.booking.starts, entry.booking.meeting));
    let mut calendar = empty(register.staff[person.at()].reference.as_str());
    let mut refresh = Property::new("REFRESH-INTERVAL", REFRESH);
    refresh.add_parameter("VALUE", "DURATION");
    calendar
        .append_property(refresh.done())
        // What Outlook reads in its place.
        .append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    for entry in theirs {
        let status = if entry.is_on_hold { EventStatus::Tentative } else { status_of(entry.booking.status) };
        let mut shown = event(register, entry.booking, entry.changed_at, status);
        shown.class(Class::Confidential);
        calendar.push(shown.done());
    }
    refold(&calendar.to_string())
}
