//! Writes a register as `problem.json`, the form in which general solvers read it: `benches/peers/README.md` has its keys.
//!
//! ```text
//! peers_export REGISTER PROBLEM.json
//! ```
//!
//! What may go where, at what price, is taken from [`Problem`], so that every solver starts from the same compiled register and
//! none of them counts working days. What several bookings decide together (diaries, journeys, load, caseload) each solver
//! models by itself, and `convene check` judges the outcome.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use convene::calendar::Span;
use convene::files::{bookings_csv, read_register, write_whole};
use convene::problem::{Fixed, Problem, Request};
use convene::register::{Booking, HouseholdIdx, Register, RoomChoice, StaffIdx};
use convene::rules::SOFT;
use convene::solver::{Placement, standing_places};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [register, out] = arguments.as_slice() else {
        anyhow::bail!("usage: peers_export REGISTER PROBLEM.json");
    };
    let loaded = read_register(register, None)?;
    let problem = Problem::new(&loaded.register, &loaded.travel);
    let text = format!("{}\n", whole(&problem)?);
    write_whole(out, text.as_bytes(), true).with_context(|| format!("failed to write {}", out.display()))?;
    Ok(())
}

/// Returns a problem as JSON of whole numbers and references. A start is `day × 1440 + minute`, a day a position in the
/// problem's dates; nobody and nothing is −1; the room one past the last is the household's home.
///
/// # Errors
/// Where a soft rule has a price that the form cannot say, which would make the solvers' scores differ from the referee's.
fn whole(problem: &Problem<'_>) -> Result<Value> {
    let register = problem.register;
    let standing = standing_places(problem);
    let mut meetings = Vec::new();
    let mut unbookable = 0;
    for (request, now) in problem.requests.iter().zip(standing) {
        match meeting(problem, request, now)? {
            Some(meeting) => meetings.push(meeting),
            None => unbookable += request.weight,
        }
    }
    let kept: Vec<Booking> = register.bookings.iter().filter(|b| b.status.is_fixed()).cloned().collect();
    let own_columns: BTreeSet<&String> = kept.iter().flat_map(|b| &b.extra).map(|(name, _)| name).collect();
    let places = 0..problem.n_places;
    let travel: Vec<&[i32]> =
        places.map(|from| &problem.minutes[from * problem.n_places..(from + 1) * problem.n_places]).collect();
    Ok(json!({
        "name": register.authority.name,
        "today": register.authority.today,
        "days": *problem.dates,
        "week": *problem.week_of,
        "lunch": [problem.lunch.minutes, problem.lunch.window.from, problem.lunch.window.until],
        "w": [
            problem.weights.travel_chair,
            problem.weights.travel_minute_taker,
            problem.weights.load,
            problem.weights.caseload,
            weight(register, "out_of_patch"),
            weight(register, "handover"),
        ],
        "districts": register.districts.len(),
        "workers": register.social_workers.len(),
        "travel": travel,
        "staff": (0..problem.people.len()).map(|person| staff(problem, person)).collect::<Vec<_>>(),
        "rooms": (0..register.rooms.len()).map(|room| self::room(problem, room)).collect::<Vec<_>>(),
        "houses": (0..problem.families.len()).map(|house| self::house(problem, house)).collect::<Vec<_>>(),
        "meetings": meetings,
        "fixed": problem.fixed.iter().map(fixed).collect::<Vec<_>>(),
        "base": [unbookable, problem.fixed_late, problem.fixed_cost],
        "kept": bookings_csv(register, &kept),
        "ownColumns": own_columns.len(),
    }))
}

fn weight(register: &Register, key: &str) -> i64 {
    SOFT.iter().find(|rule| rule.key() == key).map_or(0, |rule| rule.weight(register))
}

