//! A plan kept in memory that answers for one meeting at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::moves::{Openings, moving_minutes};
use super::places::{Aspects, best_places, key_of};
use super::reasons::Facts;
use super::tally::Tally;
use super::{Move, Options, Suggestion};
use crate::plan::{booked, told, unbooked_reason};
use crate::problem::{Frame, Problem, meetings_to_book};
use crate::register::{Booking, MeetingIdx, MeetingStatus, Register};
use crate::solver::{Key, Offer, Placement, Scratch, State, is_offered, standing_places};
use crate::travel::Travel;

/// Why nothing can be suggested for a meeting, as words that follow its reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It takes no place in a calendar any more.
    #[error("is {0}: there is nothing to book")]
    NotLive(&'static str),
    /// Its booking lies before today.
    #[error("took place on {0}, before today: give it the status held, or release its booking")]
    History(chrono::NaiveDate),
    /// It is booked, but the bookings, which the register holds or which were given in their place, do not say where.
    #[error("has the status booked and no booking in the register: give it the status to_book to book it")]
    BookedElsewhere,
    /// The problem was not compiled to move it.
    #[error("stands as it is in this plan: prepare the plan with it among the meetings to free")]
    NotFreed,
}

/// Whether a meeting can be asked about at all.
///
/// # Errors
/// Where it is held, adjourned, cancelled, past, or booked nobody knows where.
pub(super) fn may_be_asked(register: &Register, meeting: MeetingIdx) -> Result<(), Refused> {
    let row = register.meeting(meeting);
    let booking = register.bookings.iter().find(|booking| booking.meeting == meeting);
    match (row.status, booking) {
        (MeetingStatus::Held, _) => Err(Refused::NotLive("held")),
        (MeetingStatus::Adjourned, _) => Err(Refused::NotLive("adjourned")),
        (MeetingStatus::Cancelled, _) => Err(Refused::NotLive("cancelled")),
        (_, Some(booking)) if booking.status.is_fixed() && booking.date() < register.authority.today => {
            Err(Refused::History(booking.date()))
        }
        (MeetingStatus::Booked, None) => Err(Refused::BookedElsewhere),
        _ => Ok(()),
    }
}

/// Compiles a register for suggestions: meetings to book, those with a proposed booking, and those to `free`
/// (confirmed ones that may be asked for or moved) can be booked anew; everything else stands. Those to free that cannot
/// be asked about are passed over.
///
/// A booking that is not lawful where it is stands too, so that nothing is suggested on top of it. To ask where it could
/// go, name its meeting as `asked`, which is always free.
///
/// Cost: that of [`Problem::of`] and [`State::new`] twice; more only where bookings to free are unlawful.
pub fn problem<'a>(
    register: &'a Register,
    travel: &'a Travel,
    asked: Option<MeetingIdx>,
    free: &BTreeSet<MeetingIdx>,
) -> Problem<'a> {
    let may_be_asked = |meeting: &MeetingIdx| may_be_asked(register, *meeting).is_ok();
    let mut meetings = meetings_to_book(register);
    meetings.extend(free.iter().copied().chain(asked).filter(may_be_asked));
    standing_where_lawful(register, asked, meetings, |meetings| Problem::of(register, travel, meetings))
}

/// Compiles these meetings to book, but those that are not lawful where they stand: they stay, `asked` aside.
pub(super) fn standing_where_lawful<'a>(
    register: &'a Register,
    asked: Option<MeetingIdx>,
    mut meetings: BTreeSet<MeetingIdx>,
    compile: impl Fn(&BTreeSet<MeetingIdx>) -> Problem<'a>,
) -> Problem<'a> {
    loop {
        let problem = compile(&meetings);
        let unlawful = book_what_stands(&mut State::new(&problem));
        let today = register.authority.today;
        let stuck: Vec<MeetingIdx> = register
            .bookings
            .iter()
            .filter(|booking| unlawful.contains(&booking.meeting) && today <= booking.date())
            .map(|booking| booking.meeting)
            .filter(|&meeting| asked != Some(meeting))
            .collect();
        if stuck.is_empty() {
            return problem;
        }
        for meeting in stuck {
            meetings.remove(&meeting);
        }
    }
}

/// Compiles a register for the places of one meeting beside everything that is booked, proposals too: without moves the answers are
/// those of a plan compiled with [`problem`].
///
/// Cost: O(bookings) and a single request, where [`problem`] compiles hundreds that wait too, and the frame.
pub fn problem_beside<'a>(
    frame: &Frame,
    register: &'a Register,
    travel: &'a Travel,
    asked: MeetingIdx,
) -> Problem<'a> {
    let meetings = may_be_asked(register, asked).is_ok().then_some(asked);
    Problem::within(frame, register, travel, &meetings.into_iter().collect())
}

