//! unavailable.csv

use chrono::{Days, NaiveDateTime};

use super::super::cells::text;
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::Sheet;
use crate::calendar::Clock;
use crate::register::{HouseholdIdx, MeetingIdx, Register, SocialWorkerIdx, Stretch, Subject, Unavailable};

const SUBJECTS: [&str; 3] = ["meeting", "household", "social_worker"];

/// Reads who cannot come when. No table lists social workers, so one whom no household names is taken in.
pub(in crate::files) fn read(
    table: Option<&Table>,
    meetings: &Ids<MeetingIdx>,
    households: &Ids<HouseholdIdx>,
    social_workers: &mut Ids<SocialWorkerIdx>,
    findings: &mut Findings,
) -> Vec<Unavailable> {
    let n_of_households = social_workers.references().len();
    read_rows(table, findings, |row| {
        let given: Vec<&str> = SUBJECTS.into_iter().filter(|column| row.is_given(column)).collect();
        if given.len() != 1 {
            let column = given.get(1).copied().unwrap_or("meeting");
            let message = match given.len() {
                0 => "meeting, household and social_worker are empty; wanted one of them".to_owned(),
                _ => format!(
                    "{} are given; wanted one of meeting, household and social_worker",
                    given.join(" and ")
                ),
            };
            row.refuse(column, message, None);
        }
        let meeting = row.link("meeting", meetings).map(Subject::Meeting);
        let household = row.link("household", households).map(Subject::Household);
        let worker = row.link_or_add("social_worker", social_workers);
        if worker.is_some_and(|worker| n_of_households <= worker.at()) {
            let (line, worker) = (row.line(), row.text("social_worker"));
            row.note(format!("{line}: social worker {worker} is no household's, so the row has no effect"));
        }
        let when = row.stretch();
        let reason = row.optional("reason", text).unwrap_or_default();
        let subject = meeting.or(household).or(worker.map(Subject::SocialWorker));
        Some(Unavailable { subject: subject?, when: when?, reason })
    })
}

/// Returns who cannot come when as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |unavailable: &Unavailable| {
        let mut cells = vec![String::new(); SUBJECTS.len()];
        match unavailable.subject {
            Subject::Meeting(meeting) => cells[0] = register.meeting(meeting).reference.to_string(),
            Subject::Household(household) => {
                cells[1] = register.households[household.at()].reference.to_string();
            }
            Subject::SocialWorker(worker) => cells[2] = register.social_workers[worker.at()].to_string(),
        }
        cells.extend([
            start_text(&unavailable.when),
            end_text(&unavailable.when),
            unavailable.reason.clone(),
        ]);
        cells
    };
    Sheet {
        columns: vec!["meeting", "household", "social_worker", "starts", "ends", "reason"],
        rows: register.unavailable.iter().map(row).collect(),
    }
}

/// Returns the start of a stretch as its cell: a date where whole days are meant, empty where it is open.
pub(super) fn start_text(when: &Stretch) -> String {
    match when.from {
        from if from <= Stretch::always().from => String::new(),
        from if Clock::of(from).0 == 0 => from.date().to_string(),
        from => moment_text(from),
    }
}

/// Returns the end of a stretch as its cell, a date included.
pub(super) fn end_text(when: &Stretch) -> String {
    match when.until {
        until if Stretch::always().until <= until => String::new(),
        until if Clock::of(until).0 == 0 => (until.date() - Days::new(1)).to_string(),
        until => moment_text(until),
    }
}

/// Returns a moment in the register's notation.
pub(super) fn moment_text(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%dT%H:%M").to_string()
}
