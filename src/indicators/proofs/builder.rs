//! Registers of a few families, written as stories.

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::{Holidays, Span, WorkingCalendar, parse_date, parse_moment};
use crate::indicators::Policy;
use crate::register::{
    Authority, Booking, BookingStatus, CareSpell, Child, ChildDetails, ChildIdx, Decision, District,
    FollowUp, Fte, Household, HouseholdIdx, KindIdx, Lunch, Meeting, MeetingResult, MeetingStatus, NotHeld,
    Outcome, Place, PlanSpell, PlanVerdict, Preset, Reference, Register, Role, Staff, StaffIdx, TravelPolicy,
    Weights, preset_kinds,
};

/// Returns a date.
pub(crate) fn day(text: &str) -> NaiveDate {
    parse_date(text).expect("a date")
}

/// Returns a moment.
pub(crate) fn moment(text: &str) -> NaiveDateTime {
    parse_moment(text).expect("a moment")
}

fn reference(text: &str) -> Reference {
    Reference::new(text).expect("a reference")
}

/// A register on 2 April 2012, and the policy that it is looked at with.
pub(crate) struct Case {
    pub(crate) register: Register,
    pub(crate) policy: Policy,
}

impl Case {
    /// Begins with one place and one district.
    pub(crate) fn new() -> Case {
        let authority = Authority {
            name: "Somewhere".to_owned(),
            today: day("2012-04-02"),
            timescales: Preset::England2010,
            grid_minutes: 15,
            office_hours: Span::new(540, 1020),
            holidays: Holidays::EnglandAndWales,
            extra_holidays: Vec::new(),
            late_limit_days: 20,
            travel: TravelPolicy::default(),
            lunch: Lunch::default(),
            follow_up: FollowUp::default(),
            kinds: preset_kinds(Preset::England2010),
            weights: Weights::default(),
        };
        let district = District { reference: reference("D1"), name: String::new(), cluster: String::new() };
        let place = Place {
            reference: reference("P1"),
            name: String::new(),
            district: Some(0.into()),
            latitude: 53.0,
            longitude: -2.0,
        };
        let register = Register {
            authority,
            calendar: WorkingCalendar::new(Holidays::EnglandAndWales, &[]),
            places: vec![place],
            roads: None,
            districts: vec![district],
            venues: Vec::new(),
            rooms: Vec::new(),
            closures: Vec::new(),
            staff: Default::default(),
            households: Default::default(),
            children: Default::default(),
            social_workers: Vec::new(),
            meetings: Vec::new(),
            unavailable: Vec::new(),
            bookings: Vec::new(),
            record: Default::default(),
        };
        Case { register, policy: Policy::default() }
    }

    /// Adds a family of so many children.
    pub(crate) fn family(&mut self, children: u32) -> HouseholdIdx {
        let household = HouseholdIdx::from(self.register.households.len());
        self.register.households.push(Household {
            reference: reference(&format!("H{}", household.at() + 1)),
            district: Some(0.into()),
            home: Some(0.into()),
            children,
            iro: None,
            iro_since: None,
            social_worker: None,
            venues_excluded: Vec::new(),
            conflicts: Vec::new(),
        });
        for _ in 0..children {
            let number = reference(&format!("C{}", self.register.children.len() + 1));
            self.register.children.push(Child {
                reference: number,
                household,
                plan: None,
                plan_start: None,
                category: String::new(),
                previous_plans: None,
                looked_after_since: None,
            });
        }
        household
    }

    /// Adds a family of one child and returns the child.
    pub(crate) fn child(&mut self) -> ChildIdx {
        self.family(1);
        ChildIdx::from(self.register.children.len() - 1)
    }