/// Books every request where it stands, in order of time, and returns the meetings for which that is not lawful.
fn book_what_stands(state: &mut State<'_>) -> BTreeSet<MeetingIdx> {
    let problem = state.problem;
    let mut scratch = Scratch::default();
    let standing = standing_places(problem);
    let when = |request: usize, placement: Placement| {
        (problem.requests[request].days[placement.day as usize].day, placement.start, request)
    };
    let mut order: Vec<(usize, Placement)> = standing
        .iter()
        .enumerate()
        .filter_map(|(request, placement)| Some((request, (*placement)?)))
        .collect();
    order.sort_by_key(|&(request, placement)| when(request, placement));
    for (request, placement) in order {
        if is_offered(state, &mut scratch, request, placement) {
            state.insert(request, placement);
        }
    }
    let requests = problem.requests.iter().zip(state.placements());
    requests.filter(|(_, placement)| placement.is_none()).map(|(request, _)| request.meeting).collect()
}

/// A plan kept in memory.
pub struct Suggester<'a> {
    pub(super) state: State<'a>,
    pub(super) scratch: Scratch,
    request_of: BTreeMap<MeetingIdx, usize>,
    /// What is booked now, `[request]`: where it is not lawful, in the state it is not.
    now: Vec<Option<Booking>>,
}

