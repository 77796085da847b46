//! Why something does not work, and who must act.

use latchkey_wire::ReasonCode;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::SignInEnded => {
            "{provider} no longer accepts the last sign-in. Sign in again to give {product} access."
        }
        ReasonCode::SignInAgainPolicy => {
            "Your organisation asks everybody to sign in to {provider} again from time to time. It is your turn."
        }
        ReasonCode::ExtraVerification => {
            "Your organisation wants {provider} to check that it is you, for example with your phone. Sign in to \
             do that."
        }
        ReasonCode::ConsentMissing => {
            "{product} is no longer allowed to use this account at {provider}. Sign in and allow it."
        }
        ReasonCode::PermissionsNotGranted => {
            "You signed in to {provider}, but not everything that {product} needs was allowed. Sign in again and \
             leave every box ticked."
        }
        ReasonCode::PasswordExpired => {
            "Your {provider} password has run out. Choose a new one at {provider} while you sign in."
        }
        ReasonCode::AccountDisabled => {
            "{provider} says that this account is switched off or does not belong to the organisation. Your \
             administrator can put that right."
        }
        ReasonCode::AccountLocked => {
            "{provider} has locked this account. Wait a few minutes, or ask your administrator to unlock it."
        }
        ReasonCode::AdminApproval => "Your administrator must approve {product} at {provider} before you can connect.",
        ReasonCode::AppNotInstalled => {
            "An administrator must install {product} in your {provider} organisation before you can sign in."
        }
        ReasonCode::BlockedByPolicy => {
            "A rule of your organisation keeps {product} from using {provider} here. Your administrator can change \
             that."
        }
        ReasonCode::ProviderDown => {
            "{provider} is having trouble just now. You need not do anything: {product} keeps trying."
        }
        ReasonCode::ProviderUnreachable => {
            "{provider} does not answer just now. You need not do anything: {product} keeps trying."
        }
        ReasonCode::AnswerLost => {
            "An answer of {provider} was lost on the way. You need not do anything: {product} tries again."
        }
        ReasonCode::SignInLost => {
            "An answer of {provider} was lost on the way, and with it the access that you gave. Sign in again to give {product} \
             access."
        }
        ReasonCode::RefusedUnexplained => {
            "{provider} refuses just now and does not say why. You need not do anything: {product} keeps trying."
        }
        ReasonCode::AnswerUnusable => {
            "{provider} answers in a way that {product} cannot use. The people who run {product} for you must look into it; \
             what you set up is kept."
        }
        ReasonCode::Misconfigured => {
            "{provider} does not accept how {product} is set up here. The people who run {product} for you must \
             put that right."
        }
        ReasonCode::CancelledAtProvider => "The sign-in was cancelled at {provider}. What worked before still works.",
        ReasonCode::WrongAccount => {
            "You signed in to {provider} with another account than this connection is for. Nothing was changed."
        }
        ReasonCode::WrongOrganisation => {
            "You signed in to {provider}, but at another organisation than this connection is for. Nothing was \
             changed."
        }
        ReasonCode::SandboxNotProduction => {
            "You signed in to a {provider} sandbox, but this is the way to the production organisation. Sign in \
             there, or choose the sandbox with Change. Nothing was changed."
        }
        ReasonCode::ProductionNotSandbox => {
            "You signed in to the {provider} production organisation, but this is the way to a sandbox. Sign in to \
             the sandbox, or choose production with Change. Nothing was changed."
        }
        ReasonCode::AccessTypeNotAllowed => {
            "Access to {provider} has ended, and your administrator no longer allows this way to connect. Choose \
             another one; what you set up stays."
        }
        ReasonCode::AccessRejected => {
            "{provider} keeps refusing to serve {product}, although the sign-in is still good. Signing in again \
             usually helps."
        }
        ReasonCode::PasswordRejected => {
            "{provider} did not accept this name and password. {product} does not try them again, so that your \
             account is not locked. Check the address, or type the new password."
        }
        ReasonCode::PasswordChangeNeeded => {
            "Your {provider} password has run out. Change it where you usually do, for example in Windows or in \
             Outlook on the web, and type the new one here."
        }
        ReasonCode::ServerNotFound => {
            "The {provider} server for this address could not be found. Type its address under Advanced Setup."
        }
        ReasonCode::NotAMailServer => "There is no {provider} server at this address. Check it under Advanced Setup.",
        ReasonCode::ServerUnreachable => {
            "The {provider} server does not answer just now. Check its address, or try again later."
        }
        ReasonCode::CertificateRefused => {
            "The {provider} server cannot prove that it is the right one, so your password was not sent there. \
             Your administrator can put its certificate right."
        }
        ReasonCode::ServerNotAllowed => {
            "Your administrator does not allow this {provider} server. Your password was not sent there."
        }
        ReasonCode::ServerBusy => "The {provider} server is busy and asks to wait. Try again in a few minutes.",
        ReasonCode::ServerMaintenance => "The {provider} server is being worked on. Try again when it is back.",
        ReasonCode::PasswordNotTaken => {
            "The {provider} server takes no password in a way that {product} knows. Your administrator can allow \
             NTLM or Basic for it."
        }
        ReasonCode::MailboxNotOpen => {
            "You signed in to {provider}, but this account cannot open that mailbox. Check the address."
        }
        ReasonCode::UseAnotherService => {
            "This mailbox is in the Microsoft cloud, where {provider} passwords are no longer taken. Choose \
             Microsoft Office 365."
        }
        ReasonCode::ConnectedElsewhere => {
            "This {provider} account is already connected to somebody else's sidebar. Sign in with another account."
        }
        ReasonCode::MatchDeclined => {
            "The code in the sign-in window was not typed here, so nothing was connected. If you started this \
             sign-in yourself, try again."
        }
        ReasonCode::SidebarLimited => {
            "This sidebar was let in with a code and sees one connection alone, so nothing was changed. Use the \
             sidebar that you used before, or sign in here in a window that this sidebar opens itself."
        }
        ReasonCode::SignInNotFinished => {
            "The answer from {provider} could not be used, so nothing was changed. Please try again."
        }
    }
}
