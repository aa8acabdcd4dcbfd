//! The frame of a page: head, header, contents, footer. It needs no script and asks nothing of the network.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::report::svg::{Chart, Table};
use crate::report::words::discreet;

const STYLE: &str = include_str!("../style.css");
const MORE_STYLE: &str = include_str!("style.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a page is made of.
pub(in crate::report) struct Page {
    /// What it is, such as `Forecast of staffing`; the tab and the line above the heading.
    pub(in crate::report) kind: &'static str,
    /// Whose; made discreet.
    pub(in crate::report) name: String,
    /// The finding: the page's heading.
    pub(in crate::report) headline: String,
    /// Under the heading.
    pub(in crate::report) lead: String,
    /// In a box under the lead: what a reader must know first.
    pub(in crate::report) caution: Vec<String>,
    /// Sections in order.
    pub(in crate::report) sections: Vec<Section>,
    /// In the footer.
    pub(in crate::report) footer: String,
}

/// A section of a page with its place in the contents.
pub(in crate::report) struct Section {
    pub(in crate::report) id: &'static str,
    pub(in crate::report) title: &'static str,
    pub(in crate::report) body: Markup,
}

impl Section {
    /// Returns a section of charts, after a paragraph where there is one to say.
    pub(in crate::report) fn of_charts(
        id: &'static str,
        title: &'static str,
        words: &str,
        charts: &[Chart],
    ) -> Section {
        let body = html! {
            @if !words.is_empty() { p { (words) } }
            @for chart in charts { (chart.markup()) }
        };
        Section { id, title, body }
    }
}

impl Page {
    /// Returns the page as HTML.
    pub(in crate::report) fn html(&self) -> String {
        let name = discreet(&self.name);
        let page = html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="referrer" content="no-referrer";
                    meta name="robots" content="noindex";
                    title { (self.kind) ", " (name) }
                    style { (PreEscaped(STYLE)) (PreEscaped(MORE_STYLE)) }
                }
                body {
                    a.skip href="#main" { "Skip to main content" }
                    header { div.width { p { "Convene" } } }
                    div.width {
                        main id="main" tabindex="-1" {
                            p.caption { (self.kind) ", " (name) }
                            h1 { (self.headline) }
                            p.lead { (self.lead) }
                            @if !self.caution.is_empty() {
                                div.inset { @for line in &self.caution { p { (line) } } }
                            }
                            nav aria-labelledby="contents-title" {
                                h2.small id="contents-title" { "Contents" }
                                ul { @for section in &self.sections {
                                    li { a href=(format!("#{}", section.id)) { (section.title) } }
                                } }
                            }
                            @for section in &self.sections {
                                section id=(section.id) aria-labelledby=(format!("{}-title", section.id)) {
                                    h2 id=(format!("{}-title", section.id)) { (section.title) }
                                    (section.body)
                                }
                            }
                        }
                    }
                    footer { div.width { p { (self.footer) } } }
                }
            }
        };
        page.into_string()
    }
}

/// Returns a table that scrolls on a narrow screen.
pub(in crate::report) fn scrolling(table: &Table) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) { (table.markup()) }
    }
}
