//! CSV files of an assessment of venues.

use super::pressure::DAYS;
use super::view::{Question, decimals};
use crate::report::staffing::forecast::row;
use crate::venues::worth::{Difference, Measure, Worth};

/// Returns every CSV file with its name: candidates, closures, pressure, journeys, and every difference week by week.
pub fn venue_files(question: &Question<'_>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    if !question.assessment.candidates.is_empty() {
        files.push(("new-venues.csv".to_owned(), candidates(question)));
    }
    if !question.assessment.closures.is_empty() {
        files.push(("venues-shut.csv".to_owned(), closures(question)));
    }
    files.push(("pressure.csv".to_owned(), pressure(question)));
    files.push(("journeys.csv".to_owned(), journeys(question)));
    files.push(("weeks.csv".to_owned(), weeks(question)));
    files
}

fn push(text: &mut String, cells: &[String]) {
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    row(text, &cells);
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

/// Names the mean of each measure and the ends of its interval.
fn measure_columns() -> Vec<String> {
    let three = |measure: Measure| ["", "_low", "_high"].map(|end| format!("{}{end}", measure.key()));
    Measure::ALL.into_iter().flat_map(three).chain(["weeks_used".to_owned()]).collect()
}

fn measure_cells(worth: &Worth) -> Vec<String> {
    let three = |measure: Measure| {
        let estimate = worth.estimate(measure);
        // Two decimals more than the page shows.
        let number = |value: f64| unsigned_nought(format!("{value:.*}", decimals(measure) + 2));
        let ends = match estimate.half_width {
            // Of a venue that no plan used no interval says how sure that is.
            Some(_) if !worth.is_unused() => estimate.ends().map(number),
            _ => [String::new(), String::new()],
        };
        [vec![number(estimate.mean)], ends.to_vec()].concat()
    };
    Measure::ALL.into_iter().flat_map(three).chain([worth.weeks_used().to_string()]).collect()
}

fn unsigned_nought(text: String) -> String {
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.replace('-', "") } else { text }
}

fn candidates(question: &Question<'_>) -> String {
    let mut text = String::new();
    let mut columns = owned(&["rank", "venue", "place", "district", "rooms", "capacity"]);
    columns.extend(measure_columns());
    push(&mut text, &columns);
    for (rank, (at, worth)) in (1..).zip(&question.assessment.candidates) {
        let candidate = &question.candidates[*at];
        let rank: usize = rank;
        let mut cells = vec![
            rank.to_string(),
            question.candidate_reference(*at).to_owned(),
            question.place(*at),
            question.district(candidate.district(question.register)),
            candidate.n_rooms.to_string(),
            candidate.capacity.to_string(),
        ];
        cells.extend(measure_cells(worth));
        push(&mut text, &cells);
    }
    text
}

fn closures(question: &Question<'_>) -> String {
    let mut text = String::new();
    let mut columns = owned(&["rank", "venue", "meetings_left_without_a_place"]);
    columns.extend(measure_columns());
    push(&mut text, &columns);
    for (rank, (venue, worth)) in (1..).zip(&question.assessment.closures) {
        let rank: usize = rank;
        let mut cells =
            vec![rank.to_string(), question.venue(*venue).to_owned(), worth.left_out.len().to_string()];
        cells.extend(measure_cells(worth));
        push(&mut text, &cells);
    }
    text
}

fn pressure(question: &Question<'_>) -> String {
    let mut text = String::new();
    row(&mut text, &["venue", "weekday", "half", "minutes_taken", "minutes_open"]);
    for venue in &question.assessment.pressure {
        for (day, halves) in DAYS.iter().zip(venue.halves) {
            for (half, used) in ["am", "pm"].iter().zip(halves) {
                let (taken, open) = (used.taken.to_string(), used.open.to_string());
                row(&mut text, &[question.venue(venue.venue), &day[..3], half, &taken, &open]);
            }
        }
    }
    text
}

fn journeys(question: &Question<'_>) -> String {
    let mut text = String::new();
    row(&mut text, &["district", "meetings", "minutes", "minutes_at_nearest", "long", "long_at_nearest"]);
    for district in &question.assessment.journeys {
        let mut cells = vec![question.district(district.district), district.meetings.to_string()];
        cells.extend([district.minutes, district.least_minutes].map(|minutes| minutes.to_string()));
        cells.extend([district.long, district.long_at_nearest].map(|n| n.to_string()));
        push(&mut text, &cells);
    }
    text
}

/// Every difference, a row a change and week.
fn weeks(question: &Question<'_>) -> String {
    let mut text = String::new();
    let mut columns = owned(&["change", "venue", "week", "monday"]);
    columns.extend(Measure::ALL.map(|measure| measure.key().to_owned()));
    push(&mut text, &columns);
    let assessment = question.assessment;
    let opened = assessment
        .candidates
        .iter()
        .map(|(at, worth)| ("open", question.candidate_reference(*at), &worth.weeks));
    let shut =
        assessment.closures.iter().map(|(venue, worth)| ("shut", question.venue(*venue), &worth.weeks));
    for (change, venue, weeks) in opened.chain(shut) {
        let rows: Vec<(usize, &Difference)> = (1..).zip(weeks).collect();
        for ((number, difference), week) in rows.into_iter().zip(&assessment.demand.weeks) {
            let mut cells =
                vec![change.to_owned(), venue.to_owned(), number.to_string(), week.monday.to_string()];
            cells.extend(Measure::ALL.map(|measure| difference.of(measure).to_string()));
            push(&mut text, &cells);
        }
    }
    text
}
