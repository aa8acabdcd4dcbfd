//! The first day: the real caseload, or one that is drawn to be like it. Never a run from empty.

use super::service::{Event, Household, NOBODY, Service};
use crate::staffing::baseline::{OpenHousehold, Team};
use crate::staffing::clock::{FIRST_REVIEW_DAYS, LATER_REVIEW_DAYS, MONTH_DAYS};
use crate::staffing::streams::{Draws, Stream};
use crate::staffing::{Key, Values};

/// Plans that began longer ago than this are not drawn.
const LONGEST_MONTHS: f64 = 60.0;
/// Attempts to draw a household that is still open before a band is given up: no plan lasts so long.
const ATTEMPTS: u32 = 20_000;

/// A household as a plan of some age has left it.
struct Survivor {
    /// Days since the initial conference.
    age: i32,
    /// Children left of those who started.
    children: u8,
    reviews: u8,
    /// Days from the first day to the next review.
    next: i32,
    /// Days from the first day to the last conference, nought or less.
    last: i32,
}

impl Service<'_> {
    /// Puts posts, plans, looked-after children and carers of the first day in place.
    pub(super) fn open(&mut self) {
        let horizon = self.horizon;
        self.open_posts();
        if let Some(date) = self.baseline.merged_on {
            let day = horizon.day(date);
            if day <= 0 {
                self.merged = true;
                self.merged_day = day;
                self.reckon_work();
            } else {
                self.agenda.schedule(day.unsigned_abs(), Event::Merge);
            }
        }
        let authorities = self.values.get(Key::Authorities).round().max(1.0);
        let opening = &self.baseline.opening;
        let mut draws = self.streams.of(Stream::Opening, 0);
        let limits = (0.0, 1e6);
        let on_plans = (opening.on_plans.sample(&mut draws, limits) * authorities).round();
        let looked_after = (opening.looked_after.sample(&mut draws, limits) * authorities).round();
        let both = (opening.both.sample(&mut draws, limits) * authorities).round();
        if opening.households.is_empty() {
            self.open_plans(on_plans as i64);
        } else {
            for at in 0..opening.households.len() {
                self.open_known(at as u64, opening.households[at]);
            }
        }
        let both = self.open_both(both as i64);
        self.open_looked_after(looked_after as i64 - both);
        self.open_carers(looked_after);
        self.even_out();
    }

    /// Draws households until so many children have a plan.
    fn open_plans(&mut self, children: i64) {
        let ages = &self.baseline.opening.plan_ages;
        let total: f64 = ages.iter().map(|band| band.children).sum();
        let mut left = children;
        let mut key = 1 << 40;
        while 0 < left {
            key += 1;
            let mut draws = self.streams.of(Stream::Opening, key);
            let (from, to) = if 0.0 < total {
                let mut point = draws.unit() * total;
                let band = ages.iter().find(|band| {
                    point -= band.children;
                    point < 0.0
                });
                band.or(ages.last()).map_or((0.0, LONGEST_MONTHS), |band| (band.from_months, band.to_months))
            } else {
                (0.0, LONGEST_MONTHS)
            };
            let survivor = self.survivor(&mut draws, from, to);
            let children = survivor.children.min(left.min(255) as u8);
            left -= i64::from(children);
            self.open_household(key, children, &survivor, NOBODY);
        }
    }

    /// Draws a plan whose age lies in a band, evenly among those that would be open: plans of any age in the band are tried
    /// until one is.
    fn survivor(&self, draws: &mut Draws, from_months: f64, to_months: f64) -> Survivor {
        let values = self.course.values(0);
        for _ in 0..ATTEMPTS {
            let months = from_months + (to_months - from_months) * draws.unit();
            let age = (months * MONTH_DAYS) as i32;
            let children = 1 + draws.poisson(values.get(Key::ChildrenPerHousehold) - 1.0).min(11) as u8;
            if let Some(survivor) = live(values, draws, age, children) {
                return survivor;
            }
        }
        // The file knows a plan that has lasted longer than any that was drawn: it is reviewed within an interval.
        let interval = (values.get(Key::LaterReviewMonths) * MONTH_DAYS) as i32;
        let next = draws.below(interval.unsigned_abs()) as i32;
        Survivor {
            age: (from_months * MONTH_DAYS) as i32,
            children: 1,
            reviews: 9,
            next,
            last: next - interval,
        }
    }

    fn open_household(&mut self, key: u64, children: u8, survivor: &Survivor, chair: u16) {
        let household = self.households.len() as u32;
        let limit = if survivor.reviews == 0 { FIRST_REVIEW_DAYS } else { LATER_REVIEW_DAYS };
        self.households.push(Household {
            key,
            plan_start: -survivor.age,
            statutory: survivor.last + limit,
            chair: NOBODY,
            slot: 0,
            children,
            in_care: 0,
            reviews: survivor.reviews,
            version: 0,
            draws: 0,
            closing: i32::MAX,
            into_care: i32::MAX,
            year: (0, false),
            closes_early: false,
            reconvenes: false,
            taken_over: false,
        });
        let chair = if self.is_in_post(chair) { chair } else { self.least_loaded(Team::Protection) };
        self.give_household(household, chair);
        let due = self.horizon.on_or_after(survivor.next.max(0));
        self.agenda.schedule(due.unsigned_abs(), Event::Review { household, version: 0 });
        self.draw_early_closing(household, 0);
    }

    /// Puts a household of a register in place.
    fn open_known(&mut self, at: u64, known: OpenHousehold) {
        let mut draws = self.streams.of(Stream::Opening, 2 << 40 | at);
        let values = self.course.values(0);
        let age = -self.horizon.day(known.plan_start).min(0);
        let last = known.last_conference.map_or(-age, |date| self.horizon.day(date).min(0));
        let months = if known.reviewed { Key::LaterReviewMonths } else { Key::FirstReviewMonths };
        let mut next = last + (values.get(months) * MONTH_DAYS) as i32;
        if known.last_conference.is_none() && next < 0 {
            // Nobody knows when it was last reviewed: any day of an interval.
            next = draws.below((values.get(Key::LaterReviewMonths) * MONTH_DAYS) as u32) as i32;
        }
        let last = last.max(next - LATER_REVIEW_DAYS);
        let survivor = Survivor { age, children: known.children, reviews: known.reviewed.into(), next, last };
        // The chair of a post has the post's place, after nobody, for those in post on the first day.
        let holder =
            known.post.and_then(|post| self.recruitment.posts.get(post)).map_or(NOBODY, |post| post.chair);
        self.open_household(1 << 41 | at, known.children, &survivor, holder);
    }

    /// Marks so many children with a plan as looked after already, a household at a time. They are reviewed as
    /// looked-after children too. Returns how many were marked: never more than have a plan.
    fn open_both(&mut self, children: i64) -> i64 {
        let mut left = children;
        let n_households = self.households.len();
        // Every fifth household first, so that chairs share them, then the others.
        for at in (0..5).flat_map(|offset| (offset..n_households).step_by(5)) {
            if left <= 0 {
                break;
            }
            let now = self.households[at];
            let entering = now.children.min(left.min(255) as u8);
            left -= i64::from(entering);
            self.change_children(at as u32, now.children, entering);
            for child in 0..entering {
                self.open_one_looked_after(now.key << 8 | u64::from(child) | 1 << 50);
            }
        }
        children - left
    }

    fn open_looked_after(&mut self, children: i64) {
        for child in 0..children.max(0) as u64 {
            self.open_one_looked_after(child | 1 << 49);
        }
    }

    /// A child who is looked after on the first day: a stock holds stays in proportion to their length, and what is left of
    /// an exponential stay is as long as a whole one.
    fn open_one_looked_after(&mut self, key: u64) {
        let values = self.course.values(0);
        let mut draws = self.streams.of(Stream::LookedAfter, key);
        let short = values.get(Key::ShortStayShare) * values.get(Key::ShortStayMonths);
        let long = (1.0 - values.get(Key::ShortStayShare)) * values.get(Key::LongStayMonths);
        let is_short = draws.happens(short / (short + long).max(1e-9));
        let months = values.get(if is_short { Key::ShortStayMonths } else { Key::LongStayMonths });
        let age = (draws.exponential() * months * MONTH_DAYS) as i32;
        let left = (draws.exponential() * months * MONTH_DAYS) as i32;
        self.open_child(key, age, left);
        let child = self.children.len() as u32 - 1;
        let chair = self.least_loaded(Team::LookedAfter);
        self.give_child(child, chair);
    }

    /// Ramps on the first day are those of the day, and nothing has been handed over yet.
    fn even_out(&mut self) {
        for place in 1..self.chairs.len() {
            self.carry(place as u16);
        }
    }
}

