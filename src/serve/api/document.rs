//! The API's description: OpenAPI 3.1, made from the handlers themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ContentBuilder, PathItem, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::problem::ProblemDocument;
use super::{booking, bookings, events, me, meeting, places, queue, undo};
use crate::serve::app::App;

const ABOUT: &str = "The desk that books child protection conferences and reviews, for programs: what its pages can do with the queue, \
meetings, places and bookings. Everything is by reference; no name of a person comes out of it.

## Signing in

Send `who` and `password` as a form (`application/x-www-form-urlencoded`) to `POST /sign-in`. The answer is 303 with a cookie, which every \
call sends back: `session`, or `__Host-session` where the desk is reached over TLS. A session ends after 30 minutes without a call, and \
after ten hours at the latest. `POST /sign-out` ends it; that form carries the token below as `csrf`. Five wrong passwords within a \
quarter of an hour are the most for an account.

What an account may do follows from its role, as on the pages; `GET /api/v1/me` tells.

## Writing

- Every write carries `content-type: application/json` and the header `x-csrf-token` with what `GET /api/v1/me` gives as `csrf`. A \
browser's `Origin` or `Sec-Fetch-Site` must be the desk's own.
- A change of a booking that stands names the version that was read: `If-Match: \"VERSION\"`, the ETag. Where somebody else was first, the \
answer is 412; without the header it is 428. A new booking has no `If-Match`, or `If-None-Match: *`.
- A place that somebody else has, or a meeting that is booked already, is 409, and a place that breaks a rule is 422: both list the \
breaches and the three best places instead.
- `Idempotency-Key: KEY`, 1 to 255 visible characters, makes a write safe to send again: the same request of the same account under the \
same key gets, for 24 hours, the answer that it got (marked `idempotency-replayed: true`), and nothing is done twice. Another request under \
the key is 422, and the same while the first is under way is 409. Failures of the desk itself (5xx) and 429 are not kept. The answers are \
in the memory of the one process, 10,000 of them or 16 MiB at most: the oldest are forgotten first, and all of them when the desk is \
started anew. After that `If-Match` still keeps a change from being made twice.
- Every write answers with its `events`; `POST /api/v1/undo` takes them back.
- 120 writes a minute are the most for an account: 429, with `retry-after` where it is known.

## Problems

Whatever goes wrong is answered by a problem document (RFC 9457, `application/problem+json`): `detail` is for people, `code` for programs. \
A member or a query parameter that is unknown is refused, not passed over.";

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(title = "Convene", version = "1", description = ABOUT, license(name = "MIT OR Apache-2.0")),
    paths(
        openapi,
        me::me,
        me::choices,
        queue::queue,
        meeting::meeting,
        meeting::explanation,
        meeting::history,
        bookings::bookings,
        bookings::diary,
        places::places,
        places::with_moves,
        booking::check,
        booking::book,
        booking::release,
        booking::cancel,
        undo::undo,
        events::events,
        events::verification,
    ),
    components(schemas(ProblemDocument)),
    modifiers(&Common),
    security(("session" = [])),
    tags(
        (name = "session", description = "Who calls, and what can be named"),
        (name = "meetings", description = "The queue, meetings and the calendar"),
        (name = "bookings", description = "Places, and what is done with them"),
        (name = "audit", description = "The record of what was done"),
    ),
)]
pub(crate) struct Document;

/// The description of the API, which needs nobody signed in.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "session", operation_id = "openapi", security(()),
    responses((status = 200, description = "This document", body = Object)),
)]
pub(crate) async fn openapi(State(app): State<Arc<App>>) -> Json<utoipa::openapi::OpenApi> {
    Json(document(app.is_secure()))
}

fn document(is_secure: bool) -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    if let (true, Some(components)) = (is_secure, &mut document.components) {
        components.add_security_scheme("session", session("__Host-session"));
    }
    document
}

fn session(cookie: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(cookie, "What POST /sign-in gives.")))
}

