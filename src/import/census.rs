//! The children in need census of the Department for Education, as an XML return: the schemas of 2017 to 2026.
//!
//! Of a child its number, enquiries, conferences, plans, reviews and the day of its death are taken, and all else is
//! dropped as it streams by. The order of elements does not count, and an element that no schema has is passed over:
//! a return that fails its schema must still import. The census knows neither households nor teams.

use super::date;
use super::facts::{Cases, Enquiry, Plan, Review};
use super::key::Key;
use super::mark::{Dated, Mark};
use super::report::Report;
use super::sheet::category;
use super::xml::{self, Node};
use crate::files::quoted;
use crate::register::Reference;

/// Most children of a return; the largest authorities have some ten thousand.
const MOST_CHILDREN: usize = 1_000_000;

/// The elements of the schemas, and those that returns of 2026 add.
const KNOWN: [&str; 56] = [
    "AssessmentActualStartDate",
    "AssessmentAuthorisationDate",
    "AssessmentFactors",
    "AssessmentInternalReviewDate",
    "Assessments",
    "CINPlanDates",
    "CINPlanEndDate",
    "CINPlanStartDate",
    "CINclosureDate",
    "CINdetails",
    "CINreferralDate",
    "CPPendDate",
    "CPPreviewDate",
    "CPPstartDate",
    "Child",
    "ChildCharacteristics",
    "ChildIdentifiers",
    "ChildProtectionPlans",
    "Children",
    "Collection",
    "CollectionDetails",
    "DateOfInitialCPC",
    "DateTime",
    "Disabilities",
    "Disability",
    "Ethnicity",
    "ExpectedPersonBirthDate",
    "FactorsIdentifiedAtAssessment",
    "FormerUPN",
    "GenderCurrent",
    "Header",
    "ICPCnotRequired",
    "InitialCPCtarget",
    "InitialCategoryOfAbuse",
    "LAchildID",
    "LEA",
    "LatestCategoryOfAbuse",
    "Message",
    "NumberOfPreviousCPP",
    "PersonBirthDate",
    "PersonDeathDate",
    "PrimaryNeedCode",
    "ReasonForClosure",
    "ReferenceDate",
    "ReferralNFA",
    "ReferralSource",
    "Release",
    "Reviews",
    "S47ActualStartDate",
    "Section47",
    "SerialNo",
    "Sex",
    "SoftwareCode",
    "Source",
    "SourceLevel",
    "UPN",
];
const KNOWN_TOO: [&str; 2] = ["UPNunknown", "Year"];

/// A child of the return while its elements stream by.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    died: Option<Dated>,
    enquiries: Vec<Enquiry>,
    conferences: Vec<Dated>,
    plans: Vec<Plan>,
    /// The open `CINdetails`: where its enquiries begin, and whether it is closed.
    first_of_details: usize,
    is_closed: bool,
    enquiry: DraftEnquiry,
    plan: DraftPlan,
    is_faulty: bool,
}

#[derive(Default)]
struct DraftEnquiry {
    started: Option<Dated>,
    conference: Option<Dated>,
    target: Option<Dated>,
    unneeded: bool,
}

#[derive(Default)]
struct DraftPlan {
    started: Option<Dated>,
    ended: Option<Dated>,
    category: &'static str,
    previous: Option<u32>,
    reviews: Vec<Review>,
}

/// Reads a return; returns how many children it has.
pub(super) fn read(file: &str, text: &str, key: &Key, cases: &mut Cases, report: &mut Report) -> usize {
    let (mut draft, mut n_children) = (Draft::default(), 0);
    let mut is_census = true;
    xml::stream(file, text, report, |node, report| match node {
        Node::Opened(path, mark) => {
            let name = path.last().map_or("", String::as_str);
            if path.len() == 1 && name != "Message" {
                is_census = false;
                let message = format!(
                    "begins with the element {}, which no return that is known does; wanted {}",
                    quoted(name),
                    super::recognise::KNOWN
                );
                report.fault(&mark, message, None);
            }
            let is_known = KNOWN.contains(&name) || KNOWN_TOO.contains(&name);
            if is_census
                && !is_known
                && path.iter().rev().skip(1).all(|outer| KNOWN.contains(&outer.as_str()))
            {
                let meant = report.faults.nearest(name, KNOWN);
                report.pass_over(file, &format!("the element {}", quoted(name)), meant);
            }
            match name {
                "Child" => draft = Draft::default(),
                "CINdetails" => {
                    draft.first_of_details = draft.enquiries.len();
                    draft.is_closed = false;
                }
                "Section47" => draft.enquiry = DraftEnquiry::default(),
                "ChildProtectionPlans" => draft.plan = DraftPlan::default(),
                _ => {}
            }
        }
        Node::Closed(path, text, mark) if is_census => {
            if path.last().is_some_and(|name| name == "Child") {
                n_children += 1;
                if n_children == MOST_CHILDREN + 1 {
                    report.fault(
                        &mark,
                        format!("is past the first {MOST_CHILDREN} children; at most that many are read"),
                        None,
                    );
                }
                if n_children <= MOST_CHILDREN {
                    add(std::mem::take(&mut draft), &mark, key, cases, report);
                }
            } else {
                close(&mut draft, path, text, &mark, report);
            }
        }
        Node::Closed(..) => {}
    });
    if is_census && n_children == 0 && report.faults.is_sound() {
        report
            .faults
            .fault_of_file(file, "is a census return without a child; wanted at least one element Child");
    }
    n_children
}

