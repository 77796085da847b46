//! The Chrome extension, as it is bundled, in a page like Gmail's: the launcher, the panel, the toolbar, the worker that
//! the browser may end at any time, and hostile pages.
//!
//! # To add a test
//! Build a session with [`gmail_session`], open the panel with `BrowserSession::open_panel`, and go on as in every other test:
//! the panel is the session's pane. `BrowserSession::run_in_extension` runs a script with the rights of the extension's own
//! pages.

mod gmail_server;
mod installed_extension;
mod launcher;

mod account;
mod choices;
mod complaints;
mod cost;
mod hostile;
mod loss;
mod named_by_policy;
mod opening;
mod sign_in;
mod update;

use std::cell::RefCell;
use std::path::Path;

use latchkey_testkit::{Certificate, TestEndpointBuilder};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use url::Url;

use crate::browser_session::{BrowserSession, BrowserSessionBuilder};
use crate::pages::SignInWindowPage;
use crate::view::View;
use crate::wait::until;
use gmail_server::GmailServer;
pub use installed_extension::ID;
use installed_extension::{ExtensionVariant, InstalledExtension};

/// A page of the browser that may ask about extensions, and draws nothing.
const EXTENSIONS: &str = "chrome://extensions/strings.m.js";
/// The launcher's name.
const OPEN: &str = "Open Latchkey";
/// The Gmail addresses of the mailboxes.
const ANNS: &str = "https://mail.google.com/mail/u/0/";
const BENS: &str = "https://mail.google.com/mail/u/1/";
const CLEOS_OPENED_TO_ANN: &str = "https://mail.google.com/mail/b/AEoRXRR/u/0/";
const WITHOUT_STRIP: &str = "https://mail.google.com/mail/u/0/?strip=none";

/// A session in Ann's Gmail, with the shipped extension.
pub fn gmail_session() -> BrowserSessionBuilder {
    BrowserSession::builder().in_gmail(GmailSettings::default())
}

/// The same, with a variant of the extension.
fn gmail_session_with(variant: ExtensionVariant) -> BrowserSessionBuilder {
    BrowserSession::builder().in_gmail(GmailSettings { variant, ..GmailSettings::default() })
}

/// The same, with the extension pointed at the endpoint by a policy.
pub async fn open_gmail_with_policy() -> BrowserSession {
    let browser = gmail_session_with(ExtensionVariant::ByPolicy).open().await;
    named_by_policy::set_endpoint_policy(&browser, &browser.endpoint().url().origin().ascii_serialization()).await;
    browser
}

/// The settings of Gmail with the extension.
#[derive(Clone)]
pub struct GmailSettings {
    variant: ExtensionVariant,
    /// A script of the page's own.
    hostile: &'static str,
    /// The certificate of all servers here, including an endpoint with TLS.
    certificate: Certificate,
}

impl Default for GmailSettings {
    fn default() -> Self {
        let certificate = Certificate::for_names(&[gmail_server::NAME, "localhost"]);
        Self { variant: ExtensionVariant::default(), hostile: "", certificate }
    }
}

impl GmailSettings {
    /// Configures the endpoint. One that an administrator names uses TLS and has to admit the extension.
    pub fn set(&self, endpoint: TestEndpointBuilder) -> TestEndpointBuilder {
        match self.variant {
            ExtensionVariant::ByPolicy => {
                endpoint.over_tls(&self.certificate).admitting(format!("chrome-extension://{ID}"))
            }
            _ => endpoint,
        }
    }

    /// Makes the extension for an endpoint, and begins to serve the page.
    pub async fn build(self, pane: &Path, endpoint: &Url) -> GmailWithExtension {
        let endpoint = endpoint.origin().ascii_serialization();
        let installed = InstalledExtension::make(pane, &endpoint, self.variant);
        let server = GmailServer::start(self.hostile, &self.certificate).await;
        GmailWithExtension { installed, server, pin: self.certificate.pin, panel: RefCell::default() }
    }
}

/// A running Gmail page with the extension.
pub struct GmailWithExtension {
    installed: InstalledExtension,
    server: GmailServer,
    pin: String,
    panel: RefCell<Option<WindowHandle>>,
}

impl GmailWithExtension {
    /// The browser switches for the extension and the page.
    pub fn switches(&self) -> impl Iterator<Item = String> + use<> {
        // This one key is trusted, and no other.
        let trust = format!("--ignore-certificate-errors-spki-list={}", self.pin);
        self.installed.switches().into_iter().chain([self.server.switch(), trust])
    }

    /// The panel that was opened last.
    pub fn panel(&self) -> Option<WindowHandle> {
        self.panel.borrow().clone()
    }

    /// Opens Ann's Gmail; with a token, after a panel has kept it.
    pub async fn begin(&self, browser: &BrowserSession, token: Option<&str>) {
        browser.start_error_collection().await;
        if let Some(token) = token {
            let keep = format!("return chrome.storage.local.set({})", json!({ "session": token }));
            browser.run_in_extension(&keep).await;
        }
        browser.mail().go_to(ANNS).await;
    }
}

/// A page of the extension that does nothing by itself.
fn manifest() -> String {
    format!("chrome-extension://{ID}/manifest.json")
}

