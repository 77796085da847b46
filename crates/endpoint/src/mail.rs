//! Telling people by e-mail that access is lost: one message for each break, none after it is mended, with a link that
//! begins to mend it ([`crate::repair`]). It is sent to verified addresses alone ([`crate::verified`]), never asks for a
//! password, and an address gets only so many of them ([`crate::deliveries`]). By SMTP, over TLS unless the server is on this machine.

use std::net::IpAddr;
use std::time::Duration;

use latchkey_copy::{Language, Names, Way};
use latchkey_domain::{Health, TokenHash};
use latchkey_store::{ConnectionRecord, JournalEntry, LinkRecord};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;

use crate::app::App;
use crate::config::{self, ConfigError, MailTls};
use crate::repair;
use crate::webhooks::NotTold;

/// For each step of a conversation with the server.
const TIMEOUT: Duration = Duration::from_secs(20);
/// A link in a message ends after this, if the connection is not mended before.
const LINK_LIFE_S: i64 = 7 * 24 * 3600;
const LANGUAGE: Language = Language::English;

/// Sends messages.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// How long access must have been lost, in seconds.
    pub(crate) after_s: i64,
}

impl Mailer {
    pub(crate) fn from_config(settings: &config::Mail) -> Result<Self, ConfigError> {
        let bad = |setting: &str, cause: String| ConfigError::Mail { setting: format!("mail.{setting}"), cause };
        let from = settings.from.parse().map_err(|_| bad("from", "must be an e-mail address".to_owned()))?;
        let tls = || {
            let mut tls = TlsParameters::builder(settings.host.clone());
            if let Some(file) = &settings.extra_ca_file {
                let pem = std::fs::read(file).map_err(|error| bad("extra_ca_file", error.to_string()))?;
                let certificate =
                    Certificate::from_pem(&pem).map_err(|error| bad("extra_ca_file", error.to_string()))?;
                tls = tls.add_root_certificate(certificate);
            }
            tls.build().map_err(|error| bad("tls", error.to_string()))
        };
        let (tls, usual_port) = match settings.tls {
            MailTls::Implicit => (Tls::Wrapper(tls()?), 465),
            MailTls::Starttls => (Tls::Required(tls()?), 587),
            MailTls::Off if is_this_machine(&settings.host) => (Tls::None, 25),
            MailTls::Off => return Err(bad("tls", "\"off\" is accepted only for this machine itself".to_owned())),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port.unwrap_or(usual_port))
            .tls(tls)
            .timeout(Some(TIMEOUT));
        if let Some(user) = &settings.user {
            let password =
                config::load_secret("mail.password", settings.password.as_ref(), settings.password_file.as_deref())?;
            transport = transport.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self { transport: transport.build(), from, after_s: i64::from(settings.after_min) * 60 })
    }

    /// Whether the server can be reached, takes the name and the password, and answers.
    pub async fn check(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the server does not answer NOOP".to_owned()),
            Err(error) => Err(cause(&error)),
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Tells the person, unless it has been mended meanwhile.
pub(crate) async fn tell(app: &App, to: &str, entry: &JournalEntry) -> Result<(), NotTold> {
    let later = |error: latchkey_store::StoreError| NotTold::Later(error.to_string());
    let (Some(mailer), Some(id)) = (&app.settings.mail, &entry.news.connection) else { return Err(NotTold::Never) };
    let connection = app.store.connection(id).await.map_err(later)?.ok_or(NotTold::Never)?;
    // Whose an address is may have been found out since, or taken back.
    let reached = app.address_of(&connection).await.map_err(later)?;
    if reached.is_none_or(|reached| !reached.eq_ignore_ascii_case(to)) {
        return Err(NotTold::Never);
    }
    let (Health::NeedsSignIn { reason, .. } | Health::NeedsAdmin { reason, .. }) = &connection.health else {
        return Err(NotTold::Never);
    };
    let (token, now) = (app.entropy.token(), app.clock.now());
    let link = LinkRecord {
        token: TokenHash::of(&token),
        connection: id.clone(),
        created_at: now,
        expires_at: now + LINK_LIFE_S,
    };
    app.store.create_link(&link).await.map_err(later)?;
    let message = message(app, mailer, to, &connection, reason, &token)?;
    mailer.transport.send(message).await.map(drop).map_err(|error| {
        // 5yz: this message will never be taken (RFC 5321, 4.2.1).
        if error.is_permanent() { NotTold::Never } else { NotTold::Later(cause(&error)) }
    })
}

fn message(
    app: &App,
    mailer: &Mailer,
    to: &str,
    connection: &ConnectionRecord,
    reason: &latchkey_wire::Reason,
    token: &str,
) -> Result<Message, NotTold> {
    let provider = app.registry.get(&connection.offer).map_or("", |service| service.label());
    let policy = app.policy();
    let names = Names { provider, product: &policy.installation.short_name };
    let link = app.public_url.join(&repair::path(token)).map_err(|_| NotTold::Never)?;
    let way = match app.registry.by_password(&connection.offer) {
        Some(_) => Way::Sidebar(link.as_str()),
        None => Way::Page(link.as_str()),
    };
    let mail = latchkey_copy::lost_mail(LANGUAGE, &connection.account, reason, names, way);
    let to = to.parse::<lettre::Address>().map_err(|_| NotTold::Never)?;
    Message::builder()
        .from(mailer.from.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.subject)
        // RFC 3834: nobody's absence note answers this.
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body)
        .map_err(|_| NotTold::Never)
}

#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The whole chain, once: the library's own text leaves out why.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
