//! Which modules of a crate use which other modules, found by the paths that begin with `crate` or `super`.
//!
//! A module is a file together with the folder of the same name. Tests are left out, and so are uses between a parent and
//! its child. A name that the crate's root re-exports belongs to the root.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{RustToken, tokens};

/// A crate of this repository.
#[derive(Debug, Default)]
pub struct CrateModules {
    /// The name of its folder; the root package is the pane.
    pub name: String,
    /// The modules at the top of the crate.
    pub modules: BTreeSet<String>,
    /// The uses between these modules.
    pub uses: Vec<ModuleUse>,
}

/// A place where one top module uses another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ModuleUse {
    pub from: String,
    pub to: String,
    /// `path:line`.
    pub place: String,
}

/// The crates that these files (path and text) belong to.
pub fn crates(files: &[(String, String)]) -> Vec<CrateModules> {
    let mut by_folder = BTreeMap::<&str, Vec<SourceFile>>::new();
    for (path, text) in files {
        if let Some((folder, file)) = SourceFile::of(path, text) {
            by_folder.entry(folder).or_default().push(file);
        }
    }
    by_folder.into_iter().map(|(folder, files)| read(folder, &files)).collect()
}

struct SourceFile<'a> {
    path: &'a str,
    /// The module's path in its crate; empty for the root.
    module: Vec<&'a str>,
    text: &'a str,
}

impl<'a> SourceFile<'a> {
    /// Assigns the file to its crate. `None` for tests and for additional programs of a package.
    fn of(path: &'a str, text: &'a str) -> Option<(&'a str, Self)> {
        let (folder, inside) = match path.strip_prefix("src/") {
            Some(inside) => ("", inside),
            None => path.split_once("/src/")?,
        };
        let mut module: Vec<_> = inside.strip_suffix(".rs")?.split('/').collect();
        let is_test = |part: &&str| *part == "tests" || part.starts_with("test_");
        if module.iter().any(is_test) || module.starts_with(&["bin"]) || folder.split('/').any(|part| part == "tests") {
            return None;
        }
        if matches!(module[..], ["lib" | "main"]) {
            module.clear();
        }
        Some((folder, Self { path, module, text: text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text) }))
    }
}

fn read(folder: &str, files: &[SourceFile<'_>]) -> CrateModules {
    let name = folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("pane").to_owned();
    let modules: BTreeSet<_> = files.iter().map(|file| &file.module[..]).collect();
    let mut found = CrateModules { name, ..CrateModules::default() };
    for file in files {
        let Some(from) = file.module.first() else { continue };
        found.modules.insert((*from).to_owned());
        for (path, line) in paths(&tokens(file.text)) {
            let full = resolve(&file.module, &path);
            let target = (1..=full.len()).rev().find(|length| modules.contains(&full[..*length])).map(|_| full[0]);
            if let Some(to) = target.filter(|to| to != from) {
                let place = format!("{}:{line}", file.path);
                found.uses.push(ModuleUse { from: (*from).to_owned(), to: to.to_owned(), place });
            }
        }
    }
    found
}

/// Resolves a path that a module uses to a path from the crate's root.
fn resolve<'a>(module: &[&'a str], path: &[&'a str]) -> Vec<&'a str> {
    let ups = path.iter().take_while(|part| **part == "super").count();
    let base = if ups == 0 { &[] } else { &module[..module.len().saturating_sub(ups)] };
    base.iter().chain(&path[ups.max(1)..]).copied().collect()
}

/// Every path that begins with `crate` or `super`, with its line.
fn paths<'a>(tokens: &[RustToken<'a>]) -> Vec<(Vec<&'a str>, usize)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let begins = ["crate", "super"].contains(&token.text) && (at == 0 || tokens[at - 1].text != "::");
        if begins && tokens.get(at + 1).is_some_and(|next| next.text == "::") {
            let mut paths = Vec::new();
            read_path(&tokens[at..], Vec::new(), &mut paths);
            found.extend(paths.into_iter().map(|path| (path, token.line)));
        }
    }
    found
}

/// Expands `a::b`, `a::{b, c::d}` or `a::*` into single paths. Returns the number of tokens that it has read.
fn read_path<'a>(tokens: &[RustToken<'a>], mut path: Vec<&'a str>, found: &mut Vec<Vec<&'a str>>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut at = 0;
    loop {
        if text(at) == "{" {
            at += 1;
            while at < tokens.len() && text(at) != "}" {
                at += read_path(&tokens[at..], path.clone(), found).max(1);
                at += usize::from(text(at) == ",");
            }
            return at + 1;
        }
        if tokens.get(at).is_some_and(RustToken::is_word) {
            if text(at) != "self" {
                path.push(text(at));
            }
            at += 1;
            if text(at) == "::" {
                at += 1;
                continue;
            }
            at += if text(at) == "as" { 2 } else { 0 };
        } else if text(at) == "*" {
            at += 1;
        }
        found.push(path);
        return at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(files: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let all = crates(&files).into_iter().flat_map(|it| it.uses);
        all.map(|it| (it.from, it.to, it.place)).collect()
    }

    fn of(from: &str, to: &str, place: &str) -> (String, String, String) {
        (from.to_owned(), to.to_owned(), place.to_owned())
    }

    #[test]
    fn a_path_from_the_root_and_one_by_way_of_the_parent_are_read() {
        let found = uses(&[
            ("crates/x/src/lib.rs", "mod a; mod b;"),
            ("crates/x/src/a.rs", "use crate::b::B;\nuse super::b;"),
            ("crates/x/src/a/inner.rs", "fn f() { super::super::b::g(); super::h(); }"),
            ("crates/x/src/b.rs", "pub(crate) struct B;"),
        ]);
        let place = |it: &str| of("a", "b", it);
        assert_eq!(
            found,
            [place("crates/x/src/a.rs:1"), place("crates/x/src/a.rs:2"), place("crates/x/src/a/inner.rs:1")]
        );
    }

    #[test]
    fn each_path_of_a_group_counts() {
        let found = uses(&[
            ("src/main.rs", ""),
            ("src/a.rs", "use crate::{b::{self, C}, c::d as e, Root};"),
            ("src/b.rs", ""),
            ("src/c.rs", ""),
        ]);
        let to: Vec<_> = found.iter().map(|(_, to, _)| to.as_str()).collect();
        assert_eq!(to, ["b", "b", "c"]);
    }

    #[test]
    fn tests_comments_and_names_of_the_root_do_not_count() {
        let code = "use crate::Root; // use crate::b;\n#[cfg(test)]\nmod tests {\n    use crate::b;\n}\n";
        assert_eq!(uses(&[("src/a.rs", code), ("src/a/tests.rs", "use crate::b;"), ("src/b.rs", "")]), []);
    }

    #[test]
    fn a_crate_is_called_like_its_folder() {
        let files = [("src/lib.rs", ""), ("crates/x/src/lib.rs", ""), ("tests/y/src/z.rs", "")];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let names: Vec<_> = crates(&files).into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["pane", "x"]);
    }
}
