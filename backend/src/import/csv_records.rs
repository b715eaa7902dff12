//! CSV, record by record, in constant memory: a record has a most length, so that a quote that is left open
//! costs one record and not the memory of the whole file.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::map::{BadMap, Map};

/// The most bytes of one record.
const MOST_BYTES: usize = 64 * 1024;
/// The most columns of one record.
const MOST_COLUMNS: usize = 1_000;

/// What the file had next.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A record: its first line, and the cells that the map wants.
    Record(u64, Vec<String>),
    /// What is no record: its first line, what cells could be read, the column, and why.
    Broken(u64, Vec<String>, String, String),
}

/// An open file whose header was read.
pub struct CsvRecords<R> {
    input: R,
    core: csv_core::Reader,
    /// The line that the next byte stands in.
    line: u64,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
    /// Place in the file and name of each wanted column.
    wanted: Vec<(usize, String)>,
}

/// One record as it stands in `bytes` and `ends`.
enum Raw {
    Fields { line: u64, count: usize },
    TooLong { line: u64 },
    End,
}

/// Why a file cannot be read at all.
#[derive(Debug)]
pub enum Unreadable {
    /// The header does not fit the map.
    Header(BadMap),
    /// The disk says no.
    Io(io::Error),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<R: BufRead> CsvRecords<R> {
    /// Reads the header and finds the map's columns in it.
    pub fn open(input: R, delimiter: u8, map: &Map) -> Result<Self, Unreadable> {
        let mut records = Self {
            input,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            line: 1,
            bytes: vec![0; MOST_BYTES],
            ends: vec![0; MOST_COLUMNS],
            columns: 0,
            wanted: Vec::new(),
        };
        records.skip_byte_order_mark()?;
        let bad = |text: &str| Unreadable::Header(BadMap(text.to_owned()));
        let count = match records.raw()? {
            Raw::Fields { count, .. } => count,
            Raw::TooLong { .. } => return Err(bad("the header is too long; is the delimiter right?")),
            Raw::End => return Err(bad("the file is empty")),
        };
        let name = |place| records.field(place).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let header: Option<Vec<String>> = (0..count).map(|place| name(place).map(str::to_owned)).collect();
        let header = header.ok_or_else(|| bad("the header is not UTF-8"))?;
        let places = map.find_in(&header).map_err(Unreadable::Header)?;
        records.columns = count;
        records.wanted = places.into_iter().zip(map.wanted.iter().map(|it| it.column.clone())).collect();
        Ok(records)
    }

    /// The next record, none at the end.
    pub fn next(&mut self) -> io::Result<Option<Found>> {
        let (line, count) = match self.raw()? {
            Raw::End => return Ok(None),
            Raw::TooLong { line } => {
                let reason = format!("is longer than {MOST_BYTES} bytes; is a quote left open?");
                return Ok(Some(Found::Broken(line, Vec::new(), String::new(), reason)));
            }
            Raw::Fields { line, count } => (line, count),
        };
        let mut cells = Vec::with_capacity(self.wanted.len());
        let mut foreign = None;
        for (place, column) in &self.wanted {
            let text = std::str::from_utf8(self.field(*place).unwrap_or_default());
            if text.is_err() && foreign.is_none() {
                foreign = Some(column.clone());
            }
            cells.push(text.unwrap_or_default().to_owned());
        }
        Ok(Some(match foreign {
            _ if count != self.columns => {
                let reason = format!("has {count} columns, the header has {}", self.columns);
                Found::Broken(line, cells, String::new(), reason)
            }
            Some(column) => Found::Broken(line, cells, column, "is not UTF-8".to_owned()),
            None => Found::Record(line, cells),
        }))
    }

    fn field(&self, place: usize) -> Option<&[u8]> {
        let start = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start..*self.ends.get(place)?)
    }

