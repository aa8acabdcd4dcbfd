//! Recruiting: approval, advert, selection, offer, checks and notice, first day; adverts that fail; agency chairs on order.

use super::chairs::PostNow;
use super::service::{Event, NOBODY, Service};
use crate::simulate::measure::Count;
use crate::staffing::Key;
use crate::staffing::baseline::{Contract, Team};
use crate::staffing::streams::{Draws, Stream};

/// Posts and what is under way for them.
#[derive(Debug, Clone, Default)]
pub(super) struct Recruitment {
    /// Posts, those made in the run at the end.
    pub(super) posts: Vec<PostNow>,
}

/// A post that is being recruited to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vacancy {
    post: u16,
    /// Its number in its stream of draws: the same whatever else is advertised.
    key: u64,
    /// Attempts so far.
    attempt: u16,
    /// What comes next.
    stage: Stage,
    /// Whether it is advertised again when an attempt fails.
    is_repeated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The advert goes out.
    Advert,
    /// Selection is over.
    Selected,
    /// The offer is refused or withdrawn.
    FallsThrough,
}

impl Service<'_> {
    /// Begins to recruit to a post on `day`: approval first.
    pub(super) fn advertise_post(&mut self, post: u16, day: i32) {
        self.recruitment.posts[usize::from(post)].is_coming = true;
        let vacancy = self.vacancies.len() as u16;
        let before = self.vacancies.iter().filter(|vacancy| vacancy.post == post).count() as u64;
        let key = u64::from(post) << 32 | before << 16;
        self.vacancies.push(Vacancy { post, key, attempt: 0, stage: Stage::Advert, is_repeated: true });
        let mut draws = self.advert_draws(vacancy);
        let weeks = varied(&mut draws, self.values.get(Key::ApprovalWeeks));
        self.schedule(day + weeks, Event::Vacancy { vacancy });
    }

    /// The next step of a vacancy has come.
    pub(super) fn recruit(&mut self, vacancy: u16) {
        let Vacancy { post, stage, is_repeated, .. } = self.vacancies[usize::from(vacancy)];
        let PostNow { until, contract, chair, .. } = self.recruitment.posts[usize::from(post)];
        if until < self.day || (self.values.get(Key::Readvertise) < 0.5 && is_repeated) {
            self.recruitment.posts[usize::from(post)].is_coming = false;
            return;
        }
        let mut draws = self.advert_draws(vacancy);
        match stage {
            Stage::Advert => {
                self.counts.add(Count::Adverts, 1);
                self.add_cost(self.values.get(Key::CostAdvert));
                let weeks = self.values.get(Key::AdvertWeeks) + self.values.get(Key::SelectionWeeks);
                self.vacancies[usize::from(vacancy)].stage = Stage::Selected;
                let days = varied(&mut draws, weeks);
                self.schedule(self.day + days, Event::Vacancy { vacancy });
            }
            Stage::Selected => {
                let _ = draws.bits();
                let success = match contract {
                    Contract::Permanent => self.values.get(Key::SuccessPermanent),
                    _ => self.values.get(Key::SuccessTemporary),
                };
                let falls = self.values.get(Key::FallThrough);
                // Somebody is found, and accepts in the end, with the chance of success; the rest of those found refuse.
                let found = (success / (1.0 - falls)).min(1.0);
                let luck = draws.unit();
                let days = varied(&mut draws, self.values.get(Key::ChecksWeeks));
                if luck < success {
                    self.counts.add(Count::Offers, 1);
                    // Nobody starts before the one who leaves has gone.
                    let leaves = self.chairs[usize::from(chair)].leaves.filter(|_| chair != NOBODY);
                    let first = (self.day + days).max(leaves.map_or(0, |leaves| leaves + 1));
                    self.schedule(first, Event::PostStarts { post });
                } else if luck < found {
                    self.counts.add(Count::Offers, 1);
                    self.vacancies[usize::from(vacancy)].stage = Stage::FallsThrough;
                    self.schedule(self.day + days / 2, Event::Vacancy { vacancy });
                } else {
                    self.try_again(vacancy);
                }
            }
            Stage::FallsThrough => self.try_again(vacancy),
        }
    }

    /// Places the baseline's own adverts of the month: posts of one FTE that exist once somebody starts.
    pub(super) fn place_adverts(&mut self) {
        let month = self.horizon.month_start(self.month);
        // So many of each team and contract this month so far.
        let mut placed = [[0_u64; 4]; 3];
        for at in 0..self.baseline.adverts.len() {
            let advert = self.baseline.adverts[at];
            if advert.month != month {
                continue;
            }
            for _ in 0..advert.posts {
                let nth = &mut placed[advert.team as usize][advert.contract as usize];
                let kind = (advert.team as u64) << 4 | advert.contract as u64;
                let key = 1 << 60 | kind << 48 | (self.month as u64) << 32 | *nth << 16;
                *nth += 1;
                let post = self.new_post(advert.team, advert.contract, 1.0);
                let vacancy = self.vacancies.len() as u16;
                self.vacancies.push(Vacancy {
                    post,
                    key,
                    attempt: 0,
                    stage: Stage::Advert,
                    is_repeated: false,
                });
                self.recruit(vacancy);
            }
        }
    }

    /// Orders agency chairs where the caseload is above the aim, and lets those go whose time is over and who are no
    /// longer wanted.
    pub(super) fn order_agency(&mut self) {
        let aim = self.values.get(Key::AgencyAim);
        if aim <= 0.0 {
            return;
        }
        let children: u32 = self.seats.iter().map(|seat| seat.children).sum();
        let (mut agency, mut ordered) = (0.0, 0.0);
        for chair in &self.chairs {
            agency += if chair.in_post && chair.contract == Contract::Agency { chair.fte } else { 0.0 };
        }
        for post in &self.recruitment.posts {
            ordered += if post.is_coming && post.contract == Contract::Agency { post.fte } else { 0.0 };
        }
        let effect = self.values.get(Key::AgencyEffect).max(0.1);
        let wanted = ((f64::from(children) / aim - self.carried()) / effect - ordered).ceil();
        let most = (self.values.get(Key::AgencyMost) - agency - ordered).floor();
        let team = if self.merged { Team::LookedAfter } else { Team::Protection };
        for _ in 0..wanted.min(most).max(0.0) as u32 {
            let post = self.new_post(team, Contract::Agency, 1.0);
            self.recruitment.posts[usize::from(post)].is_coming = true;
            let lead = (7.0 * self.values.get(Key::AgencyLeadWeeks)) as i32;
            self.schedule(self.day + lead, Event::PostStarts { post });
        }
        if wanted <= -1.0 {
            self.release_agency(-wanted);
        }
    }

    /// Lets agency chairs go who have served their shortest time, the longest serving first.
    fn release_agency(&mut self, surplus: f64) {
        let served = self.day - (7.0 * self.values.get(Key::AgencyMinimumWeeks)) as i32;
        let mut left = surplus;
        for place in 1..self.chairs.len() {
            let chair = &self.chairs[place];
            let is_ordered = chair.starts >= 0 && chair.contract == Contract::Agency;
            if 1.0 <= left && chair.in_post && is_ordered && chair.starts <= served {
                left -= chair.fte;
                self.chair_leaves(place as u16);
            }
        }
    }

    fn try_again(&mut self, vacancy: u16) {
        let at = usize::from(vacancy);
        if !self.vacancies[at].is_repeated {
            let post = usize::from(self.vacancies[at].post);
            self.recruitment.posts[post].until = -1;
            return;
        }
        self.vacancies[at].attempt += 1;
        self.vacancies[at].stage = Stage::Advert;
        self.schedule(self.day + 1, Event::Vacancy { vacancy });
    }

    fn new_post(&mut self, team: Team, contract: Contract, fte: f64) -> u16 {
        let post = self.recruitment.posts.len() as u16;
        self.recruitment.posts.push(PostNow {
            team,
            contract,
            fte,
            // Not a vacancy until somebody comes.
            from: i32::MAX,
            until: i32::MAX,
            recruited: false,
            chair: NOBODY,
            next_leaves: None,
            is_coming: false,
        });
        post
    }

    /// Returns the draws of an attempt to fill a post.
    fn advert_draws(&self, vacancy: u16) -> Draws {
        let Vacancy { key, attempt, .. } = self.vacancies[usize::from(vacancy)];
        self.streams.of(Stream::Advert, key | u64::from(attempt))
    }
}

/// Returns a stage's length in days: the mean, a third more or less.
fn varied(draws: &mut Draws, weeks: f64) -> i32 {
    (7.0 * weeks * (2.0 / 3.0 + 2.0 / 3.0 * draws.unit())) as i32
}
