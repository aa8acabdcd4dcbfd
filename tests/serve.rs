//! The desk over HTTP: the real program, asked as browsers and programs ask it.

mod api;
mod api_jobs;
mod api_register;
mod booking;
mod canary;
mod clerks_day;
mod connections;
mod counterparts;
mod desk;
mod disk;
mod feeds;
mod happened;
mod kill;
mod malformed;
mod messages;
mod outcome;
mod races;
mod rights;
mod sessions;
mod tls;
mod unsound;