impl<'a> Suggester<'a> {
    /// Returns the plan that stands in the register of a problem made by [`problem`].
    pub fn new(problem: &'a Problem<'a>) -> Suggester<'a> {
        let mut state = State::new(problem);
        book_what_stands(&mut state);
        let request_of: BTreeMap<MeetingIdx, usize> =
            problem.requests.iter().enumerate().map(|(i, r)| (r.meeting, i)).collect();
        let mut now = vec![None; problem.requests.len()];
        for booking in &problem.register.bookings {
            if let Some(&request) = request_of.get(&booking.meeting) {
                now[request] = Some(booking.clone());
            }
        }
        Suggester { state, scratch: Scratch::default(), request_of, now }
    }

    /// Returns where a meeting is booked now.
    pub fn now(&self, meeting: MeetingIdx) -> Option<&Booking> {
        match self.request_of.get(&meeting) {
            Some(&request) => self.now[request].as_ref(),
            None => self.register().bookings.iter().find(|booking| booking.meeting == meeting),
        }
    }

    /// Returns the best places for a meeting that differ in day, chair or place, the cheapest first: at most
    /// `options.top` without moving anything else, then at most as many, each cheaper than all of those, for which
    /// others move. Nothing where there is no place: see [`Suggester::why_none`]. Of places that cost the same, the one
    /// where the meeting stands comes first, then those that change least of it.
    ///
    /// Without moves they are exact (the first is the best lawful place there is); with moves the search is bounded.
    /// The plan itself does not change.
    ///
    /// # Errors
    /// Where nothing can be suggested for the meeting.
    pub fn suggest(&mut self, meeting: MeetingIdx, options: &Options) -> Result<Vec<Suggestion>, Refused> {
        let asked = self.request(meeting)?;
        let own = self.state.remove(asked);
        let mut found = best_places(&mut self.state, &mut self.scratch, asked, own, options.top);
        if let Some(own) = own {
            prefer_own(&mut self.state, asked, own, &mut found);
        }
        let changes = |placement: Placement| own.map_or(0, |own| n_changes(own, placement));
        found.sort_by_key(|offer| (offer.key, changes(offer.placement)));
        found.truncate(options.top);
        let mut suggestions: Vec<Suggestion> =
            found.iter().map(|offer| self.suggestion(asked, own, &[(asked, offer.placement)])).collect();
        if 0 < options.moves {
            let without: Option<Key> = found.first().map(|offer| offer.key);
            let mut openings = Openings {
                state: &mut self.state,
                scratch: &mut self.scratch,
                now: &self.now,
                own,
                move_confirmed: options.move_confirmed,
            };
            for opened in openings.find(asked, without, 1 < options.moves, options.top) {
                let mut placements = vec![(asked, opened.placement)];
                placements.extend(&opened.moves);
                suggestions.push(self.suggestion(asked, own, &placements));
            }
        }
        if let Some(own) = own {
            self.state.insert(asked, own);
        }
        Ok(suggestions)
    }

    /// Returns the place where a meeting stands, with what it costs, or `None` where it is not booked or that is not
    /// lawful.
    ///
    /// # Errors
    /// Where nothing can be suggested for the meeting.
    pub fn as_it_stands(&mut self, meeting: MeetingIdx) -> Result<Option<Suggestion>, Refused> {
        let asked = self.request(meeting)?;
        let Some(own) = self.state.remove(asked) else { return Ok(None) };
        let suggestion = self.suggestion(asked, Some(own), &[(asked, own)]);
        self.state.insert(asked, own);
        Ok(Some(suggestion))
    }

    /// Returns in one sentence why a meeting has no place beside what is booked now, its own booking aside.
    ///
    /// # Errors
    /// Where nothing can be suggested for the meeting.
    pub fn why_none(&mut self, meeting: MeetingIdx) -> Result<String, Refused> {
        let asked = self.request(meeting)?;
        let mut state = self.state.clone();
        state.remove(asked);
        Ok(unbooked_reason(state, meeting))
    }

    /// Books a suggestion that this plan made and that nothing taken since stands in the way of.
    pub fn take(&mut self, suggestion: &Suggestion) {
        for &(request, _) in &suggestion.placements {
            self.state.remove(request);
        }
        let moved = suggestion.moves.iter().map(|moved| &moved.to);
        for (&(request, placement), booking) in
            suggestion.placements.iter().zip(std::iter::once(&suggestion.booking).chain(moved))
        {
            self.state.insert(request, placement);
            self.now[request] = Some(booking.clone());
        }
    }

    fn register(&self) -> &'a Register {
        self.state.problem.register
    }

    pub(super) fn request(&self, meeting: MeetingIdx) -> Result<usize, Refused> {
        match self.request_of.get(&meeting) {
            Some(&request) => Ok(request),
            None => Err(may_be_asked(self.register(), meeting).err().unwrap_or(Refused::NotFreed)),
        }
    }

    /// Returns the suggestion that books the asked meeting and moves others, with what it costs and why. The asked
    /// one is not booked in the state, which is left as it was.
    fn suggestion(
        &mut self,
        asked: usize,
        own: Option<Placement>,
        placements: &[(usize, Placement)],
    ) -> Suggestion {
        let problem = self.state.problem;
        let register = problem.register;
        let mut tally = Tally::new();
        let state = &mut self.state;
        let before: Vec<Option<Placement>> =
            placements.iter().map(|&(request, _)| tally.remove(state, request)).collect();
        for &(request, placement) in placements {
            tally.insert(state, request, placement);
        }
        let difference = tally.difference(state);
        let to = |&(request, placement): &(usize, Placement)| {
            booked(problem, &problem.requests[request], &placement, self.now[request].as_ref())
        };
        let booking = to(&placements[0]);
        let reasons = Facts { state, booking: &booking, difference: &difference }.reasons();
        for &(request, _) in placements {
            state.remove(request);
        }
        for (&(request, _), before) in placements.iter().zip(&before) {
            if let Some(before) = before {
                state.insert(request, *before);
            }
        }
        let moves: Vec<Move> = placements[1..]
            .iter()
            .filter_map(|placed| {
                let (from, to) = (self.now[placed.0].clone()?, to(placed));
                let told = told(register, Some(&from), Some(&to));
                Some(Move { from, to, told })
            })
            .collect();
        Suggestion {
            stands: own == Some(placements[0].1) && placements.len() == 1,
            reasons,
            difference,
            moving_minutes: moves.iter().map(|m| moving_minutes(register, &m.from, &m.to)).sum(),
            told: told(register, self.now[asked].as_ref(), Some(&booking)),
            moves,
            booking,
            placements: placements.to_vec(),
        }
    }
}

/// Puts the place where a request stands among the best ones found, where it costs the same as the one of the same day,
/// chair and place, or as the first.
fn prefer_own(state: &mut State<'_>, asked: usize, own: Placement, found: &mut Vec<Offer>) {
    let key = key_of(state, asked, own);
    if found.iter().any(|offer| offer.placement == own) {
        return;
    }
    let request = &state.problem.requests[asked];
    let own = Offer { placement: own, key };
    let aspects = Aspects::of(request, own.placement);
    match found.iter().position(|offer| Aspects::of(request, offer.placement) == aspects) {
        Some(alike) if found[alike].key == key => found[alike] = own,
        None if found.first().is_some_and(|first| first.key == key) => found.insert(0, own),
        _ => {}
    }
}

/// Returns in how many respects a placement differs from another.
fn n_changes(own: Placement, other: Placement) -> usize {
    let differs = [
        own.day != other.day,
        own.start != other.start,
        own.chair != other.chair,
        (own.site, own.room) != (other.site, other.room),
        own.taker != other.taker,
    ];
    differs.into_iter().filter(|&is| is).count()
}
