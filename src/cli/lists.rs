//! `convene lists`.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use serde_json::json;

use super::interrupt::Interrupt;
use super::recorded::Recorded;
use super::{Answer, print_notes, print_text};
use crate::files::{Contents, OutputFolder, unknown};
use crate::follow::Practice;
use crate::lists::{LISTS, Row, View, WorkList, rows};
use crate::report;

/// Show the work lists: sheets, minutes and forms outstanding, reviews to book, adjournments, escalations, plans that last
#[derive(Debug, Args)]
#[command(
    after_help = "Lists: without_next_date, reviews_unbooked, without_outcome, without_decision, not_reconvened, decision_sheets, \
    minutes_overdue, quality_forms, escalations, plans_over_12_months, plans_over_2_years, second_or_later_plans, \
    plan_and_looked_after, combined_sittings.\n\n\
    Examples:\n  convene lists register --list minutes_overdue\n  convene lists register --weeks 8 --out lists-april\n  convene lists --db lancashire.db --list minutes_overdue"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) recorded: Recorded,
    /// Only this list; may be given several times
    #[arg(long, value_name = "NAME")]
    list: Vec<String>,
    /// Weeks ahead for which reviews without a booking are listed
    #[arg(long, value_name = "N", default_value_t = Practice::default().weeks_ahead, value_parser = clap::value_parser!(u32).range(0..=104))]
    weeks: u32,
    /// Working days after a meeting by which its minutes are to be distributed, instead of those of the policy (15 unless it says otherwise)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=250))]
    minutes_within: Option<u32>,
    /// Working days for each step of an escalation
    #[arg(long, value_name = "N", default_value_t = Practice::default().step_within, value_parser = clap::value_parser!(u32).range(0..=250))]
    step_within: u32,
    /// The folder to write: a CSV file a list, and lists.xlsx
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Forecast, arguments.force)?;
    }
    let chosen = chosen(&arguments.list)?;
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.recorded.read("lists")?;
    let practice = Practice {
        weeks_ahead: arguments.weeks,
        step_within: arguments.step_within,
        ..Practice::of(&loaded.register.authority)
    };
    let practice =
        Practice { minutes_within: arguments.minutes_within.unwrap_or(practice.minutes_within), ..practice };
    let view = View::new(&loaded.register, practice);
    let lists: Vec<(&WorkList, Vec<Row>)> =
        chosen.into_iter().map(|list| (list, rows(&view, &(list.of)(&view)))).collect();
    if let Some(out) = &arguments.out {
        let authority = &loaded.register.authority;
        let workbook = report::lists_workbook(&authority.name, authority.today, &lists)?;
        interrupt.while_writing(|writing| -> Result<()> {
            let mut folder = OutputFolder::create(out, Contents::Forecast, arguments.force)?;
            for (list, rows) in &lists {
                writing.go_on()?;
                folder.write(&format!("{}.csv", list.name), report::list_csv(rows))?;
            }
            folder.write("lists.xlsx", workbook)?;
            writing.go_on()?;
            Ok(folder.finish()?)
        })?;
    }
    if arguments.recorded.json {
        let answer: serde_json::Map<String, serde_json::Value> =
            lists.iter().map(|(list, rows)| (list.name.to_owned(), json!(rows))).collect();
        print_text(&format!("{:#}\n", json!({ "lists": answer, "notes": loaded.notes })))?;
    } else {
        print_notes(&loaded.notes);
        let pages: Vec<String> = lists.iter().map(|(list, rows)| report::list_text(list, rows)).collect();
        print_text(&pages.join("\n"))?;
    }
    Ok(Answer::Yes)
}

/// Returns the lists of the names given, in their own order; all where none is given.
fn chosen(names: &[String]) -> Result<Vec<&'static WorkList>> {
    for name in names {
        if !LISTS.iter().any(|list| list.name == name) {
            return Err(anyhow!("there is no list {}", unknown(name, LISTS.iter().map(|list| list.name))));
        }
    }
    let is_chosen = |list: &&WorkList| names.is_empty() || names.iter().any(|name| name == list.name);
    Ok(LISTS.iter().filter(is_chosen).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_chosen_by_name_and_help_names_them_all() {
        assert_eq!(chosen(&[]).expect("all").len(), LISTS.len());
        let two = ["quality_forms".to_owned(), "decision_sheets".to_owned()];
        let names: Vec<&str> = chosen(&two).expect("two").iter().map(|list| list.name).collect();
        assert_eq!(names, ["decision_sheets", "quality_forms"]);
        assert!(
            chosen(&["quality_form".to_owned()])
                .is_err_and(|error| error.to_string().contains("quality_forms"))
        );
        let command = Arguments::augment_args(clap::Command::new("lists"));
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        for list in LISTS {
            assert!(help.contains(list.name), "{}", list.name);
        }
    }
}
