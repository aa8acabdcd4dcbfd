//! The county while its year goes by: what is open, what is asked for, what is booked.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::events::{self, Change, Event};
use crate::register::{KindIdx, Meeting, MeetingIdx, MeetingStatus, Register, StaffIdx};
use crate::staffing::streams::Streams;

use super::arrivals::Arrivals;
use super::chance::{Conference, passes};
use super::county::{Kinds, household_of, reference};
use super::outcome::Month;
use super::record::Record;
use super::year::Year;

/// Working days from the day on which a social worker asks for an early closing to that on which it is wanted.
const EARLY_NOTICE: u32 = 15;
/// Working days by which a review that is wanted anyway may be later than an early closing that it decides too.
const RIDES_ALONG: u32 = 10;
/// Working days before the first within which a matter referred still waits for its strategy meeting.
const REFERRED_LATELY: u32 = 5;
/// Fewest people at a review, and at an initial conference.
const FEWEST: (u32, u32) = (6, 7);
/// Children from whom on a conference takes half an hour more.
const LARGE_FAMILY: u32 = 4;
const HALF_AN_HOUR: i32 = 30;

/// Something that comes up on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// An initial conference is asked for.
    Initial(usize),
    /// The review after conference `n` of a case is asked for.
    Review { case: usize, n: u32 },
    /// A child's plan is to close early after conference `n`, at a review or without one.
    Early { case: usize, n: u32, child: usize, by_review: bool },
    /// A strategy meeting is asked for; `target` is given for later ones of a series.
    Strategy { series: usize, nth: usize, target: Option<NaiveDate> },
}

/// What a meeting is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Initial(usize),
    Review { case: usize, n: u32 },
    Early { case: usize },
    Strategy { series: usize, nth: usize },
}

impl Matter {
    /// Returns the case that a conference is about; `None` for strategy meetings.
    pub(super) fn case(self) -> Option<usize> {
        match self {
            Matter::Initial(case) | Matter::Review { case, .. } | Matter::Early { case } => Some(case),
            Matter::Strategy { .. } => None,
        }
    }
}

/// A live meeting and what hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Concern {
    pub(super) matter: Matter,
    /// The statutory date that counts for lateness, whatever happened since.
    pub(super) due: Option<NaiveDate>,
    /// Whether it reconvenes an adjourned one.
    pub(super) is_reconvened: bool,
}

/// A case's plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Family {
    /// The number of its last conference, and its day.
    pub(super) n: u32,
    pub(super) last: Option<NaiveDate>,
    /// Whose plans are open, `[child]`.
    pub(super) open: Vec<bool>,
    /// Whose plans the next review of any kind closes.
    pub(super) closing: Vec<bool>,
    /// The day on which the next review is wanted, where one is.
    pub(super) wanted: Option<NaiveDate>,
    /// Its live reviews: the one that is due anyway, and one for an early closing.
    pub(super) review: Option<MeetingIdx>,
    pub(super) early: Option<MeetingIdx>,
}

impl Family {
    /// Returns the children with an open plan.
    pub(super) fn n_open(&self) -> u32 {
        self.open.iter().map(|&open| u32::from(open)).sum()
    }
}

/// The county on a day of its year.
pub(super) struct World<'a> {
    pub(super) year: &'a Year,
    pub(super) arrivals: &'a Arrivals,
    pub(super) streams: &'a Streams,
    pub(super) register: Register,
    pub(super) kinds: Kinds,
    /// Indexed by case.
    pub(super) families: Vec<Family>,
    /// Live meetings.
    pub(super) concerns: BTreeMap<MeetingIdx, Concern>,
    pub(super) agenda: BTreeMap<NaiveDate, Vec<Action>>,
    /// The month under way.
    pub(super) month: Month,
    pub(super) record: Record,
}

