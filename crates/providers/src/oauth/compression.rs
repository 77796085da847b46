//! Bodies that a server compressed although the request did not allow it. A body that looks compressed is decompressed as
//! far as possible; the headers are not relied on.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use http::Response;
use http::header::CONTENT_ENCODING;

/// The largest decompressed body.
const MAX_BYTES: u64 = 1 << 20;

/// Decompresses the body of a response, if it is compressed.
pub(super) fn decompress(response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let says_deflate = response.headers().get(CONTENT_ENCODING).is_some_and(|named| named.as_bytes() == b"deflate");
    response.map(|body| match &body[..] {
        // RFC 1952, 2.3.1; RFC 1950, 2.2.
        [0x1f, 0x8b, ..] => read(GzDecoder::new(&body[..])),
        [first @ 0x78, second, ..] if u16::from_be_bytes([*first, *second]) % 31 == 0 => {
            read(ZlibDecoder::new(&body[..]))
        }
        // Some servers send raw DEFLATE, without the header of RFC 1950.
        [_, ..] if says_deflate => read(DeflateDecoder::new(&body[..])),
        _ => body,
    })
}

/// Reads up to the limit, or up to the first error.
fn read(packed: impl Read) -> Vec<u8> {
    let mut body = Vec::new();
    let mut packed = packed.take(MAX_BYTES);
    let mut part = [0; 4096];
    while let Ok(count @ 1..) = packed.read(&mut part) {
        body.extend_from_slice(&part[..count]);
    }
    body
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const TEXT: &[u8] = br#"{"access_token":"a"}"#;

    fn body(encoding: Option<&str>, bytes: Vec<u8>) -> Vec<u8> {
        let response = Response::builder();
        let response = encoding.into_iter().fold(response, |response, named| response.header(CONTENT_ENCODING, named));
        decompress(response.body(bytes).unwrap()).into_body()
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_with_or_without_a_header_and_as_far_as_it_goes() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(TEXT).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(TEXT).unwrap();
        let (zlib, raw) = (zlib.finish().unwrap(), raw.finish().unwrap());
        for encoding in [None, Some("gzip"), Some("x-gzip")] {
            assert_eq!(body(encoding, gzip(TEXT)), TEXT, "{encoding:?}");
        }
        for encoding in [None, Some("deflate")] {
            assert_eq!(body(encoding, zlib.clone()), TEXT, "{encoding:?}");
        }
        assert_eq!(body(Some("deflate"), raw), TEXT);
        assert_eq!(body(Some("gzip"), TEXT.to_vec()), TEXT, "it is not");
        let whole = gzip(TEXT);
        assert_eq!(body(None, whole[..whole.len() - 8].to_vec()), TEXT, "without its end");
    }

    #[test]
    fn a_bomb_is_left_where_it_is_large_enough() {
        assert!(body(None, gzip(&vec![b' '; 64 << 20])).len() as u64 <= MAX_BYTES);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..200), magic: bool) {
            let bytes = if magic { [&[0x1f, 0x8b][..], &bytes].concat() } else { bytes };
            body(Some("deflate"), bytes);
        }
    }
}
