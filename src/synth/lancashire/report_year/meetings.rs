//! The meetings of the year and what became of them.

use chrono::{Days, NaiveDate, TimeDelta};

use super::slots::Slots;
use super::team::chairs;
use crate::register::{
    Agency, Booking, ChildIdx, Decision, HouseholdIdx, MeetingIdx, MeetingResult, MeetingStatus, NotHeld,
    Outcome, PlaceIdx, PlanVerdict, Register, StaffIdx,
};
use crate::synth::draw::Draw;
use crate::synth::make::{Find, meeting};

/// A meeting of the year, before it has its number.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// The day on which it was held, or would have been.
    pub(super) on: NaiveDate,
    /// Its kind.
    pub(super) kind: &'static str,
    /// Its household and children with what is decided for them; `None` for a strategy meeting about a child in an area.
    pub(super) about: Result<(HouseholdIdx, Vec<ChildIdx>), PlaceIdx>,
    /// What is decided for each child, and the category.
    pub(super) verdict: PlanVerdict,
    /// The category, empty where there is none.
    pub(super) category: &'static str,
    /// The day that it counts from.
    pub(super) from: NaiveDate,
    /// The statutory date that a reconvened conference keeps.
    pub(super) due: Option<NaiveDate>,
    /// Why it was adjourned.
    pub(super) adjourned: Option<NotHeld>,
}

/// Adds meetings in order of day, each with a booking and an outcome; `patches` is indexed by district.
pub(super) fn add_meetings(
    register: &mut Register,
    draw: &mut Draw,
    mut planned: Vec<Planned>,
    patches: &[Vec<(StaffIdx, usize)>],
) {
    // Conferences have their day before strategy meetings, which go where somebody is free.
    planned.sort_by_key(|row| (row.kind == "strategy_meeting", row.on));
    let mut slots = Slots::default();
    let mut rows: Vec<(Planned, Option<Booking>)> = Vec::with_capacity(planned.len());
    for (number, mut row) in planned.into_iter().enumerate() {
        let idx = MeetingIdx::from(register.meetings.len());
        let mut made = meeting(&format!("Y11-{:04}", number + 1), register.kind_of(row.kind), Some(row.from));
        match &row.about {
            Ok((household, _)) => made.household = Some(*household),
            Err(place) => {
                made.home = Some(*place);
                made.district = register.places[place.at()].district;
                made.children = 1;
            }
        }
        made.due = row.due;
        made.status = if row.adjourned.is_some() { MeetingStatus::Adjourned } else { MeetingStatus::Held };
        register.meetings.push(made);
        let booking = if row.adjourned.is_some() {
            None
        } else {
            book(register, draw, &mut slots, idx, &mut row, patches)
        };
        rows.push((row, booking));
    }
    for (at, (row, booking)) in rows.into_iter().enumerate() {
        record(register, draw, at.into(), &row, booking.as_ref());
        register.bookings.extend(booking);
    }
}

/// Books a meeting with its family's chair, another of the patch, or whoever is free; a strategy meeting on the next day where nobody
/// is.
fn book(
    register: &mut Register,
    draw: &mut Draw,
    slots: &mut Slots,
    idx: MeetingIdx,
    row: &mut Planned,
    patches: &[Vec<(StaffIdx, usize)>],
) -> Option<Booking> {
    let district = register.district(register.meeting(idx)).map_or(0, |district| district.at());
    let mut order = chairs(register, &patches[district], draw.below(4));
    if let Ok((household, _)) = row.about
        && let Some(own) = register.households[household.at()].iro
    {
        order.retain(|&chair| chair != own);
        order.insert(0, own);
    }
    let mut booking = slots.book(register, draw, (idx, row.on), &order);
    while booking.is_none() && row.about.is_err() && row.on < super::dates::year().1 {
        row.on = register.calendar.after(row.on, 1);
        booking =
            slots.book(register, draw, (idx, row.on), &order).filter(|_| row.on <= super::dates::year().1);
    }
    if let (Ok((household, _)), Some(chair)) = (&row.about, booking.as_ref().and_then(|booking| booking.iro))
    {
        let family = &mut register.households[household.at()];
        if family.iro != Some(chair) {
            family.iro = Some(chair);
            family.iro_since = Some(row.on);
            family.conflicts.retain(|&other| other != chair);
        }
    }
    booking
}

/// Records what became of a meeting. What only a quality form tells comes later.
fn record(
    register: &mut Register,
    draw: &mut Draw,
    idx: MeetingIdx,
    row: &Planned,
    booking: Option<&Booking>,
) {
    let is_held = row.adjourned.is_none();
    let is_conference = row.about.is_ok();
    let last_quarter = crate::synth::make::date("2012-01-01") <= row.on;
    let finished = booking.map(|booking| {
        booking.starts + TimeDelta::minutes(i64::from(register.minutes(register.meeting(idx))))
    });
    let result = if is_held { MeetingResult::Held } else { MeetingResult::Adjourned };
    let mut outcome = Outcome {
        chair: booking.and_then(|booking| booking.iro),
        reason: row.adjourned,
        ..Outcome::new(idx, result, row.on)
    };
    if is_held && is_conference {
        outcome.agencies = vec![Agency::SocialCare, Agency::Health, Agency::Education];
        if draw.chance(55) {
            outcome.agencies.push(Agency::Police);
        }
        outcome.quorate = Some(!draw.chance(2));
        // Sheets and minutes slipped in the last months (5.4, 7.7.2); by how much is not published.
        let (sheets, minutes) = if last_quarter { (84, 66) } else { (94, 88) };
        let hours = if draw.chance(sheets) { draw.between(2, 23) } else { draw.between(26, 90) };
        // What the register's day has not seen yet is not recorded.
        let today = register.authority.today;
        let sent = finished.map(|finished| finished + TimeDelta::hours(i64::from(hours)));
        outcome.sheet_sent = sent.filter(|sent| sent.date() < today);
        let days = if draw.chance(minutes) { draw.between(6, 15) } else { draw.between(16, 30) };
        outcome.minutes_sent =
            Some(register.calendar.after(row.on, days as u32)).filter(|sent| *sent < today);
        outcome.minutes_signed =
            outcome.minutes_sent.map(|sent| register.calendar.before(sent, 2).max(row.on));
        outcome.questionnaires_given = Some(1);
    }
    register.record.outcomes.push(outcome);
    let Ok((_, children)) = &row.about else { return };
    if is_held {
        register.record.decisions.extend(children.iter().map(|&child| Decision {
            meeting: idx,
            child,
            verdict: row.verdict,
            category: row.category.to_owned(),
            participation: None,
        }));
    }
}

/// Returns a day of the strategy discussion so that the conference falls in the bands of England (DfE, table C4, 2023: 9, 69, 10 and 12
/// per cent).
pub(super) fn discussed(register: &Register, draw: &mut Draw, on: NaiveDate) -> NaiveDate {
    let days = match draw.weighted(&[9, 69, 10, 12]) {
        0 => draw.between(4, 10),
        1 => draw.between(11, 15),
        2 => draw.between(16, 20),
        _ => draw.between(21, 34),
    };
    register.calendar.before(on, days as u32)
}

/// Returns the last day before `on` that is no more than a week ago: when a strategy meeting was asked for.
pub(super) fn asked(register: &Register, draw: &mut Draw, on: NaiveDate) -> NaiveDate {
    register.calendar.on_or_before(on - Days::new(1 + draw.below(6) as u64))
}
