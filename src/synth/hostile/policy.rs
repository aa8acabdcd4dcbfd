//! Policies: odd grids, hours, lunches and kinds.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::Period::{Days as CalendarDays, Months, WorkingDays};
use crate::calendar::{Holidays, Span, Timescale, WorkingCalendar};
use crate::register::{Kind, Lunch, Preset, Register, TravelPolicy, preset_kinds};
use crate::synth::draw::Draw;
use crate::synth::make::{empty, reference};

/// Years in which today may lie.
const YEARS: (i32, i32) = (2010, 2033);

/// Returns a register with a policy and nothing else.
pub(super) fn policy(seed: u64) -> Register {
    let mut draw = Draw::new(seed, "policy");
    let first = NaiveDate::from_ymd_opt(draw.between(YEARS.0, YEARS.1), 1, 1).expect("a first of January");
    let mut today = first + Days::new(draw.below(365) as u64);
    if draw.chance(15) {
        // The Saturday or Sunday after.
        let weekend = 5 + draw.below(2) as i64;
        let ahead = (weekend - i64::from(today.weekday().num_days_from_monday())).rem_euclid(7);
        today = today + Days::new(ahead as u64);
    }
    let mut register = empty("Hostile", today);
    let policy = &mut register.authority;
    policy.timescales = draw.pick(&[Preset::England2010, Preset::England2023]);
    policy.grid_minutes = draw.pick(&[5, 5, 5, 10, 15, 15, 20, 30, 60, 7]);
    let (opens, closes) = draw.pick(&[(540, 1020), (540, 1020), (480, 1200), (570, 960), (527, 1033)]);
    policy.office_hours = Span::new(opens, closes);
    if draw.chance(20) {
        policy.holidays = Holidays::None;
    }
    for _ in 0..draw.below(4) {
        policy.extra_holidays.push(today + Days::new(draw.below(40) as u64));
    }
    policy.extra_holidays.sort();
    policy.extra_holidays.dedup();
    policy.late_limit_days = draw.pick(&[0, 5, 20, 20, 60]);
    policy.travel = TravelPolicy {
        speed_kmh: draw.pick(&[45.0, 30.5, 90.0]),
        detour: draw.pick(&[1.0, 1.3, 1.75]),
        parking_minutes: draw.pick(&[0, 5, 5, 15]),
    };
    let (minutes, from, until) = draw.pick(&[
        (30, 690, 870),
        (30, 690, 870),
        (5, 720, 735),
        (120, 690, 810),
        (60, 720, 780),
        (90, 660, 960),
    ]);
    policy.lunch = Lunch { minutes, window: Span::new(from, until) };
    policy.kinds = kinds(&mut draw, policy.timescales);
    for key in ["handover", "travel_family", "load", "caseload", "prefers", "early"] {
        if draw.chance(10) {
            policy.weights.set(key, draw.pick(&[0, 1, 7, 1000]));
        }
    }
    register.calendar = WorkingCalendar::new(policy.holidays, &policy.extra_holidays);
    register
}

/// Returns the preset's kinds, some of them changed, and up to three of the authority's own.
fn kinds(draw: &mut Draw, preset: Preset) -> Vec<Kind> {
    let mut kinds = preset_kinds(preset);
    for kind in &mut kinds {
        if draw.chance(15) {
            kind.minutes = draw.pick(&[20, 55, 90, 150]);
            kind.before = draw.pick(&[0, 10, 45]);
            kind.after = draw.pick(&[0, 15, 50]);
            kind.notice_days = draw.pick(&[0, 1, 10]);
            kind.at_home = draw.chance(50);
        }
    }
    for name in ["core_group", "panel", "visit"] {
        if draw.chance(40) {
            kinds.push(own_kind(draw, name));
        }
    }
    kinds
}

fn own_kind(draw: &mut Draw, name: &str) -> Kind {
    let (statutory, target) = draw.pick(&[
        (Timescale::After(WorkingDays(10)), Timescale::None),
        (Timescale::None, Timescale::After(CalendarDays(12))),
        (Timescale::Earlier(Months(1), CalendarDays(30)), Timescale::Before(3)),
        (Timescale::After(Months(2)), Timescale::After(WorkingDays(20))),
        (Timescale::None, Timescale::Earlier(WorkingDays(8), CalendarDays(11))),
    ]);
    Kind {
        name: reference(name),
        minutes: draw.pick(&[15, 40, 75, 240]),
        before: draw.pick(&[0, 0, 20]),
        after: draw.pick(&[0, 0, 35]),
        minute_taker: draw.chance(30),
        notice_days: draw.pick(&[0, 0, 2]),
        statutory,
        target,
        opens: draw.pick(&[Timescale::Today, Timescale::Before(5)]),
        at_home: draw.chance(40),
        family: draw.chance(50),
        continuity: draw.chance(50),
        urgency: draw.pick(&[0, 1, 45]),
    }
}
