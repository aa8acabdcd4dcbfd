//! Lines that any mail program shows as they are.

/// Longest line of a message, in characters: RFC 5322 wants 78 at most, and one that is quoted has two before it.
pub(super) const WIDTH: usize = 76;

/// Returns a text whose lines are broken at blanks where they are longer than [`WIDTH`]. Shorter lines, and words that are longer, stay. What
/// follows a line that begins with `- ` is indented as its text is. At most one empty line stands between others.
pub(super) fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
            continue;
        }
        let indent = if line.starts_with("- ") { "  " } else { "" };
        let mut current = String::new();
        for word in line.split(' ') {
            let joined = current.chars().count() + 1 + word.chars().count();
            if !current.trim().is_empty() && WIDTH < joined {
                lines.push(std::mem::replace(&mut current, format!("{indent}{word}")));
            } else if current.is_empty() {
                word.clone_into(&mut current);
            } else {
                current.push(' ');
                current.push_str(word);
            }
        }
        lines.push(current);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_nothing_else_changes() {
        let long = "word ".repeat(40);
        let cases = [
            ("", String::new()),
            ("\n\na\n\n\n\nb \n\n", "a\n\nb\n".to_owned()),
            (&"x".repeat(200), format!("{}\n", "x".repeat(200))),
            (
                &format!("- {}", "ab ".repeat(26).trim_end()),
                format!("- {}\n  ab\n", "ab ".repeat(25).trim_end()),
            ),
        ];
        for (given, expected) in cases {
            assert_eq!(wrapped(given), expected, "{given:?}");
        }
        let text = wrapped(&long);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), long.trim_end());
        assert_eq!(wrapped(&text), text);
    }
}
