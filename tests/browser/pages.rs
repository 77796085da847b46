//! Page objects: each page with what a person does there. The pages' texts are kept here.

mod control;
mod pane;
mod window;

pub use control::ControlPage;
pub use pane::{CONNECTED, PanePage, SIGNING_IN};
pub use window::SignInWindowPage;
