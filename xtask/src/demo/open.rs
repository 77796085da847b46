//! Opens a page in the person's browser. If that fails, the address is on the screen.

use std::process::{Command, Stdio};

/// Asks the system to open `url`. The browser is the person's, so it is not ended with the demo.
pub fn in_browser(url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(program);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // No such program: a machine without a desktop.
    let _ = command.spawn();
}
