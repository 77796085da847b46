//! The glue: the JavaScript module beside the program. wasm-bindgen writes it in one layout, line by line, and that
//! layout is what this relies on: it names the functions that it gives at the start of a line (`        NAME: …`), and
//! those that it calls as `wasm.NAME`.

use std::collections::{HashMap, HashSet};

use anyhow::{bail, ensure};

use super::Renamed;

/// How the object with the functions that the glue gives begins and ends.
const IMPORTS: (&str, &str) = ("    const import0 = {", "    };");

/// How a call of the program begins.
const CALL: &str = "wasm.";

pub struct Glue {
    lines: Vec<GlueLine>,
}

struct GlueLine {
    text: String,
    /// The line begins with the name of a function of the imports object.
    gives: bool,
}

impl Glue {
    /// Takes the glue apart.
    pub fn new(text: &str) -> anyhow::Result<Self> {
        ensure!(!text.contains("wasm["), "the glue reaches the program by computed names");
        let mut lines = Vec::new();
        let mut in_imports = false;
        for line in without_second_start(text.lines().collect()) {
            in_imports = if in_imports { line != IMPORTS.1 } else { line == IMPORTS.0 };
            let gives = in_imports && name_given(line).is_some();
            let text = if gives { line.trim() } else { line };
            lines.push(GlueLine { text: text.to_owned(), gives });
        }
        Ok(Self { lines })
    }

    /// The exports of the program that the glue mentions.
    pub fn exports_used(&self) -> HashSet<String> {
        let names = self.lines.iter().flat_map(|line| calls(&line.text).map(|at| word(&line.text[at..])));
        names.map(str::to_owned).collect()
    }

    pub fn rename_module(&mut self, renamed: &Renamed) -> anyhow::Result<()> {
        let from = format!("\"{}\": import0,", renamed.from);
        let Some(line) = self.lines.iter_mut().find(|line| line.text.trim() == from) else {
            bail!("the glue does not give the module {}", renamed.from);
        };
        line.text = format!("{}: import0,", renamed.to);
        Ok(())
    }

    /// Renames the functions that the glue gives, each once.
    pub fn rename_imports(&mut self, renamed: &[Renamed]) -> anyhow::Result<()> {
        let mut names = RenameTable::new(renamed);
        for line in self.lines.iter_mut().filter(|line| line.gives) {
            let old = word(&line.text);
            let Some(new) = names.new_for(old) else {
                bail!("the glue gives {old}, which the program does not import")
            };
            line.text.replace_range(..old.len(), new);
        }
        names.ensure_all_used("the glue does not give what the program imports")
    }

    /// Renames the functions that the glue calls.
    pub fn rename_exports(&mut self, renamed: &[Renamed]) -> anyhow::Result<()> {
        let mut names = RenameTable::new(renamed);
        for line in &mut self.lines {
            // From the last to the first, so that the places of the others stay.
            for at in calls(&line.text).collect::<Vec<_>>().into_iter().rev() {
                let old = word(&line.text[at..]);
                let Some(new) = names.new_for(old) else {
                    bail!("the glue calls {old}, which the program does not export");
                };
                line.text.replace_range(at..at + old.len(), new);
            }
        }
        names.ensure_all_used("the glue does not mention what the program exports")
    }

    /// The text as it now is.
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect()
    }
}

/// New names by old ones, and which of them have been used.
struct RenameTable<'a> {
    new: HashMap<&'a str, &'a str>,
    unused: HashSet<&'a str>,
}

impl<'a> RenameTable<'a> {
    fn new(renamed: &'a [Renamed]) -> Self {
        let new: HashMap<_, _> = renamed.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect();
        Self { unused: new.keys().copied().collect(), new }
    }

    fn new_for(&mut self, old: &str) -> Option<&'a str> {
        self.unused.remove(old);
        self.new.get(old).copied()
    }

    fn ensure_all_used(&self, problem: &str) -> anyhow::Result<()> {
        ensure!(self.unused.is_empty(), "{problem}: {:?}", self.unused);
        Ok(())
    }
}

/// The lines without `initSync`, which blocks the page while the program starts. Pages use the asynchronous default
/// export instead, which is then the only one.
fn without_second_start(mut lines: Vec<&str>) -> Vec<&str> {
    let start = lines.iter().position(|line| line.starts_with("function initSync("));
    let end = lines.iter().position(|line| *line == "export { initSync, __wbg_init as default };");
    if let (Some(start), Some(end)) = (start, end) {
        lines[end] = "export default __wbg_init;";
        let length = lines[start..].iter().position(|line| *line == "}").map_or(0, |last| last + 1);
        lines.drain(start..start + length);
    }
    lines
}

/// The name that a line of the imports object gives to a function, if it begins one.
fn name_given(line: &str) -> Option<&str> {
    let entry = line.strip_prefix("        ").filter(|rest| !rest.starts_with(' '))?;
    let name = word(entry);
    let is_entry = !name.is_empty() && name != "__proto__" && entry[name.len()..].starts_with(": ");
    is_entry.then_some(name)
}

/// Where in a text the names after `wasm.` begin.
fn calls(text: &str) -> impl Iterator<Item = usize> {
    let begins = |at: &usize| !text[..*at].ends_with(|letter| is_of_word(letter) || letter == '.');
    let ends = text.match_indices(CALL).map(|(at, _)| at).filter(begins).map(|at| at + CALL.len());
    // In a message, a sentence may end in that word.
    ends.filter(|end| text[*end..].starts_with(is_of_word))
}

/// The word at the start of a text.
fn word(text: &str) -> &str {
    let end = text.find(|letter| !is_of_word(letter)).unwrap_or(text.len());
    &text[..end]
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}
