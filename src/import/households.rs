//! Households and children as an import would have them.

use std::collections::BTreeMap;

use super::change::{Change, cells, or_empty};
use super::draft::Draft;
use super::due::Standing;
use super::facts::{Cases, Child};
use super::families::Family;
use super::key;
use super::mark::Mark;
use super::options::{Area, Options, team_key};
use super::report::Report;
use crate::files::{Location, quoted};
use crate::register::{
    self, DistrictIdx, Household, HouseholdIdx, PlaceIdx, PlanStatus, Reference, Register, StaffIdx,
};

/// Where households are, in the register's words.
#[derive(Debug, Clone, Copy)]
struct Found {
    district: DistrictIdx,
    home: Option<PlaceIdx>,
}

/// A team, as it is asked about.
struct Asked {
    shown: Option<String>,
    mark: Mark,
    n_households: usize,
}

/// The areas and chairs of the options, looked up in a register.
pub(super) struct Areas {
    default: Option<Found>,
    teams: BTreeMap<String, Found>,
    /// Teams whose district nobody said.
    asked: BTreeMap<String, Asked>,
    /// Where a chair is named whom the register's staff has not.
    unknown_chairs: BTreeMap<String, (Mark, usize)>,
}

impl Areas {
    /// Looks up what the options name. What the register does not have is a fault.
    pub(super) fn new(options: &Options, register: &Register, report: &mut Report) -> Areas {
        let default = options.default_area.as_ref();
        let default = default.and_then(|area| find(area, "the default district", register, report));
        let teams = options.teams.iter().filter_map(|(team, area)| {
            let found = find(area, &format!("the team {}", quoted(team)), register, report)?;
            Some((team_key(team), found))
        });
        let teams = teams.collect();
        Areas { default, teams, asked: BTreeMap::new(), unknown_chairs: BTreeMap::new() }
    }

    /// Returns where a child's team says that its household is.
    fn of(&mut self, child: &Child) -> Option<Found> {
        let team = child.team.as_deref().map(team_key).unwrap_or_default();
        if let Some(found) = self.teams.get(&team).copied().or(self.default) {
            return Some(found);
        }
        let asked = self.asked.entry(team).or_insert_with(|| Asked {
            shown: child.team.clone(),
            mark: child.mark.clone(),
            n_households: 0,
        });
        asked.n_households += 1;
        None
    }

    /// Returns the member of staff who is a child's chair.
    fn chair(&mut self, child: &Child, options: &Options, register: &Register) -> Option<StaffIdx> {
        let (number, since) = child.chair.as_ref()?;
        let wanted = options.chairs.get(number).unwrap_or(number);
        let found = register
            .staff
            .iter()
            .position(|person| person.reference.as_str() == wanted && person.role.chairs());
        if found.is_none() {
            self.unknown_chairs.entry(number.clone()).or_insert_with(|| (since.mark.clone(), 0)).1 += 1;
        }
        found.map(StaffIdx::from)
    }

    /// Asks what nobody said: one question a team.
    pub(super) fn finish(self, report: &mut Report) {
        for Asked { shown, mark, n_households } in self.asked.into_values() {
            let households = if n_households == 1 {
                "1 household".to_owned()
            } else {
                format!("{n_households} households")
            };
            let message = match shown {
                Some(team) => format!(
                    "the district of team {} is not said ({households}); wanted a district for the team, or a default \
                     district",
                    quoted(&team)
                ),
                None => format!(
                    "the source says neither district nor team ({households}); wanted a default district"
                ),
            };
            report.fault(&mark, message, None);
        }
        for (mark, n_children) in self.unknown_chairs.into_values() {
            let children =
                if n_children == 1 { "1 child".to_owned() } else { format!("{n_children} children") };
            let message = format!(
                "the chair of {children} is nobody of the register's staff by that number; their households keep none \
                 until the chair is named"
            );
            report.warn(&mark, message);
        }
    }
}

