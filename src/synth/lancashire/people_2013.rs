//! The merged teams from January 2013: 22 chairs for conferences and for reviews of children looked after.
//!
//! From the report: the two teams of IROs become one on 1 January 2013; two fostering IROs; three Senior IROs across
//! the service; 2 agency IROs; temporary posts of a year. 22 posts follow from the caseloads it gives. Who has been
//! trained for which side, bases, patches, hours and leave are assumed.

use super::service::Patch;
use super::towns::UNIT;
use crate::calendar::Span;
use crate::register::{Contract, DistrictIdx, Fte, Register, Role, Staff};
use crate::synth::make::{Find, absence, date, days, part_of, person, weekdays};

/// What a chair has been trained for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Conferences,
    LookedAfter,
}

use Contract::{Agency, Permanent, Secondment, Temporary};
use Side::{Both, Conferences, LookedAfter};

/// Reference, base, districts (`;` between), post in tenths, contract, side.
type Row = (&'static str, &'static str, &'static str, usize, Contract, Side);

#[rustfmt::skip]
const CHAIRS: [Row; 22] = [
    ("SIRO1", UNIT, "", 2, Permanent, Both),
    ("SIRO2", UNIT, "", 2, Permanent, Both),
    ("SIRO3", UNIT, "", 2, Permanent, LookedAfter),
    ("IRO01", UNIT, "PRE;SRI", 10, Permanent, Both),
    ("IRO02", UNIT, "PRE;FYW", 10, Permanent, LookedAfter),
    ("IRO03", "Accrington", "HYR;RIB", 10, Permanent, Both),
    ("IRO04", UNIT, "CWL;SRI", 10, Permanent, Both),
    ("IRO05", "Lancaster", "LAN;FYW", 10, Permanent, Both),
    ("IRO06", UNIT, "FYW;PRE", 10, Permanent, Conferences),
    ("IRO07", "Burnley", "BUR;PEN", 10, Permanent, Both),
    ("IRO08", "Chorley", "CWL", 5, Permanent, Conferences),
    ("IRO09", "Lancaster", "LAN", 10, Permanent, LookedAfter),
    ("IRO10", "Poulton", "FYW", 10, Permanent, Both),
    ("IRO11", "Burnley", "BUR;HYR", 10, Permanent, LookedAfter),
    ("IRO12", "Nelson", "PEN;BUR;RIB", 10, Permanent, Both),
    ("IRO13", "Skelmersdale", "CWL", 10, Permanent, Both),
    ("IRO14", "Leyland", "SRI;CWL", 8, Permanent, LookedAfter),
    ("IRO15", UNIT, "PRE", 10, Agency, Both),
    ("IRO16", UNIT, "HYR;BUR", 10, Agency, Conferences),
    ("IRO17", "Rawtenstall", "HYR", 6, Temporary, LookedAfter),
    ("FIRO1", UNIT, "", 10, Permanent, LookedAfter),
    ("FIRO2", UNIT, "", 10, Secondment, LookedAfter),
];

/// Reference, base, whether Lancaster's own, days a week.
const TAKERS: [(&str, &str, bool, usize); 10] = [
    ("MT01", "Preston", false, 5),
    ("MT02", "Preston", false, 5),
    ("MT03", "Burnley", false, 5),
    ("MT04", "Accrington", false, 5),
    ("MT05", "Poulton", false, 5),
    ("MT06", "Leyland", false, 5),
    ("MT07", "Skelmersdale", false, 5),
    ("MT08", "Nelson", false, 4),
    ("MT09", "Lancaster", true, 5),
    ("MT10", "Lancaster", true, 3),
];

/// Who is away: person, first and last day, reason.
const AWAY: &[(&str, &str, &str, &str)] = &[
    ("IRO02", "2013-01-07", "2013-01-09", "annual leave"),
    ("IRO06", "2013-01-14", "2013-01-18", "annual leave"),
    ("IRO09", "2013-01-07", "2013-01-11", "sickness"),
    ("IRO13", "2013-01-28", "2013-02-01", "annual leave"),
    ("IRO10", "2013-02-18", "2013-02-22", "annual leave"),
    ("FIRO1", "2013-01-07", "2013-01-07", "annual leave"),
    ("MT04", "2013-01-21", "2013-01-25", "annual leave"),
    ("MT06", "2013-01-07", "2013-01-09", "sickness"),
];

/// Kinds that only those trained for conferences chair.
const CONFERENCE_KINDS: [&str; 7] = [
    "initial_conference",
    "pre_birth_conference",
    "transfer_in_conference",
    "first_review_conference",
    "review_conference",
    "reconvened_conference",
    "strategy_meeting",
];
/// Kinds that only those trained for children looked after chair.
const LOOKED_AFTER_KINDS: [&str; 4] =
    ["cla_first_review", "cla_second_review", "cla_review", "foster_review"];

/// Puts the merged teams into a register that has its places and districts.
pub(super) fn teams(register: &mut Register) {
    for (number, (name, base, districts, tenths, contract, side)) in CHAIRS.into_iter().enumerate() {
        let role = if name.starts_with('S') { Role::SeniorIro } else { Role::Iro };
        let mut chair = person(name, role, register.place_of(base));
        chair.name = match name.split_at(name.len() - 2) {
            ("SIR", _) => format!("Senior IRO {}", number + 1),
            ("FIR", _) => format!("Fostering IRO {}", &name[4..]),
            (_, number) => format!("IRO {}", number.trim_start_matches('0')),
        };
        chair.fte = Fte::parse(&format!("{}.{}", tenths / 10, tenths % 10)).expect("tenths are a decimal");
        chair.contract = Some(contract);
        chair.districts = districts.split_terminator(';').map(|code| register.district_of(code)).collect();
        let kinds: &[&str] = match side {
            Both => &[],
            Conferences => &CONFERENCE_KINDS,
            LookedAfter => &LOOKED_AFTER_KINDS,
        };
        chair.chairs = kinds.iter().map(|kind| register.kind_of(kind)).collect();
        chair.per_day = if tenths <= 2 { 1 } else { 3 };
        chair.features = vec![if number % 4 == 2 { "gender:male" } else { "gender:female" }.to_owned()];
        chair.hours = office_week(if tenths <= 2 { 2 } else { tenths.div_ceil(2) });
        match name {
            // A temporary post ends, an agency IRO begins.
            "IRO17" => chair.until = Some(date("2013-01-25")),
            "IRO16" => chair.from = Some(date("2013-01-21")),
            _ => {}
        }
        chair.absences.push(absence(part_of(date("2013-01-16"), 780, 1020), "team meeting"));
        register.staff.push(chair);
    }
    let lancaster = register.district_of("LAN");
    let others: Vec<DistrictIdx> =
        (0..register.districts.len()).map(DistrictIdx::from).filter(|&d| d != lancaster).collect();
    for (name, base, own, n_days) in TAKERS {
        let mut taker = person(name, Role::MinuteTaker, register.place_of(base));
        taker.name = format!("Minute taker {}", name[2..].trim_start_matches('0'));
        taker.fte = Fte::parse(&format!("{}.{}", n_days / 5, n_days * 2 % 10)).expect("tenths are a decimal");
        taker.contract = Some(Permanent);
        taker.districts = if own { vec![lancaster] } else { others.clone() };
        taker.per_day = 2;
        taker.hours = office_week(n_days);
        register.staff.push(taker);
    }
    for &(who, first, last, reason) in AWAY {
        let who = register.staff_of(who);
        register.staff[who.at()].absences.push(absence(days(date(first), date(last)), reason));
    }
}

/// Returns who shares the families of each district: chairs who cover it, by their post. Senior IROs have none; the
/// fostering IROs have half as many as others.
pub(super) fn patches(register: &Register) -> Vec<Patch> {
    let share = |staff: &Staff, district: DistrictIdx| match staff.role {
        Role::Iro if staff.covers(Some(district)) => {
            staff.fte.of(if staff.districts.is_empty() { 50 } else { 100 }) as usize
        }
        Role::Iro | Role::SeniorIro | Role::MinuteTaker => 0,
    };
    (0..register.districts.len())
        .map(DistrictIdx::from)
        .map(|district| {
            let shares = register.staff.iter().enumerate().map(|(s, row)| (s.into(), share(row, district)));
            shares.filter(|&(_, share)| 0 < share).collect()
        })
        .collect()
}

/// Returns the hours of somebody who works the first `n_days` of the week: 08:30 to 17:00.
fn office_week(n_days: usize) -> [Vec<Span>; 7] {
    weekdays(n_days, 510, 1020)
}
