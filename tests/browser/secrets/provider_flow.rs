//! Everything that moves secrets at one provider, as a person does it.

use latchkey_practice::PracticeProvider;
use latchkey_wire::Purpose;
use latchkey_wire::SyncSettings::New;

use super::evidence::Evidence;
use crate::browser_session::BrowserSession;
use crate::pages::{PanePage, SignInWindowPage};
use crate::people::{ANN, BEN, TestPerson};
use crate::view::Role;

/// A provider.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ProviderFlow {
    /// Microsoft.
    Microsoft,
    /// Google.
    Google,
    /// Salesforce.
    Salesforce,
}

impl ProviderFlow {
    /// The practice provider.
    pub fn provider(self, browser: &BrowserSession) -> &PracticeProvider {
        let practice = &browser.endpoint().practice;
        match self {
            Self::Microsoft => practice.microsoft(),
            Self::Google => practice.google(),
            Self::Salesforce => practice.salesforce(),
        }
    }

    /// The label of the connection.
    fn label(self) -> &'static str {
        match self {
            Self::Microsoft => "Microsoft 365",
            Self::Google => "Google",
            Self::Salesforce => "Salesforce",
        }
    }

    /// The path of the provider's callback.
    pub fn callback(self) -> String {
        format!("/oauth/callback/{self:?}?").to_lowercase()
    }

    fn purpose(self) -> Purpose {
        match self {
            Self::Microsoft | Self::Google => Purpose::Mailbox,
            Self::Salesforce => Purpose::Crm,
        }
    }

    async fn connect(self, pane: &PanePage) {
        pane.choose_menu_item("Set up Sync").await;
        if self == Self::Salesforce {
            // The path begins with the mailbox; Home offers everything that is missing.
            pane.press(Role::Button, "Later").await;
            pane.press(Role::Button, "Production").await;
        } else {
            pane.press(Role::Button, &format!("Connect {}", self.label())).await;
        }
    }

    async fn enter_password(self, window: &SignInWindowPage, person: TestPerson) {
        match self {
            Self::Microsoft | Self::Google => window.enter_password(person).await,
            Self::Salesforce => window.log_in(person).await,
        }
    }

    /// The button that consents.
    fn agree(self) -> &'static str {
        match self {
            Self::Microsoft => "Accept",
            Self::Google => "Continue",
            Self::Salesforce => "Allow",
        }
    }

    /// Connecting, checking, renewing, losing access, a wrong account, and signing in again.
    pub async fn run(self, browser: &BrowserSession, evidence: &mut Evidence) {
        let pane = browser.pane();
        evidence.collect_page(&pane).await;
        self.connect(&pane).await;
        let window = browser.next_window().await;
        window.see(Role::Field, "Password").await;
        evidence.collect_page(&window).await;
        evidence.collect_page(&pane).await;
        self.enter_password(&window, ANN).await;
        window.see(Role::Button, self.agree()).await;
        evidence.collect_page(&window).await;
        window.press(Role::Button, self.agree()).await;
        pane.dismiss_connected_notice(self.label()).await;
        window.wait_until_closed().await;
        evidence.collect_page(&pane).await;

        pane.go_home().await;
        browser.check_now(&pane).await;
        pane.wait_for_text_in("[role=status]", "Checked just now. It's working.").await;
        browser.pass_an_hour().await;
        browser.press_at_control_page(&format!("Revoke {self:?} access of ann@contoso.example")).await;
        browser.press_at_control_page(&format!("Sign everyone out of {self:?} in all browsers")).await;
        browser.pass_an_hour().await;
        pane.dismiss_dialog("Sign in again to give Latchkey access.").await;
        pane.wait_for_lost_mark().await;
        evidence.collect_page(&pane).await;

        pane.open_settings(New, self.purpose()).await;
        pane.press(Role::Button, "Refresh").await;
        let window = browser.next_window().await;
        self.enter_password(&window, BEN).await;
        window.press(Role::Button, self.agree()).await;
        window.wait_for_text("You signed in as ben@contoso.example.").await;
        evidence.collect_page(&window).await;
        pane.press(Role::Button, "Sign in as ann@contoso.example").await;
        let window = browser.next_window().await;
        self.enter_password(&window, ANN).await;
        if self == Self::Google {
            window.press(Role::Button, self.agree()).await;
        }
        pane.wait_for_text("Working").await;
        evidence.collect_page(&pane).await;
    }
}
