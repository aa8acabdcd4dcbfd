//! The register: everything a plan is made from, as the domain knows it.
//!
//! These types are the ones that the planner and the referee share. They hold checked, resolved data (a booking
//! points at its meeting, not at a reference that may not exist) and the facts that follow from one record
//! alone: a person's working spells, a meeting's dates and occupations. They know nothing of files; see
//! [`crate::files`] for reading and writing them.

mod authority;
mod booking;
mod copy_on_change;
mod deadlines;
mod fte;
mod household;
mod index;
mod kind;
mod meeting;
mod place;
mod presets;
mod record;
mod reference;
mod series;
mod staff;
mod stretch;
mod venue;

pub use authority::{Authority, FollowUp, Lunch, Preset, TravelPolicy, Weights};
pub use booking::{Booking, BookingStatus, RoomChoice};
pub use copy_on_change::CopyOnChange;
pub use deadlines::{Deadlines, NoDeadline};
pub use fte::Fte;
pub use household::{Child, Household, PlanStatus, Subject, Unavailable};
pub use index::{
    ChildIdx, DistrictIdx, HouseholdIdx, KindIdx, MeetingIdx, PlaceIdx, RoomIdx, SocialWorkerIdx, StaffIdx,
    VenueIdx,
};
pub use kind::Kind;
pub use meeting::{HalfDay, Meeting, MeetingStatus, TAKER_MARGIN};
pub use place::{District, Place, Road};
pub use presets::{RECONVENED_DAYS, preset_kinds};
pub use record::{
    Agency, CareSpell, ChildDetails, Combined, Decision, Escalation, EscalationStep, MeetingResult, NotHeld,
    Outcome, PlanSpell, PlanVerdict, Record,
};
pub use reference::Reference;
pub use series::Series;
pub use staff::{Absence, Contract, Role, Staff};
pub use stretch::Stretch;
pub use venue::{Closure, Room, Venue, VenueKind, feature};

use crate::calendar::WorkingCalendar;

/// A council's register, whole and consistent: every index in it is valid.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Policy: timescales, hours, weights.
    pub authority: Authority,
    /// Working days, derived from the authority's holidays.
    pub calendar: WorkingCalendar,
    /// Towns, offices and home areas.
    pub places: Vec<Place>,
    /// Driving links; `None` where journeys are estimated from coordinates.
    pub roads: Option<Vec<Road>>,
    /// Children's social care districts.
    pub districts: Vec<District>,
    /// Buildings, and the online venue.
    pub venues: Vec<Venue>,
    /// Rooms, each in a venue.
    pub rooms: Vec<Room>,
    /// When venues or rooms cannot be used.
    pub closures: Vec<Closure>,
    /// Chairs and minute takers, with their hours and absences.
    pub staff: CopyOnChange<Vec<Staff>>,
    /// Families, one row for all children considered together.
    pub households: CopyOnChange<Vec<Household>>,
    /// Children, by reference; only reports look at them.
    pub children: CopyOnChange<Vec<Child>>,
    /// Social workers, known by reference only.
    pub social_workers: Vec<Reference>,
    /// Meetings: to book, booked and past.
    pub meetings: Vec<Meeting>,
    /// When families, social workers or attendees cannot come.
    pub unavailable: Vec<Unavailable>,
    /// Bookings that stand.
    pub bookings: Vec<Booking>,
    /// What became of meetings and children; no plan looks at it.
    pub record: CopyOnChange<Record>,
}
