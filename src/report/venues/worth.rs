//! What new venues would save, and what lost ones would cost.

use super::view::{Question, UNUSED, WEEKS_USED, certainty, told, told_of};
use crate::report::staffing::drawing::{Entry, Group, Row, Rows, Shape};
use crate::report::svg::{Chart, Table};
use crate::report::words::{capital, count, discreet};
use crate::venues::worth::{Measure, Worth};

/// What of each candidate, or each closure, a chart has a row.
struct Changed<'a> {
    label: String,
    worth: &'a Worth,
}

/// Returns what each candidate would save; `None` where none was asked about.
pub(super) fn candidates(question: &Question<'_>) -> Option<Chart> {
    let assessment = question.assessment;
    let (best, worth) = assessment.candidates.first()?;
    let n_clear = assessment.candidates.iter().filter(|(_, worth)| saves(question, worth)).count();
    let rows: Vec<Changed<'_>> = assessment
        .candidates
        .iter()
        .map(|(at, worth)| Changed { label: question.candidate_reference(*at).to_owned(), worth })
        .collect();
    let headline = if n_clear == 0 {
        "No candidate saves more minutes than chance might".to_owned()
    } else {
        format!(
            "{} of {} save more minutes than chance might; {} comes first",
            n_clear,
            count(rows.len() as i64, "candidate"),
            question.candidate_reference(*best)
        )
    };
    let (size, drawing) = draw("candidates", &rows, "Minutes of cost saved a week", 1.0);
    Some(Chart {
        id: "candidates",
        headline,
        measure: measure(question, "Minutes of cost saved each week with the venue open besides the others"),
        summary: format!(
            "Ranked as plans are: children given a place first, then late days avoided, then minutes of cost. With {} open, {} \
             families a week travel less, {} minutes together, and {} travel more, {} minutes. Staff’s driving saved: {} minutes.",
            question.candidate_reference(*best),
            told(Measure::Nearer, worth.estimate(Measure::Nearer)),
            told(Measure::NearerMinutes, worth.estimate(Measure::NearerMinutes)),
            told(Measure::Farther, worth.estimate(Measure::Farther)),
            told(Measure::FartherMinutes, worth.estimate(Measure::FartherMinutes)),
            told(Measure::StaffMinutes, worth.estimate(Measure::StaffMinutes)),
        ),
        size,
        drawing,
        table: candidate_table(question),
    })
}

/// Returns what each venue shut would cost; `None` where none was shut.
pub(super) fn closures(question: &Question<'_>) -> Option<Chart> {
    let assessment = question.assessment;
    let (most, worth) = assessment.closures.first()?;
    let rows: Vec<Changed<'_>> = assessment
        .closures
        .iter()
        .map(|(venue, worth)| Changed { label: question.venue(*venue).to_owned(), worth })
        .collect();
    let stranding = assessment.closures.iter().filter(|(_, worth)| !worth.left_out.is_empty()).count();
    let headline = match (stranding, worth.rank() < (0, 0, 0)) {
        (0, false) => "No venue would be missed".to_owned(),
        (0, true) => {
            format!(
                "{} would be missed most; every meeting has a place without any one venue",
                question.venue(*most)
            )
        }
        (n, _) => format!(
            "{} would leave meetings without a place if shut; {} would be missed most",
            count(n as i64, "venue"),
            question.venue(*most)
        ),
    };
    let (size, drawing) = draw("closures", &rows, "Minutes of cost more a week", -1.0);
    Some(Chart {
        id: "closures",
        headline,
        measure: measure(question, "Minutes of cost more each week with the venue shut and all others open"),
        summary: format!(
            "Those that would be missed most come first: what leaves a child without a place, then what makes meetings late, then \
             minutes. Without {}, {} families a week travel more, {} minutes together. Staff’s driving saved: {} minutes.",
            question.venue(*most),
            told(Measure::Farther, worth.estimate(Measure::Farther)),
            told(Measure::FartherMinutes, worth.estimate(Measure::FartherMinutes)),
            told(Measure::StaffMinutes, worth.estimate(Measure::StaffMinutes)),
        ),
        size,
        drawing,
        table: closure_table(question),
    })
}

