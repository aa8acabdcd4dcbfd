//! What calls have in common, said once in the API's description: the session, the right, the headers of writes, and the problems.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::Modify;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ContentBuilder, PathItem, Ref, RefOr, Required, ResponseBuilder};

use super::me::word;
use crate::serve::rights::Right;

/// Returns how a session is carried, by the name of its cookie.
pub(crate) fn session(cookie: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(cookie, "What POST /sign-in gives.")))
}

/// What calls have in common.
pub(crate) struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        if let Some(components) = &mut document.components {
            components.add_security_scheme("session", session("session"));
        }
        let rights: BTreeMap<&str, Option<Right>> = super::rights().into_iter().collect();
        for (path, item) in &mut document.paths.paths {
            if path.ends_with("/openapi.json") {
                continue;
            }
            let names_one = path.contains('{');
            for (operation, is_write) in operations(item) {
                refuse_null(operation);
                if let Some(right) = rights.get(path.as_str()).copied().flatten() {
                    add_right(operation, right);
                }
                if is_write {
                    add_headers(operation);
                }
                add_problems(operation, is_write, names_one);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let all =
        [(&mut item.get, false), (&mut item.put, true), (&mut item.post, true), (&mut item.delete, true)];
    all.into_iter().filter_map(|(operation, is_write)| Some((operation.as_mut()?, is_write)))
}

/// Says which right a call needs, as `GET /api/v1/me` names it.
fn add_right(operation: &mut Operation, right: Right) {
    let needs = format!("Needs the right `{}`.", word(right));
    operation.description = Some(match operation.description.take() {
        Some(own) if !own.is_empty() => format!("{own}\n\n{needs}"),
        _ => needs,
    });
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
    let is_kept = !matches!(
        operation.operation_id.as_deref(),
        Some("export" | "begin_report" | "turn_feed_on" | "turn_feed_off")
    );
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(header(
        "x-csrf-token",
        Required::True,
        ObjectBuilder::new(),
        "The session's token, which `GET /api/v1/me` gives",
    ));
    // What changes nothing may be sent again without a key.
    if is_kept {
        parameters.push(header(
            "idempotency-key",
            Required::False,
            ObjectBuilder::new().pattern(Some("^[!#-~]{1,255}$")),
            "Sent again with the same request, it gets the same answer, and nothing is done twice",
        ));
    }
}

fn add_problems(operation: &mut Operation, is_write: bool, names_one: bool) {
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
    if matches!(id.as_str(), "diary" | "own_week") {
        problems.push(("422", "The account is no member of staff of the register"));
    }
    if names_one || id == "find" {
        problems.push(("404", "There is nothing of that reference or number, or it is another's"));
    }
    if is_write {
        problems.extend([
            ("409", "Somebody was first"),
            ("413", "The body is too long"),
            ("415", "The body is not said to be what is wanted"),
            ("429", "Too many writes"),
            ("507", "The disk is full"),
        ]);
    }
    let is_versioned = |one: &RefOr<Parameter>| matches!(one, RefOr::T(one) if one.name == "if-match");
    if operation.parameters.iter().flatten().any(is_versioned) {
        problems.extend([
            ("412", "What stands is not what was read"),
            ("428", "Something stands, and `if-match` does not say what was read"),
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
