//! Chairs: who is in post, what they carry, how they come, fall ill and leave.

use super::service::{Event, NOBODY, Service};
use super::week::Waiting;
use crate::simulate::measure::Count;
use crate::staffing::Key;
use crate::staffing::baseline::{Contract, Post, Team};
use crate::staffing::clock::MONTH_DAYS;
use crate::staffing::streams::Stream;

/// The day from which somebody has been in post who was so before the first day: long settled.
const LONG_AGO: i32 = -4_000;

/// A person who chairs. The first of the list is nobody; see [`NOBODY`].
#[derive(Debug, Clone)]
pub(super) struct Chair {
    /// Its post.
    pub(super) post: u16,
    pub(super) team: Team,
    pub(super) contract: Contract,
    /// Full-time equivalent.
    pub(super) fte: f64,
    /// First day.
    pub(super) starts: i32,
    pub(super) in_post: bool,
    /// How much hazard of leaving is left before it gives notice.
    leaving: f64,
    /// Last day, once notice is given.
    pub(super) leaves: Option<i32>,
    /// The first day of its last spell of sickness.
    pub(super) sick_from: i32,
    /// The day on which it is back from a spell of sickness.
    pub(super) sick_until: i32,
    /// Minutes of time off in lieu that it is owed.
    pub(super) owed: f64,
    /// Minutes of this week that were lent to the days before the month's end.
    pub(super) lent: f64,
    /// Households that it chairs.
    pub(super) households: Vec<u32>,
    /// Looked-after children whose reviews it chairs.
    pub(super) children: Vec<u32>,
    /// Forms and minutes that wait.
    pub(super) waiting: Waiting,
    /// Meetings booked so far; indexed by week.
    pub(super) booked: Vec<u8>,
}

/// What decides who takes a case on: small, so that looking at all chairs costs little.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    /// What the chair carries: FTE, less while new, less for agency chairs. Nought when out of post.
    pub(super) carries: f64,
    /// Children that it chairs, those with a plan who are looked after once.
    pub(super) children: u32,
    /// Strategy meetings and foster carers that it has taken on.
    pub(super) strategies: u32,
    pub(super) team: Team,
}

impl Seat {
    /// Returns the children that it chairs for each FTE that it carries.
    pub(super) fn caseload(&self) -> f64 {
        f64::from(self.children) / self.carries
    }
}

/// A post in this replication.
#[derive(Debug, Clone, Copy)]
pub(super) struct PostNow {
    pub(super) team: Team,
    pub(super) contract: Contract,
    pub(super) fte: f64,
    /// First and last day of funding.
    pub(super) from: i32,
    pub(super) until: i32,
    pub(super) recruited: bool,
    /// Who is in it.
    pub(super) chair: u16,
    /// The last day of the person who comes next, where it is known.
    pub(super) next_leaves: Option<i32>,
    /// Whether somebody has accepted it or it is being recruited to.
    pub(super) is_coming: bool,
}

/// Returns the number of a person in its stream of draws: the post, and the first day in it.
fn chair_key(post: u16, starts: i32) -> u64 {
    u64::from(post) << 32 | u64::from(starts.cast_unsigned())
}

impl Chair {
    pub(super) fn nobody() -> Chair {
        Chair {
            post: 0,
            team: Team::Fostering,
            contract: Contract::Permanent,
            fte: 0.0,
            starts: LONG_AGO,
            in_post: false,
            leaving: f64::INFINITY,
            leaves: None,
            sick_from: 0,
            sick_until: 0,
            owed: 0.0,
            lent: 0.0,
            households: Vec::new(),
            children: Vec::new(),
            waiting: Waiting::default(),
            booked: Vec::new(),
        }
    }
}

