//! Tables of children by age, category, ethnicity, district and placement (annual report 2011/12, 6.3.2 to 6.3.4).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::asked::Asked;
use super::figures::{bands, figures};
use super::model::{Counts, Grid, Part};
use super::quantity::{Quantity, Rows, Sum};
use crate::indicators::limits::TWO_YEARS;
use crate::indicators::{Category, Facts, NO, Period, Spell, Stage, Unit, YES};
use crate::report::words::{capital, discreet};

/// The report's bands of age, with the age at which each begins.
const AGES: [(&str, u32); 4] =
    [("0 to 4 years", 0), ("5 to 9 years", 5), ("10 to 15 years", 10), ("16 years and over", 16)];
/// Months of a long plan.
const LONG: u32 = TWO_YEARS;

/// Plans ended after two years, an indicator.
const ENDED: &str = "ended_after_two_years";
/// Durations of less than a year, and of more: bands of that indicator.
const HALVES: [Rows; 2] = [Rows::From(0, 3), Rows::From(3, 3)];

/// What a table is of, and the indicator whose [`YES`] counts the same.
type What = (&'static str, &'static str);

/// Children of plans, each with the day on which it is looked at.
type Cohort<'a> = Vec<(&'a Spell, NaiveDate)>;

/// 6.3.2: plans ended after two years or more, and current ones.
pub(super) fn long_plans(asked: &Asked<'_>) -> Part {
    let facts = asked.facts;
    let chosen = |spell: &Spell, on| asked.slice.chooses(&facts.cut(spell, on));
    let ended: Cohort<'_> = facts
        .ended(asked.year)
        .filter(|(spell, on)| Facts::has_lasted(spell, LONG, *on) && chosen(spell, *on))
        .collect();
    let last = asked.year.last();
    let current: Cohort<'_> = facts
        .current(last)
        .map(|spell| (spell, last))
        .filter(|(spell, on)| Facts::has_lasted(spell, LONG, *on) && chosen(spell, *on))
        .collect();
    let what = [
        ("plans ended after two years or more", ENDED),
        ("current plans of two years or more", "current_over_2_years"),
    ];
    let grids = vec![
        by_district(asked),
        by_age(asked, "ended-long-by-age", what[0], &ended),
        by_category(asked, "ended-long-by-category", what[0], &ended),
        by_ethnicity(asked, "ended-long-by-ethnicity", what[0], &ended),
        by_age(asked, "current-long-by-age", what[1], &current),
        by_category(asked, "current-long-by-category", what[1], &current),
        by_ethnicity(asked, "current-long-by-ethnicity", what[1], &current),
    ];
    Part {
        id: "long",
        title: "Plans of two years or more",
        words: mean_age(asked, &ended),
        grids,
        charts: Vec::new(),
    }
}

fn mean_age(asked: &Asked<'_>, cohort: &Cohort<'_>) -> Vec<String> {
    let ages: Vec<u32> = cohort.iter().filter_map(|(spell, on)| asked.facts.age(spell.child, *on)).collect();
    let n = ages.len() as u32;
    // A mean of few is as telling as their ages.
    if n == 0 || (asked.is_published && n <= crate::indicators::suppress::SMALL as u32) {
        return Vec::new();
    }
    let mean = (2 * ages.iter().sum::<u32>() + n) / (2 * n);
    vec![format!("The children whose plans ended after two years or more were {mean} years old on average.")]
}

