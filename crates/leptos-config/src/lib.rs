//! Replaces the crate `leptos_config` in this workspace.
//!
//! Leptos always links it, for servers that read their configuration from a file: a reader of four formats and a machine
//! for regular expressions, which every build of the pane would compile and the linker would remove. The pane has no
//! server. This crate has what Leptos needs to compile.
//!
//! # When Leptos is updated
//! If it no longer compiles, add what is missing here with the same type. If Cargo warns that the patch is unused, raise
//! the version in this crate's `Cargo.toml` to the one that `leptos` asks for.

use std::sync::Arc;

/// A server's options, of which the pane has none: nothing makes a value of this type.
#[derive(Clone, Debug)]
pub struct LeptosOptions {
    /// The name of the program's files.
    pub output_name: Arc<str>,
    /// Where the built page is.
    pub site_root: Arc<str>,
    /// Where the program's files are in it.
    pub site_pkg_dir: Arc<str>,
    /// Whether names of files bear hashes.
    pub hash_files: bool,
    /// The file with the hashes.
    pub hash_file: Arc<str>,
    /// The port that a page is told of a new version by.
    pub reload_port: u32,
    /// The same, as browsers see it.
    pub reload_external_port: Option<u32>,
    /// The protocol of that.
    pub reload_ws_protocol: ReloadWSProtocol,
}

/// How a page is told of a new version.
#[derive(Clone, Copy, Debug)]
pub enum ReloadWSProtocol {
    /// Without TLS.
    WS,
    /// With TLS.
    WSS,
}
