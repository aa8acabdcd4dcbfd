//! How far families go, by district.

use super::view::Question;
use crate::report::staffing::drawing::{Entry, Fill, Group, Row, Rows, Shape};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{Chart, Table};
use crate::report::words::discreet;
use crate::venues::journeys::{DistrictJourneys, LONG_MINUTES};

fn mean(minutes: i64, meetings: usize) -> f64 {
    minutes as f64 / meetings.max(1) as f64
}

/// Returns the journeys of families by the district of their homes.
pub(super) fn chart(question: &Question<'_>) -> Chart {
    let districts = &question.assessment.journeys;
    let of = |district: &DistrictJourneys| question.district(district.district);
    let farthest = districts.iter().reduce(|most, district| {
        let minutes = |of: &DistrictJourneys| mean(of.minutes, of.meetings);
        if minutes(most) < minutes(district) { district } else { most }
    });
    let headline = farthest.map_or_else(
        || "No meeting has a family whose home is known".to_owned(),
        |district| {
            format!(
                "Families of {} go farthest, {} minutes one way in the mean",
                of(district),
                fixed(mean(district.minutes, district.meetings), 0)
            )
        },
    );
    let rows = districts.iter().map(|district| {
        let [mean, least] = [district.minutes, district.least_minutes].map(|m| mean(m, district.meetings));
        Row {
            label: of(district),
            shape: Shape::Pair([(Fill::Solid, mean), (Fill::Pale, least)]),
            words: format!("{}, {}", fixed(mean, 0), fixed(least, 0)),
        }
    });
    let (size, drawing) = Rows {
        id: "journeys",
        legend: vec![
            (Entry::Area(Fill::Solid), "as planned".to_owned()),
            (Entry::Area(Fill::Pale), "if each met at its nearest suitable venue".to_owned()),
        ],
        groups: vec![Group {
            title: String::new(),
            axis: "Minutes one way, mean".to_owned(),
            middle: None,
            from_nought: true,
            rows: rows.collect(),
        }],
    }
    .draw();
    let sum = |of: fn(&DistrictJourneys) -> usize| districts.iter().map(of).sum::<usize>();
    let assessment = question.assessment;
    Chart {
        id: "journeys",
        headline,
        measure: format!(
            "Minutes one way from home to the meeting, by district of the home, {}, {} as things are",
            discreet(&question.register.authority.name),
            question.weeks()
        ),
        summary: format!(
            "Of {} meetings to which a family comes from a home that is known, {} are more than {LONG_MINUTES} minutes away; {} would \
             be so at the nearest suitable venue. What is between the two is given up for a room, a chair or a day. Staff drive {} \
             hours a week, base to base.",
            sum(|district| district.meetings),
            sum(|district| district.long),
            sum(|district| district.long_at_nearest),
            fixed(assessment.mean(|week| week.staff_minutes).mean / 60.0, 1),
        ),
        size,
        drawing,
        table: table(question),
    }
}

fn table(question: &Question<'_>) -> Table {
    let row = |district: &DistrictJourneys| {
        vec![
            question.district(district.district),
            district.meetings.to_string(),
            fixed(mean(district.minutes, district.meetings), 1),
            fixed(mean(district.least_minutes, district.meetings), 1),
            district.long.to_string(),
            district.long_at_nearest.to_string(),
        ]
    };
    Table {
        caption: "journeys of families by district, all weeks together".to_owned(),
        columns: [
            "District".to_owned(),
            "Meetings".to_owned(),
            "Minutes one way, mean".to_owned(),
            "At the nearest suitable venue".to_owned(),
            format!("Over {LONG_MINUTES} minutes"),
            format!("Over {LONG_MINUTES} at the nearest"),
        ]
        .to_vec(),
        rows: question.assessment.journeys.iter().map(row).collect(),
        n_words: 1,
    }
}
