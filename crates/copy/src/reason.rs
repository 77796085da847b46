//! Why something does not work and what helps: which line is said when.

use alloc::string::String;

use latchkey_wire::{Account, Permission, Reason, ReasonCode};

use crate::{Label, Line, Names, Sentences, fill, with};

/// What happened and who must act.
pub fn reason(sentences: Sentences, reason: &Reason, names: Names<'_>) -> String {
    let is_named = reason.code == ReasonCode::PermissionsNotGranted && !reason.missing.is_empty();
    let template = if is_named { sentences.line(Line::NotTicked) } else { sentences.reason(reason.code) };
    let missing = list(sentences, &reason.missing);
    let values = [("provider", names.provider), ("product", names.product), ("missing", missing.as_str())];
    fill(sentences.language(), template, &values)
}

/// The label of the one action that helps; `None` where the person who reads can do nothing but wait.
pub fn reason_action(sentences: Sentences, code: ReasonCode) -> Option<&'static str> {
    let line = match code {
        ReasonCode::SignInEnded
        | ReasonCode::SignInLost
        | ReasonCode::SignInAgainPolicy
        | ReasonCode::WrongAccount
        | ReasonCode::WrongOrganisation
        | ReasonCode::SandboxNotProduction
        | ReasonCode::ProductionNotSandbox
        | ReasonCode::AccessRejected => Line::ActSignInAgain,
        ReasonCode::AccessTypeNotAllowed | ReasonCode::UseAnotherService => {
            return Some(sentences.label(Label::Change));
        }
        ReasonCode::PasswordRejected | ReasonCode::MailboxNotOpen => Line::ActTypeAgain,
        ReasonCode::PasswordChangeNeeded => Line::ActTypeNew,
        ReasonCode::ServerNotFound | ReasonCode::NotAMailServer => return Some(sentences.label(Label::AdvancedSetup)),
        ReasonCode::ExtraVerification => Line::ActVerify,
        ReasonCode::ConsentMissing | ReasonCode::PermissionsNotGranted => Line::ActAllow,
        ReasonCode::PasswordExpired => Line::ActSetPassword,
        ReasonCode::ConnectedElsewhere => Line::ActOther,
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
        | ReasonCode::SidebarLimited
        | ReasonCode::SignInNotFinished => Line::ActTryAgain,
        ReasonCode::ProviderDown
        | ReasonCode::ProviderUnreachable
        | ReasonCode::AnswerLost
        | ReasonCode::RefusedUnexplained
        | ReasonCode::AnswerUnusable
        | ReasonCode::ServerUnreachable
        | ReasonCode::ServerBusy
        | ReasonCode::ServerMaintenance
        | ReasonCode::Misconfigured => return None,
    };
    Some(sentences.line(line))
}

/// The provider's own number for a reason, to be passed on to whoever looks it up.
pub fn reference(sentences: Sentences, reference: &str) -> String {
    with(sentences, Line::Reference, &[("number", reference)])
}

/// Somebody else than the connection's owner signed in: names both.
pub fn wrong_account(sentences: Sentences, signed_in_as: &Account, expected: &Account) -> String {
    let who = [("account", signed_in_as.address.as_str()), ("expected", &expected.address)];
    with(sentences, Line::WrongAccount, &who)
}

/// Label of the button that leads the right person to the sign-in.
pub fn sign_in_as(sentences: Sentences, account: &Account) -> String {
    with(sentences, Line::SignInAs, &[("account", &account.address)])
}

fn permission(permission: Permission) -> Line {
    match permission {
        Permission::Mail => Line::MayReadMail,
        Permission::SendMail => Line::MaySendMail,
        Permission::Calendar => Line::MayCalendar,
        Permission::Contacts => Line::MayContacts,
        Permission::Records => Line::MayRecords,
        Permission::Offline => Line::MayOffline,
        Permission::Other => Line::MayOther,
    }
}

/// "a", "a and b", "a, b and c".
fn list(sentences: Sentences, permissions: &[Permission]) -> String {
    let mut text = String::new();
    for (index, one) in permissions.iter().enumerate() {
        if index > 0 {
            let is_last = index + 1 == permissions.len();
            text.push_str(sentences.line(if is_last { Line::ListLast } else { Line::ListBetween }));
        }
        text.push_str(sentences.line(permission(*one)));
    }
    text
}
