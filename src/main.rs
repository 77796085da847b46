//! The pane's program, which runs in a browser. All of its code is in the library.

#[cfg(target_family = "wasm")]
fn main() {
    latchkey_pane::start();
}

/// `cargo run` builds this program for the machine itself.
#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    use std::io::Write as _;
    let hint = "This program runs in a browser. To try Latchkey, type `cargo xtask demo`.";
    let _ = writeln!(std::io::stderr(), "{hint}");
    std::process::ExitCode::from(2)
}
