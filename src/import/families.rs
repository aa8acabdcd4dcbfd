//! Children into households.
//!
//! A conference considers all children of a family together, and almost no source says which they are. Readings taken:
//! children whom the register has in one household stay there; children who were at one conference, by the number that
//! the source gives the meeting, are one household; every other child is a household by itself. Nothing is concluded
//! from same dates, teams or workers.

use std::collections::{BTreeMap, HashMap};

use super::facts::Cases;
use super::report::Report;
use crate::register::{HouseholdIdx, Reference, Register};

/// Most children of one household: one meeting of more is a number that stands for something else.
const MOST_CHILDREN: usize = 20;

/// Children of one household, by their positions among the cases; never none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// The household that the register has them in.
    pub(super) household: Option<HouseholdIdx>,
    pub(super) children: Vec<usize>,
}

/// Groups the children at `positions`, in the order in which their first was met.
pub(super) fn group(
    positions: &[usize],
    cases: &Cases,
    register: &Register,
    report: &mut Report,
) -> Vec<Family> {
    let known: HashMap<&Reference, HouseholdIdx> =
        register.children.iter().map(|child| (&child.reference, child.household)).collect();
    let mut of_meeting: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in positions {
        if let Some((_, number)) = &cases.children[at].meeting {
            of_meeting.entry(number).or_default().push(at);
        }
    }
    // The household of each child's meeting: the register's, where it has one of the children.
    let mut of_household: HashMap<HouseholdIdx, usize> = HashMap::new();
    let mut of_new_meeting: HashMap<&str, usize> = HashMap::new();
    let mut families: Vec<Family> = Vec::new();
    for &at in positions {
        let child = &cases.children[at];
        let number = child.meeting.as_ref().map(|(_, number)| number.as_str());
        let together = number.and_then(|number| of_meeting.get(number)).map_or(&[][..], Vec::as_slice);
        let mut households: Vec<HouseholdIdx> =
            together.iter().filter_map(|&at| known.get(&cases.children[at].reference).copied()).collect();
        households.sort();
        households.dedup();
        if MOST_CHILDREN < together.len() || 1 < households.len() {
            if together.first() == Some(&at) {
                let message = if 1 < households.len() {
                    let names: Vec<&str> =
                        households.iter().map(|h| register.households[h.at()].reference.as_str()).collect();
                    format!(
                        "children of one conference are in the households {}; they stay there, and new ones are \
                         households by themselves",
                        names.join(", ")
                    )
                } else {
                    format!(
                        "{} children were at one conference; they are taken as one household each",
                        together.len()
                    )
                };
                report.warn(&child.mark, message);
            }
            households.clear();
        }
        let own = known.get(&child.reference).copied();
        let is_split = MOST_CHILDREN < together.len()
            || households.is_empty() && own.is_none() && {
                let n =
                    together.iter().filter(|&&at| known.contains_key(&cases.children[at].reference)).count();
                0 < n
            };
        let household = own.or(households.first().copied());
        let place = match (household, number) {
            (Some(household), _) => of_household.get(&household).copied(),
            (None, Some(number)) if !is_split => of_new_meeting.get(number).copied(),
            (None, _) => None,
        };
        if let Some(place) = place {
            families[place].children.push(at);
            continue;
        }
        match (household, number) {
            (Some(household), _) => {
                of_household.insert(household, families.len());
            }
            (None, Some(number)) if !is_split => {
                of_new_meeting.insert(number, families.len());
            }
            (None, _) => {}
        }
        families.push(Family { household, children: vec![at] });
    }
    families
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::mark::Mark;
    use crate::register::{Child, Household};

    /// Groups children given as `reference@meeting`, with those of the register as `reference=household position`.
    fn check(children: &str, register_has: &str, expected: &str) {
        let mut register = crate::import::proofs::tiny();
        register.households = ["H1", "H2"]
            .map(|reference| Household {
                reference: Reference::new(reference).expect("a reference"),
                district: None,
                home: None,
                children: 0,
                iro: None,
                iro_since: None,
                social_worker: None,
                venues_excluded: Vec::new(),
                conflicts: Vec::new(),
            })
            .into_iter()
            .collect();
        register.children = register_has
            .split_whitespace()
            .map(|text| {
                let (reference, household) = text.split_once('=').expect("a household");
                Child {
                    reference: Reference::new(reference).expect("a reference"),
                    household: household.parse::<usize>().expect("a position").into(),
                    plan: None,
                    plan_start: None,
                    category: String::new(),
                    previous_plans: None,
                    looked_after_since: None,
                }
            })
            .collect();
        let origin = std::rc::Rc::new(crate::files::Origin::File("x".to_owned()));
        let mut cases = Cases::default();
        for text in children.split_whitespace() {
            let (reference, number) = text.split_once('@').unwrap_or((text, ""));
            let reference = Reference::new(reference).expect("a reference");
            let at = cases.child(reference, &Mark::new(&origin, 1, 0));
            cases.children[at].met_at(chrono::NaiveDate::MIN, number);
        }
        let positions: Vec<usize> = (0..cases.children.len()).collect();
        let families = group(&positions, &cases, &register, &mut Report::default());
        let shown: Vec<String> = families
            .iter()
            .map(|family| {
                let names: Vec<&str> =
                    family.children.iter().map(|&at| cases.children[at].reference.as_str()).collect();
                let household =
                    family.household.map_or(String::new(), |household| format!("={}", household.at()));
                format!("{}{household}", names.join("+"))
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{children} with {register_has}");
    }

    #[test]
    fn children_are_together_only_where_somebody_says_so() {
        check("a b c", "", "a b c");
        check("a@1 b@2 c@1", "", "a+c b");
        check("a@1 b@1", "a=0", "a+b=0");
        check("a@1 b@1", "b=0", "a+b=0");
        check("a b", "a=0 b=0", "a+b=0");
        check("a@1 b@1 c@1", "a=0 b=1", "a=0 b=1 c");
        check("a@1 b@2", "a=0 b=0", "a+b=0");
    }
}
