//! The safeguarding team and the minute takers in April 2012.
//!
//! From the report: 7.5 posts, of whom a long-standing member retired on 31 December 2011 and was not replaced; one
//! works part time; two are men; a Senior IRO leads them; the Mobile Minute Taking Service covers every district but
//! Lancaster. Bases, patches, hours and leave are assumed.

use super::service::Patch;
use crate::register::{Contract, Fte, Register, Role, Staff};
use crate::synth::make::{Find, absence, date, days, part_of, person, weekdays};

/// A chair or minute taker.
struct Row {
    reference: &'static str,
    title: &'static str,
    role: Role,
    base: &'static str,
    fte: &'static str,
    districts: &'static [&'static str],
    per_day: u32,
    features: &'static [&'static str],
}

const fn chair(
    reference: &'static str,
    title: &'static str,
    base: &'static str,
    districts: &'static [&'static str],
    features: &'static [&'static str],
) -> Row {
    Row { reference, title, role: Role::Iro, base, fte: "1", districts, per_day: 3, features }
}

/// Typing takes twice as long as the meeting: two in a day is what a minute taker can do.
const fn taker(
    reference: &'static str,
    title: &'static str,
    base: &'static str,
    fte: &'static str,
    districts: &'static [&'static str],
) -> Row {
    Row { reference, title, role: Role::MinuteTaker, base, fte, districts, per_day: 2, features: &[] }
}

const WOMAN: &[&str] = &["gender:female"];
const MAN: &[&str] = &["gender:male"];
/// Every district but Lancaster.
const MOBILE: &[&str] = &["FYW", "PRE", "SRI", "CWL", "RIB", "HYR", "BUR", "PEN"];
const UNIT: &str = super::towns::UNIT;

const TEAM: [Row; 18] = [
    Row {
        reference: "SIRO",
        title: "Senior IRO",
        role: Role::SeniorIro,
        base: UNIT,
        fte: "0.2",
        districts: &[],
        per_day: 1,
        features: WOMAN,
    },
    chair("IRO1", "Safeguarding IRO 1", UNIT, &["PRE", "SRI"], WOMAN),
    chair("IRO2", "Safeguarding IRO 2", "Burnley", &["BUR", "PEN"], MAN),
    chair("IRO3", "Safeguarding IRO 3", "Accrington", &["HYR", "RIB"], WOMAN),
    chair("IRO4", "Safeguarding IRO 4", UNIT, &["CWL", "SRI"], WOMAN),
    chair("IRO5", "Safeguarding IRO 5", "Lancaster", &["LAN", "FYW"], WOMAN),
    chair("IRO6", "Safeguarding IRO 6", UNIT, &["FYW", "PRE"], MAN),
    chair("IRO7", "Safeguarding IRO 7", "Burnley", &["BUR", "PEN", "HYR"], WOMAN),
    Row {
        reference: "IRO8",
        title: "Safeguarding IRO 8",
        role: Role::Iro,
        base: "Chorley",
        fte: "0.5",
        districts: &["CWL"],
        per_day: 2,
        features: WOMAN,
    },
    taker("MT1", "Minute taker 1", "Preston", "1", MOBILE),
    taker("MT2", "Minute taker 2", "Preston", "1", MOBILE),
    taker("MT3", "Minute taker 3", "Burnley", "1", MOBILE),
    taker("MT4", "Minute taker 4", "Accrington", "1", MOBILE),
    taker("MT5", "Minute taker 5", "Poulton", "1", MOBILE),
    taker("MT6", "Minute taker 6", "Leyland", "1", MOBILE),
    taker("MT7", "Minute taker 7", "Skelmersdale", "0.6", MOBILE),
    taker("MT8", "District administrator, Lancaster 1", "Lancaster", "0.8", &["LAN"]),
    taker("MT9", "District administrator, Lancaster 2", "Lancaster", "0.5", &["LAN"]),
];

/// Leave, sickness and meetings around Easter 2012 (6 to 9 April): person, first and last day, reason.
const AWAY: &[(&str, &str, &str, &str)] = &[
    ("IRO1", "2012-04-10", "2012-04-11", "annual leave"),
    ("IRO3", "2012-04-02", "2012-04-05", "annual leave"),
    ("IRO4", "2012-04-30", "2012-05-04", "annual leave"),
    ("IRO5", "2012-04-04", "2012-04-10", "annual leave"),
    ("IRO6", "2012-04-12", "2012-04-13", "annual leave"),
    ("IRO7", "2012-03-26", "2012-04-03", "sickness"),
    ("IRO8", "2012-05-08", "2012-05-11", "annual leave"),
    ("MT2", "2012-04-02", "2012-04-05", "annual leave"),
    ("MT4", "2012-04-10", "2012-04-13", "annual leave"),
    ("MT6", "2012-04-03", "2012-04-04", "sickness"),
    ("MT8", "2012-04-10", "2012-04-11", "annual leave"),
    ("MT1", "2012-04-23", "2012-04-27", "annual leave"),
];

