//! The state of the service in one replication, and its days.

use super::chairs::{Chair, Seat};
use super::demand::Arrivals;
use super::diary::Diary;
use super::recruitment::{Recruitment, Vacancy};
use super::week::Meeting;
use crate::simulate::agenda::Agenda;
use crate::simulate::measure::Counts;
use crate::simulate::outcome::Path;
use crate::staffing::catalogue::Values;
use crate::staffing::clock::MONTH_DAYS;
use crate::staffing::streams::Streams;
use crate::staffing::{Baseline, Course, Horizon, Key};

/// Days of a mean year.
pub(super) const YEAR_DAYS: f64 = 365.25;
/// The place of a chair that is nobody: the first, which is never in post and holds what has no chair.
pub(super) const NOBODY: u16 = 0;
/// Working days of a year, over which leave and training are spread.
pub(super) const WORKING_DAYS_A_YEAR: f64 = 253.0;

/// What is to happen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// An initial conference falls due.
    Initial { household: u32 },
    /// A review conference falls due, if the household is still as it was then.
    Review { household: u32, version: u8 },
    /// An early closing comes, if likewise.
    Early { household: u32, version: u8 },
    /// A child of the household becomes looked after, its plan still open, if likewise.
    IntoCare { household: u32, version: u8 },
    /// A child becomes looked after.
    CareBegins { child: u32 },
    /// A looked-after review falls due.
    CareReview { child: u32 },
    /// A child ceases to be looked after.
    CareEnds { child: u32 },
    /// A strategy meeting falls due.
    Strategy { series: u32 },
    /// A foster carer's review falls due.
    Foster { carer: u32 },
    /// The first day of the next person in a post.
    PostStarts { post: u16 },
    /// A person's last day is over.
    ChairLeaves { chair: u16 },
    /// A post's funding is over.
    PostEnds { post: u16 },
    /// A step of recruiting to a post.
    Vacancy { vacancy: u16 },
    /// The teams become one.
    Merge,
}

/// A household with a plan, or on its way to one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Household {
    /// Its number in its stream of draws.
    pub(super) key: u64,
    /// The day of its initial conference, once held.
    pub(super) plan_start: i32,
    /// The day by which the next conference is due in law.
    pub(super) statutory: i32,
    /// Its chair.
    pub(super) chair: u16,
    /// Its place in its chair's list.
    pub(super) slot: u32,
    /// Children with a plan.
    pub(super) children: u8,
    /// Of them, children who are looked after.
    pub(super) in_care: u8,
    /// Reviews held.
    pub(super) reviews: u8,
    /// Changes whenever what was scheduled for it no longer holds.
    pub(super) version: u8,
    /// How often its early closing was drawn.
    pub(super) draws: u8,
    /// The day of the early closing that was drawn last.
    pub(super) closing: i32,
    /// The day on which a child becomes looked after before it, if one does.
    pub(super) into_care: i32,
    /// The year, from 1, in which it was last reviewed, and whether a review of that year was late.
    pub(super) year: (u8, bool),
    /// Whether the next review stands for an early closing.
    pub(super) closes_early: bool,
    /// Whether the next review reconvenes an adjourned one.
    pub(super) reconvenes: bool,
    /// Whether its chair took it over from one who left, and travels further to it (report 5.4).
    pub(super) taken_over: bool,
}

impl Household {
    /// Returns the children with a plan who are not looked after.
    pub(super) fn not_in_care(&self) -> u32 {
        u32::from(self.children) - u32::from(self.in_care)
    }
}

/// A looked-after child.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child {
    /// Its number in its stream of draws.
    pub(super) key: u64,
    /// The day by which the next review is due in law.
    pub(super) statutory: i32,
    /// Its chair; nobody once it has left care.
    pub(super) chair: u16,
    /// Its place in its chair's list.
    pub(super) slot: u32,
    /// Reviews held.
    pub(super) reviews: u8,
    /// Whether it is looked after.
    pub(super) open: bool,
}

/// A series of strategy meetings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Series {
    pub(super) chair: u16,
    pub(super) left: u8,
}

/// The state of the service.
pub(super) struct Service<'a> {
    pub(super) baseline: &'a Baseline,
    pub(super) horizon: &'a Horizon,
    pub(super) course: &'a Course,
    pub(super) streams: &'a Streams,
    /// Today.
    pub(super) day: i32,
    /// The month that today lies in.
    pub(super) month: usize,
    /// The values of this month.
    pub(super) values: &'a Values,
    /// What each kind of meeting asks of a chair this month.
    pub(super) works: super::week::Works,
    pub(super) agenda: Agenda<Event>,
    pub(super) diary: Diary,
    pub(super) arrivals: Arrivals,
    pub(super) households: Vec<Household>,
    pub(super) children: Vec<Child>,
    pub(super) series: Vec<Series>,
    /// The day by which each foster carer's review is due in law; indexed by carer.
    pub(super) carers: Vec<i32>,
    pub(super) chairs: Vec<Chair>,
    /// What each chair carries; indexed by chair.
    pub(super) seats: Vec<Seat>,
    pub(super) recruitment: Recruitment,
    pub(super) vacancies: Vec<Vacancy>,
    /// Whether protection and looked-after chairs are one team.
    pub(super) merged: bool,
    /// The day of the merger.
    pub(super) merged_day: i32,
    /// Chairs of households whose plans have ended, the latest last: who comes back comes back to its chair.
    pub(super) ended: Vec<u16>,
    /// Meetings that fell due in the stretch of days that is not yet settled.
    pub(super) due: Vec<Meeting>,
    /// Room for a settlement, kept so that none is asked for each week.
    pub(super) bench: super::week::Bench,
    /// Counts of the month so far.
    pub(super) counts: Counts,
    /// Children reviewed in the year so far, and those of them whose reviews were all in time.
    pub(super) year_reviewed: (i64, i64),
    /// Minutes of the month so far, rounded when it closes.
    pub(super) hours: super::month::Hours,
    path: Path,
    keeps_chairs: bool,
}

