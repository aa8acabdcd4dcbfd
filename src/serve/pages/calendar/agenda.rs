//! What one person, venue or room has on one day: bookings in order of time, the journeys between them, and when there can be none.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::calendar::Span;
use crate::desk::State as Plan;
use crate::register::{
    Booking, BookingStatus, Closure, Meeting, Register, RoomChoice, RoomIdx, Staff, StaffIdx, VenueIdx,
};
use crate::store::Status;
pub(crate) use crate::words::discreet;

/// Whose day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// A chair or minute taker.
    Person(StaffIdx),
    /// A building, with all of its rooms.
    Venue(VenueIdx),
    /// One room.
    Room(RoomIdx),
    /// The families' homes.
    Home,
}

impl Who {
    /// Whether a booking is theirs.
    pub(crate) fn has(self, register: &Register, booking: &Booking) -> bool {
        match self {
            Who::Person(person) => booking.iro == Some(person) || booking.minute_taker == Some(person),
            Who::Venue(venue) => booking.venue(register) == Some(venue),
            Who::Room(room) => booking.room == Some(RoomChoice::Room(room)),
            Who::Home => booking.room == Some(RoomChoice::Home),
        }
    }

    /// Returns the reference by which addresses know them.
    pub(crate) fn reference(self, register: &Register) -> &str {
        match self {
            Who::Person(person) => register.staff[person.at()].reference.as_str(),
            Who::Venue(venue) => register.venues[venue.at()].reference.as_str(),
            Who::Room(room) => register.rooms[room.at()].reference.as_str(),
            Who::Home => "home",
        }
    }

    /// Returns them as people read it: people by reference only.
    pub(crate) fn words(self, register: &Register) -> String {
        match self {
            Who::Person(_) | Who::Room(_) => self.reference(register).to_owned(),
            Who::Venue(venue) => venue_words(register, venue),
            Who::Home => "At home".to_owned(),
        }
    }

    /// Returns what a booking takes of them.
    pub(crate) fn occupation(self, register: &Register, booking: &Booking) -> Span {
        let meeting = register.meeting(booking.meeting);
        match self {
            Who::Person(person) if booking.iro != Some(person) => {
                register.taker_occupation(meeting, booking.start())
            }
            _ => register.chair_occupation(meeting, booking.start()),
        }
    }

    /// Whether two bookings of theirs cannot both be had: those of one venue in two rooms can.
    fn are_rivals(self, one: &Booking, other: &Booking) -> bool {
        match self {
            Who::Person(_) | Who::Room(_) => true,
            Who::Venue(_) => one.room == other.room,
            Who::Home => false,
        }
    }
}

/// Something in a day.
#[derive(Debug, Clone)]
pub(crate) enum Entry<'a> {
    /// A journey to what follows.
    Journey {
        /// How long it takes.
        minutes: i32,
        /// The minutes that there are for it; negative where what was before runs on.
        free: i32,
    },
    /// A booking.
    Booking {
        /// The booking.
        booking: &'a Booking,
        /// The meetings that it overlaps.
        overlaps: Vec<&'a Meeting>,
    },
}

/// Returns what somebody has on a day, in order of time; `bookings` are the day's, in that order.
pub(crate) fn agenda<'a>(plan: &'a Plan, who: Who, bookings: &[&'a Booking]) -> Vec<Entry<'a>> {
    let register = &plan.register;
    let theirs: Vec<(&Booking, Span)> = bookings
        .iter()
        .filter(|booking| who.has(register, booking))
        .map(|&booking| (booking, who.occupation(register, booking)))
        .collect();
    let mut entries = Vec::with_capacity(theirs.len() * 2);
    // Whoever is online stays where they were.
    let mut place = None;
    for (at, &(booking, span)) in theirs.iter().enumerate() {
        if let (Who::Person(_), Some(to)) = (who, booking.place(register)) {
            if let Some(from) = place.filter(|&from| from != to) {
                let free = at.checked_sub(1).map_or(0, |before| span.from - theirs[before].1.until);
                entries.push(Entry::Journey { minutes: plan.travel.minutes(from, to), free });
            }
            place = Some(to);
        }
        let overlaps = theirs
            .iter()
            .enumerate()
            .filter(|&(other, (rival, taken))| {
                // What took place is on record as it was, and in nobody's way any more.
                let both_stand =
                    [booking, *rival].iter().all(|booking| booking.status != BookingStatus::Held);
                other != at && both_stand && who.are_rivals(booking, rival) && taken.overlaps(span)
            })
            .map(|(_, (rival, _))| register.meeting(rival.meeting))
            .collect();
        entries.push(Entry::Booking { booking, overlaps });
    }
    entries
}

/// Returns how firm a booking is, as the store has it.
pub(crate) fn status(plan: &Plan, booking: &Booking) -> &'static str {
    match plan.stored(booking.meeting).map(|stored| stored.booking.status) {
        Some(Status::OnHold { .. }) => "held free",
        _ => booking.status.word(),
    }
}

