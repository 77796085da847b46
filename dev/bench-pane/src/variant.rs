//! What is measured: the pane, and the same screens built in other ways.

use std::fmt;
use std::path::PathBuf;

/// One way to build the pane.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum VariantKind {
    /// Ours.
    Latchkey,
    /// A page without script: nothing can be sooner.
    Static,
    /// The lightest library that people use.
    Preact,
    /// React, Fluent UI and MSAL: what a team would pick for an add-in.
    React,
}

/// Where the built files are.
#[derive(Clone, Debug)]
pub struct PaneVariant {
    /// Which one.
    pub kind: VariantKind,
    /// The folder with its `index.html`.
    pub folder: PathBuf,
}

impl VariantKind {
    /// Part of its address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Latchkey => "latchkey",
            Self::Static => "static",
            Self::Preact => "preact",
            Self::React => "react-fluent-msal",
        }
    }
}

impl fmt::Display for VariantKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.slug())
    }
}
