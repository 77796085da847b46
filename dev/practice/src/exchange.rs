//! A stand-in for a company's own Exchange server: EWS with the operations that clients need, Autodiscover in three formats,
//! Basic and NTLM, over HTTPS on a port of its own.
//!
//! People sign in by their address or as `CONTOSO\ann`. It isn't a [`PracticeProvider`](crate::Provider): there are no
//! grants, consents and clients where people sign in by password only.
//!
//! # Where things are
//! [`connection`] and [`certificates`]: TLS. [`sign_in`], [`ntlm`] and [`accounts`]: authentication. [`ews`] and
//! [`autodiscover`]: the services. [`switches`] and [`hostile`]: faults. [`authentication_log`]: counts for tests.

mod accounts;
mod authentication_log;
mod autodiscover;
mod certificates;
mod connection;
mod ews;
mod hostile;
mod ntlm;
mod sign_in;
mod soap;
mod switches;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::context::PracticeContext;
use crate::fault_layer::DOWN_PAGE;
use crate::faults::{Condition, MAX_DELAY_S};
use crate::people::PracticePerson;
use crate::secret_log::SecretKind;
use crate::start_error::PracticeStartError;
use accounts::Accounts;
use authentication_log::AuthenticationLog;
use certificates::{Certificates, ServedCertificate};
use connection::{ConnectionHandle, ExchangeListener};
use sign_in::ExchangeRequest;

pub use accounts::EXCHANGE_LOCKOUT_TRIES;
pub use authentication_log::{Authentication, AuthenticationScheme, Binding, ExchangeCounters, Tries};
pub use certificates::ServerCertificate;
pub use switches::{
    Autodiscover, EXCHANGE_BACK_OFF_MS, EXCHANGE_RETRY_AFTER_S, EwsAnswers, ExchangeSwitches, SignInOffer,
};

/// Its section in the state file: the authority's key.
const SECTION: &str = "exchange";
/// Real requests are a few kilobytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The handle on the practice Exchange.
///
/// Methods that take a person's address panic if it is unknown, so that a misspelt address fails the test.
pub struct PracticeExchange {
    context: Arc<PracticeContext>,
    certificates: Certificates,
    origin: OnceLock<String>,
    state: Mutex<ExchangeState>,
}

/// The mutable state, behind one lock, which is never held over an `await`.
#[derive(Default)]
struct ExchangeState {
    accounts: Accounts,
    log: AuthenticationLog,
    switches: ExchangeSwitches,
    /// The label of the last pressed button, for the control page.
    last_change: Option<String>,
}

impl PracticeExchange {
    /// The conditions that a person can be in here, in the order of the control page.
    pub const CONDITIONS: [Condition; 8] = [
        Condition::PasswordChanged,
        Condition::PasswordExpired,
        Condition::PasswordChangeRequired,
        Condition::AccountLocked,
        Condition::Disabled,
        Condition::BlockedByPolicy,
        Condition::MailboxMissing,
        Condition::MailboxShared,
    ];

    pub(crate) fn new(context: Arc<PracticeContext>) -> Result<Self, PracticeStartError> {
        let key = match context.state_file.section::<String>(SECTION)? {
            Some(kept) => kept,
            None => certificates::generate_key()?,
        };
        context.state_file.put(SECTION, &key)?;
        let domains = context.people.all().iter().map(|person| person.organisation.domain.as_str());
        let certificates = Certificates::new(&key, domains)?;
        Ok(Self { context, certificates, origin: OnceLock::new(), state: Mutex::default() })
    }

    /// Where its addresses begin, without a slash at the end: `https://localhost:…`, or what was configured. Empty if
    /// it was not started.
    pub fn url(&self) -> &str {
        self.origin.get().map_or("", String::as_str)
    }

    /// The address of EWS, which is what people type under Advanced Setup.
    pub fn ews_url(&self) -> String {
        format!("{}/EWS/Exchange.asmx", self.url())
    }

    /// The certificate of the authority that signs the server's good certificates.
    pub fn ca_pem(&self) -> &str {
        self.certificates.authority_pem()
    }

