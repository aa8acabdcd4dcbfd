//! The report of an assessment on the county of the rules' tests.

use std::io::Cursor;
use std::sync::atomic::AtomicBool;

use calamine::{Reader, Xlsx};

use super::{Question, finding, venue_files, venues_page, venues_workbook};
use crate::register::{PlaceIdx, Reference, Register, Venue, VenueKind};
use crate::report::staffing::html;
use crate::rules::testing::County;
use crate::travel::Travel;
use crate::venues::worth::Measure;
use crate::venues::{Assessment, Candidate, Config, Site, assess};

fn candidate(name: &str, place: u32) -> Candidate {
    let venue = Venue {
        reference: Reference::new(name).expect("a reference"),
        name: "Child Protection Centre, \"Mill\"".to_owned(),
        place: None,
        kind: VenueKind::Other,
        opens: None,
        closes: None,
        weekdays: County::new().register.venues[0].weekdays.clone(),
        from: None,
        until: None,
        features: vec!["family_friendly".to_owned(), "withdrawal_room".to_owned()],
    };
    Candidate { venue, site: Site::Known(PlaceIdx(place)), n_rooms: 1, capacity: 12 }
}

fn assessed(candidates: &[Candidate], weeks: u32, shut_each: bool) -> (Register, Assessment) {
    let register = County::new().register;
    let travel = Travel::new(&register).expect("joined");
    let config = Config { weeks, steps: 60, seed: 1, threads: 1, shut_each };
    let never = AtomicBool::new(false);
    let assessment = assess(&register, &travel, candidates, &config, &never, &|_, _| {}).expect("compared");
    (register, assessment)
}

#[test]
fn the_page_is_sound_whatever_was_asked() {
    let all = [candidate("N-BUR", 1), candidate("N-EST", 3)];
    for (candidates, weeks, shut_each, n_charts) in
        [(&all[..], 4, true, 4), (&all[..1], 1, false, 3), (&[], 2, true, 3), (&[], 1, false, 2)]
    {
        let (register, assessment) = assessed(candidates, weeks, shut_each);
        let question = Question { register: &register, candidates, assessment: &assessment };
        let page = venues_page(&question);
        html::check(&page);
        html::check_charts(&page, n_charts);
        let text = html::text(&page);
        assert!(text.contains("This is a modelled answer"), "{text}");
        assert!(text.contains("do not publish this page"), "{text}");
        assert_eq!(text.contains("Intervals are Student’s"), 1 < weeks, "{text}");
        for candidate in candidates {
            assert!(text.contains(candidate.venue.reference.as_str()), "{text}");
        }
        assert!(page.contains(&format!("<h1>{}</h1>", finding(&question))));
    }
}

#[test]
fn files_have_every_difference_and_the_page_what_they_come_to() {
    let candidates = [candidate("N-BUR", 1), candidate("N-EST", 3)];
    let (register, assessment) = assessed(&candidates, 3, true);
    let question = Question { register: &register, candidates: &candidates, assessment: &assessment };
    let files = venue_files(&question);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["new-venues.csv", "venues-shut.csv", "pressure.csv", "journeys.csv", "weeks.csv"]);
    let rows = |name: &str| -> Vec<csv::StringRecord> {
        let (_, text) = files.iter().find(|(file, _)| file == name).expect("written");
        csv::Reader::from_reader(text.as_bytes()).records().map(|row| row.expect("a row")).collect()
    };
    // Two candidates and three venues with a place, three weeks each.
    assert_eq!((rows("new-venues.csv").len(), rows("venues-shut.csv").len()), (2, 3));
    let weeks = rows("weeks.csv");
    assert_eq!(weeks.len(), (2 + 3) * 3);
    let (best, worth) = &assessment.candidates[0];
    let reference = candidates[*best].venue.reference.as_str();
    let cost = 4 + Measure::Cost as usize;
    let summed: i64 = weeks
        .iter()
        .filter(|row| &row[0] == "open" && &row[1] == reference)
        .map(|row| row[cost].parse::<i64>().expect("a number"))
        .sum();
    assert_eq!(summed, worth.sum(Measure::Cost));
    assert_eq!(&rows("new-venues.csv")[0][1], reference);
    // Four venues, online too, five days, two halves.
    assert_eq!(rows("pressure.csv").len(), 4 * 10);
}

#[test]
fn the_workbook_opens_and_is_the_same_again() {
    let candidates = [candidate("N-BUR", 1)];
    let (register, assessment) = assessed(&candidates, 2, true);
    let question = Question { register: &register, candidates: &candidates, assessment: &assessment };
    let bytes = venues_workbook(&question).expect("it fits");
    assert!(bytes == venues_workbook(&question).expect("it fits"));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Summary", "New venues", "Venues shut", "Pressure", "Journeys"]);
    let sheet = book.worksheet_range("New venues").expect("a sheet");
    let heading = sheet.get((0, 6 + 3 * Measure::Cost as usize)).expect("a heading");
    assert_eq!(heading.to_string(), Measure::Cost.title());
    let text = book.worksheet_range("New venues").expect("a sheet").get((1, 1)).expect("a cell").to_string();
    assert!(!text.to_lowercase().contains("child protection"), "{text}");
}
