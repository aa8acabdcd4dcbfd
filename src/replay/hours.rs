//! The chairs' hours, settled at the end of each week for each chair, in the order in which the report says that work gave way.
//!
//! While a week is short of time, audit and cluster meetings are left out and quality forms wait, and are lost after ten working days; then chairs work beyond their
//! hours, up to a limit a week and a limit owed; then minutes wait for sign-off; then preparation is cut, down to a floor; then decision sheets are late. In slack weeks waiting minutes and forms are done and time off in lieu is taken back.

use std::collections::VecDeque;

use chrono::NaiveDate;

use crate::calendar::WorkingCalendar;

use super::outcome::{Hours, Work};
use super::year::{Piece, Time, WorkTable};

/// A meeting that a chair held in a week, with the minutes of what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chaired {
    pub(super) date: NaiveDate,
    pub(super) work: Work,
}

impl Piece {
    /// Returns the minutes of a meeting about `children` children that is `longer` minutes longer than its kind; journeys
    /// are not in it.
    pub(super) fn work(&self, table: &WorkTable, children: u32, longer: i64) -> Work {
        let scaled = |minutes: i64| libm::round(minutes as f64 * table.kappa) as i64;
        let more = i64::from(children.saturating_sub(2)) * self.sibling;
        Work {
            chairing: scaled(self.before + self.meeting + longer + more),
            journeys: 0,
            preparation: scaled(self.preparation),
            sheets: scaled(self.sheet),
            minutes: scaled(self.minutes),
            forms: scaled(self.form),
        }
    }
}

/// What waits on a chair's desk from one week to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Desk {
    /// Days of conferences whose forms wait, with their minutes of work, oldest first.
    forms: VecDeque<(NaiveDate, i64)>,
    /// The same for minutes.
    minutes: VecDeque<(NaiveDate, i64)>,
    /// Minutes of decision sheets that were not written in their week.
    sheets: i64,
    /// Minutes owed to the chair.
    toil: i64,
}

/// A chair's week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Week<'a> {
    /// The day of settling.
    pub(super) friday: NaiveDate,
    /// Minutes of casework time.
    pub(super) available: i64,
    /// The part of a full-time week that was worked, in thousandths.
    pub(super) worked: i64,
    /// The part of a full-time post, in thousandths.
    pub(super) post: i64,
    /// Minutes travelled.
    pub(super) journeys: i64,
    /// Meetings held.
    pub(super) chaired: &'a [Chaired],
}

impl Desk {
    /// Settles a week and returns what it came to.
    pub(super) fn settle(&mut self, week: &Week<'_>, time: &Time, calendar: &WorkingCalendar) -> Hours {
        let mut hours = Hours {
            available: week.available,
            chair_weeks: week.worked,
            meetings: week.chaired.len() as u32,
            ..Hours::default()
        };
        let mut needed = week.chaired.iter().fold(Work::default(), |sum, chaired| sum.and(&chaired.work));
        needed.journeys = week.journeys;
        hours.needed = needed;
        for chaired in week.chaired {
            hours.minutes.asked += 1;
            self.minutes.push_back((chaired.date, chaired.work.minutes));
            hours.sheets.asked += 1;
            if 0 < chaired.work.forms {
                hours.forms.asked += 1;
                self.forms.push_back((chaired.date, chaired.work.forms));
            }
        }
        let sheets = needed.sheets + self.sheets;
        let waiting: i64 = self.minutes.iter().map(|(_, minutes)| minutes).sum();
        let before_forms = needed.chairing + needed.journeys + sheets + needed.preparation + waiting;
        let (most_week, most_owed) = (time.toil_week * week.post / 1000, time.toil_bank * week.post / 1000);
        let toil = (before_forms - week.available).min(most_week).min(most_owed - self.toil).max(0);
        self.toil += toil;
        hours.toil_earned = toil;

        let mut left = week.available + toil;
        let mut spend = |wanted: i64| {
            let spent = wanted.min(left).max(0);
            left -= spent;
            spent
        };
        hours.spent.chairing = spend(needed.chairing);
        hours.spent.journeys = spend(needed.journeys);
        hours.spent.sheets = spend(sheets);
        hours.spent.preparation = spend(needed.preparation);
        self.sign_off(week.friday, time, calendar, &mut left, &mut hours);
        self.fill_in_forms(week.friday, time, calendar, &mut left, &mut hours);
        let other = (time.other * week.worked / 1000).max(0);
        hours.other_asked = other;
        hours.other_done = other.min(left).max(0);
        left -= hours.other_done;
        let repaid = left.min(self.toil).max(0);
        self.toil -= repaid;
        hours.toil_repaid = repaid;
        self.squeeze(time, &needed, sheets, &mut hours);
        hours.toil_bank = self.toil;
        hours
    }

