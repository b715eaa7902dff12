//! Cuts a stream of bytes into lines, each of a most length. A line that is too long is told once and
//! forgotten as it comes.

/// The most bytes of one line.
pub const MOST_BYTES: usize = 64 * 1024;

/// What was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A line that is not blank, and its number from 1.
    Line(u64, Vec<u8>),
    /// A line that is too long.
    TooLong(u64),
}

/// A stream on its way.
#[derive(Debug, Default)]
pub struct Splitter {
    line: u64,
    held: Vec<u8>,
    is_too_long: bool,
}

impl Splitter {
    /// Takes some bytes and gives the lines that end in them.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut parts = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(part) = parts.next() {
            self.hold(part);
            if parts.peek().is_some() {
                pieces.extend(self.cut());
            }
        }
        pieces
    }

    /// The last line, if it had no end.
    pub fn end(&mut self) -> Option<Piece> {
        self.cut()
    }

    fn hold(&mut self, part: &[u8]) {
        if self.is_too_long || self.held.len() + part.len() > MOST_BYTES {
            self.is_too_long = true;
            self.held.clear();
        } else {
            self.held.extend_from_slice(part);
        }
    }

    fn cut(&mut self) -> Option<Piece> {
        self.line += 1;
        let mut line = std::mem::take(&mut self.held);
        // Editors of Windows like to begin a file with a mark that is no JSON.
        if self.line == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        if std::mem::take(&mut self.is_too_long) {
            return Some(Piece::TooLong(self.line));
        }
        (!line.trim_ascii().is_empty()).then_some(Piece::Line(self.line, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_whatever_the_chunks() {
        let text = b"\xef\xbb\xbfone\n\n  \r\ntwo\nthree";
        for size in 1..=text.len() {
            let mut splitter = Splitter::default();
            let mut pieces: Vec<Piece> = text.chunks(size).flat_map(|chunk| splitter.take(chunk)).collect();
            pieces.extend(splitter.end());
            let line = |number, text: &[u8]| Piece::Line(number, text.to_vec());
            assert_eq!(pieces, [line(1, b"one"), line(4, b"two"), line(5, b"three")], "{size}");
            assert_eq!(splitter.end(), None);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_told_once() {
        let mut splitter = Splitter::default();
        let long = vec![b'x'; MOST_BYTES];
        assert_eq!(splitter.take(&long), []);
        assert_eq!(splitter.take(&long), []);
        let pieces = splitter.take(b"x\ny\n");
        assert_eq!(pieces, [Piece::TooLong(1), Piece::Line(2, b"y".to_vec())]);
    }
}
