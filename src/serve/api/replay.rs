//! `Idempotency-Key`: the same write of the same account, sent again within a day, gets the same answer and does nothing.
//!
//! Answers are kept in the memory of one process, at most [`MOST_KEPT`] of them and [`MOST_BYTES`]; the oldest are forgotten first, and
//! all of them when the desk is started anew. Then `If-Match` still keeps a write from being done twice.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::ask::bytes_of;
use super::problem::Problem;
use crate::serve::failure::Failure;
use crate::serve::session::Visitor;

/// The header that carries the key.
pub(crate) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header of an answer that was given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// How long an answer is kept.
const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// Most answers that are kept, those under way among them.
pub(crate) const MOST_KEPT: usize = 10_000;
/// Most bytes of answers that are kept.
pub(crate) const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The longest key.
const LONGEST_KEY: usize = 255;

/// The answers that were given.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<Kept>);

/// Whose key it is, and the key.
type Key = (String, String);

#[derive(Debug, Default)]
struct Kept {
    entries: HashMap<Key, Entry>,
    /// The entries, the oldest first; those whose number is not the entry's any more have gone.
    order: VecDeque<(u64, Key)>,
    next: u64,
    n_bytes: usize,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    since: Instant,
    /// What was asked: another request under the same key is a mistake.
    asked: [u8; 32],
    /// What was answered, `None` while it is under way.
    answer: Option<Answer>,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// What there is for a key.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// Nothing: it is under way from now on.
    Nothing,
    /// The same, under way.
    UnderWay,
    /// Something else than is asked now.
    Another,
    /// The answer.
    Answer(Answer),
}

impl Answers {
    fn begin(&self, key: &Key, asked: [u8; 32], now: Instant) -> Found {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.forget_old(now);
        if let Some(entry) = kept.entries.get(key) {
            return match &entry.answer {
                _ if entry.asked != asked => Found::Another,
                None => Found::UnderWay,
                Some(answer) => Found::Answer(answer.clone()),
            };
        }
        let number = kept.next;
        kept.next += 1;
        kept.order.push_back((number, key.clone()));
        kept.entries.insert(key.clone(), Entry { number, since: now, asked, answer: None });
        kept.make_room();
        Found::Nothing
    }

    fn end(&self, key: &Key, answer: Answer) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n_bytes = answer.body.len();
        let Some(entry) = kept.entries.get_mut(key) else { return };
        if entry.answer.replace(answer).is_none() {
            kept.n_bytes += n_bytes;
        }
        kept.make_room();
    }

    fn forget(&self, key: &Key) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Kept {
    fn remove(&mut self, key: &Key) {
        let Some(entry) = self.entries.remove(key) else { return };
        self.n_bytes -= entry.answer.map_or(0, |answer| answer.body.len());
    }

    fn remove_first(&mut self) {
        let Some((number, key)) = self.order.pop_front() else { return };
        if self.entries.get(&key).is_some_and(|entry| entry.number == number) {
            self.remove(&key);
        }
    }

    fn forget_old(&mut self, now: Instant) {
        while let Some((number, key)) = self.order.front() {
            let entry = self.entries.get(key).filter(|entry| entry.number == *number);
            if entry.is_some_and(|entry| now.saturating_duration_since(entry.since) < KEPT_FOR) {
                return;
            }
            self.remove_first();
        }
    }

    fn make_room(&mut self) {
        while MOST_KEPT < self.order.len() || MOST_BYTES < self.n_bytes {
            self.remove_first();
        }
    }
}

/// What [`once`] goes by.
#[derive(Debug, Clone)]
pub(crate) struct Once {
    /// The answers of all writes.
    pub(crate) answers: Arc<Answers>,
    /// The longest body of these writes, in bytes.
    pub(crate) largest_body: usize,
}

/// Answers a write that was answered before as it was answered then.
pub(crate) async fn once(State(once): State<Once>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    match again(&once, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn again(once: &Once, request: Request, next: Next) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let visitor = parts.extensions.get::<Visitor>().ok_or(Failure::SignIn)?;
    let key = (visitor.who().to_owned(), key_of(&parts.headers)?);
    let body = bytes_of(body, once.largest_body).await?;
    let answers = &once.answers;
    match answers.begin(&key, asked(&parts, &body), Instant::now()) {
        Found::Nothing => {}
        Found::UnderWay => {
            let detail =
                "a request with this idempotency-key is under way\nwait for it to end, then ask again";
            return Err(Problem::new(StatusCode::CONFLICT, "under_way", detail));
        }
        Found::Another => {
            let detail =
                "this idempotency-key was sent with another request\ntake a new key for each request";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key_reused", detail));
        }
        Found::Answer(answer) => {
            let mut response = (answer.status, answer.headers, answer.body).into_response();
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
            return Ok(response);
        }
    }
    let request = Request::from_parts(parts, Body::from(body));
    // Whoever asks may hang up and ask again: the write is done to its end all the same, and its answer kept.
    let (mine, for_key) = (Arc::clone(answers), key.clone());
    let done = tokio::spawn(async move { keep(&mine, &for_key, next.run(request).await).await }).await;
    done.unwrap_or_else(|_| {
        answers.forget(&key);
        Err(Failure::Broken.into())
    })
}

/// Keeps an answer. What failed by the desk's own fault, or came too often, may be tried again under its key.
async fn keep(answers: &Answers, key: &Key, response: Response) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_BYTES).await else {
        answers.forget(key);
        return Err(Failure::Broken.into());
    };
    if parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS {
        answers.forget(key);
    } else {
        let mut headers = HeaderMap::new();
        for name in [header::CONTENT_TYPE, header::ETAG, header::LOCATION] {
            if let Some(value) = parts.headers.get(&name) {
                headers.insert(name, value.clone());
            }
        }
        answers.end(key, Answer { status: parts.status, headers, body: body.clone() });
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// Returns the key of a request.
fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let mut all = headers.get_all(KEY).iter();
    let key = match (all.next(), all.next()) {
        (Some(key), None) => key.to_str().ok().map(str::trim),
        _ => None,
    };
    // The draft standard writes it in quotation marks; many clients leave them away.
    let key = key.map(|key| key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key));
    let is_key =
        |key: &str| (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    key.filter(|key| is_key(key)).map(str::to_owned).ok_or_else(|| {
        let detail = format!(
            "idempotency-key is no key; wanted one of 1 to {LONGEST_KEY} visible characters, such as a UUID"
        );
        Problem::new(StatusCode::BAD_REQUEST, "invalid", detail)
    })
}

