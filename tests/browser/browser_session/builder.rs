//! Builds a browser session.

use std::cell::RefCell;
use std::env;
use std::path::{Path, PathBuf};

use latchkey_practice::{Coop, PracticeProvider};
use latchkey_testkit::{TestEndpoint, TestEndpointBuilder};
use latchkey_wire::SyncSettings;
use serde_json::json;

use super::BrowserSession;
use super::embedding::{Embedding, EmbeddingPage};
use super::existing_connection::ExistingConnection;
use crate::chrome::{Chrome, ChromeSettings, Profile};
use crate::extension::{GmailSettings, GmailWithExtension};
use crate::outlook::simulator::{OutlookSettings, OutlookSimulator};
use crate::picture::set_sidebar_width;
use crate::view::View;

/// The variable with the folder of the built pane, which `cargo xtask test` sets.
const PANE_DIR: &str = "LATCHKEY_PANE_DIR";

/// The settings of a browser session.
#[derive(Default)]
pub struct BrowserSessionBuilder {
    chrome: ChromeSettings,
    embedded: bool,
    coop: Coop,
    endpoint: TestEndpointBuilder,
    existing: Vec<ExistingConnection>,
    lost_access: bool,
    narrow: bool,
    gmail: Option<GmailSettings>,
    outlook: Option<OutlookSettings>,
}

impl BrowserSessionBuilder {
    /// With a browser that lets embedded pages do this.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.chrome.profile = profile;
        self
    }

    /// With the pane in a frame of another site's page, as in Outlook on the web.
    pub fn embedded(mut self) -> Self {
        self.embedded = true;
        self
    }

    /// With the pane in Outlook on the web.
    pub fn in_outlook(mut self, outlook: OutlookSettings) -> Self {
        self.outlook = Some(outlook);
        self
    }

    /// With a provider whose sign-in pages leave the window's opener alone.
    pub fn without_coop(mut self) -> Self {
        self.coop = Coop::Off;
        self
    }

    /// With a browser whose reader wants these languages, the first most.
    pub fn languages(mut self, tags: &str) -> Self {
        self.chrome.switches.push(format!("--accept-lang={tags}"));
        self
    }

    /// With everything that the browser asks for going through a proxy.
    pub fn through(mut self, proxy: String) -> Self {
        self.chrome.proxy = Some(proxy);
        self
    }

    /// With this configuration of the endpoint.
    pub fn endpoint(mut self, set: impl FnOnce(TestEndpointBuilder) -> TestEndpointBuilder) -> Self {
        self.endpoint = set(self.endpoint);
        self
    }

    /// With every practice provider to choose from.
    pub fn with_every_provider(self) -> Self {
        self.endpoint(|endpoint| endpoint.with_google().with_salesforce())
    }

    /// With this page of Sync settings.
    pub fn page(self, page: SyncSettings) -> Self {
        match page {
            SyncSettings::New => self,
            SyncSettings::Legacy => self.endpoint(|endpoint| endpoint.with_sync_settings(r#"page = "legacy""#)),
        }
    }

    /// With these connections, made from another browser before the pane is opened. The providers do not know this browser.
    pub fn connected(mut self, existing: impl IntoIterator<Item = ExistingConnection>) -> Self {
        self.existing.extend(existing);
        self
    }

    /// With the access of these connections lost before the pane is opened.
    pub fn with_lost_access(mut self) -> Self {
        self.lost_access = true;
        self
    }

    /// With a pane as narrow as Outlook makes it.
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// With the extension, at a page like Gmail's; the pane is opened from there.
    pub fn in_gmail(mut self, gmail: GmailSettings) -> Self {
        self.gmail = Some(gmail);
        self
    }

    /// Opens the pane.
    pub async fn open(mut self) -> BrowserSession {
        let embedding = match self.outlook {
            Some(outlook) => Some(Embedding::Outlook(OutlookSimulator::start(outlook).await)),
            None if self.embedded => Some(Embedding::Page(EmbeddingPage::start().await)),
            None => None,
        };
        let mut endpoint = self.endpoint.with_pane(pane_dir());
        if let Some(embedding) = &embedding {
            endpoint = embedding.set(endpoint);
            self.chrome.switches.extend(embedding.switches());
        }
        if let Some(gmail) = &self.gmail {
            endpoint = gmail.set(endpoint);
        }
        let endpoint = endpoint.start().await;
        for provider in providers(&endpoint) {
            provider.set_coop(self.coop);
        }
        let token = ExistingConnection::connect_all(&self.existing, &endpoint).await;
        if self.lost_access {
            ExistingConnection::lose_all(&self.existing, &endpoint).await;
        }
        let gmail = match self.gmail {
            Some(gmail) => Some(gmail.build(&pane_dir(), endpoint.url()).await),
            None => None,
        };
        self.chrome.switches.extend(gmail.iter().flat_map(GmailWithExtension::switches));
        let chrome = Chrome::start(&self.chrome).await;
        let address = match &embedding {
            Some(embedding) => embedding.show(endpoint.url()),
            None => endpoint.url().to_string(),
        };
        let main = chrome.web_driver.window().await.unwrap();
        let met = RefCell::new(vec![main.clone()]);
        let browser = BrowserSession {
            chrome,
            endpoint: Some(endpoint),
            main,
            met,
            embedding,
            in_gmail: gmail,
            expected_in_console: Vec::new(),
            closed: false,
        };
        if self.narrow {
            set_sidebar_width(&browser.pane()).await;
        }
        if let Some(gmail) = &browser.in_gmail {
            gmail.begin(&browser, token.as_deref()).await;
            return browser;
        }
        match token {
            Some(token) if browser.embedding.is_some() => {
                browser.web_driver().goto(&address).await.unwrap();
                browser.pane().keep_session(&token).await;
                browser.reload().await;
            }
            Some(token) => pane_begins_with(&browser.pane(), &token, &address).await,
            None => browser.web_driver().goto(&address).await.unwrap(),
        }
        browser
    }
}

/// Opens the pane with a session, as if it had kept it the last time.
pub(super) async fn pane_begins_with(pane: &View, token: &str, address: &str) {
    let keep = format!("localStorage.setItem('latchkey.session', '{token}')");
    let kept = pane.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": keep })).await;
    pane.go_to(address).await;
    // Not at a reload: a person who has logged out stays logged out.
    pane.devtools("Page.removeScriptToEvaluateOnNewDocument", kept).await;
}

fn providers(endpoint: &TestEndpoint) -> [&PracticeProvider; 3] {
    [endpoint.practice.microsoft(), endpoint.practice.google(), endpoint.practice.salesforce()]
}

fn pane_dir() -> PathBuf {
    let folder = env::var_os(PANE_DIR)
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("dist"), PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "there is no built pane in {}: run `cargo xtask test --only browser`, which builds it, or set {PANE_DIR}",
        folder.display()
    );
    folder
}
