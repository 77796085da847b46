//! What people meet, each with what they do there. Names stand here once.

mod control;
mod pane;
mod window;

pub use control::Control;
pub use pane::{CONNECTED, Pane, SIGNING_IN};
pub use window::Window;
