//! Simulates Outlook on the web: a page at Outlook's host name shows the pane in a frame and answers Office.js as Outlook does.

use latchkey_testkit::Certificate;
use serde_json::{Value, json};
use url::Url;

use super::server::{OUTLOOK, OutlookServer};
use crate::people::TestPerson;

/// The sandbox of a pane's frame in Outlook.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";

/// The settings of a simulated Outlook.
#[derive(Clone)]
pub struct OutlookSettings {
    /// Whose mailbox it shows.
    pub person: TestPerson,
    /// Its reader's language.
    pub language: &'static str,
    /// Which Office.js the pane loads.
    pub office_js: OfficeJs,
}

/// What the address of Office.js serves, which decides the kind of Outlook.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OfficeJs {
    /// Microsoft's own, in Outlook on the web.
    FromMicrosoft,
    /// Nothing.
    Missing,
    /// A script that behaves as in Outlook on the desktop.
    OfTheDesktop,
}

/// What Outlook on the desktop adds to the pane's address (`src/host/outlook/info.rs`).
const ON_THE_DESKTOP: &str = "/outlook?_host_Info=Outlook$Win32$16.02$en-GB$telemetry$$$0";

/// A running simulator.
pub struct OutlookSimulator {
    settings: OutlookSettings,
    server: OutlookServer,
    certificate: Certificate,
}

impl OutlookSimulator {
    /// Begins to serve. The pane's address is set later.
    pub async fn start(settings: OutlookSettings) -> Self {
        let names: Vec<_> = ["localhost"].into_iter().chain(OutlookServer::NAMES).collect();
        let certificate = Certificate::for_names(&names);
        let server = OutlookServer::start(&certificate, settings.office_js).await;
        Self { settings, server, certificate }
    }

    /// The certificate of everything here, the endpoint included.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The switches that lead a browser here.
    pub fn switches(&self) -> Vec<String> {
        vec![
            format!("--host-resolver-rules={}", self.server.resolver_rules()),
            format!("--ignore-certificate-errors-spki-list={}", self.certificate.pin),
        ]
    }

    /// Sets the endpoint whose pane is shown, and returns the address to open.
    pub fn show(&self, endpoint: &Url) -> String {
        let is_desktop = self.settings.office_js == OfficeJs::OfTheDesktop;
        let path = if is_desktop { ON_THE_DESKTOP } else { "/outlook" };
        let setting = json!({
            "pane": endpoint.join(path).unwrap(),
            "isDesktop": is_desktop,
            "language": self.settings.language,
            "mailbox": mailbox(self.settings.person),
            "requirements": { "Mailbox": "1.15", "DialogApi": "1.2", "IdentityAPI": "1.3" },
            "sandbox": SANDBOX,
        });
        self.server.show(&setting);
        format!("https://{OUTLOOK}/mail/")
    }
}

/// A person's mailbox as Outlook describes it.
fn mailbox(person: TestPerson) -> Value {
    json!({ "name": person.name, "address": person.email })
}
