//! Registers and plans made by hand for the tests of reports: a small county that a reader can follow, and one as
//! large as a page must bear.

use convene::calendar::{Holidays, NaiveDate, Span, Weekday, WorkingCalendar, parse_date, parse_moment};
use convene::check::check;
use convene::plan::{Matter, Plan, Remark};
use convene::register::{
    Absence, Authority, Booking, BookingStatus, Closure, District, DistrictIdx, FollowUp, Fte, Household,
    HouseholdIdx, KindIdx, Lunch, Meeting, MeetingIdx, MeetingStatus, Place, PlaceIdx, Preset, Reference,
    Register, Role, Room, RoomChoice, RoomIdx, Staff, StaffIdx, Stretch, TravelPolicy, Venue, VenueIdx,
    VenueKind, Weights, feature, preset_kinds,
};
use convene::travel::Travel;

fn date(text: &str) -> NaiveDate {
    parse_date(text).expect("a date")
}

fn reference(text: &str) -> Reference {
    Reference::new(text).expect("a reference")
}

fn whole_days(from: &str, until: &str) -> Stretch {
    let midnight = |text: &str| date(text).and_hms_opt(0, 0, 0).expect("midnight");
    Stretch { from: midnight(from), until: midnight(until) }
}

/// A register with a policy and nothing else.
fn empty(today: &str) -> Register {
    Register {
        authority: Authority {
            name: "Lancashire".into(),
            today: date(today),
            timescales: Preset::England2010,
            grid_minutes: 15,
            office_hours: Span::new(9 * 60, 17 * 60),
            holidays: Holidays::EnglandAndWales,
            extra_holidays: Vec::new(),
            late_limit_days: 20,
            travel: TravelPolicy::default(),
            lunch: Lunch::default(),
            follow_up: FollowUp::default(),
            kinds: preset_kinds(Preset::England2010),
            weights: Weights::default(),
        },
        calendar: WorkingCalendar::new(Holidays::EnglandAndWales, &[]),
        places: Vec::new(),
        roads: None,
        districts: Vec::new(),
        venues: Vec::new(),
        rooms: Vec::new(),
        closures: Vec::new(),
        staff: Default::default(),
        households: Default::default(),
        children: Default::default(),
        social_workers: Vec::new(),
        meetings: Vec::new(),
        unavailable: Vec::new(),
        bookings: Vec::new(),
        record: Default::default(),
    }
}

fn place(name: &str, district: u32, latitude: f64, longitude: f64) -> Place {
    Place {
        reference: reference(name),
        name: format!("Area of {name}"),
        district: Some(DistrictIdx(district)),
        latitude,
        longitude,
    }
}

fn venue(name: &str, title: &str, place: Option<u32>, features: &[&str]) -> Venue {
    Venue {
        reference: reference(name),
        name: title.into(),
        place: place.map(PlaceIdx),
        kind: if place.is_some() { VenueKind::ChildrensCentre } else { VenueKind::Online },
        opens: None,
        closes: None,
        weekdays: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
        from: None,
        until: None,
        features: features.iter().map(|&f| f.to_owned()).collect(),
    }
}

fn room(name: &str, venue: u32) -> Room {
    Room { reference: reference(name), venue: VenueIdx(venue), capacity: 20, features: Vec::new() }
}

fn person(name: &str, role: Role, base: u32, fte: &str) -> Staff {
    let day = || vec![Span::new(9 * 60, 17 * 60)];
    Staff {
        reference: reference(name),
        name: format!("Surname of {name}"),
        role,
        base: PlaceIdx(base),
        fte: Fte::parse(fte).expect("a decimal"),
        contract: None,
        from: None,
        until: None,
        chairs: Vec::new(),
        districts: Vec::new(),
        per_day: 3,
        features: Vec::new(),
        hours: [day(), day(), day(), day(), day(), Vec::new(), Vec::new()],
        absences: Vec::new(),
    }
}

fn household(name: &str, district: u32, home: u32, children: u32, iro: Option<u32>) -> Household {
    Household {
        reference: reference(name),
        district: Some(DistrictIdx(district)),
        home: Some(PlaceIdx(home)),
        children,
        iro: iro.map(StaffIdx),
        iro_since: None,
        social_worker: None,
        venues_excluded: Vec::new(),
        conflicts: Vec::new(),
    }
}

