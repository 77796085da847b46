//! Why something does not work: one table of codes for connections and for sign-ins. The sentences that people read
//! stand in `crates/copy`, one for each code and language.

use serde::{Deserialize, Serialize};

/// A cause, with the reference that an administrator or the provider's support can look up.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// The cause, as a stable code.
    pub code: ReasonCode,
    /// The provider's own number or correlation id, safe to show. Never free text from a provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The permissions that were not granted, where that is the cause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Permission>,
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        Self { code, reference: None, missing: Vec::new() }
    }
}

/// Something that a person allows at the provider, by the name of what it is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Read and change mail.
    Mail,
    /// Send mail.
    SendMail,
    /// Read and change the calendar.
    Calendar,
    /// Read and change contacts.
    Contacts,
    /// Read and change customer records.
    Records,
    /// Do all of it while the person is away.
    Offline,
    /// Anything else that the installation asks for.
    Other,
}

impl Permission {
    /// Every one, for tests that must miss none.
    pub const ALL: [Self; 7] =
        [Self::Mail, Self::SendMail, Self::Calendar, Self::Contacts, Self::Records, Self::Offline, Self::Other];
}

/// Who can put the cause right.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The owner of the connection, who reads the sentence in the sidebar. In what sync engines read, it is never the engine.
    You,
    /// The administrator of the person's organisation.
    Admin,
    /// The operator of this installation.
    Operator,
    /// No one: the endpoint is retrying.
    #[serde(rename = "nobody")]
    NoOne,
}

/// The cause of a loss or of a failed sign-in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// The provider no longer accepts the sign-in: revoked, changed, or unused for too long.
    SignInEnded,
    /// The organisation requires all its members to sign in again from time to time.
    SignInAgainPolicy,
    /// The organisation wants an extra check, such as a second factor.
    ExtraVerification,
    /// The permission was removed or never given.
    ConsentMissing,
    /// The person signed in but left out permissions that are needed.
    PermissionsNotGranted,
    /// The password has expired and must be set anew, which the sign-in page asks for.
    PasswordExpired,
    /// The account is disabled, deleted or not in this organisation.
    AccountDisabled,
    /// The account is locked.
    AccountLocked,
    /// An administrator must approve or assign the app first.
    AdminApproval,
    /// An administrator must install the app first.
    AppNotInstalled,
    /// The organisation's access policy forbids it.
    BlockedByPolicy,
    /// The organisation allows access at certain hours only.
    OutsideAllowedHours,
    /// The organisation allows access from certain networks only.
    NetworkNotAllowed,
    /// The organisation wants the person to set up extra verification first, where and how it allows that.
    VerificationSetUpNeeded,
    /// The account has no mailbox any more: it was deleted, moved or switched off.
    MailboxMissing,
    /// The account's licence no longer includes what is needed.
    LicenceEnded,
    /// The organisation has switched off access by programs for this account.
    ApiDisabled,
    /// The organisation has used up the requests that the provider allows it.
    ApiLimitReached,
    /// The provider answers with errors or asks to wait.
    ProviderDown,
    /// The provider does not answer at all.
    ProviderUnreachable,
    /// A renewal's response was lost on the way, so the provider may honour only a token that never arrived here.
    AnswerLost,
    /// The provider refuses what it gave, after an answer of its was lost on the way.
    SignInLost,
    /// The provider refuses, and says nothing that explains it.
    RefusedUnexplained,
    /// The provider answered with a success that lacks something that is needed.
    AnswerUnusable,
    /// The installation itself is set up wrongly at the provider.
    Misconfigured,
    /// The person cancelled at the provider.
    CancelledAtProvider,
    /// An account other than the connection's signed in.
    WrongAccount,
    /// An account signed in at another organisation than the connection's.
    WrongOrganisation,
    /// Signed in to a sandbox where production was asked for.
    SandboxNotProduction,
    /// Signed in to production where a sandbox was asked for.
    ProductionNotSandbox,
    /// The administrator no longer allows this way to connect; another one has to be chosen.
    AccessTypeNotAllowed,
    /// The provider renews the access and yet keeps refusing to serve it.
    AccessRejected,
    /// The mail server did not accept name and password. It is not asked again with the same ones.
    PasswordRejected,
    /// The mail server wants the password changed first, which is done elsewhere.
    PasswordChangeNeeded,
    /// No mail server is known for the address.
    ServerNotFound,
    /// The server responds, but is not a mail server of this kind.
    NotAMailServer,
    /// The server cannot be reached.
    ServerUnreachable,
    /// The server's certificate is not valid.
    CertificateRefused,
    /// The administrator does not allow this server.
    ServerNotAllowed,
    /// The server asks to wait.
    ServerBusy,
    /// The server is under maintenance.
    ServerMaintenance,
    /// The server offers no way to sign in by password.
    PasswordNotTaken,
    /// Signed in, but this account cannot open that mailbox.
    MailboxNotOpen,
    /// The mailbox is at another service, which is to be chosen instead.
    UseAnotherService,
    /// The account that signed in is already connected to another person's sidebar.
    ConnectedElsewhere,
    /// The code that the sign-in window shows was typed wrong too often.
    MatchDeclined,
    /// This sidebar was let in with a code, to one connection alone, and this would be more.
    SidebarLimited,
    /// The provider's answer to the sign-in could not be used; nothing was changed.
    SignInNotFinished,
}