    /// The people with a mailbox here.
    pub fn people(&self) -> &[PracticePerson] {
        self.context.people.all()
    }

    /// A person's current password: it changes with [`Condition::PasswordChanged`].
    pub fn password(&self, email: &str) -> String {
        let person = self.expect_person(email);
        self.state().accounts.password(person)
    }

    /// Imposes a condition on a person.
    pub fn impose(&self, email: &str, condition: Condition) {
        let person = self.expect_person(email);
        self.state().accounts.conditions.impose(&person.key(), condition);
        self.context.record_secret(SecretKind::Password, &self.password(email));
    }

    /// Lifts a condition from a person.
    pub fn lift(&self, email: &str, condition: Condition) {
        let person = self.expect_person(email);
        self.state().accounts.lift(&person.key(), condition);
    }

    /// Whether a person is in a condition.
    pub fn holds(&self, email: &str, condition: Condition) -> bool {
        let person = self.expect_person(email);
        self.state().accounts.conditions.holds(&person.key(), condition)
    }

    /// Its current switches.
    pub fn switches(&self) -> ExchangeSwitches {
        self.state().switches
    }

    /// Sets its switches; `ExchangeSwitches::default()` ends all faults.
    pub fn set_switches(&self, switches: ExchangeSwitches) {
        self.state().switches = switches;
    }

    /// The counts since the start.
    pub fn counters(&self) -> ExchangeCounters {
        self.state().log.counters
    }

    /// How often a person's password was tried since the start.
    pub fn tries(&self, email: &str) -> Tries {
        let person = self.expect_person(email);
        self.state().log.tries(&person.email)
    }

    /// Every attempt to sign in by a password or an NTLM proof since the start, the oldest first.
    pub fn authentications(&self) -> Vec<Authentication> {
        self.state().log.all()
    }

    pub(crate) fn last_change(&self) -> Option<String> {
        self.state().last_change.clone()
    }

    pub(crate) fn set_last_change(&self, done: String) {
        self.state().last_change = Some(done);
    }

    fn state(&self) -> MutexGuard<'_, ExchangeState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn context(&self) -> &PracticeContext {
        &self.context
    }

    fn certificate(&self) -> ServedCertificate {
        self.certificates.shown(self.switches().certificate)
    }

    fn expect_person(&self, email: &str) -> &PracticePerson {
        let person = self.context.people.by_email(email);
        person.unwrap_or_else(|| panic!("there is no practice person with the address {email}"))
    }
}

/// Serves until the signal.
pub(crate) fn serve(
    exchange: &Arc<PracticeExchange>,
    listener: TcpListener,
    origin: String,
    mut stopped: watch::Receiver<()>,
) -> JoinHandle<std::io::Result<()>> {
    exchange.origin.get_or_init(|| origin);
    let listener = ExchangeListener::new(listener, Arc::clone(exchange));
    let router = Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(Arc::clone(exchange))
        .into_make_service_with_connect_info::<ConnectionHandle>();
    tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move { while stopped.changed().await.is_ok() {} })
            .await
    })
}

/// Answers every request. Paths are case-insensitive, as on Windows, so they are matched here and not by routes.
async fn answer(
    State(exchange): State<Arc<PracticeExchange>>,
    ConnectInfo(ConnectionHandle(connection)): ConnectInfo<ConnectionHandle>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let delay_s = exchange.switches().delay_s.min(MAX_DELAY_S);
    if delay_s > 0 {
        tokio::time::sleep(Duration::from_secs(delay_s.into())).await;
    }
    if exchange.switches().down {
        return (StatusCode::SERVICE_UNAVAILABLE, Html(DOWN_PAGE)).into_response();
    }
    let path = uri.path().to_ascii_lowercase();
    let body = String::from_utf8_lossy(&body);
    let request = ExchangeRequest { headers: &headers, path: &path, connection: &connection };
    match path.as_str() {
        "/ews/exchange.asmx" => exchange.ews(&request, &method, &body),
        path if path.starts_with("/autodiscover/") => exchange.autodiscover(&request, &method, &uri, &body),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
