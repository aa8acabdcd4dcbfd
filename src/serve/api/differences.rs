//! What would change in a table, as calls are told of it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::serve::acts::import::compare::{Difference, Rows};

/// What a text would change in a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DifferenceShown {
    /// The table, or the policy, whose rows are lines.
    #[schema(example = "staff.csv")]
    table: String,
    /// How many rows it would have.
    n_rows: usize,
    added: RowsShown,
    /// Rows with the same reference and other cells. In a table without references, rows that differ are added and gone.
    changed: RowsShown,
    gone: RowsShown,
}

/// Rows of one sort.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RowsShown {
    /// How many.
    n: usize,
    /// The first of them by reference.
    named: Vec<String>,
}

impl DifferenceShown {
    /// Returns what would change in a table.
    pub(crate) fn of(table: &str, difference: &Difference) -> DifferenceShown {
        let rows = |rows: &Rows| RowsShown { n: rows.n, named: rows.named.clone() };
        DifferenceShown {
            table: table.to_owned(),
            n_rows: difference.n_rows,
            added: rows(&difference.added),
            changed: rows(&difference.changed),
            gone: rows(&difference.gone),
        }
    }
}
