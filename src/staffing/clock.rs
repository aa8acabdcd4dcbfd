//! Lengths in days: of a mean month, and of what the law allows between meetings.

/// Days of a mean month.
pub const MONTH_DAYS: f64 = 30.4375;
/// Days that the law allows from an initial conference to the first review, and from the first review of a looked-after child to the
/// second: three months, which case systems count as 91 days.
pub const FIRST_REVIEW_DAYS: i32 = 91;
/// Days that the law allows from review to review: six months, which case systems count as 183 days.
pub const LATER_REVIEW_DAYS: i32 = 183;
