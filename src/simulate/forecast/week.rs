//! The week's settlement: which meetings were held, and what gave way where time ran short.
//!
//! Chair by chair, then pooled, in the order of the report (5.3, 5.4, 7.2; staffing notes 2.5): other work is dropped; quality forms
//! wait and are lost after ten working days, those of concern kept; time off in lieu is worked up to a bank; minutes wait; colleagues
//! and managers cover; preparation is cut; decision sheets go out late; meetings slide inside the slack that policy leaves; and only
//! then is a statutory date missed. In slack weeks the oldest minutes come first, then forms, then other work, then time off is
//! given back.

use std::collections::VecDeque;

use super::chairs::Chair;
use super::service::{Service, WORKING_DAYS_A_YEAR};
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::streams::Stream;
use crate::staffing::{Key, MeetingKind, N_PARTS, Part};

/// Share of a year's leave taken in each calendar month, January first, times 12: school holidays.
const LEAVE_SEASON: [f64; 12] = [0.6, 0.9, 0.8, 1.2, 1.0, 0.8, 1.2, 1.9, 0.7, 1.0, 0.6, 1.3];

/// Returns how much of a calendar month's time chairs are there, roughly: bookings avoid the weeks of leave.
pub(super) fn presence(calendar_month: usize) -> f64 {
    1.0 - 0.15 * LEAVE_SEASON[calendar_month]
}

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
    /// Whether it was put off for want of time when it was not late yet.
    pub(super) slid_in_time: bool,
}

impl Meeting {
    /// Whether it is held by the day that the law wants.
    pub(super) fn is_in_time(&self) -> bool {
        self.day <= self.statutory
    }
}

/// Work of one week that waits.
#[derive(Debug, Clone, Copy)]
struct Bundle {
    week: i32,
    count: u32,
    minutes: f64,
}

/// What waits for a chair's time.
#[derive(Debug, Clone, Default)]
pub(super) struct Waiting {
    forms: VecDeque<Bundle>,
    records: VecDeque<Bundle>,
    /// Records of looked-after and foster reviews, which their chair writes.
    reports: VecDeque<Bundle>,
    /// Minutes of decision sheets that went out late and are still to be written.
    sheets: f64,
}

impl Waiting {
    /// Returns how many meetings' minutes wait.
    pub(super) fn n_records(&self) -> i64 {
        self.records.iter().map(|bundle| i64::from(bundle.count)).sum()
    }
}

/// A chair's stretch of days: what it is asked for and what it has.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    /// Minutes that it has, without time off in lieu.
    time: f64,
    /// Minutes of the same week that come later: where a month ends within a week, what cannot wait borrows from them.
    borrow: f64,
    /// Most time off in lieu that it can work before its bank is full.
    overtime: f64,
    /// Most overtime of a week, worked past the bank only where a statutory date would else be missed.
    stretch: f64,
    chairing: f64,
    travel: f64,
    preparation: f64,
    sheets: f64,
    records: f64,
    reports: f64,
    concern: f64,
    forms: f64,
    other: f64,
    n_meetings: u32,
    n_sheets: u32,
    n_late_sheets: u32,
    n_records: u32,
    n_reports: u32,
    n_concern: u32,
    n_forms: u32,
    /// Most meetings that its calendar takes.
    most: u32,
}

impl Load {
    /// What cannot wait: chairing with journeys, preparation, sheets, forms of concern.
    fn must(&self) -> f64 {
        self.chairing + self.preparation + self.sheets + self.concern
    }

    /// What is left when nothing waits; negative where it is short.
    fn spare(&self) -> f64 {
        self.time - self.must() - self.records - self.reports
    }

    /// Minutes that are short with all the overtime of a week.
    fn past_stretch(&self) -> f64 {
        self.must() - self.time - self.borrow - self.stretch.max(self.overtime)
    }

    /// What it has for a meeting whose last chance it is: with all the overtime of a week, and preparation cut by the share `cut`.
    fn spare_at_last(&self, cut: f64) -> f64 {
        cut * self.preparation - self.past_stretch()
    }

    /// Minutes that are short although time off in lieu is worked and minutes wait.
    fn short(&self) -> f64 {
        self.must() - self.time - self.borrow - self.overtime
    }
}

/// What one meeting asks of its chair.
#[derive(Debug, Clone, Copy)]
struct Work {
    chairing: f64,
    travel: f64,
    preparation: f64,
    sheet: f64,
    record: f64,
    report: f64,
    form: f64,
    other: f64,
}