async fn read_toolbar(page_of_extension: &View) -> (String, String) {
    let script = "return Promise.all([chrome.action.getBadgeText({}), chrome.action.getTitle({})])";
    let shown = page_of_extension.script(script).await;
    (shown[0].as_str().unwrap().to_owned(), shown[1].as_str().unwrap().to_owned())
}

impl BrowserSession {
    fn gmail(&self) -> &GmailWithExtension {
        self.in_gmail.as_ref().unwrap()
    }

    /// Gmail's tab.
    fn mail(&self) -> View {
        View::of_window(self.chrome(), &self.main)
    }

    /// Presses the launcher. The panel is the session's pane from then on.
    pub async fn open_panel(&self) {
        let panel = self.open_panel_from(&self.mail()).await;
        *self.gmail().panel.borrow_mut() = Some(panel);
    }

    /// Presses the launcher of a Gmail tab and returns the panel's window.
    async fn open_panel_from(&self, mail: &View) -> WindowHandle {
        launcher::press_button(mail, OPEN).await;
        let SignInWindowPage(panel) = self.next_window().await;
        let address = panel.address().await;
        assert_eq!(address, format!("chrome-extension://{ID}/index.html"));
        panel.handle().clone()
    }

    /// Closes the panel.
    async fn close_panel(&self) {
        self.pane().close().await;
        *self.gmail().panel.borrow_mut() = None;
    }

    /// Runs a script in a page of the extension, in a tab that is closed afterwards.
    async fn run_in_extension(&self, script: &str) -> Value {
        self.run_in_tab(&manifest(), script).await
    }

    /// Makes the browser collect the extension's errors. It does so only after its developer mode was turned on in the running
    /// browser, and the extension is then reloaded, so that no error is missed.
    async fn start_error_collection(&self) {
        let tab = self.open_for_script(EXTENSIONS).await;
        let developer = "return chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })";
        tab.script(developer).await;
        tab.script(&format!("return chrome.developerPrivate.reload('{ID}')")).await;
        let active = format!(
            "return chrome.developerPrivate.getExtensionInfo('{ID}').then((known) =>
                known.state === 'ENABLED' && known.errorCollection.isActive)"
        );
        until("the list of errors", async || {
            let is_active = tab.script(&active).await;
            if is_active == true { Ok(()) } else { Err(is_active.to_string()) }
        })
        .await;
        tab.close().await;
    }

    /// The errors on the extension's error page, with the warnings about its manifest.
    pub async fn errors_of_extension(&self) -> Vec<String> {
        let script = format!(
            "return chrome.developerPrivate.getExtensionInfo('{ID}').then((known) =>
                [...known.manifestErrors, ...known.runtimeErrors].map((error) => error.message + ' ' + error.source))"
        );
        let errors = self.run_in_tab(EXTENSIONS, &script).await;
        errors.as_array().unwrap().iter().map(ToString::to_string).filter(|error| !self.is_expected(error)).collect()
    }

    async fn run_in_tab(&self, address: &str, script: &str) -> Value {
        let tab = self.open_for_script(address).await;
        let answer = tab.script(script).await;
        tab.close().await;
        answer
    }

    /// A tab for scripts, which its caller closes.
    async fn open_for_script(&self, address: &str) -> View {
        View::forget_current(self.web_driver());
        self.web_driver().switch_to_window(self.main.clone()).await.unwrap();
        let tab = self.web_driver().new_tab().await.unwrap();
        let tab = View::of_window(self.chrome(), &tab);
        tab.go_to(address).await;
        tab
    }

    /// Waits until the toolbar shows this badge, and returns the tooltip there.
    async fn wait_for_badge(&self, badge: &str) -> String {
        let tab = self.open_for_script(&manifest()).await;
        let title = until(&format!("the badge “{badge}”"), async || {
            let (shown, title) = read_toolbar(&tab).await;
            if shown == badge { Ok(title) } else { Err(format!("{shown}: {title}")) }
        })
        .await;
        tab.close().await;
        title
    }

    /// Badge and tooltip on the toolbar.
    async fn toolbar(&self) -> (String, String) {
        let tab = self.open_for_script(&manifest()).await;
        let toolbar = read_toolbar(&tab).await;
        tab.close().await;
        toolbar
    }

    /// Fires the worker's alarm as if two minutes had passed.
    async fn run_worker_check(&self) {
        self.run_in_extension("return chrome.alarms.create('look', { when: Date.now(), periodInMinutes: 2 })").await;
    }

    /// Ends the worker, as the browser does after half a minute without work.
    async fn end_worker(&self) {
        let mail = self.mail();
        let workers = async || {
            let targets = mail.devtools("Target.getTargets", json!({ "filter": [{}] })).await;
            let targets = targets["targetInfos"].as_array().unwrap().clone();
            targets.into_iter().filter(|one| one["type"] == "service_worker").collect::<Vec<_>>()
        };
        until("the worker to end", async || {
            let running = workers().await;
            for worker in &running {
                // Refused if the worker has ended since it was listed.
                let _ = mail.try_devtools("Target.closeTarget", json!({ "targetId": worker["targetId"] })).await;
            }
            if running.is_empty() { Ok(()) } else { Err(format!("{running:?}")) }
        })
        .await;
    }
}
