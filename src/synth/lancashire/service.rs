//! The service at work: families with their chairs, and the month's meetings about them.

use chrono::{Days, NaiveDate};

use super::county::home_areas;
use super::dates::{began, counted_from};
use super::families::{Families, Situation, add_children};
use super::flow::{Flow, Subjects};
use super::towns::DISTRICTS;
use crate::calendar::moment;
use crate::register::{
    BookingStatus, HouseholdIdx, MeetingIdx, MeetingStatus, PlanStatus, Register, SocialWorkerIdx, StaffIdx,
    Stretch, Subject, Unavailable,
};
use crate::synth::draw::Draw;
use crate::synth::make::{Find, days};

/// How many meetings of a kind there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Volume {
    /// Held in the month before.
    pub(super) held: usize,
    /// Confirmed in the next two weeks.
    pub(super) confirmed: usize,
    /// Proposed in the next two weeks.
    pub(super) proposed: usize,
}

/// The chairs who share the families of a district, each with its share.
pub(super) type Patch = Vec<(StaffIdx, usize)>;

/// The service and what is known of its families.
pub(super) struct Service {
    /// The meetings so far, and the register that they are in.
    pub(super) flow: Flow,
    /// Decides what no other stream does.
    draw: Draw,
    seed: u64,
    families: Families,
    /// Indexed by district.
    patches: Vec<Patch>,
    /// Indexed by household.
    situations: Vec<Situation>,
    /// Families with a plan, or looked after, without a meeting yet; the next is last.
    with_plan: Vec<HouseholdIdx>,
    looked_after: Vec<HouseholdIdx>,
    /// Weights of the districts; one without a chair has none.
    weights: Vec<usize>,
    /// Weeks over which people cannot come now and then.
    weeks: u32,
}

impl Service {
    /// Begins with a register that has its county and its staff; `patches` is indexed by district.
    pub(super) fn new(register: Register, seed: u64, prefix: &'static str, patches: Vec<Patch>) -> Service {
        let served = patches.iter().map(|patch| usize::from(!patch.is_empty()));
        let weights: Vec<usize> =
            DISTRICTS.iter().zip(served).map(|(row, served)| row.weight * served).collect();
        Service {
            families: Families::new(&register, seed, "families", weights.clone()),
            flow: Flow::new(register, seed, prefix),
            draw: Draw::new(seed, "service"),
            seed,
            patches,
            situations: Vec::new(),
            with_plan: Vec::new(),
            looked_after: Vec::new(),
            weights,
            weeks: 5,
        }
    }

    /// Lets people be unable to come now and then over this many weeks; five unless said.
    pub(super) fn over(mut self, weeks: u32) -> Service {
        self.weeks = weeks;
        self
    }

    /// Returns the working day `n` working days after today.
    pub(super) fn day(&self, n: u32) -> NaiveDate {
        self.flow.register.calendar.after(self.flow.register.authority.today, n)
    }

    /// Returns the working day `n` working days before today, or today for none.
    pub(super) fn day_before(&self, n: u32) -> NaiveDate {
        self.flow.register.calendar.before(self.flow.register.authority.today, n)
    }

    /// Returns `n` working days from `first` to `last`, as evenly spread as may be, in a drawn order.
    pub(super) fn spread(&mut self, n: usize, (first, last): (NaiveDate, NaiveDate)) -> Vec<NaiveDate> {
        let calendar = &self.flow.register.calendar;
        let days: Vec<NaiveDate> = first
            .iter_days()
            .take_while(|&day| day <= last)
            .filter(|&day| calendar.is_working(day))
            .collect();
        let mut spread: Vec<NaiveDate> = (0..n).map(|i| days[i * days.len() / n]).collect();
        self.draw.shuffle(&mut spread);
        spread
    }

    /// As [`Service::spread`], for the days from which `kind` counts so that its targets lie in `window`, less the days
    /// of it that would count from a day to come.
    pub(super) fn spread_targets(
        &mut self,
        kind: &str,
        n: usize,
        (first, mut last): (NaiveDate, NaiveDate),
    ) -> Vec<NaiveDate> {
        let register = &self.flow.register;
        while register.authority.today <= counted_from(&register.calendar, kind, last) {
            last = register.calendar.before(last, 1);
        }
        let targets = self.spread(n, (first, last));
        targets.into_iter().map(|day| counted_from(&self.flow.register.calendar, kind, day)).collect()
    }

