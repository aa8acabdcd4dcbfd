//! The standard safeguarding dataset of Data to Insight: a table a file, tied together by the case system's numbers.
//!
//! It is the one format that says which children a conference was about: those with one meeting's number.

use std::collections::HashMap;

use super::facts::{Care, Cases, Enquiry, Plan, Review};
use super::format::Format;
use super::key::{Domain, Key};
use super::mark::Dated;
use super::report::Report;
use super::sheet::{Line, Sheet, category};
use crate::register::Reference;

/// Where what other tables point at is: a child's position, and a position in its list.
type At = (usize, usize);

/// The numbers that tables of one import point at each other by.
#[derive(Default)]
pub(super) struct Links {
    enquiries: HashMap<String, At>,
    plans: HashMap<String, At>,
    care: HashMap<String, At>,
    /// Job titles that are those of a chair, by the professional's number.
    chairs: HashMap<String, bool>,
    n_unlinked: usize,
}

/// Reads one table; returns how many rows it has.
pub(super) fn read(
    sheet: &Sheet<'_>,
    format: Format,
    key: &Key,
    links: &mut Links,
    cases: &mut Cases,
    report: &mut Report,
) -> usize {
    sheet.for_each(report, |line| match format {
        Format::SsdEnquiries => enquiry(line, key, links, cases),
        Format::SsdPlans => plan(line, key, links, cases),
        Format::SsdConferences => conference(line, key, links, cases),
        Format::SsdReviews => review(line, key, links, cases),
        Format::SsdCareEpisodes => care_episode(line, key, links, cases),
        Format::SsdCareReviews => care_review(line, links, cases),
        Format::SsdInvolvements => involvement(line, key, links, cases),
        _ => professional(line, links),
    })
}

/// Says what tables point at that no table of the import has.
pub(super) fn finish(links: &Links, sheets: &[(Format, super::mark::Mark)], report: &mut Report) {
    let has = |format: Format| sheets.iter().any(|(known, _)| *known == format);
    for (format, mark) in sheets {
        let missing = match format {
            Format::SsdReviews if !has(Format::SsdPlans) => "ssd_cp_plans",
            Format::SsdCareReviews if !has(Format::SsdCareEpisodes) => "ssd_cla_episodes",
            _ => continue,
        };
        let message =
            format!("says nothing without {missing}, which its rows point at; wanted {missing} beside it");
        report.fault(mark, message, None);
    }
    if 0 < links.n_unlinked {
        let (n, rows) = (links.n_unlinked, if links.n_unlinked == 1 { "row points" } else { "rows point" });
        report.notes.push(format!(
            "standard dataset: {n} {rows} at plans or periods of care that no table has; they were not used"
        ));
    }
}

fn enquiry(line: &mut Line<'_>, key: &Key, links: &mut Links, cases: &mut Cases) {
    let child = line.child("s47e_person_id", key);
    let started = line.needed_date("s47e_s47_start_date");
    let ended = line.date("s47e_s47_end_date");
    let no_action = line.yes("s47e_s47_nfa");
    lose(&child, line, cases);
    let (Some(reference), Some(started), true) = (child, started, line.is_sound) else { return };
    // An enquiry that is finished and is not said to lead to a conference needs none.
    let leads = conference_flag(line.text("s47e_s47_outcome_json"));
    let unneeded = no_action == Some(true) || ended.is_some() && leads == Some(false);
    let at = cases.child(reference, &line.mark("s47e_person_id"));
    let child = &mut cases.children[at];
    let team = line.text("s47e_s47_completed_by_team");
    if !team.is_empty() {
        child.team.get_or_insert_with(|| team.to_owned());
    }
    links.enquiries.insert(line.text("s47e_s47_enquiry_id").to_owned(), (at, child.enquiries.len()));
    child.enquiries.push(Enquiry { started, conference: None, unneeded, target: None });
}

/// Returns whether an enquiry's outcome says that a conference follows; `None` where it does not say.
fn conference_flag(json: &str) -> Option<bool> {
    let outcome: serde_json::Value = serde_json::from_str(json).ok()?;
    match outcome.get("CP_CONFERENCE_FLAG")? {
        serde_json::Value::String(text) => match text.trim() {
            "Y" | "y" | "1" | "true" => Some(true),
            "N" | "n" | "0" | "false" => Some(false),
            _ => None,
        },
        serde_json::Value::Bool(flag) => Some(*flag),
        serde_json::Value::Number(number) => number.as_i64().map(|number| number != 0),
        _ => None,
    }
}

