//! What an event changed, as lines for people: bookings from where to where, tables by rows and columns, accounts.
//!
//! A table of the register may hold what says something of a person. Who may not edit it reads how many rows and which columns
//! changed, and no cell.

use std::collections::BTreeMap;

use serde_json::Value;

use super::sheet::{Sheet, lines_gone};
use crate::serve::clock::local;
use crate::store::{Contents, Status, Stored, Table, TableChange};
use crate::words::{count, day};

/// Most lines that one event shows.
const MOST_LINES: usize = 100;

/// Something that an event changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// What.
    pub(crate) of: String,
    /// What stood before; empty where nothing did.
    pub(crate) before: String,
    /// What stands since.
    pub(crate) after: String,
}

impl Line {
    fn new(of: impl Into<String>, before: impl Into<String>, after: impl Into<String>) -> Line {
        Line { of: of.into(), before: before.into(), after: after.into() }
    }
}

/// Returns what an event changed. With `cells` the cells of tables are shown.
pub(crate) fn lines(contents: &Contents, cells: bool) -> Vec<Line> {
    let (before, after) = (&contents.before, &contents.after);
    let mut lines = match TableChange::of(contents) {
        Some(change) => of_table(&change, cells),
        None => match (bookings_of(before), bookings_of(after)) {
            (Some(old), Some(new)) => of_bookings(&old, &new, cells),
            _ => of_facts(before, after),
        },
    };
    let n = lines.len();
    if MOST_LINES < n {
        lines.truncate(MOST_LINES);
        lines.push(Line::new(format!("and {} more", n - MOST_LINES), "", ""));
    }
    lines
}

fn bookings_of(json: &Value) -> Option<BTreeMap<String, Option<Stored>>> {
    serde_json::from_value(json.clone()).ok()
}

fn of_bookings(
    before: &BTreeMap<String, Option<Stored>>,
    after: &BTreeMap<String, Option<Stored>>,
    cells: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (meeting, new) in after {
        let old = before.get(meeting).and_then(Option::as_ref);
        lines.push(Line::new(format!("Meeting {meeting}"), booking_words(old), booking_words(new.as_ref())));
        if cells {
            let extra = |stored: Option<&Stored>| {
                stored.map(|stored| stored.booking.extra.clone()).unwrap_or_default()
            };
            lines.extend(of_cells(&format!("Meeting {meeting}"), &extra(old), &extra(new.as_ref())));
        }
    }
    lines
}

/// Returns a booking in references: `Wed 18 April 2012 10:00 to 11:30, room PRE-1, chair IRO1, minutes MT1, confirmed`.
fn booking_words(stored: Option<&Stored>) -> String {
    let Some(stored) = stored else { return "not booked".to_owned() };
    let booking = &stored.booking;
    let clock = |minute: i32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let status = match booking.status {
        Status::Cancelled => return "cancelled".to_owned(),
        Status::OnHold { until } => format!("held free until {}", local(until)),
        Status::Proposed => "proposed".to_owned(),
        Status::Confirmed => "confirmed".to_owned(),
        Status::Held => "held".to_owned(),
    };
    let taker = booking.minute_taker.as_ref().map_or_else(String::new, |taker| format!(", minutes {taker}"));
    format!(
        "{} {} to {}, room {}, chair {}{taker}, {status}",
        day(booking.day),
        clock(booking.start_minute),
        clock(booking.end_minute),
        booking.room,
        booking.chair
    )
}

fn of_table(change: &TableChange, cells: bool) -> Vec<Line> {
    let name = change.name.as_str();
    let (old, new) = match (change.texts(), change.rows()) {
        (Some((old, new)), _) if !name.ends_with(".csv") => return of_text(name, old, new, cells),
        (Some((old, new)), _) => (Sheet::read(old), Sheet::read(new)),
        (None, Some([old, new])) => (Sheet::of(&old), Sheet::of(&new)),
        (None, None) => return Vec::new(),
    };
    let difference = old.difference(&new);
    let rows = |sheet: &Sheet| count(sheet.n_rows as i64, "row");
    let mut lines = vec![Line::new(name, rows(&old), format!("{}: {}", rows(&new), difference.words()))];
    if !cells {
        return lines;
    }
    let of = |key: &str| format!("{name}, {key}");
    lines
        .extend(difference.removed.iter().map(|row| Line::new(of(&old.key(row)), row_words(row), "removed")));
    lines.extend(difference.added.iter().map(|row| Line::new(of(&new.key(row)), "", row_words(row))));
    for (from, to) in &difference.changed {
        lines.extend(of_cells(&of(&new.key(to)), from, to));
    }
    lines
}

