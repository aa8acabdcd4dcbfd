//! What the choice of venues costs families: where meetings are held and where families come from.
//!
//! Equirectangular, true to scale in the middle of the map, which is plenty for a county. Home areas are ward
//! centres and carry no label.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::labels::{Area, Labelled, Spot, place};
use crate::register::{PlaceIdx, RoomChoice, VenueIdx};
use crate::report::svg::{BLUE, Chart, GREY, INK, LINE, RED, Table, n, text_width};
use crate::report::view::View;
use crate::report::words::{count, discreet, plain_date};

const ID: &str = "map";
const WIDTH: f64 = 760.0;
const MARGIN: f64 = 60.0;
const LEGEND: f64 = 92.0;
const TEXT: f64 = 13.0;
/// Kilometres to a degree of latitude (2π × 6371.0088 / 360).
const KM_PER_DEGREE: f64 = 111.195;
/// A map of one place still shows its surroundings.
const LEAST_KM: f64 = 4.0;

/// Meetings to which families come from one home area at one place.
struct Journey {
    from: PlaceIdx,
    to: PlaceIdx,
    /// Whether the venue is outside the family's district.
    outside: bool,
    meetings: usize,
    minutes: i32,
}

/// Where meetings are held: one place, which may have several venues.
struct Site {
    place: PlaceIdx,
    venues: Vec<VenueIdx>,
    meetings: usize,
}

/// Returns the map of the plan's venues and the families' journeys to them.
pub(super) fn chart(view: &View<'_>) -> Chart {
    let (sites, journeys) = (sites(view), journeys(view));
    let projection = Projection::of(view, &sites, &journeys);
    let travelled: usize = journeys.iter().map(|journey| journey.meetings).sum();
    let (outside, travelled_outside) = (view.figures.out_of_district, view.figures.out_of_district_travelled);
    let at_home = view.live.iter().filter(|booking| booking.room == Some(RoomChoice::Home)).count();
    let headline = match view.figures.family_journey_minutes {
        Some(minutes) => format!("Families travel {} one way on average", count(minutes, "minute")),
        None => "No family travels to a meeting".to_owned(),
    };
    let longest = journeys.iter().max_by_key(|journey| journey.minutes).map_or_else(String::new, |journey| {
        let place = |at: PlaceIdx| view.register.places[at.at()].reference.as_str();
        format!(
            " The longest is {} minutes, from {} to {}.",
            journey.minutes,
            place(journey.from),
            place(journey.to)
        )
    });
    let (first, last) = view.period();
    let (drawing, unnamed) = draw(view, &projection, &sites, &journeys);
    let unnamed = match unnamed {
        0 => String::new(),
        n => format!(
            " For want of room {} named in the table only.",
            if n == 1 { "1 place is".to_owned() } else { format!("{n} places are") }
        ),
    };
    Chart {
        id: ID,
        headline,
        measure: format!(
            "Venues and families’ journeys to them, {}, {} to {}",
            discreet(&view.register.authority.name),
            plain_date(first),
            plain_date(last)
        ),
        summary: format!(
            "Meetings are held in {}. Families come from elsewhere to {}; {} held at home. Outside the family’s \
             district: {}, and a family travels to {travelled_outside} of them.{longest}{unnamed}",
            count(sites.len() as i64, "place"),
            count(travelled as i64, "meeting"),
            if at_home == 1 { "1 is".to_owned() } else { format!("{at_home} are") },
            count(outside as i64, "meeting"),
        ),
        size: (WIDTH, projection.height + LEGEND),
        drawing,
        table: table(view, &sites, &journeys),
    }
}

fn sites(view: &View<'_>) -> Vec<Site> {
    let mut sites: BTreeMap<PlaceIdx, Site> = BTreeMap::new();
    for booking in &view.live {
        let Some(venue) = booking.venue(view.register) else { continue };
        let Some(place) = view.register.venues[venue.at()].place else { continue };
        let site = sites.entry(place).or_insert_with(|| Site { place, venues: Vec::new(), meetings: 0 });
        site.meetings += 1;
        if !site.venues.contains(&venue) {
            site.venues.push(venue);
        }
    }
    let mut sites: Vec<Site> = sites.into_values().collect();
    for site in &mut sites {
        site.venues.sort();
    }
    sites.sort_by_key(|site| (std::cmp::Reverse(site.meetings), site.place));
    sites
}

