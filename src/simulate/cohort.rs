//! The fast forecast: open plans by month of age times what survives, and looked-after children by length of stay.
//!
//! A path steps month by month, where the event-driven forecast goes day by day; it knows no chair and no week. It
//! draws on the same arrivals' levels and agrees with the forecast of record in means and spreads (tests). It is the check of
//! the forecast of record, and for programs that want many paths of demand at once; sizing runs the forecast itself.

use super::forecast::Arrivals;
use crate::staffing::catalogue::Values;
use crate::staffing::streams::{Draws, Stream, Streams};
use crate::staffing::{Baseline, Course, Horizon, Key, clock};

/// Months of age that are told apart; older plans share the last.
const AGES: usize = 60;
/// Days of a month of age.
const MONTH_DAYS: usize = 30;

/// Children at the end of each month of one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Children with a plan; indexed by month.
    pub on_plans: Vec<f64>,
    /// Looked-after children; indexed by month.
    pub looked_after: Vec<f64>,
    /// Children of the service, each once; indexed by month.
    pub children: Vec<f64>,
}

/// The chance that a plan ends in each month of its age, given that it is open when the month begins.
#[derive(Debug, Clone, PartialEq)]
struct Hazards {
    /// Indexed by month of age.
    ends: [f64; AGES],
    /// Share of starts open at the beginning of each month of age.
    open: [f64; AGES + 1],
}

impl Hazards {
    /// Works the hazards out from the lattice of reviews, day by day: the density of the first review, then that of each later one
    /// as the sum over the one before (staffing notes 3.1).
    fn new(values: &Values) -> Hazards {
        let days = AGES * MONTH_DAYS;
        let level = values.get(Key::ClosureLevel);
        let early = values.get(Key::ClosesEarly) * level / clock::MONTH_DAYS;
        let (first, later) = (
            gaps(values, Key::FirstReviewMonths, Key::FirstReviewSd, clock::FIRST_REVIEW_DAYS as usize),
            gaps(values, Key::LaterReviewMonths, Key::LaterReviewSd, clock::LATER_REVIEW_DAYS as usize),
        );
        let (q1, q2) = (
            (values.get(Key::EndsAtFirst) * level).min(1.0),
            (values.get(Key::EndsAtLater) * level).min(1.0),
        );
        let mut at_review = vec![0.0; days + 200];
        let mut ended = vec![0.0; days + 200];
        for (day, share) in first.iter().enumerate() {
            at_review[day] += share;
            ended[day] += share * q1;
        }
        let mut goes_on: Vec<f64> = at_review.iter().map(|share| share * (1.0 - q1)).collect();
        for day in 0..days {
            let mass = goes_on[day];
            if mass < 1e-12 {
                continue;
            }
            for (gap, share) in later.iter().enumerate() {
                let next = day + gap;
                if gap == 0 || days <= next {
                    continue;
                }
                ended[next] += mass * share * q2;
                goes_on[next] += mass * share * (1.0 - q2);
            }
        }
        let mut left = 1.0;
        let mut open = [0.0; AGES + 1];
        for day in 0..=days {
            if day % MONTH_DAYS == 0 {
                open[day / MONTH_DAYS] = left * libm::exp(-early * day as f64);
            }
            left -= ended[day];
        }
        let mut ends = [0.0; AGES];
        for age in 0..AGES {
            ends[age] = if 1e-12 < open[age] { 1.0 - open[age + 1] / open[age] } else { 1.0 };
        }
        Hazards { ends, open }
    }
}

/// Days by which an adjourned conference decides later, on average: reconvened after 7 to 28 days.
const RECONVENED: usize = 17;

/// Returns the chance of each gap in days between two decisions: normal months, kept between two weeks and the law's limit, and some
/// weeks more where a conference is adjourned.
fn gaps(values: &Values, months: Key, sd: Key, limit: usize) -> Vec<f64> {
    let (months, sd, adjourned) = (values.get(months), values.get(sd), values.get(Key::Adjourned));
    let mut shares = vec![0.0; limit + 1 + RECONVENED];
    // A fine even grid of the normal distribution's quantiles.
    const POINTS: usize = 400;
    for point in 0..POINTS {
        let z = crate::staffing::draws::normal_quantile((point as f64 + 0.5) / POINTS as f64);
        let days = ((months + sd * z) * clock::MONTH_DAYS) as i64;
        // Reviews are held on working days: a weekend's are held before it, a day on average.
        let day = (days - 1).clamp(14, limit as i64) as usize;
        shares[day] += (1.0 - adjourned) / POINTS as f64;
        shares[day + RECONVENED] += adjourned / POINTS as f64;
    }
    shares
}

