//! The desk over HTTP: the real program, asked as browsers and programs ask it.

mod api;
mod booking;
mod canary;
mod desk;
mod feeds;
mod happened;
mod kill;
mod malformed;
mod races;
mod rights;
mod sessions;
mod tls;
