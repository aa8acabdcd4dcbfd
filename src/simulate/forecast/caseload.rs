//! Who chairs whom: new cases go to the chair with the least for what it carries; leavers' cases are shared out, new
//! colleagues get some, and teams that merge even out.

use super::chairs::Seat;
use super::service::{NOBODY, Service};
use crate::simulate::measure::Count;
use crate::staffing::Key;
use crate::staffing::baseline::Team;

/// Merging teams move at most as many cases as this share of all children, and stop once caseloads are this close.
const MOST_MOVED: f64 = 0.25;
const CLOSE_ENOUGH: f64 = 6.0;

impl Service<'_> {
    /// Whether a chair does a team's work.
    pub(super) fn serves(&self, seat: &Seat, team: Team) -> bool {
        seat.team == team || (self.merged && team != Team::Fostering && seat.team != Team::Fostering)
    }

    /// Returns the chair in post of a team with the least of `load` for what it carries, the first of equals; nobody where
    /// the team has no chair.
    fn least(&self, team: Team, load: impl Fn(&Seat) -> u32) -> u16 {
        let mut least = (f64::INFINITY, NOBODY);
        for (place, seat) in self.seats.iter().enumerate() {
            if 0.0 < seat.carries && self.serves(seat, team) {
                let weighed = f64::from(load(seat)) / seat.carries;
                if weighed < least.0 {
                    least = (weighed, place as u16);
                }
            }
        }
        least.1
    }

    /// Returns the chair with the smallest caseload.
    pub(super) fn least_loaded(&self, team: Team) -> u16 {
        self.least(team, |seat| seat.children)
    }

    /// Returns the chair with the fewest strategy meetings and foster carers for what it carries, and counts one more for it.
    pub(super) fn least_strategies(&mut self, team: Team) -> u16 {
        let chair = self.least(team, |seat| seat.strategies);
        self.seats[usize::from(chair)].strategies += 1;
        chair
    }

    pub(super) fn give_household(&mut self, household: u32, chair: u16) {
        let at = household as usize;
        let keeper = &mut self.chairs[usize::from(chair)];
        self.households[at].chair = chair;
        self.households[at].slot = keeper.households.len() as u32;
        keeper.households.push(household);
        self.seats[usize::from(chair)].children += self.households[at].not_in_care();
    }

    /// Takes a household off its chair, and leaves it with nobody's.
    pub(super) fn take_household(&mut self, household: u32) {
        let now = self.households[household as usize];
        let keeper = &mut self.chairs[usize::from(now.chair)];
        self.seats[usize::from(now.chair)].children -= now.not_in_care();
        keeper.households.swap_remove(now.slot as usize);
        if let Some(&moved) = keeper.households.get(now.slot as usize) {
            self.households[moved as usize].slot = now.slot;
        }
        self.households[household as usize].chair = NOBODY;
    }

    /// Sets how many children of a household have a plan, and how many of them are looked after.
    pub(super) fn change_children(&mut self, household: u32, children: u8, in_care: u8) {
        let now = &mut self.households[household as usize];
        let seat = &mut self.seats[usize::from(now.chair)];
        seat.children -= now.not_in_care();
        now.children = children;
        now.in_care = in_care;
        seat.children += now.not_in_care();
    }

    pub(super) fn give_child(&mut self, child: u32, chair: u16) {
        let keeper = &mut self.chairs[usize::from(chair)];
        self.children[child as usize].chair = chair;
        self.children[child as usize].slot = keeper.children.len() as u32;
        keeper.children.push(child);
        self.seats[usize::from(chair)].children += 1;
    }

    pub(super) fn take_child(&mut self, child: u32) {
        let now = self.children[child as usize];
        let keeper = &mut self.chairs[usize::from(now.chair)];
        self.seats[usize::from(now.chair)].children -= 1;
        keeper.children.swap_remove(now.slot as usize);
        if let Some(&moved) = keeper.children.get(now.slot as usize) {
            self.children[moved as usize].slot = now.slot;
        }
        self.children[child as usize].chair = NOBODY;
    }

    /// Shares out all that a chair had. Each child's chair changes.
    pub(super) fn hand_over_all(&mut self, place: u16) {
        let at = usize::from(place);
        while let Some(&household) = self.chairs[at].households.last() {
            self.take_household(household);
            let chair = self.least_loaded(Team::Protection);
            self.give_household(household, chair);
            self.households[household as usize].taken_over = true;
            self.count_handover(self.households[household as usize].children.into(), Count::LeaverHandovers);
        }
        while let Some(&child) = self.chairs[at].children.last() {
            self.take_child(child);
            let chair = self.least_loaded(Team::LookedAfter);
            self.give_child(child, chair);
            self.count_handover(1, Count::LeaverHandovers);
        }
    }

    /// Gives a new chair cases of its colleagues, from the fullest, up to its share.
    pub(super) fn rebalance_towards(&mut self, place: u16) {
        let team = self.chairs[usize::from(place)].team;
        if team == Team::Fostering {
            return;
        }
        let (mut children, mut carries) = (0, 0.0);
        for seat in self.seats.iter().filter(|seat| 0.0 < seat.carries && self.serves(seat, team)) {
            children += seat.children;
            carries += seat.carries;
        }
        if carries <= 0.0 {
            return;
        }
        // First what nobody has written up or chaired since the team's last chair left.
        for left in 1..self.chairs.len() {
            if !self.chairs[left].in_post && self.serves(&self.seats[left], team) {
                let papers = std::mem::take(&mut self.chairs[left].waiting);
                self.chairs[usize::from(place)].waiting.take_over(papers);
            }
        }
        while !self.chairs[usize::from(NOBODY)].households.is_empty()
            && self.serves_now(place, Team::Protection)
        {
            self.move_household(NOBODY, place);
        }
        while !self.chairs[usize::from(NOBODY)].children.is_empty()
            && self.serves_now(place, Team::LookedAfter)
        {
            self.move_child(NOBODY, place);
        }
        let share = f64::from(children) / carries * self.values.get(Key::RebalanceOnStart);
        let fair = share * self.seats[usize::from(place)].carries;
        while f64::from(self.seats[usize::from(place)].children) < fair {
            let Some(fullest) = self.fullest(team) else { return };
            if fullest == place || !self.move_one(fullest, place) {
                return;
            }
        }
    }

    /// The teams become one: caseloads are evened out by moving as few children as that takes, from the fullest chair to
    /// the one with the least.
    pub(super) fn merge(&mut self) {
        self.merged = true;
        self.merged_day = self.day;
        self.reckon_work();
        let children: u32 = self.seats.iter().map(|seat| seat.children).sum();
        if self.least_loaded(Team::Protection) != NOBODY {
            self.hand_over_all(NOBODY);
        }
        let mut moves_left = (f64::from(children) * MOST_MOVED) as i32;
        while 0 < moves_left {
            let Some(fullest) = self.fullest(Team::Protection) else { return };
            let least = self.least_loaded(Team::Protection);
            let apart = |place: u16| self.seats[usize::from(place)].caseload();
            if fullest == least
                || apart(fullest) - apart(least) < CLOSE_ENOUGH
                || !self.move_one(fullest, least)
            {
                return;
            }
            moves_left -= 1;
        }
    }

    /// Returns the chair in post of a team with the most for what it carries.
    fn fullest(&self, team: Team) -> Option<u16> {
        let mut most = (0.0, None);
        for (place, seat) in self.seats.iter().enumerate() {
            if 0.0 < seat.carries && self.serves(seat, team) {
                let weighed = seat.caseload();
                if most.0 < weighed {
                    most = (weighed, Some(place as u16));
                }
            }
        }
        most.1
    }

    fn serves_now(&self, place: u16, team: Team) -> bool {
        self.serves(&self.seats[usize::from(place)], team)
    }

    /// Moves the latest case of one chair to another. Returns whether there was one.
    fn move_one(&mut self, from: u16, to: u16) -> bool {
        let giver = &self.chairs[usize::from(from)];
        if giver.children.len() <= giver.households.len() {
            self.move_household(from, to)
        } else {
            self.move_child(from, to)
        }
    }

    fn move_household(&mut self, from: u16, to: u16) -> bool {
        let Some(&household) = self.chairs[usize::from(from)].households.last() else { return false };
        self.take_household(household);
        self.give_household(household, to);
        self.households[household as usize].taken_over = false;
        self.count_handover(self.households[household as usize].children.into(), Count::StarterHandovers);
        true
    }

    fn move_child(&mut self, from: u16, to: u16) -> bool {
        let Some(&child) = self.chairs[usize::from(from)].children.last() else { return false };
        self.take_child(child);
        self.give_child(child, to);
        self.count_handover(1, Count::StarterHandovers);
        true
    }

    pub(super) fn count_handover(&mut self, children: i64, cause: Count) {
        self.counts.add(Count::ChairHandovers, children);
        self.counts.add(cause, children);
    }

    /// Returns children for each FTE by load, over protection and looked-after chairs.
    pub(super) fn caseload_now(&self) -> f64 {
        let children: u32 = self.seats.iter().map(|seat| seat.children).sum();
        let carried = self.carried();
        if 0.0 < carried { f64::from(children) / carried } else { 0.0 }
    }

    /// Returns what protection and looked-after chairs carry.
    pub(super) fn carried(&self) -> f64 {
        self.seats.iter().filter(|seat| seat.team != Team::Fostering).map(|seat| seat.carries).sum()
    }
}
