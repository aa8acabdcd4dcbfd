//! What nobody's act causes but the day: reminders, and chasers for what is missing. Each is queued once and never again.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::messages::{appointment, letter, report_due, time_until};
use super::{Desk, DeskError, State};
use crate::follow::Practice;
use crate::lists::{Item, LISTS, View};
use crate::messages::{Kind, Message, Role};
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingResult, NotHeld, StaffIdx};
use crate::store::{By, Letter, Status};

/// How far back what is missing is chased: who turns messages on is not to chase years.
const DAYS_BACK: u64 = 60;

/// When people are reminded and chased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chasing {
    /// Working days before a meeting on which people are reminded of it; 0 = never. Default 3.
    pub remind_before: u32,
    /// Limits for sheets and minutes.
    pub practice: Practice,
}

impl Default for Chasing {
    fn default() -> Chasing {
        Chasing { remind_before: 3, practice: Practice::default() }
    }
}

impl Desk {
    /// Queues the reminders and chasers that are due and have not been queued before, and returns how many are new.
    ///
    /// # Errors
    /// Where the store cannot be read or written.
    pub fn chase(&self, by: &By<'_>, today: NaiveDate, chasing: &Chasing) -> Result<u64, DeskError> {
        let state = self.state(today)?;
        let letters = chasers(&state, by.at, chasing);
        Ok(self.store().queue_messages(by, &letters)?)
    }
}

/// Returns every reminder and chaser that is due, whether or not it was queued before.
fn chasers(state: &State, now: DateTime<Utc>, chasing: &Chasing) -> Vec<Letter> {
    let mut all = Vec::new();
    if 0 < chasing.remind_before {
        all.extend(
            state.register.bookings.iter().flat_map(|booking| reminders(state, booking, now, chasing)),
        );
    }
    let view = View::new(&state.register, chasing.practice);
    let today = state.register.authority.today;
    let since = today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(NaiveDate::MIN);
    all.extend(reports_missing(state, &view, since, now));
    for (name, kind) in [("decision_sheets", Kind::SheetOverdue), ("minutes_overdue", Kind::MinutesOverdue)] {
        let list = LISTS.iter().find(|list| list.name == name);
        let items = list.map(|list| (list.of)(&view)).unwrap_or_default();
        let is_late = |item: &&Item| {
            item.due.is_some_and(|due| due < today) && item.since.is_some_and(|held| since <= held)
        };
        all.extend(items.iter().filter(is_late).filter_map(|item| overdue(state, &view, item, kind, now)));
    }
    all
}

fn reminders(state: &State, booking: &Booking, now: DateTime<Utc>, chasing: &Chasing) -> Vec<Letter> {
    let register = &state.register;
    let day = register.calendar.before(booking.date(), chasing.remind_before);
    let meeting = register.meeting(booking.meeting);
    let stored = state.stored(booking.meeting);
    let is_firm = booking.status == BookingStatus::Confirmed
        && stored.is_some_and(|stored| stored.booking.status == Status::Confirmed)
        && meeting.status.is_live();
    let is_due =
        day <= register.authority.today && Duration::zero() < time_until(register, now, booking.starts);
    // Who was told of it since then needs no reminder of it.
    let is_known = stored.is_some_and(|stored| stored.changed_at.date_naive() < day);
    if !(is_firm && is_due && is_known) {
        return Vec::new();
    }
    let staff =
        |person: Option<StaffIdx>| person.map(|person| register.staff[person.at()].reference.to_string());
    let worker = register.social_worker(meeting);
    let worker = worker.map(|worker| register.social_workers[worker.at()].to_string());
    let people = [
        (Role::SocialWorker, worker),
        (Role::Chair, staff(booking.iro)),
        (Role::MinuteTaker, staff(booking.minute_taker)),
    ];
    let of = |(role, recipient): (Role, Option<String>)| {
        let of_worker = role == Role::SocialWorker;
        let message = Message {
            report_due: of_worker.then(|| report_due(register, booking)).flatten(),
            ..blank(state, booking, Kind::Reminder, role, recipient?)
        };
        let key = format!(
            "reminder {} {} {} {}",
            role.word(),
            message.recipient,
            message.meeting,
            booking.starts.format("%Y-%m-%dT%H:%M")
        );
        letter(&state.register, &message, key, now, Duration::zero())
    };
    people.into_iter().filter_map(of).collect()
}

