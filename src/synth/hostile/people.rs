//! Chairs and minute takers with awkward hours, posts and absences.

use chrono::{Days, NaiveDate};

use super::world::{some, stretch};
use crate::calendar::Span;
use crate::register::{Contract, DistrictIdx, Fte, KindIdx, Register, Role, Staff};
use crate::synth::draw::Draw;
use crate::synth::make::{absence, person};

/// What chairs may have; meetings also need one that nobody has.
pub(super) const SKILLS: [&str; 3] = ["gender:female", "gender:male", "language:urdu"];

/// Adds two to five chairs and up to three minute takers.
pub(super) fn add_staff(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "staff");
    for n in 1..=draw.between(2, 5) {
        let role = if draw.chance(20) { Role::SeniorIro } else { Role::Iro };
        let mut chair = member(&mut draw, register, &format!("I{n}"), role);
        if draw.chance(25) {
            let n_kinds = register.authority.kinds.len();
            chair.chairs = (0..n_kinds).filter(|_| draw.chance(60)).map(KindIdx::from).collect();
        }
        chair.features = some(&mut draw, &SKILLS, 50);
        register.staff.push(chair);
    }
    for n in 1..=draw.between(0, 3) {
        let taker = member(&mut draw, register, &format!("T{n}"), Role::MinuteTaker);
        register.staff.push(taker);
    }
}

fn member(draw: &mut Draw, register: &Register, name: &str, role: Role) -> Staff {
    let today = register.authority.today;
    let base = draw.below(register.places.len());
    let mut member = person(name, role, base.into());
    member.fte = Fte::parse(draw.pick(&["1", "1", "0.6", "0.333333", "0.05", "0"])).expect("a decimal");
    member.contract = draw.pick(&[None, Some(Contract::Permanent), Some(Contract::Agency)]);
    match draw.below(8) {
        0 => member.until = Some(today + Days::new(draw.below(20) as u64)),
        1 => member.from = Some(today + Days::new(draw.below(15) as u64)),
        2 => member.until = Some(today - Days::new(1 + draw.below(100) as u64)),
        _ => {}
    }
    if draw.chance(40) {
        let n_districts = register.districts.len();
        member.districts = (0..n_districts).filter(|_| draw.chance(50)).map(DistrictIdx::from).collect();
    }
    member.per_day = draw.pick(&[1, 1, 2, 3, 3, 6]);
    member.hours = hours(draw);
    for _ in 0..draw.below(4) {
        let day: NaiveDate = today + Days::new(draw.below(25) as u64);
        let when = stretch(draw, day);
        member.absences.push(absence(when, "away"));
    }
    member
}

/// Returns a week: whole days, two or three spells a day, mornings only, odd minutes, or some days off.
fn hours(draw: &mut Draw) -> [Vec<Span>; 7] {
    let patterns: [&[(i32, i32)]; 6] = [
        &[(510, 1050)],
        &[(510, 1050)],
        &[(480, 720), (765, 1080)],
        &[(540, 690), (720, 840), (900, 1140)],
        &[(493, 1021)],
        &[(480, 780)],
    ];
    let pattern = patterns[draw.below(patterns.len())];
    std::array::from_fn(|weekday| {
        let works = if weekday < 5 { draw.chance(88) } else { draw.chance(5) };
        let spells = pattern.iter().map(|&(from, until)| Span::new(from, until)).collect();
        if works { Staff::join_hours(spells) } else { Vec::new() }
    })
}
