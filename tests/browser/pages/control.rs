//! The practice providers' control page, where things are broken on purpose.

use crate::view::{Role, View};

/// The page, in a tab of its own.
pub struct ControlPage(pub View);

impl ControlPage {
    /// Presses a button and waits until it is done.
    pub async fn press(&self, button: &str) {
        self.0.press(Role::Button, button).await;
        self.0.wait_for_text(&format!("Done: {button}")).await;
    }
}
