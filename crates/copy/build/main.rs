//! Writes the tables of sentences from `sentences/*.ftl`, one file for each language. English comes first; the others must
//! have the same messages with the same placeables, or the build fails.

#![expect(clippy::print_stdout, reason = "build scripts answer cargo so")]

mod generate;

use std::path::Path;
use std::{env, fs};

const FOLDER: &str = "sentences";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=build");
    let mut files: Vec<_> =
        fs::read_dir(FOLDER).and_then(Iterator::collect::<Result<_, _>>).expect("the folder of sentences can be read");
    files.sort_by_key(fs::DirEntry::file_name);
    let read = |entry: &fs::DirEntry| {
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        let tag = name.strip_suffix(".ftl").expect("only .ftl files are here").to_owned();
        (tag, fs::read_to_string(entry.path()).expect("a readable file"))
    };
    let code = match generate::generate(files.iter().map(read).collect()) {
        Ok(code) => code,
        Err(problem) => panic!("{problem}"),
    };
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("sentences.rs"), code).expect("a writable folder");
}
