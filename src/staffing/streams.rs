//! Random streams keyed by seed, replication, stream and entity.
//!
//! A draw depends on its key alone: replication 99 can be run by itself, one chair more never shifts what happens to
//! the families, and two scenarios see the same demand (common random numbers). The generator is SplitMix64 (Steele,
//! Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), whose state is a counter, so that
//! a keyed stream costs one mixing of its key.

/// What a stream of draws is for. Adding one at the end leaves the draws of the others as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// Parameters given as ranges, by number of the parameter.
    Parameters,
    /// The level of demand, by flow.
    Regime,
    /// Arrivals of each month, by flow and month.
    Arrivals,
    /// A household from its initial conference on, by household.
    Household,
    /// What a review conference decides, by household and review.
    Review,
    /// A looked-after child, by child.
    LookedAfter,
    /// A review of a looked-after child, by child and review.
    LookedAfterReview,
    /// A series of strategy meetings, by series.
    Strategy,
    /// A foster carer, by carer.
    FosterCarer,
    /// A chair, by chair: leaving, sickness, leave.
    Chair,
    /// A chair's week, by chair and week.
    ChairWeek,
    /// An advert, by advert.
    Advert,
    /// Day 0: the stock that is open, by household or child.
    Opening,
    /// The booking loop's own draws.
    Booking,
    /// Scenarios of a sizing.
    Sizing,
    /// Whether a meeting comes up in a week that venues are compared on, by meeting.
    WeekOfMeetings,
}

const N_STREAMS: usize = Stream::WeekOfMeetings as usize + 1;

/// All streams of one replication.
#[derive(Debug, Clone)]
pub struct Streams {
    keys: [u64; N_STREAMS],
}

impl Streams {
    /// Returns the streams of a replication.
    pub fn new(seed: u64, replication: u64) -> Streams {
        let replication_key = mix(mix(seed ^ 0x5851_f42d_4c95_7f2d) ^ replication);
        Streams {
            keys: std::array::from_fn(|stream| mix(replication_key ^ (stream as u64).wrapping_mul(GOLDEN))),
        }
    }

    /// Returns the draws of one entity of a stream, from the first on.
    pub fn of(&self, stream: Stream, entity: u64) -> Draws {
        Draws { state: mix(self.keys[stream as usize] ^ entity.wrapping_mul(GOLDEN)) }
    }
}

/// Draws in order. See [`crate::staffing::draws`] for distributions.
#[derive(Debug, Clone)]
pub struct Draws {
    state: u64,
}

/// 2⁶⁴ divided by the golden ratio: the step of SplitMix64's counter.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of SplitMix64 (Stafford's thirteenth variant of MurmurHash3's).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Draws {
    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// Returns a number evenly from the open interval between 0 and 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits, moved by half a step so that neither end comes.
        ((self.bits() >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
    }

    /// Returns whether something of probability `chance` happens.
    pub fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// Returns a whole number evenly from 0 to `n` − 1; 0 where `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        // Lemire's multiplication; the bias is below 2⁻³² and the same on every machine.
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_key_alone() {
        let draws = |seed, replication, stream, entity| -> Vec<u64> {
            let mut draws = Streams::new(seed, replication).of(stream, entity);
            (0..4).map(|_| draws.bits()).collect()
        };
        let base = draws(1, 99, Stream::Household, 7);
        assert_eq!(base, draws(1, 99, Stream::Household, 7));
        for other in [
            draws(2, 99, Stream::Household, 7),
            draws(1, 98, Stream::Household, 7),
            draws(1, 99, Stream::Review, 7),
            draws(1, 99, Stream::Household, 8),
        ] {
            assert!(base.iter().all(|bits| !other.contains(bits)), "{other:?}");
        }
    }

    #[test]
    fn neighbouring_keys_are_not_alike() {
        // First draws of 20,000 neighbouring entities: mean 1/2 and variance 1/12 to four standard errors, and no
        // correlation between neighbours.
        let streams = Streams::new(1, 1);
        let n = 20_000;
        let firsts: Vec<f64> = (0..n).map(|entity| streams.of(Stream::Review, entity).unit()).collect();
        let mean = firsts.iter().sum::<f64>() / n as f64;
        assert!((mean - 0.5).abs() < 4.0 * (1.0 / 12.0 / n as f64).sqrt(), "{mean}");
        let products =
            firsts.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5)).sum::<f64>() / n as f64;
        assert!(products.abs() < 4.0 / 12.0 / (n as f64).sqrt(), "{products}");
    }

    #[test]
    fn whole_numbers_stay_below_their_bound() {
        let mut draws = Streams::new(3, 0).of(Stream::Booking, 0);
        assert_eq!(draws.below(0), 0);
        let mut counts = [0; 5];
        (0..5_000).for_each(|_| counts[draws.below(5) as usize] += 1);
        assert!(counts.iter().all(|count| (860..1140).contains(count)), "{counts:?}");
    }
}
