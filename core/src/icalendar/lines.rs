//! Content lines, as they are read (RFC 5545 §3.1): cut, unfolded, and only then decoded, since a fold may
//! stand inside a character.

use std::borrow::Cow;

/// The lines of a text without their folds, each with the number of its first piece. Blank lines are none.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    /// How many pieces have been cut off.
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a [u8]) -> Self {
        Self { rest: text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text), number: 0 }
    }

    /// Cuts off what stands before the next CRLF, LF or CR.
    fn piece(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let end = self.rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(self.rest.len());
        let (piece, after) = self.rest.split_at(end);
        let ending = if after.starts_with(b"\r\n") { 2 } else { usize::from(!after.is_empty()) };
        self.rest = &after[ending..];
        Some(piece)
    }

    /// Whether the next piece is blank, or goes on with the line before it.
    fn goes_on(&self) -> bool {
        matches!(self.rest.first(), Some(b' ' | b'\t' | b'\r' | b'\n'))
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, Cow<'a, [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Cow::Borrowed(self.piece()?);
        while line.is_empty() {
            line = Cow::Borrowed(self.piece()?);
        }
        let number = self.number;
        while self.goes_on() {
            let piece = self.piece()?;
            if let Some(more) = piece.get(1..) {
                line.to_mut().extend_from_slice(more);
            }
        }
        Some((number, line))
    }
}

/// UTF-8, or what it is as Latin-1.
pub(super) fn decode(line: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(line.iter().copied().map(char::from).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_unfolded_and_decoded() {
        type Row = (&'static [u8], &'static [(usize, &'static str)]);
        let table: &[Row] = &[
            (b"", &[]),
            (b"\r\n\n\r", &[]),
            (b"A:1\r\nB:2\nC:3\rD:4", &[(1, "A:1"), (2, "B:2"), (3, "C:3"), (4, "D:4")]),
            ("\u{feff}A:1\r\n  2\r\n\r\n\t3\r\nB".as_bytes(), &[(1, "A:1 23"), (5, "B")]),
            (b"A:\xc3\r\n \xbc\r\nB:\xfc", &[(1, "A:ü"), (3, "B:ü")]),
            (b" A:1\n\n \n", &[(1, " A:1")]),
        ];
        for (text, expected) in table {
            let lines: Vec<_> = Lines::of(text).map(|(at, line)| (at, decode(&line).into_owned())).collect();
            let found: Vec<_> = lines.iter().map(|(at, line)| (*at, line.as_str())).collect();
            assert_eq!(found, *expected, "{text:?}");
        }
    }
}
