//! The registers that can be made, by name.

use super::{hostile, lancashire, tiny};
use crate::register::Register;

/// A synthetic register that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// A dozen meetings that a person can follow by hand.
    Tiny,
    /// Lancashire's safeguarding team in April 2012.
    Lancashire2012,
    /// Lancashire's safeguarding team through the year of its annual report, with what became of every meeting.
    LancashireYear,
    /// Lancashire's merged teams in January 2013.
    Lancashire2013,
    /// Lancashire's safeguarding team with a quarter fewer chair hours and a fifth more meetings.
    Tight,
    /// A quarter of a county: about 100 meetings in five weeks.
    Cluster,
    /// A county of 20 chairs: about 400 meetings in five weeks.
    County,
    /// A county of 20 chairs: about 1,600 meetings in thirteen weeks.
    Quarter,
    /// Four counties, 80 chairs: about 1,600 meetings in five weeks.
    Region,
    /// Four counties, 80 chairs: about 6,400 meetings in thirteen weeks.
    RegionQuarter,
    /// A small register full of what a planner could trip over.
    Hostile,
}

impl Preset {
    /// Every preset, in the order in which help lists them.
    pub const ALL: [Preset; 11] = [
        Preset::Tiny,
        Preset::Lancashire2012,
        Preset::LancashireYear,
        Preset::Lancashire2013,
        Preset::Tight,
        Preset::Cluster,
        Preset::County,
        Preset::Quarter,
        Preset::Region,
        Preset::RegionQuarter,
        Preset::Hostile,
    ];

    /// Returns the name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Tiny => "tiny",
            Preset::Lancashire2012 => "lancashire-2012",
            Preset::LancashireYear => "lancashire-2011-12-year",
            Preset::Lancashire2013 => "lancashire-2013",
            Preset::Tight => "tight",
            Preset::Cluster => "cluster",
            Preset::County => "county",
            Preset::Quarter => "quarter",
            Preset::Region => "region",
            Preset::RegionQuarter => "region-quarter",
            Preset::Hostile => "hostile",
        }
    }

    /// Returns the preset of a name, or `None` where there is none.
    pub fn from_name(name: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Returns one line about it, for help.
    pub fn about(self) -> &'static str {
        match self {
            Preset::Tiny => "a dozen meetings, 3 chairs, 4 venues: small enough to follow by hand",
            Preset::Lancashire2012 => {
                "the county of the 2011/12 annual report: a month of conferences and strategy meetings, \
                 8 chairs of whom one post is vacant"
            }
            Preset::LancashireYear => {
                "the year of the 2011/12 annual report, with what became of every meeting: its published \
                 totals, tables and bands come out of it"
            }
            Preset::Lancashire2013 => {
                "the merged teams of January 2013: child protection and looked-after reviews, 22 chairs"
            }
            Preset::Tight => "lancashire-2012 with a quarter fewer chair hours and a fifth more meetings",
            Preset::Cluster => "a quarter of a county: 100 meetings in five weeks, 5 chairs",
            Preset::County => "a county drawn anew: 400 meetings in five weeks, 20 chairs",
            Preset::Quarter => "a county's quarter of a year: 1,600 meetings in thirteen weeks, 20 chairs",
            Preset::Region => "four counties: 1,600 meetings in five weeks, 80 chairs",
            Preset::RegionQuarter => "four counties: 6,400 meetings in thirteen weeks, 80 chairs",
            Preset::Hostile => "a small random register, another for each seed, full of awkward cases",
        }
    }
}

/// Makes a register: the same one for the same preset and seed, on every machine. `tiny` is written by hand: its seed
/// changes nothing.
///
/// ```
/// use convene::synth::{Preset, generate};
///
/// let register = generate(Preset::Tiny, 1);
/// assert_eq!(register.authority.name, "Tiny");
/// assert_eq!(register, generate(Preset::Tiny, 1));
/// ```
pub fn generate(preset: Preset, seed: u64) -> Register {
    match preset {
        Preset::Tiny => tiny::register(),
        Preset::Lancashire2012 => lancashire::register_2012(seed),
        Preset::LancashireYear => lancashire::register_2011_12(seed),
        Preset::Lancashire2013 => lancashire::register_2013(seed),
        Preset::Tight => lancashire::register_tight(seed),
        Preset::Cluster => lancashire::cluster(seed),
        Preset::County => lancashire::county(seed),
        Preset::Quarter => lancashire::quarter(seed),
        Preset::Region => lancashire::region(seed),
        Preset::RegionQuarter => lancashire::region_quarter(seed),
        Preset::Hostile => hostile::register(seed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_its_own_name() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_name(preset.name()), Some(preset));
            assert!(!preset.about().is_empty() && !preset.about().contains('\n'));
        }
        assert_eq!(Preset::from_name("yorkshire"), None);
    }

    #[test]
    fn the_same_seed_makes_the_same_register_and_another_seed_another() {
        for preset in Preset::ALL {
            let first = generate(preset, 1);
            assert_eq!(first, generate(preset, 1), "{}", preset.name());
            let is_drawn = preset != Preset::Tiny;
            assert_eq!(first != generate(preset, 2), is_drawn, "{}", preset.name());
        }
    }
}