    /// Signs off waiting minutes, the oldest first, while there is time.
    fn sign_off(
        &mut self,
        friday: NaiveDate,
        time: &Time,
        calendar: &WorkingCalendar,
        left: &mut i64,
        hours: &mut Hours,
    ) {
        while let Some((date, minutes)) = self.minutes.front_mut() {
            let spent = (*minutes).min(*left).max(0);
            *left -= spent;
            *minutes -= spent;
            hours.spent.minutes += spent;
            if 0 < *minutes {
                break;
            }
            if calendar.between(*date, friday) <= time.minutes_days {
                hours.minutes.in_time += 1;
            } else {
                hours.minutes.late += 1;
            }
            self.minutes.pop_front();
        }
        hours.minutes.waiting = self.minutes.len() as u32;
    }

    /// Fills in waiting forms while there is time, the newest first: an old one is as good as lost. Loses the old ones.
    fn fill_in_forms(
        &mut self,
        friday: NaiveDate,
        time: &Time,
        calendar: &WorkingCalendar,
        left: &mut i64,
        hours: &mut Hours,
    ) {
        while let Some((_, minutes)) = self.forms.back()
            && *minutes <= *left
        {
            *left -= minutes;
            hours.spent.forms += minutes;
            hours.forms.in_time += 1;
            self.forms.pop_back();
        }
        let is_lost = |date: NaiveDate| time.forms_days <= calendar.between(date, friday);
        while self.forms.front().is_some_and(|(date, _)| is_lost(*date)) {
            self.forms.pop_front();
            hours.forms.lost += 1;
        }
        hours.forms.waiting = self.forms.len() as u32;
    }

    /// Cuts preparation first and lets decision sheets be late second, where meetings and journeys took more time than there was.
    fn squeeze(&mut self, time: &Time, needed: &Work, sheets: i64, hours: &mut Hours) {
        let least = libm::ceil(needed.preparation as f64 * time.preparation) as i64;
        // What protected work lacked, from the most protected on: sheets are written before preparation is whole.
        let lacking_meetings =
            needed.chairing + needed.journeys - hours.spent.chairing - hours.spent.journeys;
        let lacking_preparation = needed.preparation - hours.spent.preparation;
        hours.preparation_cut = lacking_preparation.min(needed.preparation - least);
        let mut owed = lacking_preparation - hours.preparation_cut;
        // Half the preparation is done before any sheet.
        let taken = owed.min(hours.spent.sheets);
        hours.spent.sheets -= taken;
        hours.spent.preparation += taken;
        owed -= taken;
        self.sheets = sheets - hours.spent.sheets;
        hours.beyond = lacking_meetings + owed;
        let asked = hours.sheets.asked;
        let late = if self.sheets <= 0 { 0 } else { u32_share(asked, self.sheets, sheets) };
        (hours.sheets.late, hours.sheets.in_time) = (late, asked - late);
    }

    /// Returns the forms and minutes that wait, and the minutes owed.
    pub(super) fn waiting(&self) -> (u32, u32, i64) {
        (self.forms.len() as u32, self.minutes.len() as u32, self.toil)
    }

    /// Clears the desk of a chair who leaves: forms are lost, waiting minutes are signed by somebody else and count as late.
    pub(super) fn clear(&mut self) -> Hours {
        let mut hours = Hours::default();
        hours.forms.lost = self.forms.len() as u32;
        hours.minutes.late = self.minutes.len() as u32;
        hours.toil_lost = self.toil;
        *self = Desk::default();
        hours
    }
}

