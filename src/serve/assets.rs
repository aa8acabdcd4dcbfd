//! The style sheets and scripts of the pages, all of them within the program: nothing is fetched from elsewhere.
//!
//! GOV.UK Frontend and the Ministry of Justice's frontend come from `build/`, without font, crown, crest and logo; where they were not
//! installed when the program was built they are empty, and pages are plain but whole. An address holds a hash of what is served at
//! it, so that browsers may keep it for good and never show a page with the style of an older program.

mod times;

use std::borrow::Cow;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

pub(crate) use times::{column, columns, place};

/// What every address of a style sheet or script begins with.
pub(crate) const FOLDER: &str = "/assets/";

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A style sheet or a script.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asset {
    /// What is served.
    pub(crate) bytes: &'static [u8],
    /// For `Content-Type`.
    pub(crate) mime: &'static str,
    /// Sixteen hexadecimal digits that change with the bytes.
    pub(crate) hash: &'static str,
    /// Whether the address holds the hash, so that what is there never changes.
    pub(crate) lasting: bool,
}

impl Asset {
    /// Returns the value of `ETag`.
    pub(crate) fn etag(&self) -> String {
        format!("\"{}\"", self.hash)
    }

    /// Returns the value of `Cache-Control`: a year at an address that holds the hash, to be asked for again at any other.
    pub(crate) fn caching(&self) -> &'static str {
        if self.lasting { "public, max-age=31536000, immutable" } else { "no-cache" }
    }
}

/// Finds what is served at a path, which may begin with [`FOLDER`]: `govuk-0123456789abcdef.css`, or `govuk.css`. Nothing where the
/// hash is another program's.
pub(crate) fn find(path: &str) -> Option<Asset> {
    let wanted = path.strip_prefix(FOLDER).unwrap_or(path);
    FILES.iter().find_map(|file| {
        let lasting = file.url.strip_prefix(FOLDER) == Some(wanted);
        let found = lasting || file.name == wanted;
        found.then(|| Asset { bytes: &file.bytes, mime: file.mime, hash: &file.hash, lasting })
    })
}

/// Returns the address of `govuk.css`, `moj.css`, `times.css`, `desk.css`, `govuk.js`, `desk.js` or `drag.js`, for a page.
///
/// # Panics
/// Where it is none of them.
pub(crate) fn url(name: &str) -> &'static str {
    let file = FILES.iter().find(|file| file.name == name);
    &file.expect("pages name only what is there").url
}

struct File {
    name: &'static str,
    bytes: Cow<'static, [u8]>,
    mime: &'static str,
    hash: String,
    url: String,
}

impl File {
    fn new(name: &'static str, mime: &'static str, bytes: impl Into<Cow<'static, [u8]>>) -> File {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes);
        let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (stem, extension) = name.split_once('.').expect("a name has an extension");
        let url = format!("{FOLDER}{stem}-{hash}.{extension}");
        File { name, bytes, mime, hash, url }
    }
}

static FILES: LazyLock<[File; 7]> = LazyLock::new(|| {
    let govuk = include_bytes!(concat!(env!("OUT_DIR"), "/govuk.js")).as_slice();
    let govuk = File::new("govuk.js", SCRIPT, govuk);
    // The import too goes to the address that lasts; a browser would run one file under two addresses twice.
    let desk = include_str!("assets/desk.js").replace("/assets/govuk.js", &govuk.url);
    [
        File::new("govuk.css", CSS, include_bytes!(concat!(env!("OUT_DIR"), "/govuk.css")).as_slice()),
        File::new("moj.css", CSS, include_bytes!(concat!(env!("OUT_DIR"), "/moj.css")).as_slice()),
        File::new("times.css", CSS, times::style_sheet().into_bytes()),
        File::new("desk.css", CSS, include_bytes!("assets/desk.css").as_slice()),
        File::new("desk.js", SCRIPT, desk.into_bytes()),
        File::new("drag.js", SCRIPT, include_bytes!("assets/drag.js").as_slice()),
        govuk,
    ]
});

#[cfg(test)]
mod tests {
    use super::{FILES, find, url};

    #[test]
    fn what_a_page_names_is_found_where_it_says_and_lasts() {
        for file in FILES.iter() {
            let asset = find(url(file.name)).expect(file.name);
            assert!(asset.lasting && asset.bytes == &*file.bytes, "{}", file.name);
            assert_eq!(asset.caching(), "public, max-age=31536000, immutable");
            assert!(url(file.name).contains(asset.hash) && asset.etag() == format!("\"{}\"", file.hash));
            let by_name = find(file.name).expect(file.name);
            assert!(!by_name.lasting && by_name.caching() == "no-cache" && by_name.hash == asset.hash);
        }
    }

    #[test]
    fn nothing_else_is_found() {
        for path in [
            "",
            "/assets/",
            "desk.css/",
            "../desk.css",
            "desk-0000000000000000.css",
            "/assets//assets/desk.css",
        ] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn no_font_no_mark_and_no_address_of_a_file_is_in_the_program() {
        for file in FILES.iter().filter(|file| file.name.ends_with(".css")) {
            let text = std::str::from_utf8(&file.bytes).expect("text");
            let rules = text.split_once("*/").map_or(text, |(_, rules)| rules);
            for unwanted in [
                "@font-face",
                "GDS Transport",
                "crown",
                "crest",
                "logotype",
                "govuk-logo",
                "@import",
                "sourceMapping",
            ] {
                assert!(!rules.contains(unwanted), "{unwanted} in {}", file.name);
            }
            let others =
                rules.split("url(").skip(1).filter(|address| !address.starts_with("\"data:image/svg+xml,"));
            assert_eq!(others.count(), 0, "{}", file.name);
        }
    }

    #[test]
    fn the_script_imports_only_what_lasts() {
        let desk = find("desk.js").expect("a script");
        let text = std::str::from_utf8(desk.bytes).expect("text");
        assert!(text.contains(&format!("from \"{}\"", url("govuk.js"))), "{text}");
    }
}
