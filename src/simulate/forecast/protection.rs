//! Child protection: initial conferences, plans, their reviews, and how plans end.
//!
//! A plan's length is a lattice of reviews (staffing notes 3.1): it ends with one chance at the first review, with another at each
//! later one, and early at a hazard between them. Siblings decide together with a chance, else each alone.

use super::service::{Event, Household, NOBODY, Service};
use super::week::Meeting;
use crate::indicators::limits::{DURATION_MONTHS, duration_band};
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::clock::{FIRST_REVIEW_DAYS, LATER_REVIEW_DAYS, MONTH_DAYS};
use crate::staffing::streams::{Draws, Stream};
use crate::staffing::{Key, MeetingKind};

/// An adjourned conference is reconvened within so many days (report 6.3.1).
const RECONVENE_LIMIT: i32 = 28;
/// The earliest that it is.
const RECONVENE_FIRST: i32 = 7;
/// Human error holds a review so many days late, as in the three cases of report 6.3.1 at most.
const ERROR_DAYS: i32 = 15;

/// The counts of ended plans, by [`duration_band`].
const ENDED: [Count; DURATION_MONTHS.len() + 1] = [
    Count::EndedTo3,
    Count::EndedTo6,
    Count::EndedTo12,
    Count::EndedTo24,
    Count::EndedTo36,
    Count::EndedOver36,
];

