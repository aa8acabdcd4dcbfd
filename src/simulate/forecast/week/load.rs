//! What a chair is asked for in a stretch of days, and what it has.

use super::work::{Work, children_beyond};
use super::{LEAVE_SEASON, Meeting};
use crate::simulate::forecast::service::{Service, WORKING_DAYS_A_YEAR};
use crate::staffing::streams::Stream;
use crate::staffing::{Key, MeetingKind, N_KINDS, Values};

/// What a chair is asked for in a stretch of days, and what it has. Minutes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Load {
    /// What it has, without time off in lieu.
    pub(super) time: f64,
    /// Time of the same week that comes later: where a month ends within a week, what cannot wait borrows from it.
    pub(super) borrow: f64,
    /// Most time off in lieu that it can work before its bank is full.
    pub(super) overtime: f64,
    /// Most overtime of a week, worked past the bank only where a statutory date would else be missed.
    pub(super) stretch: f64,
    pub(super) chairing: f64,
    pub(super) travel: f64,
    pub(super) preparation: f64,
    pub(super) sheets: f64,
    pub(super) records: f64,
    pub(super) reports: f64,
    /// Quality forms of meetings of concern.
    pub(super) concern: f64,
    pub(super) forms: f64,
    pub(super) other: f64,
    /// Of it, what no meeting brings: audit, clusters, workshops.
    pub(super) own_other: f64,
    /// Decision sheets that were late before and are written now, which are in `sheets` too.
    pub(super) old_sheets: f64,
    pub(super) n_meetings: u32,
    pub(super) n_sheets: u32,
    pub(super) n_late_sheets: u32,
    pub(super) n_records: u32,
    pub(super) n_reports: u32,
    pub(super) n_concern: u32,
    pub(super) n_forms: u32,
    /// Most meetings that its calendar takes.
    pub(super) most: u32,
}

impl Load {
    /// What cannot wait: chairing with journeys, preparation, sheets, forms of concern.
    pub(super) fn must(&self) -> f64 {
        self.chairing + self.preparation + self.sheets + self.concern
    }

    /// What is left when nothing waits; negative where it is short.
    pub(super) fn spare(&self) -> f64 {
        self.time - self.must() - self.records - self.reports
    }

    /// Minutes that are short although time off in lieu is worked and minutes wait.
    pub(super) fn short(&self) -> f64 {
        self.must() - self.time - self.borrow - self.overtime
    }

    /// Minutes that are short with all the overtime of a week.
    pub(super) fn past_stretch(&self) -> f64 {
        self.must() - self.time - self.borrow - self.stretch.max(self.overtime)
    }

    /// What is left where everything gives way but the meetings: preparation down to the share `floor` too, and the bank of
    /// time off is passed.
    pub(super) fn spare_at_last(&self, floor: f64) -> f64 {
        (1.0 - floor) * self.preparation - self.past_stretch()
    }

    /// Whether its calendar is full.
    pub(super) fn is_full(&self) -> bool {
        self.most <= self.n_meetings
    }

    /// Whether it has more meetings than its calendar takes.
    pub(super) fn is_overfull(&self) -> bool {
        self.most < self.n_meetings
    }

    /// Adds `n` meetings of the same work, `n_concern` of them of concern.
    pub(super) fn take_on(&mut self, work: &Work, n: u32, n_concern: u32) {
        let (whole, concern) = (f64::from(n), f64::from(n_concern));
        self.chairing += whole * work.chairing;
        self.travel += whole * work.travel;
        self.preparation += whole * work.preparation;
        self.sheets += whole * work.sheet;
        self.records += whole * work.record;
        self.reports += whole * work.report;
        self.other += whole * work.other;
        self.concern += concern * work.form;
        self.forms += (whole - concern) * work.form;
        self.n_meetings += n;
        self.n_records += if 0.0 < work.record { n } else { 0 };
        self.n_reports += if 0.0 < work.report { n } else { 0 };
        self.n_sheets += if 0.0 < work.sheet { n } else { 0 };
        self.n_concern += if 0.0 < work.form { n_concern } else { 0 };
        self.n_forms += if 0.0 < work.form { n - n_concern } else { 0 };
    }