/// Returns a journey in words: `28 min drive`.
pub(crate) fn journey_words(minutes: i32, free: i32) -> String {
    match free {
        free if minutes <= free => format!("{minutes} min drive"),
        free => format!("{minutes} min drive, but only {} min for it", free.max(0)),
    }
}

/// Returns a venue as people read it: `BUR-CC, Burnley centre`.
pub(crate) fn venue_words(register: &Register, venue: VenueIdx) -> String {
    let venue = &register.venues[venue.at()];
    let (reference, name) = (venue.reference.as_str(), discreet(&venue.name));
    if name.is_empty() || name == reference { reference.to_owned() } else { format!("{reference}, {name}") }
}

/// Returns the hours that most people work on most days: they go without saying.
pub(crate) fn usual_hours(register: &Register) -> &[Span] {
    let mut days: BTreeMap<&[Span], usize> = BTreeMap::new();
    for hours in register.staff.iter().flat_map(|staff| &staff.hours).filter(|hours| !hours.is_empty()) {
        *days.entry(hours).or_default() += 1;
    }
    days.into_iter().max_by_key(|&(_, days)| days).map_or(&[], |(hours, _)| hours)
}

/// Returns stretches of a day in words: `09:00 to 12:00 and 13:00 to 17:00`.
pub(crate) fn spans_words(spans: &[Span]) -> String {
    spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

/// Returns what keeps bookings out of a working day, in words. Why somebody is away may be about their health and is not said.
pub(crate) fn notes(register: &Register, who: Who, day: NaiveDate, usual: &[Span]) -> Vec<String> {
    if !register.calendar.is_working(day) {
        return Vec::new();
    }
    match who {
        Who::Person(person) => person_notes(&register.staff[person.at()], day, usual),
        Who::Venue(venue) => venue_notes(register, venue, day),
        Who::Room(room) => {
            closed(register, Who::Room(room), day).into_iter().map(|(_, words)| words.to_owned()).collect()
        }
        Who::Home => Vec::new(),
    }
}

fn person_notes(staff: &Staff, day: NaiveDate, usual: &[Span]) -> Vec<String> {
    if !staff.in_post(day) {
        return vec!["Not in post".to_owned()];
    }
    let hours = hours_on(staff, day);
    if hours.is_empty() {
        return vec!["Does not work".to_owned()];
    }
    if staff.spells_on(day).is_empty() {
        return vec!["Away".to_owned()];
    }
    let mut notes = Vec::new();
    if hours != usual {
        notes.push(format!("Works {}", spans_words(hours)));
    }
    notes.extend(away(staff, day).map(|span| format!("Away {span}")));
    notes
}

fn hours_on(staff: &Staff, day: NaiveDate) -> &[Span] {
    &staff.hours[day.weekday().num_days_from_monday() as usize]
}

/// Returns the parts of somebody's hours in which they are away.
fn away(staff: &Staff, day: NaiveDate) -> impl Iterator<Item = Span> {
    let absences = staff.absences.iter().filter_map(move |absence| absence.when.on(day));
    absences.flat_map(move |gone| parts_within(hours_on(staff, day), gone))
}

fn parts_within(hours: &[Span], gone: Span) -> impl Iterator<Item = Span> {
    hours
        .iter()
        .map(move |hours| Span::new(gone.from.max(hours.from), gone.until.min(hours.until)))
        .filter(|part| part.from < part.until)
}

fn venue_notes(register: &Register, venue: VenueIdx, day: NaiveDate) -> Vec<String> {
    let Some(hours) = register.venues[venue.at()].hours_on(day, register.authority.office_hours) else {
        return vec!["Not open".to_owned()];
    };
    let closures = closures_on(register, venue, day, hours).map(|(closure, span)| {
        let what = closure.room.map_or_else(
            || "Closed".to_owned(),
            |room| format!("Room {} closed", register.rooms[room.at()].reference),
        );
        let when = if span.covers(hours) { String::new() } else { format!(" {span}") };
        match discreet(&closure.reason).as_str() {
            "" => format!("{what}{when}"),
            why => format!("{what}{when}: {why}"),
        }
    });
    closures.collect()
}

fn closures_on(
    register: &Register,
    venue: VenueIdx,
    day: NaiveDate,
    hours: Span,
) -> impl Iterator<Item = (&Closure, Span)> {
    register.closures.iter().filter(move |closure| closure.venue == venue).filter_map(move |closure| {
        let span = parts_within(&[hours], closure.when.on(day)?).next()?;
        Some((closure, span))
    })
}

/// Returns the stretches of a working day's office hours in which there can be no booking, for the day drawn to time.
pub(crate) fn closed(register: &Register, who: Who, day: NaiveDate) -> Vec<(Span, &'static str)> {
    let office = register.authority.office_hours;
    if !register.calendar.is_working(day) {
        return Vec::new();
    }
    let mut closed: Vec<(Span, &'static str)> = match who {
        Who::Person(person) => {
            let staff = &register.staff[person.at()];
            if !staff.in_post(day) {
                return vec![(office, "Not in post")];
            }
            let unworked =
                without(office, hours_on(staff, day)).into_iter().map(|span| (span, "Does not work"));
            unworked.chain(away(staff, day).map(|span| (span, "Away"))).collect()
        }
        Who::Room(room) => {
            let venue = register.rooms[room.at()].venue;
            let Some(hours) = register.venues[venue.at()].hours_on(day, office) else {
                return vec![(office, "Not open")];
            };
            let shut = closures_on(register, venue, day, hours)
                .filter(|(closure, _)| closure.room.is_none_or(|of| of == room))
                .map(|(_, span)| (span, "Closed"));
            without(office, &[hours]).into_iter().map(|span| (span, "Not open")).chain(shut).collect()
        }
        Who::Venue(_) | Who::Home => Vec::new(),
    };
    closed.sort();
    closed
}

fn without(whole: Span, parts: &[Span]) -> Vec<Span> {
    parts
        .iter()
        .fold(vec![whole], |left, &part| left.into_iter().flat_map(|span| span.without(part)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;
    use crate::synth::{Preset, generate};

    #[test]
    fn a_journey_says_what_it_takes_and_where_there_is_too_little_time() {
        let cases = [
            (28, 28, "28 min drive"),
            (28, 40, "28 min drive"),
            (28, 15, "28 min drive, but only 15 min for it"),
            (28, -30, "28 min drive, but only 0 min for it"),
        ];
        for (minutes, free, words) in cases {
            assert_eq!(journey_words(minutes, free), words);
        }
    }

    #[test]
    fn hours_other_than_the_usual_and_days_off_are_said() {
        let mut register = generate(Preset::Tiny, 1);
        let usual = usual_hours(&register).to_vec();
        assert!(!usual.is_empty(), "somebody works");
        let day = (0..60)
            .map(|n| register.authority.today + chrono::Days::new(n))
            .find(|&day| register.calendar.is_working(day))
            .expect("a working day");
        let weekday = day.weekday().num_days_from_monday() as usize;
        let staff = &mut register.staff[0];
        (staff.from, staff.until, staff.absences) = (None, None, Vec::new());
        let mut check = |hours: Vec<Span>, expected: &[&str]| {
            register.staff[0].hours[weekday] = hours;
            assert_eq!(notes(&register, Who::Person(StaffIdx(0)), day, &usual), expected);
        };
        check(usual.clone(), &[]);
        check(Vec::new(), &["Does not work"]);
        check(vec![Span::new(540, 720), Span::new(780, 900)], &["Works 09:00 to 12:00 and 13:00 to 15:00"]);
        register.staff[0].until = day.pred_opt();
        assert_eq!(notes(&register, Who::Person(StaffIdx(0)), day, &usual), ["Not in post"]);
        // Good Friday: its column says so, not each of its cells.
        let holiday = parse_date("2027-03-26").expect("a date");
        assert!(notes(&register, Who::Person(StaffIdx(0)), holiday, &usual).is_empty());
    }

    #[test]
    fn what_is_left_of_office_hours_is_what_nobody_works() {
        let office = Span::new(510, 1080);
        let left = without(office, &[Span::new(540, 720), Span::new(780, 1080)]);
        assert_eq!(left, [Span::new(510, 540), Span::new(720, 780)]);
        assert_eq!(without(office, &[]), [office]);
        assert!(without(office, &[Span::DAY]).is_empty());
    }

    #[test]
    fn words_that_give_a_family_away_are_not_shown() {
        assert_eq!(discreet(" Child  Protection\nUnit "), "safeguarding Unit");
        assert_eq!(discreet("Preston"), "Preston");
    }
}
