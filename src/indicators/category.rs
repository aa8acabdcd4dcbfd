//! Categories of abuse.

/// The category of abuse that a plan is for (Working Together 2010, 1.33 to 1.36; `multiple` as in the children in need census).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Category {
    Emotional,
    Neglect,
    Physical,
    Sexual,
    Multiple,
    NotRecorded,
}

/// What the categories are called, in the order of [`Category::ALL`].
pub const CATEGORY_TITLES: [&str; 6] =
    ["emotional abuse", "neglect", "physical abuse", "sexual abuse", "multiple", "not recorded"];

impl Category {
    /// Every category, in the order of the report's tables.
    pub const ALL: [Category; 6] = [
        Category::Emotional,
        Category::Neglect,
        Category::Physical,
        Category::Sexual,
        Category::Multiple,
        Category::NotRecorded,
    ];

    /// Returns the category that children.csv writes as `word`; anything else is not recorded.
    pub fn of(word: &str) -> Category {
        match word {
            "emotional" => Category::Emotional,
            "neglect" => Category::Neglect,
            "physical" => Category::Physical,
            "sexual" => Category::Sexual,
            "multiple" => Category::Multiple,
            _ => Category::NotRecorded,
        }
    }

    /// Returns its position in [`Category::ALL`].
    pub fn at(self) -> usize {
        self as usize
    }

    /// Returns what it is called: `emotional abuse`.
    pub fn title(self) -> &'static str {
        CATEGORY_TITLES[self.at()]
    }
}
