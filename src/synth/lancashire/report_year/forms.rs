//! What quality forms and questionnaires of the year tell, as many as published.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::published::{FORMS, OVER_TENS, PARENTS_THERE, QUESTIONNAIRES, REPORTS_SEEN};
use crate::register::{MeetingIdx, MeetingResult, Register};
use crate::synth::draw::Draw;
use crate::synth::make::date;

/// Fills in the forms of January to March and the questionnaires of the year.
pub(super) fn add_forms(register: &mut Register, draw: &mut Draw) {
    let conferences: Vec<usize> = (0..register.record.outcomes.len())
        .filter(|&at| {
            let outcome = &register.record.outcomes[at];
            outcome.result == MeetingResult::Held && register.meeting(outcome.meeting).household.is_some()
        })
        .collect();
    let since = date("2012-01-01");
    let mut late: Vec<usize> =
        conferences.iter().copied().filter(|&at| since <= register.record.outcomes[at].on).collect();
    draw.shuffle(&mut late);
    late.truncate(FORMS);
    let mut over_tens = OVER_TENS;
    for (n, &at) in late.iter().enumerate() {
        let meeting = register.record.outcomes[at].meeting;
        let is_review = register.kind(register.meeting(meeting)).name.as_str() != "initial_conference";
        let begins = register.bookings.iter().find(|booking| booking.meeting == meeting).map(|b| b.starts);
        let outcome = &mut register.record.outcomes[at];
        let begins = begins.unwrap_or_else(|| crate::calendar::moment(outcome.on, 540));
        let in_time = if is_review { 48 } else { 24 };
        let done = outcome.on + Days::new(draw.below(5) as u64);
        outcome.form_done = Some(done.min(super::dates::year().1));
        outcome.concern = draw.chance(40);
        outcome.parents = Some(n < PARENTS_THERE);
        outcome.advocate = Some(draw.chance(3));
        // Half of those who had not seen it in time saw it late.
        let hours =
            if n % FORMS < REPORTS_SEEN { in_time + draw.between(0, 40) } else { draw.between(0, 20) };
        outcome.report_shared =
            (n < REPORTS_SEEN || n % 2 == 0).then(|| begins - TimeDelta::hours(i64::from(hours)));
        let on = outcome.on;
        add_participation(register, draw, meeting, on, &mut over_tens);
    }
    add_questionnaires(register, draw, &conferences);
}

/// Gives the children of a meeting with a form their codes: five of ten and over took part in all, few of the younger ones.
fn add_participation(
    register: &mut Register,
    draw: &mut Draw,
    meeting: MeetingIdx,
    on: NaiveDate,
    over_tens: &mut usize,
) {
    for at in 0..register.record.decisions.len() {
        if register.record.decisions[at].meeting != meeting {
            continue;
        }
        let child = register.record.decisions[at].child;
        let details = register.record.details.iter().find(|row| row.child == child);
        let age = details.and_then(|row| on.years_since(row.born?)).unwrap_or(0);
        let code = match age {
            0..4 => 0,
            4..10 => {
                if draw.chance(10) {
                    6
                } else {
                    7
                }
            }
            _ if 0 < *over_tens => {
                *over_tens -= 1;
                draw.pick(&[1, 2, 5, 6])
            }
            _ => draw.pick(&[4, 7, 7, 7]),
        };
        register.record.decisions[at].participation = Some(code);
    }
}

/// Lets as many questionnaires come back of each month's initial and review conferences as published.
fn add_questionnaires(register: &mut Register, draw: &mut Draw, conferences: &[usize]) {
    for (is_review, counts) in [false, true].into_iter().zip(QUESTIONNAIRES) {
        for (month, n) in (0..12).zip(counts) {
            let mut here: Vec<usize> = conferences
                .iter()
                .copied()
                .filter(|&at| {
                    let outcome = &register.record.outcomes[at];
                    let kind = register.kind(register.meeting(outcome.meeting)).name.as_str();
                    (outcome.on.month() + 8) % 12 == month && (kind != "initial_conference") == is_review
                })
                .collect();
            draw.shuffle(&mut here);
            for at in here.into_iter().take(n) {
                register.record.outcomes[at].questionnaires_returned = Some(1);
            }
        }
    }
}
