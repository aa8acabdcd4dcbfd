//! XML as a stream of elements with text, within limits. What is not needed to read a return is refused: document type
//! definitions and with them entities of the file's own, deep nesting, long tags.

use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::mark::Mark;
use super::report::Report;
use crate::files::{Origin, quoted};

/// Deepest nesting; a census has seven levels.
const MOST_LEVELS: usize = 32;
/// Most bytes of a tag; a census has no attributes but those that name its schema.
const MOST_TAG_BYTES: usize = 4_096;
/// Most attributes of an element.
const MOST_ATTRIBUTES: usize = 32;
/// Most bytes of an element's own text.
const MOST_TEXT_BYTES: usize = 4_096;
/// Most elements of a file.
const MOST_ELEMENTS: usize = 20_000_000;

/// Something met in the stream. The path begins with the root and ends with the element itself.
pub(super) enum Node<'a> {
    /// An element begins.
    Opened(&'a [String], Mark),
    /// An element ends: its own text, without blanks around it, and where it began.
    Closed(&'a [String], &'a str, Mark),
}

/// An element that is open.
struct Open {
    mark: Mark,
    text: String,
    has_children: bool,
}

/// Counts lines and columns up to an offset that only grows.
struct Place<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
    column: usize,
}

impl Place<'_> {
    fn at(&mut self, offset: usize, origin: &Rc<Origin>) -> Mark {
        for letter in self.text.get(self.counted..offset).unwrap_or_default().chars() {
            if letter == '\n' {
                self.line += 1;
                self.column = 0;
            } else {
                self.column += 1;
            }
        }
        self.counted = self.counted.max(offset);
        Mark::new(origin, self.line, self.column)
    }
}

/// Reads an XML text to its end, or to its first breach of a limit, which is recorded.
pub(super) fn stream(
    file: &str,
    text: &str,
    report: &mut Report,
    mut meet: impl FnMut(Node<'_>, &mut Report),
) {
    let origin = Rc::new(Origin::File(file.to_owned()));
    let mut reader = Reader::from_str(text);
    let mut place = Place { text, counted: 0, line: 1, column: 0 };
    let mut path: Vec<String> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let (mut n_elements, mut is_over) = (0_usize, false);
    loop {
        if report.faults.is_full() {
            return;
        }
        let mark = place.at(reader.buffer_position() as usize, &origin);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let mark = place.at(reader.error_position() as usize, &origin);
                // The library's words may hold what stands in the file.
                let message = match error {
                    quick_xml::Error::Syntax(error) => format!("is no XML from here on ({error})"),
                    quick_xml::Error::IllFormed(_) => {
                        "is no XML from here on: an element is ended that is not the open one".to_owned()
                    }
                    _ => "is no XML from here on".to_owned(),
                };
                report.fault(&mark, message, None);
                return;
            }
        };
        let refusal = match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                n_elements += 1;
                let refusal = refusal(tag, path.len(), n_elements, is_over);
                if refusal.is_none() {
                    if let Some(parent) = open.last_mut() {
                        parent.has_children = true;
                    }
                    path.push(tag.local_name().as_ref().to_owned());
                    meet(Node::Opened(&path, mark.clone()), report);
                    if matches!(event, Event::Empty(_)) {
                        meet(Node::Closed(&path, "", mark.clone()), report);
                        path.pop();
                        is_over = path.is_empty();
                    } else {
                        open.push(Open { mark: mark.clone(), text: String::new(), has_children: false });
                    }
                }
                refusal
            }
            Event::End(_) => {
                if let Some(Open { mark, text, has_children }) = open.pop() {
                    let text = text.trim();
                    if has_children && !text.is_empty() {
                        let what = format!(
                            "text between the elements of {}",
                            path.last().map_or("", String::as_str)
                        );
                        report.pass_over(file, &what, None);
                    }
                    meet(Node::Closed(&path, text, mark), report);
                    path.pop();
                    is_over = path.is_empty();
                }
                None
            }
            Event::Text(ref text) => append(&mut open, &text.xml10_content()),
            Event::CData(ref text) => append(&mut open, &text.xml10_content()),
            Event::GeneralRef(ref entity) => match entity.resolve_char_ref() {
                Ok(Some(letter)) => append(&mut open, letter.encode_utf8(&mut [0; 4])),
                _ => match entity.as_ref() {
                    "amp" => append(&mut open, "&"),
                    "lt" => append(&mut open, "<"),
                    "gt" => append(&mut open, ">"),
                    "quot" => append(&mut open, "\""),
                    "apos" => append(&mut open, "'"),
                    _ => Some("names an entity that XML does not have; wanted text".to_owned()),
                },
            },
            Event::DocType(_) => {
                Some("has a document type definition, which is not read; wanted none".to_owned())
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => None,
            Event::Eof => {
                if let Some(last) = open.last() {
                    let name = path.last().map_or("", String::as_str);
                    report.fault(
                        &last.mark,
                        format!("element {} is never ended: the file is cut short", quoted(name)),
                        None,
                    );
                } else if n_elements == 0 {
                    report.faults.fault(origin.whole(), "holds no element; wanted XML");
                }
                return;
            }
        };
        if let Some(message) = refusal {
            report.fault(&mark, message, None);
            return;
        }
    }
}

