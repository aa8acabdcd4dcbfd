//! Who calls, what they may do, and what can be chosen.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{Caller, work};
use super::problem::Problem;
use crate::register::{Reference, Register};
use crate::serve::app::App;
use crate::serve::rights::Right;

/// Who calls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// The account.
    who: String,
    /// What it may do, in one word.
    #[schema(example = "clerk")]
    role: String,
    /// Which member of staff of the register it is.
    person: Option<String>,
    /// What it may do: `see`, `see_own`, `follow_up`, `book`, `edit`, `export`, `staffing`, `audit`, `accounts`,
    /// `messages`.
    rights: Vec<String>,
    /// What the header `x-csrf-token` of every write must carry. It is the session's: another session has another.
    csrf: String,
    /// The day that it is for the desk.
    #[schema(value_type = String, format = Date)]
    today: NaiveDate,
}

/// Who calls, what they may do, and the token that writes carry.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "session", operation_id = "me",
    responses((status = 200, description = "Who calls", body = Me)),
)]
pub(crate) async fn me(State(app): State<Arc<App>>, Caller(visitor): Caller) -> Json<Me> {
    let rights =
        Right::ALL.into_iter().filter(|&right| visitor.may(right)).map(word).map(str::to_owned).collect();
    Json(Me {
        who: visitor.who().to_owned(),
        role: visitor.account.role.word().to_owned(),
        person: visitor.account.person.clone(),
        rights,
        csrf: visitor.csrf.clone(),
        today: app.clock.today(),
    })
}

/// Returns the word by which calls know a right.
pub(crate) fn word(right: Right) -> &'static str {
    match right {
        Right::See => "see",
        Right::SeeOwn => "see_own",
        Right::FollowUp => "follow_up",
        Right::Book => "book",
        Right::Edit => "edit",
        Right::Export => "export",
        Right::Staffing => "staffing",
        Right::Audit => "audit",
        Right::Accounts => "accounts",
        Right::Messages => "messages",
    }
}

/// What places and filters can name, by reference.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Choices {
    /// Kinds of meeting.
    kinds: Vec<String>,
    /// Districts.
    districts: Vec<String>,
    /// Who chairs, as of today.
    chairs: Vec<String>,
    /// Who takes minutes, as of today.
    minute_takers: Vec<String>,
    /// Venues.
    venues: Vec<String>,
    /// Rooms. A meeting at the household's home is in the room `home`.
    rooms: Vec<RoomShown>,
}

/// A room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoomShown {
    /// The room.
    room: String,
    /// Its venue.
    venue: String,
}

/// What places and filters can name.
#[utoipa::path(
    get, path = "/api/v1/choices", tag = "session", operation_id = "choices",
    responses((status = 200, description = "The references of the register", body = Choices)),
)]
pub(crate) async fn choices(State(app): State<Arc<App>>) -> Result<Json<Choices>, Problem> {
    work(&app, |app| Ok(Json(of(&app.state()?.register)))).await
}

fn of(register: &Register) -> Choices {
    fn all<'a>(references: impl Iterator<Item = &'a Reference>) -> Vec<String> {
        references.map(Reference::to_string).collect()
    }
    let today = register.authority.today;
    let there = |chairs: bool| {
        let wanted = register.staff.iter().filter(move |staff| staff.role.chairs() == chairs);
        all(wanted
            .filter(|staff| staff.until.is_none_or(|until| today <= until))
            .map(|staff| &staff.reference))
    };
    let room = |room: &crate::register::Room| RoomShown {
        room: room.reference.to_string(),
        venue: register.venues[room.venue.at()].reference.to_string(),
    };
    Choices {
        kinds: all(register.authority.kinds.iter().map(|kind| &kind.name)),
        districts: all(register.districts.iter().map(|district| &district.reference)),
        chairs: there(true),
        minute_takers: there(false),
        venues: all(register.venues.iter().map(|venue| &venue.reference)),
        rooms: register.rooms.iter().map(room).collect(),
    }
}
