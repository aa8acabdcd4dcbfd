//! Import: what files would change, shown first and saved only when somebody confirms it. [`show`] is what is shown, [`serve`] answers
//! requests.

mod serve;
mod show;

pub(crate) use serve::{confirm, dry_run, page};
