//! A plan held in memory, to which things happen.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use rand_pcg::Pcg64;

use super::bench::Bench;
use super::damage::{Damage, is_known};
use super::judge::{judge, repaired};
use super::layout::Layout;
use super::left_out::explain;
use super::pareto::worth_showing;
use super::search::candidates;
use super::{Choice, LeftOut};
use crate::check::{Score, check};
use crate::events::{self, Change, Event, EventFault};
use crate::register::{BookingStatus, MeetingIdx, Register};
use crate::rules::Breach;
use crate::travel::Travel;

/// A register with the bookings that stand in it, kept in memory by a program that embeds the planner.
///
/// ```
/// # use std::sync::atomic::AtomicBool;
/// # use convene::{repair::{LivePlan, Options}, synth::{generate, Preset}, travel::Travel};
/// let register = generate(Preset::Tiny, 1);
/// let travel = Travel::new(&register).expect("roads lead everywhere");
/// let mut plan = LivePlan::new(register, travel);
/// let repair = plan.repair(&Options::default(), &AtomicBool::new(false));
/// if let Some(choice) = repair.choices.first() {
///     plan.take(choice);
/// }
/// ```
#[derive(Debug, Clone)]
pub struct LivePlan {
    register: Register,
    travel: Travel,
    before: Score,
    /// What the bookings broke before any event.
    known: Vec<Breach>,
}

/// How a repair is sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Most choices that are wanted, at least 1.
    pub choices: usize,
    /// Steps of the search. The same register, events, seed and steps give the same choices on any machine. A few
    /// dozen answer small events in milliseconds.
    pub steps: u64,
    /// Decides every draw.
    pub seed: u64,
    /// Confirmed bookings that may move although they are not broken.
    pub confirmed: Confirmed,
    /// What is done about bookings that broke a rule before anything happened.
    pub broken_before: BrokenBefore,
}

/// What is done about bookings that broke a rule before the events. Without events there are none such: what is broken is what is to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenBefore {
    /// They are mended with what the events break: every choice is a lawful plan.
    Mend,
    /// They stay where they are, for whoever mends them by itself; choices break no other rule.
    Leave,
}

/// Which confirmed bookings may move although they are not broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// These.
    These(BTreeSet<MeetingIdx>),
    /// All.
    All,
}

/// The answer to what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Every rule that the standing bookings break, by the events where there were any.
    pub breaches: Vec<Breach>,
    /// Every rule that they broke before the events.
    pub known: Vec<Breach>,
    /// Meetings to book that have no booking.
    pub to_book: Vec<MeetingIdx>,
    /// The score of the plan before the events, by the referee.
    pub before: Score,
    /// Ways back to a lawful plan, from the least disturbing to the most; none where nothing is broken or to book.
    pub choices: Vec<Choice>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            choices: 4,
            steps: 1000,
            seed: 1,
            confirmed: Confirmed::These(BTreeSet::new()),
            broken_before: BrokenBefore::Mend,
        }
    }
}

impl Repair {
    /// Whether no booking breaks a rule, before the events or by them.
    pub fn is_sound(&self) -> bool {
        self.breaches.is_empty() && self.known.is_empty()
    }
}

impl LivePlan {
    /// Takes up a register, whose bookings are the plan, with its driving times.
    pub fn new(register: Register, travel: Travel) -> LivePlan {
        let before = check(&register, &travel, &register.bookings).score;
        LivePlan { register, travel, before, known: Vec::new() }
    }

    /// Returns the register as it is now.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Returns the driving times.
    pub fn travel(&self) -> &Travel {
        &self.travel
    }

    /// Lets events happen and returns what has changed. Bookings are repaired by nobody yet.
    ///
    /// # Errors
    /// Every event that cannot have happened; nothing has changed then.
    pub fn apply(&mut self, events: &[Event]) -> Result<Vec<Change>, Vec<EventFault>> {
        let happened = events::apply(&self.register, events)?;
        if !events.is_empty() && self.known.is_empty() {
            self.known = check(&self.register, &self.travel, &self.register.bookings).breaches;
        }
        self.register = happened.register;
        Ok(happened.changes)
    }

