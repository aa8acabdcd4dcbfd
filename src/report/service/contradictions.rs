//! What the annual report of 2011/12 says that its own figures do not bear out, each with the figure that the data gives.

use super::asked::Asked;
use super::breakdowns;
use super::model::{Cell, Grid, Part};
use crate::indicators::{Facts, Figure, Period, Slice, Unit, count, indicator};
use crate::register::Register;

/// The authority and the year of the report.
const AUTHORITY: &str = "Lancashire";
const YEAR: i32 = 2011;

/// Something published that cannot be so together with something else published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The section.
    pub section: &'static str,
    /// What is published.
    pub published: &'static str,
    /// Why it does not fit.
    pub why: &'static str,
    /// What the data gives.
    pub data: String,
}

/// Returns every contradiction of the report, with what a record of its year gives.
pub fn contradictions(facts: &Facts<'_>) -> Vec<Contradiction> {
    let Some(year) = Period::year(YEAR) else { return Vec::new() };
    let of = |key: &str, period: Period, slice: Slice, unit: Unit| {
        let indicator = indicator(key)?;
        Some(indicator.figure(&count(facts, indicator, period, slice), unit))
    };
    let told = |figure: Option<Figure>, decimals: usize| {
        figure.map_or_else(
            || "–".to_owned(),
            |figure| {
                let whole = figure.denominator.unwrap_or(0);
                format!("{} of {} = {} %", figure.numerator, whole, figure.per_cent(decimals))
            },
        )
    };
    let whole = |key: &str, unit| told(of(key, year, Slice::ALL, unit), 2);
    let district = |code: &str| {
        let at = facts.register.districts.iter().position(|row| row.reference.as_str() == code);
        Slice { district: at.map(Into::into), ..Slice::ALL }
    };
    let held = |unit: Unit| {
        let tally = indicator("meetings_held").map(|indicator| count(facts, indicator, year, Slice::ALL));
        tally.map_or([0; 2], |tally| [0, 2].map(|row| tally.of(row, unit)))
    };
    let (children, meetings) = (held(Unit::Children), held(Unit::Meetings));
    let quarter = Period::quarter(YEAR, 4).unwrap_or(year);
    let forms = |unit| of("forms", quarter, Slice::ALL, unit);
    let asked = Asked { facts, year, slice: Slice::ALL, is_published: false };
    let [initial, review] = breakdowns::questionnaires(&asked, year).map(|returned| returned.value);
    let care = statuses(facts.register, facts, year);
    let short = {
        let tally = indicator("duration")
            .map(|indicator| count(facts, indicator, year, district("RIB")))
            .unwrap_or_default();
        let of = |rows: std::ops::Range<usize>| rows.map(|row| tally.of(row, Unit::Children)).sum::<u64>();
        Figure { numerator: of(0..3), denominator: Some(of(0..6)) }
    };
    let neglect: Vec<Figure> = year
        .each_month()
        .into_iter()
        .map(|month| {
            let tally = indicator("on_plan")
                .map(|indicator| count(facts, indicator, month, Slice::ALL))
                .unwrap_or_default();
            let of = |row: usize| tally.of(row, Unit::Children);
            Figure { numerator: of(1), denominator: Some((0..6).map(of).sum()) }
        })
        .collect();
    let mean = Figure {
        numerator: neglect.iter().map(|figure| figure.numerator).sum(),
        denominator: neglect.iter().map(|figure| figure.denominator).sum(),
    };
    let caseloads: Vec<u64> = year
        .each_month()
        .into_iter()
        .filter_map(|month| {
            of("caseload", month, Slice::ALL, Unit::Children)?.scaled(1_000_000, 0).parse().ok()
        })
        .collect();
    vec![
        Contradiction {
            section: "6",
            published: "854 initial and 2,067 review conferences were held",
            why: "718 plans began: at one family a conference fewer than half of the conferences would have led to one. They are counts of \
                  children",
            data: format!(
                "{} and {} children at {} and {} conferences",
                children[0], children[1], meetings[0], meetings[1]
            ),
        },
        Contradiction {
            section: "7.2",
            published: "174 forms are 22.3 % of the conferences of January to March",
            why: "a form is about a meeting, and it is divided by children",
            data: format!(
                "{} of the meetings; {} forms to {} children",
                told(forms(Unit::Meetings), 1),
                forms(Unit::Meetings).map_or(0, |figure| figure.numerator),
                forms(Unit::Children).and_then(|figure| figure.denominator).unwrap_or(0)
            ),
        },
        Contradiction {
            section: "7.3",
            published: "161 questionnaires are 5.5 % of 2,921 conferences",
            why: "a questionnaire is about a meeting, and it is divided by children",
            data: format!("{} of the meetings", whole("questionnaires", Unit::Meetings)),
        },
        Contradiction {
            section: "7.3",
            published: "66 questionnaires after initial conferences, 161 in all",
            why: "the months add up to 65, and with 95 to 160",
            data: format!("{initial} and {review}, {} in all", initial + review),
        },
        Contradiction {
            section: "6.3.1",
            published: "98.90 % of children subject to a plan were reviewed in time, ten children were not (NI 67)",
            why: "NI 67 counts children on a plan at the end of March, 547 at most: ten of them would be 98.2 % at best. Ten are 1.1 % of \
                  some 909, who can only be the children reviewed in the year",
            data: format!(
                "children reviewed {}; NI 67 {}",
                whole("reviews_children", Unit::Children),
                whole("reviews_snapshot", Unit::Children)
            ),
        },
        Contradiction {
            section: "6.3.1 and 6.3.3",
            published: "98.90 % with ten late, and 844 plans that ended",
            why: "if every plan ended at a review conference, at least the children whose plan ended or had lasted three months were \
                  reviewed, many more than 913",
            data: format!(
                "{} children reviewed; {} plans ended without a review in the year",
                of("reviews_children", year, Slice::ALL, Unit::Children)
                    .and_then(|f| f.denominator)
                    .unwrap_or(0),
                facts.ended(year).filter(|(spell, _)| facts.reviews_of(spell.child, year).is_empty()).count()
            ),
        },
        Contradiction {
            section: "6.3.4",
            published: "39 children, of whom 24 under interim care orders and 17 accommodated",
            why: "24 and 17 are 41",
            data: format!("{} and {}, {} in all", care[0], care[1], care[0] + care[1]),
        },
        Contradiction {
            section: "6.3.3",
            published: "Ribble Valley: 55.6 %, 5 children of a cohort of 12",
            why: "5 of 12 are 41.7 %; 55.6 % are 5 of 9",
            data: told(Some(short), 1),
        },
        Contradiction {
            section: "6.3.2",
            published: "after two years, from 1.35 % in Lancaster to 6.82 % in South Ribble",
            why: "of 9 or 12 plans that ended in Ribble Valley none are 0 %, one is 8.3 % or more: either is outside the range",
            data: format!(
                "Ribble Valley {}",
                told(of("ended_after_two_years", year, district("RIB"), Unit::Children), 2)
            ),
        },
        Contradiction {
            section: "6.3.2",
            published: "South Ribble's 6.82 % are one case",
            why: "one case would be of 14.7 plans; 3 of 44 are 6.82 %: three children, in one family perhaps",
            data: told(of("ended_after_two_years", year, district("SRI"), Unit::Children), 2),
        },
        Contradiction {
            section: "6.3.3",
            published: "10.8 % of starts were not the child's first (NI 65)",
            why: "718 plans began (547 − 673 + 844): 77 are 10.7 % and 78 are 10.9 %. 10.8 is 10.86 cut off, or the starts are others",
            data: whole("repeat_ever", Unit::Children),
        },
        Contradiction {
            section: "6.2",
            published: "neglect accounted for more than 45 % of plans",
            why: "in March 2012 it was 44.8 %; it is so of the year's mean",
            data: format!(
                "{} in March, {} % over the twelve months",
                told(neglect.last().copied(), 1),
                mean.per_cent(1)
            ),
        },
        Contradiction {
            section: "5.4 and 10.1",
            published: "caseloads varied between 85 and 119",
            why: "with 7.5 posts filled, from October to December, they were lower",
            data: format!(
                "from {} to {}",
                caseloads.iter().min().copied().unwrap_or(0),
                caseloads.iter().max().copied().unwrap_or(0)
            ),
        },
        Contradiction {
            section: "5.1 and 5.2",
            published: "7.5 full-time posts and eight IROs",
            why: "one retired on 31 December 2011 and was not replaced: at the end of the year they were seven in 6.5 posts",
            data: format!(
                "{} posts filled on 31 March 2012",
                of("caseload", year, Slice::ALL, Unit::Children)
                    .and_then(|figure| figure.denominator)
                    .map_or_else(|| "–".to_owned(), |posts| format!("{:.1}", posts as f64 / 1e6))
            ),
        },
        Contradiction {
            section: "6.3.3",
            published: "the target of NI 65 was 13 %, and 12.00 % in the table",
            why: "the two differ",
            data: "a target is no record's".to_owned(),
        },
        Contradiction {
            section: "5.2",
            published: "all IROs have more than ten years since qualifying",
            why: "IRO 8 qualified in 2004",
            data: "years of qualifying are not in the register".to_owned(),
        },
        Contradiction {
            section: "5.3",
            published: "two temporary posts, and 2.5 temporary vacancies",
            why: "half a post is not accounted for",
            data: "vacancies after March 2012 are not in the year".to_owned(),
        },
    ]
}

