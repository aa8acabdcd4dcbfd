//! `tiny`: a register that a person can follow by hand, used in the guide.
//!
//! Three towns on one road, Ashford 20 minutes from Brook, Brook 25 from Corley. One chair is
//! ill for weeks, so her family must be handed over; one meeting needs a hearing loop, which no room has, so it cannot be booked; one
//! booking is confirmed.

use crate::calendar::{Weekday, moment};
use crate::register::{
    Booking, BookingStatus, Child, District, HalfDay, MeetingStatus, Place, PlanStatus, Register, Road, Role,
    Room, RoomChoice, Venue, VenueKind,
};
use crate::synth::make::{
    Find, absence, date, days, empty, household, meeting, monday_to_friday, person, reference, weekdays,
};

/// Makes the register; there is only one.
pub(super) fn register() -> Register {
    let mut register = empty("Tiny", date("2012-04-02"));
    add_places(&mut register);
    add_venues(&mut register);
    add_staff(&mut register);
    add_households(&mut register);
    add_meetings(&mut register);
    register
}

fn add_places(register: &mut Register) {
    for (code, name) in [("WEST", "West"), ("EAST", "East")] {
        register.districts.push(District {
            reference: reference(code),
            name: name.to_owned(),
            cluster: String::new(),
        });
    }
    for (code, district, latitude, longitude) in
        [("Ashford", "WEST", 53.80, -2.70), ("Brook", "WEST", 53.80, -2.50), ("Corley", "EAST", 53.80, -2.20)]
    {
        let district = register.district_of(district);
        register.places.push(Place {
            reference: reference(code),
            name: code.to_owned(),
            district: Some(district),
            latitude,
            longitude,
        });
    }
    let road = |from: u32, to: u32, minutes| Road {
        from: crate::register::PlaceIdx(from),
        to: crate::register::PlaceIdx(to),
        minutes,
        one_way: false,
    };
    register.roads = Some(vec![road(0, 1, 20), road(1, 2, 25)]);
}

fn add_venues(register: &mut Register) {
    // Venue, name, town, what it is, what it offers, people that its rooms hold.
    type Row = (
        &'static str,
        &'static str,
        Option<&'static str>,
        VenueKind,
        &'static [&'static str],
        &'static [u32],
    );
    let rows: [Row; 4] = [
        ("ASH-OFF", "District office, Ashford", Some("Ashford"), VenueKind::DistrictOffice, &[], &[12]),
        (
            "BRO-CC",
            "Children's centre, Brook",
            Some("Brook"),
            VenueKind::ChildrensCentre,
            &["step_free", "family_friendly", "withdrawal_room"],
            &[14, 8],
        ),
        (
            "COR-CC",
            "Children's centre, Corley",
            Some("Corley"),
            VenueKind::ChildrensCentre,
            &["family_friendly", "withdrawal_room"],
            &[12],
        ),
        ("LINE", "Video link", None, VenueKind::Online, &["video"], &[6]),
    ];
    for (code, name, town, kind, features, capacities) in rows {
        register.venues.push(Venue {
            reference: reference(code),
            name: name.to_owned(),
            place: town.map(|town| register.place_of(town)),
            kind,
            opens: None,
            closes: None,
            weekdays: monday_to_friday(),
            from: None,
            until: None,
            features: features.iter().map(|&word| word.to_owned()).collect(),
        });
        let venue = register.venue_of(code);
        if kind == VenueKind::Online {
            register.venues[venue.at()].weekdays = vec![Weekday::Tue, Weekday::Thu];
        }
        for (number, &capacity) in (1..).zip(capacities) {
            let name = format!("{code}-{number}");
            register.rooms.push(Room { reference: reference(&name), venue, capacity, features: Vec::new() });
        }
    }
}

fn add_staff(register: &mut Register) {
    for (code, title, role, base, district) in [
        ("IRO1", "Safeguarding IRO 1", Role::Iro, "Ashford", "WEST"),
        ("IRO2", "Safeguarding IRO 2", Role::Iro, "Corley", "EAST"),
        ("IRO3", "Safeguarding IRO 3", Role::Iro, "Corley", "EAST"),
        ("MT1", "Minute taker 1", Role::MinuteTaker, "Ashford", ""),
        ("MT2", "Minute taker 2", Role::MinuteTaker, "Brook", ""),
    ] {
        let mut member = person(code, role, register.place_of(base));
        member.name = title.to_owned();
        member.hours = weekdays(5, 510, 1020);
        if !district.is_empty() {
            member.districts = vec![register.district_of(district)];
        }
        register.staff.push(member);
    }
    for (who, first, last, reason) in [
        ("IRO3", "2012-03-19", "2012-06-29", "sickness"),
        ("IRO1", "2012-04-12", "2012-04-13", "annual leave"),
    ] {
        let who = register.staff_of(who);
        register.staff[who.at()].absences.push(absence(days(date(first), date(last)), reason));
    }
}

