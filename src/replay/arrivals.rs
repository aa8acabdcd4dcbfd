//! Everything that arrives or happens in a year whatever the practice: households, strategy meetings, leave, illness.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::register::{DistrictIdx, PlaceIdx, Register, StaffIdx};
use crate::staffing::streams::{Draws, Stream, Streams};

use super::chance::MOST_CHILDREN;
use super::opening::{Opening, opening};
use super::year::Year;

/// Working days from the strategy discussion to the day on which an initial conference is meant to be: its target.
const TARGET_DAYS: u32 = 12;
/// Households of a social worker.
const CASES: usize = 4;
/// Features that a meeting may need of its room or venue, in how many of 100 households.
const NEEDS: [(&str, u32); 2] = [("step_free", 4), ("separate_waiting", 3)];

/// A household as it comes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case {
    /// Its number among those drawn: decides all its later draws.
    pub(super) number: u64,
    /// Children considered.
    pub(super) children: u32,
    /// Its district, and the area of its home.
    pub(super) district: Option<DistrictIdx>,
    pub(super) home: Option<PlaceIdx>,
    /// Its social worker, a number.
    pub(super) worker: usize,
    /// What its meetings need of a room.
    pub(super) needs: Vec<String>,
    /// The plan it had before the first day; `None` = it comes to an initial conference.
    pub(super) opening: Option<Opening>,
    /// Day of the strategy discussion.
    pub(super) discussed: NaiveDate,
    /// Whether its initial conference starts a plan.
    pub(super) is_planned: bool,
}

/// A series of strategy meetings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// The day of the referral.
    pub(super) referred: NaiveDate,
    /// Working days from each of its meetings to the next.
    pub(super) gaps: Vec<u32>,
    /// The case that it is about; `None` = an adult, at the place.
    pub(super) case: Option<usize>,
    pub(super) place: Option<PlaceIdx>,
    pub(super) district: Option<DistrictIdx>,
    /// Children concerned.
    pub(super) children: u32,
    /// People expected.
    pub(super) attendees: u32,
}

/// A year's arrivals.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrivals {
    /// Those with a plan first, then by day of the discussion.
    pub(super) cases: Vec<Case>,
    /// By day of referral.
    pub(super) series: Vec<Series>,
    /// Whole days of leave, known beforehand: first and last.
    pub(super) leave: Vec<(StaffIdx, NaiveDate, NaiveDate)>,
    /// Who falls ill on a day, and their first day back.
    pub(super) illness: BTreeMap<NaiveDate, Vec<(StaffIdx, NaiveDate)>>,
}

impl Arrivals {
    /// Draws a year's arrivals for a county, whose staff are those of the year.
    pub(super) fn draw(year: &Year, county: &Register, streams: &Streams) -> Arrivals {
        let mut families = Families::new(county, streams);
        let mut cases = Vec::new();
        for found in opening(year, county, streams) {
            let discussed = found.started;
            let children = found.open.iter().map(|&open| u32::from(open)).sum();
            cases.push(families.case(found.number, children, discussed, Some(found), true));
        }
        let first_new = cases.len();
        for (month, discussed, number) in households(year, county, streams) {
            let mut draws = streams.of(Stream::Household, number);
            let children = month.min(MOST_CHILDREN as u32);
            let is_planned = draws.happens(year.demand.outcome);
            cases.push(families.case(number, children, discussed, None, is_planned));
        }
        cases[first_new..].sort_by_key(|case| (case.discussed, case.number));
        let series = series(year, county, streams, &cases);
        let (leave, illness) = absences(year, county, streams);
        Arrivals { cases, series, leave, illness }
    }

