//! A sizing in plain English.

use chrono::NaiveDate;

use super::futures::Target;
use super::greedy::Greedy;
use super::outcome::{Bind, FrontierPoint, Method, Nearest, Sizing, Verdict, month_date};
use super::plan::Contract;
use super::simulator::Stress;
use crate::words::{count, thousands};

/// Returns `October 2012`.
pub(super) fn month(date: NaiveDate) -> String {
    date.format("%B %Y").to_string()
}

/// Returns a probability as people say it: `9 in 10`, `37 in 100`, `fewer than 1 in 100`.
pub(super) fn chance(share: f64) -> String {
    let hundredths = (share * 100.0).round() as u32;
    match hundredths {
        0 => "fewer than 1 in 100".to_owned(),
        100 => "more than 99 in 100".to_owned(),
        n if n.is_multiple_of(10) => format!("{} in 10", n / 10),
        n => format!("{n} in 100"),
    }
}

/// Returns pounds to three figures: `£1.76 million`, `£348,000`, `£4,000`.
pub(super) fn pounds(pounds: i64) -> String {
    match pounds {
        1_000_000.. => format!("£{:.2} million", pounds as f64 / 1e6),
        100_000.. => format!("£{}", thousands((pounds + 500) / 1_000 * 1_000)),
        _ => format!("£{}", thousands(pounds)),
    }
}

/// Returns `3 permanent posts and 1 temporary post`.
fn posts(adverts: [u32; 2]) -> String {
    let of = Contract::ALL
        .into_iter()
        .filter(|contract| 0 < adverts[contract.at()])
        .map(|contract| count(i64::from(adverts[contract.at()]), &format!("{} post", contract.word())));
    let of: Vec<String> = of.collect();
    if of.is_empty() { "no post".to_owned() } else { of.join(" and ") }
}

/// Returns the page that a director reads, sentence by sentence, the most important first.
pub(super) fn page(sizing: &Sizing) -> Vec<String> {
    let mut page = Vec::new();
    let promise = &sizing.promise;
    if let Some(nearest) = &sizing.nearest {
        page.extend(impossible(sizing, nearest));
    }
    page.extend(adverts(sizing));
    page.push(agency(sizing));
    page.push(kept(sizing));
    page.push(format!(
        "It is expected to cost {} on top of today's staff up to the end of {}: adverts {}, pay {}, agency {}.",
        pounds(sizing.cost.total_pounds),
        month(month_date(sizing.start, sizing.months.len() - 1)),
        pounds(sizing.cost.adverts_pounds),
        pounds(sizing.cost.permanent_pay_pounds + sizing.cost.temporary_pay_pounds),
        pounds(sizing.cost.agency_pounds)
    ));
    page.extend(cheaper(sizing));
    if let Some(last) = sizing.nothing.months.last() {
        page.push(format!(
            "If nobody is advertised for, not even for those who leave, expect {:.0} children per FTE in {} ({:.0} to {:.0} in 8 of 10 futures).",
            last.caseload[1],
            month(month_date(sizing.start, sizing.months.len() - 1)),
            last.caseload[0],
            last.caseload[2]
        ));
    }
    for run in &sizing.stress {
        let what = match run.stress {
            Stress::None => continue,
            Stress::Starts(_) => "If starts rise as they did in 2012/13 (1.69 times)".to_owned(),
            Stress::Success(_) => "If half as many adverts succeed".to_owned(),
            Stress::NoAgency => "If no agency staff can be had".to_owned(),
            Stress::OneMoreLeaver => "If one more of the staff leaves in the first month".to_owned(),
        };
        page.push(format!(
            "{what}, the same plan comes to {:.0} children per FTE in {} ({:.0} to {:.0} in 8 of 10 futures); the chance of \
             {} or fewer is {} in the worst month.",
            run.caseload[1],
            month(month_date(sizing.start, sizing.months.len() - 1)),
            run.caseload[0],
            run.caseload[2],
            promise.cap,
            chance(run.worst.1.share)
        ));
    }
    page.push(thumb(sizing));
    page.push(stability(sizing));
    page.extend(sizing.cut_short.iter().cloned());
    page
}

/// Why a cheaper plan of the table is not the one.
fn cheaper(sizing: &Sizing) -> Option<String> {
    let chosen = sizing.frontier.iter().find(|point| point.chosen)?;
    let keeps = |point: &&FrontierPoint| {
        point.pounds < chosen.pounds && point.level.is_some() && sizing.promise.confidence <= point.worst
    };
    let cheaper = sizing.frontier.iter().filter(keeps).min_by_key(|point| point.pounds)?;
    Some(format!(
        "A plan for {} keeps the promise too on the futures that plans are chosen on, with {:.1} % in its worst month: too close to \
         count on in others.",
        pounds(cheaper.pounds),
        100.0 * cheaper.worst
    ))
}

