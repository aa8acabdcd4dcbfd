//! Lancashire: the county of the Safeguarding IRO annual report of 2011/12, in 2012 and in 2013.
//!
//! What is fact, what is assumed: each scenario's README. Towns lie where they lie; families, staff and meetings
//! are drawn.

mod county;
mod dates;
mod families;
mod flow;
mod join;
mod merged;
mod people;
mod people_2013;
mod recorded;
mod region;
mod report_year;
mod roads;
mod safeguarding;
mod service;
mod shortage;
mod towns;
mod venues;
mod year;

pub use recorded::recorded_years;
pub use year::{busy_lancashire, lancashire};

pub(super) use merged::register_2013;
pub(super) use region::{cluster, county, quarter, region, region_quarter};
pub(super) use report_year::register_2011_12;
pub(super) use safeguarding::{register_2012, register_tight};