fn plan(line: &mut Line<'_>, key: &Key, links: &mut Links, cases: &mut Cases) {
    let child = line.child("cppl_person_id", key);
    let started = line.needed_date("cppl_cp_plan_start_date");
    let ended = line.date("cppl_cp_plan_end_date");
    let is_others = line.yes("cppl_cp_plan_ola") == Some(true);
    lose(&child, line, cases);
    let (Some(reference), Some(started), true) = (child, started, line.is_sound) else { return };
    if is_others {
        line.warn("cppl_cp_plan_ola", "is a plan of another authority, which reviews it; it was left out");
        return;
    }
    let category = category(line.text("cppl_cp_plan_latest_category")).unwrap_or_default();
    let at = cases.child(reference, &line.mark("cppl_person_id"));
    let child = &mut cases.children[at];
    let on = started.on;
    if child.add_plan(Plan { started, ended, category, previous: None, reviews: Vec::new() }) {
        line.warn(
            "cppl_cp_plan_start_date",
            "the child has another plan that begins that day; they are taken as one",
        );
    }
    if let Some(plan) = cases.children[at].plans.iter().position(|plan| plan.started.on == on) {
        links.plans.insert(line.text("cppl_cp_plan_id").to_owned(), (at, plan));
    }
}

fn conference(line: &mut Line<'_>, key: &Key, links: &mut Links, cases: &mut Cases) {
    let child = line.child("icpc_person_id", key);
    let held = line.date("icpc_icpc_date");
    let target = line.date("icpc_icpc_target_date");
    let is_transfer = line.yes("icpc_icpc_transfer_in") == Some(true);
    lose(&child, line, cases);
    let (Some(reference), true) = (child, line.is_sound) else { return };
    let at = cases.child(reference, &line.mark("icpc_person_id"));
    let child = &mut cases.children[at];
    let team = line.text("icpc_icpc_team");
    if !team.is_empty() {
        child.team.get_or_insert_with(|| team.to_owned());
    }
    if let Some(held) = &held {
        child.met_at(held.on, line.text("icpc_icpc_meeting_id"));
    }
    let enquiry = links.enquiries.get(line.text("icpc_s47_enquiry_id"));
    match enquiry.filter(|(whose, _)| *whose == at) {
        Some(&(_, enquiry)) => {
            let enquiry = &mut child.enquiries[enquiry];
            enquiry.conference = held.or(enquiry.conference.take());
            enquiry.target = target.or(enquiry.target.take());
        }
        None if held.is_none() && is_transfer => {
            let message = "is a transfer-in conference that is not held yet, and the day that the authority was told of \
                           the move is not in the dataset; wanted the meeting added by hand";
            line.warn("icpc_icpc_transfer_in", message);
        }
        None => child.conferences.extend(held),
    }
}

fn review(line: &mut Line<'_>, key: &Key, links: &mut Links, cases: &mut Cases) {
    let child = line.child("cppr_person_id", key);
    let held = line.date("cppr_cp_review_date");
    let due = line.date("cppr_cp_review_due");
    let is_quorate = line.yes("cppr_cp_review_quorate");
    lose(&child, line, cases);
    let (Some(reference), true) = (child, line.is_sound) else { return };
    let Some(&(at, plan)) = links.plans.get(line.text("cppr_cp_plan_id")) else {
        links.n_unlinked += 1;
        return;
    };
    if cases.children[at].reference != reference {
        line.fault(
            "cppr_cp_plan_id",
            "is the plan of another child than the row's; wanted one of this child",
            None,
        );
        cases.lose(&reference);
        return;
    }
    if held.is_some() && is_quorate == Some(false) {
        line.warn(
            "cppr_cp_review_quorate",
            "was not quorate; it is taken as held, and the next review counts from it",
        );
    }
    let child = &mut cases.children[at];
    if let Some(on) = held.as_ref().or(due.as_ref()).map(|dated| dated.on) {
        child.met_at(on, line.text("cppr_cp_review_meeting_id"));
    }
    child.plans[plan].reviews.push(Review { held, due });
}

fn care_episode(line: &mut Line<'_>, key: &Key, links: &mut Links, cases: &mut Cases) {
    let child = line.child("clae_person_id", key);
    let began = line.needed_date("clae_cla_episode_start_date");
    let ended = line.date("clae_cla_episode_ceased");
    lose(&child, line, cases);
    let (Some(reference), Some(began), true) = (child, began, line.is_sound) else { return };
    let at = cases.child(reference, &line.mark("clae_person_id"));
    let child = &mut cases.children[at];
    child.tells_of_care = true;
    let id = line.text("clae_cla_id").to_owned();
    let known = links.care.get(&id).filter(|(whose, _)| *whose == at);
    let Some(&(_, care)) = known else {
        links.care.insert(id, (at, child.care.len()));
        child.care.push(Care { started: Some(began), ended, reviews: Vec::new(), has_latest_only: false });
        return;
    };
    let care = &mut child.care[care];
    // The period goes on while any of its episodes does, and ends with the last that ended.
    care.ended = match (care.ended.take(), ended) {
        (Some(a), Some(b)) => Some(if a.on < b.on { b } else { a }),
        _ => None,
    };
    if care.started.as_ref().is_none_or(|started| began.on < started.on) {
        care.started = Some(began);
    }
}

