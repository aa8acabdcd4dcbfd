//! Why a place is good, and what is not, in words.

use chrono::NaiveDate;

use crate::calendar::{Period, Timescale};
use crate::check::Score;
use crate::register::{Booking, Deadlines, Meeting, Register, RoomChoice, StaffIdx};
use crate::solver::State;
use crate::words::{self, children, count};

/// A suggestion whose changes have been made in the state.
pub(super) struct Facts<'f, 'a> {
    pub(super) state: &'f State<'a>,
    pub(super) booking: &'f Booking,
    pub(super) difference: &'f Score,
}

impl Facts<'_, '_> {
    /// Returns what a clerk would ask about a place, the day first, each in a few words.
    pub(super) fn reasons(&self) -> Vec<String> {
        let register = self.register();
        let meeting = register.meeting(self.booking.meeting);
        let deadlines = register.deadlines(meeting).ok();
        [
            deadlines.map(|deadlines| day(register, meeting, &deadlines, self.booking.date())),
            self.chair(meeting),
            self.journey(meeting),
            self.district(meeting),
            self.said_of("venue_not_family_friendly", "a venue that is not family friendly"),
            self.said_of("venue_without_withdrawal_room", "no withdrawal room"),
            self.said_of("prefers", "not the half of the day that the family prefers"),
            self.said_of("out_of_patch", "outside the chair's own districts"),
            self.caseload(meeting),
            self.load(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn register(&self) -> &Register {
        self.state.problem.register
    }

    /// Returns what a part of the score counts.
    fn amount(&self, key: &str) -> i64 {
        self.difference.parts.iter().find(|part| part.key == key).map_or(0, |part| part.amount)
    }

    fn said_of(&self, key: &str, words: &str) -> Option<String> {
        (0 < self.amount(key)).then(|| words.to_owned())
    }

    fn chair(&self, meeting: &Meeting) -> Option<String> {
        let register = self.register();
        let index = meeting.household.filter(|_| register.kind(meeting).continuity)?;
        let (household, chair) = (&register.households[index.at()], self.booking.iro?);
        Some(match register.chair_on(index, self.booking.date()) {
            Some(own) if own == chair => match household.iro_since {
                Some(since) => format!("chairs this family since {}", since.format("%B %Y")),
                None => "is this family's chair".to_owned(),
            },
            Some(own) => {
                let own = &register.staff[own.at()].reference;
                format!("a change of chair for {}: theirs is {own}", children(household.children.into()))
            }
            None => "takes on this family, which has no chair".to_owned(),
        })
    }

    /// Returns how far the family comes and what it adds to the driving of those who work.
    fn journey(&self, meeting: &Meeting) -> Option<String> {
        let (register, travel) = (self.register(), self.state.problem.travel);
        if self.booking.room == Some(RoomChoice::Home) {
            return Some(format!("at home, {}", self.driving()));
        }
        let Some(place) = self.booking.place(register) else {
            return Some("online".to_owned());
        };
        let home = register.home(meeting).filter(|_| register.kind(meeting).family);
        Some(match home.map(|home| travel.minutes(home, place)) {
            Some(0) => format!("in the place where the family lives, {}", self.driving()),
            Some(minutes) => format!("{} from home, {}", count(minutes.into(), "minute"), self.driving()),
            None => self.driving(),
        })
    }

    fn driving(&self) -> String {
        match (self.amount("travel_chair"), self.amount("travel_minute_taker")) {
            (0, 0) => "no more driving for those who work".to_owned(),
            (chair, 0) => format!("{} for chairs", driven(chair)),
            (0, taker) => format!("{} for minute takers", driven(taker)),
            (chair, taker) => {
                format!("{} for chairs and {} for minute takers", driven(chair), driven(taker))
            }
        }
    }

    fn district(&self, meeting: &Meeting) -> Option<String> {
        let register = self.register();
        let home = register.district(meeting).map(|home| &register.districts[home.at()].reference);
        self.said_of("out_of_district", "outside the household's district").map(|said| match home {
            Some(home) => format!("{said}, {home}"),
            None => said,
        })
    }

    fn caseload(&self, meeting: &Meeting) -> Option<String> {
        let (problem, chair) = (self.state.problem, self.booking.iro?);
        meeting.household.filter(|_| self.register().kind(meeting).continuity)?;
        let held = self.state.caseload_children(chair.0);
        let above = held - problem.people[chair.at()].caseload_limit;
        Some(if 0 < above {
            format!("leaves the chair at {}, {above} above what is advised", children(held))
        } else {
            format!("leaves the chair at {}", children(held))
        })
    }

    fn load(&self) -> Option<String> {
        let StaffIdx(chair) = self.booking.iro?;
        let problem = self.state.problem;
        let day = problem.dates.binary_search(&self.booking.date()).ok()?;
        let over = self.state.week_minutes(chair, day) - problem.people[chair as usize].load_limit;
        (0 < over && 0 < self.amount("load"))
            .then(|| format!("a full week for the chair: {} over", count(over, "minute")))
    }
}

/// Returns where a day lies in a meeting's time.
fn day(register: &Register, meeting: &Meeting, deadlines: &Deadlines, date: NaiveDate) -> String {
    let calendar = &register.calendar;
    if let Some(due) = deadlines.statutory.filter(|&due| due < date) {
        let late = calendar.between(due, date);
        return format!(
            "{} past the statutory date, {}",
            count(late.into(), "working day"),
            words::date(due)
        );
    }
    // A timescale in working days is how everybody counts such a meeting: "day 12 of 15".
    if let (Some(from), Timescale::After(Period::WorkingDays(n)), None) =
        (meeting.from_date, register.kind(meeting).statutory, meeting.due)
    {
        return format!("day {} of {n}", calendar.between(from, date));
    }
    let target = deadlines.target;
    if target < date {
        let after = calendar.between(target, date);
        let left = match deadlines.statutory {
            Some(due) => format!(", {} before the statutory date", days(calendar.between(date, due))),
            None => String::new(),
        };
        return format!("{} after the target, {target}{left}", count(after.into(), "working day"));
    }
    match calendar.between(date, target) {
        0 => "on the last day in time for the target".to_owned(),
        n => format!("{} before the target, {target}", count(n.into(), "working day")),
    }
}

fn days(n: u32) -> String {
    count(n.into(), "working day")
}

fn driven(minutes: i64) -> String {
    let less_or_more = if minutes < 0 { "less" } else { "more" };
    format!("{} {less_or_more} driving", count(minutes.abs(), "minute"))
}
