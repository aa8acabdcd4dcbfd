//! `report.html`: the plan as one page that stands alone.
//!
//! Built in the manner of the GOV.UK design system, whose readers council staff are, without its crown, logo or
//! font. It needs no script, asks nothing of the network (its own policy forbids it) and prints on A4.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::attention::{MATTERS, Row, rows, title};
use super::caseload::unallocated;
use super::figures::Figures;
use super::view::View;
use super::words::{capital, children, count, discreet, hours, long_date, plain_date, thousands};
use super::{calendar_table, charts};
use crate::bound::Proof;
use crate::certificate::Level;
use crate::check::Score;
use crate::plan::{Matter, Plan};
use crate::register::Register;
use crate::rules::SOFT;
use crate::travel::Travel;

const STYLE: &str = include_str!("style.css");

/// Nothing is fetched and nothing runs: the page would show the same without a network.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Returns the report page of a plan: HTML with its style and its charts inside.
pub fn page(register: &Register, travel: &Travel, plan: &Plan) -> String {
    let view = View::new(register, travel, plan);
    let authority = discreet(&register.authority.name);
    let made = plain_date(register.authority.today);
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { "Plan of meetings, " (authority) ", " (made) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to main content" }
                header { div.width { p { "Convene" } } }
                div.width {
                    main id="main" tabindex="-1" {
                        p.caption { "Plan of meetings, " (authority) }
                        h1 { (unbroken(&view.figures.headline())) }
                        p.lead { (period(&view)) }
                        div.inset { p {
                            "For staff of the service. Small numbers and places can identify a family: do not \
                             publish this page or send it outside."
                        } }
                        (notification(&view))
                        (contents(&view))
                        (figures(&view))
                        (score(&view))
                        (attention(&view))
                        (calendar(&view))
                        (chart_section(&view))
                    }
                }
                footer { div.width {
                    p { "Made by Convene from the register of " (authority) " for " (long_date(register.authority.today)) "." }
                } }
            }
        }
    };
    page.into_string()
}

/// Returns the headline with its numbers tied to what they count, so that no line ends with a number.
fn unbroken(headline: &str) -> String {
    [" late", " children", " child", " meeting", " booking"]
        .iter()
        .fold(headline.to_owned(), |text, word| text.replace(word, &format!("\u{a0}{}", word.trim_start())))
}

fn period(view: &View<'_>) -> String {
    let today = view.register.authority.today;
    match (view.figures.first_day, view.figures.last_day) {
        (Some(first), Some(last)) => format!(
            "Planned on {}. The first meeting is on {}, the last on {}.",
            plain_date(today),
            long_date(first),
            long_date(last)
        ),
        _ => format!("Planned on {}. No meeting is booked.", plain_date(today)),
    }
}

fn notification(view: &View<'_>) -> Markup {
    let unbooked = view.figures.not_booked() as i64;
    let breaches = view.plan.standing_breaches.len() as i64;
    html! {
        @if 0 < unbooked + breaches {
            section.notification aria-labelledby="notification-title" {
                h2 id="notification-title" { "Important" }
                @if 0 < unbooked {
                    p { (count(unbooked, "meeting")) " could not be booked: " a href="#unbooked" { "see why" } "." }
                }
                @if 0 < breaches {
                    p {
                        "Bookings that stood before this plan break a rule in " (count(breaches, "way")) ": "
                        a href="#standing" { "see which" } "."
                    }
                }
            }
        }
    }
}

fn contents(view: &View<'_>) -> Markup {
    html! {
        nav aria-labelledby="contents-title" {
            h2.small id="contents-title" { "Contents" }
            ul {
                li { a href="#figures" { "The plan in figures" } }
                li { a href="#score" { "How good the plan is" } }
                li { a href="#attention" { "What needs attention" } }
                li {
                    a href="#calendar" { "Calendar" }
                    @let weeks = view.weeks();
                    @if !weeks.is_empty() {
                        ul {
                            @for monday in weeks {
                                li { a href=(format!("#{}", calendar_table::anchor(monday))) {
                                    "Week of " (plain_date(monday))
                                } }
                            }
                        }
                    }
                }
                li { a href="#charts" { "Charts" } }
            }
        }
    }
}