fn find(area: &Area, what: &str, register: &Register, report: &mut Report) -> Option<Found> {
    let place = || Location::File { file: what.to_owned() };
    let districts = || register.districts.iter().map(|district| district.reference.as_str());
    let district = districts().position(|reference| reference == area.district);
    if district.is_none() {
        let meant = report.faults.nearest(&area.district, districts());
        let message = format!("{} is no district of the register", quoted(&area.district));
        report.faults.fault_meaning(place(), message, meant);
    }
    let places = || register.places.iter().map(|place| place.reference.as_str());
    let home = area.home.as_ref().and_then(|home| {
        let found = places().position(|reference| reference == home);
        if found.is_none() {
            let meant = report.faults.nearest(home, places());
            report.faults.fault_meaning(
                place(),
                format!("{} is no place of the register", quoted(home)),
                meant,
            );
        }
        found
    });
    Some(Found { district: district?.into(), home: home.map(PlaceIdx::from) })
}

/// Adds a family's household and children to the draft, or brings them up to date. What the register says already is left
/// as it is: only what is empty is filled in, but for the children's plans, of which the source knows more.
pub(super) fn settle(
    family: &Family,
    standings: &BTreeMap<usize, Standing>,
    cases: &Cases,
    options: &Options,
    areas: &mut Areas,
    draft: &mut Draft,
) -> HouseholdIdx {
    let first = &cases.children[family.children[0]];
    let before = family.household.map(|household| draft.register.households[household.at()].clone());
    let reference =
        before.as_ref().map_or_else(|| named_after(family, cases), |before| before.reference.clone());
    let mut household = before.clone().unwrap_or_else(|| blank(reference.clone()));
    if household.district.is_none() {
        let with_team =
            family.children.iter().map(|&at| &cases.children[at]).find(|child| child.team.is_some());
        let found = areas.of(with_team.unwrap_or(first));
        household.district = found.map(|found| found.district);
        household.home = household.home.or(found.and_then(|found| found.home));
    }
    for &at in &family.children {
        let child = &cases.children[at];
        if household.iro.is_none()
            && let Some(chair) = areas.chair(child, options, &draft.register)
        {
            household.iro = Some(chair);
            household.iro_since = child.chair.as_ref().map(|(_, since)| since.on);
        }
        // A worker whom somebody named by hand stays: other tables may point at that name.
        let workers = &draft.register.social_workers;
        let is_ours = household.social_worker.is_none_or(|worker| key::is_worker(&workers[worker.at()]));
        if let Some(worker) = child.worker.as_ref().filter(|_| is_ours && at == family.children[0]) {
            household.social_worker = Some(draft.worker(worker));
        }
    }
    let idx = family.household.unwrap_or_else(|| {
        draft.register.households.push(household.clone());
        HouseholdIdx::from(draft.register.households.len() - 1)
    });
    let mut of_children = Vec::new();
    for &at in &family.children {
        of_children.extend(settle_child(&cases.children[at], &standings[&at], idx, draft));
    }
    household.children = household.children.max(draft.n_children(idx));
    draft.register.households[idx.at()] = household.clone();
    let was = before.unwrap_or_else(|| blank(reference.clone()));
    let cells = cells(&columns(&was, &household, &draft.register));
    if family.household.is_none() || !cells.is_empty() {
        draft.changes.push(Change {
            table: "households",
            reference,
            is_new: family.household.is_none(),
            cells,
            source: first.mark.location(),
        });
    }
    draft.changes.extend(of_children);
    idx
}

/// Returns the reference of a new household: that of its first child by name, so that the same children are the same
/// household at every import.
fn named_after(family: &Family, cases: &Cases) -> Reference {
    let least = family.children.iter().map(|&at| &cases.children[at].reference).min();
    let letters = least.map_or("", |child| child.as_str()).trim_start_matches("C-");
    Reference::new(&format!("H-{letters}")).expect("the letters of a child's reference")
}

fn blank(reference: Reference) -> Household {
    Household {
        reference,
        district: None,
        home: None,
        children: 0,
        iro: None,
        iro_since: None,
        social_worker: None,
        venues_excluded: Vec::new(),
        conflicts: Vec::new(),
    }
}

