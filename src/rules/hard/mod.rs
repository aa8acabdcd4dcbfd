//! H01 to H13: what makes a plan lawful.

mod h01_complete;
mod h02_date;
mod h03_chair;
mod h04_hours;
mod h05_room;
mod h06_clash;
mod h07_journey;
mod h08_per_day;
mod h09_lunch;
mod h10_unavailable;
mod h11_taker_district;
mod h12_fixed;
mod h13_office_hours;

use super::HardRule;

/// The hard rules, in order of code.
pub const HARD: &[&dyn HardRule] = &[
    &h01_complete::Complete,
    &h02_date::Date,
    &h03_chair::Chair,
    &h04_hours::Hours,
    &h05_room::Room,
    &h06_clash::Clash,
    &h07_journey::Journey,
    &h08_per_day::PerDay,
    &h09_lunch::Lunch,
    &h10_unavailable::Attendance,
    &h11_taker_district::TakerDistrict,
    &h12_fixed::Fixed,
    &h13_office_hours::OfficeHours,
];
