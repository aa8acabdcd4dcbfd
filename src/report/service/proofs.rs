//! The annual report's own tables come out of the record of its year; what is published gives nobody away.

use super::model::{Cell, Document, Grid};
use super::*;
use crate::indicators::{Facts, Period, Policy, Slice};
use crate::register::Register;
use crate::synth::{Preset, generate};

fn made() -> Register {
    generate(Preset::LancashireYear, 1)
}

fn policy() -> Policy {
    Policy { population: Some(244_633), ..Policy::default() }
}

/// Makes a report of 2011/12.
fn report(register: &Register, is_published: bool, make: impl Fn(&Asked<'_>) -> Document) -> Document {
    let facts = Facts::new(register, policy());
    let year = Period::year(2011).expect("a year");
    make(&Asked { facts: &facts, year, slice: Slice::ALL, is_published })
}

fn grid<'a>(document: &'a Document, key: &str) -> &'a Grid {
    let grids = document.parts.iter().flat_map(|part| &part.grids);
    grids.into_iter().find(|grid| grid.key == key).unwrap_or_else(|| panic!("no table {key}"))
}

/// Returns the numbers of a column by the name of its row.
fn column(grid: &Grid, at: usize) -> Vec<(&str, &str)> {
    grid.rows.iter().map(|row| (row[0].text.as_str(), row[at].text.as_str())).collect()
}

/// Returns a row of a table of figures: number, of, and share.
fn figure<'a>(document: &'a Document, title: &str, unit: &str) -> [&'a str; 3] {
    let grid = grid(document, "figures");
    let row = grid.rows.iter().find(|row| row[0].text == title && row[1].text == unit);
    let row = row.unwrap_or_else(|| panic!("no {title} in {unit}"));
    [2, 3, 4].map(|at| row[at].text.as_str())
}

#[test]
fn plans_by_category_are_those_of_section_6_2() {
    let register = made();
    let document = report(&register, false, annual_report);
    let published = "Emotional abuse 185 184 187 203 216 200 198 196 200 205 207 199
Neglect 338 326 333 325 338 324 310 294 289 297 274 245
Physical abuse 84 73 69 68 86 83 83 85 74 76 70 63
Sexual abuse 41 40 39 37 39 36 34 36 38 37 32 40
Total 648 623 628 633 679 643 625 611 601 615 583 547";
    let rows = grid(&document, "plans-by-category").rows.iter();
    let ours: Vec<String> =
        rows.map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(ours.join("\n"), published);
}

#[test]
fn every_other_published_total_comes_out() {
    let register = made();
    let document = report(&register, false, annual_report);
    // 6: meetings held, counted in children; strategy meetings.
    let held = grid(&document, "meetings_held");
    assert_eq!(
        column(held, 1)[..4],
        [
            ("Initial conferences", "854"),
            ("Transfer-in conferences", "0"),
            ("Review conferences", "2,067"),
            ("Strategy meetings", "1,078")
        ]
    );
    // 6.1 and 6.3: stocks, rates and national indicators.
    for (title, unit, expected) in [
        ("Children on a plan for every 10,000 under 18", "children", ["547", "244,633", "22.36"]),
        ("Plans started", "children", ["718", "", ""]),
        ("Plans ended", "children", ["844", "", ""]),
        ("(b) Children reviewed whose reviews were in time", "children", ["899", "909", "98.90\u{a0}%"]),
        ("Plans ended after two years or more", "children", ["37", "844", "4.4\u{a0}%"]),
        // Published as 10.8 %, which no whole number of 718 is.
        ("Plans started for a second or later time", "children", ["78", "718", "10.9\u{a0}%"]),
        ("Current plans of two years or more", "children", ["22", "547", "4.0\u{a0}%"]),
        ("Children on a plan who are also looked after", "children", ["39", "547", "7.1\u{a0}%"]),
        ("Adjourned conferences reconvened within 28 days", "meetings", ["6", "6", "100.0\u{a0}%"]),
        ("Children on a plan for every full-time chair in post", "children", ["547", "6.5", "84"]),
    ] {
        assert_eq!(figure(&document, title, unit), expected, "{title}");
    }
    // 6.3.1: six rearranged, by the report's reasons.
    let adjourned: Vec<(&str, &str)> =
        column(grid(&document, "adjournments"), 2).into_iter().filter(|row| row.1 != "0").collect();
    assert_eq!(
        adjourned,
        [
            ("No social worker", "1"),
            ("No report", "2"),
            ("Confusion about the venue", "1"),
            ("Chair could not attend", "1"),
            ("More information needed", "1"),
            ("Total", "6")
        ]
    );
    // 6.3.3: duration.
    let duration: Vec<&str> = column(grid(&document, "duration"), 1).into_iter().map(|row| row.1).collect();
    assert_eq!(duration, ["153", "99", "326", "229", "34", "3", "844"]);
    // 6.3.4: placements.
    let placements = column(grid(&document, "looked-after-by-placement"), 1);
    assert_eq!(
        placements,
        [
            ("Foster other in authority", "28"),
            ("With parents in authority", "7"),
            ("Foster other outside authority", "3"),
            ("Foster relative in authority", "1"),
            ("Total", "39")
        ]
    );
}

