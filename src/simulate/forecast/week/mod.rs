//! The week's settlement: which meetings were held, and what gave way where time ran short.
//!
//! Chair by chair, then pooled, in the order of the report (5.3, 5.4, 7.2; staffing notes 2.5): other work is dropped; quality forms
//! wait and are lost after ten working days, those of concern kept; time off in lieu is worked up to a bank; minutes wait; colleagues
//! and managers cover; preparation is cut; decision sheets go out late; meetings slide inside the slack that policy leaves; and only
//! then is a statutory date missed. In slack weeks the oldest minutes come first, then forms, then other work, then time off is
//! given back.

mod cover;
mod load;
mod waiting;
mod work;

use load::{Asked, Load, Stretch};
pub(super) use waiting::Waiting;
pub(super) use work::Works;
use work::{Work, team_of};

use super::service::Service;
use crate::indicators::limits::is_in_time;
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::streams::Stream;
use crate::staffing::{Key, MeetingKind};

/// Share of a year's leave taken in each calendar month, January first, times 12: school holidays.
const LEAVE_SEASON: [f64; 12] = [0.6, 0.9, 0.8, 1.2, 1.0, 0.8, 1.2, 1.9, 0.7, 1.0, 0.6, 1.3];

/// Returns how much of a calendar month's time chairs are there, roughly: bookings avoid the weeks of leave.
pub(super) fn presence(calendar_month: usize) -> f64 {
    1.0 - 0.15 * LEAVE_SEASON[calendar_month]
}

const N_TEAMS: usize = Team::ALL.len();

/// A meeting that has fallen due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    pub(super) kind: MeetingKind,
    /// Household, child, series or carer, by kind.
    pub(super) entity: u32,
    pub(super) chair: u16,
    /// The day on which it is to be held.
    pub(super) day: i32,
    /// The day by which the law wants it.
    pub(super) statutory: i32,
    /// Children considered.
    pub(super) children: u8,
    /// The household's version, where a review is only held if nothing else came first.
    pub(super) version: u8,
    /// Whether its chair took the household over from one who left.
    pub(super) is_further: bool,
    /// Whether it was put off before: its hours were counted as needed then.
    pub(super) was_put_off: bool,
    /// Whether it was put off for want of time when it was not late yet.
    pub(super) slid_in_time: bool,
}

impl Meeting {
    /// Whether it is held by the day that the law wants.
    pub(super) fn is_in_time(&self) -> bool {
        is_in_time(self.day, self.statutory)
    }
}

/// Room for a settlement.
#[derive(Debug, Clone, Default)]
pub(super) struct Bench {
    meetings: Vec<Meeting>,
    /// Places of meetings, by chair; those of a chair in order of falling due.
    order: Vec<u32>,
    /// The first place of each chair in `order`, and the end.
    starts: Vec<u32>,
    /// Who holds each meeting, or that it is put off; indexed by meeting.
    holder: Vec<Holder>,
    loads: Vec<Load>,
    /// Meetings of each chair, by kind; indexed by chair.
    asked: Vec<Asked>,
    /// Whether a meeting is of concern; indexed by meeting.
    of_concern: Vec<bool>,
    /// Minutes that each chair gives for a colleague's meeting; indexed by chair, then [`cover::Gives`].
    givers: Vec<[f64; 3]>,
    /// No chair who does a team's work gives more; indexed by team, then likewise.
    most: [[f64; 3]; N_TEAMS],
    /// Places of one chair's meetings, by how long they can wait.
    by_slack: Vec<u32>,
    /// Meetings put off to a later stretch.
    later: Vec<Meeting>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Chair(u16),
    Manager,
    PutOff,
}

