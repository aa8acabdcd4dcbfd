//! The work lists: which there are, and the rows of one, of what whoever asks may see.

use crate::desk::State as Plan;
use crate::follow::Practice;
use crate::lists::{LISTS, Row, View, Wanted, WorkList, list};
use crate::serve::acts::outcome::only_of;
use crate::serve::failure::Failure;
use crate::serve::session::Visitor;

/// A list with the rows that are wanted.
pub(crate) struct Listed {
    pub(crate) list: &'static WorkList,
    pub(crate) rows: Vec<Row>,
}

/// Returns what of the lists somebody sees who asks for something: who sees no others' meetings, the rows of those that they chair.
///
/// # Errors
/// Where they see only their own and the register does not have them.
pub(crate) fn allowed(plan: &Plan, visitor: &Visitor, asked: &Wanted) -> Result<Wanted, Failure> {
    let own = only_of(visitor, &plan.register)?;
    Ok(match own {
        None => asked.clone(),
        Some(person) => {
            Wanted { chair: plan.register.staff[person.at()].reference.to_string(), ..asked.clone() }
        }
    })
}

/// Returns every list, the daily check first.
pub(crate) fn all(plan: &Plan, wanted: &Wanted) -> Vec<Listed> {
    let view = View::new(&plan.register, Practice::of(&plan.register.authority));
    LISTS.iter().map(|list| Listed { list, rows: wanted.rows(&view, list) }).collect()
}

/// Returns the list of a name.
///
/// # Errors
/// Where there is none.
pub(crate) fn one(plan: &Plan, name: &str, wanted: &Wanted) -> Result<Listed, Failure> {
    let missing = || Failure::Missing { what: "list", name: "of that name".to_owned() };
    let list = list(name).ok_or_else(missing)?;
    let view = View::new(&plan.register, Practice::of(&plan.register.authority));
    Ok(Listed { list, rows: wanted.rows(&view, list) })
}
