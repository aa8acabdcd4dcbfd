//! Families, their children, and when they cannot come.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    DistrictIdx, HouseholdIdx, MeetingIdx, PlaceIdx, Reference, SocialWorkerIdx, StaffIdx, Stretch, VenueIdx,
};

/// A household: a conference considers all its children together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Its reference.
    pub reference: Reference,
    /// The district whose social workers hold the case.
    pub district: Option<DistrictIdx>,
    /// The area of its home.
    pub home: Option<PlaceIdx>,
    /// How many children have, or are considered for, a plan.
    pub children: u32,
    /// Its present chair.
    pub iro: Option<StaffIdx>,
    /// Since when.
    pub iro_since: Option<NaiveDate>,
    /// Its social worker.
    pub social_worker: Option<SocialWorkerIdx>,
    /// Venues at which its meetings may not be held.
    pub venues_excluded: Vec<VenueIdx>,
    /// Staff who may not chair it (independence).
    pub conflicts: Vec<StaffIdx>,
}

/// A child, by reference. Used by reports only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// Its reference.
    pub reference: Reference,
    /// Its household.
    pub household: HouseholdIdx,
    /// The plan it has.
    pub plan: Option<PlanStatus>,
    /// When the child protection plan began.
    pub plan_start: Option<NaiveDate>,
    /// Category of abuse, as written.
    pub category: String,
    /// Child protection plans before this one.
    pub previous_plans: Option<u32>,
    /// When it became looked after.
    pub looked_after_since: Option<NaiveDate>,
}

/// The plan that a child has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// A child protection plan.
    Cp,
    /// Looked after.
    Cla,
    /// Both.
    Both,
    /// Neither.
    None,
}

/// A stretch of time in which somebody who should be at a meeting cannot be (H10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    /// Who.
    pub subject: Subject,
    /// When.
    pub when: Stretch,
    /// Why, empty where none is given.
    pub reason: String,
}

/// Who is unavailable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The attendees of one meeting.
    Meeting(MeetingIdx),
    /// A family, at every meeting that it attends.
    Household(HouseholdIdx),
    /// A social worker, at every meeting of their households.
    SocialWorker(SocialWorkerIdx),
}
