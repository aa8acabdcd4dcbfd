//! The store, on SQLite and, where Debian's package `postgresql` is installed, on PostgreSQL: one set of tests.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accounts;
mod audit;
mod bench;
mod copies;
mod crash;
mod encrypted;
mod feeds;
mod files;
mod model;
mod outbox;
mod races;
mod rules;
pub(crate) mod server;
mod tables;