fn columns(was: &Household, becomes: &Household, register: &Register) -> Vec<(&'static str, String, String)> {
    let district = |h: &Household| or_empty(h.district.map(|at| &register.districts[at.at()].reference));
    let home = |h: &Household| or_empty(h.home.map(|at| &register.places[at.at()].reference));
    let children = |h: &Household| if h.children == 0 { String::new() } else { h.children.to_string() };
    let iro = |h: &Household| or_empty(h.iro.map(|at| &register.staff[at.at()].reference));
    let since = |h: &Household| or_empty(h.iro_since);
    let worker = |h: &Household| or_empty(h.social_worker.map(|at| &register.social_workers[at.at()]));
    vec![
        ("district", district(was), district(becomes)),
        ("home", home(was), home(becomes)),
        ("children", children(was), children(becomes)),
        ("iro", iro(was), iro(becomes)),
        ("iro_since", since(was), since(becomes)),
        ("social_worker", worker(was), worker(becomes)),
    ]
}

/// Adds a child, or brings its plan up to date: each source speaks of what it tells of, and of nothing else.
fn settle_child(
    child: &Child,
    standing: &Standing,
    household: HouseholdIdx,
    draft: &mut Draft,
) -> Option<Change> {
    let at = draft.child(&child.reference);
    let before = at.map(|at| draft.register.children[at].clone());
    let mut row = before.clone().unwrap_or_else(|| register::Child {
        reference: child.reference.clone(),
        household,
        plan: None,
        plan_start: None,
        category: String::new(),
        previous_plans: None,
        looked_after_since: None,
    });
    let had =
        |status: PlanStatus| matches!(row.plan, Some(plan) if plan == status || plan == PlanStatus::Both);
    let protected = if child.tells_of_plans { standing.plan.is_some() } else { had(PlanStatus::Cp) };
    let in_care = if child.tells_of_care { standing.care.is_some() } else { had(PlanStatus::Cla) };
    row.plan = Some(match (protected, in_care) {
        (true, true) => PlanStatus::Both,
        (true, false) => PlanStatus::Cp,
        (false, true) => PlanStatus::Cla,
        (false, false) => PlanStatus::None,
    });
    if child.tells_of_plans {
        row.plan_start = standing.plan.map(|(start, _, _)| start);
        match standing.plan {
            Some((_, category, previous)) => {
                if !category.is_empty() {
                    category.clone_into(&mut row.category);
                }
                row.previous_plans = previous.or(row.previous_plans);
            }
            None => row.category.clear(),
        }
    }
    if child.tells_of_care {
        row.looked_after_since = standing.care.flatten().or(row.looked_after_since.filter(|_| in_care));
    }
    let cells = cells(&child_columns(before.as_ref(), &row, &draft.register));
    let is_new = at.is_none();
    match at {
        Some(at) => draft.register.children[at] = row,
        None => draft.add_child(row),
    }
    (is_new || !cells.is_empty()).then(|| Change {
        table: "children",
        reference: child.reference.clone(),
        is_new,
        cells,
        source: child.mark.location(),
    })
}

fn child_columns(
    was: Option<&register::Child>,
    becomes: &register::Child,
    register: &Register,
) -> Vec<(&'static str, String, String)> {
    let plan = |child: &register::Child| {
        let word = child.plan.map(|plan| match plan {
            PlanStatus::Cp => "cp",
            PlanStatus::Cla => "cla",
            PlanStatus::Both => "both",
            PlanStatus::None => "none",
        });
        or_empty(word)
    };
    let of = |read: &dyn Fn(&register::Child) -> String| (was.map_or_else(String::new, read), read(becomes));
    let row = |column, (was, becomes)| (column, was, becomes);
    vec![
        row("household", of(&|child| register.households[child.household.at()].reference.to_string())),
        row("plan", of(&plan)),
        row("plan_start", of(&|child| or_empty(child.plan_start))),
        row("category", of(&|child| child.category.clone())),
        row("previous_plans", of(&|child| or_empty(child.previous_plans))),
        row("looked_after_since", of(&|child| or_empty(child.looked_after_since))),
    ]
}
