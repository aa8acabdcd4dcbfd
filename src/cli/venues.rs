//! `convene venues`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::interrupt::Interrupt;
use super::source::Source;
use super::summary::{count, grouped};
use super::{Answer, print_notes, print_text};
use crate::files::{Contents, Loaded, OutputFolder, read_candidates};
use crate::report::venues::{Question, finding, venue_files, venues_page, venues_workbook};
use crate::venues::worth::{Estimate, Measure, Worth};
use crate::venues::{Assessment, Candidate, Config, Fault, Site, assess};

/// Rows of a ranking that the terminal shows.
const SHOWN: usize = 10;

/// Say how full venues are, how far people go, what new venues would save and which would be missed
#[derive(Debug, Args)]
#[command(
    after_help = "Weeks are drawn from the register's own meetings; every comparison is planned on the same weeks. A modelled answer.\n\n\
    Example:\n  convene venues scenarios/lancashire-2012 --candidates scenarios/venues/lancashire-2012.csv --out venues"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// Venues that might be opened: a CSV file of venue, name, place (or lat, lon and district), kind, rooms, capacity, opens, closes,
    /// weekdays, features
    #[arg(long, value_name = "FILE")]
    candidates: Option<PathBuf>,
    /// Weeks of meetings to draw: more make intervals narrower
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=520))]
    weeks: u32,
    /// Steps of the search for each plan of each week, of which there are three in turn, each with half of them
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(0..=1_000_000_000))]
    steps: u64,
    /// Do not ask what each venue would be missed for
    #[arg(long)]
    keep_open: bool,
    /// Decides every draw: the same seed has the same weeks
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads; they change nothing but how long it takes [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// The folder to write: venues.html, venues.xlsx and tables
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Venues, arguments.force)?;
    }
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.source.read()?;
    print_notes(&loaded.notes);
    let candidates = match &arguments.candidates {
        Some(path) => {
            let (candidates, notes) = read_candidates(path, &loaded.register)?;
            print_notes(&notes);
            candidates
        }
        None => Vec::new(),
    };
    let assessment = compare(arguments, &loaded, &candidates, &interrupt)?;
    let question = Question { register: &loaded.register, candidates: &candidates, assessment: &assessment };
    if let Some(out) = &arguments.out {
        interrupt.while_writing(|writing| -> Result<()> {
            let mut folder = OutputFolder::create(out, Contents::Venues, arguments.force)?;
            folder.write("venues.html", venues_page(&question))?;
            folder.write("venues.xlsx", venues_workbook(&question)?)?;
            for (name, text) in venue_files(&question) {
                folder.write(&name, text)?;
            }
            writing.go_on()?;
            Ok(folder.finish()?)
        })?;
    }
    if arguments.source.json {
        print_text(&format!("{:#}\n", as_json(&question)))?;
    } else {
        let mut text = as_text(&question);
        if let Some(out) = &arguments.out {
            text.push_str(&format!("\nReport     {}\n", out.join("venues.html").display()));
        }
        print_text(&text)?;
    }
    Ok(Answer::Yes)
}

/// Plans every week with every set of venues, showing progress on a terminal.
fn compare(
    arguments: &Arguments,
    loaded: &Loaded,
    candidates: &[Candidate],
    interrupt: &Interrupt,
) -> Result<Assessment> {
    let threads = arguments
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let config = Config {
        weeks: arguments.weeks,
        steps: arguments.steps,
        seed: arguments.seed,
        threads,
        shut_each: !arguments.keep_open,
    };
    let bar = if arguments.source.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} plans  {elapsed}") {
        bar.set_style(style);
    }
    let watch = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let found = assess(&loaded.register, &loaded.travel, candidates, &config, interrupt.stop(), &watch);
    bar.finish_and_clear();
    match found {
        Err(Fault::Stopped) => bail!("ended by Ctrl-C before every plan was made; nothing was written"),
        found => Ok(found?),
    }
}

fn as_text(question: &Question<'_>) -> String {
    let (register, assessment) = (question.register, question.assessment);
    let mut text = format!(
        "{}, venues from {}\n{}\n\n",
        register.authority.name,
        register.authority.today,
        finding(question)
    );
    let meetings: usize = assessment.as_it_is.iter().map(|week| week.meetings).sum();
    text.push_str(&format!(
        "{} of {} in all, drawn from the register's {}; every line is compared on the same weeks.\nA modelled answer: a week, {}.\n",
        count(assessment.demand.weeks.len(), "week"),
        count(meetings, "meeting"),
        assessment.demand.n_meetings,
        if 1 < assessment.demand.weeks.len() { "mean (95 % interval)" } else { "without an interval" }
    ));
    if !assessment.candidates.is_empty() {
        text.push_str("\nWith a new venue            cost saved            staff's driving saved   families nearer / farther\n");
    }
    for (at, worth) in assessment.candidates.iter().take(SHOWN) {
        let venue = &question.candidates[*at].venue.reference;
        text.push_str(&line(venue.as_str(), worth));
        let placed = worth.sum(Measure::Meetings);
        if 0 < placed {
            text.push_str(&format!("    gives {} a place\n", count(placed as usize, "meeting")));
        }
    }
    text.push_str(&more(assessment.candidates.len()));
    if !assessment.closures.is_empty() {
        text.push_str("\nWith a venue shut           cost saved            staff's driving saved   families nearer / farther\n");
    }
    for (venue, worth) in assessment.closures.iter().take(SHOWN) {
        text.push_str(&line(register.venues[venue.at()].reference.as_str(), worth));
        if !worth.left_out.is_empty() {
            text.push_str(&format!(
                "    leaves {} without a place\n",
                count(worth.left_out.len(), "meeting")
            ));
        }
    }
    text.push_str(&more(assessment.closures.len()));
    text
}

