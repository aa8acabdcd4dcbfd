//! `GET /meetings/{reference}/invitation.ics`: a meeting's invitation, or its cancellation, as a calendar file (iTIP, RFC 5546).
//!
//! What it says is [`crate::messages::Invitation`]'s. It names no attendee: the register has no addresses, and whoever sends it chooses whom to.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::desk::{State as Plan, cancellation as cancelled, invitation as standing};
use crate::messages::Invitation;
use crate::register::{MeetingIdx, MeetingStatus};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::place::meeting_of;
use crate::serve::session::Visitor;
use crate::store::{Event, Status, Stored, What};

/// Most events that are looked through for a booking that was undone.
const MOST_EVENTS: u32 = 200;

/// Gives a meeting's invitation, or its cancellation, as a file.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| of_meeting(app, visitor.who(), &reference)).await
}

/// Returns a meeting's invitation, or its cancellation, as a file.
///
/// # Errors
/// Where there is no such meeting, or it was never booked.
pub(crate) fn of_meeting(app: &App, who: &str, reference: &str) -> Result<Response, Failure> {
    let plan = app.state()?;
    let meeting = meeting_of(&plan, reference)?;
    app.seen.note(who, reference);
    let invitation = match of(&plan, meeting) {
        Some(invitation) => Some(invitation),
        None => {
            let events = app.desk.store().events_about(reference, MOST_EVENTS)?;
            undone(&events, reference).map(|stored| cancelled(&plan.register, &stored))
        }
    };
    let invitation =
        invitation.ok_or(Failure::Missing { what: "invitation of meeting", name: reference.to_owned() })?;
    let headers = [
        (header::CONTENT_TYPE, format!("text/calendar; method={}; charset=utf-8", invitation.method())),
        // A reference holds nothing that a header could be broken with.
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{reference}.ics\"")),
    ];
    Ok((headers, invitation.text(app.clock.now(), None)).into_response())
}

/// Returns the invitation to a meeting as its booking stands, or its cancellation; `None` where it was never booked, or only by what was
/// undone since.
fn of(plan: &Plan, meeting: MeetingIdx) -> Option<Invitation> {
    let stored = plan.stored(meeting)?;
    let takes_place =
        !matches!(plan.register.meeting(meeting).status, MeetingStatus::Adjourned | MeetingStatus::Cancelled);
    match plan.booking(meeting) {
        Some(booking) if takes_place => {
            let is_on_hold = matches!(stored.booking.status, Status::OnHold { .. });
            Some(standing(&plan.register, booking, is_on_hold))
        }
        _ => Some(cancelled(&plan.register, stored)),
    }
}

/// Returns the first booking of a meeting as it was before it was undone, with the sequence that the undoing gave it: the store keeps it
/// out of sight, but people may have been invited.
fn undone(events: &[Event], reference: &str) -> Option<Stored> {
    let of_undoing = events.iter().filter(|event| event.what == What::Undone);
    of_undoing.filter_map(|event| event.contents.as_ref()).find_map(|contents| {
        let is_gone = contents.after.get(reference).is_some_and(serde_json::Value::is_null);
        let before = contents.before.get(reference).filter(|_| is_gone)?;
        let stored: Stored = serde_json::from_value(before.clone()).ok()?;
        Some(Stored { sequence: stored.sequence.saturating_add(1), ..stored })
    })
}

