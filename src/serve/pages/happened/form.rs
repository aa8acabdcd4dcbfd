//! What happened, as somebody tells it.

use chrono::{Days, NaiveDate, NaiveDateTime};
use maud::{Markup, html};
use serde::Deserialize;

use crate::calendar::{moment, parse_clock};
use crate::desk::State as Plan;
use crate::events::Event;
use crate::register::{Register, RoomIdx, Stretch, VenueIdx};
use crate::serve::page::{Here, Page, csrf, error_summary};
use crate::serve::place::{day_of, minutes, room_of, staff_of, venue_options};
use crate::serve::session::Visitor;

/// What happened, as the form says it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Told {
    /// `absent`, `closed`, `adjourned` or `cancelled`.
    #[serde(default)]
    what: String,
    #[serde(default)]
    staff: String,
    #[serde(default)]
    venue: String,
    #[serde(default)]
    room: String,
    #[serde(default)]
    meeting: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    from_time: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    until_time: String,
    #[serde(default)]
    reason: String,
}

/// Why a conference is adjourned, in the words that are counted.
const REASONS: [&str; 8] = [
    "no social worker",
    "no report",
    "not quorate",
    "venue confusion",
    "chair could not attend",
    "family's request",
    "more information needed",
    "other",
];

/// Returns the forms.
pub(super) fn forms(plan: &Plan, visitor: &Visitor, told: &Told, problem: Option<&[String]>) -> Markup {
    let register = &plan.register;
    let mut people = vec![(String::new(), "Choose who".to_owned())];
    let today = register.authority.today;
    let there = register.staff.iter().filter(|staff| staff.until.is_none_or(|until| today <= until));
    people.extend(there.map(|staff| {
        let role = if staff.role.chairs() { "chair" } else { "minute taker" };
        (staff.reference.to_string(), format!("{} ({role})", staff.reference))
    }));
    let mut venues = venue_options(register);
    "Choose a venue".clone_into(&mut venues[0].1);
    let mut rooms = vec![(String::new(), "All of it".to_owned())];
    rooms.extend(register.rooms.iter().map(|room| (room.reference.to_string(), room.reference.to_string())));
    let reasons: Vec<(String, String)> = std::iter::once((String::new(), "Choose a reason".to_owned()))
        .chain(REASONS.iter().map(|reason| ((*reason).to_owned(), (*reason).to_owned())))
        .collect();
    let today = today.to_string();
    let day = |given: &str| if given.is_empty() { today.clone() } else { given.to_owned() };
    let is = |what: &str| told.what == what;
    let section = |what: &str, title: &str, fields: &Markup| {
        html! {
            details class="govuk-details desk-happened" open[is(what)] {
                summary class="govuk-details__summary" { h2 class="govuk-details__summary-text govuk-heading-s govuk-!-margin-bottom-0" { (title) } }
                div class="govuk-details__text" {
                    form method="post" action="/happened" {
                        (csrf(visitor))
                        input type="hidden" name="what" value=(what);
                        (fields)
                        button class="govuk-button" { "Show what breaks and how to mend it" }
                    }
                }
            }
        }
    };
    // Each form has fields of its own; their names are the same and their ids are not.
    let when = |what: &str| {
        html! {
            div class="desk-filters" {
                (plain(what, "from", "From day", "date", &day(&told.from)))
                (plain(what, "from_time", "From time, if not all day", "time", &told.from_time))
                (plain(what, "until", "To day, that day included", "date", &day(&told.until)))
                (plain(what, "until_time", "To time, if not all day", "time", &told.until_time))
            }
        }
    };
    let body = html! {
        @if let Some(lines) = problem { (error_summary("There is a problem", lines)) }
        h1 class="govuk-heading-l" { "Something happened" }
        p class="govuk-body" { "Say what it is. You then see which bookings it breaks and the ways to mend them; nothing changes until you take one." }
        (section("absent", "Somebody is away", &html! {
            (choice("absent", "staff", "Who", &people, &told.staff))
            (when("absent"))
        }))
        (section("closed", "A venue or a room is lost", &html! {
            (choice("closed", "venue", "Venue", &venues, &told.venue))
            (choice("closed", "room", "Room", &rooms, &told.room))
            (when("closed"))
        }))
        (section("adjourned", "A conference is adjourned", &html! {
            (plain("adjourned", "meeting", "Meeting", "text", &told.meeting))
            (choice("adjourned", "reason", "Reason, as adjournments are counted", &reasons, &told.reason))
            p class="govuk-body" { "Its reconvened conference is made, with the limit that the policy gives it." }
        }))
        (section("cancelled", "A meeting will not take place", &html! {
            (plain("cancelled", "meeting", "Meeting", "text", &told.meeting))
            (plain("cancelled", "reason", "Reason", "text", &told.reason))
        }))
    };
    Page { title: "Something happened", here: Here::Happened, refresh: None, done: None, body }
        .render(visitor)
}

fn plain(form: &str, name: &str, label: &str, kind: &str, value: &str) -> Markup {
    let id = format!("{form}-{name}");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            input class={ "govuk-input desk-input--" (kind) } type=(kind) id=(id) name=(name) value=(value);
        }
    }
}

fn choice(form: &str, name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    let id = format!("{form}-{name}");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            select class="govuk-select" id=(id) name=(name) {
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}

impl Told {
    /// Returns the event that the form means, or what is wrong with it.
    pub(super) fn event(&self, plan: &Plan) -> Result<Event, Vec<String>> {
        let register = &plan.register;
        let meeting = |faults: &mut Vec<String>| {
            let found = plan.meeting(self.meeting.trim());
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
        let found = register.venues.iter().position(|venue| venue.reference.as_str() == self.venue);
        if found.is_none() {
            faults.push("no venue is chosen; wanted one of the list".to_owned());
        }
        found.map(Into::into)
    }

    /// Returns the room, `Some(None)` for all of the venue.
    fn room(&self, register: &Register, faults: &mut Vec<String>) -> Option<Option<RoomIdx>> {
        if self.room.is_empty() {
            return Some(None);
        }
        let room = room_of(register, &self.room);
        let is_there = room.is_some_and(|room| {
            register.venues[register.rooms[room.at()].venue.at()].reference.as_str() == self.venue
        });
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
    pub(super) fn why(&self) -> String {
        match self.what.as_str() {
            "adjourned" => format!("adjourned: {}", self.reason),
            "cancelled" => format!("cancelled: {}", self.reason.trim()),
            what => what.to_owned(),
        }
    }
}
