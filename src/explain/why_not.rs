//! Why a meeting is not where somebody would have it.

use chrono::NaiveDate;

use super::cost::Cost;
use super::elsewhere::Elsewhere;
use super::explainer::Explainer;
use super::obstacles::{Obstacles, nearest, obstacles};
use super::scene::Scene;
use super::wish::{Place, Wish};
use crate::register::{Booking, MeetingIdx, NoDeadline};
use crate::rules::Breach;

/// What somebody asks for, and the answer.
#[derive(Debug, Clone)]
pub struct WhyNot {
    /// What is asked for.
    pub wish: Wish,
    /// The answer: of a day of the week for those in time, where the window has any.
    pub answer: Answer,
    /// The best such place after them, where a day of the week was asked for that has none in time.
    pub later: Option<(Place, Cost)>,
    /// Where a day of the week was asked for and it comes more than once in the window up to the due date: the answer
    /// for each of them, the nearest first, at most four.
    pub days: Vec<DayAnswer>,
    /// How many more of them there are.
    pub more_days: usize,
}

/// The answer for one day.
#[derive(Debug, Clone)]
pub struct DayAnswer {
    /// The day.
    pub date: NaiveDate,
    /// The answer.
    pub answer: Answer,
}

/// Most days that are answered for one by one.
pub(super) const MOST_DAYS: usize = 4;

/// Why a meeting is not where somebody would have it.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It is.
    Present(Place),
    /// It could be.
    Possible {
        /// The best such place.
        place: Place,
        /// What it would cost more than how the meeting stands now.
        more: Cost,
        /// What `check` would say all the same: that a confirmed booking is changed (H12).
        breaches: Vec<Breach>,
    },
    /// It may not be.
    Forbidden {
        /// The place that breaks least, with exactly the breaches that `check` would add there.
        nearest: Option<(Place, Vec<Breach>)>,
        /// What stands in the way of all such places.
        obstacles: Obstacles,
    },
}

/// Returns why a meeting is not as `wish` asks.
///
/// # Errors
/// Where the register gives the meeting no dates.
pub(super) fn why_not(
    explainer: &Explainer<'_>,
    elsewhere: &mut Elsewhere<'_>,
    meeting: MeetingIdx,
    wish: &Wish,
) -> Result<WhyNot, NoDeadline> {
    let mut asked = answer(explainer, elsewhere, meeting, wish, None)?;
    let mut dates = match asked {
        Answer::Present(_) => Vec::new(),
        _ => dates_asked(explainer, meeting, wish)?,
    };
    let last_in_time = dates.iter().max().copied();
    let more_days = dates.len().saturating_sub(MOST_DAYS);
    dates.truncate(MOST_DAYS);
    let mut on = |date| answer(explainer, elsewhere, meeting, &Wish { date: Some(date), ..*wish }, None);
    let answers: Result<Vec<Answer>, NoDeadline> = dates.iter().map(|&date| on(date)).collect();
    let mut days: Vec<DayAnswer> =
        dates.into_iter().zip(answers?).map(|(date, answer)| DayAnswer { date, answer }).collect();
    let mut later = None;
    if let Some(last) = last_in_time {
        if let Answer::Possible { place, more, .. } = &asked
            && last < place.date
        {
            later = Some((*place, more.clone()));
            asked = answer(explainer, elsewhere, meeting, wish, Some(last))?;
        }
        if let Answer::Forbidden { nearest, .. } = &mut asked
            && let Some(in_time) = least_broken(&days)
        {
            *nearest = Some(in_time);
        }
    }
    if days.len() == 1 {
        days.clear();
    }
    Ok(WhyNot { wish: *wish, answer: asked, later, days, more_days })
}

/// Returns the place that breaks fewest rules of those nearest to each day; of equals that of the first day.
fn least_broken(days: &[DayAnswer]) -> Option<(Place, Vec<Breach>)> {
    let nearest = days.iter().filter_map(|day| match &day.answer {
        Answer::Forbidden { nearest, .. } => nearest.as_ref(),
        Answer::Present(_) | Answer::Possible { .. } => None,
    });
    nearest.min_by_key(|(_, breaches)| breaches.len()).cloned()
}

/// Returns the days of the week asked for, where no date is: from the first of the meeting's window to its due date,
/// those nearest to where it is booked, or else to its first day, first.
fn dates_asked(
    explainer: &Explainer<'_>,
    meeting: MeetingIdx,
    wish: &Wish,
) -> Result<Vec<NaiveDate>, NoDeadline> {
    if wish.weekday.is_none() || wish.date.is_some() {
        return Ok(Vec::new());
    }
    let scene = Scene::new(explainer, meeting, wish, None)?;
    let (first, last) = scene.window();
    let last = scene.deadlines.statutory.map_or(last, |due| due.min(last));
    let near = explainer.booking(meeting).map_or(first, Booking::date);
    let mut dates: Vec<NaiveDate> =
        scene.dates.iter().copied().filter(|&date| first <= date && date <= last).collect();
    dates.sort_by_key(|&date| ((date - near).num_days().abs(), date));
    Ok(dates)
}

/// Returns the answer for the places that `wish` asks for, not after `by` where that is given.
fn answer(
    explainer: &Explainer<'_>,
    elsewhere: &mut Elsewhere<'_>,
    meeting: MeetingIdx,
    wish: &Wish,
    by: Option<NaiveDate>,
) -> Result<Answer, NoDeadline> {
    let register = explainer.register;
    let present = explainer.booking(meeting).and_then(Place::of);
    if let Some(place) = present.filter(|place| wish.allows(register, place)) {
        return Ok(Answer::Present(place));
    }
    let found = obstacles(explainer, elsewhere, meeting, wish, by)?;
    let breaches_at = |place: &Place| explainer.new_breaches(&explainer.judged_at(meeting, Some(place)));
    Ok(match found.free.clone() {
        Some((place, more)) => Answer::Possible { place, more, breaches: breaches_at(&place) },
        None => {
            let nearest = nearest(explainer, meeting, wish, by)?;
            let nearest = nearest.map(|place| (place, breaches_at(&place)));
            Answer::Forbidden { nearest, obstacles: found }
        }
    })
}