#[cfg(test)]
mod tests {
    use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty as Is, ICalendarValue};
    use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};
    use chrono_tz::Europe::London;

    use super::*;
    use crate::calendar::parse_moment;
    use crate::desk::building;
    use crate::messages::Standing;
    use crate::register::StaffIdx;
    use crate::register::{Booking, BookingStatus, Register, RoomChoice, RoomIdx};
    use crate::store;
    use crate::synth::{Preset, generate};

    const NOW: &str = "2026-11-26T09:15:00Z";

    fn now() -> DateTime<Utc> {
        NOW.parse().expect("a moment")
    }

    fn booking(starts: &str) -> Booking {
        Booking {
            meeting: MeetingIdx(0),
            starts: parse_moment(starts).expect("a moment"),
            iro: Some(StaffIdx(0)),
            room: Some(RoomChoice::Room(RoomIdx(0))),
            minute_taker: None,
            status: BookingStatus::Confirmed,
            extra: Vec::new(),
        }
    }

    /// Returns the only event of a text, read by a parser that had no part in writing it.
    fn event(text: &str) -> ICalendarComponent {
        let calendar = ICalendar::parse(text).expect("a calendar");
        let mut events = calendar.components.into_iter().filter(|part| part.component_type.is_event());
        let event = events.next().expect("an event");
        assert!(events.next().is_none(), "one event");
        event
    }

    fn value(event: &ICalendarComponent, is: &Is) -> ICalendarValue {
        event.property(is).unwrap_or_else(|| panic!("{is:?} is given")).values[0].clone()
    }

    fn words(event: &ICalendarComponent, is: &Is) -> String {
        value(event, is).as_text().expect("text").to_owned()
    }

    fn moment_in_utc(event: &ICalendarComponent, is: &Is) -> NaiveDateTime {
        let ICalendarValue::PartialDateTime(at) = value(event, is) else { panic!("a moment") };
        assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "in UTC");
        let number = |part: Option<u8>| u32::from(part.expect("a whole moment"));
        NaiveDate::from_ymd_opt(i32::from(at.year.expect("a year")), number(at.month), number(at.day))
            .and_then(|day| day.and_hms_opt(number(at.hour), number(at.minute), number(at.second)))
            .expect("a moment of the calendar")
    }

    fn has_line(text: &str, line: &str) -> bool {
        text.split("\r\n").any(|one| one == line)
    }

    #[test]
    fn an_invitation_says_when_and_where_and_nothing_else() {
        let register = generate(Preset::Tiny, 1);
        let booking = booking("2027-03-26T10:00");
        let text = standing(&register, &booking, false).text(now(), None);
        let event = event(&text);
        let reference = &register.meeting(booking.meeting).reference;
        assert_eq!(words(&event, &Is::Summary), format!("Conference {reference}"));
        assert_eq!(words(&event, &Is::Location), building(&register, RoomIdx(0)));
        assert_eq!(moment_in_utc(&event, &Is::Dtstamp).and_utc(), now());
        for line in
            ["METHOD:REQUEST", "STATUS:CONFIRMED", "CLASS:CONFIDENTIAL", "SEQUENCE:0", "TRANSP:OPAQUE"]
        {
            assert!(has_line(&text, line), "{line} in {text}");
        }
        let room = &register.rooms[0].reference;
        let kind = register.kind(register.meeting(booking.meeting)).title();
        for unwanted in ["ATTENDEE", "DESCRIPTION", "child", "household", room.as_str(), kind.as_str()] {
            assert!(!text.contains(unwanted), "{unwanted} in {text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
    }

    #[test]
    fn ten_o_clock_is_ten_by_the_clocks_of_england_on_both_sides_of_their_changes() {
        let register = generate(Preset::Tiny, 1);
        for (local, expected) in [
            ("2027-03-26T10:00", "2027-03-26 10:00:00"), // Friday before summer time
            ("2027-03-28T10:00", "2027-03-28 09:00:00"), // the day of the change
            ("2027-03-29T10:00", "2027-03-29 09:00:00"),
            ("2027-10-29T10:00", "2027-10-29 09:00:00"), // Friday before its end
            ("2027-10-31T10:00", "2027-10-31 10:00:00"),
            ("2027-11-01T10:00", "2027-11-01 10:00:00"),
        ] {
            let booking = booking(local);
            let event = event(&standing(&register, &booking, false).text(now(), None));
            let starts = moment_in_utc(&event, &Is::Dtstart);
            assert_eq!(starts.to_string(), expected, "{local}");
            assert_eq!(London.from_utc_datetime(&starts).naive_local(), booking.starts, "{local}");
            let minutes = i64::from(register.minutes(register.meeting(booking.meeting)));
            assert_eq!(moment_in_utc(&event, &Is::Dtend) - starts, Duration::minutes(minutes), "{local}");
        }
    }

    #[test]
    fn what_may_still_change_is_tentative() {
        let register = generate(Preset::Tiny, 1);
        let confirmed = booking("2027-03-26T10:00");
        let proposed = Booking { status: BookingStatus::Proposed, ..confirmed.clone() };
        let held = Booking { status: BookingStatus::Held, ..confirmed.clone() };
        for (booking, is_on_hold, expected) in [
            (&confirmed, false, Standing::Confirmed),
            (&held, false, Standing::Confirmed),
            (&confirmed, true, Standing::Tentative),
            (&proposed, false, Standing::Tentative),
        ] {
            assert_eq!(standing(&register, booking, is_on_hold).standing, expected);
        }
    }

    #[test]
    fn a_meeting_has_one_uid_for_life_the_one_of_the_published_calendars() {
        let mut register = generate(Preset::Tiny, 1);
        let booking = booking("2027-03-26T10:00");
        let invited = standing(&register, &booking, false);
        register.authority.today = NaiveDate::from_ymd_opt(2027, 3, 1).expect("a date");
        register.meetings[0].status = MeetingStatus::Booked;
        let plan = crate::plan::Plan {
            bookings: vec![booking.clone()],
            unbooked: Vec::new(),
            remarks: Vec::new(),
            score: crate::check::check(
                &register,
                &convene::travel::Travel::new(&register).expect("places"),
                &[],
            )
            .score,
            standing_breaches: Vec::new(),
            proof: None,
        };
        let published = crate::report::calendars(&register, &plan);
        let uids: Vec<String> = published.iter().map(|(_, text)| words(&event(text), &Is::Uid)).collect();
        assert!(!uids.is_empty() && uids.iter().all(|uid| *uid == invited.uid), "{uids:?}");
        let stored = stored(&register, &booking);
        assert_eq!(cancelled(&register, &stored).uid, invited.uid);
    }

    fn stored(register: &Register, booking: &Booking) -> Stored {
        Stored {
            booking: store::Booking {
                meeting: register.meeting(booking.meeting).reference.to_string(),
                day: booking.date(),
                start_minute: booking.start(),
                end_minute: booking.start() + 90,
                room: register.rooms[0].reference.to_string(),
                chair: register.staff[0].reference.to_string(),
                minute_taker: None,
                households: Vec::new(),
                status: Status::Cancelled,
                takes: Vec::new(),
                extra: std::iter::once(("x_sequence".to_owned(), "3".to_owned())).collect(),
            },
            sequence: 2,
            version: 7,
            changed_by: "clerk-1".to_owned(),
            changed_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_cancellation_is_of_the_same_time_and_place_and_comes_after_the_invitation() {
        let register = generate(Preset::Tiny, 1);
        let booking = booking("2027-03-29T10:00");
        let text = cancelled(&register, &stored(&register, &booking)).text(now(), None);
        let event = event(&text);
        // Imported with 3, changed twice since.
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:5", "CLASS:CONFIDENTIAL"] {
            assert!(has_line(&text, line), "{line} in {text}");
        }
        assert_eq!(moment_in_utc(&event, &Is::Dtstart).to_string(), "2027-03-29 09:00:00");
        assert_eq!(moment_in_utc(&event, &Is::Dtend).to_string(), "2027-03-29 10:30:00");
        assert_eq!(words(&event, &Is::Location), building(&register, RoomIdx(0)));
    }

    #[test]
    fn a_booking_that_was_undone_is_cancelled_with_the_next_sequence() {
        let register = generate(Preset::Tiny, 1);
        let stored = stored(&register, &booking("2027-03-29T10:00"));
        let reference = stored.booking.meeting.clone();
        let json = |value: serde_json::Value| serde_json::json!({ reference.as_str(): value });
        let before = serde_json::to_value(&stored).expect("it can be written");
        let event = |what: What, before: serde_json::Value, after: serde_json::Value| Event {
            number: 1,
            at: DateTime::UNIX_EPOCH,
            who: "clerk-1".to_owned(),
            what,
            contents: Some(store::Contents {
                subjects: vec![reference.clone()],
                before: json(before),
                after: json(after),
                why: String::new(),
            }),
            hash: String::new(),
        };
        let nothing = serde_json::Value::Null;
        let gone = event(What::Undone, before.clone(), nothing.clone());
        let back = event(What::Undone, nothing.clone(), before.clone());
        let booked = event(What::Booked, nothing, before);
        assert_eq!(undone(&[gone, booked.clone()], &reference).map(|stored| stored.sequence), Some(3));
        assert_eq!(undone(&[back, booked], &reference), None);
    }
}
