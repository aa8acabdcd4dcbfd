//! districts.csv

use super::super::cells::text;
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::sheet::Sheet;
use crate::register::{District, DistrictIdx, Register};

/// Reads the districts. Where the register has no such file every district that it mentions is one.
pub(in crate::files) fn read(
    table: Option<&Table>,
    findings: &mut Findings,
) -> Listed<District, DistrictIdx> {
    if table.is_none() {
        return Listed { items: Vec::new(), ids: Ids::open("districts"), rows: Vec::new() };
    }
    read_listed("districts", "district", table, findings, |row, reference| {
        let name = row.optional("name", text).unwrap_or_default();
        let cluster = row.optional("cluster", text).unwrap_or_default();
        Some(District { reference, name, cluster })
    })
}

/// Returns the districts that are listed, or where none are, those that were met.
pub(in crate::files) fn all(districts: Listed<District, DistrictIdx>) -> Vec<District> {
    if !districts.ids.is_open() {
        return districts.items;
    }
    let met = districts.ids.into_references().into_iter();
    met.map(|reference| District { reference, name: String::new(), cluster: String::new() }).collect()
}

/// Returns the districts as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |district: &District| {
        vec![district.reference.to_string(), district.name.clone(), district.cluster.clone()]
    };
    Sheet { columns: vec!["district", "name", "cluster"], rows: register.districts.iter().map(row).collect() }
}
