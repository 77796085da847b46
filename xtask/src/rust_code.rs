//! Reads this repository's Rust files: which names they define, and which modules use which. It uses no parser crate,
//! because xtask must compile fast: it is the first thing that a new user waits for. Code that rustfmt has formatted is
//! regular enough to be read token by token.

mod definitions;
mod graph;
mod modules;
mod tokens;

pub use definitions::{DefinitionKind, definitions};
pub use graph::UseGraph;
pub use modules::{CrateModules, crates};
