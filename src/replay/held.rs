//! What takes place on a day, and what becomes of the families.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::events::{Change, Event};
use crate::indicators::limits::is_in_time;
use crate::register::{Booking, MeetingIdx, MeetingStatus, PlanVerdict, StaffIdx};
use crate::rules::{About, Case, SOFT};
use crate::travel::Travel;

use super::chance::Conference;
use super::county::household_of;
use super::hours::Chaired;
use super::outcome::{Group, NOT_HELD, REASONS, Work};
use super::world::{Concern, Matter, World};

/// What a day was for chairs.
#[derive(Debug, Default)]
pub(super) struct Day {
    /// Meetings by chair.
    pub(super) chaired: Vec<(StaffIdx, Chaired)>,
    /// Minutes travelled by chair.
    pub(super) journeys: Vec<(StaffIdx, i64)>,
}

impl World<'_> {
    /// Lets the meetings that are booked for today take place or be adjourned.
    pub(super) fn hold(&mut self, travel: &Travel, today: NaiveDate) -> Day {
        let mut bookings: Vec<Booking> =
            self.register.bookings.iter().filter(|booking| booking.date() == today).cloned().collect();
        bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
        let mut day = Day { journeys: self.count_travel(travel, &bookings), ..Day::default() };
        let mut adjourned = Vec::new();
        let mut gone = Vec::new();
        for booking in &bookings {
            let Some(concern) = self.concerns.get(&booking.meeting).copied() else { continue };
            // A meeting earlier today may have closed the plan that this one is about.
            if gone.contains(&booking.meeting) {
                continue;
            }
            let reason = self.adjourned(&concern);
            let work = self.work(booking, &concern);
            if let Some(reason) = reason {
                // Nothing is decided: no sheet, no minutes, no form.
                let work = Work { sheets: 0, minutes: 0, forms: 0, ..work };
                self.month.adjourned[reason] += 1;
                self.record.adjourned(booking.meeting, today, booking.iro, NOT_HELD[reason]);
                adjourned.push((booking.meeting, reason, concern));
                day.chaired.extend(booking.iro.map(|chair| (chair, Chaired { date: today, work })));
                continue;
            }
            day.chaired.extend(booking.iro.map(|chair| (chair, Chaired { date: today, work })));
            gone.extend(self.take_place(booking, &concern, today));
            self.concerns.remove(&booking.meeting);
            self.register.meetings[booking.meeting.at()].status = MeetingStatus::Held;
        }
        let held: Vec<MeetingIdx> = bookings.iter().map(|booking| booking.meeting).collect();
        let is_over = |world: &Self, meeting: MeetingIdx| {
            held.contains(&meeting) && !world.register.meeting(meeting).status.is_live()
        };
        let over: Vec<MeetingIdx> = held.iter().copied().filter(|&meeting| is_over(self, meeting)).collect();
        self.register.bookings.retain(|booking| !over.contains(&booking.meeting));
        self.cancel(&gone);
        self.reconvene(&adjourned);
        day
    }

    /// Counts today's journeys, handovers and rooms out of the district by the referee's own rules.
    fn count_travel(&mut self, travel: &Travel, bookings: &[Booking]) -> Vec<(StaffIdx, i64)> {
        let case = Case::new(&self.register, travel, bookings);
        let charges: BTreeMap<&str, Vec<crate::rules::Charge>> =
            SOFT.iter().map(|rule| (rule.key(), rule.charges(&case))).collect();
        let total = |key: &str| charges.get(key).map_or(0, |all| all.iter().map(|c| c.amount).sum::<i64>());
        self.month.travel.chairs += total("travel_chair");
        self.month.travel.minute_takers += total("travel_minute_taker");
        self.month.travel.families += total("travel_family");
        for charge in charges.get("out_of_district").into_iter().flatten() {
            if let About::Meeting(meeting) = charge.about {
                let row = self.register.meeting(meeting);
                if self.register.kind(row).family && row.household.is_some() {
                    self.month.out_of_district.add(self.register.children(row));
                }
            }
        }
        for charge in charges.get("handover").into_iter().flatten() {
            self.month.handovers.add(charge.amount.max(0) as u32);
        }
        let own = charges.get("travel_chair").into_iter().flatten();
        own.filter_map(|charge| match charge.about {
            About::Staff(chair) => Some((chair, charge.amount)),
            About::Meeting(_) => None,
        })
        .collect()
    }

    /// Returns why a conference is adjourned today, where it is. Nobody adjourns twice.
    fn adjourned(&self, concern: &Concern) -> Option<usize> {
        if concern.is_reconvened {
            return None;
        }
        let (case, n) = match concern.matter {
            Matter::Initial(case) => (case, 0),
            Matter::Review { case, n } => (case, n),
            Matter::Early { .. } | Matter::Strategy { .. } => return None,
        };
        let number = self.arrivals.cases[case].number;
        Conference::draw(self.streams, self.year, number, n).adjourned
    }

    fn children(&self, booking: &Booking, concern: &Concern) -> u32 {
        match concern.matter {
            Matter::Initial(case) => self.arrivals.cases[case].children,
            Matter::Review { case, .. } => self.families[case].n_open(),
            Matter::Early { case } => {
                let family = &self.families[case];
                family
                    .open
                    .iter()
                    .zip(&family.closing)
                    .map(|(&open, &closing)| u32::from(open && closing))
                    .sum()
            }
            Matter::Strategy { .. } => self.register.children(self.register.meeting(booking.meeting)),
        }
    }

    fn work(&self, booking: &Booking, concern: &Concern) -> Work {
        let table = &self.year.work;
        let piece = match concern.matter {
            Matter::Initial(_) => &table.initial,
            Matter::Review { .. } | Matter::Early { .. } => &table.review,
            Matter::Strategy { .. } => &table.strategy,
        };
        let row = self.register.meeting(booking.meeting);
        let longer = i64::from(self.register.minutes(row) - self.register.kind(row).minutes);
        let children = match concern.matter {
            Matter::Strategy { .. } => 0,
            _ => self.children(booking, concern),
        };
        piece.work(table, children, longer)
    }

    /// Lets a meeting take place, and returns meetings that therefore no longer do.
    fn take_place(&mut self, booking: &Booking, concern: &Concern, today: NaiveDate) -> Vec<MeetingIdx> {
        let children = self.children(booking, concern);
        let group = match concern.matter {
            Matter::Initial(_) => Group::Initial,
            Matter::Review { .. } if concern.is_reconvened => Group::Reconvened,
            Matter::Review { n: 1, .. } => Group::FirstReview,
            Matter::Review { .. } | Matter::Early { .. } => Group::Review,
            Matter::Strategy { .. } => Group::Strategy,
        };
        self.month.held[group as usize].add(children);
        self.record.held(booking.meeting, today, booking.iro);
        let case = concern.matter.case();
        let open = case.map(|case| self.families[case].open.clone()).unwrap_or_default();
        let gone = match concern.matter {
            Matter::Initial(case) => {
                if concern.due.is_some_and(|due| is_in_time(today, due)) {
                    self.month.initial_in_time.add(children);
                }
                self.start(case, today, booking.iro)
            }
            Matter::Review { case, n } => {
                if concern.due.is_some_and(|due| !is_in_time(today, due)) {
                    self.month.late_reviews.add(children);
                    if concern.is_reconvened {
                        self.month.late_by_adjournment.add(children);
                    }
                }
                self.review(case, n, today, booking.iro)
            }
            Matter::Early { case } => {
                self.families[case].early = None;
                self.keep_chair(case, booking.iro, today);
                self.close_those_closing(case);
                self.recount(case)
            }
            Matter::Strategy { series, nth } => {
                self.follow_up(series, nth, today);
                Vec::new()
            }
        };
        if let Some(case) = case {
            self.decide(booking.meeting, concern.matter, case, &open);
        }
        gone
    }

    /// Keeps what a conference decided for each child that it considered; `before` has whose plans were open.
    fn decide(&mut self, meeting: MeetingIdx, matter: Matter, case: usize, before: &[bool]) {
        let after = &self.families[case].open;
        if let Matter::Initial(_) = matter {
            let arrived = &self.arrivals.cases[case];
            let verdict = if arrived.is_planned { PlanVerdict::PlanStarts } else { PlanVerdict::NoPlan };
            (0..arrived.children as usize)
                .for_each(|child| self.record.decided(meeting, case, child, verdict));
            return;
        }
        for child in (0..before.len()).filter(|&child| before[child]) {
            if !after[child] {
                self.record.decided(meeting, case, child, PlanVerdict::PlanEnds);
            } else if matches!(matter, Matter::Review { .. }) {
                self.record.decided(meeting, case, child, PlanVerdict::PlanContinues);
            }
        }
    }

    fn start(&mut self, case: usize, today: NaiveDate, chair: Option<StaffIdx>) -> Vec<MeetingIdx> {
        let arrived = &self.arrivals.cases[case];
        if !arrived.is_planned {
            return self.recount(case);
        }
        let n_children = arrived.children as usize;
        let family = &mut self.families[case];
        (family.n, family.last) = (0, Some(today));
        (family.open, family.closing) = (vec![true; n_children], vec![false; n_children]);
        self.month.starts += arrived.children;
        self.keep_chair(case, chair, today);
        self.look_ahead(case);
        Vec::new()
    }

    fn review(&mut self, case: usize, n: u32, today: NaiveDate, chair: Option<StaffIdx>) -> Vec<MeetingIdx> {
        self.keep_chair(case, chair, today);
        let number = self.arrivals.cases[case].number;
        let conference = Conference::draw(self.streams, self.year, number, n);
        let level = self.year.level(today);
        let family = &mut self.families[case];
        family.review = None;
        (family.n, family.last) = (n, Some(today));
        for child in 0..family.open.len() {
            family.closing[child] |= conference.ends(self.year, n, child, level);
        }
        self.close_those_closing(case);
        let mut gone = self.recount(case);
        // An early closing that the review decided needs no meeting of its own.
        gone.extend(self.families[case].early.take().filter(|meeting| self.concerns.contains_key(meeting)));
        if 0 < self.families[case].n_open() {
            self.look_ahead(case);
        }
        gone
    }

    fn close_those_closing(&mut self, case: usize) {
        let family = &mut self.families[case];
        for child in 0..family.open.len() {
            if family.closing[child] && family.open[child] {
                family.open[child] = false;
                self.month.ends += 1;
            }
            family.closing[child] = false;
        }
    }

    /// Gives the family to whoever chaired it.
    fn keep_chair(&mut self, case: usize, chair: Option<StaffIdx>, today: NaiveDate) {
        let Some(chair) = chair else { return };
        let household = &mut self.register.households[household_of(case).at()];
        if household.iro != Some(chair) {
            if let Some(old) = household.iro
                && !self.register.staff[old.at()].in_post(today)
            {
                self.month.chairs_left.add(household.children);
            }
            (household.iro, household.iro_since) = (Some(chair), Some(today));
        }
    }

    /// Adjourns meetings: each gets one at which it is reconvened.
    fn reconvene(&mut self, adjourned: &[(MeetingIdx, usize, Concern)]) {
        let events: Vec<Event> = adjourned
            .iter()
            .map(|&(meeting, reason, _)| Event::Adjourned { meeting, reason: REASONS[reason].to_owned() })
            .collect();
        for change in self.happen(&events) {
            let Change::Adjourned { meeting, reconvened, .. } = change else { continue };
            let Some(&(_, _, concern)) = adjourned.iter().find(|(other, ..)| *other == meeting) else {
                continue;
            };
            self.concerns.remove(&meeting);
            self.concerns.insert(reconvened, Concern { is_reconvened: true, ..concern });
            if let Matter::Review { case, .. } = concern.matter {
                self.families[case].review = Some(reconvened);
            }
        }
    }
}
