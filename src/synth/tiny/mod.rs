//! stub
use crate::register::Register;
pub(super) fn register(_seed: u64) -> Register {
    super::make::empty("Tiny", super::make::date("2012-04-02"))
}
