//! Families, their children and their social workers.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::county::home_areas;
use crate::register::{
    Child, DistrictIdx, HouseholdIdx, PlaceIdx, PlanStatus, Register, SocialWorkerIdx, StaffIdx, VenueIdx,
};
use crate::synth::draw::Draw;
use crate::synth::make::{household, reference};

/// Households of a social worker, about.
const CASES: usize = 4;
/// Children by which caseloads may differ when a family is given its chair.
const UNEVEN: usize = 12;

/// Draws families one after another, so that children fall on the districts in proportion to their weights.
pub(super) struct Families {
    draw: Draw,
    /// Weights of the districts; one that weighs nothing has no families.
    weights: Vec<usize>,
    /// Children so far, by district.
    children: Vec<usize>,
    /// Children so far, by chair.
    caseload: Vec<usize>,
    /// Home areas, by district.
    areas: Vec<Vec<PlaceIdx>>,
    /// The social worker with room for another family and the room left, by district.
    open_worker: BTreeMap<DistrictIdx, (SocialWorkerIdx, usize)>,
}

impl Families {
    /// Begins with no family; `subject` names the stream, `weights` is indexed by district.
    pub(super) fn new(register: &Register, seed: u64, subject: &str, weights: Vec<usize>) -> Families {
        let n_districts = register.districts.len();
        Families {
            draw: Draw::new(seed, subject),
            weights,
            children: vec![0; n_districts],
            caseload: Vec::new(),
            areas: (0..n_districts).map(|d| home_areas(register, d.into())).collect(),
            open_worker: BTreeMap::new(),
        }
    }

    /// Adds a family with `children` children, without a chair, where the county's share is most wanting.
    pub(super) fn add(&mut self, register: &mut Register, children: u32) -> HouseholdIdx {
        let district = (0..self.children.len())
            .filter(|&d| 0 < self.weights[d])
            .min_by_key(|&d| (self.children[d] * 1000 + 500 * children as usize) / self.weights[d])
            .expect("some district has chairs");
        self.children[district] += children as usize;
        let home = self.draw.pick(&self.areas[district]);
        let number = HouseholdIdx::from(register.households.len());
        let name = format!("H{:04}", number.at() + 1);
        let mut row = household(&name, Some(home), district.into(), children);
        row.social_worker = Some(self.worker(register, district.into()));
        row.venues_excluded = self.excluded_venue(register, district.into());
        row.conflicts = self.conflicting_chair(register);
        register.households.push(row);
        number
    }

    /// Gives a family the one of `chairs` who has the fewest children for their share, about; the family then has no
    /// conflict with them.
    pub(super) fn give_chair(
        &mut self,
        register: &mut Register,
        household: HouseholdIdx,
        chairs: &[(StaffIdx, usize)],
    ) {
        let children = register.households[household.at()].children as usize;
        self.caseload.resize(register.staff.len(), 0);
        let chosen = chairs.iter().min_by_key(|(chair, share)| {
            let about = self.caseload[chair.at()] + self.draw.below(UNEVEN);
            (about + children) * 1000 / share
        });
        let &(chair, _) = chosen.expect("every district has chairs for every kind");
        self.caseload[chair.at()] += children;
        let row = &mut register.households[household.at()];
        row.conflicts.retain(|&other| other != chair);
        row.iro = Some(chair);
    }

    fn worker(&mut self, register: &mut Register, district: DistrictIdx) -> SocialWorkerIdx {
        if let Some((worker, left)) = self.open_worker.get_mut(&district).filter(|(_, left)| 0 < *left) {
            *left -= 1;
            return *worker;
        }
        let worker = SocialWorkerIdx::from(register.social_workers.len());
        register.social_workers.push(reference(&format!("SW{:03}", worker.at() + 1)));
        let room = CASES - 2 + self.draw.below(3);
        self.open_worker.insert(district, (worker, room));
        worker
    }

    /// One family in thirty may not meet at one of its district's venues.
    fn excluded_venue(&mut self, register: &Register, district: DistrictIdx) -> Vec<VenueIdx> {
        let near: Vec<VenueIdx> = (0..register.venues.len())
            .filter(|&v| {
                let place = register.venues[v].place;
                place.and_then(|p| register.places[p.at()].district) == Some(district)
            })
            .map(VenueIdx::from)
            .collect();
        if self.draw.chance(3) { vec![self.draw.pick(&near)] } else { Vec::new() }
    }

    /// One family in fifty knows one of the chairs.
    fn conflicting_chair(&mut self, register: &Register) -> Vec<StaffIdx> {
        let chairs: Vec<StaffIdx> = (0..register.staff.len())
            .filter(|&s| register.staff[s].role.chairs())
            .map(StaffIdx::from)
            .collect();
        if self.draw.chance(2) { vec![self.draw.pick(&chairs)] } else { Vec::new() }
    }
}

/// Returns sizes of families: as many of 1, 2, 3 … children as `counts` says, in a drawn order.
pub(super) fn sizes(draw: &mut Draw, counts: &[usize]) -> Vec<u32> {
    let mut sizes: Vec<u32> =
        counts.iter().zip(1..).flat_map(|(&count, size)| std::iter::repeat_n(size, count)).collect();
    draw.shuffle(&mut sizes);
    sizes
}

/// What is known of a family's children.
#[derive(Debug, Clone, Copy)]
pub(super) struct Situation {
    /// The plan that each has.
    pub(super) plan: PlanStatus,
    /// When the child protection plan began, where there is one.
    pub(super) plan_start: Option<NaiveDate>,
    /// When they became looked after, where they are.
    pub(super) looked_after_since: Option<NaiveDate>,
}

/// Children with both a plan and a place in care, as the report counts them at the end of March 2012.
const BOTH: usize = 39;
/// Children by category at the end of March 2012, as the report has them.
const CATEGORIES: [(&str, usize); 4] =
    [("neglect", 245), ("emotional", 199), ("physical", 63), ("sexual", 40)];
/// Starts in 100 that were not a child's first: 10.8 in the report.
const AGAIN: usize = 11;

/// Adds the children of every household, in order; `situations` is indexed by household. Of children with a child
/// protection plan, the first 39 of drawn families are looked after too.
pub(super) fn add_children(register: &mut Register, seed: u64, situations: &[Situation]) {
    let mut draw = Draw::new(seed, "children");
    let mut order: Vec<usize> = (0..situations.len()).collect();
    draw.shuffle(&mut order);
    let mut left = BOTH;
    let mut n_both = vec![0; situations.len()];
    for household in order {
        if situations[household].plan == PlanStatus::Cp && draw.chance(60) {
            n_both[household] = left.min(register.households[household].children as usize);
            left -= n_both[household];
        }
    }
    for (household, situation) in situations.iter().enumerate() {
        let weights = CATEGORIES.map(|(_, weight)| weight);
        let category = CATEGORIES[draw.weighted(&weights)].0;
        for sibling in 0..register.households[household].children as usize {
            let both = sibling < n_both[household];
            let on_plan = situation.plan_start.is_some();
            let in_care = Days::new(20 + draw.below(300) as u64);
            let number = reference(&format!("C{:05}", register.children.len() + 1));
            register.children.push(Child {
                reference: number,
                household: household.into(),
                plan: Some(if both { PlanStatus::Both } else { situation.plan }),
                plan_start: situation.plan_start,
                category: if on_plan { category.to_owned() } else { String::new() },
                previous_plans: on_plan.then(|| u32::from(draw.chance(AGAIN))),
                looked_after_since: if both {
                    Some(register.authority.today - in_care)
                } else {
                    situation.looked_after_since
                },
            });
        }
    }
}
