//! A design system's style sheet without what only services on service.gov.uk may show: the GDS Transport font, the crown, the royal
//! crest, the GOV.UK and MOJ logos.
//!
//! Works on the text by its braces and semicolons, which is all that these changes ask; it knows no property but `font-family`.

/// Parts of the names of classes that show a mark of the state.
const MARKS: [&str; 5] = ["crown", "crest", "logotype", "copyright-logo", "govuk-logo"];

const FONT: &str = "GDS Transport";
const FONT_INSTEAD: &str = "font-family:Arial,Helvetica,sans-serif";

/// Returns a style sheet without fonts, marks, comments, and addresses of files.
///
/// - `image`: what to put in the place of an address in `url()`. Where it knows nothing, the declaration goes.
///
/// # Errors
/// Says where the braces of the sheet do not match.
pub(crate) fn cleaned(sheet: &str, image: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let sheet = without_comments(sheet);
    let mut rest = sheet.as_str();
    let cleaned = block(&mut rest, image)?;
    if rest.is_empty() { Ok(cleaned) } else { Err(format!("a brace too many before {:.60}", rest)) }
}

/// Takes what stands up to the brace that closes this block, or the end.
fn block(rest: &mut &str, image: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut kept = String::new();
    loop {
        let end = next(rest, &['{', ';', '}']);
        let (head, after) = (rest[..end].trim(), &rest[end..]);
        match after.chars().next() {
            Some('{') => {
                *rest = &after[1..];
                let body = block(rest, image)?;
                *rest = rest.strip_prefix('}').ok_or(format!("{head:.60} is not closed"))?;
                if let Some(head) = prelude(head).filter(|_| !body.is_empty()) {
                    kept.push_str(&format!("{head}{{{body}}}"));
                }
            }
            Some(';') => {
                *rest = &after[1..];
                if let Some(declaration) = declaration(head, image) {
                    kept.push_str(&declaration);
                    kept.push(';');
                }
            }
            _ => {
                *rest = after;
                kept.push_str(&declaration(head, image).unwrap_or_default());
                // The last semicolon of a block says nothing; that of a statement of the sheet does.
                let closed = if after.is_empty() { kept.as_str() } else { kept.trim_end_matches(';') };
                return Ok(closed.to_string());
            }
        }
    }
}

/// Returns the head of a rule without the selectors that show a mark; nothing where none is left.
fn prelude(head: &str) -> Option<String> {
    if head.starts_with("@font-face") {
        return None;
    }
    if head.starts_with('@') {
        return Some(head.to_string());
    }
    let mut selectors = Vec::new();
    let mut rest = head;
    while !rest.is_empty() {
        let end = next(rest, &[',']);
        selectors.push(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    selectors.retain(|selector| !MARKS.iter().any(|mark| selector.contains(mark)));
    (!selectors.is_empty()).then(|| selectors.join(","))
}

/// Returns a declaration with another font and with images inside; nothing where it needs a file.
fn declaration(text: &str, image: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if text.contains(FONT) {
        return Some(FONT_INSTEAD.to_string());
    }
    let mut changed = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("url(") {
        let end = next(after, &[')']);
        let address = after[..end].trim_matches(['"', '\'', ' ']);
        let address = if address.starts_with("data:image/") { address.to_string() } else { image(address)? };
        changed.push_str(&format!("{before}url(\"{address}\")"));
        rest = after.get(end + 1..)?;
    }
    changed.push_str(rest);
    (!changed.is_empty()).then_some(changed)
}

/// Returns where the first of some characters stands outside quotes and brackets; the length of the text where none does.
fn next(text: &str, wanted: &[char]) -> usize {
    let (mut quote, mut depth) = (None, 0_usize);
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (_, '\\') => drop(characters.next()),
            (Some(open), _) => {
                if character == open {
                    quote = None;
                }
            }
            (None, _) if depth == 0 && wanted.contains(&character) => return at,
            (None, '"' | '\'') => quote = Some(character),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    text.len()
}

/// Returns the sheet without comments, its byte order mark, and `@charset`, which is the server's to say.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::new();
    let mut rest = sheet.trim_start_matches('\u{feff}').trim_start_matches("@charset \"UTF-8\";");
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn fonts_marks_comments_and_files_go_and_all_else_stays() {
        let icon = |url: &str| (url == "/icon.svg").then(|| "data:image/svg+xml,%3Csvg%3E".to_string());
        for (sheet, expected) in [
            (
                "@font-face{font-family:GDS Transport;src:url(/a.woff2) format(\"woff2\")}a{color:red}",
                "a{color:red}",
            ),
            (
                "a{font-family:GDS Transport,arial,sans-serif;margin:0}",
                "a{font-family:Arial,Helvetica,sans-serif;margin:0}",
            ),
            ("a{font-family:sans-serif}", "a{font-family:sans-serif}"),
            // A rule goes with its last selector, and what is around it with its last rule.
            (".x__crown,a{margin:0}.x__logotype:last-child{margin:0}", "a{margin:0}"),
            ("@media print{.govuk-logo-dot{fill:red}}b{margin:0}", "b{margin:0}"),
            ("@media print{a{margin:0}.y-crest{fill:red}}", "@media print{a{margin:0}}"),
            // Addresses.
            ("a{background:url(/crest.svg);top:0}", "a{top:0}"),
            (
                "a{background-image:url(/icon.svg);top:0}",
                "a{background-image:url(\"data:image/svg+xml,%3Csvg%3E\");top:0}",
            ),
            (
                "a{background:url('data:image/png;base64,AA==')}",
                "a{background:url(\"data:image/png;base64,AA==\")}",
            ),
            ("a{background:url(data:font/woff2;base64,AA==)}", ""),
            // Braces and semicolons that are none.
            ("a:before{content:\"};{\\\"\"}/* } */b{top:0}", "a:before{content:\"};{\\\"\"}b{top:0}"),
            ("a:is(.b,.z-crown),c{top:0}", "c{top:0}"),
            ("a[title=\"x,y\"],b{top:0}", "a[title=\"x,y\"],b{top:0}"),
            ("@charset \"UTF-8\";@layer a,b;c{top:0}", "@layer a,b;c{top:0}"),
            // Rules within rules.
            ("a{top:0;&:hover{left:0}}", "a{top:0;&:hover{left:0}}"),
        ] {
            assert_eq!(cleaned(sheet, &icon).as_deref(), Ok(expected), "{sheet}");
        }
    }

    #[test]
    fn a_sheet_that_does_not_match_is_refused() {
        assert!(cleaned("a{top:0", &|_| None).is_err());
        assert!(cleaned("a{top:0}}b{left:0}", &|_| None).is_err());
    }
}