fn by_district(asked: &Asked<'_>) -> Grid {
    let rows = asked.districts().into_iter().map(|(slice, name)| {
        let of = |row| asked.quantity(ENDED, Rows::At(row), Unit::Children, asked.year, slice);
        (name, vec![of(YES), of(NO)])
    });
    Counts {
        key: "ended-long-by-district",
        caption: "plans ended, of two years or more and of less, by district".to_owned(),
        columns: ["District", "Two years or more", "Less"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total_row: true,
        total_column: true,
        share: Some((0, "Two years or more".to_owned(), 2)),
    }
    .grid()
    .of_districts(asked, ENDED, [Rows::At(YES), Rows::At(NO), Rows::All])
}

/// Returns a table of the children that a row of an indicator counts, by something.
fn grid(asked: &Asked<'_>, key: &'static str, (what, of): What, by: &str, rows: Vec<(String, u64)>) -> Grid {
    let named = |(name, value): (String, u64)| {
        let quantity = Quantity { name: format!("{key} {name}"), value };
        (name, vec![quantity])
    };
    let whole = asked.quantity(of, Rows::At(YES), Unit::Children, asked.year, asked.slice);
    Counts {
        key,
        caption: format!("{what}, by {by}"),
        columns: vec![capital(by), "Children".to_owned()],
        rows: rows.into_iter().map(named).collect(),
        total_row: true,
        total_column: false,
        share: None,
    }
    .grid()
    .adding_up_to(&[whole])
}

impl Grid {
    /// Says what the totals of a table by district are: of each district in the last number of its row, and of all in the last row.
    fn of_districts(mut self, asked: &Asked<'_>, key: &str, columns: [Rows; 3]) -> Grid {
        let of = |rows, slice| asked.quantity(key, rows, Unit::Children, asked.year, slice);
        for ((slice, _), row) in asked.districts().into_iter().zip(&self.rows) {
            if let Some(total) = row.get(3).and_then(|cell| cell.of.first()) {
                self.sums.push(Sum { total: total.clone(), parts: vec![of(Rows::All, slice)] });
            }
        }
        self.adding_up_to(&columns.map(|rows| of(rows, asked.slice)))
    }
}

/// Returns the position of an age in its bands.
fn band(age: u32) -> usize {
    AGES.iter().rposition(|&(_, from)| from <= age).unwrap_or(0)
}

fn by_age(asked: &Asked<'_>, key: &'static str, what: What, cohort: &Cohort<'_>) -> Grid {
    let mut counts = [0; AGES.len()];
    let mut unknown = 0;
    for (spell, on) in cohort {
        match asked.facts.age(spell.child, *on) {
            Some(age) => counts[band(age)] += 1,
            None => unknown += 1,
        }
    }
    let mut rows: Vec<(String, u64)> =
        AGES.iter().zip(counts).map(|(&(name, _), n)| (name.to_owned(), n)).collect();
    if 0 < unknown {
        rows.push(("Not recorded".to_owned(), unknown));
    }
    grid(asked, key, what, "age", rows)
}

fn by_category(asked: &Asked<'_>, key: &'static str, what: What, cohort: &Cohort<'_>) -> Grid {
    let rows = Category::ALL.iter().map(|category| {
        let n = cohort.iter().filter(|(spell, on)| spell.category(*on) == *category).count();
        (capital(category.title()), n as u64)
    });
    grid(asked, key, what, "category", rows.filter(|(_, n)| 0 < *n).collect())
}

fn by_ethnicity(asked: &Asked<'_>, key: &'static str, what: What, cohort: &Cohort<'_>) -> Grid {
    let mut of = vec![""; asked.register().children.len()];
    for details in &asked.register().record.details {
        of[details.child.at()] = details.ethnicity.as_str();
    }
    let words = cohort.iter().map(|(spell, _)| of[spell.child.at()]);
    grid(asked, key, what, "ethnicity", counted(words))
}

/// Returns how often each word comes, the most frequent first; words of the authority's own as people read them.
fn counted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let mut rows: Vec<(&str, u64)> = counts.into_iter().collect();
    rows.sort_by_key(|&(word, n)| (std::cmp::Reverse(n), word));
    let named = |word: &str| match word {
        "" => "Not recorded".to_owned(),
        word => capital(&discreet(&word.replace('_', " "))),
    };
    rows.into_iter().map(|(word, n)| (named(word), n)).collect()
}

/// 6.3.3: second plans, and how long ended plans had lasted.
pub(super) fn endings(asked: &Asked<'_>) -> Part {
    let keys = ["ended_after_two_years", "repeat_ever", "repeat_within_12_months", "repeat_within_24_months"];
    let mut repeat = figures(asked, asked.year, asked.slice, &keys);
    repeat.key = "plans-ended-and-repeated";
    let rows = asked.districts().into_iter().map(|(slice, name)| {
        let of = |rows| asked.quantity("duration", rows, Unit::Children, asked.year, slice);
        (name, HALVES.map(of).to_vec())
    });
    let by_district = Counts {
        key: "duration-by-district",
        caption: "plans ended, of less than a year and of a year or more, by district".to_owned(),
        columns: ["District", "Less than a year", "A year or more"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total_row: true,
        total_column: true,
        share: Some((0, "Less than a year".to_owned(), 1)),
    };
    let mut grids = vec![repeat];
    grids.extend(bands(asked, "duration", asked.year));
    let [less, more] = HALVES;
    grids.push(by_district.grid().of_districts(asked, "duration", [less, more, Rows::All]));
    Part {
        id: "endings",
        title: "Plans that ended, and second plans",
        words: Vec::new(),
        grids,
        charts: Vec::new(),
    }
}

/// 6.3.4: children on a plan who are looked after, by placement and legal status.
pub(super) fn looked_after(asked: &Asked<'_>) -> Part {
    let (facts, last) = (asked.facts, asked.year.last());
    let mut latest = BTreeMap::new();
    for care in &asked.register().record.care {
        if care.starts <= last && care.ends.is_none_or(|ends| last < ends) {
            latest.insert(care.child, care);
        }
    }
    let both: Vec<_> = facts
        .current(last)
        .filter(|spell| asked.slice.chooses(&facts.cut(spell, last)))
        .filter(|spell| facts.is_looked_after(spell.child, last))
        .map(|spell| latest.get(&spell.child))
        .collect();
    let word = |of: fn(&crate::register::CareSpell) -> &str| {
        counted(both.iter().map(|care| care.map_or("", |care| of(care))))
    };
    let what = ("children on a plan who are looked after", "looked_after");
    let grids = vec![
        grid(asked, "looked-after-by-placement", what, "placement", word(|care| &care.placement)),
        grid(asked, "looked-after-by-status", what, "legal status", word(|care| &care.legal_status)),
    ];
    Part {
        id: "looked-after",
        title: "Children on a plan who are looked after",
        words: Vec::new(),
        grids,
        charts: Vec::new(),
    }
}

/// Returns questionnaires returned in a period after initial and after review conferences.
pub(super) fn questionnaires(asked: &Asked<'_>, period: Period) -> [Quantity; 2] {
    let mut counts = [0; 2];
    for event in asked.facts.conferences(period).filter(|event| asked.slice.chooses(&event.cut)) {
        let returned = u64::from(event.outcome.questionnaires_returned.unwrap_or(0));
        counts[usize::from(event.stage == Stage::Review)] += returned;
    }
    let named = |(of, value)| Quantity { name: format!("questionnaires {of} {}", period.first()), value };
    [("initial", counts[0]), ("review", counts[1])].map(named)
}
