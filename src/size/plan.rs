//! What is decided: adverts by contract and month, agency by quarter.

use serde::Serialize;

/// Months of a quarter, the shortest time that agency is bought for (13 weeks).
pub const QUARTER: usize = 3;

/// The contract of an advertised post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// Without an end.
    Permanent,
    /// Ends after so many months.
    Temporary,
}

impl Contract {
    /// Both, in the order in which every array is indexed by contract.
    pub const ALL: [Contract; 2] = [Contract::Permanent, Contract::Temporary];

    /// Returns the position in arrays by contract.
    pub fn at(self) -> usize {
        self as usize
    }

    /// Returns `permanent` or `temporary`.
    pub fn word(self) -> &'static str {
        match self {
            Contract::Permanent => "permanent",
            Contract::Temporary => "temporary",
        }
    }
}

/// Adverts and agency, month by month from the first month of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Plan {
    /// Posts advertised, each of one FTE, indexed by month, then by contract.
    pub adverts: Vec<[u32; 2]>,
    /// Agency FTE on top of what the baseline has, indexed by quarter.
    pub agency: Vec<u32>,
}

impl Plan {
    /// Returns the plan that does nothing for so many months.
    pub fn nothing(n_months: usize) -> Plan {
        Plan { adverts: vec![[0; 2]; n_months], agency: vec![0; n_months.div_ceil(QUARTER)] }
    }

    /// Returns the adverts of a contract in all months together.
    pub fn n_adverts(&self, contract: Contract) -> u32 {
        self.adverts.iter().map(|month| month[contract.at()]).sum()
    }

    /// Returns the agency FTE of a month.
    pub fn agency_in(&self, month: usize) -> u32 {
        self.agency.get(month / QUARTER).copied().unwrap_or(0)
    }

    /// Returns the last month with an advert.
    pub fn last_advert(&self) -> Option<usize> {
        self.adverts.iter().rposition(|month| *month != [0; 2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_counts_its_adverts_and_quarters() {
        // 7 months are three quarters, the last of one month.
        let mut plan = Plan::nothing(7);
        assert_eq!((plan.agency.len(), plan.last_advert()), (3, None));
        plan.adverts[1] = [2, 1];
        plan.adverts[4] = [1, 0];
        plan.agency = vec![0, 2, 5];
        assert_eq!((plan.n_adverts(Contract::Permanent), plan.n_adverts(Contract::Temporary)), (3, 1));
        assert_eq!(
            (plan.agency_in(2), plan.agency_in(3), plan.agency_in(6), plan.agency_in(9)),
            (0, 2, 5, 0)
        );
        assert_eq!(plan.last_advert(), Some(4));
    }
}
