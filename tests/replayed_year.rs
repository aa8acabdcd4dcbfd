//! The year of the annual report, replayed under today's practice from the shipped files.

use std::path::Path;

use convene::files::read_year;
use convene::replay::{Config, FIGURES, Month, PracticeName, replay};

fn figure(month: &Month, key: &str) -> f64 {
    let figure = FIGURES.iter().find(|figure| figure.key == key).expect("a figure");
    (figure.of)(month).expect("it has a value")
}

#[test]
fn todays_practice_lands_on_the_report() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/staffing/year-lancashire-2011-12.toml");
    let found = read_year(&path).expect("it is shipped sound");
    let config =
        Config { practices: vec![PracticeName::Manual], seed: 1, first: 0, replications: 1, threads: 1 };
    let outcome = replay(&found.register, &found.year, &config, &|_| {}).expect("every booking is lawful");
    let run = &outcome.runs[0];
    let year = run.year().expect("months");
    // The report's range is 85 to 119 children a chair (5.4); its stock over its posts, new starters at their share, 84 to 118.
    let (least, most) = (figure(&year, "least_caseload"), figure(&year, "most_caseload"));
    assert!((76.0..=92.0).contains(&least) && (108.0..=122.0).contains(&most), "{least} to {most}");
    // 854 children at initial conferences and 2,067 at reviews (6); 673 children at first and 547 at last (6.1).
    assert!((840.0..=870.0).contains(&figure(&year, "initial_children")));
    assert!((1950.0..=2250.0).contains(&figure(&year, "review_children")));
    assert_eq!(run.opening, 673);
    assert!((480.0..=615.0).contains(&figure(&year, "open_children")));
    // What gave way (5.4): most quality forms, then minutes; decision sheets least.
    let [forms, minutes, sheets] =
        ["forms_share", "minutes_in_time", "sheets_in_time"].map(|key| figure(&year, key));
    assert!(forms < minutes && minutes < sheets, "{forms} {minutes} {sheets}");
    // Ten children were reviewed late (6.3.1); nobody because chairs lacked hours.
    assert!(figure(&year, "late_review_children") <= 60.0);
}
