//! What a report is asked for.

use crate::indicators::{Facts, Period, Slice, Tally, count, indicator};
use crate::register::Register;

/// What to report on.
pub struct Asked<'a> {
    /// The record.
    pub facts: &'a Facts<'a>,
    /// The year, from April to March.
    pub year: Period,
    /// The district, or everything.
    pub slice: Slice,
    /// Whether it is for publication: small numbers are hidden.
    pub is_published: bool,
}

impl Asked<'_> {
    /// Returns the register.
    pub(super) fn register(&self) -> &Register {
        self.facts.register
    }

    /// Returns what an indicator comes to in a period and a narrower slice.
    pub(super) fn tally(&self, key: &str, period: Period, slice: Slice) -> Tally {
        indicator(key).map_or_else(Tally::default, |indicator| count(self.facts, indicator, period, slice))
    }

    /// Returns the districts reported on, with their positions and names.
    pub(super) fn districts(&self) -> Vec<(Slice, String)> {
        let districts = self.register().districts.iter().enumerate();
        districts
            .map(|(at, row)| (at.into(), row))
            .filter(|(at, _)| self.slice.district.is_none_or(|district| district == *at))
            .map(|(at, row)| {
                let name = if row.name.is_empty() { row.reference.as_str() } else { &row.name };
                (Slice { district: Some(at), ..self.slice }, crate::report::words::discreet(name))
            })
            .collect()
    }

    /// Returns whose report it is.
    pub(super) fn name(&self) -> String {
        let authority = self.register().authority.name.clone();
        match self.slice.district {
            None => authority,
            Some(_) => {
                let names: Vec<String> = self.districts().into_iter().map(|(_, name)| name).collect();
                format!("{authority}, {}", names.join(", "))
            }
        }
    }
}
