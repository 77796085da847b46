//! Another person at the same endpoint, in a browser profile of their own: it shares neither cookies nor storage with the first.

use thirtyfour::WindowHandle;

use super::builder::pane_begins_with;
use super::{BrowserSession, ExistingConnection};
use crate::pages::PanePage;
use crate::picture::set_sidebar_width;
use crate::view::View;

impl BrowserSession {
    /// Opens the pane of another person with these connections, as narrow as in Outlook.
    pub async fn pane_of_another_person(&self, existing: impl IntoIterator<Item = ExistingConnection>) -> PanePage {
        let existing: Vec<_> = existing.into_iter().collect();
        let token = ExistingConnection::connect_all(&existing, self.endpoint()).await;
        let window = WindowHandle::from(self.chrome.devtools.open_profile().await.unwrap());
        self.met.borrow_mut().push(window.clone());
        let pane = PanePage(View::of_window(&self.chrome, &window));
        set_sidebar_width(&pane).await;
        let address = self.endpoint().url().as_str();
        match token {
            Some(token) => pane_begins_with(&pane, &token, address).await,
            None => pane.go_to(address).await,
        }
        pane
    }
}
