//! CSV files of a sizing.

use crate::report::staffing::forecast::row;
use crate::size::Sizing;
use crate::size::interval::Share;

/// Returns every CSV file with its name: the plan by month, the frontier, the stress runs.
pub fn sizing_files(sizing: &Sizing) -> Vec<(String, String)> {
    vec![
        ("plan.csv".to_owned(), plan(sizing)),
        ("frontier.csv".to_owned(), frontier(sizing)),
        ("stress.csv".to_owned(), stress(sizing)),
    ]
}

fn push(text: &mut String, cells: &[String]) {
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    row(text, &cells);
}

fn shares(Share { share, low, high }: Share) -> [String; 3] {
    [share, low, high].map(|share| format!("{share:.4}"))
}

fn plan(sizing: &Sizing) -> String {
    let mut text = String::new();
    row(
        &mut text,
        &[
            "month",
            "permanent_adverts",
            "temporary_adverts",
            "agency_fte",
            "fte_of_today",
            "fte_permanent",
            "fte_temporary",
            "fte_agency",
            "needed_fte",
            "promised",
            "kept",
            "kept_low",
            "kept_high",
            "kept_by_nothing",
            "kept_by_nothing_low",
            "kept_by_nothing_high",
            "caseload_p10",
            "caseload_p50",
            "caseload_p90",
        ],
    );
    for (at, month) in sizing.months.iter().enumerate() {
        let fte = &month.fte;
        let mut cells = vec![month.date.format("%Y-%m").to_string()];
        cells.extend(month.adverts.map(|n| n.to_string()));
        cells.push(month.agency.to_string());
        cells.extend(
            [fte.base, fte.adverts[0], fte.adverts[1], fte.agency, month.needed_fte]
                .map(|fte| format!("{fte:.3}")),
        );
        cells.push(if month.promised { "yes" } else { "no" }.to_owned());
        cells.extend(shares(month.kept));
        cells.extend(shares(month.kept_by_nothing));
        match sizing.achieved.months.get(at) {
            Some(achieved) => cells.extend(achieved.caseload.map(|caseload| format!("{caseload:.1}"))),
            None => cells.extend([String::new(), String::new(), String::new()]),
        }
        push(&mut text, &cells);
    }
    text
}

fn frontier(sizing: &Sizing) -> String {
    let mut text = String::new();
    row(
        &mut text,
        &[
            "plan",
            "level",
            "pounds",
            "permanent_adverts",
            "temporary_adverts",
            "agency_months",
            "worst",
            "mean",
            "in_band",
            "in_sample",
            "chosen",
            "on_frontier",
        ],
    );
    for point in &sizing.frontier {
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let mut cells =
            vec![point.name.to_owned(), point.level.map_or_else(String::new, |level| format!("{level:.4}"))];
        cells.push(point.pounds.to_string());
        cells.extend(point.adverts.map(|n| n.to_string()));
        cells.push(point.agency_months.to_string());
        cells.extend(
            [point.worst, point.mean, point.in_band, point.in_sample].map(|share| format!("{share:.4}")),
        );
        cells.extend([yes(point.chosen), yes(point.on_frontier)]);
        push(&mut text, &cells);
    }
    text
}

fn stress(sizing: &Sizing) -> String {
    let mut text = String::new();
    row(
        &mut text,
        &[
            "stress",
            "month",
            "kept",
            "worst",
            "worst_low",
            "worst_high",
            "mean",
            "caseload_p10",
            "caseload_p50",
            "caseload_p90",
        ],
    );
    for run in &sizing.stress {
        for (kept, month) in run.kept.iter().zip(&sizing.months) {
            let mut cells =
                vec![run.words.clone(), month.date.format("%Y-%m").to_string(), format!("{kept:.4}")];
            cells.extend(shares(run.worst.1));
            cells.push(format!("{:.4}", run.mean));
            cells.extend(run.caseload.map(|caseload| format!("{caseload:.1}")));
            push(&mut text, &cells);
        }
    }
    text
}
