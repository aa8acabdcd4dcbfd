//! `convene plan`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::interrupt::{Interrupt, Writing};
use super::search::{Found, SearchArguments};
use super::summary::{bounds_json, count, figure_lines, proof_lines, score_lines};
use super::{Answer, print_notes, print_text};
use crate::files::{self, Contents, Loaded, OutputFolder};
use crate::plan::Remark;
use crate::register::Register;
use crate::report::{self, Figures};

/// Book every meeting that needs it around the confirmed ones, and write bookings, report and calendars
#[derive(Debug, Args)]
#[command(
    after_help = "Writes bookings.csv, report.html, plan.xlsx and a calendar (.ics) for each person and room.\n\
    Ctrl-C ends the search and keeps the best plan so far, the first one at least; a second one ends the program \
    (exit code 130).\n\n\
    Example:\n  convene plan scenarios/lancashire-2012 --seconds 10 --out april"
)]
pub(super) struct Arguments {
    /// A folder of CSV files with authority.toml, or one .xlsx workbook
    register: PathBuf,
    /// The folder to write [default: the register's name with -plan]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) search: SearchArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let out = arguments.out.clone().unwrap_or_else(|| default_folder(&arguments.register));
    // From here on Ctrl-C leaves a whole plan or nothing.
    let interrupt = Interrupt::listen()?;
    may_write(&out, &arguments.search)?;
    let loaded = files::read_register(&arguments.register, arguments.search.today)?;
    plan_into(&loaded, &arguments.search, &out, &interrupt)
}

/// Says before the work begins, and not after it, whether the folder may be written.
pub(super) fn may_write(out: &Path, search: &SearchArguments) -> Result<()> {
    Ok(OutputFolder::check(out, Contents::Plan, search.force)?)
}

/// Plans a register that has been read, writes the plan and prints what a clerk would ask.
pub(super) fn plan_into(
    loaded: &Loaded,
    search: &SearchArguments,
    out: &Path,
    interrupt: &Interrupt,
) -> Result<Answer> {
    if !search.json {
        print_notes(&loaded.notes);
    }
    let found = search.find(loaded, interrupt)?;
    let written = interrupt.while_writing(|writing| {
        let folder = OutputFolder::create(out, Contents::Plan, search.force)?;
        write(loaded, &found, folder, writing)
    })?;
    let figures = Figures::of(&loaded.register, &loaded.travel, &found.plan);
    let text = if search.json {
        as_json(loaded, &found, &figures, out)
    } else {
        as_text(loaded, &found, &figures, out, written)
    };
    print_text(&text)?;
    Ok(Answer::Yes)
}

/// Writes the plan's files and returns how many calendars there are.
fn write(loaded: &Loaded, found: &Found, mut folder: OutputFolder, writing: &Writing<'_>) -> Result<usize> {
    let (register, plan) = (&loaded.register, &found.plan);
    folder.write("bookings.csv", files::bookings_csv(register, &plan.bookings))?;
    folder.write("report.html", report::page(register, &loaded.travel, plan))?;
    folder.write("plan.xlsx", report::workbook(register, &loaded.travel, plan)?)?;
    let calendars = report::calendars(register, plan);
    let n_calendars = calendars.len();
    for (name, text) in calendars {
        writing.go_on()?;
        folder.write(&name, text)?;
    }
    writing.go_on()?;
    folder.finish()?;
    Ok(n_calendars)
}

/// Returns the folder to write where none is named: the register's name with `-plan`, here, or beside the register
/// where "here" is inside it.
fn default_folder(register: &Path) -> PathBuf {
    let Ok(path) = register.canonicalize() else { return PathBuf::from("register-plan") };
    let name = path.file_stem().map_or_else(|| "register".into(), |name| name.to_string_lossy());
    let folder = PathBuf::from(format!("{name}-plan"));
    let inside = std::env::current_dir().is_ok_and(|here| here.starts_with(&path));
    match path.parent() {
        Some(parent) if inside => parent.join(folder),
        _ => folder,
    }
}

fn as_text(loaded: &Loaded, found: &Found, figures: &Figures, out: &Path, n_calendars: usize) -> String {
    let register = &loaded.register;
    let mut text = format!("{}, planned from {}\n\n", register.authority.name, register.authority.today);
    text.push_str(&figure_lines(figures));
    text.push('\n');
    text.push_str(&score_lines(register, &found.plan.score));
    for remark in &found.plan.unbooked {
        text.push_str(&format!(
            "\nNot booked: {}. {}\n",
            register.meeting(remark.meeting).reference,
            remark.reason
        ));
    }
    if let Some(proof) = figures.proof() {
        text.push_str(&format!("{proof}\n"));
    }
    if let Some(proof) = &found.plan.proof {
        text.push_str(if proof.has_bounds() { "\nProved, whatever is planned:\n" } else { "\n" });
        text.push_str(&proof_lines(proof, Some(&found.plan.score)));
    }
    if !found.plan.standing_breaches.is_empty() {
        text.push_str("\nBookings that stand in the register break rules, and were left as they are:\n");
        for breach in &found.plan.standing_breaches {
            text.push_str(&format!("  {} {}\n", breach.code, breach.message));
        }
    }
    if found.interrupted {
        text.push_str("\nThe search was ended early; this is the best plan it had found.\n");
    }
    text.push_str(&format!(
        "\nReport     {}\nBookings   {}\nWorkbook   {}\nCalendars  {} ({})\n",
        out.join("report.html").display(),
        out.join("bookings.csv").display(),
        out.join("plan.xlsx").display(),
        out.join("calendars").display(),
        count(n_calendars, "calendar"),
    ));
    text
}

fn as_json(loaded: &Loaded, found: &Found, figures: &Figures, out: &Path) -> String {
    let register = &loaded.register;
    let text = json!({
        "authority": register.authority.name,
        "today": register.authority.today,
        "score": found.plan.score,
        "bounds": found.plan.proof.as_ref().map(|proof| bounds_json(proof, Some(&found.plan.score))),
        "figures": figures,
        "iterations": found.iterations,
        "interrupted": found.interrupted,
        "unbooked": remarks(register, &found.plan.unbooked),
        "remarks": remarks(register, &found.plan.remarks),
        "standing_breaches": found.plan.standing_breaches.iter().map(|breach| json!({
            "code": breach.code,
            "message": breach.message,
        })).collect::<Vec<_>>(),
        "notes": loaded.notes,
        "out": out.display().to_string(),
    });
    format!("{text:#}\n")
}

fn remarks(register: &Register, remarks: &[Remark]) -> Vec<serde_json::Value> {
    remarks
        .iter()
        .map(|remark| {
            json!({
                "meeting": register.meeting(remark.meeting).reference,
                "matter": remark.matter,
                "reason": remark.reason,
            })
        })
        .collect()
}
