//! Every indicator, in the order in which reports and help have them.

use super::{
    Indicator, adjournments, caseload, conferences, decision_sheets, duration, ended_long, forms, handovers,
    initial_in_time, long_plans, looked_after, minutes, parents, participation, plans, questionnaires,
    quorate, reconvened, repeat_plans, reports_shared, reviews_children, reviews_conferences,
    reviews_snapshot, starts_and_ends,
};

/// Every indicator.
pub const INDICATORS: &[&Indicator] = &[
    &conferences::CONFERENCES,
    &plans::ON_PLAN,
    &plans::RATE,
    &starts_and_ends::STARTS,
    &starts_and_ends::ENDS,
    &initial_in_time::IN_TIME,
    &initial_in_time::BANDS,
    &reviews_snapshot::SNAPSHOT,
    &reviews_children::CHILDREN_REVIEWED,
    &reviews_conferences::CONFERENCES_IN_TIME,
    &ended_long::ENDED_AFTER_TWO_YEARS,
    &repeat_plans::EVER,
    &repeat_plans::WITHIN_12_MONTHS,
    &repeat_plans::WITHIN_24_MONTHS,
    &duration::DURATION,
    &long_plans::OVER_12_MONTHS,
    &long_plans::OVER_2_YEARS,
    &looked_after::LOOKED_AFTER,
    &adjournments::ADJOURNMENTS,
    &reconvened::RECONVENED,
    &decision_sheets::SHEETS,
    &minutes::MINUTES,
    &forms::FORMS,
    &participation::PARTICIPATION,
    &participation::OVER_TENS,
    &parents::PARENTS,
    &reports_shared::REPORTS_SHARED,
    &quorate::QUORATE,
    &questionnaires::RETURNED,
    &caseload::CASELOAD,
    &handovers::HANDOVERS,
];

/// Returns the indicator of a key, or `None` where there is none.
pub fn indicator(key: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().copied().find(|indicator| indicator.key == key)
}
