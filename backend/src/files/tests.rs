//! What is made of files, and where they lie. All of them are written here, by the byte or by the library.

mod place;
#[cfg(feature = "s3")]
mod s3;

use std::io::{Cursor, Seek as _, Write as _};

use followthrough_common::{domain::file::FileKind, error::ErrorCode};
use image::{
    DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage, codecs::jpeg::JpegEncoder,
};

use super::{Taken, picture::take};
use crate::problem::Error;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

fn taken(bytes: &[u8]) -> Result<Taken, Error> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    take(file)
}

#[track_caller]
fn refused(bytes: &[u8], code: ErrorCode) -> String {
    match taken(bytes) {
        Err(Error::Rejected(rejection)) if rejection.code == code => rejection.detail,
        other => panic!("{other:?}"),
    }
}

/// Red above, blue below.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { RED } else { BLUE })
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What a camera notes: how it was held, and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend(b"\0\0\0\0\x01\0\x1b\0\x02\0\x0d\0\0\0\x38\0\0\0\0\0\0\x0055 40 N 12 34 E\0");
    exif
}

fn photo(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    encoder.encode_image(image).unwrap();
    bytes
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_photo_is_kept_upright_and_small_and_nobody_learns_where_it_was_taken() {
    let sent = photo(&flag(3_000, 1_500), 6);
    assert!(has(&sent, b"Exif") && has(&sent, b"55 40 N"));
    let kept = taken(&sent).unwrap();
    assert_eq!((kept.kind, kept.size), (FileKind::Jpeg, Some((1_000, 2_000))));
    for gone in [&b"Exif"[..], b"55 40 N", b"II*"] {
        assert!(!has(&kept.bytes, gone));
    }
    // The camera was held upright: what it wrote above is on the right.
    let image = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
    let near = |pixel: &Rgb<u8>, to: Rgb<u8>| pixel.0.iter().zip(to.0).all(|(it, to)| it.abs_diff(to) < 12);
    assert!(near(image.get_pixel(990, 1_000), RED), "{:?}", image.get_pixel(990, 1_000));
    assert!(near(image.get_pixel(10, 1_000), BLUE), "{:?}", image.get_pixel(10, 1_000));
}

#[test]
fn each_kind_is_told_by_its_bytes_and_a_document_stays_as_it_is() {
    let picture = flag(40, 20);
    let glass = RgbaImage::from_pixel(40, 20, Rgba([10, 20, 30, 0]));
    for (bytes, kind) in [
        (encoded(picture.clone(), ImageFormat::Jpeg), FileKind::Jpeg),
        (encoded(picture.clone(), ImageFormat::Png), FileKind::Png),
        (encoded(picture, ImageFormat::WebP), FileKind::Jpeg),
        (encoded(glass.clone(), ImageFormat::Png), FileKind::Png),
        (encoded(glass, ImageFormat::WebP), FileKind::Png),
    ] {
        let kept = taken(&bytes).unwrap();
        assert_eq!((kept.kind, kept.size), (kind, Some((40, 20))));
        assert!(image::load_from_memory(&kept.bytes).is_ok());
    }
    let document = b"%PDF-1.7\n%%EOF and a page <script>alert(1)</script>";
    let kept = taken(document).unwrap();
    assert_eq!((kept.kind, kept.size, &*kept.bytes), (FileKind::Pdf, None, &document[..]));
}

#[test]
fn what_stands_behind_or_within_a_picture_is_gone() {
    let mut two_in_one = photo(&flag(60, 60), 1);
    two_in_one.extend(b"PK\x03\x04 <html><script>alert(1)</script>");
    assert!(!has(&taken(&two_in_one).unwrap().bytes, b"<script>"));
    let mut noted = encoded(flag(60, 60), ImageFormat::Jpeg);
    noted.splice(2..2, *b"\xff\xfe\x00\x12<script>alert<!");
    assert!(!has(&taken(&noted).unwrap().bytes, b"<script>"));
}

#[test]
fn everything_else_is_refused_in_words_that_say_what_to_do() {
    for brand in ["heic", "heix", "hevc", "mif1"] {
        let bytes = format!("\0\0\0\u{18}ftyp{brand}\0\0\0\0");
        assert!(refused(bytes.as_bytes(), ErrorCode::UnsupportedMediaType).contains("Most Compatible"));
    }
    for bytes in [
        &b""[..],
        b"GIF89a\x01\0\x01\0",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html>%PDF-1.7",
        b" %PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x90\0",
        b"\0\0\0\x18ftypavif\0\0\0\0",
    ] {
        let why = refused(bytes, ErrorCode::UnsupportedMediaType);
        assert!(why.contains("JPEG, PNG or WebP") && why.contains("PDF"), "{why}");
    }
    for broken in
        [&b"\xff\xd8\xff\xe0 no picture"[..], b"\x89PNG\r\n\x1a\n no picture", b"RIFF\0\0\0\0WEBPVP8 "]
    {
        assert!(refused(broken, ErrorCode::Validation).contains("cannot be read"));
    }
}

/// The head of a PNG.
fn png_of(width: u32, height: u32, depth: u8, colours: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    for (name, data) in
        [(b"IHDR", [&sides[..], &[depth, colours, 0, 0, 0]].concat()), (b"IDAT", vec![0x78, 0x9c])]
    {
        bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(name);
        sum.update(&data);
        bytes.extend([&name[..], &data, &sum.sum().to_be_bytes()].concat());
    }
    bytes
}

/// The head of a JPEG up to its first scan, which has so many of its components.
fn jpeg_of(width: u16, height: u16, frame: u8, in_scan: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, frame, 0, 17, 8];
    bytes.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
    bytes.extend([3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]);
    bytes.extend([0xff, 0xda, 0, 6 + 2 * in_scan, in_scan]);
    (1..=in_scan).for_each(|component| bytes.extend([component, 0]));
    bytes.extend([0, 63, 0, 0]);
    bytes
}

