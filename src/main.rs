//! The `convene` command: see [`convene::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    convene::cli::run()
}