/// Whether a change saves minutes, as far as weeks can tell.
fn saves(question: &Question<'_>, worth: &Worth) -> bool {
    let cost = worth.estimate(Measure::Cost);
    0.0 < cost.mean && (cost.is_clear() || !question.has_intervals())
}

fn measure(question: &Question<'_>, what: &str) -> String {
    let interval = if question.has_intervals() { ", mean with its 95 % interval" } else { "" };
    format!("{what}, {}{interval}, {}", discreet(&question.register.authority.name), question.weeks())
}

/// Draws minutes of cost, times `sign`.
fn draw(id: &str, rows: &[Changed<'_>], axis: &str, sign: f64) -> ((f64, f64), maud::Markup) {
    let row = |changed: &Changed<'_>| {
        let cost = changed.worth.estimate(Measure::Cost);
        let [one, other] = cost.ends().map(|end| end * sign);
        let mut words = match changed.worth.is_unused() {
            true => UNUSED.to_owned(),
            false => crate::report::staffing::numbers::fixed(cost.mean * sign, 0),
        };
        let n_left = changed.worth.left_out.len();
        if 0 < n_left {
            words.push_str(&format!("; {n_left} without a place"));
        }
        let placed = changed.worth.sum(Measure::Meetings);
        if 0 < placed {
            words.push_str(&format!("; {placed} given a place"));
        }
        Row {
            label: changed.label.clone(),
            shape: Shape::Dot {
                low: one.min(other),
                at: cost.mean * sign,
                high: one.max(other),
                interval: None,
            },
            words,
        }
    };
    Rows {
        id,
        legend: vec![(Entry::Whisker, "mean of the weeks and its 95 % interval".to_owned())],
        groups: vec![Group {
            title: String::new(),
            axis: axis.to_owned(),
            middle: Some((0.0, "as it is".to_owned())),
            from_nought: true,
            rows: rows.iter().map(row).collect(),
        }],
    }
    .draw()
}

/// Headings of the measures, and the cells of a change.
fn headings() -> impl Iterator<Item = String> {
    Measure::ALL.into_iter().map(|measure| capital(measure.title())).chain([WEEKS_USED.to_owned()])
}

fn cells(worth: &Worth) -> impl Iterator<Item = String> {
    Measure::ALL.into_iter().map(|measure| told_of(measure, worth)).chain([worth.weeks_used().to_string()])
}

fn candidate_table(question: &Question<'_>) -> Table {
    let mut columns = ["Venue", "Place", "District", "Minutes of cost"].map(str::to_owned).to_vec();
    columns.extend(["Rooms", "Each holds"].map(str::to_owned));
    columns.extend(headings());
    let row = |(at, worth): &(usize, Worth)| {
        let candidate = &question.candidates[*at];
        let mut row = vec![
            question.candidate(*at),
            question.place(*at),
            question.district(candidate.district(question.register)),
            certainty(worth).to_owned(),
            candidate.n_rooms.to_string(),
            candidate.capacity.to_string(),
        ];
        row.extend(cells(worth));
        row
    };
    Table {
        caption: "what each candidate would save a week".to_owned(),
        columns,
        rows: question.assessment.candidates.iter().map(row).collect(),
        n_words: 4,
    }
}

fn closure_table(question: &Question<'_>) -> Table {
    let mut columns =
        ["Venue shut", "Meetings left without a place", "Minutes of cost"].map(str::to_owned).to_vec();
    columns.extend(headings());
    let row = |(venue, worth): &(crate::register::VenueIdx, Worth)| {
        let mut row =
            vec![question.venue(*venue).to_owned(), question.left_out(worth), certainty(worth).to_owned()];
        row.extend(cells(worth));
        row
    };
    Table {
        caption: "what each venue shut would save a week; less than nought is a loss".to_owned(),
        columns,
        rows: question.assessment.closures.iter().map(row).collect(),
        n_words: 3,
    }
}
