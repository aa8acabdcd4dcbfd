//! The accessibility statement.

use maud::{Markup, html};

use crate::serve::page;

/// Shows the statement.
pub(crate) async fn page() -> Markup {
    page::bare(
        "Accessibility",
        &html! {
            h1 class="govuk-heading-l" { "Accessibility" }
            p class="govuk-body" {
                "Convene is meant to meet the Web Content Accessibility Guidelines 2.2, levels A and AA. Every page works without "
                "a mouse and without JavaScript; every chart has a table; nothing is said by colour alone."
            }
            p class="govuk-body" {
                "Pages are tested with axe in Chromium. That finds some faults and not all of them: tell whoever looks after Convene at "
                "your council what you cannot use."
            }
        },
    )
}