impl Work {
    /// What cannot wait.
    fn must(&self) -> f64 {
        self.chairing + self.preparation + self.sheet
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
    /// Who holds each meeting; `None` where it is put off. Indexed by meeting.
    holder: Vec<Holder>,
    loads: Vec<Load>,
    /// What each meeting asks of its own chair, and whether it is of concern; indexed by meeting.
    works: Vec<(Work, bool)>,
    /// The most that any chair has to spare for a colleague's meeting, and for one whose last chance it is.
    most_spare: [f64; 2],
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
        bench.loads.clear();
        bench.loads.resize(self.chairs.len(), Load::default());
        for place in 1..self.chairs.len() {
            if self.chairs[place].in_post {
                bench.loads[place] = self.time_of(place, first, working_days);
            }
        }
        bench.works.clear();
        for meeting in &bench.meetings {
            let work = self.work(meeting, &self.chairs[usize::from(meeting.chair)]);
            let of_concern = self.is_of_concern(meeting);
            bench.loads[usize::from(meeting.chair)].take_on(&work, of_concern);
            bench.works.push((work, of_concern));
        }
        bench.most_spare = self.most_spare(&bench.loads);
    }

    /// Returns the most that any chair has to spare, and the most where it is the last chance.
    fn most_spare(&self, loads: &[Load]) -> [f64; 2] {
        let cut = 1.0 - self.values.get(Key::PreparationFloor);
        let most = |of: fn(&Load, f64) -> f64| loads.iter().map(|load| of(load, cut)).fold(0.0, f64::max);
        [most(|load, _| load.spare()), most(Load::spare_at_last)]
    }

    /// Returns what a chair has in these days: none when ill.
    fn time_of(&mut self, place: usize, first: i32, working_days: f64) -> Load {
        let values = self.values;
        let away = (values.get(Key::LeaveDays) + values.get(Key::TrainingDays)) / WORKING_DAYS_A_YEAR;
        let present = 1.0 - away * LEAVE_SEASON[self.horizon.calendar_month(self.month)];
        let chair = &mut self.chairs[place];
        if chair.sick_until <= first {
            let spell = values.get(Key::SicknessWeeks);
            let key = u64::from(chair.post) << 32 | first.unsigned_abs() as u64;
            let mut draws = self.streams.of(Stream::ChairWeek, key);
            // Spells begin while one is well: a share s of days ill asks for s / (1 − s) of them.
            let share = values.get(Key::Sickness);
            if draws.happens(share / (1.0 - share) * working_days / (5.0 * spell)) {
                chair.sick_until = first + (7.0 * spell * draws.exponential()).round() as i32;
            }
        }
        let is_ill = first < chair.sick_until;
        let day = values.get(Key::HoursADay) * 60.0 * present * (1.0 - values.get(Key::Overhead));
        let weeks = working_days / 5.0;
        let bank = 60.0 * values.get(Key::TimeOffBank) * chair.fte - chair.owed;
        let stretch = 60.0 * values.get(Key::TimeOffHours) * chair.fte * weeks;
        let overtime = stretch.min(bank).max(0.0);
        let sunday = self.day + 6 - self.horizon.weekday(self.day);
        let to_come = if is_ill { 0.0 } else { f64::from(self.horizon.between(self.day, sunday)) };
        let time = if is_ill { 0.0 } else { (chair.carries * day * working_days - chair.lent).max(0.0) };
        let most = (values.get(Key::MeetingsAWeek) * chair.fte).ceil() as u32;
        Load {
            time,
            borrow: chair.carries * day * to_come,
            overtime: if is_ill { 0.0 } else { overtime },
            stretch: if is_ill { 0.0 } else { stretch },
            other: 60.0 * values.get(Key::OtherWork) * chair.carries * weeks,
            sheets: chair.waiting.sheets,
            most: if is_ill { 0 } else { most },
            ..Load::default()
        }
    }

    /// Returns what a meeting asks of a chair: more where the kind is new to it since the teams merged.
    fn work(&self, meeting: &Meeting, chair: &Chair) -> Work {
        let minutes: &[f64; N_PARTS] = &self.minutes[meeting.kind as usize];
        let of = |part: Part| minutes[part as usize];
        let is_new = self.merged
            && chair.team != team_of(meeting.kind)
            && f64::from(self.day - self.merged_day)
                < self.values.get(Key::NewDutyMonths) * super::service::MONTH_DAYS;
        let slower = if is_new { 1.0 / self.values.get(Key::NewDuty) } else { 1.0 };
        let further = of(Part::FurtherChild) * f64::from(meeting.children.saturating_sub(2));
        let travel = of(Part::Travel);
        let is_conference = matches!(meeting.kind, MeetingKind::Initial | MeetingKind::Review);
        let form = of(Part::Quality) * slower;
        let is_reported = matches!(meeting.kind, MeetingKind::Care | MeetingKind::Foster);
        // Only a conference has a decision sheet that must be out in a day.
        let sheet = of(Part::Sheet) * slower;
        let record = of(Part::Record) * slower + if is_conference { 0.0 } else { sheet };
        Work {
            chairing: (of(Part::Before) + of(Part::Meeting) + further) * slower + travel,
            travel,
            preparation: of(Part::Preparation) * slower,
            sheet: if is_conference { sheet } else { 0.0 },
            record: if is_reported { 0.0 } else { record },
            report: if is_reported { record } else { 0.0 },
            form: if is_conference { form } else { 0.0 },
            other: if is_conference { 0.0 } else { form },
        }
    }

