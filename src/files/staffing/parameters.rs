//! Every parameter with its default, what it is and where it is from: a baseline to start from.

use std::fmt::Write;

use super::blank::{CATEGORIES, MONTHS};
use crate::staffing::catalogue::{PARAMETERS, Parameter};

/// Widest line of a comment, in letters.
const WIDTH: usize = 110;

const HEAD: &str = "\
# A staffing baseline with every parameter at its default. Change what is different for your service; what is left out has
# its default. Every number is a value, or a range { p10 = .., p90 = .. }: one in ten below p10 and one in ten above p90,
# drawn anew in each replication.
#
# An overlay is a file of the same shape that gives only its name and what is different.
";

const SERIES_OF_DEMAND: &str = "
# Share of a year's starts in each calendar month, January first; only proportions count.
season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
# Children expected to start a plan in each of the first months of the run, in place of starts_a_year and season.
starts_by_month = []
";

const SERIES_OF_PLANS: &str = "
# Further level of closures in each of the first months of the run, on top of closure_level.
closures_by_month = []
";

const TAIL: &str = "
# The stock on the first day: give on_plans and looked_after from your published figures, or a register's folder.
[opening]
on_plans = 0      # children with a child protection plan
looked_after = 0  # looked-after children, those with a plan included
both = 0          # children who are both
# How many of the plans have lasted for how long, in any proportion; empty = as in a steady state.
plan_ages = []
# plan_ages = [{ from_months = 0, to_months = 3, children = 153 }, { from_months = 3, to_months = 6, children = 99 }]
# The folder of a register, seen from this file, in place of on_plans and plan_ages: its real households, plans and chairs.
# register = \"../my-register\"

# [teams]
# merged_on = 2013-01-01   # from when on every chair does both kinds of work; \"none\" takes it back in an overlay

# A post is one person: [[posts]] for each, or count for several alike, called \"Chair 1\", \"Chair 2\" and so on.
# [[posts]]
# name = \"Chair\"           # in an overlay, the name of a post of the baseline changes the keys given
# team = \"protection\"      # protection, looked_after or fostering
# contract = \"permanent\"   # permanent, temporary, agency or secondment
# count = 4
# fte = 1.0                # 0.05 to 1
# from = 2011-07-01        # first day of funding
# until = 2012-06-30       # last day of funding
# starts = 2011-09-01      # first day of a person who is new: reduced load at first
# leaves = 2011-12-31      # last day of that person, where it is known
# filled = true            # false for a vacancy
# recruited = true         # whether a vacancy is advertised; agency and secondments are not

# Adverts for posts that do not exist yet.
# [[adverts]]
# month = \"2012-10\"
# team = \"protection\"
# contract = \"permanent\"   # permanent or temporary
# posts = 2

# A change of any parameter above: to a value, times a factor or plus an amount; at once or over months.
# [[changes]]
# key = \"demand.starts_a_year\"
# from = 2012-04-01
# until = 2013-03-31       # left out = for good
# times = 1.69
# shape = \"step\"           # or { ramp_months = 6 }
";

/// Returns a baseline that gives every parameter its default and says of each what it is, what it may be, how much it is in
/// doubt and where it is from. It reads back to the defaults.
pub fn parameters_toml() -> String {
    let mut text = String::from(HEAD);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "name = \"My service\"\nabout = \"\"\nstart = 2011-04-01  # the first of a month\nmonths = {MONTHS}\n\
         holidays = \"england-and-wales\"  # or \"none\"\nextra_holidays = []\n"
    );
    for table in tables() {
        let _ = write!(text, "\n[{table}]\n");
        for parameter in PARAMETERS.iter().filter(|parameter| table_of(parameter) == table) {
            push_parameter(&mut text, parameter);
        }
        match table {
            "demand" => text.push_str(SERIES_OF_DEMAND),
            "plans" => text.push_str(SERIES_OF_PLANS),
            _ => {}
        }
    }
    text.push_str(
        "\n# Categories of abuse and their shares of the children who start a plan, which sum to 1.\n",
    );
    text.push_str("# report 6.2, mean of the twelve month-ends\n[categories]\n");
    for (name, share) in CATEGORIES {
        let _ = writeln!(text, "{name} = {share}");
    }
    text.push_str(TAIL);
    text
}

