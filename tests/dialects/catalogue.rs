//! All rows together: how many there are, and where each was read. docs/dialects.md lists them.
//!
//! # To write the list again
//! `LATCHKEY_WRITE_ROWS=1 cargo test -p latchkey-tests --test dialects catalogue`

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::rows::{Origin, api_checks, client_auth, discovery, id_tokens, key_sets, lives, names, refusals};
use crate::{api_checks as checked, discovery as tried, table};

const LEAST_ROWS: usize = 300;
const ANY: &str = "Any OpenID server";
const BEGIN: &str = "<!-- rows: begin -->\n";
const END: &str = "<!-- rows: end -->";

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

#[test]
fn the_document_lists_every_row() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/dialects.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    let list = list();
    if std::env::var_os("LATCHKEY_WRITE_ROWS").is_some() {
        std::fs::write(&file, format!("{before}{BEGIN}{list}{END}{after}")).unwrap();
        return;
    }
    assert!(
        listed == list,
        "docs/dialects.md does not list the rows as they are; catalogue.rs says how to write the list again"
    );
}