impl<'a> World<'a> {
    /// Begins on a day before the first, with the plans that are open and everything that is to come on the agenda.
    pub(super) fn new(
        year: &'a Year,
        arrivals: &'a Arrivals,
        streams: &'a Streams,
        register: Register,
        kinds: Kinds,
    ) -> World<'a> {
        let mut world = World {
            year,
            arrivals,
            streams,
            register,
            kinds,
            families: vec![Family::default(); arrivals.cases.len()],
            concerns: BTreeMap::new(),
            agenda: BTreeMap::new(),
            month: Month::new(year.first, year.first),
            record: Record::default(),
        };
        for (case, arrived) in arrivals.cases.iter().enumerate() {
            match &arrived.opening {
                Some(opening) => {
                    world.families[case] = Family {
                        n: opening.n,
                        last: Some(opening.last),
                        open: opening.open.clone(),
                        closing: vec![false; opening.open.len()],
                        ..Family::default()
                    };
                    world.look_ahead(case);
                }
                None => world.note(arrived.discussed, Action::Initial(case)),
            }
        }
        for (series, arrived) in arrivals.series.iter().enumerate() {
            let (mut nth, mut target) = (0, arrived.referred);
            while target < year.first && nth < arrived.gaps.len() {
                target = world.register.calendar.after(target, arrived.gaps[nth]);
                nth += 1;
            }
            if nth == 0 {
                // One referred long before the first day has had its meeting.
                if world.register.calendar.before(year.first, REFERRED_LATELY) <= target {
                    world.note(target, Action::Strategy { series, nth, target: None });
                }
            } else if year.first <= target {
                let asked = world.register.calendar.before(target, arrived.gaps[nth - 1]);
                world.note(asked, Action::Strategy { series, nth, target: Some(target) });
            }
        }
        world
    }

    fn note(&mut self, date: NaiveDate, action: Action) {
        self.agenda.entry(date).or_default().push(action);
    }

    /// Lets everything come up whose day is today or past.
    pub(super) fn come_up(&mut self, today: NaiveDate) {
        let mut gone = Vec::new();
        while let Some(entry) = self.agenda.first_entry().filter(|entry| *entry.key() <= today) {
            for action in entry.remove() {
                match action {
                    Action::Initial(case) => self.ask_initial(case),
                    Action::Review { case, n } => self.ask_review(case, n),
                    Action::Early { case, n, child, by_review } => {
                        gone.extend(self.close_early(case, n, child, by_review));
                    }
                    Action::Strategy { series, nth, target } => self.ask_strategy(series, nth, target),
                }
            }
        }
        self.cancel(&gone);
    }

    /// Puts the next review of a case and its early closings on the agenda, from its last conference on.
    pub(super) fn look_ahead(&mut self, case: usize) {
        let number = self.arrivals.cases[case].number;
        let family = &self.families[case];
        let (n, Some(last)) = (family.n, family.last) else { return };
        let next = Conference::draw(self.streams, self.year, number, n);
        let calendar = &self.register.calendar;
        let statutory = self.statutory(n, last);
        let wanted = calendar.on_or_before(last + Days::new(next.next_days));
        let wanted = statutory.map_or(wanted, |date| wanted.min(calendar.before(date, 2)));
        let asked = calendar.before(wanted, self.year.reviews.asked);
        let open: Vec<usize> = (0..family.open.len()).filter(|&child| family.open[child]).collect();
        self.families[case].wanted = Some(wanted);
        self.note(asked, Action::Review { case, n });
        for child in open {
            let by_review = next.early_by_review[child];
            let Some(closes) = passes(self.year, last, next.waits[child]) else { continue };
            let asked = if by_review { self.register.calendar.before(closes, EARLY_NOTICE) } else { closes };
            if closes < wanted {
                self.note(asked.max(last), Action::Early { case, n, child, by_review });
            }
        }
    }

    /// Returns the statutory date of the review after conference `n`, held on `last`.
    fn statutory(&self, n: u32, last: NaiveDate) -> Option<NaiveDate> {
        let kind = &self.register.authority.kinds[self.review_kind(n).at()];
        kind.statutory.counted_from(last, &self.register.calendar)
    }

    fn review_kind(&self, n: u32) -> KindIdx {
        if n == 0 { self.kinds.first_review } else { self.kinds.review }
    }

    fn ask_initial(&mut self, case: usize) {
        let arrived = &self.arrivals.cases[case];
        let conference = Conference::draw(self.streams, self.year, arrived.number, 0);
        let calendar = &self.register.calendar;
        let ready = calendar.after(arrived.discussed, self.year.demand.ready_days);
        let mut row = self.about(case, self.kinds.initial, "I");
        row.from_date = Some(arrived.discussed);
        row.earliest = Some(ready.max(self.year.first));
        row.attendees = Some(FEWEST.1 + conference.attendees);
        self.ask(row, Matter::Initial(case));
    }

    fn ask_review(&mut self, case: usize, n: u32) {
        let family = &self.families[case];
        let (Some(last), Some(wanted)) = (family.last, family.wanted) else { return };
        if family.n != n || family.n_open() == 0 {
            return;
        }
        let number = self.arrivals.cases[case].number;
        let conference = Conference::draw(self.streams, self.year, number, n + 1);
        let mut row = self.about(case, self.review_kind(n), &format!("R{}", n + 1));
        row.from_date = Some(last);
        row.target = Some(wanted);
        let opens = self.register.deadlines(&row).ok().and_then(|dates| dates.earliest);
        row.earliest = Some(opens.map_or(self.year.first, |opens| opens.max(self.year.first)));
        row.attendees = Some(FEWEST.0 + conference.attendees);
        self.families[case].review = Some(self.ask(row, Matter::Review { case, n: n + 1 }));
    }

    /// Closes a child's plan without a meeting, or sees to it that a review does. Returns meetings that no longer take place.
    fn close_early(&mut self, case: usize, n: u32, child: usize, by_review: bool) -> Vec<MeetingIdx> {
        let family = &mut self.families[case];
        if family.n != n || !family.open[child] {
            return Vec::new();
        }
        if !by_review {
            family.open[child] = false;
            self.month.ends += 1;
            self.record.closed(case, child, self.register.authority.today);
            return self.recount(case);
        }
        family.closing[child] = true;
        let (Some(last), Some(wanted)) = (family.last, family.wanted) else { return Vec::new() };
        let calendar = &self.register.calendar;
        let closes = calendar.after(self.register.authority.today, EARLY_NOTICE).max(self.year.first);
        if family.early.is_some() || wanted <= calendar.after(closes, RIDES_ALONG) {
            return Vec::new();
        }
        let mut row = self.about(case, self.review_kind(n), &format!("E{}", n + 1));
        row.from_date = Some(last);
        row.target = Some(closes);
        row.earliest = Some(calendar.before(closes, RIDES_ALONG).max(self.year.first));
        row.attendees = Some(FEWEST.0);
        self.families[case].early = Some(self.ask(row, Matter::Early { case }));
        Vec::new()
    }

    fn ask_strategy(&mut self, series: usize, nth: usize, target: Option<NaiveDate>) {
        let arrived = &self.arrivals.series[series];
        let name = format!("S{:04}-{}", series + 1, nth + 1);
        let mut row = match arrived.case.filter(|&case| 0 < self.families[case].n_open()) {
            Some(case) => {
                Meeting { reference: reference(&name), ..self.about(case, self.kinds.strategy, "S") }
            }
            None => blank(&name, self.kinds.strategy),
        };
        if row.household.is_none() {
            (row.home, row.district, row.children) = (arrived.place, arrived.district, arrived.children);
        }
        row.needs.clear();
        row.minutes = None;
        row.attendees = Some(arrived.attendees);
        let today = self.register.authority.today;
        row.from_date = Some(if nth == 0 { arrived.referred } else { today });
        row.target = target;
        row.earliest = Some(match target {
            Some(target) => self.register.calendar.before(target, RIDES_ALONG).max(self.year.first),
            None => self.year.first,
        });
        self.ask(row, Matter::Strategy { series, nth });
    }

    /// Returns a meeting about a case, with the case's reference and a mark.
    fn about(&self, case: usize, kind: KindIdx, mark: &str) -> Meeting {
        let arrived = &self.arrivals.cases[case];
        let household = household_of(case);
        let children = self.register.households[household.at()].children;
        let mut row = blank(&format!("{mark}-H{:04}-{}", case + 1, self.register.meetings.len() + 1), kind);
        row.household = Some(household);
        row.needs.clone_from(&arrived.needs);
        let is_long = LARGE_FAMILY <= children || row.needs.iter().any(|need| need == "separate_waiting");
        let minutes = self.register.authority.kinds[kind.at()].minutes;
        row.minutes = is_long.then_some(minutes + HALF_AN_HOUR);
        row
    }

    /// Adds a meeting to book.
    fn ask(&mut self, row: Meeting, matter: Matter) -> MeetingIdx {
        let due = self.register.deadlines(&row).ok().and_then(|dates| dates.statutory);
        let meeting = MeetingIdx::from(self.register.meetings.len());
        self.register.meetings.push(row);
        self.concerns.insert(meeting, Concern { matter, due, is_reconvened: false });
        meeting
    }

    /// Asks for the next meeting of a series after one held today.
    pub(super) fn follow_up(&mut self, series: usize, nth: usize, today: NaiveDate) {
        if let Some(&gap) = self.arrivals.series[series].gaps.get(nth) {
            let target = self.register.calendar.after(today, gap);
            self.note(today, Action::Strategy { series, nth: nth + 1, target: Some(target) });
        }
    }

    /// Counts a case's children anew. Where no plan is open any more it has no chair and no meetings: returns those that
    /// no longer take place.
    pub(super) fn recount(&mut self, case: usize) -> Vec<MeetingIdx> {
        let open = self.families[case].n_open();
        let household = &mut self.register.households[household_of(case).at()];
        household.children = open;
        if 0 < open {
            return Vec::new();
        }
        (household.iro, household.iro_since) = (None, None);
        let family = &mut self.families[case];
        family.wanted = None;
        [family.review.take(), family.early.take()]
            .into_iter()
            .flatten()
            .filter(|meeting| self.concerns.contains_key(meeting))
            .collect()
    }

    /// Cancels live meetings.
    pub(super) fn cancel(&mut self, meetings: &[MeetingIdx]) {
        let events: Vec<Event> = meetings
            .iter()
            .filter(|meeting| self.register.meeting(**meeting).status.is_live())
            .map(|&meeting| Event::Cancelled { meeting })
            .collect();
        self.happen(&events);
        for meeting in meetings {
            self.concerns.remove(meeting);
        }
    }

    /// Lets events happen, and returns what has changed.
    pub(super) fn happen(&mut self, events: &[Event]) -> Vec<Change> {
        if events.is_empty() {
            return Vec::new();
        }
        match events::apply(&self.register, events) {
            Ok(happened) => {
                self.register = happened.register;
                happened.changes
            }
            // Only events that can have happened are made here.
            Err(faults) => unreachable!("{faults:?}"),
        }
    }

    /// Returns the live meetings without a booking, in the order in which they were asked for.
    pub(super) fn waiting(&self) -> Vec<MeetingIdx> {
        let booked: std::collections::BTreeSet<MeetingIdx> =
            self.register.bookings.iter().map(|booking| booking.meeting).collect();
        self.concerns.keys().copied().filter(|meeting| !booked.contains(meeting)).collect()
    }

    /// Gives meetings whose last lawful day is past another date to be late after: they are still to be held, and still
    /// count as late from their own.
    pub(super) fn extend_lapsed(&mut self) {
        let today = self.register.authority.today;
        for meeting in self.waiting() {
            let row = self.register.meeting(meeting);
            let Ok(dates) = self.register.deadlines(row) else { continue };
            let calendar = &self.register.calendar;
            let last = calendar.after(dates.limit_from(), self.register.authority.late_limit_days);
            let notice = self.register.kind(row).notice_days;
            if last <= calendar.after(today, notice) {
                let row = &mut self.register.meetings[meeting.at()];
                self.record.dated(meeting, row.due, row.target);
                if dates.statutory.is_some() {
                    row.due = Some(today);
                } else {
                    row.target = Some(today);
                }
            }
        }
    }

    /// Returns the chair's open children.
    pub(super) fn caseload(&self, chair: StaffIdx) -> u32 {
        let own = self.register.households.iter().zip(&self.families);
        own.filter(|(household, _)| household.iro == Some(chair)).map(|(_, family)| family.n_open()).sum()
    }
}

fn blank(name: &str, kind: KindIdx) -> Meeting {
    Meeting {
        reference: reference(name),
        kind,
        household: None,
        from_date: None,
        due: None,
        target: None,
        earliest: None,
        attendees: None,
        needs: Vec::new(),
        iro_needs: Vec::new(),
        minutes: None,
        prefers: None,
        status: MeetingStatus::ToBook,
        home: None,
        district: None,
        children: 0,
    }
}
