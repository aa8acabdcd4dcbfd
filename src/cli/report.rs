//! `convene report`.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::Args;
use serde_json::json;

use super::interrupt::Interrupt;
use super::recorded::Recorded;
use super::source::find;
use super::{Answer, print_notes, print_text};
use crate::files::{Contents, OutputFolder};
use crate::indicators::{Facts, Period, Policy, Slice};
use crate::report::service::{
    Asked, Document, annual_report, document, files, monthly_pack, page, quality_report, workbook,
};

/// Report what came of a year, a month or a quarter: page, workbook, tables and a Word document
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    convene report scenarios/lancashire-2011-12-year --year 2011-12 --population 244633 --out annual\n  \
    convene report my-register --month 2012-03 --district BUR --out march   # the pack for Burnley\n  \
    convene report my-register --year 2011-12 --quarter 4 --out quality\n  \
    convene report my-register --year 2011-12 --publish --out public   # small numbers shown as c")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) recorded: Recorded,
    /// The year from April to March: the annual report, unless a month or a quarter is given
    #[arg(long, value_name = "2011-12", value_parser = year_argument, required_unless_present = "month")]
    year: Option<Period>,
    /// A month: the pack for district managers and chairs, with the adjournment report
    #[arg(long, value_name = "2012-03", value_parser = month_argument, conflicts_with = "quarter")]
    month: Option<Period>,
    /// A quarter of the year, 1 = April to June: the quality report for the cluster meetings
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4), requires = "year")]
    quarter: Option<u32>,
    /// One district only
    #[arg(long, value_name = "DISTRICT")]
    district: Option<String>,
    /// Hide small numbers, and what they could be worked out from
    #[arg(long)]
    publish: bool,
    /// People under 18 in the authority's area, for the rate, instead of those of the policy
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    population: Option<u64>,
    /// Working days within which minutes are distributed, instead of those of the policy (15 unless it says otherwise)
    #[arg(long, value_name = "N")]
    minutes_days: Option<u32>,
    /// The folder to write: report.html, report.xlsx, report.docx and tables
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    OutputFolder::check(&arguments.out, Contents::Forecast, arguments.force)?;
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.recorded.read("report")?;
    print_notes(&loaded.notes);
    let register = &loaded.register;
    let district = match &arguments.district {
        Some(given) => {
            Some(find("district", given, register.districts.iter().map(|row| &row.reference))?.into())
        }
        None => None,
    };
    let own = Policy::of(&register.authority);
    let policy = Policy {
        population: arguments.population.or(own.population).filter(|_| district.is_none()),
        minutes_days: arguments.minutes_days.unwrap_or(own.minutes_days),
        ..own
    };
    let facts = Facts::new(register, policy);
    let Some(year) = arguments.year.or_else(|| Period::year_of(arguments.month?.first())) else {
        bail!("give --year or --month")
    };
    if arguments.month.is_some_and(|month| !year.holds(month.first())) {
        bail!("the month lies outside the year; leave --year off, or give the year that the month lies in");
    }
    let today = register.authority.today;
    let begun = |period: Period| {
        period.until(today).ok_or_else(|| {
            anyhow!(
                "{} begins after {today}, which is today; wanted a period that has begun, or --today",
                period.words()
            )
        })
    };
    let quarter = arguments.quarter.and_then(|quarter| Period::quarter(start_of(year), quarter));
    let (month, quarter) = (arguments.month.map(begun).transpose()?, quarter.map(begun).transpose()?);
    let asked = Asked {
        facts: &facts,
        year: begun(year)?,
        slice: Slice { district, ..Slice::ALL },
        is_published: arguments.publish,
    };
    let (report, period) = match (month, quarter) {
        (Some(month), _) => (monthly_pack(&asked, month), month),
        (None, Some(quarter)) => (quality_report(&asked, quarter), quarter),
        (None, None) => (annual_report(&asked), asked.year),
    };
    if facts.held(period).is_empty() {
        print_notes(&[format!("nothing is recorded as held in {}", period.words())]);
    }
    write(arguments, &report, period, &interrupt)?;
    let out = arguments.out.display().to_string();
    print_text(&if arguments.recorded.json {
        format!("{:#}\n", json!({ "out": out, "period": period.words(), "published": arguments.publish }))
    } else {
        format!("{out}: report.html, report.xlsx, report.docx and tables of {}\n", period.words())
    })?;
    Ok(Answer::Yes)
}

fn write(arguments: &Arguments, report: &Document, period: Period, interrupt: &Interrupt) -> Result<()> {
    let (sheets, words) = (workbook(report, period)?, document(report)?);
    interrupt.while_writing(|writing| {
        let mut folder = OutputFolder::create(&arguments.out, Contents::Forecast, arguments.force)?;
        folder.write("report.html", page(report))?;
        folder.write("report.xlsx", sheets)?;
        folder.write("report.docx", words)?;
        for (name, text) in files(report) {
            writing.go_on()?;
            folder.write(&name, text)?;
        }
        writing.go_on()?;
        Ok(folder.finish()?)
    })
}

fn start_of(year: Period) -> i32 {
    use chrono::Datelike;
    year.first().year()
}

pub(super) fn year_argument(text: &str) -> Result<Period, String> {
    Period::parse_year(text).ok_or_else(|| "wanted a year from April to March such as 2011-12".to_owned())
}

fn month_argument(text: &str) -> Result<Period, String> {
    Period::parse_month(text).ok_or_else(|| "wanted a month such as 2012-03".to_owned())
}
