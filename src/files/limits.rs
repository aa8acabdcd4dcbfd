//! How much of anything is read: far above any council's register, far below what a machine cannot hold.

/// Bytes of one file.
pub(super) const FILE_BYTES: u64 = 64 << 20;
/// Bytes of authority.toml.
pub(super) const POLICY_BYTES: usize = 256 << 10;
/// Cells of one table, empty ones included.
pub(super) const CELLS: usize = 5_000_000;
/// Items of a list in a cell.
pub(super) const LIST_ITEMS: usize = 200;
/// Rows of one table.
pub(super) const ROWS: usize = 1_000_000;
/// Columns of one table.
pub(super) const COLUMNS: usize = 1_000;
/// Characters of one cell.
pub(super) const CELL_CHARACTERS: usize = 10_000;
/// Bytes of all parts of a workbook together once they are unpacked.
pub(super) const UNPACKED_BYTES: u64 = 512 << 20;
/// Places: driving times are a square table of them.
pub(super) const PLACES: usize = 5_000;
/// Bytes of text in a workbook's cells together: many cells can share one long text.
pub(super) const WORKBOOK_TEXT_BYTES: usize = 256 << 20;
/// Rows that a sheet of a workbook can have.
pub(super) const SHEET_ROWS: u64 = 1 << 20;
/// Columns that a sheet of a workbook can have.
pub(super) const SHEET_COLUMNS: usize = 1 << 14;