/// What cannot be had, and what can.
fn impossible(sizing: &Sizing, nearest: &Nearest) -> Vec<String> {
    let asked = &sizing.asked;
    let mut lines = vec![format!(
        "{} children per FTE from {} on with a chance of {} cannot be reached: {} lacks {:.1} FTE with everything that is \
         allowed.",
        asked.cap,
        month(asked.from_date),
        chance(asked.confidence),
        month(nearest.hardest.1),
        nearest.short_fte.max(0.0)
    )];
    let mut could = Vec::new();
    if let Some(cap) = nearest.cap {
        could.push(format!("{cap:.1} children per FTE from {} on", month(asked.from_date)));
    }
    if let Some((_, from)) = nearest.from {
        could.push(format!("{} from {} on", asked.cap, month(from)));
    }
    could.push(format!(
        "{} from {} on with a chance of {}",
        asked.cap,
        month(asked.from_date),
        chance(nearest.confidence)
    ));
    let tested = if nearest.is_tested {
        ""
    } else {
        " (reckoned on the futures that are planned on, not tested on others)"
    };
    lines.push(format!("The nearest that can be reached{tested}: {}.", could.join("; or ")));
    lines.extend(nearest.binds.iter().map(|bind| binds(sizing, bind)));
    lines.push(match nearest.from {
        Some((_, from)) => format!("The plan below is for {} on.", month(from)),
        None => "The plan below comes as near as the limits allow.".to_owned(),
    });
    lines
}

/// A limit that stands in the way.
fn binds(sizing: &Sizing, bind: &Bind) -> String {
    match *bind {
        Bind::LeadTime { likely_from } => format!(
            "What binds: time. Somebody advertised for now is likely to carry cases from {} on, not before.",
            month(month_date(sizing.start, likely_from))
        ),
        Bind::Panels { allowed, needed: Some(needed) } => {
            format!(
                "What binds: panels select for {allowed} adverts a month; about {needed} would be needed."
            )
        }
        Bind::Panels { allowed, needed: None } => {
            format!(
                "What binds: panels select for {allowed} adverts a month, but no number of adverts would be enough."
            )
        }
        Bind::Approved { contract, allowed } => {
            format!(
                "What binds: {} approved.",
                count(i64::from(allowed), &format!("{} post", contract.word()))
            )
        }
        Bind::Agency { allowed, needed } => {
            format!("What binds: {allowed} agency FTE at a time; {needed} would be enough by themselves.")
        }
        Bind::Budget { allowed, needed: Some(needed) } => format!(
            "What binds: a budget of {}; the cheapest plan costs about {}.",
            pounds(allowed),
            pounds(needed)
        ),
        Bind::Budget { allowed, needed: None } => {
            format!("What binds: a budget of {}, and no sum would be enough.", pounds(allowed))
        }
    }
}

/// Months with the same adverts, put together.
fn adverts(sizing: &Sizing) -> Vec<String> {
    let plan = &sizing.plan;
    let Some(last) = plan.last_advert() else { return vec!["Advertise no post.".to_owned()] };
    let mut runs: Vec<(usize, usize, [u32; 2])> = Vec::new();
    for (at, &adverts) in plan.adverts.iter().enumerate().take(last + 1) {
        match runs.last_mut() {
            Some((_, until, same)) if *same == adverts => *until = at,
            _ => runs.push((at, at, adverts)),
        }
    }
    let runs = runs.iter().filter(|(_, _, adverts)| *adverts != [0, 0]).map(|&(from, until, adverts)| {
        let date = |at| month(month_date(sizing.start, at));
        if from == until {
            format!("{} in {}", posts(adverts), date(from))
        } else {
            format!("{} a month from {} to {}", posts(adverts), date(from), date(until))
        }
    });
    let runs: Vec<String> = runs.collect();
    let all = Contract::ALL.map(|contract| plan.n_adverts(contract));
    let starts: f64 = sizing.pipeline.iter().map(|pipeline| pipeline.starts).sum();
    vec![
        format!("Advertise {}.", runs.join("; ")),
        format!("That is {} in all, of which about {starts:.0} are filled in time.", posts(all)),
    ]
}