    /// Reads one record into the buffers; what does not fit into them is read and forgotten.
    fn raw(&mut self) -> io::Result<Raw> {
        self.skip_blank_lines()?;
        let line = self.line;
        let (mut length, mut count, mut is_too_long) = (0, 0, false);
        loop {
            let input = self.input.fill_buf()?;
            let room = self.bytes.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(count..).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(input, room, ends);
            self.line += newlines(input.get(..read).unwrap_or_default());
            self.input.consume(read);
            length += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    is_too_long = true;
                    (length, count) = (0, 0);
                }
                ReadRecordResult::Record if is_too_long => return Ok(Raw::TooLong { line }),
                ReadRecordResult::Record => return Ok(Raw::Fields { line, count }),
                ReadRecordResult::End => return Ok(Raw::End),
            }
        }
    }

    /// Spreadsheets like to begin a file with one.
    fn skip_byte_order_mark(&mut self) -> io::Result<()> {
        for byte in *b"\xef\xbb\xbf" {
            if self.input.fill_buf()?.first() == Some(&byte) {
                self.input.consume(1);
            }
        }
        Ok(())
    }

    /// Blank lines are no records, and the one that is counted must be the first of its record.
    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            let input = self.input.fill_buf()?;
            let blank = input.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            self.line += newlines(input.get(..blank).unwrap_or_default());
            self.input.consume(blank);
            if blank == 0 {
                return Ok(());
            }
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = r#"
        format = "csv"
        time_zone = "UTC"
        date_times = ["%Y-%m-%d"]
        title = "Order"
        [columns]
        reference = "id"
        customer = "who"
        purchased = "day"
    "#;

    fn all(text: &str, buffer: usize) -> Vec<Found> {
        let map = Map::parse(MAP).unwrap();
        let input = io::BufReader::with_capacity(buffer, text.as_bytes());
        let mut records = CsvRecords::open(input, b',', &map).unwrap();
        std::iter::from_fn(|| records.next().unwrap()).collect()
    }

    fn record(line: u64, cells: [&str; 3]) -> Found {
        Found::Record(line, cells.map(str::to_owned).to_vec())
    }

    #[test]
    fn records_are_found_with_their_first_line_whatever_the_buffer_and_the_line_ends() {
        let text = "\u{feff}id,day,who,note\n1,a,\"x\ny\",n\n\n\n2,\"b\"\"c\",z,\"\"\n3,d,e,f";
        for buffer in [1, 2, 3, 7, 1000] {
            for text in [text.to_owned(), text.replace('\n', "\r\n")] {
                let y = if text.contains('\r') { "x\r\ny" } else { "x\ny" };
                let expected =
                    [record(2, ["1", y, "a"]), record(6, ["2", "z", "b\"c"]), record(7, ["3", "e", "d"])];
                assert_eq!(all(&text, buffer), expected, "{buffer}");
            }
        }
    }

    #[test]
    fn a_broken_record_costs_only_itself() {
        let found = all("id,day,who\n1,a\n2,b,c\n3,d,e,f\n4,g,h\n", 5);
        let lines: Vec<_> = found
            .iter()
            .map(|found| match found {
                Found::Record(line, _) => (*line, None),
                Found::Broken(line, cells, _, reason) => (*line, Some((cells[0].as_str(), reason.as_str()))),
            })
            .collect();
        let expected = [
            (2, Some(("1", "has 2 columns, the header has 3"))),
            (3, None),
            (4, Some(("3", "has 4 columns, the header has 3"))),
            (5, None),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn an_open_quote_is_one_long_record() {
        let text = format!("id,day,who\n1,\"{}\n2,b,c\"\n3,d,e\n", "x\n".repeat(MOST_BYTES));
        let found = all(&text, 4096);
        assert!(matches!(&found[0], Found::Broken(2, _, _, reason) if reason.contains("quote")));
        assert_eq!(found.len(), 2);
        assert!(
            matches!(&found[1], Found::Record(line, _) if *line == u64::try_from(MOST_BYTES).unwrap() + 4)
        );
    }

    #[test]
    fn a_column_that_is_missing_is_told_before_anything_is_read() {
        let map = Map::parse(MAP).unwrap();
        let fault = |text: &str| match CsvRecords::open(text.as_bytes(), b',', &map) {
            Err(Unreadable::Header(fault)) => fault.0,
            Ok(_) | Err(Unreadable::Io(_)) => String::new(),
        };
        assert_eq!(
            fault("id,when,who\n"),
            "the file has no column \"day\" (map: purchased); it has: id, when, who"
        );
        assert_eq!(fault("id,day,who,id\n"), "the file has the column \"id\" twice (map: reference)");
        assert_eq!(fault(""), "the file is empty");
    }

    #[test]
    fn bytes_of_another_encoding_are_refused_with_their_column() {
        let map = Map::parse(MAP).unwrap();
        let mut records = CsvRecords::open(&b"id,day,who\n1,a,Jos\xe9\n"[..], b',', &map).unwrap();
        let found = records.next().unwrap().unwrap();
        assert!(
            matches!(found, Found::Broken(2, _, column, reason) if column == "who" && reason == "is not UTF-8")
        );
    }
}