/// Returns children on a plan who are looked after at the end of a year: under an interim care order, and others.
fn statuses(register: &Register, facts: &Facts<'_>, year: Period) -> [usize; 2] {
    let last = year.last();
    let mut is_order = vec![false; register.children.len()];
    for care in register.record.care.iter().filter(|care| care.starts <= last) {
        is_order[care.child.at()] = care.legal_status == "interim_care_order";
    }
    let both = facts.current(last).filter(|spell| facts.is_looked_after(spell.child, last));
    let (orders, others): (Vec<_>, Vec<_>) = both.partition(|spell| is_order[spell.child.at()]);
    [orders.len(), others.len()]
}

/// Returns the part of the annual report, where the report is of that authority and year. It is left out of what is published: it tells small
/// numbers.
pub(super) fn part(asked: &Asked<'_>) -> Option<Part> {
    let is_that = asked.register().authority.name == AUTHORITY
        && Some(asked.year) == Period::year(YEAR)
        && asked.slice == Slice::ALL
        && !asked.is_published
        && !asked.facts.held(asked.year).is_empty();
    let rows = contradictions(asked.facts)
        .into_iter()
        .map(|row| [row.section, row.published, row.why, &row.data].map(Cell::words).to_vec());
    let grid = Grid {
        key: "contradictions",
        caption: "what the report of October 2012 says that its own figures do not bear out".to_owned(),
        columns: ["Section", "Published", "Why it does not fit", "The data"].map(str::to_owned).to_vec(),
        n_words: 4,
        rows: if is_that { rows.collect() } else { Vec::new() },
        sums: Vec::new(),
    };
    is_that.then(|| Part {
        id: "contradictions",
        title: "What the published report contradicts",
        words: Vec::new(),
        grids: vec![grid],
        charts: Vec::new(),
    })
}
