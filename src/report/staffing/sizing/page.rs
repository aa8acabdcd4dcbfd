//! The page of a sizing.

use maud::{Markup, html};

use super::{cost, month, per_cent, plan, pounds, promise};
use crate::report::staffing::frame::{Page, Section, scrolling};
use crate::report::words::{count, discreet, thousands};
use crate::size::Sizing;
use crate::size::outcome::Verdict;

/// Returns a sizing as one page of HTML; `name` is whose it is.
pub fn sizing_page(name: &str, sizing: &Sizing) -> String {
    let promise = &sizing.promise;
    let sections = vec![
        Section { id: "words", title: "In plain English", body: words(sizing) },
        Section::of_charts("plan", "The plan", "", &[plan::adverts(sizing), plan::staff(sizing)]),
        Section {
            id: "pipeline",
            title: "From advert to first day",
            body: scrolling(&plan::pipeline(sizing)),
        },
        Section::of_charts(
            "promise",
            "How sure it is",
            "",
            &[promise::kept(sizing), promise::caseload(sizing)],
        ),
        Section::of_charts(
            "cost",
            "What it costs, and what more or less would bring",
            "",
            &[cost::frontier(sizing)],
        ),
        Section::of_charts("stress", "What can go wrong", "", &[promise::stress(sizing)]),
        Section { id: "beside", title: "Rules of thumb beside it", body: cost::beside(sizing) },
        Section { id: "stability", title: "How much it hangs on chance", body: cost::stability(sizing) },
    ];
    Page {
        kind: "Sizing of recruitment",
        name: name.to_owned(),
        headline: headline(sizing),
        lead: format!(
            "At most {} children an FTE from {} on, with a chance of {} in each month; tested on {} fresh futures.",
            promise.cap,
            month(promise.from_date),
            per_cent(promise.confidence),
            thousands(i64::from(sizing.achieved.n_replications))
        ),
        caution: vec![
            "A plan is for the futures that the assumptions allow: success of adverts, lead times, agency and costs are assumptions \
             where the parameter file gives no local figure. Plan again each quarter, with what has happened since."
                .to_owned(),
        ],
        sections,
        footer: format!("Made by Convene for {}.", discreet(name)),
    }
    .html()
}

fn headline(sizing: &Sizing) -> String {
    let adverts: u32 = sizing.plan.adverts.iter().flatten().sum();
    let (_, worst) = sizing.achieved.worst(sizing.promise.from);
    let kept = match sizing.verdict {
        Verdict::Kept => "keep the promise",
        Verdict::WithinChance => "keep the promise, as far as chance can tell",
        Verdict::Broken => "do not keep the promise",
    };
    let cost = pounds(sizing.cost.total_pounds);
    let adverts = count(i64::from(adverts), "advert");
    if sizing.nearest.is_some() {
        let asked = &sizing.asked;
        return format!(
            "{} children an FTE cannot be promised from {} on; from {} on {adverts}, with pay {cost}, {kept}: {} in the worst month",
            asked.cap,
            month(asked.from_date),
            month(sizing.promise.from_date),
            per_cent(worst)
        );
    }
    format!("{adverts}, with pay {cost}, {kept}: {} in the worst month", per_cent(worst))
}

fn words(sizing: &Sizing) -> Markup {
    html! { ul.plain { @for sentence in &sizing.page { li { (sentence) } } } }
}
