//! Puts the pane's files together in its folder: the page with everything that belongs into it, and beside it the files
//! that it loads. Names of files bear a hash of their content, so that browsers may keep them for ever.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::minify;
use super::page::{Asset, Piece, take_apart};
use super::trunk_toml::{BuildSettings, Minify, fill};
use crate::workspace;

/// The compiled program: what `latchkey-pane-glue` wrote.
#[derive(Clone, Debug)]
pub struct Program {
    /// The JavaScript that connects it to the page.
    pub glue: PathBuf,
    pub wasm: PathBuf,
}

/// Writes the pane to `into`, which is emptied first. Files of the page are found from `root`.
pub fn pane(root: &Path, settings: &BuildSettings, program: &Program, into: &Path) -> anyhow::Result<()> {
    let page = root.join(&settings.target);
    let text = read_text(&page)?;
    let from = page.parent().unwrap_or(root);
    let _ = fs::remove_dir_all(into);
    fs::create_dir_all(into).with_context(|| format!("can't make {}", into.display()))?;
    let assembly = Assembly { from, settings, into };

    let name = settings.target.display();
    let mut built = String::new();
    let mut preload = String::new();
    for piece in take_apart(&text).with_context(|| format!("{} can't be used", page.display()))? {
        match piece {
            Piece::Text(text) => built.push_str(text),
            Piece::Asset(Asset::Program { binary }) => {
                let names = assembly.write_program(&binary, program)?;
                preload = fill(&settings.pattern_preload, &names);
                built.push_str(&fill(&settings.pattern_script, &names));
            }
            Piece::Asset(asset) => {
                let place = assembly.write(&asset).with_context(|| format!("{name} asks for what can't be written"))?;
                built.push_str(&place);
            }
        }
    }
    let (head, body) = built.split_once("</head>").with_context(|| format!("{name} has no </head>"))?;
    let built = format!("{head}{preload}</head>{body}");
    let built = if assembly.is_minified() { minify::html(&built) } else { built };
    write(&into.join(page.file_name().unwrap_or_default()), built.as_bytes())
}

struct Assembly<'a> {
    from: &'a Path,
    settings: &'a BuildSettings,
    into: &'a Path,
}

impl Assembly<'_> {
    fn is_minified(&self) -> bool {
        self.settings.minify == Minify::Always
    }

    /// Writes what `asset` asks for, and returns what takes its place in the page.
    fn write(&self, asset: &Asset) -> anyhow::Result<String> {
        match asset {
            Asset::Icon { file, media_type } => {
                let file = self.from.join(file);
                let content = read(&file)?;
                let extension = file.extension().unwrap_or_default().to_string_lossy();
                let stem = file.file_stem().unwrap_or_default().to_string_lossy();
                let name = format!("{stem}{}.{extension}", self.hash_of(&content));
                write(&self.into.join(&name), &content)?;
                let base = &self.settings.public_url;
                Ok(format!(r#"<link rel="icon" href="{base}{name}" type="{media_type}">"#))
            }
            Asset::Folder(folder) => {
                let source = self.from.join(folder);
                let target = self.into.join(folder.file_name().unwrap_or_default());
                for file in workspace::files_below(&source)? {
                    write(&target.join(file.strip_prefix(&source)?), &read(&file)?)?;
                }
                Ok(String::new())
            }
            Asset::Inline(file) => self.inline(&self.from.join(file)),
            Asset::Program { .. } => bail!("the page asks for a program twice"),
        }
    }

    fn inline(&self, file: &Path) -> anyhow::Result<String> {
        let text = read_text(file)?;
        let minified = |minify: fn(&str) -> anyhow::Result<String>| {
            let text = if self.is_minified() { minify(&text)? } else { text.clone() };
            Ok::<_, anyhow::Error>(text.trim().to_owned())
        };
        let place = match file.extension().and_then(|extension| extension.to_str()) {
            Some("css") => minified(minify::css).map(|text| format!("<style>{text}</style>")),
            Some("js") => minified(minify::js).map(|text| format!("<script>{text}</script>")),
            Some("svg") => Ok(text),
            _ => bail!("{} is neither css nor js nor svg", file.display()),
        };
        place.with_context(|| format!("{} can't be minified", file.display()))
    }

    /// Writes the program's two files, and returns their names for the patterns.
    fn write_program(&self, binary: &str, program: &Program) -> anyhow::Result<BTreeMap<&'static str, String>> {
        let glue = read_text(&program.glue)?;
        let glue = if self.is_minified() { minify::js(&glue).context("the glue can't be minified")? } else { glue };
        let wasm = read(&program.wasm)?;
        // One hash for both: neither works with another version of the other.
        let hash = self.hash_of(&[glue.as_bytes(), &wasm].concat());
        let (js_name, wasm_name) = (format!("{binary}{hash}.js"), format!("{binary}{hash}_bg.wasm"));
        write(&self.into.join(&js_name), glue.as_bytes())?;
        write(&self.into.join(&wasm_name), &wasm)?;
        Ok(BTreeMap::from([("base", self.settings.public_url.clone()), ("js", js_name), ("wasm", wasm_name)]))
    }

    /// `-0123456789abcdef`, or nothing if names bear no hashes.
    fn hash_of(&self, content: &[u8]) -> String {
        let mut hasher = DefaultHasher::new();
        hasher.write(content);
        if self.settings.filehash { format!("-{:016x}", hasher.finish()) } else { String::new() }
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("can't read {}", file.display()))
}

fn read_text(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}

fn write(file: &Path, content: &[u8]) -> anyhow::Result<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    fs::write(file, content).with_context(|| format!("can't write {}", file.display()))
}

#[cfg(test)]
mod tests;