    /// Returns a mark of all arrivals: different years have different marks.
    pub(super) fn mark(&self) -> u64 {
        // FNV-1a over the words that describe them.
        format!("{self:?}")
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |mark, byte| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// Homes, social workers and needs of households.
struct Families<'a> {
    streams: &'a Streams,
    /// Homes and districts of the register's households: new ones live as they do.
    homes: Vec<(Option<DistrictIdx>, Option<PlaceIdx>)>,
    /// Social workers so far, and by district the one with room left.
    n_workers: usize,
    open: BTreeMap<Option<DistrictIdx>, (usize, usize)>,
}

impl<'a> Families<'a> {
    fn new(county: &Register, streams: &'a Streams) -> Families<'a> {
        let mut homes: Vec<_> =
            county.households.iter().map(|household| (household.district, household.home)).collect();
        if homes.is_empty() {
            let places = county.places.iter().enumerate();
            homes = places.map(|(at, place)| (place.district, Some(PlaceIdx::from(at)))).collect();
        }
        Families { streams, homes, n_workers: 0, open: BTreeMap::new() }
    }

    fn case(
        &mut self,
        number: u64,
        children: u32,
        discussed: NaiveDate,
        opening: Option<Opening>,
        is_planned: bool,
    ) -> Case {
        let mut draws = self.streams.of(Stream::Household, number | 1 << 62);
        let (district, home) = self.homes[draws.below(self.homes.len() as u32) as usize];
        let (worker, left) = self.open.entry(district).or_insert((0, 0));
        if *left == 0 {
            (*worker, *left) = (self.n_workers, CASES);
            self.n_workers += 1;
        }
        *left -= 1;
        let worker = *worker;
        let needed = NEEDS.into_iter().filter(|&(_, percent)| draws.below(100) < percent);
        let needs = needed.map(|(need, _)| need.to_owned()).collect();
        Case { number, children, district, home, worker, needs, opening, discussed, is_planned }
    }
}

/// Returns households that come to an initial conference: children, day of the discussion, number. Each month's children are as many as its plans' starts ask for.
fn households(year: &Year, county: &Register, streams: &Streams) -> Vec<(u32, NaiveDate, u64)> {
    let mut found = Vec::new();
    for (month, days) in months(year, county).into_iter().enumerate() {
        let starts = year.demand.starts.get(month).copied().unwrap_or(0);
        let mut left = libm::round(f64::from(starts) / year.demand.outcome) as u32;
        let mut draws = streams.of(Stream::Arrivals, month as u64);
        let mut number = 0;
        while 0 < left && !days.is_empty() {
            let children = (1 + draws.poisson(year.demand.siblings)).min(MOST_CHILDREN as u32).min(left);
            let meant = days[draws.below(days.len() as u32) as usize];
            left -= children;
            // Above the numbers of the opening stock.
            let entity = 1 << 40 | (month as u64) << 20 | number;
            found.push((children, county.calendar.before(meant, TARGET_DAYS), entity));
            number += 1;
        }
    }
    found
}

/// Returns the working days of each month of the year.
pub(super) fn months(year: &Year, county: &Register) -> Vec<Vec<NaiveDate>> {
    let mut months: Vec<Vec<NaiveDate>> = Vec::new();
    let mut last = None;
    for day in year.first.iter_days().take_while(|&day| day <= year.last) {
        if last != Some((day.year(), day.month())) {
            months.push(Vec::new());
            last = Some((day.year(), day.month()));
        }
        if county.calendar.is_working(day)
            && let Some(month) = months.last_mut()
        {
            month.push(day);
        }
    }
    months
}

/// Returns series of strategy meetings. The first weeks of the year have the later meetings of series referred before it.
fn series(year: &Year, county: &Register, streams: &Streams, cases: &[Case]) -> Vec<Series> {
    let demand = &year.demand;
    let (least, most) = demand.series_gap;
    // As many weeks before the first day as the longest series takes.
    let lead = u64::from(demand.series.saturating_sub(1) * most) * 7 / 5 + 14;
    let begin = year.first - Days::new(lead);
    let days: Vec<NaiveDate> = begin
        .iter_days()
        .take_while(|&day| day <= year.last)
        .filter(|&day| county.calendar.is_working(day))
        .collect();
    let a_series = f64::from(1 + demand.series) / 2.0;
    let a_day = f64::from(demand.strategy) / a_series / 252.0;
    let mut found = Vec::new();
    for (position, &referred) in days.iter().enumerate() {
        let mut draws = streams.of(Stream::Strategy, position as u64);
        for _ in 0..draws.poisson(a_day) {
            let gap = |draws: &mut Draws| least + draws.below(most - least + 1);
            let n_more = draws.below(demand.series.max(1));
            let gaps = (0..n_more).map(|_| gap(&mut draws)).collect();
            let about_adult = draws.happens(demand.adults);
            let picked = draws.below(cases.len() as u32) as usize;
            let case = cases.get(picked).filter(|case| !about_adult && case.opening.is_some());
            let place = PlaceIdx::from(draws.below(county.places.len() as u32) as usize);
            let home = cases.get(picked).and_then(|case| case.home).unwrap_or(place);
            found.push(Series {
                referred,
                gaps,
                case: case.map(|_| picked),
                place: Some(home),
                district: county.places[home.at()].district,
                children: 1 + draws.below(3),
                attendees: 6 + draws.below(5),
            });
        }
    }
    found
}

type Absences = (Vec<(StaffIdx, NaiveDate, NaiveDate)>, BTreeMap<NaiveDate, Vec<(StaffIdx, NaiveDate)>>);

/// Returns who is on leave, and who falls ill when. Leave is taken in weeks, spread over the year, and single days.
fn absences(year: &Year, county: &Register, streams: &Streams) -> Absences {
    let mondays: Vec<NaiveDate> = year
        .first
        .iter_days()
        .take_while(|&day| day <= year.last)
        .filter(|day| day.weekday().num_days_from_monday() == 0)
        .collect();
    let (mut leave, mut illness) = (Vec::new(), BTreeMap::<NaiveDate, Vec<_>>::new());
    let scale = mondays.len() as f64 / 52.0;
    for staff in (0..county.staff.len()).map(StaffIdx::from) {
        let mut draws = streams.of(Stream::Chair, u64::from(staff.0));
        let days = libm::round(f64::from(year.absence.known_days) * scale) as u32;
        let (weeks, single) = (days / 5, days % 5);
        for week in 0..weeks {
            // One week in each equal part of the year.
            let part = mondays.len() as u32 / weeks;
            let at = week * part + draws.below(part);
            if let Some(&monday) = mondays.get(at as usize) {
                leave.push((staff, monday, monday + Days::new(4)));
            }
        }
        for _ in 0..single {
            let at = draws.below(mondays.len() as u32) as usize;
            let day = draws.below(5);
            if let Some(&monday) = mondays.get(at) {
                let day = monday + Days::new(u64::from(day));
                leave.push((staff, day, day));
            }
        }
        let chance = (year.absence.sickness * 5.0 / year.absence.spell_days).min(1.0);
        for (week, &monday) in mondays.iter().enumerate() {
            let mut draws = streams.of(Stream::ChairWeek, u64::from(staff.0) << 16 | week as u64);
            if draws.happens(chance) {
                let day = monday + Days::new(u64::from(draws.below(5)));
                let length = 1 + libm::floor(draws.exponential() * (year.absence.spell_days - 0.5)) as u32;
                let back = county.calendar.after(day, length.min(60));
                if year.first <= day && day <= year.last {
                    illness.entry(day).or_default().push((staff, back));
                }
            }
        }
    }
    (leave, illness)
}
