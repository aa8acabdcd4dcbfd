//! outcomes.csv

use super::super::cells::{Words, YES_NO, date, free_word, moment_of, whole, word, word_for};
use super::super::findings::{Findings, refusal};
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use super::unavailable::moment_text;
use crate::register::{Agency, MeetingIdx, MeetingResult, NotHeld, Outcome, Register, Staff, StaffIdx};

const RESULTS: [(&str, MeetingResult); 3] = [
    ("held", MeetingResult::Held),
    ("adjourned", MeetingResult::Adjourned),
    ("cancelled", MeetingResult::Cancelled),
];

const REASONS: [(&str, NotHeld); 8] = [
    ("no_social_worker", NotHeld::NoSocialWorker),
    ("no_report", NotHeld::NoReport),
    ("not_quorate", NotHeld::NotQuorate),
    ("venue_confusion", NotHeld::VenueConfusion),
    ("chair_absent", NotHeld::ChairAbsent),
    ("family_request", NotHeld::FamilyRequest),
    ("more_information", NotHeld::MoreInformation),
    ("other", NotHeld::Other),
];

const AGENCIES: [(&str, Agency); 10] = [
    ("social_care", Agency::SocialCare),
    ("health", Agency::Health),
    ("education", Agency::Education),
    ("police", Agency::Police),
    ("probation", Agency::Probation),
    ("housing", Agency::Housing),
    ("midwifery", Agency::Midwifery),
    ("adult_services", Agency::AdultServices),
    ("voluntary", Agency::Voluntary),
    ("other", Agency::Other),
];

/// Most questionnaires of one meeting.
const MOST_QUESTIONNAIRES: u32 = 1_000;

/// Reads what became of meetings, in the order of the rows: a later row about the same meeting corrects an earlier one.
pub(in crate::files) fn read(
    table: Option<&Table>,
    meetings: &Ids<MeetingIdx>,
    staff_ids: &Ids<StaffIdx>,
    staff: &[Staff],
    findings: &mut Findings,
) -> Vec<Outcome> {
    read_rows(table, findings, |row| {
        let meeting = row.required_link("meeting", meetings);
        let result = row.required("result", word(&RESULTS));
        let on = row.required("on", date);
        let chair = row.link("chair", staff_ids);
        if chair.is_some_and(|chair| !staff[chair.at()].role.chairs()) {
            let given = row.text("chair");
            let message = refusal("chair", given, "takes minutes", "somebody of role iro or senior_iro");
            row.refuse("chair", message, None);
        }
        let reason = row.optional("reason", word(&REASONS));
        let agencies = row.list("agencies", word(&AGENCIES));
        let quorate = row.optional("quorate", word(&YES_NO));
        let parents = row.optional("parents", word(&YES_NO));
        let advocate = row.optional("advocate", word(&YES_NO));
        let report_shared = row.optional("report_shared", moment_of);
        let sheet_sent = row.optional("sheet_sent", moment_of);
        let minutes_signed = row.optional("minutes_signed", date);
        let minutes_sent = row.optional("minutes_sent", date);
        let concern = row.optional("concern", word(&YES_NO)).unwrap_or(false);
        let form_done = row.optional("form_done", date);
        let count = || whole(0..=MOST_QUESTIONNAIRES, "questionnaires");
        let questionnaires_given = row.optional("questionnaires_given", count());
        let questionnaires_returned = row.optional("questionnaires_returned", count());
        let recorded = row.optional("recorded", moment_of);
        let by = row.optional("by", free_word);
        Some(Outcome {
            meeting: meeting?,
            result: result?,
            on: on?,
            chair,
            reason,
            agencies,
            quorate,
            parents,
            advocate,
            report_shared,
            sheet_sent,
            minutes_signed,
            minutes_sent,
            concern,
            form_done,
            questionnaires_given,
            questionnaires_returned,
            recorded,
            by,
        })
    })
}

/// Returns what became of meetings as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |outcome: &Outcome| {
        vec![
            register.meeting(outcome.meeting).reference.to_string(),
            word_for(&RESULTS, &outcome.result).to_owned(),
            outcome.on.to_string(),
            or_empty(outcome.chair.map(|chair| &register.staff[chair.at()].reference)),
            word_or_empty(&REASONS, outcome.reason),
            outcome.agencies.iter().map(|agency| word_for(&AGENCIES, agency)).collect::<Vec<_>>().join(";"),
            word_or_empty(&YES_NO, outcome.quorate),
            word_or_empty(&YES_NO, outcome.parents),
            word_or_empty(&YES_NO, outcome.advocate),
            or_empty(outcome.report_shared.map(moment_text)),
            or_empty(outcome.sheet_sent.map(moment_text)),
            or_empty(outcome.minutes_signed),
            or_empty(outcome.minutes_sent),
            word_or_empty(&YES_NO, outcome.concern.then_some(true)),
            or_empty(outcome.form_done),
            or_empty(outcome.questionnaires_given),
            or_empty(outcome.questionnaires_returned),
            or_empty(outcome.recorded.map(moment_text)),
            outcome.by.clone().unwrap_or_default(),
        ]
    };
    Sheet {
        columns: vec![
            "meeting",
            "result",
            "on",
            "chair",
            "reason",
            "agencies",
            "quorate",
            "parents",
            "advocate",
            "report_shared",
            "sheet_sent",
            "minutes_signed",
            "minutes_sent",
            "concern",
            "form_done",
            "questionnaires_given",
            "questionnaires_returned",
            "recorded",
            "by",
        ],
        rows: register.record.outcomes.iter().map(row).collect(),
    }
}

fn word_or_empty<T: PartialEq>(words: &Words<T>, value: Option<T>) -> String {
    value.map_or("", |value| word_for(words, &value)).to_owned()
}
