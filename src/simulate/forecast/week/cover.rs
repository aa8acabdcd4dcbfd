//! What gives way when a chair has no time for its meetings: colleagues and managers cover, preparation is cut, sheets go out late,
//! meetings slide.

use std::cmp::Reverse;

use super::load::Load;
use super::work::{Work, team_of};
use super::{Bench, Holder, Meeting, N_TEAMS};
use crate::simulate::forecast::service::Service;
use crate::simulate::measure::Count;
use crate::staffing::baseline::Team;
use crate::staffing::{Key, MeetingKind};

/// What a colleague gives for another's meeting.
#[derive(Debug, Clone, Copy)]
pub(super) enum Gives {
    /// Time that it has to spare.
    Spare,
    /// Time off in lieu up to the bank as well, and its minutes wait.
    Overtime,
    /// Everything but its own meetings: the bank is passed, preparation is cut.
    Everything,
}

impl Gives {
    const ALL: [Gives; 3] = [Gives::Spare, Gives::Overtime, Gives::Everything];

    /// Returns the minutes that a colleague so loaded has for a meeting.
    fn of(self, load: &Load, floor: f64) -> f64 {
        match self {
            Gives::Spare => load.spare(),
            Gives::Overtime => -load.short(),
            Gives::Everything => load.spare_at_last(floor),
        }
    }
}

/// What a chair gains where the meetings slide that can.
#[derive(Debug, Clone, Copy, Default)]
struct Slack {
    minutes: f64,
    n_meetings: u32,
}

impl Slack {
    /// Whether the meetings whose last chance it is fit where the others slide and everything else gives way.
    fn lets_fit(&self, load: &Load, floor: f64) -> bool {
        0.0 <= load.spare_at_last(floor) + self.minutes && load.n_meetings - self.n_meetings <= load.most
    }
}

