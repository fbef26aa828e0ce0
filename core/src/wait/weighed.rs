//! Starts in futures that count differently, as starts that count alike: so all that is said of them is said
//! by the same rules, and stands still from look to look.

/// On either side of a start, the part of all futures by whose mean it is replaced. From look to look each
/// start moves by a little of its own; their mean moves by what they have in common.
const SMOOTHED_PART: usize = 32;

/// Makes of starts that count differently, infinite where there is none, as many that count alike, in order.
/// Each stands for the same part of all weight: when weights change a little, so does what is said. If they
/// are smoothed, all of a room must be: only then nobody whose turn is before another's is later.
pub(super) fn weigh(starts: &mut [f64], weights: &[f64], is_smooth: bool) {
    resample(starts, weights);
    let seen = starts.partition_point(|start| start.is_finite());
    if is_smooth && seen > 0 {
        let width = starts.len() / SMOOTHED_PART;
        smooth(&mut starts[..seen], width);
    }
}

fn resample(starts: &mut [f64], weights: &[f64]) {
    let mut weighted: Vec<(f64, f64)> = starts.iter().copied().zip(weights.iter().copied()).collect();
    weighted.sort_unstable_by(|(a, first), (b, second)| a.total_cmp(b).then(first.total_cmp(second)));
    let share = weights.iter().sum::<f64>() / starts.len() as f64;
    let (mut from, mut upto) = (0, weighted[0].1);
    for (place, start) in starts.iter_mut().enumerate() {
        let at = (place as f64 + 0.5) * share;
        while upto < at && from + 1 < weighted.len() {
            from += 1;
            upto += weighted[from].1;
        }
        *start = weighted[from].0;
    }
}

/// Replaces each of some starts in order by the mean of as many on either side, `width` at most. At the ends
/// there are none: the first and the last stay.
fn smooth(run: &mut [f64], width: usize) {
    let mut sums = Vec::with_capacity(run.len() + 1);
    sums.push(0.0);
    sums.extend(run.iter().scan(0.0, |sum, start| {
        *sum += start;
        Some(*sum)
    }));
    let last = run.len() - 1;
    // No rounding makes a start earlier than the first, such as the begin of duty.
    let (first, latest) = (run[0], run[last]);
    for (place, start) in run.iter_mut().enumerate() {
        let beside = width.min(place).min(last - place);
        if beside > 0 {
            let mean = (sums[place + beside + 1] - sums[place - beside]) / (2 * beside + 1) as f64;
            *start = mean.clamp(first, latest);
        }
    }
}
