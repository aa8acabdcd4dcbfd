//! Strategy meetings: series about one matter, led by one chair.

use super::service::{Event, NOBODY, Series, Service};
use super::week::Meeting;
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::streams::Stream;
use crate::staffing::{Key, MeetingKind};

impl Service<'_> {
    /// A matter arrives: its first meeting falls on a working day of the month.
    pub(super) fn series_arrives(&mut self, key: u64, first: i32, n_days: u32) {
        let mut draws = self.streams.of(Stream::Strategy, key);
        let day = self.horizon.on_or_after(first + draws.below(n_days) as i32);
        // One to twice the mean less one, evenly, so that the mean is kept.
        let mean = self.values.get(Key::StrategySeries);
        let longest = (2.0 * mean - 1.0).max(1.0);
        let left = (1.0 + draws.unit() * longest) as u8;
        let series = self.series.len() as u32;
        self.series.push(Series { chair: NOBODY, left: left.max(1) });
        self.schedule_this_month(day, Event::Strategy { series });
    }

    pub(super) fn strategy_due(&mut self, series: u32) {
        let at = series as usize;
        if !self.is_in_post(self.series[at].chair) {
            self.series[at].chair = self.least_strategies(Team::Protection);
        }
        let chair = self.series[at].chair;
        let day = self.horizon.on_or_after(self.day);
        let slack = self.values.get(Key::PolicySlackDays) as i32 / 2;
        self.due.push(Meeting {
            kind: MeetingKind::Strategy,
            entity: series,
            chair,
            day,
            statutory: day + slack,
            children: 1,
            version: 0,
            is_further: false,
            was_put_off: false,
            slid_in_time: false,
        });
    }

    pub(super) fn strategy_held(&mut self, meeting: &Meeting) {
        self.counts.add(Count::StrategyMeetings, 1);
        let at = meeting.entity as usize;
        self.series[at].left -= 1;
        if 0 < self.series[at].left {
            let days = 7.0 * self.values.get(Key::StrategyWeeks);
            let wanted = self.horizon.on_or_before(meeting.day + days as i32);
            let day = self.book(meeting.chair, wanted, meeting.day + 7, wanted + 7);
            self.schedule(day, Event::Strategy { series: meeting.entity });
        }
    }
}