impl Service<'_> {
    /// A household is asked about; its initial conference falls on a working day of the month.
    pub(super) fn household_arrives(&mut self, key: u64, first: i32, n_days: u32) {
        let mut draws = self.streams.of(Stream::Household, key);
        let day = self.horizon.on_or_after(first + draws.below(n_days) as i32);
        let children = 1 + draws.poisson(self.values.get(Key::ChildrenPerHousehold) - 1.0).min(11) as u8;
        // Asked for in time: up to eight working days are left on the day. Else it is one to five working days late.
        let statutory = if draws.happens(self.values.get(Key::InitialInTime)) {
            self.horizon.after(day, 1 + draws.below(8) as i32) - 1
        } else {
            self.horizon.on_or_before(day - 1 - draws.below(7) as i32)
        };
        let returns = draws.happens(self.values.get(Key::RepeatShare)) && !self.ended.is_empty();
        // A family that comes back does so soon: its place from the end of the list is drawn evenly from the last 400.
        let back = returns.then(|| draws.below(self.ended.len().min(400) as u32) as usize);
        let chair = back.map_or(NOBODY, |back| self.ended[self.ended.len() - 1 - back]);
        let household = self.households.len() as u32;
        self.households.push(Household {
            key,
            plan_start: day,
            statutory: statutory.max(day - 30),
            chair,
            slot: 0,
            children,
            in_care: 0,
            reviews: 0,
            version: 0,
            draws: 0,
            closing: i32::MAX,
            into_care: i32::MAX,
            year: (0, false),
            closes_early: false,
            reconvenes: false,
            taken_over: false,
        });
        self.schedule_this_month(day, Event::Initial { household });
    }

    pub(super) fn initial_due(&mut self, household: u32) {
        let at = household as usize;
        if !self.is_in_post(self.households[at].chair) {
            self.households[at].chair = self.least_loaded(Team::Protection);
        }
        let Household { chair, children, statutory, .. } = self.households[at];
        let day = self.horizon.on_or_after(self.day);
        let kind = MeetingKind::Initial;
        self.due.push(Meeting {
            kind,
            entity: household,
            chair,
            day,
            statutory,
            children,
            version: 0,
            is_further: false,
            was_put_off: false,
            slid_in_time: false,
        });
    }

    pub(super) fn initial_held(&mut self, meeting: &Meeting) {
        let at = meeting.entity as usize;
        let children = i64::from(meeting.children);
        let in_time = meeting.is_in_time();
        self.counts.add(Count::InitialMeetings, 1);
        self.counts.add(Count::InitialChildren, children);
        self.counts.add(Count::ReportedConferences, children);
        if in_time {
            self.counts.add(Count::InitialInTime, 1);
            self.counts.add(Count::InitialChildrenInTime, children);
        }
        let Household { key, chair, .. } = self.households[at];
        let mut draws = self.streams.of(Stream::Review, key << 8);
        if !draws.happens(self.values.get(Key::InitialToPlan)) {
            return;
        }
        let chair = if self.is_in_post(chair) { chair } else { self.least_loaded(Team::Protection) };
        self.households[at].plan_start = meeting.day;
        self.households[at].chair = NOBODY;
        self.give_household(meeting.entity, chair);
        self.counts.add(Count::Starts, children);
        self.plan_first_review(meeting.entity, meeting.day, &mut draws);
        self.draw_early_closing(meeting.entity, meeting.day);
    }

    pub(super) fn review_due(&mut self, household: u32, version: u8) {
        let Household { children, chair, statutory, version: now, .. } = self.households[household as usize];
        if children == 0 || version != now {
            return;
        }
        let day = self.horizon.on_or_after(self.day);
        let kind = MeetingKind::Review;
        self.due.push(Meeting {
            kind,
            entity: household,
            chair,
            day,
            statutory,
            children,
            version,
            is_further: false,
            was_put_off: false,
            slid_in_time: false,
        });
    }

    pub(super) fn review_held(&mut self, meeting: &Meeting) {
        let at = meeting.entity as usize;
        let before = self.households[at];
        if before.children == 0 {
            return;
        }
        let children = i64::from(before.children);
        self.counts.add(Count::ReviewMeetings, 1);
        self.counts.add(Count::ReviewChildren, children);
        self.counts.add(Count::ReportedConferences, children);
        let reviews = before.reviews.saturating_add(1);
        let mut draws = self.streams.of(Stream::Review, before.key << 8 | u64::from(reviews));
        let adjourns = draws.happens(self.values.get(Key::Adjourned)) && !before.reconvenes;
        let errs = draws.happens(self.values.get(Key::LateByError)) && !before.reconvenes;
        let in_time = meeting.is_in_time() && !errs;
        self.counts.add(Count::ReviewsInTime, i64::from(in_time));
        self.note_review(at, in_time);
        if adjourns {
            self.counts.add(Count::AdjournedMeetings, 1);
            self.counts.add(Count::AdjournedChildren, children);
            let days = RECONVENE_FIRST + draws.below((RECONVENE_LIMIT - RECONVENE_FIRST) as u32 + 1) as i32;
            let day = self.horizon.on_or_before(meeting.day + days);
            self.households[at].reconvenes = true;
            self.schedule(day, Event::Review { household: meeting.entity, version: before.version });
            return;
        }
        let household = &mut self.households[at];
        household.reviews = reviews;
        household.reconvenes = false;
        household.closes_early = false;
        let held = if errs { meeting.day + 1 + draws.below(ERROR_DAYS as u32) as i32 } else { meeting.day };
        let ending = if before.closes_early {
            self.all_or_one(&mut draws, before.children)
        } else {
            let key = if before.reviews == 0 { Key::EndsAtFirst } else { Key::EndsAtLater };
            let chance = (self.values.get(key) * self.closure_level()).min(1.0);
            self.agreed(&mut draws, before.children, |draws| draws.happens(chance))
        };
        self.end_plans(meeting.entity, ending, held);
        if 0 < self.households[at].children {
            self.households[at].version = self.households[at].version.wrapping_add(1);
            self.plan_next_review(meeting.entity, held, &mut draws);
            if self.households[at].children == before.children {
                // Nothing has changed for those who wait: a waiting time that is exponential needs no new draw.
                self.keep_early_closing(meeting.entity);
            } else {
                self.draw_early_closing(meeting.entity, held);
            }
        }
    }

    /// Returns for how many of `children` something is decided: for all at once with the chance that siblings agree, else
    /// child by child.
    fn agreed(&self, draws: &mut Draws, children: u8, mut decides: impl FnMut(&mut Draws) -> bool) -> u8 {
        let agree = children == 1 || draws.happens(self.values.get(Key::SiblingsAgree));
        if agree {
            return if decides(draws) { children } else { 0 };
        }
        (0..children).map(|_| u8::from(decides(draws))).sum()
    }

    /// Returns how many of `children` an early closing is for: all with the chance that siblings agree, else one.
    fn all_or_one(&self, draws: &mut Draws, children: u8) -> u8 {
        if draws.happens(self.values.get(Key::SiblingsAgree)) { children } else { children.min(1) }
    }

    /// Puts the first review in the agenda, counted from the initial conference.
    pub(super) fn plan_first_review(&mut self, household: u32, held: i32, draws: &mut Draws) {
        let (mean, sd) = (self.values.get(Key::FirstReviewMonths), self.values.get(Key::FirstReviewSd));
        self.plan_review(household, held, mean + sd * draws.normal(), FIRST_REVIEW_DAYS);
    }

    /// Puts the next review in the agenda, counted from the one held.
    pub(super) fn plan_next_review(&mut self, household: u32, held: i32, draws: &mut Draws) {
        let (mean, sd) = (self.values.get(Key::LaterReviewMonths), self.values.get(Key::LaterReviewSd));
        self.plan_review(household, held, mean + sd * draws.normal(), LATER_REVIEW_DAYS);
    }

    fn plan_review(&mut self, household: u32, held: i32, months: f64, limit: i32) {
        let statutory = held + limit;
        let days = ((months * MONTH_DAYS) as i32).clamp(14, limit);
        let chair = self.households[household as usize].chair;
        let day = self.book(chair, self.horizon.on_or_before(held + days), held + 14, statutory);
        let household_now = &mut self.households[household as usize];
        household_now.statutory = statutory;
        let version = household_now.version;
        self.schedule(day, Event::Review { household, version });
    }

    /// Draws when the household closes early. With n children the household's hazard is h / (s + (1 − s) / n), where h is a
    /// child's and s the chance that all close together: an event closes all of them, or one, and each child's hazard
    /// stays h.
    pub(super) fn draw_early_closing(&mut self, household: u32, from: i32) {
        let at = household as usize;
        self.households[at].draws = self.households[at].draws.wrapping_add(1);
        let Household { key, children, draws: number, .. } = self.households[at];
        let mut draws = self.streams.of(Stream::Household, key ^ (u64::from(number) << 56));
        let agree = self.values.get(Key::SiblingsAgree);
        let together = agree + (1.0 - agree) / f64::from(children.max(1));
        let day = self.early_day(from, draws.exponential() * together);
        let into_care = draws.happens(self.values.get(Key::EarlyToCare)).then(|| {
            let overlap = self.values.get(Key::CareOverlapMonths) * MONTH_DAYS * 2.0 * draws.unit();
            day.saturating_sub(overlap as i32)
        });
        self.households[at].closing = day;
        self.households[at].into_care = into_care.unwrap_or(i32::MAX);
        self.keep_early_closing(household);
    }

    /// Puts the early closing that was drawn last in the agenda, for the household as it is now.
    fn keep_early_closing(&mut self, household: u32) {
        let Household { closing, into_care, version, .. } = self.households[household as usize];
        self.schedule(closing, Event::Early { household, version });
        if self.day < into_care {
            self.schedule(into_care, Event::IntoCare { household, version });
        } else if self.households[household as usize].in_care == 0 && into_care < closing {
            self.schedule(self.day + 1, Event::IntoCare { household, version });
        }
    }

    /// Returns the day on which the hazard of an early closing has come to `budget` since `from`; after the last month
    /// the hazard is that month's.
    fn early_day(&self, from: i32, budget: f64) -> i32 {
        let mut left = budget;
        let mut day = from.max(0);
        loop {
            let month = self.horizon.month_of(day.min(self.horizon.n_days() - 1));
            let values = self.course.values(month);
            let level = values.get(Key::ClosureLevel) * self.course.closures(month);
            let hazard = values.get(Key::ClosesEarly) * level / MONTH_DAYS;
            let (_, next) = self.horizon.days_of(month);
            let here = f64::from(next - day) * hazard;
            if left <= here || self.horizon.n_days() <= next {
                // A hazard of nought never comes to anything: as good as never.
                return day.saturating_add((left / hazard.max(1e-9)).min(1e6) as i32);
            }
            left -= here;
            day = next;
        }
    }

    pub(super) fn early_closing(&mut self, household: u32, version: u8) {
        let at = household as usize;
        let Household { key, children, version: now, reviews, draws: number, .. } = self.households[at];
        if children == 0 || version != now {
            return;
        }
        let mut draws =
            self.streams.of(Stream::Review, key << 8 | u64::from(reviews) | u64::from(number) << 56);
        if draws.happens(self.values.get(Key::EarlyByConference)) {
            // A conference at once takes the place of the review that was planned.
            let household_now = &mut self.households[at];
            household_now.version = household_now.version.wrapping_add(1);
            household_now.closes_early = true;
            let version = household_now.version;
            self.review_due(household, version);
            return;
        }
        let ending = self.all_or_one(&mut draws, children);
        self.end_plans(household, ending, self.day);
        if 0 < self.households[at].children {
            self.draw_early_closing(household, self.day);
        }
    }

    /// Counts a review towards the three measures of reviews in time.
    fn note_review(&mut self, at: usize, in_time: bool) {
        let year = self.year();
        let household = &mut self.households[at];
        let children = i64::from(household.children);
        if household.year.0 != year {
            household.year = (year, !in_time);
            self.year_reviewed.0 += children;
            self.year_reviewed.1 += if in_time { children } else { 0 };
        } else if !in_time && !household.year.1 {
            household.year.1 = true;
            self.year_reviewed.1 -= children.min(self.year_reviewed.1);
        }
    }

    /// Ends the plans of so many children of a household.
    fn end_plans(&mut self, household: u32, ending: u8, day: i32) {
        if ending == 0 {
            return;
        }
        let at = household as usize;
        let Household { plan_start, chair, children, in_care, .. } = self.households[at];
        let months = f64::from(day - plan_start) / MONTH_DAYS;
        let band = duration_band(|begins| f64::from(begins) <= months);
        self.counts.add(ENDED[band], i64::from(ending));
        self.counts.add(Count::Ends, i64::from(ending));
        let left = children - ending;
        // Plans of children who are looked after end first.
        self.change_children(household, left, in_care.saturating_sub(ending));
        if left == 0 {
            self.take_household(household);
            self.ended.push(chair);
        }
    }

    /// Children of the household become looked after while their plan is open.
    pub(super) fn into_care(&mut self, household: u32, version: u8) {
        let at = household as usize;
        let Household { key, children, in_care, version: now, chair, draws: number, .. } =
            self.households[at];
        if children == 0 || version != now || in_care == children {
            return;
        }
        let mut draws = self.streams.of(Stream::LookedAfter, key << 8 | u64::from(number) | 1 << 60);
        let entering = self.all_or_one(&mut draws, children - in_care);
        self.change_children(household, children, in_care + entering);
        for child in 0..entering {
            let kept = self.merged.then_some(chair);
            if !self.merged {
                self.counts.add(Count::TransferHandovers, 1);
                self.counts.add(Count::ChairHandovers, 1);
            }
            self.enter_care(self.child_key(key, number, child), kept);
        }
    }

    /// Returns the number of a child with a plan in the stream of looked-after children.
    fn child_key(&self, key: u64, number: u8, child: u8) -> u64 {
        self.streams.of(Stream::Household, key ^ (u64::from(number) << 48 | u64::from(child) << 44)).bits()
            >> 8
    }

    fn closure_level(&self) -> f64 {
        self.values.get(Key::ClosureLevel) * self.course.closures(self.month)
    }
}