fn meeting(register: &Register, name: &str, kind: &str, household: Option<u32>, from: &str) -> Meeting {
    let kind = register.authority.kinds.iter().position(|k| k.name.as_str() == kind).expect("a kind");
    Meeting {
        reference: reference(name),
        kind: KindIdx::from(kind),
        household: household.map(HouseholdIdx),
        from_date: Some(date(from)),
        due: None,
        target: None,
        earliest: None,
        attendees: None,
        needs: Vec::new(),
        iro_needs: Vec::new(),
        minutes: None,
        prefers: None,
        status: MeetingStatus::ToBook,
        home: None,
        district: None,
        children: 0,
    }
}

fn booking(meeting: u32, starts: &str, iro: u32, room: Option<u32>, taker: Option<u32>) -> Booking {
    Booking {
        meeting: MeetingIdx(meeting),
        starts: parse_moment(starts).expect("a moment"),
        iro: Some(StaffIdx(iro)),
        room: Some(room.map_or(RoomChoice::Home, |room| RoomChoice::Room(RoomIdx(room)))),
        minute_taker: taker.map(StaffIdx),
        status: BookingStatus::Proposed,
        extra: Vec::new(),
    }
}

fn remark(meeting: u32, matter: Matter, reason: &str) -> Remark {
    Remark { meeting: MeetingIdx(meeting), matter, reason: reason.into() }
}

/// Returns a plan of bookings, with the score of the referee.
fn plan(
    register: &Register,
    travel: &Travel,
    bookings: Vec<Booking>,
    unbooked: Vec<Remark>,
    remarks: Vec<Remark>,
) -> Plan {
    let verdict = check(register, travel, &bookings);
    let standing_breaches = verdict
        .breaches
        .into_iter()
        .filter(|breach| {
            breach.meetings.iter().any(|m| bookings.iter().any(|b| b.meeting == *m && b.status.is_fixed()))
        })
        .collect();
    Plan { bookings, unbooked, remarks, score: verdict.score, standing_breaches, proof: None }
}

