//! The comparison: every week with the venues as they are, with each candidate, and with each venue shut.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::candidate::{Candidate, opened, shut};
use super::demand::{Demand, NoDemand, draw};
use super::journeys::{DistrictJourneys, journeys};
use super::parallel::in_parallel;
use super::planned::{Effort, Outcome, plan_week};
use super::pressure::{VenuePressure, pressure};
use super::worth::{Estimate, Worth};
use crate::plan::Unlawful;
use crate::register::{Register, VenueIdx};
use crate::travel::Travel;

/// What is compared, and with how much effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// Weeks that are drawn, at least 1.
    pub weeks: u32,
    /// Steps of the search for each plan.
    pub steps: u64,
    /// Decides every draw.
    pub seed: u64,
    /// Threads to use; they decide nothing but how long it takes.
    pub threads: usize,
    /// Whether each venue is shut in turn, too.
    pub shut_each: bool,
}

/// Why venues were not compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing to draw weeks from.
    #[error(transparent)]
    NoDemand(#[from] NoDemand),
    /// Roads do not join every place.
    #[error("the register's roads do not join all its places")]
    Unjoined,
    /// A plan breaks a hard rule.
    #[error(transparent)]
    Unlawful(#[from] Unlawful),
    /// It was to stop.
    #[error("stopped before every plan was made")]
    Stopped,
}

/// How full venues are, how far people go, and what others would be worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The weeks that all are compared on.
    pub demand: Demand,
    /// What was compared, and with how much effort.
    pub config: Config,
    /// As things are, week by week.
    pub as_it_is: Vec<WeekFigures>,
    /// Candidates by position, the most worth first.
    pub candidates: Vec<(usize, Worth)>,
    /// Venues that are open in the weeks, each shut; that which would be missed most first.
    pub closures: Vec<(VenueIdx, Worth)>,
    /// How full each venue is, in the register's order.
    pub pressure: Vec<VenuePressure>,
    /// How far families go, by district of their homes, in the register's order.
    pub journeys: Vec<DistrictJourneys>,
}

/// A week's plan as things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekFigures {
    /// Meetings of the week.
    pub meetings: usize,
    /// How many have no place in it.
    pub unplaced: usize,
    /// S1, S2 and S3.
    pub score: (i64, i64, i64),
    /// Minutes that chairs and minute takers travel.
    pub staff_minutes: i64,
    /// Minutes one way that families travel.
    pub family_minutes: i64,
}

impl Assessment {
    /// Returns a figure of the weeks as things are, as a mean with its interval.
    pub fn mean(&self, of: impl Fn(&WeekFigures) -> i64) -> Estimate {
        Estimate::of(&self.as_it_is.iter().map(of).collect::<Vec<_>>())
    }
}

/// How much longer each week is searched for its first plan than for those that start from it: what is left to find
/// there would be taken for the worth of the first venue by whose search it is found.
const FIRST_STEPS: u64 = 8;

/// How often each set of venues is searched for. Each time begins with the best plan that anybody has found by then and that
/// the set allows: the venues as they are have the best of all searches that make no use of their change, and one search from
/// an older plan would have to come by all of that before it counted for the venue.
const ROUNDS: usize = 3;
/// Rounds that one plan's steps are for: the later ones begin where there is little left to find.
const ROUNDS_A_PLAN: u64 = 2;

/// One set of venues.
struct Setting {
    register: Register,
    /// `None` = the driving times as they are.
    travel: Option<Travel>,
    change: Change,
}

/// In what a set of venues differs from those that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    /// The venue is open besides.
    Opened(VenueIdx),
    /// The venue is shut.
    Shut(VenueIdx),
}

impl Setting {
    /// Whether a plan made with these venues is one with the venues that there are, at the same cost. A new place may
    /// shorten other journeys, so that its plans are its own.
    fn is_plan_as_it_is(&self, outcome: &Outcome) -> bool {
        match self.change {
            Change::None | Change::Shut(_) => true,
            Change::Opened(venue) => self.travel.is_none() && !outcome.uses(venue),
        }
    }

