//! Rows of numbers of which the smallest is asked for time and again: a bit each, so that a number is put in
//! or taken out at once, and a row is copied as fast as memory is.

/// Rows of numbers below a bound.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Words of one row.
    width: usize,
    bits: Vec<u64>,
    /// By row, a word before which there is nothing.
    from: Vec<u32>,
}

impl Clone for Rows {
    fn clone(&self) -> Self {
        Self { width: self.width, bits: self.bits.clone(), from: self.from.clone() }
    }

    fn clone_from(&mut self, other: &Self) {
        self.width = other.width;
        self.bits.clone_from(&other.bits);
        self.from.clone_from(&other.from);
    }
}

impl Rows {
    pub(crate) fn new(rows: usize, numbers: usize) -> Self {
        let width = numbers.div_ceil(64);
        Self { width, bits: vec![0; rows * width], from: vec![0; rows] }
    }

    pub(crate) fn insert(&mut self, row: usize, number: u32) {
        let word = number / 64;
        self.bits[row * self.width + word as usize] |= 1 << (number % 64);
        self.from[row] = self.from[row].min(word);
    }

    /// Takes a number out, and says whether it was there.
    pub(crate) fn remove(&mut self, row: usize, number: u32) -> bool {
        let word = &mut self.bits[row * self.width + number as usize / 64];
        let bit = 1 << (number % 64);
        let was_there = *word & bit != 0;
        *word &= !bit;
        was_there
    }

    /// The smallest number of a row.
    #[inline]
    pub(crate) fn first(&mut self, row: usize) -> Option<u32> {
        let words = &self.bits[row * self.width..][..self.width];
        let from = self.from[row] as usize;
        let skipped = words[from..].iter().take_while(|word| **word == 0).count();
        let word = from + skipped;
        self.from[row] = word as u32;
        words.get(word).map(|bits| word as u32 * 64 + bits.trailing_zeros())
    }
}