/// Returns what tells a request from another one.
fn asked(parts: &Parts, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    add(parts.method.as_str().as_bytes());
    add(parts.uri.path().as_bytes());
    add(parts.uri.query().unwrap_or_default().as_bytes());
    for name in [header::IF_MATCH, header::IF_NONE_MATCH] {
        add(parts.headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default());
    }
    add(body);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(who: &str, key: &str) -> Key {
        (who.to_owned(), key.to_owned())
    }

    fn answer(body: &'static str) -> Answer {
        Answer {
            status: StatusCode::CREATED,
            headers: HeaderMap::new(),
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    #[test]
    fn the_same_request_gets_the_same_answer_for_a_day() {
        let (answers, now) = (Answers::default(), Instant::now());
        let (mine, asked) = (key("clerk-1", "a"), [1; 32]);
        assert_eq!(answers.begin(&mine, asked, now), Found::Nothing);
        assert_eq!(answers.begin(&mine, asked, now), Found::UnderWay);
        answers.end(&mine, answer("done"));
        assert_eq!(answers.begin(&mine, asked, now), Found::Answer(answer("done")));
        assert_eq!(answers.begin(&mine, [2; 32], now), Found::Another);
        assert_eq!(
            answers.begin(&key("clerk-2", "a"), asked, now),
            Found::Nothing,
            "another's key is another"
        );
        let almost = now + KEPT_FOR - Duration::from_secs(1);
        assert_eq!(answers.begin(&mine, asked, almost), Found::Answer(answer("done")));
        assert_eq!(answers.begin(&mine, asked, now + KEPT_FOR), Found::Nothing);
    }

    #[test]
    fn what_failed_may_be_tried_again() {
        let (answers, now, mine) = (Answers::default(), Instant::now(), key("clerk-1", "a"));
        assert_eq!(answers.begin(&mine, [1; 32], now), Found::Nothing);
        answers.forget(&mine);
        assert_eq!(answers.begin(&mine, [1; 32], now), Found::Nothing);
        answers.end(&mine, answer("done"));
        assert_eq!(answers.begin(&mine, [1; 32], now), Found::Answer(answer("done")));
    }

    #[test]
    fn nobody_can_fill_the_memory() {
        let (answers, now) = (Answers::default(), Instant::now());
        for n in 0..MOST_KEPT + 10 {
            let mine = key("clerk-1", &n.to_string());
            answers.begin(&mine, [1; 32], now);
            answers.end(&mine, answer("done"));
        }
        let kept = answers.0.lock().expect("it is free");
        assert_eq!((kept.entries.len(), kept.order.len()), (MOST_KEPT, MOST_KEPT));
        assert_eq!(kept.n_bytes, 4 * MOST_KEPT);
        drop(kept);
        assert_eq!(
            answers.begin(&key("clerk-1", "0"), [1; 32], now),
            Found::Nothing,
            "the oldest are forgotten"
        );
        let large = Answer { body: Bytes::from(vec![0; MOST_BYTES / 3]), ..answer("") };
        for n in 0..5 {
            let mine = key("clerk-2", &n.to_string());
            answers.begin(&mine, [1; 32], now);
            answers.end(&mine, large.clone());
            assert!(answers.0.lock().expect("it is free").n_bytes <= MOST_BYTES);
        }
        assert_eq!(answers.begin(&key("clerk-2", "4"), [1; 32], now), Found::Answer(large));
    }

    #[test]
    fn a_key_is_short_and_visible() {
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(KEY, HeaderValue::from_str(value).expect("a header"));
            key_of(&headers).ok()
        };
        assert_eq!(read("8e03978e-40d5").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(read("\"8e03978e-40d5\"").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(read(&"k".repeat(255)).map(|key| key.len()), Some(255));
        for wrong in ["", "\"\"", "two words", &"k".repeat(256)] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
