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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{County, check_breaches};

    /// Leaves the family as the only one that its two meetings have in common.
    fn without_social_workers(county: &mut County) {
        for household in &mut county.register.households {
            household.social_worker = None;
        }
    }

    #[test]
    fn rooms_and_people_are_in_one_place_at_a_time() {
        // R-1 at 10:00 takes chair and room from 09:30 to 11:45, the minute taker from 09:45 to 11:45. Where people
        // overlap, there is no time for the journey either (H07).
        check_breaches(&[
            (
                "a room is handed on",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T12:15 BOB PRE-1 UNA");
                },
                "",
            ),
            (
                "a room is taken twice",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T12:00 BOB PRE-1 UNA");
                },
                "H06 R-1+R-2",
            ),
            (
                "a home is no room that others can take",
                |c| {
                    c.meeting("F-1").home = c.register.households[0].home;
                    c.book("F-1 2012-04-18T10:00 ANN home -");
                    c.book("C-1 2012-04-18T10:00 BOB home -");
                },
                "",
            ),
            (
                "a chair goes from room to room",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T12:15 ANN PRE-2 UNA");
                },
                "",
            ),
            (
                "a chair is in two rooms",
                |c| {
                    c.book("R-2 2012-04-18T12:00 ANN PRE-2 UNA");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H06 R-1+R-2, H07 R-2",
            ),
            (
                "a minute taker goes from room to room",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T12:00 BOB PRE-2 TOM");
                },
                "",
            ),
            (
                "a minute taker is in two rooms",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T11:45 BOB PRE-2 TOM");
                },
                "H06 R-1+R-2, H07 R-2",
            ),
            (
                "a chair takes the minutes next door",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-18T11:45 BOB PRE-2 ANN");
                },
                "H01 R-2, H06 R-1+R-2, H07 R-2",
            ),
            (
                "another day",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-2 2012-04-19T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "three at once clash two by two, outside working hours too",
                |c| {
                    c.absent("ANN", "2012-04-18T00:00", "2012-04-19T00:00");
                    c.book("C-1 2012-04-18T10:00 ANN PRE-1 -");
                    c.book("F-1 2012-04-18T10:15 ANN PRE-2 -");
                    c.book("R-2 2012-04-18T10:30 ANN BUR-1 TOM");
                },
                "H04 R-2, H04 C-1, H04 F-1, H06 R-2+C-1, H06 R-2+F-1, H06 C-1+F-1",
            ),
        ]);
    }

    #[test]
    fn families_and_social_workers_are_at_one_meeting_at_a_time() {
        // The family and its social worker are at R-1 from 10:00 to 11:30.
        check_breaches(&[
            (
                "the family's next meeting",
                |c| {
                    without_social_workers(c);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("C-1 2012-04-18T11:30 BOB PRE-2 -");
                },
                "",
            ),
            (
                "the family at two meetings",
                |c| {
                    without_social_workers(c);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("C-1 2012-04-18T11:15 BOB PRE-2 -");
                },
                "H06 R-1+C-1",
            ),
            (
                "the family is not at a strategy meeting",
                |c| {
                    without_social_workers(c);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("S-1 2012-04-18T10:00 BOB PRE-2 UNA");
                },
                "",
            ),
            (
                "its social worker is",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("S-1 2012-04-18T10:00 BOB PRE-2 UNA");
                },
                "H06 R-1+S-1",
            ),
            (
                "a social worker goes from family to family",
                |c| {
                    c.book("R-2 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-3 2012-04-18T11:30 BOB PRE-2 UNA");
                },
                "",
            ),
            (
                "a social worker is with two families",
                |c| {
                    c.book("R-2 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-3 2012-04-18T11:15 BOB PRE-2 UNA");
                },
                "H06 R-2+R-3",
            ),
            (
                "two families with social workers of their own",
                |c| {
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-3 2012-04-18T10:00 BOB PRE-2 UNA");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn says_who_or_what_is_taken_twice() {
        let mut county = County::new();
        county.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
        county.book("R-2 2012-04-18T12:00 BOB PRE-1 UNA");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Wed 18 April 2012 10:00 and R-2 on Wed 18 April 2012 12:00: room PRE-1 is taken from 09:30 until 11:45 and \
              again from 11:30"
            ]
        );
    }
}
