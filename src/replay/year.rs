//! What a year is replayed from: its dates, the people in post, what arrives, what happens, and how long work takes.
//!
//! What the staffing model knows too comes from its one list of parameters ([`crate::staffing::catalogue`], see
//! [`Year::of`]); the rest are the figures of the Safeguarding IRO annual report of 2011/12, or assumptions, and each says which.

use chrono::{Datelike, NaiveDate};

use crate::register::{Contract, DistrictIdx, Fte, PlaceIdx, Reference, StaffIdx};

/// A year to replay over a register's county: places, roads, districts, venues, minute takers and policy are the
/// register's; families, meetings and bookings are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Shown on reports.
    pub name: String,
    /// The first day replayed.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
    /// Chairs' posts; a chair of the register without a row stays as the register has them.
    pub posts: Vec<Post>,
    /// What arrives.
    pub demand: Demand,
    /// How long plans last.
    pub plans: Plans,
    /// When reviews are wanted.
    pub reviews: Reviews,
    /// Who is away.
    pub absence: Absence,
    /// How long a chair works for a meeting.
    pub work: WorkTable,
    /// How much time chairs have, and what gives way.
    pub time: Time,
    /// How bookings are made.
    pub booking: Rules,
}

/// A chair's post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The chair's reference.
    pub reference: Reference,
    /// The register's chair of that reference, where it has one; otherwise they are new.
    pub known: Option<StaffIdx>,
    /// Where their days begin and end; `None` = as the register has it, for a new chair the first chair's.
    pub base: Option<PlaceIdx>,
    /// Districts that they cover first; `None` = as the register has it, for a new chair all.
    pub districts: Option<Vec<DistrictIdx>>,
    /// Full-time equivalent.
    pub fte: Fte,
    /// How they are employed.
    pub contract: Contract,
    /// First day in post; `None` = before the year.
    pub from: Option<NaiveDate>,
    /// Last day in post; `None` = after the year.
    pub until: Option<NaiveDate>,
    /// Whether they begin as new starters do, by [`Time::ramp`].
    pub ramp: bool,
}

/// What arrives.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Children whose plans start, by month of the year. Each month's children at initial conferences are these divided by `outcome`, exactly.
    pub starts: Vec<u32>,
    /// Share of initial conferences that start a plan (report: 718 starts at 854 children's conferences).
    pub outcome: f64,
    /// Children of a household beyond the first, on average (assumption: 1 + Poisson).
    pub siblings: f64,
    /// Working days from the strategy discussion to the first day on which reports and checks can be ready (assumption;
    /// police checks want seven).
    pub ready_days: u32,
    /// Children with an open plan before the first day (report: 673).
    pub opening: u32,
    /// Shares of these by age of plan: the day on which each age ends, and its share.
    pub opening_ages: Vec<(i64, f64)>,
    /// Strategy meetings a year (report: 1,078).
    pub strategy: u32,
    /// Most meetings in a series of strategy meetings, from one evenly (report: series; the number is an assumption).
    pub series: u32,
    /// Working days from one meeting of a series to the next, evenly from the first to the second (assumption).
    pub series_gap: (u32, u32),
    /// Share of series about an adult, without a household (assumption).
    pub adults: f64,
}

/// How long plans last: decisions at reviews, and early closings between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Plans {
    /// Chance that a child's plan ends at the first review (fitted).
    pub end_first: f64,
    /// Chance that it ends at a later one (fitted).
    pub end_later: f64,
    /// Early closings a month (fitted).
    pub early: f64,
    /// Multiplies all three, by month of the year replayed.
    pub closures: Vec<f64>,
    /// Chance that siblings share a decision (assumption).
    pub shared: f64,
    /// Share of early closings decided at a review conference; the rest moved, turned 18 or died (fitted).
    pub by_review: f64,
}

/// When reviews are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviews {
    /// Months from the initial conference to the first review, mean and standard deviation (assumption; statutory 3).
    pub first: (f64, f64),
    /// Months from a review to the next, mean and standard deviation (the authority's policy of 5; statutory 6).
    pub later: (f64, f64),
    /// Working days before its wanted date from which a review is known to whoever books (assumption).
    pub asked: u32,
    /// Share of conferences that are adjourned (assumption; the report names six reconvened).
    pub adjourned: f64,
}

/// Who is away.
#[derive(Debug, Clone, PartialEq)]
pub struct Absence {
    /// Working days a year that everybody is away and known to be: leave and training, in weeks and single days.
    pub known_days: u32,
    /// Share of working days lost to illness (DfE panel median 3.1 %).
    pub sickness: f64,
    /// Working days of a spell of illness, on average.
    pub spell_days: f64,
}

