//! How far families go to their meetings, by the district that they live in.

use super::demand::Demand;
use super::planned::Outcome;
use super::pressure::{WeekHours, nearest};
use crate::register::{DistrictIdx, Register};
use crate::travel::Travel;

/// A journey longer than this many minutes one way is counted as long. Convene's own line: no guidance gives one.
pub const LONG_MINUTES: i32 = 30;

/// Journeys of the families of a district over all weeks together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistrictJourneys {
    /// The district; `None` for homes whose district is not known.
    pub district: Option<DistrictIdx>,
    /// Meetings to which a family comes from a home that is known.
    pub meetings: usize,
    /// Minutes one way, together.
    pub minutes: i64,
    /// The same if each were held at the nearest suitable venue.
    pub least_minutes: i64,
    /// Meetings to which a family travels for more than [`LONG_MINUTES`].
    pub long: usize,
    /// How many would be as long at the nearest suitable venue.
    pub long_at_nearest: usize,
}

/// Returns the journeys to the plans of the weeks, in the register's order of districts; districts without a meeting are
/// left out.
pub(super) fn journeys(
    register: &Register,
    travel: &Travel,
    demand: &Demand,
    plans: &[Outcome],
) -> Vec<DistrictJourneys> {
    let n_districts = register.districts.len();
    let mut districts: Vec<DistrictJourneys> = (0..=n_districts)
        .map(|at| DistrictJourneys {
            district: (at < n_districts).then(|| at.into()),
            meetings: 0,
            minutes: 0,
            least_minutes: 0,
            long: 0,
            long_at_nearest: 0,
        })
        .collect();
    for (week, plan) in demand.weeks.iter().zip(plans) {
        let hours = WeekHours::of(register, week);
        for (drawn, held) in week.meetings.iter().zip(&plan.held) {
            let Some(minutes) = held.family_minutes else { continue };
            let district = register.district(register.meeting(drawn.meeting));
            let journeys = &mut districts[district.map_or(n_districts, DistrictIdx::at)];
            let near = nearest(register, travel, &hours, drawn.meeting);
            let least = near.first().map_or(minutes, |&(_, least)| least.min(minutes));
            journeys.meetings += 1;
            journeys.minutes += i64::from(minutes);
            journeys.least_minutes += i64::from(least);
            journeys.long += usize::from(LONG_MINUTES < minutes);
            journeys.long_at_nearest += usize::from(LONG_MINUTES < least);
        }
    }
    districts.retain(|district| 0 < district.meetings);
    districts
}
