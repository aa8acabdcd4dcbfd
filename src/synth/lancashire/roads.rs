//! Road links between neighbouring towns of the county.
//!
//! Minutes are assumptions in the light of the roads that there are: the M6 north to south, the M55 to the Fylde, the
//! M61 and M65 to the south and east, the M58 to Skelmersdale. The Ribble has no crossing below Preston: every link
//! from the Fylde to the south ends in Preston.

/// Links: one town, another, driving minutes either way without parking.
#[rustfmt::skip]
pub(super) const ROADS: &[(&str, &str, i32)] = &[
    ("Lancaster", "Morecambe", 12), ("Morecambe", "Heysham", 8), ("Lancaster", "Heysham", 14),
    ("Lancaster", "Carnforth", 13), ("Morecambe", "Carnforth", 14), ("Lancaster", "Garstang", 20),
    ("Lancaster", "Fulwood", 26), ("Lancaster", "Ribbleton", 26), ("Lancaster", "Clitheroe", 48),
    ("Garstang", "Fulwood", 18), ("Garstang", "Poulton", 20), ("Preston", "Kirkham", 18),
    ("Fulwood", "Kirkham", 15), ("Kirkham", "Lytham", 13), ("Lytham", "St-Annes", 9),
    ("Preston", "Lytham", 24), ("Kirkham", "Poulton", 16), ("Poulton", "Thornton", 8),
    ("Thornton", "Fleetwood", 11), ("St-Annes", "Poulton", 24), ("Lytham", "Poulton", 25),
    ("Fulwood", "Poulton", 22), ("Preston", "Fulwood", 9), ("Preston", "Ribbleton", 8),
    ("Preston", "Ingol", 9), ("Ingol", "Fulwood", 8), ("Fulwood", "Ribbleton", 8),
    ("Preston", "Penwortham", 7), ("Preston", "Bamber-Bridge", 10), ("Ribbleton", "Bamber-Bridge", 8),
    ("Penwortham", "Longton", 8), ("Longton", "Tarleton", 8), ("Penwortham", "Tarleton", 14),
    ("Tarleton", "Burscough", 10), ("Burscough", "Ormskirk", 6), ("Penwortham", "Leyland", 12),
    ("Preston", "Leyland", 15), ("Bamber-Bridge", "Leyland", 8), ("Leyland", "Chorley", 14),
    ("Bamber-Bridge", "Chorley", 14), ("Chorley", "Adlington", 9), ("Leyland", "Tarleton", 17),
    ("Leyland", "Skelmersdale", 19), ("Chorley", "Skelmersdale", 22), ("Skelmersdale", "Ormskirk", 11),
    ("Skelmersdale", "Burscough", 13), ("Chorley", "Accrington", 28), ("Chorley", "Haslingden", 33),
    ("Bamber-Bridge", "Accrington", 20), ("Bamber-Bridge", "Burnley", 27), ("Bamber-Bridge", "Nelson", 31),
    ("Bamber-Bridge", "Haslingden", 22), ("Ribbleton", "Whalley", 20), ("Whalley", "Clitheroe", 9),
    ("Accrington", "Burnley", 17), ("Accrington", "Padiham", 12), ("Padiham", "Burnley", 10),
    ("Burnley", "Brierfield", 8), ("Brierfield", "Nelson", 6), ("Burnley", "Nelson", 12),
    ("Nelson", "Colne", 9), ("Colne", "Barnoldswick", 15), ("Whalley", "Great-Harwood", 10),
    ("Great-Harwood", "Rishton", 6), ("Great-Harwood", "Accrington", 13), ("Rishton", "Accrington", 10),
    ("Accrington", "Oswaldtwistle", 6), ("Whalley", "Padiham", 12), ("Padiham", "Nelson", 14),
    ("Clitheroe", "Nelson", 28), ("Clitheroe", "Barnoldswick", 25), ("Clitheroe", "Longridge", 22),
    ("Longridge", "Fulwood", 14), ("Longridge", "Ribbleton", 13), ("Accrington", "Haslingden", 11),
    ("Haslingden", "Rawtenstall", 7), ("Rawtenstall", "Bacup", 10), ("Rawtenstall", "Burnley", 20),
    ("Bacup", "Burnley", 19), ("Accrington", "Whalley", 15),
];

#[cfg(test)]
mod tests {
    use super::super::county;
    use crate::register::Register;
    use crate::synth::make::{Find, date, empty};
    use crate::travel::Travel;

    fn lancashire() -> (Register, Travel) {
        let mut register = empty("Lancashire", date("2012-04-02"));
        county::lay_out(&mut register);
        let travel = Travel::new(&register).expect("every place is joined");
        (register, travel)
    }

    /// Minutes between twelve towns as estimated from distance and speed in the domain notes, 3.3, the estuary
    /// minded; each row lists the towns before it.
    const ESTIMATED: [(&str, &[i32]); 12] = [
        ("Burnley", &[]),
        ("Chorley", &[50]),
        ("Lytham", &[65, 45]),
        ("Accrington", &[25, 35, 55]),
        ("Lancaster", &[65, 65, 50, 60]),
        ("Nelson", &[20, 50, 70, 35, 65]),
        ("Preston", &[50, 35, 30, 40, 50, 50]),
        ("Clitheroe", &[35, 50, 55, 35, 50, 35, 45]),
        ("Rawtenstall", &[30, 40, 60, 25, 70, 30, 50, 35]),
        ("Leyland", &[45, 20, 40, 40, 55, 50, 20, 45, 45]),
        ("Ormskirk", &[65, 35, 60, 55, 70, 70, 40, 65, 60, 35]),
        ("Poulton", &[65, 45, 30, 60, 45, 70, 40, 55, 65, 45, 65]),
    ];

    #[test]
    fn journeys_agree_with_the_estimates_within_a_quarter_of_an_hour() {
        let (register, travel) = lancashire();
        for (row, &(from, estimates)) in ESTIMATED.iter().enumerate() {
            for (&(to, _), &estimate) in ESTIMATED[..row].iter().zip(estimates) {
                let minutes = travel.minutes(register.place_of(from), register.place_of(to));
                assert!((minutes - estimate).abs() <= 15, "{from} to {to}: {minutes}, not {estimate}");
            }
        }
    }

    #[test]
    fn nobody_crosses_the_ribble_below_preston() {
        let (register, travel) = lancashire();
        let minutes = |a, b| travel.minutes(register.place_of(a), register.place_of(b));
        let parking = register.authority.travel.parking_minutes;
        for north in ["Lytham", "St-Annes", "Kirkham"] {
            for south in ["Longton", "Penwortham", "Tarleton", "Ormskirk", "Burscough", "Leyland"] {
                let by_preston = minutes(north, "Preston") + minutes("Preston", south) - parking;
                assert_eq!(minutes(north, south), by_preston, "{north} to {south}");
            }
        }
        // Lytham 24 Preston 7 Penwortham 14 Tarleton 10 Burscough 6 Ormskirk, parking 5.
        assert_eq!(minutes("Lytham", "Ormskirk"), 24 + 7 + 14 + 10 + 6 + 5);
    }
}
