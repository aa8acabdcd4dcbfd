//! The register's tables and their columns in the words of those who keep them.

/// A table of the register.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Its name: its file without `.csv`.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) title: &'static str,
    /// What one row of it is.
    pub(crate) row: &'static str,
    /// Whether the first column is the row's own reference, which no other row has.
    pub(crate) has_references: bool,
    pub(crate) columns: &'static [Column],
}

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// What is wanted.
    pub(crate) hint: &'static str,
    pub(crate) holds: Holds,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    /// A date, written as people write it.
    Date,
    /// A date or a moment, written as people write them.
    Moment,
    /// A time of day.
    Time,
    /// One of a few words, or nothing.
    Word(&'static [&'static str]),
    /// One of a few words.
    NeededWord(&'static [&'static str]),
    /// A reference of another table, or nothing.
    Link(&'static str),
    /// A reference of another table.
    NeededLink(&'static str),
    /// References of another table, separated by `;`.
    Links(&'static str),
    /// A reference that the other table should have; one that it has not is taken as it is.
    Named(&'static str),
    /// A kind of meeting of the policy.
    MeetingKind,
    /// Kinds of meeting, separated by `;`.
    MeetingKinds,
}

/// The policy, which is no table.
pub(crate) const POLICY: &str = "authority.toml";

/// The groups of tables with their titles.
pub(crate) const GROUPS: [(&str, &[&str]); 5] = [
    ("People", &["staff", "hours", "absences"]),
    ("Rooms", &["venues", "rooms", "closures"]),
    ("Districts and places", &["districts", "places", "roads"]),
    ("Families and meetings", &["households", "children", "unavailable", "meetings"]),
    (
        "What became of meetings and children",
        &["outcomes", "decisions", "plans", "care", "child_details", "escalations", "combined"],
    ),
];

const fn column(name: &'static str, label: &'static str, hint: &'static str, holds: Holds) -> Column {
    Column { name, label, hint, holds }
}

use Holds::{
    Date, Link, Links, MeetingKind, MeetingKinds, Moment, Named, NeededLink, NeededWord, Text, Time, Word,
};

const REFERENCE: &str =
    "1 to 40 letters, digits, dots, dashes or underscores, such as PRE-1. No other row has it.";
const NO_NAME: &str = "A number or code that names nobody: letters, digits, dots, dashes or underscores.";
const STARTS: &str = "A day such as 18/04/2012, or a moment such as 18/04/2012 09:30.";
const ENDS: &str =
    "A day such as 18/04/2012, which counts too, or a moment such as 18/04/2012 12:00, which does not.";
const REASON: &str = "A word such as leave. No names.";
const MOMENT: &str = "A moment such as 18/04/2012 09:30.";
const YES_NO: &[&str] = &["yes", "no"];
const CATEGORIES: &[&str] = &["neglect", "emotional", "physical", "sexual", "multiple"];
const WEEK: &[&str] = &["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Every table, in the order in which registers list them.
pub(crate) const TABLES: [Kept; 20] = [
    Kept {
        name: "places",
        title: "Places",
        row: "place",
        has_references: true,
        columns: &[
            column("place", "Reference", REFERENCE, Text),
            column("name", "Name", "A town, an office or a ward; never a family's address.", Text),
            column("district", "District", "The reference of a district.", Named("districts")),
            column("lat", "Latitude", "Decimal degrees, such as 53.7935.", Text),
            column("lon", "Longitude", "Decimal degrees, such as -2.7081.", Text),
        ],
    },
    Kept {
        name: "roads",
        title: "Roads",
        row: "road",
        has_references: false,
        columns: &[
            column("from", "From place", "", NeededLink("places")),
            column("to", "To place", "", NeededLink("places")),
            column("minutes", "Driving time", "Whole minutes.", Text),
            column("one_way", "One way", "Empty: both ways.", Word(&["yes", "no"])),
        ],
    },
    Kept {
        name: "districts",
        title: "Districts",
        row: "district",
        has_references: true,
        columns: &[
            column("district", "Reference", REFERENCE, Text),
            column("name", "Name", "", Text),
            column("cluster", "Cluster", "The group of districts that it is in, if there is one.", Text),
        ],
    },
    Kept {
        name: "venues",
        title: "Venues",
        row: "venue",
        has_references: true,
        columns: &[
            column("venue", "Reference", REFERENCE, Text),
            column("name", "Name", "", Text),
            column("place", "Place", "Empty for an online venue only.", Link("places")),
            column(
                "kind",
                "Kind",
                "Empty: other.",
                Word(&[
                    "district_office",
                    "childrens_centre",
                    "capss_centre",
                    "school",
                    "family_centre",
                    "other",
                    "online",
                ]),
            ),
            column("opens", "Opens", "Empty: with the office hours.", Time),
            column("closes", "Closes", "Empty: with the office hours.", Time),
            column(
                "weekdays",
                "Weekdays",
                "Separated by semicolons, such as Mon;Tue;Wed. Empty: Monday to Friday.",
                Text,
            ),
            column("from", "In use from", "Empty: already.", Date),
            column("until", "In use until", "Its last day. Empty: for good.", Date),
            column(
                "features",
                "Features",
                "Words separated by semicolons, such as step_free;withdrawal_room;hearing_loop.",
                Text,
            ),
        ],
    },
    Kept {
        name: "rooms",
        title: "Rooms",
        row: "room",
        has_references: true,
        columns: &[
            column("room", "Reference", REFERENCE, Text),
            column("venue", "Venue", "", NeededLink("venues")),
            column("capacity", "Capacity", "How many people it seats, a whole number.", Text),
            column("features", "Features", "Words separated by semicolons, beside those of the venue.", Text),
        ],
    },
    Kept {
        name: "closures",
        title: "Closures",
        row: "closure",
        has_references: false,
        columns: &[
            column("venue", "Venue", "May be empty where the room is given.", Link("venues")),
            column("room", "Room", "Empty: the whole venue.", Link("rooms")),
            column("starts", "Starts", STARTS, Moment),
            column("ends", "Ends", ENDS, Moment),
            column("reason", "Reason", "A word such as repairs. No names.", Text),
        ],
    },
    Kept {
        name: "staff",
        title: "Staff",
        row: "member of staff",
        has_references: true,
        columns: &[
            column("staff", "Reference", REFERENCE, Text),
            column("name", "Name", "May be empty. Shown in this table only.", Text),
            column("role", "Role", "", NeededWord(&["iro", "senior_iro", "minute_taker"])),
            column("base", "Base", "The place where each working day starts and ends.", NeededLink("places")),
            column("fte", "Full-time equivalent", "A decimal such as 0.6. Empty: 1.", Text),
            column("contract", "Contract", "", Word(&["permanent", "temporary", "agency", "secondment"])),
            column("from", "Works from", "Empty: already.", Date),
            column("until", "Works until", "The last day. Empty: for good.", Date),
            column("chairs", "Kinds of meeting chaired", "Empty: all.", MeetingKinds),
            column(
                "districts",
                "Districts covered",
                "Empty: all. A minute taker works in no others; a chair would rather not.",
                Links("districts"),
            ),
            column("per_day", "Most meetings in a day", "A whole number. Empty: 3.", Text),
            column(
                "features",
                "Skills",
                "Words separated by semicolons, such as language:urdu;gender:female.",
                Text,
            ),
        ],
    },
    Kept {
        name: "hours",
        title: "Working hours",
        row: "spell of hours",
        has_references: false,
        columns: &[
            column("staff", "Member of staff", "", NeededLink("staff")),
            column("weekday", "Weekday", "A weekday without a row is not worked.", NeededWord(WEEK)),
            column("starts", "Starts", "", Time),
            column("ends", "Ends", "", Time),
        ],
    },
    Kept {
        name: "absences",
        title: "Absences",
        row: "absence",
        has_references: false,
        columns: &[
            column("staff", "Member of staff", "", NeededLink("staff")),
            column("starts", "Starts", STARTS, Moment),
            column("ends", "Ends", ENDS, Moment),
            column("reason", "Reason", REASON, Text),
        ],
    },
    Kept {
        name: "households",
        title: "Households",
        row: "household",
        has_references: true,
        columns: &[
            column("household", "Reference", NO_NAME, Text),
            column("district", "District", "The reference of a district.", Named("districts")),
            column(
                "home",
                "Home area",
                "A place that stands for the home, such as a ward; never an address.",
                Link("places"),
            ),
            column("children", "Children", "How many have a plan, or are considered for one.", Text),
            column("iro", "The family's chair", "Empty: none yet.", Link("staff")),
            column("iro_since", "Chair since", "", Date),
            column("social_worker", "Social worker", "A reference, never a name.", Text),
            column("venues_excluded", "Venues that it must not go to", "", Links("venues")),
            column("conflicts", "Staff who may not chair it", "", Links("staff")),
        ],
    },
    Kept {
        name: "children",
        title: "Children",
        row: "child",
        has_references: true,
        columns: &[
            column("child", "Reference", NO_NAME, Text),
            column("household", "Household", "", NeededLink("households")),
            column("plan", "Plan", "", Word(&["cp", "cla", "both", "none"])),
            column("plan_start", "Plan since", "", Date),
            column("category", "Category", "", Word(CATEGORIES)),
            column("previous_plans", "Earlier plans", "A whole number.", Text),
            column("looked_after_since", "Looked after since", "", Date),
        ],
    },
    Kept {
        name: "meetings",
        title: "Meetings",
        row: "meeting",
        has_references: true,
        columns: &[
            column("meeting", "Reference", NO_NAME, Text),
            column("kind", "Kind", "", MeetingKind),
            column(
                "household",
                "Household",
                "Empty where it is about no family, such as an adult's strategy meeting.",
                Link("households"),
            ),
            column(
                "from_date",
                "Counted from",
                "The day that its time limit counts from, such as the last conference.",
                Date,
            ),
            column("due", "Due by law", "Empty: as the kind's rule says.", Date),
            column("target", "Target", "Empty: as the kind's rule says.", Date),
            column("earliest", "Not before", "Empty: as the kind's rule says.", Date),
            column(
                "attendees",
                "People who come",
                "A whole number. Empty: no test of the room's capacity.",
                Text,
            ),
            column("needs", "The room needs", "Words separated by semicolons, such as step_free.", Text),
            column(
                "iro_needs",
                "The chair needs",
                "Words separated by semicolons, such as language:urdu.",
                Text,
            ),
            column("minutes", "Length", "Whole minutes. Empty: as long as its kind.", Text),
            column("prefers", "Prefers", "Empty: any time of day.", Word(&["am", "pm"])),
            column(
                "status",
                "Stands",
                "Empty: to book. Whether it is booked is for its booking to say.",
                Word(&["to_book", "booked", "held", "adjourned", "cancelled"]),
            ),
            column("home", "Home area", "Only where there is no household.", Link("places")),
            column("district", "District", "Only where there is no household.", Named("districts")),
            column("children", "Children", "Only where there is no household.", Text),
        ],
    },
    Kept {
        name: "unavailable",
        title: "Times when people cannot come",
        row: "time",
        has_references: false,
        columns: &[
            column(
                "meeting",
                "Meeting",
                "Give one of meeting, household and social worker.",
                Link("meetings"),
            ),
            column("household", "Household", "", Link("households")),
            column("social_worker", "Social worker", "A reference, never a name.", Text),
            column("starts", "Starts", STARTS, Moment),
            column("ends", "Ends", ENDS, Moment),
            column("reason", "Reason", REASON, Text),
        ],
    },
    Kept {
        name: "outcomes",
        title: "Outcomes of meetings",
        row: "record of a meeting",
        has_references: false,
        columns: &[
            column(
                "meeting",
                "Meeting",
                "A further row about the same meeting corrects the earlier ones.",
                NeededLink("meetings"),
            ),
            column("result", "Result", "", NeededWord(&["held", "adjourned", "cancelled"])),
            column("on", "Day", "The day on which it was held, or would have been.", Date),
            column("chair", "Chair", "Who chaired it.", Link("staff")),
            column(
                "reason",
                "Reason",
                "Why it was not held, or not completed.",
                Word(&[
                    "no_social_worker",
                    "no_report",
                    "not_quorate",
                    "venue_confusion",
                    "chair_absent",
                    "family_request",
                    "more_information",
                    "other",
                ]),
            ),
            column(
                "agencies",
                "Agencies there",
                "Separated by semicolons: social_care, health, education, police, probation, housing, midwifery, adult_services, voluntary, other.",
                Text,
            ),
            column("quorate", "Quorate", "As its chair judged it.", Word(YES_NO)),
            column("parents", "A parent or carer there", "", Word(YES_NO)),
            column("advocate", "An advocate there", "", Word(YES_NO)),
            column("report_shared", "Report shared with the parents", MOMENT, Moment),
            column("sheet_sent", "Decision sheet sent", MOMENT, Moment),
            column("minutes_signed", "Minutes signed off", "", Date),
            column("minutes_sent", "Minutes distributed", "", Date),
            column(
                "concern",
                "Concern about progress",
                "Quality forms of cases of concern come first.",
                Word(YES_NO),
            ),
            column("form_done", "Quality form completed", "", Date),
            column("questionnaires_given", "Questionnaires given", "A whole number.", Text),
            column("questionnaires_returned", "Questionnaires returned", "A whole number.", Text),
            column("recorded", "Recorded", MOMENT, Moment),
            column("by", "Recorded by", "An account's or a member of staff's reference, never a name.", Text),
        ],
    },
    Kept {
        name: "decisions",
        title: "Decisions",
        row: "decision",
        has_references: false,
        columns: &[
            column("meeting", "Meeting", "", NeededLink("meetings")),
            column("child", "Child", "", NeededLink("children")),
            column(
                "verdict",
                "Decision",
                "",
                NeededWord(&["plan_starts", "plan_continues", "plan_ends", "no_plan"]),
            ),
            column("category", "Category", "Empty: as it was.", Word(CATEGORIES)),
            column(
                "participation",
                "How the child took part",
                "The codes of the SSDA903 guide.",
                Word(&["PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"]),
            ),
        ],
    },
    Kept {
        name: "plans",
        title: "Child protection plans from before the record",
        row: "plan",
        has_references: false,
        columns: &[
            column("child", "Child", "", NeededLink("children")),
            column("starts", "Starts", "The day of its initial conference.", Date),
            column("ends", "Ends", "Empty: it is open.", Date),
            column("category", "Category", "", Word(CATEGORIES)),
            column("previous", "Earlier plans", "A whole number. Empty: not known.", Text),
            column("previous_end", "End of the plan before it", "", Date),
        ],
    },
    Kept {
        name: "care",
        title: "Times in care",
        row: "time in care",
        has_references: false,
        columns: &[
            column("child", "Child", "", NeededLink("children")),
            column("starts", "Starts", "The day on which the child became looked after.", Date),
            column("ends", "Ends", "Empty: the child is looked after.", Date),
            column("legal_status", "Legal status", "A code or a word, such as section_20.", Text),
            column("placement", "Placement", "A code or a word, never an address.", Text),
        ],
    },
    Kept {
        name: "child_details",
        title: "What else is known of children",
        row: "child's details",
        has_references: false,
        columns: &[
            column("child", "Child", "", NeededLink("children")),
            column("born", "Born", "Reports show ages only.", Date),
            column("expected", "Expected birth", "Of a child not yet born.", Date),
            column("ethnicity", "Ethnicity", "A code of the census, or a word.", Text),
        ],
    },
    Kept {
        name: "escalations",
        title: "Escalations",
        row: "step of an escalation",
        has_references: false,
        columns: &[
            column("escalation", "Reference", "Each step is a row with the same reference.", Text),
            column("household", "Household", "", NeededLink("households")),
            column("since", "Since", "The day on which the step began.", Date),
            column(
                "step",
                "With whom",
                "",
                NeededWord(&["team_manager", "district_manager", "head_of_service", "director"]),
            ),
            column("resolved", "Resolved", "Empty: not yet.", Date),
        ],
    },
    Kept {
        name: "combined",
        title: "Meetings that are another one too",
        row: "combination",
        has_references: false,
        columns: &[
            column("meeting", "Meeting", "", NeededLink("meetings")),
            column("kind", "Also held as", "Such as a review of looked-after children.", MeetingKind),
        ],
    },
];

/// Returns the table of a name, with or without `.csv`.
pub(crate) fn kept(name: &str) -> Option<&'static Kept> {
    let name = name.strip_suffix(".csv").unwrap_or(name);
    TABLES.iter().find(|table| table.name == name)
}

impl Kept {
    /// Returns the name of its file.
    pub(crate) fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// Whether it is a record of what happened at meetings: rows are put behind those that stand, and none is overwritten.
    pub(crate) fn is_record(&self) -> bool {
        matches!(self.name, "outcomes" | "decisions")
    }

    /// Returns a column that every register knows.
    pub(crate) fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns an empty table with every column.
    pub(crate) fn empty(&self) -> super::grid::Grid {
        let header = self.columns.iter().map(|column| column.name.to_owned()).collect();
        super::grid::Grid { header, rows: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{register_files, register_from_texts};
    use crate::serve::tables::grid::Grid;
    use crate::synth::{Preset, generate};

    #[test]
    fn every_table_of_a_register_is_kept_with_every_column() {
        for preset in [Preset::Tiny, Preset::Lancashire2012] {
            for (name, text) in register_files(&generate(preset, 1)) {
                if name == POLICY || name == "bookings.csv" {
                    continue;
                }
                let kept = kept(&name).expect("a table that is kept");
                for column in Grid::read(&text).header {
                    assert!(kept.column(&column).is_some(), "{name}: {column}");
                }
                assert!(GROUPS.iter().any(|group| group.1.contains(&kept.name)), "{name} is in no group");
            }
        }
    }

    /// The reader refuses a column that it does not know.
    #[test]
    fn every_column_is_one_that_the_reader_knows() {
        let files = register_files(&generate(Preset::Tiny, 1));
        for kept in &TABLES {
            let grid = files.iter().find(|file| file.0 == kept.file()).map_or_else(
                || kept.empty(),
                |file| {
                    let old = Grid::read(&file.1);
                    let mut grid = kept.empty();
                    for row in 0..old.rows.len() {
                        grid.add();
                        for column in &old.header {
                            grid.set(row, column, old.cell(row, column));
                        }
                    }
                    grid
                },
            );
            // Roads without a row say that there are none, which leaves places out of reach.
            if kept.name == "roads" && grid.rows.is_empty() {
                continue;
            }
            let (name, text) = (kept.file(), grid.write());
            let mut texts: Vec<(&str, &str)> = files
                .iter()
                .filter(|file| file.0 != name)
                .map(|file| (file.0.as_str(), file.1.as_str()))
                .collect();
            texts.push((&name, &text));
            let read = register_from_texts(&texts, None);
            assert!(read.is_ok(), "{name}: {:?}", read.err());
        }
    }
}
