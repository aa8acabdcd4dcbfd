//! What a baseline and its overlays say: the service on its first day, its posts, and what changes when.

use chrono::{Datelike, NaiveDate};

use super::catalogue::{Amounts, Key};
use super::{Amount, Horizon};
use crate::calendar::Holidays;

/// A service and its future, as one parameter file with its overlays gives them. Every value is checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Shown on reports.
    pub name: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// First day, the first of a month.
    pub start: NaiveDate,
    /// Months that are run.
    pub months: usize,
    /// Bank holidays.
    pub holidays: Holidays,
    /// Local closures.
    pub extra_holidays: Vec<NaiveDate>,
    /// The scalar parameters.
    pub amounts: Amounts,
    /// Share of a year's starts in each calendar month, January first, times 12.
    pub season: [f64; 12],
    /// Children expected to start a plan in each of the first months, in place of the yearly number and the season.
    pub starts_by_month: Vec<Amount>,
    /// Further level of closures in each of the first months, on top of `plans.closure_level`.
    pub closures_by_month: Vec<Amount>,
    /// Categories of abuse and their shares, which sum to 1.
    pub categories: Vec<(String, f64)>,
    /// The stock on the first day.
    pub opening: Opening,
    /// The day on which the teams are one; `None` where they stay apart.
    pub merged_on: Option<NaiveDate>,
    /// Posts, filled and vacant.
    pub posts: Vec<Post>,
    /// Adverts beyond those that vacancies bring.
    pub adverts: Vec<Advert>,
    /// Posts of the whole service, however many authorities it is for: agency chairs of a plan that is tried.
    pub hired: Vec<Post>,
    /// What changes when.
    pub changes: Vec<Change>,
}

/// The stock on the first day.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Children with a child protection plan.
    pub on_plans: Amount,
    /// How many of them have had their plan for how long. Sums to any positive total; only proportions count. Empty
    /// where the mix is to be that of a steady state.
    pub plan_ages: Vec<AgeBand>,
    /// Looked-after children, those with a plan included.
    pub looked_after: Amount,
    /// Children who are both.
    pub both: Amount,
    /// Households known one by one, from a register: they take the place of `on_plans` and `plan_ages`.
    pub households: Vec<OpenHousehold>,
}

/// Children whose plan began so long ago.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgeBand {
    /// From so many months on.
    pub from_months: f64,
    /// To below so many.
    pub to_months: f64,
    /// Children, or any number in proportion.
    pub children: f64,
}

/// A household of the real caseload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenHousehold {
    /// Children with a plan.
    pub children: u8,
    /// When their plan began.
    pub plan_start: NaiveDate,
    /// The date of the last conference, where it is known.
    pub last_conference: Option<NaiveDate>,
    /// Whether a review has been held.
    pub reviewed: bool,
    /// The post that chairs it, by place in [`Baseline::posts`].
    pub post: Option<usize>,
}

/// What a team does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Team {
    /// Child protection conferences and strategy meetings.
    Protection,
    /// Looked-after reviews.
    LookedAfter,
    /// Foster reviews; stays apart when the others merge.
    Fostering,
}

impl Team {
    /// Every team, in order.
    pub const ALL: [Team; 3] = [Team::Protection, Team::LookedAfter, Team::Fostering];
}

pub use crate::register::Contract;

/// A post: funded from and until, filled or vacant.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its reference.
    pub name: String,
    /// Its team.
    pub team: Team,
    /// Its contract.
    pub contract: Contract,
    /// Its full-time equivalent.
    pub fte: Amount,
    /// First day of funding; `None` = from before the first day on.
    pub from: Option<NaiveDate>,
    /// Last day of funding.
    pub until: Option<NaiveDate>,
    /// First day of the person who comes into it; `None` = in post on the first day, and settled.
    pub starts: Option<NaiveDate>,
    /// Last day of that person, where it is known.
    pub leaves: Option<NaiveDate>,
    /// Whether somebody is in it, or has accepted it (`starts`). A vacant post is recruited to.
    pub filled: bool,
    /// Whether it is advertised when it is vacant.
    pub recruited: bool,
}

/// An advert for posts that do not exist yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advert {
    /// The first of the month in which it is out.
    pub month: NaiveDate,
    /// For which team.
    pub team: Team,
    /// Permanent or temporary.
    pub contract: Contract,
    /// Posts, of one FTE each.
    pub posts: u32,
}

