//! XmR charts of indicators by month: points and limits, no traffic lights.

use chrono::Months;

use super::asked::Asked;
use super::model::Drawn;
use crate::indicators::xmr::{FEW, Signal, Xmr, xmr};
use crate::indicators::{Facts, Indicator, Period, Shape, Unit};
use crate::report::staffing::drawing::{Entry, Layer, Look, Panel, Panels};
use crate::report::svg::{Chart, Table};

/// Months that a chart looks back over.
const BACK: u32 = 24;
/// Months outside the limits that a headline names one by one.
const NAMED: usize = 3;

/// Returns the months that a chart until `month` looks at, that one last.
pub(super) fn until(month: Period) -> Vec<Period> {
    let first = month.first().checked_sub_months(Months::new(BACK - 1)).unwrap_or(month.first());
    Period::new(first, month.last()).map(Period::each_month).unwrap_or_default()
}

/// Returns those of the months that say what a month comes to: from the first in which anything is recorded to the last that is over on the register's
/// date. Before there is a record nought is not a number that was counted, and two days are no month.
pub(super) fn recorded(facts: &Facts<'_>, months: Vec<Period>) -> Vec<Period> {
    let today = facts.register.authority.today;
    let Some(first) = facts.first_recorded() else { return Vec::new() };
    months.into_iter().filter(|month| first <= month.last() && month.last() < today).collect()
}

/// Returns the chart of an indicator over months, `None` where fewer than two have a value.
pub(super) fn chart(
    asked: &Asked<'_>,
    indicator: &'static Indicator,
    unit: Unit,
    months: &[Period],
) -> Option<Drawn> {
    let values: Vec<Option<f64>> = months.iter().map(|&month| value(asked, indicator, unit, month)).collect();
    let most = matches!(indicator.shape, Shape::Share).then_some(100.0);
    let found = xmr(&values, Some(0.0), most)?;
    let first = months.first()?;
    let title = indicator.title(&asked.facts.policy);
    let line = |look, value: f64| Layer::Line(vec![Some(value); months.len()], look);
    let points = values.iter().map(|value| value.map(|value| [value; 3])).collect();
    let panels = Panels {
        id: indicator.key,
        start: first.first(),
        n_months: months.len(),
        unit: unit_words(indicator, unit),
        legend: vec![
            (Entry::Line(Look::Broad), "by month".to_owned()),
            (Entry::Line(Look::Ink), "mean".to_owned()),
            (Entry::Line(Look::Dashed), "natural process limits".to_owned()),
        ],
        panels: vec![Panel {
            title: String::new(),
            layers: vec![
                line(Look::Dashed, found.upper),
                line(Look::Dashed, found.lower),
                line(Look::Ink, found.mean),
                Layer::Line(values.clone(), Look::Broad),
                Layer::Intervals(points),
            ],
        }],
        shared: true,
        from_nought: false,
        columns: 1,
        height: 190.0,
    };
    let (size, drawing) = panels.draw();
    let rows = months.iter().zip(&values).enumerate().map(|(at, (month, value))| {
        let text = value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
        let stands_out = found.signals.iter().any(|signal| match *signal {
            Signal::Outside(point) => point == at,
            Signal::Run { first, last } => (first..=last).contains(&at),
        });
        vec![month.words(), if stands_out { "yes" } else { "no" }.to_owned(), text]
    });
    let chart = Chart {
        id: indicator.key,
        headline: headline(&title, &found, months),
        measure: format!("{title}, {}", unit_words(indicator, unit)),
        summary: summary(&found),
        size,
        drawing,
        table: Table {
            caption: format!("{} by month", title.to_lowercase()),
            columns: ["Month", "Part of a signal", "Value"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
            n_words: 2,
        },
    };
    Some(Drawn {
        chart,
        title,
        unit: unit_words(indicator, unit),
        points: months.iter().map(|month| month.words()).zip(values.iter().copied()).collect(),
        limits: [found.mean, found.lower, found.upper],
        of: months.iter().flat_map(|&month| asked.quantities(indicator, unit, month, asked.slice)).collect(),
        tells: !matches!(indicator.shape, Shape::Share),
    })
}

fn unit_words(indicator: &Indicator, unit: Unit) -> &'static str {
    match indicator.shape {
        Shape::Share if unit == Unit::Children => "per cent of children",
        Shape::Share => "per cent of meetings",
        Shape::Rate { .. } => "rate",
        Shape::Count | Shape::Bands(_) => unit.word(),
    }
}

/// Returns a month's value; none where there is nothing to divide by.
fn value(asked: &Asked<'_>, indicator: &Indicator, unit: Unit, month: Period) -> Option<f64> {
    let figure = indicator.figure(&asked.tally(indicator.key, month, asked.slice), unit);
    match indicator.shape {
        Shape::Share => figure.share().map(|share| 100.0 * share),
        Shape::Rate { per, .. } => figure.share().map(|share| per as f64 * share),
        Shape::Count | Shape::Bands(_) => Some(figure.numerator as f64),
    }
}

fn headline(title: &str, found: &Xmr, months: &[Period]) -> String {
    let name = |at: usize| months.get(at).map_or_else(String::new, |month| month.words());
    let outside: Vec<String> = found
        .signals
        .iter()
        .filter_map(|signal| match *signal {
            Signal::Outside(at) => Some(name(at)),
            Signal::Run { .. } => None,
        })
        .collect();
    let mut told: Vec<String> = found
        .signals
        .iter()
        .filter_map(|signal| match *signal {
            Signal::Run { first, last } => {
                Some(format!("{} to {} lie on one side of the mean", name(first), name(last)))
            }
            Signal::Outside(_) => None,
        })
        .collect();
    if !outside.is_empty() {
        let words = match outside.as_slice() {
            [one] => format!("{one} lies"),
            few if few.len() <= NAMED => format!("{} lie", few.join(", ")),
            many => format!("{} months, from {} to {}, lie", many.len(), many[0], many[many.len() - 1]),
        };
        told.insert(0, format!("{words} outside the limits"));
    }
    if told.is_empty() {
        format!("{title}: no month stands out")
    } else {
        format!("{title}: {}", told.join("; "))
    }
}

fn summary(found: &Xmr) -> String {
    let few = if found.n_values < FEW {
        format!(" With {} months the limits are provisional.", found.n_values)
    } else {
        String::new()
    };
    format!(
        "Mean {:.1}, limits {:.1} to {:.1} (mean ± 2.66 × mean moving range of {:.1}). A point outside, or eight in a row on one side of \
         the mean, is a signal: ask why. Anything else is the variation that there always is.{few}",
        found.mean, found.lower, found.upper, found.moving_range
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_a_sentence_however_many_months_stand_out() {
        let months = Period::year(2011).expect("a year").each_month();
        let cases: [(&[usize], &str); 4] = [
            (&[], "no month stands out"),
            (&[2], "June 2011 lies outside the limits"),
            (&[0, 2], "April 2011, June 2011 lie outside the limits"),
            (&[0, 1, 2, 3, 11], "5 months, from April 2011 to March 2012, lie outside the limits"),
        ];
        for (outside, expected) in cases {
            let found = Xmr {
                mean: 10.0,
                moving_range: 1.0,
                lower: 7.3,
                upper: 12.7,
                n_values: 12,
                signals: outside.iter().map(|&at| Signal::Outside(at)).collect(),
            };
            let told = headline("Plans", &found, &months);
            assert!(told.ends_with(expected), "{told}");
        }
    }
}