fn staff(problem: &Problem<'_>, position: usize) -> Value {
    let (person, staff) = (&problem.people[position], &problem.register.staff[position]);
    json!({
        "id": staff.reference.as_str(),
        "chair": i32::from(person.is_chair),
        "base": person.base,
        "perDay": person.per_day,
        "load": person.load_limit,
        "case": person.caseload_limit,
        "inPost": problem.dates.iter().map(|&date| i32::from(staff.in_post(date))).collect::<Vec<_>>(),
        "districts": staff.districts.iter().map(|district| district.at()).collect::<Vec<_>>(),
        "spells": person.spells.iter().map(|spells| ends(spells)).collect::<Vec<_>>(),
    })
}

fn room(problem: &Problem<'_>, position: usize) -> Value {
    let register = problem.register;
    let room = &register.rooms[position];
    let place = register.venues[room.venue.at()].place;
    let days = &problem.open[position * problem.n_days()..(position + 1) * problem.n_days()];
    json!({
        "id": room.reference.as_str(),
        "place": or_none(place.map(|place| place.at())),
        "district": or_none(place.and_then(|place| register.places[place.at()].district).map(|d| d.at())),
        "free": days.iter().map(|spans| ends(spans)).collect::<Vec<_>>(),
    })
}

/// Returns a household's children, its chair, and whether that chair is in post today.
fn house(problem: &Problem<'_>, position: usize) -> Value {
    let household = &problem.register.households[position];
    let in_post = problem.families[position].chair_today.is_some();
    json!([household.children, or_none(household.iro.map(|iro| iro.at())), i32::from(in_post)])
}

/// Returns a meeting to book, or `None` where it has no lawful place whatever else is booked.
fn meeting(problem: &Problem<'_>, request: &Request, now: Option<Placement>) -> Result<Option<Value>> {
    let register = problem.register;
    let row = register.meeting(request.meeting);
    let minutes = &problem.starts[request.starts.0..request.starts.1];
    let starts: Vec<usize> = request
        .days
        .iter()
        .flat_map(|day| {
            let come = |&&start: &&i32| !day.away.iter().any(|away| away.overlaps(request.attendance(start)));
            minutes.iter().filter(come).map(|&start| moment(day.day, start))
        })
        .collect();
    let takers: BTreeSet<u32> = request.sites.iter().flat_map(|site| site.takers.iter().copied()).collect();
    let reachable = |site: &&convene::problem::Site| !request.needs_taker || !site.takers.is_empty();
    let mut rooms: Vec<(i64, usize)> = request
        .sites
        .iter()
        .filter(reachable)
        .flat_map(|site| site.rooms.iter().map(|option| (option.cost, room_number(register, option.room))))
        .collect();
    rooms.sort_unstable();
    if starts.is_empty() || request.chairs.is_empty() || rooms.is_empty() {
        return Ok(None);
    }
    prices_can_be_said(problem, request)?;
    let half = |morning: bool| {
        let at = problem.starts.iter().position(|&start| (start < NOON) == morning);
        at.map_or(0, |at| request.start_cost[at])
    };
    let deadlines = register.deadlines(row)?;
    let days: serde_json::Map<String, Value> =
        request.days.iter().map(|day| (day.day.to_string(), json!([day.late, day.cost]))).collect();
    let mut meeting = json!({
        "id": row.reference.as_str(),
        "rank": request.meeting.at(),
        "weight": request.weight,
        "house": or_none(request.household.map(|house| house as usize)),
        "family": i32::from(request.family),
        "continuity": i32::from(request.continuity),
        "worker": or_none(request.worker.map(|worker| worker as usize)),
        "minutes": request.minutes,
        "before": request.before,
        "after": request.after,
        "taker": i32::from(request.needs_taker),
        "am": half(true),
        "pm": half(false),
        "homePlace": or_none(register.home(row).map(|place| place.at())),
        "homeDistrict": or_none(register.district(row).map(|district| district.at())),
        "due": (deadlines.limit_from() - register.authority.today).num_days(),
        "starts": starts,
        "days": days,
        "chairs": request.chairs.to_vec(),
        "takers": takers,
        "rooms": rooms.iter().map(|&(cost, room)| json!([room, cost])).collect::<Vec<_>>(),
    });
    if let Some(now) = now {
        let start = moment(request.days[now.day as usize].day, problem.starts[now.start as usize]);
        let room = request.sites[now.site as usize].rooms[now.room as usize].room;
        meeting["now"] = json!([
            start,
            request.chairs[now.chair as usize],
            room_number(register, room),
            or_none(now.taker.map(|taker| taker as usize)),
        ]);
    }
    Ok(Some(meeting))
}

