//! Adapts `latchkey-exchange` to the providers' common interface: a company's own Exchange servers.

mod servers;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::{Entropy, Failure, Identity, Verified, renewal};
use latchkey_exchange::{
    AcceptedSchemes, AutodiscoverService as Directory, Connector, Credentials, DiscoveryOutcome, EwsUrl, EwsUrlError,
    ExchangeError, MailboxAddress,
};
use latchkey_providers::{
    MailboxLocation, PasswordCredentials, PasswordOutcome, PasswordProvider, PasswordRefusal, ProviderInfo, SiteRefusal,
};
use latchkey_wire::{Account, Purpose, ReasonCode, UnixSeconds};
use secrecy::SecretString;

pub(super) use servers::Servers;

/// The scheme hint of a connection that once signed in without sending the password itself.
const NTLM_ONLY: &str = "ntlm";

/// The provider for a company's own Exchange servers.
pub(super) struct ExchangeProvider {
    pub(super) label: String,
    pub(super) connector: Arc<dyn Connector>,
    pub(super) servers: Servers,
    /// The name that all listed servers share: they belong to one organisation. `None` without a list.
    pub(super) realm: Option<String>,
}

#[async_trait]
impl ProviderInfo for ExchangeProvider {
    fn label(&self) -> &str {
        &self.label
    }

    fn access_type(&self) -> &'static str {
        "Exchange"
    }

    fn purpose(&self) -> Purpose {
        Purpose::Mailbox
    }

    fn rules(&self) -> renewal::ProviderLimits {
        // A password has no idle limit: it works until it is changed.
        renewal::ProviderLimits { idle_limit_s: None }
    }
}

#[async_trait]
impl PasswordProvider for ExchangeProvider {
    fn parse_server(&self, typed: &str) -> Result<String, SiteRefusal> {
        if let Some(directory) = Directory::parse(typed) {
            return Ok(directory.to_string());
        }
        match EwsUrl::parse(typed) {
            Ok(address) => Ok(address.to_string()),
            Err(EwsUrlError::Malformed | EwsUrlError::HasExtraParts) => Err(SiteRefusal::Malformed),
            Err(EwsUrlError::NotHttps | EwsUrlError::OtherPath) => Err(SiteRefusal::NotAllowed),
        }
    }

    fn is_server_allowed(&self, server: &str, connected_to: Option<&str>) -> bool {
        self.servers.is_allowed(server, connected_to)
    }

    fn is_server_listed(&self, server: &str) -> bool {
        self.servers.is_listed(server)
    }

    fn server_host(&self, server: &str) -> String {
        match (Directory::parse(server), EwsUrl::parse(server)) {
            (Some(directory), _) => directory.server.host,
            (None, Ok(address)) => address.server().host.clone(),
            (None, Err(_)) => server.to_owned(),
        }
    }

    fn server_realm(&self, server: &str) -> String {
        self.realm.clone().unwrap_or_else(|| format!("host {}", self.server_host(server)))
    }

    fn is_directory(&self, server: &str) -> bool {
        Directory::parse(server).is_some()
    }

    async fn locate_mailbox(&self, mailbox: &str) -> Result<MailboxLocation, Failure> {
        if matches!(self.servers, Servers::Undecided) {
            return Ok(MailboxLocation::Elsewhere);
        }
        let mailbox = parse_mailbox(mailbox)?;
        Ok(match latchkey_exchange::find_server(&*self.connector, &mailbox).await.map_err(failure)? {
            DiscoveryOutcome::Server(address) => MailboxLocation::Server(address.to_string()),
            DiscoveryOutcome::NeedsPassword(directory) => MailboxLocation::Directory(directory.to_string()),
            DiscoveryOutcome::Cloud => MailboxLocation::Elsewhere,
        })
    }

    async fn probe(&self, server: &str, mailbox: &str, scheme_hint: Option<&str>) -> Result<(), Failure> {
        let (address, mailbox) = (parse_ews_url(server)?, parse_mailbox(mailbox)?);
        latchkey_exchange::probe(&*self.connector, &address, &mailbox, accepted_schemes(scheme_hint))
            .await
            .map_err(failure)
    }

