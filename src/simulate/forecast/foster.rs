//! Foster carers, each reviewed once a year (Fostering Services (England) Regulations 2011, regulation 28).

use super::service::{Event, Service, YEAR_DAYS};
use super::week::Meeting;
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::streams::Stream;
use crate::staffing::{Key, MeetingKind};

/// A review is asked for so many days before a year is over.
const DAYS_AHEAD: i32 = 14;

impl Service<'_> {
    /// Puts the first day's carers in place, their reviews spread over the year.
    pub(super) fn open_carers(&mut self, looked_after: f64) {
        // Where no post is for them, somebody outside the service reviews them.
        let has_team = self.recruitment.posts.iter().any(|post| post.team == Team::Fostering);
        let carers = if has_team { looked_after * self.values.get(Key::CarersPerChild) } else { 0.0 };
        let n = carers as u32;
        for carer in 0..n {
            let day = self.streams.of(Stream::FosterCarer, carer.into()).below(YEAR_DAYS as u32) as i32;
            self.carers.push(day + DAYS_AHEAD);
            let day = self.horizon.on_or_after(day);
            self.agenda.schedule(day.unsigned_abs(), Event::Foster { carer });
        }
    }

    pub(super) fn foster_due(&mut self, carer: u32) {
        let chair = self.least_strategies(Team::Fostering);
        self.due.push(Meeting {
            kind: MeetingKind::Foster,
            entity: carer,
            chair,
            day: self.horizon.on_or_after(self.day),
            statutory: self.carers[carer as usize],
            children: 1,
            version: 0,
            is_further: false,
            was_put_off: false,
            slid_in_time: false,
        });
    }

    pub(super) fn foster_held(&mut self, meeting: &Meeting) {
        self.counts.add(Count::FosterMeetings, 1);
        self.counts.add(Count::FosterInTime, i64::from(meeting.is_in_time()));
        let statutory = meeting.day + YEAR_DAYS as i32;
        self.carers[meeting.entity as usize] = statutory;
        let day = self.horizon.on_or_before(statutory - DAYS_AHEAD);
        self.schedule(day, Event::Foster { carer: meeting.entity });
    }
}
