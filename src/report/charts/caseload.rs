//! Who is overloaded: children for each full-time post, against the range of the IRO Handbook.

use super::bars::{Bar, Bars, draw};
use crate::report::caseload::{BAND, ChairLoad, Standing, chair_loads, unallocated};
use crate::report::svg::{Chart, Table};
use crate::report::view::View;
use crate::report::words::{children, count, discreet, plain_date, thousands};

const ID: &str = "caseload";

/// Returns the caseload of each chair at the end of the plan.
pub(super) fn chart(view: &View<'_>) -> Chart {
    let loads = chair_loads(view);
    let (size, drawing) = draw(&Bars {
        id: ID,
        bars: loads.iter().map(|load| bar(view, load)).collect(),
        axis: "Children for each full-time post",
        band: Some((BAND, "50 to 70 a post")),
        mark: thousands,
        unit: 1,
    });
    let n_of = |standing| loads.iter().filter(|load| load.standing() == standing).count();
    let (above, below) = (n_of(Standing::Above), n_of(Standing::Below));
    let total: i64 = loads.iter().map(|load| load.children).sum();
    let leaving: Vec<&ChairLoad> = loads.iter().filter(|load| load.leaves.is_some()).collect();
    let leavers = if leaving.is_empty() {
        String::new()
    } else {
        let theirs = leaving.iter().map(|load| load.children).sum();
        format!(
            " Of those chairs {} out of post by then; {} need another.",
            if leaving.len() == 1 { "1 is".to_owned() } else { format!("{} are", leaving.len()) },
            children(theirs)
        )
    };
    let without: i64 = unallocated(view).iter().map(|family| family.children).sum();
    let headline = match above {
        0 => "No chair ends above 70 children for a full-time post".to_owned(),
        1 => "1 chair ends above 70 children for a full-time post".to_owned(),
        n => format!(
            "{n} of {} end above 70 children for a full-time post",
            count(loads.len() as i64, "chair")
        ),
    };
    let heaviest =
        loads.iter().filter_map(|load| Some((load.per_post()?, load))).max_by_key(|(ratio, _)| *ratio);
    let heaviest = heaviest.map_or_else(String::new, |(ratio, load)| {
        let person = &view.register.staff[load.chair.at()].reference;
        format!(" The heaviest caseload for the hours worked is {person}’s: {ratio} for a full-time post.")
    });
    Chart {
        id: ID,
        headline,
        measure: format!(
            "Children for each full-time post, by chair, {}, on {}",
            discreet(&view.register.authority.name),
            plain_date(view.period().1)
        ),
        summary: format!(
            "{} have {} between them at the end of the plan: {} within 50 to 70 for a full-time post, {above} \
             above, {below} below.{leavers} {} of families without a chair are on no caseload; with them the \
             register has {}.{heaviest} The range is that of the IRO Handbook (2010), which gives it for \
             children looked after.",
            count(loads.len() as i64, "chair"),
            children(total),
            loads.len() - above - below,
            children(without),
            children(total + without),
        ),
        size,
        drawing,
        table: Table {
            caption: "caseload by chair".to_owned(),
            columns: [
                "Chair",
                "Against the range",
                "Post",
                "Full-time equivalent",
                "Children",
                "For a full-time post",
                "Meetings",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: loads.iter().map(|load| row(view, load)).collect(),
            n_words: 3,
        },
    }
}

fn bar(view: &View<'_>, load: &ChairLoad) -> Bar {
    let person = &view.register.staff[load.chair.at()];
    let above = load.standing() == Standing::Above;
    let ratio = load.per_post().map_or_else(|| "no hours".to_owned(), |ratio| format!("{ratio} a post"));
    Bar {
        label: person.reference.to_string(),
        amount: load.per_post().unwrap_or(0),
        words: format!(
            "{} at {} FTE, {ratio}{}{}",
            children(load.children),
            load.fte,
            if above { ": above" } else { "" },
            load.leaves.map_or_else(String::new, |day| format!(", in post until {}", day.format("%-d %B")))
        ),
        marked: above,
    }
}

fn row(view: &View<'_>, load: &ChairLoad) -> Vec<String> {
    vec![
        view.register.staff[load.chair.at()].reference.to_string(),
        load.standing().words().to_owned(),
        load.leaves.map_or_else(|| "in post".to_owned(), |day| format!("in post until {}", plain_date(day))),
        load.fte.to_string(),
        load.children.to_string(),
        load.per_post().map_or_else(|| "–".to_owned(), |ratio| ratio.to_string()),
        load.meetings.to_string(),
    ]
}
