//! What each measure counts: the list of measures as a table.

use maud::{Markup, html};

use crate::simulate::measure::MEASURES;

/// Returns the table of definitions.
pub(super) fn table() -> Markup {
    html! {
        p {
            "Where there are two units, meetings and children, both are given: a conference is one meeting about all children of a \
             household. Shares are kept with their numerator and denominator, so that a year’s share is that of its sums."
        }
        details.long {
            summary { "Data table: definitions of all measures" }
            div.scroll tabindex="0" role="region" aria-label="definitions of all measures" {
                table.definitions {
                    caption { "Definitions of all measures" }
                    thead { tr {
                        @for heading in ["Measure", "Unit", "What is counted", "Name in files"] { th scope="col" { (heading) } }
                    } }
                    tbody {
                        @for line in MEASURES {
                            tr {
                                th.long scope="row" { (line.title) }
                                td { (line.unit) }
                                td { (line.about) }
                                td { code { (line.name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
