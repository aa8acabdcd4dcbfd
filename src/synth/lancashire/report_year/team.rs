//! The team through the year (5.1 to 5.3): four posts filled and 1.5 of agency until June, 7.5 from July, 6.5 from January.

use crate::register::{Contract, Fte, Register, Role, StaffIdx};
use crate::synth::lancashire::people::team as team_of_2012;
use crate::synth::make::{Find, date, person, weekdays};

/// Who was recruited in the year: 3.5 posts (5.3), of whom the table of 5.2 says 2011.
const RECRUITED: [&str; 4] = ["IRO5", "IRO6", "IRO7", "IRO8"];
/// The agency's chairs until then.
const AGENCY: [(&str, &str); 2] = [("AG1", "1"), ("AG2", "0.5")];

/// Puts the team of the year into a register that has its places and districts.
pub(super) fn team(register: &mut Register) {
    team_of_2012(register);
    for member in &mut register.staff {
        let who = member.reference.as_str();
        if RECRUITED.contains(&who) {
            member.from = Some(date("2011-07-01"));
        } else if who == "SIRO" {
            member.from = Some(date("2011-05-01"));
        }
    }
    for (who, fte) in AGENCY {
        let mut member = person(who, Role::Iro, register.place_of(crate::synth::lancashire::towns::UNIT));
        member.name = format!("Agency IRO {}", &who[2..]);
        member.fte = Fte::parse(fte).expect("decimals written here are decimals");
        member.contract = Some(Contract::Agency);
        member.until = Some(date("2011-06-30"));
        member.hours = weekdays(5, 510, 1020);
        register.staff.push(member);
    }
}

/// Returns the chairs in the order in which a family of a district gets them: those of its patch, then the rest.
pub(super) fn chairs(register: &Register, patch: &[(StaffIdx, usize)], turn: usize) -> Vec<StaffIdx> {
    let mut own: Vec<StaffIdx> = patch.iter().map(|(chair, _)| *chair).collect();
    let n_own = own.len().max(1);
    own.rotate_left(turn % n_own);
    let others = (0..register.staff.len())
        .map(StaffIdx::from)
        .filter(|chair| register.staff[chair.at()].role == Role::Iro && !own.contains(chair));
    let mut others: Vec<StaffIdx> = others.collect();
    let n_others = others.len().max(1);
    others.rotate_left(turn % n_others);
    own.retain(|chair| register.staff[chair.at()].role == Role::Iro);
    own.extend(others);
    own
}