/// A change of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Which.
    pub key: Key,
    /// From which day on; it is felt from the first of that month on.
    pub from: NaiveDate,
    /// Until which day, the last included; `None` = for good.
    pub until: Option<NaiveDate>,
    /// What happens to the value.
    pub effect: Effect,
    /// How it phases in.
    pub shape: Shape,
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// The value becomes this.
    To(Amount),
    /// It is multiplied by this.
    Times(Amount),
    /// This is added.
    Plus(Amount),
}

/// How a change phases in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// At once.
    Step,
    /// Evenly over so many months, 1 or more.
    Ramp {
        /// Months from no effect to all of it.
        months: u32,
    },
}

/// Why a baseline cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// The start is not the first of a month.
    #[error("the first day {0} is not the first of a month")]
    Start(NaiveDate),
    /// No month, or more than are known.
    #[error("{0} months cannot be run; wanted 1 to 180, ending in a year whose bank holidays are known")]
    Months(usize),
    /// A scenario runs other months than its baseline.
    #[error("the scenario {name} runs {months} months and its baseline {wanted}: they cannot be compared")]
    ScenarioMonths {
        /// The scenario's name.
        name: String,
        /// Its months.
        months: usize,
        /// The baseline's.
        wanted: usize,
    },
    /// Posts times authorities are too many.
    #[error(
        "{posts} posts in each of {authorities} authorities cannot be run; wanted at most {MOST_POSTS_IN_ALL} in all"
    )]
    Posts {
        /// Posts of one authority.
        posts: usize,
        /// Authorities.
        authorities: usize,
    },
}

/// Most months that are run.
pub const MOST_MONTHS: usize = 180;
/// Most posts of a run, those of every authority counted: chairs who follow one another in them are numbered in 16 bits.
const MOST_POSTS_IN_ALL: usize = 10_000;

impl Baseline {
    /// Returns the months and days that are run.
    ///
    /// # Errors
    /// Where the start is not the first of a month, or the months are none or too many.
    pub fn horizon(&self) -> Result<Horizon, BaselineError> {
        if self.start.day() != 1 {
            return Err(BaselineError::Start(self.start));
        }
        let (_, authorities) = self.amounts.get(Key::Authorities).ends();
        let (posts, authorities) = (self.posts.len(), authorities.round().max(1.0) as usize);
        if MOST_POSTS_IN_ALL < posts * authorities {
            return Err(BaselineError::Posts { posts, authorities });
        }
        Horizon::new(self.start, self.months, self.holidays, &self.extra_holidays)
            .ok_or(BaselineError::Months(self.months))
    }
}

impl Change {
    /// Returns how much of the change is felt in the month that begins on `month`: 0 to 1.
    pub fn share_in(&self, month: NaiveDate) -> f64 {
        let months_in =
            (month.year() - self.from.year()) * 12 + month.month0() as i32 - self.from.month0() as i32;
        if months_in < 0 || self.until.is_some_and(|until| until < month) {
            return 0.0;
        }
        match self.shape {
            Shape::Step => 1.0,
            Shape::Ramp { months } => (f64::from(months_in + 1) / f64::from(months.max(1))).min(1.0),
        }
    }

    /// Returns the value of the parameter with `share` of the change felt.
    pub fn applied(&self, value: f64, amount: f64, share: f64) -> f64 {
        match self.effect {
            Effect::To(_) => value + (amount - value) * share,
            Effect::Times(_) => value * (1.0 + (amount - 1.0) * share),
            Effect::Plus(_) => value + amount * share,
        }
    }
}

impl Effect {
    /// Returns its amount.
    pub fn amount(self) -> Amount {
        match self {
            Effect::To(amount) | Effect::Times(amount) | Effect::Plus(amount) => amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn a_change_has_a_date_and_a_shape() {
        let date = |text: &str| parse_date(text).expect("a date");
        let change = |shape, until: Option<&str>| Change {
            key: Key::Starts,
            from: date("2012-04-01"),
            until: until.map(date),
            effect: Effect::Times(Amount::Exact(1.5)),
            shape,
        };
        let cases = [
            (Shape::Step, None, "2012-03-01", 100.0),
            (Shape::Step, None, "2012-04-01", 150.0),
            (Shape::Step, Some("2012-05-31"), "2012-05-01", 150.0),
            (Shape::Step, Some("2012-05-31"), "2012-06-01", 100.0),
            (Shape::Ramp { months: 4 }, None, "2012-04-01", 112.5), // a quarter of a half
            (Shape::Ramp { months: 4 }, None, "2012-07-01", 150.0),
            (Shape::Ramp { months: 4 }, None, "2013-07-01", 150.0),
        ];
        for (shape, until, month, value) in cases {
            let change = change(shape, until);
            assert_eq!(change.applied(100.0, 1.5, change.share_in(date(month))), value, "{shape:?} {month}");
        }
    }
}
