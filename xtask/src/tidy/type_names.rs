//! Each type name is used for one type in the whole repository, so that a search for it leads to one place.
//!
//! Types within a function, associated types, and variants do not count; types of tests do. A pair under `#[cfg(…)]` in
//! one file is one type.
//!
//! # To allow a name twice
//! Add it to [`TWINS`], with the reason.

use std::collections::BTreeMap;

use super::sources::is_rust;
use crate::rust_code::{DefinitionKind, definitions};

/// Why types of the practice providers share a name.
const PRACTICE: &str = "each practice provider has its own dialect of the same OAuth exchange";
/// Why types of the store's backends share a name.
const STORE: &str = "each of the store's backends has its own dialect of the same interface";

/// Names that may stand more than once, and why.
const TWINS: &[(&str, &str)] = &[
    ("ApiRefusal", PRACTICE),
    ("IssuedIdTokenClaims", PRACTICE),
    ("PageBuilder", PRACTICE),
    ("Conn", STORE),
    ("DbRow", STORE),
    ("Query", STORE),
    ("Writer", STORE),
];

/// Each name that stands for several types, with its places, and each name of the list that no longer does.
pub fn problems(files: &[(String, String)]) -> Vec<String> {
    problems_against(files, TWINS)
}

fn problems_against(files: &[(String, String)], twins: &[(&str, &str)]) -> Vec<String> {
    let mut places = BTreeMap::<&str, Vec<String>>::new();
    for (file, text) in files.iter().filter(|(name, _)| is_rust(name)) {
        let mut conditional = Vec::new();
        for it in definitions(text).into_iter().filter(|it| it.kind == DefinitionKind::Type) {
            if !(it.is_conditional && conditional.contains(&it.name)) {
                places.entry(it.name).or_default().push(format!("{file}:{}", it.line));
            }
            conditional.extend(it.is_conditional.then_some(it.name));
        }
    }
    places.retain(|_, places| places.len() > 1);
    let is_twin = |name: &&str| twins.iter().any(|(twin, _)| twin == name);
    let doubled = places.iter().filter(|(name, _)| !is_twin(name));
    let doubled = doubled.map(|(name, places)| {
        format!("{}: the type name `{name}` stands for {} things: {}", places[0], places.len(), places[1..].join(", "))
    });
    let needless = twins.iter().filter(|(twin, _)| !places.contains_key(twin));
    let needless = needless.map(|(twin, _)| {
        format!("xtask/src/tidy/type_names.rs: `{twin}` stands for one thing now: take it out of the list")
    });
    doubled.chain(needless).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_name_for_two_types_is_refused_once_with_its_places() {
        let found = problems_against(
            &files(&[
                ("a.rs", "struct A;\nenum B {}"),
                ("b.rs", "trait A {}"),
                ("c.rs", "#[cfg(test)]\nmod tests { type A = u8; }"),
            ]),
            &[],
        );
        assert_eq!(found, ["a.rs:1: the type name `A` stands for 3 things: b.rs:1, c.rs:2"]);
    }

    #[test]
    fn what_is_no_type_of_its_own_does_not_count() {
        let twins = "#[cfg(unix)]\nstruct A;\n#[cfg(not(unix))]\nstruct A;\n";
        let inner = "enum B { A } impl C for D { type A = u8; } fn f() { struct A; }";
        assert_eq!(problems_against(&files(&[("a.rs", twins), ("b.rs", inner)]), &[]), Vec::<String>::new());
    }

    #[test]
    fn a_twin_may_stand_twice_and_is_listed_only_as_long_as_it_does() {
        let twice = files(&[("a.rs", "struct A;"), ("b.rs", "struct A;")]);
        assert_eq!(problems_against(&twice, &[("A", "two sides of one interface")]), Vec::<String>::new());
        assert_eq!(problems_against(&twice[..1], &[("A", "two sides of one interface")]).len(), 1);
    }
}
