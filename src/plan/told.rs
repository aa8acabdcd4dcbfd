//! Who must be told of a change to one booking, and what.
//!
//! | who | is told of |
//! | --- | --- |
//! | the household (where its kind of meeting has the family there), its social worker, the other people expected | another day, start, chair or venue |
//! | chair and minute taker, of before and of after | another day, start or room, and that they are needed or no longer needed |
//! | venue, of before and of after | another day, start or room, and that a room is taken or free again |
//!
//! A proposed booking may be known of or not (rules.md weighs moving it at 45 minutes because people may): who must
//! be told is the same, and what is said names how firm the booking was.

use std::fmt;

use serde::Serialize;

use super::moved::is_moved;
use crate::register::{Booking, Meeting, Reference, Register, RoomChoice, StaffIdx};
use crate::words::appointment;

/// Somebody who must be told of a change, and what. `Display` writes `chair IRO4: is no longer needed for …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// What they are to the meeting.
    pub role: ToldRole,
    /// Who: of the household, the social worker, the person or the venue; for attendees, of the meeting.
    pub reference: Reference,
    /// What they are told, a sentence without its full stop.
    pub message: String,
}

/// What somebody who must be told is to the meeting, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldRole {
    /// The family.
    Household,
    /// Its social worker.
    SocialWorker,
    /// Everybody else who is expected, as one.
    Attendees,
    /// Who chairs, or was to.
    Chair,
    /// Who takes the minutes, or was to.
    MinuteTaker,
    /// The venue whose room is taken or free again.
    Venue,
}

impl ToldRole {
    /// Returns the word for it in sentences.
    pub fn word(self) -> &'static str {
        match self {
            ToldRole::Household => "household",
            ToldRole::SocialWorker => "social worker",
            ToldRole::Attendees => "attendees of",
            ToldRole::Chair => "chair",
            ToldRole::MinuteTaker => "minute taker",
            ToldRole::Venue => "venue",
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.role.word(), self.reference, self.message)
    }
}

/// Returns everybody who must be told that a meeting's booking becomes another (`before` = `None`: it had none;
/// `after` = `None`: it has none any more), in order of role; of two chairs, minute takers or venues the one of before
/// comes first. Nothing where nothing changes for anybody. Both bookings must be of the same meeting.
pub fn told(register: &Register, before: Option<&Booking>, after: Option<&Booking>) -> Vec<Told> {
    let Some(index) = before.or(after).map(|booking| booking.meeting) else { return Vec::new() };
    let change = Change { register, meeting: register.meeting(index), before, after };
    let mut told = Vec::new();
    if before.zip(after).is_none_or(|(before, after)| is_moved(register, before, after)) {
        change.tell_those_who_attend(&mut told);
    }
    change.tell_person(ToldRole::Chair, |booking| booking.iro, &mut told);
    change.tell_person(ToldRole::MinuteTaker, |booking| booking.minute_taker, &mut told);
    change.tell_venue(&mut told);
    told
}

struct Change<'a> {
    register: &'a Register,
    meeting: &'a Meeting,
    before: Option<&'a Booking>,
    after: Option<&'a Booking>,
}

