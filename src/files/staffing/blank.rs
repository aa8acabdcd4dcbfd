//! What a baseline is where its file says nothing.

use chrono::NaiveDate;

use crate::calendar::Holidays;
use crate::staffing::baseline::Opening;
use crate::staffing::catalogue::Amounts;
use crate::staffing::{Amount, Baseline};

/// Months that are run where a file does not say how many.
pub(super) const MONTHS: usize = 24;

/// Categories of abuse and their shares: the mean of the twelve month-ends of 2011/12 in the Lancashire Safeguarding IRO
/// annual report 2011/12, 6.2 (3,693 neglect, 2,380 emotional, 914 physical and 449 sexual of 7,436 children).
pub(super) const CATEGORIES: [(&str, f64); 4] =
    [("neglect", 0.497), ("emotional", 0.32), ("physical", 0.123), ("sexual", 0.06)];

/// Returns the baseline that a file is read onto: every parameter at its default, no posts and no stock.
pub(super) fn blank() -> Baseline {
    Baseline {
        name: String::new(),
        about: String::new(),
        start: NaiveDate::default(),
        months: MONTHS,
        holidays: Holidays::EnglandAndWales,
        extra_holidays: Vec::new(),
        amounts: Amounts::default(),
        season: [1.0; 12],
        starts_by_month: Vec::new(),
        closures_by_month: Vec::new(),
        categories: CATEGORIES.map(|(name, share)| (name.to_owned(), share)).to_vec(),
        opening: Opening {
            on_plans: Amount::Exact(0.0),
            plan_ages: Vec::new(),
            looked_after: Amount::Exact(0.0),
            both: Amount::Exact(0.0),
            households: Vec::new(),
        },
        merged_on: None,
        posts: Vec::new(),
        adverts: Vec::new(),
        hired: Vec::new(),
        changes: Vec::new(),
    }
}
