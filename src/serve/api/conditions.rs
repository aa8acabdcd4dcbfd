//! Which booking a write is about: `If-Match: "VERSION"` for the one that was read, none or `If-None-Match: *` for a new one.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::problem::Problem;

/// What a write says of the booking that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Nothing.
    Unsaid,
    /// None stands.
    New,
    /// The one of this version does.
    Version(u64),
}

/// Reads what a write says of the booking that stands.
pub(crate) fn condition(headers: &HeaderMap) -> Result<Condition, Problem> {
    let bad = |detail: &str| Problem::new(StatusCode::BAD_REQUEST, "invalid", detail);
    let one = |name: HeaderName| {
        let mut all = headers.get_all(&name).iter();
        match (all.next(), all.next()) {
            (value, None) => {
                value.map(|value| value.to_str().map_err(|_| bad("a header is no text"))).transpose()
            }
            (_, Some(_)) => Err(bad(&format!("{name} comes more than once"))),
        }
    };
    match (one(header::IF_MATCH)?, one(header::IF_NONE_MATCH)?) {
        (None, None) => Ok(Condition::Unsaid),
        (Some(_), Some(_)) => Err(bad("both if-match and if-none-match are given; wanted one of them")),
        (None, Some(any)) if any.trim() == "*" => Ok(Condition::New),
        (None, Some(_)) => Err(bad("if-none-match is not *, the only value that it has here")),
        (Some(tag), None) => version_of(tag.trim()).map(Condition::Version).ok_or_else(|| {
            bad("if-match is no version; wanted one in quotation marks, such as \"12\", as the ETag gives it")
        }),
    }
}

/// Returns the version in a strong entity tag. Version 0 is that of no booking, which no tag names.
fn version_of(tag: &str) -> Option<u64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|&version| is_number && 0 < version)
}

/// Returns the header that names a version.
pub(crate) fn etag(version: u64) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::try_from(format!("\"{version}\""));
    (header::ETAG, value.unwrap_or(HeaderValue::from_static("\"\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[(&'static str, &'static str)]) -> Option<Condition> {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(*name, HeaderValue::from_static(value));
        }
        condition(&headers).ok()
    }

    #[test]
    fn a_write_says_which_booking_it_is_about() {
        let cases: [(&[(&str, &str)], Option<Condition>); 14] = [
            (&[], Some(Condition::Unsaid)),
            (&[("if-match", "\"12\"")], Some(Condition::Version(12))),
            (&[("if-match", " \"12\" ")], Some(Condition::Version(12))),
            (&[("if-none-match", "*")], Some(Condition::New)),
            (&[("if-match", "12")], None),
            (&[("if-match", "\"0\"")], None),
            (&[("if-match", "\"-1\"")], None),
            (&[("if-match", "\"+1\"")], None),
            (&[("if-match", "\"99999999999999999999\"")], None),
            (&[("if-match", "W/\"12\"")], None),
            (&[("if-match", "\"1\", \"2\"")], None),
            (&[("if-match", "*")], None),
            (&[("if-none-match", "\"12\"")], None),
            (&[("if-match", "\"12\""), ("if-none-match", "*")], None),
        ];
        for (given, expected) in cases {
            assert_eq!(read(given), expected, "{given:?}");
        }
        assert_eq!(read(&[("if-match", "\"1\""), ("if-match", "\"2\"")]), None);
    }

    #[test]
    fn a_version_that_was_given_is_read_again() {
        let (name, value) = etag(34);
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_MATCH, value);
        assert_eq!(name, header::ETAG);
        assert_eq!(condition(&headers).ok(), Some(Condition::Version(34)));
    }
}