fn row_words(row: &BTreeMap<String, String>) -> String {
    row.iter().map(|(column, cell)| format!("{column} {cell}")).collect::<Vec<_>>().join(", ")
}

fn of_cells(of: &str, from: &BTreeMap<String, String>, to: &BTreeMap<String, String>) -> Vec<Line> {
    let mut columns: Vec<&String> = from.keys().chain(to.keys()).collect();
    columns.sort_unstable();
    columns.dedup();
    let cell = |row: &BTreeMap<String, String>, column: &String| row.get(column).cloned().unwrap_or_default();
    let changed = columns.into_iter().filter(|column| from.get(*column) != to.get(*column));
    changed.map(|column| Line::new(format!("{of}, {column}"), cell(from, column), cell(to, column))).collect()
}

/// A file that is no table, such as the policy: line by line.
fn of_text(name: &str, old: &str, new: &str, cells: bool) -> Vec<Line> {
    let (removed, added) = (lines_gone(old, new), lines_gone(new, old));
    let n_lines = |text: &str| count(text.lines().count() as i64, "line");
    let what = format!("{}: {} added, {} removed", n_lines(new), added.len(), removed.len());
    let mut lines = vec![Line::new(name, n_lines(old), what)];
    if cells {
        lines.extend(removed.iter().map(|line| Line::new(name, *line, "removed")));
        lines.extend(added.iter().map(|line| Line::new(name, "", *line)));
    }
    lines
}

/// What other events say of themselves: accounts, and the making, restoring and pruning of a store.
fn of_facts(before: &Value, after: &Value) -> Vec<Line> {
    let Value::Object(new) = after else { return Vec::new() };
    let mut lines = Vec::new();
    let mut facts: Vec<(&String, &Value)> = new.iter().collect();
    facts.sort_by_key(|(name, _)| *name);
    for (name, value) in facts {
        if name == "tables" {
            let tables: Vec<Table> = serde_json::from_value(value.clone()).unwrap_or_default();
            lines.extend(tables.iter().map(|table| {
                let n = table.text.lines().count();
                let held = if table.name.ends_with(".csv") {
                    count(n.saturating_sub(1) as i64, "row")
                } else {
                    count(n as i64, "line")
                };
                Line::new(table.name.as_str(), "", held)
            }));
            continue;
        }
        let old = before.get(name).map(fact).unwrap_or_default();
        let new = fact(value);
        if old != new {
            lines.push(Line::new(fact_name(name), old, new));
        }
    }
    lines
}

fn fact_name(name: &str) -> String {
    match name {
        "account" => "Account",
        "role" => "Role",
        "person" => "Member of staff",
        "active" => "May sign in",
        "signs_in_with" => "Signs in with",
        "feed" => "Calendar feed",
        "number" => "Last event of the copy",
        "hash" => "Its hash",
        "events" => "Events whose contents were removed",
        "before" => "Those before",
        other => other,
    }
    .to_owned()
}