/// Returns the tables of the catalogue, each once, a table before those in it.
fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&'static str> = Vec::new();
    for parameter in PARAMETERS {
        let table = table_of(parameter);
        if !tables.contains(&table) {
            let inside = tables
                .iter()
                .position(|other| other.strip_prefix(table).is_some_and(|rest| rest.starts_with('.')));
            tables.insert(inside.unwrap_or(tables.len()), table);
        }
    }
    tables
}

fn table_of(parameter: &Parameter) -> &'static str {
    parameter.path.rsplit_once('.').map_or("", |(table, _)| table)
}

fn push_parameter(text: &mut String, parameter: &Parameter) {
    let (least, most) = parameter.limits;
    let (p10, p90) = parameter.plausible;
    let doubt = if p10 < p90 { format!("plausible {p10} to {p90}") } else { "not in doubt".to_owned() };
    let about = format!("{} ({}; {least} to {most}; {doubt}).", parameter.about, parameter.unit);
    let source = format!("Source: {}", parameter.source);
    for line in [about, source] {
        push_comment(text, &line);
    }
    let key = parameter.path.rsplit('.').next().unwrap_or_default();
    let _ = writeln!(text, "{key} = {}", parameter.default);
}

/// Adds a comment, broken between words.
fn push_comment(text: &mut String, comment: &str) {
    let mut width = 0;
    for word in comment.split(' ') {
        let letters = word.chars().count() + 1;
        if width == 0 || WIDTH < width + letters {
            text.push_str(if width == 0 { "#" } else { "\n#  " });
            width = if width == 0 { 1 } else { 3 };
        }
        text.push(' ');
        text.push_str(word);
        width += letters;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::{read_baseline, staffing_from_texts};
    use super::*;
    use crate::staffing::Baseline;
    use crate::staffing::catalogue::Amounts;

    #[test]
    fn what_is_printed_reads_back_to_the_defaults() {
        let text = parameters_toml();
        let read = staffing_from_texts(("parameters.toml", &text), &[]).expect("no fault");
        assert_eq!(read.baseline.amounts, Amounts::default());
        let blank = super::super::blank::blank();
        let name = "My service".to_owned();
        let start = read.baseline.start;
        let categories = read.baseline.categories.clone();
        assert_eq!(read.baseline, Baseline { name, start, categories, ..blank });
        assert_eq!(read.notes, Vec::<String>::new());
        for parameter in PARAMETERS {
            let key = parameter.path.rsplit('.').next().expect("a key");
            assert!(text.contains(&format!("\n{key} = {}\n", parameter.default)), "{}", parameter.path);
        }
        assert!(text.lines().all(|line| line.chars().count() <= 125), "lines are no wider than a page");
    }

    #[test]
    fn what_is_printed_is_read_from_a_file_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mine.toml");
        std::fs::write(&path, parameters_toml()).expect("written");
        assert!(read_baseline(&path).is_ok());
    }

    #[test]
    fn the_examples_in_comments_are_right_once_they_are_uncommented() {
        // The commented tables after [opening]: their lines without the `# `, which prose does not look like.
        let (head, tail) = TAIL.split_once("# [teams]").expect("the examples");
        assert!(head.contains("[opening]"));
        let tables: String = format!("# [teams]{tail}")
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.starts_with('[') || line.split(' ').nth(1) == Some("="))
            .fold(String::new(), |text, line| text + line + "\n");
        let text = parameters_toml() + &tables;
        let read = staffing_from_texts(("mine.toml", &text), &[]).expect("no fault").baseline;
        assert_eq!((read.posts.len(), read.adverts.len(), read.changes.len()), (4, 1, 1));
        assert_eq!(read.posts[3].name, "Chair 4");
    }
}
