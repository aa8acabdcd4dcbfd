//! Reading an authority's own message templates: a folder with `en/` and `cy/`, each of whose files takes the place of a shipped one.

use std::fs;
use std::path::Path;

use super::near::Near;
use super::{Fault, Faults, Location};
use crate::messages::{TemplateText, Templates};

/// Largest template that is read, in bytes.
const LARGEST: u64 = 64 * 1024;
/// The folders that are looked into.
const FOLDERS: [&str; 2] = ["en", "cy"];

/// Returns the shipped templates with those of a folder in their place.
///
/// # Errors
/// Every fault of the folder: a file that cannot be read, one whose name is no message's, and whatever is wrong with a template, by line.
pub fn read_templates(folder: &Path) -> Result<Templates, Faults> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut texts: Vec<TemplateText> = Vec::new();
    let shown = folder.display().to_string();
    let fault_of =
        |file: String, message: String| Fault { location: Location::File { file }, message, meant: None };
    for tongue in FOLDERS {
        let Ok(entries) = fs::read_dir(folder.join(tongue)) else { continue };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // What editors leave behind.
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let file = format!("{shown}/{tongue}/{name}");
            match read_text(&path) {
                Ok(text) => texts.push(TemplateText { name: format!("{tongue}/{name}"), text }),
                Err(message) => faults.push(fault_of(file, message)),
            }
        }
    }
    if texts.is_empty() && faults.is_empty() {
        faults.push(fault_of(shown, "holds no template; wanted a file such as en/invitation.txt".to_owned()));
        return Err(Faults(faults));
    }
    let nearest = |given: &str, among: &[&str]| Near::default().nearest(given, among.iter().copied());
    match Templates::with(&texts, &nearest) {
        Ok(templates) if faults.is_empty() => Ok(templates),
        Ok(_) => Err(Faults(faults)),
        Err(wrong) => {
            faults.extend(wrong.into_iter().map(|fault| Fault {
                location: Location::Text {
                    file: format!("{shown}/{}", fault.file),
                    line: fault.line as u64,
                    column: 1,
                },
                message: fault.message,
                meant: None,
            }));
            Err(Faults(faults))
        }
    }
}

fn read_text(path: &Path) -> Result<String, String> {
    let length = fs::metadata(path).map_err(|error| format!("cannot be read ({error})"))?.len();
    if LARGEST < length {
        return Err(format!("is {length} bytes long; at most {LARGEST} are read"));
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read ({error})"))?;
    let text = String::from_utf8(bytes).map_err(|_| "is no text in UTF-8; save it as UTF-8".to_owned())?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        folder
    }

    #[test]
    fn a_folder_replaces_what_it_has_and_faults_name_file_and_line() {
        let good = folder(&[
            ("cy/reminder.txt", "\u{feff}Subject: {{ meeting }}\r\n\r\n{{ when }}\r\n"),
            ("en/.swp", ""),
        ]);
        assert!(read_templates(good.path()).is_ok());
        let wrong = folder(&[("en/invitation.txt", "Subject: {{ meting }}\n\nx\n"), ("en/letter.txt", "x")]);
        let told = read_templates(wrong.path()).expect_err("wrong").to_string();
        for expected in [
            "en/invitation.txt:1:1: there is no placeholder meting; maybe meeting was meant",
            "en/letter.txt:1:1: is the name of no message",
        ] {
            assert!(told.contains(expected), "{expected} in {told}");
        }
        let empty = folder(&[]);
        assert!(read_templates(empty.path()).expect_err("empty").to_string().contains("holds no template"));
    }
}