#[test]
fn long_plans_are_those_of_section_6_3_2() {
    let register = made();
    let document = report(&register, false, annual_report);
    let numbers =
        |key| column(grid(&document, key), 1).into_iter().map(|row| row.1).collect::<Vec<_>>().join(" ");
    assert_eq!(numbers("ended-long-by-age"), "9 10 13 5 37");
    assert_eq!(numbers("ended-long-by-category"), "15 20 2 37");
    assert_eq!(numbers("ended-long-by-ethnicity"), "36 1 37");
    assert_eq!(numbers("current-long-by-age"), "1 10 10 1 22");
    assert_eq!(numbers("current-long-by-category"), "7 15 22");
    assert_eq!(column(grid(&document, "current-long-by-ethnicity"), 1)[0], ("White british", "13"));
    let districts = grid(&document, "ended-long-by-district");
    let share = |name: &str| {
        let row = districts.rows.iter().find(|row| row[0].text == name).expect("a district");
        format!("{} of {}: {}", row[1].text, row[3].text, row[4].text)
    };
    assert_eq!(share("Lancaster"), "1 of 74: 1.35\u{a0}%");
    assert_eq!(share("South Ribble"), "3 of 44: 6.82\u{a0}%");
    assert_eq!(share("Burnley"), "7 of 107: 6.54\u{a0}%");
    assert_eq!(share("Pendle"), "4 of 61: 6.56\u{a0}%");
    let short = grid(&document, "duration-by-district");
    let ribble = short.rows.iter().find(|row| row[0].text == "Ribble Valley").expect("a district");
    assert_eq!((ribble[1].text.as_str(), ribble[4].text.as_str()), ("5", "55.6\u{a0}%"));
    let mean = &document.parts.iter().find(|part| part.id == "long").expect("the part").words[0];
    assert!(mean.contains("were 8 years old"), "{mean}");
}