impl Change<'_> {
    fn tell_those_who_attend(&self, told: &mut Vec<Told>) {
        let message = match (self.before, self.after) {
            (Some(before), Some(after)) => self.moves(before, after, true),
            (Some(before), None) => format!("{} does not take place on {}", self.known(), when(before)),
            (None, Some(after)) => {
                let (register, place) = (self.register, self.place(after));
                let chair = after.iro.map_or(String::new(), |iro| {
                    format!(", chaired by {}", register.staff[iro.at()].reference)
                });
                format!("{} takes place on {}, {place}{chair}", self.known(), when(after))
            }
            (None, None) => return,
        };
        let (register, meeting) = (self.register, self.meeting);
        let mut tell = |role, reference: &Reference| {
            told.push(Told { role, reference: reference.clone(), message: message.clone() });
        };
        if let Some(household) = meeting.household.filter(|_| register.kind(meeting).family) {
            tell(ToldRole::Household, &register.households[household.at()].reference);
        }
        if let Some(worker) = register.social_worker(meeting) {
            tell(ToldRole::SocialWorker, &register.social_workers[worker.at()]);
        }
        if meeting.attendees != Some(0) {
            tell(ToldRole::Attendees, &meeting.reference);
        }
    }

    fn tell_person(&self, role: ToldRole, of: impl Fn(&Booking) -> Option<StaffIdx>, told: &mut Vec<Told>) {
        let (before, after) = (self.before.and_then(&of), self.after.and_then(&of));
        let mut tell = |person: StaffIdx, message: String| {
            let reference = self.register.staff[person.at()].reference.clone();
            told.push(Told { role, reference, message });
        };
        if before == after {
            if let (Some(person), Some((before, after))) = (before, self.before.zip(self.after))
                && is_elsewhere(before, after)
            {
                tell(person, self.moves(before, after, false));
            }
            return;
        }
        if let (Some(person), Some(booking)) = (before, self.before) {
            tell(person, format!("is no longer needed for {} on {}", self.known(), when(booking)));
        }
        if let (Some(person), Some(booking)) = (after, self.after) {
            let place = self.place(booking);
            tell(person, format!("is needed for {} on {}, {place}", self.known(), when(booking)));
        }
    }

    fn tell_venue(&self, told: &mut Vec<Told>) {
        let register = self.register;
        let room_of = |booking: &Booking| match booking.room {
            Some(RoomChoice::Room(room)) => Some(room),
            Some(RoomChoice::Home) | None => None,
        };
        let (before, after) = (self.before.and_then(room_of), self.after.and_then(room_of));
        if let (Some(old), Some(new)) = (self.before, self.after)
            && !is_elsewhere(old, new)
        {
            return;
        }
        for (room, booking, becomes) in [(before, self.before, "free again"), (after, self.after, "needed")] {
            let (Some(room), Some(booking)) = (room, booking) else { continue };
            let (room, meeting) = (&register.rooms[room.at()], self.meeting);
            let reference = &register.venues[room.venue.at()].reference;
            let message = format!(
                "room {} is {becomes} on {} from {} ({})",
                room.reference,
                booking.date().format("%a %-d %B"),
                register.chair_occupation(meeting, booking.start()),
                meeting.reference,
            );
            let same = told.last_mut().filter(|t| t.role == ToldRole::Venue && t.reference == *reference);
            match same {
                Some(same) => same.message.push_str(&format!("; {message}")),
                None => {
                    told.push(Told { role: ToldRole::Venue, reference: reference.clone(), message });
                }
            }
        }
    }

    /// Returns the meeting with how firm its booking was.
    fn known(&self) -> String {
        let reference = &self.meeting.reference;
        match self.before {
            Some(before) => format!("{reference} (so far {})", before.status.word()),
            None => reference.to_string(),
        }
    }

    /// Returns what changes in a booking that stays: when, where, and for some with whom.
    fn moves(&self, before: &Booking, after: &Booking, and_chair: bool) -> String {
        let mut said = if before.starts == after.starts {
            format!("{} on {}", self.known(), when(before))
        } else {
            format!("{} moves from {} to {}", self.known(), when(before), when(after))
        };
        let mut join = if before.starts == after.starts { " " } else { "; it " };
        let mut also = |what: String| {
            said.push_str(&format!("{join}{what}"));
            join = " and ";
        };
        if before.room != after.room {
            also(format!("is held {} instead of {}", self.place(after), self.place(before)));
        }
        if and_chair && before.iro != after.iro {
            let name = |iro: Option<StaffIdx>| match iro {
                Some(iro) => self.register.staff[iro.at()].reference.as_str(),
                None => "nobody",
            };
            also(format!("is chaired by {} instead of {}", name(after.iro), name(before.iro)));
        }
        said
    }

    fn place(&self, booking: &Booking) -> String {
        match booking.room {
            Some(RoomChoice::Room(room)) => format!("in {}", self.register.rooms[room.at()].reference),
            Some(RoomChoice::Home) => "at home".to_owned(),
            None => "in no room".to_owned(),
        }
    }
}

