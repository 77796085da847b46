//! The element that has the keyboard focus, and whether its focus is visible.

use serde_json::Value;
use thirtyfour::TypingData;

use super::View;
use super::computed::{Computed, computed};
use crate::wait::until;

/// Whether an element has a focus ring: an outline or a shadow.
const LOOK: &str = "
    const style = getComputedStyle(arguments[0]);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return ring || style.boxShadow !== 'none';
";

/// The element that has the focus.
#[derive(Debug)]
pub struct Focus {
    /// The computed role.
    pub role: String,
    /// The accessible name.
    pub name: String,
    /// Whether it has a visible focus ring.
    pub is_visible: bool,
}

impl Focus {
    /// Whether the focus is on the page itself, as after its last element.
    pub fn is_nowhere(&self) -> bool {
        self.name.is_empty() && matches!(self.role.as_str(), "none" | "generic" | "document" | "RootWebArea")
    }
}

impl View {
    /// The element that has the focus. One that is replaced at that moment is looked up again.
    pub async fn focus(&self) -> Focus {
        until("something with the focus", async || {
            self.switch_to().await?;
            let element = self.web_driver.active_element().await.map_err(super::short)?;
            let role = computed(&element, Computed::Role).await.map_err(super::short)?;
            let name = computed(&element, Computed::Label).await.map_err(super::short)?;
            let argument = element.to_json().map_err(super::short)?;
            let look = self.web_driver.execute(LOOK, vec![argument]).await.map_err(super::short)?;
            Ok(Focus { role, name, is_visible: *look.json() == Value::Bool(true) })
        })
        .await
    }

    /// Presses a key where the focus is.
    pub async fn type_key(&self, key: impl Into<TypingData>) {
        self.switch_to().await.unwrap();
        self.web_driver.action_chain().send_keys(key).perform().await.unwrap();
    }
}
