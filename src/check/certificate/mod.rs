//! Checking a certificate: what its multipliers prove, worked out from the register alone.
//!
//! The proof, in short. Take any lawful plan that a claim is about, and call its *worth* the claim's level, plus
//! `unbooked` and `late` for each child and child-day above what the claim allows (there are none above it, so the
//! worth is no more than the level). Charge the worth to people's days: each chair's day pays for the meetings that
//! it takes (day, start, room, chair, journeys), buys minute takers at the multipliers of `taker`, and gets the
//! multiplier of `meeting` for each; each minute taker's day pays its journeys and sells at the same multipliers. What
//! is bought is sold, and each meeting is taken once or stays unbooked, so all multipliers cancel out. Therefore the
//! worth is at least the sum, over people's days, of the least that any lawful day can come to, each day by itself,
//! plus what is paid out for the meetings. That sum is what [`verify`] works out (Lagrangian relaxation: Geoffrion,
//! *Mathematical Programming Study* 2, 1974; Held and Karp, *Operations Research* 18, 1970). Weekly load and caseload
//! are charged by the child and minute, whether above the limit or not, at no more than their weight, less the limit.
//!
//! It shares no code with [`crate::bound`] or the solver, trusts nothing in the certificate, and counts in whole
//! numbers.

mod ahead;
mod days;
mod households;
mod places;

use chrono::{NaiveDate, Weekday};
use rayon::prelude::*;

use crate::certificate::{Certificate, Claim, Level, UNIT};
use crate::register::{Register, StaffIdx};
use crate::rules::SOFT;
use crate::travel::Travel;
use days::Day;
use places::{Place, Wanted};

/// A claim, and what its multipliers prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// What the level is at least in every plan that the claim is about: children, child-days, or minutes.
    pub proven: i64,
}

impl Verified<'_> {
    /// Whether the multipliers prove what is claimed.
    pub fn holds(&self) -> bool {
        self.claim.bound <= self.proven
    }
}

/// Returns each claim of a certificate with what its multipliers prove of the register.
///
/// Time: for each claim and each person's day, O(P · L) with P places in time and L days under way; seconds for a
/// county. The days are worked out side by side.
pub fn verify<'a>(register: &Register, travel: &Travel, certificate: &'a Certificate) -> Vec<Verified<'a>> {
    let wanted = places::wanted(register, travel);
    let prove =
        |claim| Verified { claim, proven: Proof { register, travel, claim, wanted: &wanted }.proven() };
    certificate.claims.iter().map(prove).collect()
}

/// A claim under examination.
struct Proof<'a> {
    register: &'a Register,
    travel: &'a Travel,
    claim: &'a Claim,
    wanted: &'a [Wanted],
}

