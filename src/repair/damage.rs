//! What breaks.

use std::collections::BTreeSet;

use crate::calendar::NaiveDate;
use crate::check::check;
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register, StaffIdx};
use crate::rules::Breach;
use crate::travel::Travel;

/// What a repair has to mend.
pub(super) struct Damage {
    /// Every breach of the bookings as they stand.
    pub(super) breaches: Vec<Breach>,
    /// Meetings whose bookings are in a breach, or come into one when others are taken out.
    pub(super) broken: BTreeSet<MeetingIdx>,
    /// Meetings to book that have no booking.
    pub(super) unbooked: BTreeSet<MeetingIdx>,
    /// Positions of bookings that nothing can be made of: a meeting's second one, or one that is only proposed for a
    /// meeting that does not take place.
    pub(super) refused: BTreeSet<usize>,
    /// Days of people on which a booking that no repair may move breaks a rule: nothing else on them is moved.
    pub(super) stuck: BTreeSet<(StaffIdx, NaiveDate)>,
    /// What was broken before and is left as it is.
    left: Vec<Breach>,
}

/// Whether a breach is one of those `known`, or what is left of one: the same rule, broken by some of the same meetings.
pub(super) fn is_known(known: &[Breach], breach: &Breach) -> bool {
    let is_less = |old: &Breach| {
        old.code == breach.code
            && (1..old.meetings.len()).contains(&breach.meetings.len())
            && breach.meetings.iter().all(|meeting| old.meetings.contains(meeting))
    };
    known.iter().any(|old| old == breach || is_less(old))
}

impl Damage {
    /// Returns what the referee finds broken in the register's bookings. What is in `left` is told among the breaches and nothing is done
    /// about it.
    ///
    /// A few judgements by the referee: taking a booking out can break another, because people stay where they were for
    /// online meetings.
    pub(super) fn of(register: &Register, travel: &Travel, left: &[Breach]) -> Damage {
        let breaches = check(register, travel, &register.bookings).breaches;
        let (mut seen, mut refused) = (BTreeSet::new(), BTreeSet::new());
        for (position, booking) in register.bookings.iter().enumerate() {
            let takes_place = register.meeting(booking.meeting).status.is_live() || booking.status.is_fixed();
            if !seen.insert(booking.meeting) || !takes_place {
                refused.insert(position);
            }
        }
        let unbooked = (0..register.meetings.len())
            .map(MeetingIdx::from)
            .filter(|&m| register.meeting(m).status == MeetingStatus::ToBook && !seen.contains(&m))
            .collect();
        let mut damage = Damage {
            breaches,
            broken: BTreeSet::new(),
            unbooked,
            refused,
            stuck: BTreeSet::new(),
            left: left.to_vec(),
        };
        damage.spread(register, travel);
        damage
    }

    /// Whether there is nothing to do.
    pub(super) fn is_none(&self) -> bool {
        self.broken.is_empty() && self.unbooked.is_empty() && self.refused.is_empty()
    }

    /// Whether a meeting's booking was broken before and is left as it is.
    pub(super) fn is_left(&self, meeting: MeetingIdx) -> bool {
        self.left.iter().any(|breach| breach.meetings.contains(&meeting))
    }

    /// Whether a breach is left as it is.
    pub(super) fn leaves(&self, breach: &Breach) -> bool {
        is_known(&self.left, breach)
    }

    fn spread(&mut self, register: &Register, travel: &Travel) {
        let movable = |booking: &Booking| {
            booking.status != BookingStatus::Held && register.meeting(booking.meeting).status.is_live()
        };
        let mut judged = register.clone();
        let mut left: Vec<Booking> = register
            .bookings
            .iter()
            .enumerate()
            .filter(|(position, _)| !self.refused.contains(position))
            .map(|(_, booking)| booking.clone())
            .collect();
        loop {
            judged.bookings.clone_from(&left);
            let breaches = check(&judged, travel, &judged.bookings).breaches;
            let found: BTreeSet<MeetingIdx> = breaches
                .into_iter()
                .filter(|breach| !self.leaves(breach))
                .flat_map(|breach| breach.meetings)
                .collect();
            let n_left = left.len();
            left.retain(|booking| {
                let is_broken = found.contains(&booking.meeting) && movable(booking);
                if is_broken {
                    self.broken.insert(booking.meeting);
                }
                !is_broken
            });
            if left.len() == n_left {
                let stuck = left
                    .iter()
                    .filter(|booking| found.contains(&booking.meeting) || self.is_left(booking.meeting));
                self.stuck = stuck
                    .flat_map(|b| {
                        [b.iro, b.minute_taker].map(|person| person.map(|person| (person, b.date())))
                    })
                    .flatten()
                    .collect();
                break;
            }
        }
    }
}
