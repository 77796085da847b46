//! The Sync settings of the pane, on both of their pages.

use latchkey_wire::{Purpose, SyncSettings};
use thirtyfour::{By, WebElement};

use super::PanePage;
use crate::view::Role;

const REMIND: &str = "Remind me before access expires";

impl PanePage {
    /// ☰ Menu → Sync settings → Email configuration.
    pub async fn open_email_configuration(&self) {
        self.choose_menu_item("Sync settings").await;
        self.see(Role::Heading, "My connectivity").await;
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
                self.see(Role::Heading, "My connectivity").await;
                let tab = if purpose == Purpose::Mailbox { "Email configuration" } else { "CRM" };
                self.press(Role::Tab, tab).await;
            }
            SyncSettings::Legacy => {
                self.see(Role::Heading, "Sync Dashboard").await;
                let entry = if purpose == Purpose::Mailbox { "E-Mail Configuration" } else { "CRM" };
                self.press(Role::Button, entry).await;
                let title = if purpose == Purpose::Mailbox { entry } else { "Salesforce Access" };
                self.see(Role::Heading, title).await;
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
        self.see(Role::Heading, question).await;
        self.see(Role::Group, group).await;
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

    /// The texts of the buttons that stand out.
    pub async fn prominent_buttons(&self) -> Vec<String> {
        let texts =
            "return [...document.querySelectorAll('main .button--primary')].map((one) => one.textContent.trim())";
        serde_json::from_value(self.script(texts).await).unwrap()
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
