//! What can be recorded of a meeting: each value with its word in files and calls, and its words for people.

use crate::register::{Agency, MeetingResult, NotHeld, PlanVerdict};

/// A value, its word in files and calls, and its words for people.
pub type Said<T> = (T, &'static str, &'static str);

/// Whether it was held.
pub const RESULTS: [Said<MeetingResult>; 3] = [
    (MeetingResult::Held, "held", "Held and completed"),
    (MeetingResult::Adjourned, "adjourned", "Adjourned: put off, or begun and not completed"),
    (MeetingResult::Cancelled, "cancelled", "Cancelled: it will not be held"),
];

/// Why it was not. The words for people are those by which the desk has adjournments told.
pub const REASONS: [Said<NotHeld>; 8] = [
    (NotHeld::NoSocialWorker, "no_social_worker", "no social worker"),
    (NotHeld::NoReport, "no_report", "no report"),
    (NotHeld::NotQuorate, "not_quorate", "not quorate"),
    (NotHeld::VenueConfusion, "venue_confusion", "venue confusion"),
    (NotHeld::ChairAbsent, "chair_absent", "chair could not attend"),
    (NotHeld::FamilyRequest, "family_request", "family's request"),
    (NotHeld::MoreInformation, "more_information", "more information needed"),
    (NotHeld::Other, "other", "other"),
];

/// Who may be there.
pub const AGENCIES: [Said<Agency>; 10] = [
    (Agency::SocialCare, "social_care", "Social care"),
    (Agency::Health, "health", "Health"),
    (Agency::Education, "education", "Education"),
    (Agency::Police, "police", "Police"),
    (Agency::Probation, "probation", "Probation"),
    (Agency::Housing, "housing", "Housing"),
    (Agency::Midwifery, "midwifery", "Midwifery"),
    (Agency::AdultServices, "adult_services", "Adult services"),
    (Agency::Voluntary, "voluntary", "Voluntary sector"),
    (Agency::Other, "other", "Others"),
];

/// What may be decided for a child.
pub const VERDICTS: [Said<PlanVerdict>; 4] = [
    (PlanVerdict::PlanStarts, "plan_starts", "A plan starts"),
    (PlanVerdict::PlanContinues, "plan_continues", "The plan continues"),
    (PlanVerdict::PlanEnds, "plan_ends", "The plan ends"),
    (PlanVerdict::NoPlan, "no_plan", "No plan"),
];

/// How a child took part (DfE, SSDA903 guide, review codes).
pub const PARTICIPATION: [Said<u8>; 8] = [
    (0, "PN0", "PN0: under 4 at the time"),
    (1, "PN1", "PN1: was there and spoke"),
    (2, "PN2", "PN2: was there, an advocate spoke"),
    (3, "PN3", "PN3: was there and told views without speech"),
    (4, "PN4", "PN4: was there and told no views"),
    (5, "PN5", "PN5: was not there, an advocate spoke"),
    (6, "PN6", "PN6: was not there and sent views"),
    (7, "PN7", "PN7: was not there and sent no views"),
];

/// Categories of abuse as children.csv has them.
pub const CATEGORIES: [(&str, &str); 5] = [
    ("neglect", "Neglect"),
    ("emotional", "Emotional abuse"),
    ("physical", "Physical abuse"),
    ("sexual", "Sexual abuse"),
    ("multiple", "Multiple"),
];

/// Returns the value of a word, `None` where it is none of them.
pub fn value<T: Copy>(words: &[Said<T>], word: &str) -> Option<T> {
    words.iter().find(|said| said.1 == word).map(|said| said.0)
}

/// Returns the word of a value in files and calls.
pub fn word<T: PartialEq>(words: &[Said<T>], value: &T) -> &'static str {
    words.iter().find(|said| said.0 == *value).map_or("", |said| said.1)
}

/// Returns the words of a value for people.
pub fn title<T: PartialEq>(words: &[Said<T>], value: &T) -> &'static str {
    words.iter().find(|said| said.0 == *value).map_or("", |said| said.2)
}

/// Returns the reason that is told in words for people, such as `no report`.
pub fn reason_told(words: &str) -> Option<NotHeld> {
    REASONS.iter().find(|said| said.2 == words).map(|said| said.0)
}