fn add_households(register: &mut Register) {
    // Household, district, home, children, chair, plan begun.
    let rows = [
        ("H1", "WEST", "Ashford", 2, Some("IRO1"), Some("2011-08-15")),
        ("H2", "WEST", "Brook", 1, Some("IRO1"), Some("2012-01-26")),
        ("H3", "WEST", "Brook", 3, None, None),
        ("H4", "EAST", "Corley", 1, Some("IRO2"), Some("2011-08-22")),
        ("H5", "EAST", "Corley", 2, Some("IRO3"), Some("2011-08-29")),
        ("H6", "EAST", "Corley", 1, None, None),
        ("H7", "WEST", "Ashford", 4, Some("IRO1"), Some("2011-03-07")),
        ("H8", "EAST", "Corley", 2, Some("IRO2"), Some("2012-02-06")),
        ("H9", "WEST", "Ashford", 1, None, None),
    ];
    for (n, (code, district, home, children, chair, began)) in rows.into_iter().enumerate() {
        let (home, district) = (register.place_of(home), register.district_of(district));
        let mut row = household(code, Some(home), district, children);
        row.iro = chair.map(|chair| register.staff_of(chair));
        row.iro_since = began.map(date);
        row.social_worker = Some((n / 3).into());
        if n % 3 == 0 {
            register.social_workers.push(reference(&format!("SW{}", n / 3 + 1)));
        }
        register.households.push(row);
        for _ in 0..children {
            let number = reference(&format!("C{:02}", register.children.len() + 1));
            register.children.push(Child {
                reference: number,
                household: n.into(),
                plan: Some(if began.is_some() { PlanStatus::Cp } else { PlanStatus::None }),
                plan_start: began.map(date),
                category: if began.is_some() { "neglect".to_owned() } else { String::new() },
                previous_plans: None,
                looked_after_since: None,
            });
        }
    }
}

fn add_meetings(register: &mut Register) {
    // Meeting, kind, household, counts from, people, half of the day.
    let rows = [
        ("M01", "review_conference", "H1", "2011-11-15", 8, Some(HalfDay::Am)),
        ("M02", "first_review_conference", "H2", "2012-01-26", 7, None),
        ("M03", "initial_conference", "H3", "2012-03-28", 12, None),
        ("M04", "review_conference", "H4", "2011-11-22", 6, Some(HalfDay::Pm)),
        ("M05", "review_conference", "H5", "2011-11-21", 9, None),
        ("M06", "initial_conference", "H6", "2012-03-27", 10, None),
        ("M07", "review_conference", "H7", "2011-11-08", 11, None),
        ("M08", "first_review_conference", "H8", "2012-02-06", 8, None),
        ("M09", "initial_conference", "H9", "2012-03-30", 9, None),
        ("M10", "strategy_meeting", "", "2012-03-30", 6, None),
        ("M11", "strategy_meeting", "", "2012-04-02", 7, None),
        ("M12", "strategy_meeting", "H4", "2012-04-02", 8, None),
    ];
    for (code, kind, household, from, attendees, prefers) in rows {
        let mut row = meeting(code, register.kind_of(kind), Some(date(from)));
        row.household = register
            .households
            .iter()
            .position(|other| other.reference.as_str() == household)
            .map(Into::into);
        row.attendees = Some(attendees);
        row.prefers = prefers;
        register.meetings.push(row);
    }
    // About adults who work with children.
    for (meeting, town, children) in [(9, "Ashford", 1), (10, "Corley", 0)] {
        let home = register.place_of(town);
        register.meetings[meeting].home = Some(home);
        register.meetings[meeting].district = register.places[home.at()].district;
        register.meetings[meeting].children = children;
    }
    // No room has a loop: this one cannot be booked.
    register.meetings[8].needs = vec!["hearing_loop".to_owned()];
    // Arranged in March.
    register.meetings[6].status = MeetingStatus::Booked;
    register.bookings.push(Booking {
        meeting: 6.into(),
        starts: moment(date("2012-04-05"), 600),
        iro: Some(register.staff_of("IRO1")),
        room: Some(RoomChoice::Room(register.room_of("ASH-OFF-1"))),
        minute_taker: Some(register.staff_of("MT1")),
        status: BookingStatus::Confirmed,
        extra: Vec::new(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::travel::Travel;

    #[test]
    fn it_has_what_the_guide_speaks_of() {
        let register = register();
        let travel = Travel::new(&register).expect("one road joins the towns");
        // Ashford 20 Brook 25 Corley, parking 5.
        assert_eq!(travel.minutes(register.place_of("Ashford"), register.place_of("Corley")), 50);
        assert_eq!((register.meetings.len(), register.venues.len()), (12, 4));
        let offered = register.venues.iter().flat_map(|venue| &venue.features);
        assert!(offered.clone().all(|feature| feature != "hearing_loop"), "M09 cannot be booked");
        let ill = register.staff_of("IRO3");
        assert_eq!(register.households[4].iro, Some(ill), "M05 must be handed over");
        assert!(register.staff[ill.at()].in_post(register.authority.today));
        // Its statutory date is 21 May; a meeting may be booked 20 working days late, until 20 June.
        let last = date("2012-06-20");
        let mut days = register.authority.today.iter_days().take_while(|&day| day <= last);
        assert!(days.all(|day| register.staff[ill.at()].spells_on(day).is_empty()));
        let verdict = check(&register, &travel, &register.bookings);
        assert!(verdict.breaches.is_empty(), "{:?}", verdict.breaches);
    }
}
