//! The charts of a report, put on a page of the desk.
//!
//! A report is a file of its own, with a style of its own that the desk's policy forbids. Its charts are drawn with presentation
//! attributes alone, and text in them is escaped, so that a tag of a chart is nothing but a tag: it gets the desk's class.

use maud::{Markup, PreEscaped};

/// Tags of a report's charts, and the same with the desk's classes.
const DRESSED: [(&str, &str); 12] = [
    ("<h3 ", "<h3 class=\"govuk-heading-s\" "),
    ("<p class=\"measure\">", "<p class=\"govuk-hint\">"),
    ("<p>", "<p class=\"govuk-body\">"),
    ("<div class=\"scroll\"", "<div class=\"desk-scroll\""),
    ("<details>", "<details class=\"govuk-details\">"),
    ("<details class=\"long\">", "<details class=\"govuk-details\">"),
    ("<summary>", "<summary class=\"govuk-details__summary\">"),
    ("<table>", "<table class=\"govuk-table\">"),
    ("<caption>", "<caption class=\"govuk-table__caption\">"),
    ("<th scope=\"row\"", "<th class=\"govuk-table__header\" scope=\"row\""),
    ("<td>", "<td class=\"govuk-table__cell\">"),
    ("<td class=\"number\">", "<td class=\"govuk-table__cell govuk-table__cell--numeric\">"),
];
/// The same for column headings, of numbers first: what is dressed there does not fit the rest.
const HEADINGS: [(&str, &str); 2] = [
    (
        "<th scope=\"col\" class=\"number\">",
        "<th class=\"govuk-table__header govuk-table__header--numeric\" scope=\"col\">",
    ),
    ("<th scope=\"col\">", "<th class=\"govuk-table__header\" scope=\"col\">"),
];

/// A chart of a report.
pub(in crate::serve::pages) struct Chart {
    /// The report's name for it.
    pub(in crate::serve::pages) id: String,
    pub(in crate::serve::pages) body: Markup,
}

/// Returns the charts of a report, in order.
pub(in crate::serve::pages) fn charts(report: &str) -> Vec<Chart> {
    let opening = "<section class=\"chart\" aria-labelledby=\"";
    let mut charts = Vec::new();
    for part in report.split(opening).skip(1) {
        let (Some((id, _)), Some((whole, _))) =
            (part.split_once("-heading\""), part.split_once("</section>"))
        else {
            continue;
        };
        // `govuk-body` gives drawing and summary the desk's font.
        let body = format!(
            "<section class=\"desk-chart govuk-body\" aria-labelledby=\"{}</section>",
            dressed(whole)
        );
        charts.push(Chart { id: id.to_owned(), body: PreEscaped(body) });
    }
    charts
}

fn dressed(chart: &str) -> String {
    HEADINGS.iter().chain(&DRESSED).fold(chart.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "<style>p { }</style><section id=\"a\"><section class=\"chart\" aria-labelledby=\"caseload-heading\">\
         <h3 id=\"caseload-heading\">96 &lt;p&gt; each</h3><p class=\"measure\">m</p><p>s</p><svg><title id=\"caseload-title\">\
         t</title></svg><details><summary>Data</summary><table><caption>c</caption><thead><tr><th scope=\"col\">M</th>\
         <th scope=\"col\" class=\"number\">N</th></tr></thead><tr><th scope=\"row\">x</th><td class=\"number\">1</td></tr></table>\
         </details></section></section>";

    #[test]
    fn charts_are_found_and_get_the_classes_of_the_desk() {
        let found = charts(REPORT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id, "caseload");
        let body = found[0].body.clone().into_string();
        for part in [
            "<h3 class=\"govuk-heading-s\" id=\"caseload-heading\">96 &lt;p&gt; each",
            "<p class=\"govuk-body\">s",
            "<th class=\"govuk-table__header govuk-table__header--numeric\" scope=\"col\">N",
            "<td class=\"govuk-table__cell govuk-table__cell--numeric\">1",
            "</section>",
        ] {
            assert!(body.contains(part), "{part} is missing in {body}");
        }
        assert!(!body.contains("<style") && !body.contains(" style="));
        assert_eq!(body.matches("<section").count(), body.matches("</section>").count());
    }

    #[test]
    fn what_is_no_report_has_no_chart() {
        assert!(charts("<p>nothing</p>").is_empty());
    }
}
