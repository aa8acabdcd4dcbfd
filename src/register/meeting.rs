//! Meetings.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    DistrictIdx, HouseholdIdx, Kind, KindIdx, MeetingIdx, PlaceIdx, Reference, Register, SocialWorkerIdx,
    StaffIdx,
};
use crate::calendar::Span;

/// Minutes for which a minute taker is taken before and after the meeting proper.
pub const TAKER_MARGIN: i32 = 15;

/// A meeting to book, booked or past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its reference.
    pub reference: Reference,
    /// Its kind.
    pub kind: KindIdx,
    /// Its household; `None` for a meeting about an adult or a foster carer.
    pub household: Option<HouseholdIdx>,
    /// The day that its timescale counts from.
    pub from_date: Option<NaiveDate>,
    /// Takes the place of the derived statutory date.
    pub due: Option<NaiveDate>,
    /// Takes the place of the derived target.
    pub target: Option<NaiveDate>,
    /// Takes the place of the derived opening date.
    pub earliest: Option<NaiveDate>,
    /// People expected; `None` = no test of capacity.
    pub attendees: Option<u32>,
    /// Features that the room or its venue must have.
    pub needs: Vec<String>,
    /// Features that the chair must have.
    pub iro_needs: Vec<String>,
    /// Takes the place of the kind's length, in minutes.
    pub minutes: Option<i32>,
    /// The half of the day that the family prefers.
    pub prefers: Option<HalfDay>,
    /// Where it stands.
    pub status: MeetingStatus,
    /// Where it concerns somebody, where there is no household.
    pub home: Option<PlaceIdx>,
    /// That place's district, where there is no household.
    pub district: Option<DistrictIdx>,
    /// Children concerned, where there is no household.
    pub children: u32,
}

/// Half of a day; the morning ends at 12:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum HalfDay {
    Am,
    Pm,
}

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingStatus {
    /// It needs a booking.
    ToBook,
    /// It has one.
    Booked,
    /// It took place.
    Held,
    /// It was adjourned; its reconvened conference is a meeting of its own.
    Adjourned,
    /// It will not take place.
    Cancelled,
}

impl Meeting {
    /// Returns a meeting to book that has nothing but its kind, its household and the day that its timescale counts from.
    pub fn to_book(
        reference: Reference,
        kind: KindIdx,
        household: Option<HouseholdIdx>,
        from: NaiveDate,
    ) -> Meeting {
        Meeting {
            reference,
            kind,
            household,
            from_date: Some(from),
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
}

impl MeetingStatus {
    /// Whether a meeting of this status can stand in a calendar: held, adjourned and cancelled ones are not
    /// booked.
    pub fn is_live(self) -> bool {
        matches!(self, MeetingStatus::ToBook | MeetingStatus::Booked)
    }

    /// Returns the word for it in sentences.
    pub fn word(self) -> &'static str {
        match self {
            MeetingStatus::ToBook => "to book",
            MeetingStatus::Booked => "booked",
            MeetingStatus::Held => "held",
            MeetingStatus::Adjourned => "adjourned",
            MeetingStatus::Cancelled => "cancelled",
        }
    }
}

impl Register {
    /// Returns a meeting.
    pub fn meeting(&self, meeting: MeetingIdx) -> &Meeting {
        &self.meetings[meeting.at()]
    }

    /// Returns the kind of a meeting.
    pub fn kind(&self, meeting: &Meeting) -> &Kind {
        &self.authority.kinds[meeting.kind.at()]
    }

    /// Returns how many children a meeting is about, which may be none.
    pub fn children(&self, meeting: &Meeting) -> u32 {
        meeting.household.map_or(meeting.children, |household| self.households[household.at()].children)
    }

    /// Returns the children that a meeting counts for: a meeting about no child counts as one at every level.
    pub fn child_weight(&self, meeting: &Meeting) -> i64 {
        i64::from(self.children(meeting).max(1))
    }

    /// Returns the place of the household's home, or that given on the meeting.
    pub fn home(&self, meeting: &Meeting) -> Option<PlaceIdx> {
        meeting.household.map_or(meeting.home, |household| self.households[household.at()].home)
    }

    /// Returns the household's district, or that given on the meeting.
    pub fn district(&self, meeting: &Meeting) -> Option<DistrictIdx> {
        meeting.household.map_or(meeting.district, |household| self.households[household.at()].district)
    }

    /// Returns the social worker who must be at a meeting.
    pub fn social_worker(&self, meeting: &Meeting) -> Option<SocialWorkerIdx> {
        meeting.household.and_then(|household| self.households[household.at()].social_worker)
    }

    /// Returns the household's chair, where it has one who is in post on `date`.
    pub fn chair_on(&self, household: HouseholdIdx, date: NaiveDate) -> Option<StaffIdx> {
        self.households[household.at()].iro.filter(|iro| self.staff[iro.at()].in_post(date))
    }

    /// Returns the length of a meeting proper, in minutes.
    pub fn minutes(&self, meeting: &Meeting) -> i32 {
        meeting.minutes.unwrap_or(self.kind(meeting).minutes)
    }

    /// Returns what a meeting that starts at `start` (minutes since midnight) occupies of its chair and its room.
    pub fn chair_occupation(&self, meeting: &Meeting, start: i32) -> Span {
        let kind = self.kind(meeting);
        Span::new(start - kind.before, start + self.minutes(meeting) + kind.after)
    }

    /// Returns what it occupies of its minute taker.
    pub fn taker_occupation(&self, meeting: &Meeting, start: i32) -> Span {
        Span::new(start - TAKER_MARGIN, start + self.minutes(meeting) + TAKER_MARGIN)
    }

    /// Returns the meeting proper: what it occupies of family, social worker and attendees.
    pub fn attendance(&self, meeting: &Meeting, start: i32) -> Span {
        Span::new(start, start + self.minutes(meeting))
    }
}
