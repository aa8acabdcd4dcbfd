//! Fan charts: the tenth, fiftieth and ninetieth percentile of a measure, month by month, a panel for each scenario.

use super::view::{View, fan, is_known, listed, named, stored};
use crate::report::staffing::drawing::{Entry, Layer, Panel, Panels};
use crate::report::staffing::numbers::{quantiles, shown, shown_mean, told};
use crate::report::svg::{Chart, Table};
use crate::report::words::count;
use crate::simulate::measure::Measure;
use crate::simulate::outcome::Scenario;

/// What a fan chart shows.
pub(super) struct Fans {
    pub(super) id: &'static str,
    pub(super) measure: Measure,
    /// The measure as the subject of a sentence, such as `Caseload per FTE`, and whether it takes `rises` or `rise`.
    pub(super) subject: &'static str,
    pub(super) is_one: bool,
    /// The advised range, where it applies.
    pub(super) range: Option<[f64; 2]>,
    /// Said at the end of the summary.
    pub(super) note: String,
    pub(super) from_nought: bool,
}

impl Fans {
    /// Returns the chart; `None` where the measure has no value in the baseline.
    pub(super) fn chart(&self, view: &View<'_>) -> Option<Chart> {
        let measure = self.measure;
        if !is_known(&view.baseline().spread, measure) {
            return None;
        }
        let (telling, same) = view.telling(&[measure]);
        let mut legend = vec![(Entry::Fan, "middle, and 8 of 10 futures (P10 to P90)".to_owned())];
        if self.range.is_some() {
            legend.push((Entry::Range, format!("advised, {}", view.band())));
        }
        let panels = telling.iter().map(|scenario| {
            let mut layers: Vec<Layer> = self.range.map(Layer::Range).into_iter().collect();
            layers.push(Layer::Fan(fan(&scenario.spread, measure)));
            Panel { title: if telling.len() == 1 { String::new() } else { named(scenario) }, layers }
        });
        let is_single = telling.len() == 1;
        let (size, drawing) = Panels {
            id: self.id,
            start: view.outcome.start,
            n_months: view.n_months,
            unit: measure.line().unit,
            legend,
            panels: panels.collect(),
            shared: true,
            from_nought: self.from_nought,
            columns: 2,
            height: if is_single { 280.0 } else { 190.0 },
        }
        .draw();
        Some(Chart {
            id: self.id,
            headline: self.headline(view, &telling[1..]),
            measure: view.about(&format!("{}, {}", measure.line().title, measure.line().unit)),
            summary: self.summary(view, &same),
            size,
            drawing,
            table: monthly(view, measure, &telling),
        })
    }

    fn headline(&self, view: &View<'_>, others: &[&Scenario]) -> String {
        let end = |scenario: &Scenario| ends(scenario, self.measure).map(|(_, (_, last))| last);
        let Some(((_, first), (month, last))) = ends(view.baseline(), self.measure) else {
            return format!("{} has no value", self.subject);
        };
        let moved = moved(self.measure, self.is_one, first, last);
        let ending: Vec<i64> = others.iter().copied().filter_map(end).collect();
        let beside = match (ending.iter().min(), ending.iter().max(), others) {
            (Some(last), _, [other]) => format!("; with {} to {}", named(other), shown(self.measure, *last)),
            (Some(least), Some(most), _) => format!(
                "; the other scenarios end between {} and {}",
                shown(self.measure, *least),
                shown(self.measure, *most)
            ),
            _ => String::new(),
        };
        format!("{} {moved} {}{beside}", self.subject, view.month(month))
    }

