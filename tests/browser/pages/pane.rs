//! The pane: the sidebar itself.

mod settings;

use std::ops::Deref;

use crate::view::{Role, View};
use crate::wait::until;

/// The pane's text when a mailbox has been connected or renewed.
pub const CONNECTED: &str = "Microsoft 365 is connected";
/// The pane's text while the person signs in.
pub const SIGNING_IN: &str = "Finish signing in to Microsoft 365 in its own window.";

const MENU: &str = "☰ Menu";

/// The pane, wherever it is shown.
#[derive(Clone)]
pub struct PanePage(pub View);

impl Deref for PanePage {
    type Target = View;

    fn deref(&self) -> &View {
        &self.0
    }
}

impl PanePage {
    /// Opens the menu and chooses from it.
    pub async fn choose_menu_item(&self, item: &str) {
        self.press(Role::Button, MENU).await;
        self.press(Role::MenuItem, item).await;
    }

    /// ☰ Menu → Set up Sync → Connect.
    pub async fn set_up_sync(&self) {
        self.choose_menu_item("Set up Sync").await;
        self.see(Role::Heading, "Set up Sync").await;
        self.connect().await;
    }

    /// Presses **Connect Microsoft 365** on the current screen.
    pub async fn connect(&self) {
        self.press(Role::Button, "Connect Microsoft 365").await;
    }

    /// Types an address and presses **Continue**.
    pub async fn go_to_address(&self, address: &str) {
        self.fill("Address", address).await;
        self.press(Role::Button, "Continue").await;
    }

    /// Waits for the notice that this is connected and closes it, so that later texts are those of the connection.
    pub async fn dismiss_connected_notice(&self, provider: &str) {
        let word = format!("{provider} is connected");
        self.see(Role::Heading, &word).await;
        self.press(Role::Button, "Close").await;
        self.wait_for_text_gone(&word).await;
    }

    /// Home, by way of the settings.
    pub async fn go_home(&self) {
        self.choose_menu_item("Sync settings").await;
        self.go_back_home().await;
    }

    /// Waits until no check is under way.
    pub async fn wait_until_checked(&self) {
        // What is said may be about a loss that comes during the check, and the button may go with it.
        const IS_CHECKING: &str = "return document.querySelector('[role=status]').textContent === 'Checking…'
            || document.querySelector('button[aria-disabled=true]') !== null";
        until("the answer to the check", async || {
            if self.script(IS_CHECKING).await == true { Err("a check under way".to_owned()) } else { Ok(()) }
        })
        .await;
    }

    /// Waits for the dialog that opens by itself, and puts it away.
    pub async fn dismiss_dialog(&self, sentence: &str) {
        self.wait_for_dialog(sentence).await;
        self.press(Role::Button, "Not now").await;
        self.wait_for_no_dialog().await;
    }

    /// Waits for the dialog that opens by itself when access is lost.
    pub async fn wait_for_dialog(&self, sentence: &str) {
        self.wait_for_text_in("dialog[open]", sentence).await;
    }

    /// Waits until there is no dialog.
    pub async fn wait_for_no_dialog(&self) {
        until("the dialog to close", async || {
            let open = self.script("return document.querySelector('dialog[open]')?.textContent ?? null").await;
            open.as_str().map_or(Ok(()), |text| Err(text.to_owned()))
        })
        .await;
    }

    /// Home again, from the settings.
    pub async fn go_back_home(&self) {
        self.press(Role::Button, "Back").await;
        self.see(Role::Heading, "Your connections").await;
    }

    /// Waits until the endpoint knows of the sign-in.
    pub async fn wait_until_registered(&self) {
        self.wait_for_text("Waiting until").await;
    }

    /// Presses what copies a text, and returns the text. The page keeps it for the test, because no script may read the
    /// clipboard without the person's permission.
    pub async fn copied_by(&self, press: impl AsyncFnOnce()) -> String {
        let keep = "const write = navigator.clipboard.writeText.bind(navigator.clipboard);
            navigator.clipboard.writeText = (text) => (self.copied = text, write(text))";
        self.script(keep).await;
        press().await;
        let copied = self.script("return self.copied").await;
        copied.as_str().expect("something is copied").to_owned()
    }

    /// Types the code that the sign-in window shows. The last letter sends it.
    pub async fn type_code(&self, code: &str) {
        self.fill("Code from the sign-in window", code).await;
    }

    /// Waits until the menu button carries the mark of a lost connection.
    pub async fn wait_for_lost_mark(&self) {
        self.wait_for_text_in("header", "Status: Lost").await;
    }

    /// The session token that it has kept in the browser's storage.
    pub async fn session_token(&self) -> Option<String> {
        let kept = "return self.latchkeyHost?.sessionToken() ?? localStorage.getItem('latchkey.session')";
        self.script(kept).await.as_str().map(str::to_owned)
    }

    /// Has its page keep a session, as if it had been opened before.
    pub async fn keep_session(&self, token: &str) {
        // The same in every language.
        self.wait_for_text_in("header", "☰").await;
        self.script(&format!("localStorage.setItem('latchkey.session', '{token}')")).await;
    }

    /// Whether the browser lets its page keep anything.
    pub async fn can_store(&self) -> bool {
        self.script("try { return !!localStorage } catch { return false }").await.as_bool().unwrap()
    }

    /// The id of the only connection on Home, which the title of its card carries.
    pub async fn connection_id(&self) -> String {
        self.see(Role::Heading, "Your connections").await;
        let id = "return document.querySelector('[id^=connection-]').id";
        self.script(id).await.as_str().unwrap().to_owned()
    }
}
