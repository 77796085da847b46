//! All rows together: how many there are, and where each was read. docs/dialects.md lists them, after the servers that they name.
//!
//! # To write the list again
//! `LATCHKEY_WRITE_ROWS=1 cargo test -p latchkey-tests --test dialects catalogue`

mod servers;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::rows::{Origin, api_checks, client_auth, discovery, id_tokens, key_sets, lives, names, refusals};
use crate::{api_checks as checked, discovery as tried, table};

const LEAST_ROWS: usize = 300;
const ANY: &str = "Any OpenID server";
/// The parts of the document that are printed.
const PARTS: [&str; 2] = ["servers", "rows"];

/// Every row, with the name of its kind.
#[rustfmt::skip]
fn all() -> Vec<(&'static str, Origin)> {
    let of = |kind, origins: Vec<Origin>| origins.into_iter().map(move |origin| (kind, origin)).collect::<Vec<_>>();
    let any = |what, read_at| Origin { server: ANY, what, read_at };
    let tenant = |(error, number)| Origin { server: "Microsoft", what: format!("{error} {number}").leak(), read_at: table::TENANTS_READ_AT };
    [
        of("token answer", table::successes().iter().map(|row| any(row.what, row.read_at)).collect()),
        of("refusal", table::refusals().iter().map(|row| any(row.what, row.read_at)).collect()),
        of("tenant's decision", table::DECISIONS.into_iter().map(tenant).collect()),
        of("refusal", refusals::own_refusals().iter().map(|row| row.origin).collect()),
        of("wait", refusals::waits().iter().map(|row| row.origin).collect()),
        of("ID token", id_tokens::id_tokens().iter().map(|row| row.origin).collect()),
        of("ID token", id_tokens::renewed_id_tokens().iter().map(|row| row.origin).collect()),
        of("key set", key_sets::key_sets().iter().map(|row| row.origin).collect()),
        of("key set", key_sets::key_changes().iter().map(|row| row.origin).collect()),
        of("discovery", discovery::discoveries().iter().map(|row| row.origin).collect()),
        of("discovery", vec![tried::MOVED, tried::MOVED_AND_GONE, tried::https::UNPROTECTED, tried::https::UNPROTECTED_TOKENS]),
        of("client", client_auth::client_auths().iter().map(|row| row.origin).collect()),
        of("client", client_auth::client_changes().iter().map(|row| row.origin).collect()),
        of("client", vec![client_auth::SIGNED, client_auth::SIGNED_FOR_ISSUER, client_auth::ONCE_MADE, client_auth::REPLACED_FILE, client_auth::GONE_FILE]),
        of("API", api_checks::api_checks().iter().map(|row| row.origin).collect()),
        of("API", api_checks::challenges().iter().map(|(origin, _)| *origin).collect()),
        of("API", vec![checked::LATE]),
        of("life", lives::lives().iter().map(|row| row.origin).collect()),
        of("life", vec![checked::SHORT]),
        of("name", names::names().iter().map(|row| row.origin).collect()),
    ].concat()
}

#[test]
fn every_row_says_where_it_was_read_and_no_two_are_the_same() {
    let rows = all();
    assert!(rows.len() >= LEAST_ROWS, "{}", rows.len());
    let mut seen = BTreeSet::new();
    for (kind, origin) in &rows {
        assert!(!sources::links(origin.read_at).unwrap_or_default().is_empty(), "no public source: {kind}: {origin}");
        assert!(seen.insert((origin.server, *kind, origin.what)), "twice: {kind}: {origin}");
    }
}

/// The list, as the document has it.
fn list() -> String {
    let mut by_server: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (kind, origin) in all() {
        by_server.entry((origin.server != ANY, origin.server)).or_default().push((kind, origin));
    }
    let mut text = String::new();
    for ((_, server), rows) in by_server {
        writeln!(text, "\n### {server}\n\n| kind | what it does | read at |\n|---|---|---|").unwrap();
        for (kind, origin) in rows {
            let links = sources::links(origin.read_at).unwrap_or_default().join("; ");
            writeln!(text, "| {kind} | {} | {links} |", origin.what.replace('|', "\\|")).unwrap();
        }
    }
    text + "\n"
}

/// The document's text with its printed parts as they must be.
fn printed(document: &str) -> String {
    let named = all().into_iter().map(|(_, origin)| origin.server).collect();
    let parts = [servers::table(named), list()];
    PARTS.iter().zip(parts).fold(document.to_owned(), |text, (name, part)| {
        let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
        let (before, rest) = text.split_once(&begin).unwrap();
        let (_, after) = rest.split_once(&end).unwrap();
        format!("{before}{begin}{part}{end}{after}")
    })
}

#[test]
fn the_document_lists_every_server_and_every_row() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/dialects.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let printed = printed(&text);
    if std::env::var_os("LATCHKEY_WRITE_ROWS").is_some() {
        std::fs::write(&file, printed).unwrap();
        return;
    }
    assert!(
        text == printed,
        "docs/dialects.md does not list servers and rows as they are; catalogue.rs says how to write the list again"
    );
}
