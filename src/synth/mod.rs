//! Synthetic registers: the shipped scenarios, and hostile ones for tests.
//!
//! Everything is drawn from the seed; nothing comes from a real case.
