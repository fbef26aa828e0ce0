//! Poisson terms, and the Erlang distribution by sums of positive terms.
//!
//! With `P(s, x)` the regularised incomplete gamma function: the sum below holds for any `s`, and is used for
//! `x` up to about `s`; the one above is for integers, and used for larger `x`. Either subtracts nothing.

/// Half the logarithm of 2π.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;
/// From here on Stirling's series has every digit.
const STIRLING_FROM: f64 = 16.0;
/// What a term has to be to the sum for the next ones to be left out.
pub(super) const NEGLIGIBLE: f64 = 1e-18;
/// Steps of Newton's method, of which about ten are taken.
const STEPS_MAX: usize = 100;

/// The logarithm of `x^k·e^-x/Γ(k + 1)`, for `k ≥ 0` and `x > 0`.
///
/// C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000): what is large cancels on
/// paper, not in the machine.
pub(super) fn ln_poisson(k: f64, x: f64) -> f64 {
    if k == 0.0 {
        -x
    } else if k < STIRLING_FROM {
        k * libm::log(x) - x - libm::lgamma(k + 1.0)
    } else {
        let square = 1.0 / (k * k);
        let stirling_error = (1.0 / 12.0
            - square
                * (1.0 / 360.0 - square * (1.0 / 1_260.0 - square * (1.0 / 1_680.0 - square / 1_188.0))))
            / k;
        -deviance(k, x) - stirling_error - HALF_LN_TAU - libm::log(k) / 2.0
    }
}

/// `x - k - k·ln(x/k)`
fn deviance(k: f64, x: f64) -> f64 {
    let u = (x - k) / k;
    if !(-0.5..=0.5).contains(&u) {
        return (x - k) - k * libm::log(x / k);
    }
    // ln(1 + u) = 2·artanh(y)
    let y = u / (2.0 + u);
    let square = y * y;
    let series = (1..=20).rev().fold(0.0, |rest, j| 1.0 / f64::from(2 * j + 1) + square * rest);
    k * y * (u - 2.0 * square * series)
}

/// `ln s - ψ(s)`, for `s > 0`: by how much the logarithm of the mean exceeds the mean logarithm.
pub(super) fn ln_less_digamma(s: f64) -> f64 {
    let (mut shifted, mut sum) = (s, 0.0);
    while shifted < STIRLING_FROM {
        sum += 1.0 / shifted;
        shifted += 1.0;
    }
    let square = 1.0 / (shifted * shifted);
    let series = 1.0 / 12.0
        - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0 - square / 132.0)));
    sum + libm::log(s / shifted) + 0.5 / shifted + square * series
}

/// More terms than a sum takes whose terms fall off like those of a Poisson distribution of this mean.
pub(super) fn terms_max(mean: f64) -> u64 {
    (30.0 * mean.sqrt()) as u64 + 1_000
}

/// The logarithm of `P(s, x)`, and the sum that it is a multiple of: `Σ x^j/((s + 1)…(s + j))`.
fn below(s: f64, x: f64) -> (f64, f64) {
    let (mut term, mut sum) = (1.0, 1.0);
    for j in 1..=terms_max(s) {
        term *= x / (s + j as f64);
        sum += term;
        if term < NEGLIGIBLE * sum {
            break;
        }
    }
    (ln_poisson(s, x) + libm::log(sum), sum)
}

/// The logarithm of `1 - P(n + 1, x)`, and the sum that it is a multiple of: `Σ n(n - 1)…(n - j + 1)/x^j`.
fn above(n: f64, x: f64) -> (f64, f64) {
    let (mut term, mut sum) = (1.0, 1.0);
    for j in 0..terms_max(n) {
        term *= (n - j as f64).max(0.0) / x;
        sum += term;
        if term < NEGLIGIBLE * sum {
            break;
        }
    }
    (ln_poisson(n, x) + libm::log(sum), sum)
}

/// The probability that `n + 1` exponential times of mean 1 take more than `x` together.
pub(super) fn erlang_exceeds(n: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x <= n + 1.0 {
        1.0 - libm::exp(below(n + 1.0, x).0)
    } else {
        libm::exp(above(n, x).0)
    }
}

/// The time that `n + 1` exponential times of mean 1 do not exceed with `probability`, which is less than 1.
///
/// Newton's method on the logarithm of the smaller side, which is concave: from where it starts it comes near
/// without passing the end again.
pub(super) fn erlang_quantile(n: f64, probability: f64) -> f64 {
    if probability <= 0.0 {
        return 0.0;
    }
    let mut x;
    if probability < 0.5 {
        let (s, ln_p) = (n + 1.0, libm::log(probability));
        // P(s, x) < x^s/Γ(s + 1)
        x = libm::exp((ln_p + libm::lgamma(s + 1.0)) / s);
        for _ in 0..STEPS_MAX {
            let (ln, sum) = below(s, x);
            let step = (ln_p - ln) * sum / s;
            x *= libm::exp(step);
            if step.abs() < 1e-12 {
                break;
            }
        }
    } else {
        let ln_q = libm::log(1.0 - probability);
        // Less than the median.
        x = n + 2.0 / 3.0;
        for _ in 0..STEPS_MAX {
            let (ln, sum) = above(n, x);
            let step = (ln - ln_q) * sum;
            x += step;
            if step.abs() < 1e-12 * x {
                break;
            }
        }
    }
    x
}
