//! What a file is, by its bytes. A picture is read and written anew: upright, no larger than a screen shows, and without
//! where and when it was taken. Whatever stood behind or beside it is gone with it. A document stays as it is.

use std::{
    fs,
    io::{Cursor, Read as _, Seek as _},
};

use followthrough_common::{
    domain::file::FileKind,
    error::{ErrorCode, Rejection},
};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder as _, ImageError, Limits,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
    metadata::Orientation,
};

use crate::problem::Error;

/// The longest side of what is kept.
const LONGEST: u32 = 2_000;
/// How good a JPEG is kept, of 100.
const QUALITY: u8 = 85;
/// The most pixels that are read. A header of more is refused before anything is read.
const MOST_PIXELS: u64 = 64_000_000;
/// The most bytes that reading may take: 64 megapixels with transparency.
const MOST_MEMORY: u64 = 256_000_000;
/// What a JPEG takes for each pixel if it comes in several passes: three colours, what the passes add up to, and some
/// more on the way.
const IN_PASSES: u64 = 10;
/// What a WebP takes for each pixel, if it is the plain kind, and if it has transparency, several pictures or no loss.
const PLAIN_WEBP: u64 = 5;
const OTHER_WEBP: u64 = 12;
/// The most bytes that profiles and notes beside a picture may take while it is read.
const MOST_BESIDE: u64 = 16 * 1024 * 1024;

const ACCEPTED: &str = "Accepted are photos and pictures as JPEG, PNG or WebP, and documents as PDF.";
const HEIC: &str = "This photo is HEIC, which many people cannot open. Send it as JPEG: on an iPhone, choose \
    Settings, Camera, Formats, Most Compatible, and take it again, or choose Most Compatible under Options when you \
    share it.";

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it is.
    pub kind: FileKind,
    /// What it consists of.
    pub bytes: Vec<u8>,
    /// Width and height of a picture.
    pub size: Option<(u32, u32)>,
}

/// What bytes can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Jpeg,
    Png,
    WebP,
    Pdf,
    Heic,
    Other,
}

impl Found {
    /// By what stands at the very beginning.
    fn of(bytes: &[u8]) -> Self {
        let brand = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp"));
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::WebP,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ if brand
                .is_some_and(|brand| brand.starts_with(b"he") || matches!(brand, b"mif1" | b"msf1")) =>
            {
                Self::Heic
            }
            _ => Self::Other,
        }
    }
}

/// Reads a file, and makes of it what is kept.
pub(super) fn take(mut file: fs::File) -> Result<Taken, Error> {
    let mut bytes = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    read.map_err(|error| Error::Storage(format!("what was received cannot be read again: {error}")))?;
    let input = Cursor::new(bytes.as_slice());
    let taken = match Found::of(&bytes) {
        Found::Pdf => return Ok(Taken { kind: FileKind::Pdf, bytes, size: None }),
        Found::Heic => return Err(refused(HEIC)),
        Found::Other => return Err(refused(ACCEPTED)),
        Found::Jpeg => {
            let takes = if comes_in_passes(&bytes) { IN_PASSES } else { 0 };
            JpegDecoder::new(input).map(|decoder| made_anew(decoder, takes, FileKind::Jpeg))
        }
        Found::Png => {
            let decoder = PngDecoder::with_limits(input, beside());
            decoder.map(|decoder| made_anew(decoder, 0, FileKind::Png))
        }
        Found::WebP => {
            let takes = if bytes.get(12..16) == Some(b"VP8 ") { PLAIN_WEBP } else { OTHER_WEBP };
            let decoder = WebPDecoder::new(input);
            decoder.map(|decoder| {
                let kind = if decoder.color_type().has_alpha() { FileKind::Png } else { FileKind::Jpeg };
                made_anew(decoder, takes, kind)
            })
        }
    };
    taken.unwrap_or_else(|error| Err(unreadable(&error)))
}

fn beside() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BESIDE);
    limits
}

/// The picture as it is kept, if reading it takes no more than there is; `takes` is for each pixel.
fn made_anew(mut decoder: impl ImageDecoder, takes: u64, kind: FileKind) -> Result<Taken, Error> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let takes = takes.max(decoder.color_type().bytes_per_pixel().into()).max(1);
    let most = MOST_PIXELS.min(MOST_MEMORY / takes);
    if pixels == 0 || pixels > most {
        return Err(size(pixels, most));
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let read = decoder.set_limits(beside()).and_then(|()| DynamicImage::from_decoder(decoder));
    let mut small = shrunk(read.map_err(|error| unreadable(&error))?);
    small.apply_orientation(upright);
    write(&small, kind).map_err(|error| Error::Internal(format!("a picture cannot be written: {error}")))
}

/// No side is longer than it may be. The mean of what falls together, which takes no memory beside the two.
fn shrunk(image: DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) <= LONGEST { image } else { image.thumbnail(LONGEST, LONGEST) }
}

fn write(image: &DynamicImage, kind: FileKind) -> Result<Taken, ImageError> {
    let (width, height) = (image.width(), image.height());
    let mut bytes = Vec::new();
    if kind == FileKind::Png {
        let encoder = PngEncoder::new(&mut bytes);
        if image.color().has_alpha() {
            encoder.write_image(&image.to_rgba8(), width, height, ExtendedColorType::Rgba8)?;
        } else {
            encoder.write_image(&image.to_rgb8(), width, height, ExtendedColorType::Rgb8)?;
        }
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        encoder.write_image(&image.to_rgb8(), width, height, ExtendedColorType::Rgb8)?;
    }
    Ok(Taken { kind, bytes, size: Some((width, height)) })
}

/// Whether the parts of a JPEG come one after the other, so that its reader must keep all of them till the end. What
/// cannot be told does.
fn comes_in_passes(bytes: &[u8]) -> bool {
    let (mut at, mut components) = (2, 0);
    let byte = |at: usize| bytes.get(at).copied();
    while let (Some(0xff), Some(marker)) = (byte(at), byte(at + 1)) {
        let (Some(high), Some(low)) = (byte(at + 2), byte(at + 3)) else { return true };
        match marker {
            // Fill bytes.
            0xff => {
                at += 1;
                continue;
            }
            // A frame that is read from top to bottom, and how many components it has.
            0xc0 | 0xc1 => components = byte(at + 9).unwrap_or_default(),
            0xc2 | 0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return true,
            // The first scan, and how many components it has.
            0xda => return byte(at + 4).is_none_or(|of_scan| of_scan < components),
            _ => {}
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    true
}

fn refused(detail: &str) -> Error {
    Error::refused(ErrorCode::UnsupportedMediaType, detail)
}

fn unreadable(error: &ImageError) -> Error {
    Rejection::field("", format!("is a picture that cannot be read: {error}")).into()
}

fn size(pixels: u64, most: u64) -> Error {
    let [has, most] = [pixels, most].map(|pixels| pixels.div_ceil(1_000_000));
    Rejection::field("", format!("is a picture of {has} megapixels; of this kind, at most {most} are taken"))
        .into()
}
