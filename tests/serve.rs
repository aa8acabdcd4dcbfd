//! The desk over HTTP: the real program, asked as browsers and programs ask it.

#[path = "serve/api.rs"]
mod api;
#[path = "serve/booking.rs"]
mod booking;
#[path = "serve/canary.rs"]
mod canary;
#[path = "serve/desk.rs"]
mod desk;
#[path = "serve/happened.rs"]
mod happened;
#[path = "serve/kill.rs"]
mod kill;
#[path = "serve/malformed.rs"]
mod malformed;
#[path = "serve/races.rs"]
mod races;
#[path = "serve/rights.rs"]
mod rights;
#[path = "serve/sessions.rs"]
mod sessions;