    fn summary(&self, view: &View<'_>, same: &[String]) -> String {
        let measure = self.measure;
        let spread = &view.baseline().spread;
        let known =
            || stored(spread, measure).into_iter().enumerate().filter_map(|(at, three)| Some((at, three?)));
        let mut summary = String::new();
        if let Some((month, [p10, _, p90])) = known().last() {
            summary = format!(
                "In 8 of 10 futures of the baseline it is between {} and {} in {}.",
                shown(measure, p10),
                shown(measure, p90),
                view.month(month)
            );
        }
        if let Some((month, [_, p50, _])) =
            known().max_by_key(|&(at, [_, p50, _])| (p50, std::cmp::Reverse(at)))
        {
            summary.push_str(&format!(
                " Its middle is highest in {}, at {}.",
                view.month(month),
                shown(measure, p50)
            ));
        }
        if let Some([_, most]) = self.range {
            let n =
                known().filter(|&(_, [_, p50, _])| most * (measure.line().scale as f64) < p50 as f64).count();
            let all = count(view.n_months as i64, "month");
            summary.push_str(&match n {
                0 => format!(" The middle is not above {most} in any month."),
                n if n == view.n_months => format!(" The middle is above {most} in every month."),
                n => format!(" The middle is above {most} in {n} of {all}."),
            });
        }
        if !same.is_empty() {
            summary.push_str(&format!(" It is the same in {}.", listed(same)));
        }
        if !self.note.is_empty() {
            summary.push_str(&format!(" {}", self.note));
        }
        summary
    }
}

/// Returns the first and the last month with a value and their middles, as `(first, (last, ..))`.
fn ends(scenario: &Scenario, measure: Measure) -> Option<((usize, i64), (usize, i64))> {
    let middles = stored(&scenario.spread, measure);
    let mut known = middles.iter().enumerate().filter_map(|(at, three)| Some((at, three.as_ref()?[1])));
    let first = known.next()?;
    Some((first, known.last().unwrap_or(first)))
}

/// Returns `rises from 85.0 to 96.2 by`, `fall from … by`, or `stays near 96.2 until`, where it moves by no more than 3 in a
/// hundred; a month follows.
pub(super) fn moved(measure: Measure, is_one: bool, first: i64, last: i64) -> String {
    let verb = |word: &str| if is_one { format!("{word}s") } else { word.to_owned() };
    if (last - first).abs() * 100 <= first.abs() * 3 {
        return format!("{} near {} until", verb("stay"), shown(measure, last));
    }
    let word = if first < last { "rise" } else { "fall" };
    format!("{} from {} to {} by", verb(word), shown(measure, first), shown(measure, last))
}

/// Returns a table with a row for each month: of one scenario its percentiles and mean, of several each with its range.
pub(super) fn monthly(view: &View<'_>, measure: Measure, scenarios: &[&Scenario]) -> Table {
    let caption = format!("{} by month", measure.line().title);
    if let [scenario] = scenarios {
        let rows = (0..view.n_months).map(|month| {
            let tally = scenario.spread.month(measure, month);
            let mut row = vec![view.month(month)];
            match quantiles(tally) {
                Some(three) => row.extend(three.map(|value| shown(measure, value))),
                None => row.extend(["–"; 3].map(str::to_owned)),
            }
            row.push(tally.mean().map_or_else(|| "–".to_owned(), |mean| shown_mean(measure, mean)));
            row
        });
        let columns = ["Month", "P10", "P50 (middle)", "P90", "Mean"].map(str::to_owned).to_vec();
        return Table { caption, columns, rows: rows.collect(), n_words: 1 };
    }
    let rows = (0..view.n_months).map(|month| {
        let mut row = vec![view.month(month)];
        row.extend(scenarios.iter().map(|scenario| told(measure, scenario.spread.month(measure, month))));
        row
    });
    let mut columns = vec!["Month".to_owned()];
    columns.extend(scenarios.iter().map(|scenario| named(scenario)));
    Table { caption: format!("{caption}: P50 (P10 to P90)"), columns, rows: rows.collect(), n_words: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_says_where_it_goes() {
        for (measure, is_one, first, last, words) in [
            (Measure::Caseload, true, 850, 962, "rises from 85.0 to 96.2 by"),
            (Measure::OnPlans, false, 673, 547, "fall from 673 to 547 by"),
            (Measure::OnPlans, false, 547, 560, "stay near 560 until"), // 13 of 547 is 2.4 in a hundred
            (Measure::OnPlans, false, 0, 3, "rise from 0 to 3 by"),
        ] {
            assert_eq!(moved(measure, is_one, first, last), words);
        }
    }
}
