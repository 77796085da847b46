//! The pane's page and files as an extension may have them: no script and no style within the page (Chrome's policy for
//! extensions has no hashes), the program started by a file, no compressed files.
//!
//! The page's own build puts everything inline, because that is the fewest round trips from a server.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::{BundleError, GLUE, PAGE, PROGRAM, read_folder};

/// The page's styles.
const STYLES: &str = "pane.css";
/// Handles the shell, before the pane is there.
const SHELL: &str = "shell.js";

/// Loaded by the page in place of its own scripts, in this order.
const SCRIPTS: &str = "<script src=made_for.js></script><script src=messages.js></script><script src=storage.js></script>\
                       <script src=panel.js></script><script src=shell.js></script><script type=module src=start.js></script>";

pub(crate) fn files(pane: &Path, product: &str) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let built = read_folder(pane)?;
    let mut files = BTreeMap::new();
    for (name, content) in &built {
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            // Compressed files are for servers only.
            Some("br" | "gz") => {}
            Some("wasm") => insert_once(&mut files, PROGRAM, content)?,
            Some("js") => insert_once(&mut files, GLUE, content)?,
            _ => drop(files.insert(name.clone(), content.clone())),
        }
    }
    for needed in [PAGE, PROGRAM, GLUE] {
        if !files.contains_key(needed) {
            return Err(BundleError::Pane(format!("there is no {needed} in {}", pane.display())));
        }
    }
    let html = String::from_utf8_lossy(&files[PAGE]).into_owned();
    let taken_apart = take_apart(&html)?;
    files.insert(PAGE.to_owned(), named(&taken_apart.html, product)?.into_bytes());
    files.insert(STYLES.to_owned(), taken_apart.styles.into_bytes());
    files.insert(SHELL.to_owned(), taken_apart.shell.into_bytes());
    Ok(files)
}

fn insert_once(files: &mut BTreeMap<String, Vec<u8>>, name: &str, content: &[u8]) -> Result<(), BundleError> {
    match files.insert(name.to_owned(), content.to_vec()) {
        None => Ok(()),
        Some(_) => Err(BundleError::Pane(format!("there are two files for {name}"))),
    }
}

#[derive(Debug, Default)]
struct TakenApart {
    html: String,
    styles: String,
    shell: String,
}

/// Takes styles and scripts out of the page. Of the scripts only the shell's own is kept; the others start the program.
fn take_apart(html: &str) -> Result<TakenApart, BundleError> {
    let mut parts = TakenApart::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        parts.html.push_str(before);
        let (tag, after) = from.split_once('>').ok_or_else(|| BundleError::Pane("a tag has no end".to_owned()))?;
        rest = after;
        let attributes = tag.to_ascii_lowercase();
        if is(&attributes, "style") {
            let (content, after) = element(after, "</style>")?;
            parts.styles.push_str(content);
            rest = after;
        } else if is(&attributes, "script") && !attributes.contains("application/json") {
            let (content, after) = element(after, "</script>")?;
            if !attributes.contains("module") && !content.contains("WebAssembly") {
                parts.shell.push_str(content);
            }
            rest = after;
        } else if !(is(&attributes, "link") && attributes.contains("preload")) {
            parts.html.push_str(tag);
            parts.html.push('>');
        }
    }
    parts.html.push_str(rest);
    if parts.styles.is_empty() || parts.shell.is_empty() {
        return Err(BundleError::Pane(format!("{PAGE} has no styles or no shell")));
    }
    let head = "</title>";
    let body = "</body>";
    let at = parts.html.find(head).ok_or_else(|| BundleError::Pane(format!("{PAGE} has no title")))? + head.len();
    parts.html.insert_str(at, &format!("<link rel=stylesheet href={STYLES}>"));
    match parts.html.find(body) {
        Some(at) => parts.html.insert_str(at, SCRIPTS),
        // A minifier may omit the body's end tag. The end of the page is then still inside the body.
        None => parts.html.push_str(SCRIPTS),
    }
    Ok(parts)
}

fn is(tag: &str, name: &str) -> bool {
    let rest = tag.strip_prefix('<').and_then(|tag| tag.strip_prefix(name));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(|next: char| next.is_ascii_whitespace() || next == '/'))
}

fn element<'a>(content: &'a str, end: &str) -> Result<(&'a str, &'a str), BundleError> {
    content.split_once(end).ok_or_else(|| BundleError::Pane(format!("{PAGE} lacks a {end}")))
}

/// Fills the product's name into the shell, which shows it until the endpoint's names arrive.
fn named(html: &str, product: &str) -> Result<String, BundleError> {
    let no_place = || BundleError::Pane(format!("{PAGE} has no place for names"));
    let place = ["id=\"installation\"", "id=installation"].iter().find_map(|place| html.find(place));
    let place = place.ok_or_else(no_place)?;
    let start = place + html[place..].find('>').ok_or_else(no_place)? + 1;
    let end = start + html[start..].find("</script>").ok_or_else(no_place)?;
    let mut installation: Value = serde_json::from_str(&html[start..end]).map_err(|_| no_place())?;
    for name in ["product_name", "short_name"] {
        installation[name] = Value::String(product.to_owned());
    }
    // `<` as an escape: no name can end the block (html.spec.whatwg.org, 4.12.1.3).
    let installation = installation.to_string().replace('<', "\\u003c");
    Ok(format!("{}{installation}{}", &html[..start], &html[end..]))
}