/// Two districts, three venues (one online), two chairs and a minute taker; seven meetings around Easter and the
/// change of the clocks of 2012.
pub(crate) fn small() -> (Register, Travel, Plan) {
    let mut register = empty("2012-03-19");
    register.districts = ["Burnley", "Preston"]
        .map(|name| District { reference: reference(name), name: name.into(), cluster: String::new() })
        .to_vec();
    register.places = vec![
        place("Burnley", 0, 53.7935, -2.2450),
        place("Preston", 1, 53.7569, -2.7081),
        place("Padiham", 0, 53.8010, -2.3150),
        place("Fulwood", 1, 53.7850, -2.7000),
    ];
    let friendly = [feature::FAMILY_FRIENDLY, feature::WITHDRAWAL_ROOM];
    register.venues = vec![
        venue("BUR-CC", "Burnley children's centre; \"Sûre\\Start\", <east>", Some(0), &friendly),
        venue("PRE-DO", "Preston Child Protection Unit", Some(1), &[]),
        venue("NET", "Video", None, &[]),
    ];
    register.rooms = vec![room("BUR-CC-1", 0), room("bur-cc-1", 0), room("PRE-DO-1", 1), room("NET-1", 2)];
    register.closures = vec![Closure {
        venue: VenueIdx(1),
        room: None,
        when: whole_days("2012-03-29", "2012-03-30"),
        reason: "boiler".into(),
    }];
    register.staff = vec![
        person("IRO1", Role::Iro, 0, "1"),
        person("iro1", Role::SeniorIro, 1, "0.6"),
        person("CON", Role::MinuteTaker, 0, "1"),
        person("IRO9", Role::Iro, 1, "1"),
    ]
    .into();
    register.staff[0].absences =
        vec![Absence { when: whole_days("2012-03-28", "2012-03-29"), reason: "operation".into() }];
    register.households = vec![
        household("H1", 0, 2, 3, Some(0)),
        household("H2", 1, 3, 2, Some(0)),
        household("H3", 0, 0, 1, None),
        household("H4", 1, 3, 60, Some(1)),
    ]
    .into();
    register.meetings = vec![
        meeting(&register, "M12-1", "initial_conference", Some(0), "2012-03-08"),
        meeting(&register, "M12-2", "review_conference", Some(1), "2011-09-20"),
        meeting(&register, "M12-3", "pre_birth_conference", Some(2), "2012-02-28"),
        meeting(&register, "M12-4", "cla_review", Some(3), "2011-10-20"),
        meeting(&register, "M12-5", "strategy_meeting", None, "2012-03-21"),
        meeting(&register, "M12-6", "first_review_conference", Some(0), "2012-01-10"),
        meeting(&register, "M12-7", "review_conference", Some(2), "2011-10-01"),
    ];
    register.meetings[6].status = MeetingStatus::Held;
    register.meetings[3].status = MeetingStatus::Booked;
    let mut confirmed = booking(3, "2012-03-30T10:00", 1, None, None);
    confirmed.status = BookingStatus::Confirmed;
    let mut past = booking(6, "2012-03-12T10:00", 0, Some(0), Some(2));
    past.status = BookingStatus::Held;
    register.bookings = vec![confirmed.clone(), past.clone()];
    let mut moved = booking(0, "2012-03-27T09:30", 0, Some(0), Some(2));
    moved.extra = vec![("x_sequence".into(), "3".into())];
    let bookings = vec![
        past,
        booking(1, "2012-03-23T14:00", 1, Some(0), Some(2)),
        booking(2, "2012-03-26T10:00", 1, Some(2), Some(2)),
        moved,
        booking(4, "2012-03-28T13:00", 1, Some(3), Some(2)),
        confirmed,
    ];
    let travel = Travel::new(&register).expect("no roads, no faults");
    let unbooked =
        vec![remark(5, Matter::Unbooked, "=HYPERLINK(\"no chair\") is free for H1 <before> 10 April 2012")];
    let remarks = vec![
        remark(1, Matter::HandedOver, "IRO1 is full on 23 March 2012."),
        remark(1, Matter::OutOfDistrict, "PRE-DO is full on 23 March 2012."),
        remark(2, Matter::Late, "Its strategy discussion was entered late: it was due on 20 March 2012."),
        remark(2, Matter::OutOfDistrict, "BUR-CC-1 has no step_free access."),
    ];
    let plan = plan(&register, &travel, bookings, unbooked, remarks);
    (register, travel, plan)
}

