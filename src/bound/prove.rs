//! From a problem to a proof.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{NaiveDate, Weekday};

use super::ascent::{Ascent, ascend};
use super::multipliers::{Multipliers, evaluate};
use super::relaxation::Relaxation;
use super::start;
use crate::certificate::{Certificate, Claim, Given, Level, UNIT};
use crate::problem::Problem;
use crate::register::{MeetingIdx, PlaceIdx, StaffIdx};

/// How long to look for a better proof. The core reads no clock: a deadline is somebody else's to watch.
pub enum Effort<'a> {
    /// So many steps in all. The same input and number give the same proof on any machine and any number of threads.
    Steps(u64),
    /// The same, or fewer where this is set meanwhile.
    StepsOrStop(u64, &'a AtomicBool),
    /// Until the function, which returns the share of the time that is spent, reaches 1.
    Until(&'a (dyn Fn() -> f64 + Sync)),
}

/// What no lawful plan goes below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The claims about S1, S2 and S3, in this order, with the multipliers that prove them.
    pub certificate: Certificate,
    /// Steps taken.
    pub steps: u64,
    /// What forces S1 and S2 above 0, for each that is.
    pub forces: Vec<Force>,
    /// The levels of which no bound was found, and why; the certificate claims no more than that they are at least 0.
    pub without: Vec<(Level, NoBound)>,
}

/// Why no bound of a level was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBound {
    /// The meetings of the register may be at more days, times and places than memory should hold.
    TooLarge,
    /// The effort ended before the first bound was worked out.
    TimeRanOut,
}

impl NoBound {
    /// Returns the reason in words that follow "because".
    pub fn words(self) -> &'static str {
        match self {
            NoBound::TooLarge => {
                "the register has more days, times and places to book than memory should hold"
            }
            NoBound::TimeRanOut => "the time ran out before the first one was worked out",
        }
    }
}

/// What forces a level above 0: meetings that compete, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Force {
    /// S1 or S2.
    pub level: Level,
    /// The meetings that more time would help, those worth most first.
    pub meetings: Vec<MeetingIdx>,
    /// The people who have too little time for them, with the days on which they do, those worth most first.
    pub people: Vec<(StaffIdx, Vec<NaiveDate>)>,
}

/// The share of the effort that may go into S1, and into S1 and S2.
const SHARES: (f64, f64) = (0.15, 0.3);

impl Effort<'_> {
    /// Whether there is no time left, or it is to stop; steps never run out on the way.
    pub(super) fn has_run_out(&self) -> bool {
        match self {
            Effort::Steps(_) => false,
            Effort::StepsOrStop(_, stop) => stop.load(Ordering::Relaxed),
            Effort::Until(spent) => 1.0 <= spent(),
        }
    }

    /// Returns the share that so many steps are, or the time until now is.
    pub(super) fn share_spent(&self, steps: u64) -> f64 {
        match self {
            Effort::Steps(most) | Effort::StepsOrStop(most, _) => steps as f64 / (*most).max(1) as f64,
            Effort::Until(spent) => spent(),
        }
    }

    /// Whether so many steps are enough.
    pub(super) fn is_spent(&self, steps: u64) -> bool {
        match self {
            Effort::Steps(most) => *most <= steps,
            Effort::StepsOrStop(most, _) => *most <= steps || self.has_run_out(),
            Effort::Until(_) => self.has_run_out(),
        }
    }
}

impl Proof {
    /// Returns the claim about a level.
    pub fn claim(&self, level: Level) -> Option<&Claim> {
        self.certificate.claims.iter().find(|claim| claim.level == level)
    }

    /// Returns why no bound of a level was found, where none was.
    pub fn without(&self, level: Level) -> Option<NoBound> {
        self.without.iter().find(|(without, _)| *without == level).map(|&(_, reason)| reason)
    }

    /// Whether a bound of any level was found.
    pub fn has_bounds(&self) -> bool {
        self.without.len() < self.certificate.claims.len()
    }

