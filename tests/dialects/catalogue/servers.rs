//! Which servers Latchkey works with, and how that is tested. docs/dialects.md begins with it.
//!
//! # To add a server
//! One that has rows is listed by itself. One that runs in `tests/peers` is added to [`PEERS`].

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// The servers that run in `tests/peers`: the name, the file with the version that runs there, and what stands before it.
const PEERS: [(&str, &str, &str); 5] = [
    ("Authlib", "tests/peers/authlib/requirements.txt", "Authlib=="),
    ("django-oauth-toolkit", "tests/peers/django_oauth_toolkit/requirements.txt", "django-oauth-toolkit=="),
    ("Glewlwyd", "xtask/src/setup/peers/glewlwyd.rs", "const SERIES: &str = \""),
    ("LemonLDAP::NG", "xtask/src/setup/peers/lemonldap.rs", "const SERIES: &str = \""),
    ("oidc-provider", "tests/peers/oidc_provider/package.json", "\"oidc-provider\": \""),
];
/// What rows name that is no server.
const NO_SERVERS: [&str; 4] = [super::ANY, "Any API", "SPIFFE", "an attacker"];

/// The table, as the document has it, for the servers that rows name.
pub(super) fn table(named: BTreeSet<&str>) -> String {
    let mut text = "\n| server | how it is tested |\n|---|---|\n".to_owned();
    for (name, file, before) in PEERS {
        writeln!(text, "| {name} | works: version {} runs in the tests |", version(file, before)).unwrap();
    }
    let is_other = |name: &&str| !NO_SERVERS.contains(name) && PEERS.iter().all(|(peer, ..)| peer != name);
    let mut others: Vec<_> = named.into_iter().filter(is_other).collect();
    others.sort_by_key(|name| name.to_lowercase());
    writeln!(text, "| {} | works by its documented answers |\n", others.join(", ")).unwrap();
    text
}

/// The version in a file. A series of versions ends with a point: "2.7.".
fn version(file: &str, before: &str) -> String {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap();
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{file} does not have {before}"));
    let is_part = |symbol: char| symbol.is_ascii_digit() || symbol == '.';
    let version: String = rest.chars().take_while(|symbol| is_part(*symbol)).collect();
    assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{file} has no version after {before}");
    version.strip_suffix('.').map_or(version.clone(), |series| format!("{series}.x"))
}

#[test]
fn a_server_that_runs_in_the_tests_has_its_version_and_the_others_are_named_together() {
    let table = table(["Keycloak", "oidc-provider", "Auth0", "an attacker"].into());
    let lines: Vec<_> = table.lines().filter(|line| line.contains("works")).collect();
    assert_eq!(lines.len(), PEERS.len() + 1);
    assert!(lines[..PEERS.len()].iter().all(|line| line.contains(": version ")), "{table}");
    assert_eq!(lines[PEERS.len()], "| Auth0, Keycloak | works by its documented answers |");
}