impl<'a> Service<'a> {
    pub(super) fn new(
        baseline: &'a Baseline,
        horizon: &'a Horizon,
        course: &'a Course,
        streams: &'a Streams,
        keeps_chairs: bool,
    ) -> Service<'a> {
        let arrivals = Arrivals::new(baseline, horizon, course, streams);
        let mut service = Service {
            baseline,
            horizon,
            course,
            streams,
            day: 0,
            month: 0,
            values: course.values(0),
            works: super::week::Works::default(),
            agenda: Agenda::new(horizon.n_days().unsigned_abs()),
            diary: Diary::new(horizon),
            arrivals,
            households: Vec::with_capacity(4_000),
            children: Vec::with_capacity(4_000),
            series: Vec::with_capacity(4_000),
            carers: Vec::new(),
            chairs: Vec::new(),
            seats: Vec::new(),
            recruitment: Recruitment::default(),
            vacancies: Vec::new(),
            merged: false,
            merged_day: i32::MAX,
            ended: Vec::with_capacity(4_000),
            due: Vec::with_capacity(500),
            bench: super::week::Bench::default(),
            counts: Counts::default(),
            year_reviewed: (0, 0),
            hours: super::month::Hours::default(),
            path: Path { months: Vec::with_capacity(horizon.n_months()), chairs: Vec::new() },
            keeps_chairs,
        };
        service.enter_month(0);
        service
    }

    /// Runs every day of the horizon.
    pub(super) fn run(&mut self) {
        let mut stretch_start = 0;
        for month in 0..self.horizon.n_months() {
            self.enter_month(month);
            self.arrive();
            self.change_staff();
            let (first, next) = self.horizon.days_of(month);
            for day in first..next {
                self.day = day;
                while let Some(event) = self.agenda.take(day.unsigned_abs()) {
                    self.happen(event);
                }
                // A stretch ends on Sunday and with the month; what falls due in one without a working day waits for the next.
                let ends = self.horizon.weekday(day) == 6 || day + 1 == next;
                if ends && 0 < self.horizon.between(stretch_start - 1, day) {
                    self.settle(stretch_start);
                    stretch_start = day + 1;
                }
            }
            self.close_month();
        }
    }

    /// Puts an event down on a day, at the earliest tomorrow.
    pub(super) fn schedule(&mut self, day: i32, event: Event) {
        self.agenda.schedule(day.max(self.day + 1).unsigned_abs(), event);
    }

    /// Returns the replication's counts.
    pub(super) fn into_path(self) -> Path {
        self.path
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Initial { household } => self.initial_due(household),
            Event::Review { household, version } => self.review_due(household, version),
            Event::Early { household, version } => self.early_closing(household, version),
            Event::IntoCare { household, version } => self.into_care(household, version),
            Event::CareBegins { child } => self.care_begins(child, NOBODY),
            Event::CareReview { child } => self.care_review_due(child),
            Event::CareEnds { child } => self.care_ends(child),
            Event::Strategy { series } => self.strategy_due(series),
            Event::Foster { carer } => self.foster_due(carer),
            Event::PostStarts { post } => self.post_starts(post),
            Event::ChairLeaves { chair } => self.chair_leaves(chair),
            Event::PostEnds { post } => self.post_ends(post),
            Event::Vacancy { vacancy } => self.recruit(vacancy),
            Event::Merge => self.merge(),
        }
    }

    /// Returns the year that the month lies in, from 1.
    pub(super) fn year(&self) -> u8 {
        (self.month / 12 + 1) as u8
    }

    fn enter_month(&mut self, month: usize) {
        self.month = month;
        self.values = self.course.values(month);
        self.reckon_work();
        if month % 12 == 0 {
            self.year_reviewed = (0, 0);
        }
    }

    /// Works out what meetings ask of chairs this month.
    pub(super) fn reckon_work(&mut self) {
        let months = if self.merged { self.values.get(Key::NewDutyMonths) } else { 0.0 };
        let new_until = if self.merged { f64::from(self.merged_day) + months * MONTH_DAYS } else { f64::MIN };
        self.works = super::week::Works::new(self.values, new_until);
    }

    fn close_month(&mut self) {
        let chairs = self.count_levels();
        if self.keeps_chairs {
            self.path.chairs.push(chairs);
        }
        self.path.months.push(self.counts);
        self.counts = Counts::default();
        self.hours = super::month::Hours::default();
    }
}
