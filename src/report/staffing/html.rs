//! What every page must be: well formed, alone, accessible. For tests.

/// Elements that have no end tag.
const VOID: [&str; 1] = ["meta"];

fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        tags.push(&rest[start + 1..end]);
        rest = &rest[end + 1..];
        if tags.last() == Some(&"style") {
            rest = &rest[rest.find("</style").expect("the style ends")..];
        }
    }
    tags
}

fn name(tag: &str) -> &str {
    tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().expect("a name")
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// Returns the text of a page as a reader sees it, line by line, without what stands in drawings.
pub(super) fn text(html: &str) -> String {
    let mut body = html[html.find("<body").expect("a body")..].to_owned();
    while let Some(start) = body.find("<svg") {
        let end = start + body[start..].find("</svg>").expect("a drawing ends") + 6;
        body.replace_range(start..end, "");
    }
    let mut text = String::new();
    let mut rest = body.as_str();
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag ends");
        match name(&rest[start + 1..end]) {
            "p" | "h1" | "h2" | "h3" | "tr" | "li" | "dt" | "dd" | "caption" | "summary" => text.push('\n'),
            "td" | "th" => text.push_str(" | "),
            _ => {}
        }
        rest = &rest[end + 1..];
    }
    let lines = text.lines().map(|line| line.trim().trim_matches('|').trim().replace(" |  | ", " | "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Checks that tags match, ids are named once and pointed at rightly, headings come in order, tables say what they are,
/// nothing is fetched, and no heading gives a family away.
pub(in crate::report) fn check(html: &str) {
    let tags = tags(html);
    let (mut open, mut ids, mut level) = (Vec::new(), Vec::new(), 0);
    for tag in tags.iter().skip(1) {
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name(tag)), "</{tag}>");
        } else if !VOID.contains(&name(tag)) {
            open.push(name(tag));
        }
        ids.extend(attribute(tag, "id"));
        if let Some(this) = tag.strip_prefix('h').and_then(|rest| rest.chars().next()?.to_digit(10)) {
            assert!(this <= level + 1, "h{this} under h{level}");
            level = this;
        }
        if name(tag) == "th" && !tag.starts_with('/') {
            assert!(attribute(tag, "scope").is_some(), "<{tag}>");
        }
    }
    assert!(open.is_empty(), "{open:?} never end");
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "an id stands twice");
    for tag in &tags {
        let points_at = attribute(tag, "aria-labelledby").into_iter().flat_map(|ids| ids.split(' '));
        for id in points_at.chain(attribute(tag, "href").map(|href| href.trim_start_matches('#'))) {
            assert!(ids.contains(&id), "{id} is pointed at and nowhere");
        }
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count());
    let outside = html.replace("http://www.w3.org/2000/svg", "");
    for word in ["http:", "https:", "src=", "@import", "<script", "<link", "<img", " style=", "NaN", "inf "] {
        assert!(!outside.contains(word), "{word}");
    }
    for tag in ["<title", "<h1", "<h2", "<h3", "<caption"] {
        for part in html.split(tag).skip(1) {
            let heading = part.split("</").next().expect("text").to_lowercase();
            assert!(!heading.contains("child protection"), "{tag}>{heading}");
        }
    }
}

/// Checks that the page has so many charts, each with a finding, a summary, a drawing with title and description, and a table
/// with a row.
pub(super) fn check_charts(html: &str, n_charts: usize) {
    let charts: Vec<&str> = html.split("<section class=\"chart\"").skip(1).collect();
    assert_eq!(charts.len(), n_charts);
    for chart in charts {
        let chart = &chart[..chart.find("</section>").expect("it ends")];
        for part in [
            "<h3",
            "class=\"measure\"",
            "role=\"img\"",
            "<title id=",
            "<desc id=",
            "<details",
            "<table>",
            "<tbody><tr>",
        ] {
            assert!(chart.contains(part), "{part} is missing in {}", &chart[..200]);
        }
    }
}
