//! Distributions, each from as few draws as it needs, the same to the last bit on every machine: roots are exact by
//! IEEE 754, logarithms and exponentials come from `libm`.

use super::streams::Draws;

/// How many standard deviations of a normal distribution lie between its middle and its tenth or ninetieth percentile.
pub const P90: f64 = 1.281_551_565_544_6;

impl Draws {
    /// Returns a standard normal number, from one draw by the inverse of the distribution function, so that streams
    /// with common keys stay coupled (algorithm AS 241, Wichura, *Applied Statistics* 37, 1988).
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.unit())
    }

    /// Returns a waiting time of mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.unit())
    }

    /// Returns a Poisson count: by inversion for means up to 30, above as the sum of two halves.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        if mean <= 0.0 {
            return 0;
        }
        if 30.0 < mean {
            let half = mean / 2.0;
            return self.poisson(half) + self.poisson(half);
        }
        let mut left = self.unit();
        let mut mass = libm::exp(-mean);
        let mut count = 0;
        while mass < left && count < 400 {
            left -= mass;
            count += 1;
            mass *= mean / f64::from(count);
        }
        count
    }

    /// Returns a gamma number of mean 1 and the given `shape` (variance 1 / shape), at least 0 (Marsaglia and Tsang,
    /// *ACM Transactions on Mathematical Software* 26, 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::exp(libm::log(self.unit()) / shape);
            return self.gamma(shape + 1.0) * (shape + 1.0) * boost / shape;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v / shape;
            }
        }
    }

    /// Returns how many of `n` independent trials of probability `chance` succeed.
    pub fn binomial(&mut self, n: u32, chance: f64) -> u32 {
        (0..n).map(|_| u32::from(self.happens(chance))).sum()
    }
}

/// Returns the `p` quantile of the standard normal distribution, 0 < `p` < 1, to about 1 in 10¹⁶.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(&CENTRE, r);
    }
    let r = libm::log(if q < 0.0 { p } else { 1.0 - p });
    let r = (-r).sqrt();
    let tail = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    if q < 0.0 { -tail } else { tail }
}

/// A quotient of two polynomials, from the lowest power up.
type Quotient = ([f64; 8], [f64; 8]);

fn ratio((above, below): &Quotient, r: f64) -> f64 {
    let at = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    at(above) / at(below)
}

#[expect(clippy::excessive_precision, reason = "as published")]
const CENTRE: Quotient = (
    [
        3.387_132_872_796_366_608_0e0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
);

#[expect(clippy::excessive_precision, reason = "as published")]
const MIDDLE: Quotient = (
    [
        1.423_437_110_749_683_577_34e0,
        4.630_337_846_156_545_295_90e0,
        5.769_497_221_460_691_405_50e0,
        3.647_848_324_763_204_605_04e0,
        1.270_458_252_452_368_382_58e0,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87e0,
        1.676_384_830_183_803_849_40e0,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
);

#[expect(clippy::excessive_precision, reason = "as published")]
const FAR: Quotient = (
    [
        6.657_904_643_501_103_777_20e0,
        5.463_784_911_164_114_369_90e0,
        1.784_826_539_917_291_335_80e0,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::super::streams::{Stream, Streams};
    use super::*;

    #[test]
    fn the_normal_quantile_is_that_of_the_tables() {
        for (p, z) in [
            (0.5, 0.0),
            (0.9, P90),
            (0.975, 1.959_963_984_540_054),
            (0.001, -3.090_232_306_167_814),
            (1e-10, -6.361_340_902_404_056),
        ] {
            assert!((normal_quantile(p) - z).abs() < 1e-9, "{p}: {}", normal_quantile(p));
        }
    }

    /// Mean and variance of `n` numbers drawn one after the other.
    fn moments(n: u32, mut draw: impl FnMut(&mut Draws) -> f64) -> (f64, f64) {
        let mut draws = Streams::new(11, 0).of(Stream::Booking, 5);
        let numbers: Vec<f64> = (0..n).map(|_| draw(&mut draws)).collect();
        let mean = numbers.iter().sum::<f64>() / f64::from(n);
        (mean, numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n - 1))
    }

    #[test]
    fn distributions_have_their_means_and_variances() {
        // 40,000 draws each: five standard errors of the mean; the variance to one in ten.
        type Draw = fn(&mut Draws) -> f64;
        let cases: [(&str, f64, f64, Draw); 7] = [
            ("normal", 0.0, 1.0, Draws::normal),
            ("exponential", 1.0, 1.0, Draws::exponential),
            ("poisson 0.9", 0.9, 0.9, |d| f64::from(d.poisson(0.9))),
            ("poisson 80", 80.0, 80.0, |d| f64::from(d.poisson(80.0))),
            ("gamma 4", 1.0, 0.25, |d| d.gamma(4.0)),
            ("gamma 0.5", 1.0, 2.0, |d| d.gamma(0.5)),
            ("binomial", 3.0, 2.1, |d| f64::from(d.binomial(10, 0.3))),
        ];
        for (name, mean, variance, draw) in cases {
            let (m, v) = moments(40_000, draw);
            assert!((m - mean).abs() < 5.0 * (variance / 40_000.0_f64).sqrt(), "{name}: mean {m}");
            assert!((v / variance - 1.0).abs() < 0.1, "{name}: variance {v}");
        }
    }
}
