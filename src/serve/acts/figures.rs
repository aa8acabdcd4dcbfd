//! The indicators of a period, and the reports of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::desk::State as Plan;
use crate::indicators::{Category, Facts, Named, Period, Policy, Slice, Unit, indicator};
use crate::register::Register;
use crate::report::service::{
    Asked, Measure, annual_report, document, files, measure_chart, measures, monthly_pack, page,
    quality_report, workbook,
};
use crate::serve::acts::export::{Taken, zipped};
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::jobs::{Job, Outcome};
use crate::serve::limits::EXPORTS;
use crate::serve::place::staff_of;

/// The kind of its jobs.
pub(crate) const KIND: &str = "report";
/// How long whoever asks for a report waits for it, before they are shown how it comes on.
const PATIENCE: Duration = Duration::from_secs(1);

/// Categories by the words of children.csv.
pub(crate) const CATEGORIES: [(&str, Category); 6] = [
    ("emotional", Category::Emotional),
    ("neglect", Category::Neglect),
    ("physical", Category::Physical),
    ("sexual", Category::Sexual),
    ("multiple", Category::Multiple),
    ("not_recorded", Category::NotRecorded),
];

/// What figures are asked for, as it was said: empty is any; of the period, the year that has ended last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// `year-2011-12`, `quarter-2011-12-4`, `month-2012-03`.
    pub(crate) period: String,
    pub(crate) district: String,
    pub(crate) chair: String,
    pub(crate) category: String,
    /// One indicator's key.
    pub(crate) measure: String,
}

/// What figures are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) named: Named,
    pub(crate) period: Period,
    pub(crate) slice: Slice,
    pub(crate) measure: Option<&'static str>,
}

impl Said {
    /// Returns what is meant, or everything that is none of the register's or the calendar's. What was typed is not said back.
    pub(crate) fn wanted(&self, register: &Register) -> Result<Wanted, Vec<String>> {
        let mut faults = Vec::new();
        let named = match self.period.trim() {
            "" => before(register),
            given => Named::parse(given),
        };
        let today = register.authority.today;
        let named = named.filter(|named| named.period().is_some());
        let period = named.and_then(Named::period).and_then(|period| period.until(today));
        if named.is_some() && period.is_none() {
            faults.push("period begins after today; wanted one that has begun".to_owned());
        } else if period.is_none() {
            faults.push(
                "period is none; wanted one such as year-2011-12, quarter-2011-12-4 or month-2012-03"
                    .to_owned(),
            );
        }
        let mut one = |what: &str, given: &str, found: &dyn Fn(&str) -> Option<usize>| match given.trim() {
            "" => None,
            given => found(given).or_else(|| {
                faults.push(format!("{what} is none of the register; wanted one of the list"));
                None
            }),
        };
        let district = one("district", &self.district, &|given| {
            register.districts.iter().position(|row| row.reference.as_str() == given)
        });
        let chair = one("chair", &self.chair, &|given| staff_of(register, given).map(|at| at.at()));
        let category = one("category", &self.category, &|given| {
            CATEGORIES.iter().position(|category| category.0 == given)
        });
        let measure = match self.measure.trim() {
            "" => None,
            key => {
                let found = indicator(key).map(|indicator| indicator.key);
                if found.is_none() {
                    faults.push("measure is none; wanted one of the list".to_owned());
                }
                found
            }
        };
        let (Some(named), Some(period), true) = (named, period, faults.is_empty()) else {
            return Err(faults);
        };
        let slice = Slice {
            district: district.map(Into::into),
            chair: chair.map(Into::into),
            category: category.map(|at| CATEGORIES[at].1),
        };
        Ok(Wanted { named, period, slice, measure })
    }
}

impl Wanted {
    /// Returns the year that the period lies in, as much of it as has come.
    fn year(&self, plan: &Plan) -> Period {
        let year = self.named.year().and_then(|year| year.until(plan.register.authority.today));
        year.unwrap_or(self.period)
    }
}

/// Returns the year that has ended last.
fn before(register: &Register) -> Option<Named> {
    use chrono::Datelike;
    Period::year_of(register.authority.today).map(|year| Named::Year(year.first().year() - 1))
}

/// The indicators of a period, with the chart of the one that is asked for.
pub(crate) struct Shown {
    pub(crate) measures: Vec<Measure>,
    /// The charts of the one, one for each unit that it has, as HTML of a report. They have the same ids: a page shows one.
    pub(crate) charts: Vec<(Unit, String)>,
}