fn journeys(view: &View<'_>) -> Vec<Journey> {
    let mut counts: BTreeMap<(PlaceIdx, PlaceIdx, bool), usize> = BTreeMap::new();
    for booking in &view.live {
        if let Some((from, to)) = view.journey(booking) {
            *counts.entry((from, to, view.is_outside(booking))).or_default() += 1;
        }
    }
    let journeys = counts.into_iter().map(|((from, to, outside), meetings)| Journey {
        from,
        to,
        outside,
        meetings,
        minutes: view.travel.minutes(from, to),
    });
    journeys.collect()
}

/// From degrees to the drawing.
struct Projection {
    west: f64,
    north: f64,
    /// Pixels to a degree.
    across: f64,
    down: f64,
    pixels_per_km: f64,
    height: f64,
}

impl Projection {
    fn of(view: &View<'_>, sites: &[Site], journeys: &[Journey]) -> Projection {
        let shown = sites.iter().map(|site| site.place).chain(journeys.iter().map(|journey| journey.from));
        let (mut south, mut north, mut west, mut east) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        for place in shown {
            let place = &view.register.places[place.at()];
            south = south.min(place.latitude);
            north = north.max(place.latitude);
            west = west.min(place.longitude);
            east = east.max(place.longitude);
        }
        if north < south {
            (south, north, west, east) = (0.0, 0.0, 0.0, 0.0);
        }
        let km_per_degree_east = KM_PER_DEGREE * libm::cos(((south + north) / 2.0).to_radians()).max(0.01);
        let widen = |low: f64, high: f64, km_per_degree: f64| {
            let short = (LEAST_KM / km_per_degree - (high - low)).max(0.0) / 2.0;
            (low - short, high + short)
        };
        let (south, north) = widen(south, north, KM_PER_DEGREE);
        let (west, east) = widen(west, east, km_per_degree_east);
        let (km_across, km_down) = ((east - west) * km_per_degree_east, (north - south) * KM_PER_DEGREE);
        let pixels_per_km = ((WIDTH - 2.0 * MARGIN) / km_across).min(620.0 / km_down);
        Projection {
            west: west - ((WIDTH - 2.0 * MARGIN) / pixels_per_km - km_across) / 2.0 / km_per_degree_east,
            north,
            across: pixels_per_km * km_per_degree_east,
            down: pixels_per_km * KM_PER_DEGREE,
            pixels_per_km,
            height: (km_down * pixels_per_km + 2.0 * MARGIN).max(240.0),
        }
    }

    fn point(&self, view: &View<'_>, place: PlaceIdx) -> (f64, f64) {
        let place = &view.register.places[place.at()];
        (
            MARGIN + (place.longitude - self.west) * self.across,
            MARGIN + (self.north - place.latitude) * self.down,
        )
    }
}

fn label(view: &View<'_>, site: &Site) -> String {
    let first = &view.register.venues[site.venues[0].at()].reference;
    match site.venues.len() {
        1 => format!("{first} {}", site.meetings),
        more => format!("{first} and {} more {}", more - 1, site.meetings),
    }
}

fn radius(meetings: usize, most: usize) -> f64 {
    3.0 + 9.0 * libm::sqrt(meetings as f64 / most.max(1) as f64)
}

fn line_width(meetings: usize, most: usize) -> f64 {
    0.8 + 3.7 * meetings as f64 / most.max(1) as f64
}

/// Returns the drawing, and how many places have no label in it for want of room.
fn draw(view: &View<'_>, projection: &Projection, sites: &[Site], journeys: &[Journey]) -> (Markup, usize) {
    let most = sites.iter().map(|site| site.meetings).max().unwrap_or(1);
    let symbols: Vec<Labelled> = sites
        .iter()
        .map(|site| {
            let (x, y) = projection.point(view, site.place);
            let width = text_width(&label(view, site), TEXT) + 4.0;
            Labelled { x, y, radius: radius(site.meetings, most), width, height: TEXT + 3.0 }
        })
        .collect();
    let frame = Area { left: 2.0, top: 2.0, right: WIDTH - 2.0, bottom: projection.height - 2.0 };
    let spots = place(&symbols, &frame);
    let unnamed = spots.iter().filter(|spot| spot.is_none()).count();
    let busiest = journeys.iter().map(|journey| journey.meetings).max().unwrap_or(1);
    let drawing = html! {
        rect x="1" y="1" width=(n(WIDTH - 2.0)) height=(n(projection.height - 2.0)) fill="#ffffff" stroke=(LINE) {}
        @for journey in journeys {
            @let (from, to) = (projection.point(view, journey.from), projection.point(view, journey.to));
            line x1=(n(from.0)) y1=(n(from.1)) x2=(n(to.0)) y2=(n(to.1))
                stroke=(if journey.outside { RED } else { GREY }) stroke-width=(n(line_width(journey.meetings, busiest)))
                stroke-dasharray=[journey.outside.then_some("7 4")] stroke-opacity="0.8" {}
        }
        @for journey in journeys {
            @let (x, y) = projection.point(view, journey.from);
            circle cx=(n(x)) cy=(n(y)) r="2.5" fill=(INK) {}
        }
        @for symbol in &symbols {
            circle cx=(n(symbol.x)) cy=(n(symbol.y)) r=(n(symbol.radius)) fill=(BLUE) stroke="#ffffff" stroke-width="1.5" {}
        }
        @for ((site, symbol), spot) in sites.iter().zip(&symbols).zip(&spots) {
            @if let Some(spot) = spot { (label_markup(&label(view, site), symbol, spot)) }
        }
        (legend(projection, most, busiest))
    };
    (drawing, unnamed)
}

