//! Runs replications of the toy model in one thread and says what each came to: `benches/peers/toy` measures it.
//!
//! ```text
//! peers_toy SEED REPLICATIONS
//! ```
//!
//! Writes a line `starts reviews stock` for each replication.

#[expect(dead_code, reason = "the tests look at more than starts, reviews and stock")]
mod model;

use std::io::{self, BufWriter, Write};

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let numbers: Option<Vec<u64>> = std::env::args().skip(1).map(|word| word.parse().ok()).collect();
    let &[seed, n_replications] = numbers.as_deref().unwrap_or_default() else {
        anyhow::bail!("usage: peers_toy SEED REPLICATIONS");
    };
    let mut toy = model::Toy::new();
    let mut out = BufWriter::new(io::stdout().lock());
    for replication in 0..n_replications {
        let outcome = toy.run(seed, replication);
        writeln!(out, "{} {} {}", outcome.starts, outcome.reviews, outcome.stock())
            .context("failed to write")?;
    }
    out.flush().context("failed to write")
}
