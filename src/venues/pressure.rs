//! How full venues are, by weekday and half of the day, and how many meetings go past their nearest venue.

use chrono::{Datelike, NaiveDate};

use super::demand::{Demand, Week};
use super::planned::Outcome;
use crate::calendar::{Clock, Span};
use crate::problem::open_hours;
use crate::register::{HalfDay, MeetingIdx, Register, RoomChoice, RoomIdx, VenueIdx};
use crate::travel::Travel;

/// Minutes of rooms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Use {
    /// Minutes for which rooms are taken, with the time before and after each meeting.
    pub taken: i64,
    /// Minutes for which they are open on working days, inside office hours.
    pub open: i64,
}

impl Use {
    /// Returns the share that is taken, or `None` where nothing is open.
    pub fn share(self) -> Option<f64> {
        (0 < self.open).then(|| self.taken as f64 / self.open as f64)
    }
}

/// How full a venue is over all weeks together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VenuePressure {
    /// The venue.
    pub venue: VenueIdx,
    /// How many rooms it has.
    pub n_rooms: usize,
    /// By weekday, Monday first, morning and afternoon; noon parts them.
    pub halves: [[Use; 2]; 5],
    /// Meetings held there.
    pub meetings: usize,
    /// Meetings to which a family comes for whom no suitable venue that opens in the week is nearer. Of several as near,
    /// each counts.
    pub nearest: usize,
    /// How many of these are held farther from the family's home.
    pub elsewhere: usize,
    /// The minutes one way that those families travel more, together.
    pub farther_minutes: i64,
}

impl VenuePressure {
    /// Returns the use of the whole week.
    pub fn whole(&self) -> Use {
        let halves = self.halves.iter().flatten();
        halves.fold(Use::default(), |sum, half| Use {
            taken: sum.taken + half.taken,
            open: sum.open + half.open,
        })
    }

    /// Returns the fullest half-day with its share: of equal ones the first.
    pub fn fullest(&self) -> Option<(usize, HalfDay, f64)> {
        let halves = self.halves.iter().enumerate().flat_map(|(day, halves)| {
            [HalfDay::Am, HalfDay::Pm]
                .into_iter()
                .zip(halves)
                .filter_map(move |(half, used)| Some((day, half, used.share()?)))
        });
        halves.reduce(|best, half| if best.2 < half.2 { half } else { best })
    }
}

/// Returns how full every venue with rooms is in the plans of the weeks, in the register's order.
pub(super) fn pressure(
    register: &Register,
    travel: &Travel,
    demand: &Demand,
    plans: &[Outcome],
) -> Vec<VenuePressure> {
    let mut venues: Vec<VenuePressure> = (0..register.venues.len())
        .map(|venue| VenuePressure {
            venue: venue.into(),
            n_rooms: 0,
            halves: Default::default(),
            meetings: 0,
            nearest: 0,
            elsewhere: 0,
            farther_minutes: 0,
        })
        .collect();
    for room in &register.rooms {
        venues[room.venue.at()].n_rooms += 1;
    }
    for (week, plan) in demand.weeks.iter().zip(plans) {
        let hours = WeekHours::of(register, week);
        hours.add_open(register, &mut venues);
        add_taken(register, plan, &mut venues);
        for (drawn, held) in week.meetings.iter().zip(&plan.held) {
            let Some(travelled) = held.family_minutes else { continue };
            let near = nearest(register, travel, &hours, drawn.meeting);
            for &(venue, minutes) in &near {
                let pressure = &mut venues[venue.at()];
                pressure.nearest += 1;
                if minutes < travelled {
                    pressure.elsewhere += 1;
                    pressure.farther_minutes += i64::from(travelled - minutes);
                }
            }
        }
    }
    venues.retain(|venue| 0 < venue.n_rooms);
    venues
}

/// When rooms are open on the working days of a week.
pub(super) struct WeekHours {
    days: Vec<NaiveDate>,
    /// `[room × n_days + day]`.
    open: Vec<Vec<Span>>,
}

impl WeekHours {
    pub(super) fn of(register: &Register, week: &Week) -> WeekHours {
        let days = week.monday.iter_days().take(5).filter(|&day| register.calendar.is_working(day));
        let days: Vec<NaiveDate> = days.collect();
        WeekHours { open: open_hours(register, &days), days }
    }

    fn of_room(&self, room: usize) -> &[Vec<Span>] {
        &self.open[room * self.days.len()..(room + 1) * self.days.len()]
    }

    /// Whether a room opens at all.
    pub(super) fn opens(&self, room: usize) -> bool {
        self.of_room(room).iter().any(|spans| !spans.is_empty())
    }

    fn add_open(&self, register: &Register, venues: &mut [VenuePressure]) {
        for (at, room) in register.rooms.iter().enumerate() {
            for (day, spans) in self.days.iter().zip(self.of_room(at)) {
                let Some(halves) = venues[room.venue.at()].halves.get_mut(weekday(*day)) else { continue };
                for span in spans {
                    // A room can be taken for no more than the office hours (H13), whatever its venue's.
                    let office = register.authority.office_hours;
                    let open = Span::new(span.from.max(office.from), span.until.min(office.until));
                    let [am, pm] = by_half(open);
                    halves[0].open += am;
                    halves[1].open += pm;
                }
            }
        }
    }
}

fn add_taken(register: &Register, plan: &Outcome, venues: &mut [VenuePressure]) {
    for booking in &plan.bookings {
        let Some(RoomChoice::Room(room)) = booking.room else { continue };
        let venue = &mut venues[register.rooms[room.at()].venue.at()];
        venue.meetings += 1;
        let Some(halves) = venue.halves.get_mut(weekday(booking.date())) else { continue };
        let occupied = register.chair_occupation(register.meeting(booking.meeting), booking.start());
        let [am, pm] = by_half(occupied);
        halves[0].taken += am;
        halves[1].taken += pm;
    }
}

/// Returns the minutes of a span before noon and from noon on.
fn by_half(span: Span) -> [i64; 2] {
    let noon = Clock::NOON.0;
    let minutes = |from: i32, until: i32| i64::from((until - from).max(0));
    [minutes(span.from, span.until.min(noon)), minutes(span.from.max(noon), span.until)]
}

fn weekday(day: NaiveDate) -> usize {
    day.weekday().num_days_from_monday() as usize
}

/// Returns the venues that are nearest to a family's home of those that suit its meeting (H05) and open in the week, with the
/// minutes one way; more than one where they are equally near, none where the home is not known.
pub(super) fn nearest(
    register: &Register,
    travel: &Travel,
    hours: &WeekHours,
    meeting: MeetingIdx,
) -> Vec<(VenueIdx, i32)> {
    let meeting = register.meeting(meeting);
    let Some(home) = register.home(meeting) else { return Vec::new() };
    let mut near: Vec<(VenueIdx, i32)> = Vec::new();
    for (at, room) in register.rooms.iter().enumerate() {
        let Some(place) = register.venues[room.venue.at()].place else { continue };
        if !register.suits(meeting, RoomIdx::from(at)) || !hours.opens(at) {
            continue;
        }
        let minutes = travel.minutes(home, place);
        match near.first() {
            Some(&(_, least)) if least < minutes => continue,
            Some(&(_, least)) if minutes < least => near.clear(),
            _ => {}
        }
        if near.iter().all(|&(venue, _)| venue != room.venue) {
            near.push((room.venue, minutes));
        }
    }
    near
}