fn agency(sizing: &Sizing) -> String {
    let quarters = sizing.quarters.iter().filter(|quarter| 0 < quarter.fte);
    let quarters: Vec<String> =
        quarters.map(|quarter| format!("{} FTE from {}", quarter.fte, month(quarter.date))).collect();
    if quarters.is_empty() {
        "Hire no agency staff beyond those there are.".to_owned()
    } else {
        format!("Hire agency staff for a quarter at a time: {}.", quarters.join(", "))
    }
}

/// Whether the promise is kept.
fn kept(sizing: &Sizing) -> String {
    let promise = &sizing.promise;
    let (at, _) = sizing.achieved.worst(promise.from);
    let worst = &sizing.months[at];
    let found = format!(
        "On {} fresh runs of the full model the chance of {} or fewer children per FTE is {} in the worst month, {} (95 % interval \
         {:.1} % to {:.1} %), and {:.1} % in the mean of all months from {} on",
        thousands(i64::from(sizing.achieved.n_replications)),
        promise.cap,
        chance(worst.kept.share),
        month(worst.date),
        worst.kept.low * 100.0,
        worst.kept.high * 100.0,
        sizing.achieved.mean(promise.from) * 100.0,
        month(promise.from_date)
    );
    match sizing.verdict {
        Verdict::Kept => format!("{found}: the promise of {} is kept.", chance(promise.confidence)),
        Verdict::WithinChance => {
            format!(
                "{found}: less than the promise of {}, by no more than chance explains.",
                chance(promise.confidence)
            )
        }
        Verdict::Broken => format!("{found}: the promise of {} is not kept.", chance(promise.confidence)),
    }
}

fn thumb(sizing: &Sizing) -> String {
    let greedy = &sizing.greedy;
    let (_, worst) = greedy.achieved.worst(sizing.promise.from);
    let all = Contract::ALL.map(|contract| greedy.greedy.plan.n_adverts(contract));
    let beside = match sizing.method {
        Method::Programme { .. } => "The rule of thumb beside it",
        Method::Greedy => {
            "The plan is that of the rule of thumb, because the programme found none that keeps the promise: it"
        }
        Method::Everything => "The rule of thumb beside it",
    };
    format!(
        "{beside} advertises {} for {}, with a chance of {} in its worst month.",
        posts(all),
        pounds(greedy.pounds),
        chance(worst)
    )
}

fn stability(sizing: &Sizing) -> String {
    let costs = || sizing.stability.plans.iter().map(|&(_, pounds)| pounds);
    let (least, most) = (costs().min().unwrap_or(0), costs().max().unwrap_or(0));
    format!(
        "Planned on {}, it costs {} to {}.",
        count(sizing.stability.plans.len() as i64, "set") + " of scenarios",
        pounds(least),
        pounds(most)
    )
}

/// Returns the steps of the rule of thumb in sentences.
pub(super) fn steps(greedy: &Greedy, target: &Target, start: NaiveDate) -> Vec<String> {
    let date = |at: usize| month(month_date(start, at));
    let mut lines = Vec::new();
    for step in &greedy.steps {
        let mut done: Vec<String> = step
            .adverts
            .iter()
            .map(|&(placed_in, contract, n)| {
                let mut adverts = [0; 2];
                adverts[contract.at()] = n;
                format!("advertise {} in {}", posts(adverts), date(placed_in))
            })
            .collect();
        if 0 < step.agency {
            done.push(format!("hire {} agency FTE for its quarter", step.agency));
        }
        let ending = if step.short { "; nothing more may be done" } else { "" };
        let done = if done.is_empty() { "nothing helps in time".to_owned() } else { done.join(", ") };
        lines.push(format!(
            "{}: the chance of more than {} is {}; {done}: {}{ending}.",
            date(step.month),
            target.cap,
            chance(step.before),
            chance(step.after)
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_and_pounds_read_as_people_say_them() {
        for (share, words) in [
            (0.9, "9 in 10"),
            (0.915, "92 in 100"),
            (0.001, "fewer than 1 in 100"),
            (0.999, "more than 99 in 100"),
            (0.37, "37 in 100"),
        ] {
            assert_eq!(chance(share), words);
        }
        for (sum, words) in [(1_764_300, "£1.76 million"), (348_499, "£348,000"), (4_000, "£4,000")] {
            assert_eq!(pounds(sum), words);
        }
        assert_eq!(posts([3, 1]), "3 permanent posts and 1 temporary post");
        assert_eq!(posts([0, 0]), "no post");
    }
}
