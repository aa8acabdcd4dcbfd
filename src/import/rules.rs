//! The register's own rules, as an import asks them: which kinds there are, and which dates they give.

use chrono::{Datelike, NaiveDate};

use crate::calendar::BANK_HOLIDAY_YEARS;
use crate::register::{
    Deadlines, HouseholdIdx, KindIdx, Meeting, MeetingStatus, Reference, Register, Series,
};

/// Which of the meetings of a family one takes the place of: one of each is live at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slot {
    /// The conference that decides whether there is a plan.
    Initial,
    /// The review of a plan.
    Review,
    /// The review of children who are looked after.
    Care,
}

/// The rules of a register on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) register: &'a Register,
    /// What is after this day was not held yet.
    pub(super) today: NaiveDate,
}

impl Rules<'_> {
    /// Returns a kind by its name; every register has those of its preset.
    pub(super) fn kind(&self, name: &str) -> Option<KindIdx> {
        let kinds = &self.register.authority.kinds;
        kinds.iter().position(|kind| kind.name.as_str() == name).map(KindIdx::from)
    }

    /// Returns a kind's name.
    pub(super) fn name(&self, kind: KindIdx) -> &str {
        self.register.authority.kinds[kind.at()].name.as_str()
    }

    /// Returns the slot of a kind; `None` for kinds that no import makes.
    pub(super) fn slot(&self, kind: KindIdx) -> Option<Slot> {
        match self.register.authority.kinds[kind.at()].series()? {
            Series::Initial => Some(Slot::Initial),
            Series::FirstReview | Series::Review | Series::Reconvened => Some(Slot::Review),
            Series::CareFirst | Series::CareSecond | Series::CareLater => Some(Slot::Care),
        }
    }

    /// Returns the dates of a meeting of `kind` that counts from `from`; `None` where the years are ones whose bank
    /// holidays are not known.
    pub(super) fn deadlines(&self, kind: KindIdx, from: NaiveDate) -> Option<Deadlines> {
        let meeting = blank(Reference::new("-")?, kind, None, from);
        let deadlines = self.register.deadlines(&meeting).ok()?;
        let last =
            self.register.calendar.after(deadlines.limit_from(), self.register.authority.late_limit_days);
        let are_known = [from, last].iter().all(|date| BANK_HOLIDAY_YEARS.contains(&date.year()));
        are_known.then_some(deadlines)
    }
}

/// Returns a meeting to book that has nothing but its kind, its household and the day that it counts from.
pub(super) fn blank(
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
