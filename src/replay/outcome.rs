//! What a replayed year came to: every figure of every month, by practice and replication, for reports to draw.
//!
//! Everything is counted in whole numbers; shares are worked out by [`FIGURES`], the one list of what can be shown.

use chrono::NaiveDate;
use serde::Serialize;

use crate::register::NotHeld;

/// Kinds of meeting as a year is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Group {
    Initial,
    FirstReview,
    Review,
    Reconvened,
    Strategy,
    Other,
}

impl Group {
    /// Every group, in the order in which tables list them.
    pub const ALL: [Group; 6] =
        [Group::Initial, Group::FirstReview, Group::Review, Group::Reconvened, Group::Strategy, Group::Other];

    /// Returns its name in the plural, for people to read.
    pub fn title(self) -> &'static str {
        match self {
            Group::Initial => "initial conferences",
            Group::FirstReview => "first reviews",
            Group::Review => "later reviews",
            Group::Reconvened => "reconvened conferences",
            Group::Strategy => "strategy meetings",
            Group::Other => "other meetings",
        }
    }
}

/// Why a conference was adjourned: the causes that the report names (section 6.3.1).
pub const REASONS: [&str; 5] = [
    "no social work report",
    "no social worker",
    "the chair did not arrive",
    "more information needed",
    "not quorate",
];

/// The same as the record has them.
pub const NOT_HELD: [NotHeld; REASONS.len()] = [
    NotHeld::NoReport,
    NotHeld::NoSocialWorker,
    NotHeld::ChairAbsent,
    NotHeld::MoreInformation,
    NotHeld::NotQuorate,
];

/// A count in both units: a conference considers all children of a household together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Meetings.
    pub meetings: u32,
    /// Children at them, each at each meeting.
    pub children: u32,
}

/// Minutes travelled, as booked: return journeys of chairs and minute takers by the route of their day, one way for
/// families.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Journeys {
    /// Chairs.
    pub chairs: i64,
    /// Minute takers.
    pub minute_takers: i64,
    /// Families, one way.
    pub families: i64,
}

/// Minutes of chairs' work, by what it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    /// At meetings, with the family before them.
    pub chairing: i64,
    /// On the road, as booked.
    pub journeys: i64,
    /// Reading and preparing.
    pub preparation: i64,
    /// Decision sheets.
    pub sheets: i64,
    /// Checking and signing minutes.
    pub minutes: i64,
    /// Quality assurance forms.
    pub forms: i64,
}

/// Work with a date by which it should be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Timely {
    /// Pieces that fell due for doing, counted in the month of their meeting.
    pub asked: u32,
    /// Done in time, counted in the month in which they are done.
    pub in_time: u32,
    /// Done late.
    pub late: u32,
    /// Never done.
    pub lost: u32,
    /// Not done yet at the month's end.
    pub waiting: u32,
}

/// The chairs' hours of a month, settled weekly for each chair; a week belongs to the month of its Friday.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Hours {
    /// Minutes of casework time that chairs had, absences and new starters' shares taken off, time off in lieu not in it.
    pub available: i64,
    /// Minutes that the meetings held asked for.
    pub needed: Work,
    /// Minutes spent on it.
    pub spent: Work,
    /// Minutes for audit and cluster meetings, and those of them that there was time for.
    pub other_asked: i64,
    /// See [`Hours::other_asked`].
    pub other_done: i64,
    /// Minutes worked beyond hours.
    pub toil_earned: i64,
    /// Minutes of it taken back in slack weeks.
    pub toil_repaid: i64,
    /// Minutes lost to people who left.
    pub toil_lost: i64,
    /// Minutes owed to chairs at the month's end.
    pub toil_bank: i64,
    /// Quality assurance forms of conferences; late ones are lost.
    pub forms: Timely,
    /// Minutes signed off.
    pub minutes: Timely,
    /// Decision sheets.
    pub sheets: Timely,
    /// Minutes of preparation that were not done.
    pub preparation_cut: i64,
    /// Minutes that meetings took beyond everything that could give way.
    pub beyond: i64,
    /// Full-time weeks that chairs worked, in thousandths: time available over that of a full-time week.
    pub chair_weeks: i64,
    /// Meetings that those weeks had.
    pub meetings: u32,
}