fn label_markup(text: &str, symbol: &Labelled, spot: &Spot) -> Markup {
    let area = spot.area;
    let (x, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    html! {
        @if spot.leader {
            line x1=(n(symbol.x)) y1=(n(symbol.y)) x2=(n(symbol.x.clamp(area.left, area.right)))
                y2=(n(symbol.y.clamp(area.top, area.bottom))) stroke=(INK) stroke-width="0.8" {}
        }
        text x=(n(x)) y=(n(y + TEXT * 0.35)) font-size=(n(TEXT)) fill=(INK) text-anchor="middle"
            paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round" { (text) }
    }
}

fn legend(projection: &Projection, most: usize, busiest: usize) -> Markup {
    let y = projection.height + 24.0;
    let km = [50, 20, 10, 5, 2, 1].into_iter().find(|&km| f64::from(km) * projection.pixels_per_km <= 200.0);
    html! {
        circle cx="20" cy=(n(y)) r=(n(radius(most, most))) fill=(BLUE) {}
        text x="44" y=(n(y + 5.0)) font-size="13" fill=(INK) { "Venue and its meetings, here " (most) "; area by number" }
        circle cx="20" cy=(n(y + 28.0)) r="2.5" fill=(INK) {}
        text x="44" y=(n(y + 33.0)) font-size="13" fill=(INK) { "Home area" }
        line x1="380" x2="420" y1=(n(y)) y2=(n(y)) stroke=(GREY) stroke-width=(n(line_width(busiest, busiest))) {}
        text x="430" y=(n(y + 5.0)) font-size="13" fill=(INK) { "Journey to a meeting, wider with more; here " (busiest) }
        line x1="380" x2="420" y1=(n(y + 28.0)) y2=(n(y + 28.0)) stroke=(RED) stroke-width=(n(line_width(busiest, busiest))) stroke-dasharray="7 4" {}
        text x="430" y=(n(y + 33.0)) font-size="13" fill=(INK) { "Outside the family’s district (dashed)" }
        @if let Some(km) = km {
            @let end = 20.0 + f64::from(km) * projection.pixels_per_km;
            path d=(format!("M20 {0}V{1}H{2}V{0}", n(y + 46.0), n(y + 52.0), n(end))) fill="none" stroke=(INK) {}
            text x=(n(end + 8.0)) y=(n(y + 54.0)) font-size="13" fill=(INK) { (km) " km" }
        }
    }
}

fn table(view: &View<'_>, sites: &[Site], journeys: &[Journey]) -> Table {
    let reference = |place: PlaceIdx| view.register.places[place.at()].reference.to_string();
    let mut rows = Vec::new();
    for site in sites {
        let venues: Vec<&str> =
            site.venues.iter().map(|venue| view.register.venues[venue.at()].reference.as_str()).collect();
        let mut local = site.meetings;
        for journey in journeys.iter().filter(|journey| journey.to == site.place) {
            local = local.saturating_sub(journey.meetings);
            rows.push(vec![
                venues.join(", "),
                reference(journey.from),
                if journey.outside { "outside" } else { "inside" }.to_owned(),
                journey.meetings.to_string(),
                journey.minutes.to_string(),
            ]);
        }
        if 0 < local {
            rows.push(vec![
                venues.join(", "),
                "same place, or no family".to_owned(),
                "–".to_owned(),
                local.to_string(),
                "–".to_owned(),
            ]);
        }
    }
    Table {
        caption: "meetings by venue and home area".to_owned(),
        columns: ["Venues", "From", "Family’s district", "Meetings", "Minutes one way"]
            .map(str::to_owned)
            .to_vec(),
        rows,
        n_words: 3,
    }
}
