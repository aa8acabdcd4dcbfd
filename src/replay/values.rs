//! A year from the staffing model's one list of parameters: the replay and the forecast start from the same numbers.

use chrono::{Datelike, NaiveDate};

use crate::register::{Contract, Fte, Reference, Register, StaffIdx};
use crate::staffing::baseline::{self, Team};
use crate::staffing::clock::MONTH_DAYS;
use crate::staffing::{Baseline, Key, Values};

use super::year::{Absence, Demand, Piece, Plans, Post, Reviews, Rules, Time, WorkTable, Year};

/// Months of the report's year with the children whose plans started, as its month-end figures imply them (fitted; report
/// 6.2).
const STARTS: [u32; 12] = [52, 53, 66, 66, 91, 48, 56, 57, 59, 71, 50, 49];
/// Ages of open plans in a steady state of the fitted review lattice; England on 31 March 2013 has the same to within two
/// points. 91, 183, 365 and 731 days are 3, 6, 12 and 24 months.
const AGES: [(i64, f64); 5] = [(91, 0.288), (183, 0.235), (365, 0.279), (731, 0.163), (i64::MAX, 0.035)];
/// Minutes of an hour, as the list counts in hours.
const HOUR: f64 = 60.0;

impl Year {
    /// Returns a year of a staffing baseline: its posts of the protection team, its starts and closures by month, its opening
    /// stock, and the middle of every amount. Posts are joined to the register's chairs by name.
    ///
    /// # Errors
    /// Posts whose names make one reference, and where the year begins before the baseline.
    pub fn of_baseline(
        baseline: &Baseline,
        register: &Register,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Year, Vec<String>> {
        let values = Values::from_fn(|parameter| baseline.amounts.get(parameter.key).middle());
        let mut year = Year { first, last, name: baseline.name.clone(), ..Year::of(&values) };
        let number = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
        let offset = number(first) - number(baseline.start);
        let mut faults = Vec::new();
        if offset < 0 {
            faults.push(format!("the year begins on {first}, before the baseline, on {}", baseline.start));
        }
        let n_months = number(last) - number(first) + 1;
        let months = || (0..n_months.max(0)).map(|month| (month + offset).max(0) as usize);
        year.demand.starts = months()
            .map(|month| {
                let expected = baseline.starts_by_month.get(month).map_or_else(
                    || {
                        let calendar = (baseline.start.month0() as usize + month) % 12;
                        values.get(Key::Starts) / 12.0 * baseline.season[calendar]
                    },
                    |amount| amount.middle(),
                );
                libm::round(expected).max(0.0) as u32
            })
            .collect();
        let level = values.get(Key::ClosureLevel);
        let closures =
            |month: usize| baseline.closures_by_month.get(month).map_or(1.0, |amount| amount.middle());
        year.plans.closures = months().map(|month| level * closures(month)).collect();
        year.demand.opening = libm::round(baseline.opening.on_plans.middle()).max(0.0) as u32;
        if !baseline.opening.plan_ages.is_empty() {
            year.demand.opening_ages = baseline
                .opening
                .plan_ages
                .iter()
                .map(|band| {
                    let end = libm::round(band.to_months * MONTH_DAYS) as i64;
                    (end, band.children)
                })
                .collect();
        }
        for post in baseline.posts.iter().filter(|post| post.filled && post.team == Team::Protection) {
            let joined = joined(post, register);
            if year.posts.iter().any(|other| other.reference == joined.reference) {
                faults.push(format!(
                    "post \"{}\" has the reference {} of another post; wanted names that differ in more than signs",
                    post.name, joined.reference
                ));
            }
            year.posts.push(joined);
        }
        if faults.is_empty() { Ok(year) } else { Err(faults) }
    }

    /// Returns the report's year with the values of the model's parameters, and with the staff of the register as they are.
    /// Whatever the list does not know is at its default.
    pub fn of(values: &Values) -> Year {
        let get = |key| values.get(key);
        let whole = |key| libm::round(values.get(key)).max(0.0);
        let first = NaiveDate::from_ymd_opt(2011, 4, 1).expect("a date");
        let last = NaiveDate::from_ymd_opt(2012, 3, 31).expect("a date");
        let weeks = get(Key::StrategyWeeks) * 5.0;
        Year {
            name: "Lancashire 2011/12".to_owned(),
            first,
            last,
            posts: Vec::new(),
            demand: Demand {
                starts: STARTS.to_vec(),
                outcome: get(Key::InitialToPlan),
                siblings: get(Key::ChildrenPerHousehold) - 1.0,
                ready_days: 7,
                opening: 673,
                opening_ages: AGES.to_vec(),
                strategy: whole(Key::StrategyMeetings) as u32,
                series: libm::round(2.0 * get(Key::StrategySeries) - 1.0).max(1.0) as u32,
                series_gap: (libm::round(weeks * 0.75) as u32, libm::round(weeks * 1.25) as u32),
                adults: 0.6,
            },
            plans: Plans {
                end_first: get(Key::EndsAtFirst),
                end_later: get(Key::EndsAtLater),
                early: get(Key::ClosesEarly),
                closures: vec![get(Key::ClosureLevel); 12],
                shared: get(Key::SiblingsAgree),
                by_review: get(Key::EarlyByConference),
            },
            reviews: Reviews {
                first: (get(Key::FirstReviewMonths), get(Key::FirstReviewSd)),
                later: (get(Key::LaterReviewMonths), get(Key::LaterReviewSd)),
                asked: 30,
                adjourned: get(Key::Adjourned),
            },
            absence: Absence {
                known_days: (whole(Key::LeaveDays) + whole(Key::TrainingDays)) as u32,
                sickness: get(Key::Sickness),
                spell_days: get(Key::SicknessWeeks) * 5.0,
            },
            work: work(values),
            time: Time {
                week: libm::round(get(Key::HoursADay) * 5.0 * HOUR) as i64,
                overhead: get(Key::Overhead),
                other: libm::round(get(Key::OtherWork) * HOUR) as i64,
                agency: get(Key::AgencyEffect),
                ramp: vec![
                    (whole(Key::RampMonths) as u32, get(Key::RampFirst)),
                    (whole(Key::RampMonths) as u32, get(Key::RampSecond)),
                ],
                forms_days: whole(Key::QualityDays) as u32,
                minutes_days: whole(Key::RecordDays) as u32,
                toil_week: libm::round(get(Key::TimeOffHours) * HOUR) as i64,
                toil_bank: libm::round(get(Key::TimeOffBank) * HOUR) as i64,
                preparation: get(Key::PreparationFloor),
            },
            booking: Rules {
                iterations: 4_000,
                repair_steps: 60,
                confirmed_days: 15,
                own_chair_days: 5,
                look_before: 5,
                rebalanced: get(Key::RebalanceOnStart),
            },
        }
    }
}

/// Returns the reference that a post's name makes: signs that no reference has become hyphens.
pub(crate) fn post_reference(name: &str) -> Reference {
    let letters = name.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
    let parts: Vec<&str> = letters.filter(|part| !part.is_empty()).collect();
    let mut text = parts.join("-");
    text.truncate(40);
    Reference::new(&text).unwrap_or_else(|| Reference::new("post").expect("a reference"))
}

/// Returns a post of a baseline as the replay has it.
fn joined(post: &baseline::Post, register: &Register) -> Post {
    let reference = post_reference(&post.name);
    let known = register.staff.iter().position(|staff| staff.reference == reference && staff.role.chairs());
    Post {
        known: known.map(StaffIdx::from),
        reference,
        base: None,
        districts: None,
        fte: Fte::parse(&format!("{:.3}", post.fte.middle().clamp(0.0, 9.0))).unwrap_or(Fte::FULL),
        contract: post.contract,
        from: post.starts.max(post.from),
        until: [post.leaves, post.until].into_iter().flatten().min(),
        ramp: post.starts.is_some() && post.contract != Contract::Agency,
    }
}

fn work(values: &Values) -> WorkTable {
    let piece = |keys: [Key; 7]| {
        let [preparation, before, meeting, sibling, sheet, minutes, form] =
            keys.map(|key| libm::round(values.get(key)) as i64);
        Piece { preparation, before, meeting, sibling, sheet, minutes, form }
    };
    WorkTable {
        initial: piece([
            Key::InitialPreparation,
            Key::InitialBefore,
            Key::InitialMeeting,
            Key::InitialChild,
            Key::InitialSheet,
            Key::InitialRecord,
            Key::InitialQuality,
        ]),
        review: piece([
            Key::ReviewPreparation,
            Key::ReviewBefore,
            Key::ReviewMeeting,
            Key::ReviewChild,
            Key::ReviewSheet,
            Key::ReviewRecord,
            Key::ReviewQuality,
        ]),
        strategy: piece([
            Key::StrategyPreparation,
            Key::StrategyBefore,
            Key::StrategyMeeting,
            Key::StrategyChild,
            Key::StrategySheet,
            Key::StrategyRecord,
            Key::StrategyQuality,
        ]),
        kappa: values.get(Key::TimeLevel),
    }
}
