//! Writing a register: its files, into a folder of their own, whole or not at all.

use std::path::Path;

use anyhow::Result;

use super::interrupt::Interrupt;
use crate::files::{Contents, OutputFolder, register_files};
use crate::register::Register;

/// Writes a register into a folder.
///
/// # Errors
/// Where something is there that may not be replaced, or the system refuses; nothing is left behind.
pub(super) fn write_register(
    register: &Register,
    out: &Path,
    force: bool,
    interrupt: &Interrupt,
) -> Result<()> {
    interrupt.while_writing(|writing| {
        let mut folder = OutputFolder::create(out, Contents::Register, force)?;
        for (name, text) in register_files(register) {
            writing.go_on()?;
            folder.write(&name, text)?;
        }
        writing.go_on()?;
        Ok(folder.finish()?)
    })
}
