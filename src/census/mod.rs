//! The child protection part of the children in need census of the Department for Education, out of a register and its record.
//!
//! Plans, conferences and reviews are those that [`crate::indicators`] counts, so that the return and the report of a year say the same. The
//! text follows the schema of 2026, whatever the year. Children are known by the register's references; nobody is named.
//!
//! What the census asks of every child and a register does not have is given by the code of the schema for "not known": the sex is `U`
//! (unknown), the source of the referral `10` (unknown), and the ethnicity `NOBT` (information not yet obtained) where `child_details` has none
//! or a word that is no code. There is no code for a day: the referral is dated by the first day that the register knows of what is given
//! (the strategy discussion, the initial conference or the plan). Assessments, plans of children in need, enquiries that led to no
//! conference, disabilities, pupil numbers and the closing of cases are the case system's and are left out.
//!
//! Source: DfE, children in need census, `CIN_schema_2026.xsd` and its validation rules.

mod codes;
mod conferences;
mod gather;
mod model;
mod note;
mod plans;
#[cfg(test)]
mod proofs;
mod xml;

pub use gather::census;
pub use model::{Census, CensusChild, CensusError, Enquiry, Lea, Plan};
pub use note::{Gap, Note};
