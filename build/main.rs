//! Makes the style sheets and the script of the design systems ready to be built into the program.
//!
//! GOV.UK Frontend and the Ministry of Justice's frontend are installed from npm (`npm ci`) and never copied into the repository. Without
//! them the program builds all the same, with empty files: its pages are whole, and plain.

mod image;
mod licence;
mod style_sheet;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs, io};

const GOVUK: &str = "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css";
const GOVUK_SCRIPT: &str = "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js";
const MOJ: &str = "node_modules/@ministryofjustice/frontend/moj/moj-frontend.min.css";
const MOJ_IMAGES: &str = "node_modules/@ministryofjustice/frontend/moj/assets/images";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let installed = [GOVUK, GOVUK_SCRIPT, MOJ].into_iter().all(|file| Path::new(file).is_file());
    if installed { take(&out) } else { go_without(&out) }
}

/// Writes what is installed, without what the program may not carry.
fn take(out: &Path) -> Result<(), Box<dyn Error>> {
    for file in [GOVUK, GOVUK_SCRIPT, MOJ] {
        println!("cargo:rerun-if-changed={file}");
    }
    let no_image = |_: &str| None;
    let govuk = style_sheet::cleaned(&fs::read_to_string(GOVUK)?, &no_image)?;
    fs::write(out.join("govuk.css"), format!("{}{govuk}", licence::comment(licence::GOVUK)))?;

    let moj_image = |url: &str| image::data_url(Path::new(MOJ_IMAGES), url);
    let moj = style_sheet::cleaned(&fs::read_to_string(MOJ)?, &moj_image)?;
    fs::write(out.join("moj.css"), format!("{}{moj}", licence::comment(licence::MOJ)))?;

    // The map is not served, and a browser that looks for it would find nothing.
    let script = fs::read_to_string(GOVUK_SCRIPT)?;
    let script = script.split("//# sourceMappingURL=").next().unwrap_or_default();
    fs::write(out.join("govuk.js"), format!("{}{script}", licence::comment(licence::GOVUK)))?;
    Ok(())
}

/// Writes empty files, and says what would fill them.
fn go_without(out: &Path) -> Result<(), Box<dyn Error>> {
    let watched = if empty_folder("node_modules").is_ok() { "node_modules" } else { "package-lock.json" };
    println!("cargo:rerun-if-changed={watched}");
    println!(
        "cargo:warning=the GOV.UK and MOJ design systems are not installed, so the desk's pages will be plain; \
         `npm ci --omit=dev` installs them (./dev does it by itself)"
    );
    for file in ["govuk.css", "moj.css", "govuk.js"] {
        fs::write(out.join(file), "")?;
    }
    Ok(())
}

/// Makes sure that there is a folder to watch, older than this build where it is new.
///
/// While a watched file is missing, cargo runs this program at every build and compiles the crate again with it. An empty folder can be
/// watched: `npm ci` puts another in its place.
fn empty_folder(folder: &str) -> io::Result<()> {
    if !Path::new(folder).is_dir() {
        fs::create_dir_all(folder)?;
        fs::File::open(folder)?.set_modified(SystemTime::UNIX_EPOCH)?;
    }
    Ok(())
}
