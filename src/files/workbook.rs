//! Reading workbooks.

use std::path::Path;

use super::findings::Findings;
use super::source::Source;

/// Reads a register's text from a workbook.
pub(super) fn read(path: &Path, findings: &mut Findings) -> Option<Source> {
    findings.fault_of_file(path.display().to_string(), "is a workbook; wanted a folder");
    None
}
