//! Why meetings are unbooked, late, handed over or out of district.

use std::collections::BTreeMap;

use super::{Matter, Remark};
use crate::calendar::moment;
use crate::problem::{DayOption, Request, Site};
use crate::register::{Booking, Deadlines, Meeting, MeetingIdx, Register, RoomChoice, StaffIdx};
use crate::solver::{Key, Offer, Scratch, Screen, State, Survey, best_place, survey};
use crate::words;

/// Finds reasons by asking, of a finished plan, where else a meeting could have gone.
pub(crate) struct Reasons<'a> {
    state: State<'a>,
    scratch: Scratch,
    request_of: BTreeMap<MeetingIdx, usize>,
}

/// Leaves only what somebody asks for.
#[derive(Clone, Copy, Default)]
struct Only {
    in_time: bool,
    chair: Option<StaffIdx>,
    own_district: bool,
}

impl Screen for Only {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        !self.in_time || day.late == 0
    }

    fn chair(&mut self, request: &Request, _day: &DayOption, chair: usize) -> bool {
        self.chair.is_none_or(|only| request.chairs[chair] == only.0)
    }

    fn site(&mut self, site: &Site) -> bool {
        !self.own_district || !site.out_of_district
    }
}

impl<'a> Reasons<'a> {
    pub(crate) fn new(state: State<'a>) -> Reasons<'a> {
        let request_of = state.problem.requests.iter().enumerate().map(|(i, r)| (r.meeting, i)).collect();
        Reasons { state, scratch: Scratch::default(), request_of }
    }

    /// Returns why a meeting has no booking.
    pub(crate) fn unbooked(&mut self, meeting: MeetingIdx) -> String {
        let Some(&position) = self.request_of.get(&meeting) else {
            return "it was not among the meetings to book".to_owned();
        };
        let hopeless = &self.state.problem.requests[position].hopeless;
        if !hopeless.is_empty() {
            return format!("No plan could book it: {}.", hopeless.join("; and "));
        }
        let (found, _) = self.look(position, Only::default());
        format!(
            "No lawful place is left beside the other bookings: {}.",
            self.obstacles(position, &found, "chair")
        )
    }

    /// Returns a remark for each booking that is late, handed over or out of district.
    pub(super) fn remarks(&mut self, bookings: &[Booking]) -> Vec<Remark> {
        let register = self.register();
        let today = register.authority.today;
        let mut remarks = Vec::new();
        for booking in
            bookings.iter().filter(|b| today <= b.date() && register.meeting(b.meeting).status.is_live())
        {
            let meeting = register.meeting(booking.meeting);
            let Ok(deadlines) = register.deadlines(meeting) else { continue };
            let mut remark =
                |matter, reason| remarks.push(Remark { meeting: booking.meeting, matter, reason });
            if deadlines.statutory.is_some_and(|due| due < booking.date()) {
                remark(Matter::Late, self.late(booking, &deadlines));
            }
            if let Some(own) = handed_over_from(register, meeting, booking) {
                remark(Matter::HandedOver, self.handed_over(booking, own));
            }
            let home = register.district(meeting);
            if booking.district(register).zip(home).is_some_and(|(there, home)| there != home) {
                remark(Matter::OutOfDistrict, self.out_of_district(booking));
            }
        }
        remarks.sort_by_key(|remark| (remark.meeting, remark.matter));
        remarks
    }

    fn register(&self) -> &'a Register {
        self.state.problem.register
    }

    fn late(&mut self, booking: &Booking, deadlines: &Deadlines) -> String {
        let Some(position) = self.planned(booking) else { return stands(booking) };
        let request = &self.state.problem.requests[position];
        if let (Some(first), Some(due)) = (request.dates.first(), deadlines.statutory)
            && due < *first
        {
            return format!(
                "Its statutory date, {}, lies before {}, the first day that its opening date and notice allow.",
                words::date(due),
                words::date(*first)
            );
        }
        let (found, offer) = self.look(position, Only { in_time: true, ..Only::default() });
        match offer {
            Some(_) => "An earlier place is free, which the search did not take.".to_owned(),
            None => format!("No place in time is left: {}.", self.obstacles(position, &found, "chair")),
        }
    }

    fn handed_over(&mut self, booking: &Booking, own: StaffIdx) -> String {
        let register = self.register();
        let own_reference = &register.staff[own.at()].reference;
        let Some(position) = self.planned(booking) else { return stands(booking) };
        let request = &self.state.problem.requests[position];
        if !request.chairs.contains(&own.0) {
            return format!(
                "{own_reference}, the family's chair, {}.",
                unsuitable(register, booking.meeting, own)
            );
        }
        let spells = &self.state.problem.people[own.at()].spells;
        if request.days.iter().all(|day| spells[day.day].is_empty()) {
            return format!("{own_reference}, the family's chair, is not at work on any of its lawful days.");
        }
        let only = Only { chair: Some(own), ..Only::default() };
        let (found, offer) = self.look(position, only);
        match offer {
            Some(offer) => format!(
                "With {own_reference}, the family's chair, the best place is {}.",
                self.difference(position, offer)
            ),
            None => format!(
                "{own_reference}, the family's chair, has no place for it: {}.",
                self.obstacles(position, &found, own_reference.as_str())
            ),
        }
    }