/// Whether somebody has to be in another room or there at another time.
fn is_elsewhere(before: &Booking, after: &Booking) -> bool {
    (before.starts, before.room) != (after.starts, after.room)
}

/// Returns `Wed 18 April 10:00`.
fn when(booking: &Booking) -> String {
    appointment(booking.starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::County;

    /// Returns who is told of one booking (or none, `""`) becoming another.
    fn change(county: &mut County, before: &str, after: &str) -> Vec<String> {
        let mut one = |row: &str| {
            county.bookings.clear();
            if !row.is_empty() {
                county.book(row);
            }
            county.bookings.pop()
        };
        let (before, after) = (one(before), one(after));
        let told = told(&county.register, before.as_ref(), after.as_ref());
        assert!(told.is_sorted_by_key(|told| told.role), "{told:?}");
        told.iter().map(ToString::to_string).collect()
    }

    const BEFORE: &str = "R-1 2012-04-18T10:00 ANN PRE-1 TOM";

    #[test]
    fn everybody_whom_a_change_touches_is_told_and_nobody_else() {
        let known = "R-1 (so far proposed)";
        let all = |message: &str| {
            ["household H-1", "social worker W-1", "attendees of R-1"].map(|who| format!("{who}: {message}"))
        };
        let own = |messages: &[&str]| messages.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>();
        let cases: [(&str, &str, &str, Vec<String>); 10] = [
            ("nothing changes", BEFORE, BEFORE, vec![]),
            ("there is no booking", "", "", vec![]),
            (
                "it is booked",
                "",
                BEFORE,
                [
                    all("R-1 takes place on Wed 18 April 10:00, in PRE-1, chaired by ANN").to_vec(),
                    own(&[
                        "chair ANN: is needed for R-1 on Wed 18 April 10:00, in PRE-1",
                        "minute taker TOM: is needed for R-1 on Wed 18 April 10:00, in PRE-1",
                        "venue V-PRE: room PRE-1 is needed on Wed 18 April from 09:30 to 11:45 (R-1)",
                    ]),
                ]
                .concat(),
            ),
            (
                "it is given up",
                BEFORE,
                "",
                [
                    all(&format!("{known} does not take place on Wed 18 April 10:00")).to_vec(),
                    own(&[
                        "chair ANN: is no longer needed for R-1 (so far proposed) on Wed 18 April 10:00",
                        "minute taker TOM: is no longer needed for R-1 (so far proposed) on Wed 18 April 10:00",
                        "venue V-PRE: room PRE-1 is free again on Wed 18 April from 09:30 to 11:45 (R-1)",
                    ]),
                ]
                .concat(),
            ),
            (
                "another start: everybody",
                BEFORE,
                "R-1 2012-04-19T14:00 ANN PRE-1 TOM",
                [
                    all(&format!("{known} moves from Wed 18 April 10:00 to Thu 19 April 14:00")).to_vec(),
                    own(&[
                        "chair ANN: R-1 (so far proposed) moves from Wed 18 April 10:00 to Thu 19 April 14:00",
                        "minute taker TOM: R-1 (so far proposed) moves from Wed 18 April 10:00 to Thu 19 April 14:00",
                        "venue V-PRE: room PRE-1 is free again on Wed 18 April from 09:30 to 11:45 (R-1); room \
                         PRE-1 is needed on Thu 19 April from 13:30 to 15:45 (R-1)",
                    ]),
                ]
                .concat(),
            ),
            (
                "another chair: not minute taker and venue",
                BEFORE,
                "R-1 2012-04-18T10:00 BOB PRE-1 TOM",
                [
                    all(&format!("{known} on Wed 18 April 10:00 is chaired by BOB instead of ANN")).to_vec(),
                    own(&[
                        "chair ANN: is no longer needed for R-1 (so far proposed) on Wed 18 April 10:00",
                        "chair BOB: is needed for R-1 (so far proposed) on Wed 18 April 10:00, in PRE-1",
                    ]),
                ]
                .concat(),
            ),
            (
                "another minute taker: nobody else",
                BEFORE,
                "R-1 2012-04-18T10:00 ANN PRE-1 UNA",
                own(&[
                    "minute taker TOM: is no longer needed for R-1 (so far proposed) on Wed 18 April 10:00",
                    "minute taker UNA: is needed for R-1 (so far proposed) on Wed 18 April 10:00, in PRE-1",
                ]),
            ),
            (
                "another room of the venue: not those who attend",
                BEFORE,
                "R-1 2012-04-18T10:00 ANN PRE-2 TOM",
                own(&[
                    "chair ANN: R-1 (so far proposed) on Wed 18 April 10:00 is held in PRE-2 instead of in PRE-1",
                    "minute taker TOM: R-1 (so far proposed) on Wed 18 April 10:00 is held in PRE-2 instead of in \
                     PRE-1",
                    "venue V-PRE: room PRE-1 is free again on Wed 18 April from 09:30 to 11:45 (R-1); room PRE-2 is \
                     needed on Wed 18 April from 09:30 to 11:45 (R-1)",
                ]),
            ),
            (
                "home instead of a venue, and another chair; no minute taker",
                "C-1 2012-04-18T10:00 ANN PRE-1 -",
                "C-1 2012-04-18T10:00 BOB home -",
                ["household H-1", "social worker W-1", "attendees of C-1"]
                    .map(|who| {
                        format!(
                            "{who}: C-1 (so far proposed) on Wed 18 April 10:00 is held at home instead of in PRE-1 \
                             and is chaired by BOB instead of ANN"
                        )
                    })
                    .into_iter()
                    .chain(own(&[
                        "chair ANN: is no longer needed for C-1 (so far proposed) on Wed 18 April 10:00",
                        "chair BOB: is needed for C-1 (so far proposed) on Wed 18 April 10:00, at home",
                        "venue V-PRE: room PRE-1 is free again on Wed 18 April from 09:45 to 11:30 (C-1)",
                    ]))
                    .collect(),
            ),
            (
                "a meeting without the family, in another venue",
                "S-1 2012-04-18T10:00 ANN PRE-1 TOM",
                "S-1 2012-04-18T10:00 ANN BUR-1 TOM",
                ["social worker W-1", "attendees of S-1", "chair ANN", "minute taker TOM"]
                    .map(|who| {
                        format!(
                            "{who}: S-1 (so far proposed) on Wed 18 April 10:00 is held in BUR-1 instead of in PRE-1"
                        )
                    })
                    .into_iter()
                    .chain(own(&[
                        "venue V-PRE: room PRE-1 is free again on Wed 18 April from 10:00 to 11:30 (S-1)",
                        "venue V-BUR: room BUR-1 is needed on Wed 18 April from 10:00 to 11:30 (S-1)",
                    ]))
                    .collect(),
            ),
        ];
        for (title, before, after, expected) in cases {
            assert_eq!(change(&mut County::new(), before, after), expected, "{title}");
        }
    }

    #[test]
    fn a_confirmed_booking_is_called_so() {
        let mut county = County::new();
        let said = change(
            &mut county,
            "R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed",
            "R-1 2012-04-18T10:00 ANN PRE-1 UNA",
        );
        assert_eq!(
            said[0],
            "minute taker TOM: is no longer needed for R-1 (so far confirmed) on Wed 18 April 10:00"
        );
    }
}
