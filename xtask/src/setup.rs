//! The tools that the commands need, and how they are installed. Each part checks first and acts only if something is
//! missing, so a warm start costs nothing.
//!
//! # To add a tool
//! Give it a file here with a `find` that is quick and an `install` that can be interrupted at any point, and call it
//! from the commands that need it.

mod apt;
pub mod browser;
pub mod office_js;
pub mod peers;
pub mod postgres;
pub mod trunk;
pub mod wasm_target;
pub mod wrk;
pub mod xmllint;

use std::env;
use std::path::PathBuf;

/// The first program of these names in `PATH`.
pub fn find_in_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<_> = env::split_paths(&path).collect();
    let candidates = names.iter().flat_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders.iter().map(move |folder| folder.join(&file))
    });
    candidates.into_iter().find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_by_the_first_name_that_exists() {
        assert!(find_in_path(&["no-such-program-here", "cargo"]).is_some());
        assert_eq!(find_in_path(&["no-such-program-here"]), None);
    }
}
