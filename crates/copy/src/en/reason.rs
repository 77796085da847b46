//! Why something does not work, and what helps.

use alloc::{format, string::String};

use latchkey_wire::{Account, Permission, Reason, ReasonCode};

use super::server;
use crate::Names;

pub(crate) fn sentence(reason: &Reason, Names { provider, product }: Names<'_>) -> String {
    match reason.code {
        ReasonCode::SignInEnded => {
            format!("{provider} no longer accepts the last sign-in. Sign in again to give {product} access.")
        }
        ReasonCode::SignInAgainPolicy => {
            format!(
                "Your organisation asks everybody to sign in to {provider} again from time to time. It is your turn."
            )
        }
        ReasonCode::ExtraVerification => format!(
            "Your organisation wants {provider} to check that it is you, for example with your phone. Sign in to do that."
        ),
        ReasonCode::ConsentMissing => {
            format!("{product} is no longer allowed to use this account at {provider}. Sign in and allow it.")
        }
        ReasonCode::PermissionsNotGranted if reason.missing.is_empty() => format!(
            "You signed in to {provider}, but not everything that {product} needs was allowed. Sign in again and leave \
             every box ticked."
        ),
        ReasonCode::PermissionsNotGranted => {
            let missing = list(&reason.missing);
            format!("You did not tick {missing} at {provider}. {product} needs all of it to work. Nothing was changed.")
        }
        ReasonCode::PasswordExpired => {
            format!("Your {provider} password has run out. Choose a new one at {provider} while you sign in.")
        }
        ReasonCode::AccountDisabled => format!(
            "{provider} says that this account is switched off or does not belong to the organisation. Your \
             administrator can put that right."
        ),
        ReasonCode::AccountLocked => {
            format!("{provider} has locked this account. Wait a few minutes, or ask your administrator to unlock it.")
        }
        ReasonCode::AdminApproval => {
            format!("Your administrator must approve {product} at {provider} before you can connect.")
        }
        ReasonCode::AppNotInstalled => {
            format!("An administrator must install {product} in your {provider} organisation before you can sign in.")
        }
        ReasonCode::BlockedByPolicy => format!(
            "A rule of your organisation keeps {product} from using {provider} here. Your administrator can change that."
        ),
        ReasonCode::ProviderDown => {
            format!("{provider} is having trouble just now. You need not do anything: {product} keeps trying.")
        }
        ReasonCode::ProviderUnreachable => {
            format!("{provider} does not answer just now. You need not do anything: {product} keeps trying.")
        }
        ReasonCode::Misconfigured => format!(
            "{provider} does not accept how {product} is set up here. The people who run {product} for you must put \
             that right."
        ),
        ReasonCode::CancelledAtProvider => {
            format!("The sign-in was cancelled at {provider}. What worked before still works.")
        }
        ReasonCode::WrongAccount => {
            format!(
                "You signed in to {provider} with another account than this connection is for. Nothing was changed."
            )
        }
        ReasonCode::WrongOrganisation => format!(
            "You signed in to {provider}, but at another organisation than this connection is for. Nothing was changed."
        ),
        ReasonCode::SandboxNotProduction => format!(
            "You signed in to a {provider} sandbox, but this is the way to the production organisation. Sign in there, \
             or choose the sandbox with Change. Nothing was changed."
        ),
        ReasonCode::ProductionNotSandbox => format!(
            "You signed in to the {provider} production organisation, but this is the way to a sandbox. Sign in to the \
             sandbox, or choose production with Change. Nothing was changed."
        ),
        ReasonCode::AccessTypeNotAllowed => format!(
            "Access to {provider} has ended, and your administrator no longer allows this way to connect. Choose \
             another one; what you set up stays."
        ),
        ReasonCode::AccessRejected => format!(
            "{provider} keeps refusing to serve {product}, although the sign-in is still good. Signing in again usually \
             helps."
        ),
        ReasonCode::ConnectedElsewhere => format!(
            "This {provider} account is already connected to somebody else's sidebar. Sign in with another account."
        ),
        ReasonCode::MatchDeclined => {
            "The code that was chosen is not the one in this sidebar, so nothing was connected. If you started this \
             sign-in yourself, try again."
                .into()
        }
        ReasonCode::SignInNotFinished => {
            format!("The answer from {provider} could not be used, so nothing was changed. Please try again.")
        }
        at_a_server => server::sentence(at_a_server, provider, product),
    }
}