impl Service<'_> {
    /// Returns what a chair gains where the meetings slide that can.
    fn slack(&self, bench: &Bench, place: usize) -> Slack {
        let own = &bench.order[bench.starts[place] as usize..bench.starts[place + 1] as usize];
        let mut slack = Slack::default();
        for meeting in own.iter().map(|&at| &bench.meetings[at as usize]) {
            if !self.is_last_chance(meeting) {
                slack.minutes += self.own_work(meeting).must();
                slack.n_meetings += 1;
            }
        }
        slack
    }

    /// Gives meetings that a chair has no time for to colleagues who have, then to managers; where a statutory date would else be
    /// missed, to colleagues who let everything else wait.
    pub(super) fn share_out(&mut self, bench: &mut Bench, working_days: f64) {
        let floor = self.values.get(Key::PreparationFloor);
        let mut managers = (self.values.get(Key::ManagerMeetings) * working_days / 5.0).ceil() as u32;
        self.fill_givers(bench, floor);
        for place in 0..self.chairs.len() {
            let mut slack: Option<Slack> = None;
            for at in (bench.starts[place]..bench.starts[place + 1]).rev() {
                let load = bench.loads[place];
                if load.short() <= 0.0 && !load.is_overfull() {
                    break;
                }
                let slack = slack.get_or_insert_with(|| self.slack(bench, place));
                let can_keep = slack.lets_fit(&load, floor);
                let meeting_at = bench.order[at as usize] as usize;
                let meeting = bench.meetings[meeting_at];
                let can_slide = !self.is_last_chance(&meeting);
                let holder = if can_slide {
                    self.who_covers(bench, place, &meeting, Gives::Spare).map(Holder::Chair)
                } else if let Some(colleague) = self.who_covers(bench, place, &meeting, Gives::Overtime) {
                    Some(Holder::Chair(colleague))
                } else if 0 < managers && meeting.kind != MeetingKind::Foster {
                    managers -= 1;
                    Some(Holder::Manager)
                } else if can_keep {
                    None
                } else {
                    self.who_covers(bench, place, &meeting, Gives::Everything).map(Holder::Chair)
                };
                if let Some(holder) = holder {
                    if can_slide {
                        slack.minutes -= self.own_work(&meeting).must();
                        slack.n_meetings -= 1;
                    }
                    self.hand(bench, place, meeting_at, holder);
                    self.note_giver(bench, place, floor);
                    if let Holder::Chair(colleague) = holder {
                        self.note_giver(bench, usize::from(colleague), floor);
                    }
                }
            }
        }
    }

    /// Works out what every chair gives.
    fn fill_givers(&self, bench: &mut Bench, floor: f64) {
        bench.givers.clear();
        bench.givers.resize(self.chairs.len(), [f64::NEG_INFINITY; 3]);
        bench.most = [[0.0; 3]; N_TEAMS];
        for (place, chair) in self.chairs.iter().enumerate() {
            if chair.in_post {
                self.note_giver(bench, place, floor);
            }
        }
    }

    /// Works out what a chair gives now: nothing where its calendar is full. The bounds stay bounds.
    fn note_giver(&self, bench: &mut Bench, place: usize, floor: f64) {
        let load = &bench.loads[place];
        if load.is_full() {
            bench.givers[place] = [f64::NEG_INFINITY; 3];
            return;
        }
        let gives = Gives::ALL.map(|gives| gives.of(load, floor));
        bench.givers[place] = gives;
        for team in Team::ALL.into_iter().filter(|&team| self.serves(&self.seats[place], team)) {
            for (most, minutes) in bench.most[team as usize].iter_mut().zip(gives) {
                *most = most.max(minutes);
            }
        }
    }

    /// Hands a meeting of the chair at `place` to who covers it.
    fn hand(&mut self, bench: &mut Bench, place: usize, meeting_at: usize, holder: Holder) {
        let meeting = bench.meetings[meeting_at];
        let of_concern = bench.of_concern[meeting_at];
        let own = self.own_work(&meeting);
        bench.loads[place].hand_on(&own, of_concern);
        if let Holder::Chair(colleague) = holder {
            let mut work = self.works.of(
                meeting.kind,
                meeting.children,
                self.seats[usize::from(colleague)].team,
                self.day,
            );
            work.travel_further(self.values.get(Key::CoverTravel));
            bench.loads[usize::from(colleague)].take_on(&work, 1, of_concern.into());
            self.counts.add(Count::Covered, 1);
        } else {
            self.counts.add(Count::Managed, 1);
            let n_sheets = i64::from(0.0 < own.sheet);
            self.counts.add(Count::SheetsDue, n_sheets);
            self.counts.add(Count::SheetsInTime, n_sheets);
        }
        if matches!(meeting.kind, MeetingKind::Initial | MeetingKind::Review | MeetingKind::Care) {
            self.count_handover(meeting.children.into(), Count::CoverHandovers);
        }
        bench.holder[meeting_at] = holder;
    }

    /// Returns the colleague with the most time for a meeting, the first of equals.
    fn who_covers(&self, bench: &mut Bench, place: usize, meeting: &Meeting, gives: Gives) -> Option<u16> {
        let further = self.values.get(Key::CoverTravel);
        let asked = self.works.musts(meeting.kind, meeting.children).map(|must| must + further);
        let team = team_of(meeting.kind);
        // More than anybody has: the usual answer in a service that is short.
        if bench.most[team as usize][gives as usize] < asked[0] {
            return None;
        }
        let mut best: (f64, Option<u16>) = (0.0, None);
        let mut most = 0.0;
        for (other, (giver, seat)) in bench.givers.iter().zip(&self.seats).enumerate() {
            let minutes = giver[gives as usize];
            if !self.serves(seat, team) {
                continue;
            }
            most = f64::max(most, minutes);
            if minutes < asked[0] || other == place {
                continue;
            }
            let left = minutes - asked[usize::from(self.works.is_new(meeting.kind, seat.team, self.day))];
            if 0.0 <= left && (best.1.is_none() || best.0 < left) {
                best = (left, Some(other as u16));
            }
        }
        bench.most[team as usize][gives as usize] = most;
        best.1
    }

    /// Where a chair is short still: preparation is cut, sheets go out late, meetings slide.
    pub(super) fn give_way(&mut self, bench: &mut Bench) {
        let floor = self.values.get(Key::PreparationFloor);
        for place in 0..self.chairs.len() {
            let mut load = bench.loads[place];
            let cut = load.short().min(load.preparation * (1.0 - floor)).max(0.0);
            // A grain is always left: what is cut of the meetings that are held is reckoned back from it.
            let share_cut = if 0.0 < cut { (cut / load.preparation).min(1.0 - 1e-9) } else { 0.0 };
            load.preparation *= 1.0 - share_cut;
            let each = (load.sheets - load.old_sheets) / f64::from(load.n_sheets.max(1));
            let mut n_late = 0;
            if 0.0 < load.short() && 0.0 < each {
                n_late = ((load.short() / each).ceil() as u32).min(load.n_sheets);
                load.sheets -= each * f64::from(n_late);
            }
            if 0.0 < load.short() || load.is_overfull() {
                self.put_off(bench, place, &mut load, share_cut);
            }
            if self.chairs[place].in_post {
                // Of the meetings that are held after all.
                load.n_late_sheets = n_late.min(load.n_sheets);
                let late = each * f64::from(load.n_late_sheets);
                let cut = load.preparation * share_cut / (1.0 - share_cut);
                self.hours.cut += cut;
                self.hours.given += cut + late;
                self.chairs[place].waiting.sheets += late - load.old_sheets;
            }
            bench.loads[place] = load;
        }
    }

    /// Puts meetings of a chair off until the rest fits: those first that the law wants last, and those whose last chance it is only
    /// after all others. `share_cut` of their preparation was left out.
    fn put_off(&self, bench: &mut Bench, place: usize, load: &mut Load, share_cut: f64) {
        let Bench { meetings, order, starts, holder, of_concern, by_slack, .. } = bench;
        let own = order[starts[place] as usize..starts[place + 1] as usize].iter().copied();
        by_slack.clear();
        by_slack.extend(own.filter(|&at| holder[at as usize] == Holder::Chair(place as u16)));
        by_slack.sort_unstable_by_key(|&at| {
            let meeting = &meetings[at as usize];
            (self.is_last_chance(meeting), Reverse(self.last_day(meeting)), at)
        });
        for &at in by_slack.iter() {
            if load.short() <= 0.0 && !load.is_overfull() {
                return;
            }
            if self.is_last_chance(&meetings[at as usize])
                && load.past_stretch() <= 0.0
                && !load.is_overfull()
            {
                return;
            }
            let work = self.own_work(&meetings[at as usize]);
            let preparation = work.preparation * (1.0 - share_cut);
            load.hand_on(&Work { preparation, ..work }, of_concern[at as usize]);
            holder[at as usize] = Holder::PutOff;
        }
    }
}
