//! Scores and figures as lines of text.

use crate::bound::{NoBound, Proof};
use crate::certificate::{Given, Level};
use crate::check::Score;
use crate::register::Register;
use crate::report::Figures;
use crate::rules::SOFT;
pub(super) use crate::words::thousands as grouped;
use crate::words::{self, children};

/// Returns `1 fault`, `2 faults`, `3 breaches`.
pub(super) fn count(n: usize, what: &str) -> String {
    words::count(n as i64, what)
}

/// Returns the score, level by level, with what S3 is made of.
pub(super) fn score_lines(register: &Register, score: &Score) -> String {
    let mut text = format!(
        "S1 {:>8}  children left unbooked\nS2 {:>8}  children × working days past the statutory date\nS3 {:>8}  \
         minutes of cost:\n",
        grouped(score.s1),
        grouped(score.s2),
        grouped(score.s3)
    );
    for (part, rule) in score.parts.iter().zip(SOFT).filter(|(part, _)| part.amount != 0) {
        let weight =
            rule.default_weight().map_or(String::new(), |_| format!(" at {}", rule.weight(register)));
        text.push_str(&format!(
            "   {:>8}  {}: {}{weight} ({})\n",
            grouped(part.minutes),
            part.key,
            grouped(part.amount),
            rule.sentence()
        ));
    }
    text
}

/// Returns what a proof says of each level, with a plan's score and its gap where there is one.
pub(super) fn proof_lines(proof: &Proof, score: Option<&Score>) -> String {
    let claims = proof.certificate.claims.iter();
    claims
        .map(|claim| match proof.without(claim.level) {
            Some(reason) => {
                format!("{}: no bound was found, because {}\n", claim.level.code(), reason.words())
            }
            None => bound_line(claim.level, claim.bound, claim.given, score),
        })
        .collect()
}

/// Returns what is proven of a level, with a plan's score and its gap where there is one.
pub(super) fn bound_line(level: Level, bound: i64, given: Given, score: Option<&Score>) -> String {
    let unit = match level {
        Level::S1 if bound == 1 => "child left unbooked",
        Level::S1 => "children left unbooked",
        Level::S2 => "children × working days past the statutory date",
        Level::S3 => "minutes of cost",
    };
    let reached = score.map_or(String::new(), |score| {
        let reached = level.of(score.levels());
        if !given.includes(score.levels()) {
            return " (this plan is not one of them)".to_owned();
        }
        match gap(level, given, score, bound) {
            _ if reached == bound => ": this plan has as few".to_owned(),
            Some(gap) if 0 < bound => {
                format!(": this plan has {}: at most {gap:.1} % could be saved", grouped(reached))
            }
            _ => format!(": this plan has {}", grouped(reached)),
        }
    });
    format!(
        "{} at least {} {unit} in every lawful plan{}{reached}\n",
        level.code(),
        grouped(bound),
        given.words()
    )
}

/// Returns by how many per cent of itself a plan's level lies above a bound, or `None` where it is 0 or the bound is not
/// of such plans.
pub(super) fn gap(level: Level, given: Given, score: &Score, bound: i64) -> Option<f64> {
    given.includes(score.levels()).then(|| level.gap_percent(score.levels(), bound)).flatten()
}

/// Returns the same for programs, level by level.
pub(super) fn bounds_json(proof: &Proof, score: Option<&Score>) -> Vec<serde_json::Value> {
    let claims = proof.certificate.claims.iter();
    claims
        .map(|claim| {
            let without = proof.without(claim.level);
            let bound = without.is_none().then_some(claim.bound);
            let gap = |score| gap(claim.level, claim.given, score, bound?);
            serde_json::json!({
                "level": claim.level,
                "bound": bound,
                "no_bound_because": without.map(NoBound::words),
                "given": claim.given,
                "score": score.map(|score| claim.level.of(score.levels())),
                "gap_percent": score.and_then(gap),
            })
        })
        .collect()
}

/// Returns the figures that a clerk asks for.
pub(super) fn figure_lines(figures: &Figures) -> String {
    let hours = |minutes: i64| format!("{} h", grouped((minutes + 30) / 60));
    let family = figures
        .family_journey_minutes
        .map_or_else(String::new, |minutes| format!(", families {minutes} minutes each way on average"));
    let confirmed = match figures.handovers_standing {
        0 => String::new(),
        n => format!("; {} of them confirmed already", grouped(n as i64)),
    };
    let rows = [
        ("booked", format!("{} of {}", count(figures.booked, "meeting"), grouped(figures.to_book as i64))),
        (
            "standing",
            format!("{} to come stood confirmed and stay as they are", count(figures.standing, "booking")),
        ),
        ("late", format!("{} past the statutory date", count(figures.late, "meeting"))),
        (
            "handovers",
            format!(
                "{} with another chair ({}){confirmed}",
                count(figures.handovers, "meeting"),
                children(figures.handover_children)
            ),
        ),
        (
            "travel",
            format!(
                "chairs {}, minute takers {}{family}",
                hours(figures.travel_chair_minutes),
                hours(figures.travel_taker_minutes)
            ),
        ),
    ];
    rows.into_iter().map(|(name, value)| format!("  {name:<11}{value}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::{Certificate, Claim};

    #[test]
    fn a_level_without_a_bound_is_told_with_the_reason_and_never_as_a_bound_of_nothing() {
        let claims = [Level::S1, Level::S2, Level::S3].map(|level| Claim::nothing(level, Given::default()));
        let mut proof = Proof {
            certificate: Certificate { claims: claims.into() },
            steps: 0,
            forces: Vec::new(),
            without: vec![(Level::S3, NoBound::TooLarge)],
        };
        let text = proof_lines(&proof, None);
        assert!(text.starts_with("S1 at least 0 "), "{text}");
        assert!(text.contains("\nS3: no bound was found, because the register has more"), "{text}");
        let answers = bounds_json(&proof, None);
        assert_eq!(answers[1]["bound"], 0);
        assert_eq!(answers[2]["bound"], serde_json::Value::Null);
        assert!(answers[2]["no_bound_because"].is_string() && answers[1]["no_bound_because"].is_null());
        assert!(proof.has_bounds());

        proof.without = [Level::S1, Level::S2, Level::S3].map(|level| (level, NoBound::TimeRanOut)).into();
        let text = proof_lines(&proof, None);
        assert!(!text.contains("at least") && text.contains("time ran out"), "{text}");
        assert!(!proof.has_bounds());
    }
}
