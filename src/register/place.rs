//! Places, districts and roads.

use super::{DistrictIdx, PlaceIdx, Reference};

/// A town, an office or an anonymised home area (a ward's centre, never an address).
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its reference.
    pub reference: Reference,
    /// Its name, empty where none is given.
    pub name: String,
    /// The district it lies in.
    pub district: Option<DistrictIdx>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A children's social care district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Its reference.
    pub reference: Reference,
    /// Its name, empty where none is given.
    pub name: String,
    /// The cluster of districts that it meets with, empty where none is given.
    pub cluster: String,
}

/// A driving link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Road {
    /// One end.
    pub from: PlaceIdx,
    /// The other.
    pub to: PlaceIdx,
    /// Driving minutes, without parking.
    pub minutes: i32,
    /// Whether it can be driven from `from` to `to` only.
    pub one_way: bool,
}
