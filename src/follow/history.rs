//! What was held, adjourned and decided, by household and child: the record with its corrections made, ready to be asked.

use std::collections::{BTreeSet, HashMap};

use crate::calendar::NaiveDate;
use crate::register::{
    Booking, ChildDetails, ChildIdx, Decision, HouseholdIdx, KindIdx, MeetingIdx, MeetingResult,
    MeetingStatus, Outcome, PlanVerdict, Record, Register, Series,
};

/// A register and what became of its meetings until its today, by [`Outcome::has_happened`].
#[derive(Debug)]
pub struct History<'a> {
    /// The register.
    pub register: &'a Register,
    /// The rows of its record that count.
    pub record: Record,
    outcomes: HashMap<MeetingIdx, usize>,
    decisions: HashMap<MeetingIdx, Vec<usize>>,
    details: HashMap<ChildIdx, usize>,
    bookings: HashMap<MeetingIdx, usize>,
    meetings: Vec<Vec<MeetingIdx>>,
    children: Vec<Vec<ChildIdx>>,
    combined: BTreeSet<(MeetingIdx, KindIdx)>,
    /// Days on which rows, corrected since or not, have a meeting as held.
    said: HashMap<MeetingIdx, Vec<NaiveDate>>,
    /// The meetings at which rows, corrected since or not, have a plan of a child start.
    starts: HashMap<ChildIdx, Vec<MeetingIdx>>,
}

impl<'a> History<'a> {
    /// Returns the history of a register.
    pub fn new(register: &'a Register) -> History<'a> {
        let record = register.record.corrected();
        let today = register.authority.today;
        let past = record.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.has_happened(today));
        let outcomes = past.map(|(at, outcome)| (outcome.meeting, at)).collect();
        let mut decisions: HashMap<MeetingIdx, Vec<usize>> = HashMap::new();
        for (at, decision) in record.decisions.iter().enumerate() {
            decisions.entry(decision.meeting).or_default().push(at);
        }
        let details = record.details.iter().enumerate().map(|(at, details)| (details.child, at)).collect();
        let bookings =
            register.bookings.iter().enumerate().map(|(at, booking)| (booking.meeting, at)).collect();
        let mut meetings = vec![Vec::new(); register.households.len()];
        for (at, meeting) in register.meetings.iter().enumerate() {
            if let Some(household) = meeting.household {
                meetings[household.at()].push(at.into());
            }
        }
        let mut children = vec![Vec::new(); register.households.len()];
        for (at, child) in register.children.iter().enumerate() {
            children[child.household.at()].push(at.into());
        }
        let combined = record.combined.iter().map(|row| (row.meeting, row.kind)).collect();
        let mut said: HashMap<MeetingIdx, Vec<NaiveDate>> = HashMap::new();
        for outcome in register.record.outcomes.iter().filter(|row| row.result == MeetingResult::Held) {
            said.entry(outcome.meeting).or_default().push(outcome.on);
        }
        let mut starts: HashMap<ChildIdx, Vec<MeetingIdx>> = HashMap::new();
        let rows = register.record.decisions.iter();
        for decision in rows.filter(|decision| decision.verdict == PlanVerdict::PlanStarts) {
            starts.entry(decision.child).or_default().push(decision.meeting);
        }
        History {
            register,
            record,
            outcomes,
            decisions,
            details,
            bookings,
            meetings,
            children,
            combined,
            said,
            starts,
        }
    }

    /// Returns today.
    pub fn today(&self) -> NaiveDate {
        self.register.authority.today
    }

    /// Returns the households.
    pub fn households(&self) -> impl Iterator<Item = HouseholdIdx> + use<> {
        (0..self.meetings.len()).map(HouseholdIdx::from)
    }

    /// Returns what became of a meeting, where that is recorded.
    pub fn outcome(&self, meeting: MeetingIdx) -> Option<&Outcome> {
        self.outcomes.get(&meeting).map(|&at| &self.record.outcomes[at])
    }

    /// Returns the day on which a meeting was held: that of its outcome. Of one that stands as held without a row of its own, that of its
    /// booking.
    pub fn held_on(&self, meeting: MeetingIdx) -> Option<NaiveDate> {
        match self.outcome(meeting) {
            Some(outcome) => (outcome.result == MeetingResult::Held).then_some(outcome.on),
            None => self
                .booking(meeting)
                .filter(|_| self.register.meeting(meeting).status == MeetingStatus::Held)
                .map(Booking::date)
                .filter(|&day| day <= self.today()),
        }
    }

    /// Returns the day on which a meeting was adjourned, or for which one that was put off stood, where that is recorded.
    pub fn adjourned_on(&self, meeting: MeetingIdx) -> Option<NaiveDate> {
        let outcome = self.outcome(meeting)?;
        (outcome.result == MeetingResult::Adjourned).then_some(outcome.on)
    }

    /// Whether rows, corrected since or not, have a meeting as adjourned, then as something else, and as adjourned again at last.
    pub fn was_adjourned_anew(&self, meeting: MeetingIdx) -> bool {
        let rows = self.register.record.outcomes.iter().filter(|row| row.meeting == meeting);
        let mut results: Vec<bool> = rows.map(|row| row.result == MeetingResult::Adjourned).collect();
        results.dedup();
        results.ends_with(&[true, false, true])
    }

    /// Returns the decisions of a meeting, in the order in which they were recorded.
    pub fn decisions(&self, meeting: MeetingIdx) -> impl Iterator<Item = &Decision> {
        self.decisions.get(&meeting).into_iter().flatten().map(|&at| &self.record.decisions[at])
    }

