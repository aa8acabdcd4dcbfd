//! staff.csv

use super::super::cells::{date, free_word, fte, text, whole, word, word_for};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::sheet::{Sheet, joined, or_empty};
use crate::register::{Contract, DistrictIdx, Fte, KindIdx, PlaceIdx, Register, Role, Staff, StaffIdx};

/// Most meetings in a day where nothing is given.
const PER_DAY: u32 = 3;

/// The roles.
pub(super) const ROLES: [(&str, Role); 3] =
    [("iro", Role::Iro), ("senior_iro", Role::SeniorIro), ("minute_taker", Role::MinuteTaker)];

const CONTRACTS: [(&str, Contract); 4] = [
    ("permanent", Contract::Permanent),
    ("temporary", Contract::Temporary),
    ("agency", Contract::Agency),
    ("secondment", Contract::Secondment),
];

/// Reads the staff, still without their hours and absences.
pub(in crate::files) fn read(
    table: Option<&Table>,
    places: &Ids<PlaceIdx>,
    kinds: &Ids<KindIdx>,
    districts: &mut Ids<DistrictIdx>,
    findings: &mut Findings,
) -> Listed<Staff, StaffIdx> {
    read_listed("staff", "staff", table, findings, |row, reference| {
        let name = row.optional("name", text).unwrap_or_default();
        let role = row.required("role", word(&ROLES));
        let base = row.required_link("base", places);
        let fte = row.optional("fte", fte).unwrap_or(Fte::FULL);
        let contract = row.optional("contract", word(&CONTRACTS));
        let from = row.optional("from", date);
        let until = row.optional("until", date);
        row.check_order(from, until);
        let chairs = row.links("chairs", kinds);
        let districts = row.links_or_add("districts", districts);
        let per_day = row.optional("per_day", whole(1..=50, "meetings a day")).unwrap_or(PER_DAY);
        let features = row.list("features", free_word);
        Some(Staff {
            reference,
            name,
            role: role?,
            base: base?,
            fte,
            contract,
            from,
            until,
            chairs,
            districts,
            per_day,
            features,
            hours: Default::default(),
            absences: Vec::new(),
        })
    })
}

/// Returns the staff as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |staff: &Staff| {
        let kinds = staff.chairs.iter().map(|kind| &register.authority.kinds[kind.at()].name);
        let districts = staff.districts.iter().map(|district| &register.districts[district.at()].reference);
        vec![
            staff.reference.to_string(),
            staff.name.clone(),
            word_for(&ROLES, &staff.role).to_owned(),
            register.places[staff.base.at()].reference.to_string(),
            or_empty((staff.fte != Fte::FULL).then_some(staff.fte)),
            staff.contract.map_or("", |contract| word_for(&CONTRACTS, &contract)).to_owned(),
            or_empty(staff.from),
            or_empty(staff.until),
            joined(kinds),
            joined(districts),
            or_empty((staff.per_day != PER_DAY).then_some(staff.per_day)),
            staff.features.join(";"),
        ]
    };
    Sheet {
        columns: vec![
            "staff",
            "name",
            "role",
            "base",
            "fte",
            "contract",
            "from",
            "until",
            "chairs",
            "districts",
            "per_day",
            "features",
        ],
        rows: register.staff.iter().map(row).collect(),
    }
}