#[test]
fn quality_and_caseloads_are_those_of_sections_5_4_and_7() {
    let register = made();
    let document = report(&register, false, annual_report);
    let quarter = grid(&document, "quality-4");
    let row = |title: &str, unit: &str| {
        let row = quarter.rows.iter().find(|row| row[0].text == title && row[1].text == unit);
        let row = row.expect("it is there");
        (row[2].text.clone(), row[3].text.clone())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    // 174 forms, which are 22.3 % of 780 children.
    assert_eq!(row("Quality assurance forms completed", "meetings").0, "174");
    assert_eq!(row("Quality assurance forms completed", "children").1, "780");
    assert_eq!(row("Reports shared with parents in time", "meetings"), pair("50", "174"));
    assert_eq!(row("Conferences with a parent or carer present", "meetings"), pair("160", "174"));
    assert_eq!(row("Children of ten and over who took part", "children").0, "5");
    let months = grid(&document, "questionnaires");
    let of = |at| column(months, at).into_iter().map(|row| row.1.to_owned()).collect::<Vec<_>>().join(" ");
    assert_eq!(of(1), "9 9 5 5 8 3 4 4 3 7 6 2 65");
    assert_eq!(of(2), "6 5 12 14 3 8 17 9 7 2 4 8 95");
    let caseload = column(grid(&document, "caseload"), 3).into_iter().map(|row| row.1).collect::<Vec<_>>();
    assert_eq!(caseload.join(" "), "118 113 114 84 91 86 83 81 80 95 90 84");
}

#[test]
fn ten_children_are_late_by_the_days_published() {
    let register = made();
    let facts = Facts::new(&register, policy());
    let year = Period::year(2011).expect("a year");
    let mut late: Vec<(i64, u64, bool)> = facts
        .conferences(year)
        .filter(|event| event.stage == crate::indicators::Stage::Review && event.is_in_time() == Some(false))
        .map(|event| {
            let days = (event.outcome.on - event.due.expect("a date")).num_days();
            let kind = register.kind(register.meeting(event.outcome.meeting));
            (days, event.n_children, kind.name.as_str() == "reconvened_conference")
        })
        .collect();
    late.sort_unstable_by_key(|row| (row.2, row.0));
    assert_eq!(late[..3], [(4, 1, false), (9, 1, false), (15, 2, false)]);
    assert_eq!(late.len(), 9);
    assert!(
        late[3..].iter().all(|&(days, children, again)| (1..=28).contains(&days) && children == 1 && again)
    );
    assert_eq!(late.iter().map(|row| row.1).sum::<u64>(), 10);
}

#[test]
fn every_contradiction_has_the_figure_of_the_data() {
    let register = made();
    let facts = Facts::new(&register, policy());
    let found = contradictions(&facts);
    assert_eq!(found.len(), 17);
    let data = |published: &str| {
        let row = found.iter().find(|row| row.published.contains(published));
        row.unwrap_or_else(|| panic!("{published}")).data.clone()
    };
    assert_eq!(data("24 under interim care orders"), "24 and 15, 39 in all");
    assert_eq!(data("66 questionnaires"), "65 and 95, 160 in all");
    assert_eq!(data("Ribble Valley: 55.6"), "5 of 9 = 55.6 %");
    assert_eq!(data("1.35 % in Lancaster"), "Ribble Valley 0 of 9 = 0.00 %");
    assert_eq!(data("are one case"), "3 of 44 = 6.82 %");
    assert_eq!(data("10.8 %"), "78 of 718 = 10.86 %");
    assert_eq!(data("between 85 and 119"), "from 80 to 118");
    assert!(data("more than 45 %").starts_with("245 of 547 = 44.8 %"));
    assert!(data("98.90 % of children").starts_with("children reviewed 899 of 909 = 98.90 %; NI 67 "));
    for row in &found {
        assert!(!row.data.contains('–') && !row.why.is_empty(), "{row:?}");
    }
    let document = report(&register, false, annual_report);
    assert_eq!(grid(&document, "contradictions").rows.len(), found.len());
}

#[test]
fn pages_are_well_formed_and_name_nobody() {
    let register = made();
    let quarter = Period::quarter(2011, 4).expect("a quarter");
    let month = Period::month(2012, 3).expect("a month");
    for is_published in [false, true] {
        for document in [
            report(&register, is_published, annual_report),
            report(&register, is_published, |asked| monthly_pack(asked, month)),
            report(&register, is_published, |asked| quality_report(asked, quarter)),
        ] {
            let html = page(&document);
            crate::report::staffing::check_page(&html);
            for household in register.households.iter().take(50) {
                assert!(!html.contains(&format!(">{}<", household.reference)), "{}", household.reference);
            }
            let mut names: Vec<String> = files(&document).into_iter().map(|(name, _)| name).collect();
            let n = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), n, "a file's name stands twice");
            assert!(!workbook(&document, month).expect("sheets").is_empty());
            let word = document_bytes(&document);
            assert_eq!(word[..2], *b"PK");
            assert_eq!(word, document_bytes(&document), "the same report, the same bytes");
        }
    }
}

fn document_bytes(report: &Document) -> Vec<u8> {
    document(report).expect("a document")
}

#[test]
fn nothing_from_one_to_five_is_published() {
    let register = made();
    let month = Period::month(2012, 3).expect("a month");
    for document in
        [report(&register, true, annual_report), report(&register, true, |asked| monthly_pack(asked, month))]
    {
        for grid in document.parts.iter().flat_map(|part| &part.grids) {
            for row in &grid.rows {
                for (cell, heading) in row.iter().zip(&grid.columns).skip(grid.n_words) {
                    let is_rate =
                        heading.contains("rate") || heading.contains("Posts") || heading.contains("post");
                    let is_small =
                        cell.number.is_some_and(|n| 0.5 < n && n < 5.5) && !cell.text.contains('%');
                    assert!(is_rate || !is_small, "{}: {} in {heading}", grid.key, cell.text);
                }
            }
        }
    }
}

