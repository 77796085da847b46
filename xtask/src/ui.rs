//! Output for people. Lines go to standard output. Errors go to standard error, and only `main` prints them.
//!
//! A closed pipe (`cargo xtask demo | head`) is no error, so a line that can't be written is dropped.

use std::io::{self, IsTerminal, Write};

/// Prints one line, or several.
pub fn say(line: impl AsRef<str>) {
    let _ = writeln!(io::stdout().lock(), "{}", line.as_ref());
}

/// Passes a program's own output on as it is.
pub fn pass_on(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(bytes);
    let _ = out.flush();
}

/// Replaces the status line, which is the last line of a terminal. Does nothing if the output is not a terminal.
pub fn status(line: &str) {
    if is_terminal() {
        let short: String = line.chars().take(STATUS_WIDTH).collect();
        let _ = write!(io::stdout().lock(), "\r\x1b[2K{short}").and_then(|()| io::stdout().flush());
    }
}

/// Clears the status line.
pub fn clear_status() {
    status("");
}

/// True if standard output is a terminal: then programs may colour their output, and progress is shown as it moves.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Characters of a status line: the width of the narrowest terminal that is in use, less one so that it never wraps.
const STATUS_WIDTH: usize = 79;
