//! Places for a meeting: the best ones, those at a wished time, and those that open if others move.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::State;
use crate::calendar::Span;
use crate::register::{MeetingIdx, Register, RoomChoice, StaffIdx, VenueIdx};
use crate::suggest::{Options, Refused, Suggester, Suggestion, problem};
use crate::travel::Travel;

/// Most places that are looked through for those that a filter wants.
const MOST_LOOKED_THROUGH: usize = 400;

/// What places are wanted. The default wants any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Not before this day.
    pub from: Option<NaiveDate>,
    /// Not after this day.
    pub until: Option<NaiveDate>,
    /// Beginning within these minutes after midnight.
    pub starts: Option<Span>,
    /// With this chair.
    pub chair: Option<StaffIdx>,
    /// At this venue.
    pub venue: Option<VenueIdx>,
}

impl Filter {
    fn wants(&self, register: &Register, suggestion: &Suggestion) -> bool {
        let booking = &suggestion.booking;
        let (date, start) = (booking.date(), booking.start());
        self.from.is_none_or(|from| from <= date)
            && self.until.is_none_or(|until| date <= until)
            && self.starts.is_none_or(|span| span.from <= start && start < span.until)
            && self.chair.is_none_or(|chair| booking.iro == Some(chair))
            && self.venue.is_none_or(|venue| booking.venue(register) == Some(venue))
    }
}

/// What there is for a meeting.
#[derive(Debug, Clone)]
pub struct Found {
    /// The best places, the best first.
    pub places: Vec<Suggestion>,
    /// Why there is none, where there is none without moving others.
    pub none: Option<String>,
}

/// A plan that has been made ready to be asked.
pub(super) struct Ready(Mutex<Asked>);

impl Ready {
    fn new(state: &State) -> Ready {
        let owner = Arc::new((state.register.clone(), Arc::clone(&state.travel)));
        let compiled = Compiled::new(owner, |owner| problem(&owner.0, &owner.1, None, &BTreeSet::new()));
        Ready(Mutex::new(Asked::new(Box::new(compiled), |compiled| {
            Suggester::new(compiled.borrow_dependent())
        })))
    }
}

type Problem<'a> = crate::problem::Problem<'a>;

self_cell::self_cell!(
    struct Compiled {
        owner: Arc<(Register, Arc<Travel>)>,
        #[covariant]
        dependent: Problem,
    }
);

self_cell::self_cell!(
    struct Asked {
        owner: Box<Compiled>,
        #[not_covariant]
        dependent: Suggester,
    }
);

impl State {
    /// Returns at most `top` places for a meeting that a filter wants, without moving others; where the meeting is booked already,
    /// other places for it.
    ///
    /// Cost: milliseconds where the meeting has no booking or a proposed one; for a confirmed one the plan is made ready anew.
    ///
    /// # Errors
    /// Where nothing can be booked for the meeting.
    pub fn places(&self, meeting: MeetingIdx, filter: &Filter, top: usize) -> Result<Found, Refused> {
        let is_any = *filter == Filter::default();
        let options = Options { top: if is_any { top } else { MOST_LOOKED_THROUGH }, ..Options::default() };
        let asked = |suggester: &mut Suggester<'_>| {
            let mut places = suggester.suggest(meeting, &options)?;
            let is_none = places.is_empty();
            places.retain(|place| filter.wants(&self.register, place));
            places.truncate(top);
            let none = if is_none { Some(suggester.why_none(meeting)?) } else { None };
            Ok(Found { places, none })
        };
        let is_fixed = self.booking(meeting).is_some_and(|booking| booking.status.is_fixed());
        if is_fixed {
            let problem = problem(&self.register, &self.travel, Some(meeting), &BTreeSet::new());
            return asked(&mut Suggester::new(&problem));
        }
        let ready = self.ready.get_or_init(|| Ready::new(self));
        let mut ready = ready.0.lock().unwrap_or_else(PoisonError::into_inner);
        ready.with_dependent_mut(|_, suggester| asked(suggester))
    }

    /// Returns at most `top` places that would open if one other booking moved, confirmed ones too: each better than any without.
    ///
    /// # Errors
    /// Where nothing can be booked for the meeting.
    pub fn places_with_moves(&self, meeting: MeetingIdx, top: usize) -> Result<Vec<Suggestion>, Refused> {
        let free: BTreeSet<MeetingIdx> = self
            .register
            .bookings
            .iter()
            // A hold stands as a confirmed booking, and whoever holds a place has been promised it.
            .filter(|booking| !self.is_on_hold(booking.meeting))
            .map(|booking| booking.meeting)
            .collect();
        let problem = problem(&self.register, &self.travel, Some(meeting), &free);
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
