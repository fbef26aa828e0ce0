//! Chance without a generator: what is drawn depends on who it is for and on the number of the future, on
//! nothing else. So a refresh of a room draws what it drew before, and somebody who joins or leaves changes
//! nobody else's luck.

/// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA
/// 2014).
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What somebody's luck hangs on: FNV-1a (Fowler, Noll, Vo), well mixed.
pub(crate) fn key(uid: &str) -> u64 {
    mix(uid
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// The luck of one person over all futures: each of as many equal parts of `[0, 1)` as there are futures is
/// met once.
///
/// That is Latin hypercube sampling (McKay, Beckman, Conover, Technometrics 1979): with the same number of
/// futures the estimate varies less than by independent draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Luck {
    first: u32,
    second: u32,
    shift: u32,
    mask: u32,
    bits: u32,
}

impl Luck {
    /// `futures` is a power of two.
    pub(crate) fn new(key: u64, futures: u32) -> Self {
        let (first, second) = (mix(key), mix(!key));
        Self {
            first: first as u32 | 1,
            second: second as u32 | 1,
            shift: (first >> 32) as u32,
            mask: futures - 1,
            bits: futures.trailing_zeros(),
        }
    }

    /// A number in `[0, 1)` for a future.
    #[inline]
    pub(crate) fn of(self, future: u32) -> f64 {
        self.fixed_point(future) as f64 / (1_u64 << (self.bits + 16)) as f64
    }

    /// One of `count` things for a future.
    #[inline]
    pub(crate) fn pick(self, future: u32, count: usize) -> usize {
        ((self.fixed_point(future) * count as u64) >> (self.bits + 16)) as usize
    }

    /// The future's part, and a place within it in sixteen bits.
    #[inline]
    fn fixed_point(self, future: u32) -> u64 {
        let within = (future ^ self.shift).wrapping_mul(self.second) >> 16;
        u64::from(self.part(future)) << 16 | u64::from(within)
    }

    /// A permutation of the futures: each step can be undone, so no two share a part.
    #[inline]
    pub(crate) fn part(self, future: u32) -> u32 {
        let half = self.bits / 2 + 1;
        let mut x = future.wrapping_mul(self.first).wrapping_add(self.shift) & self.mask;
        x ^= x >> half;
        x = x.wrapping_mul(self.second) & self.mask;
        x ^= x >> half;
        x.wrapping_mul(self.first >> 8 | 1).wrapping_add(self.shift >> 12) & self.mask
    }
}

/// One number in `[0, 1)`.
#[inline]
pub(crate) fn unit(key: u64) -> f64 {
    (mix(key) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A standard normal number: the inverse of the distribution function at a uniform one.
///
/// Peter Acklam's rational approximation (2003), relative error below 1.2e-9.
pub(crate) fn normal(u: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    const TAIL: f64 = 0.024_25;
    let tail = |p: f64| {
        let q = (-2.0 * libm::log(p)).sqrt();
        (((((C[0] * q + C[1]) * q + C[2]) * q + C[3]) * q + C[4]) * q + C[5])
            / ((((D[0] * q + D[1]) * q + D[2]) * q + D[3]) * q + 1.0)
    };
    let u = u.clamp(1e-12, 1.0 - 1e-12);
    if u < TAIL {
        tail(u)
    } else if u > 1.0 - TAIL {
        -tail(1.0 - u)
    } else {
        let q = u - 0.5;
        let r = q * q;
        (((((A[0] * r + A[1]) * r + A[2]) * r + A[3]) * r + A[4]) * r + A[5]) * q
            / (((((B[0] * r + B[1]) * r + B[2]) * r + B[3]) * r + B[4]) * r + 1.0)
    }
}
