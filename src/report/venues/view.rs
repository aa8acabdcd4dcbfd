//! What was asked, what was answered, and how both are said.

use crate::register::{DistrictIdx, MeetingIdx, Register, VenueIdx};
use crate::report::staffing::numbers::{fixed, signed};
use crate::report::words::{count, named};
use crate::venues::worth::{Estimate, Measure, Worth};
use crate::venues::{Assessment, Candidate, Site};

/// What was asked, and the answer.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The register.
    pub register: &'a Register,
    /// The venues that might be opened, in the order of the assessment's positions.
    pub candidates: &'a [Candidate],
    /// The answer.
    pub assessment: &'a Assessment,
}

/// What is said of a venue that no plan used.
pub(super) const UNUSED: &str = "no plan used it";
/// The heading of the weeks in which a meeting is held at a venue.
pub(super) const WEEKS_USED: &str = "Weeks with a meeting there";
/// Meetings that are named where there are more.
const NAMED: usize = 6;

impl Question<'_> {
    /// Returns `N-ACC, Children's centre`.
    pub(super) fn candidate(&self, at: usize) -> String {
        let venue = &self.candidates[at].venue;
        named(venue.reference.as_str(), &venue.name)
    }

    /// Returns the reference of a candidate.
    pub(super) fn candidate_reference(&self, at: usize) -> &str {
        self.candidates[at].venue.reference.as_str()
    }

    /// Returns where a candidate would be: a place's reference, or `new` with its coordinates.
    pub(super) fn place(&self, at: usize) -> String {
        match self.candidates[at].site {
            Site::Known(place) => self.register.places[place.at()].reference.to_string(),
            Site::New { latitude, longitude, .. } => format!("new, at {latitude}, {longitude}"),
        }
    }

    /// Returns the reference of a district, or `not known`.
    pub(super) fn district(&self, district: Option<DistrictIdx>) -> String {
        district.map_or_else(
            || "not known".to_owned(),
            |district| self.register.districts[district.at()].reference.to_string(),
        )
    }

    /// Returns the reference of a venue.
    pub(super) fn venue(&self, venue: VenueIdx) -> &str {
        self.register.venues[venue.at()].reference.as_str()
    }

    /// Returns the meetings that a change leaves without a place, with their weeks: `M-1 (week 2), M-7 (week 2) and 3 more`.
    pub(super) fn left_out(&self, worth: &Worth) -> String {
        let of = |&(week, meeting): &(usize, MeetingIdx)| {
            format!("{} (week {})", self.register.meeting(meeting).reference, week + 1)
        };
        let told: Vec<String> = worth.left_out.iter().take(NAMED).map(of).collect();
        match worth.left_out.len() {
            0 => "none".to_owned(),
            n if NAMED < n => format!("{} and {} more", told.join(", "), n - NAMED),
            _ => told.join(", "),
        }
    }

    /// Returns how many weeks there are, in words.
    pub(super) fn weeks(&self) -> String {
        count(self.assessment.demand.weeks.len() as i64, "drawn week")
    }

    /// Whether there are weeks enough for an interval.
    pub(super) fn has_intervals(&self) -> bool {
        1 < self.assessment.demand.weeks.len()
    }
}

/// Returns how many decimals the mean of a measure is shown with: counts have small means.
pub(super) fn decimals(measure: Measure) -> usize {
    match measure {
        Measure::Cost
        | Measure::StaffMinutes
        | Measure::FamilyMinutes
        | Measure::NearerMinutes
        | Measure::FartherMinutes => 0,
        _ => 1,
    }
}

/// Whether a measure can be less than nought, so that its sign is to be shown.
fn has_sign(measure: Measure) -> bool {
    !matches!(
        measure,
        Measure::Nearer | Measure::NearerMinutes | Measure::Farther | Measure::FartherMinutes | Measure::Held
    )
}

/// Returns a measure as `+132 (90 to 174)`, without the interval where there is one week only.
pub(super) fn told(measure: Measure, estimate: Estimate) -> String {
    let number = |value: f64| fixed(value, decimals(measure));
    let mean = if has_sign(measure) { signed(number(estimate.mean)) } else { number(estimate.mean) };
    match estimate.half_width {
        Some(_) => {
            let [low, high] = estimate.ends();
            format!("{mean} ({} to {})", number(low), number(high))
        }
        None => mean,
    }
}

/// Returns a measure of a change as [`told`] has it, or a dash where no plan used the venue: that is a search without a find, and no interval
/// says how sure that is.
pub(super) fn told_of(measure: Measure, worth: &Worth) -> String {
    if worth.is_unused() { "–".to_owned() } else { told(measure, worth.estimate(measure)) }
}

/// Returns whether minutes of cost are told apart from nothing, or that there is nothing to tell apart.
pub(super) fn certainty(worth: &Worth) -> &'static str {
    if worth.is_unused() {
        return UNUSED;
    }
    let cost = worth.estimate(Measure::Cost);
    match (cost.half_width, cost.is_clear()) {
        (None, _) => "one week tells nothing of chance",
        (Some(_), true) => "more than chance",
        (Some(_), false) => "may be chance",
    }
}

/// Returns minutes as hours: `3.2 hours`, or minutes below an hour and a half.
fn hours(minutes: f64) -> String {
    if minutes < 90.0 {
        count(minutes.round() as i64, "minute")
    } else {
        format!("{} hours", fixed(minutes / 60.0, 1))
    }
}

/// Returns what was found, in a sentence without its full stop: the page's heading.
pub fn finding(question: &Question<'_>) -> String {
    let assessment = question.assessment;
    if let Some((at, worth)) = assessment.candidates.first() {
        let of = match assessment.candidates.len() {
            1 => String::new(),
            n => format!(", the most of {n} candidates"),
        };
        let reference = question.candidate_reference(*at);
        let (children, _, cost) = worth.rank();
        let saved = worth.estimate(Measure::Cost);
        let is_told_apart = saved.is_clear() || !question.has_intervals();
        return match (0 < children, 0 < cost && is_told_apart) {
            (true, _) => format!(
                "{reference} would give {} children a week a place that they would not have{of}",
                fixed(worth.estimate(Measure::Children).mean, 1)
            ),
            (false, true) => {
                format!("{reference} would save {} of cost a week{of}", hours(saved.mean))
            }
            (false, false) if 0 < cost => {
                format!("{reference} comes first, but no candidate saves more than chance might")
            }
            (false, false) => "No candidate saves anything".to_owned(),
        };
    }
    match assessment.closures.first() {
        Some((venue, worth)) if worth.rank() < (0, 0, 0) => {
            let reference = question.venue(*venue);
            let lost = worth.left_out.len();
            if 0 < lost {
                format!("{reference} would be missed most: without it {} no place", have(lost))
            } else {
                let cost = -worth.estimate(Measure::Cost).mean;
                format!("{reference} would be missed most: without it a week costs {} more", hours(cost))
            }
        }
        Some(_) => "No venue would be missed".to_owned(),
        None => "How full the venues are".to_owned(),
    }
}

fn have(n: usize) -> String {
    format!("{} {}", count(n as i64, "meeting"), if n == 1 { "has" } else { "have" })
}