/// A baseline made ready for many paths of demand.
#[derive(Debug, Clone)]
pub struct Cohort<'a> {
    baseline: &'a Baseline,
    horizon: Horizon,
    /// The hazards of the values that no range makes different; `None` where each path has its own.
    shared: Option<Vec<Hazards>>,
    /// Indexed by month: which of the hazards.
    which: Vec<usize>,
}

impl<'a> Cohort<'a> {
    /// Makes a baseline ready.
    ///
    /// # Errors
    /// Where the baseline cannot be run.
    pub fn new(baseline: &'a Baseline) -> Result<Cohort<'a>, crate::staffing::baseline::BaselineError> {
        let horizon = baseline.horizon()?;
        let is_sampled = LATTICE.iter().any(|&key| {
            let (p10, p90) = baseline.amounts.get(key).ends();
            let changed = baseline.changes.iter().filter(|change| change.key == key);
            p10 != p90
                || changed.clone().any(|change| {
                    let (p10, p90) = change.effect.amount().ends();
                    p10 != p90
                })
        });
        let course = Course::new(baseline, &horizon, &Streams::new(0, 0));
        let (hazards, which) = lattices(&course, &horizon);
        Ok(Cohort { baseline, horizon, shared: (!is_sampled).then_some(hazards), which })
    }

    /// Returns the demand of one path.
    pub fn path(&self, seed: u64, replication: u64) -> Demand {
        let streams = Streams::new(seed, replication);
        let course = Course::new(self.baseline, &self.horizon, &streams);
        let arrivals = Arrivals::new(self.baseline, &self.horizon, &course, &streams);
        let own = if self.shared.is_some() { None } else { Some(lattices(&course, &self.horizon)) };
        let (hazards, which) = match (&self.shared, &own) {
            (Some(shared), _) => (shared, &self.which),
            (None, Some((hazards, which))) => (hazards, which),
            (None, None) => unreachable!("either shared or own"),
        };
        let mut draws = streams.of(Stream::Sizing, 0);
        self.run(&course, &arrivals, hazards, which, Some(&mut draws))
    }

    /// Returns the demand if nothing were left to chance: every number its expectation, the level of demand one.
    pub fn expected(&self) -> Demand {
        let certain = crate::staffing::without_doubt(self.baseline);
        let streams = Streams::new(0, 0);
        let course = Course::new(&certain, &self.horizon, &streams);
        let mut calm = certain.clone();
        calm.amounts.set(Key::RegimeSd, crate::staffing::Amount::Exact(0.0));
        calm.amounts.set(Key::CareDriftSd, crate::staffing::Amount::Exact(0.0));
        let calm_course = Course::new(&calm, &self.horizon, &streams);
        let arrivals = Arrivals::new(&calm, &self.horizon, &calm_course, &streams);
        let (hazards, which) = lattices(&course, &self.horizon);
        self.run(&calm_course, &arrivals, &hazards, &which, None)
    }

    fn run(
        &self,
        course: &Course,
        arrivals: &Arrivals,
        hazards: &[Hazards],
        which: &[usize],
        mut draws: Option<&mut Draws>,
    ) -> Demand {
        let n_months = self.horizon.n_months();
        let first = course.values(0);
        let authorities = first.get(Key::Authorities).round().max(1.0);
        let opening = &self.baseline.opening;
        let mut ages = self.opening_ages(&hazards[which[0]], opening.on_plans.middle() * authorities);
        let mut care = CareStock::new(opening.looked_after.middle() * authorities, first);
        let both = opening.both.middle() / opening.on_plans.middle().max(1.0);
        let mut demand = Demand { on_plans: Vec::new(), looked_after: Vec::new(), children: Vec::new() };
        for month in 0..n_months {
            let values = course.values(month);
            let lattice = &hazards[which[month]];
            let level = course.closures(month);
            let size = values.get(Key::ChildrenPerHousehold);
            let agree = values.get(Key::SiblingsAgree);
            // Children end together: the variance of a sum of groups is that of its members times their mean size.
            let together = 1.0 + agree * ((size - 1.0) + (size - 1.0) / size);
            let mut next = [0.0; AGES];
            let mut ended = 0.0;
            for age in (0..AGES).rev() {
                let chance = (lattice.ends[age] * level).min(1.0);
                let ending = match draws.as_deref_mut() {
                    Some(draws) if 0.0 < ages[age] => {
                        let sd = (ages[age] * chance * (1.0 - chance) * together).sqrt();
                        (ages[age] * chance + sd * draws.normal()).clamp(0.0, ages[age])
                    }
                    _ => ages[age] * chance,
                };
                ended += ending;
                next[(age + 1).min(AGES - 1)] += ages[age] - ending;
            }
            let expected = arrivals.initial[month] * values.get(Key::InitialToPlan) * size;
            let starts = match draws.as_deref_mut() {
                // Households are Poisson or wider, each with one child and a Poisson number more.
                Some(draws) => {
                    let households = arrivals.initial[month] * values.get(Key::InitialToPlan);
                    let dispersion = values.get(Key::HouseholdDispersion).max(1.0);
                    let further = size - 1.0;
                    let variance = households * (further + dispersion * size * size);
                    (expected + variance.sqrt() * draws.normal()).max(0.0)
                }
                None => expected,
            };
            // Starts lie half a month before its end on average: half of a month's closings have come.
            let started = starts * (1.0 - 0.5 * lattice.ends[0] * level);
            next[0] += started;
            ages = next;
            let to_care = ended * values.get(Key::EarlyToCare) * EARLY_SHARE;
            care.step(arrivals.care[month], to_care, values, draws.as_deref_mut());
            let on_plans: f64 = ages.iter().sum();
            demand.on_plans.push(on_plans);
            demand.looked_after.push(care.children());
            demand.children.push(on_plans + care.children() - both * on_plans);
        }
        demand
    }

    /// Returns children with a plan by month of age, as the file gives them or as a steady state has them.
    fn opening_ages(&self, lattice: &Hazards, children: f64) -> [f64; AGES] {
        let bands = &self.baseline.opening.plan_ages;
        let mut ages = [0.0; AGES];
        // A month's plans are of any age within it.
        let middle = |age: usize| (lattice.open[age] + lattice.open[age + 1]) / 2.0;
        let total: f64 = bands.iter().map(|band| band.children).sum();
        if total <= 0.0 {
            let all: f64 = (0..AGES).map(middle).sum();
            (0..AGES).for_each(|age| ages[age] = children * middle(age) / all);
            return ages;
        }
        for band in bands {
            let inside: Vec<usize> = (0..AGES)
                .filter(|&age| {
                    band.from_months <= age as f64 && (age as f64) < band.to_months.min(AGES as f64)
                })
                .collect();
            let all: f64 = inside.iter().map(|&age| middle(age)).sum();
            for &age in &inside {
                ages[age] += children * band.children / total * middle(age) / all.max(1e-9);
            }
        }
        ages
    }
}

/// Parameters that the lattice of reviews depends on.
const LATTICE: [Key; 8] = [
    Key::EndsAtFirst,
    Key::EndsAtLater,
    Key::ClosesEarly,
    Key::ClosureLevel,
    Key::FirstReviewMonths,
    Key::FirstReviewSd,
    Key::LaterReviewMonths,
    Key::LaterReviewSd,
];

/// Share of endings that are early closings (staffing notes 2.3).
const EARLY_SHARE: f64 = 0.47;

/// Returns the different lattices of a course, and which each month has.
fn lattices(course: &Course, horizon: &Horizon) -> (Vec<Hazards>, Vec<usize>) {
    let mut seen: Vec<[f64; LATTICE.len()]> = Vec::new();
    let mut hazards = Vec::new();
    let which = (0..horizon.n_months())
        .map(|month| {
            let values = LATTICE.map(|key| course.values(month).get(key));
            seen.iter().position(|known| *known == values).unwrap_or_else(|| {
                seen.push(values);
                hazards.push(Hazards::new(course.values(month)));
                seen.len() - 1
            })
        })
        .collect();
    (hazards, which)
}

/// Looked-after children by length of stay.
struct CareStock {
    short: f64,
    long: f64,
}

impl CareStock {
    /// A stock holds stays in proportion to their length.
    fn new(children: f64, values: &Values) -> CareStock {
        let share = values.get(Key::ShortStayShare);
        let (short, long) = (values.get(Key::ShortStayMonths), values.get(Key::LongStayMonths));
        let of_short = share * short / (share * short + (1.0 - share) * long).max(1e-9);
        CareStock { short: children * of_short, long: children * (1.0 - of_short) }
    }

    fn children(&self) -> f64 {
        self.short + self.long
    }

    fn step(&mut self, expected: f64, from_plans: f64, values: &Values, mut draws: Option<&mut Draws>) {
        let share = values.get(Key::ShortStayShare);
        let mut noisy = |mean: f64, variance: f64| match draws.as_deref_mut() {
            Some(draws) => (mean + variance.max(0.0).sqrt() * draws.normal()).max(0.0),
            None => mean,
        };
        let entries = noisy(expected, expected) + from_plans;
        for (stock, share, months) in [
            (&mut self.short, share, values.get(Key::ShortStayMonths)),
            (&mut self.long, 1.0 - share, values.get(Key::LongStayMonths)),
        ] {
            let leaves = 1.0 - libm::exp(-1.0 / months);
            let leaving = noisy(*stock * leaves, *stock * leaves * (1.0 - leaves)).min(*stock);
            // Who enters is there for half a month on average.
            *stock += entries * share * libm::exp(-0.5 / months) - leaving;
        }
    }
}