/// Returns a message about a booking.
fn blank(state: &State, booking: &Booking, kind: Kind, role: Role, recipient: String) -> Message {
    let register = &state.register;
    Message {
        kind,
        role,
        recipient,
        meeting: register.meeting(booking.meeting).reference.to_string(),
        appointment: Some(appointment(register, booking)),
        before: None,
        report_due: None,
        held: None,
        due: None,
        invitation: None,
    }
}

/// Returns chasers for reports: of conferences that were held although nothing says that the report was shared, or put off for want of one.
fn reports_missing(state: &State, view: &View<'_>, since: NaiveDate, now: DateTime<Utc>) -> Vec<Letter> {
    let (register, history) = (&state.register, &view.history);
    let outcomes = history.record.outcomes.iter().filter(|outcome| {
        let is_missing = match outcome.result {
            MeetingResult::Held => true,
            MeetingResult::Adjourned => outcome.reason == Some(NotHeld::NoReport),
            MeetingResult::Cancelled => false,
        };
        is_missing && outcome.report_shared.is_none() && (since..=history.today()).contains(&outcome.on)
    });
    let of = |meeting: MeetingIdx, held: NaiveDate| {
        let worker = register.social_worker(register.meeting(meeting))?;
        let booking = booking_of(state, view, meeting, held);
        // What is no conference has no such report.
        let due = report_due(register, &booking)?;
        let worker = register.social_workers[worker.at()].to_string();
        let message = Message {
            report_due: history.booking(meeting).map(|_| due),
            held: Some(held),
            ..blank(state, &booking, Kind::ReportMissing, Role::SocialWorker, worker)
        };
        let key = format!("report_missing {} {} {held}", message.recipient, message.meeting);
        letter(&state.register, &message, key, now, Duration::zero())
    };
    outcomes.filter_map(|outcome| of(outcome.meeting, outcome.on)).collect()
}

/// Returns the chaser for an item of a list: for its chair, and for minutes whoever took them.
fn overdue(state: &State, view: &View<'_>, item: &Item, kind: Kind, now: DateTime<Utc>) -> Option<Letter> {
    let (meeting, held) = (item.meeting?, item.since?);
    let booking = booking_of(state, view, meeting, held);
    let chair = view.history.outcome(meeting).and_then(|outcome| outcome.chair).or(booking.iro);
    let (role, person) = match (kind, booking.minute_taker) {
        (Kind::MinutesOverdue, Some(taker)) => (Role::MinuteTaker, taker),
        _ => (Role::Chair, chair?),
    };
    let recipient = state.register.staff[person.at()].reference.to_string();
    let message =
        Message { held: Some(held), due: item.due, ..blank(state, &booking, kind, role, recipient) };
    let key = format!("{} {} {} {held}", kind.word(), message.recipient, message.meeting);
    letter(&state.register, &message, key, now, Duration::zero())
}

/// Returns the booking of a meeting, or, where the register has none, one of that day.
fn booking_of(state: &State, view: &View<'_>, meeting: MeetingIdx, held: NaiveDate) -> Booking {
    let opens = state.register.authority.office_hours.from;
    view.history.booking(meeting).cloned().unwrap_or_else(|| Booking {
        meeting,
        starts: crate::calendar::moment(held, opens),
        iro: None,
        room: None,
        minute_taker: None,
        status: BookingStatus::Held,
        extra: Vec::new(),
    })
}