/// 600 meetings over eight weeks, 22 chairs, 12 minute takers, 40 rooms in 24 venues. Not lawful: drawing does not
/// ask.
pub(crate) fn large() -> (Register, Travel, Plan) {
    let mut register = empty("2013-04-02");
    const TOWNS: [(&str, f64, f64); 12] = [
        ("Preston", 53.7569, -2.7081),
        ("Chorley", 53.6530, -2.6320),
        ("Leyland", 53.6920, -2.6970),
        ("Ormskirk", 53.5689, -2.8857),
        ("Skelmersdale", 53.5500, -2.7730),
        ("Lancaster", 54.0466, -2.8007),
        ("Morecambe", 54.0680, -2.8610),
        ("Fleetwood", 53.9230, -3.0150),
        ("Lytham", 53.7360, -2.9630),
        ("Accrington", 53.7530, -2.3640),
        ("Burnley", 53.7935, -2.2450),
        ("Rawtenstall", 53.7010, -2.2850),
    ];
    for (at, (town, ..)) in TOWNS.iter().enumerate() {
        register.districts.push(District {
            reference: reference(&format!("D{at}")),
            name: (*town).into(),
            cluster: String::new(),
        });
    }
    for (at, &(town, latitude, longitude)) in TOWNS.iter().enumerate() {
        register.places.push(place(town, at as u32, latitude, longitude));
    }
    for at in 0..84_u32 {
        let (_, latitude, longitude) = TOWNS[at as usize % 12];
        let (angle, out) = (f64::from(at) * 2.4, 0.015 + f64::from(at % 5) * 0.012);
        register.places.push(place(
            &format!("W{at:02}"),
            at % 12,
            latitude + out * angle.sin(),
            longitude + out * 1.6 * angle.cos(),
        ));
    }
    for at in 0..24_u32 {
        let town = TOWNS[at as usize % 12].0;
        let kind = if at < 12 { "DO" } else { "CC" };
        let code: String = town.chars().take(3).collect::<String>().to_uppercase();
        register.venues.push(venue(
            &format!("{code}-{kind}"),
            &format!("{town} centre"),
            Some(at),
            &[feature::FAMILY_FRIENDLY],
        ));
    }
    for at in 0..40_u32 {
        let name = format!("{}-{}", register.venues[at as usize % 24].reference, at / 24 + 1);
        register.rooms.push(room(&name, at % 24));
    }
    for at in 0..22_u32 {
        let fte = ["1", "1", "0.8", "0.6", "1"][at as usize % 5];
        register.staff.push(person(&format!("IRO{:02}", at + 1), Role::Iro, at % 12, fte));
    }
    for at in 0..12_u32 {
        register.staff.push(person(&format!("MT{:02}", at + 1), Role::MinuteTaker, at, "1"));
    }
    register.staff[4]
        .absences
        .push(Absence { when: whole_days("2013-05-06", "2013-05-11"), reason: "leave".into() });
    register.staff[7].until = Some(date("2013-05-10"));
    register.closures.push(Closure {
        venue: VenueIdx(3),
        room: None,
        when: whole_days("2013-04-15", "2013-04-17"),
        reason: "election".into(),
    });
    let kinds = [
        "initial_conference",
        "review_conference",
        "first_review_conference",
        "cla_review",
        "cla_second_review",
        "strategy_meeting",
    ];
    let (mut bookings, mut unbooked, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    let days: Vec<NaiveDate> =
        (1..=39).map(|n| register.calendar.after(register.authority.today, n)).collect();
    for at in 0..600_u32 {
        let home = 12 + (at * 5) % 84;
        let district = (at * 5) % 12;
        register.households.push(household(
            &format!("H{at:04}"),
            district,
            home,
            1 + at % 4,
            Some((at * 5) % 22),
        ));
        let kind = kinds[(at * 11) as usize % 6];
        let day = days[(at / 16) as usize % 39];
        let from = match kind {
            "initial_conference" => register.calendar.before(day, 10 + at % 7),
            "strategy_meeting" => register.calendar.before(day, 3),
            "cla_review" | "review_conference" => day - chrono::Days::new(u64::from(130 + at % 54)),
            _ => day - chrono::Days::new(u64::from(50 + at % 42)),
        };
        register.meetings.push(meeting(
            &register,
            &format!("M13-{at:04}"),
            kind,
            Some(at),
            &from.to_string(),
        ));
        if at % 53 == 7 {
            unbooked.push(remark(at, Matter::Unbooked, "Every chair who may chair it is booked, or too far away, on each of the 9 working days from 9 April to 22 April 2013; a room would have been free on 7 of them."));
            continue;
        }
        let slot = ["09:30", "12:30", "14:45"][at as usize % 3];
        let own = (at * 5) % 22;
        let iro = if at % 29 == 0 { (own + 1) % 22 } else { own };
        let room = if at % 6 == 0 {
            (district + 1) % 12
        } else {
            district + 12 * (at % 2) + if at % 2 == 0 && district < 4 { 24 } else { 0 }
        };
        bookings.push(booking(at, &format!("{day}T{slot}"), iro, Some(room % 40), Some(22 + at % 12)));
        if at % 29 == 0 {
            remarks.push(remark(
                at,
                Matter::HandedOver,
                "The family’s chair has no free time in the 6 working days that are left before the target.",
            ));
        }
        if at % 6 == 0 {
            remarks.push(remark(
                at,
                Matter::OutOfDistrict,
                "No room of the district with a withdrawal_room is free on a day on which the chair is.",
            ));
        }
    }
    let travel = Travel::new(&register).expect("no roads, no faults");
    for (meeting, days) in check(&register, &travel, &bookings).late {
        remarks.push(Remark {
            meeting,
            matter: Matter::Late,
            reason: format!("No lawful place was free until {days} working days after the statutory date."),
        });
    }
    remarks.sort_by_key(|remark| (remark.meeting, remark.matter));
    bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
    let mut plan = plan(&register, &travel, bookings, unbooked, remarks);
    plan.standing_breaches.clear();
    (register, travel, plan)
}
