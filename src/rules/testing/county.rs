//! The county as every story finds it.

use chrono::Weekday;

use super::{County, date, reference};
use crate::calendar::{Holidays, Span, WorkingCalendar};
use crate::register::{
    Authority, District, DistrictIdx, FollowUp, Lunch, Place, PlaceIdx, Preset, Register, Road, Role, Room,
    TravelPolicy, Venue, VenueIdx, VenueKind, Weights, preset_kinds,
};

impl County {
    /// Returns the county as it stands on 2 April, nothing booked.
    pub(crate) fn new() -> County {
        let mut county = County { register: empty_register(), bookings: Vec::new() };
        for (name, district) in [("PRE", 0), ("BUR", 1), ("LAN", 2), ("ESTATE", 0)] {
            county.register.places.push(Place {
                reference: reference(name),
                name: String::new(),
                district: Some(DistrictIdx(district)),
                latitude: 53.8,
                longitude: -2.7,
            });
        }
        for name in ["D-PRE", "D-BUR", "D-LAN"] {
            let cluster = String::new();
            county.register.districts.push(District {
                reference: reference(name),
                name: cluster.clone(),
                cluster,
            });
        }
        county.venue_at("V-PRE", Some(0), &["family_friendly", "withdrawal_room"]);
        county.venue_at("V-BUR", Some(1), &["step_free"]);
        county.venue_at("V-LAN", Some(2), &["family_friendly"]);
        county.venue_at("V-CALL", None, &["video"]);
        for (name, venue, capacity) in
            [("PRE-1", 0, 12), ("PRE-2", 0, 6), ("BUR-1", 1, 10), ("LAN-1", 2, 10), ("CALL", 3, 50)]
        {
            let venue = VenueIdx(venue);
            county.register.rooms.push(Room {
                reference: reference(name),
                venue,
                capacity,
                features: Vec::new(),
            });
        }
        county.hire("ANN", Role::Iro, 0);
        county.hire("BOB", Role::SeniorIro, 1);
        county.hire("TOM", Role::MinuteTaker, 0);
        county.hire("UNA", Role::MinuteTaker, 1);
        county.register.social_workers = vec![reference("W-1"), reference("W-2")];
        county.family("H-1", 3, ("D-PRE", "ESTATE"), Some("ANN"), 0);
        county.family("H-2", 2, ("D-BUR", "BUR"), Some("BOB"), 1);
        county.family("H-3", 0, ("D-PRE", "ESTATE"), None, 1);
        // Reviews take 30 + 90 + 15 minutes of chair and room, looked-after reviews 15 + 75 + 15 and no minute
        // taker, strategy meetings 0 + 75 + 15 and no family.
        county.convene("R-1", "review_conference", Some("H-1"));
        county.convene("R-2", "review_conference", Some("H-2"));
        county.convene("R-3", "review_conference", Some("H-3"));
        county.convene("C-1", "cla_review", Some("H-1"));
        county.convene("S-1", "strategy_meeting", Some("H-1"));
        county.convene("F-1", "foster_review", None).home = Some(PlaceIdx(3));
        county.meeting("F-1").district = Some(DistrictIdx(0));
        county
    }

    fn venue_at(&mut self, name: &str, place: Option<u32>, features: &[&str]) {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        self.register.venues.push(Venue {
            reference: reference(name),
            name: String::new(),
            place: place.map(PlaceIdx),
            kind: if place.is_some() { VenueKind::Other } else { VenueKind::Online },
            opens: None,
            closes: None,
            weekdays: vec![Mon, Tue, Wed, Thu, Fri],
            from: None,
            until: None,
            features: features.iter().map(|&feature| feature.to_owned()).collect(),
        });
    }
}

fn empty_register() -> Register {
    let road = |to, minutes| Road { from: PlaceIdx(0), to: PlaceIdx(to), minutes, one_way: false };
    Register {
        authority: Authority {
            name: "Little Lancashire".to_owned(),
            today: date("2012-04-02"),
            timescales: Preset::England2010,
            grid_minutes: 15,
            office_hours: Span::new(540, 1020),
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
        roads: Some(vec![road(1, 25), road(2, 35), road(3, 5)]),
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
