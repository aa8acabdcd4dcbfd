//! Chairs and minute takers.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{DistrictIdx, Fte, KindIdx, PlaceIdx, Reference, Stretch};
use crate::calendar::Span;

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Independent Reviewing Officer: chairs.
    Iro,
    /// Senior IRO: chairs too.
    SeniorIro,
    /// Takes minutes.
    MinuteTaker,
}

/// How somebody is employed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Contract {
    Permanent,
    Temporary,
    Agency,
    Secondment,
}

/// A chair or minute taker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Their reference.
    pub reference: Reference,
    /// Their name, empty where none is given. Only calendars and reports for staff show it.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// Where each working day starts and ends.
    pub base: PlaceIdx,
    /// Full-time equivalent.
    pub fte: Fte,
    /// How they are employed, where given.
    pub contract: Option<Contract>,
    /// First day in post.
    pub from: Option<NaiveDate>,
    /// Last day in post.
    pub until: Option<NaiveDate>,
    /// Kinds that they may chair; empty = all.
    pub chairs: Vec<KindIdx>,
    /// Districts that they cover; empty = all. Hard for minute takers (H11), a preference for chairs.
    pub districts: Vec<DistrictIdx>,
    /// Most meetings in a day (H08).
    pub per_day: u32,
    /// Such as `language:urdu`.
    pub features: Vec<String>,
    /// Hours by weekday, Monday first; in order and not touching.
    pub hours: [Vec<Span>; 7],
    /// When they are away.
    pub absences: Vec<Absence>,
}

/// A stretch of time in which somebody is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// When.
    pub when: Stretch,
    /// Why, empty where none is given.
    pub reason: String,
}

impl Role {
    /// Whether somebody of this role chairs meetings.
    pub fn chairs(self) -> bool {
        matches!(self, Role::Iro | Role::SeniorIro)
    }
}

impl Staff {
    /// Whether they are in post on `date`.
    pub fn in_post(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }

    /// Whether they may chair meetings of `kind`.
    pub fn may_chair(&self, kind: KindIdx) -> bool {
        self.role.chairs() && (self.chairs.is_empty() || self.chairs.contains(&kind))
    }

    /// Whether they cover `district`; one that is not known is covered by everybody.
    pub fn covers(&self, district: Option<DistrictIdx>) -> bool {
        district.is_none_or(|district| self.districts.is_empty() || self.districts.contains(&district))
    }

    /// Returns their working spells on `date`, in order: the longest stretches of their hours with no absence in
    /// them. Somebody out of post has none. Holidays are not considered: H02 keeps meetings off them.
    pub fn spells_on(&self, date: NaiveDate) -> Vec<Span> {
        if !self.in_post(date) {
            return Vec::new();
        }
        let mut spells = self.hours[date.weekday().num_days_from_monday() as usize].clone();
        for away in self.absences.iter().filter_map(|absence| absence.when.on(date)) {
            spells = spells.into_iter().flat_map(|spell| spell.without(away)).collect();
        }
        spells
    }

    /// Joins hours that touch or overlap into spells, in order.
    pub fn join_hours(mut hours: Vec<Span>) -> Vec<Span> {
        hours.sort();
        let mut joined: Vec<Span> = Vec::with_capacity(hours.len());
        for span in hours {
            match joined.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                _ => joined.push(span),
            }
        }
        joined
    }
}
