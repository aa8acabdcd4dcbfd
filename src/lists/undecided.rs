//! Conferences that were held and of which no decision is recorded.

use super::{Item, View, WorkList};
use crate::register::Series;

pub(super) const LIST: WorkList = WorkList {
    name: "without_decision",
    title: "Without a decision",
    about: "Conferences that were held and of which no decision is recorded, and children with a plan whom the last conference of their \
            household did not consider although it considered others: nobody knows what is next.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let is_conference = |meeting| view.history.series(meeting).is_some_and(Series::is_conference);
    let held = view.held().into_iter().filter(|&(_, meeting)| is_conference(meeting));
    let undecided = held.filter(|&(_, meeting)| view.history.decisions(meeting).next().is_none());
    let mut items: Vec<Item> = undecided.map(|(day, meeting)| Item::of_meeting(meeting, day)).collect();
    for spell in view.open_plans() {
        let household = view.history.register.children[spell.child.at()].household;
        let Some(&(day, meeting)) = view.history.conferences_held(household).last() else { continue };
        if spell.is_open(day) && !view.history.considered(meeting, spell.child) {
            let note = format!("not considered at {}", view.history.register.meeting(meeting).reference);
            items.push(Item { note, ..Item::of_child(spell.child, Some(day)) });
        }
    }
    items.sort_by_key(|item| item.since);
    items
}

#[cfg(test)]
mod tests {
    use super::super::{View, rows};
    use super::*;
    use crate::follow::Practice;
    use crate::follow::testing::story;

    #[test]
    fn a_child_whom_the_last_conference_left_out_is_listed() {
        let cases = [
            ("M-1,A,plan_continues\n", vec!["B: not considered at M-1"]),
            ("M-1,A,plan_continues\nM-1,B,plan_ends\n", vec![]),
            ("", vec!["M-1: "]),
        ];
        for (decisions, expected) in cases {
            let register = story(
                "2012-04-02",
                &[
                    ("plans.csv", "child,starts\nA,2011-10-03\nB,2011-10-03\n"),
                    (
                        "meetings.csv",
                        "meeting,kind,household,from_date\nM-1,first_review_conference,H-1,2011-10-03\n",
                    ),
                    ("outcomes.csv", "meeting,result,on\nM-1,held,2011-12-20\n"),
                    ("decisions.csv", &format!("meeting,child,verdict\n{decisions}")),
                ],
            );
            let view = View::new(&register, Practice::default());
            let found: Vec<String> = rows(&view, &items(&view))
                .iter()
                .map(|row| {
                    let about = if row.child.is_empty() { &row.meeting } else { &row.child };
                    format!("{about}: {}", row.note)
                })
                .collect();
            assert_eq!(found, expected, "{decisions}");
        }
    }
}
