//! Figures of large registers: the first lawful plan, growth with size, a quarter planned whole and week by week.
//!
//! `cargo bench --bench large -- first`, `growth` or `weeks`; a number after it says how many seeds (default 5; `weeks` 1).
//! Each prints a table. Only a run of its own tells memory: `/usr/bin/time -v convene plan`.

mod first;
mod growth;
mod weeks;

use std::env;

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let n_seeds = words.get(1).and_then(|word| word.parse().ok());
    match words.first().map(String::as_str) {
        Some("first") => first::measure(n_seeds.unwrap_or(5)),
        Some("growth") => growth::measure(n_seeds.unwrap_or(5)),
        Some("weeks") => weeks::measure(n_seeds.unwrap_or(1)),
        _ => println!("large: say which figure: first, growth or weeks"),
    }
}

/// Returns the median, of an even number the lower one.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() - 1) / 2]
}
