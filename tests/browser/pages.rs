//! What people meet, each with what they do there. Names stand here once.

mod control;
mod pane;
mod window;

pub use control::ControlPage;
pub use pane::{CONNECTED, PanePage, SIGNING_IN};
pub use window::SignInWindowPage;
