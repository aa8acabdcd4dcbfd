//! households.csv

use super::super::cells::{date, whole};
use super::super::findings::{Findings, refusal};
use super::super::ids::Ids;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::sheet::{Sheet, joined, or_empty};
use crate::register::{
    DistrictIdx, Household, HouseholdIdx, PlaceIdx, Register, SocialWorkerIdx, Staff, StaffIdx, VenueIdx,
};

/// Most children of one household or meeting.
pub(super) const MOST_CHILDREN: u32 = 50;

/// What households point at.
pub(in crate::files) struct Around<'a> {
    /// The districts.
    pub(in crate::files) districts: &'a mut Ids<DistrictIdx>,
    /// The places.
    pub(in crate::files) places: &'a Ids<PlaceIdx>,
    /// The venues.
    pub(in crate::files) venues: &'a Ids<VenueIdx>,
    /// The staff.
    pub(in crate::files) staff_ids: &'a Ids<StaffIdx>,
    /// The staff themselves.
    pub(in crate::files) staff: &'a [Staff],
    /// Social workers, whom no table lists.
    pub(in crate::files) social_workers: &'a mut Ids<SocialWorkerIdx>,
}

/// Reads the households. Where `children` is not given none is known.
pub(in crate::files) fn read(
    table: Option<&Table>,
    around: Around<'_>,
    findings: &mut Findings,
) -> Listed<Household, HouseholdIdx> {
    let Around { districts, places, venues, staff_ids, staff, social_workers } = around;
    read_listed("households", "household", table, findings, |row, reference| {
        let district = row.link_or_add("district", districts);
        let home = row.link("home", places);
        let children = row.optional("children", whole(0..=MOST_CHILDREN, "children")).unwrap_or(0);
        let iro = row.link("iro", staff_ids);
        if iro.is_some_and(|iro| !staff[iro.at()].role.chairs()) {
            let message =
                refusal("iro", row.text("iro"), "takes minutes", "somebody of role iro or senior_iro");
            row.refuse("iro", message, None);
        }
        let iro_since = row.optional("iro_since", date);
        let social_worker = row.link_or_add("social_worker", social_workers);
        let venues_excluded = row.links("venues_excluded", venues);
        let conflicts = row.links("conflicts", staff_ids);
        Some(Household {
            reference,
            district,
            home,
            children,
            iro,
            iro_since,
            social_worker,
            venues_excluded,
            conflicts,
        })
    })
}

/// Returns the households as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |household: &Household| {
        let staff = |idx: StaffIdx| &register.staff[idx.at()].reference;
        let excluded = household.venues_excluded.iter().map(|venue| &register.venues[venue.at()].reference);
        vec![
            household.reference.to_string(),
            or_empty(household.district.map(|district| &register.districts[district.at()].reference)),
            or_empty(household.home.map(|home| &register.places[home.at()].reference)),
            household.children.to_string(),
            or_empty(household.iro.map(staff)),
            or_empty(household.iro_since),
            or_empty(household.social_worker.map(|worker| &register.social_workers[worker.at()])),
            joined(excluded),
            joined(household.conflicts.iter().map(|&idx| staff(idx))),
        ]
    };
    Sheet {
        columns: vec![
            "household",
            "district",
            "home",
            "children",
            "iro",
            "iro_since",
            "social_worker",
            "venues_excluded",
            "conflicts",
        ],
        rows: register.households.iter().map(row).collect(),
    }
}
