//! The page that the pane's build starts from: which files it asks for by `<link data-trunk rel="…">`, and what takes the
//! place of each. <https://trunkrs.dev/assets/>
//!
//! # To use another of trunk's assets
//! Add a variant to [`Asset`], read it in [`Asset::of`], and write it in `assemble.rs`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, bail, ensure};

/// How a link for the build begins.
const LINK: &str = "<link data-trunk ";

/// What a link asks for. Paths are relative to the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Asset {
    /// The page's icon, a file of its own, of this media type.
    Icon { file: PathBuf, media_type: String },
    /// A folder that is copied as it is.
    Folder(PathBuf),
    /// A style sheet, a script or an SVG image whose text goes into the page.
    Inline(PathBuf),
    /// The program: a binary of the workspace's root package.
    Program { binary: String },
}

/// A piece of the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece<'a> {
    Text(&'a str),
    Asset(Asset),
}

/// Takes the page apart at its links for the build.
pub fn take_apart(page: &str) -> anyhow::Result<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while let Some((before, from)) = rest.split_once(LINK) {
        let (link, after) = from.split_once('>').context("a link for the build has no end")?;
        let asset = Asset::of(link).with_context(|| format!("{LINK}{link}> can't be understood"))?;
        pieces.extend([Piece::Text(before), Piece::Asset(asset)]);
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    ensure!(!page.replace(LINK, "").contains("data-trunk"), "a link for the build does not begin with {LINK:?}");
    Ok(pieces)
}

impl Asset {
    fn of(link: &str) -> anyhow::Result<Self> {
        let mut attributes = attributes(link)?;
        let mut take = |name: &str| attributes.remove(name).with_context(|| format!("it has no {name}"));
        let asset = match take("rel")?.as_str() {
            "icon" => Self::Icon { file: take("href")?.into(), media_type: take("type")? },
            "copy-dir" => Self::Folder(take("href")?.into()),
            "inline" => Self::Inline(take("href")?.into()),
            "rust" => {
                ensure!(take("data-wasm-opt")? == "0", "xtask has no wasm-opt: data-wasm-opt must be 0");
                Self::Program { binary: take("data-bin")? }
            }
            other => bail!("xtask knows icon, copy-dir, inline and rust as rel, and not {other:?}"),
        };
        ensure!(attributes.is_empty(), "xtask does not know {:?} there", attributes.keys());
        Ok(asset)
    }
}

/// Attributes of the form `name="value"`.
fn attributes(link: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut rest = link.trim().trim_end_matches('/').trim_end();
    while !rest.is_empty() {
        let (name, from) = rest.split_once("=\"").context("an attribute is not of the form name=\"value\"")?;
        let (value, after) = from.split_once('"').context("a value has no end")?;
        found.insert(name.trim().to_owned(), value.to_owned());
        rest = after.trim_start();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_apart_at_its_links() {
        let page = "<head><link data-trunk rel=\"icon\" href=\"a.svg\" type=\"image/svg+xml\">\n\
                    <link data-trunk rel=\"inline\" href=\"b.css\" /></head>\
                    <link data-trunk rel=\"rust\" data-wasm-opt=\"0\" data-bin=\"pane\">";
        let icon = Asset::Icon { file: "a.svg".into(), media_type: "image/svg+xml".to_owned() };
        let expected = [
            Piece::Text("<head>"),
            Piece::Asset(icon),
            Piece::Text("\n"),
            Piece::Asset(Asset::Inline("b.css".into())),
            Piece::Text("</head>"),
            Piece::Asset(Asset::Program { binary: "pane".to_owned() }),
            Piece::Text(""),
        ];
        assert_eq!(take_apart(page).unwrap(), expected);
    }

    #[test]
    fn what_xtask_does_not_do_is_an_error_that_names_it() {
        for (link, word) in [
            (r#"<link data-trunk rel="sass" href="a.scss">"#, "sass"),
            (r#"<link data-trunk rel="inline" href="a.css" type="module">"#, "type"),
            (r#"<link data-trunk rel="inline">"#, "href"),
            (r#"<link data-trunk rel="rust" data-wasm-opt="z" data-bin="pane">"#, "wasm-opt"),
            (r"<link data-trunk rel=inline>", "name=\"value\""),
            (r#"<link rel="inline" data-trunk href="a.css">"#, "does not begin"),
            (r#"<link data-trunk rel="inline""#, "no end"),
        ] {
            let problem = format!("{:#}", take_apart(link).unwrap_err());
            assert!(problem.contains(word), "{link}: {problem}");
        }
    }
}
