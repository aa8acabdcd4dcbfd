//! A year from the staffing model's one list of parameters: the replay and the forecast start from the same numbers.

use chrono::NaiveDate;

use crate::staffing::{Key, Values};

use super::year::{Absence, Demand, Piece, Plans, Reviews, Rules, Time, WorkTable, Year};

/// Months of the report's year with the children whose plans started, as its month-end figures imply them (fitted; report
/// 6.2).
const STARTS: [u32; 12] = [52, 53, 66, 66, 91, 48, 56, 57, 59, 71, 50, 49];
/// Minutes of an hour, as the list counts in hours.
const HOUR: f64 = 60.0;

impl Year {
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
                opening_ages: [0.288, 0.235, 0.279, 0.163, 0.035],
                strategy: whole(Key::StrategyMeetings) as u32,
                series: libm::round(2.0 * get(Key::StrategySeries) - 1.0).max(1.0) as u32,
                series_gap: (libm::round(weeks * 0.75) as u32, libm::round(weeks * 1.25) as u32),
                adults: 0.6,
            },
            plans: Plans {
                end_first: get(Key::EndsAtFirst),
                end_later: get(Key::EndsAtLater),
                early: get(Key::ClosesEarly),
                closure: get(Key::ClosureLevel),
                shared: get(Key::SiblingsAgree),
                by_review: get(Key::EarlyByConference),
            },
            reviews: Reviews {
                first: (get(Key::FirstReviewMonths), get(Key::FirstReviewSd)),
                later: (get(Key::LaterReviewMonths), get(Key::LaterReviewSd)),
                asked: 40,
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
            },
        }
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
