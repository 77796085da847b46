//! [`PracticeServer`]: all practice providers as one server, and the handle on it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use latchkey_domain::{Clock, Entropy};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::PracticeConfig;
use crate::context::PracticeContext;
use crate::exchange::{self, PracticeExchange};
use crate::google::{self, AddressClaims, PracticeGoogle};
use crate::microsoft::{self, DirectoryEntry, PracticeMicrosoft};
use crate::openid::{self, PracticeOpenId};
use crate::people::PracticePerson;
use crate::provider::PracticeProvider;
use crate::salesforce::{self, PracticeSalesforce};
use crate::secret_log::IssuedSecret;
use crate::server;
use crate::start_error::PracticeStartError;

/// How long answers that are under way at shutdown may take to finish.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// The practice providers. A running server ends with [`PracticeServer::shutdown`], or when this is dropped.
pub struct PracticeServer {
    context: Arc<PracticeContext>,
    microsoft: Arc<PracticeMicrosoft>,
    google: Arc<PracticeGoogle>,
    salesforce: Arc<PracticeSalesforce>,
    openid: Arc<PracticeOpenId>,
    exchange: Arc<PracticeExchange>,
    running: Option<RunningServers>,
}

struct RunningServers {
    address: SocketAddr,
    stop: watch::Sender<()>,
    servers: Vec<JoinHandle<io::Result<()>>>,
}

