//! The API's description: OpenAPI 3.1, made from the handlers themselves.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use utoipa::OpenApi;

use super::described::{Common, session};
use super::problem::ProblemDocument;
use super::{
    accounts, amiss, booking, bookings, calendar, check, events, export, feed, figures, find, happened,
    import, lists, me, meeting, outbox, outcome, places, plans, queue, staffing, standing, table_changes,
    tables, undo,
};
use crate::serve::app::App;

const ABOUT: &str = "The desk that books child protection conferences and reviews, for programs: all that its pages can do. \
Everything is by reference. Names of staff are in one table of the register, and come out with it only: to whoever may edit tables or take \
the register out.

## Signing in

Send `who` and `password` as a form (`application/x-www-form-urlencoded`) to `POST /sign-in`. The answer is 303 with a cookie, which every \
call sends back: `session`, or `__Host-session` where the desk is reached over TLS. A session ends after 30 minutes without a call, and \
after ten hours at the latest. `POST /sign-out` ends it; that form carries the token below as `csrf`. Five wrong passwords within a \
quarter of an hour are the most for an account.

What an account may do follows from its role, as on the pages; `GET /api/v1/me` tells its rights, and each call which one it needs.

## Writing

- Every write carries `content-type: application/json` (files to be imported `multipart/form-data`) and the header `x-csrf-token` with what `GET /api/v1/me` gives as `csrf`. A \
browser's `Origin` or `Sec-Fetch-Site` must be the desk's own.
- A change of a booking, a table or an account that stands names the version that was read: `If-Match: \"VERSION\"`, the ETag. Where \
somebody else was first, the answer is 412, with the `version` that stands; without the header it is 428. A new booking or table has no \
`If-Match`, or `If-None-Match: *`.
- A place that somebody else has, or a meeting that is booked already, is 409, and a place that breaks a rule is 422: both list the \
breaches and the three best places instead.
- `Idempotency-Key: KEY`, 1 to 255 visible characters, makes a write safe to send again: the same request of the same account under the \
same key gets, for 24 hours, the answer that it got (marked `idempotency-replayed: true`), and nothing is done twice. Another request under \
the key is 422, and the same while the first is under way is 409. Failures of the desk itself (5xx) and 429 are not kept. The answers are \
in the memory of the one process, 10,000 of them or 16 MiB at most: the oldest are forgotten first, and all of them when the desk is \
started anew. After that `If-Match` still keeps a change from being made twice.
- Every write of bookings or tables answers with its `events`; `POST /api/v1/undo` takes them back.
- Plans, repairs and staffing runs are worked out in the background: 202 with a `location`, which is read until `state` is not \
`under_way` any more. What is worked out changes nothing until it is accepted.
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
        find::holds,
        find::find,
        meeting::meeting,
        meeting::explanation,
        meeting::history,
        find::invitation,
        calendar::calendar,
        calendar::reception,
        bookings::bookings,
        amiss::amiss,
        bookings::diary,
        calendar::own_week,
        figures::indicators,
        figures::begin,
        figures::report,
        figures::file,
        outcome::outcome,
        outcome::record,
        lists::lists,
        lists::list,
        places::places,
        places::with_moves,
        check::check,
        booking::book,
        standing::confirm,
        standing::release,
        standing::cancel,
        undo::undo,
        undo::done,
        plans::begin,
        plans::plans,
        plans::plan,
        plans::cancel,
        plans::accept,
        happened::begin,
        happened::choices,
        happened::cancel,
        happened::accept,
        tables::tables,
        tables::table,
        table_changes::check,
        table_changes::replace,
        table_changes::add,
        table_changes::set,
        table_changes::remove,
        import::dry_run,
        import::confirm,
        export::export,
        staffing::scenarios,
        staffing::forecast,
        staffing::sizing,
        staffing::runs,
        staffing::run,
        staffing::cancel,
        events::events,
        events::newest,
        events::verification,
        accounts::accounts,
        accounts::account,
        accounts::make,
        accounts::change,
        accounts::password,
        accounts::close,
        accounts::open,
        accounts::link,
        feed::on,
        feed::off,
        feed::end,
        outbox::outbox,
        outbox::retry,
        outbox::arrived,
    ),
    components(schemas(ProblemDocument)),
    modifiers(&Common),
    security(("session" = [])),
    tags(
        (name = "session", description = "Who calls, and what can be named"),
        (name = "meetings", description = "The queue, meetings and the calendar"),
        (name = "bookings", description = "Places, and what is done with them"),
        (name = "follow-through", description = "What became of meetings, the work lists, indicators and reports"),
        (name = "plans", description = "The optimiser run on the queue, and its proposals"),
        (name = "happened", description = "What happened, and the ways to mend it"),
        (name = "register", description = "The register's tables and its policy"),
        (name = "files", description = "Import and export"),
        (name = "staffing", description = "Staffing scenarios and recruitment sizing"),
        (name = "audit", description = "The record of what was done"),
        (name = "accounts", description = "Who may sign in, and what as"),
        (name = "messages", description = "Messages that wait for a mail server, and what became of them"),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
        let routed: Vec<&str> = super::super::rights().into_iter().map(|(path, _)| path).collect();
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
        for name in ["PlaceGiven", "MoveGiven"] {
            assert_eq!(json["components"]["schemas"][name]["additionalProperties"], false, "{name}");
        }
        let mut n_bodies = 0;
        for item in json["paths"].as_object().expect("paths").values() {
            for operation in item.as_object().expect("an item").values() {
                let body = &operation["requestBody"]["content"]["application/json"]["schema"];
                let either = body["oneOf"].as_array().and_then(|all| all.last()).unwrap_or(body);
                let Some(reference) = either["$ref"].as_str() else { continue };
                let schema = json.pointer(reference.trim_start_matches('#')).expect("it is there");
                assert_eq!(schema["additionalProperties"], false, "{reference}");
                n_bodies += 1;
            }
        }
        assert!(15 < n_bodies, "{n_bodies}");
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
                let is_told =
                    operation["description"].as_str().is_some_and(|text| text.contains("Needs the right `"));
                assert_eq!(is_told, id != "me", "{method} {path} says which right it needs");
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
