//! Annex A of Ofsted's inspections of children's services: lists 5, 7 and 8.
//!
//! A list holds the latest review only; what that leaves open is settled where the next meeting is worked out. Allocated
//! workers are given by name: the name becomes a pseudonym as it is read.

use super::facts::{Care, Cases, Child, Enquiry, Plan, Review};
use super::format::Format;
use super::key::{Domain, Key};
use super::report::Report;
use super::sheet::{Line, Sheet, category};

/// Most plans that a child can have had.
const MOST_PLANS: u32 = 50;

/// Reads one list; returns how many rows it has.
pub(super) fn read(
    sheet: &Sheet<'_>,
    format: Format,
    key: &Key,
    cases: &mut Cases,
    report: &mut Report,
) -> usize {
    sheet.for_each(report, |line| {
        let child = line.child("Child Unique ID", key);
        let mark = line.mark("Child Unique ID");
        // A row without a child is read on for its other faults.
        let mut read = |line: &mut Line<'_>, add: &mut dyn FnMut(&mut Line<'_>) -> Option<Fact>| {
            let fact = add(line);
            if let (Some(reference), false) = (&child, line.is_sound) {
                cases.lose(reference);
            }
            let (Some(reference), Some(fact), true) = (&child, fact, line.is_sound) else { return };
            let at = cases.child(reference.clone(), &mark);
            let child = &mut cases.children[at];
            allocate(line, key, child);
            if fact.add_to(child) {
                line.warn(
                    "Child Unique ID",
                    format!("the plan of {reference} that begins that day is given twice"),
                );
            }
        };
        match format {
            Format::AnnexA5 => read(line, &mut enquiry),
            Format::AnnexA7 => read(line, &mut plan),
            _ => read(line, &mut care),
        }
    })
}

/// What one row says.
enum Fact {
    Enquiry(Enquiry),
    Plan(Plan),
    Care(Care),
}

impl Fact {
    /// Adds it to a child; returns whether it is a plan that was there.
    fn add_to(self, child: &mut Child) -> bool {
        match self {
            Fact::Enquiry(enquiry) => {
                child.enquiries.push(enquiry);
                false
            }
            Fact::Plan(plan) => child.add_plan(plan),
            Fact::Care(care) => {
                child.tells_of_care = true;
                child.care.push(care);
                false
            }
        }
    }
}

fn enquiry(line: &mut Line<'_>) -> Option<Fact> {
    let started = line.needed_date("Strategy discussion initiating Section 47 Enquiry Start Date");
    let unneeded =
        line.yes("Was an Initial Child Protection Conference deemed unnecessary?").unwrap_or(false);
    let conference = line.date("Date of Initial Child Protection Conference");
    Some(Fact::Enquiry(Enquiry { started: started?, conference, unneeded, target: None }))
}

fn plan(line: &mut Line<'_>) -> Option<Fact> {
    let started = line.needed_date("Child Protection Plan Start Date");
    let ended = line.date("Child Protection Plan End Date");
    let reviewed = line.date("Date of latest review conference");
    let category = category(line.text("Latest Category of Abuse")).unwrap_or_else(|| {
        line.warn("Latest Category of Abuse", "the category of abuse is none that is known and was left out");
        ""
    });
    let previous = line.text("Number of Previous Child Protection Plans").parse().ok();
    let reviews = reviewed.map(|held| Review { held: Some(held), due: None }).into_iter().collect();
    let previous = previous.filter(|&n: &u32| n <= MOST_PLANS);
    Some(Fact::Plan(Plan { started: started?, ended, category, previous, reviews }))
}

fn care(line: &mut Line<'_>) -> Option<Fact> {
    let started = line.needed_date("Date Started to be Looked After");
    let ended = line.date("Date Ceased to be Looked After");
    let reviewed = line.date("Date of Latest Statutory Review");
    let reviews = reviewed.map(|held| Review { held: Some(held), due: None }).into_iter().collect();
    Some(Fact::Care(Care { started: Some(started?), ended, reviews, has_latest_only: true }))
}

/// Takes over who holds the case.
fn allocate(line: &Line<'_>, key: &Key, child: &mut Child) {
    let team = line.text("Allocated Team");
    if !team.is_empty() {
        child.team.get_or_insert_with(|| team.to_owned());
    }
    if let Some(worker) = worker(line.text("Allocated Worker"), key) {
        child.worker.get_or_insert(worker);
    }
}

/// Returns the pseudonym of a worker who is given by name: blanks and the size of letters do not count.
fn worker(name: &str, key: &Key) -> Option<crate::register::Reference> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    (!name.is_empty()).then(|| key.reference(Domain::Worker, &name))
}
