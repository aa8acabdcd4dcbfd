//! Indicators one by one, with what they count behind each: for pages that show them.

use chrono::Datelike;

use super::asked::Asked;
use super::figures::measured;
use super::xmr_chart::{chart, recorded, until};
use crate::indicators::{INDICATORS, Indicator, Period, Shape, Unit, indicator};

/// An indicator in a period.
pub struct Measure {
    /// What is measured, with its source.
    pub indicator: &'static Indicator,
    /// Its name, with the limits in force.
    pub title: String,
    /// What it counts, with the limits in force.
    pub definition: String,
    /// Its figures, in each unit that it has.
    pub figures: Vec<Measured>,
}

/// A figure in one unit, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// What is counted.
    pub unit: Unit,
    /// The numerator; of bands, how many there are in all.
    pub number: u64,
    /// Of how many, as people read it: posts for a rate of posts. Empty where it is its own whole.
    pub of: String,
    /// What they come to: per cent, a rate, or empty for a count.
    pub value: String,
    /// The bands with the number in each, none where it has none.
    pub bands: Vec<(&'static str, u64)>,
    /// Of a share, how many are outside it because it was not recorded.
    pub not_recorded: u64,
}

/// Returns the indicators of a period, all of them or the one of a key, in their order.
pub fn measures(asked: &Asked<'_>, period: Period, key: Option<&str>) -> Vec<Measure> {
    let wanted = INDICATORS.iter().copied().filter(|row| key.is_none_or(|key| row.key == key));
    wanted.map(|indicator| measure(asked, period, indicator)).collect()
}

fn measure(asked: &Asked<'_>, period: Period, indicator: &'static Indicator) -> Measure {
    let tally = asked.tally(indicator.key, period, asked.slice);
    let figures = indicator.units.iter().map(|&unit| {
        let figure = indicator.figure(&tally, unit);
        let of = match (indicator.shape, figure.denominator) {
            (_, None) => String::new(),
            (Shape::Rate { per: 1_000_000, .. }, Some(n)) => format!("{:.1}", n as f64 / 1e6),
            (_, Some(n)) => n.to_string(),
        };
        let bands = match indicator.shape {
            Shape::Bands(names) => {
                names.iter().enumerate().map(|(row, name)| (*name, tally.of(row, unit))).collect()
            }
            _ => Vec::new(),
        };
        let not_recorded = match indicator.shape {
            Shape::Share => tally.of(crate::indicators::UNKNOWN, unit),
            _ => 0,
        };
        Measured {
            unit,
            number: figure.numerator,
            of,
            value: measured(indicator, figure, Vec::new()).text,
            bands,
            not_recorded,
        }
    });
    let policy = &asked.facts.policy;
    Measure {
        indicator,
        title: indicator.title(policy),
        definition: indicator.definition(policy),
        figures: figures.collect(),
    }
}

/// Returns the XmR chart of an indicator over the two years to the end of a period, or as long as there is a record, with its data table, as HTML of a
/// report; `None` where there is no such indicator, or fewer than two months have a value.
pub fn measure_chart(asked: &Asked<'_>, period: Period, key: &str, unit: Unit) -> Option<String> {
    let indicator = indicator(key)?;
    let last = Period::month(period.last().year(), period.last().month())?;
    let months = recorded(asked.facts, until(last));
    Some(chart(asked, indicator, unit, &months)?.chart.markup().into_string())
}
