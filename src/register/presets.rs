//! The built-in kinds of `england-2010` and `england-2023`.
//!
//! Sources: Working Together to Safeguard Children (2010 and 2023); SI 2010/959 regulation 33; Fostering Services
//! (England) Regulations 2011. The 5-month target and the 28 days to reconvene are Lancashire's own of 2011/12.
//! Lengths are planning assumptions that an authority overrides.

use super::{Kind, Preset, Reference};
use crate::calendar::{Period::*, Timescale};

const ICPC: Timescale = Timescale::After(WorkingDays(15));
const ICPC_TARGET: Timescale = Timescale::After(WorkingDays(12));
const THREE_MONTHS: Timescale = Timescale::Earlier(Months(3), Days(91));
const SIX_MONTHS: Timescale = Timescale::Earlier(Months(6), Days(183));
/// Days within which an adjourned conference is reconvened (Lancashire's own; annual report 2011/12, 6.3.1).
pub const RECONVENED_DAYS: u32 = 28;
const BEFORE: Timescale = Timescale::Before(10);
const OPENS: Timescale = Timescale::Before(20);
const TODAY: Timescale = Timescale::Today;

/// Returns the kinds of a preset, in the order of `rules.md`. The two presets agree on them.
pub fn preset_kinds(preset: Preset) -> Vec<Kind> {
    // Whoever adds a preset decides here whether it agrees too.
    let (Preset::England2010 | Preset::England2023) = preset;
    // name, statutory, target, opens, (minutes, before, after), minute taker, notice, at home, urgency
    let rows = [
        ("initial_conference", ICPC, ICPC_TARGET, TODAY, (120, 30, 15), true, 5, false, 30),
        ("pre_birth_conference", ICPC, ICPC_TARGET, TODAY, (120, 30, 15), true, 5, false, 30),
        ("transfer_in_conference", ICPC, ICPC_TARGET, TODAY, (120, 30, 15), true, 5, false, 30),
        ("first_review_conference", THREE_MONTHS, BEFORE, OPENS, (90, 30, 15), true, 5, false, 15),
        (
            "review_conference",
            SIX_MONTHS,
            Timescale::After(Months(5)),
            OPENS,
            (90, 30, 15),
            true,
            5,
            false,
            15,
        ),
        (
            "reconvened_conference",
            Timescale::After(Days(RECONVENED_DAYS)),
            Timescale::After(WorkingDays(10)),
            TODAY,
            (90, 30, 15),
            true,
            2,
            false,
            30,
        ),
        (
            "strategy_meeting",
            Timescale::None,
            Timescale::After(WorkingDays(5)),
            TODAY,
            (75, 0, 15),
            true,
            1,
            false,
            60,
        ),
        (
            "cla_first_review",
            Timescale::After(WorkingDays(20)),
            Timescale::After(WorkingDays(17)),
            TODAY,
            (75, 15, 15),
            false,
            3,
            true,
            20,
        ),
        ("cla_second_review", THREE_MONTHS, BEFORE, OPENS, (75, 15, 15), false, 5, true, 10),
        ("cla_review", SIX_MONTHS, BEFORE, OPENS, (75, 15, 15), false, 5, true, 10),
        (
            "foster_review",
            Timescale::After(Months(12)),
            BEFORE,
            Timescale::Before(40),
            (75, 0, 15),
            false,
            5,
            true,
            5,
        ),
    ];
    rows.into_iter()
        .map(
            |(
                name,
                statutory,
                target,
                opens,
                (minutes, before, after),
                minute_taker,
                notice_days,
                at_home,
                urgency,
            )| {
                let with_family = name != "strategy_meeting";
                Kind {
                    name: Reference::new(name).expect("preset names are references"),
                    minutes,
                    before,
                    after,
                    minute_taker,
                    notice_days,
                    statutory,
                    target,
                    opens,
                    at_home,
                    family: with_family,
                    continuity: with_family,
                    urgency,
                }
            },
        )
        .collect()
}