    /// Adds a family for each of `sizes`, waiting for its meetings where it has a plan or is looked after.
    pub(super) fn add_families(&mut self, sizes: Vec<u32>, plan: PlanStatus) {
        for children in sizes {
            self.add_family(children, plan);
        }
    }

    fn add_family(&mut self, children: u32, plan: PlanStatus) -> HouseholdIdx {
        let household = self.families.add(&mut self.flow.register, children);
        self.situations.push(Situation { plan, plan_start: None, looked_after_since: None });
        match plan {
            PlanStatus::Cp | PlanStatus::Both => self.with_plan.push(household),
            PlanStatus::Cla => self.looked_after.push(household),
            PlanStatus::None => {}
        }
        household
    }

    /// Adds meetings of a kind about families that have a plan or are looked after: those of `volume`, and one to
    /// book that counts from each of `from`.
    pub(super) fn reviews(&mut self, kind: &str, volume: Volume, from: &[NaiveDate]) {
        for n in 0..volume.held {
            let household = self.next_family(kind);
            let meeting = self.flow.held(kind, Subjects::Household(household), 3 + 2 * n as u32);
            self.settle(household, kind, meeting);
        }
        for status in statuses(volume) {
            let household = self.next_family(kind);
            let meeting = self.flow.book(kind, Subjects::Household(household), status);
            self.settle(household, kind, meeting);
        }
        for &from in from {
            let household = self.next_family(kind);
            let meeting = self.flow.request(kind, Subjects::Household(household), from);
            self.settle(household, kind, meeting);
        }
    }

    /// Adds meetings of a kind about families that are new to the service, one child or more each by `sizes`. One
    /// family in ten had a plan before, and a chair.
    pub(super) fn first_meetings(&mut self, kind: &str, sizes: &[usize], volume: Volume, from: &[NaiveDate]) {
        for status in statuses(volume) {
            let household = self.new_family(kind, sizes);
            self.flow.book(kind, Subjects::Household(household), status);
        }
        for &from in from {
            let household = self.new_family(kind, sizes);
            self.flow.request(kind, Subjects::Household(household), from);
        }
    }

    /// Adds a conference adjourned `n` working days ago and the one that takes its place, whose original statutory
    /// date is given where `keeps_date` says so.
    pub(super) fn adjourned(&mut self, n: u32, keeps_date: bool) {
        let household = self.next_family("review_conference");
        let calendar = self.flow.register.calendar.clone();
        let day = calendar.before(self.flow.register.authority.today, n);
        let from = counted_from(&calendar, "review_conference", day);
        let about = Subjects::Household(household);
        let first = self.flow.request("review_conference", about, from);
        let original = self.flow.register.deadlines(self.flow.register.meeting(first)).ok();
        self.flow.register.meetings[first.at()].status = MeetingStatus::Adjourned;
        self.settle(household, "review_conference", first);
        let second = self.flow.request("reconvened_conference", about, day);
        self.flow.register.meetings[second.at()].due =
            original.and_then(|dates| dates.statutory).filter(|_| keeps_date);
    }

    /// Adds strategy meetings: those of `volume`, one to book for each of `referred`, and one for each of `follow_up`,
    /// the target of a meeting that follows an earlier one. Three in five are about an adult and have no household.
    pub(super) fn strategy(&mut self, volume: Volume, referred: &[NaiveDate], follow_up: &[NaiveDate]) {
        const KIND: &str = "strategy_meeting";
        for n in 0..volume.held {
            let about = self.strategy_subject();
            self.flow.held(KIND, about, 2 + 4 * n as u32);
        }
        for status in statuses(volume) {
            let about = self.strategy_subject();
            self.flow.book(KIND, about, status);
        }
        for &from in referred {
            let about = self.strategy_subject();
            self.flow.request(KIND, about, from);
        }
        for &target in follow_up {
            let calendar = self.flow.register.calendar.clone();
            let earlier = 25 + self.draw.below(10) as u32;
            let from =
                calendar.before(target, earlier).min(calendar.before(self.flow.register.authority.today, 2));
            let about = self.strategy_subject();
            let meeting = self.flow.request(KIND, about, from);
            let row = &mut self.flow.register.meetings[meeting.at()];
            row.target = Some(target);
            row.earliest = Some(calendar.before(target, 10));
        }
    }

