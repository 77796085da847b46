//! Sends e-mail by SMTP, over TLS unless the server is on this machine.

use std::time::Duration;

use latchkey_domain::is_this_machine;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;

use crate::config::{self, ConfigError, MailTls};
use crate::outbound::webhook::DeliveryError;

/// The time for each step of the SMTP dialogue.
const TIMEOUT: Duration = Duration::from_secs(20);

pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    /// The sender.
    pub(crate) from: Mailbox,
    /// The administrator's address.
    pub(crate) admin: Option<Address>,
    /// How long after the loss of access a message is sent, in seconds.
    pub(crate) after_s: i64,
}

impl Mailer {
    pub(crate) fn from_config(settings: &config::MailSettings) -> Result<Self, ConfigError> {
        let bad = |setting: &str, cause: String| ConfigError::Mail { setting: format!("mail.{setting}"), cause };
        let from = settings.from.parse().map_err(|_| bad("from", "must be an e-mail address".to_owned()))?;
        let admin = settings.admin.as_deref().map(str::parse).transpose();
        let admin = admin.map_err(|_| bad("admin", "must be an address such as ops@contoso.example".to_owned()))?;
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
        Ok(Self { transport: transport.build(), from, admin, after_s: i64::from(settings.after_min) * 60 })
    }

    /// Checks that the server can be reached, accepts the user name and password, and answers.
    pub async fn check(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the server does not answer NOOP".to_owned()),
            Err(error) => Err(error_chain(&error)),
        }
    }

    /// Sends a message.
    pub(crate) async fn send(&self, message: Message) -> Result<(), DeliveryError> {
        self.transport.send(message).await.map(drop).map_err(|error| {
            // 5yz: the server will never accept this message (RFC 5321, 4.2.1).
            if error.is_permanent() { DeliveryError::Never } else { DeliveryError::Later(error_chain(&error)) }
        })
    }
}

/// The error and its sources in one text, because the library's own text leaves the cause out.
fn error_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