impl Service<'_> {
    /// Settles the days from `first` to today.
    pub(super) fn settle(&mut self, first: i32) {
        let working_days = f64::from(self.horizon.between(first - 1, self.day));
        let mut bench = std::mem::take(&mut self.bench);
        self.gather(&mut bench);
        self.load(&mut bench, first, working_days);
        self.share_out(&mut bench, working_days);
        self.give_way(&mut bench);
        for place in 0..self.chairs.len() {
            if self.chairs[place].in_post {
                let load = bench.loads[place];
                self.work_off(place, &load);
            }
        }
        self.hold(&mut bench);
        self.bench = bench;
    }

    /// Collects what fell due, with the chairs of today, and drops what no longer holds.
    fn gather(&mut self, bench: &mut Bench) {
        bench.meetings.clear();
        bench.meetings.append(&mut self.due);
        let today = self.day;
        let Bench { meetings, later, .. } = bench;
        later.retain(|meeting| {
            let falls_due = meeting.day <= today;
            if falls_due {
                meetings.push(*meeting);
            }
            !falls_due
        });
        bench.meetings.retain_mut(|meeting| {
            let at = meeting.entity as usize;
            let (holds, chair) = match meeting.kind {
                MeetingKind::Initial => (true, self.households[at].chair),
                MeetingKind::Review => {
                    let household = &self.households[at];
                    meeting.children = household.children;
                    meeting.is_further = household.taken_over;
                    (0 < household.children && household.version == meeting.version, household.chair)
                }
                MeetingKind::Care => (self.children[at].open, self.children[at].chair),
                MeetingKind::Strategy => (true, self.series[at].chair),
                MeetingKind::Foster => (true, meeting.chair),
            };
            meeting.chair = chair;
            holds
        });
        for meeting in &mut bench.meetings {
            if !self.chairs[usize::from(meeting.chair)].in_post {
                meeting.chair = self.least_loaded(team_of(meeting.kind));
            }
        }
        let n_chairs = self.chairs.len();
        bench.starts.clear();
        bench.starts.resize(n_chairs + 2, 0);
        for meeting in &bench.meetings {
            bench.starts[usize::from(meeting.chair) + 2] += 1;
        }
        for at in 2..bench.starts.len() {
            bench.starts[at] += bench.starts[at - 1];
        }
        bench.order.clear();
        bench.order.resize(bench.meetings.len(), 0);
        for (at, meeting) in (0..).zip(&bench.meetings) {
            let next = &mut bench.starts[usize::from(meeting.chair) + 1];
            bench.order[*next as usize] = at;
            *next += 1;
        }
        bench.holder.clear();
        bench.holder.extend(bench.meetings.iter().map(|meeting| Holder::Chair(meeting.chair)));
    }

    /// Reckons what each chair is asked for and has.
    fn load(&mut self, bench: &mut Bench, first: i32, working_days: f64) {
        let sunday = self.day + 6 - self.horizon.weekday(self.day);
        let to_come = f64::from(self.horizon.between(self.day, sunday));
        let month = self.horizon.calendar_month(self.month);
        let stretch = Stretch::new(self.values, first, working_days, to_come, month);
        bench.loads.clear();
        bench.loads.resize(self.chairs.len(), Load::default());
        for place in 1..self.chairs.len() {
            if self.chairs[place].in_post {
                bench.loads[place] = self.time_of(place, &stretch);
            }
        }
        let concern = self.values.get(Key::ConcernShare);
        let Bench { meetings, of_concern, asked, loads, .. } = bench;
        of_concern.clear();
        asked.clear();
        asked.resize(self.chairs.len(), Asked::default());
        for meeting in meetings.iter() {
            let is_of_concern = self.works.has_form(meeting.kind) && self.is_of_concern(meeting, concern);
            asked[usize::from(meeting.chair)].note(meeting, is_of_concern);
            of_concern.push(is_of_concern);
            if !meeting.was_put_off {
                self.hours.needed += self.own_work(meeting).total();
            }
        }
        let further = self.values.get(Key::CoverTravel);
        for ((asked, load), seat) in asked.iter().zip(loads).zip(&self.seats) {
            load.take_on_all(asked, further, |kind| self.works.base(kind, seat.team, self.day));
        }
    }

    /// Returns what a meeting asks of its own chair.
    fn own_work(&self, meeting: &Meeting) -> Work {
        let team = self.seats[usize::from(meeting.chair)].team;
        let mut work = self.works.of(meeting.kind, meeting.children, team, self.day);
        if meeting.is_further {
            work.travel_further(self.values.get(Key::CoverTravel));
        }
        work
    }

    fn is_of_concern(&self, meeting: &Meeting, share: f64) -> bool {
        let key = 1 << 63
            | u64::from(meeting.entity) << 24
            | u64::from((meeting.statutory + 1_000).cast_unsigned());
        self.streams.of(Stream::ChairWeek, key).happens(share)
    }

    /// Returns the day for which a meeting that is put off is booked next: a week later, or sooner where the law wants it sooner.
    fn next_day(&self, meeting: &Meeting) -> i32 {
        let week_later = self.horizon.on_or_after((meeting.day + 7).max(self.day + 1));
        if self.is_last_chance(meeting) { week_later } else { week_later.min(self.last_day(meeting)) }
    }

    /// Whether no working day is left for a meeting after these days.
    fn is_last_chance(&self, meeting: &Meeting) -> bool {
        self.last_day(meeting) <= self.day
    }

    fn last_day(&self, meeting: &Meeting) -> i32 {
        self.horizon.on_or_before(meeting.statutory)
    }

    /// Holds the meetings that are held; the others fall due again.
    fn hold(&mut self, bench: &mut Bench) {
        for at in 0..bench.meetings.len() {
            let meeting = bench.meetings[at];
            if bench.holder[at] == Holder::PutOff {
                self.counts.add(Count::SlidMeetings, 1);
                if !meeting.was_put_off {
                    self.hours.given += self.own_work(&meeting).total();
                }
                let slid_in_time = meeting.slid_in_time || meeting.is_in_time();
                let day = self.next_day(&meeting);
                bench.later.push(Meeting { day, slid_in_time, was_put_off: true, ..meeting });
                continue;
            }
            if meeting.slid_in_time && !meeting.is_in_time() {
                match meeting.kind {
                    MeetingKind::Initial | MeetingKind::Review => {
                        self.counts.add(Count::LateByCapacity, meeting.children.into());
                    }
                    MeetingKind::Care => self.counts.add(Count::CareLateByCapacity, 1),
                    MeetingKind::Strategy | MeetingKind::Foster => {}
                }
            }
            match meeting.kind {
                MeetingKind::Initial => self.initial_held(&meeting),
                MeetingKind::Review => self.review_held(&meeting),
                MeetingKind::Strategy => self.strategy_held(&meeting),
                MeetingKind::Care => self.care_review_held(&meeting),
                MeetingKind::Foster => self.foster_held(&meeting),
            }
        }
    }
}