    /// Whether a plan made with the venues that there are is one with these.
    fn allows(&self, outcome: &Outcome) -> bool {
        match self.change {
            Change::None | Change::Opened(_) => true,
            Change::Shut(venue) => !outcome.uses(venue),
        }
    }
}

/// Gives every set of venues the best plan that was found of its own, whoever's search found it: `[setting]` of one week,
/// the venues as they are first. So a venue at which nothing is held is worth nothing, exactly, and no venue that is open
/// costs anything.
fn share(settings: &[Setting], outcomes: &mut [Outcome]) {
    let best = settings
        .iter()
        .zip(outcomes.iter())
        .filter(|(setting, outcome)| setting.is_plan_as_it_is(outcome))
        .map(|(_, outcome)| outcome)
        .min_by_key(|outcome| outcome.score)
        .cloned();
    let Some(best) = best else { return };
    for (setting, outcome) in settings.iter().zip(outcomes) {
        if best.score < outcome.score && setting.allows(&best) {
            *outcome = best.clone();
        }
    }
}

/// Compares venues. `watch` is told how many plans are made, and of how many, from any thread.
///
/// Each week is planned first with the venues as they are, for eight times the steps; from that plan all are searched for by
/// the same steps, the venues as they are once more among them. A plan that makes no use of a change is one without it,
/// too: the best of all plans that a set of venues allows is its own, and from that it is searched for again, three times in
/// all. Every search ends by trying each meeting once at its best place, the new venue's rooms among them.
///
/// # Errors
/// Where the register has no meeting to come, `stop` is set before all is done, or a plan is unlawful, which is a fault of
/// the program.
pub fn assess(
    register: &Register,
    travel: &Travel,
    candidates: &[Candidate],
    config: &Config,
    stop: &AtomicBool,
    watch: &(dyn Fn(usize, usize) + Sync),
) -> Result<Assessment, Fault> {
    let demand = draw(register, config.seed, config.weeks.max(1))?;
    let n_weeks = demand.weeks.len();
    let shut_each = if config.shut_each { venues_in_use(register, &demand) } else { Vec::new() };
    let mut settings = vec![Setting { register: register.clone(), travel: None, change: Change::None }];
    let n_venues = VenueIdx::from(register.venues.len());
    for candidate in candidates {
        let (register, travel) = opened(register, candidate).map_err(|_| Fault::Unjoined)?;
        let change = Change::Opened(n_venues);
        settings.push(Setting { register, travel, change });
    }
    settings.extend(shut_each.iter().map(|&venue| Setting {
        register: shut(register, venue),
        travel: None,
        change: Change::Shut(venue),
    }));

    let n_plans = n_weeks * (1 + ROUNDS * settings.len());
    let done = AtomicUsize::new(0);
    // `before` is the plan to begin with and the number of its round, from 1.
    let plan =
        |setting: &Setting, week: usize, before: Option<(&Outcome, usize)>| -> Result<Outcome, Fault> {
            if stop.load(Ordering::Relaxed) {
                return Err(Fault::Stopped);
            }
            let (week_of, travel) = (&demand.weeks[week], setting.travel.as_ref().unwrap_or(travel));
            let mut register = week_of.register_of(&setting.register);
            register.bookings = before.map_or_else(Vec::new, |(before, _)| before.bookings.clone());
            // Every setting draws what the others draw; a later search of a week not what an earlier one has drawn.
            let round = before.map_or(0, |(_, round)| round);
            let seed = config.seed.wrapping_add(((1 + ROUNDS) * week + round) as u64);
            let steps = match round {
                0 => config.steps.saturating_mul(FIRST_STEPS),
                _ => config.steps.div_ceil(ROUNDS_A_PLAN),
            };
            let outcome = plan_week(&register, travel, week_of, Effort { steps, seed, stop })?;
            watch(done.fetch_add(1, Ordering::Relaxed) + 1, n_plans);
            if stop.load(Ordering::Relaxed) { Err(Fault::Stopped) } else { Ok(outcome) }
        };
    let first = in_parallel(n_weeks, config.threads, &|week| plan(&settings[0], week, None));
    let first = first.into_iter().collect::<Result<Vec<Outcome>, Fault>>()?;
    let n_settings = settings.len();
    // `[week][setting]`, length `n_weeks × n_settings`.
    let mut outcomes: Vec<Outcome> =
        first.iter().flat_map(|first| std::iter::repeat_n(first.clone(), n_settings)).collect();
    for round in 1..=ROUNDS {
        let begun = &outcomes;
        let found = in_parallel(n_weeks * n_settings, config.threads, &|task| {
            let (week, setting) = (task / n_settings, task % n_settings);
            plan(&settings[setting], week, Some((&begun[task], round)))
        });
        let found = found.into_iter().collect::<Result<Vec<Outcome>, Fault>>()?;
        for (task, (best, found)) in outcomes.iter_mut().zip(found).enumerate() {
            // What the first plan comes to is not known where a venue of it is shut, or journeys are others.
            let is_first = round == 1 && settings[task % n_settings].change != Change::None;
            if is_first || found.score <= best.score {
                *best = found;
            }
        }
        outcomes.chunks_mut(n_settings).for_each(|week| share(&settings, week));
    }

    let of_setting = |setting: usize| -> Vec<Outcome> {
        outcomes.iter().skip(setting).step_by(n_settings).cloned().collect()
    };
    let base = of_setting(0);
    let mut ranked: Vec<(usize, Worth)> =
        (0..candidates.len()).map(|at| (at, Worth::of(&base, &of_setting(1 + at), n_venues, true))).collect();
    ranked.sort_by_key(|(at, worth)| (std::cmp::Reverse(worth.rank()), *at));
    let mut closures: Vec<(VenueIdx, Worth)> = (1 + candidates.len()..)
        .zip(&shut_each)
        .map(|(setting, &venue)| (venue, Worth::of(&base, &of_setting(setting), venue, false)))
        .collect();
    closures.sort_by_key(|(venue, worth)| (worth.rank(), *venue));
    let as_it_is = demand.weeks.iter().zip(&base).map(|(week, outcome)| WeekFigures {
        meetings: week.meetings.len(),
        unplaced: outcome.unplaced.len(),
        score: outcome.score,
        staff_minutes: outcome.chair_minutes + outcome.taker_minutes,
        family_minutes: outcome.held.iter().filter_map(|held| held.family_minutes).map(i64::from).sum(),
    });
    Ok(Assessment {
        as_it_is: as_it_is.collect(),
        pressure: pressure(register, travel, &demand, &base),
        journeys: journeys(register, travel, &demand, &base),
        candidates: ranked,
        closures,
        config: *config,
        demand,
    })
}

/// Returns the venues with a place and rooms that open at some time of the weeks: those that can be missed.
fn venues_in_use(register: &Register, demand: &Demand) -> Vec<VenueIdx> {
    let days: Vec<_> = demand.weeks.iter().flat_map(|week| week.monday.iter_days().take(7)).collect();
    let working: Vec<_> = days.into_iter().filter(|&day| register.calendar.is_working(day)).collect();
    let open = crate::problem::open_hours(register, &working);
    (0..register.venues.len())
        .map(VenueIdx::from)
        .filter(|&venue| register.venues[venue.at()].place.is_some())
        .filter(|&venue| {
            let of_venue = register.rooms.iter().enumerate().filter(|(_, room)| room.venue == venue);
            let mut hours = of_venue.flat_map(|(at, _)| &open[at * working.len()..(at + 1) * working.len()]);
            hours.any(|spans| !spans.is_empty())
        })
        .collect()
}