    async fn sign_in(
        &self,
        server: &str,
        typed: &PasswordCredentials,
        entropy: &dyn Entropy,
        now: UnixSeconds,
    ) -> Result<PasswordOutcome, PasswordRefusal> {
        let mailbox = parse_mailbox(&typed.mailbox).map_err(refused_before_sending)?;
        let user_name = Some(typed.user_name.clone()).filter(|name| name != mailbox.address());
        let password = SecretString::from(typed.password.expose().to_owned());
        let credentials = Credentials { mailbox, user_name, password };
        let accepted = accepted_schemes(typed.scheme_hint.as_deref());
        let connector = &*self.connector;
        if let Some(directory) = Directory::parse(server) {
            let found = latchkey_exchange::autodiscover_with_password(
                connector,
                &directory,
                &credentials,
                accepted,
                entropy,
                now,
            )
            .await;
            return Ok(PasswordOutcome::ServerFound(match found.map_err(password_refusal)? {
                DiscoveryOutcome::Server(address) => address.to_string(),
                DiscoveryOutcome::NeedsPassword(directory) => directory.to_string(),
                DiscoveryOutcome::Cloud => {
                    let failure = Failure::of(ReasonCode::UseAnotherService);
                    return Err(PasswordRefusal { failure, password_was_shown: true });
                }
            }));
        }
        let address = parse_ews_url(server).map_err(refused_before_sending)?;
        let proof = latchkey_exchange::sign_in(connector, &address, &credentials, accepted, entropy, now).await;
        let proof = proof.map_err(password_refusal)?;
        let host = proof.address.server();
        let subject = proof.mailbox.address().to_lowercase();
        Ok(PasswordOutcome::SignedIn {
            identity: Identity { issuer: format!("exchange:{host}"), subject },
            account: Account { address: proof.mailbox.address().to_owned(), name: None },
            verified: Verified::from(self.is_server_listed(&proof.address.to_string())),
            server: proof.address.to_string(),
            scheme_hint: (proof.accept_next() == AcceptedSchemes::NtlmOnly).then(|| NTLM_ONLY.to_owned()),
        })
    }
}

fn parse_mailbox(mailbox: &str) -> Result<MailboxAddress, Failure> {
    MailboxAddress::parse(mailbox).map_err(|_| Failure::of(ReasonCode::ServerNotFound))
}

fn parse_ews_url(server: &str) -> Result<EwsUrl, Failure> {
    EwsUrl::parse(server).map_err(|_| Failure::of(ReasonCode::NotAMailServer))
}

fn accepted_schemes(scheme_hint: Option<&str>) -> AcceptedSchemes {
    if scheme_hint == Some(NTLM_ONLY) { AcceptedSchemes::NtlmOnly } else { AcceptedSchemes::NtlmOrBasic }
}

fn refused_before_sending(failure: Failure) -> PasswordRefusal {
    PasswordRefusal { failure, password_was_shown: false }
}

fn password_refusal(refused: latchkey_exchange::ExchangeRefusal) -> PasswordRefusal {
    PasswordRefusal { failure: failure(refused.error), password_was_shown: refused.password_was_shown }
}

fn failure(error: ExchangeError) -> Failure {
    let code = match &error {
        ExchangeError::PasswordRejected => ReasonCode::PasswordRejected,
        ExchangeError::AccountLocked => ReasonCode::AccountLocked,
        ExchangeError::PasswordExpired => ReasonCode::PasswordChangeNeeded,
        ExchangeError::AccountDisabled => ReasonCode::AccountDisabled,
        ExchangeError::MailboxNotAccessible | ExchangeError::AnotherMailbox => ReasonCode::MailboxNotOpen,
        ExchangeError::NotAllowed => ReasonCode::BlockedByPolicy,
        ExchangeError::NoUsableScheme => ReasonCode::PasswordNotTaken,
        ExchangeError::ModernAuthOnly => ReasonCode::UseAnotherService,
        ExchangeError::ServerNotFound => ReasonCode::ServerNotFound,
        ExchangeError::Unreachable | ExchangeError::Interrupted => ReasonCode::ServerUnreachable,
        ExchangeError::CertificateRefused(_) => ReasonCode::CertificateRefused,
        ExchangeError::AddressForbidden => ReasonCode::ServerNotAllowed,
        ExchangeError::NotAnEwsAddress | ExchangeError::Unreadable => ReasonCode::NotAMailServer,
        ExchangeError::Busy { .. } => ReasonCode::ServerBusy,
        ExchangeError::Maintenance => ReasonCode::ServerMaintenance,
        ExchangeError::ServerFailed { .. } => ReasonCode::ProviderDown,
    };
    let failure = Failure::of(code);
    match error {
        ExchangeError::Busy { retry_after_s } => Failure { retry_after_s, ..failure },
        ExchangeError::ServerFailed { reference: Some(reference) } => failure.with_reference(reference),
        ExchangeError::CertificateRefused(problem) => failure.with_reference(problem.to_string()),
        _ => failure,
    }
}