    fn outcome_row(&mut self, kind: &str, household: HouseholdIdx, from: &str, on: &str) -> usize {
        let kind = self.register.authority.kinds.iter().position(|row| row.name.as_str() == kind);
        let meeting = self.register.meetings.len();
        let row = Meeting::to_book(
            reference(&format!("M{}", meeting + 1)),
            KindIdx::from(kind.expect("a kind")),
            Some(household),
            day(from),
        );
        self.register.meetings.push(Meeting { status: MeetingStatus::Held, ..row });
        self.register.record.outcomes.push(Outcome::new(meeting.into(), MeetingResult::Held, day(on)));
        self.register.record.outcomes.len() - 1
    }

    /// Holds a meeting that counts from `from`, with the same decision for all children; returns the outcome's position.
    pub(crate) fn held(
        &mut self,
        kind: &str,
        household: HouseholdIdx,
        from: &str,
        on: &str,
        verdict: PlanVerdict,
    ) -> usize {
        let at = self.outcome_row(kind, household, from, on);
        let meeting = self.register.record.outcomes[at].meeting;
        for (child, row) in self.register.children.iter().enumerate() {
            if row.household == household {
                self.register.record.decisions.push(Decision {
                    meeting,
                    child: child.into(),
                    verdict,
                    category: String::new(),
                    participation: None,
                });
            }
        }
        at
    }

    /// Adjourns a meeting.
    pub(crate) fn adjourned(
        &mut self,
        kind: &str,
        household: HouseholdIdx,
        from: &str,
        on: &str,
        reason: NotHeld,
    ) {
        let at = self.outcome_row(kind, household, from, on);
        let outcome = &mut self.register.record.outcomes[at];
        outcome.result = MeetingResult::Adjourned;
        outcome.reason = Some(reason);
    }

    /// Returns an outcome, to say more of it.
    pub(crate) fn outcome(&mut self, at: usize) -> &mut Outcome {
        &mut self.register.record.outcomes[at]
    }

    /// Books the meeting of an outcome.
    pub(crate) fn book(&mut self, at: usize, starts: &str) {
        self.register.bookings.push(Booking {
            meeting: self.register.record.outcomes[at].meeting,
            starts: moment(starts),
            iro: None,
            room: None,
            minute_taker: None,
            status: BookingStatus::Held,
            extra: Vec::new(),
        });
    }

    /// Records a plan that no decision tells of.
    pub(crate) fn plan(&mut self, child: ChildIdx, starts: &str, ends: Option<&str>) {
        self.register.record.plans.push(PlanSpell {
            child,
            starts: day(starts),
            ends: ends.map(day),
            category: "neglect".to_owned(),
            previous: None,
            previous_end: None,
        });
    }

    /// Records a time in care.
    pub(crate) fn care(&mut self, child: ChildIdx, starts: &str, ends: Option<&str>) {
        self.register.record.care.push(CareSpell {
            child,
            starts: day(starts),
            ends: ends.map(day),
            legal_status: String::new(),
            placement: String::new(),
        });
    }

    /// Says that a child was born on 1 April of a year.
    pub(crate) fn born(&mut self, child: usize, year: i32) {
        let born = NaiveDate::from_ymd_opt(year, 4, 1);
        self.register.record.details.push(ChildDetails {
            child: child.into(),
            born,
            expected: None,
            ethnicity: String::new(),
        });
    }

    /// Adds a chair; one whose reference begins with S is a Senior IRO.
    pub(crate) fn chair(&mut self, name: &str, fte: &str, until: Option<&str>) -> StaffIdx {
        self.register.staff.push(Staff {
            reference: reference(name),
            name: String::new(),
            role: if name.starts_with('S') { Role::SeniorIro } else { Role::Iro },
            base: 0.into(),
            fte: Fte::parse(fte).expect("a decimal"),
            contract: None,
            from: None,
            until: until.map(day),
            chairs: Vec::new(),
            districts: Vec::new(),
            per_day: 3,
            features: Vec::new(),
            hours: Default::default(),
            absences: Vec::new(),
        });
        StaffIdx::from(self.register.staff.len() - 1)
    }
}
