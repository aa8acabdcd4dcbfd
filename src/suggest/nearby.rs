//! The few of thousands of bookings that one move for a meeting would try.

use std::collections::BTreeSet;

use super::moves::FIRST_TRIES;
use super::places::{best, least_costs};
use super::suggester::{Suggester, problem_beside, standing_where_lawful};
use crate::problem::{Fixed, Frame, Problem, Request};
use crate::register::{MeetingIdx, Register, RoomChoice};
use crate::solver::Key;
use crate::travel::Travel;

/// Compiles a register for what would open for a meeting if one of the bookings of `movable` moved: with those alone that
/// [`Suggester::suggest`] would try, which are in its way on days that may hold a better place than it has without.
///
/// Cost: O(bookings) and so many requests as are tried, where all of them are thousands in a county.
pub fn problem_with_one_move<'a>(
    frame: &Frame,
    register: &'a Register,
    travel: &'a Travel,
    asked: MeetingIdx,
    movable: &BTreeSet<MeetingIdx>,
) -> Problem<'a> {
    let beside = problem_beside(frame, register, travel, asked);
    let mut meetings = BTreeSet::from([asked]);
    {
        let mut suggester = Suggester::new(&beside);
        let Ok(request) = suggester.request(asked) else { return beside };
        suggester.state.remove(request);
        let than =
            best(&mut suggester.state, &mut suggester.scratch, request).map_or(Key::MAX, |offer| offer.key);
        let mut floors: Vec<Option<Key>> = vec![None; beside.n_days()];
        for (day, floor) in least_costs(&suggester.state, request) {
            floors[day] = Some(floor);
        }
        let wants = &beside.requests[request];
        let mut tries: Vec<(Key, MeetingIdx)> = beside
            .fixed
            .iter()
            .filter(|fixed| movable.contains(&fixed.meeting) && shares(wants, fixed))
            .filter_map(|fixed| Some((floors[fixed.day].filter(|&floor| floor < than)?, fixed.meeting)))
            .collect();
        tries.sort_unstable();
        meetings.extend(tries.into_iter().take(FIRST_TRIES).map(|(_, meeting)| meeting));
    }
    standing_where_lawful(register, Some(asked), meetings, |meetings| {
        Problem::within(frame, register, travel, meetings)
    })
}

/// Whether a booking keeps anything from a meeting: its chair, minute taker, room or people.
fn shares(wants: &Request, has: &Fixed) -> bool {
    let same = |a: Option<u32>, b: Option<u32>| a.is_some() && a == b;
    let room = has.room.map(RoomChoice::Room);
    has.chair.is_some_and(|chair| wants.chairs.contains(&chair))
        || has.taker.is_some_and(|taker| wants.sites.iter().any(|site| site.takers.contains(&taker)))
        || room.is_some_and(|room| {
            wants.sites.iter().any(|site| site.rooms.iter().any(|option| option.room == room))
        })
        || same(wants.household, has.household)
        || same(wants.worker, has.worker)
}