impl Service<'_> {
    /// Puts the posts of the first day in place, with who is in them and who is to come.
    pub(super) fn open_posts(&mut self) {
        self.push_chair(Chair::nobody());
        let authorities = self.values.get(Key::Authorities).round().max(1.0) as usize;
        let baseline = self.baseline;
        let posts = (0..authorities).flat_map(|_| &baseline.posts).chain(&baseline.hired);
        posts.enumerate().for_each(|(at, post)| self.open_post(at, post));
    }

    fn open_post(&mut self, at: usize, post: &Post) {
        let day_of = |date| self.horizon.day(date);
        let mut draws = self.streams.of(Stream::Parameters, (4 << 20) + at as u64);
        let fte = post.fte.sample(&mut draws, (0.0, 100.0));
        let from = post.from.map_or(0, day_of);
        let until = post.until.map_or(i32::MAX, day_of);
        let leaves = post.leaves.map(day_of);
        let starts = post.starts.map(day_of);
        let Post { team, contract, recruited, filled, .. } = *post;
        let place = self.recruitment.posts.len() as u16;
        self.recruitment.posts.push(PostNow {
            team,
            contract,
            fte,
            from,
            until,
            recruited,
            chair: NOBODY,
            next_leaves: leaves,
            is_coming: false,
        });
        if until < 0 {
            return;
        }
        if until < self.horizon.n_days() {
            self.agenda.schedule((until + 1).unsigned_abs(), Event::PostEnds { post: place });
        }
        let is_in_post_at_start = filled && from <= 0 && starts.is_none_or(|starts| starts <= 0);
        if is_in_post_at_start {
            self.start_chair(place, starts.unwrap_or(LONG_AGO), leaves);
        } else if filled {
            let starts = starts.unwrap_or(from).max(from).max(0);
            self.recruitment.posts[usize::from(place)].is_coming = true;
            self.agenda.schedule(starts.unsigned_abs(), Event::PostStarts { post: place });
        } else if recruited {
            self.advertise_post(place, from.max(0));
        }
    }

    /// The next person of a post has their first day.
    pub(super) fn post_starts(&mut self, post: u16) {
        let at = usize::from(post);
        let PostNow { until, chair, next_leaves, .. } = self.recruitment.posts[at];
        if until < self.day || self.is_in_post(chair) {
            return;
        }
        self.recruitment.posts[at].is_coming = false;
        self.start_chair(post, self.day, next_leaves);
        self.counts.add(Count::FirstDays, 1);
        let chair = self.recruitment.posts[at].chair;
        self.rebalance_towards(chair);
    }

    fn push_chair(&mut self, chair: Chair) {
        self.seats.push(Seat { carries: 0.0, children: 0, strategies: 0, team: chair.team });
        self.chairs.push(chair);
    }

    /// Puts a person into a post.
    pub(super) fn start_chair(&mut self, post: u16, starts: i32, leaves: Option<i32>) {
        let PostNow { team, contract, fte, until, .. } = self.recruitment.posts[usize::from(post)];
        let place = self.chairs.len() as u16;
        let mut draws = self.streams.of(Stream::Chair, chair_key(post, starts));
        let mut chair = Chair { post, team, contract, fte, starts, in_post: true, ..Chair::nobody() };
        // Who is permanent leaves some day; others stay as long as they are engaged, unless a day is known.
        chair.leaving = match (leaves, contract) {
            (None, Contract::Permanent) => draws.exponential(),
            _ => f64::INFINITY,
        };
        let engaged_until = match contract {
            Contract::Temporary if LONG_AGO < starts => {
                let months = self.values.get(Key::TemporaryMonths);
                // Who is in post although their time was over has been kept on, nobody knows for how long.
                Some(starts + (months * MONTH_DAYS) as i32).filter(|&last| 0 <= last)
            }
            _ => None,
        };
        let last = [leaves, engaged_until].into_iter().flatten().min().map(|day| day.min(until));
        self.recruitment.posts[usize::from(post)].chair = place;
        self.recruitment.posts[usize::from(post)].next_leaves = None;
        self.push_chair(chair);
        self.carry(place);
        self.seats[usize::from(place)].strategies = self.usual_strategies(place);
        if let Some(last) = last {
            self.give_notice(place, last);
        } else if starts == LONG_AGO {
            // Some are ill on the first day.
            if draws.happens(self.values.get(Key::Sickness)) {
                let days = 7.0 * self.values.get(Key::SicknessWeeks) * draws.exponential();
                self.chairs[usize::from(place)].sick_until = days.round().min(1e4) as i32;
            }
            // Somebody may have given notice before the first day.
            let notice = self.notice_days();
            let hazard = self.values.get(Key::Leaving) * f64::from(notice) / 365.25;
            let chair = &mut self.chairs[usize::from(place)];
            chair.leaving -= hazard;
            if chair.leaving < 0.0 {
                let day = draws.below(notice.unsigned_abs().max(1)) as i32;
                self.give_notice(place, day);
            }
        }
    }

    /// Returns what colleagues have taken on by now for what a chair carries: who starts does not catch up with them.
    fn usual_strategies(&self, place: u16) -> u32 {
        let own = self.seats[usize::from(place)];
        let others = self.seats.iter().filter(|seat| 0.0 < seat.carries && self.serves(seat, own.team));
        let (taken, carries) =
            others.fold((0.0, 0.0), |(n, fte), seat| (n + f64::from(seat.strategies), fte + seat.carries));
        if 0.0 < carries { (taken / carries * own.carries).round() as u32 } else { 0 }
    }

    /// Books a meeting into the week in which its chair has most room: the week of `day`, the one before or the one after, never
    /// past `latest` nor before `earliest`. Returns the day. This is what a clerk does on the telephone.
    pub(super) fn book(&mut self, place: u16, day: i32, earliest: i32, latest: i32) -> i32 {
        let (horizon, diary) = (self.horizon, &self.diary);
        let booked = &mut self.chairs[usize::from(place)].booked;
        if booked.is_empty() {
            booked.resize(diary.n_weeks(), 0);
        }
        let mut best = (f64::INFINITY, day);
        for moved in [day, day - 7, day + 7] {
            let moved = horizon.on_or_before(moved);
            if moved < earliest.max(self.day + 1) || latest < moved {
                continue;
            }
            let week = diary.week_of(moved);
            let full = f64::from(booked[week]) * diary.crowding(week);
            // A week off is worth it only for a meeting less.
            let full = if moved == day { full - 0.5 } else { full };
            if full < best.0 {
                best = (full, moved);
            }
        }
        let week = diary.week_of(best.1);
        booked[week] = booked[week].saturating_add(1);
        best.1
    }

    /// Works out what a chair carries today.
    pub(super) fn carry(&mut self, place: u16) {
        let stage = (self.values.get(Key::RampMonths) * MONTH_DAYS) as i32;
        let (first, second) = (self.values.get(Key::RampFirst), self.values.get(Key::RampSecond));
        let effect = self.values.get(Key::AgencyEffect);
        let chair = &self.chairs[usize::from(place)];
        let share = match (chair.contract, self.day - chair.starts) {
            (Contract::Agency, _) => effect,
            // A stage lasts whole months: a few days short of it is it.
            (_, days) if days < stage - 3 => first,
            (_, days) if days < 2 * stage - 3 => second,
            _ => 1.0,
        };
        self.seats[usize::from(place)].carries = if chair.in_post { chair.fte * share } else { 0.0 };
    }

    /// The month's changes: what each chair carries, who gives notice, which agency chairs are wanted.
    pub(super) fn change_staff(&mut self) {
        let (first, _) = self.horizon.days_of(self.month);
        self.day = first;
        let overload = self.overload();
        let monthly = self.values.get(Key::Leaving) / 12.0 * overload;
        for place in 1..self.chairs.len() {
            if !self.chairs[place].in_post {
                continue;
            }
            self.carry(place as u16);
            if self.chairs[place].leaves.is_some() {
                continue;
            }
            self.chairs[place].leaving -= monthly;
            if self.chairs[place].leaving < 0.0 {
                let key = chair_key(self.chairs[place].post, self.chairs[place].starts);
                let mut draws = self.streams.of(Stream::Chair, key ^ (1 << 60));
                let spread = 2.0 / 3.0 + 2.0 / 3.0 * draws.unit();
                let notice = (f64::from(self.notice_days()) * spread) as i32;
                let gives = draws.below(30) as i32;
                self.give_notice(place as u16, first + gives + notice);
            }
        }
        self.order_agency();
        self.place_adverts();
    }

    /// A chair has a last day; its post is advertised where it is to be filled again.
    fn give_notice(&mut self, place: u16, last: i32) {
        let at = usize::from(place);
        self.chairs[at].leaves = Some(last);
        let post = self.chairs[at].post;
        let after = (last + 1).max(0);
        self.agenda.schedule(after.unsigned_abs(), Event::ChairLeaves { chair: place });
        let PostNow { recruited, until, is_coming, contract, .. } = self.recruitment.posts[usize::from(post)];
        if recruited && after < until && !is_coming && contract != Contract::Agency {
            // Nobody looks for a successor before notice would be given.
            self.advertise_post(post, self.day.max(last - self.notice_days()).max(0));
        }
    }

    pub(super) fn chair_leaves(&mut self, place: u16) {
        let at = usize::from(place);
        if !self.chairs[at].in_post {
            return;
        }
        self.chairs[at].in_post = false;
        self.seats[at].carries = 0.0;
        let post = usize::from(self.chairs[at].post);
        self.recruitment.posts[post].chair = NOBODY;
        if self.chairs[at].contract != Contract::Agency {
            self.counts.add(Count::Leavers, 1);
        }
        self.hand_over_all(place);
        self.hand_over_papers(place);
    }

    /// Gives what a chair who leaves has not written up to its colleagues, a week's papers at a time to whoever has the fewest.
    fn hand_over_papers(&mut self, place: u16) {
        let at = usize::from(place);
        let team = self.chairs[at].team;
        let colleagues: Vec<usize> = (1..self.chairs.len())
            .filter(|&other| 0.0 < self.seats[other].carries && self.serves(&self.seats[other], team))
            .collect();
        if colleagues.is_empty() {
            // They lie until somebody starts in the team.
            return;
        }
        let least = |chairs: &[Chair]| {
            colleagues.iter().copied().min_by_key(|&other| chairs[other].waiting.n_papers()).unwrap_or(at)
        };
        let mut papers = std::mem::take(&mut self.chairs[at].waiting);
        while let Some(week) = papers.split_off() {
            let colleague = least(&self.chairs);
            self.chairs[colleague].waiting.take_over(week);
        }
        let colleague = least(&self.chairs);
        let lost = self.chairs[colleague].waiting.take_over(papers);
        self.counts.add(Count::QualityDue, lost);
    }

    pub(super) fn post_ends(&mut self, post: u16) {
        let PostNow { chair, .. } = self.recruitment.posts[usize::from(post)];
        if self.is_in_post(chair) {
            self.chair_leaves(chair);
        }
    }

    /// Whether a chair is somebody, in post today.
    pub(super) fn is_in_post(&self, chair: u16) -> bool {
        self.chairs.get(usize::from(chair)).is_some_and(|chair| chair.in_post)
    }

    fn notice_days(&self) -> i32 {
        (7.0 * self.values.get(Key::NoticeWeeks)) as i32
    }

    /// Returns by how much leaving is more likely for want of colleagues.
    fn overload(&self) -> f64 {
        let rise = self.values.get(Key::OverloadLeaving);
        if rise == 0.0 {
            return 1.0;
        }
        let highest = self.values.get(Key::BandHighest);
        1.0 + rise * (self.caseload_now() / highest - 1.0).max(0.0)
    }
}
