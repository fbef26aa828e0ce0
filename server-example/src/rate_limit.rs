//! Rate limits: a token bucket for each API key and each patient, and for each address of those who show
//! neither.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use axum::http::StatusCode;
use frontdesk::Uid;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::error::{ApiError, ApiResult};
use crate::limits::{RATE_LIMIT_MAX, RATE_LIMITED_CALLERS_MAX};

/// Whose requests are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// An API key, or a patient.
    Caller(Uid),
    /// Those who have shown no credential that holds, by where they are.
    Address(IpAddr),
    /// All for whom there is no place of their own.
    Others,
}

impl Who {
    /// Whoever is at an address.
    pub fn at(address: Option<IpAddr>) -> Self {
        address.map_or(Self::Others, |address| Self::Address(household(address)))
    }
}

/// What stands for all addresses of a household: it has one of version 4, and 2^64 of version 6.
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

/// A bucket for each.
type Buckets<C> = RateLimiter<Who, HashMapStateStore<Who>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// How often each may ask. The default is: as often as they like.
pub struct Limiter<C: Clock = DefaultClock> {
    buckets: Option<Buckets<C>>,
    clock: C,
}

impl Default for Limiter {
    fn default() -> Self {
        Self { buckets: None, clock: DefaultClock::default() }
    }
}

impl Limiter {
    /// So many requests a second, up to [`RATE_LIMIT_MAX`], and as many at once; as many as they like for 0.
    pub fn per_second(requests: u32) -> Self {
        Self::with_burst(requests, 1)
    }

    /// So many an hour, and so many at once; as many as they like for 0.
    pub fn per_hour(times: u32, at_once: u32) -> Self {
        NonZeroU32::new(times.min(RATE_LIMIT_MAX)).zip(NonZeroU32::new(at_once)).map_or_else(
            Self::default,
            |(times, at_once)| {
                Self::new(Quota::per_hour(times).allow_burst(at_once), DefaultClock::default())
            },
        )
    }

    /// The same, and at once as many as in so many seconds.
    pub fn with_burst(requests: u32, seconds: u32) -> Self {
        let requests = requests.min(RATE_LIMIT_MAX);
        let at_once = NonZeroU32::new(requests.saturating_mul(seconds));
        NonZeroU32::new(requests).zip(at_once).map_or_else(Self::default, |(requests, at_once)| {
            Self::new(Quota::per_second(requests).allow_burst(at_once), DefaultClock::default())
        })
    }
}

impl<C: Clock> Limiter<C> {
    /// A bucket of this size for each, filled again at this pace.
    pub fn new(quota: Quota, clock: C) -> Self
    where
        C: Clone,
    {
        Self { buckets: Some(RateLimiter::hashmap_with_clock(quota, clock.clone())), clock }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// 429, and when to come again.
    pub fn check(&self, who: Who) -> ApiResult<()> {
        let Some(buckets) = &self.buckets else { return Ok(()) };
        let who = if buckets.len() < RATE_LIMITED_CALLERS_MAX { who } else { Who::Others };
        buckets.check_key(&who).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            ApiError::later(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded", seconds.max(1))
        })
    }

    /// Forgets those whose bucket is full: a new one would be no different.
    pub fn forget_rested(&self) {
        if let Some(buckets) = &self.buckets {
            buckets.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn ten_a_second() -> (Limiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Limiter::new(Quota::per_second(NonZeroU32::new(10).expect("ten")), clock.clone()), clock)
    }

    fn key(number: usize) -> Who {
        Who::Caller(format!("key:{number}").into())
    }

    #[test]
    fn the_eleventh_of_a_second_is_refused_and_the_next_tenth_brings_one_more() {
        let (limiter, clock) = ten_a_second();
        assert!((0..10).all(|_| limiter.check(key(1)).is_ok()));
        assert_eq!(limiter.check(key(1)).map_err(|error| error.status()), Err(StatusCode::TOO_MANY_REQUESTS));
        assert!(limiter.check(key(2)).is_ok());
        clock.advance(Duration::from_millis(99));
        assert!(limiter.check(key(1)).is_err());
        clock.advance(Duration::from_millis(1));
        assert!(limiter.check(key(1)).is_ok() && limiter.check(key(1)).is_err());
    }

    #[test]
    fn those_for_whom_there_is_no_place_share_one_until_others_have_rested() {
        let (limiter, clock) = ten_a_second();
        assert!((0..RATE_LIMITED_CALLERS_MAX).all(|number| limiter.check(key(number)).is_ok()));
        assert_eq!(
            (0..11).filter(|number| limiter.check(key(RATE_LIMITED_CALLERS_MAX + number)).is_ok()).count(),
            10
        );
        clock.advance(Duration::from_secs(2));
        limiter.forget_rested();
        assert!((0..11).all(|number| limiter.check(key(RATE_LIMITED_CALLERS_MAX + number)).is_ok()));
    }

    #[test]
    fn there_may_be_no_limit_and_a_very_high_one() {
        for requests in [0, RATE_LIMIT_MAX, u32::MAX] {
            let limiter = Limiter::per_second(requests);
            assert!((0..1_000).all(|_| limiter.check(key(1)).is_ok()), "{requests}");
        }
    }

    #[test]
    fn a_network_of_version_six_is_one_caller() {
        let at = |address: &str| Who::at(Some(address.parse().expect("an address")));
        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff:2"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }
}