/// Where the morning ends.
const NOON: i32 = 720;

/// Makes sure that what a start costs depends on the half of the day alone, what a chair costs on a day on `handover` alone, and
/// what a chair costs in a place on `out_of_patch` alone.
fn prices_can_be_said(problem: &Problem<'_>, request: &Request) -> Result<()> {
    let register = problem.register;
    let reference = &register.meeting(request.meeting).reference;
    for (a, &start) in problem.starts.iter().enumerate() {
        for (b, &other) in problem.starts.iter().enumerate().skip(a) {
            ensure!(
                (start < NOON) != (other < NOON) || request.start_cost[a] == request.start_cost[b],
                "{reference}: two starts in one half of the day have two prices, which problem.json cannot say"
            );
        }
    }
    let handover = weight(register, "handover") * request.weight;
    for (day, &date) in request.dates.iter().enumerate() {
        let house = request.household.filter(|_| request.continuity).map(HouseholdIdx);
        let own = house.and_then(|house| register.chair_on(house, date));
        for (position, &chair) in request.chairs.iter().enumerate() {
            let other = own.is_some_and(|own| own != StaffIdx(chair));
            let expected = if other { handover } else { 0 };
            ensure!(
                request.chair_cost(day, position) == expected,
                "{reference}: a chair has a price on {date} besides handover, which problem.json cannot say"
            );
        }
    }
    for site in &request.sites {
        let home = site.rooms.iter().any(|option| option.room == RoomChoice::Home);
        let of_place = site.place.and_then(|place| register.places[place].district);
        let district = if home { register.district(register.meeting(request.meeting)) } else { of_place };
        for (position, &chair) in request.chairs.iter().enumerate() {
            let outside = !register.staff[chair as usize].covers(district);
            let expected = if outside { weight(register, "out_of_patch") } else { 0 };
            ensure!(
                site.chair_cost[position] == expected,
                "{reference}: a chair has a price in a place besides out_of_patch, which problem.json cannot say"
            );
        }
    }
    Ok(())
}

/// Returns a booking that stands, as what it occupies.
fn fixed(fixed: &Fixed) -> Value {
    let people = [(fixed.chair, fixed.chair_span), (fixed.taker, fixed.taker_span)];
    let people = people.iter().filter_map(|&(person, span)| Some(json!([person?, span.from, span.until])));
    json!({
        "rank": fixed.meeting.at(),
        "start": moment(fixed.day, fixed.attendance.from),
        "minutes": fixed.attendance.minutes(),
        "from": fixed.chair_span.from,
        "until": fixed.chair_span.until,
        "people": people.collect::<Vec<_>>(),
        "chair": or_none(fixed.chair.map(|chair| chair as usize)),
        "taker": or_none(fixed.taker.map(|taker| taker as usize)),
        "room": or_none(fixed.room.map(|room| room.at())),
        "place": or_none(fixed.place),
        "house": or_none(fixed.household.map(|house| house as usize)),
        "family": i32::from(fixed.family),
        "continuity": i32::from(fixed.continuity),
        "worker": or_none(fixed.worker.map(|worker| worker as usize)),
    })
}

fn moment(day: usize, minute: i32) -> usize {
    day * 1440 + usize::try_from(minute).expect("starts lie after midnight")
}

fn room_number(register: &Register, room: RoomChoice) -> usize {
    match room {
        RoomChoice::Room(room) => room.at(),
        RoomChoice::Home => register.rooms.len(),
    }
}

fn or_none(position: Option<usize>) -> i64 {
    position.map_or(-1, |position| position as i64)
}

fn ends(spans: &[Span]) -> Vec<i32> {
    spans.iter().flat_map(|span| [span.from, span.until]).collect()
}
