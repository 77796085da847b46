//! Chromium, one for each test, with a profile of its own.
//!
//! The browser is as strict as an ordinary one: chromedriver's own switches that relax it (it turns the popup blocker off) are
//! removed.

mod devtools_client;
mod driver;

use std::cell::RefCell;
use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::sync::LazyLock;
use std::thread;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::sync::{Semaphore, SemaphorePermit};

pub use devtools_client::{DevtoolsClient, PageElement};
use driver::Chromedriver;

/// How many browsers run at the same time on each processor. Half of a test's time is waiting: for a page's next look, for a
/// transition, for a window.
const BROWSERS_PER_PROCESSOR: usize = 2;

/// One permit for each browser that may run.
static BROWSERS: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    Semaphore::new(processors * BROWSERS_PER_PROCESSOR)
});

/// Parts of the browser's own window that no test looks at. Each is a page of its own, which every window loads.
const WITHOUT: &str =
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI";

const SWITCHES: [&str; 13] = [
    WITHOUT,
    "--disable-component-extensions-with-background-pages",
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
    "--window-size=420,900",
];

/// Switches that chromedriver adds and ordinary browsers do not have.
const NOT_THESE: [&str; 3] = ["disable-popup-blocking", "enable-automation", "test-type"];

/// What the browser lets an embedded page of another site store.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Profile {
    /// Separate storage for each embedding site, Chrome's default.
    #[default]
    StoragePartitioned,
    /// No storage: access to it throws. Set by the setting "Sites that may not save data", because Chromium no longer refuses
    /// storage when it blocks third-party cookies.
    StorageRefused,
    /// No page may store anything, in its own window either ("Sites that may not save data", for all sites).
    NothingKept,
}

impl Profile {
    fn write(self, folder: &Path) {
        let profile = match self {
            // 0 allows third-party cookies (Chromium, `CookieControlsMode`).
            Self::StoragePartitioned => json!({ "cookie_controls_mode": 0 }),
            // 2 refuses (Chromium, `ContentSetting`): pages of localhost, where another site embeds them.
            Self::StorageRefused => {
                let refused = json!({ "setting": 2 });
                let exceptions =
                    json!({ "[*.]localhost,127.0.0.1": refused, "[*.]localhost,[*.]outlook.office.com": refused });
                json!({ "cookie_controls_mode": 1, "content_settings": { "exceptions": { "cookies": exceptions } } })
            }
            Self::NothingKept => json!({ "default_content_setting_values": { "cookies": 2 } }),
        };
        fs::create_dir(folder.join("Default")).unwrap();
        // Only then the browser can keep a list of what goes wrong in extensions.
        let extensions = json!({ "ui": { "developer_mode": true } });
        // The first tab is empty (4: a list of addresses). The page of new tabs costs as much as a test's own pages.
        let session = json!({ "restore_on_startup": 4, "startup_urls": ["about:blank"] });
        let preferences = json!({
            "profile": profile,
            "extensions": extensions,
            "session": session,
            // It would look each typed password up, and offer to save it.
            "credentials_enable_service": false,
        });
        fs::write(folder.join("Default/Preferences"), preferences.to_string()).unwrap();
    }
}

/// How the browser is started.
#[derive(Clone, Debug, Default)]
pub struct ChromeSettings {
    /// What embedded pages may do.
    pub profile: Profile,
    /// `host:port` of an HTTP proxy that everything goes through, loopback included.
    pub proxy: Option<String>,
    /// More switches: where names lead, and which certificate is trusted for them.
    pub switches: Vec<String>,
}

/// A browser. Dropping it ends it, also when a test panics.
pub struct Chrome {
    // Fields are dropped in this order: the folder goes after the browser has ended.
    /// The WebDriver handle.
    pub web_driver: WebDriver,
    /// Looks into the windows.
    pub devtools: DevtoolsClient,
    failures: RefCell<Vec<String>>,
    _driver: Chromedriver,
    profile: TempDir,
    _permit: SemaphorePermit<'static>,
}

impl Chrome {
    /// Starts a browser when fewer than the maximum are running.
    pub async fn start(settings: &ChromeSettings) -> Self {
        let permit = BROWSERS.acquire().await.unwrap();
        let profile = TempDir::new().unwrap();
        settings.profile.write(profile.path());
        let driver = Chromedriver::start();
        let capabilities = capabilities(settings, profile.path());
        let web_driver = WebDriver::new(driver.url(), capabilities).await;
        let web_driver = web_driver.unwrap_or_else(|error| panic!("Chromium did not start: {error}"));
        // The driver ends the browser. The library must not do it once more when the last handle goes.
        web_driver.clone().leak().unwrap();
        let devtools = DevtoolsClient::connect(profile.path()).await;
        Self { web_driver, devtools, failures: RefCell::default(), _driver: driver, profile, _permit: permit }
    }
}

impl Chrome {
    /// The console so far: the messages of all pages and frames, and failed requests of windows.
    pub async fn console(&self) -> Vec<String> {
        // The browser reports each failure once.
        let new = self.web_driver.browser_log().await.unwrap().into_iter();
        let failures = new.filter(|entry| entry.source.as_deref() == Some("network")).map(|entry| entry.message);
        self.failures.borrow_mut().extend(failures);
        let mut console = self.said();
        console.extend_from_slice(&self.failures.borrow());
        console
    }

    /// Reads the browser's own log, which chromedriver switches on. WebDriver does not show the console of frames.
    fn said(&self) -> Vec<String> {
        let log = fs::read(self.profile.path().join("chrome_debug.log")).unwrap();
        let log = String::from_utf8_lossy(&log);
        let said = log.split(":CONSOLE:").skip(1).filter_map(|rest| rest.split_once("] "));
        said.map(|(_, said)| said.split("\n[").next().unwrap_or_default().to_owned()).collect()
    }
}

fn capabilities(settings: &ChromeSettings, profile: &Path) -> Capabilities {
    let mut switches: Vec<String> = SWITCHES.map(str::to_owned).to_vec();
    switches.push(format!("--user-data-dir={}", profile.display()));
    switches.extend_from_slice(&settings.switches);
    if let Some(proxy) = &settings.proxy {
        switches.push(format!("--proxy-server=http://{proxy}"));
        switches.push("--proxy-bypass-list=<-loopback>".to_owned());
    }
    let capabilities = json!({
        "browserName": "chrome",
        // Panels of extensions are windows like others then.
        "goog:chromeOptions": { "args": switches, "excludeSwitches": NOT_THESE, "enableExtensionTargets": true },
        "goog:loggingPrefs": { "browser": "ALL" },
        // A page that never ends loading must not hold a test longer than its own waits do.
        "timeouts": { "pageLoad": 20_000, "script": 10_000 },
    });
    serde_json::from_value(capabilities).unwrap()
}
