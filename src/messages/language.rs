//! The languages of messages.

use serde::{Deserialize, Serialize};

/// The language that somebody is written to in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Welsh.
    Welsh,
    /// Welsh, and English below it: Welsh stands first, as the Welsh Language Standards have it for what is in both.
    Both,
}

impl Language {
    /// Every language, in the order in which they are listed.
    pub const ALL: [Language; 3] = [Language::English, Language::Welsh, Language::Both];

    /// Returns the word for it in files: `en`, `cy`, `both`.
    pub fn word(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Welsh => "cy",
            Language::Both => "both",
        }
    }

    /// Returns the language of a word, `None` where it is none.
    pub fn of(word: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.word() == word)
    }

    /// Returns the languages of its templates, in the order in which their texts stand.
    pub(super) fn tongues(self) -> &'static [Tongue] {
        match self {
            Language::English => &[Tongue::English],
            Language::Welsh => &[Tongue::Welsh],
            Language::Both => &[Tongue::Welsh, Tongue::English],
        }
    }
}

/// The language of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Tongue {
    English,
    Welsh,
}

impl Tongue {
    pub(super) const ALL: [Tongue; 2] = [Tongue::English, Tongue::Welsh];

    /// Returns the name of the folder of its templates.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::Welsh => "cy",
        }
    }
}
