//! Rows of numbers of which the smallest is asked for time and again: a bit each, so that a number is put in
//! or taken out at once, and a row is copied as fast as memory is.

/// Says that a row is empty. It is behind every number.
pub(crate) const NONE: u32 = u32::MAX;

/// Rows of numbers below a bound.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Words of one row.
    width: usize,
    bits: Vec<u64>,
    /// By row, the smallest number.
    first: Vec<u32>,
}

impl Clone for Rows {
    fn clone(&self) -> Self {
        Self { width: self.width, bits: self.bits.clone(), first: self.first.clone() }
    }

    fn clone_from(&mut self, other: &Self) {
        self.width = other.width;
        self.bits.clone_from(&other.bits);
        self.first.clone_from(&other.first);
    }
}

impl Rows {
    pub(crate) fn new(rows: usize, numbers: usize) -> Self {
        let width = numbers.div_ceil(64);
        Self { width, bits: vec![0; rows * width], first: vec![NONE; rows] }
    }

    pub(crate) fn insert(&mut self, row: usize, number: u32) {
        self.bits[row * self.width + number as usize / 64] |= 1 << (number % 64);
        self.first[row] = self.first[row].min(number);
    }

    /// Takes a number out, and says whether it was there.
    #[inline]
    pub(crate) fn remove(&mut self, row: usize, number: u32) -> bool {
        let (place, bit) = (row * self.width + number as usize / 64, 1 << (number % 64));
        let bits = self.bits[place];
        self.bits[place] = bits & !bit;
        if self.first[row] == number {
            self.first[row] = self.first_from(row, number as usize / 64);
        }
        bits & bit != 0
    }

    /// The smallest number of a row if there is none before this word.
    #[inline]
    fn first_from(&self, row: usize, word: usize) -> u32 {
        let mut words = (word..self.width).map(|word| (word, self.bits[row * self.width + word]));
        let first = words.find(|(_, bits)| *bits != 0);
        first.map_or(NONE, |(word, bits)| word as u32 * 64 + bits.trailing_zeros())
    }

    /// The smallest number of a row; `NONE` if it is empty.
    #[inline]
    pub(crate) fn first(&self, row: usize) -> u32 {
        self.first[row]
    }
}
