//! A register and its bookings, ready to be asked about.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::deficit::{Deficit, deficits};
use super::meeting::{Explanation, Standing, explain};
use super::wish::{Place, Wish};
use crate::check::{Verdict, check};
use crate::register::{Booking, MeetingIdx, Register};
use crate::rules::Breach;
use crate::travel::Travel;

/// A register and bookings for it, ready to be asked about one meeting after the other.
///
/// ```
/// use convene::explain::{Explainer, Standing, Wish};
/// use convene::synth::{Preset, generate};
/// use convene::travel::Travel;
///
/// let register = generate(Preset::Tiny, 1);
/// let travel = Travel::new(&register).expect("all places are joined");
/// let explainer = Explainer::new(&register, &travel, &register.bookings);
/// let hearing_loop = explainer.explain(explainer.meeting("M09").expect("listed"), &Wish::default());
/// assert_eq!(hearing_loop.standing, Standing::Unbooked);
/// assert!(!hearing_loop.obstacles.expect("it is unbooked").remedies.is_empty());
/// ```
pub struct Explainer<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its driving times.
    pub travel: &'a Travel,
    /// The bookings that are explained.
    pub bookings: &'a [Booking],
    /// What the referee says of them.
    pub verdict: Verdict,
    /// The register with these bookings for its own, which the solver books around.
    pub(super) standing: Register,
    /// Positions in `bookings` of those that stand in the calendar, one a live meeting.
    pub(super) by_date: BTreeMap<NaiveDate, Vec<usize>>,
}

/// Everything that is unbooked or late.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Meetings that together need more than there is.
    pub deficits: Vec<Deficit>,
    /// Each meeting that is unbooked, then each that is late, in order.
    pub meetings: Vec<Explanation>,
}

impl<'a> Explainer<'a> {
    /// Returns an explainer of bookings, which need not be lawful.
    ///
    /// Cost: one check of the bookings, and a copy of the register.
    pub fn new(register: &'a Register, travel: &'a Travel, bookings: &'a [Booking]) -> Explainer<'a> {
        let mut by_date: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
        let mut is_booked = vec![false; register.meetings.len()];
        for (at, booking) in bookings.iter().enumerate() {
            let is_first = !std::mem::replace(&mut is_booked[booking.meeting.at()], true);
            if is_first && register.meeting(booking.meeting).status.is_live() {
                by_date.entry(booking.date()).or_default().push(at);
            }
        }
        Explainer {
            register,
            travel,
            bookings,
            verdict: check(register, travel, bookings),
            standing: Register { bookings: bookings.to_vec(), ..register.clone() },
            by_date,
        }
    }

    /// Returns the meeting of a reference.
    pub fn meeting(&self, reference: &str) -> Option<MeetingIdx> {
        let position = self.register.meetings.iter().position(|row| row.reference.as_str() == reference);
        position.map(MeetingIdx::from)
    }

    /// Returns the booking of a meeting.
    pub fn booking(&self, meeting: MeetingIdx) -> Option<&'a Booking> {
        self.bookings.iter().find(|booking| booking.meeting == meeting)
    }

    /// Explains a meeting, and why it is not as `wish` asks where that asks for anything.
    ///
    /// Cost: a few checks of the bookings and exact insertions of one meeting; for one that is unbooked or late also
    /// a walk through its places.
    pub fn explain(&self, meeting: MeetingIdx, wish: &Wish) -> Explanation {
        explain(self, meeting, wish)
    }

    /// Explains everything that is unbooked or late, groups of meetings first.
    pub fn overview(&self) -> Overview {
        let unbooked = self.verdict.unbooked.iter().copied();
        let late = self.verdict.late.iter().map(|&(meeting, _)| meeting);
        let meetings: Vec<Explanation> =
            unbooked.chain(late).map(|meeting| self.explain(meeting, &Wish::default())).collect();
        let is_late = |explained: &Explanation| matches!(explained.standing, Standing::Late(_));
        let deficits = deficits(self, !self.verdict.unbooked.is_empty(), meetings.iter().any(is_late));
        Overview { deficits, meetings }
    }

    /// Returns what the referee says where a meeting is put at a place, or taken out.
    pub(super) fn judged_at(&self, meeting: MeetingIdx, place: Option<&Place>) -> Verdict {
        check(self.register, self.travel, &self.bookings_at(meeting, place))
    }

    /// Returns the bookings with a meeting at a place, or taken out. A booking that is moved keeps its status and
    /// its own columns.
    pub fn bookings_at(&self, meeting: MeetingIdx, place: Option<&Place>) -> Vec<Booking> {
        let mut bookings: Vec<Booking> =
            self.bookings.iter().filter(|booking| booking.meeting != meeting).cloned().collect();
        bookings.extend(place.map(|place| {
            let moved = place.booking(meeting);
            match self.booking(meeting) {
                Some(own) => Booking { status: own.status, extra: own.extra.clone(), ..moved },
                None => moved,
            }
        }));
        bookings
    }

    /// Returns the breaches of a verdict that the bookings as they are do not have.
    pub(super) fn new_breaches(&self, verdict: &Verdict) -> Vec<Breach> {
        let new = verdict.breaches.iter().filter(|breach| !self.verdict.breaches.contains(breach));
        new.cloned().collect()
    }

    /// Whether breaches are none but that a booking of `meeting` which stands is changed (H12).
    pub(super) fn is_lawful_but_fixed(&self, meeting: MeetingIdx, breaches: &[Breach]) -> bool {
        breaches.iter().all(|breach| breach.code == "H12" && breach.meetings == [meeting])
    }
}