impl Proof<'_> {
    fn proven(&self) -> i64 {
        let register = self.register;
        let (unbooked, late, minute) = self.claim.weights();
        let allowed = |value: &i64, key| (0..=weight(register, key) * minute).contains(value);
        let (level, given) = (self.claim.level, self.claim.given);
        // Children unbooked and days late may be charged only above what the claim says that its plans have at most.
        let sound = 0 <= unbooked.min(late)
            && (level == Level::S1 || unbooked == 0 || given.s1.is_some())
            && (level == Level::S2 || late == 0 || given.s2.is_some())
            && self.claim.caseload.values().all(|value| allowed(value, "caseload"))
            && self.claim.load.values().all(|value| allowed(value, "load"));
        if !sound {
            return 0;
        }
        let standing = places::standing(register, self.travel);
        let mut sum = minute * standing.iter().map(|booking| booking.cost).sum::<i64>();
        sum += late * standing.iter().map(|booking| booking.late).sum::<i64>();
        sum -= unbooked * self.claim.given.s1.unwrap_or(0);
        sum -= late * self.claim.given.s2.unwrap_or(0);

        let deciding = households::deciding(register, self.wanted, &standing);
        sum += households::left_to_others(self, &deciding);
        for wanted in self.wanted {
            let worth = self.claim.meetings.get(&wanted.meeting).copied().unwrap_or(0);
            let stays = unbooked * wanted.children + households::if_unbooked(self, &deciding, wanted.meeting);
            let may_stay = self.claim.given.s1.is_none_or(|most| wanted.children <= most);
            sum += if may_stay { worth.min(stays) } else { worth };
        }
        let late_before: i64 = standing.iter().map(|booking| booking.late).sum();
        let in_time =
            |place: &&Place| self.claim.given.s2.is_none_or(|most| late_before + place.late <= most);
        let days = Day::all(register, &standing, self.wanted);
        let limits: i64 = chairs(register)
            .map(|chair| {
                let weeks = self.claim.load.range((chair, NaiveDate::MIN)..=(chair, NaiveDate::MAX));
                let minutes: i64 = weeks.map(|(_, &multiplier)| multiplier).sum();
                minutes * register.staff[chair.at()].fte.of(1_200)
                    + self.claim.caseload.get(&chair).copied().unwrap_or(0)
                        * register.staff[chair.at()].fte.of(70)
            })
            .sum();
        sum -= limits;
        let least: i64 =
            days.par_iter()
                .map(|day| {
                    let offers = self.wanted.iter().flat_map(|wanted| {
                        wanted.on(day.date).iter().filter(in_time).map(move |p| (wanted, p))
                    });
                    let stops = offers.flat_map(|(wanted, place)| self.stops(day, wanted, place, &deciding));
                    let occupied =
                        if day.is_chair { self.price_of_load(day) * day.standing_minutes() } else { 0 };
                    occupied
                        + day.least(
                            self.travel,
                            &register.authority.lunch,
                            stops.collect(),
                            self.price_of_minute(day),
                        )
                })
                .sum();
        sum += least;
        // A level is a whole number of units, and never below 0.
        (sum.div_euclid(UNIT) + i64::from(sum.rem_euclid(UNIT) != 0)).max(0)
    }

    /// Returns what a minute of driving costs on a day: travel and, for chairs, load.
    fn price_of_minute(&self, day: &Day) -> i64 {
        let (_, _, minute) = self.claim.weights();
        if day.is_chair {
            minute * weight(self.register, "travel_chair") + self.price_of_load(day)
        } else {
            minute * weight(self.register, "travel_minute_taker")
        }
    }

    fn price_of_load(&self, day: &Day) -> i64 {
        let monday = day.date.week(Weekday::Mon).first_day();
        self.claim.load.get(&(day.person, monday)).copied().unwrap_or(0)
    }

    /// Returns where a meeting may stop on a day, with what it costs then.
    fn stops(
        &self,
        day: &Day,
        wanted: &Wanted,
        place: &Place,
        deciding: &households::Deciding,
    ) -> Vec<days::Stop> {
        let (_, late, minute) = self.claim.weights();
        let sold = self.claim.takers.get(&(wanted.meeting, day.date, place.place)).copied().unwrap_or(0);
        let price = if day.is_chair {
            let Some(chair) = place.chairs.iter().find(|chair| chair.person == day.person) else {
                return Vec::new();
            };
            let occupied = wanted.before + wanted.minutes + wanted.after;
            let children = deciding.children_of(self.register, wanted.meeting);
            let bought = if wanted.needs_taker { sold } else { 0 };
            minute * chair.cost
                + late * place.late
                + bought
                + self.price_of_load(day) * i64::from(occupied)
                + self.claim.caseload.get(&day.person).copied().unwrap_or(0) * children
                - self.claim.meetings.get(&wanted.meeting).copied().unwrap_or(0)
        } else if wanted.needs_taker && place.takers.contains(&day.person) {
            -sold
        } else {
            return Vec::new();
        };
        let starts = place.starts.iter();
        starts
            .map(|&(start, cost)| days::Stop {
                span: wanted.occupation(start, day.is_chair),
                place: place.place,
                meeting: wanted.meeting,
                cost: price + if day.is_chair { minute * cost } else { 0 },
            })
            // Nobody takes what pays nothing: see `days` for what that means after an online meeting.
            .filter(|stop| stop.cost < 0)
            .collect()
    }
}

fn chairs(register: &Register) -> impl Iterator<Item = StaffIdx> + '_ {
    (0..register.staff.len()).map(StaffIdx::from).filter(|p| register.staff[p.at()].role.chairs())
}

/// Returns the weight of a soft rule.
fn weight(register: &Register, key: &str) -> i64 {
    SOFT.iter().find(|rule| rule.key() == key).map_or(0, |rule| rule.weight(register))
}