    /// Adds all that a chair is asked for; `base` is the work of a kind for one child, `further` minutes of journeys.
    pub(super) fn take_on_all<'a>(
        &mut self,
        asked: &Asked,
        further: f64,
        base: impl Fn(MeetingKind) -> &'a Work,
    ) {
        for kind in MeetingKind::ALL {
            let OfKind { n, n_concern, children_beyond } = asked.kinds[kind as usize];
            if 0 < n {
                let work = base(kind);
                self.take_on(work, n, n_concern);
                self.chairing += work.further * f64::from(children_beyond);
            }
        }
        let further = further * f64::from(asked.n_further);
        self.chairing += further;
        self.travel += further;
    }

    /// Takes one meeting away.
    pub(super) fn hand_on(&mut self, work: &Work, of_concern: bool) {
        self.chairing -= work.chairing;
        self.travel -= work.travel;
        self.preparation = (self.preparation - work.preparation).max(0.0);
        self.sheets = (self.sheets - work.sheet).max(0.0);
        self.records -= work.record;
        self.reports -= work.report;
        self.other -= work.other;
        let forms = if of_concern { &mut self.concern } else { &mut self.forms };
        *forms -= work.form;
        self.n_meetings -= 1;
        self.n_records -= u32::from(0.0 < work.record);
        self.n_reports -= u32::from(0.0 < work.report);
        self.n_sheets = self.n_sheets.saturating_sub(u32::from(0.0 < work.sheet));
        self.n_concern -= u32::from(0.0 < work.form && of_concern);
        self.n_forms -= u32::from(0.0 < work.form && !of_concern);
    }
}

/// Meetings of one chair in a stretch of days, by kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    kinds: [OfKind; N_KINDS],
    /// Those that it travels further to.
    n_further: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct OfKind {
    n: u32,
    n_concern: u32,
    children_beyond: u32,
}

impl Asked {
    pub(super) fn note(&mut self, meeting: &Meeting, of_concern: bool) {
        let kind = &mut self.kinds[meeting.kind as usize];
        kind.n += 1;
        kind.n_concern += u32::from(of_concern);
        kind.children_beyond += u32::from(children_beyond(meeting.children));
        self.n_further += u32::from(meeting.is_further);
    }
}

/// What an FTE has in a stretch of days, the same for every chair. Minutes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    first: i32,
    working_days: f64,
    /// Working days of the same week that come after it.
    to_come: f64,
    /// Casework of a day.
    day: f64,
    bank: f64,
    overtime: f64,
    other: f64,
    most: f64,
    spell: f64,
    /// The chance that a spell of sickness begins.
    falls_ill: f64,
}

impl Stretch {
    pub(super) fn new(values: &Values, first: i32, working_days: f64, to_come: f64, month: usize) -> Stretch {
        let away = (values.get(Key::LeaveDays) + values.get(Key::TrainingDays)) / WORKING_DAYS_A_YEAR;
        let present = 1.0 - away * LEAVE_SEASON[month];
        let weeks = working_days / 5.0;
        let spell = values.get(Key::SicknessWeeks);
        // Spells begin while one is well: a share s of days ill asks for s / (1 − s) of them.
        let share = values.get(Key::Sickness);
        Stretch {
            first,
            working_days,
            to_come,
            day: values.get(Key::HoursADay) * 60.0 * present * (1.0 - values.get(Key::Overhead)),
            bank: 60.0 * values.get(Key::TimeOffBank),
            overtime: 60.0 * values.get(Key::TimeOffHours) * weeks,
            other: 60.0 * values.get(Key::OtherWork) * weeks,
            most: values.get(Key::MeetingsAWeek) * weeks,
            spell,
            falls_ill: share / (1.0 - share) * weeks / spell,
        }
    }
}

impl Service<'_> {
    /// Returns what a chair has in these days: less by those on which it is ill.
    pub(super) fn time_of(&mut self, place: usize, stretch: &Stretch) -> Load {
        let &Stretch { first, working_days, to_come, day, .. } = stretch;
        let carries = self.seats[place].carries;
        let chair = &mut self.chairs[place];
        if chair.sick_until <= first {
            let key = u64::from(chair.post) << 32 | first.unsigned_abs() as u64;
            let mut draws = self.streams.of(Stream::ChairWeek, key);
            if draws.happens(stretch.falls_ill) {
                // On any day of the stretch.
                chair.sick_from = first + draws.below((self.day + 1 - first).unsigned_abs()) as i32;
                let days = 7.0 * stretch.spell * draws.exponential();
                chair.sick_until = chair.sick_from + days.round().min(1e4) as i32;
            }
        }
        let (from, back) = (chair.sick_from.max(first), chair.sick_until.min(self.day + 1));
        let well = if from < back {
            1.0 - f64::from(self.horizon.between(from - 1, back - 1)) / working_days
        } else {
            1.0
        };
        let old_sheets = if 0.0 < well * carries { chair.waiting.sheets } else { 0.0 };
        let bank = (stretch.bank * chair.fte - chair.owed).max(0.0);
        let most_overtime = stretch.overtime * chair.fte * well;
        Load {
            time: (carries * day * working_days * well - chair.lent).max(0.0),
            borrow: if chair.sick_until <= self.day { carries * day * to_come } else { 0.0 },
            overtime: most_overtime.min(bank),
            stretch: most_overtime,
            other: stretch.other * carries * well,
            own_other: stretch.other * carries * well,
            sheets: old_sheets,
            old_sheets,
            most: (stretch.most * chair.fte * well).ceil() as u32,
            ..Load::default()
        }
    }
}