impl PracticeServer {
    /// A server without a port, for tests that call [`PracticeServer::router`] themselves.
    pub fn new(
        config: PracticeConfig,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PracticeStartError> {
        let context = Arc::new(PracticeContext::new(config, clock, entropy)?);
        let microsoft = Arc::new(microsoft::new(&context)?);
        let google = Arc::new(google::new(&context)?);
        let salesforce = Arc::new(salesforce::new(&context)?);
        let openid = Arc::new(openid::new(&context)?);
        let exchange = Arc::new(PracticeExchange::new(Arc::clone(&context))?);
        Ok(Self { context, microsoft, google, salesforce, openid, exchange, running: None })
    }

    /// Starts to listen and to answer.
    pub async fn start(
        config: PracticeConfig,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PracticeStartError> {
        let (address, exchange_address) = (config.listen, config.exchange_listen);
        let (exchange_url, ca_file) = (config.exchange_url.clone(), config.exchange_ca_file.clone());
        let mut practice = Self::new(config, clock, entropy)?;
        if let Some(file) = ca_file {
            let written = std::fs::write(&file, practice.exchange().ca_pem());
            written.map_err(|error| PracticeStartError::State(format!("can't write {}: {error}", file.display())))?;
        }
        let (listener, address) = bind(address).await?;
        practice.context.set_origin(format!("http://{address}"));
        let (stop, stopped) = watch::channel(());
        let mut servers = Vec::new();
        if let Some(address) = exchange_address {
            let (listener, address) = bind(address).await?;
            let origin = exchange_url.map_or_else(
                || format!("https://localhost:{}", address.port()),
                |url| url.origin().ascii_serialization(),
            );
            servers.push(exchange::serve(&practice.exchange, listener, origin, stopped.clone()));
            tracing::info!(%address, "practice Exchange is listening");
        }
        servers.push(tokio::spawn(serve(listener, practice.router(), stopped)));
        tracing::info!(%address, "practice providers are listening");
        practice.running = Some(RunningServers { address, stop, servers });
        Ok(practice)
    }

    /// The routes of all providers and of the control page.
    pub fn router(&self) -> Router {
        let sites = vec![
            (Arc::clone(self.microsoft.provider()), microsoft::router(&self.microsoft)),
            (Arc::clone(self.google.provider()), google::router(&self.google)),
            (Arc::clone(self.salesforce.provider()), salesforce::router(&self.salesforce)),
            (Arc::clone(self.openid.provider()), openid::router(&self.openid)),
        ];
        server::router(&self.context, sites, &self.exchange)
    }

    /// The address, without a slash at its end.
    pub fn url(&self) -> &str {
        self.context.origin()
    }

    /// Where it listens; `None` if it was not started.
    pub fn address(&self) -> Option<SocketAddr> {
        self.running.as_ref().map(|running| running.address)
    }

    /// The practice Microsoft.
    ///
    /// Its [`PracticeProvider::url`] stands for `https://login.microsoftonline.com`, and `/graph` below that for
    /// `https://graph.microsoft.com`.
    pub fn microsoft(&self) -> &PracticeProvider {
        self.microsoft.provider()
    }

    /// Sets what the practice Google claims about a person's address.
    ///
    /// # Panics
    /// If the address is unknown, so that a misspelt address fails the test.
    pub fn set_google_claims(&self, email: &str, claims: AddressClaims) {
        self.google.set_claims(self.expect_person(email), claims);
    }

    fn expect_person(&self, email: &str) -> &PracticePerson {
        let person = self.context.people.by_email(email);
        person.unwrap_or_else(|| panic!("there is no practice person with the address {email}"))
    }

    /// Replaces a person's entry in their tenant's directory at the practice Microsoft, as the tenant's administrator can.
    ///
    /// # Panics
    /// If the address is unknown, so that a misspelt address fails the test.
    pub fn write_directory_entry(&self, email: &str, entry: DirectoryEntry) {
        self.microsoft.write_entry(&self.expect_microsoft_person(email), entry);
    }

    /// A person's entry there as it is.
    ///
    /// # Panics
    /// If the address is unknown.
    pub fn directory_entry(&self, email: &str) -> DirectoryEntry {
        self.microsoft.entry(&self.expect_microsoft_person(email))
    }

    fn expect_microsoft_person(&self, name: &str) -> PracticePerson {
        let person = self.microsoft_person(name);
        person.unwrap_or_else(|| panic!("there is no person at the practice Microsoft with the name {name}"))
    }

    fn microsoft_person(&self, name: &str) -> Option<PracticePerson> {
        let mut people = self.microsoft().people().iter();
        people.find(|person| person.email.eq_ignore_ascii_case(name.trim())).cloned()
    }

    /// Office's single sign-on token for a pane of the program `audience` beside the mailbox of this address. `None` if
    /// the address is unknown. Office asks for the scope `access_as_user`.
    pub fn office_token(&self, address: &str, audience: &str, scopes: &str) -> Option<String> {
        let person = self.microsoft_person(address)?;
        Some(self.microsoft.office_token(&person, audience, scopes))
    }

    /// The practice Google.
    ///
    /// Its [`PracticeProvider::url`] stands for `https://accounts.google.com`, `https://oauth2.googleapis.com` and
    /// `https://www.googleapis.com` at once: their paths don't collide.
    pub fn google(&self) -> &PracticeProvider {
        self.google.provider()
    }

    /// The practice Salesforce.
    ///
    /// `/login` below its [`PracticeProvider::url`] stands for `https://login.salesforce.com`, `/test` for
    /// `https://test.salesforce.com`, `/my/contoso` for a My Domain, `/site/partners` for an Experience Cloud site.
    pub fn salesforce(&self) -> &PracticeProvider {
        self.salesforce.provider()
    }

    /// The practice OpenID server: any company's own one.
    ///
    /// Its [`PracticeProvider::url`] is its issuer, and [`PracticeProvider::set_speaks_like`] says which server it speaks like.
    pub fn openid(&self) -> &PracticeProvider {
        self.openid.provider()
    }

    /// Sets for how many seconds the sessions of a Salesforce org last from now on. Token answers don't tell it. The org is
    /// named by its domain, such as `contoso`. `None` lifts the limit.
    ///
    /// # Panics
    /// If there is no such org.
    pub fn set_session_length(&self, domain: &str, length_s: Option<u32>) {
        self.salesforce.set_session_length(domain, length_s);
    }

    /// The practice Exchange, over HTTPS on a port of its own.
    pub fn exchange(&self) -> &PracticeExchange {
        &self.exchange
    }

    /// Replaces the addresses that the program may be sent back to.
    pub fn set_redirect_uris<T: Into<String>>(&self, uris: impl IntoIterator<Item = T>) {
        self.context.client.set_redirect_uris(uris.into_iter().map(Into::into).collect());
    }

    /// Every secret so far. Empty if the configuration said not to remember them.
    pub fn secrets_issued(&self) -> Vec<IssuedSecret> {
        self.context.secret_log().all()
    }

    /// Stops listening, and waits a little for answers that are under way.
    pub async fn shutdown(mut self) {
        let Some(mut running) = self.running.take() else { return };
        drop(running.stop);
        let all = async {
            for server in &mut running.servers {
                drop(server.await);
            }
        };
        if tokio::time::timeout(SHUTDOWN_GRACE, all).await.is_err() {
            running.servers.iter().for_each(JoinHandle::abort);
        }
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), PracticeStartError> {
    let listener = TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => PracticeStartError::AddressInUse(address),
        _ => PracticeStartError::Listen { address, source },
    })?;
    let address = listener.local_addr().map_err(|source| PracticeStartError::Listen { address, source })?;
    Ok((listener, address))
}

async fn serve(listener: TcpListener, router: Router, mut stopped: watch::Receiver<()>) -> io::Result<()> {
    // The channel carries nothing: it ends when its sender is dropped, and that is the signal.
    axum::serve(listener, router).with_graceful_shutdown(async move { while stopped.changed().await.is_ok() {} }).await
}