/// Parts of days: person, day, from and until in minutes since midnight, reason.
const PART_AWAY: &[(&str, &str, i32, i32, &str)] = &[
    ("IRO4", "2012-04-12", 540, 780, "training"),
    ("IRO3", "2012-04-25", 570, 750, "cluster meeting"),
    ("IRO7", "2012-04-25", 570, 750, "cluster meeting"),
    ("IRO5", "2012-04-26", 570, 750, "cluster meeting"),
    ("IRO6", "2012-04-26", 570, 750, "cluster meeting"),
    ("MT3", "2012-04-19", 780, 1020, "training"),
];

/// The team meets on this afternoon.
const TEAM_MEETING: &str = "2012-04-18";

/// Puts the team of April 2012 into a register that has its places and districts.
pub(super) fn team(register: &mut Register) {
    for row in &TEAM {
        let mut member = person(row.reference, row.role, register.place_of(row.base));
        member.name = row.title.to_owned();
        member.fte = Fte::parse(row.fte).expect("decimals written here are decimals");
        member.contract = Some(Contract::Permanent);
        member.districts = row.districts.iter().map(|code| register.district_of(code)).collect();
        member.per_day = row.per_day;
        member.features = row.features.iter().map(|&word| word.to_owned()).collect();
        set_hours(&mut member);
        if row.reference == "IRO2" {
            member.until = Some(date("2011-12-31"));
        } else if row.role.chairs() {
            member.absences.push(absence(part_of(date(TEAM_MEETING), 780, 1020), "team meeting"));
        }
        register.staff.push(member);
    }
    for &(who, first, last, reason) in AWAY {
        let who = register.staff_of(who);
        register.staff[who.at()].absences.push(absence(days(date(first), date(last)), reason));
    }
    for &(who, day, from, until, reason) in PART_AWAY {
        let who = register.staff_of(who);
        register.staff[who.at()].absences.push(absence(part_of(date(day), from, until), reason));
    }
}

/// Sets hours by reference: full time is 08:30 to 17:00, on Fridays to 16:30.
fn set_hours(member: &mut Staff) {
    let mut hours = weekdays(5, 510, 1020);
    hours[4][0].until = 990;
    let worked: &[usize] = match member.reference.as_str() {
        "SIRO" => &[1, 3],
        "IRO8" => &[0, 1, 2],
        "MT7" => &[0, 1, 2],
        "MT8" => &[0, 1, 2, 3],
        "MT9" => &[2, 3, 4],
        _ => &[0, 1, 2, 3, 4],
    };
    for (weekday, spells) in hours.iter_mut().enumerate() {
        if !worked.contains(&weekday) {
            spells.clear();
        }
    }
    if matches!(member.reference.as_str(), "IRO8" | "MT9") {
        // The half of a half-time week: Wednesday morning, or Wednesday afternoon.
        let (from, until) = if member.reference.as_str() == "IRO8" { (510, 750) } else { (750, 1020) };
        hours[2][0].from = from;
        hours[2][0].until = until;
    }
    member.hours = hours;
}

/// Which chairs have the families of a district.
const PATCHES: [(&str, &[&str]); 9] = [
    ("LAN", &["IRO5"]),
    ("FYW", &["IRO6", "IRO5", "SIRO"]),
    ("PRE", &["IRO1", "IRO6"]),
    ("SRI", &["IRO1", "IRO4"]),
    ("CWL", &["IRO4", "IRO8"]),
    ("RIB", &["IRO3"]),
    ("HYR", &["IRO3", "IRO7"]),
    ("BUR", &["IRO7", "IRO2"]),
    ("PEN", &["IRO7", "IRO2"]),
];

/// Returns who shares the families of each district, by their post. Half of the families of IRO 2, who retired three
/// months ago, still name them; the Senior IRO has a few.
pub(super) fn patches(register: &Register) -> Vec<Patch> {
    let share = |name: &str| match name {
        "SIRO" => 5,
        "IRO2" | "IRO8" => 50,
        _ => 100,
    };
    let mut patches = vec![Patch::new(); register.districts.len()];
    for (district, chairs) in PATCHES {
        patches[register.district_of(district).at()] =
            chairs.iter().map(|&chair| (register.staff_of(chair), share(chair))).collect();
    }
    patches
}