    /// Whether a meeting considered a child: one with decisions those whom they are about, one without any all of its household.
    pub fn considered(&self, meeting: MeetingIdx, child: ChildIdx) -> bool {
        let mut decisions = self.decisions(meeting).peekable();
        decisions.peek().is_none() || decisions.any(|decision| decision.child == child)
    }

    /// Returns what else is known of a child.
    pub fn details(&self, child: ChildIdx) -> Option<&ChildDetails> {
        self.details.get(&child).map(|&at| &self.record.details[at])
    }

    /// Returns the booking of a meeting.
    pub fn booking(&self, meeting: MeetingIdx) -> Option<&'a Booking> {
        self.bookings.get(&meeting).map(|&at| &self.register.bookings[at])
    }

    /// Returns the meetings of a household, in the order of the register.
    pub fn meetings(&self, household: HouseholdIdx) -> &[MeetingIdx] {
        &self.meetings[household.at()]
    }

    /// Returns the children of a household, in the order of the register.
    pub fn children(&self, household: HouseholdIdx) -> &[ChildIdx] {
        &self.children[household.at()]
    }

    /// Whether the register lists all children whom a household counts, so that what is decided for those is decided for all.
    pub fn lists_all_children(&self, household: HouseholdIdx) -> bool {
        let listed = self.children(household).len();
        0 < listed && self.register.households[household.at()].children as usize <= listed
    }

    /// Returns the series of a meeting's kind.
    pub fn series(&self, meeting: MeetingIdx) -> Option<Series> {
        self.register.kind(self.register.meeting(meeting)).series()
    }

    /// Whether a meeting is to book or booked.
    pub fn is_live(&self, meeting: MeetingIdx) -> bool {
        self.register.meeting(meeting).status.is_live()
    }

    /// Returns the review of looked-after children that a meeting is, or is as well.
    pub fn care_series(&self, meeting: MeetingIdx) -> Option<Series> {
        let own = self.series(meeting).filter(|series| series.is_care_review());
        own.or_else(|| {
            let from = (meeting, KindIdx(0));
            let rows = self.combined.range(from..).take_while(|row| row.0 == meeting);
            rows.filter_map(|row| self.register.authority.kinds[row.1.at()].series())
                .find(|series| series.is_care_review())
        })
    }

    /// Returns the kind that a meeting is as well, where it is a review of looked-after children.
    pub fn combined_kinds(&self, meeting: MeetingIdx) -> impl Iterator<Item = KindIdx> + '_ {
        let from = (meeting, KindIdx(0));
        self.combined.range(from..).take_while(move |row| row.0 == meeting).map(|row| row.1)
    }

    /// Returns the conferences of a household that were held, by day.
    pub fn conferences_held(&self, household: HouseholdIdx) -> Vec<(NaiveDate, MeetingIdx)> {
        self.held(household, |history, meeting| history.series(meeting).is_some_and(Series::is_conference))
    }

    /// Returns the reviews of looked-after children of a household that were held, by day; combined ones too.
    pub fn care_reviews_held(&self, household: HouseholdIdx) -> Vec<(NaiveDate, MeetingIdx)> {
        self.held(household, |history, meeting| history.care_series(meeting).is_some())
    }

    fn held(
        &self,
        household: HouseholdIdx,
        is_meant: impl Fn(&Self, MeetingIdx) -> bool,
    ) -> Vec<(NaiveDate, MeetingIdx)> {
        let meant = self.meetings(household).iter().copied().filter(|&meeting| is_meant(self, meeting));
        let mut held: Vec<_> = meant.filter_map(|meeting| Some((self.held_on(meeting)?, meeting))).collect();
        held.sort_unstable();
        held
    }

    /// Whether a row, corrected since or not, has a plan of a child start at a meeting held on `day`.
    pub fn is_decided_start(&self, child: ChildIdx, day: NaiveDate) -> bool {
        self.starts.get(&child).into_iter().flatten().any(|meeting| {
            self.held_on(*meeting) == Some(day)
                || self.said.get(meeting).is_some_and(|days| days.contains(&day))
        })
    }

    /// Whether a row that was corrected since said that a meeting of the household was held on `day`, or that a plan started at one: what
    /// counts from such a day counts from a mistake.
    pub fn was_mistaken(&self, household: HouseholdIdx, day: NaiveDate) -> bool {
        let meetings = self.meetings(household);
        let was_said =
            |&&meeting: &&MeetingIdx| self.said.get(&meeting).is_some_and(|days| days.contains(&day));
        let is_held = meetings.iter().any(|&meeting| self.held_on(meeting) == Some(day));
        if !is_held && meetings.iter().any(|meeting| was_said(&meeting)) {
            return true;
        }
        let counts = |child: ChildIdx, meeting: MeetingIdx| {
            let mut decisions = self.decisions(meeting).filter(|decision| decision.child == child);
            decisions.any(|decision| decision.verdict == PlanVerdict::PlanStarts)
        };
        let of_day = meetings.iter().filter(|&&meeting| self.held_on(meeting) == Some(day));
        of_day.into_iter().any(|&meeting| {
            let rows = self.register.record.decisions.iter().filter(|decision| decision.meeting == meeting);
            let mut starts = rows.filter(|decision| decision.verdict == PlanVerdict::PlanStarts);
            starts.any(|decision| !counts(decision.child, meeting))
        })
    }
}
