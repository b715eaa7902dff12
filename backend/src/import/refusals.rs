//! The report file: one row for each line that was not taken.

use std::{
    fs::File,
    io::{self, BufWriter, Write as _},
    path::Path,
};

use super::order::Refusal;

/// An open report file.
pub(super) struct ReportFile(BufWriter<File>);

impl ReportFile {
    /// Begins the file anew.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        file.write_all(b"line,reference,field,reason\n")?;
        Ok(Self(file))
    }

    pub(super) fn write(&mut self, refusal: &Refusal) -> io::Result<()> {
        self.0.write_all(row(refusal).as_bytes())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn row(refusal: &Refusal) -> String {
    let Refusal { line, reference, field, reason } = refusal;
    format!("{line},{},{},{}\n", cell(reference), cell(field), cell(reason))
}

/// Quoted where it must be (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe.
fn cell(text: &str) -> String {
    let text = match text.chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        Some(_) | None => text.to_owned(),
    };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_quoted_where_it_must_be() {
        let refusal = Refusal {
            line: 7,
            reference: "=1+1".to_owned(),
            field: "delivered_at".to_owned(),
            reason: "\"x\" is no date, really".to_owned(),
        };
        assert_eq!(row(&refusal), "7,'=1+1,delivered_at,\"\"\"x\"\" is no date, really\"\n");
    }
}