/// Lives through a plan of `children` for `age` days by the values of the first month. Returns it as it is then, or nothing
/// where it has ended.
fn live(values: &Values, draws: &mut Draws, age: i32, mut children: u8) -> Option<Survivor> {
    let agree = values.get(Key::SiblingsAgree);
    let level = values.get(Key::ClosureLevel);
    let hazard = values.get(Key::ClosesEarly) * level / MONTH_DAYS;
    let mut last = 0;
    let mut reviews: u8 = 0;
    loop {
        let (mean, sd, limit) = if reviews == 0 {
            (values.get(Key::FirstReviewMonths), values.get(Key::FirstReviewSd), FIRST_REVIEW_DAYS)
        } else {
            (values.get(Key::LaterReviewMonths), values.get(Key::LaterReviewSd), LATER_REVIEW_DAYS)
        };
        let months = mean + sd * draws.normal();
        let next = last + ((months * MONTH_DAYS) as i32).clamp(14, limit);
        let until = next.min(age);
        // Early closings up to the next review, or to the age.
        let mut day = f64::from(last);
        loop {
            let together = agree + (1.0 - agree) / f64::from(children);
            day += draws.exponential() * together / hazard.max(1e-12);
            if f64::from(until) <= day {
                break;
            }
            if children == 1 || draws.happens(agree) {
                return None;
            }
            children -= 1;
        }
        if age < next {
            return Some(Survivor { age, children, reviews, next: next - age, last: last - age });
        }
        let key = if reviews == 0 { Key::EndsAtFirst } else { Key::EndsAtLater };
        let chance = (values.get(key) * level).min(1.0);
        if children == 1 || draws.happens(agree) {
            if draws.happens(chance) {
                return None;
            }
        } else {
            let ending = draws.binomial(children.into(), chance) as u8;
            children -= ending;
            if children == 0 {
                return None;
            }
        }
        last = next;
        reviews = reviews.saturating_add(1);
    }
}