/// What calls have in common, said once: the session, the headers of writes, and the problems.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        if let Some(components) = &mut document.components {
            components.add_security_scheme("session", session("session"));
        }
        for (path, item) in &mut document.paths.paths {
            if path.ends_with("/openapi.json") {
                continue;
            }
            let names_meeting = path.contains("{reference}");
            for (operation, is_write) in operations(item) {
                refuse_null(operation);
                if is_write {
                    add_headers(operation);
                }
                add_problems(operation, is_write, names_meeting);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let all =
        [(&mut item.get, false), (&mut item.put, true), (&mut item.post, true), (&mut item.delete, true)];
    all.into_iter().filter_map(|(operation, is_write)| Some((operation.as_mut()?, is_write)))
}

/// Takes `null` from what parameters may be: a parameter that says nothing is left out, and the word is no reference.
fn refuse_null(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let Some(RefOr::T(schema)) = &mut parameter.schema else { continue };
        match schema {
            Schema::Object(object) => {
                if let SchemaType::Array(types) = &object.schema_type
                    && let [own] = types.iter().filter(|one| **one != Type::Null).collect::<Vec<_>>()[..]
                {
                    object.schema_type = SchemaType::Type(own.clone());
                }
            }
            Schema::OneOf(either) => {
                let is_null = |one: &RefOr<Schema>| matches!(one, RefOr::T(Schema::Object(o)) if o.schema_type == SchemaType::Type(Type::Null));
                either.items.retain(|one| !is_null(one));
                if let [own] = &either.items[..] {
                    parameter.schema = Some(own.clone());
                }
            }
            _ => {}
        }
    }
}

fn add_headers(operation: &mut Operation) {
    let header = |name: &str, required: Required, schema: ObjectBuilder, description: &str| {
        let text = schema.schema_type(Type::String).build();
        let parameter =
            ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header).required(required);
        RefOr::T(parameter.schema(Some(text)).description(Some(description)).build())
    };
    operation.parameters.get_or_insert_default().extend([
        header(
            "x-csrf-token",
            Required::True,
            ObjectBuilder::new(),
            "The session's token, which `GET /api/v1/me` gives",
        ),
        header(
            "idempotency-key",
            Required::False,
            ObjectBuilder::new().pattern(Some("^[!#-~]{1,255}$")),
            "Sent again with the same request, it gets the same answer, and nothing is done twice",
        ),
    ]);
}

