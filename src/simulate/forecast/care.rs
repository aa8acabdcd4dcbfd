//! Looked-after children: how they come and go, and their reviews after 20 working days, within three further months, then every
//! six (Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33).

use super::service::{Child, Event, NOBODY, Service, YEAR_DAYS};
use super::week::Meeting;
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::clock::{FIRST_REVIEW_DAYS, LATER_REVIEW_DAYS, MONTH_DAYS};
use crate::staffing::streams::{Draws, Stream};
use crate::staffing::{Key, MeetingKind};

/// The first review is planned so many working days after entry; the law allows 20.
const FIRST_TARGET: i32 = 17;
const FIRST_LIMIT: i32 = 20;
/// Days before its limit that the second review is planned: ten working days.
const SECOND_AHEAD: i32 = 14;

impl Service<'_> {
    /// A child is to become looked after on a day of this month.
    pub(super) fn care_arrives(&mut self, key: u64, day: i32) {
        let child = self.add_child(key);
        self.schedule_this_month(day, Event::CareBegins { child });
    }

    /// A child with a plan becomes looked after today; it keeps its chair where teams are one.
    pub(super) fn enter_care(&mut self, key: u64, kept: Option<u16>) {
        let child = self.add_child(key);
        self.care_begins(child, kept.unwrap_or(NOBODY));
    }

    fn add_child(&mut self, key: u64) -> u32 {
        self.children.push(Child { key, statutory: 0, chair: NOBODY, slot: 0, reviews: 0, open: false });
        self.children.len() as u32 - 1
    }

    /// A child becomes looked after today, with the chair it has, or else the one with the smallest caseload.
    pub(super) fn care_begins(&mut self, child: u32, chair: u16) {
        let at = child as usize;
        let mut draws = self.streams.of(Stream::LookedAfter, self.children[at].key);
        // The first draw was the day's.
        let _ = draws.bits();
        let leaves = self.day + self.stay(&mut draws);
        self.children[at].open = true;
        self.children[at].statutory = self.horizon.after(self.day, FIRST_LIMIT);
        self.counts.add(Count::CareEntries, 1);
        let chair = if self.is_in_post(chair) { chair } else { self.least_loaded(Team::LookedAfter) };
        self.give_child(child, chair);
        let review = self.horizon.after(self.day, FIRST_TARGET);
        self.schedule(review, Event::CareReview { child });
        self.schedule(leaves, Event::CareEnds { child });
    }

    /// Draws how long a child stays, in days: a mixture of short and long stays.
    pub(super) fn stay(&self, draws: &mut Draws) -> i32 {
        let is_short = draws.happens(self.values.get(Key::ShortStayShare));
        let months = if is_short {
            self.values.get(Key::ShortStayMonths)
        } else {
            self.values.get(Key::LongStayMonths)
        };
        (draws.exponential() * months * MONTH_DAYS) as i32
    }

    pub(super) fn care_ends(&mut self, child: u32) {
        let at = child as usize;
        self.take_child(child);
        self.children[at].open = false;
        self.counts.add(Count::CareExits, 1);
    }

    pub(super) fn care_review_due(&mut self, child: u32) {
        let Child { open, chair, statutory, .. } = self.children[child as usize];
        if open {
            let day = self.horizon.on_or_after(self.day);
            let kind = MeetingKind::Care;
            self.due.push(Meeting {
                kind,
                entity: child,
                chair,
                day,
                statutory,
                children: 1,
                version: 0,
                is_further: false,
                was_put_off: false,
                slid_in_time: false,
            });
        }
    }

    pub(super) fn care_review_held(&mut self, meeting: &Meeting) {
        self.counts.add(Count::CareMeetings, 1);
        self.counts.add(Count::CareInTime, i64::from(meeting.is_in_time()));
        let at = meeting.entity as usize;
        if !self.children[at].open {
            return;
        }
        self.children[at].reviews = self.children[at].reviews.saturating_add(1);
        let Child { key, reviews, .. } = self.children[at];
        let mut draws = self.streams.of(Stream::LookedAfterReview, key << 8 | u64::from(reviews));
        let (limit, planned) = if reviews == 1 {
            (FIRST_REVIEW_DAYS, FIRST_REVIEW_DAYS - SECOND_AHEAD)
        } else {
            let months = self.values.get(Key::CareReviewMonths);
            (LATER_REVIEW_DAYS, ((months * MONTH_DAYS) as i32).min(LATER_REVIEW_DAYS))
        };
        // An unplanned move of placement brings the review forward to any day of the interval.
        let moves = self.values.get(Key::CareExtraReviews) * f64::from(planned) / YEAR_DAYS;
        let days =
            if draws.happens(moves) { 14.max((draws.unit() * f64::from(planned)) as i32) } else { planned };
        self.children[at].statutory = meeting.day + limit;
        let wanted = self.horizon.on_or_before(meeting.day + days);
        let day = self.book(self.children[at].chair, wanted, meeting.day + 7, meeting.day + limit);
        self.schedule(day, Event::CareReview { child: meeting.entity });
    }

    /// Puts a child in place who was looked after on the first day already, for so many days.
    pub(super) fn open_child(&mut self, key: u64, for_days: i32, leaves: i32) {
        let child = self.children.len() as u32;
        self.children.push(Child { key, statutory: 0, chair: NOBODY, slot: 0, reviews: 0, open: true });
        let mut draws = self.streams.of(Stream::LookedAfterReview, key << 8);
        let entered = -for_days;
        let months = self.values.get(Key::CareReviewMonths);
        let interval = ((months * MONTH_DAYS) as i32).min(LATER_REVIEW_DAYS);
        // The days of the first review, the second and the later ones, were all held as planned.
        let first = self.horizon.after(entered, FIRST_TARGET);
        let second = first + FIRST_REVIEW_DAYS - SECOND_AHEAD;
        let (reviews, due, statutory) = if 0 < first {
            (0, first, self.horizon.after(entered, FIRST_LIMIT))
        } else if 0 < second {
            (1, second, first + FIRST_REVIEW_DAYS)
        } else {
            let due = 1 + draws.below(interval.unsigned_abs()) as i32;
            (2, due, due - interval + LATER_REVIEW_DAYS)
        };
        let due = self.horizon.on_or_before(due).max(0);
        self.children[child as usize].reviews = reviews;
        self.children[child as usize].statutory = statutory;
        self.agenda.schedule(due.unsigned_abs(), Event::CareReview { child });
        self.agenda.schedule(leaves.max(1).unsigned_abs(), Event::CareEnds { child });
    }
}
