//! The `convene` command: see [`convene::cli`].

fn main() {}
