//! The compressed siblings of the assets, made once here so that the server never compresses.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

const QUALITY: u32 = 11;
const WINDOW: u32 = 24;
const BUFFER: usize = 1 << 16;

/// `file.br` and `file.gz`.
pub fn siblings(file: &Path) -> [PathBuf; 2] {
    [".br", ".gz"].map(|extension| {
        let mut name = file.as_os_str().to_owned();
        name.push(extension);
        PathBuf::from(name)
    })
}

/// Writes the siblings of all files, side by side.
pub fn write_siblings(files: &[PathBuf]) -> Result<()> {
    thread::scope(|scope| {
        let mut running = Vec::new();
        for file in files {
            let [brotli, gzip] = siblings(file);
            running.push(scope.spawn(move || write(file, &brotli, with_brotli)));
            running.push(scope.spawn(move || write(file, &gzip, with_gzip)));
        }
        for task in running {
            task.join().map_err(|_| anyhow!("compressing stopped unexpectedly"))??;
        }
        Ok(())
    })
}

fn write(source: &Path, target: &Path, compress: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<()> {
    let content = fs::read(source).with_context(|| format!("cannot read {}", source.display()))?;
    let small = compress(&content).with_context(|| format!("cannot compress {}", source.display()))?;
    fs::write(target, small).with_context(|| format!("cannot write {}", target.display()))
}

fn with_brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW);
    writer.write_all(content)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn with_gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{with_brotli, with_gzip};

    #[test]
    fn what_was_compressed_comes_back() {
        let content = "agenda ".repeat(10_000).into_bytes();
        let small = with_brotli(&content).unwrap();
        let mut back = Vec::new();
        brotli::Decompressor::new(small.as_slice(), 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, content);
        assert!(small.len() < 100);
        let small = with_gzip(&content).unwrap();
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(small.as_slice()).read_to_end(&mut back).unwrap();
        assert_eq!(back, content);
    }
}