/// Returns the indicators that are wanted.
pub(crate) fn show(plan: &Plan, wanted: &Wanted) -> Shown {
    let facts = Facts::new(&plan.register, Policy::of(&plan.register.authority));
    let asked = Asked { facts: &facts, year: wanted.year(plan), slice: wanted.slice, is_published: false };
    let measures = measures(&asked, wanted.period, wanted.measure);
    let units = measures.first().map_or(&[][..], |measure: &Measure| measure.indicator.units);
    let charts = wanted.measure.map_or_else(Vec::new, |key| {
        let chart = |&unit: &Unit| Some((unit, measure_chart(&asked, wanted.period, key, unit)?));
        units.iter().filter_map(chart).collect()
    });
    Shown { measures, charts }
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Written {
    /// A page that prints.
    Page,
    /// A workbook.
    Workbook,
    /// A Word document, for whoever writes the text around the tables.
    Word,
    /// Its tables as CSV files, packed.
    Tables,
}

impl Written {
    /// Each with its word, its words for people, what browsers know it by and how its name ends.
    pub(crate) const ALL: [(Written, &'static str, &'static str, &'static str, &'static str); 4] = [
        (Written::Page, "page", "A page that prints (HTML)", "text/html; charset=utf-8", "html"),
        (
            Written::Workbook,
            "workbook",
            "A workbook (XLSX)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        (
            Written::Word,
            "word",
            "A Word document (DOCX)",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        (Written::Tables, "tables", "Its tables (CSV, packed)", "application/zip", "zip"),
    ];
}

/// Begins a report of a period: of a year the annual report, of a quarter the quality report, of a month the pack. It is noted in the audit
/// before it is made, because it leaves the desk.
///
/// # Errors
/// Where too much was taken out within the hour, whoever asks has too much under way, or the plan cannot be read.
pub(crate) fn begin(
    app: &App,
    who: &str,
    wanted: Wanted,
    written: Written,
    is_published: bool,
) -> Result<Arc<Job>, Failure> {
    app.limits.count(&format!("exports {who}"), EXPORTS)?;
    let plan = app.state()?;
    let why = format!("report of {}", wanted.period.words());
    app.desk.store().note_seen(&app.by(who, &why), &["report"])?;
    app.jobs.begin(KIND, who, move |job| {
        job.say(&why);
        make(&plan, &wanted, written, is_published).map_or_else(
            |error| Outcome::Failed(format!("the report cannot be written: {error}")),
            Outcome::Report,
        )
    })
}

fn make(plan: &Plan, wanted: &Wanted, written: Written, is_published: bool) -> Result<Taken, anyhow::Error> {
    let facts = Facts::new(&plan.register, Policy::of(&plan.register.authority));
    let year = wanted.year(plan);
    // A report goes by district: those of a chair or a category are none.
    let slice = Slice { district: wanted.slice.district, ..Slice::ALL };
    let asked = Asked { facts: &facts, year, slice, is_published };
    let (name, report) = match wanted.named {
        Named::Year(_) => ("annual-report", annual_report(&asked)),
        Named::Quarter(..) => ("quality-report", quality_report(&asked, wanted.period)),
        Named::Month(..) => ("monthly-pack", monthly_pack(&asked, wanted.period)),
    };
    let bytes = match written {
        Written::Page => page(&report).into_bytes(),
        Written::Workbook => workbook(&report, wanted.period)?,
        Written::Word => document(&report)?,
        Written::Tables => zipped(name, &files(&report))?,
    };
    let known = Written::ALL.iter().find(|known| known.0 == written);
    let (content_type, ending) =
        known.map_or(("application/octet-stream", "bin"), |known| (known.3, known.4));
    let which = wanted.named.word();
    let which = which.split_once('-').map_or(which.as_str(), |(_, which)| which);
    Ok(Taken { name: format!("{name}-{which}.{ending}"), content_type, bytes })
}

/// Returns a report that is somebody's own.
///
/// # Errors
/// Where there is none of that number, or it is another's.
pub(crate) fn find(app: &App, who: &str, number: u64) -> Result<Arc<Job>, Failure> {
    let job = app.jobs.find(number, who)?;
    match job.kind == KIND {
        true => Ok(job),
        false => Err(Failure::Missing { what: "report", name: number.to_string() }),
    }
}

/// Returns the file of a report.
///
/// # Errors
/// Where it is not done, or nothing came of it.
pub(crate) fn file(job: &Job) -> Result<Taken, Failure> {
    match job.outcome().as_deref() {
        Some(Outcome::Report(taken)) => Ok(taken.clone()),
        Some(Outcome::Failed(why)) => Err(Failure::Invalid(why.clone())),
        _ => Err(Failure::Invalid(format!("report {} is not done", job.number))),
    }
}

/// Waits for a job for as long as somebody waits for a page. Most reports are done by then.
pub(crate) fn wait(job: &Job) {
    let began = Instant::now();
    while job.outcome().is_none() && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
}
