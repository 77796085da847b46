//! The pane: the sidebar itself.

use std::ops::Deref;

use thirtyfour::WebElement;

use crate::view::{Role, View};

/// What it says when a mailbox has been connected or renewed.
pub const CONNECTED: &str = "Microsoft 365 is connected";
/// What it says while somebody signs in.
pub const SIGNING_IN: &str = "Finish signing in to Microsoft 365 in its own window.";

const MENU: &str = "☰ Menu";
const REMIND: &str = "Remind me before access ends";

/// The pane, wherever it is shown.
#[derive(Clone)]
pub struct Pane(pub View);

impl Deref for Pane {
    type Target = View;

    fn deref(&self) -> &View {
        &self.0
    }
}

impl Pane {
    /// Opens the menu and chooses from it.
    pub async fn choose(&self, item: &str) {
        self.press(Role::Button, MENU).await;
        self.press(Role::MenuItem, item).await;
    }

    /// ☰ Menu → Set up Sync → Connect.
    pub async fn set_up_sync(&self) {
        self.choose("Set up Sync").await;
        self.find(Role::Heading, "Set up Sync").await;
        self.connect().await;
    }

    /// Presses Connect, where it is.
    pub async fn connect(&self) {
        self.press(Role::Button, "Connect Microsoft 365").await;
    }

    /// ☰ Menu → Sync settings → Email configuration.
    pub async fn open_email_configuration(&self) {
        self.choose("Sync settings").await;
        self.find(Role::Heading, "My connectivity").await;
        self.press(Role::Tab, "Email configuration").await;
        self.says("Account").await;
    }

    /// ☰ Menu → Sync settings → Email configuration → Refresh.
    pub async fn refresh_email(&self) {
        self.open_email_configuration().await;
        self.press(Role::Button, "Refresh").await;
    }

    /// Waits until a sign-in is under way, and answers the code that it shows.
    pub async fn match_code(&self) -> String {
        self.says("If the window asks for a code, it is").await;
        let text = self.text().await;
        let mut lines = text.lines().skip_while(|line| !line.contains("asks for a code")).skip(1);
        lines.next().unwrap_or_else(|| panic!("no code in {text}")).trim().to_owned()
    }

    /// Waits until the menu button carries the mark of a lost connection.
    pub async fn menu_shows_lost(&self) {
        self.region_says("header", "Status: Lost").await;
    }

    /// The session token that it has kept in the browser's storage.
    pub async fn session_token(&self) -> Option<String> {
        self.script("return localStorage.getItem('latchkey.session')").await.as_str().map(str::to_owned)
    }

    /// Whether the browser lets its page keep anything.
    pub async fn may_store(&self) -> bool {
        self.script("try { return !!localStorage } catch { return false }").await.as_bool().unwrap()
    }

    /// The id of the only connection on Home, which the title of its card carries.
    pub async fn connection_id(&self) -> String {
        self.find(Role::Heading, "Your connections").await;
        let id = "return document.querySelector('[id^=connection-]').id";
        self.script(id).await.as_str().unwrap().to_owned()
    }

    /// The checkbox of the settings.
    pub async fn reminder(&self) -> WebElement {
        self.find(Role::Checkbox, REMIND).await
    }

    /// Changes the setting.
    pub async fn toggle_reminder(&self) {
        self.press(Role::Checkbox, REMIND).await;
    }
}
