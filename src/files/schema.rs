//! The files of a register and their columns: those of the contract, then those of the record of what became of meetings and children.

/// One CSV file, or one sheet of a workbook.
#[derive(Debug)]
pub(super) struct Schema {
    /// Its name without `.csv`.
    pub(super) name: &'static str,
    /// Whether a register must have it.
    pub(super) is_required: bool,
    /// Columns that it must have.
    pub(super) required: &'static [&'static str],
    /// Columns that it may have.
    pub(super) optional: &'static [&'static str],
}

/// The name of the authority's policy: a sheet of a workbook, `authority.toml` in a folder.
pub(super) const AUTHORITY: &str = "authority";
/// The policy's file.
pub(super) const AUTHORITY_FILE: &str = "authority.toml";

const fn required(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Schema {
    Schema { name, is_required: true, required, optional }
}

const fn optional(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Schema {
    Schema { name, is_required: false, required, optional }
}

/// Every table, in the order in which they are read, written and listed.
pub(super) const TABLES: [Schema; 21] = [
    required("places", &["place", "lat", "lon"], &["name", "district"]),
    optional("roads", &["from", "to", "minutes"], &["one_way"]),
    optional("districts", &["district"], &["name", "cluster"]),
    required(
        "venues",
        &["venue", "place"],
        &["name", "kind", "opens", "closes", "weekdays", "from", "until", "features"],
    ),
    required("rooms", &["room", "venue", "capacity"], &["features"]),
    optional("closures", &[], &["venue", "room", "starts", "ends", "reason"]),
    required(
        "staff",
        &["staff", "role", "base"],
        &["name", "fte", "contract", "from", "until", "chairs", "districts", "per_day", "features"],
    ),
    required("hours", &["staff", "weekday", "starts", "ends"], &[]),
    optional("absences", &["staff"], &["starts", "ends", "reason"]),
    optional(
        "households",
        &["household"],
        &[
            "district",
            "home",
            "children",
            "iro",
            "iro_since",
            "social_worker",
            "venues_excluded",
            "conflicts",
        ],
    ),
    optional(
        "children",
        &["child", "household"],
        &["plan", "plan_start", "category", "previous_plans", "looked_after_since"],
    ),
    required(
        "meetings",
        &["meeting", "kind"],
        &[
            "household",
            "from_date",
            "due",
            "target",
            "earliest",
            "attendees",
            "needs",
            "iro_needs",
            "minutes",
            "prefers",
            "status",
            "home",
            "district",
            "children",
        ],
    ),
    optional("unavailable", &[], &["meeting", "household", "social_worker", "starts", "ends", "reason"]),
    optional("bookings", &["meeting", "starts"], &["iro", "room", "minute_taker", "status"]),
    optional(
        "outcomes",
        &["meeting", "result", "on"],
        &[
            "chair",
            "reason",
            "agencies",
            "quorate",
            "parents",
            "advocate",
            "report_shared",
            "sheet_sent",
            "minutes_signed",
            "minutes_sent",
            "concern",
            "form_done",
            "questionnaires_given",
            "questionnaires_returned",
            "recorded",
            "by",
        ],
    ),
    optional("decisions", &["meeting", "child", "verdict"], &["category", "participation"]),
    optional("plans", &["child", "starts"], &["ends", "category", "previous", "previous_end"]),
    optional("care", &["child", "starts"], &["ends", "legal_status", "placement"]),
    optional("child_details", &["child"], &["born", "expected", "ethnicity"]),
    optional("escalations", &["escalation", "household", "since", "step"], &["resolved"]),
    optional("combined", &["meeting", "kind"], &[]),
];

/// Returns a table's schema.
pub(super) fn schema(name: &str) -> Option<&'static Schema> {
    TABLES.iter().find(|schema| schema.name == name)
}

impl Schema {
    /// Returns every column that is listed, the required ones first.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.required.iter().chain(self.optional).copied()
    }
}

/// Whether a column is the register's own business.
pub(super) fn is_own_column(name: &str) -> bool {
    name.starts_with("x_")
}