    /// Returns what is broken and the ways back to a lawful plan. Where `stop` is set the search ends early with what
    /// it has; every choice is lawful all the same.
    ///
    /// Time: compiling O(M · (D + R) · C) for the M meetings that may move, then a few exact insertions a step.
    pub fn repair(&self, options: &Options, stop: &AtomicBool) -> Repair {
        let left: &[Breach] = match options.broken_before {
            BrokenBefore::Mend => &[],
            BrokenBefore::Leave => &self.known,
        };
        let damage = Damage::of(&self.register, &self.travel, left);
        let choices = if damage.is_none() { Vec::new() } else { self.choices(&damage, options, stop) };
        let Damage { breaches, unbooked, .. } = damage;
        let (known, breaches) = breaches.into_iter().partition(|breach| is_known(&self.known, breach));
        let to_book = unbooked.into_iter().collect();
        Repair { breaches, known, to_book, before: self.before.clone(), choices }
    }

    /// Makes a choice the plan. It must be one that [`LivePlan::repair`] gave since the last event.
    pub fn take(&mut self, choice: &Choice) {
        let left_out = choice.left_out.iter().map(|left| left.meeting);
        self.register = repaired(&self.register, &choice.bookings, left_out);
        self.before = choice.score.clone();
        self.known.clear();
    }

    fn choices(&self, damage: &Damage, options: &Options, stop: &AtomicBool) -> Vec<Choice> {
        let (register, travel) = (&self.register, &self.travel);
        let mut free = register.clone();
        // Whether a day gives notice depends on whether the booking keeps its appointment, which the seats know.
        for kind in &mut free.authority.kinds {
            kind.notice_days = 0;
        }
        let mut position = 0..;
        free.bookings.retain(|_| !position.next().is_some_and(|at: usize| damage.refused.contains(&at)));
        let neighbours = self.neighbours(damage, options);
        let layout = Layout::new(register, &free, travel, &damage.broken, &damage.unbooked, &neighbours);
        let mut bench = Bench::new(&layout);
        let mut rng = Pcg64::new(u128::from(options.seed), 0);
        let plans = candidates(&mut bench, options.steps, &mut rng, stop);
        let found = plans.iter().filter_map(|plan| judge(register, travel, damage, &layout, plan)).collect();
        let mut choices = worth_showing(found, options.choices);
        for choice in &mut choices {
            let left_out: Vec<MeetingIdx> = choice.left_out.iter().map(|left| left.meeting).collect();
            let after = repaired(register, &choice.bookings, left_out.iter().copied());
            choice.left_out = left_out.iter().map(|&m| explain(&after, travel, m)).collect::<Vec<LeftOut>>();
        }
        choices
    }

    /// Returns meetings whose bookings are sound and may move.
    fn neighbours(&self, damage: &Damage, options: &Options) -> BTreeSet<MeetingIdx> {
        let register = &self.register;
        let bookings = register.bookings.iter().enumerate().filter(|(at, booking)| {
            let is_free = match (booking.status, &options.confirmed) {
                (BookingStatus::Proposed, _) | (BookingStatus::Confirmed, Confirmed::All) => true,
                (BookingStatus::Confirmed, Confirmed::These(these)) => these.contains(&booking.meeting),
                (BookingStatus::Held, _) => false,
            };
            let mut people = [booking.iro, booking.minute_taker].into_iter().flatten();
            is_free
                && !people.any(|person| damage.stuck.contains(&(person, booking.date())))
                && !damage.refused.contains(at)
                && !damage.broken.contains(&booking.meeting)
                && !damage.is_left(booking.meeting)
                && register.authority.today <= booking.date()
                && register.meeting(booking.meeting).status.is_live()
        });
        bookings.map(|(_, booking)| booking.meeting).collect()
    }
}
