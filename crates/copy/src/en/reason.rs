//! Why something does not work, and who must act.

use latchkey_wire::ReasonCode;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::SignInEnded => {
            "{provider} no longer accepts your last sign-in. Sign in again to give {product} access."
        }
        ReasonCode::SignInAgainPolicy => {
            "Your organisation requires everyone to sign in to {provider} again from time to time. It's time to \
             sign in."
        }
        ReasonCode::ExtraVerification => {
            "Your organisation requires {provider} to verify that it's you, for example with your phone. Sign in to \
             do that."
        }
        ReasonCode::ConsentMissing => {
            "{product} is no longer allowed to use this {provider} account. Sign in and allow it."
        }
        ReasonCode::PermissionsNotGranted => {
            "You signed in to {provider}, but didn't allow everything that {product} needs. Sign in again and leave \
             every box selected."
        }
        ReasonCode::PasswordExpired => {
            "Your {provider} password has expired. Choose a new one when you sign in to {provider}."
        }
        ReasonCode::AccountDisabled => {
            "{provider} says that this account is disabled or isn't part of the organisation. Your administrator \
             can fix this."
        }
        ReasonCode::AccountLocked => {
            "{provider} has locked this account. Wait a few minutes, or ask your administrator to unlock it."
        }
        ReasonCode::AdminApproval => "Your administrator must approve {product} in {provider} before you can connect.",
        ReasonCode::AppNotInstalled => {
            "An administrator must install {product} in your {provider} organisation before you can sign in."
        }
        ReasonCode::BlockedByPolicy => {
            "Your organisation's policy prevents {product} from using {provider} here. Your administrator can \
             change that."
        }
        ReasonCode::ProviderDown => {
            "{provider} is having problems right now. You don't need to do anything: {product} keeps trying."
        }
        ReasonCode::ProviderUnreachable => {
            "{provider} isn't responding right now. You don't need to do anything: {product} keeps trying."
        }
        ReasonCode::AnswerLost => {
            "A response from {provider} was lost on the way. You don't need to do anything: {product} is trying \
             again."
        }
        ReasonCode::SignInLost => {
            "A response from {provider} was lost on the way, and the access that you gave was lost with it. Sign in \
             again to give {product} access."
        }
        ReasonCode::RefusedUnexplained => {
            "{provider} is refusing access right now without giving a reason. You don't need to do anything: \
             {product} keeps trying."
        }
        ReasonCode::AnswerUnusable => {
            "{provider} responds in a way that {product} can't use. The people who run {product} for you need to \
             look into it. Your settings are kept."
        }
        ReasonCode::Misconfigured => {
            "{provider} doesn't accept how {product} is set up here. The people who run {product} for you need to \
             fix this."
        }
        ReasonCode::CancelledAtProvider => {
            "The sign-in was cancelled at {provider}. Anything that worked before still works."
        }
        ReasonCode::WrongAccount => {
            "You signed in to {provider} with a different account than this connection is for. Nothing was changed."
        }
        ReasonCode::WrongOrganisation => {
            "You signed in to {provider}, but in a different organisation than this connection is for. Nothing was \
             changed."
        }
        ReasonCode::SandboxNotProduction => {
            "You signed in to a {provider} sandbox, but this connection is for production. Sign in to production, \
             or select Change to use a sandbox. Nothing was changed."
        }
        ReasonCode::ProductionNotSandbox => {
            "You signed in to {provider} production, but this connection is for a sandbox. Sign in to the sandbox, \
             or select Change to use production. Nothing was changed."
        }
        ReasonCode::AccessTypeNotAllowed => {
            "Access to {provider} has ended, and your administrator no longer allows this access type. Choose \
             another one. Your settings are kept."
        }
        ReasonCode::AccessRejected => {
            "{provider} keeps refusing access for {product}, although your sign-in is still valid. Signing in again \
             usually helps."
        }
        ReasonCode::PasswordRejected => {
            "{provider} didn't accept this name and password. {product} won't try them again, so that your account \
             isn't locked. Check the address, or enter the new password."
        }
        ReasonCode::PasswordChangeNeeded => {
            "Your {provider} password has expired. Change it where you usually do, for example in Windows or \
             Outlook on the web, and enter the new one here."
        }
        ReasonCode::ServerNotFound => {
            "We couldn't find the {provider} server for this address. Enter its EWS configuration URL under \
             Advanced Setup."
        }
        ReasonCode::NotAMailServer => "There's no {provider} server at this address. Check it under Advanced Setup.",
        ReasonCode::ServerUnreachable => {
            "The {provider} server isn't responding right now. Check its address, or try again later."
        }
        ReasonCode::CertificateRefused => {
            "The {provider} server couldn't prove its identity, so your password wasn't sent there. Your \
             administrator can fix its certificate."
        }
        ReasonCode::ServerNotAllowed => {
            "Your administrator doesn't allow this {provider} server. Your password wasn't sent there."
        }
        ReasonCode::ServerBusy => "The {provider} server is busy and asked us to wait. Try again in a few minutes.",
        ReasonCode::ServerMaintenance => "The {provider} server is under maintenance. Try again later.",
        ReasonCode::PasswordNotTaken => {
            "The {provider} server doesn't accept passwords in a way that {product} supports. Your administrator \
             can allow NTLM or Basic for it."
        }
        ReasonCode::MailboxNotOpen => {
            "You signed in to {provider}, but this account can't open that mailbox. Check the address."
        }
        ReasonCode::UseAnotherService => {
            "This mailbox is in the Microsoft cloud, which no longer accepts {provider} passwords. Choose Microsoft \
             Office 365."
        }
        ReasonCode::ConnectedElsewhere => {
            "This {provider} account is already connected to another person's sidebar. Sign in with a different \
             account."
        }
        ReasonCode::MatchDeclined => {
            "The code from the sign-in window wasn't entered here, so nothing was connected. If you started this \
             sign-in yourself, try again."
        }
        ReasonCode::SidebarLimited => {
            "This sidebar got access to one connection with a code, so nothing was changed. Use the sidebar that \
             you used before, or sign in from a window that this sidebar opens."
        }
        ReasonCode::SignInNotFinished => {
            "We couldn't use the response from {provider}, so nothing was changed. Try again."
        }
    }
}
