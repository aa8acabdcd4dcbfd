//! Import: what files would change, shown first and saved only when somebody confirms it.
//!
//! - [`upload`] takes the files in, [`recognise`] says what they are and reads them;
//! - [`compare`] says what they change, [`trial`] whether the register that results is one;
//! - [`pending`] keeps a dry run until it is confirmed: what was uploaded never goes through the browser again;
//! - [`show`] is what is shown, [`serve`] answers requests.

mod compare;
mod pending;
mod recognise;
mod serve;
mod show;
mod trial;
mod upload;

pub(crate) use serve::{confirm, dry_run, page};
pub(crate) use upload::LARGEST_UPLOAD;
