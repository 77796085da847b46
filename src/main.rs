//! The pane's program. All of its code is in the library.

fn main() {
    latchkey_pane::start();
}
