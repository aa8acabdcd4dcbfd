//! Remedies before the referee: what is told opens its place, takes no more than it needs, and leaves nobody else's
//! day broken.
//!
//! A booking that makes way may have held a day together: without it the next journey or the lunch of those who stay
//! may lack time. Each set of changes is therefore made in the register and checked; where it breaks something, the
//! bookings which that names are tried among those that make way; where that does not help, the remedy is not told.

use chrono::NaiveDate;

use super::change::Change;
use super::explainer::Explainer;
use super::obstacles::Remedy;
use super::scene::MARGIN_DAYS;
use super::wish::Place;
use crate::register::{Booking, MeetingIdx};
use crate::rules::{Breach, Case, HARD};

/// Most bookings that make way besides those in the meeting's own way.
const MORE_BOOKINGS: usize = 3;

/// Judges remedies for one meeting.
pub(super) struct Referee<'e, 'a> {
    pub(super) explainer: &'e Explainer<'a>,
    pub(super) meeting: MeetingIdx,
}

impl Referee<'_, '_> {
    /// Returns a set of changes that makes a place lawful and of which none can be left out: `changes`, less those
    /// that the place does without, with the bookings that must make way too; or `None` where none was found.
    ///
    /// Cost: a check of one or two days for each change and each booking tried.
    pub(super) fn mended(&self, place: &Place, mut changes: Vec<Change>) -> Option<Vec<Change>> {
        let mut faults = self.faults(place, &changes);
        for _ in 0..MORE_BOOKINGS {
            if faults.is_empty() {
                break;
            }
            let mut others: Vec<MeetingIdx> =
                faults.iter().flat_map(|breach| breach.meetings.iter().copied()).collect();
            others.sort_unstable();
            others.dedup();
            others.retain(|&other| other != self.meeting && self.explainer.booking(other).is_some());
            let tried =
                others.into_iter().map(Change::Move).filter(|more| !changes.contains(more)).map(|more| {
                    let faults =
                        self.faults(place, &[changes.as_slice(), std::slice::from_ref(&more)].concat());
                    (faults, more)
                });
            let (left, more) = tried.min_by_key(|(faults, _)| faults.len())?;
            changes.push(more);
            faults = left;
        }
        faults.is_empty().then(|| self.needed(place, changes))
    }

    /// Returns the changes less those that the place does without: of two absences on a day perhaps only one matters.
    fn needed(&self, place: &Place, mut changes: Vec<Change>) -> Vec<Change> {
        let without = |changes: &[Change], at: usize| {
            let mut fewer = changes.to_vec();
            fewer.remove(at);
            fewer
        };
        // From the start again after each one that goes: with fewer bookings gone another may be able to stay.
        while let Some(fewer) = (0..changes.len())
            .map(|at| without(&changes, at))
            .find(|fewer| self.faults(place, fewer).is_empty())
        {
            changes = fewer;
        }
        changes
    }

    /// Returns what the referee finds wrong on the day of the place, and on the one that the meeting leaves, with the
    /// changes made, and did not without; of the meeting itself, everything but that it is moved (H12).
    fn faults(&self, place: &Place, changes: &[Change]) -> Vec<Breach> {
        let explainer = self.explainer;
        let mut bookings = explainer.bookings_at(self.meeting, Some(place));
        let leaves: Option<NaiveDate> = explainer.booking(self.meeting).map(Booking::date);
        bookings.retain(|booking| booking.date() == place.date || Some(booking.date()) == leaves);
        let mut register = explainer.register.clone();
        for change in changes {
            change.make(&mut register, &mut bookings, self.meeting);
        }
        let case = Case::new(&register, explainer.travel, &bookings);
        let breaches = HARD.iter().filter(|rule| rule.code() != "H12").flat_map(|rule| rule.breaches(&case));
        breaches.filter(|breach| breach.meetings.contains(&self.meeting) || !self.is_old(breach)).collect()
    }

    /// Whether the bookings as they are break the same rule, for these meetings or for more.
    fn is_old(&self, breach: &Breach) -> bool {
        self.explainer.verdict.breaches.iter().any(|old| {
            old.code == breach.code && breach.meetings.iter().all(|meeting| old.meetings.contains(meeting))
        })
    }
}

/// Puts remedies in order, what somebody can act on first, and leaves out those that hold all of another and more.
pub(super) fn in_order(mut remedies: Vec<Remedy>) -> Vec<Remedy> {
    remedies.sort_by_key(|remedy| (remedy.changes.len(), remedy.groups));
    let mut told: Vec<Remedy> = Vec::new();
    for remedy in remedies {
        let says_nothing_new =
            |known: &Remedy| known.changes.iter().all(|change| remedy.changes.contains(change));
        if !told.iter().any(says_nothing_new) {
            told.push(remedy);
        }
    }
    told.sort_by_key(|remedy| {
        let hardest = remedy.changes.iter().map(effort).max().unwrap_or(Effort::Act);
        let limit_or_lunch = hardest.max(Effort::Arrange);
        (limit_or_lunch, remedy.changes.len(), hardest, remedy.groups)
    });
    told
}

/// Leaves out remedies that need a limit on late days more than [`MARGIN_DAYS`] above the authority's: nobody waives
/// a limit by a year. Where nothing else helps the first stays, which says so.
pub(super) fn without_far_limits(explainer: &Explainer<'_>, mut remedies: Vec<Remedy>) -> Vec<Remedy> {
    let most = explainer.register.authority.late_limit_days.saturating_add(MARGIN_DAYS);
    let is_near = |remedy: &Remedy| {
        !remedy.changes.iter().any(|change| matches!(change, Change::LongLimit(days) if most < *days))
    };
    if remedies.iter().any(is_near) {
        remedies.retain(is_near);
    } else {
        remedies.truncate(1);
    }
    remedies
}

/// What a change asks for, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effort {
    /// Somebody rearranges a diary.
    Act,
    /// Somebody changes what people, rooms or venues are or may do.
    Arrange,
    /// The council's or the law's limits would have to be otherwise.
    Limit,
    /// Somebody goes without lunch.
    Lunch,
}

fn effort(change: &Change) -> Effort {
    match change {
        Change::Come(_) | Change::Move(_) | Change::Reopen(_) | Change::Attend(..) => Effort::Act,
        Change::Open(_) | Change::ShortNotice(_) | Change::LongLimit(_) | Change::OfficeHours(_) => {
            Effort::Limit
        }
        Change::NoLunch => Effort::Lunch,
        _ => Effort::Arrange,
    }
}
