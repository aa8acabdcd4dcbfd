//! How good a plan is: what no lawful plan can go below, level by level, with a certificate that anybody can check.
//!
//! The bound is a Lagrangian relaxation by people's days. Each chair's day and each minute taker's day is planned by
//! itself, exactly ([`day`]): its journeys, spells, lunch, the bookings that stand, the most meetings of a day. What
//! ties the days together is priced instead: that each meeting is chaired once ([`Multipliers::meetings`]), that its
//! minute taker comes on the same day to the same place ([`Multipliers::cells`]), that caseloads and weeks have limits.
//! Whatever the prices, what is left is a true bound; [`ascent`] looks for prices that make it high. The same relaxation
//! bounds children unbooked (S1) and days late (S2): then journeys take time but cost nothing.
//!
//! Left out, and so a part of every gap: that two meetings want one room, one household or one social worker at a time;
//! that chair and minute taker agree on the start and not on day and place alone; that days are whole. The prices of
//! meetings are those of person-day routes in a set-partitioning programme, whose column generation this is the dual of
//! (Desrochers, Desrosiers and Solomon, *Operations Research* 40, 1992).
//!
//! [`Multipliers::meetings`]: multipliers::Multipliers::meetings
//! [`Multipliers::cells`]: multipliers::Multipliers::cells

mod ascent;
mod day;
mod labels;
mod multipliers;
mod prove;
mod relaxation;
mod start;
mod stops;
mod windows;

pub use prove::{Effort, Force, NoBound, Proof, prove};