    fn out_of_district(&mut self, booking: &Booking) -> String {
        let Some(position) = self.planned(booking) else { return stands(booking) };
        let request = &self.state.problem.requests[position];
        if request.sites.iter().all(|site| site.out_of_district) {
            return "No room in the household's district is large enough, has what is needed and is open to it."
                .to_owned();
        }
        let (found, offer) = self.look(position, Only { own_district: true, ..Only::default() });
        match offer {
            Some(offer) => {
                format!("The best place in the household's district is {}.", self.difference(position, offer))
            }
            None => format!(
                "No place in the household's district is left: {}.",
                self.obstacles(position, &found, "chair")
            ),
        }
    }

    /// Returns the request of a booking that this plan made.
    fn planned(&self, booking: &Booking) -> Option<usize> {
        self.request_of.get(&booking.meeting).copied()
    }

    /// Looks, with the request's own booking taken out, at the places that `only` leaves: what is in the way of
    /// each, and the best.
    fn look(&mut self, position: usize, only: Only) -> (Survey, Option<Offer>) {
        let own = self.state.remove(position);
        let offer = best_place(&self.state, &mut self.scratch, position, &mut { only });
        // Next to an online meeting a place may be free only because this one was taken out.
        let offer = offer.filter(|offer| {
            self.state.insert(position, offer.placement);
            let lawful = !self.state.is_broken();
            self.state.remove(position);
            lawful
        });
        let found = survey(&self.state, &mut self.scratch, position, &mut { only });
        if let Some(own) = own {
            self.state.insert(position, own);
        }
        (found, offer)
    }

    /// Returns where an offer is and what it would cost more than the booking that was made, in words.
    fn difference(&mut self, position: usize, offer: Offer) -> String {
        let place = self.describe(position, offer);
        let Some(own) = self.state.remove(position) else { return place };
        let without = self.state.score();
        self.state.insert(position, own);
        let with = self.state.score();
        let made = Key { late: with.1 - without.1, cost: with.2 - without.2 };
        let more = if made.late < offer.key.late {
            let more = words::count(offer.key.late - made.late, "more child-day");
            format!("it is later, with {more} past the statutory date")
        } else {
            match offer.key.cost - made.cost {
                ..=0 => "it would cost no more".to_owned(),
                more => format!("it would cost {} more in all", words::count(more, "minute")),
            }
        };
        format!("{place}; {more}")
    }

    fn describe(&self, position: usize, offer: Offer) -> String {
        let register = self.register();
        let request = &self.state.problem.requests[position];
        let placement = offer.placement;
        let site = &request.sites[placement.site as usize];
        let room = match site.rooms[placement.room as usize].room {
            RoomChoice::Room(room) => format!("in {}", register.rooms[room.at()].reference),
            RoomChoice::Home => "at home".to_owned(),
        };
        let chair = &register.staff[request.chairs[placement.chair as usize] as usize].reference;
        let date = request.dates[placement.day as usize];
        let start = moment(date, self.state.problem.starts[placement.start as usize]);
        format!("{} {room} with {chair}", words::appointment(start))
    }

    fn obstacles(&self, position: usize, found: &Survey, who: &str) -> String {
        let request = &self.state.problem.requests[position];
        if found.days == 0 {
            return "there is no such day in its window".to_owned();
        }
        let chairs = match (who, request.chairs.len()) {
            ("chair", 1) => {
                "the one chair who may take it is not free, with time to travel and to eat,".to_owned()
            }
            ("chair", n) => {
                format!("none of the {n} chairs who may take it is free, with time to travel and to eat,")
            }
            (reference, _) => format!("{reference} is not free, with time to travel and to eat,"),
        };
        let causes = [
            (found.no_people, "the family, its social worker or an attendee cannot come".to_owned()),
            (found.no_room, "no suitable room is free".to_owned()),
            (found.no_chair, chairs.trim_end_matches(',').to_owned()),
            (found.no_taker, "no minute taker who covers the district is free".to_owned()),
        ];
        let said: Vec<String> = causes
            .iter()
            .filter(|(starts, _)| 0 < *starts)
            .map(|(starts, cause)| format!("at {} of them {cause}", words::thousands(*starts as i64)))
            .collect();
        let days = if found.days == 1 { "day has" } else { "days have" };
        let starts = words::count(found.starts as i64, "possible start");
        format!("its {} {days} {starts}; {}", found.days, said.join(", "))
    }
}

fn stands(booking: &Booking) -> String {
    format!("It stands {} in the register.", booking.status.word())
}

/// Returns the household's chair where a booking goes to another (S3 `handover`).
fn handed_over_from(register: &Register, meeting: &Meeting, booking: &Booking) -> Option<StaffIdx> {
    let household = meeting.household.filter(|_| register.kind(meeting).continuity)?;
    register.chair_on(household, booking.date()).filter(|&own| booking.iro.is_some_and(|iro| iro != own))
}

fn unsuitable(register: &Register, meeting: MeetingIdx, chair: StaffIdx) -> String {
    let meeting = register.meeting(meeting);
    let staff = &register.staff[chair.at()];
    let conflict = meeting.household.is_some_and(|h| register.households[h.at()].conflicts.contains(&chair));
    if conflict {
        "may not chair it: a conflict is recorded".to_owned()
    } else if !staff.may_chair(meeting.kind) {
        format!("does not chair {} meetings", register.kind(meeting).title())
    } else {
        let lacking: Vec<&str> = meeting
            .iro_needs
            .iter()
            .filter(|need| !staff.features.contains(need))
            .map(String::as_str)
            .collect();
        format!("lacks {}", lacking.join(" and "))
    }
}

/// Returns in a sentence why a meeting of the state's problem that has no booking in it has no place.
pub fn unbooked_reason(state: State<'_>, meeting: MeetingIdx) -> String {
    Reasons::new(state).unbooked(meeting)
}