/// Returns `part` of `whole` as a share of `number`, rounded up.
fn u32_share(number: u32, part: i64, whole: i64) -> u32 {
    let share = (i64::from(number) * part + whole - 1) / whole.max(1);
    share.clamp(0, i64::from(number)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Holidays, parse_date};
    use crate::replay::Year;
    use crate::staffing::Values;

    fn date(text: &str) -> NaiveDate {
        parse_date(text).expect("a date")
    }

    /// A week that ends on Friday 13 January 2012 with as many conferences on its Wednesday: 300 minutes each, of these 30
    /// for the form, 30 for the minutes, 20 for the sheet, 40 of preparation and 180 at the meeting and on the way.
    fn week(desk: &mut Desk, friday: &str, conferences: usize, available: i64) -> Hours {
        let work = Work { chairing: 180, journeys: 0, preparation: 40, sheets: 20, minutes: 30, forms: 30 };
        let friday = date(friday);
        let chaired = vec![Chaired { date: friday - chrono::Days::new(2), work }; conferences];
        let week = Week { friday, available, worked: 1000, post: 1000, journeys: 0, chaired: &chaired };
        desk.settle(
            &week,
            &Time { other: 0, ..Year::of(&Values::from_fn(|parameter| parameter.default)).time },
            &WorkingCalendar::new(Holidays::EnglandAndWales, &[]),
        )
    }

    #[test]
    fn things_give_way_in_the_order_of_the_report() {
        // Five conferences ask for 1,350 minutes besides forms, and 150 for these. TOIL gives 360.
        // (minutes available, forms done, TOIL, minutes signed, preparation cut, sheets late, beyond)
        for (available, forms, toil, signed, cut, late, beyond) in [
            (1500, 5, 0, 5, 0, 0, 0),
            (1499, 4, 0, 5, 0, 0, 0),
            (1350, 0, 0, 5, 0, 0, 0),
            (1349, 0, 1, 5, 0, 0, 0),
            (990, 0, 360, 5, 0, 0, 0),
            (989, 0, 360, 4, 0, 0, 0),
            (840, 0, 360, 0, 0, 0, 0),
            (839, 0, 360, 0, 1, 0, 0),
            (740, 0, 360, 0, 100, 0, 0),
            (739, 0, 360, 0, 100, 1, 0),
            (640, 0, 360, 0, 100, 5, 0),
            (540, 0, 360, 0, 100, 5, 100),
            (500, 0, 360, 0, 100, 5, 140),
        ] {
            let hours = week(&mut Desk::default(), "2012-01-13", 5, available);
            let found = (
                hours.forms.in_time,
                hours.toil_earned,
                hours.minutes.in_time,
                hours.preparation_cut,
                hours.sheets.late,
                hours.beyond,
            );
            assert_eq!(found, (forms, toil, signed, cut, late, beyond), "{available} minutes");
        }
    }

    #[test]
    fn forms_are_lost_after_ten_working_days_and_minutes_late_after_twenty() {
        let mut desk = Desk::default();
        // No time at all: from Wednesday 11 January, the 20th is 7 working days on, the 27th 12, 10 February 22.
        assert_eq!(week(&mut desk, "2012-01-13", 1, 0).forms.lost, 0);
        assert_eq!(week(&mut desk, "2012-01-20", 0, 0).forms.lost, 0);
        assert_eq!(week(&mut desk, "2012-01-27", 0, 0).forms.lost, 1);
        assert_eq!(week(&mut desk, "2012-02-03", 0, 0).minutes.waiting, 0);
    }

    #[test]
    fn time_owed_is_taken_back_in_slack_weeks() {
        let mut desk = Desk::default();
        assert_eq!(week(&mut desk, "2012-01-13", 5, 1250).toil_earned, 100);
        let slack = week(&mut desk, "2012-01-20", 0, 1000);
        // Five forms of last week first, 150 minutes; then the 100 owed.
        assert_eq!((slack.forms.in_time, slack.toil_repaid, slack.toil_bank), (5, 100, 0));
    }

    #[test]
    fn nobody_is_owed_more_than_forty_hours() {
        let mut desk = Desk::default();
        let earned: Vec<i64> = (0..8).map(|_| week(&mut desk, "2012-01-13", 10, 1000).toil_earned).collect();
        // 2,400 minutes: six weeks of 360 and one of 240.
        assert_eq!(earned, [360, 360, 360, 360, 360, 360, 240, 0]);
    }
}
