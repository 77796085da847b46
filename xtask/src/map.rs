//! `cargo xtask map`: draws in ARCHITECTURE.md which crates depend on which, and which modules of the endpoint use which.
//! `cargo xtask test --only tidy` says when the drawing is out of date.
//!
//! Edges that a longer path implies are left out: if the endpoint depends on the store, and the store on the domain, no
//! edge is drawn from the endpoint to the domain.

mod crates;
mod mermaid;

use std::fs;

use anyhow::{Context, bail};

use crate::rust_code::{self, UseGraph};
use crate::{ui, workspace};

const DOCUMENT: &str = "ARCHITECTURE.md";
const BEGIN: &str = "<!-- map: begin -->\n";
const END: &str = "<!-- map: end -->";
/// The crate whose modules are drawn.
const DRAWN_CRATE: &str = "crates/endpoint";

/// Draws the map anew.
pub fn run() -> anyhow::Result<()> {
    let (old, new) = read_and_draw()?;
    if old == new {
        ui::say(format!("The map in {DOCUMENT} is up to date"));
    } else {
        fs::write(workspace::root().join(DOCUMENT), new).with_context(|| format!("can't write {DOCUMENT}"))?;
        ui::say(format!("Drew the map in {DOCUMENT}"));
    }
    Ok(())
}

/// The problem with the map in the document, if there is one.
pub fn problem() -> anyhow::Result<Option<String>> {
    let (old, new) = read_and_draw()?;
    Ok((old != new).then(|| format!("{DOCUMENT}: the map is out of date: run `cargo xtask map`")))
}

/// The document as it is, and as it would be.
fn read_and_draw() -> anyhow::Result<(String, String)> {
    let old = fs::read_to_string(workspace::root().join(DOCUMENT)).with_context(|| format!("can't read {DOCUMENT}"))?;
    let drawn = format!(
        "Who depends on whom, among the crates:\n\n{}\nWho uses whom, among the endpoint's modules; a module uses only modules below it:\n\n{}",
        crates::drawn(&crates::read()?),
        modules()?
    );
    let new = replace(&old, &drawn)?;
    Ok((old, new))
}

/// The document with this text between its markers.
fn replace(document: &str, drawn: &str) -> anyhow::Result<String> {
    let parts = document.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?)));
    let Some((before, (_, after))) = parts else {
        bail!("{DOCUMENT} has no place for the map: add the lines `{}` and `{END}`", BEGIN.trim_end());
    };
    Ok(format!("{before}{BEGIN}\n{drawn}\n{END}{after}"))
}

fn modules() -> anyhow::Result<String> {
    let root = workspace::root();
    let mut files = Vec::new();
    for file in workspace::files_below(&root.join(DRAWN_CRATE).join("src"))? {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if file.extension().is_some_and(|extension| extension == "rs") {
            files.push((name, fs::read_to_string(&file)?));
        }
    }
    let crates = rust_code::crates(&files);
    let found = crates.first().with_context(|| format!("{DRAWN_CRATE} has no modules"))?;
    let mut graph = UseGraph::default();
    for module in &found.modules {
        graph.add(module);
    }
    for it in &found.uses {
        graph.connect(&it.from, &it.to);
    }
    Ok(mermaid::in_layers(&graph))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_markers_is_replaced() {
        let document = format!("# A\n{BEGIN}old\n{END}\n## B\n");
        let new = replace(&document, "new\n").unwrap();
        assert_eq!(new, format!("# A\n{BEGIN}\nnew\n\n{END}\n## B\n"));
        assert_eq!(replace(&new, "new\n").unwrap(), new);
        assert!(replace("# A\n", "new\n").unwrap_err().to_string().contains("no place"));
    }

    #[test]
    fn this_repository_can_be_drawn() {
        let (_, new) = read_and_draw().unwrap();
        assert_eq!(new.matches("```mermaid").count(), 2);
        assert!(new.contains("n_store --> n_domain"));
    }
}