    fn is_of_concern(&self, meeting: &Meeting) -> bool {
        let key = 1 << 63 | u64::from(meeting.entity) << 24 | (meeting.statutory + 1_000) as u64;
        self.streams.of(Stream::ChairWeek, key).happens(self.values.get(Key::ConcernShare))
    }

    /// Gives meetings that a chair has no time for to colleagues who have, then to managers.
    fn share_out(&mut self, bench: &mut Bench, working_days: f64) {
        let mut managers = (self.values.get(Key::ManagerMeetings) * working_days / 5.0).ceil() as u32;
        for place in 0..self.chairs.len() {
            for at in (bench.starts[place]..bench.starts[place + 1]).rev() {
                let load = bench.loads[place];
                let too_many = load.most < load.n_meetings;
                if load.short() <= 0.0 && !too_many {
                    break;
                }
                let meeting_at = bench.order[at as usize] as usize;
                let meeting = bench.meetings[meeting_at];
                let is_last_chance = meeting.statutory < meeting.day + 7;
                let holder = match self.who_covers(bench, place, &meeting, is_last_chance) {
                    Some(colleague) => Holder::Chair(colleague),
                    None if 0 < managers && is_last_chance && meeting.kind != MeetingKind::Foster => {
                        managers -= 1;
                        Holder::Manager
                    }
                    None => continue,
                };
                let (own, of_concern) = bench.works[meeting_at];
                bench.loads[place].hand_on(&own, of_concern);
                if let Holder::Chair(colleague) = holder {
                    let mut work = self.work(&meeting, &self.chairs[usize::from(colleague)]);
                    let further = self.values.get(Key::CoverTravel);
                    work.chairing += further;
                    work.travel += further;
                    bench.loads[usize::from(colleague)].take_on(&work, of_concern);
                    self.counts.add(Count::Covered, 1);
                } else {
                    self.counts.add(Count::Managed, 1);
                    self.counts.add(Count::SheetsDue, 1);
                    self.counts.add(Count::SheetsInTime, 1);
                }
                if matches!(meeting.kind, MeetingKind::Initial | MeetingKind::Review | MeetingKind::Care) {
                    self.count_handover(meeting.children.into(), Count::CoverHandovers);
                }
                bench.holder[meeting_at] = holder;
                bench.most_spare = self.most_spare(&bench.loads);
            }
        }
    }

    /// Returns the colleague with the most time to spare for a meeting; where it is the last chance, with its time off in lieu, and
    /// its minutes and preparation wait. The first of equals.
    fn who_covers(
        &self,
        bench: &Bench,
        place: usize,
        meeting: &Meeting,
        is_last_chance: bool,
    ) -> Option<u16> {
        let team = team_of(meeting.kind);
        let mut best: (f64, Option<u16>) = (0.0, None);
        for (other, chair) in self.chairs.iter().enumerate().skip(1) {
            if other == place || !chair.in_post || !self.serves(chair, team) {
                continue;
            }
            let load = &bench.loads[other];
            let asked = self.work(meeting, chair).must() + self.values.get(Key::CoverTravel);
            let left = if is_last_chance { load.overtime - (-load.spare()).max(0.0) } else { 0.0 };
            let left = load.spare().max(0.0) + left.max(0.0) - asked;
            if 0.0 <= left && load.n_meetings < load.most && (best.1.is_none() || best.0 < left) {
                best = (left, Some(other as u16));
            }
        }
        best.1
    }

