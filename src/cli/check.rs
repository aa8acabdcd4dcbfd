//! `convene check`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use serde_json::{Value, json};

use super::source::Source;
use super::summary::{bound_line, count, gap, grouped, score_lines};
use super::{Answer, print_notes, print_text};
use crate::certificate::{self, Certificate};
use crate::check::{Score, Verdict, Verified, check, verify};
use crate::files;
use crate::register::{MeetingIdx, Register};

/// Unbooked and late meetings that are named; machines get all.
const MOST_NAMED: usize = 10;

/// Say every fault of a register, or every hard rule (H01 to H13) that its bookings break, and their score
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 lawful, and the certificate proves what it claims; 1 a rule is broken, or it does not; \
    2 the register, the bookings or the certificate have faults.\n\n\
    Example:\n  convene check scenarios/lancashire-2012 --bookings lancashire-2012-plan/bookings.csv"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// Judge the bookings of this file in place of all that the register has. A confirmed one that the register has and
    /// the file has not breaks H12
    #[arg(long, value_name = "FILE")]
    bookings: Option<PathBuf>,
    /// Re-check this certificate of `convene bound`, and say how far from its bounds the bookings are
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let loaded = arguments.source.read()?;
    let bookings = match &arguments.bookings {
        Some(path) => files::read_bookings(path, &loaded.register)?,
        None => loaded.register.bookings.clone(),
    };
    let verdict = check(&loaded.register, &loaded.travel, &bookings);
    let certificate = match &arguments.certificate {
        Some(path) => Some(read_certificate(path, &loaded.register)?),
        None => None,
    };
    let verified =
        certificate.as_ref().map(|certificate| verify(&loaded.register, &loaded.travel, certificate));
    // Bounds are of lawful plans.
    let score = verdict.breaches.is_empty().then_some(&verdict.score);
    if arguments.source.json {
        let mut text = as_json(&loaded.register, &verdict, &loaded.notes);
        if let Some(verified) = &verified {
            text["certificate"] = claims_as_json(verified, score);
        }
        print_text(&format!("{text:#}\n"))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&as_text(&loaded.register, &verdict))?;
        if let Some(verified) = &verified {
            print_text(&format!("\n{}", claims_as_text(verified, score)))?;
        }
    }
    let proven = verified.iter().flatten().all(Verified::holds);
    Ok(if verdict.breaches.is_empty() && proven { Answer::Yes } else { Answer::No })
}

fn read_certificate(path: &Path, register: &Register) -> Result<Certificate> {
    let bytes = std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("{} is not UTF-8 text", path.display()))?;
    certificate::read(register, &text).map_err(|fault| anyhow!("{}, {fault}", path.display()))
}

fn claims_as_text(verified: &[Verified<'_>], score: Option<&Score>) -> String {
    let mut text = String::new();
    for one in verified.iter().filter(|one| !one.holds()) {
        text.push_str(&format!(
            "Not proven: the certificate claims {} at least {}, and its multipliers prove {}.\n",
            one.claim.level.code(),
            grouped(one.claim.bound),
            grouped(one.proven)
        ));
    }
    if text.is_empty() {
        text.push_str("The certificate proves what it claims:\n");
    }
    for one in verified {
        text.push_str(&bound_line(one.claim.level, one.proven, one.claim.given, score));
    }
    text
}

fn claims_as_json(verified: &[Verified<'_>], score: Option<&Score>) -> Value {
    verified
        .iter()
        .map(|one| {
            json!({
                "level": one.claim.level,
                "given": one.claim.given,
                "claimed": one.claim.bound,
                "proven": one.proven,
                "holds": one.holds(),
                "gap_percent": score.and_then(|score| gap(one.claim.level, one.claim.given, score, one.proven)),
            })
        })
        .collect()
}

fn as_json(register: &Register, verdict: &Verdict, notes: &[String]) -> Value {
    let reference = |&meeting: &MeetingIdx| reference(register, meeting);
    json!({
        "lawful": verdict.breaches.is_empty(),
        "breaches": verdict.breaches.iter().map(|breach| json!({
            "code": breach.code,
            "meetings": breach.meetings.iter().map(reference).collect::<Vec<_>>(),
            "message": breach.message,
        })).collect::<Vec<_>>(),
        "score": verdict.score,
        "unbooked": verdict.unbooked.iter().map(reference).collect::<Vec<_>>(),
        "late": verdict.late.iter().map(|(meeting, days)| json!({
            "meeting": reference(meeting),
            "working_days": days,
        })).collect::<Vec<_>>(),
        "notes": notes,
    })
}

fn as_text(register: &Register, verdict: &Verdict) -> String {
    let mut text = String::new();
    for breach in &verdict.breaches {
        text.push_str(&format!("{} {}\n", breach.code, breach.message));
    }
    text.push_str(&match verdict.breaches.len() {
        0 => "Lawful: no hard rule is broken.\n".to_owned(),
        n => format!("\nNot lawful: {}.\n", count(n, "breach")),
    });
    text.push_str(&score_lines(register, &verdict.score));
    text.push_str(&listed("Unbooked", verdict.unbooked.iter().map(|&meeting| reference(register, meeting))));
    let late = verdict.late.iter().map(|&(meeting, days)| {
        format!("{} ({})", reference(register, meeting), count(days as usize, "working day"))
    });
    text.push_str(&listed("Late", late));
    text
}

/// Returns `Unbooked: M01, M02 and 3 more`, or nothing of no meetings.
fn listed(what: &str, meetings: impl ExactSizeIterator<Item = String>) -> String {
    let more = meetings.len().saturating_sub(MOST_NAMED);
    let named: Vec<String> = meetings.take(MOST_NAMED).collect();
    match more {
        _ if named.is_empty() => String::new(),
        0 => format!("{what}: {}\n", named.join(", ")),
        more => format!("{what}: {} and {} more; --json names all\n", named.join(", "), grouped(more as i64)),
    }
}

fn reference(register: &Register, meeting: MeetingIdx) -> String {
    register.meeting(meeting).reference.to_string()
}
