//! H06: nobody and nothing is in two meetings at once.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use crate::calendar::{Span, moment};
use crate::register::{Booking, HouseholdIdx, RoomChoice, RoomIdx, SocialWorkerIdx, StaffIdx};
use crate::rules::{Breach, Case, HardRule};

/// H06.
pub(super) struct Clash;

/// What one meeting takes from all others. A person is one person, whether they chair or take the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Resource {
    Room(RoomIdx),
    Person(StaffIdx),
    Household(HouseholdIdx),
    SocialWorker(SocialWorkerIdx),
}

/// What a booking occupies, in moments: a late meeting may run into the next day.
#[derive(Debug, Clone, Copy)]
struct Occupation<'a> {
    from: NaiveDateTime,
    until: NaiveDateTime,
    booking: &'a Booking,
}

impl HardRule for Clash {
    fn code(&self) -> &'static str {
        "H06"
    }

    fn sentence(&self) -> &'static str {
        "no two meetings occupy one room, chair, minute taker, household or social worker at once"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for (resource, mut occupations) in occupations(case) {
            occupations.sort_by_key(|occupation| (occupation.from, occupation.booking.meeting));
            for (at, one) in occupations.iter().enumerate() {
                let later = &occupations[at + 1..];
                for other in later.iter().take_while(|other| other.from < one.until) {
                    let occupied = other.from < other.until;
                    if occupied && one.booking.meeting != other.booking.meeting {
                        breaches.push(clash(self.code(), case, resource, one, other));
                    }
                }
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

fn occupations<'a>(case: &Case<'a>) -> BTreeMap<Resource, Vec<Occupation<'a>>> {
    let mut all: BTreeMap<Resource, Vec<Occupation<'a>>> = BTreeMap::new();
    let register = case.register;
    for booking in case.judged() {
        let (meeting, start) = (case.meeting(booking), booking.start());
        let with_chair = register.chair_occupation(meeting, start);
        let with_taker = register.taker_occupation(meeting, start);
        let attendance = register.attendance(meeting, start);
        let mut occupy = |resource: Resource, span: Span| {
            let (from, until) = (moment(booking.date(), span.from), moment(booking.date(), span.until));
            all.entry(resource).or_default().push(Occupation { from, until, booking });
        };
        if let Some(RoomChoice::Room(room)) = booking.room {
            occupy(Resource::Room(room), with_chair);
        }
        if let Some(chair) = booking.iro {
            occupy(Resource::Person(chair), with_chair);
        }
        if let Some(taker) = booking.minute_taker {
            occupy(Resource::Person(taker), with_taker);
        }
        if let Some(household) = meeting.household.filter(|_| case.kind(booking).family) {
            occupy(Resource::Household(household), attendance);
        }
        if let Some(worker) = register.social_worker(meeting) {
            occupy(Resource::SocialWorker(worker), attendance);
        }
    }
    all
}

fn clash(
    code: &'static str,
    case: &Case<'_>,
    resource: Resource,
    one: &Occupation<'_>,
    other: &Occupation<'_>,
) -> Breach {
    let register = case.register;
    let (what, reference) = match resource {
        Resource::Room(room) => ("room", &register.rooms[room.at()].reference),
        Resource::Person(person) => match register.staff[person.at()].role.chairs() {
            true => ("chair", &register.staff[person.at()].reference),
            false => ("minute taker", &register.staff[person.at()].reference),
        },
        Resource::Household(household) => ("household", &register.households[household.at()].reference),
        Resource::SocialWorker(worker) => ("social worker", &register.social_workers[worker.at()]),
    };
    let mut meetings = vec![one.booking.meeting, other.booking.meeting];
    meetings.sort();
    let message = format!(
        "{} and {}: {what} {reference} is taken from {} until {} and again from {}",
        case.heading(one.booking),
        case.heading(other.booking),
        one.from.format("%H:%M"),
        one.until.format("%H:%M"),
        other.from.format("%H:%M"),
    );
    Breach { code, meetings, message }
}
