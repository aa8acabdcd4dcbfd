//! The baselines and overlays that come with the program, by the names of their files in `scenarios/staffing`.

use crate::files::{Faults, Staffing, staffing_from_texts};

/// A file of the shelf.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its name without ending: what forms send.
    pub(crate) key: &'static str,
    text: &'static str,
    /// The baselines that an overlay is for; empty for any, and for baselines.
    on: &'static [&'static str],
}

macro_rules! item {
    ($key:literal $(, $on:literal)*) => {
        Item {
            key: $key,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/staffing/", $key, ".toml")),
            on: &[$($on),*],
        }
    };
}

/// Whole services.
pub(crate) static BASELINES: [Item; 3] =
    [item!("authority-today"), item!("lancashire-2011-12"), item!("lancashire-october-2012")];

/// What can be different, in the order in which a service would think of it.
pub(crate) static OVERLAYS: [Item; 13] = [
    item!("vacancy-from-january-2012", "lancashire-2011-12"),
    item!("vacancy-until-autumn-2012", "lancashire-2011-12"),
    item!("no-vacancy", "lancashire-2011-12"),
    item!("agency-1-5", "lancashire-2011-12"),
    item!("agency-2", "lancashire-2011-12"),
    item!("two-temporary-posts", "lancashire-2011-12"),
    item!("two-permanent-posts", "lancashire-2011-12"),
    item!("merged-teams-2013", "lancashire-2011-12"),
    item!("secondments", "lancashire-2011-12"),
    item!("five-monthly-reviews", "lancashire-2011-12"),
    item!("six-monthly-reviews", "lancashire-2011-12"),
    item!("starts-x1-69", "lancashire-2011-12", "lancashire-october-2012"),
    item!("regional-service"),
];

impl Item {
    /// Returns the name that the file gives itself.
    pub(crate) fn title(&self) -> String {
        self.word("name").unwrap_or_else(|| self.key.to_owned())
    }

    /// Returns what it says of itself.
    pub(crate) fn about(&self) -> String {
        self.word("about")
            .map(|about| about.split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    }

    /// Returns the titles of the baselines that it is for; `None` where it is for any.
    pub(crate) fn for_baselines(&self) -> Option<String> {
        let titles: Vec<String> =
            BASELINES.iter().filter(|base| self.on.contains(&base.key)).map(Item::title).collect();
        (!titles.is_empty()).then(|| titles.join(" and "))
    }

    /// Whether it says something about a baseline.
    pub(crate) fn fits(&self, baseline: &Item) -> bool {
        self.on.is_empty() || self.on.contains(&baseline.key)
    }

    fn word(&self, key: &str) -> Option<String> {
        let file: toml::Table = self.text.parse().ok()?;
        Some(file.get(key)?.as_str()?.trim().to_owned())
    }

    fn named(&self) -> (String, &'static str) {
        (format!("{}.toml", self.key), self.text)
    }
}

/// Returns a file of the shelf by what forms send.
pub(crate) fn find(shelf: &'static [Item], key: &str) -> Option<&'static Item> {
    shelf.iter().find(|item| item.key == key)
}

/// Reads a baseline with the overlays of one scenario.
pub(crate) fn read(baseline: &Item, overlays: &[&Item]) -> Result<Staffing, Faults> {
    let base = baseline.named();
    let named: Vec<(String, &str)> = overlays.iter().map(|item| item.named()).collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    staffing_from_texts((&base.0, base.1), &named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_title_and_every_overlay_can_be_read_on_each_of_its_baselines() {
        for baseline in &BASELINES {
            assert_ne!(baseline.title(), baseline.key);
            assert!(!baseline.about().is_empty(), "{}", baseline.key);
            let read_alone =
                read(baseline, &[]).unwrap_or_else(|faults| panic!("{}: {faults}", baseline.key));
            for overlay in OVERLAYS.iter().filter(|overlay| overlay.fits(baseline)) {
                let scenario =
                    read(baseline, &[overlay]).unwrap_or_else(|faults| panic!("{}: {faults}", overlay.key));
                assert_eq!(scenario.baseline.name, overlay.title());
                assert_eq!(scenario.baseline.start, read_alone.baseline.start);
            }
        }
    }

    #[test]
    fn an_overlay_says_what_it_is_for() {
        let of = |key| find(&OVERLAYS, key).expect("it is on the shelf").for_baselines();
        assert_eq!(of("starts-x1-69").as_deref(), Some("Lancashire 2011/12 and Lancashire, October 2012"));
        assert_eq!(of("regional-service"), None);
        assert!(find(&OVERLAYS, "../secrets").is_none());
    }
}
