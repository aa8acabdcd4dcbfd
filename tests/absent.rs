//! What a test needs and this machine does not have: tools that are not installed, data that is not part of the repository.

use std::io::Write;

/// The variable by which an absent tool or absent data fails a test.
const NEED_ALL: &str = "CONVENE_TESTS_NEED_ALL";

/// Says that a test is passed over, or a part of it, and why: past the capture of a test's output, so that it is seen of tests that pass.
///
/// # Panics
/// Where `CONVENE_TESTS_NEED_ALL` is `1`: the test fails instead.
pub(crate) fn pass_over(why: &str) {
    let needs_all = std::env::var_os(NEED_ALL).is_some_and(|value| value == "1");
    assert!(!needs_all, "{why}, and {NEED_ALL}=1 asks for everything to be tested");
    let thread = std::thread::current();
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "PASSED OVER: {}: {why}", thread.name().unwrap_or("a test"));
}
