//! What waits for a chair's time, and what it works off.

use std::collections::VecDeque;

use super::load::Load;
use crate::simulate::forecast::service::Service;
use crate::simulate::measure::Count;
use crate::staffing::Key;

/// Work of one week that waits.
#[derive(Debug, Clone, Copy)]
struct Bundle {
    week: i32,
    count: u32,
    minutes: f64,
}

/// What waits for a chair's time.
#[derive(Debug, Clone, Default)]
pub(in crate::simulate::forecast) struct Waiting {
    /// Quality forms.
    forms: VecDeque<Bundle>,
    /// Minutes of conferences and strategy meetings.
    records: VecDeque<Bundle>,
    /// Records of looked-after and foster reviews, which their chair writes.
    reports: VecDeque<Bundle>,
    /// Minutes of decision sheets that went out late and are still to be written.
    pub(super) sheets: f64,
}

impl Waiting {
    /// Returns how many meetings' minutes wait.
    pub(in crate::simulate::forecast) fn n_records(&self) -> i64 {
        self.records.iter().map(|bundle| i64::from(bundle.count)).sum()
    }

    /// Returns how many minutes and records wait to be written.
    pub(in crate::simulate::forecast) fn n_papers(&self) -> i64 {
        self.records.iter().chain(&self.reports).map(|bundle| i64::from(bundle.count)).sum()
    }

    /// Takes over what a colleague who has left did not write up: minutes and records. Quality forms are lost with who knew the
    /// meeting; returns how many.
    pub(in crate::simulate::forecast) fn take_over(&mut self, left: Waiting) -> i64 {
        self.sheets += left.sheets;
        left.records.into_iter().for_each(|bundle| insert(&mut self.records, bundle));
        left.reports.into_iter().for_each(|bundle| insert(&mut self.reports, bundle));
        left.forms.iter().map(|bundle| i64::from(bundle.count)).sum()
    }

    /// Takes what is left of the oldest week's minutes and records, for a colleague; `None` where nothing waits.
    pub(in crate::simulate::forecast) fn split_off(&mut self) -> Option<Waiting> {
        let record = self.records.pop_front();
        let report = self.reports.pop_front();
        (record.is_some() || report.is_some()).then(|| Waiting {
            records: record.into_iter().collect(),
            reports: report.into_iter().collect(),
            ..Waiting::default()
        })
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

/// Puts a bundle where its week belongs, the oldest first.
fn insert(bundles: &mut VecDeque<Bundle>, bundle: Bundle) {
    if bundle.count == 0 {
        return;
    }
    if bundles.back().is_none_or(|last| last.week < bundle.week) {
        bundles.push_back(bundle);
        return;
    }
    let at = bundles.partition_point(|other| other.week < bundle.week);
    match bundles.get_mut(at).filter(|other| other.week == bundle.week) {
        Some(same) => {
            same.count += bundle.count;
            same.minutes += bundle.minutes;
        }
        None => bundles.insert(at, bundle),
    }
}

/// Works bundles off from the oldest while there is time; `tell` is told the week and how many were done.
fn work_through(bundles: &mut VecDeque<Bundle>, left: &mut f64, mut tell: impl FnMut(i32, u32)) {
    while let Some(bundle) = bundles.front_mut() {
        let done = bundle.take(left);
        tell(bundle.week, done);
        if 0 < bundle.count {
            break;
        }
        bundles.pop_front();
    }
}

impl Service<'_> {
    /// Works off what waits with the time that is left, and keeps the books of one chair.
    pub(super) fn work_off(&mut self, place: usize, load: &Load) {
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
        let waiting = &mut chair.waiting;
        insert(&mut waiting.records, Bundle { week, count: load.n_records, minutes: load.records });
        insert(&mut waiting.reports, Bundle { week, count: load.n_reports, minutes: load.reports });
        insert(&mut waiting.forms, Bundle { week, count: load.n_forms, minutes: load.forms });
        chair.owed += overtime;
        let counts = &mut self.counts;
        // The oldest minutes first.
        work_through(&mut waiting.records, &mut left, |of, done| {
            counts.add(Count::RecordsOut, done.into());
            counts.add(Count::RecordsInTime, if week - of < record_weeks { done.into() } else { 0 });
        });
        work_through(&mut waiting.reports, &mut left, |_, _| ());
        counts.add(Count::QualityDue, load.n_concern.into());
        counts.add(Count::QualityDone, load.n_concern.into());
        // Forms: the newest first would save most from being lost, but who has an hour writes up what is oldest.
        work_through(&mut waiting.forms, &mut left, |_, done| {
            counts.add(Count::QualityDue, done.into());
            counts.add(Count::QualityDone, done.into());
        });
        let mut lost = 0.0;
        while let Some(bundle) = waiting.forms.front().filter(|bundle| form_weeks <= week - bundle.week) {
            counts.add(Count::QualityDue, bundle.count.into());
            lost += bundle.minutes;
            waiting.forms.pop_front();
        }
        let other = load.other.min(left);
        left -= other;
        let given_back = if overtime == 0.0 { chair.owed.min(left) } else { 0.0 };
        chair.owed -= given_back;
        counts.add(Count::SheetsDue, load.n_sheets.into());
        counts.add(Count::SheetsInTime, load.n_sheets.saturating_sub(load.n_late_sheets).into());
        let hours = &mut self.hours;
        // Audit, clusters, workshops: what a meeting asks for was counted when it fell due.
        hours.needed += load.own_other;
        hours.available += load.time + lent;
        hours.chairing += load.chairing;
        hours.travel += load.travel;
        hours.given += deferred + lost + (load.other - other);
        hours.time_off += overtime - given_back;
    }
}