fn add_problems(operation: &mut Operation, is_write: bool, names_meeting: bool) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let mut problems: Vec<(&str, &str)> = vec![
        ("401", "Nobody is signed in"),
        ("403", "The account may not, or the request comes from elsewhere"),
        ("500", "The desk has a fault"),
        ("503", "The store cannot be used at the moment"),
    ];
    if operation.parameters.is_some() || is_write {
        problems.push(("400", "The request cannot be read"));
        problems.push(("422", "What is asked makes no sense, or breaks rules"));
    }
    if id == "diary" {
        problems.push(("422", "The account is no member of staff of the register"));
    }
    if names_meeting {
        problems.push(("404", "There is no such meeting, or no such booking"));
    }
    if is_write {
        problems.extend([
            ("409", "Somebody was first"),
            ("413", "The body is too long"),
            ("415", "The body is not said to be JSON"),
            ("429", "Too many writes"),
            ("507", "The disk is full"),
        ]);
    }
    if matches!(id.as_str(), "book" | "release" | "cancel") {
        problems.extend([
            ("412", "The booking is not the one that was read"),
            ("428", "A booking stands, and `if-match` does not say which was read"),
        ]);
    }
    let known: BTreeSet<String> = operation.responses.responses.keys().cloned().collect();
    for (status, description) in problems.into_iter().filter(|(status, _)| !known.contains(*status)) {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDocument"))).build();
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content)
            .build();
        operation.responses.responses.insert(status.to_owned(), RefOr::T(response));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn json(is_secure: bool) -> Value {
        serde_json::to_value(document(is_secure)).expect("it serialises")
    }

    /// Calls `look` with every object of the document.
    fn walk(value: &Value, look: &mut dyn FnMut(&serde_json::Map<String, Value>)) {
        match value {
            Value::Object(members) => {
                look(members);
                members.values().for_each(|value| walk(value, look));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, look)),
            _ => {}
        }
    }

    #[test]
    fn every_path_of_the_routers_is_described_and_no_other() {
        let described: BTreeSet<String> = Document::openapi().paths.paths.into_keys().collect();
        let routed: Vec<&str> = super::super::paths();
        let unique: BTreeSet<String> = routed.iter().map(|&path| path.to_owned()).collect();
        assert_eq!(unique, described);
        assert_eq!(routed.len(), unique.len(), "each path is routed once");
    }

    #[test]
    fn the_document_is_openapi_3_1_and_refers_to_what_it_has() {
        let json = json(false);
        assert_eq!(json["openapi"], "3.1.0");
        let mut n_refs = 0;
        walk(&json, &mut |members| {
            let Some(Value::String(reference)) = members.get("$ref") else { return };
            let found = json.pointer(reference.trim_start_matches('#'));
            assert!(found.is_some(), "{reference} is not there");
            n_refs += 1;
        });
        assert!(20 < n_refs, "{n_refs}");
    }

    #[test]
    fn bodies_that_are_sent_may_have_no_members_beyond_those_described() {
        let json = json(false);
        for name in ["BookingGiven", "PlaceGiven", "MoveGiven", "CheckGiven", "Undoing", "Why", "Reason"] {
            assert_eq!(json["components"]["schemas"][name]["additionalProperties"], false, "{name}");
        }
    }

    #[test]
    fn every_operation_has_its_problems_and_every_write_its_headers() {
        let json = json(false);
        let mut ids = BTreeSet::new();
        for (path, item) in json["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("an item") {
                let id = operation["operationId"].as_str().expect("an id");
                assert!(ids.insert(id.to_owned()), "{id} comes twice");
                assert!(
                    operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
                    "{method} {path}"
                );
                if id == "openapi" {
                    continue;
                }
                let responses = operation["responses"].as_object().expect("responses");
                for status in ["401", "403", "500"] {
                    assert!(responses.contains_key(status), "{method} {path} {status}");
                }
                let headers: Vec<&str> = operation["parameters"].as_array().map_or_else(Vec::new, |all| {
                    all.iter()
                        .filter(|one| one["in"] == "header")
                        .filter_map(|one| one["name"].as_str())
                        .collect()
                });
                assert_eq!(headers.contains(&"x-csrf-token"), method != "get", "{method} {path}");
            }
        }
        assert_eq!(
            json["paths"]["/api/v1/meetings/{reference}/booking"]["put"]["responses"]["428"]["content"]["application/problem+json"]
                ["schema"]["$ref"],
            "#/components/schemas/ProblemDocument"
        );
    }

    #[test]
    fn no_parameter_may_be_null_and_all_are_of_one_type() {
        let mut n_parameters = 0;
        for item in json(false)["paths"].as_object().expect("paths").values() {
            for operation in item.as_object().expect("an item").values() {
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    let kind = parameter["schema"]["type"].as_str();
                    assert!(matches!(kind, Some("string" | "integer")), "{parameter}");
                    assert!(
                        parameter["description"].as_str().is_some_and(|text| !text.is_empty()),
                        "{parameter}"
                    );
                    n_parameters += 1;
                }
            }
        }
        assert!(40 < n_parameters, "{n_parameters}");
    }

    #[test]
    fn the_cookie_is_named_as_the_desk_names_it() {
        let name = |is_secure| json(is_secure)["components"]["securitySchemes"]["session"]["name"].clone();
        assert_eq!((name(false), name(true)), (Value::from("session"), Value::from("__Host-session")));
    }
}
