//! What follows and what is asked, as sentences in references.

use super::change::{Change, Closing, Question, Why};
use crate::calendar::NaiveDate;
use crate::register::{Booking, HouseholdIdx, MeetingIdx, MeetingResult, PlanStatus, Register};
use crate::words::{children, date, day, moment};

impl Change {
    /// Returns the word by which machines know it.
    pub fn word(&self) -> &'static str {
        match self {
            Change::Ended { .. } => "ended",
            Change::Made { .. } => "made",
            Change::Recounted { .. } => "recounted",
            Change::Sooner { .. } => "sooner",
            Change::Closed { .. } => "closed",
            Change::Combined { .. } => "combined",
            Change::Chair { .. } => "chair",
            Change::Children { .. } => "children",
            Change::Standing { .. } => "standing",
        }
    }

    /// Returns the meeting that it is about, where it is about one.
    pub fn meeting(&self) -> Option<MeetingIdx> {
        match *self {
            Change::Ended { meeting, .. }
            | Change::Made { meeting, .. }
            | Change::Recounted { meeting, .. }
            | Change::Sooner { meeting, .. }
            | Change::Closed { meeting, .. }
            | Change::Combined { meeting, .. } => Some(meeting),
            Change::Chair { .. } | Change::Children { .. } | Change::Standing { .. } => None,
        }
    }

    /// Returns it as a sentence. `register` is the one after it.
    pub fn sentence(&self, register: &Register) -> String {
        match self {
            Change::Ended { meeting, result, on, dropped } => {
                let word = match result {
                    MeetingResult::Held => "was held",
                    MeetingResult::Adjourned => "was adjourned",
                    MeetingResult::Cancelled => "was cancelled",
                };
                format!("{} {word} on {}{}", of(register, *meeting), date(*on), told(dropped.as_ref()))
            }
            Change::Made { meeting, why } => {
                format!(
                    "{} is to book{}: {}",
                    of(register, *meeting),
                    by(register, *meeting),
                    because(register, *why)
                )
            }
            Change::Recounted { meeting, was, why } => {
                let was = was.map_or_else(String::new, |was| format!(" instead of {}", date(was)));
                let from = register.meeting(*meeting).from_date.map_or_else(String::new, date);
                format!(
                    "{} counts from {from}{was}{}: {}",
                    of(register, *meeting),
                    by(register, *meeting),
                    because(register, *why)
                )
            }
            Change::Sooner { meeting, due, why } => {
                format!("{} is due by {}: {}", of(register, *meeting), date(*due), because(register, *why))
            }
            Change::Closed { meeting, dropped, why } => {
                let why = match *why {
                    Closing::PlansEnded(on) => {
                        format!("no child of the household has a plan since {}", date(on))
                    }
                    Closing::CareEnded(on) => {
                        format!("no child of the household is looked after since {}", date(on))
                    }
                    Closing::CombinedWith(meeting) => {
                        format!("its children are reviewed at {}", register.meeting(meeting).reference)
                    }
                    Closing::Mistaken(on) => format!("what was recorded of {} has been corrected", date(on)),
                    Closing::NotAdjourned(of) => {
                        format!("{} was not adjourned after all", register.meeting(of).reference)
                    }
                };
                format!("{} is no longer wanted: {why}{}", of(register, *meeting), told(dropped.as_ref()))
            }
            Change::Combined { meeting, kind } => {
                let kind = register.authority.kinds[kind.at()].title();
                format!("{} is a {kind} as well{}", of(register, *meeting), by(register, *meeting))
            }
            Change::Chair { household, chair } => {
                let chair = &register.staff[chair.at()].reference;
                format!("household {} has chair {chair}, who chaired its meeting", name(register, *household))
            }
            Change::Children { household, was } => {
                let now = register.households[household.at()].children;
                format!(
                    "household {} counts {} with a plan or looked after; it counted {was}",
                    name(register, *household),
                    children(i64::from(now))
                )
            }
            Change::Standing { child } => {
                let reference = &register.children[child.at()].reference;
                let row = &register.children[child.at()];
                match (row.plan, row.plan_start) {
                    (Some(PlanStatus::Cp | PlanStatus::Both), Some(starts)) => {
                        format!("child {reference} has a plan since {}", date(starts))
                    }
                    (Some(PlanStatus::Cp | PlanStatus::Both), None) => {
                        format!("child {reference} has a plan")
                    }
                    (Some(PlanStatus::Cla), _) => {
                        format!("child {reference} is looked after and has no plan")
                    }
                    (Some(PlanStatus::None) | None, _) => format!("child {reference} has no plan"),
                }
            }
        }
    }
}

impl Question {
    /// Returns it as a sentence that says what is to be done.
    pub fn sentence(&self, register: &Register) -> String {
        match *self {
            Question::BookedLate { meeting, day: booked, due } => format!(
                "{} is booked for {} and due by {}: find it a sooner place",
                of(register, meeting),
                day(booked),
                date(due)
            ),
            Question::ChildrenNotListed { household, meeting } => format!(
                "no child that children.csv lists for household {} has a plan or is looked after, and the household counts more than it \
                 lists: cancel {} if it is about none of them",
                name(register, household),
                of(register, meeting)
            ),
            Question::LongPast { household, kind, from } => format!(
                "household {} has no {} and no review on record since {}: record the reviews that were held, or that it ended",
                name(register, household),
                register.authority.kinds[kind.at()].title(),
                date(from)
            ),
            Question::YearsNotKnown { household, from } => format!(
                "household {} is due a meeting that counts from {}, a year whose bank holidays are not known",
                name(register, household),
                date(from)
            ),
        }
    }
}

fn of(register: &Register, meeting: MeetingIdx) -> String {
    let row = register.meeting(meeting);
    format!("{} ({})", row.reference, register.kind(row).title())
}

fn name(register: &Register, household: HouseholdIdx) -> &str {
    register.households[household.at()].reference.as_str()
}

fn by(register: &Register, meeting: MeetingIdx) -> String {
    match register.deadlines(register.meeting(meeting)) {
        Ok(dates) => {
            let opens = dates.earliest.map_or_else(String::new, |day| format!(", not before {}", date(day)));
            format!(", due by {}, target {}{opens}", date(dates.limit_from()), date(dates.target))
        }
        Err(_) => String::new(),
    }
}

fn because(register: &Register, why: Why) -> String {
    let on = |day: NaiveDate| date(day);
    match why {
        Why::Started(day) => format!("a plan started on {}", on(day)),
        Why::Reviewed(day) => format!("the last conference was held on {}", on(day)),
        Why::LookedAfter(day) => format!("a child became looked after on {}", on(day)),
        Why::CareReviewed(day) => format!("the last review was held on {}", on(day)),
        Why::Adjourned(meeting, day) => {
            format!("{} was adjourned on {}", register.meeting(meeting).reference, on(day))
        }
        Why::Born(child, day) => {
            format!("child {} was born on {}", register.children[child.at()].reference, on(day))
        }
        Why::ReviewOfCare => "looked-after children are reviewed at it".to_owned(),
    }
}

fn told(dropped: Option<&Booking>) -> String {
    dropped.map_or_else(String::new, |booking| {
        format!("; its booking of {} is dropped, tell those who were to come", moment(booking.starts))
    })
}
