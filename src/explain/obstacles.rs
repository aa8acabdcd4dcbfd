//! Why a meeting has no place, or none by a date: all minimal causes, and all minimal remedies.

use chrono::NaiveDate;

use super::change::Change;
use super::cost::Cost;
use super::day::Day;
use super::elsewhere::{Elsewhere, Only};
use super::explainer::Explainer;
use super::group::Groups;
use super::places::{best_place_allowing, broken};
use super::remedies::{Referee, in_order, without_far_limits};
use super::scene::Scene;
use super::wish::{Place, Wish};
use crate::register::{MeetingIdx, NoDeadline};

/// Why a meeting has no place among some days.
#[derive(Debug, Clone)]
pub struct Obstacles {
    /// The date by which it should be, where that was asked.
    pub by: Option<NaiveDate>,
    /// The first and the last day of the meeting's window (H02), which is empty where the first is later.
    pub window: (NaiveDate, NaiveDate),
    /// The first and the last day looked at, as far as [`super::MARGIN_DAYS`] beyond the window, or `None` where there
    /// was none.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// A lawful place that there is after all, with what it would cost more than how it stands now.
    pub free: Option<(Place, Cost)>,
    /// Each a minimal set of constraints that together leave no place, the smallest first.
    pub causes: Vec<Groups>,
    /// Each a minimal set of constraints without which there is a place: what somebody can act on first, then limits
    /// that would have to be otherwise, and what costs somebody their lunch last; of each the fewest changes first.
    /// Every one has passed the referee.
    pub remedies: Vec<Remedy>,
    /// Sets of constraints for which no remedy is told: another's changes are part of theirs, the referee passes none
    /// that was found, or it lies far past the limit on late days and others do not.
    pub left_out: usize,
    /// Whether these are all the causes.
    pub is_all: bool,
}

/// What would have to be otherwise for a meeting to have a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The constraints in the way.
    pub groups: Groups,
    /// The records in the way of this place, and what must make way with them; none can be left out.
    pub changes: Vec<Change>,
    /// A place that opens.
    pub place: Place,
}

/// Returns what stands in a meeting's way among the places that `wish` asks for, by a date where one is given.
///
/// # Errors
/// Where the register gives the meeting no dates.
pub(super) fn obstacles(
    explainer: &Explainer<'_>,
    elsewhere: &mut Elsewhere<'_>,
    meeting: MeetingIdx,
    wish: &Wish,
    by: Option<NaiveDate>,
) -> Result<Obstacles, NoDeadline> {
    let scene = Scene::new(explainer, meeting, wish, by)?;
    let days: Vec<Day<'_>> = scene.dates.iter().map(|&date| Day::new(&scene, date)).collect();
    let first_and_last = scene.dates.iter().min().copied().zip(scene.dates.iter().max().copied());
    let mut found = Obstacles {
        by,
        window: scene.window(),
        days: first_and_last,
        free: None,
        causes: Vec::new(),
        remedies: Vec::new(),
        left_out: 0,
        is_all: true,
    };
    let register = explainer.register;
    let only = Only {
        date: &|date| wish.allows_date(date) && by.is_none_or(|by| date <= by),
        start: wish.start,
        chair: &|chair| wish.chair.is_none_or(|wanted| wanted == chair),
        room: &|room| wish.allows_room(register, room),
        taker: wish.minute_taker,
    };
    let judged = |place: Place| {
        let verdict = explainer.judged_at(meeting, Some(&place));
        let breaches = explainer.new_breaches(&verdict);
        explainer
            .is_lawful_but_fixed(meeting, &breaches)
            .then(|| (place, Cost::between(&explainer.verdict.score, &verdict.score)))
    };
    found.free = elsewhere.best(&only).and_then(judged);
    if found.free.is_some() {
        return Ok(found);
    }
    let broken = broken(&scene, &days);
    if broken.sets.first().is_some_and(|set| set.is_empty()) {
        // The solver leaves days alone on which somebody's standing bookings break a rule; there may be room yet.
        let place = best_place_allowing(&scene, &days, Groups::NONE).map(|(place, _)| place);
        found.free = place.and_then(judged);
        return Ok(found);
    }
    let referee = Referee { explainer, meeting };
    let mendable: Vec<Groups> = broken.sets.iter().copied().filter(|groups| groups.is_mendable()).collect();
    let remedies = mendable.iter().filter_map(|&groups| {
        let (place, changes) = best_place_allowing(&scene, &days, groups)?;
        Some(Remedy { groups, changes: referee.mended(&place, changes)?, place })
    });
    found.remedies = without_far_limits(explainer, in_order(remedies.collect()));
    found.left_out = mendable.len() - found.remedies.len();
    found.causes = broken.causes;
    found.is_all = broken.is_all;
    Ok(found)
}

/// Returns the place that breaks least of those that `wish` asks for, not after `by` where that is given, or `None`
/// where there is no such place.
pub(super) fn nearest(
    explainer: &Explainer<'_>,
    meeting: MeetingIdx,
    wish: &Wish,
    by: Option<NaiveDate>,
) -> Result<Option<Place>, NoDeadline> {
    let scene = Scene::new(explainer, meeting, wish, by)?;
    let days: Vec<Day<'_>> = scene.dates.iter().map(|&date| Day::new(&scene, date)).collect();
    let least = broken(&scene, &days).sets.first().copied();
    Ok(least.and_then(|groups| best_place_allowing(&scene, &days, groups)).map(|(place, _)| place))
}
