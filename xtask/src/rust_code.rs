//! Reads this repository's Rust files: which names they define, and which modules use which. No parser is compiled for
//! it, because xtask is the first thing that a new user waits for; rustfmt's layout is regular enough to be read by words.

mod definitions;
mod graph;
mod modules;
mod tokens;

pub use definitions::{DefinitionKind, definitions};
pub use graph::UseGraph;
pub use modules::{CrateModules, crates};
