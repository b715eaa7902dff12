//! An open file of either format, as records for the judge.

use std::{
    fs::File,
    io::{self, BufReader, Read as _},
    path::Path,
};

use super::{
    csv_records::{CsvRecords, Found, Unreadable},
    json_lines::{MOST_BYTES, Piece, Splitter},
    json_records::{self, Unknown},
    map::{Format, Map},
};

const BUFFER: usize = 64 * 1024;

/// Where records come from.
pub(super) enum Source<'m> {
    Csv(Box<CsvRecords<BufReader<File>>>),
    Ndjson { file: File, map: &'m Map, splitter: Splitter, ready: std::vec::IntoIter<Piece>, is_over: bool },
}

impl<'m> Source<'m> {
    /// Opens a file; of CSV the header is checked at once.
    pub(super) fn open(path: &Path, format: Format, map: &'m Map) -> Result<Self, Unreadable> {
        let file = File::open(path)?;
        match format {
            Format::Csv { delimiter } => {
                let input = BufReader::with_capacity(BUFFER, file);
                Ok(Self::Csv(Box::new(CsvRecords::open(input, delimiter, map)?)))
            }
            Format::Ndjson => {
                let (splitter, ready) = (Splitter::default(), Vec::new().into_iter());
                Ok(Self::Ndjson { file, map, splitter, ready, is_over: false })
            }
        }
    }

    /// The next record, none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Found>> {
        match self {
            Self::Csv(records) => records.next(),
            Self::Ndjson { file, map, splitter, ready, is_over } => loop {
                if let Some(piece) = ready.next() {
                    return Ok(Some(found(piece, map, Unknown::Ignored)));
                }
                if *is_over {
                    return Ok(None);
                }
                let mut chunk = Vec::with_capacity(BUFFER);
                let limit = u64::try_from(BUFFER).unwrap_or(u64::MAX);
                file.by_ref().take(limit).read_to_end(&mut chunk)?;
                *is_over = chunk.is_empty();
                let pieces =
                    if *is_over { splitter.end().into_iter().collect() } else { splitter.take(&chunk) };
                *ready = pieces.into_iter();
            },
        }
    }
}

/// A line of JSON as a record.
pub fn found(piece: Piece, map: &Map, unknown: Unknown) -> Found {
    match piece {
        Piece::TooLong(line) => {
            let reason = format!("is longer than {MOST_BYTES} bytes");
            Found::Broken(line, Vec::new(), String::new(), reason)
        }
        Piece::Line(line, text) => match json_records::cells(&text, map, unknown) {
            Ok(cells) => Found::Record(line, cells),
            Err((cells, field, reason)) => Found::Broken(line, cells, field, reason),
        },
    }
}