/// A month of a replayed year, or the year itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Month {
    /// Its first day in the year replayed.
    pub first: NaiveDate,
    /// Its last.
    pub last: NaiveDate,
    /// Meetings held, by [`Group`].
    pub held: [Count; Group::ALL.len()],
    /// Reviews that took place after their statutory date, those completed by a reconvened conference included.
    pub late_reviews: Count,
    /// Of these, how many were booked in time and adjourned.
    pub late_by_adjournment: Count,
    /// Initial conferences within 15 working days of the strategy discussion.
    pub initial_in_time: Count,
    /// Minutes travelled.
    pub travel: Journeys,
    /// Meetings with another chair than the family's own, who was in post.
    pub handovers: Count,
    /// Families given a new chair because their own had left, or because a new one started.
    pub chairs_left: Count,
    /// Meetings that a family had to come to out of its district.
    pub out_of_district: Count,
    /// Conferences adjourned, by [`REASONS`].
    pub adjourned: [u32; REASONS.len()],
    /// Bookings that somebody's illness broke.
    pub broken: u32,
    /// Of these, meetings that lost their day.
    pub put_off: u32,
    /// Children whose plans started.
    pub starts: u32,
    /// Children whose plans ended.
    pub ends: u32,
    /// Children with an open plan at the end.
    pub open_children: u32,
    /// Households with an open plan at the end.
    pub open_households: u32,
    /// Requests known and not booked at the end.
    pub waiting: u32,
    /// Chairs' posts filled at the end, in thousandths of a full-time equivalent; Senior IROs are not counted.
    pub fte: i64,
    /// The same with new starters at the share that they work.
    pub effective_fte: i64,
    /// Children for each effective post at the end, in thousandths; the least and the most of the months, for a year.
    pub caseload: i64,
    /// The least of the months.
    pub least_caseload: i64,
    /// The most of the months.
    pub most_caseload: i64,
    /// What the chairs' hours came to.
    pub hours: Hours,
}

/// A chair's year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChairYear {
    /// Their reference.
    pub reference: String,
    /// Meetings chaired.
    pub meetings: u32,
    /// Minutes travelled.
    pub travel: i64,
    /// Children on plans whose household is theirs, at the end of each month.
    pub children: Vec<u32>,
    /// Forms asked for and done.
    pub forms: (u32, u32),
}

/// How bookings are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeName {
    /// By phone, one request after another.
    Manual,
    /// By the planner, every Monday.
    Optimised,
}

impl PracticeName {
    /// Both, in the order in which they are told.
    pub const ALL: [PracticeName; 2] = [PracticeName::Manual, PracticeName::Optimised];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            PracticeName::Manual => "manual",
            PracticeName::Optimised => "optimised",
        }
    }
}

/// One replication under one practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The practice.
    pub practice: PracticeName,
    /// The replication, from 0.
    pub replication: u64,
    /// Children with an open plan before the first day.
    pub opening: u32,
    /// Month by month.
    pub months: Vec<Month>,
    /// Chair by chair, in the register's order.
    pub chairs: Vec<ChairYear>,
    /// A mark of everything that arrived and happened whatever the practice: equal marks, equal years.
    pub arrivals: u64,
}

/// A year replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayOutcome {
    /// The year's name.
    pub name: String,
    /// The seed.
    pub seed: u64,
    /// Every run, by replication, then practice.
    pub runs: Vec<Run>,
}

impl Run {
    /// Returns the year: flows summed, stocks as the last month left them.
    pub fn year(&self) -> Option<Month> {
        let (first, rest) = self.months.split_first()?;
        Some(rest.iter().fold(first.clone(), |year, month| year.and(month)))
    }
}

impl ReplayOutcome {
    /// Returns the runs of a practice, by replication.
    pub fn of(&self, practice: PracticeName) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(move |run| run.practice == practice)
    }
}

impl Count {
    /// Counts one meeting about `children` children.
    pub fn add(&mut self, children: u32) {
        self.meetings += 1;
        self.children += children;
    }

    fn and(self, other: Count) -> Count {
        Count { meetings: self.meetings + other.meetings, children: self.children + other.children }
    }
}

impl Work {
    /// Returns all of it.
    pub fn all(&self) -> i64 {
        self.chairing + self.journeys + self.preparation + self.sheets + self.minutes + self.forms
    }

