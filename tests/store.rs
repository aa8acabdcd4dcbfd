//! The store, on SQLite and, where Debian's package `postgresql` is installed, on PostgreSQL: one set of tests.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "store/accounts.rs"]
mod accounts;
#[path = "store/audit.rs"]
mod audit;
#[path = "store/bench.rs"]
mod bench;
#[path = "store/copies.rs"]
mod copies;
#[path = "store/crash.rs"]
mod crash;
#[path = "store/files.rs"]
mod files;
#[path = "store/model.rs"]
mod model;
#[path = "store/races.rs"]
mod races;
#[path = "store/rules.rs"]
mod rules;
#[path = "store/server.rs"]
mod server;
#[path = "store/tables.rs"]
mod tables;