/// Returns why an element is not read, if it is not.
fn refusal(tag: &BytesStart<'_>, n_open: usize, n_elements: usize, is_over: bool) -> Option<String> {
    if is_over {
        return Some("is a second root; wanted one".to_owned());
    }
    if MOST_LEVELS <= n_open {
        return Some(format!("is nested more than {MOST_LEVELS} levels deep; at most that many are read"));
    }
    if MOST_ELEMENTS < n_elements {
        return Some(format!("is past the first {MOST_ELEMENTS} elements; at most that many are read"));
    }
    if MOST_TAG_BYTES < tag.len() {
        return Some(format!("is a tag of {} bytes; at most {MOST_TAG_BYTES} are read", tag.len()));
    }
    let n_attributes = tag.attributes().with_checks(false).take(MOST_ATTRIBUTES + 1).count();
    (MOST_ATTRIBUTES < n_attributes)
        .then(|| format!("has more than {MOST_ATTRIBUTES} attributes; at most that many are read"))
}

/// Adds to the text of the open element; returns why not, if it is too long.
fn append(open: &mut [Open], text: &str) -> Option<String> {
    let Some(last) = open.last_mut() else {
        // Blanks around the root, or the text of a file that is no XML at all.
        return (!text.trim().is_empty()).then(|| "is text outside of any element; wanted XML".to_owned());
    };
    if last.has_children && text.trim().is_empty() {
        return None;
    }
    let text = if last.text.is_empty() { text.trim_start() } else { text };
    // Indentation may be as long as it likes.
    if MOST_TEXT_BYTES < last.text.len() + text.trim_end().len() {
        return Some(format!("holds text of more than {MOST_TEXT_BYTES} bytes; at most that many are read"));
    }
    last.text.push_str(text);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let (mut report, mut met) = (Report::default(), Vec::new());
        stream("x.xml", text, &mut report, |node, _| {
            if let Node::Closed(path, text, _) = node {
                met.push(format!("{}={text}", path.join("/")));
            }
        });
        (met, report.finish().faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn elements_come_with_their_path_and_text() {
        let (met, faults) =
            read("<?xml version=\"1.0\"?>\n<a xmlns=\"u\"><n:b>1 &amp; &#50;</n:b><c/><![CDATA[x]]></a>\n");
        assert_eq!(met, ["a/b=1 & 2", "a/c=", "a=x"]);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn what_no_return_needs_is_refused_where_it_stands() {
        let deep = "<a>".repeat(100);
        let huge = format!("<a x=\"{}\"/>", "y".repeat(1 << 20));
        let many: String = (0..100).map(|i| format!(" a{i}=\"\"")).collect();
        let many = format!("<a{many}/>");
        let long = format!("<a>{}</a>", "y".repeat(5_000));
        let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]>\n<a>&c;</a>";
        let cases = [
            (laughs, "x.xml:1:1: has a document type"),
            (deep.as_str(), "x.xml:1:97: is nested more than 32 levels"),
            (huge.as_str(), "x.xml:1:1: is a tag of"),
            (many.as_str(), "x.xml:1:1: has more than 32 attributes"),
            (long.as_str(), "x.xml:1:4: holds text of more"),
            ("<a>\n&lol;</a>", "x.xml:2:1: names an entity"),
            ("<a>\n <b></a>", "x.xml:2:5: is no XML from here on: an element is ended"),
            ("<a>\n <b>", "x.xml:2:2: element \"b\" is never ended"),
            ("<a/><b/>", "x.xml:1:5: is a second root"),
            ("<a", "x.xml:1:1: is no XML"),
            ("", "x.xml: holds no element"),
            ("text", "x.xml:1:1: is text outside"),
        ];
        for (text, expected) in cases {
            let (_, faults) = read(text);
            let shown: String = text.chars().take(60).collect();
            assert_eq!(faults.len(), 1, "{shown}: {faults:?}");
            assert!(faults[0].starts_with(expected), "{shown}: {faults:?}");
        }
    }
}
