//! Tests that explanations are true.
