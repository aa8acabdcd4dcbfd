//! The forms: a row of a table with a field a column, and the policy as text.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::list::row_name;
use crate::files::{Fault, Location};
use crate::register::Register;
use crate::serve::page::{Field, csrf, error_summary};
use crate::serve::session::Visitor;
use crate::serve::tables::columns::{Column, Holds, Kept, POLICY, kept};
use crate::serve::tables::grid::Grid;
use crate::serve::tables::judge::what_is_wrong;
use crate::store::Table;

/// Most values that a choice lists; where there are more, the reference is typed.
const MOST_OPTIONS: usize = 400;
/// Most values that a hint lists.
const MOST_HINTED: usize = 20;
/// Most faults that are shown beside a form; the number of all is said.
const MOST_FAULTS: usize = 50;

/// What a form shows.
#[derive(Default)]
pub(super) struct Shown {
    /// The row, `None` for one that is to be added.
    pub(super) row: Option<usize>,
    /// The version of the table that the form is of, 0 where the register has no such table.
    pub(super) version: u64,
    /// What stands in the fields, by column.
    pub(super) cells: BTreeMap<String, String>,
    pub(super) why: String,
    /// What is wrong above the form.
    pub(super) problem: Option<(String, Vec<String>)>,
    /// What is wrong with columns.
    pub(super) errors: BTreeMap<String, String>,
}

impl Shown {
    /// Tells faults of the register that would result: those of the form's own row beside their fields, all of them above it.
    pub(super) fn tell(&mut self, kept: &Kept, grid: &Grid, row: Option<usize>, faults: &[Fault]) {
        let line = row.map(|row| grid.line(row));
        let mut lines = Vec::new();
        for fault in faults.iter().take(MOST_FAULTS) {
            let mut wrong = what_is_wrong(fault);
            let column = match &fault.location {
                Location::Text { file, line: at, column } if *file == kept.file() && Some(*at) == line => {
                    usize::try_from(*column).ok().and_then(|at| grid.header.get(at.checked_sub(1)?))
                }
                _ => None,
            };
            match column {
                Some(column) => {
                    let holds = kept.column(column).map(|column| column.holds);
                    if matches!(holds, Some(Holds::Date | Holds::Moment)) {
                        wrong.push_str("; 18/04/2012 is understood too");
                    }
                    let label = kept.column(column).map_or(column.as_str(), |column| column.label);
                    lines.push(format!("{label}: {wrong}"));
                    self.errors.entry(column.clone()).or_insert(wrong);
                }
                None => lines.push(format!("{}: {wrong}", fault.location)),
            }
        }
        if MOST_FAULTS < faults.len() {
            lines.push(format!("and {} faults more", faults.len() - MOST_FAULTS));
        }
        self.problem = Some(("There is a problem; nothing was changed".to_owned(), lines));
    }
}

/// Returns the form of a row.
pub(super) fn row(
    kept: &Kept,
    grid: &Grid,
    tables: &[Table],
    register: &Register,
    shown: &Shown,
    visitor: &Visitor,
) -> Markup {
    let heading = match shown.row {
        Some(row) => format!("Change {}", row_name(kept, grid, row)),
        None => format!("Add {}", with_article(kept.row)),
    };
    let own: Vec<&String> = grid.header.iter().filter(|name| kept.column(name).is_none()).collect();
    let value = |name: &str| shown.cells.get(name).map_or("", String::as_str);
    let error = |name: &str| shown.errors.get(name).map(String::as_str);
    html! {
        a class="govuk-back-link" href={ "/tables/" (kept.name) } { (kept.title) }
        (problem(shown))
        h1 class="govuk-heading-l" { (heading) }
        form method="post" action={ "/tables/" (kept.name) } novalidate {
            (csrf(visitor))
            input type="hidden" name="expected" value=(shown.version);
            input type="hidden" name="row" value=(shown.row.map_or_else(|| "add".to_owned(), |row| (row + 1).to_string()));
            @for column in kept.columns {
                (field(column, value(column.name), error(column.name), tables, register))
            }
            @for name in own {
                (Field { error: error(name), ..Field::new(&format!("cell.{name}"), name) }
                    .hint("A column of this register's own.").input("text", value(name)))
            }
            (why(&shown.why))
            div class="govuk-button-group" {
                button class="govuk-button" name="action" value="save" { "Save" }
                @if shown.row.is_some() {
                    button class="govuk-button govuk-button--warning" name="action" value="remove" { "Take the row out" }
                }
            }
        }
    }
}

