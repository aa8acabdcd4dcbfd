//! Venues of the county and their rooms.
//!
//! From the report: district offices (often unsuitable), children's centres, buildings of the Child and Parenting
//! Support Service (CaPSS) and schools; Chorley's CaPSS centre is its only venue; at Accrington the Globe has closed
//! and the Union Street office is used instead; Preston and Burnley have several children's centres. Which towns have
//! which others, and every room's size, is assumed.

use crate::register::VenueKind::{self, CapssCentre, ChildrensCentre, DistrictOffice, School};

/// A venue of the county.
pub(super) struct VenueRow {
    /// Its reference.
    pub(super) reference: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Its town.
    pub(super) town: &'static str,
    /// What it is.
    pub(super) kind: VenueKind,
    /// Weekdays counted from Monday, and hours in minutes since midnight; `None` = Monday to Friday, office hours.
    pub(super) hours: Option<(&'static [u8], i32, i32)>,
    /// What it offers, as in the file.
    pub(super) features: &'static [&'static str],
    /// Its rooms: how many each holds.
    pub(super) rooms: &'static [u32],
}

const fn venue(
    reference: &'static str,
    name: &'static str,
    town: &'static str,
    kind: VenueKind,
    features: &'static [&'static str],
    rooms: &'static [u32],
) -> VenueRow {
    VenueRow { reference, name, town, kind, hours: None, features, rooms }
}

const fn limited(mut row: VenueRow, days: &'static [u8], opens: i32, closes: i32) -> VenueRow {
    row.hours = Some((days, opens, closes));
    row
}

const WEEK: &[u8] = &[0, 1, 2, 3, 4];
const BARE: &[&str] = &[];
const STEP_FREE: &[&str] = &["step_free"];
const CENTRE: &[&str] = &["step_free", "family_friendly", "withdrawal_room"];
const CRECHE: &[&str] = &["step_free", "family_friendly", "withdrawal_room", "creche"];
const FULL: &[&str] =
    &["step_free", "family_friendly", "withdrawal_room", "separate_waiting", "hearing_loop"];
const PLAIN: &[&str] = &["step_free", "family_friendly"];
const WAITING: &[&str] = &["step_free", "withdrawal_room", "separate_waiting"];

/// The Globe at Accrington: closed, its row kept.
pub(super) const GLOBE: &str = "ACC-GLO";

/// The venues, by district.
#[rustfmt::skip]
pub(super) const VENUES: &[VenueRow] = &[
    venue("LAN-OFF", "District office, Lancaster", "Lancaster", DistrictOffice, STEP_FREE, &[14, 10]),
    venue("LAN-CC", "Children's centre, Lancaster", "Lancaster", ChildrensCentre, CENTRE, &[12]),
    venue("MOR-CC", "Children's centre, Morecambe", "Morecambe", ChildrensCentre, CRECHE, &[14, 8]),
    venue("HEY-SCH", "School, Heysham", "Heysham", School, PLAIN, &[16]),
    venue("LYT-OFF", "District office, Lytham", "Lytham", DistrictOffice, BARE, &[12]),
    venue("KIR-CC", "Children's centre, Kirkham", "Kirkham", ChildrensCentre, CENTRE, &[12]),
    venue("POU-OFF", "District office, Poulton-le-Fylde", "Poulton", DistrictOffice, STEP_FREE, &[14]),
    venue("FLE-CC", "Children's centre, Fleetwood", "Fleetwood", ChildrensCentre, CRECHE, &[14, 10]),
    venue("THO-CAP", "CaPSS centre, Thornton", "Thornton", CapssCentre, FULL, &[14]),
    limited(venue("GAR-SCH", "School, Garstang", "Garstang", School, PLAIN, &[12]), &[2, 4], 540, 960),
    venue("PRE-OFF", "District office, Preston", "Preston", DistrictOffice, STEP_FREE, &[16, 12]),
    venue("PRE-CC", "Children's centre, Preston", "Preston", ChildrensCentre, CRECHE, &[14]),
    venue("RBT-CC", "Children's centre, Ribbleton", "Ribbleton", ChildrensCentre, CENTRE, &[12]),
    venue("ING-CC", "Children's centre, Ingol", "Ingol", ChildrensCentre, CENTRE, &[12]),
    venue("PRE-CAP", "CaPSS centre, Preston", "Preston", CapssCentre, FULL, &[16, 10]),
    venue("UNIT", "Safeguarding Unit", super::towns::UNIT, VenueKind::Other, WAITING, &[20]),
    venue("LEY-OFF", "District office, Leyland", "Leyland", DistrictOffice, BARE, &[14]),
    venue("BAM-CC", "Children's centre, Bamber Bridge", "Bamber-Bridge", ChildrensCentre, CENTRE, &[12]),
    limited(venue("PEN-SCH", "School, Penwortham", "Penwortham", School, PLAIN, &[14]), WEEK, 540, 930),
    venue("CHO-CAP", "CaPSS centre, Chorley", "Chorley", CapssCentre, CENTRE, &[14]),
    venue("SKE-OFF", "District office, Skelmersdale", "Skelmersdale", DistrictOffice, STEP_FREE, &[14]),
    venue("SKE-CC", "Children's centre, Skelmersdale", "Skelmersdale", ChildrensCentre, CRECHE, &[14, 10]),
    venue("ORM-CAP", "CaPSS centre, Ormskirk", "Ormskirk", CapssCentre, FULL, &[12]),
    limited(venue("CLI-OFF", "District office, Clitheroe", "Clitheroe", DistrictOffice, BARE, &[12]), WEEK, 540, 990),
    limited(venue("LGR-CC", "Children's centre, Longridge", "Longridge", ChildrensCentre, CENTRE, &[10]), &[1, 3], 540, 1020),
    venue(GLOBE, "The Globe, Accrington", "Accrington", VenueKind::Other, STEP_FREE, &[20, 12]),
    venue("ACC-OFF", "Union Street office, Accrington", "Accrington", DistrictOffice, BARE, &[14, 10]),
    limited(venue("GHA-SCH", "School, Great Harwood", "Great-Harwood", School, PLAIN, &[12]), &[0, 1, 3], 540, 930),
    venue("RAW-OFF", "District office, Rawtenstall", "Rawtenstall", DistrictOffice, STEP_FREE, &[12]),
    venue("HAS-CC", "Children's centre, Haslingden", "Haslingden", ChildrensCentre, CENTRE, &[12]),
    venue("BUR-OFF", "District office, Burnley", "Burnley", DistrictOffice, BARE, &[14]),
    venue("BUR-CC", "Children's centre, Burnley (1)", "Burnley", ChildrensCentre, CRECHE, &[14]),
    venue("BUR-CC2", "Children's centre, Burnley (2)", "Burnley", ChildrensCentre, CENTRE, &[12]),
    venue("PAD-CC", "Children's centre, Padiham", "Padiham", ChildrensCentre, CENTRE, &[12]),
    venue("BUR-CAP", "CaPSS centre, Burnley", "Burnley", CapssCentre, FULL, &[16]),
    venue("NEL-OFF", "District office, Nelson", "Nelson", DistrictOffice, STEP_FREE, &[14]),
    venue("NEL-CC", "Children's centre, Nelson", "Nelson", ChildrensCentre, CENTRE, &[14]),
    limited(venue("COL-CC", "Children's centre, Colne", "Colne", ChildrensCentre, CENTRE, &[10]), WEEK, 540, 990),
    limited(venue("BAR-SCH", "School, Barnoldswick", "Barnoldswick", School, PLAIN, &[12]), &[2, 3], 540, 930),
];
