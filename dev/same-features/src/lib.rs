//! No code. `cargo run --package xtask` resolves the features of xtask's crates alone, and the demo's programs come after
//! it: a crate with one feature more is compiled anew, and with it each crate above. Here xtask gets those features, which
//! saves a first build 20 seconds of a processor.