/// Returns a noun with its article: `an absence`, `a closure`.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn problem(shown: &Shown) -> Markup {
    html! { @if let Some((title, lines)) = &shown.problem { (error_summary(title, lines)) } }
}

fn why(value: &str) -> Markup {
    Field::new("why", "Why, if somebody should know")
        .hint("References only, no names. 500 characters at most.")
        .input("text", value)
}

fn field(column: &Column, value: &str, error: Option<&str>, tables: &[Table], register: &Register) -> Markup {
    let name = format!("cell.{}", column.name);
    let mut hint = column.hint.to_owned();
    let mut hint_more = |more: String| {
        if !hint.is_empty() && !more.is_empty() {
            hint.push(' ');
        }
        hint.push_str(&more);
    };
    let kinds = || register.authority.kinds.iter().map(|kind| (kind.name.to_string(), kind.title()));
    let mut options: Option<Vec<(String, String)>> = None;
    let mut is_date = false;
    match column.holds {
        Holds::Text | Holds::Moment => {}
        Holds::Date => is_date = true,
        Holds::Time => hint_more("Such as 09:30.".to_owned()),
        Holds::Word(words) => options = Some(choice("Not given", words.iter().map(|word| plain(word)))),
        Holds::NeededWord(words) => {
            options = Some(choice("Choose one", words.iter().map(|word| plain(word))))
        }
        Holds::MeetingKind => options = Some(choice("Choose one", kinds())),
        Holds::Link(table) | Holds::NeededLink(table) => {
            let known = known(table, tables);
            if known.len() <= MOST_OPTIONS {
                let blank = if matches!(column.holds, Holds::Link(_)) { "Not given" } else { "Choose one" };
                options = Some(choice(blank, known.into_iter()));
            } else {
                hint_more(format!("A reference of the table {table}."));
            }
        }
        Holds::Links(table) => {
            hint_more("References separated by semicolons".to_owned() + &listed(known(table, tables)));
        }
        Holds::Named(table) => hint_more(listed(known(table, tables)).trim_start_matches(", of ").to_owned()),
        Holds::MeetingKinds => {
            hint_more("Kinds separated by semicolons".to_owned() + &listed(kinds().collect()));
        }
    }
    let hint = Some(hint.as_str()).filter(|hint| !hint.is_empty());
    let field = Field { hint, error, ..Field::new(&name, column.label) };
    match options {
        Some(mut options) => {
            // What stands there is kept, known or not.
            if !options.iter().any(|option| option.0 == value) {
                options.push((value.to_owned(), value.to_owned()));
            }
            field.select(&options, value)
        }
        // A field for days would lose what is none.
        None if is_date && (value.is_empty() || crate::calendar::parse_date(value).is_some()) => {
            field.input("date", value)
        }
        None => field.input("text", value),
    }
}

fn plain(word: &str) -> (String, String) {
    (word.to_owned(), word.replace('_', " "))
}

fn choice(blank: &str, options: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), blank.to_owned())).chain(options).collect()
}

/// Returns the references of a table with what says more of them: a name, or whose they are. Names of people stay in their own
/// table.
fn known(table: &str, tables: &[Table]) -> Vec<(String, String)> {
    let Some(kept) = kept(table) else { return Vec::new() };
    let stored = tables.iter().find(|stored| stored.name == kept.file());
    let grid = stored.map_or_else(|| kept.empty(), |stored| Grid::read(&stored.text));
    let Some(first) = kept.columns.first() else { return Vec::new() };
    let more = match kept.name {
        "places" | "districts" | "venues" => "name",
        "rooms" => "venue",
        "staff" => "role",
        "meetings" => "kind",
        _ => "",
    };
    let option = |row: usize| {
        let (reference, more) = (grid.cell(row, first.name), grid.cell(row, more));
        let words = if more.is_empty() { reference.to_owned() } else { format!("{reference}, {more}") };
        (reference.to_owned(), words.replace('_', " "))
    };
    (0..grid.rows.len()).map(option).filter(|option| !option.0.is_empty()).collect()
}

/// Returns references for a hint: `, of EAST, WEST.`
fn listed(known: Vec<(String, String)>) -> String {
    let n = known.len();
    if n == 0 {
        return ".".to_owned();
    }
    let named: Vec<String> = known.into_iter().take(MOST_HINTED).map(|option| option.0).collect();
    let more = if MOST_HINTED < n { " and more" } else { "" };
    format!(", of {}{more}.", named.join(", "))
}

