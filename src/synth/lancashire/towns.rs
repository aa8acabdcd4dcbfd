//! Districts and towns of the county council's area.
//!
//! Nine children's social care districts over the twelve boroughs. The report names Lancaster, South Ribble, Burnley,
//! Pendle and Ribble Valley on their own; which boroughs share the other four is not published and assumed here.
//! Coordinates are those of railway stations or town centres, in units of 0.0001 degrees.

/// A children's social care district.
pub(super) struct DistrictRow {
    /// Its reference.
    pub(super) code: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Its cluster: the report says three, the division is assumed.
    pub(super) cluster: &'static str,
    /// Children whose plans ceased in 2011/12: its weight. Derived from the report for Burnley, Lancaster, Pendle,
    /// South Ribble and Ribble Valley; the rest of the 844 by population under 18.
    pub(super) weight: usize,
}

const fn district(
    code: &'static str,
    name: &'static str,
    cluster: &'static str,
    weight: usize,
) -> DistrictRow {
    DistrictRow { code, name, cluster, weight }
}

/// The nine districts; the weights sum to 844.
pub(super) const DISTRICTS: [DistrictRow; 9] = [
    district("LAN", "Lancaster", "North", 74),
    district("FYW", "Fylde and Wyre", "North", 127),
    district("PRE", "Preston", "Central", 122),
    district("SRI", "South Ribble", "Central", 44),
    district("CWL", "Chorley and West Lancashire", "Central", 173),
    district("RIB", "Ribble Valley", "East", 9),
    district("HYR", "Hyndburn and Rossendale", "East", 127),
    district("BUR", "Burnley", "East", 107),
    district("PEN", "Pendle", "East", 61),
];

/// A town, with its anonymised home areas.
pub(super) struct Town {
    /// Its reference; home areas are numbered after it.
    pub(super) reference: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Its district.
    pub(super) district: &'static str,
    /// 0.0001 degrees north.
    pub(super) latitude: i32,
    /// 0.0001 degrees east.
    pub(super) longitude: i32,
    /// Home areas, which are also its weight within the district.
    pub(super) n_areas: usize,
}

const fn town(
    district: &'static str,
    reference: &'static str,
    name: &'static str,
    (latitude, longitude): (i32, i32),
    n_areas: usize,
) -> Town {
    Town { reference, name, district, latitude, longitude, n_areas }
}

/// The towns, by district.
pub(super) const TOWNS: [Town; 41] = [
    town("LAN", "Lancaster", "Lancaster", (540_486, -28_079), 4),
    town("LAN", "Morecambe", "Morecambe", (540_703, -28_690), 4),
    town("LAN", "Heysham", "Heysham", (540_430, -28_950), 2),
    town("LAN", "Carnforth", "Carnforth", (541_296, -27_711), 1),
    town("FYW", "Lytham", "Lytham", (537_393, -29_640), 2),
    town("FYW", "St-Annes", "St Annes", (537_530, -30_290), 2),
    town("FYW", "Kirkham", "Kirkham", (537_870, -28_720), 2),
    town("FYW", "Poulton", "Poulton-le-Fylde", (538_484, -29_906), 2),
    town("FYW", "Thornton", "Thornton", (538_760, -30_050), 2),
    town("FYW", "Fleetwood", "Fleetwood", (539_230, -30_150), 4),
    town("FYW", "Garstang", "Garstang", (539_010, -27_740), 1),
    town("PRE", "Preston", "Preston", (537_569, -27_081), 5),
    town("PRE", "Ribbleton", "Ribbleton", (537_700, -26_600), 4),
    town("PRE", "Ingol", "Ingol", (537_800, -27_350), 3),
    town("PRE", "Fulwood", "Fulwood", (537_850, -27_000), 1),
    town("SRI", "Leyland", "Leyland", (536_989, -26_871), 3),
    town("SRI", "Penwortham", "Penwortham", (537_450, -27_350), 2),
    town("SRI", "Bamber-Bridge", "Bamber Bridge", (537_270, -26_610), 3),
    town("SRI", "Longton", "Longton", (537_250, -27_950), 1),
    town("CWL", "Chorley", "Chorley", (536_526, -26_268), 4),
    town("CWL", "Adlington", "Adlington", (536_130, -26_050), 1),
    town("CWL", "Skelmersdale", "Skelmersdale", (535_500, -27_800), 5),
    town("CWL", "Ormskirk", "Ormskirk", (535_690, -28_818), 2),
    town("CWL", "Burscough", "Burscough", (535_970, -28_430), 1),
    town("CWL", "Tarleton", "Tarleton", (536_790, -28_310), 1),
    town("RIB", "Clitheroe", "Clitheroe", (538_735, -23_943), 2),
    town("RIB", "Whalley", "Whalley", (538_230, -24_070), 1),
    town("RIB", "Longridge", "Longridge", (538_310, -25_990), 1),
    town("HYR", "Accrington", "Accrington", (537_528, -23_642), 5),
    town("HYR", "Great-Harwood", "Great Harwood", (537_860, -24_080), 1),
    town("HYR", "Rishton", "Rishton", (537_680, -24_190), 1),
    town("HYR", "Oswaldtwistle", "Oswaldtwistle", (537_430, -23_930), 1),
    town("HYR", "Haslingden", "Haslingden", (537_050, -23_240), 2),
    town("HYR", "Rawtenstall", "Rawtenstall", (536_994, -22_906), 2),
    town("HYR", "Bacup", "Bacup", (537_040, -22_010), 2),
    town("BUR", "Burnley", "Burnley", (537_935, -22_450), 6),
    town("BUR", "Padiham", "Padiham", (538_010, -23_150), 2),
    town("PEN", "Nelson", "Nelson", (538_350, -22_138), 4),
    town("PEN", "Brierfield", "Brierfield", (538_230, -22_360), 2),
    town("PEN", "Colne", "Colne", (538_570, -21_710), 3),
    town("PEN", "Barnoldswick", "Barnoldswick", (539_170, -21_870), 1),
];

/// Where home areas lie about their town's centre, in 0.0001 degrees north and east, and how long the drive is.
pub(super) const AREAS: [(i32, i32, i32); 6] =
    [(90, 30, 5), (-70, 110, 5), (20, -160, 6), (-110, -60, 6), (60, 170, 7), (130, -90, 8)];

/// The Safeguarding Unit: the report gives no address; County Hall in Preston is assumed.
pub(super) const UNIT: &str = "Safeguarding-Unit";