    /// Adds yearly reviews of foster carers, who have no household; their homes are anywhere.
    pub(super) fn foster_reviews(&mut self, volume: Volume, from: &[NaiveDate]) {
        for status in statuses(volume) {
            let about = self.area(2);
            self.flow.book("foster_review", about, status);
        }
        for &from in from {
            let about = self.area(2);
            self.flow.request("foster_review", about, from);
        }
    }

    /// Marks a meeting as one that will not take place.
    pub(super) fn cancel_last(&mut self) {
        let last = self.flow.register.meetings.last_mut().expect("there are meetings");
        last.status = MeetingStatus::Cancelled;
    }

    /// Gives the families that have no meeting their chairs and dates, adds the children and when people cannot come,
    /// and returns the register.
    pub(super) fn finish(mut self) -> Register {
        while !self.with_plan.is_empty() {
            // The next review is due after the month: an initial conference in the last 5 weeks, or a review in the
            // last 15.
            let recent = self.draw.chance(25);
            let (kind, weeks) =
                if recent { ("first_review_conference", 5) } else { ("review_conference", 15) };
            self.settle_later(kind, weeks);
        }
        while !self.looked_after.is_empty() {
            let recent = self.draw.chance(5);
            let (kind, weeks) = if recent { ("cla_second_review", 5) } else { ("cla_review", 18) };
            self.settle_later(kind, weeks);
        }
        self.hindrances();
        let mut register = self.flow.register;
        add_children(&mut register, self.seed, &self.situations);
        register
    }

    /// Settles the next family whose last meeting was at most `weeks` weeks ago.
    fn settle_later(&mut self, kind: &str, weeks: usize) {
        let household = self.next_family(kind);
        let ago = Days::new(3 + self.draw.below(weeks * 7) as u64);
        let from = self.flow.register.calendar.on_or_before(self.flow.register.authority.today - ago);
        self.settle_from(household, kind, from);
    }

    fn new_family(&mut self, kind: &str, sizes: &[usize]) -> HouseholdIdx {
        let children = self.draw.weighted(sizes) as u32 + 1;
        let household = self.add_family(children, PlanStatus::None);
        if self.draw.chance(10) {
            self.give_chair(household, kind);
            let since = self.flow.register.authority.today - Days::new(200 + self.draw.below(300) as u64);
            self.set_chair_since(household, since);
        }
        household
    }

    /// Takes the next family that waits for a meeting of `kind` and gives it a chair.
    fn next_family(&mut self, kind: &str) -> HouseholdIdx {
        let waiting = if kind.starts_with("cla_") { &mut self.looked_after } else { &mut self.with_plan };
        let household = waiting.pop().expect("there are more families than meetings");
        self.give_chair(household, kind);
        household
    }

    /// Gives a family a chair of its patch. One who has left may still be named, but not where the first conference
    /// was held since.
    fn give_chair(&mut self, household: HouseholdIdx, kind: &str) {
        let register = &mut self.flow.register;
        let district = register.households[household.at()].district.expect("every family has a district");
        let (kind_idx, today) = (register.kind_of(kind), register.authority.today);
        let recent = matches!(kind, "first_review_conference" | "cla_first_review" | "cla_second_review");
        let patch = &self.patches[district.at()];
        let chairs: Patch = patch
            .iter()
            .copied()
            .filter(|&(chair, _)| register.staff[chair.at()].may_chair(kind_idx))
            .filter(|&(chair, _)| {
                let chair = &register.staff[chair.at()];
                (!recent || chair.until.is_none_or(|until| today <= until))
                    && chair.from.is_none_or(|from| from <= today)
            })
            .collect();
        self.families.give_chair(register, household, &chairs);
    }

    fn settle(&mut self, household: HouseholdIdx, kind: &str, meeting: MeetingIdx) {
        let from = self
            .flow
            .register
            .meeting(meeting)
            .from_date
            .expect("every meeting made here counts from a date");
        self.settle_from(household, kind, from);
    }

    /// Dates a family's plan, or its being looked after, from a meeting that counts from `from`.
    fn settle_from(&mut self, household: HouseholdIdx, kind: &str, from: NaiveDate) {
        let Some(start) = began(&self.flow.register.calendar, &mut self.draw, kind, from) else { return };
        let situation = &mut self.situations[household.at()];
        if situation.plan == PlanStatus::Cla {
            situation.looked_after_since = Some(start);
        } else {
            situation.plan_start = Some(start);
        }
        self.set_chair_since(household, start);
    }