/// Takes over what an element that ends says.
fn close(draft: &mut Draft, path: &[String], text: &str, mark: &Mark, report: &mut Report) {
    let parent = path.len().checked_sub(2).map_or("", |at| path[at].as_str());
    let name = path.last().map_or("", String::as_str);
    let mut dated = |draft: &mut Draft| dated(draft, name, text, mark, report);
    match (parent, name) {
        ("ChildIdentifiers", "LAchildID") => draft.id = Some(text.to_owned()),
        ("ChildIdentifiers", "PersonDeathDate") => draft.died = dated(draft),
        ("CINdetails", "DateOfInitialCPC") => {
            let held = dated(draft);
            draft.conferences.extend(held);
        }
        ("CINdetails", "CINclosureDate") => draft.is_closed = dated(draft).is_some(),
        ("Section47", "S47ActualStartDate") => draft.enquiry.started = dated(draft),
        ("Section47", "InitialCPCtarget") => draft.enquiry.target = dated(draft),
        ("Section47", "DateOfInitialCPC") => draft.enquiry.conference = dated(draft),
        ("Section47", "ICPCnotRequired") => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => draft.enquiry.unneeded = true,
            "false" | "0" | "" => {}
            _ => {
                draft.is_faulty = true;
                let n = text.chars().count();
                let message =
                    format!("ICPCnotRequired holds text of {n} characters, which is not shown; wanted true or false");
                report.fault(mark, message, None);
            }
        },
        ("ChildProtectionPlans", "CPPstartDate") => draft.plan.started = dated(draft),
        ("ChildProtectionPlans", "CPPendDate") => draft.plan.ended = dated(draft),
        ("ChildProtectionPlans", "LatestCategoryOfAbuse") => match category(text) {
            Some(category) => draft.plan.category = category,
            None => report.warn(mark, "LatestCategoryOfAbuse is none that is known and was left out; wanted NEG, PHY, SAB, EMO or MUL"),
        },
        ("ChildProtectionPlans", "NumberOfPreviousCPP") => {
            draft.plan.previous = text.parse().ok().filter(|&n: &u32| n <= 50);
        }
        ("Reviews", "CPPreviewDate") => {
            let held = dated(draft).map(|held| Review { held: Some(held), due: None });
            draft.plan.reviews.extend(held);
        }
        ("CINdetails", "Section47") => {
            let DraftEnquiry { started, conference, target, unneeded } = std::mem::take(&mut draft.enquiry);
            match started {
                Some(started) => draft.enquiries.push(Enquiry { started, conference, unneeded, target }),
                None => missing(draft, "S47ActualStartDate", mark, report),
            }
        }
        ("CINdetails", "ChildProtectionPlans") => {
            let DraftPlan { started, ended, category, previous, reviews } = std::mem::take(&mut draft.plan);
            match started {
                Some(started) => draft.plans.push(Plan { started, ended, category, previous, reviews }),
                None => missing(draft, "CPPstartDate", mark, report),
            }
        }
        ("Child", "CINdetails") if draft.is_closed => {
            // A case that is closed wants no conference of its enquiries.
            let first = draft.first_of_details;
            draft.enquiries[first..].iter_mut().for_each(|enquiry| enquiry.unneeded = true);
        }
        _ => {}
    }
}

/// Reads a date; one that is none is a fault of the child.
fn dated(draft: &mut Draft, name: &str, text: &str, mark: &Mark, report: &mut Report) -> Option<Dated> {
    match date::read(text) {
        Ok(on) => on.map(|on| Dated { on, mark: mark.clone() }),
        Err(bad) => {
            draft.is_faulty = true;
            report.fault(mark, format!("{name} {}", bad.message), bad.meant);
            None
        }
    }
}

/// Records an element without one that it must have, unless that was there and is at fault already.
fn missing(draft: &mut Draft, name: &str, mark: &Mark, report: &mut Report) {
    if !draft.is_faulty {
        report.fault(mark, format!("has no element {name}; wanted one"), None);
    }
    draft.is_faulty = true;
}

/// Adds a child to the cases.
fn add(draft: Draft, mark: &Mark, key: &Key, cases: &mut Cases, report: &mut Report) {
    let Some(id) = draft.id.filter(|id| !date::is_empty(id)) else {
        report.fault(mark, "has no LAchildID; wanted the child's number", None);
        return;
    };
    let reference: Reference = key.child(&id);
    if draft.is_faulty {
        cases.lose(&reference);
    }
    let at = cases.child(reference.clone(), mark);
    let child = &mut cases.children[at];
    child.tells_of_plans = true;
    child.died = child.died.take().or(draft.died);
    child.enquiries.extend(draft.enquiries);
    child.conferences.extend(draft.conferences);
    for plan in draft.plans {
        let began = plan.started.clone();
        if child.add_plan(plan) {
            report.warn(
                &began.mark,
                format!(
                    "a plan of {reference} that begins on {} is given twice; they are taken as one",
                    began.on
                ),
            );
        }
    }
}
