//! What one meeting asks of its chair, in minutes.

use crate::staffing::baseline::Team;
use crate::staffing::{Key, MeetingKind, N_KINDS, Part, Values};

/// Children for whom a meeting is no longer than for one (domain notes 2.2).
const CHILDREN_WITHIN: u8 = 2;

/// What a meeting asks of a chair, in minutes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Work {
    /// Meeting parents or child, the meeting, and journeys.
    pub(super) chairing: f64,
    /// Journeys, which are in `chairing` too.
    pub(super) travel: f64,
    pub(super) preparation: f64,
    /// Decision sheet.
    pub(super) sheet: f64,
    /// Minutes to check and sign off.
    pub(super) record: f64,
    /// Record of a looked-after or foster review, which its chair writes.
    pub(super) report: f64,
    /// Quality form.
    pub(super) form: f64,
    /// Other papers.
    pub(super) other: f64,
    /// Longer for each child beyond two.
    pub(super) further: f64,
}

impl Work {
    fn new(values: &Values, kind: MeetingKind, slower: f64) -> Work {
        let level = values.get(Key::TimeLevel);
        let of = |part: Part| values.get(kind.minutes(part)) * level;
        let travel = of(Part::Travel) * values.get(Key::TravelLevel);
        let is_conference = matches!(kind, MeetingKind::Initial | MeetingKind::Review);
        let is_reported = matches!(kind, MeetingKind::Care | MeetingKind::Foster);
        // Only a conference has a decision sheet that must be out in a day.
        let sheet = of(Part::Sheet) * slower;
        let record = of(Part::Record) * slower + if is_conference { 0.0 } else { sheet };
        let form = of(Part::Quality) * slower;
        Work {
            chairing: (of(Part::Before) + of(Part::Meeting)) * slower + travel,
            travel,
            preparation: of(Part::Preparation) * slower,
            sheet: if is_conference { sheet } else { 0.0 },
            record: if is_reported { 0.0 } else { record },
            report: if is_reported { record } else { 0.0 },
            form: if is_conference { form } else { 0.0 },
            other: if is_conference { 0.0 } else { form },
            further: of(Part::FurtherChild) * slower,
        }
    }

    /// What cannot wait.
    pub(super) fn must(&self) -> f64 {
        self.chairing + self.preparation + self.sheet
    }

    /// All that it brings.
    pub(super) fn total(&self) -> f64 {
        self.must() + self.record + self.report + self.form + self.other
    }

    /// Adds minutes of journeys.
    pub(super) fn travel_further(&mut self, minutes: f64) {
        self.chairing += minutes;
        self.travel += minutes;
    }

    fn with_children(self, children: u8) -> Work {
        let further = self.further * f64::from(children_beyond(children));
        Work { chairing: self.chairing + further, ..self }
    }
}

/// Returns the children who make a meeting longer.
pub(super) fn children_beyond(children: u8) -> u8 {
    children.saturating_sub(CHILDREN_WITHIN)
}

/// The work of each kind of meeting in one month.
#[derive(Debug, Clone, Default)]
pub(in crate::simulate::forecast) struct Works {
    /// Indexed by kind: of a chair who knows it.
    known: [Work; N_KINDS],
    /// Of a chair to whom it is new since the teams merged; indexed by kind.
    new: [Work; N_KINDS],
    /// Until when kinds of the other team are new: a day.
    pub(in crate::simulate::forecast) new_until: f64,
}

impl Works {
    /// Returns the work of a month with these values; kinds of the other team are new to a chair until `new_until`.
    pub(in crate::simulate::forecast) fn new(values: &Values, new_until: f64) -> Works {
        let of = |slower| MeetingKind::ALL.map(|kind| Work::new(values, kind, slower));
        Works { known: of(1.0), new: of(1.0 / values.get(Key::NewDuty)), new_until }
    }

    /// Returns what a meeting asks of a chair of a team on `day`: more where the kind is new to it.
    pub(super) fn of(&self, kind: MeetingKind, children: u8, team: Team, day: i32) -> Work {
        self.base(kind, team, day).with_children(children)
    }

    /// Returns what a meeting for one child asks of a chair of a team on `day`.
    pub(super) fn base(&self, kind: MeetingKind, team: Team, day: i32) -> &Work {
        let works = if self.is_new(kind, team, day) { &self.new } else { &self.known };
        &works[kind as usize]
    }

    /// Whether meetings of a kind have a quality form.
    pub(super) fn has_form(&self, kind: MeetingKind) -> bool {
        0.0 < self.known[kind as usize].form
    }

    /// Whether a kind is new to a chair of a team on `day`.
    pub(super) fn is_new(&self, kind: MeetingKind, team: Team, day: i32) -> bool {
        f64::from(day) < self.new_until && team != team_of(kind)
    }

    /// Returns what cannot wait of a meeting, for a chair who knows its kind and for one to whom it is new.
    pub(super) fn musts(&self, kind: MeetingKind, children: u8) -> [f64; 2] {
        [&self.known, &self.new].map(|works| works[kind as usize].with_children(children).must())
    }
}

/// Returns the team whose meeting it is.
pub(super) fn team_of(kind: MeetingKind) -> Team {
    match kind {
        MeetingKind::Initial | MeetingKind::Review | MeetingKind::Strategy => Team::Protection,
        MeetingKind::Care => Team::LookedAfter,
        MeetingKind::Foster => Team::Fostering,
    }
}