impl ReasonCode {
    /// Who can put the cause right.
    pub fn actor(self) -> Actor {
        match self {
            Self::SignInEnded
            | Self::SignInLost
            | Self::SignInAgainPolicy
            | Self::ExtraVerification
            | Self::ConsentMissing
            | Self::PermissionsNotGranted
            | Self::PasswordExpired
            | Self::CancelledAtProvider
            | Self::WrongAccount
            | Self::WrongOrganisation
            | Self::SandboxNotProduction
            | Self::ProductionNotSandbox
            | Self::AccessTypeNotAllowed
            | Self::AccessRejected
            | Self::PasswordRejected
            | Self::PasswordChangeNeeded
            | Self::ServerNotFound
            | Self::NotAMailServer
            | Self::MailboxNotOpen
            | Self::UseAnotherService
            | Self::ConnectedElsewhere
            | Self::VerificationSetUpNeeded
            | Self::MatchDeclined
            | Self::SidebarLimited
            | Self::SignInNotFinished => Actor::You,
            Self::AccountDisabled
            | Self::AccountLocked
            | Self::AdminApproval
            | Self::AppNotInstalled
            | Self::BlockedByPolicy
            | Self::OutsideAllowedHours
            | Self::NetworkNotAllowed
            | Self::MailboxMissing
            | Self::LicenceEnded
            | Self::ApiDisabled
            | Self::CertificateRefused
            | Self::ServerNotAllowed
            | Self::PasswordNotTaken => Actor::Admin,
            Self::Misconfigured | Self::AnswerUnusable => Actor::Operator,
            Self::ProviderDown
            | Self::ProviderUnreachable
            | Self::AnswerLost
            | Self::RefusedUnexplained
            | Self::ApiLimitReached
            | Self::ServerUnreachable
            | Self::ServerBusy
            | Self::ServerMaintenance => Actor::NoOne,
        }
    }

    /// Every code, for tests that must miss none.
    pub const ALL: [Self; 48] = [
        Self::SignInEnded,
        Self::SignInAgainPolicy,
        Self::ExtraVerification,
        Self::ConsentMissing,
        Self::PermissionsNotGranted,
        Self::PasswordExpired,
        Self::AccountDisabled,
        Self::AccountLocked,
        Self::AdminApproval,
        Self::AppNotInstalled,
        Self::BlockedByPolicy,
        Self::OutsideAllowedHours,
        Self::NetworkNotAllowed,
        Self::VerificationSetUpNeeded,
        Self::MailboxMissing,
        Self::LicenceEnded,
        Self::ApiDisabled,
        Self::ApiLimitReached,
        Self::ProviderDown,
        Self::ProviderUnreachable,
        Self::AnswerLost,
        Self::SignInLost,
        Self::RefusedUnexplained,
        Self::AnswerUnusable,
        Self::Misconfigured,
        Self::CancelledAtProvider,
        Self::WrongAccount,
        Self::WrongOrganisation,
        Self::SandboxNotProduction,
        Self::ProductionNotSandbox,
        Self::AccessTypeNotAllowed,
        Self::AccessRejected,
        Self::PasswordRejected,
        Self::PasswordChangeNeeded,
        Self::ServerNotFound,
        Self::NotAMailServer,
        Self::ServerUnreachable,
        Self::CertificateRefused,
        Self::ServerNotAllowed,
        Self::ServerBusy,
        Self::ServerMaintenance,
        Self::PasswordNotTaken,
        Self::MailboxNotOpen,
        Self::UseAnotherService,
        Self::ConnectedElsewhere,
        Self::MatchDeclined,
        Self::SidebarLimited,
        Self::SignInNotFinished,
    ];
}