/// The head of a WebP that says that it is so large.
fn webp_of(width: u32, height: u32) -> Vec<u8> {
    let [wide, high] = [width - 1, height - 1].map(|side| side.to_le_bytes()[..3].to_vec());
    let canvas = [&[0x10, 0, 0, 0][..], &wide, &high].concat();
    let mut chunks = [b"VP8X", &10_u32.to_le_bytes()[..], &canvas].concat();
    chunks.extend([b"VP8L", &6_u32.to_le_bytes()[..], &[0x2f, 0, 0, 0, 0x10, 0]].concat());
    let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &size[..], b"WEBP", &chunks].concat()
}

#[test]
fn a_picture_that_would_not_fit_is_refused_by_its_head() {
    for bomb in [png_of(30_000, 30_000, 8, 2), jpeg_of(30_000, 30_000, 0xc0, 3)] {
        assert!(bomb.len() < 100);
        let why = refused(&bomb, ErrorCode::Validation);
        assert!(why.contains("900 megapixels") && why.contains("at most 64"), "{why}");
    }
    let why = refused(&webp_of(16_000, 16_000), ErrorCode::Validation);
    assert!(why.contains("256 megapixels"), "{why}");
    // Where more is needed for each pixel, fewer are taken.
    for (bomb, most) in [
        (png_of(8_000, 8_001, 8, 6), "at most 64"),
        (png_of(6_000, 6_000, 16, 6), "at most 32"),
        (jpeg_of(6_000, 6_000, 0xc2, 3), "at most 26"),
        (jpeg_of(6_000, 6_000, 0xc0, 1), "at most 26"),
    ] {
        let why = refused(&bomb, ErrorCode::Validation);
        assert!(why.contains(most), "{why}");
    }
    // What has a good head and nothing behind it is no bomb, and no picture either.
    assert!(refused(&png_of(8_000, 8_000, 8, 2), ErrorCode::Validation).contains("cannot be read"));
}
