//! What people meet, each with what they do there. Names stand here once.

mod control;
mod pane;
mod window;

pub use control::Control;
pub use pane::Pane;
pub use window::Window;