    /// Returns it with more.
    #[must_use]
    pub fn and(&self, more: &Work) -> Work {
        Work {
            chairing: self.chairing + more.chairing,
            journeys: self.journeys + more.journeys,
            preparation: self.preparation + more.preparation,
            sheets: self.sheets + more.sheets,
            minutes: self.minutes + more.minutes,
            forms: self.forms + more.forms,
        }
    }
}

impl Timely {
    fn and(&self, later: &Timely) -> Timely {
        Timely {
            asked: self.asked + later.asked,
            in_time: self.in_time + later.in_time,
            late: self.late + later.late,
            lost: self.lost + later.lost,
            waiting: later.waiting,
        }
    }
}

impl Hours {
    /// Returns this and a later stretch as one: what is owed and what waits is the later one's.
    #[must_use]
    pub fn and(&self, later: &Hours) -> Hours {
        Hours {
            available: self.available + later.available,
            needed: self.needed.and(&later.needed),
            spent: self.spent.and(&later.spent),
            other_asked: self.other_asked + later.other_asked,
            other_done: self.other_done + later.other_done,
            toil_earned: self.toil_earned + later.toil_earned,
            toil_repaid: self.toil_repaid + later.toil_repaid,
            toil_lost: self.toil_lost + later.toil_lost,
            toil_bank: later.toil_bank,
            forms: self.forms.and(&later.forms),
            minutes: self.minutes.and(&later.minutes),
            sheets: self.sheets.and(&later.sheets),
            preparation_cut: self.preparation_cut + later.preparation_cut,
            beyond: self.beyond + later.beyond,
            chair_weeks: self.chair_weeks + later.chair_weeks,
            meetings: self.meetings + later.meetings,
        }
    }
}

impl Month {
    /// Returns a month in which nothing has happened.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Month {
        Month {
            first,
            last,
            held: [Count::default(); Group::ALL.len()],
            late_reviews: Count::default(),
            late_by_adjournment: Count::default(),
            initial_in_time: Count::default(),
            travel: Journeys::default(),
            handovers: Count::default(),
            chairs_left: Count::default(),
            out_of_district: Count::default(),
            adjourned: [0; REASONS.len()],
            broken: 0,
            put_off: 0,
            starts: 0,
            ends: 0,
            open_children: 0,
            open_households: 0,
            waiting: 0,
            fte: 0,
            effective_fte: 0,
            caseload: 0,
            least_caseload: 0,
            most_caseload: 0,
            hours: Hours::default(),
        }
    }

    /// Returns all meetings held.
    pub fn all_held(&self) -> Count {
        self.held.iter().fold(Count::default(), |sum, count| sum.and(*count))
    }

    /// Returns the reviews held: first and later ones, and those that a reconvened conference completed.
    pub fn reviews(&self) -> Count {
        let of = |group: Group| self.held[group as usize];
        of(Group::FirstReview).and(of(Group::Review)).and(of(Group::Reconvened))
    }

    /// Returns this and a later month as one.
    fn and(&self, later: &Month) -> Month {
        let add = |own: &[Count; Group::ALL.len()], other: &[Count; Group::ALL.len()]| {
            std::array::from_fn(|group| own[group].and(other[group]))
        };
        Month {
            first: self.first,
            last: later.last,
            held: add(&self.held, &later.held),
            late_reviews: self.late_reviews.and(later.late_reviews),
            late_by_adjournment: self.late_by_adjournment.and(later.late_by_adjournment),
            initial_in_time: self.initial_in_time.and(later.initial_in_time),
            travel: Journeys {
                chairs: self.travel.chairs + later.travel.chairs,
                minute_takers: self.travel.minute_takers + later.travel.minute_takers,
                families: self.travel.families + later.travel.families,
            },
            handovers: self.handovers.and(later.handovers),
            chairs_left: self.chairs_left.and(later.chairs_left),
            out_of_district: self.out_of_district.and(later.out_of_district),
            adjourned: std::array::from_fn(|reason| self.adjourned[reason] + later.adjourned[reason]),
            broken: self.broken + later.broken,
            put_off: self.put_off + later.put_off,
            starts: self.starts + later.starts,
            ends: self.ends + later.ends,
            open_children: later.open_children,
            open_households: later.open_households,
            waiting: later.waiting,
            fte: later.fte,
            effective_fte: later.effective_fte,
            caseload: later.caseload,
            least_caseload: self.least_caseload.min(later.least_caseload),
            most_caseload: self.most_caseload.max(later.most_caseload),
            hours: self.hours.and(&later.hours),
        }
    }
}