fn care_review(line: &mut Line<'_>, links: &mut Links, cases: &mut Cases) {
    let held = line.date("clar_cla_review_date");
    let due = line.date("clar_cla_review_due_date");
    let is_cancelled = line.yes("clar_cla_review_cancelled") == Some(true);
    if !line.is_sound {
        if let Some(&(at, _)) = links.care.get(line.text("clar_cla_id")) {
            let reference = cases.children[at].reference.clone();
            cases.lose(&reference);
        }
        return;
    }
    if is_cancelled {
        return;
    }
    match links.care.get(line.text("clar_cla_id")) {
        Some(&(at, care)) => cases.children[at].care[care].reviews.push(Review { held, due }),
        None => links.n_unlinked += 1,
    }
}

fn involvement(line: &mut Line<'_>, key: &Key, links: &Links, cases: &mut Cases) {
    let child = line.child("invo_person_id", key);
    let began = line.date("invo_involvement_start_date");
    let ended = line.date("invo_involvement_end_date");
    lose(&child, line, cases);
    let (Some(reference), Some(began), None, true) = (child, began, ended, line.is_sound) else { return };
    // Others have workers too; only children of whom another table tells are of interest.
    let Some(at) = cases.find(&reference) else { return };
    let child = &mut cases.children[at];
    let team = line.text("invo_professional_team");
    if !team.is_empty() {
        child.team.get_or_insert_with(|| team.to_owned());
    }
    let (worker, role) = (line.text("invo_professional_id"), line.text("invo_professional_role_id"));
    if worker.is_empty() {
        return;
    }
    if is_chair(role) || links.chairs.get(worker) == Some(&true) {
        let is_later = child.chair.as_ref().is_none_or(|(_, since)| since.on < began.on);
        if is_later {
            let mark = line.mark("invo_professional_id");
            child.chair = Some((worker.to_owned(), Dated { on: began.on, mark }));
        }
    } else if is_social_worker(role) {
        child.worker.get_or_insert_with(|| worker_of(worker, key));
    }
}

fn professional(line: &mut Line<'_>, links: &mut Links) {
    let is_chair = is_chair(line.text("prof_professional_job_title"));
    links.chairs.insert(line.text("prof_professional_id").to_owned(), is_chair);
}

/// Notes the child of a row at fault.
fn lose(child: &Option<Reference>, line: &Line<'_>, cases: &mut Cases) {
    if let (Some(reference), false) = (child, line.is_sound) {
        cases.lose(reference);
    }
}

fn worker_of(id: &str, key: &Key) -> Reference {
    key.reference(Domain::Worker, id)
}

/// Whether a role or a job title is that of a chair.
fn is_chair(role: &str) -> bool {
    let role = role.to_lowercase();
    let is_officer = role.split(|c: char| !c.is_alphanumeric()).any(|word| word == "iro");
    let chairs = ["independent reviewing", "conference chair", "protection chair", "reviewing officer"];
    is_officer || chairs.iter().any(|chair| role.contains(chair))
}

/// Whether a role is that of the child's social worker.
fn is_social_worker(role: &str) -> bool {
    let role = role.to_lowercase();
    ["social worker", "case worker", "allocated worker", "key worker"]
        .iter()
        .any(|worker| role.contains(worker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chairs_are_known_by_their_roles() {
        let cases = [
            ("IRO", true),
            ("Independent Reviewing Officer", true),
            ("Child Protection Conference Chair", true),
            ("Senior IRO (CP)", true),
            ("Environment officer", false),
            ("Allocated Case Worker", false),
        ];
        for (role, expected) in cases {
            assert_eq!(is_chair(role), expected, "{role}");
        }
        assert!(is_social_worker("Allocated Case Worker") && !is_social_worker("Health visitor"));
    }

    #[test]
    fn an_outcome_says_whether_a_conference_follows() {
        let cases = [
            ("{\"CP_CONFERENCE_FLAG\": \"Y\"}", Some(true)),
            ("{\"CP_CONFERENCE_FLAG\": \"N\", \"NFA_FLAG\": \"Y\"}", Some(false)),
            ("{\"CP_CONFERENCE_FLAG\": \"\"}", None),
            ("{\"NFA_FLAG\": 1}", None),
            ("not json", None),
            ("", None),
        ];
        for (json, expected) in cases {
            assert_eq!(conference_flag(json), expected, "{json}");
        }
    }
}
