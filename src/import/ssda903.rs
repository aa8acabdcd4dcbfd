//! SSDA903: episodes and reviews of looked-after children.
//!
//! An episode is a spell in one placement; a period of care is a chain of them that begins with reason `S`. A period
//! that began before the return does has no known beginning. Reviews alone do not say who is still looked after, so
//! that they are read only beside the episodes of the same return.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::facts::{Care, Cases, Review};
use super::key::Key;
use super::mark::Dated;
use super::report::Report;
use super::sheet::Sheet;

/// A spell in one placement.
struct Episode {
    began: Dated,
    ended: Option<Dated>,
    /// Whether the child began to be looked after with it.
    is_first: bool,
    /// Whether the return says that another follows the same day.
    goes_on: bool,
}

/// Reads the episodes; returns how many rows they have.
pub(super) fn read_episodes(sheet: &Sheet<'_>, key: &Key, cases: &mut Cases, report: &mut Report) -> usize {
    let mut episodes: BTreeMap<usize, Vec<Episode>> = BTreeMap::new();
    let n_rows = sheet.for_each(report, |line| {
        let child = line.child("CHILD", key);
        let began = line.needed_date("DECOM");
        let ended = line.date("DEC");
        let is_first = line.text("RNE").eq_ignore_ascii_case("S");
        let goes_on = line.text("REC").eq_ignore_ascii_case("X1");
        if let (Some(reference), false) = (&child, line.is_sound) {
            cases.lose(reference);
        }
        if let (Some(reference), Some(began), true) = (child, began, line.is_sound) {
            let at = cases.child(reference, &line.mark("CHILD"));
            episodes.entry(at).or_default().push(Episode { began, ended, is_first, goes_on });
        }
    });
    for (at, mut episodes) in episodes {
        episodes.sort_by_key(|episode| episode.began.on);
        let child = &mut cases.children[at];
        child.tells_of_care = true;
        child.care.extend(periods(episodes, report));
    }
    n_rows
}

/// Returns the periods of care that a child's episodes, in order, make up.
fn periods(episodes: Vec<Episode>, report: &mut Report) -> Vec<Care> {
    let mut periods: Vec<Care> = Vec::new();
    let mut before: Option<(NaiveDate, bool)> = None;
    for episode in episodes {
        let follows = before.is_some_and(|(ended, goes_on)| goes_on || ended == episode.began.on);
        if episode.is_first || !follows || periods.is_empty() {
            let started = episode.is_first.then(|| episode.began.clone());
            periods.push(Care { started, ended: None, reviews: Vec::new(), has_latest_only: false });
        }
        before = match &episode.ended {
            Some(ended) => Some((ended.on, episode.goes_on)),
            None => Some((episode.began.on, true)),
        };
        if let Some(period) = periods.last_mut() {
            period.ended = episode.ended.filter(|_| !episode.goes_on);
        }
    }
    let n_open = periods.iter().rev().skip(1).filter(|period| period.ended.is_none()).count();
    let last = periods.last().and_then(|period| period.started.as_ref()).filter(|_| 0 < n_open);
    if let Some(started) = last {
        report.warn(
            &started.mark,
            "another period of care has no end; it is taken to have ended before this one",
        );
    }
    // Only the last can be going on.
    let n_periods = periods.len();
    periods.drain(..n_periods.saturating_sub(1));
    periods
}

/// Reads the reviews; returns how many rows they have.
pub(super) fn read_reviews(
    sheet: &Sheet<'_>,
    key: &Key,
    has_episodes: bool,
    cases: &mut Cases,
    report: &mut Report,
) -> usize {
    let mut n_strangers = 0;
    let n_rows = sheet.for_each(report, |line| {
        let child = line.child("CHILD", key);
        let held = line.needed_date("REVIEW");
        if let (Some(reference), false) = (&child, line.is_sound) {
            cases.lose(reference);
        }
        let (Some(reference), Some(held), true) = (child, held, line.is_sound) else { return };
        let care = cases.find(&reference).and_then(|at| cases.children[at].care.last_mut());
        match care {
            // A child who was looked after before has reviews of that time too.
            Some(care) if care.started.as_ref().is_some_and(|started| held.on < started.on) => {}
            Some(care) => care.reviews.push(Review { held: Some(held), due: None }),
            None => n_strangers += 1,
        }
    });
    if !has_episodes && 0 < n_rows {
        let message = "says when reviews were held and not who is still looked after; wanted the episodes of the \
                       same return beside it";
        report.fault(&sheet.mark(), message, None);
    } else if 0 < n_strangers {
        report.notes.push(format!(
            "{n_strangers} SSDA903 reviews are of children without an episode and were not used"
        ));
    }
    n_rows
}
