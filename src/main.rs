//! The pane's program; everything stands in the library.

fn main() {
    latchkey_pane::start();
}
