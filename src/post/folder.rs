//! Mail saved as files, for an authority whose mail is sent by another program.

use std::path::PathBuf;

use super::{Answer, Carrier, GoOn};
use crate::files::write_whole;
use crate::messages::Mail;

/// A folder that mail is saved in: a file a mail, `<token>.eml`, whole or not at all.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Returns the folder at a path, which is made where it is missing.
    pub fn new(path: impl Into<PathBuf>) -> Folder {
        Folder { path: path.into() }
    }

    fn file(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.eml"))
    }
}

impl Carrier for Folder {
    fn ready(&mut self) -> Result<(), String> {
        std::fs::create_dir_all(&self.path)
            .map_err(|error| format!("the folder {} cannot be made ({error})", self.path.display()))
    }

    fn hand_over(&mut self, mail: &Mail, go_on: &mut dyn FnMut() -> GoOn) -> Answer {
        match go_on() {
            GoOn::Yes => {}
            GoOn::No(why) => return Answer::NotNow(why),
            GoOn::LetGo => return Answer::LetGo,
        }
        // The same message has the same name and bytes, so that a file that is there is replaced by itself.
        match write_whole(&self.file(&mail.id), &mail.bytes, true) {
            Ok(()) => Answer::Acknowledged(format!("saved as {}.eml", mail.id)),
            Err(error) => Answer::NotNow(error.to_string()),
        }
    }

    fn has(&self, id: &str) -> Option<bool> {
        // One that is gone may have been taken away by the program that sends it.
        self.file(id).is_file().then_some(true)
    }
}
