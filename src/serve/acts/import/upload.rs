//! Files as a browser sends them: so many, so large, and only with the form's own token.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};

use crate::serve::failure::Failure;
use crate::serve::session::{Visitor, is_same};

/// Most files at once.
pub(crate) const MOST_FILES: usize = 10;
/// Most bytes of one file.
const LARGEST_FILE: usize = 20 << 20;
/// Most bytes of all files at once, with what the form has around them.
pub(crate) const LARGEST_UPLOAD: usize = 64 << 20;
/// What is said where nothing was sent.
pub(crate) const NO_FILE: &str = "no file was chosen; choose one at least";
/// Most bytes of the token's field.
const LARGEST_TOKEN: usize = 1 << 10;

/// What somebody sent.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) uploads: Vec<Upload>,
    /// Where families are whose file does not say it: a district, or a district and a place, `WEST:Ashford`.
    pub(crate) area: String,
}

/// A file that somebody sent.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Its name, without folders.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads the files of a form. The token comes first: of a form without it nothing else is read.
pub(crate) async fn read(mut form: Multipart, visitor: &Visitor) -> Result<Sent, Failure> {
    let mut first = form.next_field().await.map_err(|error| unreadable(&error))?.ok_or(Failure::Forged)?;
    if first.name() != Some("csrf") {
        return Err(Failure::Forged);
    }
    let token = bytes_of(&mut first, LARGEST_TOKEN, "the form's token").await?;
    if !std::str::from_utf8(&token).is_ok_and(|token| is_same(token, &visitor.csrf)) {
        return Err(Failure::Forged);
    }
    drop(first);
    files(form).await
}

/// Reads the files of what was sent, once whoever sent it has shown the session's token.
pub(crate) async fn files(mut form: Multipart) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    let uploads = &mut sent.uploads;
    while let Some(mut field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        if field.name() == Some("area") {
            let area = bytes_of(&mut field, LARGEST_TOKEN, "the district").await?;
            sent.area = String::from_utf8_lossy(&area).trim().to_owned();
            continue;
        }
        let name = field.file_name().map(plain_name).unwrap_or_default();
        // A browser sends one nameless and empty file where none was chosen.
        if field.name() != Some("files") || name.is_empty() {
            continue;
        }
        if uploads.len() == MOST_FILES {
            return Err(Failure::Invalid(format!(
                "more than {MOST_FILES} files were sent; send at most that many at once"
            )));
        }
        let bytes = bytes_of(&mut field, LARGEST_FILE, &name).await?;
        uploads.push(Upload { name, bytes });
    }
    Ok(sent)
}

/// Returns the name of a file without the folders that some browsers send with it, and without what is no text.
fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(100).collect()
}

async fn bytes_of(field: &mut Field<'_>, most: usize, what: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        if most < bytes.len() + chunk.len() {
            let most = if most < 1 << 20 { format!("{most} bytes") } else { format!("{} MB", most >> 20) };
            return Err(Failure::Invalid(format!("{what} is too large; at most {most} are read")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn unreadable(error: &MultipartError) -> Failure {
    Failure::Invalid(match error.status().as_u16() {
        413 => format!("the files are too large; at most {} MB are read at once", LARGEST_UPLOAD >> 20),
        _ => "the files did not come through whole; send them again".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_name_alone() {
        assert_eq!(plain_name("C:\\register\\staff.csv"), "staff.csv");
        assert_eq!(plain_name("../../staff.csv"), "staff.csv");
        assert_eq!(plain_name("st\naff.csv"), "staff.csv");
        assert_eq!(plain_name("folder/"), "");
    }
}
