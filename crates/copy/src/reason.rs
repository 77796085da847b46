//! Why something does not work and what helps: which template is chosen when.

use alloc::string::String;

use latchkey_wire::{Account, Permission, Reason, ReasonCode};

use crate::{Label, SentenceNames, Sentences, Template, fill, format_template};

/// What happened and who must act.
pub fn reason(sentences: Sentences, reason: &Reason, names: SentenceNames<'_>) -> String {
    let is_named = reason.code == ReasonCode::PermissionsNotGranted && !reason.missing.is_empty();
    let template = if is_named { sentences.template(Template::NotTicked) } else { sentences.reason(reason.code) };
    let missing = list(sentences, &reason.missing);
    let values = [("provider", names.provider), ("product", names.product), ("missing", missing.as_str())];
    fill(sentences.language(), template, &values)
}

/// The label of the one action that helps. `None` if the reader can only wait.
pub fn reason_action(sentences: Sentences, code: ReasonCode) -> Option<&'static str> {
    let template = match code {
        ReasonCode::SignInEnded
        | ReasonCode::SignInLost
        | ReasonCode::SignInAgainPolicy
        | ReasonCode::WrongAccount
        | ReasonCode::WrongOrganisation
        | ReasonCode::SandboxNotProduction
        | ReasonCode::ProductionNotSandbox
        | ReasonCode::AccessRejected => Template::ActSignInAgain,
        ReasonCode::AccessTypeNotAllowed | ReasonCode::UseAnotherService => {
            return Some(sentences.label(Label::Change));
        }
        ReasonCode::PasswordRejected | ReasonCode::MailboxNotOpen => Template::ActTypeAgain,
        ReasonCode::PasswordChangeNeeded => Template::ActTypeNew,
        ReasonCode::ServerNotFound | ReasonCode::NotAMailServer => return Some(sentences.label(Label::AdvancedSetup)),
        ReasonCode::ExtraVerification | ReasonCode::VerificationSetUpNeeded => Template::ActVerify,
        ReasonCode::ConsentMissing | ReasonCode::PermissionsNotGranted => Template::ActAllow,
        ReasonCode::PasswordExpired => Template::ActSetPassword,
        ReasonCode::ConnectedElsewhere => Template::ActOther,
        ReasonCode::AccountDisabled
        | ReasonCode::AccountLocked
        | ReasonCode::AdminApproval
        | ReasonCode::AppNotInstalled
        | ReasonCode::BlockedByPolicy
        | ReasonCode::OutsideAllowedHours
        | ReasonCode::NetworkNotAllowed
        | ReasonCode::MailboxMissing
        | ReasonCode::LicenceEnded
        | ReasonCode::ApiDisabled
        | ReasonCode::CertificateRefused
        | ReasonCode::ServerNotAllowed
        | ReasonCode::PasswordNotTaken
        | ReasonCode::CancelledAtProvider
        | ReasonCode::MatchDeclined
        | ReasonCode::SidebarLimited
        | ReasonCode::SignInNotFinished => Template::ActTryAgain,
        ReasonCode::ProviderDown
        | ReasonCode::ProviderUnreachable
        | ReasonCode::AnswerLost
        | ReasonCode::RefusedUnexplained
        | ReasonCode::ApiLimitReached
        | ReasonCode::AnswerUnusable
        | ReasonCode::ServerUnreachable
        | ReasonCode::ServerBusy
        | ReasonCode::ServerMaintenance
        | ReasonCode::Misconfigured => return None,
    };
    Some(sentences.template(template))
}

/// The provider's own number for a reason, to be passed on to support.
pub fn reference(sentences: Sentences, reference: &str) -> String {
    format_template(sentences, Template::Reference, &[("number", reference)])
}

/// An account other than the connection's signed in: names both.
pub fn wrong_account(sentences: Sentences, signed_in_as: &Account, expected: &Account) -> String {
    let who = [("account", signed_in_as.address.as_str()), ("expected", &expected.address)];
    format_template(sentences, Template::WrongAccount, &who)
}

/// Label of the button that opens the sign-in for the account that is needed.
pub fn sign_in_as(sentences: Sentences, account: &Account) -> String {
    format_template(sentences, Template::SignInAs, &[("account", &account.address)])
}

fn permission(permission: Permission) -> Template {
    match permission {
        Permission::Mail => Template::MayReadMail,
        Permission::SendMail => Template::MaySendMail,
        Permission::Calendar => Template::MayCalendar,
        Permission::Contacts => Template::MayContacts,
        Permission::Records => Template::MayRecords,
        Permission::Offline => Template::MayOffline,
        Permission::Other => Template::MayOther,
    }
}

/// "a", "a and b", "a, b and c".
fn list(sentences: Sentences, permissions: &[Permission]) -> String {
    let mut text = String::new();
    for (index, one) in permissions.iter().enumerate() {
        if index > 0 {
            let is_last = index + 1 == permissions.len();
            text.push_str(sentences.template(if is_last { Template::ListLast } else { Template::ListBetween }));
        }
        text.push_str(sentences.template(permission(*one)));
    }
    text
}