pub(crate) fn action(code: ReasonCode) -> Option<&'static str> {
    match code {
        ReasonCode::SignInEnded
        | ReasonCode::SignInAgainPolicy
        | ReasonCode::WrongAccount
        | ReasonCode::WrongOrganisation
        | ReasonCode::SandboxNotProduction
        | ReasonCode::ProductionNotSandbox
        | ReasonCode::AccessRejected => Some("Sign in again"),
        ReasonCode::AccessTypeNotAllowed | ReasonCode::UseAnotherService => Some("Change"),
        ReasonCode::PasswordRejected | ReasonCode::MailboxNotOpen => Some("Type it again"),
        ReasonCode::PasswordChangeNeeded => Some("Type the new password"),
        ReasonCode::ServerNotFound | ReasonCode::NotAMailServer => Some("Advanced Setup"),
        ReasonCode::ExtraVerification => Some("Sign in and verify"),
        ReasonCode::ConsentMissing | ReasonCode::PermissionsNotGranted => Some("Sign in and allow"),
        ReasonCode::PasswordExpired => Some("Sign in and set a password"),
        ReasonCode::ConnectedElsewhere => Some("Use another account"),
        ReasonCode::AccountDisabled
        | ReasonCode::AccountLocked
        | ReasonCode::AdminApproval
        | ReasonCode::AppNotInstalled
        | ReasonCode::BlockedByPolicy
        | ReasonCode::CertificateRefused
        | ReasonCode::ServerNotAllowed
        | ReasonCode::PasswordNotTaken
        | ReasonCode::CancelledAtProvider
        | ReasonCode::MatchDeclined
        | ReasonCode::SignInNotFinished => Some("Try again"),
        ReasonCode::ProviderDown
        | ReasonCode::ProviderUnreachable
        | ReasonCode::ServerUnreachable
        | ReasonCode::ServerBusy
        | ReasonCode::ServerMaintenance
        | ReasonCode::Misconfigured => None,
    }
}

pub(crate) fn reference(reference: &str) -> String {
    format!("Reference: {reference}")
}

pub(crate) fn wrong_account(signed_in_as: &Account, expected: &Account) -> String {
    format!(
        "You signed in as {}. This connection is for {}. Nothing was changed.",
        signed_in_as.address, expected.address
    )
}

pub(crate) fn sign_in_as(account: &Account) -> String {
    format!("Sign in as {}", account.address)
}

/// At another organisation, perhaps under the same name: names both.
pub(crate) fn wrong_organisation(signed_in_as: &Account, expected: &Account) -> String {
    format!(
        "You signed in as {}, but at another organisation than this connection's, which is for {}. Nothing was changed.",
        signed_in_as.address, expected.address
    )
}

pub(crate) fn change_to(account: &Account) -> String {
    format!("Change to {}", account.address)
}

fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::Mail => "reading mail",
        Permission::SendMail => "sending mail",
        Permission::Calendar => "the calendar",
        Permission::Contacts => "contacts",
        Permission::Records => "customer records",
        Permission::Offline => "access while you are away",
        Permission::Other => "one of the permissions",
    }
}

/// "a", "a and b", "a, b and c".
fn list(permissions: &[Permission]) -> String {
    let mut text = String::new();
    for (index, one) in permissions.iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == permissions.len() { " and " } else { ", " });
        }
        text.push_str(permission(*one));
    }
    text
}
