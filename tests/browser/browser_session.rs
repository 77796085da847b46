//! A browser with the pane in it, and the endpoint and providers behind it.

mod another_person;
mod builder;
mod embedding;
mod existing_connection;
mod unresponsive_endpoint;

use std::cell::RefCell;

use latchkey_practice::Faults;
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{Connection, ConnectionState, OfferId, Purpose};
use thirtyfour::{WebDriver, WindowHandle};

use crate::chrome::Chrome;
use crate::extension::GmailWithExtension;
use crate::pages::{CONNECTED, ControlPage, PanePage, SignInWindowPage};
use crate::people::TestPerson;
use crate::view::{Role, View, short};
use crate::wait::until;
pub use builder::BrowserSessionBuilder;
use embedding::Embedding;
pub use existing_connection::{AT_EXCHANGE, AT_GOOGLE, AT_MICROSOFT, AT_SALESFORCE, ExistingConnection};
pub use unresponsive_endpoint::UnresponsiveEndpoint;

/// The endpoint checks a connection at most this often.
const BETWEEN_CHECKS_S: i64 = 5;

/// A person's browser with the pane in it, together with the endpoint under test and the practice providers.
pub struct BrowserSession {
    // Dropped first: the browser ends before the endpoint.
    chrome: Chrome,
    endpoint: Option<TestEndpoint>,
    pub(crate) main: WindowHandle,
    /// Every window that has been seen so far.
    pub(crate) met: RefCell<Vec<WindowHandle>>,
    embedding: Option<Embedding>,
    pub(crate) in_gmail: Option<GmailWithExtension>,
    expected_in_console: Vec<&'static str>,
    closed: bool,
}

impl BrowserSession {
    /// A builder with the default settings.
    pub fn builder() -> BrowserSessionBuilder {
        BrowserSessionBuilder::default()
    }

    /// The pane in a page of its own, in a fresh browser.
    pub async fn open() -> Self {
        Self::builder().open().await
    }

    /// The pane of a person whose mailbox at Microsoft was connected before, from another browser.
    pub async fn connected() -> Self {
        Self::builder().connected([AT_MICROSOFT]).open().await
    }

    /// The pane with this person's mailbox connected a moment ago, in this very browser.
    pub async fn connected_as(person: TestPerson) -> Self {
        let browser = Self::open().await;
        browser.connect(person).await;
        browser
    }

    /// Connects this person's mailbox for the first time, where pane and window can reach one another.
    pub async fn connect(&self, person: TestPerson) {
        self.pane().set_up_sync().await;
        let window = self.next_window().await;
        window.sign_in_and_accept(person).await;
        self.pane().wait_for_text(CONNECTED).await;
        window.wait_until_closed().await;
    }

    /// Endpoint, providers and clock.
    pub fn endpoint(&self) -> &TestEndpoint {
        self.endpoint.as_ref().unwrap()
    }

    /// The same, to change the endpoint's configuration.
    pub fn endpoint_mut(&mut self) -> &mut TestEndpoint {
        self.endpoint.as_mut().unwrap()
    }

    /// The browser.
    pub fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    /// The WebDriver handle.
    pub fn web_driver(&self) -> &WebDriver {
        &self.chrome.web_driver
    }

    /// The pane.
    pub fn pane(&self) -> PanePage {
        if let Some(panel) = self.in_gmail.as_ref().and_then(GmailWithExtension::panel) {
            return PanePage(View::of_window(&self.chrome, &panel));
        }
        let view = View::of_window(&self.chrome, &self.main);
        PanePage(match self.embedding {
            Some(_) => view.frame(embedding::FRAME),
            None => view,
        })
    }

    /// The page that shows the pane, or the pane itself.
    pub fn host_view(&self) -> View {
        View::of_window(&self.chrome, &self.main)
    }

    /// Waits for a new window. A provider's page that cuts a window off also removes its name, so that "Open again" opens
    /// another one.
    pub async fn next_window(&self) -> SignInWindowPage {
        let window = until("a new window", async || {
            let windows = self.web_driver().windows().await.map_err(short)?;
            let mut met = self.met.borrow_mut();
            let new = windows.into_iter().find(|window| !met.contains(window)).ok_or("no other")?;
            met.push(new.clone());
            Ok(new)
        });
        SignInWindowPage(View::of_window(&self.chrome, &window.await))
    }

    /// Loads the pane's page anew.
    pub async fn reload(&self) {
        View::forget_current(self.web_driver());
        self.web_driver().switch_to_window(self.main.clone()).await.unwrap();
        self.web_driver().refresh().await.unwrap();
    }

    /// The only connection, as the endpoint shows it to the pane's session. A pane that keeps its session in memory (in a
    /// frame without storage) has no session that a test can use.
    pub async fn connection(&self) -> Connection {
        self.pane_api().await.connection().await
    }

    /// The connection for a purpose, as the endpoint shows it to the pane's session.
    pub async fn connection_for(&self, purpose: Purpose) -> Connection {
        let connections = self.pane_api().await.overview().await.connections;
        let found = connections.iter().find(|one| one.purpose == purpose).cloned();
        found.unwrap_or_else(|| panic!("no {purpose:?} in {connections:?}"))
    }