fn fact(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn contents(before: Value, after: Value) -> Contents {
        Contents { subjects: Vec::new(), before, after, why: String::new() }
    }

    fn stored(start: i32, status: Value) -> Value {
        json!({
            "booking": {
                "meeting": "M1", "day": "2012-04-18", "start_minute": start, "end_minute": start + 90, "room": "PRE-1",
                "chair": "IRO1", "minute_taker": "MT1", "households": ["H1"], "status": status, "takes": [],
                "extra": { "x_note": "quiet room" },
            },
            "sequence": 0, "version": 2, "changed_by": "clerk", "changed_at": "2012-04-01T09:00:00Z",
        })
    }

    fn table(name: &str, text: &str) -> Value {
        json!({ "name": name, "text": text, "version": 3, "changed_by": "clerk", "changed_at": "2012-04-01T09:00:00Z" })
    }

    #[test]
    fn a_booking_is_told_from_where_to_where() {
        let event = contents(json!({ "M1": null }), json!({ "M1": stored(600, json!("confirmed")) }));
        let line = &lines(&event, false)[0];
        assert_eq!((line.of.as_str(), line.before.as_str()), ("Meeting M1", "not booked"));
        assert_eq!(
            line.after,
            "Wed 18 April 2012 10:00 to 11:30, room PRE-1, chair IRO1, minutes MT1, confirmed"
        );
        let event = contents(
            json!({ "M1": stored(600, json!("confirmed")) }),
            json!({ "M1": stored(600, json!("cancelled")) }),
        );
        assert_eq!(lines(&event, false), [Line::new("Meeting M1", line.after.as_str(), "cancelled")]);
    }

    #[test]
    fn cells_are_for_those_who_may_edit() {
        let event = contents(
            table("staff.csv", "reference,name,fte\nIRO1,Ann,1.0\nIRO2,Bea,0.5\n"),
            table("staff.csv", "reference,name,fte\nIRO1,Ann,0.8\nIRO3,Cy,1.0\n"),
        );
        let counted = lines(&event, false);
        assert_eq!(
            counted,
            [Line::new("staff.csv", "2 rows", "2 rows: 1 added, 1 removed, 1 changed in column fte")]
        );
        let shown = lines(&event, true);
        assert!(shown.contains(&Line::new("staff.csv, IRO1, fte", "1.0", "0.8")), "{shown:?}");
        assert!(
            shown.contains(&Line::new("staff.csv, IRO2", "fte 0.5, name Bea, reference IRO2", "removed")),
            "{shown:?}"
        );
    }

    #[test]
    fn no_cell_of_an_event_comes_through_where_cells_are_hidden() {
        let secret = "CANARY";
        let events = [
            contents(
                table("staff.csv", "reference,name\nIRO1,CANARY\n"),
                table("staff.csv", "reference,name\nIRO1,x\n"),
            ),
            contents(
                table("authority.toml", "name = \"CANARY\"\n"),
                table("authority.toml", "name = \"x\"\n"),
            ),
            contents(table("staff.csv", ""), table("staff.csv", "reference,name\nCANARY,CANARY\n")),
            contents(Value::Null, json!({ "tables": [table("staff.csv", "reference,name\nIRO1,CANARY\n")] })),
        ];
        for event in events {
            let shown = format!("{:?}", lines(&event, false));
            assert!(!shown.contains(secret) && shown.contains('1'), "{shown}");
        }
        let extra = contents(json!({ "M1": null }), json!({ "M1": stored(600, json!("confirmed")) }));
        assert!(!format!("{:?}", lines(&extra, false)).contains("quiet room"));
        assert!(format!("{:?}", lines(&extra, true)).contains("quiet room"));
    }

    #[test]
    fn accounts_and_the_like_say_what_changed_of_them() {
        let event = contents(
            json!({ "account": "C1", "role": "clerk", "person": null, "active": true, "signs_in_with": "password" }),
            json!({ "account": "C1", "role": "manager", "person": null, "active": false, "signs_in_with": "password" }),
        );
        assert_eq!(
            lines(&event, false),
            [Line::new("May sign in", "yes", "no"), Line::new("Role", "clerk", "manager")]
        );
        assert!(lines(&contents(Value::Null, Value::Null), true).is_empty());
    }

    #[test]
    fn a_long_change_is_cut_and_that_is_said() {
        let text: String = (0..300).map(|n| format!("S{n},x\n")).collect();
        let event = contents(table("staff.csv", ""), table("staff.csv", &format!("reference,name\n{text}")));
        let shown = lines(&event, true);
        assert_eq!(shown.len(), MOST_LINES + 1);
        // 1 line of counts and 300 rows.
        assert_eq!(shown[MOST_LINES].of, "and 201 more");
    }
}