/// Minutes of a chair's work for one meeting of a group, journeys not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Reading and preparing.
    pub preparation: i64,
    /// With the family before the meeting.
    pub before: i64,
    /// The meeting.
    pub meeting: i64,
    /// For each child beyond the second.
    pub sibling: i64,
    /// The decision sheet.
    pub sheet: i64,
    /// Checking and signing the minutes.
    pub minutes: i64,
    /// The quality assurance form; 0 where none is asked for.
    pub form: i64,
}

/// How long a chair works for a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkTable {
    /// Initial conferences.
    pub initial: Piece,
    /// Review conferences.
    pub review: Piece,
    /// Strategy meetings.
    pub strategy: Piece,
    /// Multiplies everything but journeys (fitted so that the team's hours with time off in lieu just fit the forms done).
    pub kappa: f64,
}

/// How much time chairs have, and what gives way.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Minutes of a full-time week.
    pub week: i64,
    /// Share that goes to supervision, team and advice.
    pub overhead: f64,
    /// Minutes of a full-time week for audit and cluster meetings, the first to give way.
    pub other: i64,
    /// How much of a post an agency chair fills.
    pub agency: f64,
    /// New starters: months, and the share of a caseload and of the hours that they do; afterwards all.
    pub ramp: Vec<(u32, f64)>,
    /// Working days after which a form that is not done is lost.
    pub forms_days: u32,
    /// Working days in which minutes should be signed off.
    pub minutes_days: u32,
    /// Most minutes a week beyond hours.
    pub toil_week: i64,
    /// Most minutes owed to one full-time chair.
    pub toil_bank: i64,
    /// Least share of preparation.
    pub preparation: f64,
}

/// How bookings are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Steps of the search each Monday, for the planner.
    pub iterations: u64,
    /// Steps of each repair, for the planner.
    pub repair_steps: u64,
    /// Working days ahead within which the planner's bookings are confirmed to families on a Monday; later ones may still move.
    pub confirmed_days: u32,
    /// Working days, from the first that is looked at, on which clerks ask the family's own chair before they ask others.
    pub own_chair_days: u32,
    /// Working days before its wanted date from which clerks look for a review's place.
    pub look_before: u32,
    /// How much of a fair caseload a chair who starts is given by colleagues; new families bring the rest.
    pub rebalanced: f64,
}

impl Year {
    /// Returns the level of closures on a day: 1 before the year, then that of the month.
    pub fn level(&self, date: NaiveDate) -> f64 {
        if date < self.first {
            return 1.0;
        }
        let month = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
        let position = (month(date) - month(self.first)) as usize;
        self.plans.closures.get(position).copied().unwrap_or(1.0)
    }
}

impl Post {
    /// Returns the share of the post that is worked on `date`, in thousandths: 0 out of post, less than 1,000 for a new
    /// starter.
    pub fn share(&self, date: NaiveDate, time: &Time) -> i64 {
        let in_post =
            self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until);
        if !in_post {
            return 0;
        }
        let Some(from) = self.from.filter(|_| self.ramp) else { return 1000 };
        let mut months = 0;
        for &(length, share) in &time.ramp {
            months += length;
            let end = from.checked_add_months(chrono::Months::new(months));
            if end.is_none_or(|end| date < end) {
                return libm::round(share * 1000.0) as i64;
            }
        }
        1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;
    use crate::staffing::Values;

    fn date(text: &str) -> NaiveDate {
        parse_date(text).expect("a date")
    }

    #[test]
    fn new_starters_do_three_fifths_then_four_fifths_then_all() {
        let post = Post {
            reference: Reference::new("IRO5").expect("a reference"),
            known: None,
            base: None,
            districts: None,
            fte: Fte::FULL,
            contract: Contract::Permanent,
            from: Some(date("2011-07-01")),
            until: Some(date("2012-03-31")),
            ramp: true,
        };
        let time = Year::of(&Values::from_fn(|parameter| parameter.default)).time;
        for (day, share) in [
            ("2011-06-30", 0),
            ("2011-07-01", 600),
            ("2011-09-30", 600),
            ("2011-10-01", 800),
            ("2011-12-31", 800),
            ("2012-01-01", 1000),
            ("2012-04-01", 0),
        ] {
            assert_eq!(post.share(date(day), &time), share, "{day}");
        }
        let settled = Post { ramp: false, ..post };
        assert_eq!(settled.share(date("2011-07-01"), &time), 1000);
    }
}