#[test]
fn a_year_with_its_quarters_gives_no_number_back() {
    let register = made();
    let document = report(&register, true, annual_report);
    let quarters = ["quality-1", "quality-2", "quality-3", "quality-4"].map(|key| grid(&document, key));
    let year = grid(&document, "figures");
    let mut n_looked_at = 0;
    for row in &quarters[0].rows {
        let is_it = |other: &&Vec<Cell>| other[..2] == row[..2];
        let lines =
            quarters.iter().map(|grid| grid.rows.iter().find(is_it)).chain([year.rows.iter().find(is_it)]);
        let lines: Vec<_> = lines.map(|line| line.expect("every period has every measure")).collect();
        for column in [2, 3] {
            // 2,860 less 629, 669 and 787 is what the fourth quarter hides.
            let n_hidden = lines.iter().filter(|line| line[column].text == "c").count();
            n_looked_at += n_hidden;
            assert_ne!(n_hidden, 1, "{} in {}", row[0].text, row[1].text);
        }
    }
    assert!(0 < n_looked_at);
}

#[test]
fn what_is_hidden_in_one_table_is_hidden_in_all() {
    let register = made();
    let document = report(&register, true, annual_report);
    // Five reasons with 1, 1, 1, 1 and 2: no total near to five times one stands anywhere.
    let adjourned = grid(&document, "adjournments").rows.last().expect("a total");
    assert_eq!(adjourned[2].text, "c");
    assert_eq!(figure(&document, "Conferences adjourned, by reason", "meetings")[0], "c");
    assert_eq!(
        figure(&document, "Adjourned conferences reconvened within 28 days", "meetings")[..2],
        ["c", "c"]
    );
    // Bands of two years and more are the plans ended after two years.
    let bands = column(grid(&document, "duration"), 1);
    assert_eq!(bands[5].1, "c");
    let ended = figure(&document, "Plans ended after two years or more", "children");
    assert!(ended[0] == "c" || bands[4].1 == "c", "{ended:?} {bands:?}");
    for cell in document.parts.iter().flat_map(|part| &part.grids).flat_map(|grid| grid.rows.iter().flatten())
    {
        assert!(cell.text != "c" || cell.number.is_none());
    }
}

#[test]
fn a_chart_is_published_as_it_is_or_not_at_all() {
    let register = made();
    let charts = |document: &Document| -> Vec<(String, String)> {
        let charts = document.parts.iter().flat_map(|part| &part.charts);
        charts.map(|drawn| (drawn.title.clone(), drawn.chart.markup().into_string())).collect()
    };
    let own = charts(&report(&register, false, annual_report));
    let document = report(&register, true, annual_report);
    let published = charts(&document);
    assert_eq!(own.len(), CHARTED.len());
    assert!(!published.is_empty() && published.len() < own.len());
    for chart in &published {
        assert!(own.contains(chart), "{}", chart.0);
    }
    let words = &document.parts.iter().find(|part| part.id == "variation").expect("the part").words;
    assert_eq!(words.len() + published.len(), own.len());
    assert!(
        words.iter().any(|line| line.starts_with("Conferences adjourned, by reason: not drawn")),
        "{words:?}"
    );
}

#[test]
fn charts_begin_with_the_record_and_end_with_the_last_month_that_is_over() {
    let register = made();
    let facts = Facts::new(&register, policy());
    let months = |period: Option<Period>| {
        let period = period.expect("a period");
        let year = Period::year_of(period.first()).expect("a year");
        let asked = Asked { facts: &facts, year, slice: Slice::ALL, is_published: false };
        measure_chart(&asked, period, "adjournments", Unit::Meetings).expect("a chart")
    };
    // The record begins in April 2011, and 2 April 2012 is its last day.
    let year = months(Period::year(2011));
    assert!(year.contains("April 2011") && !year.contains("March 2011"));
    assert!(year.contains("Mean 0.5, limits 0.0 to 2.4"), "{year}");
    let under_way = months(Period::month(2012, 4));
    assert!(under_way.contains("March 2012") && !under_way.contains("April 2012"));
}
