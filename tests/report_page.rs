//! The report page and the workbook of a small county and of a large one.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use convene::bound::{Effort, prove};
use convene::check::check;
use convene::problem::Problem;
use convene::register::{MeetingIdx, MeetingStatus};
use convene::report::{Figures, page, workbook};
use convene::rules::{About, Breach, SOFT};

use crate::county;

/// Elements that have no end tag.
const VOID: [&str; 3] = ["meta", "br", "link"];

/// Returns the tags of a page in order, without the text between them.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        tags.push(&rest[start + 1..end]);
        rest = &rest[end + 1..];
        if tags.last() == Some(&"style") {
            rest = &rest[rest.find("</style").expect("the style ends")..];
        }
    }
    tags
}

fn name(tag: &str) -> &str {
    tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().expect("a name")
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// Returns the text of a page as a reader sees it, line by line.
fn text(html: &str) -> String {
    let body = &html[html.find("<body").expect("a body")..];
    let mut text = String::new();
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag ends");
        if matches!(
            name(&rest[start + 1..end]),
            "p" | "h1" | "h2" | "h3" | "tr" | "li" | "dt" | "dd" | "caption" | "text"
        ) {
            text.push('\n');
        } else if matches!(name(&rest[start + 1..end]), "td" | "th") {
            text.push_str(" | ");
        }
        rest = &rest[end + 1..];
    }
    let lines = text.lines().map(|line| line.trim().trim_matches('|').trim().replace(" |  | ", " | "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_page_is_well_formed_and_names_each_thing_once() {
    for (register, travel, plan) in [county::small(), county::large()] {
        let html = page(&register, &travel, &plan);
        let (mut open, mut ids) = (Vec::new(), Vec::new());
        for tag in tags(&html).into_iter().skip(1) {
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name(tag)), "</{tag}>");
            } else if !VOID.contains(&name(tag)) {
                open.push(name(tag));
            }
            ids.extend(attribute(tag, "id"));
        }
        assert!(open.is_empty(), "{open:?} never end");
        let n_ids = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), n_ids, "an id stands twice");
        for tag in tags(&html) {
            let points_at = attribute(tag, "aria-labelledby").into_iter().flat_map(|ids| ids.split(' '));
            for id in points_at.chain(attribute(tag, "href").map(|href| href.trim_start_matches('#'))) {
                assert!(ids.contains(&id), "{id} is pointed at and nowhere");
            }
        }
    }
}

#[test]
fn a_proof_that_found_nothing_is_told_so_with_the_reason() {
    let (register, travel, mut plan) = county::small();
    let problem = Problem::new(&register, &travel);
    plan.proof = Some(prove(&problem, None, &Effort::Until(&|| 1.0)));
    let text = text(&page(&register, &travel, &plan));
    for level in ["S1", "S2", "S3"] {
        let sentence = format!("No bound of {level} was found, because the time ran out");
        assert!(text.contains(&sentence), "{text}");
    }
    assert!(!text.contains("The bound is proved"), "{text}");
    assert_eq!(Figures::of(&register, &travel, &plan).unbookable_children, None);
}

#[test]
fn headings_come_in_order_and_tables_say_what_they_are() {
    let (register, travel, plan) = county::large();
    let html = page(&register, &travel, &plan);
    let mut level = 0;
    for tag in tags(&html) {
        if let Some(this) = tag.strip_prefix('h').and_then(|rest| rest.chars().next()?.to_digit(10)) {
            assert!(this <= level + 1, "h{this} under h{level}");
            level = this;
        }
        if name(tag) == "th" && !tag.starts_with('/') {
            assert!(attribute(tag, "scope").is_some(), "<{tag}>");
        }
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count());
    assert!(
        html.contains("<html lang=\"en-GB\">")
            && html.contains("href=\"#main\"")
            && html.contains("<main id=\"main\"")
    );
}

#[test]
fn every_chart_has_a_finding_a_summary_and_a_table() {
    let (register, travel, plan) = county::large();
    let html = page(&register, &travel, &plan);
    let charts: Vec<&str> = html.split("<section class=\"chart\"").skip(1).collect();
    assert_eq!(charts.len(), 5);
    for chart in charts {
        let chart = &chart[..chart.find("</section>").expect("it ends")];
        for part in [
            "<h3",
            "class=\"measure\"",
            "role=\"img\"",
            "<title id=",
            "<desc id=",
            "<details",
            "<table>",
            "<tbody><tr>",
        ] {
            assert!(chart.contains(part), "{part} is missing in {}", &chart[..200]);
        }
    }
}

#[test]
fn the_page_stands_alone_and_is_small_enough_to_send() {
    let (register, travel, plan) = county::large();
    let html = page(&register, &travel, &plan);
    assert!(html.len() < 2_000_000, "{} bytes", html.len());
    let outside = html.replace("http://www.w3.org/2000/svg", "");
    for word in
        ["http:", "https:", "src=", "url(//", "@import", "<script", "<link", "<img", "javascript:", " style="]
    {
        assert!(!outside.contains(word), "{word}");
    }
}

#[test]
fn nobody_is_named_and_no_tab_gives_a_family_away() {
    let (mut register, travel, plan) = county::small();
    register.authority.name = "Child Protection <Service>".into();
    let html = page(&register, &travel, &plan);
    for word in ["Surname", "Area of", "operation"] {
        assert!(!html.contains(word), "{word}");
    }
    for tag in ["<title", "<h1", "<h2", "<h3", "<caption"] {
        for part in html.split(tag).skip(1) {
            let heading = part.split("</").next().expect("text").to_lowercase();
            assert!(!heading.contains("child protection"), "{tag}>{heading}");
        }
    }
    assert!(html.contains("safeguarding &lt;Service&gt;"), "what a register holds is text, never a tag");
    assert!(html.contains("&lt;before&gt;"));
}

