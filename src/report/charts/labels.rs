//! Where the labels of a map go, so that none lies on another or on a symbol.
//!
//! Greedy, in the order given, most important first; each label takes the first free spot of a ring of eight
//! around its symbol, then of wider rings, with a leader line (after Christensen, Marks and Shieber, *ACM
//! Transactions on Graphics* 14, 1995, who find greedy placement good where there is room).

/// A symbol with the size of its label.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Labelled {
    pub(in crate::report) x: f64,
    pub(in crate::report) y: f64,
    pub(in crate::report) radius: f64,
    pub(in crate::report) width: f64,
    pub(in crate::report) height: f64,
}

/// A rectangle by its corners.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Area {
    pub(in crate::report) left: f64,
    pub(in crate::report) top: f64,
    pub(in crate::report) right: f64,
    pub(in crate::report) bottom: f64,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Spot {
    pub(in crate::report) area: Area,
    /// Whether it is so far from its symbol that a line must join them.
    pub(in crate::report) leader: bool,
}

/// Directions from a symbol, best first: right, left, below, above, and the corners.
const DIRECTIONS: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.8, 0.8), (0.8, -0.8), (-0.8, 0.8), (-0.8, -0.8)];

/// Pixels between a symbol and its label, ring by ring.
const RINGS: [f64; 7] = [4.0, 16.0, 30.0, 46.0, 64.0, 86.0, 112.0];

impl Area {
    fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn inside(&self, frame: &Area) -> bool {
        frame.left <= self.left
            && self.right <= frame.right
            && frame.top <= self.top
            && self.bottom <= frame.bottom
    }
}

/// Returns a spot for each label, or `None` where there is no room for it: indexed as `symbols`.
pub(in crate::report) fn place(symbols: &[Labelled], frame: &Area) -> Vec<Option<Spot>> {
    let mut taken: Vec<Area> = symbols.iter().map(symbol_area).collect();
    symbols
        .iter()
        .map(|symbol| {
            let spot = candidates(symbol)
                .find(|spot| spot.area.inside(frame) && !taken.iter().any(|area| area.overlaps(&spot.area)));
            taken.extend(spot.map(|spot| spot.area));
            spot
        })
        .collect()
}

fn symbol_area(symbol: &Labelled) -> Area {
    Area {
        left: symbol.x - symbol.radius,
        top: symbol.y - symbol.radius,
        right: symbol.x + symbol.radius,
        bottom: symbol.y + symbol.radius,
    }
}

fn candidates(symbol: &Labelled) -> impl Iterator<Item = Spot> + '_ {
    RINGS.iter().enumerate().flat_map(move |(ring, gap)| {
        DIRECTIONS.iter().map(move |(across, down)| {
            let x = symbol.x + across * (symbol.radius + gap + symbol.width / 2.0);
            let y = symbol.y + down * (symbol.radius + gap + symbol.height / 2.0);
            let area = Area {
                left: x - symbol.width / 2.0,
                top: y - symbol.height / 2.0,
                right: x + symbol.width / 2.0,
                bottom: y + symbol.height / 2.0,
            };
            Spot { area, leader: 0 < ring }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowded_labels_keep_clear_of_each_other_and_of_symbols() {
        // Forty symbols on a spiral, the inner ones closer than their labels are wide.
        let symbols: Vec<Labelled> = (0..40)
            .map(|i| {
                let (angle, out) = (f64::from(i) * 2.4, 4.0 + f64::from(i) * 7.0);
                Labelled {
                    x: 380.0 + out * libm::cos(angle),
                    y: 320.0 + out * libm::sin(angle),
                    radius: 6.0,
                    width: 70.0,
                    height: 15.0,
                }
            })
            .collect();
        let frame = Area { left: 0.0, top: 0.0, right: 760.0, bottom: 640.0 };
        let spots = place(&symbols, &frame);
        assert_eq!(spots.len(), symbols.len());
        let placed: Vec<Area> = spots.iter().flatten().map(|spot| spot.area).collect();
        assert!(36 <= placed.len(), "{} of 40 have room", placed.len());
        for (at, area) in placed.iter().enumerate() {
            assert!(area.inside(&frame));
            assert!(!placed[..at].iter().any(|other| other.overlaps(area)), "label {at}");
            assert!(!symbols.iter().any(|symbol| symbol_area(symbol).overlaps(area)), "label {at}");
        }
    }

    #[test]
    fn a_label_without_room_is_left_out() {
        let symbol = Labelled { x: 10.0, y: 10.0, radius: 5.0, width: 100.0, height: 15.0 };
        let frame = Area { left: 0.0, top: 0.0, right: 60.0, bottom: 60.0 };
        assert!(place(&[symbol], &frame)[0].is_none());
    }
}
