//! `venues.html`: what venues are worth, as one page that stands alone.

use maud::{Markup, html};

use super::view::{Question, finding, told};
use super::{journeys, pressure, worth};
use crate::report::staffing::frame::{Page, Section, scrolling};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::Table;
use crate::report::words::{count, discreet, plain_date, thousands};
use crate::venues::assess::WeekFigures;
use crate::venues::demand::Week;
use crate::venues::worth::Measure;

/// Returns the answer as one page of HTML.
pub fn venues_page(question: &Question<'_>) -> String {
    let assessment = question.assessment;
    let mut sections = Vec::new();
    if let Some(chart) = worth::candidates(question) {
        let words = "Each candidate by itself, with every venue that is there. Two that serve the same families do not save \
                     twice.";
        sections.push(Section::of_charts("new", "What a new venue would be worth", words, &[chart]));
    }
    if let Some(chart) = worth::closures(question) {
        let words = "Each venue by itself is shut in every week, and all is planned anew.";
        sections.push(Section::of_charts("missed", "What would be missed", words, &[chart]));
    }
    sections.push(Section::of_charts("full", "How full venues are", "", &[pressure::chart(question)]));
    sections.push(Section::of_charts("far", "How far people go", "", &[journeys::chart(question)]));
    sections.push(Section { id: "weeks", title: "The weeks", body: weeks(question) });
    sections.push(Section { id: "how", title: "How this was worked out", body: how(question) });
    let meetings: usize = assessment.as_it_is.iter().map(|week| week.meetings).sum();
    Page {
        kind: "Venues",
        name: question.register.authority.name.clone(),
        headline: finding(question),
        lead: format!(
            "{} of {} in all, planned as things are{}{}.",
            question.weeks(),
            count(meetings as i64, "meeting"),
            asked(", with", assessment.candidates.len(), "candidate"),
            asked(", without", assessment.closures.len(), "venue"),
        ),
        caution: vec![
            "This is a modelled answer: weeks are drawn from the register’s own meetings and planned by the program. It knows no rents, \
             no leases and nothing of a building but its rooms, hours and features."
                .to_owned(),
            "For staff of the service. Small numbers and places can identify a family: do not publish this page or send it \
             outside."
                .to_owned(),
        ],
        sections,
        footer: format!(
            "Made by Convene from the register of {} for {}.",
            discreet(&question.register.authority.name),
            plain_date(question.register.authority.today)
        ),
    }
    .html()
}

/// Returns `, with each of 20 candidates`, or nothing where there is none.
fn asked(join: &str, n: usize, noun: &str) -> String {
    match n {
        0 => String::new(),
        1 => format!("{join} 1 {noun}"),
        n => format!("{join} each of {n} {noun}s"),
    }
}

fn weeks(question: &Question<'_>) -> Markup {
    let assessment = question.assessment;
    let row = |(at, (week, figures)): (usize, (&Week, &WeekFigures))| {
        let (s1, s2, s3) = figures.score;
        let mut row = vec![(at + 1).to_string(), plain_date(week.monday)];
        row.extend([figures.meetings, figures.unplaced].map(|n| n.to_string()));
        row.extend([s1, s2, s3, figures.staff_minutes, figures.family_minutes].map(thousands));
        row
    };
    let table = Table {
        caption: "the weeks as things are".to_owned(),
        columns: [
            "Week",
            "Days of the week from",
            "Meetings",
            "Without a place in it",
            "S1",
            "S2",
            "S3, minutes of cost",
            "Staff’s driving, minutes",
            "Families’ journeys, minutes one way",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: assessment.demand.weeks.iter().zip(&assessment.as_it_is).enumerate().map(row).collect(),
        n_words: 2,
    };
    let mean = assessment.mean(|week| week.score.2);
    html! {
        p {
            "Every comparison is made on these weeks. A week costs " (fixed(mean.mean, 0)) " minutes in the mean as things are: what is saved \
             stands against that."
        }
        (scrolling(&table))
    }
}

fn how(question: &Question<'_>) -> Markup {
    let (assessment, config) = (question.assessment, &question.assessment.config);
    let held = assessment.candidates.first().map(|(_, worth)| worth.estimate(Measure::Held));
    html! {
        ul.plain {
            li {
                "The " (count(assessment.demand.n_meetings as i64, "meeting")) " of the register that are to come, booked or not, are taken \
                 for a sample of what comes. They fill " (count(assessment.demand.n_calendar_weeks as i64, "week")) "; each drawn week has each \
                 of them by chance, about as many as a week of the register, moved by whole weeks to where it must be booked."
            }
            li {
                "A drawn week has the holidays, hours, absences and closures of a week of the register, in turn. Bookings that stand are \
                 forgotten. What has no place by the end of its week counts as without a place."
            }
            li {
                "Compared are: the venues as they are; the same with one candidate open besides; the same with one venue shut. All have the \
                 same weeks, start from the same plan of each week, and are searched for three times, each with half of "
                (thousands(config.steps as i64)) " steps of the planner (seed " (config.seed) "); the second and the third time begin with the best \
                 plan that is known by then."
            }
            li {
                "A plan that makes no use of a change is a plan without it, too, so the best of all plans that a set of venues allows is taken for \
                 its own. Where no plan that uses a venue is better than those without it, “no plan used it”: it was tried for each meeting and in every \
                 search, but a search proves nothing, so no interval is given. What is left over from the search is part of the intervals."
            }
            li {
                "What differs is counted by the referee that judges every plan, in its order: children without a place (S1), children × \
                 working days after the statutory date (S2), minutes of cost (S3)."
            }
            @if question.has_intervals() {
                li {
                    "Intervals are Student’s, at 95 %, of the mean of " (question.weeks()) ". Each stands by itself: of twenty candidates that are \
                     worth nothing, one is told apart from nothing by chance. They tell of weeks such as the register’s, not of years to come."
                }
            } @else {
                li { "One week has no interval: draw more to know what chance does." }
            }
            li {
                "Families nearer or farther are those whose meeting is at another distance than before, wherever it is held."
                @if let Some(held) = held {
                    " The first candidate holds " (told(Measure::Held, held)) " meetings a week."
                }
            }
            li {
                "A place that is new to the register is joined to its three nearest by estimated minutes; where the register has its \
                 roads, the answer is better."
            }
        }
    }
}
