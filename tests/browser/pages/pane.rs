//! The pane: the sidebar itself.

use std::ops::Deref;

use latchkey_wire::{Purpose, SyncSettings};
use thirtyfour::{By, WebElement};

use crate::view::{Role, View};
use crate::wait::until;

/// The pane's text when a mailbox has been connected or renewed.
pub const CONNECTED: &str = "Microsoft 365 is connected";
/// The pane's text while the person signs in.
pub const SIGNING_IN: &str = "Finish signing in to Microsoft 365 in its own window.";

const MENU: &str = "☰ Menu";
const REMIND: &str = "Remind me before access expires";

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
        self.find(Role::Heading, "Set up Sync").await;
        self.connect().await;
    }

    /// Presses Connect, where it is.
    pub async fn connect(&self) {
        self.press(Role::Button, "Connect Microsoft 365").await;
    }

    /// ☰ Menu → Sync settings → Email configuration.
    pub async fn open_email_configuration(&self) {
        self.choose_menu_item("Sync settings").await;
        self.find(Role::Heading, "My connectivity").await;
        self.press(Role::Tab, "Email configuration").await;
        self.wait_for_text("Account").await;
    }

    /// ☰ Menu → Sync settings → Email configuration → Refresh.
    pub async fn refresh_email(&self) {
        self.open_email_configuration().await;
        self.press(Role::Button, "Refresh").await;
    }

    /// ☰ Menu → Sync settings → My connectivity → a tab; on the Legacy page ☰ Menu → Sync settings → Sync Dashboard → an
    /// entry of the navigation.
    pub async fn open_settings(&self, page: SyncSettings, purpose: Purpose) {
        self.choose_menu_item("Sync settings").await;
        match page {
            SyncSettings::New => {
                self.wait_for_text("Personal Settings").await;
                self.find(Role::Heading, "My connectivity").await;
                let tab = if purpose == Purpose::Mailbox { "Email configuration" } else { "CRM" };
                self.press(Role::Tab, tab).await;
            }
            SyncSettings::Legacy => {
                self.find(Role::Heading, "Sync Dashboard").await;
                let entry = if purpose == Purpose::Mailbox { "E-Mail Configuration" } else { "CRM" };
                self.press(Role::Button, entry).await;
                let title = if purpose == Purpose::Mailbox { entry } else { "Salesforce Access" };
                self.find(Role::Heading, title).await;
            }
        }
    }

    /// Opens the settings of a purpose, presses **Change** and chooses this access type.
    pub async fn change(&self, page: SyncSettings, purpose: Purpose, way: &str) {
        self.ask_for_change(page, purpose).await;
        self.press(Role::Button, way).await;
    }

    /// Opens the settings of a purpose, presses **Change** and waits for the question.
    pub async fn ask_for_change(&self, page: SyncSettings, purpose: Purpose) {
        self.open_settings(page, purpose).await;
        match (page, purpose) {
            (SyncSettings::New, _) => {}
            (SyncSettings::Legacy, Purpose::Mailbox) => self.wait_for_text("Change E-Mail Account or Server").await,
            (SyncSettings::Legacy, Purpose::Crm) => self.wait_for_text("Change Salesforce account").await,
        }
        self.press(Role::Button, "Change").await;
        let (question, group) = match purpose {
            Purpose::Mailbox => ("Which email service do you use?", "Mailbox access type"),
            Purpose::Crm => ("Salesforce access type", "Salesforce access type"),
        };
        self.find(Role::Heading, question).await;
        self.find(Role::Group, group).await;
    }

    /// The names of the options of a question, in their order.
    pub async fn option_names(&self, group: &str) -> Vec<String> {
        let group = self.find(Role::Group, group).await;
        let buttons = group.find_all(By::Css("button")).await.unwrap();
        let mut names = Vec::new();
        for button in buttons {
            names.push(button.text().await.unwrap());
        }
        names
    }

    /// Types an address and goes on from there.
    pub async fn go_to_address(&self, address: &str) {
        self.fill("Address", address).await;
        self.press(Role::Button, "Continue").await;
    }

    /// Waits for the notice that this is connected and closes it, so that later texts are those of the connection.
    pub async fn dismiss_connected_notice(&self, provider: &str) {
        let word = format!("{provider} is connected");
        self.find(Role::Heading, &word).await;
        self.press(Role::Button, "Close").await;
        self.wait_for_text_gone(&word).await;
    }

    /// Home, by way of the settings.
    pub async fn go_home(&self) {
        self.choose_menu_item("Sync settings").await;
        self.press(Role::Button, "Back").await;
        self.find(Role::Heading, "Your connections").await;
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

    /// Waits until the endpoint knows of the sign-in.
    pub async fn wait_until_registered(&self) {
        self.wait_for_text("Waiting until").await;
    }

    /// Copies the link of the sign-in under way and returns it. The page keeps the copied text for the test, because no script
    /// may read the clipboard without the person's permission.
    pub async fn copy_link(&self, press: impl AsyncFnOnce()) -> String {
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
