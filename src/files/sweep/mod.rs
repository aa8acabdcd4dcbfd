//! Sweeps as files: what is to be run as TOML, and the folder that workers share.
//!
//! A sweep's folder holds `plan.json`, a copy of every text in `inputs`, and a file a shard in `shards`. A worker needs nothing
//! else, keeps nothing, and writes one file whole or not at all; what is there and sound is never made twice.

mod folder;
mod order;

pub use folder::{SweepError, SweepFolder, lay_out, outcome_bytes};
pub use order::{SweepOrder, read_sweep};
