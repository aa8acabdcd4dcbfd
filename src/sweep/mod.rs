//! A forecast too large for one machine, cut into shards: many baselines, each with its scenarios, a range of replications at a
//! time.
//!
//! A shard needs nothing but the plan and the texts; it leaves no state, and its key is a hash of all that decides its
//! result. So any engine may hand shards out, in any order, twice or again after a loss: what is put together at the end
//! is, byte for byte, what one process would have made. Scenarios stay with their baseline, because differences are
//! taken replication by replication.
//!
//! Knows nothing of files, clocks or screens, and nothing of the engine that hands shards out.

mod key;
mod merge;
mod plan;
mod run;
mod shard;

pub use key::{Hash, Key};
pub use merge::{Mismatch, add};
pub use plan::{Bad, Forecast, Input, NoShard, Order, Plan, Shard};
pub use run::Service;
pub use shard::{Unsound, read, write};