#[test]
fn an_empty_plan_has_a_page_and_a_workbook_too() {
    let (register, travel, mut plan) = county::small();
    plan.bookings.clear();
    plan.remarks.clear();
    let html = page(&register, &travel, &plan);
    assert!(html.contains("No meeting is booked."));
    assert!(workbook(&register, &travel, &plan).is_ok());
}

#[test]
fn the_page_of_the_small_county_reads_so() {
    let (register, travel, plan) = county::small();
    insta::assert_snapshot!(text(&page(&register, &travel, &plan)));
}

#[test]
fn figures_are_those_of_the_referee() {
    let (register, travel, plan) = county::small();
    let figures = Figures::of(&register, &travel, &plan);
    // M12-1 to M12-3, M12-5 and M12-6 are to book; M12-6 is not; M12-4 stands.
    assert_eq!((figures.to_book, figures.booked, figures.standing), (5, 4, 1));
    // M12-2 is due on 20 March and booked on the 23rd, 2 children; M12-3 due on the 20th, booked on the 26th, 1 child.
    assert_eq!((figures.late, figures.late_child_days), (2, 2 * 3 + 4));
    // H2 has IRO1 and gets iro1; it counts once with its 2 children.
    assert_eq!((figures.handovers, figures.handover_children), (1, 2));
    assert_eq!(figures.unbooked_children, 3, "H1, at M12-6");
    assert_eq!(figures.out_of_district, 2);
    assert_eq!(figures.first_day.map(|day| day.to_string()).as_deref(), Some("2012-03-23"));
    assert_eq!(figures.last_day.map(|day| day.to_string()).as_deref(), Some("2012-03-30"));
    assert_eq!(figures.headline(), "4 of 5 meetings booked, 2 late; 2 children change chair");
}

#[test]
fn a_meeting_whose_confirmed_booking_is_past_is_neither_to_book_nor_unbooked() {
    let (mut register, travel, mut plan) = county::small();
    // M12-7 was held on 12 March in a confirmed booking; nobody has said so on the meeting yet.
    register.meetings[6].status = MeetingStatus::ToBook;
    let figures = Figures::of(&register, &travel, &plan);
    assert_eq!((figures.to_book, figures.booked, figures.not_booked(), figures.standing), (5, 4, 1, 1));
    let html = page(&register, &travel, &plan);
    assert!(html.contains("4 of 5") && html.contains("Not booked: 1"), "M12-6");
    // The booking of M12-4 breaks two rules and counts once.
    plan.standing_breaches = ["H04", "H06"]
        .map(|code| Breach { code, meetings: vec![MeetingIdx(3)], message: "M12-4: too soon".into() })
        .to_vec();
    let headline = Figures::of(&register, &travel, &plan).headline();
    assert!(headline.ends_with("; 1 booking that stood before breaks a rule"), "{headline}");
}

fn sheet(bytes: &[u8], name: &str) -> calamine::Range<Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    workbook.worksheet_range(name).expect("the sheet")
}

#[test]
fn the_workbook_has_its_sheets_with_real_dates_and_no_formula() {
    let (register, travel, plan) = county::small();
    let bytes = workbook(&register, &travel, &plan).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Summary", "Bookings", "Unbooked", "By chair", "By venue", "Attention"]);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).expect("formulas").is_empty(), "a formula in {name}");
    }
    let bookings = sheet(&bytes, "Bookings");
    assert_eq!(bookings.height(), 1 + 5);
    let first: Vec<&Data> = bookings.rows().nth(1).expect("a booking").iter().collect();
    assert_eq!(first[0].to_string(), "M12-2");
    // Excel counts days from 1900: 23 March 2012 is 40,991, two in the afternoon 14 / 24 of a day.
    for (cell, serial) in [(first[2], 40_991.0), (first[3], 14.0 / 24.0)] {
        assert!(cell.is_datetime(), "{cell:?} is a date or a time");
        assert_eq!(cell.get_datetime().map(|at| at.as_f64()), Some(serial));
    }
    let why = sheet(&bytes, "Unbooked").get_value((1, 5)).expect("a reason").to_string();
    assert!(why.starts_with("=HYPERLINK"), "kept as text: {why}");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (register, travel, plan) = county::small();
    let first = workbook(&register, &travel, &plan).expect("a workbook");
    assert_eq!(first, workbook(&register, &travel, &plan).expect("a workbook"));
    assert_eq!(page(&register, &travel, &plan), page(&register, &travel, &plan));
}

#[test]
fn caseloads_shown_agree_with_those_that_the_rules_charge() {
    let (register, travel, plan) = county::large();
    let bytes = workbook(&register, &travel, &plan).expect("a workbook");
    let rule = SOFT.iter().position(|rule| rule.key() == "caseload").expect("the rule");
    let charges = check(&register, &travel, &plan.bookings).charges.swap_remove(rule);
    let charged: Vec<(String, i64)> = charges
        .iter()
        .map(|charge| match charge.about {
            About::Staff(person) => (register.staff[person.at()].reference.to_string(), charge.amount),
            About::Meeting(_) => panic!("a caseload is somebody's"),
        })
        .collect();
    let shown: Vec<(String, i64)> = sheet(&bytes, "By chair")
        .rows()
        .skip(1)
        .filter_map(|row| {
            let person = register.staff.iter().find(|person| row[0] == person.reference.as_str())?;
            let above = row[2].as_i64().expect("children") - person.fte.of(70);
            (0 < above).then(|| (row[0].to_string(), above))
        })
        .collect();
    assert_eq!(shown, charged);
    assert!(!charged.is_empty(), "the large county has heavy caseloads");
}