    /// Where a chair is short still: preparation is cut, sheets go out late, meetings slide.
    fn give_way(&mut self, bench: &mut Bench) {
        let floor = self.values.get(Key::PreparationFloor);
        for place in 0..self.chairs.len() {
            let mut load = bench.loads[place];
            let cut = load.short().min(load.preparation * (1.0 - floor)).max(0.0);
            load.preparation -= cut;
            self.hours.cut += cut;
            self.hours.given += cut;
            if 0.0 < load.short() && 0 < load.n_sheets {
                let each = (load.sheets - self.chairs[place].waiting.sheets) / f64::from(load.n_sheets);
                let late = if 0.0 < each { (load.short() / each).ceil() as u32 } else { 0 };
                let late = late.min(load.n_sheets);
                load.sheets -= each * f64::from(late);
                self.chairs[place].waiting.sheets = each * f64::from(late);
                self.hours.given += each * f64::from(late);
                load.n_late_sheets = late;
            } else if self.chairs[place].in_post && 0.0 < load.time {
                self.chairs[place].waiting.sheets = 0.0;
            }
            if 0.0 < load.short() || load.most < load.n_meetings {
                self.put_off(bench, place, &mut load);
            }
            bench.loads[place] = load;
        }
    }

    /// Puts meetings of a chair off by a week until the rest fits: those with the most days before the law wants them first.
    fn put_off(&self, bench: &mut Bench, place: usize, load: &mut Load) {
        let Bench { meetings, order, starts, holder, works, by_slack, .. } = bench;
        let own = order[starts[place] as usize..starts[place + 1] as usize].iter().copied();
        by_slack.clear();
        by_slack.extend(own.filter(|&at| holder[at as usize] == Holder::Chair(place as u16)));
        by_slack.sort_unstable_by_key(|&at| {
            let meeting = &meetings[at as usize];
            (meeting.day - meeting.statutory, at)
        });
        for &at in by_slack.iter() {
            if load.short() <= 0.0 && load.n_meetings <= load.most {
                return;
            }
            let meeting = &meetings[at as usize];
            let is_last_chance = meeting.statutory < meeting.day + 7;
            if is_last_chance && load.past_stretch() <= 0.0 && load.n_meetings <= load.most {
                return;
            }
            let (work, of_concern) = works[at as usize];
            // What was cut of its preparation is not handed on twice.
            let share = 1.0 / f64::from(load.n_meetings.max(1));
            let preparation = (load.preparation * share).min(work.preparation);
            load.hand_on(&Work { preparation, ..work }, of_concern);
            holder[at as usize] = Holder::PutOff;
        }
    }

    /// Works off what waits with the time that is left, and keeps the books of one chair.
    fn work_off(&mut self, place: usize, load: &Load) {
        let week = (self.day + 7_000) / 7;
        let record_weeks = (self.values.get(Key::RecordDays) / 5.0) as i32;
        let form_weeks = (self.values.get(Key::QualityDays) / 5.0) as i32;
        let chair = &mut self.chairs[place];
        let lent = (load.must() - load.time).min(load.borrow).max(0.0);
        chair.lent = lent;
        let spare = load.spare() + lent;
        // Past the bank only for what could not wait.
        let overtime = (-spare).min(load.overtime).max(load.must() - load.time - lent).max(0.0);
        // Minutes of this week for which neither time nor overtime is left wait.
        let deferred = (-spare - overtime).min(load.records + load.reports).max(0.0);
        let mut left = (load.time + lent + overtime - load.must()).max(0.0);
        push(&mut chair.waiting.records, week, load.n_records, load.records);
        push(&mut chair.waiting.reports, week, load.n_reports, load.reports);
        push(&mut chair.waiting.forms, week, load.n_forms, load.forms);
        chair.owed += overtime;
        let mut given_back = 0.0;
        let counts = &mut self.counts;
        // The oldest minutes first.
        while let Some(bundle) = chair.waiting.records.front_mut() {
            let done = bundle.take(&mut left);
            counts.add(Count::RecordsOut, done.into());
            if week - bundle.week < record_weeks {
                counts.add(Count::RecordsInTime, done.into());
            }
            if 0 < bundle.count {
                break;
            }
            chair.waiting.records.pop_front();
        }
        while let Some(bundle) = chair.waiting.reports.front_mut() {
            let _ = bundle.take(&mut left);
            if 0 < bundle.count {
                break;
            }
            chair.waiting.reports.pop_front();
        }
        counts.add(Count::QualityDue, load.n_concern.into());
        counts.add(Count::QualityDone, load.n_concern.into());
        // Forms: the newest first would save most from being lost, but who has an hour writes up what is oldest.
        while let Some(bundle) = chair.waiting.forms.front_mut() {
            let done = bundle.take(&mut left);
            counts.add(Count::QualityDue, done.into());
            counts.add(Count::QualityDone, done.into());
            if 0 < bundle.count {
                break;
            }
            chair.waiting.forms.pop_front();
        }
        let mut lost = 0.0;
        while let Some(bundle) = chair.waiting.forms.front().filter(|bundle| form_weeks <= week - bundle.week)
        {
            counts.add(Count::QualityDue, bundle.count.into());
            lost += bundle.minutes;
            chair.waiting.forms.pop_front();
        }
        let other = load.other.min(left);
        left -= other;
        if overtime == 0.0 {
            given_back = chair.owed.min(left);
            chair.owed -= given_back;
        }
        counts.add(Count::SheetsDue, load.n_sheets.into());
        counts.add(Count::SheetsInTime, load.n_sheets.saturating_sub(load.n_late_sheets).into());
        let hours = &mut self.hours;
        hours.needed += load.must() + load.records + load.reports + load.forms + load.other;
        hours.available += load.time + lent;
        hours.chairing += load.chairing;
        hours.travel += load.travel;
        hours.given += deferred + lost + (load.other - other);
        hours.time_off += overtime - given_back;
    }

