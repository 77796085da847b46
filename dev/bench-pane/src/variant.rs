//! The variants: the pane, and the same screens built with other libraries.

use std::fmt;
use std::path::PathBuf;

/// One way to build the pane.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum VariantKind {
    /// The pane.
    Latchkey,
    /// A page without script: the fastest that is possible.
    Static,
    /// The lightest library that people use.
    Preact,
    /// React, Fluent UI and MSAL: what a team would pick for an add-in.
    React,
}

/// A built variant.
#[derive(Clone, Debug)]
pub struct PaneVariant {
    pub kind: VariantKind,
    /// The folder with its `index.html`.
    pub folder: PathBuf,
}

impl VariantKind {
    /// Its part of the URL.
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