fn figures(view: &View<'_>) -> Markup {
    let figures = &view.figures;
    let meetings = |n: usize| if n == 1 { "meeting" } else { "meetings" };
    let cards = [
        (
            "Booked",
            format!("{} of {}", thousands(figures.booked as i64), thousands(figures.to_book as i64)),
            "meetings to book".to_owned(),
        ),
        ("Not booked", figures.not_booked().to_string(), meetings(figures.not_booked()).to_owned()),
        ("Stand as they were", figures.standing.to_string(), "confirmed before this plan".to_owned()),
        (
            "Late",
            figures.late.to_string(),
            format!(
                "{}, {} children × working days",
                meetings(figures.late),
                thousands(figures.late_child_days)
            ),
        ),
        (
            "Change of chair",
            figures.handovers.to_string(),
            format!("{}, {}", meetings(figures.handovers), children(figures.handover_children)),
        ),
        (
            "Outside the district",
            figures.out_of_district.to_string(),
            format!(
                "{}, a family travels to {}",
                meetings(figures.out_of_district),
                figures.out_of_district_travelled
            ),
        ),
        ("Chairs’ travel", hours(figures.travel_chair_minutes), "hours, base to base".to_owned()),
        ("Minute takers’ travel", hours(figures.travel_taker_minutes), "hours, base to base".to_owned()),
        (
            "Families’ journey",
            figures.family_journey_minutes.map_or_else(|| "–".to_owned(), |minutes| minutes.to_string()),
            "minutes one way, mean".to_owned(),
        ),
    ];
    html! {
        section id="figures" aria-labelledby="figures-title" {
            h2 id="figures-title" { "The plan in figures" }
            dl.cards {
                @for (name, figure, note) in &cards {
                    div.card { dt { (name) } dd { b { (figure) } " " (note) } }
                }
            }
        }
    }
}

fn score(view: &View<'_>) -> Markup {
    let score = &view.verdict.score;
    let sentence = |key: &str| SOFT.iter().find(|rule| rule.key() == key).map_or("", |rule| rule.sentence());
    let proof = view.plan.proof.as_ref();
    let levels = [
        (Level::S1, "Children left unbooked".to_owned()),
        (Level::S2, "Children × working days after the statutory date".to_owned()),
        (Level::S3, format!("Minutes of cost, the sum below ({} hours)", hours(score.s3))),
    ];
    let none: Vec<&str> = score.parts.iter().filter(|part| part.minutes == 0).map(|part| part.key).collect();
    html! {
        section id="score" aria-labelledby="score-title" {
            h2 id="score-title" { "How good the plan is" }
            p {
                "Plans are compared by level: the law first, and a difference there decides. What can be traded \
                 against each other is summed up in minutes of cost. Less is better at every level."
            }
            table {
                caption { "The score by level" }
                thead { tr {
                    th scope="col" { "Level" }
                    th scope="col" { "What is counted" }
                    th.number scope="col" { "Score" }
                    @if proof.is_some() {
                        th.number scope="col" { "No plan is below" }
                        th.number scope="col" { "Gap" }
                    }
                } }
                tbody {
                    @for (level, what) in levels {
                        tr {
                            th scope="row" { (level.code()) }
                            td { (what) }
                            td.number { (thousands(level.of(score.levels()))) }
                            @if let Some(proof) = proof { (proved(proof, level, score)) }
                        }
                    }
                }
            }
            @if let Some(proof) = proof {
                @for (level, reason) in &proof.without {
                    p { "No bound of " (level.code()) " was found, because " (reason.words()) "." }
                }
            }
            @if proof.is_some_and(Proof::has_bounds) {
                p {
                    "The bound is proved: no lawful plan that is as good at the levels above it has less. The gap is the \
                     most that any plan could still save."
                }
            }
            table {
                caption { "Minutes of cost by rule" }
                thead { tr {
                    th scope="col" { "What is counted" }
                    th.number scope="col" { "Counted" }
                    th.number scope="col" { "Minutes of cost" }
                } }
                tbody {
                    @for part in score.parts.iter().filter(|part| part.minutes != 0) {
                        tr {
                            th.rule scope="row" { (capital(sentence(part.key))) " " code { (part.key) } }
                            td.number { (thousands(part.amount)) }
                            td.number { (thousands(part.minutes)) }
                        }
                    }
                }
                tfoot { tr { th scope="row" colspan="2" { "Sum" } td.number { (thousands(score.s3)) } } }
            }
            @if !none.is_empty() { p { "Nothing is charged for " (none.join(", ")) "." } }
        }
    }
}

/// Returns the two cells of what is proved of a level.
fn proved(proof: &Proof, level: Level, score: &Score) -> Markup {
    if proof.without(level).is_some() {
        return html! { td.number { "none found" } td.number { "" } };
    }
    let bound = proof.claim(level).map_or(0, |claim| claim.bound);
    let gap = level.gap_percent(score.levels(), bound).unwrap_or(0.0);
    html! {
        td.number { (thousands(bound)) }
        td.number { (format!("{gap:.1} %")) }
    }
}