    /// Holds the meetings that are held; the others fall due again a week later.
    fn hold(&mut self, bench: &mut Bench) {
        for at in 0..bench.meetings.len() {
            let meeting = bench.meetings[at];
            if bench.holder[at] == Holder::PutOff {
                self.counts.add(Count::SlidMeetings, 1);
                let day = self.horizon.on_or_after((meeting.day + 7).max(self.day + 1));
                let slid_in_time = meeting.slid_in_time || meeting.is_in_time();
                bench.later.push(Meeting { day, slid_in_time, ..meeting });
                continue;
            }
            let is_of_children = !matches!(meeting.kind, MeetingKind::Strategy | MeetingKind::Foster);
            if meeting.slid_in_time && !meeting.is_in_time() && is_of_children {
                self.counts.add(Count::LateByCapacity, meeting.children.into());
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

impl Load {
    fn take_on(&mut self, work: &Work, of_concern: bool) {
        self.change(work, of_concern, 1.0);
        self.n_meetings += 1;
        self.n_records += u32::from(0.0 < work.record);
        self.n_reports += u32::from(0.0 < work.report);
        self.n_sheets += u32::from(0.0 < work.sheet);
        self.n_concern += u32::from(0.0 < work.form && of_concern);
        self.n_forms += u32::from(0.0 < work.form && !of_concern);
    }

    fn hand_on(&mut self, work: &Work, of_concern: bool) {
        self.change(work, of_concern, -1.0);
        self.n_meetings -= 1;
        self.n_records -= u32::from(0.0 < work.record);
        self.n_reports -= u32::from(0.0 < work.report);
        self.n_sheets = self.n_sheets.saturating_sub(u32::from(0.0 < work.sheet));
        self.n_concern -= u32::from(0.0 < work.form && of_concern);
        self.n_forms -= u32::from(0.0 < work.form && !of_concern);
    }

    fn change(&mut self, work: &Work, of_concern: bool, sign: f64) {
        self.chairing += sign * work.chairing;
        self.travel += sign * work.travel;
        self.preparation = (self.preparation + sign * work.preparation).max(0.0);
        self.sheets = (self.sheets + sign * work.sheet).max(0.0);
        self.records += sign * work.record;
        self.reports += sign * work.report;
        self.other += sign * work.other;
        if of_concern {
            self.concern += sign * work.form;
        } else {
            self.forms += sign * work.form;
        }
    }
}

impl Bundle {
    /// Does as many whole pieces as there is time for, and returns how many.
    fn take(&mut self, left: &mut f64) -> u32 {
        if self.count == 0 {
            return 0;
        }
        let each = self.minutes / f64::from(self.count);
        // A piece that lacks less than a minute is done.
        let done = if each <= 0.0 { self.count } else { (((*left + 1.0) / each) as u32).min(self.count) };
        *left = (*left - each * f64::from(done)).max(0.0);
        self.count -= done;
        self.minutes = each * f64::from(self.count);
        done
    }
}

fn push(bundles: &mut VecDeque<Bundle>, week: i32, count: u32, minutes: f64) {
    if count == 0 {
        return;
    }
    match bundles.back_mut().filter(|last| last.week == week) {
        Some(last) => {
            last.count += count;
            last.minutes += minutes;
        }
        None => bundles.push_back(Bundle { week, count, minutes }),
    }
}

fn team_of(kind: MeetingKind) -> Team {
    match kind {
        MeetingKind::Initial | MeetingKind::Review | MeetingKind::Strategy => Team::Protection,
        MeetingKind::Care => Team::LookedAfter,
        MeetingKind::Foster => Team::Fostering,
    }
}