    /// Returns the bounds of S1, S2 and S3, 0 where none was found.
    pub fn bounds(&self) -> (i64, i64, i64) {
        let bound = |level| self.claim(level).map_or(0, |claim| claim.bound);
        (bound(Level::S1), bound(Level::S2), bound(Level::S3))
    }
}

/// Returns a proof for a problem: S1 of every lawful plan is at least so much; S2 of every one whose S1 is no worse than
/// that of `score` (S1, S2 and S3 of a plan); S3 of every one whose S1 and S2 are no worse. Without a score the bounds of
/// S1 and S2 take its place.
///
/// The first bound takes one walk through everybody's days, each step another. A level of which no walk was done when
/// the effort ended, or whose walks would take too much memory ([`NoBound::TooLarge`], however many steps there are), is
/// claimed to be at least 0 and named in [`Proof::without`].
pub fn prove(problem: &Problem<'_>, score: Option<(i64, i64, i64)>, effort: &Effort<'_>) -> Proof {
    let mut prover =
        Prover { problem, effort, steps: 0, claims: Vec::new(), forces: Vec::new(), without: Vec::new() };
    let s1 = prover.level(Level::S1, Given::default(), score.map(|score| score.0), SHARES.0);
    let given = Given { s1: Some(score.map_or(s1, |score| score.0)), s2: None };
    let s2 = prover.level(Level::S2, given, score.map(|score| score.1), SHARES.1);
    let given = Given { s2: Some(score.map_or(s2, |score| score.1)), ..given };
    prover.level(Level::S3, given, score.map(|score| score.2), 1.0);
    Proof {
        certificate: Certificate { claims: prover.claims },
        steps: prover.steps,
        forces: prover.forces,
        without: prover.without,
    }
}

struct Prover<'a> {
    problem: &'a Problem<'a>,
    effort: &'a Effort<'a>,
    steps: u64,
    claims: Vec<Claim>,
    forces: Vec<Force>,
    without: Vec<(Level, NoBound)>,
}

impl Prover<'_> {
    /// Bounds a level by the time that `share` of the effort is spent, and returns the bound.
    fn level(&mut self, level: Level, given: Given, reached: Option<i64>, share: f64) -> i64 {
        let (whole, before) = (self.effort, self.steps);
        let spent = || match whole {
            Effort::Until(spent) => spent() / share,
            Effort::Steps(_) | Effort::StepsOrStop(..) => 0.0,
        };
        let left = |most: u64| ((most as f64 * share) as u64).saturating_sub(before);
        let effort = match whole {
            Effort::Until(_) => Effort::Until(&spent),
            Effort::Steps(most) => Effort::Steps(left(*most)),
            Effort::StepsOrStop(most, stop) => Effort::StepsOrStop(left(*most), stop),
        };
        if reached == Some(0) {
            self.claims.push(Claim::nothing(level, given));
            return 0;
        }
        let (relaxation, found) = match look(self.problem, given, level, reached, &effort) {
            Ok(found) => found,
            Err(reason) => {
                self.without.push((level, reason));
                self.claims.push(Claim::nothing(level, given));
                return 0;
            }
        };
        self.steps += found.steps;
        let claim = claim(&relaxation, level, &found);
        let bound = claim.bound;
        if level != Level::S3 && 0 < bound {
            self.forces.push(force(&relaxation, level, &found));
        }
        self.claims.push(claim);
        bound
    }
}

/// Returns the relaxation of a problem, and the best multipliers found in it.
fn look<'a>(
    problem: &'a Problem<'a>,
    given: Given,
    level: Level,
    reached: Option<i64>,
    effort: &Effort<'_>,
) -> Result<(Relaxation<'a>, Ascent), NoBound> {
    if effort.has_run_out() {
        return Err(NoBound::TimeRanOut);
    }
    let relaxation = Relaxation::new(problem, given, effort)?;
    let found = find(&relaxation, level, reached, effort).ok_or(NoBound::TimeRanOut)?;
    Ok((relaxation, found))
}

