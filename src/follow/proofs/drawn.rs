//! Histories of a family drawn at random, and what following them must always leave.

use proptest::prelude::*;

use super::super::testing::{CHILDREN, date};
use super::super::{History, Practice, care_spells, follow, follow_meeting, plan_spells, unplanned};
use super::{DECISIONS, MEETINGS, OUTCOMES};
use crate::files::{register_files, register_from_texts};
use crate::follow::testing::story;
use crate::register::{MeetingIdx, Register};

/// A family's history, drawn: conferences in order, each with what became of it and of both children.
#[derive(Debug, Clone)]
struct Drawn {
    gap: u32,
    result: u8,
    verdicts: [u8; 2],
    has_decisions: bool,
}

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (5_u32..200, 0_u8..6, [0_u8..4, 0_u8..4], proptest::bool::weighted(0.9));
    let one =
        one.prop_map(|(gap, result, verdicts, has_decisions)| Drawn { gap, result, verdicts, has_decisions });
    proptest::collection::vec(one, 0..7)
}

fn history_of(drawn: &[Drawn], has_row: bool, care: Option<(u32, Option<u32>)>, stands: bool) -> Register {
    let mut day = date("2010-03-01");
    let (mut meetings, mut outcomes, mut decisions) =
        (MEETINGS.to_owned(), OUTCOMES.to_owned(), DECISIONS.to_owned());
    for (at, one) in drawn.iter().enumerate() {
        let from = day;
        day = day + chrono::Days::new(u64::from(one.gap));
        let kind = if at == 0 { "initial_conference" } else { "review_conference" };
        meetings.push_str(&format!("M-{at},{kind},H-1,{from},to_book\n"));
        let result = match one.result {
            0 => "adjourned",
            1 => "cancelled",
            _ => "held",
        };
        outcomes.push_str(&format!("M-{at},{result},{day},,other\n"));
        for (child, verdict) in ["A", "B"].iter().zip(one.verdicts).filter(|_| one.has_decisions) {
            let verdict = ["plan_starts", "plan_continues", "plan_ends", "no_plan"][usize::from(verdict)];
            decisions.push_str(&format!("M-{at},{child},{verdict},neglect\n"));
        }
    }
    if stands {
        meetings.push_str(&format!("N-1,review_conference,H-1,{day},to_book\n"));
    }
    let children = match has_row {
        true => "child,household,plan,plan_start\nA,H-1,cp,2010-01-04\nB,H-1,,\nC,H-2,,\n",
        false => CHILDREN,
    };
    let mut texts = vec![
        ("children.csv", children),
        ("meetings.csv", &*meetings),
        ("outcomes.csv", &*outcomes),
        ("decisions.csv", &*decisions),
    ];
    let care = care.map(|(starts, ends)| {
        let on = |days: u32| date("2010-03-01") + chrono::Days::new(u64::from(days));
        let ends = ends.map_or_else(String::new, |ends| on(starts + ends).to_string());
        format!("child,starts,ends\nA,{},{ends}\n", on(starts))
    });
    if let Some(care) = &care {
        texts.push(("care.csv", care));
    }
    story("2013-04-02", &texts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Following the same record again makes nothing new; what was followed can be written, read and followed to the same; and plans and
    /// times in care are what they were.
    #[test]
    fn nothing_is_made_twice_and_nothing_recorded_is_lost(
        drawn in drawn(),
        has_row: bool,
        care in proptest::option::of((0_u32..1000, proptest::option::of(1_u32..400))),
        stands: bool,
    ) {
        let register = history_of(&drawn, has_row, care, stands);
        let first = follow(&register, &Practice::default());
        let again = follow(&first.register, &Practice::default());
        prop_assert_eq!(&again.changes, &[]);
        prop_assert_eq!(&again.register, &first.register);
        prop_assert_eq!(&again.asked, &first.asked);
        let (before, after) = (History::new(&register), History::new(&first.register));
        prop_assert_eq!(plan_spells(&before), plan_spells(&after));
        prop_assert_eq!(care_spells(&before), care_spells(&after));
        let files = register_files(&first.register);
        let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let read = register_from_texts(&texts, None);
        prop_assert_eq!(read.map(|loaded| loaded.register), Ok(first.register.clone()));
    }

    /// After following, every open plan and every looked-after child has a next meeting, unless somebody is asked about it.
    #[test]
    fn nobody_is_without_a_next_date_unless_it_is_asked(
        drawn in drawn(),
        has_row: bool,
        care in proptest::option::of((0_u32..1000, proptest::option::of(1_u32..400))),
    ) {
        let first = follow(&history_of(&drawn, has_row, care, false), &Practice::default());
        let without = unplanned(&History::new(&first.register));
        prop_assert!(without.is_empty() || !first.asked.is_empty(), "{without:?}");
    }

    /// Plans that started less plans that ended are the plans that are open, on every day; plans of a child share no day.
    #[test]
    fn plans_are_conserved(drawn in drawn(), has_row: bool) {
        let register = history_of(&drawn, has_row, None, false);
        let spells = plan_spells(&History::new(&register));
        for of_child in &spells {
            for pair in of_child.windows(2) {
                prop_assert!(pair[0].ends.is_some_and(|ends| ends <= pair[1].starts), "{pair:?}");
                prop_assert!(pair[0].previous.map_or(1, |n| n + 1) <= pair[1].previous.unwrap_or(0), "{pair:?}");
                prop_assert_eq!(pair[1].previous_end, pair[0].ends);
            }
            prop_assert!(of_child.iter().all(|spell| spell.ends.is_none_or(|ends| spell.starts <= ends)));
        }
        let all = || spells.iter().flatten();
        for days in (0..1200).step_by(7) {
            let day = date("2010-01-01") + chrono::Days::new(days);
            let started = all().filter(|spell| spell.starts <= day).count();
            let ended = all().filter(|spell| spell.ends.is_some_and(|ends| ends <= day)).count();
            prop_assert_eq!(started - ended, all().filter(|spell| spell.is_open(day)).count());
        }
    }
}

#[test]
fn one_household_is_followed_through_as_all_are_and_no_other_changes() {
    let meetings = format!(
        "{MEETINGS}M-1,initial_conference,H-1,2012-03-01,to_book\nM-2,initial_conference,H-2,2012-03-05,to_book\n"
    );
    let of_first = format!("{OUTCOMES}M-1,held,2012-03-20,IRO1,\n");
    let of_both = format!("{of_first}M-2,adjourned,2012-03-22,,no_report\n");
    let decisions = format!("{DECISIONS}M-1,A,plan_starts,neglect\nM-1,B,no_plan,\n");
    let register = |outcomes: &str| {
        let texts =
            [("meetings.csv", &*meetings), ("outcomes.csv", outcomes), ("decisions.csv", &*decisions)];
        story("2012-04-02", &texts)
    };
    // Where only one household has something to follow, it is all the same.
    let one = register(&of_first);
    let practice = Practice::default();
    assert_eq!(follow_meeting(&one, &practice, MeetingIdx(0)), follow(&one, &practice));
    // Where another has too, that one waits.
    let both = register(&of_both);
    let first = follow_meeting(&both, &practice, MeetingIdx(0)).register;
    assert_eq!(first.meeting(MeetingIdx(1)), both.meeting(MeetingIdx(1)));
    assert_eq!(first.meetings.len(), both.meetings.len() + 1);
    let second = follow_meeting(&first, &practice, MeetingIdx(1)).register;
    assert_eq!(
        follow(&second, &practice).changes,
        [],
        "household by household comes to the same as all at once"
    );
}
