//! Scores and figures as lines of text.

use crate::bound::Proof;
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

/// Returns what is proven of each level, with a plan's score and its gap where there is one.
pub(super) fn bound_lines(
    claims: impl Iterator<Item = (Level, i64, Given)>,
    score: Option<&Score>,
) -> String {
    let mut text = String::new();
    for (level, bound, given) in claims {
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
        text.push_str(&format!(
            "{} at least {} {unit} in every lawful plan{}{reached}\n",
            level.code(),
            grouped(bound),
            given.words()
        ));
    }
    text
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
            serde_json::json!({
                "level": claim.level,
                "bound": claim.bound,
                "given": claim.given,
                "score": score.map(|score| claim.level.of(score.levels())),
                "gap_percent": score.and_then(|score| gap(claim.level, claim.given, score, claim.bound)),
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
