//! Every file is compressed once, except the page that the endpoint fills in.

use std::fs;
use std::io::Read;

use super::{CompressionSummary, brotli, folder, gzip};

fn built_pane() -> tempfile::TempDir {
    let dist = tempfile::tempdir().unwrap();
    fs::write(dist.path().join("index.html"), "<!doctype html>").unwrap();
    fs::write(dist.path().join("pane.js"), "export {};".repeat(50)).unwrap();
    fs::create_dir(dist.path().join("icons")).unwrap();
    fs::write(dist.path().join("icons/icon.svg"), "<svg/>".repeat(50)).unwrap();
    fs::write(dist.path().join("icons/icon.png"), [0x89, 0x50]).unwrap();
    dist
}

#[test]
fn what_comes_out_is_what_went_in() {
    let raw = b"sidebar ".repeat(4000);
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut &*brotli(&raw).unwrap(), &mut unpacked).unwrap();
    assert_eq!(unpacked, raw);

    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&*gzip(&raw).unwrap()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, raw);
}

#[test]
fn every_file_that_gains_is_compressed_and_no_other() {
    let dist = built_pane();
    assert_eq!(folder(dist.path()).unwrap(), CompressionSummary { written: 2, kept: 0 });
    for present in ["pane.js.br", "pane.js.gz", "icons/icon.svg.br", "icons/icon.svg.gz"] {
        assert!(dist.path().join(present).exists(), "{present} is missing");
    }
    for absent in ["index.html.br", "index.html.gz", "icons/icon.png.br", "pane.js.br.unfinished"] {
        assert!(!dist.path().join(absent).exists(), "{absent} should not be there");
    }
}

#[test]
fn a_second_run_compresses_only_what_changed() {
    let dist = built_pane();
    folder(dist.path()).unwrap();
    fs::remove_file(dist.path().join("pane.js.gz")).unwrap();
    assert_eq!(folder(dist.path()).unwrap(), CompressionSummary { written: 1, kept: 1 });
    assert_eq!(folder(dist.path()).unwrap(), CompressionSummary { written: 0, kept: 2 });
}
