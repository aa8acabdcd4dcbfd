//! Places for a meeting: the best ones, those at a wished time, and those that open if others move.

use std::collections::BTreeSet;

use super::State;
use crate::problem::Filter;
use crate::register::{MeetingIdx, RoomChoice};
use crate::suggest::{Options, Refused, Suggester, Suggestion, problem_beside, problem_with_one_move};

/// What there is for a meeting.
#[derive(Debug, Clone)]
pub struct Found {
    /// The best places, the best first.
    pub places: Vec<Suggestion>,
    /// Why there is none, where there is none without moving others.
    pub none: Option<String>,
}

impl State {
    /// Returns at most `top` places for a meeting that a filter wants, without moving others; where the meeting is booked already,
    /// other places for it.
    ///
    /// Cost: milliseconds. The meeting alone is compiled, beside all bookings, so that nothing need be kept ready for it.
    ///
    /// # Errors
    /// Where nothing can be booked for the meeting.
    pub fn places(&self, meeting: MeetingIdx, filter: &Filter, top: usize) -> Result<Found, Refused> {
        let mut problem = problem_beside(self.frame(), &self.register, &self.travel, meeting);
        problem.narrow(filter);
        let mut suggester = Suggester::new(&problem);
        let places = suggester.suggest(meeting, &Options { top, ..Options::default() })?;
        let none = match (places.is_empty(), *filter == Filter::default()) {
            (false, _) => None,
            (true, true) => Some(suggester.why_none(meeting)?),
            // There may be others than those that are looked for.
            (true, false) => self.places(meeting, &Filter::default(), 1)?.none,
        };
        Ok(Found { places, none })
    }

    /// Returns at most `top` places that would open if one other booking moved, confirmed ones too: each better than any without.
    ///
    /// # Errors
    /// Where nothing can be booked for the meeting.
    pub fn places_with_moves(&self, meeting: MeetingIdx, top: usize) -> Result<Vec<Suggestion>, Refused> {
        let movable: BTreeSet<MeetingIdx> = self
            .register
            .bookings
            .iter()
            // A hold stands as a confirmed booking, and whoever holds a place has been promised it.
            .filter(|booking| !self.is_on_hold(booking.meeting))
            .map(|booking| booking.meeting)
            .collect();
        let problem = problem_with_one_move(self.frame(), &self.register, &self.travel, meeting, &movable);
        let options = Options { top, moves: 1, move_confirmed: true };
        let mut found = Suggester::new(&problem).suggest(meeting, &options)?;
        found.retain(|place| !place.moves.is_empty());
        Ok(found)
    }

    /// Whether a meeting's place is kept free for a while only.
    pub fn is_on_hold(&self, meeting: MeetingIdx) -> bool {
        self.stored(meeting)
            .is_some_and(|stored| matches!(stored.booking.status, crate::store::Status::OnHold { .. }))
    }

    /// Returns a room as people read it: `PRE-1, Preston Central`, `at home`.
    pub fn room_words(&self, room: Option<RoomChoice>) -> String {
        match room {
            Some(RoomChoice::Room(room)) => {
                let room = &self.register.rooms[room.at()];
                format!("{}, {}", room.reference, self.register.venues[room.venue.at()].name)
            }
            Some(RoomChoice::Home) => "at home".to_owned(),
            None => "no room".to_owned(),
        }
    }
}
