//! The places of a request that somebody looks for.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Problem, Request};
use crate::calendar::Span;
use crate::register::{Register, RoomChoice, StaffIdx, VenueIdx};

/// What places are wanted. The default wants any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Not before this day.
    pub from: Option<NaiveDate>,
    /// Not after this day.
    pub until: Option<NaiveDate>,
    /// On this day of the week.
    pub weekday: Option<Weekday>,
    /// Beginning within these minutes after midnight, the last one left out.
    pub starts: Option<Span>,
    /// With this chair.
    pub chair: Option<StaffIdx>,
    /// At this venue.
    pub venue: Option<VenueIdx>,
}

impl Filter {
    /// Whether it wants a day.
    pub fn wants_day(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date)
            && self.until.is_none_or(|until| date <= until)
            && self.weekday.is_none_or(|weekday| date.weekday() == weekday)
    }

    fn wants_chair(&self, chair: u32) -> bool {
        self.chair.is_none_or(|wanted| wanted.0 == chair)
    }

    fn wants_room(&self, register: &Register, room: RoomChoice) -> bool {
        self.venue.is_none_or(|wanted| match room {
            RoomChoice::Room(room) => register.rooms[room.at()].venue == wanted,
            RoomChoice::Home => false,
        })
    }
}

impl Problem<'_> {
    /// Leaves every request the places that a filter wants: whatever is then found is the best of those.
    pub fn narrow(&mut self, filter: &Filter) {
        for request in &mut self.requests {
            narrow(request, self.register, &self.starts, filter);
        }
    }
}

fn narrow(request: &mut Request, register: &Register, starts: &[i32], filter: &Filter) {
    let wanted: Vec<usize> =
        (0..request.chairs.len()).filter(|&position| filter.wants_chair(request.chairs[position])).collect();
    let of = |costs: &Arc<[i64]>| -> Arc<[i64]> { wanted.iter().map(|&position| costs[position]).collect() };
    request.chairs = wanted.iter().map(|&position| request.chairs[position]).collect();
    let mut days = Vec::with_capacity(request.days.len());
    for ((&date, mut day), costs) in
        request.dates.iter().zip(std::mem::take(&mut request.days)).zip(&request.chair_cost)
    {
        if filter.wants_day(date) {
            let costs = of(costs);
            day.chair_floor = costs.iter().copied().min().unwrap_or(0);
            days.push((date, day, costs));
        }
    }
    request.dates = days.iter().map(|(date, _, _)| *date).collect();
    request.chair_cost = days.iter().map(|(_, _, costs)| Arc::clone(costs)).collect();
    request.days = days.into_iter().map(|(_, day, _)| day).collect();
    if let Some(span) = filter.starts {
        let first = starts.partition_point(|&start| start < span.from);
        let past = starts.partition_point(|&start| start < span.until);
        request.starts = (request.starts.0.max(first), request.starts.1.min(past).max(first));
    }
    for site in &mut request.sites {
        site.rooms.retain(|option| filter.wants_room(register, option.room));
        site.floor = site.rooms.first().map_or(0, |option| option.cost);
        site.chair_cost = of(&site.chair_cost);
    }
    request.sites.retain(|site| !site.rooms.is_empty());
    request.sites.sort_by_key(|site| site.floor);
}