fn attention(view: &View<'_>) -> Markup {
    html! {
        section id="attention" aria-labelledby="attention-title" {
            h2 id="attention-title" { "What needs attention" }
            @for matter in MATTERS { (matter_section(matter, &rows(view, matter), &view.figures)) }
            (no_chair(view))
            h3 id="standing" { "Bookings that stood before" }
            @if view.plan.standing_breaches.is_empty() {
                p { "None of them breaks a rule." }
            } @else {
                p { "These were confirmed before this plan and have become unlawful. The plan leaves them as they are." }
                div.scroll tabindex="0" role="region" aria-label="Bookings that break a rule" {
                    table {
                        caption.hidden { "Bookings that break a rule" }
                        thead { tr { th scope="col" { "Meetings" } th scope="col" { "Rule" } th scope="col" { "What is wrong" } } }
                        tbody {
                            @for breach in &view.plan.standing_breaches {
                                @let meetings: Vec<&str> = breach.meetings.iter()
                                    .map(|&meeting| view.register.meeting(meeting).reference.as_str()).collect();
                                tr { th scope="row" { (meetings.join(", ")) } td { (breach.code) } td { (breach.message) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn matter_section(matter: Matter, rows: &[Row<'_>], figures: &Figures) -> Markup {
    let (heading, sentence) = title(matter);
    let booked = matter != Matter::Unbooked;
    html! {
        h3 id=[(!booked).then_some("unbooked")] { (heading) ": " (rows.len()) }
        @if rows.is_empty() {
            p { "None." }
        } @else {
            p {
                (sentence)
                @if matter == Matter::OutOfDistrict {
                    " A family travels to " (figures.out_of_district_travelled) " of them."
                }
                @if let Some(proof) = figures.proof().filter(|_| !booked) { " " (proof) }
            }
            div.scroll tabindex="0" role="region" aria-label=(heading) {
                table {
                    caption.hidden { (heading) }
                    thead { tr {
                        th scope="col" { "Meeting" }
                        th scope="col" { "Kind" }
                        th.number scope="col" { "Children" }
                        th scope="col" { "Statutory date" }
                        @if booked {
                            th scope="col" { "Booked for" }
                            th scope="col" { "Chair, room" }
                        } @else {
                            th scope="col" { "Target" }
                        }
                        th scope="col" { "Why" }
                    } }
                    tbody { @for row in rows { (matter_row(row, booked)) } }
                }
            }
        }
    }
}

/// Returns the families that end the plan without a chair.
fn no_chair(view: &View<'_>) -> Markup {
    let families = unallocated(view);
    let n_children: i64 = families.iter().map(|family| family.children).sum();
    html! {
        h3 id="no-chair" { "No chair: " (families.len()) }
        @if families.is_empty() {
            p { "None." }
        } @else {
            p {
                (if families.len() == 1 { "1 family".to_owned() } else { format!("{} families", thousands(families.len() as i64)) })
                " with " (children(n_children)) " end the plan without a chair in post, and no booking gives one."
            }
            div.scroll tabindex="0" role="region" aria-label="Families without a chair" {
                table {
                    caption.hidden { "Families without a chair" }
                    thead { tr {
                        th scope="col" { "Household" }
                        th.number scope="col" { "Children" }
                        th scope="col" { "Chair in the register" }
                        th scope="col" { "Why" }
                    } }
                    tbody {
                        @for family in &families {
                            tr {
                                th scope="row" { (family.household) }
                                td.number { (family.children) }
                                td { (family.chair.unwrap_or("none")) }
                                td { (family.why) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn matter_row(row: &Row<'_>, booked: bool) -> Markup {
    let date = |date: Option<chrono::NaiveDate>| date.map_or_else(|| "none".to_owned(), plain_date);
    html! {
        tr {
            th scope="row" { (row.meeting) }
            td { (capital(&row.kind)) }
            td.number { (row.children) }
            td.whole { (date(row.statutory)) }
            @if booked {
                td {
                    @match row.starts {
                        Some(starts) => span.whole { (starts.format("%H:%M, %a %-d %b %Y")) },
                        None => "not booked",
                    }
                    @if let Some(days) = row.late_days {
                        " " span.tag.late { (count(i64::from(days), "working day")) " late" }
                    }
                }
                td { span.whole { (row.chair) "," } " " span.whole { (row.room) } }
            } @else {
                td.whole { (date(row.target)) }
            }
            td.reason { (row.reason) }
        }
    }
}

fn calendar(view: &View<'_>) -> Markup {
    html! {
        section id="calendar" aria-labelledby="calendar-title" {
            h2 id="calendar-title" { "Calendar" }
            p {
                "Times are those of the meeting itself. Chair and room are taken from before it begins until after \
                 it ends. A booking is a proposal unless it is marked " span.tag { "confirmed" } "."
            }
            @for monday in view.weeks() { (calendar_table::week(view, monday)) }
        }
    }
}

fn chart_section(view: &View<'_>) -> Markup {
    html! {
        section id="charts" aria-labelledby="charts-title" {
            h2 id="charts-title" { "Charts" }
            @for chart in charts::all(view) { (chart.markup()) }
        }
    }
}
