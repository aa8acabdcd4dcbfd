//! The small icons of a style sheet, put into it: served as files they would be one more request each, for a hundred bytes.

use std::fs;
use std::path::Path;

/// Larger images are not icons.
const MOST_BYTES: usize = 1_000;

/// Returns the icon that a style sheet names, as an address that holds it; nothing for whatever is not an icon.
///
/// - `folder`: where the package keeps its images.
/// - `url`: as the style sheet has it, such as `/assets/images/icon-document.svg`.
pub(crate) fn data_url(folder: &Path, url: &str) -> Option<String> {
    let name = url.strip_prefix("/assets/images/")?;
    if !(name.starts_with("icon-") && name.ends_with(".svg")) || name.contains('/') {
        return None;
    }
    let svg = fs::read_to_string(folder.join(name)).ok()?;
    (svg.len() <= MOST_BYTES).then(|| format!("data:image/svg+xml,{}", escaped(&svg)))
}

/// Percent-encodes all but letters, digits and what stands for itself both in an address and between a style sheet's quotes.
fn escaped(svg: &str) -> String {
    let mut address = String::new();
    for byte in svg.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'=' | b':' | b'/' | b'.' | b'-' | b',' => {
                address.push(char::from(byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}