/// Returns the form of the policy.
pub(super) fn policy(stored: Option<&Table>, shown: &Shown, visitor: &Visitor) -> Markup {
    let value = shown.cells.get(POLICY).map_or("", String::as_str);
    html! {
        a class="govuk-back-link" href="/tables" { "All tables" }
        (problem(shown))
        h1 class="govuk-heading-l" { "Policy" }
        p class="govuk-body" {
            "Time limits, kinds of meeting, office hours, lunch, travel and weights, in the notation of TOML. \
             What is not given is as the statutory preset has it."
            @if let Some(stored) = stored { " Last changed on " (crate::serve::clock::local(stored.changed_at)) " by " (stored.changed_by) "." }
        }
        form method="post" action={ "/tables/" (POLICY) } {
            (csrf(visitor))
            input type="hidden" name="expected" value=(shown.version);
            input type="hidden" name="row" value="1";
            (Field::new("cell.authority.toml", "authority.toml").text(40, value))
            (why(&shown.why))
            button class="govuk-button" name="action" value="save" { "Save" }
        }
    }
}

/// Returns what somebody typed who was not first, so that it is not lost.
pub(super) fn too_late(kept: Option<&Kept>, shown: &Shown, lines: &[String]) -> Markup {
    let address = kept.map_or(POLICY, |kept| kept.name);
    html! {
        (error_summary("Somebody was first", lines))
        h1 class="govuk-heading-l" { "Nothing was changed" }
        p class="govuk-body" { "This is what you typed:" }
        dl class="govuk-summary-list" {
            @for (column, value) in &shown.cells {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (kept.and_then(|kept| kept.column(column)).map_or(column.as_str(), |column| column.label)) }
                    dd class="govuk-summary-list__value desk-plain" { (value) }
                }
            }
        }
        p class="govuk-body" { a class="govuk-link" href={ "/tables/" (address) } { "See how it stands now" } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(file: &str, line: u64, column: u64, message: &str) -> Fault {
        Fault {
            location: Location::Text { file: file.to_owned(), line, column },
            message: message.to_owned(),
            meant: None,
        }
    }

    #[test]
    fn faults_of_the_row_are_told_beside_their_fields() {
        let kept = kept("staff").expect("kept");
        let grid = Grid::read("staff,role,base\nIRO1,iro,A\nIRO2,iri,A\n");
        let mut shown = Shown::default();
        let faults = [
            fault("staff.csv", 3, 2, "role \"iri\" is not known"),
            fault("staff.csv", 2, 3, "base \"A\" is not known"),
            fault("hours.csv", 3, 2, "weekday \"Mo\" is not known"),
        ];
        shown.tell(kept, &grid, Some(1), &faults);
        assert_eq!(
            shown.errors,
            BTreeMap::from([("role".to_owned(), "role \"iri\" is not known".to_owned())])
        );
        let (_, lines) = shown.problem.expect("a problem");
        assert_eq!(lines[0], "Role: role \"iri\" is not known");
        assert_eq!(lines[1], "staff.csv:2:3: base \"A\" is not known");
    }

    #[test]
    fn a_row_is_added_with_its_article() {
        for (noun, expected) in
            [("absence", "an absence"), ("closure", "a closure"), ("outcome", "an outcome")]
        {
            assert_eq!(with_article(noun), expected);
        }
    }

    #[test]
    fn a_day_that_cannot_be_read_is_told_how_people_may_write_it() {
        let kept = kept("absences").expect("kept");
        let grid = Grid::read("staff,starts,ends,reason\nIRO1,31/02/2012,2012-04-20,leave\n");
        let mut shown = Shown::default();
        shown.tell(
            kept,
            &grid,
            Some(0),
            &[fault("absences.csv", 2, 2, "starts \"31/02/2012\" is neither a date nor a moment")],
        );
        let error = shown.errors.get("starts").expect("it is told");
        assert!(error.ends_with("18/04/2012 is understood too"), "{error}");
    }

    #[test]
    fn a_hint_lists_some_of_what_is_known() {
        let known = |n: usize| (0..n).map(|at| (format!("D{at}"), String::new())).collect::<Vec<_>>();
        assert_eq!(listed(known(0)), ".");
        assert_eq!(listed(known(2)), ", of D0, D1.");
        assert!(listed(known(21)).ends_with("D19 and more."));
    }
}