/// Returns the best multipliers found for a level of which a plan reaches so much, or `None` where `effort` ran out
/// before anything was proven.
fn find(
    relaxation: &Relaxation<'_>,
    level: Level,
    reached: Option<i64>,
    effort: &Effort<'_>,
) -> Option<Ascent> {
    let begin = start::multipliers(relaxation, level, effort)?;
    let found = ascend(relaxation, level, begin, reached.map(|score| score * UNIT), effort)?;
    if found.value <= 0 {
        // Bookings that stand may prove more by themselves than a bad beginning does.
        let multipliers = Multipliers::zero(relaxation);
        if let Some(nothing) = evaluate(relaxation, &multipliers, level, &[], effort)
            && found.value < nothing.value
        {
            return Some(Ascent { multipliers, value: nothing.value, worth: nothing.worth(), ..found });
        }
    }
    Some(found)
}

fn claim(relaxation: &Relaxation<'_>, level: Level, found: &Ascent) -> Claim {
    let problem = relaxation.problem;
    let multipliers = &found.multipliers;
    let bound = found.value.div_euclid(UNIT) + i64::from(found.value.rem_euclid(UNIT) != 0);
    let mut claim = Claim { bound: bound.max(0), ..Claim::nothing(level, relaxation.given) };
    (claim.unbooked, claim.late) = (multipliers.unbooked, multipliers.late);
    let not_nothing = |&(_, value): &(usize, i64)| value != 0;
    for (i, value) in multipliers.meetings.iter().copied().enumerate().filter(not_nothing) {
        claim.meetings.insert(problem.requests[i].meeting, value);
    }
    for (i, value) in multipliers.cells.iter().copied().enumerate().filter(not_nothing) {
        let cell = relaxation.cells[i];
        let request = &problem.requests[cell.request as usize];
        if request.needs_taker {
            let place = cell.place.map(PlaceIdx::from);
            claim.takers.insert((request.meeting, problem.dates[cell.day as usize], place), value);
        }
    }
    for (person, value) in multipliers.caseload.iter().copied().enumerate().filter(not_nothing) {
        claim.caseload.insert(StaffIdx::from(person), value);
    }
    for (day, date) in problem.dates.iter().enumerate() {
        let monday = date.week(Weekday::Mon).first_day();
        for person in 0..problem.people.len() {
            let value = multipliers.load[person * problem.n_weeks + problem.week_of[day]];
            if value != 0 {
                claim.load.insert((StaffIdx::from(person), monday), value);
            }
        }
    }
    claim
}

/// Returns what the multipliers say about who is short of time.
fn force(relaxation: &Relaxation<'_>, level: Level, found: &Ascent) -> Force {
    let problem = relaxation.problem;
    let mut meetings: Vec<(i64, MeetingIdx)> = problem
        .requests
        .iter()
        .zip(&found.multipliers.meetings)
        .filter(|(_, value)| 0 < **value)
        .map(|(request, &value)| (-value, request.meeting))
        .collect();
    meetings.sort_unstable();
    let mut people: BTreeMap<u32, (i64, Vec<NaiveDate>)> = BTreeMap::new();
    for (day, worth) in relaxation.person_days.iter().zip(&found.worth).filter(|(_, worth)| 0 < **worth) {
        let (sum, dates) = people.entry(day.person).or_default();
        *sum -= worth;
        dates.push(problem.dates[day.day as usize]);
    }
    let mut people: Vec<(i64, StaffIdx, Vec<NaiveDate>)> =
        people.into_iter().map(|(person, (sum, dates))| (sum, StaffIdx(person), dates)).collect();
    people.sort();
    Force {
        level,
        meetings: meetings.into_iter().map(|(_, meeting)| meeting).collect(),
        people: people.into_iter().map(|(_, person, dates)| (person, dates)).collect(),
    }
}