    fn set_chair_since(&mut self, household: HouseholdIdx, date: NaiveDate) {
        let register = &mut self.flow.register;
        let chair = register.households[household.at()].iro;
        register.households[household.at()].iro_since =
            chair.map(|iro| register.staff[iro.at()].from.map_or(date, |from| from.max(date)));
    }

    fn strategy_subject(&mut self) -> Subjects {
        if self.draw.chance(60) {
            return self.area(4);
        }
        Subjects::Household(self.draw.below(self.flow.register.households.len()).into())
    }

    /// Returns an area, drawn by the weight of its district, with less than `n` children concerned.
    fn area(&mut self, n: usize) -> Subjects {
        let district = self.draw.weighted(&self.weights);
        let areas = home_areas(&self.flow.register, district.into());
        Subjects::Area(self.draw.pick(&areas), self.draw.below(n) as u32)
    }

    /// Adds when social workers, families and others cannot come.
    fn hindrances(&mut self) {
        let today = self.flow.register.authority.today;
        let months: Vec<NaiveDate> =
            (0..u64::from(self.weeks)).step_by(5).map(|week| today + Days::new(7 * week)).collect();
        let mut draw = Draw::new(self.seed, "hindrances");
        for worker in 0..self.flow.register.social_workers.len() {
            for &month in &months {
                if draw.chance(30) {
                    let first = month + Days::new(draw.below(28) as u64);
                    let when = days(first, first + Days::new(draw.below(8) as u64));
                    let reason = ["annual leave", "annual leave", "training", "court"][draw.below(4)];
                    self.hinder(Subject::SocialWorker(SocialWorkerIdx::from(worker)), when, reason);
                }
            }
        }
        for household in 0..self.flow.register.households.len() {
            for &month in &months {
                if draw.chance(6) {
                    let day = month + Days::new(draw.below(35) as u64);
                    let from = [540, 780][draw.below(2)];
                    let when = Stretch { from: moment(day, from), until: moment(day, from + 210) };
                    let reason = ["hospital appointment", "court", "work"][draw.below(3)];
                    self.hinder(Subject::Household(household.into()), when, reason);
                }
            }
        }
        for meeting in 0..self.flow.register.meetings.len() {
            if draw.chance(7) && self.flow.register.meetings[meeting].status == MeetingStatus::ToBook {
                // A paediatrician or a teacher who holds a clinic or teaches on one weekday.
                let first = today + Days::new(draw.below(7) as u64);
                for week in 0..u64::from(self.weeks) {
                    let day = first + Days::new(7 * week);
                    let when = Stretch { from: moment(day, 780), until: moment(day, 1020) };
                    self.hinder(Subject::Meeting(meeting.into()), when, "clinic");
                }
            }
        }
    }

    fn hinder(&mut self, subject: Subject, when: Stretch, reason: &str) {
        self.flow.cannot_come(Unavailable { subject, when, reason: reason.to_owned() });
    }
}

fn statuses(volume: Volume) -> impl Iterator<Item = BookingStatus> {
    let confirmed = std::iter::repeat_n(BookingStatus::Confirmed, volume.confirmed);
    confirmed.chain(std::iter::repeat_n(BookingStatus::Proposed, volume.proposed))
}

/// What the tests of the two scenarios count.
#[cfg(test)]
pub(super) mod testing {
    use crate::register::{Fte, MeetingStatus, PlanStatus, Register, Staff};

    /// Returns the posts of those of the staff that `wanted` chooses.
    pub(in crate::synth) fn fte(register: &Register, wanted: impl Fn(&&Staff) -> bool) -> Option<Fte> {
        let millionths: u32 = register.staff.iter().filter(wanted).map(|staff| staff.fte.millionths()).sum();
        Fte::parse(&format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000))
    }

    /// Returns how many children have a child protection plan.
    pub(in crate::synth) fn on_plan(register: &Register) -> usize {
        let on_plan = [Some(PlanStatus::Cp), Some(PlanStatus::Both)];
        register.children.iter().filter(|child| on_plan.contains(&child.plan)).count()
    }

    /// Returns how many meetings of these kinds have this status.
    pub(in crate::synth) fn count(register: &Register, kinds: &[&str], status: MeetingStatus) -> usize {
        register
            .meetings
            .iter()
            .filter(|row| kinds.contains(&register.kind(row).name.as_str()) && row.status == status)
            .count()
    }
}