fn more(n: usize) -> String {
    if SHOWN < n { format!("  … and {} more; --out writes them all\n", n - SHOWN) } else { String::new() }
}

fn line(venue: &str, worth: &Worth) -> String {
    if worth.is_unused() {
        return format!("  {venue:<24}  no plan used it\n");
    }
    let told = |measure: Measure| {
        let estimate = worth.estimate(measure);
        let mean = grouped(estimate.mean.round() as i64);
        match estimate.half_width {
            Some(_) => {
                let [low, high] = estimate.ends().map(|end| grouped(end.round() as i64));
                format!("{mean} ({low} to {high})")
            }
            None => mean,
        }
    };
    format!(
        "  {venue:<24}  {:<20}  {:<22}  {:.1} / {:.1}; {:.1} meetings there, in {}\n",
        told(Measure::Cost),
        told(Measure::StaffMinutes),
        worth.estimate(Measure::Nearer).mean,
        worth.estimate(Measure::Farther).mean,
        worth.estimate(Measure::Held).mean,
        count(worth.weeks_used(), "week")
    )
}

fn as_json(question: &Question<'_>) -> Value {
    let (register, assessment) = (question.register, question.assessment);
    let venue = |at: usize| register.venues[at].reference.as_str();
    json!({
        "authority": register.authority.name,
        "today": register.authority.today,
        "finding": finding(question),
        "weeks": assessment.demand.weeks.iter().zip(&assessment.as_it_is).map(|(week, figures)| {
            let (s1, s2, s3) = figures.score;
            json!({
                "monday": week.monday,
                "meetings": figures.meetings,
                "unplaced": figures.unplaced,
                "score": { "s1": s1, "s2": s2, "s3": s3 },
                "staff_minutes": figures.staff_minutes,
                "family_minutes": figures.family_minutes,
            })
        }).collect::<Vec<_>>(),
        "drawn_from": {
            "meetings": assessment.demand.n_meetings,
            "calendar_weeks": assessment.demand.n_calendar_weeks,
        },
        "seed": assessment.config.seed,
        "steps": assessment.config.steps,
        "candidates": assessment.candidates.iter().map(|(at, worth)| {
            let candidate = &question.candidates[*at];
            let place = match candidate.site {
                Site::Known(place) => json!({ "place": register.places[place.at()].reference }),
                Site::New { latitude, longitude, .. } => json!({ "lat": latitude, "lon": longitude }),
            };
            json!({
                "venue": candidate.venue.reference,
                "at": place,
                "rooms": candidate.n_rooms,
                "worth": worth_json(worth),
            })
        }).collect::<Vec<_>>(),
        "shut": assessment.closures.iter().map(|(shut, worth)| json!({
            "venue": venue(shut.at()),
            "left_without_a_place": worth.left_out.iter().map(|&(week, meeting)| json!({
                "week": week + 1,
                "meeting": register.meeting(meeting).reference,
            })).collect::<Vec<_>>(),
            "worth": worth_json(worth),
        })).collect::<Vec<_>>(),
        "pressure": assessment.pressure.iter().map(|pressure| json!({
            "venue": venue(pressure.venue.at()),
            "rooms": pressure.n_rooms,
            "meetings": pressure.meetings,
            "share": pressure.whole().share(),
            "halves": pressure.halves.map(|halves| halves.map(|half| json!([half.taken, half.open]))),
            "nearest_for": pressure.nearest,
            "held_farther": pressure.elsewhere,
            "minutes_farther": pressure.farther_minutes,
        })).collect::<Vec<_>>(),
        "journeys": assessment.journeys.iter().map(|journeys| json!({
            "district": journeys.district.map(|district| &register.districts[district.at()].reference),
            "meetings": journeys.meetings,
            "minutes": journeys.minutes,
            "minutes_at_nearest": journeys.least_minutes,
            "long": journeys.long,
            "long_at_nearest": journeys.long_at_nearest,
        })).collect::<Vec<_>>(),
    })
}

fn worth_json(worth: &Worth) -> Value {
    let is_unused = worth.is_unused();
    let measures = Measure::ALL.map(|measure| {
        let estimate: Estimate = worth.estimate(measure);
        // Of a venue that no plan used no interval says how sure that is.
        let half_width = estimate.half_width.filter(|_| !is_unused);
        (measure.key().to_owned(), json!({ "mean": estimate.mean, "half_width": half_width }))
    });
    let used = [("weeks_used", json!(worth.weeks_used())), ("no_plan_used_it", json!(is_unused))];
    let used = used.map(|(key, value)| (key.to_owned(), value));
    Value::Object(measures.into_iter().chain(used).collect())
}
