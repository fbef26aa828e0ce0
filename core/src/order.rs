//! Sorting that is compiled once. The standard library's sort is kilobytes for every type, which a browser
//! has to load; this is for lists that are sorted seldom or are short. What a query sorts has the standard
//! one.

use std::cmp::Ordering;

/// Sorts by a comparison. Equal elements stay in their order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() < 2 {
        return;
    }
    let mut order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    // Each cycle of places is turned once round.
    for first in 0..items.len() {
        let mut place = first;
        while order[place] != first {
            let next = order[place];
            items.swap(place, next);
            order[place] = place;
            place = next;
        }
        order[place] = place;
    }
}

/// [`sort_by`] with a key.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Which element comes to each place.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::sort_by;

    /// Every order of up to six elements with some equal, against the standard library.
    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for count in 0..=6_usize {
            for code in 0..4_usize.pow(count as u32) {
                let mut items: Vec<(usize, usize)> =
                    (0..count).map(|place| (code / 4_usize.pow(place as u32) % 4, place)).collect();
                let mut expected = items.clone();
                sort_by(&mut items, |a, b| a.0.cmp(&b.0));
                expected.sort_by_key(|item| item.0);
                assert_eq!(items, expected);
            }
        }
    }
}