    /// The pane's session, over HTTP.
    pub async fn pane_api(&self) -> latchkey_testkit::TestPane {
        let token = self.pane().session_token().await.unwrap();
        self.endpoint().pane().with_token(&token)
    }

    /// Asserts that only the connection's offer has changed.
    pub async fn assert_unchanged_except_offer(&self, before: &Connection, offer: &str) {
        let before = Connection { offer: OfferId::new(offer), ..before.clone() };
        self.assert_unchanged(&[before]).await;
    }

    /// Asserts that every connection is unchanged and that its grant can still be renewed.
    pub async fn assert_unchanged(&self, before: &[Connection]) {
        assert_eq!(self.endpoint().renew_all().await, before.len(), "every grant is still renewed");
        let after = self.pane_api().await.overview().await.connections;
        assert_eq!(after.len(), before.len());
        for (after, before) in after.iter().zip(before) {
            assert_eq!((&after.id, &after.account, &after.offer), (&before.id, &before.account, &before.offer));
            assert_eq!((&after.state, &after.settings), (&ConnectionState::Working, &before.settings));
        }
    }

    /// Presses **Check now** in a pane, after the time between two checks, and waits for the answer: a loss that comes
    /// before it opens no dialog, and another press does nothing.
    pub async fn check_now(&self, pane: &PanePage) {
        self.endpoint().clock.advance_s(BETWEEN_CHECKS_S);
        pane.press(Role::Button, "Check now").await;
        pane.wait_until_checked().await;
    }

    /// Sets the faults of the practice Microsoft.
    pub fn set_microsoft_faults(&self, faults: Faults) {
        self.endpoint().practice.microsoft().set_faults(faults);
    }

    /// Presses a button of the control page, in a tab that is closed afterwards.
    pub async fn press_at_control_page(&self, button: &str) {
        let tab = self.new_tab(&format!("{}/control", self.endpoint().practice.url())).await;
        ControlPage(tab.0.clone()).press(button).await;
        tab.close().await;
    }

    /// Opens an address in a tab of its own, as a person does who has copied it.
    pub async fn new_tab(&self, address: &str) -> SignInWindowPage {
        View::forget_current(self.web_driver());
        self.web_driver().switch_to_window(self.main.clone()).await.unwrap();
        let tab = self.web_driver().new_tab().await.unwrap();
        self.met.borrow_mut().push(tab.clone());
        let tab = View::of_window(&self.chrome, &tab);
        tab.go_to(address).await;
        SignInWindowPage(tab)
    }

    /// An hour passes, and the endpoint renews what is due.
    pub async fn pass_an_hour(&self) {
        self.endpoint().renew_all().await;
    }

    /// Stops the endpoint and starts it again.
    pub async fn restart_endpoint(&mut self) {
        let endpoint = self.endpoint.take().unwrap();
        self.endpoint = Some(endpoint.restart().await);
    }

    /// Starts the endpoint again with another tenant at Microsoft.
    pub async fn set_microsoft_tenant(&mut self, tenant: &str) {
        let setting = format!("tenant = {tenant:?}");
        self.endpoint_mut().reconfigure(|endpoint| endpoint.with_microsoft_settings(&setting)).await;
        // Requests of the panes fail meanwhile.
        self.expect_in_console("net::ERR_");
        self.restart_endpoint().await;
    }

    /// Stops the endpoint, listens at its address without a useful answer while `meanwhile` runs, and starts it again.
    pub async fn with_endpoint_down(&mut self, meanwhile: impl AsyncFnOnce(&Self, &UnresponsiveEndpoint)) {
        let endpoint = self.endpoint.take().unwrap();
        let address = format!("127.0.0.1:{}", endpoint.url().port().unwrap());
        let again = endpoint.restart_around(async |_| {
            let unresponsive = UnresponsiveEndpoint::start(&address).await;
            meanwhile(&*self, &unresponsive).await;
            unresponsive.end().await;
        });
        let endpoint = again.await;
        self.endpoint = Some(endpoint);
    }

    /// Announces console lines with this text, which the test causes.
    pub fn expect_in_console(&mut self, part: &'static str) {
        self.expected_in_console.push(part);
    }

    /// The console lines that the test has not announced.
    pub async fn unexpected_console_lines(&self) -> Vec<String> {
        self.chrome.console().await.into_iter().filter(|said| !self.is_expected(said)).collect()
    }

    /// Whether the test has announced this console line.
    pub(crate) fn is_expected(&self, said: &str) -> bool {
        self.expected_in_console.iter().any(|part| said.contains(part))
    }

    /// Everything in the console.
    pub async fn console(&self) -> Vec<String> {
        self.chrome.console().await
    }

    /// Ends the session and asserts that the console is empty. The product never writes to it, so each line is an error, a
    /// violation of a policy, or advice of the browser.
    pub async fn close(mut self) {
        if self.in_gmail.is_some() {
            let errors = self.errors_of_extension().await;
            assert!(errors.is_empty(), "on the extension's error page: {errors:#?}");
        }
        let complaints = self.unexpected_console_lines().await;
        assert!(complaints.is_empty(), "in the console: {complaints:#?}");
        self.closed = true;
    }
}

impl Drop for BrowserSession {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.closed, "a test ends its session with close(), which checks the console");
        }
    }
}
